"""The ranking recipe: which entries, in which order, for a query.

Dense and word scores, each divided by the query's best, are added with weights; dense is half the passage's cosine and
half the mean of its two best sentences'; pairs of adjacent words and the neighbouring passages add a little. The weights
were chosen by benchmarks/retrieval.py on the development sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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

    def for_first(self, k: int) -> Recipe:
        """The recipe for a list of `k`: all of it is read again, and the neighbours of its last have others to stand before
        (recall@100 on policyqa: .972 where 100 are read again, .987 where 300 are)."""
        if self.depth >= 2 * k and self.reread >= 3 * k:
            return self
        return replace(self, depth=max(self.depth, 2 * k), reread=max(self.reread, 3 * k))


RECIPE = Recipe()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates, best first. `cosine`: of the passage vector (NaN without vectors); `words`: raw BM25."""

    positions: Positions
    scores: Scores
    cosine: Scores
    words: Scores

    def favouring(self, shelf: Shelf, factors: Mapping[str, float]) -> Ranked:
        """The same with the scores of some documents' entries multiplied, in their new order."""
        of_names = np.array([factors.get(name, 1.0) for name in shelf.names], dtype=np.float64)
        if not len(self.positions) or not len(of_names):
            return self
        factor = of_names[shelf.documents[self.positions]]
        scores = np.where(self.scores > 0, self.scores * factor, self.scores)
        order = np.argsort(-scores, kind="stable")
        return Ranked(self.positions[order], scores[order], self.cosine[order], self.words[order])


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
        self._known = frozenset(self.names)
        self._inside: tuple[tuple[str, ...], tuple[str, ...] | None] | None = None  # of the last search

    def __len__(self) -> int:
        return len(self.rows)

    def inside(self, documents: tuple[str, ...]) -> tuple[str, ...] | None:
        """Those of the documents that have entries here, or None where these are all that have."""
        last = self._inside
        if last is None or last[0] is not documents:
            kept = tuple(name for name in documents if name in self._known)
            last = self._inside = (documents, None if len(kept) == len(self._known) else kept)
        return last[1]

    def has_item(self, documents: tuple[str, ...], item: str) -> bool:
        """Whether an entry of these documents stands under the agenda item."""
        mask = self.mask(Allowed(documents, item))
        return len(self) > 0 and (mask is None or bool(mask.any()))

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
    candidates = _distinct(np.concatenate(found))
    words, by_pairs = np.zeros(len(candidates)), np.zeros(len(candidates))
    words[np.searchsorted(candidates, word_positions)] = word_scores
    by_pairs[np.searchsorted(candidates, pair_positions)] = pair_scores
    if mask is not None:
        inside = mask[candidates]
        candidates, words, by_pairs = candidates[inside], words[inside], by_pairs[inside]

    query = _Query(shelf, vector, recipe)
    cosine = query.cosine(candidates)
    fused = query.fused(words, by_pairs, cosine) * shelf.weights[candidates]
    first = np.argsort(-fused, kind="stable")
    best, rest = first[: recipe.reread], first[recipe.reread :]
    again = candidates[np.sort(best)]
    if recipe.neighbours and shelf.has_neighbours:
        again = _with_neighbours(again, candidates[np.sort(rest)], len(shelf), mask)
    places = np.searchsorted(candidates, again)
    places[places == len(candidates)] = 0
    known = candidates[places] == again  # the others are neighbours that hold no word of the query
    again_words = np.where(known, words[places], 0.0)
    again_cosine = np.where(known, cosine[places], np.nan)
    again_cosine[~known] = query.cosine(again[~known])
    final = query.fused(again_words, np.where(known, by_pairs[places], 0.0), query.with_sentences(again, again_cosine))
    if recipe.neighbours and shelf.has_neighbours:
        final = final + recipe.neighbours * _around(shelf, again, final)
    final = final * shelf.weights[again]
    order = np.argsort(-final, kind="stable")
    below = _under(fused[rest], float(final.min(initial=np.inf)))  # what was not read again stands below what was
    return Ranked(
        np.concatenate([again[order], candidates[rest]]),
        np.concatenate([final[order], below]),
        np.concatenate([again_cosine[order], cosine[rest]]),
        np.concatenate([again_words[order], words[rest]]),
    )


@dataclass(frozen=True, slots=True)
class _Query:
    """A query's vector against one shelf, by a recipe."""

    shelf: Shelf
    vector: Vectors | None
    recipe: Recipe

    def cosine(self, positions: Positions) -> Scores:
        """Of the passages' vectors; NaN without vectors."""
        if self.vector is None or self.shelf.dense is None:
            return np.full(len(positions), np.nan)
        return self.shelf.dense.similarities(self.vector, positions)

    def fused(self, words: Scores, by_pairs: Scores, near: Scores) -> Scores:
        parts = [(self.recipe.words, words), (self.recipe.pairs, by_pairs)]
        if self.vector is not None and self.shelf.dense is not None:
            parts.append((self.recipe.dense, near))
        return convex(parts)

    def with_sentences(self, positions: Positions, cosine: Scores) -> Scores:
        """Half the passage's cosine, half the mean of its best sentences'; the passage's alone where it has no sentences."""
        shelf, recipe = self.shelf, self.recipe
        if self.vector is None or shelf.sentences is None or not recipe.sentences or not len(shelf.sentences):
            return cosine
        starts = shelf.first[positions]
        counts = shelf.first[positions + 1] - starts
        total = int(counts.sum())
        if not total:
            return cosine
        owner = np.repeat(np.arange(len(positions)), counts)
        place = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        near = shelf.sentences.similarities(self.vector, place + np.repeat(starts, counts))
        best = near[np.argsort(4.0 * owner - near)]  # by owner, then the best first: a cosine is never above 1
        top = place < recipe.best_sentences
        totals = np.bincount(owner[top], weights=best[top], minlength=len(positions))
        mean = totals / np.maximum(1, np.minimum(counts, recipe.best_sentences))
        return np.where(counts > 0, (1 - recipe.sentences) * cosine + recipe.sentences * mean, cosine)


def _with_neighbours(positions: Positions, others: Positions, n: int, mask: NDArray[np.bool_] | None) -> Positions:
    """The positions with those beside them, in order; without the `others`, which are in order too."""
    around = _distinct(np.concatenate([positions, positions - 1, positions + 1]))
    around = around[(around >= 0) & (around < n)]
    if mask is not None:
        around = around[mask[around]]
    if not len(others):
        return around
    places = np.searchsorted(others, around)
    places[places == len(others)] = 0
    apart: NDArray[np.bool_] = others[places] != around
    return around[apart]


def _distinct(positions: Positions) -> Positions:
    """Each position once, in order (numpy's own takes several times as long for a few hundred)."""
    made = np.sort(positions)
    first = np.ones(len(made), bool)
    np.not_equal(made[1:], made[:-1], out=first[1:])
    return made[first]


def _under(scores: Scores, limit: float) -> Scores:
    """The scores, which fall, brought under the limit: by a factor, or by a shift where a factor would turn their order."""
    best = float(scores.max(initial=-np.inf))
    if best <= limit:
        return scores
    return scores * (limit / best) if limit > 0 else scores - (best - limit)


def _around(shelf: Shelf, positions: Positions, fused: Scores) -> Scores:
    """The mean fused score of the previous and next entry of the same document; `positions` in order."""
    total = np.zeros(len(positions))
    documents = shelf.documents[positions]
    beside = (np.diff(positions) == 1) & (documents[1:] == documents[:-1])
    total[1:][beside] += fused[:-1][beside]
    total[:-1][beside] += fused[1:][beside]
    before = (positions > 0) & (shelf.documents[np.maximum(positions - 1, 0)] == documents)
    last = len(shelf) - 1
    after = (positions < last) & (shelf.documents[np.minimum(positions + 1, last)] == documents)
    count = np.maximum(1, before.astype(np.int64) + after)
    return np.asarray(total / count, dtype=np.float64)
