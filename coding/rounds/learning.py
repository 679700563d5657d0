"""What a run learns from what it was given, without the database: the same inputs give the same probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coding.judgements import CODED, Matrix
from coding.refining import Refinement, refined_for
from coding.rounds.runs import Inputs
from coding.suggester import Batch, bears_one_each, cross_fitted, given_codes, prepare, suggest
from core.codebooks import Codebook
from core.encoder import Vectors
from core.errors import UsageError
from core.jobs import Progress

LEAST_TRAINED_ON = 40  # fewer coded responses outside the estimation sample than this: cross-fit on the sample instead
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Learnt:
    """probabilities, given: (n_answered, n_codes), `given` the codes that are suggested; training: rows among the answered that
    were learnt from; `crossed`: no response was labelled by a model that learnt from it; `independent`: so may the labels
    correct the random sample."""

    batch: Batch
    probabilities: NDArray[np.float64]
    given: NDArray[np.bool_]
    training: NDArray[np.intp]
    crossed: bool
    independent: bool
    refinement: Refinement | None


def learn(inputs: Inputs, texts: Sequence[str], codebook: Codebook, embeddings: Vectors, progress: Progress) -> Learnt:
    """`texts` of the answered responses; `embeddings` of these and then of the wording of each code.

    A complete random sample is the estimation sample: where enough responses outside it are coded, those alone are learnt
    from; else every label, in the sample and out, is cross-fitted. Raises UsageError where the encoder is to be refined
    and labels must be cross-fitted, ModelMissing where it cannot be refined here."""
    answered = inputs.answered
    coded = (inputs.judged[answered] == CODED) & ~inputs.accepted[answered]
    values, drawn = inputs.values[answered], inputs.sample[answered]
    batch = prepare(texts, codebook.codes, embeddings, inputs.seed)
    outside = np.flatnonzero(coded & ~drawn)
    if drawn.any() and len(outside) < LEAST_TRAINED_ON:
        rows = np.flatnonzero(coded)
        if len(rows) >= 2 * FOLDS:
            if inputs.refine:
                raise UsageError(
                    f"Refining the encoder needs at least {LEAST_TRAINED_ON} coded responses outside the random sample; there are "
                    f"{len(outside)}. Code more, or leave out --refine: then every label comes from a model that did not see it."
                )
            crossed = cross_fitted(batch, rows, values[rows], FOLDS, inputs.seed)
            given = given_codes(crossed, bears_one_each(values[rows]))
            return Learnt(batch, crossed, given, rows, True, True, None)
        outside = rows
    refined = None
    if inputs.refine and len(outside):
        refined = refined_for(texts, codebook.codes, outside, values[outside], inputs.seed, progress)
    probabilities = suggest(batch, outside, values[outside], inputs.seed, refined.vectors if refined else None)
    independent = bool(drawn.any()) and not np.isin(np.flatnonzero(drawn), outside).any()
    given = given_codes(probabilities, bears_one_each(values[outside]))
    return Learnt(batch, probabilities, given, outside, False, independent, refined.refinement if refined else None)


def machine_labels(inputs: Inputs, learnt: Learnt) -> Matrix | None:
    """(n_responses, n_codes) of 1, 0 and, where there is no answer, -1; None where the labels may not correct a count."""
    if not learnt.independent:
        return None
    made = np.full(inputs.values.shape, -1, dtype=np.int8)
    made[inputs.answered] = learnt.given
    return made
