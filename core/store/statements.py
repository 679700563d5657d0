"""Mentions of commitments and findings, and what people decided about them, in the database.

A mention is stored as the contract's record (JSON), as the program read it; reviews and merges are kept apart, so that
nothing a person decided is overwritten when a document is read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import now
from core.statements import Commitment, Finding
from core.store import schema

StatementKind = Literal["commitment", "finding"]
ReviewKind = Literal["commitment", "finding", "check"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One stored mention: `row` is the number that FAISS and tantivy know it by, `fields` the contract's record."""

    row: int
    id: str
    document: str
    kind: StatementKind
    start: int
    end: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on a register row: confirmed, edited (`fields` holds what changed) or rejected. A check is
    dismissed as `rejected`, `fields` holding the reason and the other quote."""

    statement: str
    kind: ReviewKind
    decision: Literal["confirmed", "edited", "rejected"]
    fields: dict[str, Any]
    path: str
    paragraph: str | None
    quote: str
    who: str
    at: str


def replace_statements(
    connection: Connection, document: str, commitments: Sequence[Commitment], findings: Sequence[Finding]
) -> None:
    """Stores the mentions found in a document in place of those of an earlier reading; equal ids keep their row."""
    made: dict[str, dict[str, Any]] = {}
    for kind, records in (("commitment", commitments), ("finding", findings)):
        for record in records:
            made[record.id] = {
                "id": record.id,
                "document": document,
                "kind": kind,
                "start": record.location.start,
                "end": record.location.end,
                "fields": {**record.record(), "rule": record.rule},
            }
    table = schema.statements
    old = {row.id for row in connection.execute(sa.select(table.c.id).where(table.c.document == document))}
    for gone in old - made.keys():
        connection.execute(table.delete().where(table.c.id == gone))
    for name, values in made.items():
        if name in old:
            connection.execute(table.update().where(table.c.id == name).values(**values))
    fresh = [values for name, values in made.items() if name not in old]
    if fresh:
        connection.execute(table.insert(), fresh)


def mentions(
    connection: Connection,
    kind: StatementKind | None = None,
    rows: Sequence[int] | None = None,
    *,
    superseded: bool = False,
) -> list[Mention]:
    """Mentions in current documents (`superseded`: in older versions too), in document order: all, or those with these row
    numbers."""
    table = schema.statements
    query = sa.select(table).order_by(table.c.document, table.c.start, table.c.row)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    if rows is not None:
        query = query.where(table.c.row.in_(rows))
    elif not superseded:
        query = query.join(schema.documents, schema.documents.c.id == table.c.document).where(
            schema.documents.c.superseded_by.is_(None)
        )
    return [
        Mention(row.row, row.id, row.document, row.kind, row.start, row.end, row.fields)
        for row in connection.execute(query)
    ]


def reviews(connection: Connection, kind: ReviewKind | None = None) -> dict[str, Review]:
    """Decisions by statement id."""
    query = sa.select(schema.reviews)
    if kind is not None:
        query = query.where(schema.reviews.c.kind == kind)
    return {
        row.statement: Review(
            row.statement, row.kind, row.decision, row.fields, row.path, row.paragraph, row.quote, row.who, row.at
        )
        for row in connection.execute(query)
    }


def put_review(connection: Connection, review: Review) -> None:
    table = schema.reviews
    connection.execute(table.delete().where(table.c.statement == review.statement))
    connection.execute(
        table.insert().values(
            statement=review.statement,
            kind=review.kind,
            decision=review.decision,
            fields=review.fields,
            path=review.path,
            paragraph=review.paragraph,
            quote=review.quote,
            who=review.who,
            at=review.at,
        )
    )


def drop_review(connection: Connection, statement: str) -> None:
    connection.execute(schema.reviews.delete().where(schema.reviews.c.statement == statement))


def merges(connection: Connection) -> dict[tuple[str, str], bool]:
    """People's decisions on pairs of mentions, ids in sorted order: True where they are the same."""
    return {(row.a, row.b): row.same for row in connection.execute(sa.select(schema.merges))}


def put_merge(connection: Connection, a: Mention, b: Mention, same: bool, who: str) -> None:
    """Keeps the decision on a pair, with the words of both, by which it is found again when a paper is read anew."""
    first, second = sorted((a, b), key=lambda mention: mention.id)
    table = schema.merges
    connection.execute(table.delete().where(table.c.a == first.id, table.c.b == second.id))
    words = {"a": _words(first), "b": _words(second)}
    connection.execute(table.insert().values(a=first.id, b=second.id, same=same, who=who, at=now(), words=words))


def merge_words(connection: Connection) -> dict[str, dict[str, Any]]:
    """Mention id -> path, paragraph and quote, of every mention that a decision on a pair is about."""
    table = schema.merges
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(sa.select(table.c.a, table.c.b, table.c.words)):
        if row.words:
            found |= {row.a: row.words["a"], row.b: row.words["b"]}
    return found


def _words(mention: Mention) -> dict[str, Any]:
    return {name: mention.fields.get(name) for name in ("path", "paragraph", "quote")}


@dataclass(frozen=True, slots=True)
class Part:
    """A commitment that a person split off a mention: the same words, `fields` of its own."""

    id: str
    statement: str
    fields: dict[str, Any]
    path: str
    paragraph: str | None
    quote: str
    who: str
    at: str


def parts(connection: Connection) -> list[Part]:
    """The commitments that people split off others, in the order in which they were made."""
    table = schema.parts
    return [
        Part(row.id, row.statement, row.fields, row.path, row.paragraph, row.quote, row.who, row.at)
        for row in connection.execute(sa.select(table).order_by(table.c.at, table.c.id))
    ]


def put_part(connection: Connection, part: Part) -> None:
    table = schema.parts
    connection.execute(table.delete().where(table.c.id == part.id))
    connection.execute(
        table.insert().values(
            id=part.id, statement=part.statement, fields=part.fields, path=part.path, paragraph=part.paragraph,
            quote=part.quote, who=part.who, at=part.at,
        )
    )  # fmt: skip


def drop_part(connection: Connection, name: str) -> None:
    connection.execute(schema.parts.delete().where(schema.parts.c.id == name))
