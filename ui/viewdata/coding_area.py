"""What goes to the coding area in the browser and what comes back, checked: no press is applied twice or taken on trust."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.codebooks import Code

if TYPE_CHECKING:
    from coding.rounds import Acknowledgement, CodingEvent, QueueItem

# r and c belong to Streamlit, u x m n to the actions
KEYS = "1234567890abdefghijklopqstvwyz"
BEHIND, AHEAD = 20, 80
SUGGESTED_FROM = 0.5
MAX_CLIENT = 60


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
class Sent:
    """What the browser sent: the place it shows, and what is not saved yet."""

    at: int | None
    batches: tuple[Batch, ...] = field(default=())


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
    place = max(0, at) if isinstance(at, int) and not isinstance(at, bool) else None
    return Sent(place, tuple(batches))


def acknowledged(acks: Mapping[str, int], batch: Batch, made: Acknowledgement) -> dict[str, int]:
    """`acks` with what the database said of this batch; a number never falls."""
    return {**acks, batch.client: max(acks.get(batch.client, 0), made.ack, batch.skipped)}


def code_buttons(codes: Sequence[Code]) -> list[dict[str, str]]:
    """Label, definition and key of each code, in the order of the frame; codes beyond the keys there are have none."""
    keys = [*KEYS, *[""] * max(0, len(codes) - len(KEYS))]
    return [
        {"code": code.code, "label": code.label, "definition": code.definition, "key": key}
        for code, key in zip(codes, keys)
    ]


def item_message(item: QueueItem, labels: Mapping[str, str], *, suggestions: bool) -> dict[str, Any]:
    """A response as the browser shows it: this coder's own codes; the program's only on request."""
    return {
        "place": item.n,
        "id": item.id,
        "text": item.text,
        "about": [[name.replace("_", " "), value] for name, value in item.attributes.items() if value],
        "codes": list(item.judged.codes),
        "state": item.judged.state,
        "flagged": item.judged.flagged,
        "note": item.judged.note,
        "suggested": [
            {"label": labels[code], "probability": round(probability, 2)}
            for code, probability in item.suggested
            if suggestions and code in labels and probability >= SUGGESTED_FROM
        ],
    }


def message(
    items: Sequence[QueueItem], total: int, codes: Sequence[Code], at: int, acks: Mapping[str, int], *,
    scope: str, jump: int | None, suggestions: bool,
) -> dict[str, Any]:  # fmt: skip
    """All that the coding area needs to draw itself."""
    labels = {code.code: code.label for code in codes}
    return {
        "scope": scope,
        "items": [item_message(item, labels, suggestions=suggestions) for item in items],
        "codes": code_buttons(codes),
        "total": total,
        "at": min(at, max(0, total - 1)),
        "jump": jump,
        "acks": dict(acks),
        "suggestions": suggestions,
    }
