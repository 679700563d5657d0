"""Numbers that people have from the state and from banks, with their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.personal_data.found import Found

# Form: HM Revenue & Customs, National Insurance Manual NIM39110
NINO = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ .-]?\d{2}){3}[ .-]?[A-D]\b",
    re.IGNORECASE | re.ASCII,
)
NINO_LIKE = re.compile(r"\b[A-Z]{2}(?:[ .-]?\d{2}){3}(?:[ .-]?[A-Z])?\b", re.IGNORECASE | re.ASCII)
NINO_CUE = re.compile(r"(?:national ins\w*|\bn\.?i\.?\b|\bnino\b)(?:[^.\n]{0,30})$", re.IGNORECASE)

TEN_DIGITS = re.compile(r"(?<![\w£$€+/:#.,-])(?<!\d )\d{3}([ -]?)\d{3}\1\d{4}(?!(?:\w|[ -]\d|[.,/]\d))", re.ASCII)
NHS_CUE = re.compile(r"(?:\bnhs|\bchi|\bhospital|\bpatient)\s?(?:no|num\w*|id|ref\w*)?\b[^.\n]{0,15}$", re.IGNORECASE)

SORT_AND_ACCOUNT = re.compile(
    r"(?<![\w-])\d{2}([ -])\d{2}\1\d{2}[ ,;/]{1,3}(?:[A-Za-z./: ]{0,25})\d{7,8}(?![\w-])", re.ASCII
)
SORT_CODE = re.compile(r"(?<![\w/-])\d{2}[ -]?\d{2}[ -]?\d{2}(?![\w/-]|[.,]\d)", re.ASCII)
SORT_CUE = re.compile(r"\b(?:sort\s?-?code|s/?c)s?\b[^.\n\d]{0,15}$", re.IGNORECASE)
ACCOUNT = re.compile(r"(?<![\w£$€-])\d{4}[ -]?\d{4}(?![\w-]|[.,]\d)|(?<![\w£$€-])\d{6,10}(?![\w-]|[.,]\d)", re.ASCII)
ACCOUNT_CUE = re.compile(
    r"(?:\b(?:bank|building society|savings|current)?\s?(?:account|acc(?:t)?|a/c)\b\.?\s?(?:no|num\w*)?\b\.?[^.\n\d]{0,15}"
    r"|\broll (?:no|num\w*)\b\.?[^.\n\d]{0,10})$",
    re.IGNORECASE,
)
NOT_A_BANK = re.compile(
    r"\b(?:council tax|rent|customer|water|energy|electric\w*|gas|library|user|reference|my)\s?$", re.IGNORECASE
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
CARD = re.compile(r"(?<![\w£$€+/#.,-])\d(?:[ -]?\d){12,18}(?!(?:\w|[ -]\d|[.,]\d))", re.ASCII)


def national_insurance(text: str) -> Iterator[Found]:
    """Two letters that HMRC gives out, six digits and A to D; anything of that shape after "National Insurance" or "NI"."""
    for match in NINO.finditer(text):
        if any(c.isupper() for c in match[0][:2]) or NINO_CUE.search(text[: match.start()][-60:]):
            yield Found("national_insurance", match.start(), match.end(), "likely", "National Insurance form")
    for match in NINO_LIKE.finditer(text):
        if NINO_CUE.search(text[max(0, match.start() - 60) : match.start()]):
            yield Found("national_insurance", match.start(), match.end(), "likely", "after National Insurance")


def nhs_numbers(text: str) -> Iterator[Found]:
    """Ten digits with the right check digit, as 3 3 4 or after "NHS number"; those with a wrong one only after such a cue."""
    for match in TEN_DIGITS.finditer(text):
        cue = NHS_CUE.search(text[max(0, match.start() - 50) : match.start()])
        right = nhs_check_digit(re.sub(r"\D", "", match[0]))
        if cue:
            yield Found(
                "nhs_number", match.start(), match.end(), "likely", "NHS number" if right else "after NHS number"
            )
        elif right and match[1]:
            yield Found("nhs_number", match.start(), match.end(), "likely", "NHS check digit")
        elif right:
            yield Found("nhs_number", match.start(), match.end(), "possible", "NHS check digit")


def nhs_check_digit(digits: str) -> bool:
    """Whether the tenth of ten digits is right: 11 less the sum of the first nine, weighted 10 to 2, modulo 11; 11 counts as
    0 and 10 is no number (NHS Data Dictionary, NHS NUMBER)."""
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1))) % 11
    return check != 10 and int(digits[9]) == check % 11


def bank_details(text: str) -> Iterator[Found]:
    """Sort codes and account numbers where they are called so or stand together, card numbers (Luhn) and IBANs (ISO 13616)
    with right check digits."""
    for match in SORT_AND_ACCOUNT.finditer(text):
        yield Found("bank_details", match.start(), match.end(), "likely", "sort code and account")
    for match in SORT_CODE.finditer(text):
        if SORT_CUE.search(text[max(0, match.start() - 30) : match.start()]):
            yield Found("bank_details", match.start(), match.end(), "likely", "sort code")
    for match in ACCOUNT.finditer(text):
        before = text[max(0, match.start() - 45) : match.start()]
        cue = ACCOUNT_CUE.search(before)
        if cue:
            sure = "bank" in before.casefold() or SORT_CUE.search(text[max(0, match.start() - 80) : match.start() - 1])
            other = NOT_A_BANK.search(before[: cue.start() + (len(cue[0]) - len(cue[0].lstrip()))]) and not sure
            yield Found("bank_details", match.start(), match.end(), "possible" if other else "likely", "account number")
    for match in IBAN.finditer(text):
        if _iban(match[0]):
            yield Found("bank_details", match.start(), match.end(), "likely", "IBAN")
    for match in CARD.finditer(text):
        if luhn(re.sub(r"\D", "", match[0])) and match[0][0] in "3456":
            yield Found("bank_details", match.start(), match.end(), "likely", "card number")


def luhn(digits: str) -> bool:
    """The check of card numbers (ISO/IEC 7812-1): every second digit from the right doubled, digits summed, divisible by 10."""
    total = sum(d if n % 2 == 0 else d * 2 - 9 * (d > 4) for n, d in enumerate(map(int, reversed(digits))))
    return total % 10 == 0 and len(set(digits)) > 1


def _iban(written: str) -> bool:
    bare = written.replace(" ", "")
    moved = bare[4:] + bare[:4]
    return 15 <= len(bare) <= 34 and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
