"""What there is to adjudicate: responses that coders coded differently, how many are left, what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection

from coding.adjudication import disputed, double_coded
from coding.judgements import CODED, UNCODABLE
from coding.rounds.allocation import waiting_for
from coding.rounds.blind import FRAME_NEEDED
from coding.rounds.matrices import ADJUDICATED, Matrices, load_matrices
from coding.rounds.results import show
from core.codebooks import Codebook
from core.errors import NotFoundError
from core.store import Store
from core.store import allocation as table
from core.store import codings as coding_table
from core.store import responses as response_table


@dataclass(frozen=True, slots=True)
class Said:
    """What one coder said of a response: `state` coded or uncodable."""

    coder: str
    state: str
    codes: tuple[str, ...]
    note: str = ""
    flagged: bool = False

    def record(self) -> dict[str, Any]:
        return {
            "coder": self.coder, "state": self.state, "codes": list(self.codes), "note": self.note, "flagged": self.flagged,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A response that its coders coded differently, undecided. `agreed`: codes that all of them give; `disputed`: those that
    some give; `uncodable`: some hold that it cannot be coded. `machine`: its suggestions, where asked for. `waiting`: coders
    who have it to code and have not finished."""

    response: str
    text: str
    attributes: dict[str, str]
    said: tuple[Said, ...]
    agreed: tuple[str, ...]
    disputed: tuple[str, ...]
    uncodable: bool = False
    machine: tuple[tuple[str, float], ...] = ()
    waiting: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        return {
            "response": self.response, "text": self.text, "attributes": self.attributes,
            "coders": [said.record() for said in self.said], "agreed": list(self.agreed), "disputed": list(self.disputed),
            "uncodable": self.uncodable, "machine": [{"code": c, "probability": p} for c, p in self.machine],
            "waiting": list(self.waiting),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How far adjudication is: `double_coded` = `agreed_open` + `open` + `decided` of those that two people coded. `adjudicated`:
    all decisions that stand. `by_code`: open disagreements in which the code is disputed; `waiting`: open ones on which
    somebody has not finished."""

    double_coded: int
    agreed_open: int
    open: int
    decided: int
    adjudicated: int
    waiting: int
    by_code: dict[str, int]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on the record; `stands` where it has been neither replaced nor taken back."""

    response: str
    codes: tuple[str, ...]
    state: str
    how: str
    took: str | None
    reason: str
    who: str
    at: str
    stands: bool
    text: str = field(default="", compare=False)

    def record(self) -> dict[str, Any]:
        return {
            "response": self.response, "codes": list(self.codes), "state": self.state, "how": self.how, "took": self.took,
            "reason": self.reason, "who": self.who, "at": self.at, "stands": self.stands,
        }  # fmt: skip


# The queue ----------------------------------------------------------------------------------------------------------


def disagreements(
    store: Store, question: str, *, code: str | None = None, machine: bool = False, limit: int | None = None
) -> list[Disagreement]:
    """The undecided responses that coders coded differently, in the order in which they came in: those in which `code` is
    disputed, where given; those on which somebody has not finished come last. What is listed is recorded as shown: what
    coders change on it from now on was not said blind. Raises NotFoundError (no code frame)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices, frame = frame_and_matrices(connection, found.id)
        made = _open(connection, matrices, frame, code)
        made = made[: limit if limit is not None else len(made)]
        if machine and made:
            made = _with_machine(connection, found.id, made)
    show(store, found.id, {one.response for one in made})
    return made


def standing(store: Store, question: str) -> Standing:
    """How many are left, by code; shows nobody's codings."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices, frame = frame_and_matrices(connection, found.id)
        n = len(matrices.responses)
        differing = disputed(matrices.coders, n, len(frame.codes))
        doubled = double_coded(matrices.coders, n)
        settled = settled_rows(connection, matrices)
        left = differing.any(axis=1) & ~settled
        waiting = waiting_for(connection, found.id)
        by_code = {
            code.code: int((differing[:, at] & left).sum()) for at, code in enumerate(frame.codes) if (differing[:, at] & left).any()
        }  # fmt: skip
        return Standing(
            int(doubled.sum()), int((doubled & ~differing.any(axis=1) & ~settled).sum()), int(left.sum()),
            int((doubled & settled).sum()), int(settled.sum()),
            sum(matrices.responses[int(row)].id in waiting for row in np.flatnonzero(left)), by_code,
        )  # fmt: skip


def decided(store: Store, question: str, *, all_of_them: bool = False) -> list[Decided]:
    """The decisions that stand, newest first; with those replaced or taken back where asked for."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        stands: dict[str, tuple[str, frozenset[str]]] = {}
        for state in coding_table.states(connection, found.id, coder=ADJUDICATED):
            if state.source == ADJUDICATED and state.state != "open":
                stands[state.response] = (state.state, frozenset())
        for coding in coding_table.codings(connection, found.id, source="adjudicated"):
            if coding.value and coding.response in stands:
                state_now, codes = stands[coding.response]
                stands[coding.response] = (state_now, codes | {coding.code})
        rows = table.decisions(connection, found.id, ended=True)
        texts = {made.id: made.text for made in response_table.responses(connection, found.id)}
    standing_now = _records_that_stand(rows, stands)
    made = [
        Decided(
            row.response, row.codes, row.state, row.how, row.took, row.reason, row.who, row.at,
            standing_now.get(row.response) == row.n, texts.get(row.response, ""),
        )
        for row in reversed(rows)
    ]  # fmt: skip
    return made if all_of_them else [one for one in made if one.stands]


def _records_that_stand(
    rows: Sequence[table.DecisionRow], stands: Mapping[str, tuple[str, frozenset[str]]]
) -> dict[str, int]:
    """Response -> number of the decision that its agreed coding rests on: the newest that says just that (an undo may have
    brought an older one back), else the newest that was not ended (its codes may have been merged since)."""
    alike: dict[str, int] = {}
    unended: dict[str, int] = {}
    for row in rows:
        if row.response not in stands:
            continue
        if stands[row.response] == (row.state, frozenset(row.codes)):
            alike[row.response] = max(row.n, alike.get(row.response, 0))
        if row.ended_at is None:
            unended[row.response] = row.n
    return unended | alike


def frame_and_matrices(connection: Connection, question: str) -> tuple[Matrices, Codebook]:
    matrices = load_matrices(connection, question)
    if matrices.codebook is None:
        raise NotFoundError(FRAME_NEEDED)
    return matrices, matrices.codebook


def settled_rows(connection: Connection, matrices: Matrices) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """(n_responses,) where a decision stands; one that is to be made again, as its code was split, does not."""
    made = np.zeros(len(matrices.responses), dtype=bool)
    index = matrices.index
    for row in coding_table.states(connection, matrices.question, coder=ADJUDICATED):
        if row.source == ADJUDICATED and row.state != "open":
            made[index[row.response]] = True
    return made


def _open(connection: Connection, matrices: Matrices, frame: Codebook, code: str | None) -> list[Disagreement]:
    names = [known.code for known in frame.codes]
    if code is not None and code not in names:
        raise NotFoundError(f"{code!r} is no code of the frame. Its codes are: {', '.join(names)}")
    n = len(matrices.responses)
    differing = disputed(matrices.coders, n, len(names))
    left = differing.any(axis=1) if code is None else differing[:, names.index(code)]
    left = left & ~settled_rows(connection, matrices)
    rows = [int(row) for row in np.flatnonzero(left)]
    if not rows:
        return []
    remarks = {
        (row.response, row.coder): row for row in table.changes(connection, matrices.question) if row.note or row.flagged
    }  # fmt: skip
    waiting = waiting_for(connection, matrices.question)
    made = [_disagreement(matrices, names, row, differing[row], remarks, waiting) for row in rows]
    return sorted(made, key=lambda one: bool(one.waiting))


def _disagreement(
    matrices: Matrices, names: Sequence[str], row: int, differing: np.ndarray[Any, np.dtype[np.bool_]],
    remarks: Mapping[tuple[str, str], table.ChangeRow], waiting: Mapping[str, tuple[str, ...]],
) -> Disagreement:  # fmt: skip
    response = matrices.responses[row]
    dealt = [made for made in matrices.coders if made.dealt_with[row]]
    coded = [made for made in dealt if made.states[row] == CODED]
    said = []
    for made in dealt:
        remark = remarks.get((response.id, made.coder))
        codes = tuple(name for at, name in enumerate(names) if made.states[row] == CODED and made.values[row, at] == 1)
        state = "uncodable" if made.states[row] == UNCODABLE else "coded"
        said.append(Said(made.coder, state, codes, remark.note if remark else "", remark.flagged if remark else False))
    everybodys = [bool(coded) and all(made.values[row, at] == 1 for made in coded) for at in range(len(names))]
    return Disagreement(
        response.id, response.text, response.attributes, tuple(said),
        tuple(name for name, same in zip(names, everybodys) if same),
        tuple(name for name, differs in zip(names, differing) if differs),
        bool(differing[-1]), (), waiting.get(response.id, ()),
    )  # fmt: skip


def _with_machine(connection: Connection, question: str, made: Sequence[Disagreement]) -> list[Disagreement]:
    found: dict[str, list[tuple[str, float]]] = {}
    wanted = {one.response for one in made}
    for response, code, probability in coding_table.probabilities(connection, question):
        if response in wanted:
            found.setdefault(response, []).append((code, probability))
    return [
        replace(one, machine=tuple(sorted(found.get(one.response, ()), key=lambda pair: (-pair[1], pair[0]))))
        for one in made
    ]


def left_by_code(made: Sequence[Disagreement]) -> dict[str, int]:
    """How many of these disagreements are about each code, most first."""
    return dict(Counter(code for one in made for code in one.disputed).most_common())
