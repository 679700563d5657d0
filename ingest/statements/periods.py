"""Stretches of the calendar that policy papers name, each as its first and last day.

Conventions (they follow the annotation rules of our gold data; every one that is used is told in `assumption`):
seasons by month (spring March to May, summer June to August, autumn September to November, winter December to
February); a year in three parts (early January to March, mid April to September, late October to December); the
financial and municipal year from April, the academic year from September.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from core.month_names import MONTHS as MONTHS

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, how fine the wording is, and the convention by which it was read (None: none was needed)."""

    start: date
    end: date
    precision: str
    assumption: str | None = None


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (the last day where the month is shorter)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def day_of(year: int, month: int, day: int) -> Period | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return Period(made, made, "day")


def month_of(year: int, month: int) -> Period:
    return Period(date(year, month, 1), last_of(year, month), "month")


def season_of(year: int, season: str) -> Period:
    first = SEASONS[season]
    start = date(year, first, 1)
    end_month = add_months(start, 2)
    end = last_of(end_month.year, end_month.month)
    told = f"{season} read as {MONTHS[start.month - 1]} to {MONTHS[end.month - 1]}"
    return Period(start, end, "season", told)


TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}


def term_of(year: int, season: str) -> Period:
    """A term of the school year; the dates of schools differ, and Easter moves."""
    first, last = TERMS[season]
    told = f"the {season} term read as {MONTHS[first - 1]} to {MONTHS[last - 1]}"
    return Period(date(year, first, 1), last_of(year, last), "term", told)


def quarter_of(year: int, quarter: int, *, financial: bool = False) -> Period:
    start = add_months(date(year, 4 if financial else 1, 1), 3 * (quarter - 1))
    end = add_months(start, 3) - timedelta(days=1)
    told = "quarter of the financial year, from April" if financial else "quarter of the calendar year"
    return Period(start, end, "quarter", told)


def half_of(year: int, half: int) -> Period:
    return Period(date(year, 1, 1), date(year, 6, 30), "half year") if half == 1 else Period(
        date(year, 7, 1), date(year, 12, 31), "half year"
    )  # fmt: skip


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def years_of(first: int, last: int) -> Period:
    return Period(date(first, 1, 1), date(last, 12, 31), "years")


def financial_year(first: int, last: int | None = None) -> Period:
    last = first + 1 if last is None else last
    return Period(date(first, 4, 1), date(last, 3, 31), "financial year", "financial years run from April to March")


def academic_year(first: int, last: int | None = None) -> Period:
    last = first + 1 if last is None else last
    told = "academic years run from September to August"
    return Period(date(first, 9, 1), date(last, 8, 31), "academic year", told)


def part_of(whole: Period, part: str) -> Period:
    """The early, mid or late part of a year, season or month."""
    if whole.precision == "month":
        month_start = whole.start
        days = {"early": (1, 10), "mid": (11, 20), "late": (21, whole.end.day)}[part]
        return Period(
            month_start.replace(day=days[0]), month_start.replace(day=days[1]), "part of a month",
            f"{part} read as the days {days[0]} to {days[1]} of the month",
        )  # fmt: skip
    if whole.precision == "season":
        shift = {"early": 0, "mid": 1, "late": 2}[part]
        first = add_months(whole.start, shift)
        return Period(first, last_of(first.year, first.month), "month", f"{part} read as one month of the season")
    from_month, to_month = {"early": (0, 2), "mid": (3, 8), "late": (9, 11)}[part]
    start, last = add_months(whole.start, from_month), add_months(whole.start, to_month)
    told = f"{part} read as the months {MONTHS[start.month - 1]} to {MONTHS[last.month - 1]}"
    return Period(start, last_of(last.year, last.month), "part of a year", told)


def nearest_year(month: int, reference: date) -> int:
    """The year of a month that is printed without one: the reference's, or the next where the month was over more than
    three months before it."""
    return reference.year + 1 if reference.month - month > 3 else reference.year
