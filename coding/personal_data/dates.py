"""Dates of birth: a date beside words that say that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.personal_data.found import Found

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:(?:19|20)\d{2}|['’]?\d{2})"
DATE = re.compile(
    rf"\b(?:{DAY}\s?[/.\-]\s?(?:0?[1-9]|1[0-2])\s?[/.\-]\s?{YEAR}"
    r"|(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:the\s)?{DAY}\s(?:of\s)?{MONTH}\b\.?,?(?:\s{YEAR})?|{MONTH}\.?\s{DAY},?\s{YEAR})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
BEFORE = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth\s?(?:day|date)\b|\bborn\b)(?:\s(?:is|was|in|on|of|at|being|the|a|my|his|her)\b"
    r"|\s[A-Z]\w+(?=,)|,?\s[A-Z]\w+ [Hh]ospital|[\s:=,.()\-–])*$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"^[\s,()\-–]*(?:is (?:my|his|her) (?:date of birth|birthday|dob)|d\.?o\.?b\b|date of birth)", re.IGNORECASE
)


def dates_of_birth(text: str) -> Iterator[Found]:
    """Dates after "born", "date of birth", "DOB", "birthday", or followed by such words; one without a year is `possible`."""
    for match in DATE.finditer(text):
        before = text[max(0, match.start() - 45) : match.start()]
        if BEFORE.search(before) or AFTER.search(text[match.end() : match.end() + 30]):
            whole = re.search(r"\d{2}$", match[0].strip()) is not None or re.match(r"\d{4}-", match[0]) is not None
            start = match.start() + (4 if match[0].casefold().startswith("the ") else 0)
            yield Found("date_of_birth", start, match.end(), "likely" if whole else "possible", "date of birth")
