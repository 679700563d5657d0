"""Saved searches, and the search files that are made from the rest."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table, Text

from core.store.schema.catalogue import metadata

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
