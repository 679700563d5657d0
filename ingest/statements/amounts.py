"""Money: symbol or word, scale, ranges, rises, and the words that qualify a sum.

"from £1,000 to £3,000" in a sentence with a word of change is the new sum, and the old one goes to the qualifier; without
one it is an interval, like "£45-50 million" and "between £2 million and £3 million" (printed with its "between"); "at least", "up to", "per year", "over four years", "of which", "additional" are kept as qualifiers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.statements import Amount
from ingest.statements.numbers import DIGITS, WORD_NUMBER, number


@dataclass(frozen=True, slots=True)
class MoneyPhrase:
    """A sum of money at the half-open range `start`..`end` of the text that was read."""

    start: int
    end: int
    amount: Amount


_SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "mil": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9,
    "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
_CURRENCIES = {"£": "GBP", "$": "USD", "€": "EUR", "gbp": "GBP", "usd": "USD", "eur": "EUR"}
_SCALE = r"(?:thousand|million|billion|trillion|mil|mn|bn|tn|k|m|b)(?![\w²³])"
_SYMBOL = r"(?:US)?[£$€]|GBP|EUR|USD"
_NUMBER = rf"(?:{DIGITS})(?!\d)"
_DASH = r"\s?[-–—]\s?"

_SUM = re.compile(
    rf"(?:(?<![\w£$€])|(?<=\bc))(?P<symbol>{_SYMBOL})\s?(?P<low>{_NUMBER})(?:\s?(?P<low_scale>{_SCALE}))?"
    rf"(?:(?:{_DASH}|\s+(?:to|and|or)\s+)(?:{_SYMBOL})?\s?(?P<high>{_NUMBER})(?:\s?(?P<high_scale>{_SCALE}))?(?!\s?(?:%|per\s?cent|/)))?"
    rf"(?:p(?=\W|$))?",
    re.I,
)  # fmt: skip
_WORDS = re.compile(
    rf"(?<![\w£$€.,-])(?P<low>{_NUMBER}|{WORD_NUMBER}|an?|half an?)\s?(?P<low_scale>{_SCALE})?\s+(?P<unit>pounds|euros|dollars|pence)(?:\s+sterling)?\b",
    re.I,
)
_PENCE = re.compile(rf"(?<![\w£$€.,-])(?P<low>{_NUMBER})p\b(?!\.)")
_RISE_LEFT = re.compile(r"\bfrom\s+(?:(?:around|about|approximately|just (?:over|under)|up to|the current)\s+)*$", re.I)
_BETWEEN_LEFT = re.compile(r"\b(?P<word>between)\s+$", re.I)
_CHANGE = re.compile(
    r"\b(?:increas|ris|rose|rais|lift|uplift|grow|grew|reduc|cut|fall|fell|lower|decreas|doubl|move|chang|up|down)\w*\b",
    re.I,
)

_LEFT_QUALIFIER = re.compile(
    r"(?P<q>at least|a minimum of|no less than|more than|over|in excess of|up to|a maximum of|no more than|not more than|less than|under"
    r"|around|about|approximately|approx\.?|some|circa|c\.|c|roughly|nearly|almost|just over|just under|an estimated|estimated"
    r"|an additional|a further|additional|further|extra|an extra|a total of|totalling|of which|including)\s*$",
    re.I,
)
_RIGHT_QUALIFIER = re.compile(
    rf"\s*(?P<q>per (?:year|annum|hour|week|month|day|night|child|pupil|person|head|place|household|property|capita|home|unit|patient|resident|family|school|council|authority)"
    rf"|a (?:year|week|month|day|head)|p\.?a\.?(?!\w)|each year|every year|annually|(?:each|apiece)(?!\s+of)|in total|a piece"
    rf"|(?:per (?:year|annum) )?(?:over|across|for|in each of) (?:the )?(?:next |coming |following |first )?(?:{WORD_NUMBER}|\d+)[\s-](?:financial )?years?"
    rf"|of (?:additional|new|extra|further) (?:funding|investment|money)|in additional funding|of additional|extra|more)\b",
    re.I,
)


_CEILINGS = frozenset(["up to", "a maximum of", "no more than", "not more than", "less than", "under"])
_FLOORS = frozenset(["at least", "a minimum of", "no less than", "more than", "over", "in excess of"])


def find_amounts(text: str) -> list[MoneyPhrase]:
    """The sums of money of `text`, in order; a range or a rise is one sum. "At least" has no high end, "up to" no low one."""
    found: list[MoneyPhrase] = []
    position = 0
    while match := _SUM.search(text, position):
        found.append(_symbol_sum(text, match))
        position = found[-1].end
    found = _rises(text, found)
    for match in [*_WORDS.finditer(text), *_PENCE.finditer(text)]:
        if any(match.start() < other.end and other.start < match.end() for other in found):
            continue
        groups = match.groupdict()
        written = match["low"].lower()
        value = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5}.get(written, number(written))
        if value is None:
            continue
        value *= _SCALES.get((groups.get("low_scale") or "").lower(), 1.0)
        unit = (groups.get("unit") or "pence").lower()
        currency = {"euros": "EUR", "dollars": "USD"}.get(unit, "GBP")
        found.append(_made(text, match.start(), match.end(), value / 100 if unit == "pence" else value, None, currency))
    return sorted(found, key=lambda phrase: phrase.start)


def _symbol_sum(text: str, match: re.Match[str]) -> MoneyPhrase:
    symbol = match["symbol"].lower().removeprefix("us")
    low_scale, high_scale = (match["low_scale"] or "").lower(), (match["high_scale"] or "").lower()
    low = float(match["low"].replace(",", ""))
    if match["high"] is None:
        return _made(text, match.start(), match.end(), low * _SCALES.get(low_scale, 1.0), None, _CURRENCIES[symbol])
    joiner = text[match.end("low_scale") if match["low_scale"] else match.end("low") : match.start("high")]
    has_symbol = bool(re.search(_SYMBOL, joiner, re.I))
    word = re.sub(r"[£$€]|GBP|EUR|USD", "", joiner).strip().lower()
    before = text[: match.start()]
    is_range = word in ("-", "–", "—") or (word == "and" and _BETWEEN_LEFT.search(before)) or (
        word == "to" and (has_symbol or bool(high_scale))
    )  # fmt: skip
    high = float(match["high"].replace(",", "")) * _SCALES.get(high_scale or (low_scale if not has_symbol else ""), 1.0)
    low_value = low * _SCALES.get(
        low_scale or (high_scale if _takes_scale(low, match["high"], high_scale) else ""), 1.0
    )
    plausible = has_symbol or bool(high_scale) or (word in ("-", "–", "—") and len(match["high"]) >= 1)
    if not is_range or not plausible:
        end = match.end("low_scale") if match["low_scale"] else match.end("low")
        return _made(text, match.start(), end, low * _SCALES.get(low_scale, 1.0), None, _CURRENCIES[symbol])
    left = _RISE_LEFT.search(before) if word == "to" else None
    if left and not _CHANGE.search(before) and not _CHANGE.match(text[match.end() :].lstrip()):
        return _made(text, left.start(), match.end(), low_value, max(low_value, high), _CURRENCIES[symbol])
    if left:
        old = " ".join(text[match.start() : match.start("high")].split()).rstrip("£$€ ").removesuffix(" to").strip()
        return _made(text, left.start(), match.end(), high, None, _CURRENCIES[symbol], f"from {old}")
    between = _BETWEEN_LEFT.search(before) if word == "and" else None
    if between and high >= low_value:
        return _made(text, between.start("word"), match.end(), low_value, high, _CURRENCIES[symbol])
    if high < low_value:
        return _made(text, match.start(), match.end(), high, low_value, _CURRENCIES[symbol])
    return _made(text, match.start(), match.end(), low_value, high, _CURRENCIES[symbol])


def _takes_scale(low: float, high: str, high_scale: str) -> bool:
    """Whether a first number without a scale takes the second's: "£45-50 million" does, "£500,000 to £1 million" does not."""
    return bool(high_scale) and low < 1000


def _rises(text: str, found: list[MoneyPhrase]) -> list[MoneyPhrase]:
    """ "from £8 per hour to £10 per hour": two sums that one verb of change joins are one."""
    made: list[MoneyPhrase] = []
    for phrase in found:
        last = made[-1] if made else None
        if last and last.amount.low == last.amount.high and phrase.amount.low == phrase.amount.high:
            between = text[last.end : phrase.start]
            left = _RISE_LEFT.search(text[: last.start])
            if (
                left
                and re.fullmatch(r"\s*(?:[\w\s]{0,20}\s)?to\s*", between)
                and _CHANGE.search(text[max(0, left.start() - 80) : left.start()])
            ):
                made[-1] = _made(
                    text,
                    left.start(),
                    phrase.end,
                    phrase.amount.high or 0.0,
                    None,
                    phrase.amount.currency,
                    f"from {last.amount.text}",
                )
                continue
        made.append(phrase)
    return made


def _made(
    text: str, start: int, end: int, low: float, high: float | None, currency: str, qualifier: str | None = None
) -> MoneyPhrase:
    qualifiers = [qualifier] if qualifier else []
    low_end: float | None = low
    high_end: float | None = low if high is None else high
    left = _LEFT_QUALIFIER.search(text[:start])
    while left:
        qualifiers.insert(0, " ".join(left["q"].lower().split()))
        left = _LEFT_QUALIFIER.search(text[: left.start()])
    right = _RIGHT_QUALIFIER.match(text, end)
    while right:
        qualifiers.append(" ".join(right["q"].lower().split()))
        right = _RIGHT_QUALIFIER.match(text, right.end())
    words = " ".join(text[start:end].split())
    if high is None and any(q in _CEILINGS for q in qualifiers):
        low_end = None
    elif high is None and any(q in _FLOORS for q in qualifiers):
        high_end = None
    return MoneyPhrase(
        start, end, Amount(words, _round(low_end), _round(high_end), currency, "; ".join(qualifiers) or None)
    )


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
