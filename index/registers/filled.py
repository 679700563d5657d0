"""What the first mention of a commitment leaves open and a later one states: its deadline, its sum, who undertakes it.

A summary says "a review of moorings", the body "the Harbours Commission will review moorings by March": the row has all of it,
and says of each field that was filled from which mention it came. Nothing is filled where two mentions contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.mentions import intervals_agree

FILLED = ("deadline", "amount", "actor")
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """A field's value, and the id of the mention that states it."""

    value: Any
    mention: str


def filled(mentions: Sequence[Fields]) -> dict[str, Filled]:
    """The fields that the first of `mentions` (records, in order) lacks and the others agree on.

    A deadline is lacking where it is missing or has no dates, a sum where it is missing, an actor where there is none, or one
    from the context that another mention states. Of several that agree the first is taken."""
    made = {}
    first = mentions[0]
    for name in FILLED:
        others = [mention for mention in mentions[1:] if _stated(name, mention)]
        if _stated(name, first) or not others:
            continue
        value = others[0][name]
        if not all(_AGREE[name](value, other[name]) for other in others[1:]):
            continue
        if name == "actor" and first.get("actor") and not _same_body(first["actor"], value):
            continue  # the context says one body, another mention another
        made[name] = Filled(value, str(others[0]["id"]))
    return made


def _stated(name: str, fields: Fields) -> bool:
    held = fields.get(name)
    if not held:
        return False
    if name == "deadline":
        return bool(held.get("start") or held.get("end"))
    return name != "actor" or held.get("basis") == "stated"


def _same_dates(a: Fields, b: Fields) -> bool:
    return intervals_agree((a.get("start"), a.get("end")), (b.get("start"), b.get("end")))


def _same_sum(a: Fields, b: Fields) -> bool:
    return all(a.get(name) == b.get(name) for name in ("low", "high", "currency"))


def _same_body(a: Fields, b: Fields) -> bool:
    return str(a.get("name") or "").casefold() == str(b.get("name") or "").casefold()


_AGREE: dict[str, Callable[[Fields, Fields], bool]] = {
    "deadline": _same_dates,
    "amount": _same_sum,
    "actor": _same_body,
}
