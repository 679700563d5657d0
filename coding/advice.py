"""What more coding would bring, and which codings deserve another look: from predictions for responses by models that did
not learn from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.metrics import cohen_kappa_score

from coding.features import Floats, Rows
from coding.suggester import THRESHOLD, Batch, cross_fitted, suggest

SHARES = (0.25, 0.5, 0.75, 1.0)  # of the coded responses that a point of the learning curve learns from
CURVE_FOLDS = 4
CURVE_ROWS = 2_000  # coded responses that the curve is drawn on, at random where there are more
FEW_USES = 10  # below this many uses of a code its curve says nothing
GAIN_WORTH = 0.02  # F1 that the last doubling of the labels brought, from which more coding is said to help
Outlook = Literal["more coding should help", "more coding is unlikely to help", "too few uses to say"]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """At `labels` responses learnt from: micro- and macro-F1 over the codes used often enough, and the F1 of each code."""

    labels: int
    micro: float
    macro: float
    by_code: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CodeOutlook:
    """What the learning curve says of one code (its column): `uses` among the coded responses, F1 now, what the last doubling
    of the labels brought, and Cohen's kappa of machine and people (None where undefined)."""

    code: int
    uses: int
    f1: float
    gain: float
    kappa: float | None
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Doubt:
    """A coding that the program would have made otherwise: `given` says whether people put the code on. `margin`: how far
    the probability is beyond what is usual for the code; highest first."""

    row: int
    code: int
    given: bool
    probability: float
    margin: float


def learning_curve(batch: Batch, rows: Rows, judged: NDArray[np.int8], seed: int = 0) -> list[CurvePoint]:
    """F1 on held-back quarters of the coded responses, learnt from a growing share of the other three. Codes with fewer than
    10 uses have no part in micro and macro. Empty with fewer than 40 coded responses."""
    if len(rows) < 10 * CURVE_FOLDS:
        return []
    rng = np.random.default_rng(seed)
    if len(rows) > CURVE_ROWS:
        kept = np.sort(rng.choice(len(rows), CURVE_ROWS, replace=False))
        rows, judged = rows[kept], judged[kept]
    batch = batch.only(rows)
    folds = rng.permutation(len(rows)) % CURVE_FOLDS
    orders = [rng.permutation(np.flatnonzero(folds != fold)) for fold in range(CURVE_FOLDS)]
    often = (judged == 1).sum(axis=0) >= FEW_USES
    points = []
    for share in SHARES:
        counts = np.zeros((3, judged.shape[1]))
        sizes = []
        for fold, order in enumerate(orders):
            inside, outside = order[: max(1, round(share * len(order)))], np.flatnonzero(folds == fold)
            sizes.append(len(inside))
            given = suggest(batch, inside, judged[inside], seed)[outside] >= THRESHOLD
            counts += _hits(judged[outside], given)
        by_code = _f1(counts)
        micro = float(_f1(counts[:, often].sum(axis=1, keepdims=True))[0]) if often.any() else 0.0
        macro = float(by_code[often].mean()) if often.any() else 0.0
        points.append(CurvePoint(round(float(np.mean(sizes))), micro, macro, tuple(by_code.tolist())))
    return points


def outlooks(points: Sequence[CurvePoint], judged: NDArray[np.int8], out_of_fold: Floats) -> list[CodeOutlook]:
    """One a code: what the last doubling (from half of the labels to all) brought. `out_of_fold`: (n_coded, n_codes)
    probabilities by models that did not learn from the response."""
    made = []
    for code in range(judged.shape[1]):
        uses = int((judged[:, code] == 1).sum())
        f1, half = (points[-1].by_code[code], points[1].by_code[code]) if points else (0.0, 0.0)
        outlook: Outlook = "too few uses to say"
        if points and uses >= FEW_USES:
            outlook = "more coding should help" if f1 - half >= GAIN_WORTH else "more coding is unlikely to help"
        looked = judged[:, code] >= 0
        truth, given = judged[looked, code] == 1, out_of_fold[looked, code] >= THRESHOLD
        made.append(CodeOutlook(code, uses, f1, f1 - half, _kappa(truth, given), outlook))
    return made


def doubts(rows: Rows, judged: NDArray[np.int8], out_of_fold: Floats) -> list[Doubt]:
    """Codings that may be errors, most doubtful first: confident learning (Northcutt, Jiang and Chuang 2021, eq. 2), code by
    code: a response whose probability lies beyond the mean of those that people judged the other way. `judged`,
    `out_of_fold`: (n_rows, n_codes)."""
    made = []
    for code in range(judged.shape[1]):
        p = out_of_fold[:, code]
        bears, without = judged[:, code] == 1, judged[:, code] == 0
        if bears.sum() < FEW_USES or without.sum() < FEW_USES:
            continue
        usual, unusual = float(p[bears].mean()), float(p[without].mean())
        for at in np.flatnonzero(without & (p >= max(usual, THRESHOLD))):
            made.append(Doubt(int(rows[at]), code, False, float(p[at]), float(p[at] - usual)))
        for at in np.flatnonzero(bears & (p <= min(unusual, 1 - THRESHOLD))):
            made.append(Doubt(int(rows[at]), code, True, float(p[at]), float(unusual - p[at])))
    if not made:
        return []
    # Margins above and below have different scales: each kind is ranked by itself, and the two are taken in turn.
    kinds = np.array([doubt.given for doubt in made])
    places = np.zeros(len(made))
    for kind in (True, False):
        inside = np.flatnonzero(kinds == kind)
        if len(inside):
            places[inside] = rankdata([-made[at].margin for at in inside], method="ordinal")
    return [made[at] for at in np.lexsort((~kinds, places))]


def out_of_fold(batch: Batch, rows: Rows, judged: NDArray[np.int8], seed: int = 0, folds: int = 5) -> Floats:
    """(n_rows, n_codes): probabilities of the coded responses by models that did not learn from them."""
    places = np.arange(len(rows))
    made: Floats = cross_fitted(batch.only(rows), places, judged, min(folds, len(rows)), seed)
    return made


def _hits(judged: NDArray[np.int8], given: NDArray[np.bool_]) -> NDArray[Any]:
    truth, looked = judged == 1, judged >= 0
    return np.stack([(truth & given).sum(axis=0), (~truth & given & looked).sum(axis=0), (truth & ~given).sum(axis=0)])


def _f1(counts: NDArray[Any]) -> Floats:
    total = 2 * counts[0] + counts[1] + counts[2]
    made: Floats = np.where(total > 0, 2 * counts[0] / np.maximum(total, 1), 0.0)
    return made


def _kappa(truth: NDArray[np.bool_], given: NDArray[np.bool_]) -> float | None:
    """None where both say the same of everything, so that chance explains it all."""
    if not len(truth) or (truth.all() and given.all()) or not (truth.any() or given.any()):
        return None
    return float(cohen_kappa_score(truth, given))
