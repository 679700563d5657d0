"""Where the words of a query stand in a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from core.documents import Span
from core.text import MARKUP, cleaned
from index.forms import irregular
from index.query import Query
from index.words import STOP_WORDS, Token, stem, tokens, tokens_beginning

_MENDED = re.compile("[\ufffe\u00ad\u200b-\u200d\ufeff\x02]")  # marks within words, which `cleaned` takes away
_MARKS = ("*", "_", "<", "[", "]")  # without one of which there is no `MARKUP`; looking for a pattern takes longer
LONGEST_BEGINNING = 5


def highlights(query: Query, spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Spans of `text`, within `spans`, that hold the query's words (by stem), phrases and prefixes; in order, no two overlap."""
    return marker(query).spans(spans, text)


@lru_cache(maxsize=64)
def marker(query: Query) -> Marker:
    """What the query marks, worked out once for all texts."""
    return Marker(query)


class Marker:
    """What a query marks in texts, worked out once."""

    def __init__(self, query: Query) -> None:
        self.phrases = [tuple(stem(term) for term in phrase) for phrase in query.phrases if len(phrase) > 1]
        in_phrases = {term for phrase in query.phrases if len(phrase) > 1 for term in phrase}
        wanted = {stem(term) for term in query.words if term not in STOP_WORDS and term not in in_phrases}
        if not wanted and not self.phrases and not query.prefixes:
            wanted = {stem(term) for term in query.words}
        self.wanted = wanted | {"£" + term for term in wanted if term.isdigit() and term.endswith("000")}
        self.prefixes = query.prefixes
        self.beginnings = _beginnings(query)

    def spans(self, spans: Iterable[Span], text: str) -> tuple[Span, ...]:
        """See `highlights`."""
        found: set[Span] = set()
        for span in spans:
            source = span.of(text)
            if _rewritten(source):
                mapped = cleaned(source, span.start, markup=True)
                self._mark(tokens(mapped.text), mapped.source, found)
            elif self.phrases:
                self._mark(tokens(source), _shifted(span.start), found)
            else:  # most of all text: only words that begin like a wanted one are looked at
                for token in tokens_beginning(self.beginnings, source):
                    if self._wants(token.term, stem(token.term)):
                        found.add(Span(span.start + token.start, span.start + token.end))
        return _disjoint(found)

    def _wants(self, term: str, stemmed: str) -> bool:
        return stemmed in self.wanted or bool(self.prefixes and term.startswith(self.prefixes))

    def _mark(self, terms: Sequence[Token], place: Callable[[int, int], Span], found: set[Span]) -> None:
        stems = [stem(token.term) for token in terms]
        for token, stemmed in zip(terms, stems, strict=True):
            if self._wants(token.term, stemmed):
                found.add(place(token.start, token.end))
        for phrase in self.phrases:
            for first in _phrase_starts(stems, phrase):
                found.add(place(terms[first].start, terms[first + len(phrase) - 1].end))


def _rewritten(source: str) -> bool:
    """Whether `cleaned` changes more than its spaces."""
    plain = source.isascii() and "\x02" not in source
    if not plain and _MENDED.search(source):
        return True
    return any(mark in source for mark in _MARKS) and MARKUP.search(source) is not None


def _beginnings(query: Query) -> frozenset[str]:
    """How every word may begin that has the stem of a word of the query. A stem is its words' beginning but for its last
    letter ("policies", "polici", "policy"; "hoping", "hope"), the irregular forms apart, which are listed."""
    made: set[str] = set(query.prefixes)
    for term in query.words:
        made.add(_beginning(term))
        made.update(map(_beginning, _irregular().get(stem(term), ())))
    return frozenset(made)


def _beginning(word: str) -> str:
    if not word.isalpha():
        return word[:2]
    stemmed = stem(word)
    shared = next((n for n, (a, b) in enumerate(zip(stemmed, word)) if a != b), min(len(stemmed), len(word)))
    return word[: max(2, min(LONGEST_BEGINNING, len(stemmed) - 1, shared))]


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    """Words with irregular forms, and these, by their stem."""
    made: dict[str, tuple[str, ...]] = {}
    for base, forms in irregular():
        made[stem(base)] = (*made.get(stem(base), ()), base, *forms)
    return made


def _shifted(base: int) -> Callable[[int, int], Span]:
    return lambda start, end: Span(base + start, base + end)


def _phrase_starts(stems: list[str], phrase: tuple[str, ...]) -> Iterable[int]:
    length = len(phrase)
    for first in range(len(stems) - length + 1):
        if stems[first] == phrase[0] and tuple(stems[first : first + length]) == phrase:
            yield first


def _disjoint(spans: set[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
