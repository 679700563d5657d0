"""Fonts whose letters have no meaning in the file: what is copied from them is not what the page shows."""

from __future__ import annotations

import io
import re
import zlib
from typing import Any

MOST_PAGES_LOOKED_AT = 500
MOST_PACKED, MOST_UNPACKED = 1_000_000, 5_000_000  # bytes of one object stream
_PAIR = re.compile(rb"<\s*[0-9A-Fa-f]{2,8}\s*>\s*(?:<\s*[0-9A-Fa-f]{2,8}\s*>\s*)?[<\[]\s*<?\s*[0-9A-Fa-f]{2,}")
_MEANINGLESS = re.compile(r"/(?:g|G|c|C|cid|glyph|index|char|a)\d{1,5}")
_RENAMED = re.compile(rb"/Differences(?:\s*\[[\s\d]*/(?:g|G|c|C|cid|glyph|index|char|a)\d|\s+\d+\s+\d+\s+R)")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,300}?>>\s*stream\r?\n", re.DOTALL)


def garbled_pages(data: bytes, password: str | None) -> list[int]:
    """1-based pages, of the first 500, that use a font with a broken table of Unicode values and meaningless glyph names."""
    if not _suspicious(data):
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


def _suspicious(data: bytes) -> bool:
    """Whether any font of the file may name its glyphs without meaning: a quick look that spares most files the parser."""
    if _RENAMED.search(data):
        return True
    for match in _OBJECT_STREAM.finditer(data):
        packed = data[match.end() : match.end() + MOST_PACKED]
        try:
            if _RENAMED.search(zlib.decompressobj().decompress(packed, MOST_UNPACKED)):
                return True
        except zlib.error:
            return True  # encrypted, or packed in another way
    return False


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
