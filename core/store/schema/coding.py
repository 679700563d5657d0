"""Questions, responses, code frames, codings, samples and runs."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from core.store.schema.catalogue import metadata

questions = Table(
    "questions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("text", Text, nullable=False, unique=True),
    Column("respondents", String(14), nullable=False),
    Column("attributes", JSON, nullable=False),  # names of the attributes, in order
    Column("created_at", String(32), nullable=False),
)

responses = Table(
    "responses",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("weight", Float),
    Column("state", String(12), nullable=False),  # uncoded blank not_asked excluded: what was known on import
)

codebooks = Table(
    "codebooks",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("codes", JSON, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)

coders = Table(
    "coders",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("n", Integer, nullable=False),  # in order of first import or first coding
    Column("position", Integer, nullable=False, server_default="0"),  # where this coder stopped
    Column("last_seq", JSON, nullable=False),  # highest client sequence number applied, by client id
)

codings = Table(
    "codings",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("code", String(200), primary_key=True),
    Column("coder", String(200), primary_key=True),
    Column("source", String(12), primary_key=True),  # human machine adjudicated
    Column("value", Boolean, nullable=False),
    Column("design", String(12)),
    Column("probability", Float),
    Column("codebook_version", Integer, nullable=False),
    Column("run", String(40)),
    Column("at", String(32), nullable=False),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
    Index("ix_codings_coder", "question", "coder"),
)

coding_states = Table(  # a coder has dealt with this response, even where no code fits
    "coding_states",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("coder", String(200), primary_key=True),
    Column("source", String(12), primary_key=True),
    Column("state", String(12), nullable=False),  # coded uncodable
    Column("design", String(12)),
    Column("note", Text, nullable=False, server_default=""),
    Column("flagged", Boolean, nullable=False, server_default="0"),
    Column("at", String(32), nullable=False),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
)

client_events = (
    Table(  # one key press of the coding area; unique by client and sequence number, so none is applied twice
        "client_events",
        metadata,
        Column("client", String(60), primary_key=True),
        Column("seq", Integer, primary_key=True),
        Column("question", String(40), nullable=False),
        Column("coder", String(200), nullable=False),
        Column("response", String(200), nullable=False),
        Column("payload", JSON, nullable=False),
        Column("at", String(32), nullable=False),
    )
)

samples = Table(  # a recorded draw
    "samples",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("question", String(40), ForeignKey("questions.id"), nullable=False),
    Column("design", String(12), nullable=False),
    Column("seed", Integer),
    Column("n", Integer, nullable=False),
    Column("population", Integer, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)

sample_members = Table(
    "sample_members",
    metadata,
    Column("sample", String(40), ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("n", Integer, nullable=False),
    UniqueConstraint("sample", "n", name="uq_sample_members_n"),
)

runs = Table(  # one training run of the machine coder
    "runs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("question", String(40), ForeignKey("questions.id"), nullable=False),
    Column("manifest", JSON, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)
