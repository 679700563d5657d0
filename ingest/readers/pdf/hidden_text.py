"""Text that a reader of the page does not see: a layer under a picture of words, or a trap."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.pdf.lines import Line, PageGeometry


def mark_hidden(page: Any, lines: list[Line], place: PageGeometry) -> None:
    """Flags text that a reader of the page does not see: drawn invisibly or white on white.

    The layer that OCR puts over a picture of words is told apart: on that picture hardly any words are to be seen, while
    a few invisible words on the background of a printed page are a trap."""
    invisible = [line for line in lines if line.flags == ("invisible",)]
    white = [line for line in lines if line.flags == ("white",)]
    if not invisible and not white:
        return
    shapes = _shapes(page, place)
    seen = [line for line in lines if not line.flags]
    layers = [box for kind, box in shapes if kind == "image" and _letters(box, invisible) > _letters(box, seen)]
    for line in invisible:
        line.flags = ("ocr",) if any(_covers(box, line) for box in layers) else ("hidden",)
    for line in white:
        line.flags = () if any(_covers(box, line) for _, box in shapes) else ("hidden",)


def _letters(box: tuple[float, float, float, float], lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if _covers(box, line))


def _shapes(page: Any, place: PageGeometry) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The pictures and the coloured areas of a page: what white letters can stand on."""
    found = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for n in range(min(pdfium.FPDFPage_CountObjects(page), 5000)):
        thing = pdfium.FPDFPage_GetObject(page, n)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT or not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            coloured = pdfium.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha)
            if coloured and min(red.value, green.value, blue.value) >= 250:
                continue
        name = "image" if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM) else "area"
        found.append((name, place.shown(left.value, bottom.value, right.value, top.value)))
    return found


def _covers(box: tuple[float, float, float, float], line: Line) -> bool:
    x, y = (line.x0 + line.x1) / 2, line.middle
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1
