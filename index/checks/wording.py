"""One number with two meanings: the words of a measure, the people it is about, or the words beside the number itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.checks.claims import Claim, alike, claims, weights
from index.checks.paper import Paper
from index.checks.records import Check
from index.words import content_stems

_FAMILIES = (
    {"always": 1, "all": 1, "every": 1, "most": 2, "usually": 2, "often": 2, "half": 3, "sometimes": 4, "some": 4, "occasionally": 4, "few": 5, "rarely": 5, "never": 6, "none": 6, "no": 6},
    {"very": 1, "strongly": 1, "completely": 1, "extremely": 1, "fairly": 2, "quite": 2, "somewhat": 2, "tend": 2, "slightly": 3, "not": 5},
    {"great": 1, "large": 1, "moderate": 2, "some": 3, "small": 4, "little": 4},
)  # fmt: skip
_WORDS = "|".join(sorted({word for family in _FAMILIES for word in family}, key=len, reverse=True))
_PAIR = re.compile(
    rf"\b(?P<one>{_WORDS})\s(?:or|and)\s(?P<two>{_WORDS})\b(?P<after>\s+(?:of the time|cases|extent|\w+))",
    re.IGNORECASE,
)
_PEOPLE = r"(?:[\w-]+\s){0,2}?(?:[\w'’-]*[a-z]s|LAs|people|children|staff|men|women)"
_SAID = r"(?:said|reported|thought|felt|agreed|stated|found|indicated|told|believed|considered|rated|described)"
_LIMITED = re.compile(
    rf"\b(?:of|among|amongst)\s(?:all\s|the\s|those\s|responding\s)*{_PEOPLE}\s(?:who|which|that)\s(?P<limit>[^,.;()]{{6,90}}?)\s{_SAID}\b",
    re.IGNORECASE,
)
_OF_ALL = re.compile(rf"\bof\s(?:all\s|the\s|responding\s)*{_PEOPLE}\s{_SAID}\b", re.IGNORECASE)
_NARROWED = re.compile(
    r"\b(?:of (?:these|those|them)|of this group|among (?:those|these)|those (?:who|that|which)|where (?:they|LAs|people)|who (?:had|did|have|said))\b",
    re.IGNORECASE,
)

_FRACTIONS = {
    "half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "one in three": 100 / 3, "two thirds": 200 / 3, "two in three": 200 / 3,
    "a quarter": 25.0, "one quarter": 25.0, "one in four": 25.0, "three quarters": 75.0, "three in four": 75.0, "a fifth": 20.0, "one fifth": 20.0,
    "one in five": 20.0, "two fifths": 40.0, "two in five": 40.0, "three fifths": 60.0, "three in five": 60.0, "four fifths": 80.0,
    "four in five": 80.0, "a tenth": 10.0, "one in ten": 10.0, "nine in ten": 90.0, "eight in ten": 80.0, "seven in ten": 70.0, "six in ten": 60.0,
    "three in ten": 30.0,
}  # fmt: skip
_UNDER = "just under|slightly under|slightly less than|slightly fewer than|almost|nearly|close to|under|less than|fewer than|not quite"
_OVER = "just over|slightly over|slightly more than|a little over|well over|over|more than|at least"
_SPOKEN = re.compile(
    rf"\b(?P<hedge>{_UNDER}|{_OVER})\s(?:an?\s)?(?P<fraction>(?:an?\s|one\s|two\s|three\s|four\s|six\s|seven\s|eight\s|nine\s)?(?:half|thirds?|quarters?|fifths?|tenth|in\s(?:three|four|five|ten)))"
    r"(?:\sof\s[^,.;()]{2,60}?|\s[a-z][^,.;()%]{0,40}?)?\s?\((?P<value>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)\)",
    re.IGNORECASE,
)
_MAJORITY = re.compile(
    rf"\b(?P<hedge>(?:the |a )(?:vast |large |clear |overwhelming )?majority|(?<!the )(?<!or )most(?=\sof\s|\s{_PEOPLE}))(?:\sof\s[^,.;()]{{2,50}}?|\s{_PEOPLE})?\s?\((?P<value>\d{{1,3}}(?:\.\d+)?)\s?(?:%|per\s?cent)\)",
    re.IGNORECASE,
)
MOST_CLAIMS = 300  # of one number, before comparing each with each costs more than it finds
ROUNDING = 0.5
FURTHEST = 10.0  # points by which "almost" and "over" may miss the fraction before they mislead
SAME_FIGURE = 0.45
ELSEWHERE = 0.7
SAME_PEOPLE = 0.7


def check_wording(paper: Paper) -> Iterator[Check]:
    """The same number with another measure or other people; and words that contradict the number beside them."""
    found = [one for one in claims(paper) if one.unit == "percent" and len(one.stems) >= 3]
    weight = weights(found)
    by_value: dict[float, list[Claim]] = {}
    for claim in found:
        if _scales(claim.text) or _LIMITED.search(claim.text) or _OF_ALL.search(claim.text):
            by_value.setdefault(claim.value, []).append(claim)
    for group in by_value.values():
        if len(group) > MOST_CLAIMS:
            continue  # one sentence over and over: a form, not a report
        for n, first in enumerate(group):
            for second in group[n + 1 :]:
                score = alike(first, second, weight) if first.item == second.item else 0.0
                if first.sentence.block == second.sentence.block or not score:
                    continue
                made = _measure(paper, first, second, score) or _people(paper, first, second, score)
                if made:
                    yield made
    yield from _contradicted(paper)


def _measure(paper: Paper, a: Claim, b: Claim, score: float) -> Check | None:
    """Scale words that differ: "most or half of the time" and "all or most of the time"."""
    if score < (SAME_FIGURE if a.figure and a.figure == b.figure else ELSEWHERE):
        return None
    for first in _scales(a.text):
        for second in _scales(b.text):
            if first[0] == second[0] and first[1] != second[1]:
                return paper.raised(
                    "wording",
                    "same figure, another measure",
                    f"Both places give {a.printed}, but one says “{first[2]}” and the other “{second[2]}”.",
                    a.span,
                    b.span,
                    certainty="certain" if a.figure and a.figure == b.figure else "check",
                )
    return None


def _scales(text: str) -> list[tuple[int, frozenset[int], str]]:
    """(family, ranks, words) of each pair of scale words in a clause."""
    made = []
    for match in _PAIR.finditer(text):
        one, two = match["one"].casefold(), match["two"].casefold()
        for n, family in enumerate(_FAMILIES):
            if one in family and two in family and family[one] != family[two]:
                made.append((n, frozenset((family[one], family[two])), match[0].strip()))
    return made


def _people(paper: Paper, a: Claim, b: Claim, score: float) -> Check | None:
    """All of them in one place, only those of whom something is true in the other."""
    if score < SAME_PEOPLE or a.summary == b.summary:
        return None
    for limited, plain in ((a, b), (b, a)):
        match = _LIMITED.search(limited.text)
        if match is None or not _OF_ALL.search(plain.text) or _narrowed(paper, plain):
            continue
        if len(content_stems(match["limit"])) < 2:
            continue
        return paper.raised(
            "base",
            "same figure, other people",
            f"Both places give {a.printed}, but one is of those of whom it is said that they “{match['limit']}”, the other of all.",
            plain.span,
            limited.span,
            certainty="certain" if a.figure and a.figure == b.figure else "check",
        )
    return None


def _narrowed(paper: Paper, claim: Claim) -> bool:
    """Whether the sentence, or the one before it in its block, says which part of the respondents it is about."""
    if _NARROWED.search(claim.sentence.text):
        return True
    return any(
        other.block == claim.sentence.block and other.span.end <= claim.span.start and _NARROWED.search(other.text)
        for other in paper.sentences
        if claim.span.start - 400 < other.span.start < claim.span.start
    )


def _contradicted(paper: Paper) -> Iterator[Check]:
    """ "Just under half (52%)": words and number of one statement that cannot both be right."""
    for sentence in paper.sentences:
        for pattern in (_SPOKEN, _MAJORITY):
            for match in pattern.finditer(sentence.text):
                value = float(match["value"])
                wrong = _wrong(match, value)
                if wrong:
                    yield paper.raised(
                        "wording",
                        "words against their number",
                        wrong,
                        sentence.span,
                        certainty="certain",
                        severity="minor",
                    )


def _wrong(match: re.Match[str], value: float) -> str | None:
    hedge = match["hedge"].casefold()
    if "fraction" not in match.groupdict():
        return f"“{match['hedge']}” stands beside {match['value']}%, which is less than half." if value < 49.5 else None
    words = " ".join(match["fraction"].casefold().split())
    exact = _FRACTIONS.get(words, _FRACTIONS.get("a " + words))
    if exact is None:
        return None
    under = hedge in _UNDER.split("|")
    miss = value - exact if under else exact - value
    if miss > ROUNDING or (
        -miss > FURTHEST
        and hedge not in ("over", "more than", "at least", "well over", "under", "less than", "fewer than")
    ):
        side = "under" if under else "over"
        return f"The words say “{match['hedge']} {match['fraction']}”, that is {side} {exact:.0f}%; the number beside them is {match['value']}%."
    return None
