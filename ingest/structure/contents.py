"""Contents pages: the lines that name a heading and its page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure import patterns
from ingest.structure.draft import Draft

FEWEST_CONTENTS_ROWS = 4
_LETTER = re.compile(r"[^\W\d_]")


def contents(drafts: Sequence[Draft]) -> None:
    """Contents pages: what follows a contents heading and ends in a page number; and long runs of such lines anywhere."""
    inside = False
    misses = 0
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if patterns.CONTENTS_HEADING.fullmatch(draft.text.strip(" :*")) and draft.unit.n_words <= 6:
            inside, misses = True, 0
            if draft.kind != "heading" and not patterns.LEADER.search(draft.text):
                draft.kind = "heading"
            continue
        if not inside:
            continue
        if _ends_in_page(draft):
            draft.kind, draft.printed, misses = "contents", None, 0
        elif draft.kind == "heading" and draft.unit.kind == "heading":
            inside = False
        else:
            misses += 1
            if misses > 2 or draft.unit.n_words > 30:
                inside = False
    run: list[Draft] = []
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if draft.kind != "contents" and _leader(draft) and not _figures_row(draft):
            run.append(draft)
            continue
        _make_contents(run)
        run = []
    _make_contents(run)


def _make_contents(run: Sequence[Draft]) -> None:
    if len(run) >= FEWEST_CONTENTS_ROWS:
        for row in run:
            row.kind, row.printed = "contents", None


def _leader(draft: Draft) -> bool:
    cells = [cell for cell in draft.unit.cells if cell.strip()]
    if cells:
        return (
            len(cells) in (2, 3)
            and re.fullmatch(r"(?:p\.?\s*)?\d{1,3}(?:\s*[-–—]\s*\d{1,3})?", cells[-1].strip()) is not None
            and bool(
                re.match(
                    r"(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?\s|(?:Figure|Table|Appendix|Annex|Chapter|Item)\b)", cells[0] + " "
                )
            )
            and len(cells[0]) + len(cells[-2]) > 6
        )
    return (
        draft.kind != "heading"
        and patterns.leader(draft.text)
        and bool(_LETTER.search(draft.text))
        and re.search(r"[.…_]{3,}|-{3,}|(?:\. ){3,}|\t", draft.text) is not None
    )


def _figures_row(draft: Draft) -> bool:
    return sum(bool(re.search(r"\d", cell)) for cell in draft.unit.cells[1:]) >= 2


def _ends_in_page(draft: Draft) -> bool:
    text = draft.text
    return bool(
        (patterns.LEADER.search(text) or patterns.ENDS_IN_PAGE.search(text))
        and _LETTER.search(text)
        and len(text) < 400
    )
