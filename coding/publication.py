"""What is published of one question: its tables, what stands beside them, and chosen quotations, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.bases import BaseRow
from coding.counts import CountTable
from coding.differences import Difference
from coding.ranks import Rank
from core.codebooks import Codebook
from core.personal_data import ShownText
from core.responses import Question

SHORTEST, LONGEST, TYPICAL = 25, 400, 120  # characters of a quotation that the program chooses


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What was done about small numbers. threshold 0: nothing. rounding: to multiples of it, 0 for none. checked: suppressed
    numbers that the audit looked at; none of them can be worked out to a range narrower than the threshold."""

    threshold: int
    rounding: int
    suppressed: int
    groups: int
    checked: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A respondent's words for one theme, as they may be shown: what was found to be personal is replaced."""

    code: str
    response: str
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Publication:
    """`tables`: the whole, then the one-way tables, then the two-way ones. `differences`: one list an attribute. `methods`: what
    was really done, in plain English, a paragraph each under its heading. `about`: facts of the making (name, value)."""

    question: Question
    codebook: Codebook
    tables: tuple[CountTable, ...]
    bases: tuple[BaseRow, ...]
    ranks: tuple[Rank, ...]
    differences: tuple[tuple[str, tuple[Difference, ...]], ...]
    quotes: Mapping[str, tuple[Quote, ...]]
    quotes_note: str
    disclosure: Disclosure | None
    methods: tuple[tuple[str, str], ...]
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quotable:
    """A response that may be quoted for the codes that it bears; `ranges`: what is marked quotable of it, half-open places in
    its source, and the code that each is evidence for ("" for any)."""

    response: str
    shown: ShownText
    codes: tuple[str, ...]
    ranges: tuple[tuple[int, int, str], ...] = ()


def choose_quotes(
    codes: Sequence[str], candidates: Sequence[Quotable], per_theme: int, per_respondent: int
) -> dict[str, tuple[Quote, ...]]:
    """At most `per_theme` quotations a code and `per_respondent` a respondent in all. Where anything is marked quotable only
    that is quoted; else whole responses of 25 to 400 characters, those that bear fewest other codes first, then those of
    about 120 characters. Rare codes choose first, so that a respondent with several goes where there is least choice."""
    marked = any(one.ranges for one in candidates)
    by_code: dict[str, list[tuple[tuple[int, int, str], Quote]]] = {code: [] for code in codes}
    for one in candidates:
        for code in one.codes:
            if code in by_code:
                by_code[code] += _offers(one, code, marked)
    taken: dict[str, int] = {}
    made: dict[str, tuple[Quote, ...]] = {}
    said: set[str] = set()
    for code in sorted(codes, key=lambda name: (len(by_code[name]), codes.index(name))):
        chosen: list[Quote] = []
        for _, quote in sorted(by_code[code], key=lambda offer: offer[0]):
            key = quote.text.casefold()
            if len(chosen) < per_theme and taken.get(quote.response, 0) < per_respondent and key not in said:
                chosen.append(quote)
                said.add(key)
                taken[quote.response] = taken.get(quote.response, 0) + 1
        made[code] = tuple(chosen)
    return {code: made[code] for code in codes}


def _offers(one: Quotable, code: str, marked: bool) -> list[tuple[tuple[int, int, str], Quote]]:
    if not marked:
        text = " ".join(one.shown.text.split())
        if not SHORTEST <= len(text) <= LONGEST:
            return []
        return [((len(one.codes), abs(len(text) - TYPICAL), one.response), Quote(code, one.response, text, False))]
    made = []
    for start, end, own in one.ranges:
        if own in ("", code):
            low, high = one.shown.place(start, end)
            text = " ".join(one.shown.text[low:high].split())
            if text:
                made.append(((len(one.codes), start, one.response), Quote(code, one.response, text, True)))
    return made
