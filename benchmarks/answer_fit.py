"""The weights of answers, from the questions on the sample papers: `python -m benchmarks.answers fit`.

Every figure that is printed, the threshold and the confidence rest on papers left out one by one: the questions of a paper
are put to weights that were fitted on the questions of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.answer_questions import Item, holds
from index.answer import CITED, considered, in_order, off_topic
from index.candidates import Gathered
from index.decision import FOUND, Judged, as_record, found_features, log_odds, logistic
from index.features import NAMES, score
from index.query import parse
from index.question import Question, understood
from index.search import Filters, SearchIndex

WRONG_ABSTENTIONS = 0.08  # share of the answerable questions at which the threshold is set
FOUND_C = 0.05
CONFIDENCE_C = 0.02
RANK_C = 1.0
BINS = (0.0, 0.3, 0.45, 0.6, 0.75, 1.01)

# The recipe that was measured first (docs/methods.md); the fitted weights keep near it.
PRIOR = {
    "meaning": 4.8, "words": 3.2, "passage": 2.0, "caption": -4.0, "question": -4.0, "lead_in": -0.8, "fragment": -1.6,
    "registered": 0.4, "missing": -1.2, "filled": 0.8, "unfilled": -0.8, "reason_given": 0.8, "reason_lacking": -0.8,
}  # fmt: skip

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """A question with its candidates, for fitting; good: which of them hold a gold quote."""

    item: Item
    asked_for: Question
    pool: Gathered
    judged: tuple[Judged, ...]
    good: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question answered with the weights of the other papers: features of the decision, log odds that it is answered, whether
    the evidence holds at all, and whether the first and one of the first three sentences is right."""

    one: Trained
    values: tuple[float, ...]
    z: float
    first: bool
    third: bool


def fitted(index: SearchIndex, items: Sequence[Item]) -> str:
    """The weights file."""
    return fitted_from([made for item in items if (made := trained(index, item)) is not None])


def fitted_from(read: Sequence[Trained]) -> str:
    known = [one for one in read if one.item.kind != "off topic"]
    left = left_out(known)
    z = np.array([one.z for one in left])
    yes = np.array([one.one.item.kind == "answerable" for one in left])
    first = np.array([one.first for one in left])
    values = np.array([one.values for one in left])
    cut = float(np.quantile(z[yes], WRONG_ABSTENTIONS))
    given = z >= cut
    print(
        f"papers left out one by one: right at 1 {first.sum()}, at 3 {sum(one.third for one in left)} of {yes.sum()}, before the decision"
    )
    print(f"area under the curve, answerable against near misses: {roc_auc_score(yes, z):.3f}")
    for share in (0.04, 0.06, WRONG_ABSTENTIONS, 0.10, 0.12):
        above = z >= np.quantile(z[yes], share)
        print(f"  refused {(yes & ~above).sum()} of {yes.sum()}: near misses answered {(~yes & above).sum()} of {(~yes).sum()}")  # fmt: skip
    papers = np.array([one.one.item.paper for one in left])
    chance = np.zeros(len(left))
    for paper in sorted(set(papers)):
        rest = given & (papers != paper)
        model = _logistic_model(values[rest], first[rest], CONFIDENCE_C)
        chance[papers == paper] = [logistic(log_odds(one, model)) for one in values[papers == paper]]
    print("confidence, of the answers given:")
    print_reliability(chance[given], first[given])
    rank = fit_rank(known)
    found = _logistic_model(values, yes, FOUND_C)
    off = [one for one in read if one.item.kind == "off topic"]
    answered = sum(_answers(one, rank, found, cut) for one in off)
    print(f"off topic answered: {answered} of {len(off)} (by the shipped weights, which were fitted without them)")
    return as_record(
        dict(zip(NAMES, rank, strict=True)),
        dict(zip(("intercept", *FOUND), found, strict=True)),
        logistic(cut),
        dict(zip(("intercept", *FOUND), _logistic_model(values[given], first[given], CONFIDENCE_C), strict=True)),
    )


def left_out(known: Sequence[Trained]) -> list[LeftOut]:
    """Every question by the weights of the other papers. The decision is fitted on sentences that were put in order by weights
    which had not seen their questions, as those of a new paper are."""
    papers = np.array([one.item.paper for one in known])
    best: list[list[Judged]] = [[] for _ in known]
    for paper in sorted(set(papers)):
        rank = fit_rank([one for one in known if one.item.paper != paper])
        for n in np.flatnonzero(papers == paper).tolist():
            best[n] = in_order(rescored(known[n], rank))[:CITED]
    values = np.array([_values(one, first) for one, first in zip(known, best, strict=True)])
    yes = np.array([one.item.kind == "answerable" for one in known])
    made: list[LeftOut] = []
    for n, one in enumerate(known):
        right = [holds(_quote(other), one.item) for other in best[n]]
        made.append(LeftOut(one, tuple(values[n]), -30.0, right[0], any(right)))  # refused whatever the chance
    for paper in sorted(set(papers)):
        found = _logistic_model(values[papers != paper], yes[papers != paper], FOUND_C)
        for n in np.flatnonzero(papers == paper).tolist():
            if best[n][0].verdict.holds:
                made[n] = replace(made[n], z=log_odds(values[n], found))
    return made


def print_reliability(chance: Numbers, right: NDArray[np.bool_]) -> None:
    """Brier score, and for each bin of the chance how often it was right."""
    constant = float(right.mean() * (1 - right.mean()))
    print(f"  Brier {np.mean((chance - right) ** 2):.3f} (of the constant {constant:.3f})")
    for low, high in pairwise(BINS):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            print(
                f"    {low:.2f}-{min(1.0, high):.2f}  mean {chance[inside].mean():.2f}  right {int(right[inside].sum())} of {inside.sum()}"
            )


def _answers(one: Trained, rank: Sequence[float], found: Sequence[float], cut: float) -> bool:
    best = in_order(rescored(one, rank))[:CITED]
    if (off_topic(one.pool) and not best[0].verdict.missing) or not best[0].verdict.holds:
        return False
    return log_odds(_values(one, best), found) >= cut


def _values(one: Trained, best: Sequence[Judged]) -> list[float]:
    return found_features(one.asked_for, best, one.pool.wanted, one.pool.coverage)


def trained(index: SearchIndex, item: Item) -> Trained | None:
    """The candidates of a question with the features of each; None where nothing matches."""
    index.refresh()
    asked_for = understood(item.question)
    documents = index.source.allowed(Filters())
    pool, judged = considered(index, asked_for, parse(asked_for.text), documents, Filters(), prior())
    if not judged:
        return None
    good = tuple(holds(_quote(one), item) for one in judged)
    return Trained(item, asked_for, pool, tuple(judged), good)


def prior() -> list[float]:
    return [PRIOR.get(name, 0.0) for name in NAMES]


def _quote(one: Judged) -> str:
    return one.candidate.sentence.span.of(one.candidate.place.document.text)


def rescored(one: Trained, rank: Sequence[float]) -> list[Judged]:
    return [Judged(j.candidate, j.features, score(rank, j.features), j.verdict) for j in one.judged]


def fit_rank(read: Sequence[Trained]) -> list[float]:
    """Weights of the features of a sentence: softmax over the candidates of each question, the sum of those that answer it
    (ListNet's top one, Cao and others 2007), with a squared penalty on leaving PRIOR."""
    start = np.array(prior())
    sets = [
        (np.array([j.features for j in one.judged]), np.array(one.good))
        for one in read
        if any(one.good) and not all(one.good)
    ]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for values, good in sets:
            scores = values @ weights
            exps = np.exp(scores - scores.max())
            share = exps / exps.sum()
            right = np.where(good, exps, 0.0) / max(1e-300, exps[good].sum())
            total -= float(np.log(max(1e-300, share[good].sum())))
            slope += values.T @ (share - right)
        away = weights - start
        return total + float(away @ away) / (2 * RANK_C), slope + away / RANK_C

    return [float(w) for w in minimize(loss, start, jac=True, method="L-BFGS-B").x]


def _logistic_model(values: Numbers, right: NDArray[np.bool_], c: float) -> list[float]:
    """Intercept and weights of a logistic regression on standardised features, brought back to their units."""
    mean, spread = values.mean(0), values.std(0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=c, max_iter=3000).fit((values - mean) / spread, right)
    slopes = model.coef_[0] / spread
    return [float(model.intercept_[0] - slopes @ mean), *map(float, slopes)]
