"""Misspellings: what a query may have meant, offered and never imposed.

An unknown word is one whose stem stands nowhere in the project. The nearest word of the project is offered, by the
optimal string alignment distance (Damerau 1964; a swapped pair of letters is one slip): at most one slip in words of
four to seven letters, two in longer ones; of equally near words the one with the same first letter, then the most
frequent. Two words written as one ("socialcare") are offered apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from index.words import STOP_WORDS

SHORTEST = 4
LONG = 8


class Lexicon(Protocol):
    """The words of a project (index.lexical.LexicalIndex): in how many passages each stands, and, by its stem, any word."""

    @property
    def vocabulary(self) -> Mapping[str, int]: ...
    def frequency(self, term: str) -> int: ...


def offered(query: str, words: Sequence[str], lexicon: Lexicon) -> str | None:
    """The query with those of its `words` that are unknown as the documents spell them, or None where there is nothing to
    offer."""
    changes: dict[str, str] = {}
    for word in words:
        if word.isalpha() and word not in STOP_WORDS and not lexicon.frequency(word):
            better = corrected(word, lexicon.vocabulary)
            if better is not None:
                changes[word] = better
    made = replaced(query, changes) if changes else query
    return made if made != query else None


def corrected(word: str, known: Mapping[str, int]) -> str | None:
    """The word of `known` (with how often each stands) that the unknown `word` was probably meant to be, or None."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < SHORTEST or not word.isalpha():
        return None
    most = 2 if len(word) >= LONG else 1
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    ranks = [(distance, other[0] != word[0], -known[other], other) for other, distance, _ in near if other.isalpha()]
    if ranks:
        return min(ranks)[-1]
    for cut in range(3, len(word) - 2):
        if word[:cut] in known and word[cut:] in known:
            return f"{word[:cut]} {word[cut:]}"
    return None


def replaced(query: str, changes: Mapping[str, str]) -> str:
    """The query as typed with the words of `changes` (case folded) written otherwise."""
    return re.sub(
        r"[^\W\d_]+(?:['’][^\W\d_]+)*",
        lambda match: changes.get(match[0].casefold().replace("’", "").replace("'", ""), match[0]),
        query,
    )
