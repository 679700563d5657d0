"""Agreement on whole sets of codes: Krippendorff's alpha with the MASI distance, and with exact sameness.

A response to which a coder gave no code is the empty set: the same as another empty set, and nothing in common with any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1_000
MAX_CELLS = 40_000_000
MAX_WORK = 4_000_000_000  # multiplications that the resampling may cost
BLOCK = 256
SUBSET, OVERLAP = 2 / 3, 1 / 3  # MASI's weights of monotonicity (Passonneau 2006)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SetAgreement:
    """same: percentage of pairs of codings of one response that are the same set. masi, nominal: alpha with that distance,
    each with its 95% percentile bootstrap interval over responses; None where every set is the same."""

    n: int
    same: float | None
    masi: float | None
    masi_low: float | None
    masi_high: float | None
    nominal: float | None

    def figures(self) -> Iterator[tuple[str, float | None]]:
        yield "same_sets", self.same
        yield "masi", self.masi
        yield "masi_low", self.masi_low
        yield "masi_high", self.masi_high
        yield "set_alpha", self.nominal


def set_agreement(cube: NDArray[np.int8], rng: np.random.Generator) -> SetAgreement:
    """cube: (coders, responses, codes), 1, 0 or -1 (no judgement). A code that some coder of a response could not judge is
    left out of that response's sets."""
    dealt: NDArray[np.bool_] = np.asarray((cube >= 0).any(axis=2))  # (coders, responses)
    common: NDArray[np.bool_] = np.asarray(((cube >= 0) | ~dealt[:, :, None]).all(axis=0))  # (responses, codes)
    given = (cube == 1) & common[None, :, :]
    sets, numbers = np.unique(given[dealt], axis=0, return_inverse=True)
    ids = np.full(dealt.shape, -1)
    ids[dealt] = numbers.reshape(-1)
    units = ids[:, dealt.sum(axis=0) >= 2].T  # (responses, coders), -1 where a coder did not deal with it
    if not len(units):
        return SetAgreement(0, None, None, None, None, None)
    patterns, counts = np.unique(np.sort(units, axis=1), axis=0, return_counts=True)
    masi = masi_distances(sets)
    low, high = _interval(patterns, counts, masi, rng)
    nominal = 1.0 - np.eye(len(sets))
    observed = _observed(patterns, nominal)
    judged = (patterns >= 0).sum(axis=1)
    pairs = float((counts * judged * (judged - 1)).sum())
    same = 1.0 - float((counts * observed * (judged - 1)).sum()) / pairs
    return SetAgreement(
        int(counts.sum()), 100.0 * same, alpha_of(patterns, counts, masi), low, high, alpha_of(patterns, counts, nominal)
    )  # fmt: skip


def masi_distances(sets: NDArray[np.bool_]) -> Floats:
    """(n_sets, n_sets): 1 - Jaccard * m, m 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap
    (Passonneau 2006); two empty sets are equal."""
    members = np.hstack([sets, ~sets.any(axis=1, keepdims=True)]).astype(np.float32)  # counts up to 2**24 are exact
    size = members.sum(axis=1)
    made = np.empty((len(sets), len(sets)))
    for low in range(0, len(sets), BLOCK):
        rows = slice(low, low + BLOCK)
        common = (members[rows] @ members.T).astype(np.float64)
        smaller, larger = np.minimum.outer(size[rows], size), np.maximum.outer(size[rows], size)
        weight = np.where(
            common == larger, 1.0, np.where(common == smaller, SUBSET, np.where(common > 0, OVERLAP, 0.0))
        )
        made[rows] = 1.0 - common / (size[rows, None] + size[None, :] - common) * weight
    return made


def alpha_of(patterns: NDArray[np.int_], counts: NDArray[np.int_], distances: Floats) -> float | None:
    """Krippendorff's alpha (2011) over units given as rows of label numbers (-1: none), each occurring `counts` times; None
    where all labels are at distance 0 from one another."""
    judged = (patterns >= 0).sum(axis=1)
    total = float((counts * judged).sum())
    frequencies = _memberships(patterns, len(distances)).T @ counts
    expected = float(frequencies @ distances @ frequencies)
    if expected <= 0:
        return None
    observed = float((counts * _observed(patterns, distances)).sum())
    return 1.0 - (total - 1) * observed / expected


def _observed(patterns: NDArray[np.int_], distances: Floats) -> Floats:
    """For each unit, the sum of distances over ordered pairs of its labels, by (labels - 1)."""
    made = np.zeros(len(patterns))
    for left in range(patterns.shape[1]):
        for right in range(left + 1, patterns.shape[1]):
            a, b = patterns[:, left], patterns[:, right]
            both = (a >= 0) & (b >= 0)
            made[both] += 2 * distances[a[both], b[both]]
    return np.asarray(made / np.maximum((patterns >= 0).sum(axis=1) - 1, 1))


def _memberships(patterns: NDArray[np.int_], n_sets: int) -> Floats:
    """(patterns, sets): how often each label is in each pattern."""
    made = np.zeros((len(patterns), n_sets))
    for column in patterns.T:
        there = np.flatnonzero(column >= 0)
        np.add.at(made, (there, column[there]), 1.0)
    return made


def _interval(
    patterns: NDArray[np.int_], counts: NDArray[np.int_], distances: Floats, rng: np.random.Generator
) -> tuple[float | None, float | None]:
    """95% percentile bootstrap of alpha; responses are resampled whole. None where the sets are too many to resample."""
    members = _memberships(patterns, len(distances))
    if members.size > MAX_CELLS:
        return None, None
    n = int(counts.sum())
    cost = len(distances) * (len(distances) + len(patterns))
    resamples = max(100, min(RESAMPLES, MAX_WORK // cost, MAX_CELLS // max(len(patterns), len(distances))))
    weights = rng.multinomial(n, counts / n, size=resamples).astype(float)
    frequencies = weights @ members
    expected = ((frequencies @ distances) * frequencies).sum(axis=1)
    observed = weights @ _observed(patterns, distances)
    total = frequencies.sum(axis=1)
    defined = expected > 0
    if 2 * defined.sum() < len(defined):
        return None, None
    alphas = 1 - (total - 1)[defined] * observed[defined] / expected[defined]
    low, high = np.percentile(alphas, [2.5, 97.5])
    return float(low), float(high)
