"""Where a commitment stands on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.standing import STANDINGS, standing

DAY = date(2030, 6, 1)


def deadline(start: str | None, end: str | None) -> dict[str, Any]:
    return {"text": "some time", "start": start, "end": end}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"deadline": None}, "undated"),
        ({"deadline": deadline(None, None)}, "vague"),
        ({"deadline": deadline(None, "2030-05-31")}, "date_passed"),
        ({"deadline": deadline(None, "2030-06-01")}, "due_soon"),
        ({"deadline": deadline(None, "2030-08-30")}, "due_soon"),
        ({"deadline": deadline(None, "2030-08-31")}, "due_later"),
        ({"deadline": deadline("2029-01-01", "2030-07-01")}, "due_soon"),
        ({"deadline": deadline("2030-04-01", None)}, "date_passed"),
        ({"deadline": deadline("2031-04-01", None)}, "due_later"),
        ({"deadline": deadline(None, "2030-05-31"), "status": "open"}, "date_passed"),
        ({"deadline": deadline(None, "2030-05-31"), "status": "met"}, "outcome_recorded"),
        ({"deadline": None, "status": "superseded"}, "outcome_recorded"),
        ({"deadline": deadline(None, "soon")}, "vague"),
    ],
)
def test_where_a_commitment_stands(fields: dict[str, Any], expected: str) -> None:
    assert standing(fields, DAY) == expected


def test_how_soon_is_soon_can_be_set() -> None:
    fields = {"deadline": deadline(None, "2030-06-20")}
    assert standing(fields, DAY, soon_days=10) == "due_later"
    assert standing(fields, DAY, soon_days=19) == "due_soon"


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-4000, 4000))
def test_no_date_passes_before_its_day(as_at: date, days: int) -> None:
    due = as_at + timedelta(days=days)
    found = standing({"deadline": deadline(None, due.isoformat())}, as_at)
    assert (found == "date_passed") == (days < 0)
    assert found in STANDINGS
