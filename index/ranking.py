"""The ranking recipe: which entries, in which order, for a query.

Dense and word scores, each divided by the query's best, are added with weights; dense is half the passage's cosine and
half the mean of its two best sentences'; pairs of adjacent words and the neighbouring passages add a little. The weights
were chosen by benchmarks/retrieval.py on the development sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.encoder import Vectors
from index.dense import DenseIndex
from index.fusion import convex
from index.lexical import Allowed, LexicalIndex
from index.words import pairs

Positions = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Weights of the parts. `depth`: how many candidates each part brings; `reread`: how many of them, the best by cosine and
    words, are scored again with their sentences and neighbours (more of either gives the same quality at several times
    the cost: benchmarks/retrieval.py)."""

    dense: float = 0.7
    words: float = 0.3
    pairs: float = 0.1
    neighbours: float = 0.2
    sentences: float = 0.5
    best_sentences: int = 2
    depth: int = 200
    reread: int = 100


RECIPE = Recipe()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates, best first. `cosine`: of the passage vector (NaN without vectors); `words`: raw BM25."""

    positions: Positions
    scores: Scores
    cosine: Scores
    words: Scores


class Shelf:
    """One kind of entries of one generation: a word index, vectors, sentence vectors, and which document each is of.

    documents: (n,) codes into `names`; items: (n,) codes into `item_names`; first: (n + 1,) where the sentences of each begin;
    weights: (n,) what the score of each is multiplied with; groups: (n,) those that say the same have the same number."""

    def __init__(self, folder: Path, *, vectors: bool, neighbours: bool) -> None:
        self.lexical = LexicalIndex(folder / "words")
        with np.load(folder / "entries.npz", allow_pickle=False) as table:
            self.rows: NDArray[np.int64] = table["rows"]
            self.documents: NDArray[np.int32] = table["documents"]
            self.items: NDArray[np.int32] = table["items"]
            self.first: NDArray[np.int64] = table["first"]
            self.weights: Scores = table["weights"]
            self.groups: NDArray[np.int32] = table["groups"]
            self.names: list[str] = table["names"].tolist()
            self.item_names: list[str] = table["item_names"].tolist()
        self.dense = DenseIndex(folder / "passages.faiss") if vectors else None
        self.sentences = DenseIndex(folder / "sentences.faiss") if vectors else None
        self.has_neighbours = neighbours

    def __len__(self) -> int:
        return len(self.rows)

    def mask(self, allowed: Allowed) -> NDArray[np.bool_] | None:
        """Which entries are allowed, or None where all are."""
        mask: NDArray[np.bool_] | None = None
        if allowed.documents is not None:
            wanted = set(allowed.documents)
            codes = np.array([name in wanted for name in self.names], dtype=bool)
            mask = codes[self.documents] if len(codes) else np.zeros(len(self), bool)
        if allowed.item is not None:
            items = np.array([name == allowed.item for name in self.item_names], dtype=bool)
            chosen = items[self.items] if len(items) else np.zeros(len(self), bool)
            mask = chosen if mask is None else mask & chosen
        return None if mask is not None and mask.all() else mask


def rank(
    shelf: Shelf,
    stems: list[str],
    vector: Vectors | None,
    allowed: Allowed,
    within: Positions | None = None,
    recipe: Recipe = RECIPE,
    also: tuple[str, ...] = (),
    also_pairs: tuple[str, ...] = (),
) -> Ranked:
    """Entries of `shelf` for the query's stems and vector; only allowed ones and, where given, those `within`. `also`: stems,
    and pairs of them, of other names of what is asked for, which weigh less."""
    mask = shelf.mask(allowed)
    if within is not None:
        inside = np.zeros(len(shelf), bool)
        inside[within] = True
        mask = inside if mask is None else mask & inside
    nothing = np.zeros(0, np.float64)
    if not len(shelf) or (mask is not None and not mask.any()):
        return Ranked(np.zeros(0, np.int64), nothing, nothing, nothing)

    depth = recipe.depth if within is None else max(recipe.depth, len(shelf))
    word_positions, word_scores = shelf.lexical.rank("stems", stems, depth, allowed, also)
    pair_positions, pair_scores = shelf.lexical.rank("pairs", pairs(stems), depth, allowed, also_pairs)
    found = [word_positions, pair_positions]
    if within is not None:
        found.append(within)
    if vector is not None and shelf.dense is not None:
        found.append(shelf.dense.search(vector, recipe.depth, mask))
    candidates = np.unique(np.concatenate(found))
    if mask is not None:
        candidates = candidates[mask[candidates]]

    def scored(positions: Positions, *, sentences: bool) -> tuple[Scores, Scores, Scores]:
        """Fused score, cosine and word score."""
        words = _spread(positions, word_positions, word_scores)
        parts = [(recipe.words, words), (recipe.pairs, _spread(positions, pair_positions, pair_scores))]
        cosine = np.full(len(positions), np.nan)
        if vector is not None and shelf.dense is not None:
            cosine = shelf.dense.similarities(vector, positions)
            near = _dense(shelf, vector, positions, cosine, recipe) if sentences else cosine
            parts.append((recipe.dense, near))
        return convex(parts), cosine, words

    fused, cosine, words = scored(candidates, sentences=False)
    first = np.lexsort((candidates, -fused * shelf.weights[candidates]))
    best, rest = first[: recipe.reread], first[recipe.reread :]
    again = np.sort(candidates[best])
    if recipe.neighbours and shelf.has_neighbours:
        around = np.concatenate([again, again - 1, again + 1])
        again = np.unique(around[(around >= 0) & (around < len(shelf))])
        if mask is not None:
            again = again[mask[again]]
        again = again[~_among(again, candidates[rest])]
    final, final_cosine, final_words = scored(again, sentences=True)
    if recipe.neighbours and shelf.has_neighbours:
        final = final + recipe.neighbours * _around(shelf, again, final)
    final = final * shelf.weights[again]
    order = np.lexsort((again, -final))
    lowest = float(final.min(initial=0.0)) if len(final) else 0.0  # what was not read again stands below what was
    below = fused[rest] * shelf.weights[candidates[rest]]
    below = below * min(1.0, lowest / max(float(below.max(initial=0.0)), 1e-9)) if len(below) else below
    return Ranked(
        np.concatenate([again[order], candidates[rest]]),
        np.concatenate([final[order], below]),
        np.concatenate([final_cosine[order], cosine[rest]]),
        np.concatenate([final_words[order], words[rest]]),
    )


def _among(positions: Positions, others: Positions) -> NDArray[np.bool_]:
    """Which of the positions stand among the others."""
    return np.isin(positions, others, assume_unique=True)


def _spread(candidates: Positions, positions: Positions, scores: Scores) -> Scores:
    """Scores by candidate; 0 for a candidate that is not among `positions`."""
    made = np.zeros(len(candidates), np.float64)
    if len(candidates) and len(positions):
        places = np.searchsorted(candidates, positions)
        places[places == len(candidates)] = 0
        there = candidates[places] == positions
        made[places[there]] = scores[there]
    return made


def _dense(shelf: Shelf, vector: Vectors, candidates: Positions, cosine: Scores, recipe: Recipe) -> Scores:
    """Half the passage's cosine, half the mean of its best sentences'; the passage's alone where it has no sentences."""
    if shelf.sentences is None or not recipe.sentences or not len(shelf.sentences):
        return cosine
    starts, ends = shelf.first[candidates], shelf.first[candidates + 1]
    counts = ends - starts
    total = int(counts.sum())
    if not total:
        return cosine
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    numbers = np.arange(total) - np.repeat(begins, counts) + np.repeat(starts, counts)
    near = shelf.sentences.similarities(vector, numbers)
    best = np.full((len(candidates), recipe.best_sentences), -np.inf)
    owner = np.repeat(np.arange(len(candidates)), counts)
    order = np.lexsort((-near, owner))
    place = np.arange(total) - np.repeat(begins, counts)
    top = place < recipe.best_sentences
    best[owner[order][top], place[top]] = near[order][top]
    held = np.isfinite(best)
    mean = np.where(held, best, 0.0).sum(1) / np.maximum(1, held.sum(1))
    return np.where(counts > 0, (1 - recipe.sentences) * cosine + recipe.sentences * mean, cosine)


def _around(shelf: Shelf, candidates: Positions, fused: Scores) -> Scores:
    """The mean fused score of the previous and next entry of the same document."""
    total = np.zeros(len(candidates))
    count = np.zeros(len(candidates))
    for step in (-1, 1):
        beside = candidates + step
        places = np.searchsorted(candidates, beside)
        places[places == len(candidates)] = 0
        there = candidates[places] == beside
        same = np.zeros(len(candidates), bool)
        inside = (beside >= 0) & (beside < len(shelf))
        same[inside] = shelf.documents[candidates[inside]] == shelf.documents[beside[inside]]
        use = there & same
        total[use] += fused[places[use]]
        count += same
    return total / np.maximum(1, count)
