"""Passages that say the same in the same words: a paragraph of standing text in every paper, a summary repeated.

Two passages are near-duplicates where at least `SHARE` of their runs of five words are common (Jaccard; Broder 1997) and
their figures are the same ones: "96% of 90" and "94% of 88" are two findings, however alike their sentences.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.words import tokens

SHARE = 0.9
RUN = 5
FEWEST_WORDS = 12  # shorter passages (headings, labels) may well say the same by chance
SKETCH = 4  # smallest hashes by which candidates are found: two of share 0.9 have none in common in 1 of 10,000 cases
MOST_ALIKE = 200  # candidates of one hash that are compared; more are the form letter's, and the first stand for them


def groups(texts: Iterable[str]) -> NDArray[np.int32]:
    """For each text the number of its group: texts that say the same have the same number, others one of their own."""
    leaders: list[tuple[frozenset[int], tuple[str, ...], int]] = []
    by_hash: dict[int, list[int]] = {}
    made: list[int] = []
    for number, text in enumerate(texts):
        terms = [token.term for token in tokens(text)]
        if len(terms) < FEWEST_WORDS:
            made.append(number)
            continue
        runs = frozenset(
            zlib.crc32(" ".join(terms[n : n + RUN]).encode("utf-8", "replace")) for n in range(len(terms) - RUN + 1)
        )
        figures = tuple(sorted(term for term in terms if any(c.isdigit() for c in term)))
        sketch = sorted(runs)[:SKETCH]
        group = number
        for other in dict.fromkeys(one for value in sketch for one in by_hash.get(value, ())):
            held, held_figures, held_group = leaders[other]
            if held_figures == figures and len(held & runs) >= SHARE * len(held | runs):
                group = held_group
                break
        if group == number:
            for value in sketch:
                kept = by_hash.setdefault(value, [])
                if len(kept) < MOST_ALIKE:
                    kept.append(len(leaders))
            leaders.append((runs, figures, number))
        made.append(group)
    return np.array(made, dtype=np.int32)
