"""What coders mark in a text, their keys and their lists of responses."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, Integer, String, Table

from core.store.schema.catalogue import metadata
from core.store.schema.coding import client_events, coding_states

text_marks = Table(  # a half-open range of code points of a response's text
    "text_marks",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("coder", String(200), primary_key=True),
    Column("kind", String(12), primary_key=True),  # evidence quotable
    Column("code", String(200), primary_key=True),  # "" where quotable
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
    Index("ix_text_marks_coder", "question", "coder"),
)

coder_keys = Table(  # the keys that a coder chose for codes ("code X") and actions ("undo")
    "coder_keys",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("coder", String(200), primary_key=True),
    Column("keys", JSON, nullable=False),
)

queues = Table(  # a coder's list of responses, as it was when it was made: places in it stay what they are
    "queues",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("question", String(40), nullable=False),
    Column("coder", String(200), nullable=False),
    Column("spec", JSON, nullable=False),  # what was asked for: which responses, in which order
    Column("members", JSON, nullable=False),
    Column("position", Integer, nullable=False),  # 0-based place where the coder stopped
    Column("at", String(32), nullable=False),
    Index("ix_queues_coder", "question", "coder"),
)

Index("ix_coding_states_coder", coding_states.c.question, coding_states.c.coder)
Index("ix_client_events_coder", client_events.c.question, client_events.c.coder, client_events.c.at)
