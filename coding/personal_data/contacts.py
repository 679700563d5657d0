"""Email addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.personal_data.found import Found
from core.personal_data import Confidence

EMAIL = re.compile(r"(?<![\w.+-])[\w.+'’-]*\w@(?:[\w-]+\.)+[A-Za-z]{2,24}\b", re.ASCII | re.IGNORECASE)
SPACED_EMAIL = re.compile(  # "jo.bloggs at gmail dot com", "jo @ gmail . com", "jo [at] gmail.com"
    r"\b[\w.+-]+\s?(?:@|[(\[{]\s?at\s?[)\]}]|\bat\b)\s?"
    r"(?:(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|aol|btinternet|sky|virginmedia|talktalk|msn|protonmail)"
    r"\s?(?:\.|\(dot\)|\[dot\]|\bdot\b)\s?(?:com|co\s?(?:\.|\bdot\b)\s?uk|net)|[\w-]+(?:\s(?:dot)\s[\w-]+)+)\b",
    re.ASCII | re.IGNORECASE,
)
BRACKETED_EMAIL = re.compile(
    r"\b[\w.+-]+\s?[(\[{]\s?at\s?[)\]}]\s?[\w-]+(?:\s?(?:\.|[(\[{]\s?dot\s?[)\]}])\s?[\w-]+)+", re.ASCII | re.IGNORECASE
)
SHARED_MAILBOX = re.compile(
    r"^(?:info|enquir\w*|contact(?:us)?|help\w*|support|admin|office|press|media|complaints?|customer\.?\w*|hello|feedback"
    r"|consultations?|planning|parking|no-?reply|reception|team|councillors?|mail|post|webmaster|accounts|hr|foi|housing)@",
    re.IGNORECASE,
)
# A run of digits with what people put between them. Numbers of the United Kingdom: Ofcom, National Telephone Numbering Plan
PHONE = re.compile(
    r"(?<![\w£$€/:#@.,-])(?<!\d[ ])(?:\+\s?\d{1,3}|00\d{2}|\(?0)(?:[\s().\-–/]{0,3}\d){8,12}(?!(?:[\d/]|-\d|,\d{3}))",
    re.ASCII,
)
CUE = re.compile(
    r"(?:\b(?:tel(?:ephone)?|phone|ph|mob(?:ile)?|cell|landline|fax|whats\s?app|text|txt|ring|call|caller)\b\.?"
    r"(?:\s(?:me|us|him|her|them|on|at|is|no|num(?:ber)?s?|was|are|my|his|their|back|or|please|the|anytime)\b\.?)*"
    r"|\b(?:my|his|her|our|contact|home|work) (?:number|no)\b\.?(?:\sis)?)\s?[:=\-–]?\s*$",
    re.IGNORECASE,
)
SHORT = re.compile(r"(?<![\w£$€/:#@.,-])(?:\d[ -]?){5,10}\d(?![\w/]|[.,]\d)", re.ASCII)
CUE_REACH = 40


def emails(text: str) -> Iterator[Found]:
    """Addresses as they stand, also written out ("jo at gmail dot com"); a mailbox that many share is `possible`."""
    if "@" not in text and "at" not in text.casefold():
        return
    for match in EMAIL.finditer(text):
        shared = SHARED_MAILBOX.match(match[0].lstrip("'’"))
        start = match.start() + len(match[0]) - len(match[0].lstrip("'’"))
        yield Found(
            "email", start, match.end(), "possible" if shared else "likely", "shared mailbox" if shared else "address"
        )
    for match in BRACKETED_EMAIL.finditer(text):
        yield Found("email", match.start(), match.end(), "likely", "address written out")
    for match in SPACED_EMAIL.finditer(text):
        yield Found("email", match.start(), match.end(), "likely", "address written out")


def phones(text: str) -> Iterator[Found]:
    """British numbers with 10 or 11 digits from 0 or +44, others with + and a country; after a cue ("call me on") shorter
    ones and those that lost their 0. Numbers that only organisations have (0800, 0845, 03..) are `possible`."""
    for match in PHONE.finditer(text):
        confidence = _number_confidence(match[0])
        if confidence:
            rule = "telephone number" if confidence == "likely" else "number of an organisation"
            yield Found("phone", match.start(), match.end(), confidence, rule)
    for match in SHORT.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        before = text[max(0, match.start() - CUE_REACH) : match.start()]
        if (
            len(digits) == 10
            and digits[0] == "7"
            and match[0][:5].isdigit()
            and re.match(r"7\d{3}[ -]?\d{3}", match[0])
        ):
            yield Found(
                "phone", match.start(), match.end(), "likely" if CUE.search(before) else "possible", "mobile without 0"
            )
        elif CUE.search(before) and not digits.startswith("0000"):
            yield Found("phone", match.start(), match.end(), "likely", "number after a cue")


def _number_confidence(written: str) -> Confidence | None:
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    if written.lstrip("( ").startswith("+"):
        if digits.startswith("44"):
            digits = "0" + digits[2:].lstrip("0")
        else:
            return "likely" if 8 <= len(digits) <= 15 else None
    elif digits.startswith("0044"):
        digits = "0" + digits[4:].lstrip("0")
    elif digits.startswith("00"):
        return None
    if len(digits) not in (10, 11) or digits[1] not in "1235789":
        return None
    if len(digits) == 10 and digits[1] not in "158":
        return None
    return "possible" if digits[1] in "389" or digits.startswith("05") else "likely"
