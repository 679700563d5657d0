"""The tables, a room a subject. SQLite today, PostgreSQL later: portable types only. `migrations/` makes them; a test compares the two."""

from core.store.schema.catalogue import metadata
from core.store.schema.coding import (
    client_events,
    codebooks,
    coders,
    coding_states,
    codings,
    questions,
    responses,
    runs,
    sample_members,
    samples,
)
from core.store.schema.documents import blocks, document_edits, documents, files, near_duplicates, passages, sketches
from core.store.schema.searching import generations, searches, vectors
from core.store.schema.statements import merges, parts, reviews, statements
from core.store.schema.work import events, jobs

__all__ = [
    "blocks",
    "client_events",
    "codebooks",
    "coders",
    "coding_states",
    "codings",
    "document_edits",
    "documents",
    "events",
    "files",
    "generations",
    "jobs",
    "merges",
    "metadata",
    "near_duplicates",
    "parts",
    "passages",
    "questions",
    "responses",
    "reviews",
    "runs",
    "sample_members",
    "samples",
    "searches",
    "sketches",
    "statements",
    "vectors",
]
