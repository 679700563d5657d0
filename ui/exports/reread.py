"""The quotes of an exported file, read back: CSV, XLSX, Word tables with their sources, JSON lines. Nothing is trusted.

A file of ours or one that somebody edited: what counts is a column `quote` (or `a.quote`, `b.quote`), with `sha256` or
`document`, `start` and `end` beside it where they are there. Cells are taken as text; no formula is computed.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import RefusedFile, UserError
from ui.exports.delimited import FORMULA_STARTS
from ui.exports.workbook import CELL_LIMIT

if TYPE_CHECKING:
    from index.verify import Quoted

LARGEST = 100_000_000  # bytes of a file; an export of 100,000 rows has some 60 million
LARGEST_UNPACKED = 400_000_000  # bytes of a workbook or of Word's text, unpacked
HIGHEST_RATIO = 200  # unpacked to packed, of an archive over RATIO_FROM bytes; sheets of text stay under 30
RATIO_FROM = 20_000_000
LONGEST_LINE = 10_000_000  # characters of one JSON record
DEEPEST = 12  # records within records of a JSON line
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PARTS = ("quote", "sha256", "document", "start", "end", "title", "path")


@dataclass(frozen=True, slots=True)
class Reread:
    """The quotes of a file in its order, how many of its rows have none, and what could not be read, a sentence each."""

    quotes: tuple[Quoted, ...]
    without: int
    problems: tuple[str, ...] = ()


def reread(path: Path) -> Reread:
    """The quotes of the file. Raises UserError (or RefusedFile) where it cannot be read or has no quotes, with what to do."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise UserError(
            f"{path} cannot be opened ({error.strerror or error}). Check the name and the folder."
        ) from error
    if size > LARGEST:
        raise RefusedFile(
            "too_large", f"{path} has more than {LARGEST // 1_000_000} MB. Split it into several files and verify each."
        )
    if head.startswith(b"PK\x03\x04"):
        made = _archive(path)
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        made = _json_lines(path)
    else:
        made = _table(path, unescaped=False)
    if not made.quotes:
        why = " ".join(made.problems[:1]) or f"Its {made.without} rows hold no quote."
        raise UserError(f"{path}: there is nothing to verify. {why}")
    return made


# Tables ---------------------------------------------------------------------------------------------------------------


def _table(path: Path, *, unescaped: bool) -> Reread:
    from ingest.tables.reading import read_table

    table = read_table(path)
    return from_rows(path, table.columns, ((row.number, row.cells) for row in table.rows), unescaped=unescaped)


def from_rows(
    path: Path, columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, unescaped: bool = False
) -> Reread:
    """The quotes of a table. Raises UserError where no column holds quotes."""
    names = [" ".join(column.split()).casefold() for column in columns]
    known = {name: n for n, name in reversed(list(enumerate(names)))}
    places = [name[: -len("quote")].rstrip(".") for name in known if name == "quote" or name.endswith(".quote")]
    if not places:
        listed = ", ".join(repr(column) for column in columns[:40] if column)
        raise UserError(
            f"{path} has no column named quote, so there is nothing to verify. Give a file that Verbatim exported. "
            f"Its columns are: {listed}"
        )
    places.sort(key=lambda place: known[f"{place}.quote" if place else "quote"])
    quotes: list[Quoted] = []
    problems: list[str] = []
    without = 0
    for number, given in rows:
        cells = [_ESCAPED.sub(_unescape, cell) for cell in given] if unescaped else list(given)
        found = [
            made
            for place in places
            if (made := _quoted(number, place, {part: _cell(cells, known, place, part) for part in _PARTS})) is not None
        ]
        for name, cell in zip(names, cells):
            if cell.startswith("[{") and '"quote"' in cell:
                listed_quotes, problem = _in_cell(number, name, cell)
                found += listed_quotes
                problems += [problem] if problem else []
        quotes += _once(found)
        without += not found
    return Reread(tuple(quotes), without, tuple(problems))


def _cell(cells: Sequence[str], known: Mapping[str, int], place: str, part: str) -> str:
    at = known.get(f"{place}.{part}" if place else part)
    return cells[at] if at is not None and at < len(cells) else ""


def _unescape(match: re.Match[str]) -> str:
    """How a workbook writes characters that XML cannot hold as they are (ECMA-376 part 1, 22.9.2.19, ST_Xstring)."""
    return chr(int(match.group(1), 16))


def _in_cell(number: int, name: str, cell: str) -> tuple[list[Quoted], str]:
    """The quotes of a list of places in one cell ("mentions")."""
    try:
        listed = json.loads(cell)
    except (ValueError, RecursionError):
        why = "is longer than a cell of a workbook holds" if len(cell) >= CELL_LIMIT - 1 else "cannot be read"
        return [], f"Row {number}: the list in the column {name} {why}; what stands in it was not checked."
    return list(_within(listed, number, name, 0)), ""


def _quoted(number: int, place: str, values: Mapping[str, Any]) -> Quoted | None:
    from index.verify import Quoted

    quote = str(values.get("quote") or "")
    if not quote.strip():
        return None
    cut = len(quote) >= CELL_LIMIT - 1 and quote.endswith("…")
    return Quoted(
        number, quote[:-1] if cut else quote, place, _word(values.get("sha256")), _word(values.get("document")),
        _number(values.get("start")), _number(values.get("end")), str(values.get("title") or ""), str(values.get("path") or ""),
        cut, quote[1:] if quote[0] == "'" and quote[1:].startswith(FORMULA_STARTS) else None,
    )  # fmt: skip


def _word(value: Any) -> str | None:
    return str(value).strip().removeprefix("'") or None if value is not None else None


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip().removeprefix("'").replace(",", "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _once(found: Sequence[Quoted]) -> list[Quoted]:
    """Each quote of a row once: the first of a commitment's mentions is the row's own."""
    kept: dict[tuple[Any, ...], Quoted] = {}
    for one in found:
        place = (one.document, one.start, one.end) if one.start is not None else (one.quote.strip(),)
        kept.setdefault(place, one)
    return list(kept.values())


# JSON lines -----------------------------------------------------------------------------------------------------------


def _json_lines(path: Path) -> Reread:
    """The quotes of records, a line each (or of one list of records), wherever in a record they stand."""
    quotes: list[Quoted] = []
    problems: list[str] = []
    without = 0
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if not line.strip():
                continue
            if len(line) > LONGEST_LINE:
                raise RefusedFile(
                    "too_large", f"{path}, line {number}: a record has more than {LONGEST_LINE} characters."
                )
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                problems.append(f"Line {number} is not a JSON record; it was not checked.")
                continue
            for n, one in enumerate(record if isinstance(record, list) else [record]):
                found = _once(list(_within(one, number + n, "", 0)))
                quotes += found
                without += not found
    return Reread(tuple(quotes), without, tuple(problems))


def _within(value: Any, number: int, place: str, depth: int) -> Iterator[Quoted]:
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping):
        if isinstance(value.get("quote"), str):
            made = _quoted(number, place, value)
            if made is not None:  # JSON is no spreadsheet: nothing was put before a formula, nothing cut
                yield replace(made, alternative=None)
        for name, part in value.items():
            if isinstance(part, Mapping | list):
                yield from _within(part, number, f"{place}.{name}" if place else str(name), depth + 1)
    elif isinstance(value, list):
        for n, part in enumerate(value, 1):
            if isinstance(part, Mapping | list):
                yield from _within(part, number, f"{place}.{n}" if place else str(n), depth + 1)


# Archives: workbooks and Word -----------------------------------------------------------------------------------------


def _archive(path: Path) -> Reread:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UserError(f"{path} is damaged. Open it in the program that made it and save it again.") from error
    unpacked, packed = sum(entry.file_size for entry in entries), max(1, path.stat().st_size)
    if unpacked > LARGEST_UNPACKED or (unpacked > RATIO_FROM and unpacked > HIGHEST_RATIO * packed):
        raise RefusedFile(
            "too_large",
            f"{path} holds {unpacked / 1e6:.0f} MB when unpacked, more than an export does. It is not opened.",
        )
    if any(entry.filename == "word/document.xml" for entry in entries):
        return _word_tables(path)
    return _table(path, unescaped=True)


def _word_tables(path: Path) -> Reread:
    from ingest.readers.docx.package import Package, W

    root = Package(path.read_bytes(), path.name).part("word/document.xml")
    for table in root.iter(f"{W}tbl") if root is not None else ():
        rows = [[_text_of(cell, W) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        if rows and {"quote", "start", "end"} <= {name.strip().casefold() for name in rows[0]}:
            return from_rows(path, rows[0], enumerate(rows[1:], 2))
    raise UserError(
        f"{path} has no table of sources (with the columns quote, start and end), so there is nothing to verify. "
        "Give a Word file that Verbatim made, with the sources at its end."
    )


def _text_of(cell: Any, w: str) -> str:
    lines = []
    for paragraph in cell.iter(f"{w}p"):
        parts = []
        for part in paragraph.iter(f"{w}t", f"{w}br", f"{w}cr", f"{w}tab", f"{w}noBreakHyphen"):
            if part.tag == f"{w}t":
                parts.append(part.text or "")
            elif part.tag == f"{w}tab":
                parts.append("\t")
            else:
                parts.append("-" if part.tag == f"{w}noBreakHyphen" else "\n")
        lines.append("".join(parts))
    return "\n".join(lines)
