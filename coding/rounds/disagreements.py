"""What there is to adjudicate: responses that coders coded differently, how many are left, what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from coding.adjudication import parting
from coding.rounds.allocation import waiting_for
from coding.rounds.matrices import ADJUDICATED
from coding.rounds.parted import Parted, judged_on, parted
from coding.rounds.results import show
from core.errors import NotFoundError
from core.responses import Response
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
        made = _open(connection, found.id, code, limit)
        if machine and made:
            made = _with_machine(connection, found.id, made)
    show(store, found.id, {one.response for one in made})
    return made


def standing(store: Store, question: str) -> Standing:
    """How many are left, by code; shows nobody's codings."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        overview = parted(connection, found.id)
        waiting = waiting_for(connection, found.id)
    doubled = overview.doubled()
    left = [name for name in doubled if overview.differs(name) and name not in overview.settled]
    about = Counter(code for name in left for code in overview.disputed.get(name, ()))
    return Standing(
        len(doubled), sum(not overview.differs(name) and name not in overview.settled for name in doubled), len(left),
        sum(name in overview.settled for name in doubled), len(overview.settled), sum(name in waiting for name in left),
        {code: about[code] for code in overview.codes if about[code]},
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


def _open(connection: Connection, question: str, code: str | None, limit: int | None) -> list[Disagreement]:
    overview = parted(connection, question)
    if code is not None and code not in overview.codes:
        raise NotFoundError(f"{code!r} is no code of the frame. Its codes are: {', '.join(overview.codes)}")
    waiting = waiting_for(connection, question)
    order = [
        name for name in response_table.response_states(connection, question)
        if name not in overview.settled
        and (overview.differs(name) if code is None else code in overview.disputed.get(name, ()))
    ]  # fmt: skip
    names = sorted(order, key=lambda name: name in waiting)[:limit]
    judged = judged_on(connection, question, names, overview.codes)
    remarks = {(row.response, row.coder): row for row in table.changes(connection, question) if row.note or row.flagged}
    people = [coder.name for coder in coding_table.coders(connection, question)]
    texts = {made.id: made for made in response_table.responses_of(connection, question, names)}
    return [
        _disagreement(texts[name], overview, judged.get(name, {}), people, remarks, waiting.get(name, ()))
        for name in names
    ]


def _disagreement(
    response: Response, overview: Parted, judged: Mapping[str, Mapping[str, bool]], people: Sequence[str],
    remarks: Mapping[tuple[str, str], table.ChangeRow], waiting: tuple[str, ...],
) -> Disagreement:  # fmt: skip
    dealt = overview.dealt[response.id]
    said = []
    for coder in sorted(dealt, key=lambda name: people.index(name) if name in people else len(people)):
        remark = remarks.get((response.id, coder))
        mine = judged.get(coder, {}) if dealt[coder] == "coded" else {}
        codes = tuple(code for code in overview.codes if mine.get(code))
        said.append(
            Said(coder, dealt[coder], codes, remark.note if remark else "", remark.flagged if remark else False)
        )
    made = parting(
        overview.codes, {coder: judged.get(coder, {}) for coder, state in dealt.items() if state == "coded"},
        [coder for coder, state in dealt.items() if state == "uncodable"],
    )  # fmt: skip
    return Disagreement(
        response.id, response.text, response.attributes, tuple(said), made.agreed, made.disputed, made.uncodable, (), waiting
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
