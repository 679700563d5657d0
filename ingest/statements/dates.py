"""Policy dates: every wording of a deadline, as an interval with its precision, its basis and the convention used.

`find_deadlines` reads a text and returns the phrases in order. An interval has a first and a last day; "by the end of
2023" has no first day, "from September 2026" no last one. What the text does not date ("in due course", "by the end of
this Parliament") has neither, and says so. A date is made only of a written month, season, quarter, year or relative
phrase: never of the verb "may", of "£45", "96%", "section 17" or "n = 90".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from core.statements import Deadline
from ingest.statements import date_patterns as patterns
from ingest.statements.numbers import number
from ingest.statements.periods import (
    MONTHS,
    Period,
    academic_year,
    add_months,
    day_of,
    financial_year,
    half_of,
    last_of,
    month_of,
    nearest_year,
    part_of,
    quarter_of,
    season_of,
    year_of,
    years_of,
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


def find_deadlines(
    text: str, reference: date | None = None, named_periods: Mapping[str, date] | None = None
) -> list[DatePhrase]:
    """The date phrases of `text`, in order, not overlapping.

    reference: the day from which relative phrases count and in whose year a month without a year lies.
    named_periods: last days that the document itself states for periods named in it, by name in lower case, as in
        {"spending review": date(2025, 3, 31)}: what the text does not date stays undated without it."""
    periods = dict(named_periods or {})
    found: list[DatePhrase] = []
    for phrase in [*_vague(text, reference, periods), *_relative(text, reference), *_written(text, reference)]:
        if not any(phrase.start < other.end and other.start < phrase.end for other in found):
            found.append(phrase)
    return sorted(found, key=lambda phrase: phrase.start)


def _phrase(text: str, start: int, end: int, sense: Sense, period: Period | None, basis: str = "stated") -> DatePhrase:
    low = period.start.isoformat() if period and sense in ("within", "from") else None
    high = period.end.isoformat() if period and sense in ("within", "by") else None
    words = " ".join(text[start:end].split())
    precision = period.precision if period else "none"
    return DatePhrase(
        start, end, sense, Deadline(words, low, high, precision, basis, period.assumption if period else None)
    )


def _undated(text: str, start: int, end: int, why: str) -> DatePhrase:
    return DatePhrase(
        start, end, "vague", Deadline(" ".join(text[start:end].split()), None, None, "none", "undated", why)
    )


def _vague(text: str, reference: date | None, periods: dict[str, date]) -> list[DatePhrase]:
    found = []
    for match in patterns.SPENDING.finditer(text):
        op, which = (match["op"] or "").lower(), match["which"].lower()
        end = periods.get("spending review")
        start_at = match.start("op") if match["op"] else match.start("which")
        told = "the Spending Review period as the document itself dates it"
        if (end and op == "before" and "next" in which) or (end and which in ("this", "the current", "the") and op):
            found.append(_phrase(text, start_at, match.end(), "by", Period(end, end, "period", told), "document"))
        else:
            found.append(_undated(text, start_at, match.end(), "the text does not date the Spending Review period"))
    for match in patterns.VAGUE.finditer(text):
        found.append(_undated(text, match.start(), match.end(), "the text gives no date"))
    for match in patterns.DECADE.finditer(text):
        if reference:
            last = date(reference.year - reference.year % 10 + 9, 12, 31)
            found.append(
                _phrase(
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
                _phrase(
                    text,
                    match.start(),
                    match.end(),
                    "by",
                    Period(last, last, "day", None if match["y"] else "year of the document"),
                )
            )
    for match in patterns.NEW_YEAR.finditer(text):
        if reference:
            year = reference.year + 1
            period = Period(
                date(year, 1, 1), date(year, 3, 31), "part of a year", "the new year read as January to March"
            )
            sense: Sense = {"by": "by", "from": "from"}.get(match["op"].lower(), "within")  # type: ignore[assignment]
            found.append(_phrase(text, match.start(), match.end(), sense, period, "relative"))
    for match in patterns.LATER.finditer(text):
        if reference:
            unit = _unit_around(match["unit"].lower(), reference, "this")
            if unit and unit.end >= reference:
                start = max(reference, unit.start)
                period = Period(start, unit.end, unit.precision, f"from {reference.isoformat()} to the end of it")
                found.append(_phrase(text, match.start(), match.end(), "within", period, "relative"))
    return found


_EVENT = re.compile(r"\s+(?:of|from|after|following)\s+(?:the\s+|its\s+|their\s+)?[A-Za-z]")


def _length(reference: date, n: int, unit: str) -> date:
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


def _relative(text: str, reference: date | None) -> list[DatePhrase]:
    found = []
    for match in [*patterns.IN_LENGTH.finditer(text), *patterns.AFTER_LENGTH.finditer(text)]:
        groups = match.groupdict()
        op, word = (groups.get("op") or "after").lower(), (match["n"] or "").strip().lower()
        after, in_time = groups.get("of") or "op" not in groups, groups.get("time")
        coming = groups.get("next")
        if op == "in" and not (coming or in_time or after):
            continue  # "in two years" may be a length or a point; "in year 3" is neither
        if coming and coming.lower() in ("first", "following") and not after:
            found.append(_undated(text, match.start(), match.end(), "the text does not say when the period begins"))
            continue
        if not coming and not after and not in_time and op not in ("within", "within the course of"):
            if word and op in ("over", "across", "for", "during"):
                found.append(_undated(text, match.start(), match.end(), "a length of time without a beginning"))
            continue
        n = number(word) if word else 1.0
        if word in ("a few", "several", "couple of") or n is None:
            n = 1.0 if word == "a" else None
        if n is None or n > 200:
            found.append(_undated(text, match.start(), match.end(), "the text gives no number"))
            continue
        if reference is None or (not after and _EVENT.match(text, match.end())):
            found.append(
                _undated(text, match.start(), match.end(), "counted from a date that the document does not give")
            )
            continue
        told = f"counted from {reference.isoformat()}"
        if groups.get("working") and match["length"].lower().startswith("day"):
            end = _working_days(reference, int(n))
            told += ", Monday to Friday, holidays not counted off"
        else:
            end = _length(reference, int(n), match["length"])
        if coming and not after:
            period = Period(reference, end - timedelta(days=1), "relative", told)
            found.append(_phrase(text, match.start(), match.end(), "within", period, "relative"))
        elif in_time or op == "after":
            unit = match["length"].lower().rstrip("s")
            period = month_of(end.year, end.month) if unit in ("month", "year") else Period(end, end, "day")
            found.append(
                _phrase(
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
                _phrase(text, match.start(), match.end(), "by", Period(end, end, "relative", told), "relative")
            )
    return found


def _written(text: str, reference: date | None) -> list[DatePhrase]:
    found: list[DatePhrase] = []
    position = 0
    while maybe := patterns.MAYBE.search(text, position):
        position = maybe.start() + 1
        for name, pattern in patterns.COMPILED:
            match = pattern.match(text, maybe.start())
            period = _period(name, match, text, reference) if match else None
            if match and period:
                phrase, end = _operated(text, match.start(), match.end(), name, period, reference)
                if phrase:
                    found.append(phrase)
                position = max(position, end)
                break
    return _joined(text, found)


def _month_number(name: str) -> int:
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1


def _period(name: str, match: re.Match[str], text: str, reference: date | None) -> Period | None:
    """The period that a matched wording names; None where it names none."""
    groups = match.groupdict()
    year = int(groups["y"]) if groups.get("y") else None
    before = text[: match.start()]
    if name in ("iso", "numeric"):
        full = (year or 0) + 2000 if (year or 0) < 100 else year or 0
        return day_of(full, int(groups["m"]), int(groups["d"]))
    if name in ("day", "day_us", "day_range"):
        month = _month_number(groups["month"])
        first = int(re.sub(r"\D", "", groups["d"]))
        if (
            name == "day_us"
            and year is None
            and groups["month"].lower() == "may"
            and not patterns.LEFT_IN.search(before)
        ):
            return None
        known = year or (nearest_year(month, reference) if reference else None)
        if known is None:
            return None
        made = day_of(known, month, first)
        if made and name == "day_range":
            last = day_of(known, month, int(re.sub(r"\D", "", groups["d2"])))
            made = Period(made.start, last.end, "days") if last and last.end >= made.start else None
        return made and (made if year else replace(made, assumption="year taken from the document's date"))
    if name == "month":
        month = _month_number(groups["month"])
        if year:
            return month_of(year, month)
        if groups["which"] or patterns.LEFT_NEXT.search(before):
            if reference is None:
                return None
            ahead = groups["which"] == "next" if groups["which"] else month <= reference.month
            return replace(
                month_of(reference.year + int(ahead), month), assumption=f"counted from {reference.isoformat()}"
            )
        dated = patterns.LEFT_IN.search(before) or patterns.LEFT_PART.search(before) or patterns.LEFT_END.search(before)
        opens = not before.strip() or before.rstrip()[-1] in ".:•*-–"
        if reference is None or (
            not dated and (opens or groups["month"].lower() in ("may", "march", "august", "mar", "jun", "sep", "dec"))
        ):
            if (
                not (
                    groups["month"] in ("March", "August")
                    and re.match(
                        r"\s+(?:agenda|meeting|[Bb]oard|[Cc]abinet|[Cc]ommittee|[Cc]ouncil|20)", text[match.end() :]
                    )
                )
                or reference is None
            ):
                return None
        if groups["month"][0].islower():
            return None
        made = month_of(nearest_year(month, reference), month)
        return replace(made, assumption="year taken from the document's date")
    if name == "month_range":
        last_month, first_month = _month_number(groups["month2"]), _month_number(groups["month"])
        assert year is not None
        first_year = int(groups["y1"]) if groups["y1"] else year - (first_month > last_month)
        start = date(first_year, first_month, 1)
        return Period(start, last_of(year, last_month), "months") if start <= last_of(year, last_month) else None
    if name == "season":
        assert year is not None
        made = season_of(year, groups["season"].lower())
        if groups["season2"]:
            last = season_of(year, groups["season2"].lower())
            made = Period(made.start, max(made.end, last.end), "season", f"{made.assumption}; {last.assumption}")
        return made
    if name == "quarter":
        assert year is not None
        words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
        quarter = int(groups["q"]) if groups["q"] else words[groups["qw"]]
        return quarter_of(year, quarter, financial=bool(groups["y2"] or groups["fy"]))
    if name == "half":
        assert year is not None
        return half_of(year, int(groups["h"]) if groups["h"] else 1 if groups["hw"] == "first" else 2)
    if name == "bare_quarter":
        if reference is None or not patterns.LEFT_IN.search(before):
            return None
        first_year = reference.year - (reference.month < 4)
        made = quarter_of(first_year, int(groups["q"] or groups["q2"]), financial=True)
        return replace(made, assumption=f"{made.assumption}; of the financial year of {reference.isoformat()}")
    if name == "year_kind":
        assert year is not None
        academic = groups["kind"].lower() in ("academic", "school")
        return academic_year(year) if academic else financial_year(year)
    if name in ("kind_years", "years_kind"):
        if groups.get("ending"):
            return financial_year(int(groups["ending"]) - 1)
        assert year is not None
        last_year = _second_year(year, groups["y2"])
        if last_year is not None and last_year <= year:
            return None
        academic = groups["kind"].lower() in ("academic", "school")
        return academic_year(year, last_year) if academic else financial_year(year, last_year)
    if name == "fy":
        first_year = (year or 0) + 2000 if (year or 0) < 100 else year or 0
        last_year = _second_year(first_year, groups["y2"])
        if groups["y2"] is None and first_year:
            return replace(
                financial_year(first_year - 1), assumption="FY with one year read as the financial year that ends in it"
            )
        return financial_year(first_year, last_year) if last_year and last_year > first_year else None
    if name == "short_years":
        assert year is not None
        last_year = _second_year(year, groups["y2"])
        if last_year is None or not year < last_year <= year + 10:
            return None
        if patterns.TITLE_END.search(before) or patterns.RIGHT_TITLE.match(text, match.end()):
            return None
        return financial_year(year, last_year)
    if name == "long_years":
        assert year is not None
        last_year = int(groups["y2"])
        if patterns.TITLE_END.search(before) or patterns.RIGHT_TITLE.match(text, match.end()):
            return None
        if "/" in match.group() and last_year == year + 1:
            return financial_year(year)
        return years_of(year, last_year) if year < last_year <= year + 30 else None
    if name == "year":
        assert year is not None
        if patterns.TITLE_BEFORE.search(before) or patterns.RIGHT_NOUN.match(text, match.end()):
            return None
        if not (patterns.LEFT_IN.search(before) or patterns.LEFT_BY.search(before) or patterns.LEFT_FROM.search(before) or patterns.LEFT_PART.search(before)
                or patterns.LEFT_END.search(before) or patterns.LEFT_BETWEEN.search(before) or patterns.LEFT_AFTER.search(before) or patterns.LEFT_BEFORE.search(before)):  # fmt: skip
            return None
        return (
            None
            if re.search(r"\bof\s+$", before)
            and not re.search(r"\b(?:end|start|beginning|middle|course|rest|remainder) of\s+$", before)
            else year_of(year)
        )
    if name == "bare_season":
        if (
            reference is None
            or not (patterns.LEFT_IN.search(before) or patterns.LEFT_PART.search(before))
            or patterns.LEFT_TO.search(before)
        ):
            return None
        season = groups["season"].lower()
        year_of_season = reference.year + (1 if season_of(reference.year, season).end < reference else 0)
        made = season_of(year_of_season, season)
        return replace(made, assumption=f"{made.assumption}; the next one after {reference.isoformat()}")
    if name in ("relative_year", "the_year"):
        if reference is None:
            return None
        if name == "the_year" and not (patterns.LEFT_END.search(before) or patterns.LEFT_LATER.search(before)):
            return None
        which = re.sub(r"^the\s+", "", groups.get("which") or "this").lower()
        return _unit_around(re.sub(r"\s+", " ", groups["unit"].lower()), reference, which)
    return None


def _second_year(first: int, written: str | None) -> int | None:
    if written is None:
        return None
    return (
        int(written)
        if len(written) == 4
        else first - first % 100 + int(written) + (100 if int(written) < first % 100 else 0)
    )


def _unit_around(unit: str, reference: date, which: str) -> Period | None:
    """This or the next week, month, season or year, by the calendar, from `reference`."""
    ahead = which in ("next", "coming", "following", "forthcoming", "new")
    told = f"counted from {reference.isoformat()}"
    if which == "same":
        return None
    if unit == "week":
        monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=int(ahead))
        return Period(monday, monday + timedelta(days=6), "week", told)
    if unit == "month":
        first = add_months(reference.replace(day=1), int(ahead))
        return Period(first, last_of(first.year, first.month), "month", told)
    if unit == "quarter":
        made = quarter_of(reference.year, (reference.month - 1) // 3 + 1)
        start = add_months(made.start, 3 * int(ahead))
        return Period(start, add_months(start, 3) - timedelta(days=1), "quarter", told)
    if unit in ("financial year", "fiscal year", "tax year", "municipal year"):
        first_year = reference.year - (reference.month < 4) + int(ahead)
        return replace(financial_year(first_year), assumption=f"{told}; financial years run from April to March")
    if unit in ("academic year", "school year"):
        first_year = reference.year - (reference.month < 9) + int(ahead)
        return replace(academic_year(first_year), assumption=f"{told}; academic years run from September to August")
    if unit in ("year", "calendar year"):
        if which == "coming":
            return Period(reference, add_months(reference, 12) - timedelta(days=1), "relative", told)
        return replace(year_of(reference.year + int(ahead)), assumption=told)
    if unit in ("spring", "summer", "autumn", "winter"):
        this = season_of(reference.year, unit)
        passed = this.end < reference
        year = reference.year + (1 if passed or (ahead and which == "next" and this.start <= reference) else 0)
        made = season_of(year, unit)
        return replace(made, assumption=f"{made.assumption}; {told}")
    return None


def _operated(
    text: str, start: int, end: int, name: str, period: Period, reference: date | None
) -> tuple[DatePhrase | None, int]:
    """The phrase with what stands left and right of it ("by the end of", "from", "early", "onwards") read in."""
    before = text[:start]
    basis = "relative" if name in ("relative_year", "the_year", "bare_season") else "stated"
    if patterns.LEFT_SINCE.search(before):
        return None, end
    if recurs := patterns.RIGHT_EVERY.match(text, end):
        return _undated(text, start, recurs.end(), "recurs; the text gives no single date"), recurs.end()
    if (week_of := patterns.LEFT_WEEK_OF.search(before)) and period.precision == "day":
        period = Period(period.start, period.start + timedelta(days=6), "week", period.assumption)
        start, before = week_of.start(), text[: week_of.start()]
    if never := patterns.LEFT_NOT_BEFORE.search(before):
        return _phrase(text, never.start(), end, "from", period, basis), end
    if every := patterns.LEFT_EVERY.search(before):
        return _undated(text, every.start(), end, "recurs; the text gives no single date"), end
    if (week := patterns.LEFT_WEEK.search(before)) and period.precision == "month":
        n = {"first": 0, "second": 1, "third": 2}.get(week["nth"].lower())
        first = period.start + timedelta(days=7 * n) if n is not None else period.end - timedelta(days=6)
        told = "weeks of a month counted in sevens from its first day (the last: its last seven days)"
        period = Period(first, first + timedelta(days=6), "week", told)
        start, before = week.start(), text[: week.start()]
    if later := patterns.LEFT_LATER.search(before):
        if reference and period.start <= reference <= period.end:
            period = Period(reference, period.end, period.precision, f"from {reference.isoformat()} to the end of it")
        return _phrase(text, later.start(), end, "within", period, basis), end
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
        return _phrase(text, left.start() if left else start, right.end(), "from", period, basis), right.end()
    if right := patterns.RIGHT_BY.match(text, end):
        left = patterns.LEFT_BY.search(before)
        return _phrase(text, left.start() if left else start, right.end(), "by", period, basis), right.end()
    if left := patterns.LEFT_BEFORE.search(before):
        word = left.group().strip().lower()
        day = period.start if word.startswith("by the") else period.start - timedelta(days=1)
        return _phrase(text, left.start(), end, "by", Period(day, day, period.precision, period.assumption), basis), end
    if left := patterns.LEFT_BY.search(before):
        return _phrase(text, left.start(), end, "by", period, basis), end
    if left := patterns.LEFT_AFTER.search(before):
        day = period.end + timedelta(days=1)
        return _phrase(
            text, left.start(), end, "from", Period(day, day, period.precision, period.assumption), basis
        ), end
    if left := patterns.LEFT_FROM.search(before):
        several = name in ("long_years", "month_range", "day_range") or (
            name == "short_years" and period.end.year - period.start.year > 1
        )
        sense: Sense = "within" if several else "from"
        return _phrase(text, left.start(), end, sense, period, basis), end
    if left := patterns.LEFT_END.search(before):
        if period.precision == "week":
            return _phrase(text, left.start(), end, "within", period, basis), end
        last_month = period.end.replace(day=1)
        if period.precision == "month":
            period = Period(period.end, period.end, "day", period.assumption)
        else:
            period = Period(last_month, period.end, "month", "the end of a year or season read as its last month")
        return _phrase(text, left.start(), end, "within", period, basis), end
    printed_whole = "year taken" not in (period.assumption or "")
    if (left := patterns.LEFT_TO.search(before)) and printed_whole and period.precision in ("day", "month", "season"):
        return _phrase(text, left.start(), end, "by", period, basis), end
    if left := patterns.LEFT_BETWEEN.search(before):
        if name in ("long_years", "month_range", "day_range") or left.group().strip().lower().startswith(
            ("over", "during")
        ):
            return _phrase(text, left.start(), end, "within", period, basis), end
    return _phrase(text, start, end, "within", period, basis), end


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
