"""What a person's time is best spent on: responses to code next, codings to look at again, and what more coding would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.advice import CodeOutlook, CurvePoint, Doubt, doubts, learning_curve, out_of_fold, outlooks
from coding.asking import Ask, next_batch
from coding.judgements import CODED
from coding.rounds.counting import NO_FRAME
from coding.rounds.machine import embedded
from coding.rounds.matrices import Matrices, load_matrices
from coding.rounds.personal_data import shown_text
from coding.suggester import Batch, prepare, suggest, wording
from core.codebooks import Code
from core.encoder import Encoder
from core.errors import NotFoundError, UsageError
from core.jobs import Progress
from core.store import Store
from core.store import codings as table
from core.store import machine as machine_table
from core.store import responses as response_table

LEAST_CODED = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A response worth coding next, and why; `code`: the rare code that it may bear."""

    response: str
    text: str
    why: str
    code: str | None

    def record(self) -> dict[str, Any]:
        return {"response": self.response, "why": self.why, "code": self.code, "text": self.text, "design": "purposive"}


@dataclass(frozen=True, slots=True)
class Doubted:
    """A coding worth another look: people put the code on (`given`) or did not; the program thinks otherwise."""

    response: str
    text: str
    code: str
    given: bool
    probability: float

    def record(self) -> dict[str, Any]:
        return {
            "response": self.response,
            "code": self.code,
            "given": self.given,
            "probability": round(self.probability, 4),
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Prospects:
    """The learning curve, and what it says code by code, in the order of the frame."""

    codes: tuple[Code, ...]
    points: tuple[CurvePoint, ...]
    outlooks: tuple[CodeOutlook, ...]
    coded: int

    def records(self) -> list[dict[str, Any]]:
        return [
            {
                "code": self.codes[made.code].code,
                "label": self.codes[made.code].label,
                "uses": made.uses,
                "f1": round(made.f1, 3),
                "gain_of_last_doubling": round(made.gain, 3),
                "kappa_with_people": None if made.kappa is None else round(made.kappa, 3),
                "outlook": made.outlook,
            }
            for made in self.outlooks
        ]


@dataclass(frozen=True, slots=True)
class Known:
    """A question's batch, and its coded responses that a person read: `rows` among the answered, `judged` (n_rows, n_codes)."""

    matrices: Matrices
    batch: Batch
    answered: NDArray[np.intp]
    rows: NDArray[np.intp]  # coded ones, among the answered
    judged: NDArray[np.int8]
    drawn: set[str]


def next_to_code(
    store: Store, question: str, encoder: Encoder, n: int, seed: int = 0, progress: Progress | None = None
) -> list[Asked]:
    """Up to `n` answered responses that nobody has coded, which the classifier would learn most from (`coding.asking`).
    Members of a recorded random sample are left out: they are coded for the published share, and not chosen.

    Raises NotFoundError where there is no code frame, or nothing left to code."""
    known = known_coding(store, question, encoder, seed, progress)
    merged_states = known.matrices.merged().states[known.answered]
    names = [known.matrices.responses[row].id for row in known.answered]
    open_rows = np.array(
        [at for at, name in enumerate(names) if merged_states[at] == 0 and name not in known.drawn], dtype=np.intp
    )
    if not len(open_rows):
        raise NotFoundError(
            "Every answered response outside the random sample is coded: there is nothing left to choose from."
        )
    probabilities = suggest(known.batch, known.rows, known.judged, seed)
    vectors = known.batch.embeddings[: known.batch.n_responses]
    asked: Sequence[Ask] = next_batch(vectors, open_rows, known.rows, known.judged, probabilities, n, seed)
    codes = known.batch.codes
    shown = shown_text(store, known.matrices.question)
    return [
        Asked(names[one.row], shown[names[one.row]], one.why, None if one.code is None else codes[one.code].code)
        for one in asked
    ]


def look_again(
    store: Store, question: str, encoder: Encoder, seed: int = 0, progress: Progress | None = None
) -> list[Doubted]:
    """Codings that may be errors, most doubtful first. Raises UsageError below 40 coded responses."""
    known = _enough(known_coding(store, question, encoder, seed, progress))
    made: Sequence[Doubt] = doubts(known.rows, known.judged, out_of_fold(known.batch, known.rows, known.judged, seed))
    names = [known.matrices.responses[row].id for row in known.answered]
    shown = shown_text(store, known.matrices.question)
    return [
        Doubted(names[one.row], shown[names[one.row]], known.batch.codes[one.code].code, one.given, one.probability)
        for one in made
    ]


def prospects(
    store: Store, question: str, encoder: Encoder, seed: int = 0, progress: Progress | None = None
) -> Prospects:
    """What more coding would bring, in all and code by code. Raises UsageError below 40 coded responses."""
    known = _enough(known_coding(store, question, encoder, seed, progress))
    points = learning_curve(known.batch, known.rows, known.judged, seed)
    predicted = out_of_fold(known.batch, known.rows, known.judged, seed)
    return Prospects(
        known.batch.codes, tuple(points), tuple(outlooks(points, known.judged, predicted)), len(known.rows)
    )


def known_coding(store: Store, question: str, encoder: Encoder, seed: int, progress: Progress | None) -> Known:
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
        recorded = table.samples(connection, found.id)
        in_bulk = machine_table.accepted(connection, found.id)
    if matrices.codebook is None:
        raise NotFoundError(NO_FRAME)
    answered = np.flatnonzero(matrices.answered())
    if not len(answered):
        raise NotFoundError(
            "The question has no answered response. Add responses first: verbatim responses add FILE ..."
        )
    texts = [matrices.responses[row].text for row in answered]
    codes = matrices.codebook.codes
    embeddings = embedded(store, encoder, [*texts, *(wording(code) for code in codes)], progress or Progress())
    merged = matrices.merged()
    read = np.array([matrices.responses[row].id not in in_bulk for row in answered], dtype=bool)
    rows = np.flatnonzero((merged.states[answered] == CODED) & read)
    drawn = {name for sample in recorded if sample.design == "random" for name in sample.members}
    batch = prepare(texts, codes, embeddings, seed)
    return Known(matrices, batch, answered, rows, merged.values[answered][rows], drawn)


def _enough(known: Known) -> Known:
    if len(known.rows) < LEAST_CODED:
        raise UsageError(
            f"This needs at least {LEAST_CODED} coded responses; {len(known.rows)} are coded. Code more: verbatim next --question ..."
        )
    return known
