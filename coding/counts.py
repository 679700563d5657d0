"""Theme counts: for each code (and group of respondents) how many responses bear it, of how many, and how sure that is.

Responses may bear several codes, so that percentages do not sum to 100. Blank responses bear no code: that is known, so
on the base `asked` they enlarge the base and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from coding.judgements import CODED, UNCODABLE, Matrix, Merged
from coding.prevalence import Method, Share, Stratum, WeighedSample, human_share, machine_assisted_share, weighted_share
from coding.tallies import BaseKind, Coded, Group, Grouping, Mask, Tally, Weighed, coded, grouping, tally, weigh
from core.codebooks import Codebook
from core.responses import RESPONSE_STATES, Response, ResponseState


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
    data = coded(responses, merged, states, sample, machine)
    return count_table(codebook, data, grouping(responses, by, data.asked), base_kind)


def count_table(codebook: Codebook, data: Coded, groups: Grouping, base_kind: BaseKind) -> list[CountRow]:
    """The rows of one table, codes in the order of the frame, groups within a code in theirs."""
    counted = tally(data, groups, base_kind)
    weighed = weigh(data, groups, base_kind)
    drawn = sampled_codes(data)
    # Of a sample nobody knows how many of those not drawn can be coded: the machine's strata would be of the wrong size.
    assist = data.machine is not None and not (base_kind == "codable" and (data.drawn & ~data.codable).any())
    rows = []
    for at, code in enumerate(codebook.codes):
        for cell, group in enumerate(counted.groups):
            if weighed is None:
                n, sampled, share = _share(counted, cell, at, drawn[at], assist)
            else:
                n, sampled, share = _weighted(counted, weighed, cell, at, drawn[at])
            rows.append(
                CountRow(
                    question=codebook.question,
                    code=code.code,
                    label=code.label,
                    n=n,
                    sampled=sampled,
                    base=int(counted.base[cell]),
                    base_kind=base_kind,
                    percent=_percent(share.share),
                    low=_percent(share.low),
                    high=_percent(share.high),
                    method=share.method,
                    weighted=weighed is not None,
                    group=group,
                )
            )
    return rows


def sampled_codes(data: Coded) -> list[bool]:
    """For each code, whether its figures rest on the random sample: not everybody was judged, and everybody drawn was.
    This holds for all groups alike, so that their figures sum to the whole."""
    judged = data.values >= 0
    everybody = judged[data.answered].all(axis=0)
    drawn = judged[data.drawn].all(axis=0) & bool(data.drawn.any())
    made: list[bool] = np.atleast_1d(drawn & ~everybody).tolist()
    return made


def _share(counted: Tally, cell: int, at: int, drawn: bool, assist: bool) -> tuple[int, int, Share]:
    """(n, sampled, share): the share among the answered, then brought to the base by the known blanks."""
    size, base = int(counted.answered[cell]), int(counted.base[cell])
    judged, positive = int(counted.judged[cell, at]), int(counted.positive[cell, at])
    everybody = judged == size
    if base == 0 or (size == 0 and everybody):
        known = 0.0 if base else None  # nobody answered: nobody bears the code
        return 0, 0, Share(known, known, known, "all_human")
    random = drawn and not everybody
    sampled, n = (
        (int(counted.drawn_judged[cell, at]), int(counted.drawn_positive[cell, at])) if random else (judged, positive)
    )
    share = human_share(Stratum(size, sampled, n), random)
    if random and assist and sampled and int(counted.labelled[cell, at]) == size:
        flagged = Stratum(
            int(counted.flagged[cell, at]),
            int(counted.flagged_drawn[cell, at]),
            int(counted.flagged_positive[cell, at]),
        )
        other = Stratum(size - flagged.size, sampled - flagged.sampled, n - flagged.positive)
        share = machine_assisted_share(flagged, other)
        if share.method == "machine_assisted" and share.share is not None:
            n = round(share.share * size)
    return n, sampled, _scaled(share, size / base)


def _weighted(counted: Tally, weighed: Weighed, cell: int, at: int, drawn: bool) -> tuple[int, int, Share]:
    """(n, sampled, share): n and sampled unweighted; the share a ratio of sums of weights."""
    size = int(counted.answered[cell])
    judged, positive = int(counted.judged[cell, at]), int(counted.positive[cell, at])
    total, answered = float(weighed.base[cell]), float(weighed.answered[cell])
    if total <= 0:
        return positive, judged, Share(None, None, None, "all_human" if judged == size else "human_sample")
    if judged == size:
        share = float(weighed.positive[cell, at]) / total
        return positive, judged, Share(share, share, share, "all_human")
    if not drawn:
        among, coded_weight = None, float(weighed.judged[cell, at])
        if coded_weight > 0:
            among = float(weighed.positive[cell, at]) / coded_weight * answered / total
        return positive, judged, Share(among, None, None, "human_sample")
    sampled, n = int(counted.drawn_judged[cell, at]), int(counted.drawn_positive[cell, at])
    share_of = weighted_share(
        WeighedSample(
            sampled, size, answered, float(weighed.drawn[cell, at]), float(weighed.drawn_positive[cell, at]),
            float(weighed.drawn_squares[cell, at]), float(weighed.drawn_positive_squares[cell, at]),
        )
    )  # fmt: skip
    return n, sampled, _scaled(share_of, answered / total)


def _scaled(share: Share, factor: float) -> Share:
    def times(value: float | None) -> float | None:
        return None if value is None else value * factor

    return Share(times(share.share), times(share.low), times(share.high), share.method)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
