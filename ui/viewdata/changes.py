"""What changed between papers, as the screen shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.viewdata.places import one_line, shown_date

if TYPE_CHECKING:
    from index.changes import Change

KINDS = {
    "slipped": "Slipped", "brought_forward": "Brought forward", "weakened": "Weakened", "strengthened": "Strengthened",
    "changed_amount": "Another sum", "dropped": "Dropped",
}  # fmt: skip


def dated_title(place: Mapping[str, Any], dates: Mapping[str, str | None]) -> str:
    """The paper's title and its date: a board's papers often bear one title."""
    title, day = one_line(str(place["title"])), dates.get(str(place["document"]))
    return f"{title}, {shown_date(day)}" if day else title


def change_line(change: Change, dates: Mapping[str, str | None]) -> dict[str, str]:
    """A change as a row of the table; `dates`: ISO dates by document id."""
    actor = change.a.get("actor") or (change.b or {}).get("actor") or {}
    return {
        "Change": KINDS[change.kind],
        "Who": str(actor.get("name") or ""),
        "What": one_line(str(change.a.get("action") or change.a.get("quote") or "")),
        "How": change.explanation,
        "Said in": dated_title(change.b or change.a, dates),
    }


def papers_with(found: Sequence[Change], dates: Mapping[str, str | None]) -> dict[str, tuple[str, int]]:
    """Document id -> (its title and date, how many changes it made), the paper of the newest change first: what changed since the one
    before it."""
    counts: dict[str, tuple[str, int]] = {}
    for change in reversed(found):
        place = change.b or change.a
        title, n = counts.get(str(place["document"]), (dated_title(place, dates), 0))
        counts[str(place["document"])] = (title, n + 1)
    return counts


def made_by(change: Change, document: str) -> bool:
    """Whether this document made the change (of what was dropped: said it last)."""
    return str((change.b or change.a)["document"]) == document


def counted_kinds(found: Sequence[Change]) -> dict[str, int]:
    """Kind -> how many changes of it, in the order of `KINDS`."""
    kinds = [change.kind for change in found]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}  # type: ignore[arg-type]


def sides(change: Change) -> list[tuple[str, Mapping[str, Any]]]:
    """The two places with what each is, the earlier first."""
    both: list[tuple[str, Mapping[str, Any]]] = [("Before", change.a)]
    return [*both, ("After", change.b)] if change.b is not None else both
