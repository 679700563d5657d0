"""Text in columns: the white strip between two of them, and the lines read one column after the other, whatever the
order in the file.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf.lines import Line

COLUMN_LINES = 6  # lines that each of two columns has at least


def in_order(lines: list[Line], width: float) -> list[Line]:
    """The lines in reading order: column by column between lines that run over both, letters up the margin last.

    `width` is that of the page, in points."""
    upright = [line for line in lines if sideways(line)]
    if upright and len(upright) < 0.5 * len(lines):  # letters up the margin come last
        return in_order([line for line in lines if not sideways(line)], width) + upright
    gutter = gutter_of(lines, width)
    if gutter is None:
        return _untangled(lines)
    lines = [part for line in lines for part in _cut(line, gutter)]
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.y1):
        if line.x0 < gutter - 2 and line.x1 > gutter + 2:  # runs over both columns: what is above comes first
            ordered += _columns(band, gutter)
            band = []
            ordered.append(line)
        else:
            band.append(line)
    return ordered + _columns(band, gutter)


def _columns(band: Sequence[Line], gutter: float) -> list[Line]:
    left = [line for line in band if line.x1 <= gutter + 2]
    right = [line for line in band if line.x1 > gutter + 2]
    for line in right:
        line.column = 1
    return left + right


def gutter_of(lines: Sequence[Line], width: float) -> float | None:
    """The middle of the white strip between two columns of text, or None. Cells of a table are too short or too few."""
    pieces: list[tuple[float, float, float]] = []  # x0, x1, middle height
    for line in lines:
        if line.cells and len(line.cells) == 2 and all(len(cell) >= 15 for cell in line.cells):
            pieces.append((line.x0, line.cell_xs[1] - CELL, line.middle))
            pieces.append((line.cell_xs[1], line.x1, line.middle))
        else:
            pieces.append((line.x0, line.x1, line.middle))
    if len(pieces) < 2 * COLUMN_LINES:
        return None
    starts = Counter(round(x0 / 4) for x0, _, _ in pieces if width * 0.35 < x0 < width * 0.7)
    if not starts:
        return None
    start, count = starts.most_common(1)[0]
    if count < COLUMN_LINES:
        return None
    right_x = start * 4 - 3.0
    gutter = right_x - 2
    right = [p for p in pieces if p[0] >= gutter - 2]
    left = [p for p in pieces if p[1] <= gutter + 2]
    over = [p for p in pieces if p[0] < gutter - 2 and p[1] > gutter + 2]
    if min(len(left), len(right)) < COLUMN_LINES or len(over) > 0.34 * len(pieces):
        return None
    right_fill = median(p[1] - p[0] for p in right) / max(1.0, width - gutter)
    left_edge = min(p[0] for p in left)
    left_fill = median(p[1] - p[0] for p in left) / max(1.0, gutter - left_edge)
    beside = sum(any(abs(p[2] - q[2]) < 8 for q in right) for p in left)
    if min(right_fill, left_fill) < 0.45 or beside < COLUMN_LINES:
        return None
    return gutter


CELL = 6.0  # points left of a second cell at which the first is taken to end


def _cut(line: Line, gutter: float) -> list[Line]:
    """A line that the library ran over the gutter, as its two parts."""
    if len(line.cells) != 2 or not line.x0 < gutter < line.x1 or abs(line.cell_xs[1] - gutter) > 20:
        return [line]
    split = line.cell_xs[1]
    parts = []
    for text, x0, x1 in ((line.cells[0], line.x0, split - CELL), (line.cells[1], split, line.x1)):
        boxes = [box for box in line.boxes if x0 - 3 <= box[0] and box[2] <= x1 + 3] or [(x0, line.y0, x1, line.y1)]
        parts.append(
            Line(
                text,
                line.page,
                x0,
                line.y0,
                x1,
                line.y1,
                line.size,
                line.bold,
                line.italic,
                line.tag,
                line.artifact,
                line.flags,
                boxes=boxes,
            )
        )
    return parts


def sideways(line: Line) -> bool:
    """Whether the letters run up or down the page."""
    return line.y1 - line.y0 > 2.5 * max(line.x1 - line.x0, line.size) and len(line.text) > 3


def _untangled(lines: list[Line]) -> list[Line]:
    """File order, unless the file jumps about the page without reason: then from the top down."""
    if len(lines) > 1 and all(b.y0 > a.y1 for a, b in itertools.pairwise(lines)):
        return lines[::-1]  # a turned page whose lines the library gives from the foot up
    jumps = sum(b.y0 > a.y1 + 2 for a, b in itertools.pairwise(lines))
    if len(lines) < 4 or jumps <= 0.2 * len(lines):
        return lines
    tagged = sum(line.tag is not None for line in lines)
    if tagged > 0.5 * len(lines):
        return lines
    return sorted(lines, key=lambda line: (-round(line.middle / 4), line.x0))
