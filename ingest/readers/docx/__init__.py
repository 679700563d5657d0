"""Word files (.docx): opened within bounds, read in document order with computed numbers and tracked changes.

Reading order: package, styles, numerals, numbers, symbols, paragraphs, tables, notes, embedded, document."""

from __future__ import annotations

from ingest.readers.docx.document import read_docx

__all__ = ["read_docx"]
