"""Which documents are versions of one paper, and which say nearly the same, in the database."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from core.errors import UsageError
from core.store import schema
from core.store.documents import decide, document


def chain_of(connection: Connection, name: str) -> list[str]:
    """The versions of one paper that a document belongs to, itself among them, in the order in which they came in."""
    table = schema.documents
    found, look = {name}, [name]
    while look:
        near = connection.execute(
            sa.select(table.c.id, table.c.version_of, table.c.superseded_by).where(
                sa.or_(table.c.id.in_(look), table.c.version_of.in_(look), table.c.superseded_by.in_(look))
            )
        ).all()
        look = [other for row in near for other in row if other is not None and other not in found]
        found.update(look)
    return list(
        connection.execute(
            sa.select(table.c.id).where(table.c.id.in_(found)).order_by(table.c.added_at, table.c.id)
        ).scalars()
    )


def link_versions(connection: Connection, oldest_first: Sequence[str]) -> None:
    """Makes these documents versions of one paper; the last is the current one."""
    table = schema.documents
    for n, name in enumerate(oldest_first):
        older = oldest_first[n - 1] if n else None
        newer = oldest_first[n + 1] if n + 1 < len(oldest_first) else None
        connection.execute(table.update().where(table.c.id == name).values(version_of=older, superseded_by=newer))


def decide_version(connection: Connection, name: str, older: str | None, who: str) -> str | None:
    """A person says of which document this one is a newer version, or of none; returns what it was before.

    The program links neither to others by itself any more. Raises NotFoundError; UsageError where it would be its own version."""
    before = document(connection, name).version_of
    chain = chain_of(connection, name)
    if older is None:
        link_versions(connection, [other for other in chain if other != name])
        link_versions(connection, [name])
    else:
        document(connection, older)
        if older == name:
            raise UsageError("A document is no version of itself.")
        rest = [other for other in chain_of(connection, older) if other != name]
        link_versions(connection, [other for other in chain if other != name and other not in rest])
        at = rest.index(older) + 1
        link_versions(connection, [*rest[:at], name, *rest[at:]])
    decide(connection, name, "version_of", older, who)
    return before


def decided_versions(connection: Connection) -> set[str]:
    """Documents of which a person said what they are a version of."""
    edits = schema.document_edits
    return set(connection.execute(sa.select(edits.c.document).where(edits.c.field == "version_of")).scalars())


def superseded(connection: Connection, name: str) -> str | None:
    """The newer version of a document, or None where it is current."""
    return connection.execute(
        sa.select(schema.documents.c.superseded_by).where(schema.documents.c.id == name)
    ).scalar_one_or_none()


# Near duplicates ----------------------------------------------------------------------------------------------------


def keep_sketch(connection: Connection, name: str, shingles: int, values: bytes) -> None:
    connection.execute(schema.sketches.delete().where(schema.sketches.c.document == name))
    connection.execute(schema.sketches.insert().values(document=name, shingles=shingles, sketch=values))


def sketches(connection: Connection) -> list[tuple[str, int, bytes]]:
    """(document, different shingles, sketch) of every document that has one."""
    table = schema.sketches
    return [
        (row.document, row.shingles, row.sketch)
        for row in connection.execute(sa.select(table).order_by(table.c.document))
    ]


def keep_near_duplicates(connection: Connection, name: str, shares: dict[str, float]) -> None:
    """Replaces what is known of the documents that say nearly the same as this one."""
    table = schema.near_duplicates
    connection.execute(table.delete().where(sa.or_(table.c.a == name, table.c.b == name)))
    for other, share in shares.items():
        connection.execute(table.insert().values(a=min(name, other), b=max(name, other), share=share))


def near_duplicates(connection: Connection) -> dict[str, list[tuple[str, float]]]:
    """Document -> (other, share) of those that say nearly the same, the nearest first."""
    found: dict[str, list[tuple[str, float]]] = {}
    for row in connection.execute(sa.select(schema.near_duplicates).order_by(schema.near_duplicates.c.share.desc())):
        found.setdefault(row.a, []).append((row.b, row.share))
        found.setdefault(row.b, []).append((row.a, row.share))
    return found
