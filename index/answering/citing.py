"""A citation: the words, where they stand, the passage around them, and the rows of the registers that rest on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.answers import Citation
from core.documents import Passage, Span, locate
from index.candidates import Candidate
from index.registers import RegisterRow
from index.search import SearchIndex, StatementName

# What of a register row is shown beside a citation.
FIELDS: Mapping[StatementName, tuple[str, ...]] = {
    "finding": ("value", "subject", "population", "base", "wave", "comparison", "prominence", "theme"),
    "commitment": (
        "action", "actor", "deadline", "amount", "status", "status_date", "status_evidence", "certainty",
    ),
}  # fmt: skip


def citation(one: Candidate, index: SearchIndex) -> Citation:
    """A chosen sentence as it is cited."""
    place = locate(one.place.document, one.place.blocks, one.sentence.span)
    return Citation(place, one.passage.text, records(index, one.place.document.id, one.sentence.span))


def row_citation(row: RegisterRow, index: SearchIndex, passage: Passage | None = None) -> Citation:
    """A row of a register as it is cited: the words that it rests on. passage: where they stand, where it is known."""
    span = span_of(row)
    held = index.source.place(row.document)
    place = locate(held.document, held.blocks, span)
    return Citation(place, passage.text if passage else place.quote, (record_of(row),))


def records(index: SearchIndex, document: str, span: Span) -> tuple[dict[str, Any], ...]:
    """What the registers hold of these words, as people decided: rejected rows are left out."""
    return tuple(record_of(row) for row in index.source.keyed().resting_on(document, span))


def record_of(row: RegisterRow) -> dict[str, Any]:
    """kind and id of the row, its fields (FIELDS), `decision` (null, confirmed or edited) and `edited`: which of these fields
    a person changed."""
    held = {name: row.fields.get(name) for name in FIELDS[row.kind]}
    edited = [name for name in FIELDS[row.kind] if name in row.edited]
    return {"kind": row.kind, "id": row.id, **held, "decision": row.decision, "edited": edited}


def span_of(row: RegisterRow) -> Span:
    return Span(int(row.fields["start"]), int(row.fields["end"]))
