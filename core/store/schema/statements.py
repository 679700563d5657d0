"""Commitments and findings as they were read, and what people decided about them."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Table, Text

from core.store.schema.catalogue import metadata

statements = Table(  # one mention of a commitment or a finding in one document, as the program read it
    "statements",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("document", String(40), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),  # commitment finding
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("fields", JSON, nullable=False),  # the record of docs/contracts.md
    CheckConstraint("kind IN ('commitment', 'finding')", name="kind"),
    sqlite_autoincrement=True,
)

reviews = Table(  # what a person decided about a register row; kept by quote and paragraph, so it outlives a re-ingest
    "reviews",
    metadata,
    Column("statement", String(40), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("decision", String(12), nullable=False),  # confirmed edited rejected
    Column("fields", JSON, nullable=False),  # only the fields that the person changed
    Column("path", Text, nullable=False),
    Column("paragraph", Text),
    Column("quote", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)

merges = Table(  # a person's decision that two mentions are, or are not, one commitment
    "merges",
    metadata,
    Column("a", String(40), primary_key=True),
    Column("b", String(40), primary_key=True),
    Column("same", Boolean, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    Column("words", JSON),  # {"a", "b"}: path, paragraph and quote of each, by which they are found again
)

parts = Table(  # a commitment that a person split off another: the same words, fields of its own
    "parts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("statement", String(40), nullable=False),  # the mention that it was split off
    Column("fields", JSON, nullable=False),  # only the fields that differ from the mention's
    Column("path", Text, nullable=False),
    Column("paragraph", Text),
    Column("quote", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)
