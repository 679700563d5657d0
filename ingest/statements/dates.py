"""Policy dates: every wording of a deadline, as an interval with its precision, its basis and the convention used.

`find_deadlines` reads a text and returns the phrases in order. An interval has a first and a last day; "by the end of
2023" has no first day, "from September 2026" no last one. What the text does not date ("in due course", "by the end of
this Parliament") has neither, and says so. A date is made only of a written month, season, quarter, year or relative
phrase: never of the verb "may", of "£45", "96%", "section 17" or "n = 90".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from core.statements import Deadline
from ingest.statements import date_patterns as patterns
from ingest.statements.date_phrases import DatePhrase, Sense, date_phrase, undated
from ingest.statements.numbers import number
from ingest.statements.periods import (
    Period,
    part_of,
)
from ingest.statements.relative_dates import length_after, relative_dates, vague_dates
from ingest.statements.written_periods import written_period


def find_deadlines(
    text: str, reference: date | None = None, named_periods: Mapping[str, date] | None = None
) -> list[DatePhrase]:
    """The date phrases of `text`, in order, not overlapping.

    reference: the day from which relative phrases count and in whose year a month without a year lies.
    named_periods: last days that the document itself states for periods named in it, by name in lower case, as in
        {"spending review": date(2025, 3, 31)}: what the text does not date stays undated without it."""
    periods = dict(named_periods or {})
    found: list[DatePhrase] = []
    for phrase in [
        *vague_dates(text, reference, periods),
        *relative_dates(text, reference),
        *_written(text, reference),
    ]:
        if not any(phrase.start < other.end and other.start < phrase.end for other in found):
            found.append(phrase)
    return _lengths_from(text, sorted(found, key=lambda phrase: phrase.start))


def _lengths_from(text: str, phrases: list[DatePhrase]) -> list[DatePhrase]:
    """Phrases with "for 18 months from April 2025" made one interval."""
    made: list[DatePhrase] = []
    for phrase in phrases:
        length = patterns.LENGTH_FROM.search(text[: phrase.start]) if phrase.sense == "from" else None
        n = number(re.split(r"-|–|to", length["n"])[-1].strip().lower()) if length and length["n"] else None
        first = phrase.deadline.start
        if length is None or n is None or not n.is_integer() or n > 200 or first is None:
            made.append(phrase)
            continue
        start = date.fromisoformat(first)
        last = length_after(start, int(n), length["length"]) - timedelta(days=1)
        made = [other for other in made if other.end <= length.start()]
        words = " ".join(text[length.start() : phrase.end].split())
        deadline = replace(phrase.deadline, text=words, end=last.isoformat(), precision="range")
        made.append(DatePhrase(length.start(), phrase.end, "within", deadline))
    return made


def _written(text: str, reference: date | None) -> list[DatePhrase]:
    found: list[DatePhrase] = []
    position = 0
    while maybe := patterns.MAYBE.search(text, position):
        position = maybe.start() + 1
        for name, pattern in patterns.COMPILED:
            match = pattern.match(text, maybe.start())
            period = written_period(name, match, text, reference) if match else None
            if match and period:
                phrase, end = _operated(text, match.start(), match.end(), name, period, reference)
                if phrase:
                    found.append(phrase)
                position = max(position, end)
                break
    return _joined(text, found)


def _operated(
    text: str, start: int, end: int, name: str, period: Period, reference: date | None
) -> tuple[DatePhrase | None, int]:
    """The phrase with what stands left and right of it ("by the end of", "from", "early", "onwards") read in."""
    before = text[:start]
    basis = "relative" if name in ("relative_year", "the_year", "bare_season") else "stated"
    if patterns.LEFT_SINCE.search(before):
        return None, end
    if recurs := patterns.RIGHT_EVERY.match(text, end):
        return undated(text, start, recurs.end(), "recurs; the text gives no single date"), recurs.end()
    if (week_of := patterns.LEFT_WEEK_OF.search(before)) and period.precision == "day":
        period = Period(period.start, period.start + timedelta(days=6), "week", period.assumption)
        start, before = week_of.start(), text[: week_of.start()]
    if never := patterns.LEFT_NOT_BEFORE.search(before):
        return date_phrase(text, never.start(), end, "from", period, basis), end
    if every := patterns.LEFT_EVERY.search(before):
        return undated(text, every.start(), end, "recurs; the text gives no single date"), end
    if (week := patterns.LEFT_WEEK.search(before)) and period.precision == "month":
        n = {"first": 0, "second": 1, "third": 2}.get(week["nth"].lower())
        first = period.start + timedelta(days=7 * n) if n is not None else period.end - timedelta(days=6)
        told = "weeks of a month counted in sevens from its first day (the last: its last seven days)"
        period = Period(first, first + timedelta(days=6), "week", told)
        start, before = week.start(), text[: week.start()]
    if later := patterns.LEFT_LATER.search(before):
        if reference and period.start <= reference <= period.end:
            period = Period(reference, period.end, period.precision, f"from {reference.isoformat()} to the end of it")
        return date_phrase(text, later.start(), end, "within", period, basis), end
    if part := patterns.LEFT_PART.search(before):
        word = part["part"].lower()
        key = "late" if word.startswith("late") else "mid" if word.startswith("mid") else "early"
        if period.precision in ("year", "month", "season"):
            conventions = [period.assumption] if period.assumption else []
            period = part_of(period, key)
            period = replace(period, assumption="; ".join([*conventions, period.assumption or ""]))
        start, before = part.start(), text[: part.start()]
    elif towards := patterns.LEFT_TOWARDS_END.search(before):
        if period.precision in ("year", "month", "season"):
            period = part_of(period, "late")
        start, before = towards.start(), text[: towards.start()]
    if right := patterns.RIGHT_FROM.match(text, end):
        left = patterns.LEFT_FROM.search(before)
        return date_phrase(text, left.start() if left else start, right.end(), "from", period, basis), right.end()
    if right := patterns.RIGHT_BY.match(text, end):
        left = patterns.LEFT_BY.search(before)
        return date_phrase(text, left.start() if left else start, right.end(), "by", period, basis), right.end()
    if left := patterns.LEFT_BEFORE.search(before):
        word = left.group().strip().lower()
        day = period.start if word.startswith("by the") else period.start - timedelta(days=1)
        return date_phrase(
            text, left.start(), end, "by", Period(day, day, period.precision, period.assumption), basis
        ), end
    if left := patterns.LEFT_BY.search(before):
        return date_phrase(text, left.start(), end, "by", period, basis), end
    if left := patterns.LEFT_AFTER.search(before):
        day = period.end + timedelta(days=1)
        return date_phrase(
            text, left.start(), end, "from", Period(day, day, period.precision, period.assumption), basis
        ), end
    if left := patterns.LEFT_FROM.search(before):
        several = name in ("long_years", "month_range", "day_range") or (
            name == "short_years" and period.end.year - period.start.year > 1
        )
        sense: Sense = "within" if several else "from"
        return date_phrase(text, left.start(), end, sense, period, basis), end
    if left := patterns.LEFT_END.search(before):
        if period.precision == "week":
            return date_phrase(text, left.start(), end, "within", period, basis), end
        last_month = period.end.replace(day=1)
        if period.precision == "month":
            period = Period(period.end, period.end, "day", period.assumption)
        else:
            period = Period(last_month, period.end, "month", "the end of a year or season read as its last month")
        return date_phrase(text, left.start(), end, "within", period, basis), end
    printed_whole = "year taken" not in (period.assumption or "")
    if (left := patterns.LEFT_TO.search(before)) and printed_whole and period.precision in ("day", "month", "season"):
        return date_phrase(text, left.start(), end, "by", period, basis), end
    if left := patterns.LEFT_BETWEEN.search(before):
        if name in ("long_years", "month_range", "day_range") or left.group().strip().lower().startswith(
            ("over", "during")
        ):
            return date_phrase(text, left.start(), end, "within", period, basis), end
    return date_phrase(text, start, end, "within", period, basis), end


def _same_year(low: str, high: str) -> str:
    """The day `low`, printed without a year, in the last year in which it is not after `high`."""
    end = date.fromisoformat(high)
    moved = date.fromisoformat(low)
    for year in (end.year, end.year - 1):
        if (made := moved.replace(year=year, day=min(moved.day, 28) if moved.month == 2 else moved.day)) <= end:
            return made.isoformat()
    return low


def _joined(text: str, phrases: list[DatePhrase]) -> list[DatePhrase]:
    """Phrases with "between A and B", "from A to B" and "A to B" made one interval."""
    made: list[DatePhrase] = []
    for phrase in phrases:
        last = made[-1] if made else None
        between = text[last.end : phrase.start] if last else ""
        lead = text[: last.start] if last else ""
        opens_range = last is not None and (last.sense == "from" or re.search(r"\bbetween\s+(?:the\s+)?$", lead, re.I))
        joins = re.fullmatch(r"\s*(?:to|until|and|-|–|—)?\s*(?:the\s+(?:end of\s+)?)?", between)
        is_to = phrase.sense in ("within", "by") and (phrase.sense == "by" or re.search(r"to|until|and|[-–—]", between))
        plain_to = (
            last is not None and last.sense == "within" and re.fullmatch(r"\s*(?:to|[-–—])\s*(?:the\s+)?", between)
        )
        if last and joins and is_to and (opens_range or plain_to):
            low, high = last.deadline.start, phrase.deadline.end
            if low and high and "year taken" in (last.deadline.assumption or ""):
                low = _same_year(low, high)
                last = replace(last, deadline=replace(last.deadline, assumption=None))
            if low and high and low <= high:
                start = last.start
                if lead_word := re.search(r"\bbetween\s+(?:the\s+)?$", lead, re.I):
                    start = lead_word.start()
                told = (
                    "; ".join(dict.fromkeys(t for t in (last.deadline.assumption, phrase.deadline.assumption) if t))
                    or None
                )
                words = " ".join(text[start : phrase.end].split())
                made[-1] = DatePhrase(
                    start, phrase.end, "within", Deadline(words, low, high, "range", last.deadline.basis, told)
                )
                continue
        made.append(phrase)
    return made
