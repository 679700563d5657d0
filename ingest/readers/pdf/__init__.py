"""PDF files: opened (and mended), read page by page, laid out, scanned pages read by OCR where asked for."""

from __future__ import annotations

from ingest.readers.pdf.document import read_pdf

__all__ = ["read_pdf"]
