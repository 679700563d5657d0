"""Saved searches as a list says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ui.viewdata.places import shown_date


def since(new: int, seen_at: str) -> str:
    """ "3 new since 4 May 2026", "nothing new since 4 May 2026"; the day in the reader's own time."""
    try:
        day = datetime.fromisoformat(seen_at).astimezone().date().isoformat()
    except ValueError:
        day = seen_at[:10]
    return f"{f'{new:,}' if new else 'nothing'} new since {shown_date(day)}"


def find_query(query: str, kinds: tuple[str, ...], filters: Mapping[str, Any]) -> dict[str, str]:
    """The search as the address of the Find screen says it."""
    made = {"q": query}
    if kinds != ("passage",):
        made["kinds"] = ",".join(kinds)
    document = filters.get("document")
    named = {
        "in": document[0] if isinstance(document, list | tuple) and document else document, "by": filters.get("organisation"),
        "type": filters.get("type"), "item": filters.get("item"), "since": str(filters.get("since") or "")[:4], "until": str(filters.get("until") or "")[:4],
    }  # fmt: skip
    return made | {name: str(value) for name, value in named.items() if value}
