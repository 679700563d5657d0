"""Groups of responses that bear the same text, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import now
from core.store import schema

BATCH = 10_000


class RepeatRow(NamedTuple):
    """A response of a group: `number` of the group, the largest first from 1; `likeness` to the group's text."""

    response: str
    number: int
    likeness: float


def put_repeats(connection: Connection, question: str, rows: Sequence[RepeatRow], responses: int) -> None:
    """Stores the groups in place of those that were found before, and how many responses were looked at."""
    table, searches = schema.repeats, schema.repeat_searches
    connection.execute(table.delete().where(table.c.question == question))
    connection.execute(searches.delete().where(searches.c.question == question))
    for low in range(0, len(rows), BATCH):
        connection.execute(table.insert(), [{"question": question, **row._asdict()} for row in rows[low : low + BATCH]])
    connection.execute(searches.insert().values(question=question, responses=responses, at=now()))


def repeats(connection: Connection, question: str) -> list[RepeatRow]:
    """The groups' responses, by group and in the order in which they came in."""
    table, texts = schema.repeats, schema.responses
    rows = connection.execute(
        sa.select(table.c.response, table.c.number, table.c.likeness)
        .join(texts, sa.and_(texts.c.question == table.c.question, texts.c.id == table.c.response))
        .where(table.c.question == question)
        .order_by(table.c.number, texts.c.n)
    )
    return [RepeatRow(row.response, row.number, row.likeness) for row in rows]


def looked_at(connection: Connection, question: str) -> int | None:
    """How many responses there were when repeats were last looked for; None: never."""
    table = schema.repeat_searches
    return connection.execute(sa.select(table.c.responses).where(table.c.question == question)).scalar()
