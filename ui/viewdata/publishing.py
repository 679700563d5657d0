"""What stands beside theme counts, in sentences and rows: ranks, and how many more to code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coding.effort import Effort
    from coding.ranks import Rank


def ranks_sentence(found: Sequence[Rank]) -> str:
    """Whether the most frequent theme is surely that, in a sentence."""
    ranked = [rank for rank in found if rank.rank is not None]
    if not ranked:
        return "There is no theme to rank."
    first = ranked[0]
    if first.low is None:
        return (
            f"“{first.label}” was given most often among the coded responses. Whether it is the most frequent of all cannot "
            "be said: the coded responses are no recorded random sample, or they are weighted."
        )
    if first.high == 1:
        return f"“{first.label}” is the most frequent theme: no other can be."
    names = {rank.code: f"“{rank.label}”" for rank in ranked}
    near = [names[code] for code in first.not_told_apart if code in names]
    if not near:
        return f"“{first.label}” shares the first place with another theme."
    listed = ", ".join(near[:4]) + (f" and {len(near) - 4} others" if len(near) > 4 else "")
    return f"Which theme is the most frequent cannot be told yet: “{first.label}” cannot be told apart from {listed}."


def rank_rows(found: Sequence[Rank]) -> list[dict[str, str]]:
    """The ranks as people read them."""
    rows = []
    for rank in found:
        where = "–" if rank.low is None else str(rank.low) if rank.low == rank.high else f"{rank.low} to {rank.high}"
        rows.append(
            {
                "Theme": rank.label, "Rank": "[c]" if rank.suppressed else "–" if rank.rank is None else str(rank.rank),
                "May rank": "[c]" if rank.suppressed else where,
                "Themes it cannot be told apart from": "–" if rank.low is None else str(len(rank.not_told_apart)),
            }
        )  # fmt: skip
    return rows


def effort_rows(found: Sequence[Effort]) -> list[dict[str, str]]:
    """How many more to code, theme by theme."""
    rows = []
    for one in found:
        half = "–" if one.half_width is None else f"±{one.half_width:.1f} points"
        if one.method == "all_human" and one.half_width == 0:
            half = "known"
        more = "–" if one.more is None else "none" if one.more == 0 else f"{one.more:,}"
        rows.append({"Theme": one.label, "Known to within": half, "More to code": more})
    return rows
