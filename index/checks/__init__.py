"""Checks: places of a paper that disagree with each other, with the calendar or with arithmetic.

One module a kind of check over one `Paper`; this module gathers them. They are careful rather than complete: an alarm
that is none costs a reader more trust than one that is missing (docs/methods.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from index.checks.bases import check_bases
from index.checks.captions import check_captions
from index.checks.counts import check_counts
from index.checks.dates import check_dates
from index.checks.impossible import check_impossible
from index.checks.names import check_names
from index.checks.paper import Paper
from index.checks.records import CHECK_KINDS, Check
from index.checks.references import check_references
from index.checks.strength import check_strength
from index.checks.sums import check_sums
from index.checks.values import check_values
from index.checks.wording import check_wording

CHECKS: tuple[Callable[[Paper], Iterable[Check]], ...] = (
    check_values,
    check_wording,
    check_bases,
    check_captions,
    check_references,
    check_sums,
    check_counts,
    check_impossible,
    check_dates,
    check_names,
    check_strength,
)


def check_paper(paper: Paper) -> list[Check]:
    """What disagrees in one paper, each once, in the order of the text."""
    found = {made.id: made for check in reversed(CHECKS) for made in check(paper)}
    return sorted(found.values(), key=lambda made: (made.a.start, made.a.end, made.kind, made.id))


__all__ = ("CHECKS", "CHECK_KINDS", "Check", "Paper", "check_paper")
