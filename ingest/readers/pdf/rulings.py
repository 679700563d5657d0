"""The ruled lines of a PDF page: table borders, rules and the edges of shaded cells, in points of the page as shown."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.pdf import calls
from ingest.readers.pdf.lines import PageGeometry, Rect

THICKEST = 3.0  # points; what is thicker is an area with four edges
SHORTEST = 6.0  # points; what is shorter is a dot, a tick or part of a letter
TOUCHING = 3.0  # points between the ends of two lines that are meant to meet
SAME_LINE = 1.6  # points across which two parallel lines are one: a cell's border and its neighbour's
MOST_OBJECTS = 6_000
MOST_SEGMENTS = 400  # of one path; a longer one is a drawing
MOST_LOOKED_AT = 1_000  # segments of such paths on one page
MOST_LINES = 1_200  # of one page and direction, before they are joined; a chart or a map has more
Matrix = tuple[float, float, float, float, float, float]  # a to f of PDF 32000-1, 8.3.3


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line: `at` is its place across its direction (y of a level one), `start` and `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """The level lines (from the top down) and the upright ones (from the left) of a page."""

    level: tuple[Ruling, ...]
    upright: tuple[Ruling, ...]


def rulings(page: Any, place: PageGeometry) -> Rulings:
    """The page's rulings; pieces of one line are joined. Empty where there are so many that the page is a drawing."""
    level: list[Ruling] = []
    upright: list[Ruling] = []
    looked_at = 0
    edges = (ctypes.c_float * 4)()
    places = [ctypes.addressof(edges) + n * ctypes.sizeof(ctypes.c_float) for n in range(4)]
    for thing, matrix in _paths(page):
        box = _bounds(thing, matrix, place, edges, places)
        if box is None:
            continue
        width, height = box[2] - box[0], box[3] - box[1]
        if not _shows(thing):
            continue
        if min(width, height) <= THICKEST:
            _add(box, level, upright)
        elif (count := calls.path_segments(thing)) <= 6:
            if width < 0.95 * place.shown_width or height < 0.6 * place.shown_height:  # not the page's own ground
                _add_edges(box, level, upright)
        elif count <= MOST_SEGMENTS and looked_at + count <= MOST_LOOKED_AT:
            looked_at += count
            for part in _parts(thing, count, matrix, place):
                _add(part, level, upright)
        if max(len(level), len(upright)) > MOST_LINES:
            return Rulings((), ())
    return Rulings(
        tuple(sorted(_joined(level), key=lambda line: (-line.at, line.start))),
        tuple(sorted(_joined(upright), key=lambda line: (line.at, line.start))),
    )


def _paths(page: Any) -> Iterator[tuple[Any, Matrix | None]]:
    """The page's paths, those in forms (pages that a program put into a page) too, with the form's matrix."""
    left = MOST_OBJECTS
    page = calls.address(page)
    for n in range(min(calls.page_objects(page), left)):
        thing = calls.page_object(page, n)
        kind = calls.object_type(thing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield thing, None
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and left > 0:
            matrix = _matrix(thing)
            inside = min(max(0, calls.form_objects(thing)), left)
            left -= inside
            for m in range(inside):
                part = calls.form_object(thing, m)
                if part and calls.object_type(part) == pdfium.FPDF_PAGEOBJ_PATH:
                    yield part, matrix


def _matrix(thing: Any) -> Matrix | None:
    matrix = pdfium.FS_MATRIX()
    if not calls.object_matrix(thing, ctypes.addressof(matrix)):
        return None
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(x: float, y: float, matrix: Matrix | None) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(thing: Any, matrix: Matrix | None, place: PageGeometry, edges: Any, places: Sequence[int]) -> Rect | None:
    """The path's box on the page as shown; None where it is too small to be a line. `edges`: four floats to use, at
    the addresses `places`."""
    if not calls.object_bounds(thing, *places):
        return None
    box = (edges[0], edges[1], edges[2], edges[3])
    if matrix is not None:
        one, other = _moved(box[0], box[1], matrix), _moved(box[2], box[3], matrix)
        box = (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
    if box[2] - box[0] < SHORTEST and box[3] - box[1] < SHORTEST:
        return None
    return box if place.plain else place.shown(*box)


def _shows(thing: Any) -> bool:
    """Whether the path is drawn at all: some are there to cut others off."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not calls.path_draw_mode(thing, ctypes.addressof(fill), ctypes.addressof(stroke)):
        return True
    return bool(fill.value or stroke.value)


def _add(box: Rect, level: list[Ruling], upright: list[Ruling]) -> None:
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        if x1 - x0 >= SHORTEST and y1 - y0 <= THICKEST:
            level.append(Ruling((y0 + y1) / 2, x0, x1))
    elif y1 - y0 >= SHORTEST and x1 - x0 <= THICKEST:
        upright.append(Ruling((x0 + x1) / 2, y0, y1))


def _add_edges(box: Rect, level: list[Ruling], upright: list[Ruling]) -> None:
    x0, y0, x1, y1 = box
    level += [Ruling(y0, x0, x1), Ruling(y1, x0, x1)]
    upright += [Ruling(x0, y0, y1), Ruling(x1, y0, y1)]


def _parts(thing: Any, count: int, outer: Matrix | None, place: PageGeometry) -> Iterable[Rect]:
    """The straight, level or upright lines of a path of many segments, as boxes."""
    matrix = _matrix(thing)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for n in range(count):
        segment = calls.path_segment(thing, n)
        if not segment or not calls.segment_point(segment, ctypes.addressof(x), ctypes.addressof(y)):
            last = None
            continue
        at = _moved(*_moved(x.value, y.value, matrix), outer)
        if last is not None and calls.segment_type(segment) == pdfium.FPDF_SEGMENT_LINETO:
            box = (min(last[0], at[0]), min(last[1], at[1]), max(last[0], at[0]), max(last[1], at[1]))
            if all(map(math.isfinite, box)) and min(box[2] - box[0], box[3] - box[1]) <= 1.0:
                yield place.shown(*box)
        last = at


def _joined(lines: Sequence[Ruling]) -> list[Ruling]:
    """Lines at the same place that touch or overlap, as one."""
    groups: list[list[Ruling]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if groups and line.at - groups[-1][0].at <= SAME_LINE:
            groups[-1].append(line)
        else:
            groups.append([line])
    made: list[Ruling] = []
    for group in groups:
        at = sum(line.at for line in group) / len(group)
        group.sort(key=lambda line: line.start)
        start, end = group[0].start, group[0].end
        for line in group[1:]:
            if line.start <= end + TOUCHING:
                end = max(end, line.end)
            else:
                made.append(Ruling(at, start, end))
                start, end = line.start, line.end
        made.append(Ruling(at, start, end))
    return made
