"""PDF files: opened (and mended), read page by page, laid out, scanned pages read by OCR where asked for.

Reading order: calls, tags, lines, fonts, rulings (what a page holds); cells, headers, layout_tables, grids, tables, columns
(tables); text_columns, layout (the order of a page); running_lines, page_breaks, paragraphs (over the pages); hidden_text,
ocr_lines, ocr, opening, page_units, document (the file as a whole).
"""

from __future__ import annotations

from ingest.readers.pdf.document import read_pdf

__all__ = ["read_pdf"]
