"""Which files the documents are made of, without their texts: what an export names and what is looked up to check one."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from core.store import schema


@dataclass(frozen=True, slots=True)
class Source:
    """A document's id, the hash of its bytes, its title and path, and the newer version that took its place, if any."""

    id: str
    sha256: str
    title: str
    path: str
    superseded_by: str | None


def all_sources(connection: Connection) -> list[Source]:
    """Every document, older versions too, in the order in which they came in; titles as people corrected them."""
    table, edits = schema.documents, schema.document_edits
    titles = {
        row.document: row.value
        for row in connection.execute(sa.select(edits.c.document, edits.c.value).where(edits.c.field == "title"))
    }
    query = sa.select(table.c.id, table.c.sha256, table.c.title, table.c.path, table.c.superseded_by)
    return [
        Source(row.id, row.sha256, titles.get(row.id) or row.title, row.path, row.superseded_by)
        for row in connection.execute(query.order_by(table.c.added_at, table.c.id))
    ]


def text_of(connection: Connection, name: str) -> str:
    """The text of a document; "" where there is none with this id."""
    found = connection.execute(sa.select(schema.documents.c.text).where(schema.documents.c.id == name)).scalar()
    return str(found or "")
