"""The lines of a page in the order in which a reader takes them, those of tables cut into cells and tagged as rows."""

from __future__ import annotations

from ingest.readers.pdf.columns import aligned_rows, figure_rows
from ingest.readers.pdf.headers import mark_headers
from ingest.readers.pdf.layout_tables import unpack_layout
from ingest.readers.pdf.lines import Line, PageReader
from ingest.readers.pdf.rulings import rulings
from ingest.readers.pdf.tables import ruled_rows, side_by_side
from ingest.readers.pdf.text_columns import gutter_of, in_order, sideways


def order_page(lines: list[Line], width: float, reader: PageReader | None = None) -> list[Line]:
    """The lines of a page in reading order, those of tables cut into cells and tagged as rows.

    `reader` gives the page's ruled lines and the places of words; without it only columns of text tell a table."""
    lines = _raised(_undoubled(lines))
    if reader is not None:
        lines = _mark_outside(lines, reader)
        turned = _turned(lines, reader)
        if turned is not None:
            return turned
    if reader is not None and not any(line.tag is not None and line.tag.kind == "table_row" for line in lines):
        if side_by_side([line for line in lines if line.tag is None or line.tag.kind == "paragraph"]):
            found = rulings(reader.page, reader.place)
            lines = ruled_rows(lines, found, reader.split)
            if gutter_of([line for line in lines if line.tag is None], width) is None:
                lines = aligned_rows(lines, found.level)
    lines = unpack_layout(lines)
    mark_headers(lines)
    made: dict[int, list[Line]] = {}
    kept: list[Line] = []
    for line in lines:
        if line.tag is not None and line.tag.kind == "table_row" and line.tag.table:
            table = line.tag.table
            if table not in made:
                made[table] = []
                kept.append(line)
            made[table].append(line)
        else:
            kept.append(line)
    ordered = in_order(kept, width)
    figure_rows(ordered)
    if not made:
        return ordered
    stand = {id(rows[0]): rows for rows in made.values()}
    return [part for line in ordered for part in stand.get(id(line), [line])]


def _turned(lines: list[Line], reader: PageReader) -> list[Line] | None:
    """The lines of a page whose letters do not stand upright as it is shown, as a reader who turns it reads them; None
    where they do."""
    if not reader.place.rotation and 2 * sum(map(sideways, lines)) <= len(lines):
        return None
    longest = max(lines, key=lambda line: len(line.text), default=None)
    across, up = reader.direction(longest) if longest is not None else (1.0, 0.0)
    if across >= abs(up):
        return None
    if abs(across) > abs(up):  # upside down
        return sorted(lines, key=lambda line: line.middle)
    return sorted(lines, key=lambda line: line.x0 if up > 0 else -line.x1)


def _mark_outside(lines: list[Line], reader: PageReader) -> list[Line]:
    """The lines, last those that stand off the page as shown, such as the other half of a spread, flagged: nobody who
    looks at it sees them. Where most lines do, it is the page's size that is wrong."""
    place = reader.place
    outside = [
        line
        for line in lines
        if line.x1 < 0 or line.x0 > place.shown_width or line.y1 < 0 or line.y0 > place.shown_height
    ]
    if not outside or len(outside) * 2 >= len(lines):
        return lines
    for line in outside:
        line.flags = tuple(dict.fromkeys((*line.flags, "hidden")))
    return [line for line in lines if not any(line is other for other in outside)] + outside


def _raised(lines: list[Line]) -> list[Line]:
    """Raised or lowered letters (the mark of a footnote, "1st"), and what follows them, back on the line they stand in:
    the library begins a new line at each."""
    kept: list[Line] = []
    for line in lines:
        last = kept[-1] if kept else None
        if last is None or not _beside(last, line):
            kept.append(line)
            continue
        gap = line.x0 - last.x1
        if line.size > last.size:  # the height of the line is that of its large letters
            last.y0, last.y1 = line.y0, line.y1
        last.text += (" " if gap > 0.22 * max(last.size, line.size) else "") + line.text
        if len(last.text) - len(line.text) < len(line.text):
            last.size, last.bold, last.italic = line.size, line.bold, line.italic
        last.x0, last.x1 = min(last.x0, line.x0), max(last.x1, line.x1)
        last.boxes, last.first = last.boxes + line.boxes, -1
        if line.cells:
            last.cells = (last.text.split("\t", 1)[0], *line.cells[1:])
            last.cell_xs = (last.x0, *line.cell_xs[1:])
    return kept


RAISED = 0.8  # size of raised letters against those of the line, at most


def _beside(last: Line, line: Line) -> bool:
    """Whether `line` goes on where `last` ends, on the same printed line: in letters of another size, or within a word."""
    small, large = sorted((last.size, line.size))
    if last.tag is not line.tag or last.cells or small <= 0:
        return False
    joined = small <= RAISED * large or last.first < 0  # a raised part, or what follows one
    if not -0.15 * large < line.x0 - last.x1 < (0.5 if joined else 0.15) * large:
        return False
    overlap = min(last.y1, line.y1) - max(last.y0, line.y0)
    return overlap > 0.25 * min(last.y1 - last.y0, line.y1 - line.y0)


def _undoubled(lines: list[Line]) -> list[Line]:
    """Without lines that are drawn again over themselves (false bold)."""
    kept: list[Line] = []
    for line in lines:
        if kept and kept[-1].text == line.text and abs(kept[-1].x0 - line.x0) < 2 and abs(kept[-1].y0 - line.y0) < 2:
            continue
        kept.append(line)
    return kept
