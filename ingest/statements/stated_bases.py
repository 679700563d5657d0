"""Bases that the text itself states: in the sentence ("of the 64 who answered, ..."), in the one before it, or in a line under a heading.

A number of people before a share is what the share is of. A number in brackets after it is not taken, since reports print
there both the number asked and the number who said so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.statements import SampleBase
from ingest.statements.figures import FigurePhrase
from ingest.statements.numbers import number

_N = r"(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})"
_WHO = (
    r"(?:(?:[\w-]+\s+){0,3}?(?:LAs?|councils?|authorities|respondents?|responses|replies|submissions|people|residents|participants|"
    r"parents|carers|schools|settings|providers|organisations|trusts|practices|households|adults|children|pupils|students|patients|"
    r"staff|employers|businesses|tenants|members|consultees|individuals|questionnaires|comments|projects|cases|teachers|headteachers|"
    r"interviewees|attendees|areas|sites|completed|who|which|that|where|with|(?!years|months|weeks|days|hours|minutes|miles|pages|points)[a-z]{3,}s)\b)"
)
_OF_N = re.compile(
    rf"\b(?:[Oo]f|[Oo]ut of|[Aa]mong(?:st)?|[Ff]rom|[Oo]f all|[Bb]ased on|[Ww]ith|[Bb]y)\s+(?:the\s+|these\s+|those\s+|all\s+|our\s+|a total of\s+|just\s+|only\s+)*{_N}\s+{_WHO}",
)
_PRINTED = re.compile(rf"[(\[]\s*(?:(?:un)?weighted\s+)?(?:base\s*[:=]?\s*|[nN]\s?=\s?){_N}\s*[)\]]")
_AFTER = re.compile(rf"\s*(?:\)\s*)?of\s+(?:the\s+|all\s+)?{_N}\s+{_WHO}")
_BRACKETED = re.compile(
    rf"^[^.;%]{{0,90}}?[(\[]\s*(?:(?:un)?weighted\s+)?(?:base\s*[:=]?\s*|base\s+of\s+|[nN]\s?=\s?|out of\s+){_N}\s*(?:\w+\s*)?[)\]]"
)
_COUNTED_OUT = re.compile(
    r"[(\[]\s*[\d,]+\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})\b(?!\s?%)[^)\]%]*[)\]]"
)
_OF_THESE = re.compile(r"\b[Oo]f (?:these|them|those)\b(?!\s+(?:who|which|that|whose|where|with|aged|in)\b)(?:\s+\w+)?")
_CLOSES = re.compile(r";|\.\s")
_TURNS = re.compile(r";|\.\s|\bwhile\b|\bwhilst\b|\bwhereas\b")
_ALL_TOLD = re.compile(
    rf"(?<![\w£$€.,/%-]){_N}\s+(?:[\w-]+\s+){{0,3}}?(?:responses|respondents|replies|submissions|people|residents|questionnaires|surveys|participants|organisations|councils|LAs|schools)\b",
    re.I,
)
_BASE_LINE = re.compile(r"^\W*(?:(?:un)?weighted\s+)?bases?(?:\s+sizes?)?\s*[:=–-]", re.I)


def _made(match: re.Match[str]) -> SampleBase | None:
    n = number(match["n"])
    if n is None or n < 2 or re.fullmatch(r"(?:19|20)\d\d", match["n"]):
        return None
    return SampleBase(int(n), " ".join(match.group().split()).strip(" ([)],"))


def stated_base(text: str, phrase: FigurePhrase, before: str | None = None) -> SampleBase | None:
    """The base that a sentence states for a share in it. `before`: the sentence before it in the same paragraph, which
    "of these" points to."""
    if phrase.value.unit != "percent":
        return None
    after = _AFTER.match(text, phrase.end)
    if after:
        return _made(after)
    out_of = _COUNTED_OUT.search(text, phrase.end)
    if out_of and not re.search(r"\d\s?%|\bper\s?cent", text[phrase.end : out_of.start()]):
        return _made(out_of)
    own_people = re.match(r"\s*\)?\s*of\b", text[phrase.end :])
    closes = _TURNS if own_people else _CLOSES
    clause_start = max((m.end() for m in closes.finditer(text, 0, phrase.start)), default=0)
    told = [*_PRINTED.finditer(text, clause_start, phrase.start), *_OF_N.finditer(text, clause_start, phrase.start)]
    told = [m for m in told if not re.match(r"\s*(?:%|per\s?cent)", text[m.end("n") :])]
    if told:
        return _made(max(told, key=lambda m: m.start()))
    own = _BRACKETED.match(text[phrase.end :])
    if own and "%" not in own.group() and not re.match(r"\s*[(\[]\s*[nN]", own.group()):
        return _made(own)
    if before is not None and _OF_THESE.search(text[clause_start : phrase.end + 30]):
        totals = [m for m in _ALL_TOLD.finditer(before) if (number(m["n"]) or 0) >= 2]
        if len(totals) == 1:
            return _made(totals[0])
    return None


def base_line(words: str) -> bool:
    """Whether a block is a line that prints a base ("Base: all respondents (429)")."""
    return bool(_BASE_LINE.match(words)) and len(words) < 300


_EVERYBODY = re.compile(
    r"^(?:all |the |of |our |these |overall )*(?:respondents?|residents|people|responses|participants|councils|LAs?|local authorities|authorities|consultees|those who (?:responded|replied|answered|took part)|them|these|organisations|schools|comments)?$",
    re.I,
)


def everybody(population: str | None) -> bool:
    """Whether a population's words mean all who answered, so that a section's own total is its base."""
    return population is None or bool(_EVERYBODY.match(population.strip()))


def total_of_answers(sentences: Sequence[str]) -> SampleBase | None:
    """The number of answers that a section says it had, where it says one ("In total, 291 responses were received")."""
    found: list[re.Match[str]] = []
    for words in sentences:
        if re.search(
            r"\b(?:received|responded|replied|submitted|returned|completed|took part|interviewed)\b", words
        ) and re.search(
            r"\b(?:in total|a total of|altogether|overall|we received|there were|resulting in|was completed by|were received)\b",
            words,
            re.I,
        ):
            found.extend(_ALL_TOLD.finditer(words))
    return _made(found[0]) if len(found) == 1 else None
