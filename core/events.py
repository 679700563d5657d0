"""The append-only log of what people and programs did: review, audit and undo all read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


def now() -> str:
    """The time as ISO 8601 in UTC, to the millisecond, so that events sort as text."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Event:
    """One action. `before` and `after` are JSON values, or None; they never hold a response's text."""

    at: str
    who: str
    action: str
    object: str
    before: Any = None
    after: Any = None

    def record(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "who": self.who,
            "action": self.action,
            "object": self.object,
            "before": self.before,
            "after": self.after,
        }
