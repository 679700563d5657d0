"""Numbers as this genre writes them: digits with commas, and words up to the millions."""

from __future__ import annotations

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}

_SMALL = "|".join([*_UNITS, *_TENS])
WORD_NUMBER = rf"(?:(?:{_SMALL})(?:(?:[\s-]+(?:and[\s-]+)?)(?:{_SMALL}|hundred|thousand|million)\b)*)"
"""A number in words, as a regular expression without groups."""

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
"""A number in digits: "3,500", "12", "58.7"."""

_WORD = re.compile(r"[a-z]+")


def number(text: str) -> float | None:
    """The value of a number in digits or words ("3,500", "fifty-five", "a hundred and ten"), or None where it is none."""
    plain = text.strip().lower()
    if re.fullmatch(DIGITS, plain):
        return float(plain.replace(",", ""))
    words = [word for word in _WORD.findall(plain) if word not in ("and", "a", "an")]
    if not words:
        return None
    total, part = 0, 0
    for word in words:
        if word in _UNITS:
            part += _UNITS[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALES:
            total += max(part, 1) * _SCALES[word]
            part = 0
        else:
            return None
    return float(total + part)


def plain_number(value: float) -> float | int:
    """The number as an int where it is one."""
    return int(value) if float(value).is_integer() else value
