"""The marks that packs print on the first page of each report: "Agenda Item 7", "Item No: 5", "ITEM 4 - Budget"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.agenda import NUMBER
from ingest.structure.draft import Draft

_TITLED = r"(?:\s*[:.–—-]\s+(?P<title>\S.{2,160})|\s*)"
_MARK = re.compile(
    rf"(?:agenda\s+)?item(?:\s+(?:no\b\.?|number))?\s*[:.–—-]?\s*(?P<number>{NUMBER})[.)]?{_TITLED}", re.IGNORECASE
)
_MARK_AFTER = re.compile(  # "Some Council | Agenda Item 4"
    rf"(?P<lead>\S.{{0,60}}?)[\s|–—-]+agenda\s+item(?:\s+(?:no\b\.?|number))?\s*[:.–—-]?\s*(?P<number>{NUMBER})[.)]?{_TITLED}",
    re.IGNORECASE,
)
_RUNNING_MARK = re.compile(  # in a running line: "Some Council   Item 4: Budget"
    rf"(?P<lead>\S.{{0,80}}?)[\s|–—-]+item\s+(?P<number>{NUMBER})\s*[:–—-]\s+(?P<title>\S.{{2,160}})", re.IGNORECASE
)
_IN_RUNNING_TEXT = re.compile(r"\b(?:see|in|at|under|of|and|on|from|to|the|this|by|for)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """draft: the index of the line; title: as the mark itself prints it, or None."""

    draft: int
    number: str
    title: str | None


def mark_of(draft: Draft) -> tuple[str, str | None] | None:
    """(number, title or None) where a line is the mark of an item: "Agenda Item 7", "Item No: 5", "ITEM 4 - Budget"."""
    cells = [cell.strip(" *") for cell in draft.unit.cells if cell.strip(" *")]
    if len(cells) >= 2 and re.fullmatch(
        r"agenda item(?: no\.?| number)?\s*:?|item no\.?\s*:?", cells[0], re.IGNORECASE
    ):
        if re.fullmatch(NUMBER, cells[1].rstrip(".)"), re.IGNORECASE):
            return cells[1].rstrip(".)"), None
    for text in (draft.text.strip(" *"), *(cells if len(cells) > 1 else ())):
        if len(text) > 220:
            continue
        match = _MARK.fullmatch(text)
        if match is None:
            match = _MARK_AFTER.fullmatch(text)
            if match is None and draft.kind == "furniture":
                match = _RUNNING_MARK.fullmatch(text)
            if match is None or _IN_RUNNING_TEXT.search(match["lead"]):
                continue
        if match["title"] and (
            draft.unit.n_words > 25 or match["title"][-1] in ".;," or not match["title"][0].isupper()
        ):
            continue
        if draft.kind in ("contents", "table_row", "list_item") and not text.casefold().startswith("agenda"):
            continue
        return match["number"].rstrip("."), match["title"]
    return None


def marks_in(drafts: Sequence[Draft], begin: int) -> list[Mark]:
    """The marks from a draft on, in order; of a mark that runs over the pages of a report the first."""
    found = []
    running: str | None = None
    for n in range(begin, len(drafts)):
        draft = drafts[n]
        if draft.unit.n_words <= 30 and (mark := mark_of(draft)) is not None:
            if draft.kind == "furniture":
                if mark[0] == running:
                    continue
                running = mark[0]
            found.append(Mark(n, *mark))
    return found
