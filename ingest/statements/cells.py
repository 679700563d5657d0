"""The cells of a table row, each with its words and its place in the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.documents import Block, Span
from core.text import cleaned


def filled(row: Sequence[tuple[str, Span]]) -> Span:
    """From the first to the last cell that holds something."""
    spans = [span for words, span in row if words]
    return Span(spans[0].start, spans[-1].end)


def cells(text: str, block: Block) -> list[tuple[str, Span]]:
    """The cells of a table row (between tabs, bars or wide gaps) with their spans, empty ones kept in place."""
    source = block.span.of(text)
    inner = source.strip("\n\r")
    lead = source.index(inner) if inner else 0
    separator = r"\t" if "\t" in inner else r"\|" if "|" in inner else r"\s{2,}"
    found = []
    position = 0
    for match in [*re.finditer(separator, inner), None]:
        stop = match.start() if match else len(inner)
        piece = inner[position:stop]
        stripped = piece.strip()
        if stripped:
            start = block.span.start + lead + position + piece.index(stripped)
            found.append((cleaned(stripped, markup=True).text, Span(start, start + len(stripped))))
        else:
            start = block.span.start + lead + position
            found.append(("", Span(start, start + 1)))
        position = match.end() if match else stop
    while found and not found[-1][0]:
        found.pop()
    return found
