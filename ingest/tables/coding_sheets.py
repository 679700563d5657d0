"""Coding sheets that came back from a coder (.xlsx, or saved as .ods), with what is hidden in them."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import Problem, RefusedFile, UserError
from core.text import plain
from ingest.tables.codings import NO, YES
from ingest.tables.opendocument import opendocument_sheets
from ingest.tables.reading import BLANK, MAX_ROWS, MAX_UNZIPPED_BYTES, shown

HIDDEN, CODING_TAB = "verbatim", "Coding"
FORMAT = "verbatim coding sheet 1"
NONE_FITS, NOTE = "no code fits", "note"
MARK = b"verbatim coding sheet"


class ReturnedRow(NamedTuple):
    """One row: `codes` None where the coder wrote nothing; `problem` where the entry cannot be read."""

    number: int
    response: str
    text: str
    codes: frozenset[str] | None
    note: str
    problem: Problem | None = None


class ReturnedSheet(NamedTuple):
    """A coding sheet as it came back. ids: the responses that were sent; codes: those that were offered; first_row: row
    number of the first response as it was sent."""

    name: str
    question: str
    question_text: str
    coder: str
    version: int
    checksum: str
    first_row: int
    ids: tuple[str, ...]
    codes: tuple[str, ...]
    rows: tuple[ReturnedRow, ...]


def read_coding_sheet(path: Path) -> ReturnedSheet | None:
    """The coding sheet in a workbook, None where the file is none. Raises UserError where it is one and cannot be read."""
    kind = _kind(path)
    if kind is None:
        return None
    sheets = _ods_sheets(path) if kind == "ods" else _xlsx_sheets(path)
    about = {key: value for _, (key, value, *_) in _padded(sheets.get(HIDDEN, ()))}
    if about.get("format") != FORMAT:
        return None
    if CODING_TAB not in sheets:
        raise UserError(
            f"{path} has no sheet {CODING_TAB!r} any more. Give the sheet its name back, or undo the change."
        )
    hidden = [(key, value) for _, (key, value, *_) in _padded(sheets[HIDDEN])]
    offered = {key.removeprefix("code:"): value for key, value in hidden if key.startswith("code:")}
    version, first = about.get("version", ""), about.get("first_row", "")
    given = about.get("given", "")
    if not (version.isdigit() and first.isdigit() and given.isdigit() and about.get("question") and about.get("coder")):
        raise UserError(
            f"{path}: what tells whose sheet it is was changed. Make the sheet again and copy the codes over."
        )
    rows = tuple(_rows(path, sheets[CODING_TAB], offered, int(given), about.get("layout") == "columns"))
    return ReturnedSheet(
        path.name, about["question"], about.get("question_text", ""), about["coder"], int(version), about.get("checksum", ""),
        int(first), tuple(value for key, value in hidden if key == "id"), tuple(offered), rows,
    )  # fmt: skip


def _kind(path: Path) -> str | None:
    """xlsx or ods where the file is a workbook that bears the mark of a coding sheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED_BYTES:
                return None
            if "xl/workbook.xml" in names:
                return "xlsx" if f'name="{HIDDEN}"'.encode() in archive.read("xl/workbook.xml") else None
            if "content.xml" in names:
                with archive.open("content.xml") as stream:
                    return "ods" if _holds(stream, MARK) else None
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return None
    return None


def _holds(stream: Any, mark: bytes) -> bool:
    tail = b""
    while chunk := stream.read(1 << 20):
        if mark in tail + chunk:
            return True
        tail = chunk[-len(mark) :]
    return False


Rows = Sequence[tuple[int, Sequence[str]]]


def _xlsx_sheets(path: Path) -> dict[str, Rows]:
    import openpyxl

    made: dict[str, Rows] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                for name in (CODING_TAB, HIDDEN):
                    if name in book.sheetnames:
                        book[name].reset_dimensions()
                        rows = [
                            (number, [shown(cell) for cell in cells])
                            for number, cells in enumerate(book[name].iter_rows(values_only=True), start=1)
                        ]
                        if len(rows) > MAX_ROWS:
                            raise RefusedFile("too_large", f"{path} has more than {MAX_ROWS} rows.")
                        made[name] = rows
            finally:
                book.close()
    except UserError:
        raise
    except Exception as error:  # openpyxl and its parsers raise many kinds on damaged workbooks
        raise UserError(
            f"{path} is damaged: Excel's format could not be read ({error.__class__.__name__}). "
            "Open it in Excel and save it again."
        ) from error
    return made


def _ods_sheets(path: Path) -> dict[str, Rows]:
    return {name: rows for name, rows in opendocument_sheets(path) if name in (CODING_TAB, HIDDEN)}


def _padded(rows: Rows) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows:
        if any(cells):
            yield number, [*cells, "", ""]


def _rows(path: Path, rows: Rows, offered: Mapping[str, str], given: int, columns: bool) -> Iterator[ReturnedRow]:
    found = [n for n, (_, cells) in enumerate(rows) if cells and _key(cells[0]) == "response_id"]
    if not found:
        raise UserError(f"{path}: the row of column names, which begins with 'response_id', is gone. Put it back.")
    header = [_key(cell) for cell in rows[found[0]][1]]
    named: dict[str, str] = {}
    for code, name in offered.items():
        named[_key(name)] = code
    for code in offered:
        named.setdefault(_key(code), code)
    text_at, none_at, note_at = _at(path, header, "text"), _at(path, header, NONE_FITS), _at(path, header, NOTE)
    places = range(max(none_at - given, text_at + 1), none_at)
    if columns and [named.get(header[at]) for at in places] != list(offered):
        raise UserError(
            f"{path}: the columns of the codes were renamed or moved. Make the sheet again and copy the codes over."
        )
    for number, cells in rows[found[0] + 1 :]:
        padded = [cell.strip(BLANK) for cell in [*cells, *[""] * (len(header) - len(cells))]]
        if not any(padded):
            continue
        response, note = padded[0], padded[note_at]
        if not response and not padded[text_at] and not any(padded[at] for at in (*places, none_at)):
            continue
        none_fits = padded[none_at]
        codes, problem = (_by_columns if columns else _by_lists)(
            number, response, [(header[at], padded[at]) for at in places], named
        )
        if problem is None and none_fits and none_fits.casefold() not in YES | NO:
            problem = Problem(
                number, response, "bad_value", f"{none_fits!r} under 'No code fits' is neither x nor empty."
            )
        if problem is None and none_fits.casefold() in YES:
            if codes:
                message = "The row has a code and says that no code fits; it was not taken."
                problem = Problem(number, response, "contradiction", message)
            codes = frozenset()
        yield ReturnedRow(number, response, padded[text_at], None if problem else codes, note, problem)


def _by_lists(
    number: int, response: str, cells: Sequence[tuple[str, str]], named: Mapping[str, str]
) -> tuple[frozenset[str] | None, Problem | None]:
    written = [cell for _, cell in cells if cell]
    unknown = [cell for cell in written if _key(cell) not in named]
    if unknown:
        message = f"{unknown[0]!r} is no code of the frame that the sheet came with; the row was not taken."
        return None, Problem(number, response or None, "unknown_code", message)
    return (frozenset(named[_key(cell)] for cell in written) if written else None), None


def _by_columns(
    number: int, response: str, cells: Sequence[tuple[str, str]], named: Mapping[str, str]
) -> tuple[frozenset[str] | None, Problem | None]:
    bad = [cell for _, cell in cells if cell.casefold() not in YES and cell.casefold() not in NO]
    if bad:
        message = f"{bad[0]!r} is neither 1 nor 0; the row was not taken."
        return None, Problem(number, response or None, "bad_value", message)
    if not any(cell for _, cell in cells):
        return None, None
    return frozenset(named[name] for name, cell in cells if cell.casefold() in YES), None


def _at(path: Path, header: Sequence[str], name: str) -> int:
    places = [at for at, known in enumerate(header) if known == name]
    if not places:
        raise UserError(f"{path}: the column {name!r} is gone. Make the sheet again and copy the codes over.")
    return places[0] if name == "text" else places[-1]


def _key(name: str) -> str:
    return " ".join(plain(name).split())
