"""A page of a PDF as a picture, with exact words boxed.

The words are found again on the page by their characters (ui.page_words); where the page does not hold them, no box is
drawn and the caller is told.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ui.page_words import Rect, characters_of, ink_of, joined_by_line, matching_characters
from ui.page_worker import PageWorker

DPI = 110
POINTS_PER_INCH = 72
MAX_PIXELS = 12_000_000  # a page as large as a poster is drawn smaller
BOX_FILL = (255, 243, 163)
BOX_LINE = (29, 112, 184)
PLAIN_WIDTH = 1000  # pixels; twice the width at which a page stands beside its text
_WORKER = PageWorker()

PointBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points of the page as shown, from its bottom left."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as PNG; `boxes` are where the words stand, one a line of print, empty where they were not found."""

    png: bytes
    width: int
    height: int
    boxes: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A whole page as WebP: its size in pixels, and in points as the page is shown (cropped and turned)."""

    webp: bytes
    width: int
    height: int
    points_wide: float
    points_high: float


def render_page(
    path: Path, page: int, page_text: str, ranges: Sequence[tuple[int, int]] = (), lines: Sequence[PointBox] = ()
) -> PageImage | None:
    """The 1-based `page` with these half-open ranges of `page_text` boxed, all of them or, where one is not found, none; or
    None where the file is not a PDF that can be opened, or the page cannot be drawn in time. `lines`: boxes to draw where
    the page itself does not hold the words, as on a scan."""
    asked = {"path": str(path), "page": page, "page_text": page_text, "ranges": list(ranges), "lines": list(lines)}
    drawn = _WORKER.ask(asked)
    if drawn is None:
        return None
    said, data = drawn
    return PageImage(data, said["width"], said["height"], tuple((b[0], b[1], b[2], b[3]) for b in said["boxes"]))


def page_picture(path: Path, page: int) -> PagePicture | None:
    """The 1-based `page`, or None as for `render_page`."""
    drawn = _WORKER.ask({"path": str(path), "page": page, "plain": True})
    if drawn is None:
        return None
    said, data = drawn
    return PagePicture(data, said["width"], said["height"], said["points"][0], said["points"][1])


def draw(
    path: str,
    page: int,
    page_text: str = "",
    ranges: Sequence[Sequence[int]] = (),
    lines: Sequence[Sequence[float]] = (),
    plain: bool = False,
) -> tuple[dict[str, Any], bytes] | None:
    """What the drawing process answers: sizes and boxes, and the picture (WebP where `plain`, else PNG with boxes)."""
    import pypdfium2 as pdfium

    try:
        opened = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError):
        return None
    try:
        if not 1 <= page <= len(opened):
            return None
        return _drawn(opened[page - 1], page_text, ranges, lines, plain)
    except pdfium.PdfiumError:
        return None
    finally:
        opened.close()


def _drawn(
    page: Any, page_text: str, ranges: Sequence[Sequence[int]], lines: Sequence[Sequence[float]], plain: bool
) -> tuple[dict[str, Any], bytes]:
    width, height = page.get_size()
    scale = PLAIN_WIDTH / max(1.0, width) if plain else DPI / POINTS_PER_INCH
    scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    picture = bitmap.to_pil().convert("RGB")
    stream = io.BytesIO()
    boxes: list[Rect] = []
    if plain:
        picture.save(stream, "WEBP", quality=80, method=2)
    else:
        if ranges:
            boxes = word_boxes(page.get_textpage(), bitmap.get_posconv(page), page_text, ranges) or [
                (x0 * scale, (height - y1) * scale, x1 * scale, (height - y0) * scale) for x0, y0, x1, y1 in lines
            ]
            picture = _with_boxes(picture, boxes)
        picture.save(stream, "PNG")
    said = {"width": picture.width, "height": picture.height, "boxes": boxes, "points": [width, height]}
    return said, stream.getvalue()


def word_boxes(textpage: Any, convert: Any, page_text: str, ranges: Sequence[Sequence[int]]) -> list[Rect]:
    """Where the words at these ranges of `page_text` stand, a box for each line of print, in pixels of the picture that
    `convert` belongs to; empty where the page does not hold them all."""
    characters = characters_of(textpage)
    boxes: list[Rect] = []
    for start, end in ranges:
        found = matching_characters(page_text, start, end, characters)
        if not found and ink_of(page_text[start:end]):
            return []
        boxes += joined_by_line([_pixels(convert, textpage.get_charbox(index, loose=True)) for index in found])
    return boxes


def _pixels(convert: Any, box: tuple[float, float, float, float]) -> Rect:
    left, bottom, right, top = box
    x0, y0 = convert.to_bitmap(left, top)
    x1, y1 = convert.to_bitmap(right, bottom)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _with_boxes(picture: Any, boxes: Sequence[Rect]) -> Any:
    from PIL import Image, ImageChops, ImageDraw

    wash = Image.new("RGB", picture.size, (255, 255, 255))
    draw = ImageDraw.Draw(wash)
    for left, top, right, bottom in boxes:
        draw.rectangle((left - 2, top - 1, right + 2, bottom + 1), fill=BOX_FILL)
    picture = ImageChops.multiply(picture, wash)
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        draw.rectangle((left - 3, top - 2, right + 3, bottom + 2), outline=BOX_LINE, width=2)
    return picture
