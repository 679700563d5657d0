"""The rows of a Word table: each cell's words once, in its column; a table that only lays text out is told from one of data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx.package import W, is_on, value, whole
from ingest.readers.docx.paragraphs import DELETED, TABLE, Markup, P, Paragraph
from ingest.structure.units import visible

_ROW, _CELL, _TEXT = W + "tr", W + "tc", W + "t"
LONGEST_CELL = 60  # words; a cell that holds more, in several paragraphs, is laid-out text and no cell of a table
LONGEST_CELL_UNDER_HEADER = 250  # words, where the table names its columns
LONGEST_COLUMN_NAME = 6  # words
MOST_COLUMNS = 63  # Word's own limit
FEWEST_ROWS, FEWEST_COLUMNS = 3, 2  # of a table in a cell that is read as rows of its own

Children = Callable[[Any], Iterator[Any]]
Label = Callable[[Paragraph], tuple[str, int | None, bool]]


@dataclass(slots=True)
class Row:
    """`texts`: the cells as stored, one a column; `cells`: as a person reads them, automatic numbers included."""

    texts: list[str] = field(default_factory=list)
    cells: tuple[str, ...] = ()
    bold: bool = True
    inserted: bool = False
    deleted: bool = False
    header: bool = False
    hidden_text: str = ""
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def rows(table: Any, markup: Markup, children: Children, label: Label) -> Iterator[Row | list[Any]]:
    """Each row that is not deleted: a Row, or the list of its cells where they hold laid-out text."""
    named: bool | None = None
    for element in children(table):
        if element.tag != _ROW:
            continue
        properties = element.find(W + "trPr")
        if properties is not None and any(properties.find(tag) is not None for tag in DELETED):
            markup.tracked = True
            continue
        cells = [cell for cell in children(element) if cell.tag == _CELL]
        contents = ["".join(cell.itertext(_TEXT, with_tail=False)) for cell in cells]
        header = is_on(properties, "tblHeader") or False
        if named is None and any(text.strip() for text in contents):
            named = header or _names_columns(cells, contents)
        if _laid_out(cells, contents, LONGEST_CELL_UNDER_HEADER if named else LONGEST_CELL, named or False):
            yield cells
            continue
        made = _Reader(markup, children, label).row(cells, properties)
        made.header = header
        yield made


def _names_columns(cells: list[Any], contents: list[str]) -> bool:
    """Whether a first row gives each of three or more columns a short name."""
    return len(cells) >= 3 and all(
        text.strip() and len(text.split()) <= LONGEST_COLUMN_NAME and sum(bool(_filled(p)) for p in cell.iter(P)) <= 2
        for cell, text in zip(cells, contents)
    )


def _filled(paragraph: Any) -> bool:
    return any(text.strip() for text in paragraph.itertext(_TEXT, with_tail=False))


def _laid_out(cells: list[Any], contents: list[str], longest: int, named: bool) -> bool:
    """Whether the cells of a row hold text to be read one after the other and not the columns of a table."""
    filled = [n for n, text in enumerate(contents) if text.strip()]
    for n in filled:
        if next(cells[n].iter(TABLE), None) is not None and _table_of_its_own(cells[n]):
            return True
    if len(filled) == 1 and len(cells) <= 2 and not named:
        return sum(_filled(paragraph) for paragraph in cells[filled[0]].iter(P)) > 1
    return any(
        len(contents[n]) > longest
        and len(contents[n].split()) > longest
        and sum(_filled(paragraph) for paragraph in cells[n].iter(P)) >= 3
        for n in filled
    )


def _table_of_its_own(cell: Any) -> bool:
    """Whether a cell holds a table large enough to be read row by row."""
    return any(
        len(table.findall(_ROW)) >= FEWEST_ROWS
        and max(len(row.findall(_CELL)) for row in table.findall(_ROW)) >= FEWEST_COLUMNS
        for table in cell.iter(TABLE)
    )


class _Reader:
    """Reads the cells of one row."""

    def __init__(self, markup: Markup, children: Children, label: Label) -> None:
        self.markup, self.children, self.label = markup, children, label
        self.made = Row()

    def row(self, cells: list[Any], properties: Any) -> Row:
        made = self.made
        if properties is not None:
            made.inserted = properties.find(W + "ins") is not None
            self.markup.tracked = self.markup.tracked or made.inserted
            made.texts += [""] * min(whole(value(properties, "gridBefore")) or 0, MOST_COLUMNS)
        shown = [""] * len(made.texts)
        for cell in cells:
            properties = cell.find(W + "tcPr")
            lines: list[tuple[str, str]] = []
            if not self._continues(properties):
                self._lines(cell, lines, 0)
            made.texts.append("\n".join(stored for stored, _ in lines))
            shown.append(visible(" ".join(label for _, label in lines)))
            if len(cells) > 1:
                span = min((whole(value(properties, "gridSpan")) or 1) - 1, MOST_COLUMNS)
                made.texts += [""] * span
                shown += [""] * span
        made.cells = tuple(shown)
        return made

    def _continues(self, properties: Any) -> bool:
        """Whether a cell is the lower or right part of a merged one, or was deleted: nothing of it is printed."""
        if properties is None:
            return False
        for name in ("vMerge", "hMerge"):
            merge = properties.find(W + name)
            if merge is not None and merge.get(W + "val") != "restart":
                return True
        if properties.find(W + "cellDel") is not None:
            self.markup.tracked = True
            return True
        return False

    def _lines(self, container: Any, lines: list[tuple[str, str]], depth: int) -> None:
        """(as stored, as read) of each paragraph in a cell, the rows of a small table in it as lines."""
        for child in self.children(container):
            if child.tag == P:
                self._line(child, lines)
            elif child.tag == TABLE and depth < MOST_COLUMNS:
                for row in self.children(child):
                    inner: list[tuple[str, str]] = []
                    for cell in self.children(row):
                        if cell.tag == _CELL and not self._continues(cell.find(W + "tcPr")):
                            self._lines(cell, inner, depth + 1)
                    if inner:
                        lines.append((" ".join(stored for stored, _ in inner), " ".join(read for _, read in inner)))

    def _line(self, element: Any, lines: list[tuple[str, str]]) -> None:
        made = self.made
        paragraph = self.markup.read(element, on_paper=False)
        label, _, _ = self.label(paragraph) if paragraph.num is not None else ("", None, False)
        made.boxes += paragraph.boxes
        made.notes += paragraph.notes
        made.hidden_text += paragraph.hidden_text
        made.deleted = made.deleted or paragraph.deleted
        text = paragraph.text.replace("\t", " ").strip("\n")
        if text.strip():
            made.bold = made.bold and paragraph.bold
            made.inserted = made.inserted or paragraph.inserted
            lines.append((text, f"{label} {text}" if label else text))
        elif label:
            lines.append(("", label))
