"""What each unit is: first by its own shape and marks, then by its neighbours, one room of rules after the other.

Reading order of the rooms: sizes, headings in rows, prose in tables, series, headings, contents, attendance, outcomes, quotations, footnotes, continuations.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.documents import BlockKind
from ingest.structure import patterns
from ingest.structure.attendance import people_and_contacts
from ingest.structure.contents import contents
from ingest.structure.continuations import continuations
from ingest.structure.draft import Draft
from ingest.structure.footnotes import footnotes
from ingest.structure.headings import (
    LONGEST_HEADING,
    bracketed,
    emphasised,
    may_head,
    named_headings,
    numbered_headings,
    plain_headings,
    rows_over_text,
    rows_that_are_headings,
)
from ingest.structure.numbering import Printed, bare_number, label_number, printed_number
from ingest.structure.outcomes import outcomes
from ingest.structure.prose_tables import prose_tables
from ingest.structure.quotations import quoted
from ingest.structure.series import series
from ingest.structure.sizes import MUCH_LARGER, body_size, dense_ranks, size_ranks
from ingest.structure.units import Unit


def classify(units: Sequence[Unit], furniture: Sequence[bool]) -> list[Draft]:
    """A draft for every unit, with its kind, printed number and, for headings, the format's rank."""
    size = body_size(units)
    ranks = size_ranks(units, furniture, size)
    below = max(ranks.values(), default=0.0)
    hinted = sum(unit.kind == "heading" or unit.bold for unit in units) >= 1 or bool(ranks)
    drafts: list[Draft] = []
    for n, unit in enumerate(units):
        if furniture[n]:
            drafts.append(Draft(unit, "furniture", unit.text))
        else:
            draft = _draft(unit, size, ranks)
            if draft.kind == "heading" and draft.rank is None and size is not None and not draft.flags:
                draft.rank = below + (1.0 if unit.bold and not unit.italic else 2.0 if unit.bold else 3.0)
            drafts.append(draft)
    dense_ranks(drafts)
    rows_that_are_headings(drafts)
    rows_over_text(drafts)
    prose_tables(drafts)
    series(drafts)
    plain_headings(drafts, hinted)
    numbered_headings(drafts)
    named_headings(drafts)
    contents(drafts)
    people_and_contacts(drafts)
    outcomes(drafts)
    footnotes(drafts, size)
    continuations(drafts)
    return drafts


def _draft(unit: Unit, size: float | None, ranks: dict[float, float]) -> Draft:
    text = unit.text
    printed = label_number(unit.label) if unit.label else printed_number(text)
    rest = text if unit.label else text[printed.length :].lstrip() if printed else text
    kind: BlockKind = unit.kind or "paragraph"
    rank: float | None = None
    if unit.kind == "heading":
        rank = float(unit.level or 1)
        if patterns.CAPTION.match(text):
            return Draft(unit, "caption", rest, None)
        if unit.n_words > 60 or (text.endswith(".") and unit.n_words > LONGEST_HEADING):
            kind, rank = "paragraph", None
        elif printed is None:
            printed = bare_number(text)
            rest = text[printed.length :].lstrip() if printed else text
    elif unit.cells or unit.kind in ("table_row", "footnote", "caption"):
        if unit.kind is None:
            kind = "table_row"
        if kind == "table_row":
            printed = None
    elif patterns.CAPTION.match(text) and unit.n_words <= 60:
        kind, printed = "caption", None
    elif patterns.BASE.match(text.lstrip("*_ ")) or patterns.SURVEY_QUESTION.match(text.lstrip("*_ ")):
        kind, printed = "survey_question", None
    elif quoted(text):
        kind = "quotation"
    elif (
        size is not None
        and unit.size in ranks
        and (unit.bold or unit.size >= size * MUCH_LARGER)
        and may_head(unit)
        and not bracketed(printed)
    ):
        kind, rank = "heading", ranks[unit.size]
    elif emphasised(unit, printed):
        kind, rank = "heading", None
    elif printed is not None:
        kind = _numbered_kind(unit, printed, rest)
        if kind == "paragraph" and printed.shape == "named" and not rest.strip(" :.–—-"):
            kind = "heading"
    if kind == "heading" and printed is None:
        printed = bare_number(text)
        rest = text[printed.length :].lstrip() if printed else text
    if kind not in ("heading", "paragraph", "list_item", "decision", "action", "quotation"):
        printed = None
    made = Draft(unit, kind, rest, printed, rank, flags=list(unit.flags))
    if kind == "list_item":
        made.depth = unit.level or 0
    return made


def _numbered_kind(unit: Unit, printed: Printed, rest: str) -> BlockKind:
    if printed.shape in ("letter", "roman"):
        return "list_item" if rest else "paragraph"
    if printed.shape == "decimal" or printed.shape == "named":
        return "paragraph"
    if printed.bracketed or unit.bullet:
        return "list_item"
    return "paragraph"
