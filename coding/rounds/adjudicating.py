"""Adjudication: decisions with their reasons, what both said adopted in bulk, borderline examples.

The agreed coding is a fact of its own beside the coders' (source `adjudicated`): nobody's coding is changed. Decisions are
kept when they are replaced or taken back. `disagreements` says what there is to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection

from coding.adjudication import agreed, disputed, double_coded
from coding.judgements import UNCODABLE, Judgements
from coding.rounds.allocation import waiting_for
from coding.rounds.blind import disclose
from coding.rounds.disagreements import frame_and_matrices, settled_rows
from coding.rounds.frames import add_codebook
from coding.rounds.matrices import ADJUDICATED, Matrices
from coding.rounds.questions import ImportReport, ImportRow, in_file_order
from core.codebooks import Codebook
from core.errors import NotFoundError, Problem, UsageError
from core.store import Store
from core.store import allocation as table
from core.store import codings as coding_table
from core.store import responses as response_table

MAX_REASON = 4_000
CODED_STATES = ("coded", "uncodable")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for a response. `state`: coded (no codes: nothing fits) or uncodable. `took`: the coder whose coding
    was taken, if one's was."""

    response: str
    codes: frozenset[str] = frozenset()
    reason: str = ""
    state: str = "coded"
    took: str | None = None
    row: int = 0


def adopt_agreed(store: Store, question: str) -> int:
    """Makes what all coders of a response said the agreed coding, wherever two or more are of one mind, nobody is still to
    code it and nothing is decided; how many responses."""
    with store.action("adopt agreed codings", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id
        matrices, frame = frame_and_matrices(connection, found.id)
        n = len(matrices.responses)
        free = double_coded(matrices.coders, n) & ~disputed(matrices.coders, n, len(frame.codes)).any(axis=1)
        free &= ~settled_rows(connection, matrices)
        waiting = waiting_for(connection, found.id)
        names = [code.code for code in frame.codes]
        rows = []
        for row in (int(row) for row in np.flatnonzero(free)):
            response = matrices.responses[row]
            if response.id in waiting:
                continue
            uncodable, columns = _of_one_mind(matrices.coders, row)
            rows.append(
                table.DecisionRow(
                    response.id, 0, "agreed", "uncodable" if uncodable else "coded", tuple(names[at] for at in columns),
                    None, "", store.who, "",
                )
            )  # fmt: skip
        _put(connection, found.id, frame, rows, store.who, matrices)
        action.after = {"responses": len(rows)}
        action.silent = not rows
    return len(rows)


def _of_one_mind(coders: Sequence[Judgements], row: int) -> tuple[bool, tuple[int, ...]]:
    """What they agree on; a code that only some could judge (it was new) is given where one of them gives it."""
    try:
        return agreed(coders, row)
    except ValueError:
        given = np.any([made.values[row] == 1 for made in coders if made.dealt_with[row]], axis=0)
        return False, tuple(np.flatnonzero(given).tolist())


def decide(
    store: Store, question: str, decisions: Sequence[Decision], problems: Sequence[Problem] = ()
) -> ImportReport:
    """Records decisions: `added`, `updated` where another one stood, `unchanged`, or refused (`unknown_response`,
    `unknown_code`, `blank_response`, `not_coded`: nobody has coded it). The coders' codings stay as they are."""
    with store.action("adjudicate", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id if len(decisions) != 1 else f"{found.id}/{decisions[0].response}"
        matrices, frame = frame_and_matrices(connection, found.id)
        known = {row.response: row for row in table.decisions(connection, found.id)}
        index = matrices.index
        names = [code.code for code in frame.codes]
        report: list[ImportRow] = []
        rows: dict[str, table.DecisionRow] = {}
        before: dict[str, list[str] | str] = {}
        for one in decisions:
            wrong = _wrong(one, matrices, index, names)
            if wrong is not None:
                report.append(ImportRow(one.row or None, one.response, "refused", *wrong))
                continue
            codes = tuple(name for name in names if name in one.codes and one.state == "coded")
            was = _standing_codes(matrices, index[one.response], names)
            old = known.get(one.response)
            reason = one.reason.strip()[:MAX_REASON]
            same = was == (one.state, codes) and (old is None or old.reason == reason or not reason)
            status = "added" if was is None else "unchanged" if same else "updated"
            report.append(ImportRow(one.row or None, one.response, status))
            if status == "unchanged":
                continue
            if was is not None:
                before[one.response] = list(was[1]) if was[0] == "coded" else was[0]
            took = one.took or _taken(matrices, index[one.response], names, one.state, codes)
            rows[one.response] = table.DecisionRow(
                one.response, 0, "chosen", one.state, codes, took, reason, store.who, ""
            )
        _put(connection, found.id, frame, list(rows.values()), store.who, matrices)
        disclose(connection, found.id, rows)
        action.before = {"codes": before} if before else None
        action.after = {
            "codes": {row.response: list(row.codes) if row.state == "coded" else row.state for row in rows.values()},
            "with_reason": sum(bool(row.reason) for row in rows.values()),
        }
        action.silent = not rows
    return ImportReport(found, in_file_order(report, problems))


def _wrong(one: Decision, matrices: Matrices, index: Mapping[str, int], names: Sequence[str]) -> tuple[str, str] | None:
    row = index.get(one.response)
    if row is None:
        return "unknown_response", "The question has no response with this id."
    state = matrices.responses[row].state
    if state != "uncoded":
        return "blank_response", f"The response is {state.replace('_', ' ')}; there is nothing to decide."
    if one.state not in CODED_STATES:
        return "bad_value", f"A decision is coded or uncodable, not {one.state!r}."
    unknown = sorted(one.codes.difference(names))
    if unknown:
        return "unknown_code", f"{unknown[0]!r} is no code of the frame; the decision was not taken."
    if not any(made.dealt_with[row] for made in matrices.coders):
        return "not_coded", "Nobody has coded this response yet; there is nothing to decide between."
    return None


def _standing_codes(matrices: Matrices, row: int, names: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """What stands decided, None where nothing does."""
    made = matrices.adjudicated
    if made is None or not made.dealt_with[row]:
        return None
    if made.states[row] == UNCODABLE:
        return "uncodable", ()
    return "coded", tuple(name for at, name in enumerate(names) if made.values[row, at] == 1)


def _taken(matrices: Matrices, row: int, names: Sequence[str], state: str, codes: tuple[str, ...]) -> str | None:
    """The coder who had said just this, where only one had."""
    same = []
    for made in matrices.coders:
        if made.dealt_with[row]:
            said = tuple(name for at, name in enumerate(names) if made.values[row, at] == 1)
            if (made.states[row] == UNCODABLE) == (state == "uncodable") and (state == "uncodable" or said == codes):
                same.append(made.coder)
    return same[0] if len(same) == 1 else None


def _put(
    connection: Connection,
    question: str,
    frame: Codebook,
    rows: Sequence[table.DecisionRow],
    who: str,
    matrices: Matrices,
) -> None:
    if not rows:
        return
    drawn = {
        member for sample in coding_table.samples(connection, question) if sample.design == "random" for member in sample.members
    }  # fmt: skip
    names = [code.code for code in frame.codes]
    states, codings = [], []
    for row in rows:
        design = "random" if row.response in drawn else None
        states.append(coding_table.StateRow(row.response, ADJUDICATED, ADJUDICATED, row.state, design))
        codings += [
            coding_table.Judgement(row.response, name, ADJUDICATED, ADJUDICATED, name in row.codes, design) for name in names
        ]  # fmt: skip
    coding_table.put_states(connection, question, states)
    coding_table.put_codings(connection, question, codings, frame.version)
    table.put_decisions(connection, question, rows, who)


def reopen(store: Store, question: str, response: str) -> None:
    """Takes the decision on a response back, so that it is in the queue again; the decision stays on the record. Raises
    NotFoundError where none stands."""
    with store.action("reopen adjudication", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = f"{found.id}/{response}"
        matrices, frame = frame_and_matrices(connection, found.id)
        row = matrices.index.get(response)
        was = None if row is None else _standing_codes(matrices, row, [code.code for code in frame.codes])
        if was is None:
            raise NotFoundError(f"No decision stands on the response {response!r}.")
        action.before = {"state": was[0], "codes": list(was[1])}
        coding_table.drop_judgements(connection, found.id, response, ADJUDICATED, ADJUDICATED)
        table.end_decisions(connection, found.id, [response], store.who)


def save_example(store: Store, question: str, code: str, response: str) -> Codebook:
    """Adds the response's words to the code's borderline examples, as a new version of the frame; the same words twice change
    nothing. Raises NotFoundError (no such code or response), UsageError (the response is blank)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        frame = coding_table.codebook(connection, found.id)
        named = response_table.responses_of(connection, found.id, [response])
    if frame is None or code not in {known.code for known in frame.codes}:
        raise NotFoundError(f"{code!r} is no code of the frame. Choose one of its codes.")
    if not named:
        raise NotFoundError(f"The question has no response {response!r}.")
    text = " ".join(named[0].text.split())
    if not text:
        raise UsageError("The response is blank: it is no example of anything.")
    codes = [
        replace(known, borderline="\n".join(filter(None, [known.borderline, text])))
        if known.code == code and text not in known.borderline.split("\n")
        else known
        for known in frame.codes
    ]
    return add_codebook(store, found.id, codes)[0]
