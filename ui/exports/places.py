"""A record's place in one line: title, item, paragraph and page, as a reader would cite it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def cited(record: Mapping[str, Any]) -> str:
    """ "Board paper, item 5, paragraph 3.10, page 12": what is known of the place, in the order in which papers are cited."""
    item = record.get("item") or {}
    label, page = record.get("page_label"), record.get("page")
    shown = label if label and str(label) != str(page) else None
    parts = [
        " ".join(str(record.get("title") or "").split()),
        f"item {item['number']}" if item.get("number") else "",
        f"paragraph {record['paragraph']}" if record.get("paragraph") else "",
        f"page {shown} (PDF page {page})" if shown and page else f"page {page}" if page else "",
    ]
    return ", ".join(part for part in parts if part)
