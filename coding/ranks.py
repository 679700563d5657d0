"""Is the top theme really top? The rank of each theme, and the ranks that it may have.

A response can bear several themes, so that two themes are compared within the same responses: of those that bear one and not
the other, how many bear which (McNemar 1947). Every pair is tested, the tests together at 5% (Holm 1979), and a theme's rank
lies between one more than the themes surely above it and one less those surely below it (Mogstad, Romano, Shaikh and Wilhelm
2024, "Inference for Ranks", Review of Economic Studies 91, 476-518; Klein, Wright and Wieczorek 2020, JRSS C 69, 589-606).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from coding.counts import CountRow, sampled_codes
from coding.tallies import Coded

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Rank:
    """rank: 1 for the most frequent, ties share the better one. low, high: between which it lies with 95% confidence for all
    themes together; None where nothing can be said. not_told_apart: codes that may stand above or below."""

    question: str
    code: str
    label: str
    percent: float | None
    rank: int | None
    low: int | None
    high: int | None
    not_told_apart: tuple[str, ...]
    suppressed: bool = False

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question, "code": self.code, "label": self.label,
            "percent": None if self.percent is None else round(self.percent, 4),
            "rank": self.rank, "rank_low": self.low, "rank_high": self.high,
            "not_told_apart": list(self.not_told_apart), "suppressed": self.suppressed,
        }  # fmt: skip


def ranks(rows: Sequence[CountRow], data: Coded) -> list[Rank]:
    """The themes of one ungrouped table, the most frequent first. Suppressed ones have no rank and take no part."""
    shown = [n for n, row in enumerate(rows) if row.percent is not None and not row.suppressed]
    told = _told_apart(rows, data, shown)
    made = []
    for place, n in enumerate(shown):
        row = rows[n]
        higher = sum((rows[m].percent or 0) > (row.percent or 0) for m in shown)
        if told is None:
            made.append(Rank(row.question, row.code, row.label, row.percent, higher + 1, None, None, ()))
            continue
        above = int(told[:, place].sum())
        below = int(told[place].sum())
        near = [
            rows[shown[m]].code for m in range(len(shown)) if m != place and not told[m, place] and not told[place, m]
        ]
        low, high = 1 + above, len(shown) - below
        made.append(
            Rank(row.question, row.code, row.label, row.percent, higher + 1, min(low, higher + 1), max(high, higher + 1), tuple(near))
        )  # fmt: skip
    made.sort(key=lambda rank: rank.rank or 0)
    hidden = [row for row in rows if row.suppressed or row.percent is None]
    return [*made, *(Rank(r.question, r.code, r.label, None, None, None, None, (), r.suppressed) for r in hidden)]


def _told_apart(rows: Sequence[CountRow], data: Coded, shown: Sequence[int]) -> NDArray[np.bool_] | None:
    """(n, n) bool: whether the first theme is surely more frequent than the second; None where nothing justifies saying so."""
    if any(rows[n].weighted or rows[n].low is None for n in shown) or not shown:
        return None
    percent = np.array([rows[n].percent or 0.0 for n in shown])
    if all(rows[n].method == "all_human" for n in shown):
        return np.asarray(percent[:, None] > percent[None, :] + 1e-9)
    if not all(sampled_codes(data)[n] for n in shown):
        return None
    values = (data.values[data.drawn][:, shown] == 1).astype(np.int64)
    only = values.T @ (1 - values)  # (i, j): bear i and not j
    sampled = len(values) / max(1, int(data.answered.sum()))
    return _sure(only, sampled)


def _sure(only: NDArray[np.int64], sampled: float) -> NDArray[np.bool_]:
    first, second = np.triu_indices(len(only), 1)
    made = np.zeros(only.shape, dtype=bool)
    if not len(first):
        return made
    from statsmodels.stats.multitest import multipletests

    p = paired_p(only[first, second], only[second, first], sampled)
    rejected = multipletests(p, LEVEL, method="holm")[0]
    for i, j, sure in zip(first, second, rejected):
        if sure:
            made[(i, j) if only[i, j] > only[j, i] else (j, i)] = True
    return made


def paired_p(b: NDArray[np.int64], c: NDArray[np.int64], sampled: float) -> NDArray[np.float64]:
    """Two-sided p of McNemar's exact test: that of the responses that bear one of two themes (b the first, c the second) each
    is as likely to bear either. `sampled`: the share of the responses that was drawn; the counts become the effective
    b / (1 - sampled) (finite-population correction), for which the binomial sum is the incomplete beta function."""
    left = max(1e-9, 1.0 - sampled)
    fewer, total = np.minimum(b, c) / left, (b + c) / left
    p = 2 * betainc(np.maximum(total - fewer, 1e-12), fewer + 1, 0.5)
    made: NDArray[np.float64] = np.where(total > 0, np.minimum(p, 1.0), 1.0)
    return made
