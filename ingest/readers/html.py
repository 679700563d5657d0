"""Reads HTML files."""

from __future__ import annotations

from core.errors import RefusedFile
from ingest.readers.reading import Reading


def read_html(data: bytes, name: str) -> Reading:
    raise RefusedFile("unsupported_type", f"{name}: this format is not read yet.")
