"""Tables that nothing marks as such: the lines of a page into rows of cells, by ruled lines, else by aligned columns.

A line that is part of a row is given a tag as if the file had one, so that a row comes out alike from every file: the
cells in order, a cell's lines together. Prose in columns, contact blocks and signatures are left as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.rulings import Ruling, Rulings
from ingest.readers.pdf.tags import Tag
from ingest.structure import patterns
from ingest.structure.numbering import label_number, printed_number

FIRST_BLOCK = 1_000_000  # tags made here are numbered from it, above those of the file
REACH = 3.5  # points by which a ruled line may miss the one that it should meet
NARROWEST = 8.0  # points, of a column or a row of a table
COLUMN_OF_PROSE = 120  # words
TITLE = 8  # words of a title in the first column, at most
PART = 100_000  # between the numbers of the parts of one table that other lines part
TALLEST_ROW = 160.0  # points, of a row between two shaded ones
SHORT_MINUTE = 20  # words of a cell from which, beside a number, it is a paragraph and not an entry
LONG_MINUTE = 80  # the same under a heading row
MOST_CELLS = 4_000  # of one table; a finer grid is a chart or a map
COVERED = 0.6  # of a cell's side that a ruled line runs along for the side to be closed
_FIGURE = re.compile(r"[\s\d.,%£$€()+\-–—/*<>=:]*(?:m|bn|k|n/a|-)?[\s*]*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"\s*(?:19|20)\d\d(?:\s*[/–-]\s*\d\d(?:\d\d)?)?\s*")
_FIGURES = re.compile(r"\d\S{0,8}\s+\S{0,8}\d\S{0,8}\s+\S{0,8}\d")  # three in a row: cells too near for a gap
Splitter = Callable[[Line, Sequence[float]], list[Line]]


@dataclass(slots=True)
class Grid:
    """A ruled table: the places of its columns' edges from the left and its rows' from the top down, and its lines."""

    xs: list[float]
    ys: list[float]
    level: list[Ruling]
    upright: list[Ruling]

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]


@dataclass(slots=True)
class Cell:
    """What stands in one cell; `row` and `column` are those of its top left corner."""

    row: int
    column: int
    columns: int = 1
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def side_by_side(lines: Sequence[Line]) -> bool:
    """Whether stretches of text stand beside each other: else there is no table. At the very top or foot of the page
    they are a running line with its page number."""
    if len(lines) < 2:
        return False
    ordered = sorted(lines, key=lambda line: -line.y1)
    top, foot = ordered[0].middle, min(line.middle for line in lines)
    for n, line in enumerate(ordered):
        middle = line.middle
        if top - middle < line.size or middle - foot < line.size:
            continue
        if len(line.cells) > 1 or _FIGURES.search(line.text) is not None:
            return True
        for other in ordered[n + 1 : n + 6]:
            if other.y1 < middle:
                break
            if other.x0 >= line.x1 - 1 or other.x1 <= line.x0 + 1:
                return True
    return False


def ruled_rows(lines: list[Line], found: Rulings, split: Splitter) -> list[Line]:
    """The lines with those in ruled tables cut into cells and tagged; a table's lines stand together, row by row."""
    block = FIRST_BLOCK
    for number, grid in enumerate(_stacked(grids(found), lines), 1):
        inside = [line for line in lines if _inside(line, grid.box) and "hidden" not in line.flags]
        if not inside or any(line.tag is not None and line.tag.kind != "paragraph" for line in inside):
            continue
        pieces = [piece for line in inside for piece in split(line, grid.xs[1:-1])]
        cells = _filled(grid, pieces)
        rows = _rows(cells, len(grid.xs) - 1)
        if not _is_table(rows, len(grid.xs) - 1) or (len(rows) < 3 and inside[0].tag is not None):
            continue
        rows = [part for row in rows for part in _unruled(row)]
        placed, block = _tagged(rows, len(grid.xs) - 1, number, block)
        members = {id(line) for line in inside}
        at = next(n for n, line in enumerate(lines) if id(line) in members)
        lines = lines[:at] + placed + [line for line in lines[at:] if id(line) not in members]
    return lines


def _stacked(grids: Sequence[Grid], lines: Sequence[Line]) -> list[Grid]:
    """Grids of the same columns with no more than a row's lines between them, as one: every other row is shaded."""
    made: list[Grid] = []
    for grid in grids:
        above = made[-1] if made else None
        if above is None or not _same_columns(above, grid) or not 0 <= above.ys[-1] - grid.ys[0] <= TALLEST_ROW:
            made.append(grid)
            continue
        top, foot = above.ys[-1], grid.ys[0]
        between = [line for line in lines if foot < line.middle < top]
        beside = {bisect_right(grid.xs, x) for line in between for x in (line.cell_xs or (line.x0 + 1,))}
        gap = top - foot >= NARROWEST
        if gap and len(beside) < 2:  # a heading between two tables
            made.append(grid)
            continue
        if any(line.x0 < x - 2 and line.x1 > x + 2 and not line.cells for line in between for x in grid.xs[1:-1]):
            made.append(grid)
            continue
        made[-1] = Grid(
            above.xs,
            above.ys + (grid.ys if gap else grid.ys[1:]),
            above.level + grid.level,
            above.upright + grid.upright + ([Ruling(x, foot, top) for x in above.xs] if gap else []),
        )
    return made


def _same_columns(one: Grid, other: Grid) -> bool:
    return len(one.xs) == len(other.xs) and all(abs(a - b) <= REACH for a, b in zip(one.xs, other.xs))


def grids(found: Rulings) -> list[Grid]:
    """The tables that the ruled lines draw, from the top down. Frames of one cell are none."""
    level, upright = list(found.level), list(found.upright)
    if not level or len(level) + len(upright) < 3 or len(level) * len(upright) > 150_000:
        return []
    owner = list(range(len(level) + len(upright)))

    def root(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for n, line in enumerate(level):
        for m, post in enumerate(upright):
            if line.start - REACH <= post.at <= line.end + REACH and post.start - REACH <= line.at <= post.end + REACH:
                owner[root(n)] = root(len(level) + m)
    members: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for n, line in enumerate(level):
        members[root(n)][0].append(line)
    for m, post in enumerate(upright):
        members[root(len(level) + m)][1].append(post)
    made = [grid for lines, posts in members.values() if (grid := _grid(lines, posts)) is not None]
    made.sort(key=lambda grid: (-grid.ys[0], grid.xs[0]))
    return [
        grid
        for grid in made
        if not any(other is not grid and _within(grid.box, other.box) for other in made)  # an inner box of a cell
    ]


def _grid(level: list[Ruling], upright: list[Ruling]) -> Grid | None:
    if not upright or not level:
        return None
    ends_x = [min(line.start for line in level), max(line.end for line in level)]
    ends_y = [min(post.start for post in upright), max(post.end for post in upright)]
    xs = _places([post.at for post in upright], ends_x)
    ys = _places([line.at for line in level], ends_y)[::-1]
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MOST_CELLS:
        return None
    return Grid(xs, ys, level, upright)


def _places(lines: Iterable[float], ends: Iterable[float]) -> list[float]:
    """Edges in order, those nearer to each other than a column or row may be as one; open ends count as edges."""
    made: list[float] = []
    for at in sorted(lines):
        if not made or at - made[-1] >= NARROWEST:
            made.append(at)
    for end in ends:
        if all(abs(end - at) >= NARROWEST for at in made):
            made.append(end)
    return sorted(made)


def _within(inner: tuple[float, float, float, float], outer: tuple[float, float, float, float]) -> bool:
    return (
        inner[0] >= outer[0] - 2 and inner[1] >= outer[1] - 2 and inner[2] <= outer[2] + 2 and inner[3] <= outer[3] + 2
    )


def _inside(line: Line, box: tuple[float, float, float, float]) -> bool:
    if not box[1] - 1 <= line.middle <= box[3] + 1:
        return False
    return min(line.x1, box[2]) - max(line.x0, box[0]) > 0.5 * (line.x1 - line.x0)


def _filled(grid: Grid, pieces: Sequence[Line]) -> list[Cell]:
    """The cells of the grid that hold text, from the top left; cells that no ruled line parts are one."""
    n_columns, n_rows = len(grid.xs) - 1, len(grid.ys) - 1
    owner = list(range(n_columns * n_rows))

    def root(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for row in range(n_rows):
        top, foot = grid.ys[row], grid.ys[row + 1]
        closed = [
            any(
                abs(post.at - x) < NARROWEST and min(post.end, top) - max(post.start, foot) > COVERED * (top - foot)
                for post in grid.upright
            )
            for x in grid.xs
        ]
        for column in range(n_columns):
            here = row * n_columns + column
            if column and not closed[column]:
                owner[root(here)] = root(here - 1)
            if row:
                left, right = grid.xs[column], grid.xs[column + 1]
                if not any(
                    abs(line.at - top) < NARROWEST
                    and min(line.end, right) - max(line.start, left) > COVERED * (right - left)
                    for line in grid.level
                ):
                    owner[root(here)] = root(here - n_columns)
    cells: dict[int, Cell] = {}
    corners: dict[int, tuple[int, int, int]] = {}
    for row in range(n_rows):
        for column in range(n_columns):
            key = root(row * n_columns + column)
            first = corners.get(key)
            corners[key] = (
                (row, column, 1)
                if first is None
                else (first[0], min(first[1], column), max(first[2], column - first[1] + 1))
            )
    for piece in pieces:
        row = next((n for n in range(n_rows) if piece.middle > grid.ys[n + 1]), n_rows - 1)
        centre = (piece.x0 + piece.x1) / 2
        column = next((n for n in range(n_columns) if centre < grid.xs[n + 1]), n_columns - 1)
        key = root(row * n_columns + column)
        top, left, width = corners[key]
        cells.setdefault(key, Cell(top, left, width)).lines.append(piece)
    return sorted(cells.values(), key=lambda cell: (cell.row, cell.column))


def _rows(cells: Sequence[Cell], n_columns: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for cell in cells:
        cell.lines = _in_order(cell.lines)
        if rows and rows[-1][0].row == cell.row:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """From the top down and, on one printed line, from the left."""
    made: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if made and made[-1][0].middle - line.middle < 0.4 * max(made[-1][0].size, line.size, 4.0):
            made[-1].append(line)
        else:
            made.append([line])
    return _rejoined([line for row in made for line in sorted(row, key=lambda line: line.x0)])


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    """Parts of one line that came to stand in one cell after all, as one line again."""
    made: list[Line] = []
    for line in lines:
        last = made[-1] if made else None
        if (
            last is not None
            and last.first >= 0
            and 0 < line.first - last.first - len(last.text) <= 2
            and abs(line.middle - last.middle) < 0.4 * max(line.size, 4.0)
        ):
            last.text += " " * (line.first - last.first - len(last.text)) + line.text
            last.x1, last.y0, last.y1 = max(last.x1, line.x1), min(last.y0, line.y0), max(last.y1, line.y1)
            last.boxes = last.boxes + line.boxes
            last.bold, last.italic = last.bold and line.bold, last.italic and line.italic
        else:
            made.append(line)
    return made


def _is_table(rows: Sequence[Sequence[Cell]], n_columns: int) -> bool:
    """Rows of several cells; a frame with one cell, or the bars of a chart, are none."""
    several = [row for row in rows if len(row) >= 2]
    if not several:
        return False
    if n_columns == 2 and any(min(len(cell.text.split()) for cell in row) >= COLUMN_OF_PROSE for row in several):
        return False  # a rule between two columns of a newsletter
    if len(several) == 1 and len(rows) == 1:
        # a row left over from the page before, or two boxes of text beside each other
        return n_columns >= 3 or len(several[0][0].text) <= 60
    return True


def _unruled(row: list[Cell]) -> list[list[Cell]]:
    """A row as it is; or, where ruled lines run only round it, the printed rows that it holds."""
    if len(row) < 2 or any(cell.columns > 1 for cell in row) or min(len(cell.lines) for cell in row[1:]) < 3:
        return [row]
    heights: list[list[Line]] = []
    for line in sorted((line for cell in row for line in cell.lines), key=lambda line: -line.middle):
        if heights and heights[-1][0].middle - line.middle < 0.5 * max(line.size, 4.0):
            heights[-1].append(line)
        else:
            heights.append([line])
    full = sum(len(members) >= len(row) for members in heights)
    figures = sum(_FIGURE.fullmatch(line.text) is not None for cell in row[1:] for line in cell.lines)
    if full < 0.8 * len(heights) or figures < 0.6 * sum(len(cell.lines) for cell in row[1:]):
        return [row]
    made: list[list[Cell]] = []
    for members in heights:
        part = []
        for cell in row:
            mine = [line for line in cell.lines if any(line is member for member in members)]
            if mine:
                part.append(Cell(cell.row, cell.column, cell.columns, mine))
        made.append(part)
    return made


def _tagged(rows: Sequence[Sequence[Cell]], n_columns: int, table: int, block: int) -> tuple[list[Line], int]:
    """The lines of the rows in order, tagged. A cell as wide as the table holds a title or prose, not a row; nor is a
    numbered list beside its title one."""
    if is_page_layout(rows):
        return unpacked(rows), block
    placed: list[Line] = []
    header = is_header(rows)
    for n, row in enumerate(rows):
        block += 1
        if (len(row) == 1 and row[0].columns >= n_columns) or is_form_prose(row):
            placed += [line for cell in row for line in cell.lines]
            table += PART  # what follows stands after these lines
            continue
        for cell in row:
            for line in cell.lines:
                if line.cells:  # a gap within the cell parts nothing
                    line.text, line.cells, line.cell_xs = line.text.replace("\t", " "), (), ()
                line.tag = Tag(block, "table_row", cell=cell.column, header=header and n == 0, table=table)
                placed.append(line)
    return placed, block


def is_page_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table only sets out prose: numbers or letters in its first column, running text in its second, and at
    most names in its third. Minutes are often typed so; a list of actions under a heading row is a table."""
    if max(cell.column for row in rows for cell in row) > 2:
        return False
    carried = len(rows) > 1  # the first row of a page may be the rest of one, its empty cells left out
    labels = [cell for row in rows[carried:] for cell in row if cell.column == 0 and len(row) > 1]
    texts = [cell for row in rows[carried:] for cell in row if cell.column == 1]
    if carried:
        texts.append(max(rows[0], key=lambda cell: len(cell.text)))
    if not labels or not texts or sum(map(_is_label, labels)) < 0.8 * len(labels):
        return False
    if any(len(line.text.split()) > 4 for row in rows for cell in row if cell.column == 2 for line in cell.lines):
        return False
    words = sum(len(cell.text.split()) for cell in texts) / len(texts)
    titled = sum(cell.lines[0].bold and not cell.lines[-1].bold for cell in texts)
    if is_header(rows):
        return titled >= 0.5 * len(texts) or words >= LONG_MINUTE
    return words >= SHORT_MINUTE


def is_form_prose(row: Sequence[Cell]) -> bool:
    """Whether a row of two cells is a list of numbered or lettered paragraphs beside its title, as on cover sheets."""
    if len(row) != 2 or len(row[0].text.split()) > TITLE or len(row[1].text.split()) < 2 * SHORT_MINUTE:
        return False
    starts = [line for line in row[1].lines if _begins_item(line.text)]
    return len(starts) >= 2 and not _is_label(row[0])


def _begins_item(text: str) -> bool:
    printed = printed_number(text)
    return (printed is not None and bool(_LETTER.search(text[printed.length :]))) or bool(patterns.BULLET.match(text))


def _is_label(cell: Cell) -> bool:
    """Whether a cell holds only the number or letter of a paragraph."""
    text = cell.text.strip()
    printed = label_number(text)
    return printed is not None and len(text) <= 9 and printed.length >= len(text.rstrip(".) "))


def unpacked(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a table that is no table, in reading order, untagged; a label stands on the first line of its text,
    and the names in a third column, who is to act, are rows of their own."""
    placed: list[Line] = []
    for row in rows:
        label: Line | None = None
        for cell in row:
            first = cell.lines[0]
            names = cell.column == 2 or (cell.column == 1 and not _is_label(row[0]) and row[0].column == 0)
            beside = Tag(first.tag.block if first.tag else 0, "table_row") if names else None  # who is to act
            for line in cell.lines:
                line.tag = beside
            if cell.column == 0 and len(row) > 1 and _is_label(cell) and len(cell.lines) == 1:
                label = first
                continue
            if label is not None and abs(label.middle - first.middle) < 0.5 * max(first.size, 4.0):
                first = _labelled(label, first)
                placed += [first, *cell.lines[1:]]
            else:
                placed += [*([label] if label is not None else []), *cell.lines]
            label = None
        if label is not None:
            placed.append(label)
    return placed


def _labelled(label: Line, line: Line) -> Line:
    return replace(
        line,
        text=f"{label.text}\t{line.text}",
        x0=label.x0,
        y0=min(label.y0, line.y0),
        y1=max(label.y1, line.y1),
        boxes=label.boxes + line.boxes,
        cells=(label.text, line.text),
        cell_xs=(label.x0, line.x0),
        first=-1,
    )


def unpack_layout(lines: list[Line]) -> list[Line]:
    """The lines with those of tagged tables that only set out prose unpacked."""
    found: dict[int, dict[int, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))  # table, row, column
    for line in lines:
        tag = line.tag
        if tag is not None and tag.kind == "table_row" and tag.block < FIRST_BLOCK:
            found[tag.table][tag.block].setdefault(tag.cell, Cell(tag.block, tag.cell)).lines.append(line)
    for rows in found.values():
        table = [[cells[column] for column in sorted(cells)] for cells in rows.values()]
        if not is_page_layout(table):
            _untag_lists(table)
            continue
        members = {id(line) for row in table for cell in row for line in cell.lines}
        at = next(n for n, line in enumerate(lines) if id(line) in members)
        lines = lines[:at] + unpacked(table) + [line for line in lines[at:] if id(line) not in members]
    return lines


def _untag_lists(rows: Sequence[Sequence[Cell]]) -> None:
    """Takes the tags off the rows that only set a list beside its title; the rows after one are another table's."""
    shift = 0
    for row in rows:
        prose = is_form_prose(row)
        for cell in row:
            for line in cell.lines:
                if line.tag is not None:
                    line.tag = None if prose else replace(line.tag, table=line.tag.table + shift)
        shift += PART * prose


def mark_headers(lines: Sequence[Line]) -> None:
    """Marks the first row of a tagged table as its header where it is one and the file does not say so."""
    found: dict[int, dict[int, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))  # table, row, column
    marked: set[int] = set()
    for line in lines:
        tag = line.tag
        if tag is None or tag.kind != "table_row":
            continue
        if tag.header:
            marked.add(tag.table)
        found[tag.table][tag.block].setdefault(tag.cell, Cell(tag.block, tag.cell)).lines.append(line)
    for table, rows in found.items():
        if table in marked or not is_header([list(cells.values()) for cells in rows.values()]):
            continue
        for cell in next(iter(rows.values())).values():
            for line in cell.lines:
                if line.tag is not None:
                    line.tag = replace(line.tag, header=True)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, sum or share."""
    return _FIGURE.fullmatch(text) is not None and any(map(str.isdigit, text))


def is_header(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row heads the others: bold alone, or words over columns of figures."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first = rows[0]
    if any(is_figure(cell.text) and not _YEAR.fullmatch(cell.text) for cell in first[1:]):
        return False
    bold = [all(line.bold for cell in row for line in cell.lines) for row in rows]
    if bold[0] and not all(bold[1:]):
        return True
    later = [cell for row in rows[1:] for cell in row if cell.column]
    figures = sum(is_figure(cell.text) for cell in later)
    return bool(later) and figures > 0.5 * len(later)
