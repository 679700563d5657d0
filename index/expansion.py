"""Other ways in which the project's documents write a word of the query: short and long forms, one word or two.

What is added ranks with a fifth of the weight of what was typed, counts where a word is demanded (never inside quotes), and is
shown with the results.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from index.query import Both, Either, Node, Phrase, Query, Without, Word
from index.words import STOP_WORDS, stem, tokens

SHORTEST_PART = 2


@dataclass(frozen=True, slots=True)
class Expansion:
    """What was written in the query, and what was searched with it."""

    written: str
    also: tuple[str, ...]


def expansions(
    text: str, query: Query, short_forms: Mapping[str, tuple[str, ...]], stands: Callable[[str], bool]
) -> tuple[Expansion, ...]:
    """What to search with the words of `query`, which was typed as `text`.

    short_forms: short forms that the documents define, with their long forms; stands: whether a stem ("childcar"), or
    two in a row ("child care"), stand anywhere in the project."""
    made: list[Expansion] = []
    plain = " ".join(token.term for token in tokens(text))
    for short, longs in short_forms.items():
        lower = short.casefold()
        written = re.search(rf"(?<!\w){re.escape(short)}(?:s|['’]s)?(?!\w)", text) is not None
        if written or (len(lower) > 2 and lower not in STOP_WORDS and lower in query.words):
            made.append(Expansion(short, longs))
        for long in longs:
            if f" {long} " in f" {plain} " and not written:
                made.append(Expansion(long, (short,)))
    words = [word for word in query.words if word not in STOP_WORDS]
    for word in dict.fromkeys(words):
        if word.isalpha() and len(word) >= 2 * SHORTEST_PART + 2:
            for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART):
                one, two = word[:cut], word[cut:]
                if not _small(one) and not _small(two) and stands(f"{stem(one)} {stem(two)}"):
                    made.append(Expansion(word, (f"{one} {two}",)))
    for one, two in pairwise(words):
        if one.isalpha() and two.isalpha() and f"{one} {two}" in plain and stands(stem(one + two)):
            made.append(Expansion(f"{one} {two}", (one + two,)))
    return tuple(dict.fromkeys(made))


def _small(part: str) -> bool:
    """Whether part of a word is a word of the grammar: "outcome" is not "out come", but "wellbeing" is "well-being"."""
    return len(part) < 5 and part in STOP_WORDS


def widened(node: Node, made: tuple[Expansion, ...]) -> Node:
    """The demand, met by the other form of a word too; what stands in quotes is left as it is."""
    match node:
        case Word(terms):
            written = " ".join(terms)
            others = [_leaf(other) for one in made if one.written.casefold() == written for other in one.also]
            return Either((node, *others)) if others else node
        case Both(parts):
            return Both(tuple(widened(part, made) for part in parts))
        case Either(parts):
            return Either(tuple(widened(part, made) for part in parts))
        case Without(part):
            return Without(widened(part, made))
    return node


def highlighted(query: Query, made: tuple[Expansion, ...]) -> Query:
    """The query with the other forms among what is highlighted."""
    added = [tuple(token.term for token in tokens(other)) for one in made for other in one.also]
    return replace(
        query,
        words=(*query.words, *(terms[0] for terms in added if len(terms) == 1)),
        phrases=(*query.phrases, *(terms for terms in added if len(terms) > 1)),
    )


def _leaf(text: str) -> Node:
    terms = tuple(token.term for token in tokens(text))
    return Phrase(terms) if len(terms) > 1 else Word(terms)
