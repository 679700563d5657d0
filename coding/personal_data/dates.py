"""Dates of birth: a date beside words that say that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coding.personal_data.found import Found
from coding.personal_data.name_cues import KIN

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:(?:19|20)\d{2}|['’]?\d{2})"
DATE = re.compile(
    rf"\b(?:{DAY}\s?[/.\-]\s?(?:0?[1-9]|1[0-2])\s?[/.\-]\s?{YEAR}"
    r"|(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:the\s)?{DAY}\s(?:of\s)?{MONTH}\b\.?,?(?:\s{YEAR})?|{MONTH}\.?\s{DAY},?\s{YEAR})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_CALLED = r"\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth\s?date\b|\bbirthday\b"
BEFORE = re.compile(
    rf"(?:{_CALLED})[^.!?\n\d]{{0,40}}$|\bborn\b(?:\s(?:is|was|in|on|of|at|the|a)\b|\s[A-Z]\w+(?=,)|,?\s[A-Z]\w+ [Hh]ospital|[\s:=,.()\-–])*$",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"^[\s,()\-–]*(?:(?:is|that[’'‘]?s|that is|being|which is|was)\s)?(?:(?:my|his|her|the)\s)?(?:(?:correct|real|actual|right)\s)?(?:{_CALLED})",
    re.IGNORECASE,
)
WHOLE = re.compile(r"\d{2}$|^\d{4}-")


def dates_of_birth(text: str) -> Iterator[Found]:
    """Dates after "born", "date of birth", "DOB", "birthday", or followed by such words; one without a year is `possible`."""
    for match in DATE.finditer(text):
        before = text[max(0, match.start() - 45) : match.start()]
        if BEFORE.search(before) or AFTER.search(text[match.end() : match.end() + 30]):
            whole = WHOLE.search(match[0].strip()) is not None
            start = match.start() + (4 if match[0].casefold().startswith("the ") else 0)
            end = match.end() - match[0].endswith(".")
            yield Found("date_of_birth", start, end, "likely" if whole else "possible", "date of birth")


def dates_beside(text: str, people: Sequence[Found]) -> Iterator[Found]:
    """Whole dates that follow a name at once ("Ann Lee, 3.4.1961", "Ann (3.4.1961)"): `possible`."""
    ends = {end for _, _, end, _, _ in people}
    for match in DATE.finditer(text):
        before = text[: match.start()].rstrip(" (,;-–")
        if (
            (len(before) in ends or (text.startswith(" (", len(before)) and KIN.search(before + " ")))
            and WHOLE.search(match[0])
            and not re.search(r"[.!?]\s*$", text[len(before) : match.start()])
        ):
            yield Found("date_of_birth", match.start(), match.end(), "possible", "date beside a name")
