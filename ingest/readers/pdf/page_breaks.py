"""Rows of a table that run over a page break: what stands on the next page is put to the row it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf.lines import Line

ALIGNED = 8.0  # points between the left edges of a cell's parts on two pages


def join_rows(pages: Sequence[list[Line]]) -> None:
    """Moves the rest of a broken row from the top of a page to the end of the page before, each cell's lines to its own
    cell; the lines keep their page and place. Running lines must have been marked (`edge`)."""
    for above, below in pairwise(pages):
        row = _row_at(above, -1)
        rest = _row_at(below, 0)
        if rest and row and rest[0].tag is not None and rest[0].tag.header:  # the heading row is printed again
            again = {id(line) for line in rest}
            rest = _row_at([line for line in below if id(line) not in again], 0)
        if not row or not rest or not _goes_on(row, rest):
            continue
        cells = sorted({line.tag.cell for line in row if line.tag is not None})
        tags = {line.tag.cell: line.tag for line in row if line.tag is not None}
        moved = {id(line) for line in rest}
        joined: list[Line] = []
        for cell in cells:
            joined += [line for line in row if line.tag is not None and line.tag.cell == cell]
            for line in rest:
                if line.tag is not None and line.tag.cell == cell:
                    joined.append(replace(line, tag=tags[cell]))
        members = {id(line) for line in row}
        at = next(n for n, line in enumerate(above) if id(line) in members)
        above[:] = [*above[:at], *joined, *(line for line in above[at:] if id(line) not in members)]
        below[:] = [line for line in below if id(line) not in moved]


def _row_at(lines: Sequence[Line], end: int) -> list[Line]:
    """The row that the first (0) or last (-1) line of the body belongs to; empty where that is no row."""
    body = [line for line in lines if not line.edge and not line.artifact]
    if not body:
        return []
    tag = body[end].tag
    if tag is None or tag.kind != "table_row":
        return []
    return [line for line in body if line.tag is not None and line.tag.block == tag.block]


def _goes_on(row: Sequence[Line], rest: Sequence[Line]) -> bool:
    """Whether `rest` ends the sentences that `row` leaves open: its cells stand under filled ones and one of them begins
    in the middle of a sentence."""
    begun: dict[int, list[Line]] = {}
    for line in row:
        if line.tag is not None:
            begun.setdefault(line.tag.cell, []).append(line)
    first: dict[int, Line] = {}
    for line in rest:
        if line.tag is not None:
            first.setdefault(line.tag.cell, line)
    if not set(first) <= set(begun):
        return False
    if any(abs(line.x0 - min(part.x0 for part in begun[cell])) > ALIGNED for cell, line in first.items()):
        return False
    open_cells = [
        cell
        for cell, line in first.items()
        if line.text[:1].islower() and begun[cell][-1].text.rstrip()[-1:] not in ".!?:;"
    ]
    return bool(open_cells) and (len(open_cells) == len(first) or len(first) < len(begun))
