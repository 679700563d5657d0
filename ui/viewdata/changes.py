"""What changed between papers, as the screen shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.viewdata.places import one_line

if TYPE_CHECKING:
    from index.changes import Change

KINDS = {
    "slipped": "Slipped", "brought_forward": "Brought forward", "weakened": "Weakened", "strengthened": "Strengthened",
    "changed_amount": "Another sum", "dropped": "Dropped",
}  # fmt: skip


def change_line(change: Change) -> dict[str, str]:
    """A change as a row of the table."""
    actor = change.a.get("actor") or (change.b or {}).get("actor") or {}
    return {
        "Change": KINDS[change.kind],
        "Who": str(actor.get("name") or ""),
        "What": one_line(str(change.a.get("action") or change.a.get("quote") or "")),
        "How": change.explanation,
        "Said in": one_line(str((change.b or change.a)["title"])),
    }


def counted_kinds(found: Sequence[Change]) -> dict[str, int]:
    """Kind -> how many changes of it, in the order of `KINDS`."""
    kinds = [change.kind for change in found]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}  # type: ignore[arg-type]


def sides(change: Change) -> list[tuple[str, Mapping[str, Any]]]:
    """The two places with what each is, the earlier first."""
    both: list[tuple[str, Mapping[str, Any]]] = [("Before", change.a)]
    return [*both, ("After", change.b)] if change.b is not None else both
