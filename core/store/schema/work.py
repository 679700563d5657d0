"""What happened, and what is at work."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table, Text

from core.store.schema.catalogue import metadata

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", String(200), nullable=False),
    Column("action", String(60), nullable=False),
    Column("object", String(300), nullable=False, index=True),
    Column("before", JSON),
    Column("after", JSON),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("who", String(200), nullable=False),
    Column("state", String(12), nullable=False, index=True),  # queued running done failed cancelled
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer),
    Column("message", Text, nullable=False, server_default=""),
    Column("cancel_asked", Boolean, nullable=False, server_default="0"),
    Column("pid", Integer),
    Column("created_at", String(32), nullable=False),
    Column("started_at", String(32)),
    Column("finished_at", String(32)),
    Column("result", JSON),
)
