"""The numbers that a summary gives of a figure against those that the body gives of it.

Where the wording does not tie two clauses together ("just over half had published one"), the figure does: a number of the
summary that its figure does not bear anywhere in the body, and a number of the body that the summary does not give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from index.checks.captions import about
from index.checks.claims import SOFT, Claim
from index.checks.paper import Paper

HELD = 0.7  # of the shorter clause's telling words must stand in the longer one
NEAREST = 12.0  # points by which the two may differ
ABOUT = 0.6  # of the summary's telling words must stand in the figure's caption and question, for its first number
MARGIN = 0.08
WORDS_SLACK = 3.5  # points between a fraction in words and the number that it stands for


def left_over(
    paper: Paper, every: Sequence[Claim], raised: frozenset[int], weight: Mapping[str, float]
) -> Iterator[tuple[Claim, Claim]]:
    """(claim of the summary, claim of the body) that should be one number; `raised`: ids of claims already in a check."""
    by_figure: dict[str, list[Claim]] = defaultdict(list)
    for claim in every:
        if claim.figure and claim.unit == "percent":
            by_figure[claim.figure].append(claim)
    for figure, claims in by_figure.items():
        summary = [claim for claim in claims if claim.summary]
        body = [claim for claim in claims if not claim.summary]
        loose = [claim for claim in summary if not _given(paper, figure, claim.value, in_summary=False)]
        if len(loose) != 1 or id(loose[0]) in raised:
            continue
        first = loose[0]
        others = [
            claim
            for claim in body
            if id(claim) not in raised
            and not _given(paper, figure, claim.value, in_summary=True)
            and _may_be_one(first, claim)
        ]
        second = _alike(first, others, weight) if len(summary) > 1 else _headline(paper, figure, first, body, others)
        if second is not None:
            yield first, second


def _given(paper: Paper, figure: str, value: float, *, in_summary: bool) -> bool:
    """Whether a statistic of the figure gives this number there, in digits, as an interval or as a fraction in words."""
    for one in paper.statistics:
        if one.figure != figure or one.unit != "percent" or one.in_summary is not in_summary:
            continue
        slack = 0.5 if any(character.isdigit() for character in one.text) else WORDS_SLACK
        if one.low - slack <= value <= one.high + slack:
            return True
    return False


def _may_be_one(a: Claim, b: Claim) -> bool:
    return (
        abs(a.value - b.value) <= NEAREST
        and not a.rounds_to(b)
        and not (a.statistic and b.statistic and a.statistic.wave != b.statistic.wave)
        and a.negations % 2 == b.negations % 2
        and a.sentence.block != b.sentence.block
    )


def _alike(first: Claim, others: Sequence[Claim], weight: Mapping[str, float]) -> Claim | None:
    """The one that shares most of the shorter clause's words, where the summary and the body agree on another number."""
    near = sorted(
        ((_held(first, other, weight), -n) for n, other in enumerate(others) if len(first.stems & other.stems) >= 2),
        reverse=True,
    )
    if near and near[0][0] >= HELD and (len(near) == 1 or near[1][0] < near[0][0] - MARGIN):
        return others[-near[0][1]]
    return None


def _headline(paper: Paper, figure: str, first: Claim, body: Sequence[Claim], others: Sequence[Claim]) -> Claim | None:
    """The first number that the body gives of a figure, where the summary gives one number of it and says what it is about."""
    shown = next((one for one in paper.figures if one.label == figure), None)
    if shown is None or not body or body[0] not in others:
        return None
    words = about(f"{shown.words} {shown.question or ''}") - SOFT
    telling = first.stems
    rest = body[0].stems - first.stems - words
    fits = len(telling & words) >= max(2, ABOUT * len(telling))
    return body[0] if fits and 2 * len(rest) <= len(body[0].stems) else None


def _held(a: Claim, b: Claim, weight: Mapping[str, float]) -> float:
    """The weighted share of the shorter clause's stems that the longer one has."""
    shorter = min(a.stems, b.stems, key=lambda stems: sum(weight.get(one, 1.0) for one in stems))
    total = sum(weight.get(one, 1.0) for one in shorter)
    return sum(weight.get(one, 1.0) for one in a.stems & b.stems) / total if total else 0.0
