"""What coders said, as matrices: one row a response, one column a code, one matrix a coder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int8]
NO_JUDGEMENT = -1
NONE, CODED, UNCODABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Judgements:
    """One coder's judgements on all responses of a question.

    values: (n_responses, n_codes) int8; 1 applies, 0 does not, -1 no judgement (not coded, or coded before the code was
    in the frame). states: (n_responses,) int8; 0 not dealt with, 1 coded, 2 uncodable."""

    coder: str
    values: Matrix
    states: Matrix

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.states.shape != (len(self.values),):
            raise ValueError("one row of values and one state a response")

    @property
    def dealt_with(self) -> NDArray[np.bool_]:
        made: NDArray[np.bool_] = self.states != NONE
        return made


def blank_judgements(coder: str, n_responses: int, n_codes: int) -> Judgements:
    return Judgements(
        coder, np.full((n_responses, n_codes), NO_JUDGEMENT, np.int8), np.zeros(n_responses, dtype=np.int8)
    )


def judgements_of(
    coder: str, responses: Sequence[str], codes: Sequence[str], coded: Iterable[tuple[str, Iterable[str]]]
) -> Judgements:
    """Judgements from (response id, codes that apply): every other code of the frame does not apply to that response."""
    made = blank_judgements(coder, len(responses), len(codes))
    rows = {name: n for n, name in enumerate(responses)}
    columns = {name: n for n, name in enumerate(codes)}
    for name, applied in coded:
        made.states[rows[name]] = CODED
        made.values[rows[name]] = 0
        for code in applied:
            made.values[rows[name], columns[code]] = 1
    return made


@dataclass(frozen=True, slots=True)
class Merged:
    """The coding that counts, response by response (docs/contracts.md).

    values, states: as in Judgements. differing: responses that two or more coders coded differently and nobody has
    adjudicated. coders: names of those whose codings were taken, in order; double_coded: how many responses two or more
    coders dealt with."""

    values: Matrix
    states: Matrix
    differing: int
    double_coded: int
    coders: tuple[str, ...]


def merged(
    coders: Sequence[Judgements],
    adjudicated: Judgements | None,
    n_responses: int,
    n_codes: int,
    preferred: str | None = None,
) -> Merged:
    """A response's codes are the adjudicated ones; else those of its only coder; else those of `preferred` where that
    coder dealt with it; else those of the first of `coders` who did."""
    order = sorted(coders, key=lambda made: made.coder != preferred)  # stable: the rest stay in order of first import
    result = blank_judgements("", n_responses, n_codes)
    taken: list[str] = []
    settled = np.zeros(n_responses, dtype=bool)
    if adjudicated is not None:
        settled |= _take(result, adjudicated, ~settled)
    fixed = settled.copy()
    for judgements in order:
        fresh = _take(result, judgements, ~settled)
        if fresh.any():
            taken.append(judgements.coder)
        settled |= fresh
    n_coders = np.zeros(n_responses, dtype=int)
    for judgements in coders:
        n_coders += judgements.dealt_with
    return Merged(
        result.values,
        result.states,
        differing=int((_differ(coders, n_responses) & ~fixed).sum()),
        double_coded=int((n_coders >= 2).sum()),
        coders=tuple(taken),
    )


def _take(result: Judgements, source: Judgements, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    rows: NDArray[np.bool_] = source.dealt_with & free
    result.values[rows] = source.values[rows]
    result.states[rows] = source.states[rows]
    return rows


def _differ(coders: Sequence[Judgements], n_responses: int) -> NDArray[np.bool_]:
    """Responses on which two coders judged some code differently, or one held the response uncodable."""
    found = np.zeros(n_responses, dtype=bool)
    if not coders:
        return found
    ones = np.zeros_like(coders[0].values, dtype=bool)
    zeros = np.zeros_like(ones)
    for judgements in coders:
        ones |= judgements.values == 1
        zeros |= judgements.values == 0
    found |= (ones & zeros).any(axis=1)
    coded = np.any([judgements.states == CODED for judgements in coders], axis=0)
    uncodable = np.any([judgements.states == UNCODABLE for judgements in coders], axis=0)
    found |= coded & uncodable
    return found
