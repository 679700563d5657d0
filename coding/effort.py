"""How many more responses must be coded for a theme's share to be known to within so many points?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coding.counts import CountRow
from coding.prevalence import Stratum, interval_of, needed_sample
from coding.tallies import Tally


@dataclass(frozen=True, slots=True)
class Effort:
    """half_width: percentage points, the wider side of the 95% interval now (None: there is none). target: as asked. needed: how
    many random codings in all, more: how many of these are still to be made; None where the share is not yet known."""

    question: str
    code: str
    label: str
    method: str
    sampled: int | None
    half_width: float | None
    target: float
    needed: int | None
    more: int | None
    suppressed: bool = False

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question, "code": self.code, "label": self.label, "method": self.method, "sampled": self.sampled,
            "half_width": None if self.half_width is None else round(self.half_width, 2), "target": self.target,
            "needed": self.needed, "more": self.more, "suppressed": self.suppressed,
        }  # fmt: skip


def efforts(rows: Sequence[CountRow], counted: Tally, points: float) -> list[Effort]:
    """One row a code of an ungrouped table of the base `answered`; `counted`: its tally."""
    return [_effort(row, counted, at, points) for at, row in enumerate(rows)]


def _effort(row: CountRow, counted: Tally, at: int, points: float) -> Effort:
    size, sampled = int(counted.answered[0]), row.sampled or 0
    if row.suppressed or row.percent is None or row.weighted:
        return Effort(
            row.question, row.code, row.label, row.method, row.sampled, None, points, None, None, row.suppressed
        )
    if row.method == "all_human":
        return Effort(row.question, row.code, row.label, row.method, sampled, 0.0, points, sampled, 0)
    half = None
    if row.low is not None and row.high is not None:
        half = max(row.percent - row.low, row.high - row.percent)
    if row.method == "machine_assisted":
        flagged = Stratum(
            int(counted.flagged[0, at]), int(counted.flagged_drawn[0, at]), int(counted.flagged_positive[0, at])
        )
        other = Stratum(
            size - flagged.size, sampled - flagged.sampled, int(counted.drawn_positive[0, at]) - flagged.positive
        )
        needed = _needed_with_machine(flagged, other, points / 100)
    else:
        needed = needed_sample(row.percent / 100, size, points / 100)
    # Codings of no recorded design do not count towards it: the random sample is still to be drawn.
    more = max(0, needed - (sampled if half is not None else 0))
    if half is not None and half <= points:
        needed, more = min(needed, sampled), 0
    return Effort(row.question, row.code, row.label, row.method, sampled, half, points, needed, more)


def _needed_with_machine(flagged: Stratum, other: Stratum, half_width: float) -> int:
    """The smallest sample, split between the strata as they stand in the whole and with the shares found so far, whose
    interval is at most `half_width` on its wider side; people's codings alone where that needs fewer."""
    size = flagged.size + other.size
    share = sum(s.positive / s.sampled * s.size for s in (flagged, other) if s.sampled) / size
    alone = needed_sample(share, size, half_width)
    low, high = 1, alone
    while low < high:
        middle = (low + high) // 2
        parts = [
            (s.size, s.size * middle / size, s.positive / s.sampled if s.sampled else share) for s in (flagged, other)
        ]
        ends = interval_of(parts, share)
        if max(share - ends[0], ends[1] - share) <= half_width:
            high = middle
        else:
            low = middle + 1
    return math.ceil(low)
