"""Personal data found in responses, pseudonyms, texts as they were, and texts that came more than once."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from core.store.schema.catalogue import metadata

personal_data = Table(
    "personal_data",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("question", String(40), nullable=False),
    Column("response", String(200), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("confidence", String(10), nullable=False),  # likely possible
    Column("rule", String(40), nullable=False),  # `person` where somebody marked it
    Column("number", Integer, nullable=False),  # of the pseudonym
    Column("decision", String(10), nullable=False),  # suggested accepted rejected
    Column("who", String(200)),
    Column("at", String(32)),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
    Index("ix_personal_data_response", "question", "response"),
)

pseudonyms = Table(  # the way back: only here does it say what a pseudonym stands for
    "pseudonyms",
    metadata,
    Column("kind", String(24), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

personal_data_searches = Table(  # responses that were searched, and with which rules
    "personal_data_searches",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("rules", Integer, nullable=False),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
)

pseudonymised = Table(  # questions whose accepted personal data is replaced wherever their responses are shown
    "pseudonymised",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)

response_revisions = Table(  # what a response said before its text was corrected, with the codings that this took away
    "response_revisions",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("codings", JSON, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
)

repeats = Table(  # responses whose text another bears too, by group
    "repeats",
    metadata,
    Column("question", String(40), primary_key=True),
    Column("response", String(200), primary_key=True),
    Column("number", Integer, nullable=False),  # of the group, the largest first
    Column(
        "likeness", Float, nullable=False
    ),  # to the text of the group that most bear, 0 to 1; 1: the same after folding
    ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"]),
)

repeat_searches = Table(  # how many responses there were when repeats were last looked for
    "repeat_searches",
    metadata,
    Column("question", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("responses", Integer, nullable=False),
    Column("at", String(32), nullable=False),
)
