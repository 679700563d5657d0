"""The tables that the ruled lines of a page draw: the places of their columns' and rows' edges.

Grids of the same columns with no more than a row between them are one: many tables shade every other row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.rulings import Ruling, Rulings

REACH = 3.5  # points by which a ruled line may miss the one that it should meet
NARROWEST = 8.0  # points, of a column or a row of a table
TALLEST_ROW = 160.0  # points, of a row between two shaded ones
MOST_CELLS = 4_000  # of one table; a finer grid is a chart or a map


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


def stacked(grids: Sequence[Grid], lines: Sequence[Line]) -> list[Grid]:
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
