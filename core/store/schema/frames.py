"""How each version of a code frame became the next, and what every action changed in frames and codings."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from core.store.schema.catalogue import metadata

frame_maps = Table(  # how a version came from the one before
    "frame_maps",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("came_from", Integer),  # the version before, null for the first
    Column("steps", JSON, nullable=False),  # [{"kind", "before": [code], "after": [code]}]
    Column("effect", JSON, nullable=False),  # what became of the codings, in numbers
)

coding_changes = Table(  # rows that one action wrote, as they were and as they became; append-only
    "coding_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", Integer, ForeignKey("events.seq"), index=True),  # null: no event was written
    Column("question", String(40), nullable=False),
    Column("kind", String(12), nullable=False),  # frame codings states
    Column("at", String(32), nullable=False),
    Column("data", LargeBinary, nullable=False),  # JSON, compressed (zlib)
    Index("ix_coding_changes_question", "question", "id"),
)
