"""Where coders part: who gives a code more often than the others, and which codes are taken for one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.judgements import Judgements


@dataclass(frozen=True, slots=True)
class Use:
    """How often each coder gave a code on the `n` responses that all of `coders` judged. `test`: McNemar's exact test for two
    coders, Cochran's Q for more; `p`, and `p_adjusted` by Holm over all codes; None where no two of them ever differ."""

    code: str
    coders: tuple[str, ...]
    n: int
    used: tuple[int, ...]
    test: str
    p: float | None
    p_adjusted: float | None = None

    @property
    def most(self) -> str | None:
        """Who gave it most, where one did."""
        top = max(self.used, default=0)
        return self.coders[self.used.index(top)] if self.used.count(top) == 1 else None

    def record(self) -> dict[str, Any]:
        return {
            "code": self.code, "coders": list(self.coders), "n": self.n, "used": list(self.used), "test": self.test,
            "p": self.p, "p_adjusted": self.p_adjusted,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """One response (0-based row) on which `first` gave the first code of a pair and `second` the other, or none for it."""

    row: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two codes of which one coder gave `a` and another, in its place, `b` (None: nothing in its place): on `n` of the
    `either` responses that two coders judged and one of them gave one of the two."""

    a: str
    b: str | None
    n: int
    either: int
    examples: tuple[Example, ...]


def uses(codes: Sequence[str], coders: Sequence[Judgements]) -> list[Use]:
    """One entry a code, in order of the frame."""
    if len(coders) < 2:
        return []
    names = tuple(made.coder for made in coders)
    test = "mcnemar" if len(coders) == 2 else "cochran"
    made = []
    for at, code in enumerate(codes):
        values = np.stack([judgements.values[:, at] for judgements in coders])
        shared = values[:, (values >= 0).all(axis=0)] == 1
        p = mcnemar(shared) if len(coders) == 2 else cochran(shared)
        made.append(Use(code, names, int(shared.shape[1]), tuple(int(n) for n in shared.sum(axis=1)), test, p))
    adjusted = iter(holm([use.p for use in made if use.p is not None]))
    return [
        use if use.p is None else Use(use.code, use.coders, use.n, use.used, use.test, use.p, next(adjusted))
        for use in made
    ]


def mcnemar(values: NDArray[np.bool_]) -> float | None:
    """Two-sided exact p of McNemar's test (1947) for two coders, values (2, n); None where they never differ."""
    from scipy.stats import binomtest

    first, second = int((values[0] & ~values[1]).sum()), int((~values[0] & values[1]).sum())
    return float(binomtest(first, first + second).pvalue) if first + second else None


def cochran(values: NDArray[np.bool_]) -> float | None:
    """p of Cochran's Q (1950) for more than two coders, values (coders, n), by the chi-squared distribution; None where
    nobody ever differs."""
    from scipy.stats import chi2

    k = len(values)
    columns, rows = values.sum(axis=1).astype(float), values.sum(axis=0).astype(float)
    total = rows.sum()
    denominator = k * total - (rows**2).sum()
    if denominator <= 0:
        return None
    q = (k - 1) * (k * (columns**2).sum() - total**2) / denominator
    return float(chi2.sf(q, k - 1))


def holm(values: Sequence[float]) -> list[float]:
    """Holm's (1979) adjusted p, in the order given."""
    order = np.argsort(values, kind="stable")
    adjusted = np.empty(len(values))
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = highest
    return [float(p) for p in adjusted]


def confusions(
    codes: Sequence[str], coders: Sequence[Judgements], *, most: int = 20, examples: int = 5
) -> list[Confusion]:
    """The pairs of codes that stand in one another's place, most frequent first, each with up to `examples` responses; a
    code in whose place nothing stands is paired with None. A response counts once, however many coders part on it."""
    n_codes = len(codes)
    if len(coders) < 2 or not n_codes:
        return []
    found: dict[tuple[int, int], dict[int, Example]] = {}
    for left, right in combinations(coders, 2):
        both = (left.values >= 0) & (right.values >= 0)
        first, second = (left.values == 1) & (right.values == 0) & both, (right.values == 1) & (left.values == 0) & both
        for row in np.flatnonzero(first.any(axis=1) | second.any(axis=1)):
            mine, theirs = np.flatnonzero(first[row]).tolist(), np.flatnonzero(second[row]).tolist()
            for a in mine or [n_codes]:
                for b in theirs or [n_codes]:
                    one, other = (left.coder, right.coder) if a <= b else (right.coder, left.coder)
                    found.setdefault((min(a, b), max(a, b)), {}).setdefault(int(row), Example(int(row), one, other))
    listed = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:most]
    return [
        Confusion(
            codes[a], codes[b] if b < n_codes else None, len(rows), _either(coders, [a, b] if b < n_codes else [a]),
            tuple(rows[row] for row in sorted(rows)[:examples]),
        )
        for (a, b), rows in listed
    ]  # fmt: skip


def _either(coders: Sequence[Judgements], columns: Sequence[int]) -> int:
    """Responses that two coders judged and to which one of them gave one of these codes."""
    values = np.stack([judgements.values[:, columns] for judgements in coders])
    judged = (values >= 0).any(axis=2).sum(axis=0) >= 2
    return int((judged & (values == 1).any(axis=(0, 2))).sum())
