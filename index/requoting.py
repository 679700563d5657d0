"""A quote set against a document's text: the same words, where else they stand, and what comes nearest to them.

The same words: equal after the folding of docs/contracts.md, section 5, whitespace, soft hyphens and control characters
left out on both sides, since a cell of a spreadsheet or of Word keeps no line ends of print and no mark of a broken word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.documents import Span
from core.text import fold, folded

NEAR = 0.6  # least share of words in common, in their order (the share by which docs/contracts.md, section 5, matches quotes)
FEWEST_NEAR = 3  # words in common below which nothing is near
LONG = 2000  # words from which the comparison leaves frequent words out, which is quadratic otherwise
_TOKEN = re.compile(r"\w+(?:[.,’']\w+)*|[£$€%]")
_STOP = re.compile(r"[.!?][\s”\"’')\]]|\n\s*\n|\n(?=\s*(?:\d+[.)]|[•▪●-]))")
_UNWRITTEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65534, 65535), "\xad")


def key(text: str) -> str:
    """`text` as it is compared: two texts are the same words where their keys are equal."""
    return "".join(fold(text.translate(_UNWRITTEN)).split())


class Words:
    """A document's text made ready for looking words up in it; each step is done when it is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def stands_at(self, quote: str, start: int, end: int, *, cut: bool = False) -> bool:
        """Whether the quote is what stands from `start` to `end`; `cut`: the quote is only the beginning of it."""
        if not 0 <= start < end <= len(self.text):
            return False
        there, wanted = self.text[start:end], key(quote)
        if not cut:
            return there == quote or (bool(wanted) and key(there) == wanted)
        return bool(wanted) and key(there).startswith(wanted)

    def find(self, quote: str, near: int | None = None) -> Span | None:
        """Where the same words stand: the place nearest to the offset `near`, else the first; None where they do not."""
        wanted = key(quote)
        if not wanted:
            return None
        stripped = quote.strip()
        found = [Span(n, n + len(stripped)) for n in _occurrences(self.text, stripped)]
        if not found:
            text, offsets = self._folded
            found = [Span(int(offsets[n]), int(offsets[n + len(wanted) - 1]) + 1) for n in _occurrences(text, wanted)]
        whole = [span for span in found if self._whole_words(span)]
        return min(whole, key=lambda span: abs(span.start - near) if near is not None else span.start, default=None)

    def nearest(self, quote: str) -> tuple[Span, float] | None:
        """The stretch of the text that has most of the quote's words in their order, with the share (0-1) of words in common
        of the two; None below `NEAR`."""
        wanted = [match.group().casefold() for match in _TOKEN.finditer(quote)]
        ids, known, spans, weights = self._tokens
        if len(wanted) < FEWEST_NEAR or not spans:
            return None
        held = np.zeros(len(known) + 1, dtype=np.float64)
        inside = [known[token] for token in set(wanted) if token in known]
        held[inside] = weights[inside]
        total = np.concatenate([[0.0], np.cumsum(held[ids])])
        width = min(len(wanted), len(spans))
        first = int(np.argmax(total[width:] - total[:-width]))
        low, high = max(0, first - width // 2 - 2), min(len(spans), first + width + width // 2 + 2)
        there = [self.text[span.start : span.end].casefold() for span in spans[low:high]]
        blocks = [
            block
            for block in SequenceMatcher(None, wanted, there, autojunk=len(wanted) > LONG).get_matching_blocks()
            if block.size
        ]
        best, share = None, 0.0
        for n, begin in enumerate(blocks):
            common = 0
            for end in blocks[n:]:
                common += end.size
                length = end.b + end.size - begin.b
                if common >= FEWEST_NEAR and 2 * common / (len(wanted) + length) > share:
                    share, best = 2 * common / (len(wanted) + length), (begin, end)
        if best is None or share < NEAR:
            return None
        begin, end = best
        span = self._widened(
            low + begin.b, low + end.b + end.size - 1, begin.a, len(wanted) - end.a - end.size, spans
        )  # fmt: skip
        return span, share

    def _widened(self, first: int, last: int, before: int, after: int, spans: Sequence[Span]) -> Span:
        """Tokens first..last, with as many more on each side as the quote has there, not beyond the sentence."""
        for _ in range(before):
            if first == 0 or _STOP.search(self.text[spans[first - 1].end : spans[first].start + 1]):
                break
            first -= 1
        for _ in range(after):
            if last + 1 == len(spans) or _STOP.search(self.text[spans[last].end : spans[last + 1].start + 1]):
                break
            last += 1
        end = spans[last].end
        while end < len(self.text) and self.text[end] in '.!?)”"’%':
            end += 1
        return Span(spans[first].start, end)

    def _whole_words(self, span: Span) -> bool:
        """Whether no word is cut at either end: "11" does not stand in "2011"."""
        before, after = self.text[span.start - 1 : span.start], self.text[span.end : span.end + 1]
        return not (
            (before.isalnum() and self.text[span.start].isalnum())
            or (after.isalnum() and self.text[span.end - 1].isalnum())
        )

    @cached_property
    def _folded(self) -> tuple[str, NDArray[np.int32]]:
        """The key of the whole text and, for each of its characters, the offset that it came from."""
        mapped = folded(self.text.translate(_UNWRITTEN))
        kept = [n for n, character in enumerate(mapped.text) if not character.isspace()]
        offsets = np.asarray(mapped.offsets, dtype=np.int32)
        return "".join(mapped.text.split()), offsets[kept] if kept else offsets

    @cached_property
    def _tokens(self) -> tuple[NDArray[np.int32], dict[str, int], list[Span], NDArray[np.float64]]:
        """Of each token its number; the numbers; the spans; the weight of each number: log(1 + tokens / times it is there)."""
        found = [(match.group().casefold(), Span(*match.span())) for match in _TOKEN.finditer(self.text)]
        counts = Counter(token for token, _ in found)
        known = {token: n for n, token in enumerate(counts)}
        weights = np.log1p(len(found) / np.asarray(list(counts.values()) or [1], dtype=np.float64))
        return (
            np.asarray([known[token] for token, _ in found], dtype=np.int32),
            known,
            [span for _, span in found],
            weights,
        )


MOST_PLACES = 1000


def _occurrences(text: str, wanted: str) -> list[int]:
    """Where `wanted` begins in `text`; of very many the first `MOST_PLACES`."""
    found: list[int] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0 and len(found) < MOST_PLACES:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found
