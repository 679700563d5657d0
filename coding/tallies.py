"""How many responses of each group bear each code, were judged, were drawn: everything that counting, disclosure control and
ranking need to know of a question, in one pass over the responses a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coding.judgements import UNCODABLE, Matrix, Merged
from core.responses import Response, ResponseState

BaseKind = Literal["asked", "answered", "codable"]
BASE_KINDS: tuple[BaseKind, ...] = get_args(BaseKind)
NOT_STATED = "Not stated"
Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]
Group = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of respondents that occur among those asked, in order of their values; `member`: (n_responses,) the group
    of each, -1 for those who were not asked. Without attributes all are in the one group ()."""

    by: tuple[str, ...]
    groups: tuple[Group, ...]
    member: NDArray[np.int64]


def grouping(responses: Sequence[Response], by: Sequence[str], among: Mask, *, complete: bool = False) -> Grouping:
    """A missing value is `NOT_STATED`, which comes last; numbers in values sort as numbers. `complete`: with the crossings of
    two attributes in which nobody is, so that leaving them out does not tell that nobody is in them."""
    member = np.full(len(responses), -1, dtype=np.int64)
    if not by:
        member[among] = 0
        return Grouping((), ((),), member)
    found: dict[Group, int] = {}
    for n in np.flatnonzero(among).tolist():
        attributes = responses[n].attributes
        key = tuple((name, attributes.get(name, "") or NOT_STATED) for name in by)
        member[n] = found.setdefault(key, len(found))
    if complete and len(by) == 2:
        for first, second in product(*({group[n] for group in found} for n in (0, 1))):
            found.setdefault((first, second), len(found))
    ordered = sorted(found, key=lambda group: [(value == NOT_STATED, _natural(value)) for _, value in group])
    place = np.zeros(len(found) + 1, dtype=np.int64)
    for at, key in enumerate(ordered):
        place[found[key]] = at
    place[-1] = -1  # what -1 looks up
    return Grouping(tuple(by), tuple(ordered), place[member])


def _natural(value: str) -> list[tuple[int, float, str]]:
    """Sorts "9" before "10", and "Band 2" before "Band 11"."""
    pieces = re.split(r"(\d+)", value.casefold())  # numbers stand at the odd places; "²" is none
    return [(0, float(piece), "") if n % 2 else (1, 0.0, piece) for n, piece in enumerate(pieces) if piece]


@dataclass(frozen=True, slots=True)
class Coded:
    """What was judged of every response, ready to be counted.

    asked, answered, codable, drawn: (n_responses,) bool; drawn: answered members of complete random samples. values:
    (n_responses, n_codes) 1, 0 or -1 (not judged), uncodable responses bear no code. machine: the same of the machine's
    labels, where they may correct the sample. weights: (n_responses,) where there are any, NaN where one is missing."""

    asked: Mask
    answered: Mask
    codable: Mask
    drawn: Mask
    values: Matrix
    machine: Matrix | None = None
    weights: NDArray[np.float64] | None = None

    def base(self, kind: BaseKind) -> Mask:
        return {"asked": self.asked, "answered": self.answered, "codable": self.codable}[kind]


def coded(
    responses: Sequence[Response],
    merged: Merged,
    states: Sequence[ResponseState],
    sample: Mask,
    machine: Matrix | None = None,
) -> Coded:
    asked = np.array([state not in ("not_asked", "excluded") for state in states], dtype=bool)
    answered = asked & np.array([state != "blank" for state in states], dtype=bool)
    values = np.where((merged.states == UNCODABLE)[:, None], np.int8(0), merged.values)
    weights = None
    if any(response.weight is not None for response in responses):
        weights = np.array([np.nan if made.weight is None else made.weight for made in responses])
    codable = answered & (merged.states != UNCODABLE)
    return Coded(asked, answered, codable, sample & answered, values, machine, weights)


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of responses in one table and base. (n_groups,): base, answered (of the base, all answered ones), drawn.
    (n_groups, n_codes): judged and positive of the answered; drawn_judged, drawn_positive of those drawn; flagged,
    flagged_drawn, flagged_positive: to which the machine gave the code, how many of these were drawn, and bear it;
    labelled: which the machine judged at all."""

    groups: tuple[Group, ...]
    base: Counts
    answered: Counts
    drawn: Counts
    judged: Counts
    positive: Counts
    drawn_judged: Counts
    drawn_positive: Counts
    flagged: Counts
    flagged_drawn: Counts
    flagged_positive: Counts
    labelled: Counts


def tally(data: Coded, made: Grouping, kind: BaseKind) -> Tally:
    base = data.base(kind)
    answered = data.answered & base
    drawn = data.drawn & base
    summed = _Sums(made)
    judged, positive = data.values >= 0, data.values == 1
    none = np.zeros((len(made.groups), data.values.shape[1]), dtype=np.int64)
    flagged, flagged_drawn, flagged_positive, labelled = none, none, none, none
    if data.machine is not None:
        given = data.machine == 1
        flagged = summed.of(given, answered)
        flagged_drawn = summed.of(given & judged, drawn)
        flagged_positive = summed.of(given & positive, drawn)
        labelled = summed.of(data.machine >= 0, answered)
    return Tally(
        made.groups,
        summed.rows(base),
        summed.rows(answered),
        summed.rows(drawn),
        summed.of(judged, answered),
        summed.of(positive, answered),
        summed.of(judged, drawn),
        summed.of(positive, drawn),
        flagged,
        flagged_drawn,
        flagged_positive,
        labelled,
    )


class _Sums:
    """Sums over the responses of each group, by a sparse matrix of who is in which."""

    def __init__(self, made: Grouping) -> None:
        self.made = made
        self.inside = made.member >= 0

    def rows(self, mask: Mask) -> Counts:
        chosen = self.made.member[mask & self.inside]
        return np.bincount(chosen, minlength=len(self.made.groups)).astype(np.int64)

    def of(self, matrix: NDArray[np.bool_], mask: Mask) -> Counts:
        result: Counts = self._indicator(mask) @ matrix.astype(np.int64)
        return result

    def weighted(self, matrix: NDArray[np.bool_], mask: Mask, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        result: NDArray[np.float64] = self._indicator(mask, weights) @ matrix.astype(np.float64)
        return result

    def _indicator(self, mask: Mask, weights: NDArray[np.float64] | None = None) -> csr_array:
        at = np.flatnonzero(mask & self.inside)
        ones = np.ones(len(at), dtype=np.int64) if weights is None else weights[at]
        return csr_array((ones, (self.made.member[at], at)), shape=(len(self.made.groups), len(mask)))


@dataclass(frozen=True, slots=True)
class Weighed:
    """Sums of weights: (n_groups,) base and answered; (n_groups, n_codes) judged and positive, and
    of those drawn, these with the sums of the squares of weights too."""

    base: NDArray[np.float64]
    answered: NDArray[np.float64]
    judged: NDArray[np.float64]
    positive: NDArray[np.float64]
    drawn: NDArray[np.float64]
    drawn_positive: NDArray[np.float64]
    drawn_squares: NDArray[np.float64]
    drawn_positive_squares: NDArray[np.float64]


def weigh(data: Coded, made: Grouping, kind: BaseKind) -> Weighed | None:
    """The weights of a table, where every response of the base has one; None elsewhere."""
    base = data.base(kind)
    if data.weights is None or not base.any() or bool(np.isnan(data.weights[base]).any()):
        return None
    weights = np.nan_to_num(data.weights)
    summed = _Sums(made)
    answered, drawn = data.answered & base, data.drawn & base
    judged, positive = data.values >= 0, data.values == 1
    every = np.ones((len(base), 1), dtype=bool)
    return Weighed(
        summed.weighted(every, base, weights)[:, 0],
        summed.weighted(every, answered, weights)[:, 0],
        summed.weighted(judged, answered, weights),
        summed.weighted(positive, answered, weights),
        summed.weighted(judged, drawn, weights),
        summed.weighted(positive, drawn, weights),
        summed.weighted(judged, drawn, weights**2),
        summed.weighted(positive, drawn, weights**2),
    )
