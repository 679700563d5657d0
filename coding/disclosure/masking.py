"""Count rows as they may be published: suppressed ones without their numbers, the others rounded where that is asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from coding.counts import CountRow
from coding.disclosure.pattern import Pattern
from core.proportions import wilson


def mask(rows: Sequence[CountRow], pattern: Pattern) -> list[CountRow]:
    """The rows without the numbers that the pattern hides: n, sampled, percent and interval, and the base of a group that
    says nothing."""
    made = []
    for row in rows:
        if (row.code, row.group) in pattern.cells:
            row = replace(row, n=None, percent=None, low=None, high=None, sampled=None, suppressed=True)
        if row.group in pattern.bases:
            row = replace(row, base=None)
        made.append(row)
    return made


def round_rows(rows: Sequence[CountRow], base: int) -> list[CountRow]:
    """The rows with n, sampled and base rounded to multiples of `base` (halves up), and percentages and intervals that are
    worked out from the rounded numbers and given as whole percents, the interval outwards: no published number tells more
    than the rounded ones do. A base of 1 or less changes nothing."""
    return list(rows) if base <= 1 else [_rounded(row, base) for row in rows]


def _rounded(row: CountRow, base: int) -> CountRow:
    def near(value: int | None) -> int | None:
        return None if value is None else base * ((2 * value + base) // (2 * base))

    n, sampled, size = near(row.n), near(row.sampled), near(row.base)
    made = replace(row, n=n, sampled=sampled, base=size)
    if row.percent is None:
        return made
    if row.weighted or n is None or not sampled or not size:
        return _whole(made, row.percent, row.low, row.high)
    if row.method == "all_human":
        share = min(100.0, 100 * n / size)
        return _whole(made, share, share, share, exact=True)
    if row.method == "human_sample" and row.base_kind != "asked":
        n = min(n, sampled)
        if row.low is None:
            return _whole(made, 100 * n / sampled, None, None)
        low, high = wilson(n, sampled, max(size, sampled))
        return _whole(made, 100 * n / sampled, 100 * low, 100 * high)
    return _whole(made, row.percent, row.low, row.high)


def _whole(row: CountRow, percent: float, low: float | None, high: float | None, *, exact: bool = False) -> CountRow:
    shown = float(math.floor(percent + 0.5))
    if exact:
        return replace(row, percent=shown, low=shown, high=shown)
    return replace(
        row,
        percent=shown,
        low=None if low is None else min(shown, float(math.floor(low))),
        high=None if high is None else max(shown, float(math.ceil(high))),
    )
