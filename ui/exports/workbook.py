"""XLSX workbooks: a cover sheet with notes, and one table a sheet, by the Analysis Function's basics for accessibility
(named tables, no merged cells, no blank rows, notes outside the table). Text is never taken for a formula or a link."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from core.errors import UserError
from ui.exports.columns import Cell

WIDEST = 70
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CELL_LIMIT = 32_767
HEADER_LIMIT = 240
SHEET_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class Sheet:
    """name: at most 31 characters. title and notes stand above the table."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


def workbook_bytes(title: str, cover: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes: a cover with `cover`'s lines, then the sheets."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"title": title, "author": "Verbatim", "comments": "Made with Verbatim"})
    heading = book.add_format({"bold": True, "font_size": 14})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    front = book.add_worksheet("Cover")
    front.set_column(0, 0, 100, wrap)
    front.write_string(0, 0, clean(title), heading)
    for number, text in enumerate(cover, 1):
        front.write_string(number, 0, clean(text), wrap)
    for number, sheet in enumerate(sheets, 1):
        _add(book, sheet, number, heading, wrap)
    book.close()
    return stream.getvalue()


def _add(book: xlsxwriter.Workbook, sheet: Sheet, number: int, heading: object, wrap: object) -> None:
    page = book.add_worksheet(sheet.name[:31])
    page.write_string(0, 0, clean(sheet.title), heading)
    page.write_string(1, 0, "This worksheet contains one table.")
    for line, note in enumerate(sheet.notes, 2):
        page.write_string(line, 0, clean(note))
    top = 2 + len(sheet.notes)
    rows = [[_cell(value) for value in row] for row in sheet.rows] or [["" for _ in sheet.columns]]
    if top + len(rows) >= SHEET_ROWS:
        raise UserError(
            f"{sheet.title}: {len(rows)} rows are more than a worksheet holds ({SHEET_ROWS}). Write a .csv file instead."
        )
    page.add_table(
        top,
        0,
        top + len(rows),
        len(sheet.columns) - 1,
        {
            "name": f"Table_{number}",
            "style": "Table Style Light 1",
            "autofilter": len(rows) > 20,
            "columns": [{"header": name} for name in _headers(sheet.columns)],
            "data": rows,
        },
    )
    for column, name in enumerate(sheet.columns):
        widest = max([len(name), *(len(str(row[column])) for row in rows[:500] if row[column] is not None)])
        page.set_column(column, column, min(WIDEST, widest + 3), wrap if widest > WIDEST else None)
    page.freeze_panes(top + 1, 0)


def _headers(columns: Sequence[str]) -> list[str]:
    """Headers as a worksheet table takes them: none empty, over 255 characters, or the same as another but for case."""
    made: list[str] = []
    for column in columns:
        name = plain = clean(column)[:HEADER_LIMIT].strip() or "Column"
        number = 2
        while name.casefold() in {known.casefold() for known in made}:
            name, number = f"{plain} ({number})", number + 1
        made.append(name)
    return made


def _cell(value: Cell) -> Cell:
    return clean(value) if isinstance(value, str) else value


def clean(text: str) -> str:
    """`text` as a cell can hold it: control characters out, at most 32,767 characters."""
    text = CONTROL.sub("", text)
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
