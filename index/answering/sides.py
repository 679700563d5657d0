"""The two sides of a comparison: each answered on its own, so that both can be shown side by side, or which one is missing.

A question that compares two years, waves, places or groups is asked again for each side with the words of the other left out;
a sentence stands for a side where it, its passage or its paper bears the side's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.candidates import Gathered, identity
from index.decision import Judged, found_features, log_odds, logistic, weights
from index.evidence import fills
from index.question import Question
from index.words import content_stems, stems

MOST_SIDES = 3
_WORDS = r"(?:[\w’'&-]+\s+){0,3}?[\w’'&-]+"
_END = (
    r"(?=\s*[?.,;]|\s*$|\s+(?:on|in|for|about|of|who|with|when|that|use|used|do|did|does|is|are|was|were|have|has|had|say|said|report"
    r"|reported|think|feel|felt|get|need|want|take|took|agree|agreed|support|find|found)\b)"
)
_BETWEEN = re.compile(rf"\bbetween\s+(?:the\s+)?(?P<a>{_WORDS})\s+and\s+(?:the\s+)?(?P<b>{_WORDS}){_END}", re.I)
_COMPARE = re.compile(
    rf"\bcompar(?:e|ing|ison of)\s+(?:the\s+)?(?P<a>{_WORDS})\s+(?:and|with|to|against)\s+(?:the\s+)?(?P<b>{_WORDS}){_END}",
    re.I,
)
_AGAINST = re.compile(
    rf"\b(?:compared\s+(?:with|to)|versus|vs\.?|as\s+against|(?:more|less|fewer|higher|lower|better|worse|greater|\w+er)\b[^?.]{{0,40}}?\bthan)\s+(?:(?:in|for|among|amongst|at|by|of|the)\s+){{0,2}}(?P<b>{_WORDS}){_END}",
    re.I,
)
_SINCE = re.compile(
    r"\b(?:than\s+in|since|compared\s+(?:with|to)|from|than)\s+(?:the\s+)?(?P<year>(?:19|20)\d\d)\b", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_RANGE = re.compile(r"\b((?:19|20)(?=\d\d\s?[-–/]))(\d\d)\s?[-–/]\s?(\d\d)\b")
_NO_SIDE = frozenset(stems("before expected usual ever once planned hoped thought now then last year one half average"))
COVERED = 0.6  # of the telling words, from which a sentence of a side is shown though it is not sure to answer
_SETS_AGAINST = re.compile(
    r"\b(?:compar\w+|than|versus|(?:up|down|rose|risen|fell|fallen|grew|grown|increased?|decreased?|reduced|dropped) (?:from|by|to|since)"
    r"|similar to|the same as|whereas|while|whilst)\b",
    re.I,
)
OTHER = "the other side"


@dataclass(frozen=True, slots=True)
class Side:
    """One side: `label` as the question says it, `words` that stand for it (stems; none for the side that the question leaves
    unsaid), `question`: what is asked of it alone."""

    label: str
    words: frozenset[str]
    question: str
    years: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A side and the sentence that stands for it, or None."""

    side: Side
    judged: Judged | None


def sides_of(asked_for: Question) -> tuple[Side, ...]:
    """The sides that the question compares, in its order; none where it compares nothing, or names no sides."""
    text = asked_for.text
    years = tuple(dict.fromkeys(year[:4] for year in asked_for.years))
    if 2 <= len(years) <= MOST_SIDES:  # "between 2018 and 2019" alone may be a stretch of time: the caller tells
        return tuple(
            Side(
                y, frozenset([y]), _alone(_YEARS, text, f"in {y}") or _without(text, [o for o in years if o != y]), True
            )
            for y in years
        )
    if 2 <= len(asked_for.waves) <= MOST_SIDES:
        waves = asked_for.waves
        return tuple(
            Side(f"wave {w}", frozenset(["wave", w]), _alone(_WAVES, text, f"in wave {w}") or f"{text} (wave {w})") for w in waves
        )  # fmt: skip
    if not asked_for.compares and not _BETWEEN.search(text):
        return ()
    for pattern in (_BETWEEN, _COMPARE):
        match = pattern.search(text)
        if match and _telling(match["a"]) and _telling(match["b"]):
            a, b = " ".join(match["a"].split()), " ".join(match["b"].split())
            before, after = text[: match.start()], text[match.end() :]
            return (
                Side(a, _telling(a), f"{before} {a} {after}"),
                Side(b, _telling(b), f"{before} {b} {after}"),
            )
    if len(years) == 1:
        match = _SINCE.search(text)
        if match is None:
            return ()
        year = match["year"]
        return (
            Side(year, frozenset([year]), text, True),
            Side(OTHER, frozenset(), f"{text[: match.start()]} {text[match.end() :]}", True),
        )
    match = _AGAINST.search(text)
    if match and _telling(match["b"]):
        b = " ".join(match["b"].split())
        than = re.search(
            rf"\b(?:than|compared\s+(?:with|to)|versus|vs\.?|as\s+against)\b[^?.]*?{re.escape(b)}", text, re.I
        )
        if than is None:
            than = match
        rest = f"{text[: than.start()]} {text[than.end() :]}"
        return Side(OTHER, frozenset(), rest), Side(b, _telling(b), f"{text[: than.start()]} {b} {text[than.end() :]}")
    return ()


_JOINED = r"\s*(?:,\s*(?:and\s+)?|and|to|or|with|than|against|versus|vs\.?|compared\s+(?:with|to)|[-–])\s*(?:in\s+)?(?:the\s+)?"
_ONE_YEAR = r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2}\b)?"
_YEARS = re.compile(rf"(?:\b(?:between|from|in|of|for)\s+)?(?:the\s+)?\b{_ONE_YEAR}(?:{_JOINED}{_ONE_YEAR})+\b", re.I)
_ONE_WAVE = r"(?:waves?\s+)?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_WAVES = re.compile(rf"(?:\b(?:between|from|in|of|for)\s+)?(?:the\s+)?\bwaves?\s+\w+(?:{_JOINED}{_ONE_WAVE})+\b", re.I)


def _alone(run: re.Pattern[str], text: str, side: str) -> str | None:
    """The question with a run of years or waves ("between 2031 and 2032") replaced by one of them; None where there is no run."""
    return run.sub(side, text, count=1) if run.search(text) else None


def _years_in(text: str) -> frozenset[str]:
    """The years that a text names; "2030-31" names both."""
    return frozenset(_YEAR.findall(text)) | {f"{match[1]}{match[3]}" for match in _RANGE.finditer(text)}


def _telling(words: str) -> frozenset[str]:
    found = frozenset(content_stems(words))
    return frozenset() if found <= _NO_SIDE or all(one[0].isdigit() or one[0] == "£" for one in found) else found


def _without(text: str, years: Sequence[str]) -> str:
    for year in years:
        text = re.sub(
            rf"(?:\b(?:and|to|or|in|from|with|between|than|since)\s+)*\b{year}(?:\s?[-–/]\s?\d{{2,4}})?\b", " ", text
        )
    return text


def shown(sides: Sequence[Side], consider: Callable[[str], tuple[Question, Gathered, list[Judged]]]) -> list[Shown]:
    """For each side the best sentence that answers its own question. `consider`: what the documents hold on a question, best
    first."""
    made: list[Shown] = []
    for side in sides:
        others = frozenset(word for other in sides if other is not side for word in other.words) - side.words
        asked_for, pool, ordered = consider(side.question)
        taken = {(s.judged.candidate.place.document.id, s.judged.candidate.sentence.span) for s in made if s.judged}
        found = None
        figures = any(s.judged and _has_figure(s.judged) for s in made)
        fitting = [
            n
            for n, one in enumerate(ordered)
            if (not figures or _has_figure(one))  # a figure is set against a figure
            and one.verdict.holds and _stands_for(one, side, others) and (_key(one) not in taken or _named_in(one, side))
        ]  # fmt: skip
        own = [n for n in fitting if _named_in(ordered[n], side) and _covers(ordered[n], pool, passage=True)]
        if side.years or "wave" in side.words:  # times are compared by their figures, where there are any
            own.sort(key=lambda n: not _has_figure(ordered[n]))
        covering = [n for n in fitting if _covers(ordered[n], pool)]
        for n in own[:1] or covering[:1] or fitting[:1]:
            z = log_odds(found_features(asked_for, ordered[n : n + 3], pool.wanted, pool.coverage), weights().found)
            if n in own or not pool.hybrid or logistic(z) >= weights().threshold or _covers(ordered[n], pool):
                found = ordered[n]
        made.append(Shown(side, found))
    unsaid = any(not side.words for side in sides)
    if unsaid and not all(one.judged and _has_figure(one.judged) for one in made):
        return []  # which other time or group is meant is left unsaid: only two figures show it
    return made


def _named_in(one: Judged, side: Side) -> bool:
    """Whether the sentence itself names the side ("this compares with 9% in 2031")."""
    held = _years_in(one.candidate.sentence.text) if side.years else one.candidate.own
    return bool(side.words) and side.words <= held


def _covers(one: Judged, pool: Gathered, *, passage: bool = False) -> bool:
    """Whether the sentence (or its passage) and its headings bear most of the question's telling words."""
    held = one.candidate.own | one.candidate.headings | (one.candidate.around if passage else frozenset())
    return pool.wanted.loose(held) >= COVERED


def _has_figure(one: Judged) -> bool:
    return fills("quantity", one.candidate.sentence.text, one.candidate.terms)


def missing(compared: Sequence[Shown], chosen: Sequence[Judged]) -> bool:
    """Whether a side is lacking of which none of the sentences that were chosen speaks either."""
    return any(
        side.judged is None and not any(_stands_for(one, side.side, frozenset()) for one in chosen) for side in compared
    )


def _key(one: Judged) -> tuple[str, object]:
    return one.candidate.place.document.id, one.candidate.sentence.span


def _stands_for(one: Judged, side: Side, others: frozenset[str]) -> bool:
    """Whether a sentence is of this side: by its own words; else by its passage or paper, where it speaks of no other side."""
    candidate = one.candidate
    if side.years:
        own = _years_in(candidate.sentence.text)
        near = own or _years_in(f"{candidate.passage.text} {identity(candidate.place.document)}")
        return bool(side.words & near) if side.words else not own & others
    if not side.words:
        return not others or not others <= candidate.own
    if side.words <= candidate.own:
        return True
    who = frozenset(stems(identity(candidate.place.document)))
    return side.words <= candidate.around | candidate.headings | who and not (others and others <= candidate.own)


def bears_all(one: Judged, sides: Sequence[Side]) -> bool:
    """Whether one sentence speaks of every side that the question names."""
    text = one.candidate.sentence.text
    years = _years_in(text)
    if any(not side.words for side in sides) and not _SETS_AGAINST.search(text):
        return False
    return all((side.words <= years if side.years else side.words <= one.candidate.own) for side in sides if side.words) and any(
        side.words for side in sides
    )  # fmt: skip
