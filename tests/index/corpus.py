"""A small stored project for the index tests: documents of a few paragraphs, each paragraph a passage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.documents import AgendaItem, Document, Passage, Span, content_id, locate
from core.statements import Amount, Commitment, Deadline
from core.store import Store, documents, statements
from tests.builders import make_blocks, make_document


def add(
    store: Store, *paragraphs: str, section: tuple[str, ...] = (), item: str | None = None, **changes: Any
) -> Document:
    """Stores a document of these paragraphs; each is one block and one passage."""
    text = "\n\n".join(paragraphs)
    document = make_document(text, id=content_id("d", text, changes.get("path", "")), **changes)
    agenda = AgendaItem(item) if item else None
    blocks = make_blocks(text, section=section, item=agenda)
    passages = [
        Passage(
            content_id("p", document.id, n),
            document.id,
            "contents" if block.span.of(text).startswith("Contents:") else block.kind,
            block.span.of(text).strip(),
            (Span(block.span.start, block.span.start + len(block.span.of(text).rstrip())),),
            (n,),
            section=section,
            item=agenda,
        )
        for n, block in enumerate(blocks)
    ]
    with store.write() as connection:
        documents.add_document(connection, document, blocks, passages, "test", [])
    return document


def make_commitment(document: Document, quote: str, **changes: Any) -> Commitment:
    start = document.text.index(quote)
    location = locate(document, make_blocks(document.text), Span(start, start + len(quote)))
    values: dict[str, Any] = {
        "id": content_id("c", document.id, start, quote),
        "location": location,
        "action": quote,
        "kind": "policy",
        "strength": "firm",
        "certainty": "certain",
    }
    return Commitment(**(values | changes))


def by(end: str, text: str = "by then") -> Deadline:
    return Deadline(text, None, end, "day", "stated")


def pounds(value: float) -> Amount:
    return Amount(f"£{value:,.0f}", value, value, "GBP")


def put(store: Store, document: Document, found: Sequence[Commitment]) -> None:
    with store.write() as connection:
        statements.replace_statements(connection, document.id, found, [])
