"""Which units are quotations: the words of somebody else, in quote marks throughout."""

from __future__ import annotations

import re

from ingest.structure import patterns


def quoted(text: str) -> bool:
    """Whether the whole unit is a quotation of at least six words, by its marks."""
    if len(text) < 25 or text[0] not in patterns.QUOTE_OPEN:
        return False
    close = {"“": "”", '"': '"', "‘": "’", "'": "'"}[text[0]]
    if close not in text[1:]:
        close = {"“": '"', '"': "”", "‘": "'", "'": "’"}[text[0]]
    first = re.search(re.escape(close) + r"(?!\w)", text[1:])
    if first is None or first.start() < 0.6 * len(text):
        return False
    after = text[text.rfind(close) + 1 :].strip(" .")
    said_by = len(after) < 90 and after[:1] in ("(", "–", "—", "-")
    return (not after or said_by) and text[: first.start()].count(" ") >= 5
