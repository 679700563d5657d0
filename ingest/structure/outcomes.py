"""Decisions and actions of minutes: what stands under a Decision or Action heading, or says so itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.documents import BlockKind
from ingest.structure import patterns
from ingest.structure.draft import Draft

_HEADER = re.compile(r"(?:Meeting|Date|Time|Venue|To|From|Subject|Title|Report(?: to)?)\s*:")  # the next report begins
LONGEST_ACTION = 60  # words of a paragraph that ends in "ACTION: Clerk"


def outcomes(drafts: Sequence[Draft]) -> None:
    """A list that a decision or an action introduces ("RESOLVED that:") is all of its kind."""
    under: BlockKind | None = None
    opened: BlockKind | None = None  # by the last line, which ends in a colon or in "that"
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if draft.kind == "heading":
            words = draft.rest.strip(" *")
            opened = None
            if patterns.DECISION_HEADING.fullmatch(words):
                under = "decision"
            elif patterns.ACTION_HEADING.fullmatch(words):
                under = "action"
            else:
                under = None
            continue
        if under is not None and _HEADER.match(draft.text):
            under = None
        if draft.kind == "quotation" and opened is not None:
            draft.kind = opened  # the words of the resolution in quote marks
            continue
        if draft.kind not in ("paragraph", "list_item"):
            opened = None
            continue
        listed = (
            draft.kind == "list_item"
            or draft.unit.bullet
            or _itemised(draft)
            or draft.text[:1] in tuple(patterns.QUOTE_OPEN)
        )
        if patterns.DECISION.match(draft.rest) or _outcome_within(draft.rest):
            draft.kind = "decision"
        elif patterns.ACTION.match(draft.rest) or (
            draft.unit.n_words <= LONGEST_ACTION and patterns.ACTION_AT_END.search(draft.rest)
        ):
            draft.kind = "action"
        elif opened is not None and listed:
            draft.kind = opened
            continue
        elif under is not None:
            draft.kind = under
        opened = (
            draft.kind
            if draft.kind in ("decision", "action") and patterns.OPENS_LIST.search(draft.text.rstrip("*_ "))
            else None
        )


def _outcome_within(words: str) -> bool:
    return ("RESOLVED" in words or "AGREED" in words) and patterns.OUTCOME_AT_END.search(words) is not None


def _itemised(draft: Draft) -> bool:
    """Whether a line is an item by its number: "(a)", "ii)", "1." but not "3.10" or "45/19"."""
    printed = draft.printed
    if printed is None or not draft.rest:
        return False
    return (
        printed.bracketed
        or printed.shape in ("letter", "roman")
        or (printed.shape == "simple" and printed.number.isdigit())
    )


def outcome_heading(draft: Draft) -> bool:
    """Whether a heading only announces a decision or an action."""
    words = draft.rest.strip(" *")
    return bool(patterns.DECISION_HEADING.fullmatch(words) or patterns.ACTION_HEADING.fullmatch(words))
