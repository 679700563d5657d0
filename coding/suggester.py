"""Codes suggested for a batch of responses, from those that people coded and from the wording of the code frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from coding.classifier import balanced, factorised, solve
from coding.features import (
    Floats,
    Rows,
    TermCounts,
    count_terms,
    features,
    label_similarity,
    latent_vectors,
    standardised,
)
from core.codebooks import Code
from core.encoder import Vectors

THRESHOLD = 0.5
PENALTY = 4.0
LEAST_FOR_ONE_EACH = 20  # coded responses, each with one code, from which the others are taken to bear one too
LABEL_WEIGHT = 2.0  # a code's wording as an example of it, against 1 for a coded response
LABEL_NEGATIVE_WEIGHT = 0.6  # the same wording as a counter-example of the other codes
OFFSET_WEIGHTS = (0.0, 0.25, 0.5)
GATE_FOLDS, LEFT_OUT = 4, -1
GATE_ITERATIONS, GATE_TOLERANCE = 60, 1e-3
GATE_SLACK = (
    0.01  # micro-F1 that a larger weight may cost: small sets cannot tell less apart, and rare codes gain by it
)
GATE_ROWS = 800  # enough to choose among three weights
ITERATIONS, TOLERANCE = 200, 1e-4
ONE_THREAD, MANY_ROWS = 1, 2_000  # threads that wait for one another cost more than small matrices gain
MAX_TRAINING_ROWS = 6_000


def wording(code: Code) -> str:
    """What a code says of itself: label, definition, what to include and the typical example."""
    parts = [code.label, code.definition, code.include, code.typical]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Batch:
    """The responses to one question and the wording of its codes, ready for any number of fits.

    The first `n_responses` rows of `counts`, `latent` and `embeddings` are the responses, those after them the codes.
    `likeness` of response and wording, (n_responses, n_codes); `similarity`: the same, standardised code by code."""

    n_responses: int
    codes: tuple[Code, ...]
    counts: TermCounts
    latent: Vectors
    embeddings: Vectors
    likeness: Floats
    similarity: Floats

    def only(self, rows: Rows) -> Batch:
        """The same codes and these responses alone, with all that was worked out on the whole: what is learnt and tried on
        some thousand coded responses need not go through a hundred thousand others."""
        kept = np.concatenate([rows, self.code_rows])
        counts = TermCounts(self.counts.words[kept], self.counts.characters[kept])
        return Batch(
            len(rows),
            self.codes,
            counts,
            self.latent[kept],
            self.embeddings[kept],
            self.likeness[rows],
            self.similarity[rows],
        )

    @property
    def code_rows(self) -> Rows:
        return np.arange(self.n_responses, self.n_responses + len(self.codes))


def prepare(texts: Sequence[str], codes: Sequence[Code], embeddings: Vectors, seed: int = 0) -> Batch:
    """`embeddings`: unit rows for `texts` and then for the `wording` of each code. Texts are used without their codes: they
    are the batch to be coded."""
    counts = count_terms([*texts, *(wording(code) for code in codes)])
    n = len(texts)
    with threadpool_limits(ONE_THREAD if n < MANY_ROWS else None):
        latent = latent_vectors(counts, np.arange(n), seed)
        likeness = label_similarity(counts, latent, embeddings, n)
    return Batch(n, tuple(codes), counts, latent, embeddings, likeness, standardised(likeness))


def suggest(
    batch: Batch, rows: Rows, judged: NDArray[np.int8], seed: int = 0, refined: Vectors | None = None
) -> Floats:
    """(n_responses, n_codes): the probability of each code on every response, learnt from the responses at `rows`, whose
    codes are `judged` ((n_rows, n_codes): 1, 0, or -1 where nobody judged that code). `refined`: vectors of responses and
    wordings from an encoder that was tuned on these same codings, in place of the batch's own.

    With nothing coded: the likeness of response and wording, a draft and no more."""
    if len(rows) == 0 or not (judged == 1).any():
        return from_wording(batch)
    if len(rows) > MAX_TRAINING_ROWS:
        kept = np.sort(np.random.default_rng(seed).choice(len(rows), MAX_TRAINING_ROWS, replace=False))
        rows, judged = rows[kept], judged[kept]
    training = _training(batch, rows, judged)
    matrix = features(batch.counts, batch.latent, batch.embeddings, training.rows)
    with threadpool_limits(ONE_THREAD if len(rows) < MANY_ROWS else None):
        known = matrix[training.rows]
        kernel = (known @ known.T).toarray().astype(np.float64) + 1.0
        shift = offset_weight(kernel, training, seed)
        if refined is not None:  # after the choice above: vectors that were fitted to these codings would sway it
            matrix = features(batch.counts, batch.latent, refined, training.rows)
            known = matrix[training.rows]
            kernel = (known @ known.T).toarray().astype(np.float64) + 1.0
        weights = balanced(training.targets, training.weights)
        dual, _ = solve(
            factorised(kernel),
            training.targets,
            weights,
            shift * training.similarity,
            penalty=PENALTY,
            max_iter=ITERATIONS,
            tol=TOLERANCE,
        )
        scores = matrix[: batch.n_responses] @ (known.T @ dual) + dual.sum(axis=0) + shift * batch.similarity
    made: Floats = special.expit(scores)
    return made


@dataclass(frozen=True, slots=True)
class _Training:
    """What is learnt from: coded responses, then each code's wording as an example of it."""

    rows: Rows  # of the batch: n_coded responses, then the codes
    n_coded: int
    targets: Floats
    weights: Floats
    similarity: Floats


def _training(batch: Batch, rows: Rows, judged: NDArray[np.int8]) -> _Training:
    n_codes = len(batch.codes)
    own = np.eye(n_codes, dtype=bool)
    return _Training(
        np.concatenate([rows, batch.code_rows]),
        len(rows),
        np.vstack([judged == 1, own]).astype(np.float64),
        np.vstack([(judged >= 0).astype(np.float64), np.where(own, LABEL_WEIGHT, LABEL_NEGATIVE_WEIGHT)]),
        np.vstack([batch.similarity[rows], np.zeros((n_codes, n_codes))]),
    )


def offset_weight(kernel: Floats, training: _Training, seed: int = 0) -> float:
    """How far likeness to the code's wording may shift the log-odds: the largest weight of `OFFSET_WEIGHTS` whose micro-F1 of
    4-fold predictions on the coded responses is within GATE_SLACK of the best, which is 0 where wording misleads. `kernel`
    of the training rows."""
    if training.n_coded < 2 * GATE_FOLDS:
        return OFFSET_WEIGHTS[-1]
    folds = np.random.default_rng(seed).permutation(training.n_coded) % GATE_FOLDS
    folds = np.concatenate([folds, np.full(len(training.rows) - training.n_coded, GATE_FOLDS)])
    if training.n_coded > GATE_ROWS:
        left_out = np.random.default_rng(seed).permutation(training.n_coded)[GATE_ROWS:]
        folds[left_out] = LEFT_OUT
    hits = np.zeros((len(OFFSET_WEIGHTS), 3))
    for fold in range(GATE_FOLDS):
        inside, outside = np.flatnonzero((folds != fold) & (folds != LEFT_OUT)), np.flatnonzero(folds == fold)
        targets = training.targets[inside]
        weights = balanced(targets, training.weights[inside])
        factor = factorised(kernel[np.ix_(inside, inside)])
        judged, truth = training.weights[outside] > 0, training.targets[outside] > 0
        for at, weight in enumerate(OFFSET_WEIGHTS):
            shift = weight * training.similarity
            dual, _ = solve(
                factor, targets, weights, shift[inside], penalty=PENALTY, max_iter=GATE_ITERATIONS, tol=GATE_TOLERANCE
            )
            given = kernel[np.ix_(outside, inside)] @ dual + shift[outside] >= special.logit(THRESHOLD)
            hits[at] += [
                (given & truth & judged).sum(),
                (given & ~truth & judged).sum(),
                (~given & truth & judged).sum(),
            ]
    scores = 2 * hits[:, 0] / np.maximum(2 * hits[:, 0] + hits[:, 1] + hits[:, 2], 1)
    return OFFSET_WEIGHTS[int(np.flatnonzero(scores >= scores.max() - GATE_SLACK)[-1])]


def bears_one_each(judged: NDArray[np.int8]) -> bool:
    """Whether people put exactly one code on every response, as on a question that wants one answer."""
    return len(judged) >= LEAST_FOR_ONE_EACH and bool(((judged == 1).sum(axis=1) == 1).all())


def given_codes(probabilities: Floats, one_each: bool = False) -> NDArray[np.bool_]:
    """(n_responses, n_codes): the codes that are suggested: those of at least THRESHOLD; with `one_each` the likeliest alone."""
    if not one_each or not probabilities.size:
        made: NDArray[np.bool_] = probabilities >= THRESHOLD
        return made
    likeliest = np.zeros(probabilities.shape, dtype=bool)
    likeliest[np.arange(len(probabilities)), probabilities.argmax(axis=1)] = True
    return likeliest


def from_wording(batch: Batch) -> Floats:
    """Pseudo-probabilities from likeness alone: 0.5 lies at the score that gives `codes_a_response` on average. A response's
    scores are counted from their mean, in units of the root of their spread, so that long texts, which are a little like
    everything, do not take all the codes."""
    n_codes = len(batch.codes)
    if not batch.n_responses or not n_codes:
        return np.zeros((batch.n_responses, n_codes))
    spread = batch.likeness.std(axis=1, keepdims=True)
    scores = (batch.likeness - batch.likeness.mean(axis=1, keepdims=True)) / np.sqrt(np.where(spread == 0, 1, spread))
    cut = float(np.quantile(scores, 1 - min(1.0, codes_a_response(n_codes) / n_codes)))
    steepness = 1 / max(float(scores.std()), 1e-9)
    made: Floats = special.expit((scores - cut) * steepness)
    return made


def codes_a_response(n_codes: int) -> float:
    """How many codes a response bears on average, guessed from the size of the frame: 1.5 of 12, 1.8 of 44 (chosen on two
    sets of coded answers, `benchmarks/coding.py`)."""
    return float(n_codes**0.15)


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
