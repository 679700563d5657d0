"""People's codings into the project and out again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from coding.rounds.questions import ImportReport, ImportRow, in_file_order
from core.codebooks import Coding, CodingSource, Design
from core.documents import content_id
from core.errors import NotFoundError, Problem, UsageError
from core.store import Store
from core.store import codings as table
from core.store import responses as response_table


class CodedRow(Protocol):
    """A response that a coder has dealt with, and the codes that apply."""

    @property
    def response(self) -> str: ...
    @property
    def codes(self) -> frozenset[str]: ...
    @property
    def row(self) -> int: ...


def add_codings(
    store: Store,
    question: str,
    coder: str,
    rows: Sequence[CodedRow],
    design: Design | None = None,
    problems: Sequence[Problem] = (),
    *,
    offered: Collection[str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> ImportReport:
    """Stores one coder's codings: on each response a judgement on every code of the frame (of those `offered`, where the coder
    worked with an older frame: what they said of others stays). `notes`: by response; a note that is not given stays. A response
    that this coder has coded before is `unchanged`, or `updated` where the codes, the note or the design differ. `design` random: the responses are recorded as a
    random sample of those answered (without a seed: it was drawn elsewhere), which is what justifies an interval.

    Blank and unasked responses are `skipped` where no code is given, and refused (`blank_response`) where one is.
    Raises NotFoundError where there is no code frame, UsageError where the coder has no name."""
    name = " ".join(coder.split())
    if not name or name in ("machine", "adjudicated"):
        raise UsageError("Name the coder: --coder NAME ('machine' and 'adjudicated' are taken).")
    with store.action("add codings", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id
        frame = table.codebook(connection, found.id)
        if frame is None:
            raise NotFoundError(
                "The question has no code frame yet. Add it first: verbatim codebook add FILE --question ..."
            )
        states = response_table.response_states(connection, found.id)
        old = _coded(connection, found.id, name)
        had = {s.response: s for s in table.states(connection, found.id, coder=name) if s.source == "human"}
        drawn = {member for sample in table.samples(connection, found.id) for member in sample.members}
        codes = [code.code for code in frame.codes]
        judged = [code for code in codes if offered is None or code in offered]
        said = notes or {}
        made: list[table.Judgement] = []
        dealt_with: list[table.StateRow] = []
        report: list[ImportRow] = []
        before: dict[str, list[str]] = {}
        for row in rows:
            status, code, message = _status(row, states.get(row.response), old.get(row.response), codes, judged)
            before_state = had.get(row.response)
            note = said.get(row.response) or (before_state.note if before_state else "")
            if status == "unchanged" and before_state is not None:
                other_design = design is not None and before_state.design != design
                status = "updated" if other_design or before_state.note != note else "unchanged"
            report.append(ImportRow(row.row or None, row.response, status, code, message))
            if status == "updated":
                before[row.response] = sorted(name for name, value in old[row.response].items() if value)
            if status in ("added", "updated"):
                how = design or ("random" if row.response in drawn else None)
                flagged = before_state.flagged if before_state else False
                dealt_with.append(table.StateRow(row.response, name, "human", "coded", how, note, flagged))
                made += [table.Judgement(row.response, code, name, "human", code in row.codes, how) for code in judged]
                kept = old.get(row.response, {}) if len(judged) < len(codes) else {}
                made += [
                    table.Judgement(row.response, code, name, "human", value, how)
                    for code, value in kept.items() if code not in judged
                ]  # fmt: skip
        if dealt_with:
            table.ensure_coder(connection, found.id, name)
        table.put_states(connection, found.id, dealt_with)
        table.put_codings(connection, found.id, made, frame.version)
        taken = [item.id for item in report if item.status in ("added", "updated", "unchanged") and item.id]
        fresh_sample = design == "random" and _record_sample(store, connection, found.id, taken, states)
        action.before = {"codes": before} if before else None
        action.after = {
            "coder": name,
            "design": design,
            "added": sum(item.status == "added" for item in report),
            "updated": len(before),
        }
        action.silent = not dealt_with and not fresh_sample
    made_rows = in_file_order(report, problems)
    remarks: tuple[str, ...] = ()
    if design == "random" and any(item.status == "refused" for item in made_rows):
        remarks = (
            "Rows of a random sample were refused. Mend and add them again: without them it is not quite random.",
        )
    return ImportReport(found, made_rows, remarks)


def _status(
    row: CodedRow, state: str | None, old: Mapping[str, bool] | None, codes: Sequence[str], judged: Sequence[str]
) -> tuple[str, str | None, str]:
    if state is None:
        return "refused", "unknown_response", "The question has no response with this id."
    unknown = sorted(row.codes.difference(codes))
    if unknown:
        return "refused", "unknown_code", f"{unknown[0]!r} is no code of the frame; the row was not taken."
    if state != "uncoded":
        if row.codes:
            return "refused", "blank_response", f"The response is {state.replace('_', ' ')}; it cannot bear a code."
        return "skipped", None, f"The response is {state.replace('_', ' ')}."
    if old is None:
        return "added", None, ""
    same = all(old.get(code) is (code in row.codes) for code in judged)  # a code new to the frame has no judgement yet
    return ("unchanged" if same else "updated"), None, ""


def _coded(connection: Any, question: str, coder: str) -> dict[str, dict[str, bool]]:
    """This coder's judgements by response that they have finished."""
    made: dict[str, dict[str, bool]] = {
        state.response: {}
        for state in table.states(connection, question, coder=coder)
        if state.source == "human" and state.state == "coded"
    }
    for response, code, who, _source, value in table.judgements(connection, question, source="human"):
        if who == coder and response in made:
            made[response][code] = value
    return made


def _record_sample(store: Store, connection: Any, question: str, taken: Sequence[str], states: dict[str, str]) -> bool:
    """Records the coded responses as a random draw. The same set again is recorded once: it was drawn from those that were
    in then, and does not become a draw from those that have come since."""
    members = tuple(sorted(name for name in set(taken) if states.get(name) == "uncoded"))
    if not members:
        return False
    population = sum(state == "uncoded" for state in states.values())
    sample = content_id("s", question, population, *members)
    if any(tuple(sorted(known.members)) == members for known in table.samples(connection, question)):
        return False
    table.put_sample(connection, question, table.Sample(sample, "random", None, population, members), store.who)
    return True


def codings(store: Store, question: str, source: CodingSource | None = None, coder: str | None = None) -> list[Coding]:
    """Codings in order of response; the machine's are its suggestions only (its negatives are not stored).
    Raises NotFoundError where `coder` has coded nothing."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        made = list(table.codings(connection, found.id, source=source, coder=coder))
        known = [person.name for person in table.coders(connection, found.id)]
    if coder is not None and not made and coder not in known:
        raise NotFoundError(f"{coder!r} has coded nothing here. Coders: {', '.join(known) or 'none yet'}.")
    return made


def coders(store: Store, question: str) -> list[str]:
    """Names of the people who have coded this question, in order of their first coding."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        return [person.name for person in table.coders(connection, found.id)]


def reset_coding(store: Store, question: str, coder: str, response: str) -> None:
    """Takes a coder's judgement on one response back, as if it had never been made; the event keeps what it was."""
    with store.action("reset coding", "") as action:
        found = response_table.find_question(action.connection, question)
        action.object = f"{found.id}/{response}"
        old = _coded(action.connection, found.id, coder).get(response)
        codes = sorted(name for name, value in old.items() if value) if old is not None else []
        action.before = {"coder": coder, "codes": codes} if old is not None else None
        action.silent = old is None
        table.drop_judgements(action.connection, found.id, response, coder, "human")
