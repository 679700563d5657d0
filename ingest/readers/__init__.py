"""One module a file format; `read` chooses by content, never by the name alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.documents import Document, ReadResult, content_id
from ingest.metadata import guess
from ingest.readers.text import read_text
from ingest.structure import structure

__all__ = ["read"]


def read(path: Path, *, password: str | None = None, ocr: bool = False) -> ReadResult:
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    reading = read_text(data)
    blocks = structure(reading.text, reading.units)
    title, organisation, date, kind = guess(reading, blocks, path.stem)
    document = Document(
        id=content_id("d", sha256),
        title=title,
        text=reading.text,
        sha256=sha256,
        path=str(path),
        organisation=organisation,
        date=date,
        type=kind,
        source_url=reading.source_url,
        page_starts=reading.page_starts,
        page_labels=reading.page_labels,
    )
    return ReadResult(document, blocks, reading.warnings, reading.notes, reading.ocr_pages)
