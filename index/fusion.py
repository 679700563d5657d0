"""Several rankings into one.

`convex` is the default: it beat reciprocal rank fusion on every development set (benchmarks/retrieval.py) and in Bruch, Gai
and Ingber 2023 (arXiv 2210.11934). `reciprocal_rank` stays as the reference that benchmarks compare with.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Name = TypeVar("Name", bound=Hashable)
Scores = NDArray[np.float64]
RRF_K = 60


def reciprocal_rank(rankings: Sequence[Sequence[Name]], k: int = RRF_K) -> list[tuple[Name, float]]:
    """Items with the sum of 1 / (k + rank) over the rankings, best first; ties in the order of first appearance.

    Cormack, Clarke and Buettcher, SIGIR 2009, k = 60."""
    scores: dict[Name, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1.0 / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def by_best(scores: Scores) -> Scores:
    """Scores divided by the best of them; zeros where nothing is above zero."""
    best = scores.max(initial=0.0)
    return scores / best if best > 0 else np.zeros_like(scores)


def convex(parts: Sequence[tuple[float, Scores]]) -> Scores:
    """The weighted sum of score lists over the same candidates, each divided by its best."""
    total = np.zeros_like(parts[0][1], dtype=np.float64)
    for weight, scores in parts:
        total += weight * by_best(scores)
    return total
