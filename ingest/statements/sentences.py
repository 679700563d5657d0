"""Sentences in their place: each with the words as a person reads them, its span in the document and its block.

Text that runs on over a line or page break is one sentence; running headers and footers in between are skipped. A
sentence's span is one stretch of `Document.text`; where furniture stands inside it, the longer part before or after is
the span, so that a quote is always word for word and never holds a page header.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.documents import Block, Document, Span
from core.text import Mapped, cleaned, sentences

BODY_KINDS = frozenset(["paragraph", "list_item", "decision", "action"])
_MARKER = re.compile(
    r"\s*(?:[-–•*‣◦▪●○]+\s+|\(?\d{1,3}(?:\.\d{1,3})*[.)]\s+|\d{1,3}(?:\.\d{1,3})+\s+|\(?[A-Za-z][.)]\s+|\(?[ivxIVX]{1,5}[.)]\s+|[✓⚪⚫]\s*)+"
)
_ACTION_LABEL = re.compile(r"\s*(\*\*|__)\s*actions?\b[^*_\n]{0,20}\1\s*:?\s*(?=\w)", re.IGNORECASE)
"""A label in bold: its marks would stand in the quote of the action."""
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]*_]*\s*$")
_UNFINISHED = re.compile(r"(?:\b(?:and|or|of|the|to|for|with|in|a|an|by|on|that|which|from|its|their|our)|,)$")
"""How an item ends that the next block carries on; other items of a list may begin in lower case and stand alone."""
LONGEST_QUOTE = 600
"""Longer quotes match nothing in an evaluation and serve nobody on a screen."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """text: cleaned words; offsets: where each of its characters stands in the document; block: index of its first block."""

    text: str
    offsets: tuple[int, ...]
    span: Span
    block: int
    first: bool
    order: int

    def source(self, start: int, end: int) -> Span:
        """The span in the document of a half-open range of `text`."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def find_sentences(
    document: Document, blocks: Sequence[Block], kinds: frozenset[str] = BODY_KINDS
) -> Iterator[Sentence]:
    """The sentences of the document's body, in order; `kinds` says which kinds of block are read."""
    order = 0
    for run in _runs(document.text, blocks, kinds):
        mapped = _joined(document.text, [blocks[index] for index in run])
        if not mapped.text:
            continue
        first = True
        for piece in sentences(mapped.text):
            text = mapped.text[piece.start : piece.end]
            offsets = mapped.offsets[piece.start : piece.end]
            at = next(i for i in reversed(run) if blocks[i].span.start <= offsets[0])
            span = _span(document.text, offsets, [blocks[index].span for index in run])
            yield Sentence(text, offsets, span, at, first, order)
            first = False
            order += 1


def _runs(text: str, blocks: Sequence[Block], kinds: frozenset[str]) -> Iterator[list[int]]:
    """Blocks that one sentence may run through: a block and those that continue it, furniture between them left out."""
    run: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind == "furniture" or not block.span.of(text).strip():
            continue
        if block.kind not in kinds:
            if run:
                yield run
            run = []
        elif run and _continues(text, blocks[run[-1]], block):
            run.append(index)
        else:
            if run:
                yield run
            run = [index]
    if run:
        yield run


def _continues(text: str, last: Block, block: Block) -> bool:
    if "continued" in block.flags:
        return True
    before, after = last.span.of(text).rstrip(), block.span.of(text).lstrip()
    if last.section != block.section or _ENDS.search(before) or _MARKER.match(after):
        return False
    if block.kind == last.kind and block.number is None and after[:1].islower():
        return block.kind != "list_item" or bool(_UNFINISHED.search(before))
    return last.kind == "paragraph" == block.kind and bool(
        re.search(r"\b(?:and|or|of|the|to|for|with|in|a|an)$", before)
    )


def _joined(text: str, run: Sequence[Block]) -> Mapped:
    words: list[str] = []
    offsets: list[int] = []
    for n, block in enumerate(run):
        source = block.span.of(text)
        skip = 0
        if (
            n == 0
            and (marker := _MARKER.match(source))
            and (block.number or block.kind != "paragraph" or marker.group().strip()[:1] in "-–•*")
        ):
            skip = marker.end()
        if n == 0 and (label := _ACTION_LABEL.match(source, skip)):
            skip = label.end()
        part = cleaned(source[skip:], block.span.start + skip, markup=True)
        low, high = 0, len(part.text)
        while low < high and part.text[low] in " *_#>":
            low += 1
        while high > low and part.text[high - 1] in " *_":
            high -= 1
        if low == high:
            continue
        if words:
            words.append(" ")
            offsets.append(part.offsets[low])
        words.append(part.text[low:high])
        offsets.extend(part.offsets[low:high])
    return Mapped("".join(words), tuple(offsets))


def _span(text: str, offsets: Sequence[int], spans: Sequence[Span]) -> Span:
    """The stretch from the first to the last character, or its longest part in one block where something else is between."""
    whole = Span(offsets[0], max(offsets) + 1)
    parts = [Span(max(whole.start, s.start), min(whole.end, s.end)) for s in spans if whole.overlaps(s)]
    for left, right in itertools.pairwise(parts):
        if text[left.end : right.start].strip():
            break
    else:
        return whole
    best = max(parts, key=lambda part: part.end - part.start)
    while best.end > best.start + 1 and text[best.end - 1].isspace():
        best = Span(best.start, best.end - 1)
    while best.start < best.end - 1 and text[best.start].isspace():
        best = Span(best.start + 1, best.end)
    return best
