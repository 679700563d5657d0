"""Documents, their blocks and passages, and the files that were given."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from core.store.schema.catalogue import metadata

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
