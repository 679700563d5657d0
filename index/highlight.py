"""Where the words of a query stand in a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from core.documents import Span
from core.text import MARKUP, cleaned
from index.forms import base_form, forms_of
from index.query import Query
from index.words import STOP_WORDS, stem, tokens, tokens_beginning

_MENDED = re.compile("[\ufffe\u00ad\u200b-\u200d\ufeff\x02]")  # marks within words, which `cleaned` takes away


def highlights(query: Query, spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Spans of `text`, within `spans`, that hold the query's words (by stem), phrases and prefixes; in order, no two overlap."""
    phrases = [tuple(stem(term) for term in phrase) for phrase in query.phrases if len(phrase) > 1]
    in_phrases = {term for phrase in query.phrases if len(phrase) > 1 for term in phrase}
    wanted = {stem(term) for term in query.words if term not in STOP_WORDS and term not in in_phrases}
    if not wanted and not phrases and not query.prefixes:
        wanted = {stem(term) for term in query.words}
    wanted |= {"£" + term for term in wanted if term.isdigit() and term.endswith("000")}
    found: set[Span] = set()
    for span in spans:
        source = span.of(text)
        if _MENDED.search(source) or MARKUP.search(source):
            mapped = cleaned(source, span.start, markup=True)
            terms = tokens(mapped.text)
            place: Callable[[int, int], Span] = mapped.source
        elif not phrases:  # most of all text: only words that begin like a wanted one are looked at
            for token in tokens_beginning(_beginnings(query), source):
                if stem(token.term) in wanted or (query.prefixes and token.term.startswith(query.prefixes)):
                    found.add(Span(span.start + token.start, span.start + token.end))
            continue
        else:
            terms, place = tokens(source), _shifted(span.start)
        stems = [stem(token.term) for token in terms]
        for token, stemmed in zip(terms, stems, strict=True):
            if stemmed in wanted or (query.prefixes and token.term.startswith(query.prefixes)):
                found.add(place(token.start, token.end))
        for phrase in phrases:
            for first in _phrase_starts(stems, phrase):
                found.add(place(terms[first].start, terms[first + len(phrase) - 1].end))
    return _disjoint(found)


def _beginnings(query: Query) -> frozenset[str]:
    """The first two characters of every word that may have the stem of a word of the query."""
    forms = {form for term in query.words for form in (term, *forms_of(base_form(term)))}
    return frozenset(form[:2] for form in forms | set(query.prefixes))


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
