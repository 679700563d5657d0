"""OpenDocument spreadsheets (.ods), read as a stream: a file of 100,000 rows stays out of memory.

Source of the names: OpenDocument 1.3, part 3, chapters 9 (tables) and 6.1 (white space in text).
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from core.errors import RefusedFile, UserError
from ingest.tables.reading import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS, MAX_UNZIPPED_BYTES

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MANIFEST_ENCRYPTED = b"encryption-data"


def opendocument_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of the first visible sheet that has a row of two cells, from that row on; where no sheet has one, all rows of
    the first sheet with anything on it. Formulas as their last computed values.

    Raises RefusedFile (too_large, password_required, unsupported_type) and UserError where the file is damaged."""
    with _content(path) as stream:
        yield from _first_table(path, stream)


def opendocument_sheets(path: Path) -> Iterator[tuple[str, list[tuple[int, Sequence[str]]]]]:
    """Every sheet of the file, hidden ones too: its name, and its rows that are not empty. Raises as `opendocument_rows`."""
    with _content(path) as stream:
        rows: list[tuple[int, Sequence[str]]] = []
        number, checked = 0, False
        walk = etree.iterparse(
            stream, events=("start", "end"), tag=[TABLE + "table", TABLE + "table-row"], resolve_entities=False, load_dtd=False,
            no_network=True, huge_tree=False,
        )  # fmt: skip
        for event, element in walk:
            if not checked and element.getroottree().docinfo.doctype:
                raise UserError(
                    f"{path} declares a document type, which no spreadsheet program writes. It was not read."
                )
            checked = True
            if element.tag == TABLE + "table":
                if event == "start":
                    number, rows = 0, []
                else:
                    yield element.get(TABLE + "name", ""), rows
                    _forget(element)
            elif event == "end":
                times = _count(element.get(TABLE + "number-rows-repeated"))
                cells = _cells(path, number + 1, element)
                _forget(element)
                if any(cells):
                    if number + times > MAX_ROWS:
                        raise RefusedFile(
                            "too_large", f"{path} has more than {MAX_ROWS} rows. Split it into several files."
                        )
                    rows += [(number + n, cells) for n in range(1, times + 1)]
                number += times


@contextlib.contextmanager
def _content(path: Path) -> Iterator[Any]:
    """The stream of the file's content. What goes wrong while it is read is said as a UserError."""
    try:
        with zipfile.ZipFile(path) as archive:
            unzipped = sum(entry.file_size for entry in archive.infolist())
            if unzipped > MAX_UNZIPPED_BYTES:
                raise RefusedFile("too_large", f"{path} unpacks to more than {MAX_UNZIPPED_BYTES >> 20} MiB. Split it.")
            if "META-INF/manifest.xml" in archive.namelist():
                with archive.open("META-INF/manifest.xml") as manifest:
                    if MANIFEST_ENCRYPTED in manifest.read(1 << 20):
                        raise RefusedFile(
                            "password_required", f"{path} is protected by a password. Save it without one, or as CSV."
                        )
            with archive.open("content.xml") as stream:
                yield stream
    except UserError:
        raise
    except (OSError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, etree.LxmlError) as error:  # fmt: skip
        raise UserError(
            f"{path} is damaged: the spreadsheet could not be read ({error.__class__.__name__}). "
            "Open it and save it again, or save it as CSV UTF-8."
        ) from error


def _first_table(path: Path, stream: Any) -> Iterator[tuple[int, Sequence[str]]]:
    hidden: set[str] = set()
    alone: list[tuple[int, Sequence[str]]] = []
    held: list[tuple[int, Sequence[str]]] = []
    found, skipped, checked, number, spreadsheet = False, False, False, 0, False
    tags = [TABLE + "table", TABLE + "table-row", OFFICE + "spreadsheet", STYLE + "style"]
    walk = etree.iterparse(
        stream, events=("start", "end"), tag=tags, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )  # fmt: skip
    for event, element in walk:
        if not checked and element.getroottree().docinfo.doctype:
            raise UserError(f"{path} declares a document type, which no spreadsheet program writes. It was not read.")
        checked = True
        if element.tag == OFFICE + "spreadsheet":
            spreadsheet = True
        elif element.tag == STYLE + "style":
            if event == "end" and any(part.get(TABLE + "display") == "false" for part in element):
                hidden.add(element.get(STYLE + "name", ""))
        elif element.tag == TABLE + "table":
            if event == "start":
                number, held, found = 0, [], False
                skipped = element.get(TABLE + "style-name", "") in hidden
            else:
                if found:
                    return
                alone = alone or held
                _forget(element)
        elif event == "end":
            times = _count(element.get(TABLE + "number-rows-repeated"))
            cells = [] if skipped else _cells(path, number + 1, element)
            _forget(element)
            if not any(cells):
                number += times  # a million empty rows at the end of a sheet are one element
                continue
            if number + times > MAX_ROWS:
                raise RefusedFile("too_large", f"{path} has more than {MAX_ROWS} rows. Split it into several files.")
            for _ in range(times):
                number += 1
                found = found or sum(bool(cell.strip()) for cell in cells) > 1
                if found:
                    yield number, cells
                else:
                    held.append((number, cells))
    if not spreadsheet:
        raise RefusedFile(
            "unsupported_type", f"{path} is an OpenDocument file but no spreadsheet. Give CSV, XLSX or ODS."
        )
    yield from alone


def _count(written: str | None) -> int:
    return max(1, int(written)) if written and written.isdigit() and len(written) < 10 else 1


def _cells(path: Path, number: int, row: Any) -> list[str]:
    """The row's cells, empty ones at its end left out."""
    cells: list[str] = []
    empty = 0
    for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
        times = _count(cell.get(TABLE + "number-columns-repeated"))
        value = _value(cell)
        if not value:
            empty += times
            continue
        if len(cells) + empty + times > MAX_COLUMNS:
            raise RefusedFile("too_large", f"{path}, row {number}: more than {MAX_COLUMNS} columns.")
        if len(value) > MAX_CELL_CHARACTERS:
            raise RefusedFile(
                "too_large",
                f"{path}, row {number}: a cell holds more than {MAX_CELL_CHARACTERS} characters. Shorten it.",
            )
        cells += [""] * empty + [value] * times
        empty = 0
    return cells


def _value(cell: Any) -> str:
    kind = cell.get(OFFICE + "value-type")
    if kind in ("float", "currency"):
        written = cell.get(OFFICE + "value", "")
        return str(written[:-2] if written.endswith(".0") else written)
    if kind == "date":
        date = str(cell.get(OFFICE + "date-value", ""))
        return date.removesuffix("T00:00:00").replace("T", " ")
    if kind == "boolean":
        return "TRUE" if cell.get(OFFICE + "boolean-value") == "true" else "FALSE"
    return "\n".join(_text(paragraph) for paragraph in cell.iterchildren(TEXT + "p"))


def _text(element: Any) -> str:
    """A paragraph's characters: spaces, tabs and line breaks have elements of their own; notes of reviewers are left out."""
    parts = [_collapsed(element.text)]
    for child in element:
        if child.tag == TEXT + "s":
            parts.append(" " * min(_count(child.get(TEXT + "c")), MAX_CELL_CHARACTERS))
        elif child.tag == TEXT + "tab":
            parts.append("\t")
        elif child.tag == TEXT + "line-break":
            parts.append("\n")
        elif isinstance(child.tag, str) and child.tag != OFFICE + "annotation":
            parts.append(_text(child))
        parts.append(_collapsed(child.tail))
    return "".join(parts)


def _collapsed(text: str | None) -> str:
    """White space as the standard reads it: a run is one space (6.1.2), so line ends of a pretty-printed file are none."""
    if not text:
        return ""
    if not any(mark in text for mark in ("  ", "\n", "\t", "\r")):
        return text
    words = " ".join(text.replace("\xa0", "\0").split(" ")).translate({9: " ", 10: " ", 13: " "})
    while "  " in words:
        words = words.replace("  ", " ")
    return words.replace("\0", "\xa0")


def _forget(element: Any) -> None:
    """Frees what was read: the element's content and everything before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
