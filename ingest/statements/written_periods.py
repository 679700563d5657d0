"""The period that a written day, month, season, quarter or year names, with the convention that was used."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from ingest.statements import date_patterns as patterns
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
    quarter_of,
    season_of,
    term_of,
    year_of,
    years_of,
)


def _month_number(name: str) -> int:
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1


def written_period(name: str, match: re.Match[str], text: str, reference: date | None) -> Period | None:
    """The period that a matched wording names; None where it names none."""
    groups = match.groupdict()
    year = int(groups["y"]) if groups.get("y") else None
    before = text[: match.start()]
    if name in ("iso", "numeric"):
        short_dots = groups.get("sep") == "." and (year or 0) < 100
        if short_dots and not (
            patterns.LEFT_IN.search(before) or patterns.LEFT_BY.search(before) or patterns.LEFT_FROM.search(before)
        ):
            return None  # a paragraph number, a version
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
    if name == "term":
        return _term(groups["season"].lower(), year, before, reference)
    if name == "two_digit_years":
        first = int(groups["y"])
        dated = patterns.LEFT_IN.search(before) or patterns.LEFT_BY.search(before) or patterns.LEFT_FROM.search(before)
        return financial_year(2000 + first) if dated and int(groups["y2"]) == first + 1 else None
    if name == "season":
        assert year is not None
        made = season_of(year, groups["season"].lower())
        if groups["season2"]:
            last = season_of(year, groups["season2"].lower())
            made = Period(made.start, max(made.end, last.end), "season", f"{made.assumption}; {last.assumption}")
        return made
    if name == "quarter":
        assert year is not None
        words = {
            "first": 1,
            "second": 2,
            "third": 3,
            "fourth": 4,
            "final": 4,
            "last": 4,
            "one": 1,
            "two": 2,
            "three": 3,
            "four": 4,
        }
        quarter = int(groups["q"]) if groups["q"] else words[groups["qn"] or groups["qw"]]
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
        return unit_around(re.sub(r"\s+", " ", groups["unit"].lower()), reference, which)
    return None


def _term(season: str, year: int | None, before: str, reference: date | None) -> Period | None:
    """A school term, of the year printed or the next one to end after `reference`."""
    if year is not None:
        return term_of(year, season)
    if reference is None or not (
        patterns.LEFT_IN.search(before)
        or patterns.LEFT_BY.search(before)
        or patterns.LEFT_FROM.search(before)
        or patterns.LEFT_BEFORE.search(before)
        or patterns.LEFT_END.search(before)
    ):
        return None
    made = term_of(reference.year + int(term_of(reference.year, season).end < reference), season)
    return replace(made, assumption=f"{made.assumption}; the next one after {reference.isoformat()}")


def _second_year(first: int, written: str | None) -> int | None:
    if written is None:
        return None
    return (
        int(written)
        if len(written) == 4
        else first - first % 100 + int(written) + (100 if int(written) < first % 100 else 0)
    )


def unit_around(unit: str, reference: date, which: str) -> Period | None:
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
