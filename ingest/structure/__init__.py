"""Units to blocks, the same pass for every format. Reading order: units, numbering,
patterns, lone_numbers, furniture, kinds, agenda, report_headers, item_marks, reports, outline, footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.documents import Block, Span
from ingest.structure.agenda import list_agenda
from ingest.structure.draft import Draft
from ingest.structure.footnotes import join_notes
from ingest.structure.furniture import furniture
from ingest.structure.kinds import classify
from ingest.structure.lone_numbers import joined_numbers
from ingest.structure.outline import outline
from ingest.structure.reports import contents_rows, find_reports, set_items
from ingest.structure.units import Unit, visible

LONGEST_LOOKED_AT = 5_000  # characters of one unit

__all__ = ["Unit", "structure", "visible"]


def structure(text: str, units: Sequence[Unit]) -> tuple[Block, ...]:
    """The blocks of a document, tiling `text`, from the units that its reader made (which tile it)."""
    units = [unit if len(unit.text) <= LONGEST_LOOKED_AT else _shortened(unit) for unit in units]
    units = joined_numbers(units)
    drafts = classify(units, furniture(units))
    listed = list_agenda(drafts)
    starts = find_reports(drafts, listed)
    contents_rows(drafts, listed, starts)
    set_items(drafts, starts)
    outline(drafts, text)
    join_notes(drafts, text)
    return tuple(_block(draft) for draft in drafts)


def _shortened(unit: Unit) -> Unit:
    """What tells a unit's kind stands at its ends: nothing searches through a million letters for it."""
    return replace(unit, text=f"{unit.text[: LONGEST_LOOKED_AT - 200]} {unit.text[-200:]}")


def _block(draft: Draft) -> Block:
    unit = draft.unit
    level = draft.level
    if level is None and draft.kind == "list_item" and draft.depth:
        level = draft.depth
    return Block(
        span=Span(unit.start, unit.end),
        kind=draft.kind,
        level=level,
        number=draft.printed.number if draft.printed is not None and draft.kind != "furniture" else None,
        paragraph=draft.paragraph,
        section=draft.section,
        item=draft.item,
        page=unit.page,
        boxes=unit.boxes,
        flags=tuple(dict.fromkeys((*unit.flags, *draft.flags, *(["header"] if unit.header_row else [])))),
        lead_in=draft.lead_in,
    )
