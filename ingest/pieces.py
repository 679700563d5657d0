"""What goes whole into a passage: a block, or of a long one as many whole sentences as a passage holds.

A sentence that a page break cuts in two blocks stands in two pieces, marked so that they are never parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.documents import Block, Span
from core.text import sentences
from ingest.structure.units import visible

FEWEST_WORDS, MOST_WORDS = 60, 180  # about 80 to 240 word pieces: what the default encoder reads
OVER = 1.2  # a block so much longer than a passage still goes in whole
LONGEST_WORD = 12  # letters a word, beyond which a stretch without spaces counts as more words than it has


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one block. index: of the block; runs_on: it goes on in the middle of a sentence of the piece before."""

    index: int
    span: Span
    words: str
    n_words: int
    runs_on: bool = False


def searchable(block: Block) -> bool:
    return block.kind != "furniture" and "hidden" not in block.flags


def pieces_of(text: str, blocks: Sequence[Block], index: int) -> list[Piece]:
    """The block in stretches of at most MOST_WORDS words, cut between sentences, else (a very long sentence) between words.

    The sentence that it takes over from the block before, or leaves to the one after, is a piece of its own."""
    block = blocks[index]
    source = block.span.of(text)
    start = block.span.start + len(source) - len(source.lstrip())
    end = block.span.start + len(source.rstrip())
    if start >= end:
        return []
    words = shown(text, block, start, end)
    if not words:
        return []
    taken, left = "continued" in block.flags, _goes_on(blocks, index)
    n_words = size_of(words)
    if not taken and not left and n_words <= MOST_WORDS * OVER:
        return [Piece(index, Span(start, end), words, n_words)]
    bounds = list(_bounded(text, start, end))
    low, high = (1 if taken else 0), (len(bounds) - 1 if left else len(bounds))
    groups = [bounds[:low]] if taken else []
    if low <= high:
        inner = bounds[low:high]
        whole = _size(text, inner[0].start, inner[-1].end) <= MOST_WORDS * OVER if inner else True
        groups += ([inner] if inner else []) if whole else list(_grouped(text, inner))
        groups += [bounds[high:]] if left else []
    pieces = []
    for n, group in enumerate(group for group in groups if group):
        stop = group[-1].end
        cut = shown(text, block, group[0].start, stop)
        if cut:
            pieces.append(Piece(index, Span(group[0].start, stop), cut, size_of(cut), runs_on=taken and n == 0))
    return pieces


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    """Whether the next block that may be searched goes on in the middle of this one's last sentence."""
    return next(("continued" in block.flags for block in blocks[index + 1 : index + 12] if searchable(block)), False)


def _grouped(text: str, bounds: Sequence[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for sentence in bounds:
        if group and _size(text, group[0].start, sentence.end) > MOST_WORDS:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _size(text: str, start: int, end: int) -> int:
    return max(text.count(" ", start, end) + 1, (end - start) // LONGEST_WORD)


def size_of(words: str) -> int:
    """How long a text is, in words; one without spaces has as many as its letters would make."""
    return max(words.count(" ") + 1, len(words) // LONGEST_WORD)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences, those longer than a passage cut at spaces (a text without stops is one sentence)."""
    for sentence in sentences(text[start:end], start):
        low = sentence.start
        while sentence.end - low > MOST_WORDS * LONGEST_WORD:
            cut = text.rfind(" ", low + 1, low + MOST_WORDS * 7)
            cut = cut if cut > low else low + MOST_WORDS * 7
            yield Span(low, cut)
            low = cut
            while low < sentence.end and text[low].isspace():
                low += 1
        if low < sentence.end:
            yield Span(low, sentence.end)


def shown(text: str, block: Block, start: int, end: int) -> str:
    """The words between two offsets of a block as a person reads them; the cells of a row parted by strokes."""
    if block.kind == "heading":
        return visible(text[start:end], markup=True).lstrip("# ")
    if block.kind != "table_row":
        return _noted(visible(text[start:end], markup=True), block)
    row = text[start:end]
    cells = row.split("\t") if "\t" in row or not row.startswith("|") else row.strip("| \r\n").split("|")
    return " | ".join(visible(cell, markup=True) for cell in cells if cell.strip())


def _noted(words: str, block: Block) -> str:
    """The mark of a footnote parted from the word it touches: "authorities12" is found as "authorities"."""
    for flag in block.flags:
        if flag.startswith("note:") and block.kind != "footnote" and flag[5:].isdigit():
            words = re.sub(rf"(?<=[A-Za-z.,;:)”’\"]){flag[5:]}(?![\w%]|[.,]\d)", f" [{flag[5:]}]", words)
    return words
