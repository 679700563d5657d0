"""What a format's reader hands over: the text, its units, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.structure.units import Unit


@dataclass(frozen=True, slots=True)
class Reading:
    """`units` tile `text`. `hinted`: the format itself marks headings (styles, tags, #), so plain lines are rarely ones.
    stated_*: what the file's properties say; often wrong, see `ingest.metadata`."""

    text: str
    units: tuple[Unit, ...]
    page_starts: tuple[int, ...] = ()
    page_labels: tuple[str | None, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ocr_pages: int = 0
    stated_title: str | None = None
    stated_author: str | None = None
    stated_date: str | None = None
    source_url: str | None = None
