"""Reads PDF files."""

from __future__ import annotations

from core.errors import RefusedFile
from ingest.readers.reading import Reading


def read_pdf(data: bytes, name: str, password: object, ocr: bool, skip: object, on_page: object) -> Reading:
    raise RefusedFile("unsupported_type", f"{name}: this format is not read yet.")
