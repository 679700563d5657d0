"""How far coders agree: percent, Cohen's kappa, Krippendorff's alpha, per code and over all codes.

Each code is a yes/no judgement on a response. A response counts where at least two coders dealt with it. Over all codes,
the judgements of every code are pooled (a unit is a response and a code), and `setwise` compares whole sets of codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.judgements import Judgements
from coding.setwise import SetAgreement, set_agreement

RESAMPLES = 1_000
MAX_RESAMPLED_CELLS = 20_000_000
Floats = NDArray[np.float64]
Cube = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One row of the agreement table; `code` None for all codes pooled. `percent` 0-100. `low`, `high`: 95% percentile
    bootstrap interval of alpha, resampling responses; `kappa_low`, `kappa_high` of kappa. `used`: how often each coder gave
    the code, in order of `coders`. `prevalence` 0-100: of all judgements, how many say yes. `positive`, `negative` 0-100:
    agreement where one says yes, where one says no (Cicchetti and Feinstein 1990). `sets`: whole sets of codes, in the
    row of all codes only. What is undefined is None, and `note` says why."""

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
    kappa_low: float | None = None
    kappa_high: float | None = None
    positive: float | None = None
    negative: float | None = None
    prevalence: float | None = None
    sets: SetAgreement | None = None

    def record(self) -> dict[str, Any]:
        made = {
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
            "kappa_low": _rounded(self.kappa_low),
            "kappa_high": _rounded(self.kappa_high),
            "positive": _rounded(self.positive),
            "negative": _rounded(self.negative),
            "prevalence": _rounded(self.prevalence),
        }
        if self.sets is not None:
            made |= {name: _rounded(value) for name, value in self.sets.figures()}
        return made


def agreement(question: str, codes: Sequence[str], coders: Sequence[Judgements], seed: int = 0) -> list[Agreement]:
    """One row for all codes, then one a code; empty where fewer than two coders have coded."""
    if len(coders) < 2:
        return []
    cube = shared_cube(coders)
    names = tuple(judgements.coder for judgements in coders)
    rng = np.random.default_rng(seed)
    rows = [_row(question, None, names, cube, rng)]
    return rows + [_row(question, code, names, cube[:, :, [at]], rng) for at, code in enumerate(codes)]


def shared_cube(coders: Sequence[Judgements]) -> Cube:
    """(coders, responses, codes) int8, of the responses that at least two coders judged in some code; -1: no judgement."""
    cube = np.stack([judgements.values for judgements in coders])
    return cube[:, (cube >= 0).any(axis=2).sum(axis=0) >= 2, :]


def _row(question: str, code: str | None, names: tuple[str, ...], cube: Cube, rng: np.random.Generator) -> Agreement:
    judged = cube >= 0
    units = judged.sum(axis=0) >= 2  # (responses, codes)
    n = int(units.any(axis=1).sum())
    used = tuple(int(((cube[k] == 1) & units).sum()) for k in range(len(names)))
    if n == 0:
        note = "No response was coded by two coders."
        return Agreement(question, code, names, 0, None, None, None, None, None, used, note)
    m = np.where(units, judged.sum(axis=0), 0).astype(float)
    k = np.where(units, (cube == 1).sum(axis=0), 0).astype(float)
    kappa = mean_pairwise_kappa([cube[c][units] for c in range(len(names))])
    alpha = binary_alpha(m.ravel(), k.ravel())
    resampled = _resampled(np.hstack([_alpha_columns(m, k), _tables(np.where(units, cube, -1))]), rng)
    low, high = _percentiles(_alphas(resampled[:, :3])) if alpha is not None else (None, None)
    kappa_low, kappa_high = _percentiles(_kappas(resampled[:, 3:])) if kappa is not None else (None, None)
    note = ""
    if alpha is None:
        which = "No coder used this code" if not any(used) else "Every coder used this code on every response"
        note = f"{which}: agreement beyond chance is undefined."
    elif kappa is None:
        note = "Kappa is undefined: no two coders share a response on which their use of the code varies."
    elif len(names) > 2:
        note = "Kappa is the mean over pairs of coders (Light 1971)."
    return Agreement(
        question, code, names, n, 100.0 * _agreeing(m, k), kappa, alpha, low, high, used, note, kappa_low, kappa_high,
        _specific(k, m), _specific(m - k, m), 100.0 * float(k.sum() / m.sum()),
        set_agreement(cube, rng) if code is None else None,
    )  # fmt: skip


def _agreeing(m: Floats, k: Floats) -> float:
    """Share of pairs of judgements on one unit that are the same."""
    pairs = (m * (m - 1) / 2).sum()
    same = (k * (k - 1) / 2 + (m - k) * (m - k - 1) / 2).sum()
    return float(same / pairs)


def _specific(k: Floats, m: Floats) -> float | None:
    """Of pairs in which one judgement is such, the percentage in which both are: 2a / (2a + b + c) for two coders
    (Cicchetti and Feinstein 1990), sum k(k-1) / sum k(m-1) for more (Fleiss 1981). None where there is none such."""
    pairs = (k * np.maximum(m - 1, 0)).sum()
    return float(100.0 * (k * (k - 1)).sum() / pairs) if pairs else None


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
    alpha = _alphas(_alpha_columns(m[:, None], k[:, None]).sum(axis=0)[None, :])[0]
    return None if np.isnan(alpha) else float(alpha)


# Intervals: what a figure is made of, summed for each response, so that responses can be resampled whole --------------


def _alpha_columns(m: Floats, k: Floats) -> Floats:
    """(responses, 3): sum of 2k(m-k)/(m-1), of yes, of judgements, over the pairable units of each response."""
    pairable = m >= 2
    safe = np.where(pairable, m - 1, 1)
    terms = (2 * k * (m - k) / safe, k, m)
    return np.stack([np.where(pairable, term, 0.0).sum(axis=1) for term in terms], axis=1)


def _alphas(sums: Floats) -> Floats:
    """(n,) alpha of each row of sums of `_alpha_columns`; nan where it is undefined."""
    numerator, ones, total = sums.T
    zeros = total - ones
    defined = (ones > 0) & (zeros > 0)
    safe = np.where(defined, 2 * ones * zeros, 1.0)
    return np.where(defined, 1 - (total - 1) * numerator / safe, np.nan)


def _tables(cube: Cube) -> Floats:
    """(responses, 4 a pair of coders): how often both say yes, only the first, only the second, neither."""
    columns = []
    for left, right in combinations(cube, 2):
        both = (left >= 0) & (right >= 0)
        for a, b in ((1, 1), (1, 0), (0, 1), (0, 0)):
            columns.append(((left == a) & (right == b) & both).sum(axis=1).astype(float))
    return np.stack(columns, axis=1)


def _kappas(sums: Floats) -> Floats:
    """(n,) Cohen's kappa (1960) of each row of sums of `_tables`, the mean over pairs of coders; nan where undefined."""
    a, b, c, d = np.moveaxis(sums.reshape(len(sums), -1, 4), 2, 0)
    n = a + b + c + d
    chance = (a + b) * (a + c) + (c + d) * (b + d)
    defined = (n > 0) & (chance < n * n)
    kappas = np.where(defined, (n * (a + d) - chance) / np.where(defined, n * n - chance, 1.0), np.nan)
    count = defined.sum(axis=1)
    return np.where(count > 0, np.nansum(kappas, axis=1) / np.maximum(count, 1), np.nan)


def _resampled(columns: Floats, rng: np.random.Generator) -> Floats:
    """Sums of the columns over each of up to `RESAMPLES` resamples of the rows. Rows that are the same are drawn together,
    so that 100,000 responses cost no more than the patterns that occur in them."""
    patterns, counts = np.unique(columns, axis=0, return_counts=True)
    n = int(counts.sum())
    resamples = max(100, min(RESAMPLES, MAX_RESAMPLED_CELLS // len(patterns)))
    weights = rng.multinomial(n, counts / n, size=resamples).astype(float)
    return np.asarray(weights @ patterns)


def _percentiles(values: Floats) -> tuple[float | None, float | None]:
    """The middle 95%; None where more than half of the resamples have no value."""
    defined = values[~np.isnan(values)]
    if 2 * len(defined) < len(values) or not len(defined):
        return None, None
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def _rounded(value: float | None) -> float | None:
    """Without the noise of the last binary digits."""
    return None if value is None else round(value, 12)
