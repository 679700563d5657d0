"""Bases that disagree: one wording with two numbers, and a subgroup's base under a figure that is not about it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from core.text import fold
from index.checks.paper import Base, Figure, Paper
from index.checks.records import Check
from index.words import content_stems

FEWEST_ALIKE = 3  # figures that must agree on a wording's number before another number is odd
AGREEING = 0.6  # share of them
_SUBGROUP = re.compile(
    r"\b(?:who|which|that|where|with|without|excluding|minus|not|those|whose|aged|from|answering|had|have|using|whom)\b",
    re.IGNORECASE,
)
_SKIPPED = re.compile(  # the report says that people left questions out: bases of one wording then differ rightly
    r"\b(?:bases?(?: sizes?)?|numbers? of (?:respondents|responses))\b[^.]{0,60}\b(?:vary|varies|varied|differs?|change)\b[^.]{0,40}\bquestions?\b"
    r"|\b(?:not all|not every|some) (?:respondents?|participants?|people)\b[^.]{0,40}\b(?:answer|complet|skip)\w*[^.]{0,30}\bquestions?\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"^(?:base[:\s]*)?(?:(?:all|the|upper tier)\s+)+")
_GENERAL = frozenset(
    content_stems(
        "all respondents responding las authorities local council councils people said say who answered question questions section survey base total those which have had did not do does their they"
    )
)


def check_bases(paper: Paper) -> Iterator[Check]:
    """Bases printed under figures that disagree with those of other figures."""
    with_base = [figure for figure in paper.figures if figure.base is not None]
    yield from _one_wording(paper, with_base)
    yield from _another_group(paper, with_base)


def _base(figure: Figure) -> Base:
    assert figure.base is not None
    return figure.base


def _wording(figure: Figure) -> str:
    words = " ".join(fold(_base(figure).words).replace("&", "and").split()).strip(" .,:;'*")
    return _ALL.sub("", words)


def _one_wording(paper: Paper, figures: Sequence[Figure]) -> Iterator[Check]:
    """One alert a wording and odd number: where most figures with this base agree on n and one or two do not. Where n moves
    from figure to figure people skipped questions, and nothing is raised."""
    if _SKIPPED.search(" ".join(paper.document.text.split())):
        return
    groups: dict[tuple[str | None, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        wording = _wording(figure)
        if wording and not _SUBGROUP.search(wording):
            groups[figure.item, wording].append(figure)
    for group in groups.values():
        counts = Counter(_base(figure).n for figure in group)
        (usual, agreeing), *others = counts.most_common()
        if len(others) != 1 or agreeing < FEWEST_ALIKE or agreeing < AGREEING * len(group):
            continue
        odd = [figure for figure in group if _base(figure).n == others[0][0]]
        normal = min(
            (figure for figure in group if _base(figure).n == usual), key=lambda one: abs(one.block - odd[0].block)
        )
        which = " and ".join(figure.label for figure in odd)
        yield paper.raised(
            "base",
            "one base, two numbers",
            f"The base “{_base(odd[0]).words}” is n = {others[0][0]:,} under {which}, and n = {usual:,} under {agreeing} other figures.",
            odd[0].whole,
            normal.whole,
            certainty="certain" if agreeing >= 2 * FEWEST_ALIKE else "check",
        )


def _another_group(paper: Paper, figures: Sequence[Figure]) -> Iterator[Check]:
    """The same subgroup under two figures, where its words are in the one's caption or question and not in the other's."""
    groups: dict[tuple[str | None, str, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        wording = _wording(figure)
        if _SUBGROUP.search(wording):
            groups[figure.item, wording, _base(figure).n].append(figure)
    for (_, wording, n), group in groups.items():
        telling = set(content_stems(wording)) - _GENERAL
        if len(group) < 2 or len(telling) < 2:
            continue
        about = {figure.label: telling & _about(figure) for figure in group}
        fitting = [figure for figure in group if len(about[figure.label]) >= 2]
        for figure in group:
            if fitting and not about[figure.label] and figure.section[-1:] != fitting[0].section[-1:]:
                yield paper.raised(
                    "base",
                    "base of another figure",
                    f"{figure.label} is printed with the base of {fitting[0].label} (“{_base(figure).words}”, n = {n:,}), which its caption and question are not about.",
                    figure.whole,
                    fitting[0].whole,
                    certainty="certain",
                )


def _about(figure: Figure) -> set[str]:
    words = f"{figure.words} {figure.question or ''} {' '.join(figure.section[-1:])}"
    return set(content_stems(words)) - _GENERAL
