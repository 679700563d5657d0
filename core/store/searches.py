"""Searches that a person saved, in the database: one row a person and name, with the documents that were in when it was last looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import now
from core.store import schema


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as saved. kinds: what is searched (`passage commitment finding`). filters: fields of a filter that are set.
    seen_at: when its results were last looked at; seen: the documents that were in the project then."""

    who: str
    name: str
    query: str
    kinds: tuple[str, ...]
    filters: dict[str, Any]
    created_at: str
    seen_at: str
    seen: frozenset[str]


def all_searches(connection: Connection, who: str) -> list[SavedSearch]:
    """The searches that this person saved, in the order of their names."""
    table = schema.searches
    query = sa.select(table).where(table.c.who == who).order_by(sa.func.lower(table.c.name), table.c.name)
    return [_search(row) for row in connection.execute(query)]


def search(connection: Connection, who: str, name: str) -> SavedSearch | None:
    table = schema.searches
    row = connection.execute(sa.select(table).where(table.c.who == who, table.c.name == name)).first()
    return _search(row) if row else None


def put_search(
    connection: Connection, who: str, name: str, query: str, kinds: Iterable[str], filters: dict[str, Any]
) -> None:
    """Keeps a search; what is in the project now counts as seen."""
    moment = now()
    connection.execute(
        schema.searches.insert().values(
            who=who, name=name, query=query, kinds=list(kinds), filters=filters, created_at=moment, seen_at=moment,
            seen=_every_document(connection),
        )
    )  # fmt: skip


def mark_seen(connection: Connection, who: str, name: str) -> None:
    """What is in the project now counts as seen by this search."""
    table = schema.searches
    connection.execute(
        table.update()
        .where(table.c.who == who, table.c.name == name)
        .values(seen_at=now(), seen=_every_document(connection))
    )


def drop_search(connection: Connection, who: str, name: str) -> None:
    connection.execute(schema.searches.delete().where(schema.searches.c.who == who, schema.searches.c.name == name))


def _every_document(connection: Connection) -> list[str]:
    """The ids of all documents, older versions too: an id is made of the file's bytes, so reading again changes none."""
    return list(connection.execute(sa.select(schema.documents.c.id).order_by(schema.documents.c.id)).scalars())


def _search(row: Any) -> SavedSearch:
    return SavedSearch(
        row.who, row.name, row.query, tuple(row.kinds), dict(row.filters), row.created_at, row.seen_at, frozenset(row.seen)
    )  # fmt: skip
