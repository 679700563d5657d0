"""Where a commitment stands on a day: due soon, past its date, dated vaguely or not at all. Never "overdue".

A document does not know whether a promise was kept: a date that has passed without a recorded outcome is just that. An
outcome is a status that a person recorded (met, missed, superseded).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal, get_args

Standing = Literal["date_passed", "due_soon", "due_later", "vague", "undated", "outcome_recorded"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
SOON_DAYS = 90  # a quarter: boards of councils and of the Local Government Association meet about as often
OUTCOMES = frozenset(["met", "missed", "superseded"])


def standing(fields: Mapping[str, Any], as_at: date, soon_days: int = SOON_DAYS) -> Standing:
    """Where the commitment of this record stands on `as_at`.

    outcome_recorded: a person said that it was met, missed or superseded. undated: no words of time. vague: words of time
    from which no date follows ("in due course"). A deadline is an interval and falls due on its last day (its first, where it
    has no last): date_passed before `as_at`, due_soon up to `soon_days` days from it, else due_later."""
    if fields.get("status") in OUTCOMES:
        return "outcome_recorded"
    deadline = fields.get("deadline")
    if not deadline:
        return "undated"
    due = _day(deadline.get("end") or deadline.get("start"))
    if due is None:
        return "vague"
    if due < as_at:
        return "date_passed"
    return "due_soon" if due <= as_at + timedelta(days=soon_days) else "due_later"


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
