"""Fonts whose letters have no meaning in the file: what is copied from them is not what the page shows."""

from __future__ import annotations

import io
import re
from typing import Any

MOST_PAGES_LOOKED_AT = 500
_PAIR = re.compile(rb"<\s*[0-9A-Fa-f]{2,8}\s*>\s*(?:<\s*[0-9A-Fa-f]{2,8}\s*>\s*)?[<\[]\s*<?\s*[0-9A-Fa-f]{2,}")
_MEANINGLESS = re.compile(r"/(?:g|G|c|C|cid|glyph|index|char|a)\d{1,5}")


def garbled_pages(data: bytes, password: str | None) -> list[int]:
    """1-based pages, of the first 500, that use a font with a broken table of Unicode values and meaningless glyph names."""
    if b"/ToUnicode" not in data and b"/ObjStm" not in data:
        return []
    import pikepdf

    found: list[int] = []
    known: dict[tuple[int, int], bool] = {}
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            for number, page in enumerate(pdf.pages, 1):
                if number > MOST_PAGES_LOOKED_AT:
                    break
                resources: Any = page.obj.get("/Resources")
                fonts: Any = resources.get("/Font") if resources is not None else None
                if fonts is None:
                    continue
                for name in fonts.keys():  # noqa: SIM118 - a PDF dictionary, which gives keys only so
                    font = fonts[name]
                    key = font.objgen
                    if key not in known or key == (0, 0):
                        known[key] = _meaningless(font)
                    if known[key]:
                        found.append(number)
                        break
    except (pikepdf.PdfError, ValueError, OSError, RuntimeError, IndexError, TypeError, AttributeError):
        return found
    return found


def _meaningless(font: Any) -> bool:
    import pikepdf

    stream = font.get("/ToUnicode")
    encoding = font.get("/Encoding")
    if not isinstance(stream, pikepdf.Stream) or not isinstance(encoding, pikepdf.Dictionary):
        return False
    names = [str(entry) for entry in encoding.get("/Differences", []) if isinstance(entry, pikepdf.Name)]
    if not names or not all(_MEANINGLESS.fullmatch(name) for name in names):
        return False
    return _PAIR.search(stream.read_bytes()) is None
