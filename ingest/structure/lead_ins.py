"""The sentence that introduces each item of a list."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents import Span
from core.text import sentences
from ingest.structure.draft import Draft
from ingest.structure.outcomes import outcome_heading


def lead_ins(drafts: Sequence[Draft], text: str) -> None:
    """For each item of a list the last sentence of the unit that introduces it: it ends in a colon, or without a stop."""
    opener: Draft | None = None
    openers: list[tuple[float, Draft]] = []  # by indent, for nested lists
    in_list = False
    for draft in drafts:
        if draft.kind in ("furniture", "contact", "contents"):
            continue
        if draft.kind == "heading":
            outcome = outcome_heading(draft)
            opener, openers, in_list = (opener if outcome else None), [], False
            if outcome:
                opener = None
            continue
        if _is_item(draft, opener):
            indent = draft.unit.indent + 10.0 * draft.depth
            while openers and openers[-1][0] >= indent:
                openers.pop()
            leader = openers[-1][1] if openers else opener
            if leader is not None:
                draft.lead_in = _last_sentence(leader, text)
                if draft.kind == "paragraph" and draft.unit.bullet:
                    draft.kind = "list_item"
            if draft.text.endswith(":"):
                openers.append((indent, draft))
            in_list = True
            continue
        if draft.continues and in_list:
            continue
        openers, in_list = [], False
        opener = draft if _introduces(draft) else None


def _is_item(draft: Draft, opener: Draft | None) -> bool:
    if draft.kind == "list_item" and not draft.continues:
        return True
    if draft.kind in ("decision", "action") and (draft.unit.bullet or draft.printed is not None):
        return True
    if opener is not None and opener.printed is not None and draft.printed is not None:
        above, here = opener.printed, draft.printed
        return here.depth > above.depth and here.parts[: above.depth] == above.parts
    return False


def _introduces(draft: Draft) -> bool:
    last = draft.text.rstrip("*_ ")
    return last.endswith((":", ":-", "–", "—")) or (
        draft.kind == "paragraph" and last[-1:].isalpha() and draft.unit.n_words >= 3
    )


def _last_sentence(draft: Draft, text: str) -> Span | None:
    source = text[draft.unit.start : draft.unit.end]
    found = list(sentences(source, draft.unit.start))
    return found[-1] if found else None
