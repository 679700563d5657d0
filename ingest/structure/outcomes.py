"""Decisions and actions of minutes: what stands under a Decision or Action heading, or says so itself."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents import BlockKind
from ingest.structure import patterns
from ingest.structure.draft import Draft


def outcomes(drafts: Sequence[Draft]) -> None:
    """Decisions and actions of minutes: what stands under a Decision or Action heading, or says so itself."""
    under: BlockKind | None = None
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if draft.kind == "heading":
            words = draft.rest.strip(" *")
            if patterns.DECISION_HEADING.fullmatch(words):
                under = "decision"
            elif patterns.ACTION_HEADING.fullmatch(words):
                under = "action"
            else:
                under = None
            continue
        if draft.kind not in ("paragraph", "list_item"):
            continue
        if patterns.DECISION.match(draft.rest) or patterns.OUTCOME_AT_END.search(draft.rest):
            draft.kind = "decision"
        elif patterns.ACTION.match(draft.rest):
            draft.kind = "action"
        elif under is not None:
            draft.kind = under


def outcome_heading(draft: Draft) -> bool:
    """Whether a heading only announces a decision or an action."""
    words = draft.rest.strip(" *")
    return bool(patterns.DECISION_HEADING.fullmatch(words) or patterns.ACTION_HEADING.fullmatch(words))
