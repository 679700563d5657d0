"""The first hits in the order of a cross-encoder; the rest stay below them as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.answers import Hit
from core.reranker import Reranker

REREAD = 30  # hits that are read again; 30 took 0.7 s on one thread with a small model (docs/decisions.md)


def reranked(reranker: Reranker, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits with new ranks and scores: of the first `REREAD` the reranker's, of the others none above these.

    Raises ModelMissing where the model cannot be opened."""
    first, rest = list(hits[:REREAD]), list(hits[REREAD:])
    if not first:
        return []
    scores = reranker.scores(query, [f"{hit.location.title}. {hit.text}" for hit in first])
    order = np.argsort(-scores, kind="stable").tolist()
    made = [replace(first[n], score=float(scores[n])) for n in order]
    lowest = made[-1].score
    made += [replace(hit, score=min(hit.score, lowest)) for hit in rest]
    return [replace(hit, rank=rank) for rank, hit in enumerate(made, start=1)]
