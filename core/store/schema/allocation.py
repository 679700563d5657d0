"""Who codes what, when coders' work was first shown to others, and what was decided where they differed."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from core.store.schema.catalogue import metadata

allocation_plans = Table(  # the newest of a question that is not retired is in force
    "allocation_plans",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("question", String(40), ForeignKey("questions.id"), nullable=False),
    Column("kind", String(12), nullable=False),  # all split second list
    Column("coders", JSON, nullable=False),  # names, in order
    Column("overlap", Float, nullable=False),  # share that is coded twice, 0-1
    Column("seed", BigInteger),
    Column("draws", Integer, nullable=False),  # 1, and one more each time that late returns were given out
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    Column("retired_at", String(32)),
)

allocations = Table(
    "allocations",
    metadata,
    Column("plan", String(40), ForeignKey("allocation_plans.id"), primary_key=True),
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("coder", String(200), primary_key=True),
    Column("draw", Integer, nullable=False),  # in which draw it was given out, from 1
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
    Index("ix_allocations_coder", "plan", "coder"),
)

rounds = Table(  # a row each time that coding blind was ended; open again where `reopened_at` of the newest is set
    "rounds",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("closed_by", String(200), nullable=False),
    Column("closed_at", String(32), nullable=False),
    Column("reopened_by", String(200)),
    Column("reopened_at", String(32)),
)

disclosures = Table(  # what a coder had said when it was first shown to others: what came later was not blind
    "disclosures",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("coder", String(200), primary_key=True),
    Column("state", String(12), nullable=False),  # coded uncodable
    Column("codes", JSON, nullable=False),  # those that applied
    Column("codebook_version", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
)

adjudications = Table(  # decisions, none ever overwritten: the one without `ended_at` stands
    "adjudications",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("how", String(12), nullable=False),  # agreed chosen
    Column("state", String(12), nullable=False),  # coded uncodable
    Column("codes", JSON, nullable=False),
    Column("took", String(200)),  # whose coding was taken, null where codes were chosen
    Column("reason", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    Column("ended_at", String(32)),
    Column("ended_by", String(200)),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
)
