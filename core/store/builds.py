"""Vectors that are kept by the text they were made from, and the generations of search files, in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import now
from core.store import schema

LOOKUP = 500


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished set of search files. `model` is "" where there are no vectors; `content` is the fingerprint of what it
    was built from; `folder` is relative to the project."""

    number: int
    model: str
    folder: str
    content: str
    built_at: str


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def vectors_of(connection: Connection, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """Those of the vectors that are kept (little-endian float32), by the hash of their text."""
    table = schema.vectors
    found: dict[str, bytes] = {}
    for first in range(0, len(hashes), LOOKUP):
        query = sa.select(table.c.text_sha256, table.c.vector).where(
            table.c.model == model, table.c.text_sha256.in_(hashes[first : first + LOOKUP])
        )
        found.update({row.text_sha256: row.vector for row in connection.execute(query)})
    return found


def put_vectors(connection: Connection, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keeps vectors; those that are kept already (by another build at the same time) stay."""
    there = vectors_of(connection, model, list(vectors)).keys()
    fresh = [{"model": model, "text_sha256": name, "vector": v} for name, v in vectors.items() if name not in there]
    if fresh:
        connection.execute(schema.vectors.insert(), fresh)


def drop_vectors(connection: Connection, model: str | None = None) -> int:
    """Forgets the vectors of `model`, or all; returns how many."""
    query = schema.vectors.delete()
    if model is not None:
        query = query.where(schema.vectors.c.model == model)
    return int(connection.execute(query).rowcount)


def newest(connection: Connection) -> Generation | None:
    row = connection.execute(
        sa.select(schema.generations).order_by(schema.generations.c.number.desc()).limit(1)
    ).first()
    return Generation(row.number, row.model, row.folder, row.content, row.built_at) if row else None


def all_generations(connection: Connection) -> list[Generation]:
    """Newest first."""
    query = sa.select(schema.generations).order_by(schema.generations.c.number.desc())
    return [Generation(r.number, r.model, r.folder, r.content, r.built_at) for r in connection.execute(query)]


def next_number(connection: Connection) -> int:
    highest = connection.execute(sa.select(sa.func.max(schema.generations.c.number))).scalar()
    return int(highest or 0) + 1


def add_generation(connection: Connection, number: int, model: str, folder: str, content: str) -> Generation:
    made = Generation(number, model, folder, content, now())
    connection.execute(
        schema.generations.insert().values(
            number=number, model=model, folder=folder, content=content, built_at=made.built_at
        )
    )
    return made


def drop_generation(connection: Connection, number: int) -> None:
    connection.execute(schema.generations.delete().where(schema.generations.c.number == number))


def fingerprint(connection: Connection) -> str:
    """A hash that moves when what is searched moves: current documents with their titles, passages, statements.

    Row numbers of passages are never used twice, so their count, highest and sum stand for the set; statements may be
    rewritten in place, so the length of what they say is counted too."""
    documents = connection.execute(
        sa.select(schema.documents.c.id, schema.documents.c.title, schema.documents.c.reader)
        .where(schema.documents.c.superseded_by.is_(None))
        .order_by(schema.documents.c.id)
    ).all()
    edits = connection.execute(
        sa.select(schema.document_edits.c.document, schema.document_edits.c.value)
        .where(schema.document_edits.c.field == "title")
        .order_by(schema.document_edits.c.document)
    ).all()
    row = schema.passages.c.row
    passages = connection.execute(sa.select(sa.func.count(), sa.func.max(row), sa.func.sum(row))).one()
    row = schema.statements.c.row
    said = sa.func.length(sa.cast(schema.statements.c.fields, sa.Text))
    statements = connection.execute(
        sa.select(sa.func.count(), sa.func.max(row), sa.func.sum(row), sa.func.sum(said))
    ).one()
    parts = [[list(r) for r in documents], [list(r) for r in edits], list(passages), list(statements)]
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()
