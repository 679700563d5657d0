"""The tables. SQLite today, PostgreSQL later: portable types only. `migrations/` makes them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What happened ------------------------------------------------------------------------------------------------------

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

# Documents ----------------------------------------------------------------------------------------------------------

documents = Table(
    "documents",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("organisation", Text),
    Column("date", String(10)),
    Column("type", String(20), nullable=False),
    Column("source_url", Text),
    Column("path", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("page_starts", JSON, nullable=False),
    Column("page_labels", JSON, nullable=False),
    Column("version_of", String(40), ForeignKey("documents.id")),
    Column("superseded_by", String(40), ForeignKey("documents.id"), index=True),
    Column("reader", String(40), nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("reference", Text),
    Column("isbn", String(20)),
    Column("date_precision", String(5)),  # day month year: how much of `date` is known
    Column("found", JSON, nullable=False, server_default="{}"),  # how each field was found, by its name
)

sketches = Table(  # the words of a document in a kilobyte, for finding others that say nearly the same
    "sketches",
    metadata,
    Column("document", String(40), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("shingles", Integer, nullable=False),
    Column("sketch", LargeBinary, nullable=False),  # little-endian uint64
)

near_duplicates = Table(  # two documents that say nearly the same; a < b
    "near_duplicates",
    metadata,
    Column("a", String(40), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("b", String(40), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("share", Float, nullable=False),
)

document_edits = Table(  # what a person said of a document wins over what the program guessed
    "document_edits",
    metadata,
    Column("document", String(40), ForeignKey("documents.id"), primary_key=True),
    Column("field", String(20), primary_key=True),
    Column("value", Text),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)

files = Table(  # every path that was ever given, and what became of it
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("document", String(40), ForeignKey("documents.id")),
    Column("sha256", String(64)),
    Column("status", String(16), nullable=False),
    Column("code", String(40)),
    Column("message", Text, nullable=False, server_default=""),
    Column("warnings", JSON, nullable=False),
    Column("pages", Integer),
    Column("ocr_pages", Integer, nullable=False, server_default="0"),
    Column("passages", Integer, nullable=False, server_default="0"),
    Column("at", String(32), nullable=False),
)

blocks = Table(
    "blocks",
    metadata,
    Column("document", String(40), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("level", Integer),
    Column("number", Text),
    Column("paragraph", Text),
    Column("section", JSON, nullable=False),
    Column("item", JSON),
    Column("page", Integer),
    Column("boxes", JSON, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("lead_in", JSON),
)

passages = Table(
    "passages",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=True),  # the id that FAISS and tantivy know it by
    Column("id", String(40), nullable=False, unique=True),
    Column("document", String(40), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("n", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("blocks", JSON, nullable=False),
    Column("section", JSON, nullable=False),
    Column("paragraph", Text),
    Column("item", JSON),
    Column("page", Integer),
    sqlite_autoincrement=True,
)

# Registers ----------------------------------------------------------------------------------------------------------

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

# Saved searches ------------------------------------------------------------------------------------------------------

searches = Table(  # a search that a person saved; `seen`: the documents that were in when it was last looked at
    "searches",
    metadata,
    Column("who", String(200), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("query", Text, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("seen", JSON, nullable=False),
)

# Derived search files -----------------------------------------------------------------------------------------------

vectors = Table(  # embeddings by the hash of the text that was encoded: a text is encoded once
    "vectors",
    metadata,
    Column("model", String(120), primary_key=True),
    Column("text_sha256", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # little-endian float32
)

generations = Table(  # one row a finished set of tantivy and FAISS files; readers reopen when the highest number moves
    "generations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("model", String(120), nullable=False),
    Column("folder", Text, nullable=False),
    Column("content", String(64), nullable=False),  # fingerprint of what it was built from
    Column("built_at", String(32), nullable=False),
)

# Responses and coding -----------------------------------------------------------------------------------------------

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
