"""Tables of data as rows of cells, each in its column; tables that only lay a page out are told from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.html.clutter import DROPPED, Hiding

LONGEST_CELL = 60  # words; a cell that holds more, in several blocks, is laid-out text and no cell of a table
MOST_COLUMNS = 256  # HTML allows 1000; no table of a paper has as many
MOST_BLANKS = 100_000  # cells that spans leave blank in one table; past them, spans over rows are not kept up
_HOLD_TEXT = frozenset(["p", "div", "li", "ul", "ol", "section", "blockquote"])
_BREAKS = _HOLD_TEXT | {"tr", "td", "th", "dt", "dd", "dl", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_OWN_HEADINGS = "h1, h2, h3, h4, h5, h6, form, main, article, nav"


@dataclass(slots=True)
class Row:
    """`cells` as they are read, one a column; a cell that runs on from the row above is blank."""

    cells: list[str] = field(default_factory=list)
    header: bool = False
    bold: bool = False
    hidden: bool = False
    hidden_text: str = ""


def own_rows(table: Any) -> list[Any]:
    """The rows of a table, not those of tables in it."""
    found: list[Any] = []
    stack = [table.child]
    while stack:
        node = stack.pop()
        while node is not None:
            if node.tag == "tr":
                found.append(node)
            elif node.tag in ("thead", "tbody", "tfoot") and node.child is not None:
                stack.append(node.next)
                node = node.child
                continue
            node = node.next
    return found


def cells_of(row: Any) -> list[Any]:
    found, child = [], row.child
    while child is not None:
        if child.tag in ("td", "th"):
            found.append(child)
        child = child.next
    return found


def lays_out(table: Any, attributes: Any, rows: list[Any]) -> bool:
    """Whether a table only places text on the page: it says so, holds tables or headings, has one column, or long cells."""
    if attributes.get("role") in ("presentation", "none"):
        return True
    if table.css_first("td table, th table, caption table") is not None or table.css_first(_OWN_HEADINGS) is not None:
        return True
    widest = max((len(cells_of(row)) for row in rows), default=0)
    named = table.css_first("th, caption, thead") is not None
    if widest <= 1:
        return not named or len(rows) <= 1
    long_rows = sum(any(_is_long(cell) for cell in cells_of(row)) for row in rows)
    return long_rows > 0 and (not named or 2 * long_rows >= len(rows) or widest == 2)


def _is_long(cell: Any) -> bool:
    blocks, child = 0, cell.child
    while child is not None:
        blocks += child.tag in _HOLD_TEXT
        child = child.next
    return blocks >= 2 and len((cell.text(deep=True) or "").split()) > LONGEST_CELL


def rows_of(rows: list[Any], hiding: Hiding) -> Iterator[Row]:
    """The rows of a table of data; cells over several rows or columns are read once, in the first."""
    below: dict[int, int] = {}  # column: rows still to be covered by a cell above
    n_blanks = 0
    for n, element in enumerate(rows):
        made = Row(hidden=hiding.hides(element.attributes), bold=True)
        headers = filled = 0
        for cell in cells_of(element):
            _skip(made, below)
            attributes = cell.attributes
            words, bold, unseen = cell_words(cell, hiding)
            made.hidden_text = f"{made.hidden_text} {unseen}".strip()
            columns = min(max(1, _span(attributes.get("colspan"))), MOST_COLUMNS)
            down = _span(attributes.get("rowspan"))
            down = len(rows) - n if down == 0 and attributes.get("rowspan") == "0" else max(1, down)
            for k in range(columns):
                if down > 1:
                    below[len(made.cells)] = down - 1
                made.cells.append(words if k == 0 else "")
            if words:
                filled += 1
                headers += cell.tag == "th" and attributes.get("scope") not in ("row", "rowgroup")
                made.bold = made.bold and (bold or cell.tag == "th")
            if len(made.cells) > MOST_COLUMNS:
                break
        _skip(made, below)
        if len(cells_of(element)) == 1 and made.cells[0]:
            made.cells = made.cells[:1]  # a row of one cell parts a table: it is no cell beside blank ones
        n_blanks += made.cells.count("")
        if n_blanks > MOST_BLANKS:
            below.clear()
        made.header = filled > 0 and (
            headers == filled or (element.parent is not None and element.parent.tag == "thead")
        )
        if filled or made.hidden_text:
            yield made


def _skip(made: Row, below: dict[int, int]) -> None:
    """Blank cells for the columns that a cell above covers."""
    while below.get(len(made.cells), 0) > 0:
        below[len(made.cells)] -= 1
        made.cells.append("")


def _span(stated: str | None) -> int:
    try:
        return min(int((stated or "1").strip()), 65_534)
    except ValueError:
        return 1


def cell_words(cell: Any, hiding: Hiding) -> tuple[str, bool, str]:
    """(the words of a cell on one line, whether all are bold, the words that are hidden)."""
    pieces: list[str] = []
    unseen: list[str] = []
    letters = bold = 0
    stack: list[tuple[Any, bool, bool]] = [(cell.child, False, False)]
    while stack:
        node, strong, hidden = stack.pop()
        if node is None:
            continue
        if node == " ":
            pieces.append(" ")
            continue
        stack.append((node.next, strong, hidden))
        tag = node.tag
        if tag == "-text":
            words = node.text(deep=False) or ""
            (unseen if hidden else pieces).append(words)
            n = 0 if hidden else len("".join(words.split()))
            letters += n
            bold += n * strong
        elif tag == "br":
            pieces.append(" ")
        elif tag is not None and not tag.startswith(("-", "_", "!")) and tag not in DROPPED and tag != "button":
            if tag in _BREAKS:
                pieces.append(" ")
                stack.append((" ", False, False))
            stack.append((node.child, strong or tag in ("b", "strong"), hidden or hiding.hides(node.attributes)))
    return " ".join("".join(pieces).split()), 0 < letters == bold, " ".join("".join(unseen).split())
