"""Where the words of a query stand in a document."""

from __future__ import annotations

from collections.abc import Iterable

from core.documents import Span
from core.text import cleaned
from index.query import Query
from index.words import STOP_WORDS, Token, stem, tokens


def highlights(query: Query, spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Spans of `text`, within `spans`, that hold the query's words (by stem), phrases and prefixes; in order, no two overlap."""
    phrases = [phrase for phrase in query.phrases if len(phrase) > 1]
    in_phrases = {term for phrase in phrases for term in phrase}
    wanted = {stem(term) for term in query.words if term not in STOP_WORDS and term not in in_phrases}
    if not wanted and not phrases and not query.prefixes:
        wanted = {stem(term) for term in query.words}
    wanted |= {"£" + term for term in wanted if term.isdigit() and term.endswith("000")}
    found: set[Span] = set()
    for span in spans:
        mapped = cleaned(span.of(text), span.start, markup=True)
        terms = tokens(mapped.text)
        for token in terms:
            if stem(token.term) in wanted or any(token.term.startswith(start) for start in query.prefixes):
                found.add(mapped.source(token.start, token.end))
        for phrase in phrases:
            for first in _phrase_starts(terms, phrase):
                found.add(mapped.source(terms[first].start, terms[first + len(phrase) - 1].end))
    return _disjoint(found)


def _phrase_starts(terms: list[Token], phrase: tuple[str, ...]) -> Iterable[int]:
    stemmed = [stem(term) for term in phrase]
    for first in range(len(terms) - len(phrase) + 1):
        if all(stem(terms[first + n].term) == term for n, term in enumerate(stemmed)):
            yield first


def _disjoint(spans: set[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
