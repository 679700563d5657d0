"""Codes suggested for a batch of responses, from those that people coded and from the wording of the code frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from coding.classifier import ThemeClassifier
from coding.features import Rows, TermCounts, count_terms, features, label_similarity, latent_vectors
from core.codebooks import Code
from core.encoder import Vectors

THRESHOLD = 0.5
PENALTY = 4.0
LABEL_WEIGHT = 2.0  # a code's wording as an example of it, against 1 for a coded response
LABEL_NEGATIVE_WEIGHT = 0.6  # the same wording as a counter-example of the other codes
OFFSET_WEIGHTS = (0.0, 0.25, 0.5)
GATE_FOLDS = 4
MAX_TRAINING_ROWS = 6_000
CODES_A_RESPONSE = 1.4  # a guess where nothing is coded yet
Floats = NDArray[np.float64]


def wording(code: Code) -> str:
    """What a code says of itself: label, definition, what to include and the typical example."""
    parts = [code.label, code.definition, code.include, code.typical]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Batch:
    """The responses to one question and the wording of its codes, ready for any number of fits.

    The first `n_responses` rows of `counts`, `latent` and `embeddings` are the responses, those after them the codes."""

    n_responses: int
    codes: tuple[Code, ...]
    counts: TermCounts
    latent: Vectors
    embeddings: Vectors
    similarity: Floats

    @property
    def code_rows(self) -> Rows:
        return np.arange(self.n_responses, self.n_responses + len(self.codes))


def prepare(texts: Sequence[str], codes: Sequence[Code], embeddings: Vectors, seed: int = 0) -> Batch:
    """`embeddings`: unit rows for `texts` and then for the `wording` of each code. Texts are used without their codes: they
    are the batch to be coded."""
    counts = count_terms([*texts, *(wording(code) for code in codes)])
    n = len(texts)
    latent = latent_vectors(counts, np.arange(n), seed)
    return Batch(n, tuple(codes), counts, latent, embeddings, label_similarity(counts, embeddings, n))


def suggest(batch: Batch, rows: Rows, judged: NDArray[np.int8], seed: int = 0) -> Floats:
    """(n_responses, n_codes): the probability of each code on every response, learnt from the responses at `rows`, whose
    codes are `judged` ((n_rows, n_codes): 1, 0, or -1 where nobody judged that code).

    With nothing coded: the likeness of response and wording, cut at 1.4 codes a response (a draft, no more)."""
    if len(rows) == 0 or not (judged == 1).any():
        return from_wording(batch)
    if len(rows) > MAX_TRAINING_ROWS:
        kept = np.sort(np.random.default_rng(seed).choice(len(rows), MAX_TRAINING_ROWS, replace=False))
        rows, judged = rows[kept], judged[kept]
    weight = offset_weight(batch, rows, judged, seed)
    return _fit_predict(batch, rows, judged, np.arange(batch.n_responses), (weight,))[0]


def offset_weight(batch: Batch, rows: Rows, judged: NDArray[np.int8], seed: int = 0) -> float:
    """How far likeness to the code's wording may shift the log-odds: the weight of `OFFSET_WEIGHTS` with the best
    micro-F1 of 4-fold predictions on the coded responses, which is 0 where wording misleads."""
    if len(rows) < 2 * GATE_FOLDS:
        return OFFSET_WEIGHTS[-1]
    folds = np.random.default_rng(seed).permutation(len(rows)) % GATE_FOLDS
    hits = np.zeros((len(OFFSET_WEIGHTS), 3))
    for fold in range(GATE_FOLDS):
        inside, outside = folds != fold, folds == fold
        truth = judged[outside]
        made = _fit_predict(batch, rows[inside], judged[inside], rows[outside], OFFSET_WEIGHTS)
        for at, probabilities in enumerate(made):
            given = probabilities >= THRESHOLD
            hits[at] += [
                (given & (truth == 1)).sum(),
                (given & (truth == 0)).sum(),
                (~given & (truth == 1)).sum(),
            ]
    scores = 2 * hits[:, 0] / np.maximum(2 * hits[:, 0] + hits[:, 1] + hits[:, 2], 1)
    return OFFSET_WEIGHTS[int(scores.argmax())]


def _fit_predict(
    batch: Batch, rows: Rows, judged: NDArray[np.int8], wanted: Rows, offset_weights: Sequence[float]
) -> list[Floats]:
    """Probabilities for the responses at `wanted`, one matrix an offset weight. Each code's wording is an example of it."""
    n_codes = len(batch.codes)
    fit_rows = np.concatenate([rows, batch.code_rows])
    matrix = features(batch.counts, batch.latent, batch.embeddings, fit_rows)
    targets = np.vstack([judged == 1, np.eye(n_codes, dtype=bool)]).astype(np.float64)
    own = np.where(np.eye(n_codes, dtype=bool), LABEL_WEIGHT, LABEL_NEGATIVE_WEIGHT)
    weights = np.vstack([(judged >= 0).astype(np.float64), own])
    training, asked = matrix[fit_rows], matrix[wanted]
    made = []
    for weight in offset_weights:
        offset = np.vstack([weight * batch.similarity[rows], np.zeros((n_codes, n_codes))])
        model = ThemeClassifier(C=PENALTY, threshold=THRESHOLD).fit(training, targets, weights, offset)
        made.append(model.predict_proba(asked, weight * batch.similarity[wanted]))
    return made


def from_wording(batch: Batch) -> Floats:
    """Pseudo-probabilities from likeness alone: 0.5 lies at the score that gives 1.4 codes a response on average."""
    if not batch.n_responses or not batch.codes:
        return np.zeros((batch.n_responses, len(batch.codes)))
    given = min(1.0, CODES_A_RESPONSE / len(batch.codes))
    cut = float(np.quantile(batch.similarity, 1 - given))
    made: Floats = special.expit(batch.similarity - cut)
    return made


def cross_fitted(batch: Batch, rows: Rows, judged: NDArray[np.int8], n_folds: int, seed: int = 0) -> Floats:
    """Probabilities of all responses such that none comes from a model that learnt from that response: of a coded one, from
    the model of the other folds; of the others, the mean over the folds' models (cross-prediction, Zrnic and Candès 2024)."""
    folds = np.random.default_rng(seed).permutation(len(rows)) % n_folds
    made = np.zeros((batch.n_responses, len(batch.codes)))
    own = np.zeros((len(rows), len(batch.codes)))
    for fold in range(n_folds):
        inside = folds != fold
        probabilities = suggest(batch, rows[inside], judged[inside], seed)
        own[~inside] = probabilities[rows[~inside]]
        made += probabilities / n_folds
    made[rows] = own
    return made
