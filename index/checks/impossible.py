"""Percentages that no whole number of people out of the stated base can give. Unweighted bases only."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from index.checks.paper import Paper, Statistic
from index.checks.records import Check

LARGEST = 75  # people: above, nearly every whole percentage has a count that gives it
AGREEING = 2  # other numbers of the figure that its base can give: else the base may be another's
MOST = 1  # a figure with more impossible numbers than this has another base than the one read for it
_WEIGHTED = re.compile(r"\bweight(?:ed|ing|s)\b", re.IGNORECASE)
_UNWEIGHTED = re.compile(r"\b(?:unweighted|not (?:been )?weighted|no weight(?:s|ing))\b", re.IGNORECASE)
_ROUNDED = re.compile(
    r"\b(?:about|around|approximately|almost|nearly|over|under|more than|less than|fewer than|up to|at least|roughly|some)\b",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"(\d{1,3}(?:\.(\d+))?)\s?(?:%|per\s?cent)", re.IGNORECASE)


def possible(percent: float, decimals: int, n: int) -> bool:
    """Whether some count k of n rounds to `percent` at this many decimals; half up and half to even both count."""
    if n <= 0:
        return True
    half = 0.5 * 10.0**-decimals
    low, high = (percent - half) * n / 100, (percent + half) * n / 100
    return math.floor(high + 1e-9) >= math.ceil(low - 1e-9) and percent <= 100 + half


def check_impossible(paper: Paper) -> Iterator[Check]:
    """Statistics with a small stated base that no count out of it gives; none where the paper speaks of weights."""
    words = paper.document.text
    if _WEIGHTED.search(_UNWEIGHTED.sub("", words)):
        return
    bases = {figure.label: figure for figure in paper.figures if figure.base is not None}
    groups: dict[str, list[tuple[Statistic, str, int]]] = defaultdict(list)
    right: Counter[str] = Counter()
    for one in paper.statistics:
        figure = bases.get(one.figure or "")
        if (
            one.unit != "percent"
            or one.low != one.high
            or one.in_table
            or (one.wave and one.compared)
            or figure is None
        ):
            continue
        if figure.base is None or one.base != figure.base.n or one.base > LARGEST:
            continue
        printed = _PRINTED.search(one.text)
        if (
            printed is None
            or float(printed[1]) != one.low
            or (_ROUNDED.search(one.text.replace(printed[0], "")) and "(" not in one.text)
        ):
            continue
        decimals = len(printed[2] or "")
        if possible(one.low, decimals, one.base):
            right[figure.label] += 1
        else:
            groups[figure.label].append((one, printed[0], one.base))
    for label, wrong in groups.items():
        if len(wrong) > MOST or right[label] < AGREEING:
            continue
        for one, text, n in wrong:
            base = bases[label].base
            assert base is not None
            sentence = paper.sentence_at(one.span)
            yield paper.raised(
                "impossible_percentage", "no count gives it",
                f"{text} of {n} is {one.low * n / 100:.1f} people: {_nearest(one.low, n)}",
                sentence.span if sentence else one.span, base.span,
            )  # fmt: skip


def _nearest(percent: float, n: int) -> str:
    k = math.floor(percent * n / 100)
    return f"{k} of {n} is {100 * k / n:.1f}%, {k + 1} of {n} is {100 * (k + 1) / n:.1f}%."
