"""Files of another format inside a Word file, which Word takes into the text on opening it (altChunk)."""

from __future__ import annotations

from ingest.readers.html import read_html
from ingest.readers.reading import Reading
from ingest.readers.text import read_text

_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")
_PLAIN = (".txt", ".text")


def read_chunk(data: bytes, name: str) -> Reading | None:
    """The text and units of an embedded web page or text file; None for other formats."""
    suffix = name.lower()
    if suffix.endswith(_PAGES[:3]) or data.lstrip()[:15].lower().startswith((b"<html", b"<!doctype html")):
        return read_html(data, name)
    return read_text(data) if suffix.endswith(_PLAIN) else None
