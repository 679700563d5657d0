"""Tables that only set numbers beside paragraphs, as minutes and letters do: their rows are numbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.structure.draft import Draft
from ingest.structure.numbering import label_number

FEWEST_ROWS = 3  # numbered rows of prose that show what a table is for
SHARE_OF_ROWS = 0.6
FEWEST_WORDS = 8  # in a cell of prose; the median row has twice as many
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|\d{1,4}/\d{1,4})?\.?\s*(?:\(?[a-z]{1,3}\))?")


def prose_tables(drafts: Sequence[Draft]) -> None:
    """Rows of a number and a cell of sentences become numbered paragraphs, those without a number paragraphs."""
    for rows in _tables(drafts):
        numbered = [row for row in rows if _parts(row) is not None]
        lengths = sorted(len(parts[1].split()) for row in numbered if (parts := _parts(row)) is not None)
        widest = max((len([cell for cell in row.unit.cells if cell.strip()]) for row in rows), default=0)
        if (
            len(numbered) < FEWEST_ROWS
            or len(numbered) < SHARE_OF_ROWS * len(rows)
            or lengths[len(lengths) // 2] < 2 * FEWEST_WORDS
            or widest > 2
            or any(row.unit.header_row for row in rows)
        ):
            continue
        for row in rows:
            parts = _parts(row)
            if parts is not None:
                row.printed, row.rest = label_number(parts[0]), parts[1]
                row.kind = "paragraph"
            elif len([cell for cell in row.unit.cells if cell.strip()]) == 1 and row.unit.n_words >= FEWEST_WORDS:
                row.kind = "paragraph"


def _tables(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Rows that follow each other; headings and furniture between them part no table."""
    rows: list[Draft] = []
    for draft in drafts:
        if draft.kind == "table_row":
            rows.append(draft)
        elif draft.kind not in ("furniture", "heading"):
            if rows:
                yield rows
            rows = []
    if rows:
        yield rows


def _parts(row: Draft) -> tuple[str, str] | None:
    """The number and the words of a row that has just these two cells, the words at least a short sentence."""
    cells = [cell.strip() for cell in row.unit.cells if cell.strip()]
    if len(cells) != 2 or not cells[0] or _NUMBER.fullmatch(cells[0]) is None or label_number(cells[0]) is None:
        return None
    return (cells[0], cells[1]) if len(cells[1].split()) >= FEWEST_WORDS else None
