"""CSV, XLSX, ODS and SPSS files as rows of strings, with row numbers as a spreadsheet shows them.

What a spreadsheet program saves is what comes in: any usual encoding, comma, semicolon, tab or bar as the delimiter,
quotes, line breaks inside a cell, numbers stored as floats. `workbooks`, `opendocument` and `spss` read their own
formats.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from core.errors import Problem, RefusedFile, UserError
from core.text import plain
from ingest.tables.encodings import mend
from ingest.tables.headers import LOOKED_AT, header_of

MAX_BYTES = 512 * 1024 * 1024
MAX_UNZIPPED_BYTES = 1024 * 1024 * 1024
MAX_ROWS = 1_048_576  # what one spreadsheet sheet can hold
MAX_COLUMNS = 2_000
MAX_CELL_CHARACTERS = 1_000_000
DELIMITERS = (",", ";", "\t", "|")
SNIFFED_RECORDS = 60
INVISIBLE = "\ufeff\u200b\u2060"
BLANK = INVISIBLE + " \t\r\n\xa0"
SPSS_HEADERS = (b"$FL2", b"$FL3")
KINDS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a Word document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Row(NamedTuple):
    """`number` is 1-based and counts the header row, as a spreadsheet does; `cells` are stripped of nothing."""

    number: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """Column names as written (stripped); every row has exactly as many cells as there are columns. `labels`: what each
    column is called at length (SPSS), "" where it has no label; empty where the format has none. `refused`: rows that could
    not be read; `notes`: what was mended on reading."""

    columns: tuple[str, ...]
    rows: list[Row]
    labels: tuple[str, ...] = ()
    refused: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


class Records:
    """The rows of a file as its reader yields them; `labels` and `notes` are complete once all rows are read."""

    def __init__(self, rows: Iterable[tuple[int, Sequence[str]]] = ()) -> None:
        self.rows = rows
        self.labels: tuple[str, ...] = ()
        self.notes: list[str] = []


def read_table(path: Path, header_rows: int | None = None) -> Table:
    """The table in a CSV, TSV, XLSX, ODS or SPSS (.sav, .zsav) file: the first row that is not empty names the columns, with the
    next ones where they go on naming them (`headers`; `header_rows`: how many, as a person says); empty rows are left out. A
    row with more cells than there are columns is refused (`extra_cells`), as nobody can tell which cell belongs where.

    Of a workbook the first visible sheet that holds a table is read; titles and notes above the table (rows with a single
    cell) are left out. Raises RefusedFile (unsupported_type, empty_file, password_required, too_large) and UserError where
    the file is damaged, with the row where it is known, or where every row has too many cells."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise UserError(
            f"{path} cannot be opened ({error.strerror or error}). Check the name and the folder."
        ) from error
    if size == 0:
        raise RefusedFile("empty_file", f"{path} is empty (0 bytes). Export it again.")
    if size > MAX_BYTES:
        raise RefusedFile("too_large", f"{path} is larger than {MAX_BYTES >> 20} MiB. Split it into several files.")
    if head.startswith(OLE_HEADER):
        raise RefusedFile(
            "password_required",
            f"{path} is an old Excel workbook (.xls) or is protected by a password. "
            "Open it in Excel and save it as .xlsx without a password, or as CSV UTF-8.",
        )
    return _table(path, _records_of(path, head), header_rows)


def _records_of(path: Path, head: bytes) -> Records:
    if head.startswith(SPSS_HEADERS):
        from ingest.tables.spss import spss_records

        return spss_records(path)
    if head.startswith(b"PK\x03\x04"):
        if _is_opendocument(path):
            from ingest.tables.opendocument import opendocument_rows

            return Records(opendocument_rows(path))
        from ingest.tables.workbooks import workbook_rows

        return Records(workbook_rows(path))
    if path.suffix.casefold() in (".xlsx", ".xlsm", ".ods", ".sav", ".zsav"):
        kind = {".ods": "OpenDocument spreadsheet", ".sav": "SPSS file", ".zsav": "SPSS file"}
        said = kind.get(path.suffix.casefold(), "Excel workbook")
        raise UserError(f"{path} is not an {said}, although its name says so. Save it again as .xlsx or CSV.")
    for begins, what in KINDS:
        if head.startswith(begins):
            raise RefusedFile("unsupported_type", f"{path} is {what}, not a table. Give a CSV, XLSX, ODS or SPSS file.")
    _refuse_other_kinds(path)
    records = Records()
    records.rows = _delimited(path, records.notes)
    return records


def _refuse_other_kinds(path: Path) -> None:
    """Files that would read as a table of nonsense: web pages that systems call Excel, JSON, pictures and programs."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begins.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head")):
        raise RefusedFile(
            "unsupported_type",
            f"{path} is a web page or XML, whatever its name says (some systems export them as Excel). Open it in Excel or "
            "LibreOffice and save it as .xlsx or CSV UTF-8.",
        )
    if begins.startswith((b"[{", b"[\n", b'{"')):
        raise RefusedFile("unsupported_type", f"{path} is JSON, not a table. Export it as CSV, XLSX, ODS or SPSS.")
    wide = b"\0" in head[1::2][:200] or b"\0" in head[0::2][:200]
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if controls > len(head) // 10 and not (wide and head.count(b"\0") > len(head) // 5):
        raise RefusedFile("unsupported_type", f"{path} is not a table. Give a CSV, XLSX, ODS or SPSS file.")


def _is_opendocument(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "content.xml" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _table(path: Path, records: Records, header_rows: int | None = None) -> Table:
    rows: list[Row] = []
    refused: list[Problem] = []
    mended: list[int] = []
    walk = iter(records.rows)
    opening = list(islice((row for row in walk if any(cell.strip(BLANK) for cell in row[1])), LOOKED_AT))
    if not opening:
        raise RefusedFile("empty_file", f"{path} holds no table: every cell is empty.")
    header = header_of(opening, header_rows)
    columns, width = header.columns, len(header.columns)
    if width > MAX_COLUMNS:
        raise RefusedFile("too_large", f"{path} has more than {MAX_COLUMNS} columns.")
    for number, cells in chain(opening[header.used :], walk):
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            refused.append(_extra_cells(number, len(cells), width))
            continue
        if not any(cells) or not any(cell.strip(BLANK) for cell in cells):
            continue
        if len(rows) >= MAX_ROWS:
            raise RefusedFile("too_large", f"{path} has more than {MAX_ROWS} rows. Split it into several files.")
        kept = tuple(cells) if len(cells) == width else (*cells[:width], *[""] * (width - len(cells)))
        if not "".join(kept).isascii():
            whole = tuple([cell if cell.isascii() else mend(cell) for cell in kept])
            if whole != kept:
                kept = whole
                mended.append(number)
        rows.append(Row(number, kept))
    if refused and not rows:
        raise UserError(f"{path}, row {refused[0].row}: {refused[0].message}")
    notes = [*records.notes, *([header.note] if header.note else [])]
    if mended:
        notes.append(
            f"{len(mended)} rows had letters garbled by an earlier program (\u00e2\u20ac\u2122 for \u2019) and were mended, the first of them row "
            f"{mended[0]}."
        )
    return Table(columns, rows, header.labels or records.labels, tuple(refused), tuple(notes))


def _extra_cells(number: int, cells: int, columns: int) -> Problem:
    message = (
        f"{cells} cells, but the header names {columns} columns. Often a cell that holds the delimiter is not in "
        "quotation marks: mend that row, or save the file as .xlsx."
    )
    return Problem(number, None, "extra_cells", message)


# Columns ------------------------------------------------------------------------------------------------------------


def column_index(path: Path, table: Table, name: str) -> int:
    """Where the column called `name` is: the same name, else the only one that is the same but for case, accents and
    spaces, else the only one with this label (SPSS, Qualtrics), else the place that "column D" says. Raises UserError that
    lists the columns there are."""
    exact = [n for n, column in enumerate(table.columns) if column == name]
    found = exact or [n for n, column in enumerate(table.columns) if plain(column).strip() == plain(name).strip()]
    found = found or [
        n for n, label in enumerate(table.labels) if label and plain(label).strip() == plain(name).strip()
    ]
    if not found and (at := _lettered(name)) is not None and at < len(table.columns):
        return at
    if len(found) == 1:
        return found[0]
    listed = ", ".join(repr(column) for column in table.columns if column)
    if found:
        places = " or ".join(f"'column {column_letters(n)}'" for n in found[:6])
        raise UserError(
            f"{path} has {len(found)} columns called {name!r}. Say which by its letter, {places}, or rename them. Its columns are: {listed}"
        )
    raise UserError(f"{path} has no column {name!r}. Its columns are: {listed}")


def column_letters(at: int) -> str:
    """The letters over the column at this 0-based place in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _lettered(name: str) -> int | None:
    match = re.fullmatch(r"column ([A-Za-z]{1,3})", name.strip(), re.IGNORECASE)
    if match is None:
        return None
    at = 0
    for letter in match[1].upper():
        at = at * 26 + ord(letter) - 64
    return at - 1


def first_column(table: Table, names: Sequence[str]) -> int | None:
    """The first of `names` that is a column (case and spaces apart), or None."""
    known = {plain(column).strip().replace(" ", "_"): n for n, column in reversed(list(enumerate(table.columns)))}
    return next((known[name] for name in names if name in known), None)


# Delimited text -----------------------------------------------------------------------------------------------------


def decoded(data: bytes) -> str:
    """`decoded_with` without the name of the encoding."""
    return decoded_with(data)[0]


def decoded_with(data: bytes) -> tuple[str, str | None]:
    """Text of a file whose encoding nobody states: byte-order mark, else UTF-16 by its zero bytes, else UTF-8 where the
    bytes are valid UTF-8, else Windows-1252 (its five unused bytes as ISO 8859-1). Second: the encoding's name
    where it was a guess, else None."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")):
        if data.startswith(mark):
            return data.decode(name, "replace"), None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), None
    head = data[:4096]
    if len(head) > 3 and head[1::2].count(0) > len(head) // 5:
        return data.decode("utf-16-le", "replace"), "UTF-16"
    if len(head) > 3 and head[0::2].count(0) > len(head) // 5:
        return data.decode("utf-16-be", "replace"), "UTF-16"
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "ISO 8859-1"


def _delimited(path: Path, notes: list[str]) -> Iterator[tuple[int, Sequence[str]]]:
    text, guessed = decoded_with(path.read_bytes())
    if guessed is not None:
        notes.append(
            f"The file is not UTF-8; it was read as {guessed}. Look at letters with accents, quotes and £ signs."
        )
    first, _, rest = text.partition("\n")
    declared = first.strip().casefold()
    skipped = 0
    if declared.startswith("sep=") and len(declared) <= 5:  # a line that Excel reads and writes
        delimiter = first.strip()[4:] or "\t"
        text, skipped = rest, 1
    else:
        delimiter = _delimiter(text)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        # Strict first: lenient reading takes the rest of the file into one cell where a quotation mark is left open.
        yield from [(n + skipped, row) for n, row in _records(text, delimiter, strict=True)]
    except csv.Error as error:
        reason = str(error)
        if "end of data" in reason or "field larger" in reason:
            raise UserError(
                f"{path}: a quotation mark that opens a cell is never closed, in or after row {_last_good(text, delimiter)}"
                ". Close it, or double the quotation marks inside the cell, or save the file as .xlsx."
            ) from error
        yield from [(n + skipped, row) for n, row in _records(text, delimiter, strict=False)]


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=delimiter, strict=strict)
    return enumerate(reader, start=1)


def _last_good(text: str, delimiter: str) -> int:
    """The row at which strict reading stopped."""
    good = 0
    try:
        for number, _ in _records(text, delimiter, strict=True):
            good = number
    except csv.Error:
        pass
    return good + 1


def _delimiter(text: str) -> str:
    """The delimiter under which the first records agree best on a number of columns above one; a comma where none does."""
    best, best_score = ",", 0.0
    sample = text[:200_000]
    for delimiter in DELIMITERS:
        widths: list[int] = []
        try:
            for _, row in _records(sample, delimiter, strict=False):
                if row:
                    widths.append(len(row))
                if len(widths) >= SNIFFED_RECORDS:
                    break
        except csv.Error:
            continue
        titles = next((n for n, width in enumerate(widths) if width > 1), len(widths))
        below = widths[titles:]  # under titles and notes that stand alone
        if not below or titles > LOOKED_AT - 2:
            continue
        agreeing = sum(width == below[0] for width in below) / len(widths)
        if titles and agreeing < 0.5:
            continue
        score = agreeing + min(below[0], 50) / 1000
        if score > best_score:
            best, best_score = delimiter, score
    return best


def shown(value: object) -> str:
    """A cell as a person reads it: whole floats without ".0", dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
