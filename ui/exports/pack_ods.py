"""The table pack as OpenDocument (.ods): the same sheets, each with one table, its heading row frozen and named as a range."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ui.exports.columns import Cell
from ui.exports.pack import PackSheet, notes, plain, sheets, title

if TYPE_CHECKING:
    from coding.publication import Publication

WIDEST_CM, PER_LETTER_CM = 12.0, 0.21


def pack_ods(made: Publication) -> bytes:
    """Cover, contents, notes, one table a sheet. Every text is a text cell: nothing in it is ever worked out."""
    from odf.opendocument import OpenDocumentSpreadsheet

    book = OpenDocumentSpreadsheet()
    book.meta.addElement(_titled(title(made)))
    style = _Styles(book)
    found = sheets(made)
    said = [(f"note {n}", note) for n, note in enumerate(notes(made), 1)]
    cover = [[title(made)], *([f"{name}: {plain(value)}"] for name, value in made.about)]
    cover.append(["Whoever publishes this pack adds how they can be reached."])
    _lines(book, style, "Cover", cover)
    contents = PackSheet(
        "Contents", "Contents", "", ("Worksheet", "Contents"), tuple((sheet.name, sheet.title) for sheet in found)
    )
    written = [contents, PackSheet("Notes", "Notes", "", ("Note reference", "Note text"), tuple(said)), *found]
    tops = {sheet.name: _table(book, style, sheet) for sheet in written}
    _ranges(book, written, tops)
    _frozen(book, tops)
    stream = io.BytesIO()
    book.write(stream)
    return stream.getvalue()


def _titled(text: str) -> Any:
    from odf import dc

    return dc.Title(text=text)


class _Styles:
    """The styles of headings, wrapped text, and of columns by their width."""

    def __init__(self, book: Any) -> None:
        from odf.style import ParagraphProperties, Style, TableCellProperties, TextProperties

        self.book = book
        self.widths: dict[float, Any] = {}
        self.title = Style(name="title", family="table-cell")
        self.title.addElement(TextProperties(fontsize="14pt", fontweight="bold"))
        self.heading = Style(name="heading", family="table-cell")
        self.heading.addElement(TextProperties(fontweight="bold"))
        self.heading.addElement(TableCellProperties(wrapoption="wrap", borderbottom="0.5pt solid #0b0c0c"))
        self.wrapped = Style(name="wrapped", family="table-cell")
        self.wrapped.addElement(TableCellProperties(wrapoption="wrap", verticalalign="top"))
        self.right = Style(name="right", family="table-cell")  # shorthand stands where its number would
        self.right.addElement(ParagraphProperties(textalign="end"))
        for style in (self.title, self.heading, self.wrapped, self.right):
            book.automaticstyles.addElement(style)

    def column(self, letters: int) -> Any:
        from odf.style import Style, TableColumnProperties

        width = round(min(WIDEST_CM, max(2.0, letters * PER_LETTER_CM)), 1)
        if width not in self.widths:
            made = Style(name=f"column{len(self.widths)}", family="table-column")
            made.addElement(TableColumnProperties(columnwidth=f"{width}cm"))
            self.book.automaticstyles.addElement(made)
            self.widths[width] = made
        return self.widths[width]


def _lines(book: Any, style: _Styles, name: str, lines: list[list[str]]) -> None:
    from odf.table import Table, TableColumn, TableRow

    page = Table(name=name)
    page.addElement(TableColumn(stylename=style.column(1_000)))
    for n, line in enumerate(lines):
        row = TableRow()
        row.addElement(_cell(line[0], style.title if n == 0 else style.wrapped))
        page.addElement(row)
    book.spreadsheet.addElement(page)


def _table(book: Any, style: _Styles, sheet: PackSheet) -> int:
    """Writes one sheet; the row of its headings, 0-based."""
    from odf.table import Table, TableColumn, TableHeaderRows, TableRow

    page = Table(name=sheet.name)
    for n, column in enumerate(sheet.columns):
        longest = max([len(column), *(len(str(row[n])) for row in sheet.rows[:300])])
        page.addElement(TableColumn(stylename=style.column(longest + 2)))
    above = [(sheet.title, style.title), ("This worksheet contains one table.", None)]
    above += [(sheet.caption, None)] if sheet.caption else []
    for text, own in above:
        row = TableRow()
        row.addElement(_cell(text, own))
        page.addElement(row)
    header, row = TableHeaderRows(), TableRow()
    for column in sheet.columns:
        row.addElement(_cell(column, style.heading))
    header.addElement(row)
    page.addElement(header)
    for values in sheet.rows:
        row = TableRow()
        for n, value in enumerate(values):
            shorthand = n >= sheet.texts and isinstance(value, str) and value.startswith("[")
            row.addElement(_cell(value, style.right if shorthand else style.wrapped if n < sheet.texts else None))
        page.addElement(row)
    book.spreadsheet.addElement(page)
    return len(above)


def _cell(value: Cell, style: Any = None) -> Any:
    from odf.table import TableCell
    from odf.text import P

    how = {"stylename": style} if style is not None else {}
    if isinstance(value, int | float) and not isinstance(value, bool):
        made = TableCell(valuetype="float", value=str(value), **how)
    else:
        made = TableCell(valuetype="string", **how)
    made.addElement(P(text=plain(str(value))))
    return made


def _ranges(book: Any, written: list[PackSheet], tops: dict[str, int]) -> None:
    """Names every table as a range, as a reader of tables by their names needs it."""
    from odf.table import DatabaseRange, DatabaseRanges

    made = DatabaseRanges()
    for sheet in written:
        top = tops[sheet.name] + 1
        last = _letter(len(sheet.columns))
        address = f"{sheet.name}.A{top}:{sheet.name}.{last}{top + len(sheet.rows)}"
        made.addElement(DatabaseRange(name=f"verbatim_{sheet.name}", targetrangeaddress=address))
    book.spreadsheet.addElement(made)


def _letter(n: int) -> str:
    return chr(64 + n) if n <= 26 else _letter((n - 1) // 26) + chr(65 + (n - 1) % 26)


def _frozen(book: Any, tops: dict[str, int]) -> None:
    """Keeps the rows down to the headings in sight (LibreOffice's view settings)."""
    from odf.config import ConfigItem, ConfigItemMapEntry, ConfigItemMapIndexed, ConfigItemMapNamed, ConfigItemSet

    view = ConfigItemSet(name="ooo:view-settings")
    views = ConfigItemMapIndexed(name="Views")
    first = ConfigItemMapEntry()
    tables = ConfigItemMapNamed(name="Tables")
    for name, top in tops.items():
        entry = ConfigItemMapEntry(name=name)
        for key, kind, value in (
            ("VerticalSplitMode", "short", 2), ("VerticalSplitPosition", "int", top + 1),
            ("ActiveSplitRange", "short", 2), ("PositionBottom", "int", top + 1),
        ):  # fmt: skip
            item = ConfigItem(name=key, type=kind)
            item.addText(str(value))
            entry.addElement(item)
        tables.addElement(entry)
    for inner, outer in ((tables, first), (first, views), (views, view)):
        outer.addElement(inner)
    book.settings.addElement(view)
