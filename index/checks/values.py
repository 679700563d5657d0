"""The same statistic or sum stated twice with different values; rounding is told apart.

A pair is raised only where the two clauses say the same of the same thing and no other clause of the paper fits as well:
plain likeness of sentences costs 5 to 69 false alarms a report (benchmarks), uniqueness and agreement of the telling
words take them away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import combinations

from index.checks.claims import Claim, alike, claims, spread, weights
from index.checks.figure_values import left_over
from index.checks.paper import Paper
from index.checks.records import Check

SAME_FIGURE = 0.6  # likeness needed where both belong to one figure and one stands in the summary
SAME_FIGURE_ALONE = 0.45  # where, besides, neither number is said of the figure on the other side
SUMMARY_AND_BODY = 0.72
ANYWHERE = 0.86
FEWEST = 3  # telling stems in common where both belong to one figure
FEWEST_ELSEWHERE = 5
MARGIN = 0.08  # another clause that fits within this is a rival: the pair is then not raised


def check_values(paper: Paper) -> Iterator[Check]:
    """Pairs of places that state one statistic, or one sum of money, differently."""
    every = claims(paper)
    found = [one for one in every if len(one.stems) >= FEWEST]
    weight = weights(found)
    scored = _pairs(found, weight)
    best: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for score, a, b in scored:
        best[a].append((score, b))
        best[b].append((score, a))
    said = {(claim.figure, claim.summary, claim.value) for claim in every if claim.figure}
    raised: set[int] = set()
    for score, a, b in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        first, second = found[a], found[b]
        if first.rounds_to(second) or a in raised or b in raised:
            continue
        if score < _needed(first, second, said) or _rivals(a, b, score, best, found):
            continue
        raised |= {a, b}
        yield _said(paper, *sorted((first, second), key=lambda one: one.span.start))
    taken = frozenset(id(found[n]) for n in raised)
    for first, second in left_over(paper, every, taken, weight):
        yield _said(paper, *sorted((first, second), key=lambda one: one.span.start), sure=False)


def _pairs(found: Sequence[Claim], weight: Mapping[str, float]) -> list[tuple[float, int, int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for n, claim in enumerate(found):
        for one in claim.stems:
            postings[one].append(n)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in postings.values():
        if len(numbers) <= 150:
            for pair in combinations(numbers, 2):
                common[pair] += 1
    made = []
    for (a, b), n in common.items():
        if n >= FEWEST and found[a].unit == found[b].unit and found[a].item == found[b].item:
            score = alike(found[a], found[b], weight)
            if score >= SAME_FIGURE_ALONE - MARGIN:
                made.append((score, a, b))
    return made


def _needed(a: Claim, b: Claim, said: Container[tuple[str | None, bool, float]]) -> float:
    """The likeness that a pair needs; above 1 where it can be no pair. `said`: (figure, in summary, value) of all claims."""
    if a.sentence.block == b.sentence.block or _waves_differ(a, b):
        return 2.0
    across = a.summary != b.summary
    if a.figure and b.figure and a.figure != b.figure and not across:
        return 2.0
    fewest = min(spread(list(a.stems)), spread(list(b.stems)))
    if a.figure and a.figure == b.figure and across:
        alone = (a.figure, b.summary, a.value) not in said and (a.figure, a.summary, b.value) not in said
        return 2.0 if fewest < FEWEST else SAME_FIGURE_ALONE if alone else SAME_FIGURE
    if fewest < FEWEST_ELSEWHERE:
        return 2.0
    if across:
        return SUMMARY_AND_BODY
    return ANYWHERE if a.section[-1:] == b.section[-1:] or a.unit == "gbp" or fewest >= 8 else 2.0


def _waves_differ(a: Claim, b: Claim) -> bool:
    return bool(a.statistic and b.statistic and a.statistic.wave != b.statistic.wave)


def _rivals(a: int, b: int, score: float, best: Mapping[int, list[tuple[float, int]]], found: Sequence[Claim]) -> bool:
    """Whether either place has another that fits as well: the same number said again (then nothing disagrees), or a third
    number (then the places are about different groups)."""
    for one, other in ((a, b), (b, a)):
        for near, third in best[one]:
            if third == other or near < score - MARGIN:
                continue
            if found[third].sentence.block != found[one].sentence.block and found[third].span != found[other].span:
                return True
    return False


def _said(paper: Paper, a: Claim, b: Claim, *, sure: bool = True) -> Check:
    what = "sum" if a.unit == "gbp" else "figure"
    certain = sure and (bool(a.figure and a.figure == b.figure) or (a.lone and b.lone))
    where = f" (both of {a.figure})" if a.figure and a.figure == b.figure else ""
    return paper.raised(
        "value",
        "same statistic, different value",
        f"The same {what} is given as {a.printed} in one place and as {b.printed} in the other{where}.",
        a.span,
        b.span,
        certainty="certain" if certain else "check",
    )
