"""A question out of the project for other programs, and their projects in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from coding.exchange import QUOTABLE, ExchangeProject, Mark, ProjectRead, Verdict
from coding.rounds.frames import add_codebook
from coding.rounds.judgements import add_codings
from coding.rounds.marks import add_marks
from coding.rounds.personal_data import shown_in
from coding.rounds.questions import ImportReport, ImportRow, add_responses
from core.codebooks import Code, CodingSource
from core.errors import NotFoundError, UsageError, UserError
from core.responses import Respondents
from core.store import Store
from core.store import codings as table
from core.store import responses as response_table
from core.store.marks import TextMark, all_marks


class ReadRow(NamedTuple):
    """A response that a coder of another program has dealt with."""

    response: str
    codes: frozenset[str]
    row: int = 0


def exchange_project(store: Store, question: str, machine: bool = False, redact: bool | None = None) -> ExchangeProject:
    """The question with its newest frame, responses as they may be shown (`redact` as in `personal_data.shown_text`), and people's
    and the adjudicated codings, each over the whole response; the machine's suggestions only where `machine`. Raises
    NotFoundError where there is no code frame."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        frame = table.codebook(connection, found.id)
        if frame is None:
            raise NotFoundError(
                f"The question {found.text!r} has no code frame, and the standard knows no project without codes. "
                "Add one: verbatim codebook add FILE --question ..."
            )
        responses = response_table.responses(connection, found.id)
        shown = shown_in(connection, found.id, responses, redact)
        responses = [replace(r, text=shown[r.id].text) if r.id in shown else r for r in responses]
        known = {code.code for code in frame.codes}
        lengths = {made.id: len(made.text) for made in responses}
        evidence, quotable = _marked(connection, found.id)
        marks = [
            Mark(c.response, c.code, _name(c.coder, c.source), c.source, start, end, c.at)
            for c in table.codings(connection, found.id)
            if c.value and c.code in known and (machine or c.source != "machine")
            for start, end in (c.source == "human" and evidence.get((c.response, c.coder, c.code)))
            or [(0, lengths[c.response])]
        ]
        marks += quotable
        places = {made.id: n for n, made in enumerate(responses)}
        verdicts = [
            Verdict(state.response, _name(state.coder, state.source), _source(state.source), state.state)
            for state in table.states(connection, found.id)
            if state.state in ("coded", "uncodable") and state.source != "machine"
        ]
    verdicts.sort(key=lambda made: (places[made.response], made.source, made.coder))
    return ExchangeProject(found.text, found.respondents, frame.codes, tuple(responses), tuple(marks), tuple(verdicts))


def _marked(
    connection: Connection, question: str
) -> tuple[dict[tuple[str, str, str], list[tuple[int, int]]], list[Mark]]:
    """The words that people marked: evidence by response, coder and code; what may be quoted."""
    evidence: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    quotable: list[Mark] = []
    for response, coder, mark, at in all_marks(connection, question):
        if mark.kind == "quotable":
            quotable.append(Mark(response, QUOTABLE, coder, "human", mark.start, mark.end, at))
        else:
            evidence.setdefault((response, coder, mark.code), []).append((mark.start, mark.end))
    return evidence, quotable


def import_project(
    store: Store, read: ProjectRead, question: str | None = None, respondents: Respondents | None = None
) -> ImportReport:
    """Brings a project of another program in: its responses, its frame (new codes are added to the frame there is; no code is
    changed or taken away) and each coder's codings. `question`: text or id, needed where the file does not hold it.

    Rows of the report: responses, then codes, then `response / coder` for codings. Raises UsageError where the question or
    who answered is not known."""
    text = " ".join((question or read.project.question).split())
    if not text:
        raise UsageError("The file does not say which question was asked: --question TEXT, as the survey asked it.")
    who = respondents or (read.project.respondents if _is_new(store, text) else None)
    notes = list(read.notes)
    problems = list(read.problems)
    if not read.project.responses and _is_new(store, text):
        named = "; ".join(f"{problem.id}: {problem.message}" for problem in problems[:3])
        raise UserError(f"The file holds no response that can be read, and the question is new here. {named}".strip())
    fresh = add_responses(store, text, who, read.project.responses, problems)
    asked = fresh.question
    rows = [*fresh.rows]
    notes += fresh.notes
    if read.project.codes:
        frame = add_missing_codes(store, asked.id, read.project.codes)
        rows += frame.rows
        notes += frame.notes
    for coder, made in coded_rows(read).items():
        report = add_codings(store, asked.id, coder, made)
        rows += [replace(row, id=f"{row.id} / {coder}") for row in report.rows]
        notes += report.notes
    notes += _add_marks(store, asked.id, read)
    rows += _add_apart(store, asked.id, read)
    machine = sum(mark.source == "machine" for mark in read.project.marks)
    if machine:
        notes.append(f"{machine} machine suggestions were left out: they are made anew with `verbatim code`.")
    return ImportReport(asked, tuple(rows), tuple(dict.fromkeys(notes)))


def _is_new(store: Store, text: str) -> bool:
    with store.read() as connection:
        try:
            response_table.find_question(connection, text)
        except NotFoundError:
            return True
    return False


def add_missing_codes(store: Store, question: str, codes: Sequence[Code]) -> ImportReport:
    """The codes that the question's frame does not have yet, added at its end; those it has stay as they are."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        frame = table.codebook(connection, found.id)
    if frame is None:
        return add_codebook(store, question, codes)[1]
    known = {code.code for code in frame.codes}
    more = [code for code in codes if code.code not in known]
    kept = [ImportRow(None, code.code, "unchanged") for code in codes if code.code in known]
    if not more:
        return ImportReport(found, tuple(kept))
    _, report = add_codebook(store, question, [*frame.codes, *more])
    fresh = {code.code for code in more}
    return replace(report, rows=(*kept, *(row for row in report.rows if row.id in fresh)))


def coded_rows(read: ProjectRead) -> dict[str, list[ReadRow]]:
    """What each person coded, by response: the codes that apply, none where they decided that none does."""
    marks: dict[tuple[str, str], set[str]] = {}
    for verdict in read.project.verdicts:
        if verdict.source == "human" and verdict.state == "coded":
            marks.setdefault((verdict.coder, verdict.response), set())
    for mark in read.project.marks:
        if mark.source == "human" and mark.code != QUOTABLE:
            marks.setdefault((mark.coder, mark.response), set()).add(mark.code)
    found: dict[str, list[ReadRow]] = {}
    for (coder, response), codes in marks.items():
        found.setdefault(coder, []).append(ReadRow(response, frozenset(codes)))
    return found


def _add_marks(store: Store, question: str, read: ProjectRead) -> list[str]:
    """The words that people marked, with the codes that they stand for: evidence where the code applies."""
    texts = {made.id: made.text for made in read.project.responses}
    found: dict[str, dict[str, list[TextMark]]] = {}
    for mark in read.project.marks:
        whole = (mark.start, mark.end) == (0, len(texts.get(mark.response, "")))
        if mark.source != "human" or mark.start >= mark.end or (whole and mark.code != QUOTABLE):
            continue
        made = TextMark(mark.start, mark.end, "quotable" if mark.code == QUOTABLE else "evidence", mark.code)
        found.setdefault(mark.coder, {}).setdefault(mark.response, []).append(made)
    return [note for coder, made in found.items() if (note := add_marks(store, question, coder, made, texts))]


def _add_apart(store: Store, question: str, read: ProjectRead) -> list[ImportRow]:
    """The adjudicated codings, and what people found uncodable: facts of their own beside the codings."""
    agreed: dict[str, set[str]] = {v.response: set() for v in read.project.verdicts if v.source == "adjudicated"}
    for mark in read.project.marks:
        if mark.source == "adjudicated":
            agreed.setdefault(mark.response, set()).add(mark.code)
    uncodable = [v for v in read.project.verdicts if v.state == "uncodable"]
    if not agreed and not uncodable:
        return []
    rows: list[ImportRow] = []
    with store.action("import adjudicated codings", question) as action:
        connection = action.connection
        frame = table.codebook(connection, question)
        texts = response_table.response_states(connection, question)
        old: dict[str, set[str]] = {}
        states = {(s.response, s.coder, s.source): s.state for s in table.states(connection, question)}
        for response, code, _, _, value in table.judgements(connection, question, source="adjudicated"):
            old.setdefault(response, set()).update({code} if value else ())
        codes = [code.code for code in frame.codes] if frame else []
        put: list[table.StateRow] = []
        made: list[table.Judgement] = []
        undecided = {v.response for v in uncodable if v.source == "adjudicated"}
        for response, applies in agreed.items():
            if texts.get(response) != "uncoded":
                continue
            state = "uncodable" if response in undecided else "coded"
            known = states.get((response, "adjudicated", "adjudicated"))
            same = known == state and old.get(response, set()) == applies
            status = "unchanged" if same else "updated" if known else "added"
            rows.append(ImportRow(None, f"{response} / adjudicated", status))
            if not same:
                put.append(table.StateRow(response, "adjudicated", "adjudicated", state))
                if state == "coded":
                    made += [
                        table.Judgement(response, code, "adjudicated", "adjudicated", code in applies) for code in codes
                    ]
        for verdict in uncodable:
            if verdict.source != "human" or texts.get(verdict.response) != "uncoded":
                continue
            known = states.get((verdict.response, verdict.coder, "human"))
            rows.append(
                ImportRow(None, f"{verdict.response} / {verdict.coder}", "unchanged" if known else "added", None, "")
            )
            if not known:
                table.ensure_coder(connection, question, verdict.coder)
                put.append(table.StateRow(verdict.response, verdict.coder, "human", "uncodable"))
        table.put_states(connection, question, put)
        table.put_codings(connection, question, made, frame.version if frame else 1)
        action.after = {"adjudicated": len(agreed), "uncodable": len(uncodable)}
        action.silent = not put
    return rows


def _name(coder: str, source: str) -> str:
    return coder if source == "human" else source


def _source(written: str) -> CodingSource:
    return "adjudicated" if written == "adjudicated" else "machine" if written == "machine" else "human"
