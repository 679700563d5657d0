"""Coding sheets for a spreadsheet program: what goes out to a coder, and what comes back, checked against the project."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from coding.allocation import spelled
from coding.rounds.allocation import allocated_in, people
from coding.rounds.blind import FRAME_NEEDED, merged_into
from coding.rounds.judgements import add_codings
from coding.rounds.questions import ImportReport, ImportRow, in_file_order
from core.codebooks import Code, Codebook
from core.errors import NotFoundError, Problem, UsageError, UserError
from core.responses import Question, Response
from core.store import Store
from core.store import codings as table
from core.store import responses as response_table

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how workbooks write what XML cannot hold (ECMA-376-1, 22.9.2.19)
INVISIBLE = re.compile(r"[\x00-\x20\x7f\ufeff\ufffd\ufffe\uffff\s]+")
CUT_AT = 32_000  # a cell holds 32,767 characters


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A response of a coding sheet. `codes`: what this coder has said so far, None where nothing."""

    response: str
    text: str
    attributes: tuple[str, ...]
    codes: tuple[str, ...] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CodingSheet:
    """What one coder gets: their responses, the frame, and what tells on return what the sheet was."""

    question: Question
    coder: str
    version: int
    codes: tuple[Code, ...]
    attributes: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    @property
    def checksum(self) -> str:
        return checksum(row.response for row in self.rows)


class ReturnedRow(Protocol):
    """A row of a returned sheet: what the coder wrote. `codes` None: nothing, not even that no code fits."""

    @property
    def number(self) -> int: ...
    @property
    def response(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def codes(self) -> frozenset[str] | None: ...
    @property
    def note(self) -> str: ...
    @property
    def problem(self) -> Problem | None: ...


class Returned(Protocol):
    """A returned sheet with what was hidden in it."""

    @property
    def name(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def question_text(self) -> str: ...
    @property
    def coder(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def checksum(self) -> str: ...
    @property
    def ids(self) -> tuple[str, ...]: ...
    @property
    def first_row(self) -> int: ...
    @property
    def codes(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> Sequence[ReturnedRow]: ...


def checksum(ids: Iterable[str]) -> str:
    """Of the responses of a sheet, in order."""
    return hashlib.sha256("\x1f".join(ids).encode("utf-8", "surrogatepass")).hexdigest()


def coding_sheet(store: Store, question: str, coder: str, *, everything: bool = False) -> CodingSheet:
    """The responses that are this coder's to code (under no plan, or where `everything` is asked for: all that were answered),
    with what they have said of them so far; nothing that others said. Raises NotFoundError (no frame, nothing to code)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        frame = table.codebook(connection, found.id)
        if frame is None:
            raise NotFoundError(FRAME_NEEDED)
        name = spelled(coder, people(connection, found.id))
        if not name or name in ("machine", "adjudicated"):
            raise UsageError("Name the coder: --coder NAME.")
        mine = None if everything else allocated_in(connection, found.id, name)
        wanted = None if mine is None else set(mine)
        made = [
            one for one in response_table.responses(connection, found.id)
            if one.state == "uncoded" and (wanted is None or one.id in wanted)
        ]  # fmt: skip
        attributes = response_table.attribute_names(connection, found.id)
        states = {row.response: row for row in table.states(connection, found.id, coder=name) if row.source == "human"}
        codes: dict[str, set[str]] = {}
        for row in table.codings(connection, found.id, source="human", coder=name):
            if row.value:
                codes.setdefault(row.response, set()).add(row.code)
    if not made:
        raise NotFoundError(
            f"There is nothing for {name} to code: no answered response is theirs. See: verbatim allocate --question ..."
        )
    return CodingSheet(
        found, name, frame.version, frame.codes, attributes,
        tuple(_row(one, attributes, frame, states.get(one.id), codes.get(one.id, set())) for one in made),
    )  # fmt: skip


def _row(
    made: Response, attributes: Sequence[str], frame: Codebook, state: table.StateRow | None, codes: set[str]
) -> SheetRow:
    said = None
    if state is not None and (state.state == "coded" or (state.state == "open" and codes)):
        said = tuple(code.code for code in frame.codes if code.code in codes)
    values = tuple(made.attributes.get(name, "") for name in attributes)
    return SheetRow(made.id, made.text, values, said, state.note if state else "")


class _Coded(NamedTuple):
    response: str
    codes: frozenset[str]
    row: int


def add_sheet(store: Store, sheet: Returned, question: str | None = None, coder: str | None = None) -> ImportReport:
    """Stores what the coder wrote in a returned sheet, as `add_codings` does. Rows are refused by number: `changed_text`,
    `unknown_response` (a row that was not in the sheet), `duplicate_response` (the same response with other codes),
    `missing_row`, `unknown_code` (no longer in the frame), `contradiction`. Rows without an entry are `skipped`.

    Raises UserError where the sheet is another question's or another coder's, or what is hidden in it was changed."""
    with store.read() as connection:
        found = response_table.find_question(connection, question or sheet.question)
        frame = table.codebook(connection, found.id)
        texts = {made.id: made.text for made in response_table.responses(connection, found.id)}
        names = people(connection, found.id)
        now = merged_into(connection, found.id, sheet.version)
    if frame is None:
        raise NotFoundError(FRAME_NEEDED)
    _check_whole(sheet, found, frame, coder, names)
    standing = {code.code for code in frame.codes}
    known = {code: now.get(code, code) for code in sheet.codes if now.get(code, code) in standing}
    rows, problems, skipped, notes = _checked(sheet, texts, known, frame.version)
    report = add_codings(
        store, found.id, spelled(sheet.coder, names), rows, None, problems,
        offered=set(known.values()), notes=notes,
    )  # fmt: skip
    return replace(
        report,
        rows=in_file_order([*report.rows, *skipped], []),
        notes=(*_about_frame(sheet, frame, now), *report.notes),
    )


def _check_whole(sheet: Returned, found: Question, frame: Codebook, coder: str | None, names: Sequence[str]) -> None:
    if sheet.question != found.id:
        raise UserError(
            f"{sheet.name} is a coding sheet of another question: {sheet.question_text!r}. Nothing was taken. "
            f"Add it to that one: --question {sheet.question}"
        )
    if coder is not None and spelled(coder, names) != spelled(sheet.coder, names):
        raise UserError(
            f"{sheet.name} was made for {sheet.coder}, not {coder}. Nothing was taken. Leave --coder out, or make a sheet for "
            f"{coder}: verbatim codings sheet --question ... --coder NAME --out FILE.xlsx"
        )
    if checksum(sheet.ids) != sheet.checksum:
        raise UserError(
            f"{sheet.name}: the hidden list of its responses was changed, so that nobody can tell what is missing. Make the "
            "sheet again and copy the codes over: verbatim codings sheet --question ..."
        )
    if sheet.version > frame.version:
        raise UserError(
            f"{sheet.name} was made with version {sheet.version} of the code frame; this project has version {frame.version}. "
            "It comes from another copy of the project: add it there."
        )


def _checked(
    sheet: Returned, texts: Mapping[str, str], known: Mapping[str, str], version: int
) -> tuple[list[_Coded], list[Problem], list[ImportRow], dict[str, str]]:
    sent = set(sheet.ids)
    times = Counter(row.response for row in sheet.rows)
    first: dict[str, ReturnedRow] = {}
    for row in sheet.rows:
        first.setdefault(row.response, row)
    differing = {row.response for row in sheet.rows if (row.codes, row.note) != (first[row.response].codes, first[row.response].note)}  # fmt: skip
    rows: list[_Coded] = []
    problems: list[Problem] = []
    skipped: list[ImportRow] = []
    notes: dict[str, str] = {}
    for row in sheet.rows:
        problem = row.problem or _row_problem(row, first[row.response], times, differing, sent, texts, known, version)
        if problem is not None:
            problems.append(problem)
        elif row.codes is None:
            message = (
                "There is a note and no code; write x under 'No code fits' if that is so."
                if row.note
                else "Not coded yet."
            )
            skipped.append(ImportRow(row.number, row.response, "skipped", None, message))
        else:
            rows.append(_Coded(row.response, frozenset(known[code] for code in row.codes), row.number))
            if row.note:
                notes[row.response] = row.note
    for at, name in enumerate(sheet.ids):
        if name not in times:
            message = f"Its row, {sheet.first_row + at} of the sheet as it was sent, is missing."
            problems.append(Problem(sheet.first_row + at, name, "missing_row", message))
    return rows, problems, skipped, notes


def _row_problem(
    row: ReturnedRow, first: ReturnedRow, times: Mapping[str, int], differing: set[str], sent: set[str],
    texts: Mapping[str, str], known: Mapping[str, str], version: int,
) -> Problem | None:  # fmt: skip
    name = row.response
    if not name:
        return Problem(row.number, None, "missing_id", "The row has no response id.")
    if name not in sent or name not in texts:
        return Problem(row.number, name, "unknown_response", "The sheet as it was sent has no such response.")
    if not same_text(row.text, texts[name]):
        message = "The text differs from the response's. Which one was coded cannot be told; the row was not taken."
        return Problem(row.number, name, "changed_text", message)
    if times[name] > 1 and name in differing:
        message = f"The response stands in {times[name]} rows with different entries; none was taken. Keep one of them."
        return Problem(row.number, name, "duplicate_response", message)
    if row is not first:
        return Problem(row.number, name, "duplicate_response", f"Row {first.number} is the same; that one was taken.")
    gone = sorted((row.codes or frozenset()) - known.keys())
    if gone:
        message = (
            f"{gone[0]!r} is no longer in the code frame (version {version}); the row was not taken. Code it again."
        )
        return Problem(row.number, name, "unknown_code", message)
    return None


def same_text(cell: str, text: str) -> bool:
    """Whether a cell holds the response's words: white space, characters that no cell can hold and how workbooks escape them
    apart; a text that was too long for a cell may be cut."""
    left, right = _bare(cell), _bare(text)
    return left == right or (len(cell) >= CUT_AT and len(left) > 1 and right.startswith(left[:-1]))


def _bare(text: str) -> str:
    unescaped = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    while unescaped != text:
        text, unescaped = unescaped, ESCAPED.sub(lambda found: chr(int(found[1], 16)), unescaped)
    bare = INVISIBLE.sub("", unescaped)
    return bare[1:] if bare.startswith("'") else bare


def _about_frame(sheet: Returned, frame: Codebook, now: Mapping[str, str]) -> tuple[str, ...]:
    if sheet.version == frame.version:
        return ()
    names = [code.code for code in frame.codes]
    gone = [code for code in sheet.codes if now.get(code, code) not in names]
    fresh = [code for code in names if code not in {now.get(known, known) for known in sheet.codes}]
    merged = [f"{code} is now {now[code]}" for code in sheet.codes if now.get(code) in names]
    said = f"The sheet was made with version {sheet.version} of the code frame; the newest is {frame.version}."
    if merged:
        said += f" Merged since: {', '.join(merged)}."
    if gone:
        said += f" No longer in it: {', '.join(gone)}."
    if fresh:
        said += f" New since, and so not judged on these responses: {', '.join(fresh)}."
    return (said,)
