"""The ruled lines of a PDF page: table borders, rules and the edges of shaded cells, in points of the page as shown."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.pdf.lines import PageGeometry

THICKEST = 3.0  # points; what is thicker is an area with four edges
SHORTEST = 6.0  # points; what is shorter is a dot, a tick or part of a letter
TOUCHING = 3.0  # points between the ends of two lines that are meant to meet
SAME_LINE = 1.6  # points across which two parallel lines are one: a cell's border and its neighbour's
MOST_OBJECTS = 6_000
MOST_SEGMENTS = 400  # of one path; a longer one is a drawing
MOST_LOOKED_AT = 2_500  # segments of such paths on one page
MOST_LINES = 1_200  # of one page and direction, before they are joined; a chart or a map has more


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
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    looked_at = 0
    for n in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, n)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        box = place.shown(left.value, bottom.value, right.value, top.value)
        width, height = box[2] - box[0], box[3] - box[1]
        if max(width, height) < SHORTEST or not _shows(thing):
            continue
        if min(width, height) <= THICKEST:
            _add(box, level, upright)
        elif (count := pdfium.FPDFPath_CountSegments(thing)) <= 6:
            if width < 0.95 * place.shown_width or height < 0.6 * place.shown_height:  # not the page's own ground
                _add_edges(box, level, upright)
        elif count <= MOST_SEGMENTS and looked_at + count <= MOST_LOOKED_AT:
            looked_at += count
            for part in _parts(thing, count, place):
                _add(part, level, upright)
        if max(len(level), len(upright)) > MOST_LINES:
            return Rulings((), ())
    return Rulings(
        tuple(sorted(_joined(level), key=lambda line: (-line.at, line.start))),
        tuple(sorted(_joined(upright), key=lambda line: (line.at, line.start))),
    )


def _shows(thing: Any) -> bool:
    """Whether the path is drawn at all: some are there to cut others off."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(thing, fill, stroke):
        return True
    return bool(fill.value or stroke.value)


def _add(box: tuple[float, float, float, float], level: list[Ruling], upright: list[Ruling]) -> None:
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        if x1 - x0 >= SHORTEST and y1 - y0 <= THICKEST:
            level.append(Ruling((y0 + y1) / 2, x0, x1))
    elif y1 - y0 >= SHORTEST and x1 - x0 <= THICKEST:
        upright.append(Ruling((x0 + x1) / 2, y0, y1))


def _add_edges(box: tuple[float, float, float, float], level: list[Ruling], upright: list[Ruling]) -> None:
    x0, y0, x1, y1 = box
    level += [Ruling(y0, x0, x1), Ruling(y1, x0, x1)]
    upright += [Ruling(x0, y0, y1), Ruling(x1, y0, y1)]


def _parts(thing: Any, count: int, place: PageGeometry) -> Iterable[tuple[float, float, float, float]]:
    """The straight, level or upright lines of a path of many segments, as boxes."""
    matrix = pdfium.FS_MATRIX()
    known = pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for n in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, n)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            last = None
            continue
        at = (x.value, y.value)
        if known:
            at = (
                matrix.a * at[0] + matrix.c * at[1] + matrix.e,
                matrix.b * at[0] + matrix.d * at[1] + matrix.f,
            )
        if last is not None and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
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
