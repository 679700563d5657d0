"""A number in the forms that Word's lists and notes can take (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

import re

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}  # fmt: skip
_CHICAGO = ("*", "†", "‡", "§")
HIGHEST_ROMAN = 4000
HIGHEST_IN_WORDS = 1000


def numeral(number: int, form: str, pattern: str | None = None) -> str:
    """`number` in one of Word's forms ("lowerLetter"); unknown forms give decimals. `pattern`: of a custom form, "001, 002"."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < HIGHEST_ROMAN:
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form == "ordinal":
        last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{last}"
    if form in ("cardinalText", "ordinalText") and 0 <= number < HIGHEST_IN_WORDS:
        words = in_words(number)
        return (as_ordinal(words) if form == "ordinalText" else words).capitalize()
    if form == "chicago" and number > 0:
        return _CHICAGO[(number - 1) % 4] * ((number - 1) // 4 + 1)
    if form == "decimalEnclosedParen":
        return f"({number})"
    if form == "decimalEnclosedFullstop":
        return f"{number}."
    if form == "numberInDash":
        return f"- {number} -"
    if form == "hex":
        return f"{number:X}"
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "custom" and pattern and (zeros := re.match(r"0*1(?=\W|$)", pattern)):
        return str(number).zfill(len(zeros.group()))
    return "" if form in ("none", "bullet") else str(number)


def roman(number: int) -> str:
    made = ""
    for size, letters in _ROMAN:
        made += letters * (number // size)
        number %= size
    return made


def in_words(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    rest = f" {in_words(number % 100)}" if number % 100 else ""
    return f"{_ONES[number // 100]} hundred{rest}"


def as_ordinal(words: str) -> str:
    """ "twenty-one" as "twenty-first"."""
    head, last = re.match(r"(.*[ -])?(\w+)$", words).groups()  # type: ignore[union-attr]
    made = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return (head or "") + made
