"""The events of one question out of the log, with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import Event
from core.store import schema

REVERSALS = ("undo", "redo")


class Numbered(NamedTuple):
    """An event and its number in the log; `changes`: whether it wrote codings or a frame that can be worked out again."""

    seq: int
    event: Event
    changes: bool = False


def _of_question(question: str) -> sa.ColumnElement[bool]:
    """Events on the question itself, or on something of it (`question/response`)."""
    name = schema.events.c.object
    return sa.or_(name == question, sa.and_(name >= f"{question}/", name < f"{question}0"))  # "0" follows "/"


def _numbered(row: sa.Row[tuple[object, ...]], changes: bool = False) -> Numbered:
    return Numbered(row.seq, Event(row.at, row.who, row.action, row.object, row.before, row.after), changes)


def of_question(
    connection: Connection,
    question: str,
    *,
    since: str | None = None,
    until: str | None = None,
    action: str | None = None,
) -> Iterator[Numbered]:
    """The question's events, newest first; `since` and `until` are times, both included."""
    e, c = schema.events, schema.coding_changes
    known = sa.select(c.c.id).where(c.c.event == e.c.seq).exists().label("changes")
    query = sa.select(e, known).where(_of_question(question)).order_by(e.c.seq.desc())
    if since is not None:
        query = query.where(e.c.at >= since)
    if until is not None:
        query = query.where(e.c.at <= until)
    if action is not None:
        query = query.where(e.c.action == action)
    for row in connection.execute(query):
        yield _numbered(row, bool(row.changes))


def one(connection: Connection, seq: int) -> Numbered | None:
    row = connection.execute(sa.select(schema.events).where(schema.events.c.seq == seq)).first()
    if row is None:
        return None
    c = schema.coding_changes
    changes = connection.execute(sa.select(c.c.id).where(c.c.event == seq).limit(1)).first() is not None
    return _numbered(row, changes)


def by_numbers(connection: Connection, numbers: list[int]) -> list[Numbered]:
    """The events with these numbers (a few), newest first."""
    e = schema.events
    return [
        _numbered(row) for row in connection.execute(sa.select(e).where(e.c.seq.in_(numbers)).order_by(e.c.seq.desc()))
    ]


def reversed_events(connection: Connection, question: str) -> dict[int, int]:
    """Number of each event that stands undone -> number of the event that undid it."""
    e = schema.events
    query = sa.select(e).where(_of_question(question), e.c.action.in_(REVERSALS)).order_by(e.c.seq)
    undone: dict[int, int] = {}
    for row in connection.execute(query):
        target = int((row.after or {}).get("event", 0))
        if row.action == "undo":
            undone[target] = row.seq
        else:
            undone.pop(target, None)
    return undone


def since(connection: Connection, question: str, seq: int, response: str | None = None) -> list[Numbered]:
    """Later events of the question, or on one response, newest first."""
    e = schema.events
    query = sa.select(e).where(e.c.seq > seq).order_by(e.c.seq.desc())
    query = query.where(_of_question(question) if response is None else e.c.object == f"{question}/{response}")
    return [_numbered(row) for row in connection.execute(query)]


def frame_events_after(connection: Connection, question: str, seq: int) -> list[Numbered]:
    """Events after a number that made versions of the frame, oldest first."""
    e, c = schema.events, schema.coding_changes
    query = (
        sa.select(e)
        .join(c, c.c.event == e.c.seq)
        .where(c.c.question == question, c.c.kind == "frame", e.c.seq > seq)
        .order_by(e.c.seq)
    )
    return [_numbered(row, True) for row in connection.execute(query)]


def newest_of(connection: Connection, obj: str, action: str) -> int:
    """The number of the newest event of this action on an object; 0 where there is none."""
    e = schema.events
    query = sa.select(sa.func.max(e.c.seq)).where(e.c.object == obj, e.c.action == action)
    return int(connection.execute(query).scalar() or 0)
