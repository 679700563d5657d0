"""How far coders agree: percent, Cohen's kappa, Krippendorff's alpha, per code and over all codes.

Each code is a yes/no judgement on a response. A response counts where at least two coders dealt with it. Over all codes,
the judgements of every code are pooled (a unit is a response and a code).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.judgements import Judgements

RESAMPLES = 1_000
MAX_RESAMPLED_CELLS = 20_000_000
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One row of the agreement table; `code` None for all codes pooled. `percent` 0-100. `low`, `high`: 95% percentile
    bootstrap interval of alpha, resampling responses. `used`: how often each coder gave the code, in order of `coders`.
    What is undefined is None, and `note` says why."""

    question: str
    code: str | None
    coders: tuple[str, ...]
    n: int
    percent: float | None
    kappa: float | None
    alpha: float | None
    low: float | None
    high: float | None
    used: tuple[int, ...]
    note: str = ""

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "code": self.code,
            "coders": list(self.coders),
            "n": self.n,
            "percent": _rounded(self.percent),
            "kappa": _rounded(self.kappa),
            "alpha": _rounded(self.alpha),
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "used": list(self.used),
            "note": self.note,
        }


def agreement(question: str, codes: Sequence[str], coders: Sequence[Judgements], seed: int = 0) -> list[Agreement]:
    """One row for all codes, then one a code; empty where fewer than two coders have coded."""
    if len(coders) < 2:
        return []
    cube = np.stack([judgements.values for judgements in coders])  # (coders, responses, codes)
    cube = cube[:, (cube >= 0).any(axis=2).sum(axis=0) >= 2, :]
    names = tuple(judgements.coder for judgements in coders)
    rng = np.random.default_rng(seed)
    n_responses = cube.shape[1]
    resamples = max(100, min(RESAMPLES, MAX_RESAMPLED_CELLS // max(n_responses, 1)))
    weights = rng.multinomial(n_responses, [1 / n_responses] * n_responses, size=resamples) if n_responses else None
    rows = [_row(question, None, names, cube, weights)]
    rows += [_row(question, code, names, cube[:, :, [at]], weights) for at, code in enumerate(codes)]
    return rows


def _row(
    question: str, code: str | None, names: tuple[str, ...], cube: NDArray[np.int8], weights: NDArray[np.int64] | None
) -> Agreement:
    judged = cube >= 0
    units = judged.sum(axis=0) >= 2  # (responses, codes)
    n = int(units.any(axis=1).sum())
    used = tuple(int(((cube[k] == 1) & units).sum()) for k in range(len(names)))
    if n == 0 or weights is None:
        note = "No response was coded by two coders."
        return Agreement(question, code, names, 0, None, None, None, None, None, used, note)
    m = np.where(units, judged.sum(axis=0), 0).astype(float)
    k = np.where(units, (cube == 1).sum(axis=0), 0).astype(float)
    percent = 100.0 * _agreeing(m, k)
    kappa = mean_pairwise_kappa([cube[c][units] for c in range(len(names))])
    alpha = binary_alpha(m.ravel(), k.ravel())
    low, high = _interval(m, k, weights)
    note = ""
    if alpha is None:
        which = "No coder used this code" if not any(used) else "Every coder used this code on every response"
        note = f"{which}: agreement beyond chance is undefined."
        low = high = None
    elif kappa is None:
        note = "Kappa is undefined: no two coders share a response on which their use of the code varies."
    elif len(names) > 2:
        note = "Kappa is the mean over pairs of coders (Light 1971)."
    return Agreement(question, code, names, n, percent, kappa, alpha, low, high, used, note)


def _agreeing(m: Floats, k: Floats) -> float:
    """Share of pairs of judgements on one unit that are the same."""
    pairs = (m * (m - 1) / 2).sum()
    same = (k * (k - 1) / 2 + (m - k) * (m - k - 1) / 2).sum()
    return float(same / pairs)


def mean_pairwise_kappa(judgements: Sequence[NDArray[np.int8]]) -> float | None:
    """Cohen's kappa of two coders (scikit-learn's), or the mean over pairs of more (Light 1971); -1 is no judgement.
    None where no pair has one: kappa is 0/0 where both coders always gave the same one answer."""
    from sklearn.metrics import cohen_kappa_score

    found = []
    for left, right in combinations(judgements, 2):
        both = (left >= 0) & (right >= 0)
        a, b = left[both], right[both]
        if len(a) and len(np.unique(np.concatenate([a, b]))) > 1:
            found.append(float(cohen_kappa_score(a, b, labels=[0, 1])))
    return float(np.mean(found)) if found else None


def binary_alpha(m: Floats, k: Floats) -> float | None:
    """Krippendorff's alpha for yes/no judgements with missing ones: of `m` judgements on a unit `k` say yes.

    Nominal alpha by coincidences (Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C), which for
    two values is 1 - (n-1) sum(2k(m-k)/(m-1)) / (2 n0 n1) over units with m >= 2, n = sum(m). None where all judgements
    are the same (0/0)."""
    numerator, ones, total = _alpha_terms(m, k)
    zeros = total - ones
    if ones <= 0 or zeros <= 0:
        return None
    return float(1 - (total - 1) * numerator / (2 * ones * zeros))


def _alpha_terms(m: Floats, k: Floats) -> tuple[float, float, float]:
    pairable = m >= 2
    safe = np.where(pairable, m - 1, 1)
    numerator = np.where(pairable, 2 * k * (m - k) / safe, 0.0)
    return float(numerator.sum()), float(k[pairable].sum()), float(m[pairable].sum())


def _interval(m: Floats, k: Floats, weights: NDArray[np.int64]) -> tuple[float | None, float | None]:
    """95% percentile bootstrap of alpha; responses are resampled whole. m, k: (responses, codes)."""
    pairable = m >= 2
    safe = np.where(pairable, m - 1, 1)
    per_response = np.stack(
        [
            np.where(pairable, 2 * k * (m - k) / safe, 0.0).sum(axis=1),
            np.where(pairable, k, 0.0).sum(axis=1),
            np.where(pairable, m, 0.0).sum(axis=1),
        ]
    )
    numerator, ones, total = per_response @ weights.T.astype(np.float64)
    zeros = total - ones
    defined = (ones > 0) & (zeros > 0)
    if defined.sum() < len(defined) / 2:
        return None, None
    alphas = 1 - (total[defined] - 1) * numerator[defined] / (2 * ones[defined] * zeros[defined])
    low, high = np.percentile(alphas, [2.5, 97.5])
    return float(low), float(high)


def _rounded(value: float | None) -> float | None:
    """Without the noise of the last binary digits."""
    return None if value is None else round(value, 12)
