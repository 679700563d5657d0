"""Dates that count from the document or name no day: "within six weeks", "before Christmas", "in due course"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from dateutil.easter import easter

from ingest.statements import date_patterns as patterns
from ingest.statements.date_phrases import DatePhrase, Sense, date_phrase, undated
from ingest.statements.numbers import number
from ingest.statements.periods import (
    Period,
    add_months,
    month_of,
)
from ingest.statements.written_periods import unit_around


def vague_dates(text: str, reference: date | None, periods: dict[str, date]) -> list[DatePhrase]:
    """Wordings without a day: parliaments, Spending Reviews, "before Christmas", "in due course"; `periods`: ends that the document itself gives."""
    found = []
    sense: Sense
    for match in patterns.SPENDING.finditer(text):
        op, which = (match["op"] or "").lower(), match["which"].lower()
        end = periods.get("spending review")
        start_at = match.start("op") if match["op"] else match.start("which")
        told = "the Spending Review period as the document itself dates it"
        if (end and op == "before" and "next" in which) or (end and which in ("this", "the current", "the") and op):
            found.append(date_phrase(text, start_at, match.end(), "by", Period(end, end, "period", told), "document"))
        else:
            found.append(undated(text, start_at, match.end(), "the text does not date the Spending Review period"))
    for match in patterns.VAGUE.finditer(text):
        found.append(undated(text, match.start(), match.end(), "the text gives no date"))
    for match in patterns.DECADE.finditer(text):
        if reference:
            last = date(reference.year - reference.year % 10 + 9, 12, 31)
            found.append(
                date_phrase(
                    text,
                    match.start(),
                    match.end(),
                    "by",
                    Period(last, last, "decade", "decades end with a 9"),
                    "relative",
                )
            )
    for match in patterns.CHRISTMAS.finditer(text):
        year = int(match["y"]) if match["y"] else reference.year if reference else None
        if year:
            last = date(year, 12, 24 if match["op"].lower() == "before" else 25)
            found.append(
                date_phrase(
                    text,
                    match.start(),
                    match.end(),
                    "by",
                    Period(last, last, "day", None if match["y"] else "year of the document"),
                )
            )
    for match in patterns.EASTER.finditer(text):
        day = _easter(int(match["y"]) if match["y"] else None, reference)
        if day:
            op = match["op"].lower()
            last = day - timedelta(days=1) if op == "before" else day
            sense = "by" if op in ("by", "before", "until") else "from" if op in ("from", "after") else "within"
            period = Period(last, last, "day", "Easter Sunday")
            found.append(date_phrase(text, match.start(), match.end(), sense, period))
    for match in patterns.NEW_YEAR.finditer(text):
        if reference:
            year = reference.year + 1
            period = Period(
                date(year, 1, 1), date(year, 3, 31), "part of a year", "the new year read as January to March"
            )
            sense = {"by": "by", "from": "from"}.get(match["op"].lower(), "within")  # type: ignore[assignment]
            found.append(date_phrase(text, match.start(), match.end(), sense, period, "relative"))
    for match in patterns.LATER.finditer(text):
        if reference:
            unit = unit_around(match["unit"].lower(), reference, "this")
            if unit and unit.end >= reference:
                start = max(reference, unit.start)
                period = Period(start, unit.end, unit.precision, f"from {reference.isoformat()} to the end of it")
                found.append(date_phrase(text, match.start(), match.end(), "within", period, "relative"))
    return found


def _easter(year: int | None, reference: date | None) -> date | None:
    """Easter Sunday of `year`, or the next one after `reference`."""
    if year is not None:
        return date.fromordinal(easter(year).toordinal())
    if reference is None:
        return None
    this = date.fromordinal(easter(reference.year).toordinal())
    return this if this >= reference else _easter(reference.year + 1, None)


_EVENT = re.compile(r"\s+(?:of|from|after|following)\s+(?:the\s+|its\s+|their\s+)?[A-Za-z]")


_RANGE = re.compile(r"^\d{1,3}\s?(?:-|–|to)\s?(?=\d)")  # of "12-18 months" the longer counts


def length_after(reference: date, n: int, unit: str) -> date:
    """The day `n` days, weeks, months or years after `reference`."""
    unit = unit.lower().rstrip("s")
    if unit == "day":
        return reference + timedelta(days=n)
    if unit == "week":
        return reference + timedelta(weeks=n)
    return add_months(reference, n if unit == "month" else 12 * n)


def _working_days(reference: date, n: int) -> date:
    day = reference
    while n > 0:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day


def relative_dates(text: str, reference: date | None) -> list[DatePhrase]:
    """Lengths counted from `reference` ("within six weeks"); undated where the text gives no beginning."""
    found = []
    for match in [*patterns.IN_LENGTH.finditer(text), *patterns.AFTER_LENGTH.finditer(text)]:
        groups = match.groupdict()
        op, word = (groups.get("op") or "after").lower(), (match["n"] or "").strip().lower()
        after, in_time = groups.get("of") or "op" not in groups, groups.get("time")
        coming = groups.get("next")
        if op == "in" and not (coming or in_time or after):
            continue  # "in two years" may be a length or a point; "in year 3" is neither
        if coming and coming.lower() in ("first", "following") and not after:
            found.append(undated(text, match.start(), match.end(), "the text does not say when the period begins"))
            continue
        if not coming and not after and not in_time and op not in ("within", "within the course of"):
            if word and op in ("over", "across", "for", "during"):
                found.append(undated(text, match.start(), match.end(), "a length of time without a beginning"))
            continue
        word = _RANGE.sub("", word)
        n = number(word) if word else 1.0
        if word in ("a few", "several", "couple of") or n is None:
            n = 1.0 if word == "a" else None
        if n is None or n > 200:
            found.append(undated(text, match.start(), match.end(), "the text gives no number"))
            continue
        if reference is None or (not after and _EVENT.match(text, match.end())):
            found.append(
                undated(text, match.start(), match.end(), "counted from a date that the document does not give")
            )
            continue
        told = f"counted from {reference.isoformat()}"
        if groups.get("working") and match["length"].lower().startswith("day"):
            end = _working_days(reference, int(n))
            told += ", Monday to Friday, holidays not counted off"
        else:
            end = length_after(reference, int(n), match["length"])
        if coming and not after:
            period = Period(reference, end - timedelta(days=1), "relative", told)
            found.append(date_phrase(text, match.start(), match.end(), "within", period, "relative"))
        elif in_time or op == "after":
            unit = match["length"].lower().rstrip("s")
            period = month_of(end.year, end.month) if unit in ("month", "year") else Period(end, end, "day")
            found.append(
                date_phrase(
                    text,
                    match.start(),
                    match.end(),
                    "within",
                    replace(period, precision="relative", assumption=told),
                    "relative",
                )
            )
        else:
            found.append(
                date_phrase(text, match.start(), match.end(), "by", Period(end, end, "relative", told), "relative")
            )
    return found
