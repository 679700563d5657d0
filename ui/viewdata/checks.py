"""Checks as they are shown: kinds in words, rows of the table, filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.text import plain
from ui.viewdata.places import one_line

if TYPE_CHECKING:
    from index.papers import CheckRow

KINDS = {
    "value": "Two values",
    "wording": "Wording of a measure",
    "base": "Base or population",
    "caption": "Caption or question",
    "reference": "Cross-reference",
    "sum": "Sums and shares",
    "date": "Dates",
    "strength": "Firm and hedged",
    "name": "Names",
    "impossible_percentage": "Impossible percentage",
}
SEVERITIES = {"major": "Major", "minor": "Minor"}
CERTAINTIES = {
    "certain": "certain: nothing but a mistake explains it",
    "check": "to be checked: there may be a reason that the program cannot see",
}
REVIEWS = {"open": "Open", "dismissed": "Dismissed", "": "All"}


@dataclass(frozen=True, slots=True)
class WantedChecks:
    """What a person filters by; empty fields filter nothing."""

    text: str = ""
    document: str = ""
    kind: str = ""
    severity: str = ""
    status: str = "open"


def chosen_checks(rows: Sequence[CheckRow], wanted: WantedChecks) -> list[CheckRow]:
    """The rows that fit, in their order."""
    needle = plain(wanted.text).split()
    return [
        row
        for row in rows
        if (not wanted.document or row.check.a.document == wanted.document)
        and (not wanted.kind or row.check.kind == wanted.kind)
        and (not wanted.severity or row.check.severity == wanted.severity)
        and (not wanted.status or row.status == wanted.status)
        and (not needle or all(word in _searched(row) for word in needle))
    ]


def _searched(row: CheckRow) -> str:
    check = row.check
    return plain(" ".join((check.explanation, check.a.quote, check.b.quote if check.b else "", check.a.title)))


def check_line(row: CheckRow) -> dict[str, str]:
    """A check as a row of the table."""
    check = row.check
    return {
        "What": KINDS[check.kind],
        "What differs": one_line(check.explanation),
        "Severity": SEVERITIES[check.severity],
        "Review": REVIEWS[row.status],
    }


def check_facts(row: CheckRow) -> list[tuple[str, str]]:
    """What a reader needs to judge a check."""
    check = row.check
    facts = [("Severity", SEVERITIES[check.severity]), ("How sure", CERTAINTIES[check.certainty]), ("Rule", check.rule)]
    if row.status == "dismissed":
        facts.append(("Dismissed", f"{row.reason or ''} ({row.who})"))
    return facts


def next_open(rows: Sequence[CheckRow], current: str) -> str:
    """The id of the next open row after `current` and then from the top; `current` where there is none."""
    ids = [row.check.id for row in rows]
    at = ids.index(current) if current in ids else -1
    for row in [*rows[at + 1 :], *rows[: max(at, 0)]]:
        if row.status == "open":
            return row.check.id
    return current
