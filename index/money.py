"""The money of a register added up with care: each row once, parts of other sums left out, yearly sums apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_PART = re.compile(r"\bof which\b|\bincluding\b|\bof (?:this|that|the total)\b", re.IGNORECASE)
_YEARLY = re.compile(r"\b(?:per|a|an|each|every) (?:year|annum)\b|\bannually\b|\byearly\b|\bp\.?a\.?\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:per|each|every|a) (?:child|person|pupil|head|household|week|month|day|hour|place|school|council)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Total:
    """What the sums of some rows come to, in pounds. low, high: one-off sums, ranges by their ends (an open end counts with
    its other end). yearly_*: sums a year. rows, yearly_rows: how many rows they come from. left_out: rows whose sum is part of
    another, is for each of something, or is in another currency."""

    low: float
    high: float
    rows: int
    yearly_low: float
    yearly_high: float
    yearly_rows: int
    left_out: int


def total(records: Iterable[Mapping[str, Any]]) -> Total:
    """The sums of these commitments, each record once however often it is said: its mentions were merged before."""
    low = high = yearly_low = yearly_high = 0.0
    rows = yearly_rows = left_out = 0
    for record in records:
        amount = record.get("amount")
        if not amount:
            continue
        ends = [float(end) for end in (amount.get("low"), amount.get("high")) if end is not None]
        words = f"{amount.get('qualifier') or ''}; {amount.get('text') or ''}"
        if not ends or amount.get("currency") != "GBP" or _PART.search(words) or _EACH.search(words):
            left_out += 1
        elif _YEARLY.search(words):
            yearly_low, yearly_high, yearly_rows = yearly_low + min(ends), yearly_high + max(ends), yearly_rows + 1
        else:
            low, high, rows = low + min(ends), high + max(ends), rows + 1
    return Total(low, high, rows, yearly_low, yearly_high, yearly_rows, left_out)
