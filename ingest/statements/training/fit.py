"""Fitting the verdict model, and what it reaches on bodies that it was not trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ingest.statements.candidates import Candidate
from ingest.statements.training.examples import Example, candidates_of
from ingest.statements.undertakings import judge
from ingest.statements.verdict_features import features
from ingest.statements.verdict_model import VerdictModel
from ingest.statements.verdicts import Verdict

FEWEST = 2
"""A feature counts where at least so many examples have it."""
INVERSE_PENALTY = 0.5
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate of the examples with the rules' verdict and the model's features."""

    example: Example
    candidate: Candidate
    verdict: Verdict | None
    features: tuple[str, ...]


def judged(examples: Sequence[Example]) -> list[Judged]:
    """The candidates among the examples; needs spaCy's pipeline."""
    found = []
    for index, candidate in candidates_of(examples):
        verdict = judge(candidate.sentence.text, candidate.clauses, candidate.setting)
        found.append(Judged(examples[index], candidate, verdict, tuple(features(candidate, verdict))))
    return found


def fitted(rows: Sequence[Judged], inverse_penalty: float = INVERSE_PENALTY) -> VerdictModel:
    """The model of all rows: L2-penalised logistic regression on presence features, rounded so that it is repeatable."""
    counts = Counter(name for row in rows for name in row.features)
    kept = sorted(name for name, count in counts.items() if count >= FEWEST)
    place = {name: column for column, name in enumerate(kept)}
    table = np.zeros((len(rows), len(kept)))
    for line, row in enumerate(rows):
        table[line, [place[name] for name in row.features if name in place]] = 1.0
    labels = np.array([row.example.undertakes for row in rows])
    model = LogisticRegression(C=inverse_penalty, solver="liblinear", max_iter=1000, random_state=0)
    model.fit(table, labels)
    weights = {name: round(float(w), DECIMALS) for name, w in zip(kept, model.coef_[0]) if abs(w) >= 10**-DECIMALS}
    return VerdictModel(weights, round(float(model.intercept_[0]), DECIMALS))


def out_of_group_chances(rows: Sequence[Judged], inverse_penalty: float = INVERSE_PENALTY) -> list[float]:
    """For each row the chance that a model gives which saw no row of the same group (the kind of body)."""
    groups = [row.example.group for row in rows]
    chances = [0.0] * len(rows)
    for train, test in GroupKFold(n_splits=len(set(groups))).split(np.zeros(len(rows)), groups=groups):
        model = fitted([rows[i] for i in train], inverse_penalty)
        for i in test:
            chances[i] = model.chance(rows[i].features)
    return chances
