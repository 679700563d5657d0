"""What coders mark in a text, their keys, their lists of responses, and key presses in bulk, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import Event, now
from core.store import frame_maps, schema
from core.store.codings import ClientEvent

IDS_IN_A_QUERY = 500
BATCH = 5_000
MarkKind = Literal["evidence", "quotable"]


# Marks --------------------------------------------------------------------------------------------------------------


class TextMark(NamedTuple):
    """A half-open range of code points of a response's text: evidence for `code`, or (with code "") quotable."""

    start: int
    end: int
    kind: MarkKind
    code: str = ""


def marks(
    connection: Connection, question: str, coder: str, responses: Sequence[str]
) -> dict[str, tuple[TextMark, ...]]:
    """One coder's marks by response, in the order of the text."""
    table = schema.text_marks
    found: dict[str, list[TextMark]] = {}
    for low in range(0, len(responses), IDS_IN_A_QUERY):
        query = sa.select(table).where(
            table.c.question == question,
            table.c.coder == coder,
            table.c.response.in_(responses[low : low + IDS_IN_A_QUERY]),
        )
        for row in connection.execute(query):
            found.setdefault(row.response, []).append(TextMark(row.start, row.end, row.kind, row.code))
    return {name: tuple(sorted(made)) for name, made in found.items()}


def all_marks(connection: Connection, question: str) -> Iterator[tuple[str, str, TextMark, str]]:
    """(response, coder, mark, at) of everybody's marks, by response, coder and place; evidence for a code that was merged is
    evidence for the code that it has come to."""
    table = schema.text_marks
    carried = frame_maps.carried_to(connection, question)
    query = (
        sa.select(table)
        .where(table.c.question == question)
        .order_by(table.c.response, table.c.coder, table.c.start, table.c.end, table.c.kind, table.c.code)
    )
    for row in connection.execute(query):
        code = carried.get(row.code, row.code)
        yield row.response, row.coder, TextMark(row.start, row.end, row.kind, code), row.at


def put_marks(connection: Connection, question: str, coder: str, made: Mapping[str, Iterable[TextMark]]) -> None:
    """Stores each response's marks in place of those that this coder had there."""
    table = schema.text_marks
    names = list(made)
    for low in range(0, len(names), IDS_IN_A_QUERY):
        connection.execute(
            table.delete().where(
                table.c.question == question,
                table.c.coder == coder,
                table.c.response.in_(names[low : low + IDS_IN_A_QUERY]),
            )
        )
    at = now()
    rows = [
        {"question": question, "response": name, "coder": coder, "at": at, **mark._asdict()}
        for name, listed in made.items()
        for mark in dict.fromkeys(listed)
    ]
    for low in range(0, len(rows), BATCH):
        connection.execute(table.insert(), rows[low : low + BATCH])


# Keys ---------------------------------------------------------------------------------------------------------------


def keys(connection: Connection, question: str, coder: str) -> dict[str, str]:
    """The keys that the coder chose, by what they do."""
    table = schema.coder_keys
    query = sa.select(table.c["keys"]).where(table.c.question == question, table.c.coder == coder)
    return dict(connection.execute(query).scalar() or {})


def put_keys(connection: Connection, question: str, coder: str, made: Mapping[str, str]) -> None:
    table = schema.coder_keys
    connection.execute(table.delete().where(table.c.question == question, table.c.coder == coder))
    connection.execute(table.insert().values({"question": question, "coder": coder, "keys": dict(made)}))


# Lists of responses -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A stored list: `members` in order; `position`: 0-based place where the coder stopped."""

    id: str
    question: str
    coder: str
    spec: Mapping[str, Any]
    members: tuple[str, ...]
    position: int


def put_queue(connection: Connection, made: QueueRow, kept: int) -> None:
    """Stores the list; of the coder's lists for the question only the newest `kept` stay."""
    table = schema.queues
    connection.execute(
        table.insert().values(
            id=made.id,
            question=made.question,
            coder=made.coder,
            spec=dict(made.spec),
            members=list(made.members),
            position=made.position,
            at=now(),
        )
    )
    mine = sa.select(table.c.id).where(table.c.question == made.question, table.c.coder == made.coder)
    old = connection.execute(mine.order_by(table.c.at.desc(), table.c.id).offset(kept)).scalars().all()
    connection.execute(table.delete().where(table.c.id.in_([name for name in old if name != made.id])))


def queue(connection: Connection, name: str) -> QueueRow | None:
    table = schema.queues
    row = connection.execute(sa.select(table).where(table.c.id == name)).first()
    return None if row is None else _queue(row)


def newest_queue(connection: Connection, question: str, coder: str) -> QueueRow | None:
    table = schema.queues
    query = sa.select(table).where(table.c.question == question, table.c.coder == coder).order_by(table.c.at.desc())
    row = connection.execute(query.limit(1)).first()
    return None if row is None else _queue(row)


def _queue(row: Any) -> QueueRow:
    return QueueRow(row.id, row.question, row.coder, row.spec, tuple(row.members), row.position)


def set_position(connection: Connection, queue: str, coder: str, position: int) -> bool:
    """Whether the list is there and this coder's."""
    table = schema.queues
    changed = connection.execute(
        table.update().where(table.c.id == queue, table.c.coder == coder).values(position=position)
    )
    return bool(changed.rowcount)


# Presses in bulk ----------------------------------------------------------------------------------------------------


def last_seq(connection: Connection, client: str) -> int:
    """The highest number that this client has sent; 0 where it has sent none."""
    table = schema.client_events
    return int(connection.execute(sa.select(sa.func.max(table.c.seq)).where(table.c.client == client)).scalar() or 0)


def seen(connection: Connection, client: str, numbers: Sequence[int]) -> set[int]:
    """Those of the numbers that the database holds already."""
    table = schema.client_events
    found: set[int] = set()
    for low in range(0, len(numbers), IDS_IN_A_QUERY):
        query = sa.select(table.c.seq).where(
            table.c.client == client, table.c.seq.in_(numbers[low : low + IDS_IN_A_QUERY])
        )
        found.update(connection.execute(query).scalars())
    return found


def put_client_events(connection: Connection, question: str, coder: str, made: Sequence[ClientEvent]) -> None:
    """Raises sqlalchemy's IntegrityError where a client has sent a number before."""
    at = now()
    rows = [
        {
            "client": event.client, "seq": event.seq, "question": question, "coder": coder, "response": event.response,
            "payload": event.payload, "at": at,
        }
        for event in made
    ]  # fmt: skip
    for low in range(0, len(rows), BATCH):
        connection.execute(schema.client_events.insert(), rows[low : low + BATCH])


def client_event(connection: Connection, client: str, seq: int) -> tuple[str, ClientEvent] | None:
    """(coder, event)."""
    table = schema.client_events
    row = connection.execute(sa.select(table).where(table.c.client == client, table.c.seq == seq)).first()
    return None if row is None else (row.coder, ClientEvent(row.client, row.seq, row.response, row.payload))


def client_events_of(connection: Connection, client: str) -> list[ClientEvent]:
    """All events of a client, by number."""
    table = schema.client_events
    rows = connection.execute(sa.select(table).where(table.c.client == client).order_by(table.c.seq))
    return [ClientEvent(row.client, row.seq, row.response, row.payload) for row in rows]


def append_events(connection: Connection, made: Sequence[Event]) -> None:
    """Appends to the log, in order."""
    rows = [
        {
            "at": event.at, "who": event.who, "action": event.action, "object": event.object, "before": event.before,
            "after": event.after,
        }
        for event in made
    ]  # fmt: skip
    for low in range(0, len(rows), BATCH):
        connection.execute(schema.events.insert(), rows[low : low + BATCH])


def drawn(connection: Connection, question: str, responses: Sequence[str]) -> set[str]:
    """Which of the responses are members of a recorded random draw."""
    samples, members = schema.samples, schema.sample_members
    found: set[str] = set()
    for low in range(0, len(responses), IDS_IN_A_QUERY):
        query = (
            sa.select(members.c.response)
            .join(samples, samples.c.id == members.c.sample)
            .where(
                samples.c.question == question,
                samples.c.design == "random",
                members.c.response.in_(responses[low : low + IDS_IN_A_QUERY]),
            )
        )
        found.update(connection.execute(query).scalars())
    return found
