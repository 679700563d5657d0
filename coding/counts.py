"""Theme counts: for each code (and group of respondents) how many responses bear it, of how many, and how sure that is.

Responses may bear several codes, so that percentages do not sum to 100. Blank responses bear no code: that is known, so
on the base `asked` they enlarge the base and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from coding.judgements import CODED, UNCODABLE, Matrix, Merged
from coding.prevalence import Method, Share, Stratum, human_share, machine_assisted_share
from core.codebooks import Codebook
from core.responses import RESPONSE_STATES, Response, ResponseState

BaseKind = Literal["asked", "answered", "codable"]
BASE_KINDS: tuple[str, ...] = get_args(BaseKind)
NOT_STATED = "Not stated"
Mask = NDArray[np.bool_]
Group = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """The count record of docs/contracts.md. `n` and `sampled` are None only where the cell is suppressed; `group` is empty
    for all respondents."""

    question: str
    code: str
    label: str
    n: int | None
    sampled: int | None
    base: int | None
    base_kind: BaseKind
    percent: float | None
    low: float | None
    high: float | None
    method: Method
    weighted: bool = False
    group: Group = ()
    suppressed: bool = False

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "code": self.code,
            "label": self.label,
            "n": self.n,
            "sampled": self.sampled,
            "base": self.base,
            "base_kind": self.base_kind,
            "percent": _rounded(self.percent),
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "method": self.method,
            "weighted": self.weighted,
            "group": [{"attribute": attribute, "value": value} for attribute, value in self.group],
            "suppressed": self.suppressed,
        }


@dataclass(frozen=True, slots=True)
class CountTable:
    """`rows` in the order of the code frame, groups within a code in order of their values. `states`: how many responses
    are in each state; they sum to `responses`. `notes`: what must stand under the table."""

    question: str
    question_text: str
    respondents: str
    base_kind: BaseKind
    rows: tuple[CountRow, ...]
    states: tuple[tuple[ResponseState, int], ...]
    responses: int
    notes: tuple[str, ...]

    def records(self) -> list[dict[str, Any]]:
        return [row.record() for row in self.rows]

    def with_notes(self, *more: str) -> CountTable:
        return replace(self, notes=(*self.notes, *more))


def response_states(
    responses: Sequence[Response], merged: Merged, machine: Sequence[str | None]
) -> list[ResponseState]:
    """The state of each response (docs/contracts.md): what import knew where it was not answered; else what people made of
    it; else what the machine did (`machine`: `coded`, `abstained` or None, one a response)."""
    made: list[ResponseState] = []
    for response, state, suggestion in zip(responses, merged.states, machine):
        if response.state in ("not_asked", "blank", "excluded"):
            made.append(response.state)
        elif state == CODED:
            made.append("coded")
        elif state == UNCODABLE:
            made.append("uncodable")
        elif suggestion is not None:
            made.append("machine_coded" if suggestion == "coded" else "abstained")
        else:
            made.append("uncoded")
    return made


def count_states(states: Sequence[ResponseState]) -> tuple[tuple[ResponseState, int], ...]:
    """How many responses are in each state; nothing is dropped: asserted."""
    counted = Counter(states)
    made = tuple((state, counted[state]) for state in RESPONSE_STATES)  # type: ignore[index]
    assert sum(n for _, n in made) == len(states)
    return made  # type: ignore[return-value]


def count_codes(
    codebook: Codebook,
    responses: Sequence[Response],
    merged: Merged,
    states: Sequence[ResponseState],
    *,
    sample: Mask,
    base_kind: BaseKind = "answered",
    by: Sequence[str] = (),
    machine: Matrix | None = None,
) -> list[CountRow]:
    """One row a code and group.

    sample: (n_responses,) bool, members of complete recorded random samples (see `sampling`); none: no interval.
    machine: (n_responses, n_codes), 1 or 0 where the machine, which did not learn from the sample, judged; -1 elsewhere."""
    asked = np.array([state not in ("not_asked", "excluded") for state in states], dtype=bool)
    answered = asked & np.array([state != "blank" for state in states], dtype=bool)
    values = np.where((merged.states == UNCODABLE)[:, None], np.int8(0), merged.values)
    base = {"asked": asked, "answered": answered, "codable": answered & (merged.states != UNCODABLE)}[base_kind]
    weights = _weights(responses, base)
    rows = []
    groups = group_masks(responses, by, asked)
    for at, code in enumerate(codebook.codes):
        for group, mask in groups:
            cell = _Cell(
                base & mask, answered & base & mask, values[:, at], sample, None if machine is None else machine[:, at]
            )
            n, sampled, share = cell.share() if weights is None else cell.weighted_share(weights)
            rows.append(
                CountRow(
                    question=codebook.question,
                    code=code.code,
                    label=code.label,
                    n=n,
                    sampled=sampled,
                    base=int((base & mask).sum()),
                    base_kind=base_kind,
                    percent=_percent(share.share),
                    low=_percent(share.low),
                    high=_percent(share.high),
                    method=share.method,
                    weighted=weights is not None,
                    group=group,
                )
            )
    return rows


def group_masks(responses: Sequence[Response], by: Sequence[str], among: Mask) -> list[tuple[Group, Mask]]:
    """The groups of respondents that occur, in order of their values, and who is in each; all in one where `by` is empty."""
    if not by:
        return [((), np.ones(len(responses), dtype=bool))]
    members: dict[Group, list[int]] = {}
    for n, response in enumerate(responses):
        if among[n]:
            key = tuple((name, response.attributes.get(name, "") or NOT_STATED) for name in by)
            members.setdefault(key, []).append(n)
    made = []
    for key in sorted(members, key=lambda group: [(value == NOT_STATED, _natural(value)) for _, value in group]):
        mask = np.zeros(len(responses), dtype=bool)
        mask[members[key]] = True
        made.append((key, mask))
    return made


def _natural(value: str) -> list[tuple[int, float, str]]:
    """Sorts "9" before "10", and "Band 2" before "Band 11"."""
    import re

    pieces = re.split(r"(\d+)", value.casefold())  # numbers stand at the odd places; "²" is none
    return [(0, float(piece), "") if n % 2 else (1, 0.0, piece) for n, piece in enumerate(pieces) if piece]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One code in one group: who is in the base, who of them answered, and what was judged."""

    base: Mask
    answered: Mask
    values: Matrix
    sample: Mask
    machine: Matrix | None

    def share(self) -> tuple[int, int, Share]:
        """(n, sampled, share): the share among the answered, then brought to the base by the known blanks."""
        judged = self.answered & (self.values >= 0)
        size, base = int(self.answered.sum()), int(self.base.sum())
        everybody = bool((judged == self.answered).all())
        drawn = self.answered & self.sample
        random = not everybody and bool(drawn.any()) and bool(judged[drawn].all())
        counted = drawn if random else judged
        n, sampled = int((self.values[counted] == 1).sum()), int(counted.sum())
        if base == 0 or (size == 0 and everybody):
            known = 0.0 if base else None  # nobody answered: nobody bears the code
            return 0, 0, Share(known, known, known, "all_human")
        share = human_share(Stratum(size, sampled, n), random)
        if random and self.machine is not None and bool((self.machine[self.answered] >= 0).all()):
            share = machine_assisted_share(*self._strata(counted))
            if share.method == "machine_assisted" and share.share is not None:
                n = round(share.share * size)
        return n, sampled, _scaled(share, size / base)

    def _strata(self, counted: Mask) -> tuple[Stratum, Stratum]:
        assert self.machine is not None
        made = []
        for label in (1, 0):
            rows = self.answered & (self.machine == label)
            taken = rows & counted
            made.append(Stratum(int(rows.sum()), int(taken.sum()), int((self.values[taken] == 1).sum())))
        return made[0], made[1]

    def weighted_share(self, weights: NDArray[np.float64]) -> tuple[int, int, Share]:
        """(n, sampled, share): n and sampled unweighted; the share a ratio of sums of weights, with no interval unless
        every response is coded: the variance of a weighted share needs the survey's design, which is not recorded."""
        judged = self.answered & (self.values >= 0)
        everybody = bool((judged == self.answered).all())
        n, sampled = int((self.values[judged] == 1).sum()), int(judged.sum())
        total, answered, coded = (float(weights[mask].sum()) for mask in (self.base, self.answered, judged))
        method: Method = "all_human" if everybody else "human_sample"
        if total <= 0 or (coded <= 0 and not everybody):
            return n, sampled, Share(None, None, None, method)
        among = float(weights[judged & (self.values == 1)].sum()) / coded if coded > 0 else 0.0
        share = among * answered / total
        ends = share if everybody else None
        return n, sampled, Share(share, ends, ends, method)


def _scaled(share: Share, factor: float) -> Share:
    def times(value: float | None) -> float | None:
        return None if value is None else value * factor

    return Share(times(share.share), times(share.low), times(share.high), share.method)


def _weights(responses: Sequence[Response], base: Mask) -> NDArray[np.float64] | None:
    """The survey weights, where every response of the base has one."""
    if not base.any() or any(response.weight is None for response, inside in zip(responses, base) if inside):
        return None
    return np.array([response.weight or 0.0 for response in responses])


def _percent(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
