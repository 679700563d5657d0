"""What goes to the coding area in the browser and what comes back, checked: no press is applied twice or taken on trust."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from core.codebooks import Code
from ui.viewdata.coding_keys import ACTIONS, Keys

if TYPE_CHECKING:
    from coding.rounds import Acknowledgement, CodingEvent, QueueItem

BEHIND, AHEAD = 20, 250
SUGGESTED_FROM = 0.5
MAX_CLIENT = 40
SAME_SHOWN, SAME_LETTERS = 200, 600
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def scope_of(question: str, coder: str) -> str:
    """Names this coder's work on this question in the browser's storage, without the coder's name."""
    return hashlib.sha256(f"{question}\x1f{coder}".encode()).hexdigest()[:16]


def window(at: int) -> tuple[int, int]:
    """(first place, how many) of the responses that the browser holds round the place `at`."""
    first = max(0, at - BEHIND)
    return first, at - first + AHEAD


@dataclass(frozen=True, slots=True)
class Batch:
    """The events of one browser page. `skipped`: the highest number among those that are no events at all."""

    client: str
    events: tuple[CodingEvent, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class SameAsked:
    """The browser asks which responses say the same as `of`; `n` counts its questions."""

    n: int
    of: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What the browser sent: the place it shows in which list, the places [first, end) that it holds, what it asks for, and
    what is not saved yet."""

    at: int | None
    batches: tuple[Batch, ...] = field(default=())
    queue: str = ""
    held: tuple[int, int] | None = None
    same: SameAsked | None = None


def received(value: object) -> Sent:
    """The state value of the coding area, whatever it holds."""
    from coding.rounds import CodingEvent

    if not isinstance(value, Mapping):
        return Sent(None)
    at = value.get("at")
    batches = []
    raw = value.get("batches")
    for entry in raw if isinstance(raw, Sequence) and not isinstance(raw, str) else ():
        if not isinstance(entry, Mapping) or not isinstance(entry.get("client"), str):
            continue
        client, events, skipped = entry["client"], [], 0
        given = entry.get("events")
        if not 0 < len(client) <= MAX_CLIENT or not isinstance(given, Sequence) or isinstance(given, str):
            continue
        for message in given:
            try:
                events.append(CodingEvent.from_message(message))
            except (ValueError, AttributeError):
                seq = message.get("seq") if isinstance(message, Mapping) else None
                skipped = max(skipped, seq) if isinstance(seq, int) else skipped
        batches.append(Batch(client, tuple(events), skipped))
    place = max(0, at) if _is_number(at) else None
    held, same, queue = value.get("held"), value.get("same"), value.get("queue")
    return Sent(
        place,
        tuple(batches),
        queue if isinstance(queue, str) else "",
        (held[0], held[1])
        if isinstance(held, list | tuple) and len(held) == 2 and all(map(_is_number, held))
        else None,
        SameAsked(same["n"], str(same.get("of", "")))
        if isinstance(same, Mapping) and _is_number(same.get("n"))
        else None,
    )


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def wanted(at: int, held: tuple[int, int] | None) -> list[tuple[int, int]]:
    """(first place, how many) of the runs round `at` that the browser does not hold; where it holds nothing there, all."""
    first, n = window(at)
    if held is None or not held[0] <= at < held[1]:
        return [(first, n)]
    runs = [(first, held[0] - first), (held[1], first + n - held[1])]
    return [(start, many) for start, many in runs if many > 0]


def acknowledged(acks: Mapping[str, int], batch: Batch, made: Acknowledgement) -> dict[str, int]:
    """`acks` with what the database said of this batch; a number never falls."""
    return {**acks, batch.client: max(acks.get(batch.client, 0), made.ack, batch.skipped)}


def code_buttons(codes: Sequence[Code], keys: Mapping[str, str]) -> list[dict[str, Any]]:
    """Label, definition, key and place of each code: those under one heading together, in the order of the frame; codes
    beyond the keys there are have none."""
    known = {code.code: code for code in codes}
    made: dict[str, list[dict[str, Any]]] = {}
    parents = {code.parent for code in codes if code.parent}
    for code in codes:
        path: list[str] = []
        above = code.parent
        while above is not None:
            path.append(above)
            above = known[above].parent if above in known else None
        top = path[-1] if path else code.code if code.code in parents else ""
        group = known[top].label if top in known else top
        made.setdefault(top, []).append(
            {
                "code": code.code,
                "label": code.label,
                "definition": code.definition,
                "key": keys.get(code.code, ""),
                "group": group,
                "depth": len(path) + (1 if top in known else 0),
                "colour": code.colour if COLOUR.fullmatch(code.colour) else "",
            }
        )
    return [button for group in made.values() for button in group]


def action_buttons(keys: Mapping[str, str]) -> list[dict[str, str]]:
    """The actions with their keys, and the keys as they are shown."""
    return [
        {
            "action": action.name,
            "key": keys[action.name],
            "shown": action.shown or keys[action.name],
            "label": action.label,
            "said": action.said,
        }
        for action in ACTIONS
    ]


def item_message(item: QueueItem, labels: Mapping[str, str]) -> dict[str, Any]:
    """A response as the browser holds it: this coder's own codes, and the program's suggestions, which the area shows once
    the coder has decided, or on request."""
    return {
        "place": item.n,
        "id": item.id,
        "text": item.text,
        "about": [[name.replace("_", " "), value] for name, value in item.attributes.items() if value],
        "codes": [code for code in item.judged.codes if code in labels],
        "state": item.judged.state,
        "flagged": item.judged.flagged,
        "note": item.judged.note,
        "marks": [mark._asdict() for mark in item.judged.marks if not mark.code or mark.code in labels],
        "former": list(item.former),
        "suggested": [
            {"code": code, "label": labels[code], "probability": round(probability, 2)}
            for code, probability in item.suggested
            if code in labels and probability >= SUGGESTED_FROM
        ],
    }


def same_message(
    asked: SameAsked, found: Sequence[tuple[QueueItem, float]], labels: Mapping[str, str]
) -> dict[str, Any]:
    """The answer to s: those that say the same, undecided ones first."""
    listed = sorted(found, key=lambda pair: pair[0].judged.decided)
    return {
        "n": asked.n,
        "of": asked.of,
        "more": max(0, len(listed) - SAME_SHOWN),
        "items": [
            {
                "id": item.id,
                "text": item.text[:SAME_LETTERS],
                "likeness": round(likeness, 3),
                "codes": [labels.get(code, code) for code in item.judged.codes],
                "decided": item.judged.decided,
            }
            for item, likeness in listed[:SAME_SHOWN]
        ],
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """What the area shows besides responses: `counted` moves when `decided` was counted anew; `jump` when the place was
    chosen outside the area; `said`: (number, words) to be read out once."""

    scope: str
    queue: str
    total: int
    at: int
    decided: int
    counted: int
    jump: int | None
    suggestions: bool
    said: tuple[int, str] | None = None


def message(
    items: Sequence[QueueItem], codes: Sequence[Code], keys: Keys, acks: Mapping[str, int], shown: Shown,
    same: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """All that the coding area needs to draw itself."""
    labels = {code.code: code.label for code in codes}
    return {
        "turn": time.monotonic_ns(),
        "scope": shown.scope,
        "queue": shown.queue,
        "items": [item_message(item, labels) for item in items],
        "codes": code_buttons(codes, keys.codes),
        "actions": action_buttons(keys.actions),
        "total": shown.total,
        "decided": shown.decided,
        "counted": shown.counted,
        "at": min(shown.at, max(0, shown.total - 1)),
        "jump": shown.jump,
        "acks": dict(acks),
        "suggestions": shown.suggestions,
        "same": dict(same) if same else None,
        "said": {"n": shown.said[0], "text": shown.said[1]} if shown.said else None,
    }
