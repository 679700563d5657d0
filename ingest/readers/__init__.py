"""One module a file format; `read` chooses by content, never by the name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.documents import Document, ReadResult, content_id
from core.errors import RefusedFile
from ingest.metadata import guess
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.pdf import read_pdf
from ingest.readers.reading import Reading
from ingest.readers.sniff import LARGEST_FILE, sniff
from ingest.readers.text import read_text
from ingest.structure import structure

__all__ = ["ReadOptions", "read", "read_with"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """skip_pages: 1-based pages of a PDF on which an earlier attempt hung or died, left out and marked."""

    password: str | None = None
    ocr: bool = False
    skip_pages: frozenset[int] = field(default_factory=frozenset)


def read(path: Path, *, password: str | None = None, ocr: bool = False) -> ReadResult:
    """The document in the file at `path`, with its blocks and warnings. Raises RefusedFile; OSError where it cannot be opened.

    Runs in this process: `ingest.intake` uses a child process with limits instead, as a file may hang its library."""
    return read_with(path, ReadOptions(password, ocr))


def read_with(path: Path, options: ReadOptions, on_page: Callable[[int], None] | None = None) -> ReadResult:
    """Like `read`; `on_page` hears each 1-based PDF page before it is read."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise RefusedFile(
            "too_large", f"{path.name} has {size / 1e9:.1f} GB; files of up to 1 GB can be read. Split it."
        )
    data = path.read_bytes()
    found, mismatch = sniff(data, path.name)
    reading: Reading
    if found == "pdf":
        reading = read_pdf(data, path.name, options.password, options.ocr, options.skip_pages, on_page)
    elif found == "docx":
        reading = read_docx(data, path.name)
    elif found == "html":
        reading = read_html(data, path.name)
    else:
        reading = read_text(data)
    warnings = (*(["extension_mismatch"] if mismatch else []), *reading.warnings)
    if not reading.text.strip() and not set(warnings) & {"needs_ocr", "failed_or_empty"}:
        warnings = (*warnings, "no_text") if "no_text" not in warnings else warnings
    blocks = structure(reading.text, reading.units)
    sha256 = hashlib.sha256(data).hexdigest()
    meta = guess(reading, blocks, path.stem, web=found == "html")
    document = Document(
        id=content_id("d", sha256),
        title=meta.title,
        text=reading.text,
        sha256=sha256,
        path=str(path),
        organisation=meta.organisation,
        date=meta.date,
        type=meta.type,
        source_url=meta.source_url,
        page_starts=reading.page_starts,
        page_labels=reading.page_labels,
        reference=meta.reference,
        isbn=meta.isbn,
        date_precision=meta.date_precision,
        found=meta.found,
    )
    return ReadResult(document, blocks, tuple(dict.fromkeys(warnings)), reading.notes, reading.ocr_pages)


def renamed(result: ReadResult, path: str) -> ReadResult:
    """The same reading under the path as the user gave it."""
    return replace(result, document=replace(result.document, path=path))
