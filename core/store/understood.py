"""What was understood of one document, a piece at a time: a page's blocks, a window of its headings.

A pack of ten thousand pages has some hundred thousand blocks; a screen that shows one page reads those of that page.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from core.documents import Block
from core.store import schema
from core.store.documents import block_from
from core.store.files import FileRecord, file_from


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block and its 0-based place among the blocks of its document."""

    n: int
    block: Block


def blocks_within(connection: Connection, name: str, start: int, end: int, most: int) -> list[Numbered]:
    """The blocks that stand in the half-open range of the document's text, in order, at most `most`."""
    table = schema.blocks
    query = (
        sa.select(table)
        .where(table.c.document == name, table.c.end > start, table.c.start < end)
        .order_by(table.c.n)
        .limit(most)
    )
    return [Numbered(row.n, block_from(row)) for row in connection.execute(query)]


def places(connection: Connection, name: str) -> dict[int, tuple[str | None, int | None]]:
    """The paragraph's number and the page of each block of the document, by the block's place."""
    table = schema.blocks
    query = sa.select(table.c.n, table.c.paragraph, table.c.page).where(table.c.document == name)
    return {row.n: (row.paragraph, row.page) for row in connection.execute(query)}


def count_within(connection: Connection, name: str, start: int, end: int) -> int:
    """How many blocks stand in the half-open range of the document's text."""
    table = schema.blocks
    query = sa.select(sa.func.count()).where(table.c.document == name, table.c.end > start, table.c.start < end)
    return int(connection.execute(query).scalar_one())


def blocks_from(connection: Connection, name: str, first: int, most: int) -> list[Numbered]:
    """The blocks from the `first` on, in order, at most `most`."""
    table = schema.blocks
    query = sa.select(table).where(table.c.document == name, table.c.n >= first).order_by(table.c.n).limit(most)
    return [Numbered(row.n, block_from(row)) for row in connection.execute(query)]


def headings(connection: Connection, name: str, skip: int = 0, most: int | None = None) -> list[Numbered]:
    """The document's headings in order, `most` of them after the first `skip`."""
    table = schema.blocks
    query = (
        sa.select(table)
        .where(table.c.document == name, table.c.kind == "heading")
        .order_by(table.c.n)
        .offset(skip)
        .limit(most)
    )
    return [Numbered(row.n, block_from(row)) for row in connection.execute(query)]


def count_headings(connection: Connection, name: str, before: int | None = None) -> int:
    """How many headings the document has, or how many of them begin before the offset `before`."""
    table = schema.blocks
    query = sa.select(sa.func.count()).where(table.c.document == name, table.c.kind == "heading")
    return int(connection.execute(query if before is None else query.where(table.c.start < before)).scalar_one())


def pages_flagged(connection: Connection, name: str, flag: str) -> list[int]:
    """The pages, in order, that hold a block with this flag."""
    table = schema.blocks
    query = sa.select(table.c.page).distinct().where(
        table.c.document == name, table.c.page.is_not(None), sa.cast(table.c.flags, sa.Text).contains(f'"{flag}"')
    )  # fmt: skip
    return sorted(connection.execute(query).scalars())


def kinds(connection: Connection, name: str) -> dict[str, int]:
    """How many blocks of each kind the document has, the most frequent first."""
    table = schema.blocks
    n = sa.func.count()
    query = sa.select(table.c.kind, n).where(table.c.document == name).group_by(table.c.kind).order_by(n.desc())
    return {kind: int(count) for kind, count in connection.execute(query)}


def files_of(connection: Connection, name: str) -> list[FileRecord]:
    """The paths under which this document was given, the latest first."""
    table = schema.files
    query = sa.select(table).where(table.c.document == name).order_by(table.c.at.desc(), table.c.path)
    return [file_from(row) for row in connection.execute(query)]
