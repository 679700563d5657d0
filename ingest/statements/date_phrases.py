"""What a date wording says: where it stands, its sense and the deadline that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.statements import Deadline
from ingest.statements.periods import (
    Period,
)

Sense = Literal["within", "by", "from", "vague"]


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date wording at the half-open range `start`..`end` of the text that was read.

    sense: `within` the interval, `by` its end, `from` its start, or `vague` (not dated by the text).
    about: `end` where what is dated is named as an origin that the text does not date ("since"), else None."""

    start: int
    end: int
    sense: Sense
    deadline: Deadline

    @property
    def dated(self) -> bool:
        return bool(self.deadline.start or self.deadline.end)


def date_phrase(
    text: str, start: int, end: int, sense: Sense, period: Period | None, basis: str = "stated"
) -> DatePhrase:
    """The phrase that a wording makes of a period: both ends for `within`, the end for `by`, the start for `from`."""
    low = period.start.isoformat() if period and sense in ("within", "from") else None
    high = period.end.isoformat() if period and sense in ("within", "by") else None
    words = " ".join(text[start:end].split())
    precision = period.precision if period else "none"
    return DatePhrase(
        start, end, sense, Deadline(words, low, high, precision, basis, period.assumption if period else None)
    )


def undated(text: str, start: int, end: int, why: str) -> DatePhrase:
    """A phrase that speaks of time and gives no date; `why` says so in the record."""
    return DatePhrase(
        start, end, "vague", Deadline(" ".join(text[start:end].split()), None, None, "none", "undated", why)
    )
