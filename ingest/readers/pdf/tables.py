"""Tables that nothing marks as such: the lines of a page into rows of cells, by the ruled lines that part them.

A line that is part of a row is given a tag as if the file had one, so that a row comes out alike from every file: the
cells in order, a cell's lines together. Prose in columns, contact blocks and signatures are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.readers.pdf.cells import FIGURE, FIRST_BLOCK, PART, Cell
from ingest.readers.pdf.grids import NARROWEST, Grid, grids, stacked
from ingest.readers.pdf.headers import is_header
from ingest.readers.pdf.layout_tables import is_form_prose, is_page_layout, unpacked
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.rulings import Rulings
from ingest.readers.pdf.tags import Tag

COLUMN_OF_PROSE = 120  # words
COVERED = 0.6  # of a cell's side that a ruled line runs along for the side to be closed
_FIGURES = re.compile(r"\d\S{0,8}\s+\S{0,8}\d\S{0,8}\s+\S{0,8}\d")  # three in a row: cells too near for a gap
Splitter = Callable[[Line, Sequence[float]], list[Line]]


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
    for number, grid in enumerate(stacked(grids(found), lines), 1):
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
    figures = sum(FIGURE.fullmatch(line.text) is not None for cell in row[1:] for line in cell.lines)
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
