"""Web pages: the main content as paragraphs joined by newlines; navigation, cookie text and scripts out, hidden text flagged.

Reading order: page (bytes to a tree), clutter (what is not content, what is not seen), content (where the content is),
lists, tables, gathering (words into units), blocks (the walk), about (what the page says of itself)."""

from __future__ import annotations

from ingest.readers.html.blocks import read_html

__all__ = ["read_html"]
