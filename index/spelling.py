"""Misspellings: what a query may have meant, offered and never imposed.

An unknown word is one whose stem stands nowhere in the project. The nearest word of the project is offered, by the
optimal string alignment distance (Damerau 1964; a swapped pair of letters is one slip): at most one slip in words of
four to seven letters, two in longer ones; of equally near words the one with the same first letter, then the most
frequent. Two words written as one ("socialcare") are offered apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SHORTEST = 4
LONG = 8


def corrected(word: str, known: Mapping[str, int]) -> str | None:
    """The word of `known` (with how often each stands) that the unknown `word` was probably meant to be, or None."""
    from rapidfuzz.distance import OSA

    if len(word) < SHORTEST or not word.isalpha():
        return None
    most = 2 if len(word) >= LONG else 1
    best: tuple[int, bool, int, str] | None = None
    for other, count in known.items():
        if abs(len(other) - len(word)) > most or not other.isalpha():
            continue
        distance = OSA.distance(word, other, score_cutoff=most)
        if distance <= most:
            rank = (distance, other[0] != word[0], -count, other)
            best = rank if best is None or rank < best else best
    if best is not None:
        return best[3]
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
