"""Title, organisation, date and type of a document, guessed from its own first words; all of them editable."""

from __future__ import annotations

from core.documents import Block, DocumentType
from ingest.readers.reading import Reading


def guess(reading: Reading, blocks: tuple[Block, ...], stem: str) -> tuple[str, str | None, str | None, DocumentType]:
    """(title, organisation, ISO date, type)."""
    return stem, None, None, "other"
