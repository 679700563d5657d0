"""Paragraphs that a page break or furniture cut in two."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.structure.draft import Draft


def continuations(drafts: Sequence[Draft]) -> None:
    """A unit that goes on in the middle of a sentence, after a page break or furniture, belongs to the one before it."""
    last: Draft | None = None
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if last is not None and draft.kind == "paragraph" and draft.unit.kind is None and draft.printed is None:
            begins = draft.text[:1].islower() or (draft.text[:1] in "(&" and draft.text[1:2].islower())
            stops = last.text.rstrip("”’\"') ")[-1:] in ".?!:;"
            if (
                begins
                and not stops
                and last.kind in ("paragraph", "list_item", "quotation", "decision", "action", "footnote")
            ):
                draft.kind, draft.continues, draft.depth = last.kind, True, last.depth
                draft.flags.append("continued")
        last = draft
