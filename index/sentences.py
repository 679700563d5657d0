"""The sentences of a passage, each with its exact place in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.documents import Passage, Span
from core.text import cleaned, sentences

_PARAGRAPH_BREAK = re.compile(r"\n[ \t\r]*\n\s*")
_MARKER = re.compile(r"^(?:#{1,6}|[-–•▪●◦*o])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text`: as a person reads it (line breaks and inline marks gone); `span`: where it stands, word for word."""

    span: Span
    text: str


def sentences_of(passage: Passage, document_text: str) -> list[Sentence]:
    """The sentences of the passage's own words, in order (a table's row is one); none runs over a blank line or out of its span."""
    made: list[Sentence] = []
    for span in passage.spans:
        if passage.kind == "table_row":  # a row is read as one
            mapped = cleaned(span.of(document_text), span.start, markup=True)
            if mapped.text:
                made.append(Sentence(mapped.source(0, len(mapped.text)), mapped.text))
            continue
        for start, end in _paragraphs(document_text, span):
            mapped = cleaned(document_text[start:end], start, markup=True)
            for found in sentences(mapped.text):
                first = found.start
                if marker := _MARKER.match(mapped.text[found.start : found.end]):
                    first += marker.end()
                if first < found.end:
                    made.append(Sentence(mapped.source(first, found.end), mapped.text[first : found.end]))
    return made


def _paragraphs(text: str, span: Span) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    start = span.start
    for gap in _PARAGRAPH_BREAK.finditer(text, span.start, span.end):
        if gap.start() > start:
            parts.append((start, gap.start()))
        start = gap.end()
    if start < span.end:
        parts.append((start, span.end))
    return parts
