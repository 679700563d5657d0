"""The tables, a room a subject. SQLite today, PostgreSQL later: portable types only. `migrations/` makes them; a test compares the two."""

from core.store.schema.allocation import adjudications, allocation_plans, allocations, disclosures, rounds
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
from core.store.schema.frames import coding_changes, frame_maps
from core.store.schema.machine import proposed_themes, run_files
from core.store.schema.marks import coder_keys, queues, text_marks
from core.store.schema.personal_data import (
    personal_data,
    personal_data_searches,
    pseudonymised,
    pseudonyms,
    repeat_searches,
    repeats,
    response_revisions,
)
from core.store.schema.searching import generations, searches, vectors
from core.store.schema.statements import merges, parts, reviews, statements
from core.store.schema.work import events, jobs

__all__ = [
    "adjudications",
    "allocation_plans",
    "allocations",
    "blocks",
    "client_events",
    "codebooks",
    "coder_keys",
    "coders",
    "coding_changes",
    "coding_states",
    "codings",
    "disclosures",
    "document_edits",
    "documents",
    "events",
    "files",
    "frame_maps",
    "generations",
    "jobs",
    "merges",
    "metadata",
    "near_duplicates",
    "parts",
    "passages",
    "personal_data",
    "personal_data_searches",
    "proposed_themes",
    "pseudonymised",
    "pseudonyms",
    "questions",
    "queues",
    "repeat_searches",
    "repeats",
    "response_revisions",
    "responses",
    "reviews",
    "rounds",
    "run_files",
    "runs",
    "sample_members",
    "samples",
    "searches",
    "sketches",
    "statements",
    "text_marks",
    "vectors",
]
