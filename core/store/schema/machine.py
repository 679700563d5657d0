"""What a machine run was made of and came to, and themes that it proposed with what people decided about them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from core.store.schema.catalogue import metadata

run_files = Table(  # inputs, the counts of the time, refined weights: what is needed to repeat a run
    "run_files",
    metadata,
    Column("run", String(40), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the content, not of its compressed form
    Column("content", LargeBinary, nullable=False),  # zlib
)

proposed_themes = Table(  # a group of responses that no code fitted; the newest proposal, and all that were decided on
    "proposed_themes",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("n", Integer, nullable=False),  # its place in the proposal
    Column("label", Text, nullable=False),
    Column("members", JSON, nullable=False),  # ids of responses, those nearest the centre first
    Column("seed", Integer, nullable=False),
    Column("state", String(12), nullable=False),  # proposed accepted merged rejected
    Column("code", String(200)),  # that it became, or was merged into
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)
