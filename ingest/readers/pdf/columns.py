"""Tables without a grid: stretches of text that stand in the same columns over several lines, as rows of cells.

Rows are parted by ruled lines where there are some, else by wider gaps or by what stands in the first column. Columns of
prose, addresses beside each other and signatures are no tables: their lines are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.cells import FIRST_BLOCK, Cell, is_figure
from ingest.readers.pdf.headers import is_header
from ingest.readers.pdf.layout_tables import is_page_layout
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.rulings import Ruling
from ingest.readers.pdf.tags import Tag
from ingest.structure import patterns
from ingest.structure.numbering import printed_number

FIRST_TABLE = 10_000  # numbers of the tables made here, above those of the ruled ones
CELL_MARGIN = 4.0  # points that part a cell's text from the next column's
FARTHEST = 3.2  # letter sizes from one printed line of a table to the next
WITHIN_CELL = 1.75  # letter sizes from one line of a cell to the next
WIDER = 1.22  # of two gaps, from which the wider one parts rows
PROSE = 28  # letters of a usual piece, from which two columns hold running text
BESIDE = 0.5  # letter sizes by which the middles of one printed line may differ


@dataclass(slots=True)
class _Row:
    """A printed line across the page: its pieces from the left."""

    pieces: list[Line]
    columns: list[int] = field(default_factory=list)  # of each piece

    @property
    def middle(self) -> float:
        return sum(piece.middle for piece in self.pieces) / len(self.pieces)

    @property
    def size(self) -> float:
        return max(max(piece.size for piece in self.pieces), 4.0)


@dataclass(slots=True)
class _Region:
    rows: list[_Row]
    columns: list[tuple[float, float]]  # left and right edge of each, from the left


def aligned_rows(lines: list[Line], level: Sequence[Ruling]) -> list[Line]:
    """The lines with those that stand in columns cut into cells and tagged; a table's lines stand together.

    `level`: the page's level ruled lines."""
    free = [line for line in lines if line.tag is None and not line.flags]
    if sum(len(line.cells) > 1 for line in free) < 1:
        return lines
    owner: dict[int, Line] = {}
    pieces: list[Line] = []
    for line in free:
        for piece in cut_cells(line):
            owner[id(piece)] = line
            pieces.append(piece)
    rows = _printed_rows(pieces)
    block, table = FIRST_BLOCK * 2, FIRST_TABLE
    for region in _regions(rows):
        if not _is_table(region):
            continue
        rules = _rules_in(region, level)
        cells = _logical_rows(region, rules)
        if is_page_layout(cells):
            continue
        table += 1
        header = is_header(cells)
        placed: list[Line] = []
        for n, row in enumerate(cells):
            block += 1
            for cell in row:
                for line in cell.lines:
                    line.tag = Tag(block, "table_row", cell=cell.column, header=header and n == 0, table=table)
                    placed.append(line)
        taken = {id(owner[id(piece)]) for row in region.rows for piece in row.pieces}
        at = next(n for n, line in enumerate(lines) if id(line) in taken)
        lines = lines[:at] + placed + [line for line in lines[at:] if id(line) not in taken]
    return lines


def cut_cells(line: Line) -> list[Line]:
    """The parts of a line that wide gaps part, as lines; a paragraph with its number set off by a gap stays whole."""
    if len(line.cells) < 2 or _labelled(line):
        return [line]
    parts: list[Line] = []
    at = 0
    for n, text in enumerate(line.cells):
        begin = line.text.find(text, at)
        at = begin + len(text)
        left = line.cell_xs[n]
        limit = line.cell_xs[n + 1] if n + 1 < len(line.cells) else line.x1 + 3
        boxes = [box for box in line.boxes if left - 3 <= box[0] < limit - 3]
        right = max((min(box[2], limit) for box in boxes), default=limit - CELL_MARGIN - 2)
        if not text:
            continue
        parts.append(
            replace(
                line,
                text=text,
                x0=left,
                x1=max(right, left + 1),
                cells=(),
                cell_xs=(),
                boxes=boxes or [(left, line.y0, max(right, left + 1), line.y1)],
                first=line.first + begin if line.first >= 0 and begin >= 0 else -1,
            )
        )
    return parts or [line]


def _labelled(line: Line) -> bool:
    if len(line.cells) != 2:
        return False
    head = line.cells[0]
    printed = printed_number(head)
    return (printed is not None and printed.length >= len(head)) or bool(patterns.BULLET.match(head + " x"))


def _printed_rows(pieces: Sequence[Line]) -> list[_Row]:
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and rows[-1].pieces[0].middle - piece.middle < BESIDE * max(piece.size, 4.0):
            rows[-1].pieces.append(piece)
        else:
            rows.append(_Row([piece]))
    for row in rows:
        row.pieces.sort(key=lambda piece: piece.x0)
    return rows


def _regions(rows: Sequence[_Row]) -> list[_Region]:
    """Runs of printed lines whose pieces stand under each other, each beginning and ending with text that fits."""
    found: list[_Region] = []
    n = 0
    while n < len(rows):
        if len(rows[n].pieces) < 2 or _overlapping(rows[n]):
            n += 1
            continue
        region = _Region([rows[n]], [(piece.x0, piece.x1) for piece in rows[n].pieces])
        rows[n].columns = list(range(len(region.columns)))
        m = n + 1
        while m < len(rows) and _take(region, rows[m]):
            m += 1
        _trim(region)
        found.append(region)
        n = max(n + 1, n + len(region.rows))
    return found


def _overlapping(row: _Row) -> bool:
    return any(a.x1 > b.x0 + 1 for a, b in pairwise(row.pieces))


def _take(region: _Region, row: _Row) -> bool:
    """Adds the printed line to the region if each of its pieces stands in one column."""
    gap = region.rows[-1].middle - row.middle
    size = max(row.size, region.rows[-1].size)
    if gap > (FARTHEST if len(row.pieces) > 1 else WITHIN_CELL) * size or _overlapping(row):
        return False
    columns = list(region.columns)
    places: list[int] = []
    for piece in row.pieces:
        over = [n for n, (left, right) in enumerate(columns) if piece.x0 < right + 1 and piece.x1 > left - 1]
        if len(over) > 1:
            return False
        if over:
            n = over[0]
            columns[n] = (min(columns[n][0], piece.x0), max(columns[n][1], piece.x1))
        elif len(row.pieces) > 1 and len(columns) < 12:
            n = sum(left < piece.x0 for left, _ in columns)
            columns.insert(n, (piece.x0, piece.x1))
            for other in region.rows:
                other.columns = [place + (place >= n) for place in other.columns]
            places = [place + (place >= n) for place in places]
        else:
            return False
        places.append(n)
    if len(set(places)) < len(places):
        return False
    if any(b[0] - a[1] < CELL_MARGIN for a, b in pairwise(columns)):
        return False
    region.columns, row.columns = columns, places
    region.rows.append(row)
    return True


def _trim(region: _Region) -> None:
    """Takes off single pieces at the end that may as well be the first words of what follows the table."""
    while len(region.rows) > 1 and len(region.rows[-1].pieces) == 1:
        last, above = region.rows[-1], region.rows[-2]
        gaps = [a.middle - b.middle for a, b in pairwise(region.rows)]
        close = gaps[-1] <= min(gaps) * WIDER and (last.columns[0] in above.columns)
        if close and (last.columns[0] > 0 or last.pieces[0].text[:1].islower()):
            return
        region.rows.pop()


def _is_table(region: _Region) -> bool:
    rows, n_columns = region.rows, len(region.columns)
    several = [row for row in rows if len(row.pieces) > 1]
    if n_columns < 2 or len(several) < (3 if n_columns == 2 else 2):
        return False
    pieces: list[list[Line]] = [[] for _ in range(n_columns)]
    for row in rows:
        for piece, column in zip(row.pieces, row.columns):
            pieces[column].append(piece)
    if n_columns == 2 and len(rows) > 3 and min(median(len(p.text) for p in part) for part in pieces) >= PROSE:
        return False  # two columns of running text
    if sum(_is_aligned(part) for part in pieces) < n_columns - (n_columns > 3):
        return False
    marks = sum(
        bool(pattern.search(piece.text))
        for part in pieces
        for piece in part
        for pattern in (patterns.EMAIL, patterns.PHONE, patterns.POSTCODE)
    )
    return not (rows[0].pieces[0].page == 1 and n_columns == 2 and marks >= 2)  # addresses beside each other


def _is_aligned(part: Sequence[Line]) -> bool:
    """Whether most pieces of a column begin, end or are centred at one place."""
    need = 0.6 * len(part)
    for places in ([p.x0 for p in part], [p.x1 for p in part], [(p.x0 + p.x1) / 2 for p in part]):
        middle = median(places)
        if sum(abs(place - middle) <= 4 for place in places) >= need:
            return True
    return False


def _rules_in(region: _Region, level: Sequence[Ruling]) -> list[float]:
    """The heights of the ruled lines between the printed lines of the region, from the top."""
    left, right = region.columns[0][0], region.columns[-1][1]
    top, foot = region.rows[0].middle, region.rows[-1].middle
    return [
        line.at
        for line in level
        if foot < line.at < top and min(line.end, right) - max(line.start, left) > 0.6 * (right - left)
    ]


def _logical_rows(region: _Region, rules: Sequence[float]) -> list[list[Cell]]:
    """The printed lines of the region put together into rows of cells."""
    groups: list[list[_Row]] = []
    for chunk in _by_rules(region.rows, rules) if rules else _by_gaps(region.rows):
        groups += [chunk] if rules and not _one_line_rows(chunk) else _by_first_column(chunk, len(region.columns))
    made: list[list[Cell]] = []
    for n, group in enumerate(groups):
        cells: dict[int, Cell] = {}
        for row in group:
            for piece, column in zip(row.pieces, row.columns):
                cells.setdefault(column, Cell(n, column)).lines.append(piece)
        made.append([cells[column] for column in sorted(cells)])
    return made


def _by_rules(rows: Sequence[_Row], rules: Sequence[float]) -> list[list[_Row]]:
    groups: list[list[_Row]] = []
    band = -1
    for row in rows:
        here = sum(at > row.middle for at in rules)
        if here != band:
            groups.append([])
            band = here
        groups[-1].append(row)
    return groups


def _by_gaps(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Groups parted by the wider gaps, where the gaps are of two kinds."""
    gaps = [a.middle - b.middle for a, b in pairwise(rows)]
    if not gaps or max(gaps) < WIDER * min(gaps):
        return [list(rows)]
    groups = [[rows[0]]]
    for gap, row in zip(gaps, rows[1:]):
        if gap >= WIDER * min(gaps):
            groups.append([])
        groups[-1].append(row)
    return groups


def _one_line_rows(chunk: Sequence[_Row]) -> bool:
    """Whether each printed line within two ruled lines is a row of figures of its own."""
    figures = sum(is_figure(piece.text) for row in chunk for piece in row.pieces[1:])
    several = [row for row in chunk if len(row.pieces) > 1]
    return len(chunk) > 1 and figures >= 0.5 * sum(len(row.pieces) - 1 for row in chunk) and len(several) > 1


def _by_first_column(chunk: Sequence[_Row], n_columns: int) -> list[list[_Row]]:
    """Rows that begin where the first column does: a printed line with it and another, that goes on no sentence."""
    groups: list[list[_Row]] = []
    edges: dict[int, float] = {}
    for row in chunk:
        for piece, column in zip(row.pieces, row.columns):
            edges[column] = max(edges.get(column, piece.x1), piece.x1)
    for row in chunk:
        begins = row.columns[0] == 0 and len(row.pieces) > 1
        goes_on = all(piece.text[:1].islower() for piece in row.pieces)
        most = max((len(other.pieces) for other in chunk), default=1)
        if groups and len(row.pieces) == 1 and not _wraps(groups[-1], row, edges):
            groups.append([row])
            continue
        if groups and not (begins and not goes_on and len(row.pieces) >= min(most, max(2, n_columns - 2))):
            alone = row.columns[0] > 0 and len(row.pieces) > 1 and any(is_figure(p.text) for p in row.pieces[-1:])
            if not alone:
                groups[-1].append(row)
                continue
            label = groups[-1][-1]
            if len(label.pieces) == 1 and label.columns[0] == 0:  # a label of several lines, figures beside the last
                groups[-1].append(row)
                continue
        groups.append([row])
    return groups


def _wraps(group: Sequence[_Row], row: _Row, edges: Mapping[int, float]) -> bool:
    """Whether a single piece goes on in a cell: the piece above it reaches so far that the next word had no room, or the
    word goes on in the middle of a sentence."""
    piece, column = row.pieces[0], row.columns[0]
    above = next((p for other in reversed(group) for p, c in zip(other.pieces, other.columns) if c == column), None)
    if above is None:
        return column > 0
    word = piece.text.split(" ", 1)[0]
    return piece.text[:1].islower() or above.x1 + (len(word) + 1) * 0.5 * piece.size > edges[column] - 2


def figure_rows(lines: Sequence[Line]) -> None:
    """Parts the cells of lines that are a label and figures, two or more under each other, whose columns stand too near
    for a gap to tell them."""
    found = [
        None if line.tag is not None or line.cells or line.edge else _LABEL_AND_FIGURES.fullmatch(line.text)
        for line in lines
    ]
    for n, (line, match) in enumerate(zip(lines, found)):
        beside = (n > 0 and found[n - 1] is not None) or (n + 1 < len(found) and found[n + 1] is not None)
        if match is None or not beside:
            continue
        label, figures = match["label"] or "", match["figures"].split()
        line.cells = (*([label.strip()] if label.strip() else []), *figures)
        line.cell_xs = (line.x0,) * len(line.cells)
        line.text = label.rstrip() + ("\t" if label.strip() else "") + match["figures"].replace(" ", "\t")


_LABEL_AND_FIGURES = re.compile(
    r"(?P<label>(?:[^\W\d]\S{0,30} ){0,8})(?P<figures>(?:[£$€(+<>–-]{0,3}\d[\d.,:/]{0,14}[%)*mk]{0,3}|[–-]|N/A)"
    r"(?: (?:[£$€(+<>–-]{0,3}\d[\d.,:/]{0,14}[%)*mk]{0,3}|[–-]|N/A)){2,60})"
)
