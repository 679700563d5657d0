"""The lines of one unit as the unit: its text, cells, boxes and what is known of its kind."""

from __future__ import annotations

import itertools

from core.documents import BlockKind, Box
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.ocr_lines import block_flags, line_boxes
from ingest.readers.pdf.paragraphs import label_cells
from ingest.structure import patterns
from ingest.structure.units import Unit, visible


def unit_of(members: list[Line], text: str, offset: int) -> Unit:
    """The unit that lines make; `text` is theirs joined, `offset` its place in the document's text, in characters."""
    first = members[0]
    tag = first.tag
    words = visible(text)
    kind: BlockKind | None = None
    level = None
    cells: tuple[str, ...] = ()
    if tag is not None:
        if tag.kind == "heading":
            kind, level = "heading", tag.level
        elif tag.kind == "table_row":
            kind, cells = "table_row", _tagged_cells(members)
        elif tag.kind in ("caption", "footnote", "quotation", "contents"):
            kind = tag.kind
        elif tag.kind == "list_item":
            level = tag.level
    if kind is None and len(members) == 1 and first.cells and not label_cells(first):
        cells = first.cells
    bullet = patterns.BULLET.match(words)
    if bullet and kind is None:
        kind = "list_item"
        words = words[bullet.end() :].strip()
    return Unit(
        offset,
        offset + len(text),
        words,
        kind=kind,
        level=level,
        size=max(line.size for line in members) if len(members) == 1 else first.size,
        bold=all(line.bold for line in members),
        italic=all(line.italic for line in members),
        cells=cells,
        page=first.page,
        boxes=_boxes(members),
        flags=block_flags(members),
        indent=round(first.x0, 1),
        edge=first.edge,
        bullet=bullet is not None,
        header_row=tag is not None and tag.header,
    )


def joined(members: list[Line]) -> str:
    """The lines of a unit; in a row of a table a tab ends each cell, empty ones too, and a newline parts a cell's lines."""
    first = members[0].tag
    parts = ["\t" * first.cell if first is not None and first.kind == "table_row" and not members[0].cells else ""]
    parts.append(members[0].text)
    for last, line in itertools.pairwise(members):
        row = last.tag is not None and line.tag is not None and last.tag.kind == line.tag.kind == "table_row"
        cells = line.tag.cell - last.tag.cell if row else 0  # type: ignore[union-attr]
        parts.append("\n" if cells == 0 else "\t" * max(1, cells - line.text.count("\t")))
        parts.append(line.text)
    return "".join(parts) + "\n"


def _tagged_cells(members: list[Line]) -> tuple[str, ...]:
    """A printed line may run over several cells; its tag is that of its end, and tabs part the cells before."""
    if len(members) == 1 and members[0].cells:
        return members[0].cells
    return tuple(visible(cell) for cell in joined(members).split("\t"))


def _boxes(members: list[Line]) -> tuple[Box, ...]:
    """One box a page and column: the lines' together. Where OCR read the page, one a line."""
    scanned = line_boxes(members)
    if scanned is not None:
        return scanned
    found: dict[tuple[int, int], list[float]] = {}
    for line in members:
        box = found.setdefault((line.page, line.column), [line.x0, line.y0, line.x1, line.y1])
        box[0], box[1] = min(box[0], line.x0), min(box[1], line.y0)
        box[2], box[3] = max(box[2], line.x1), max(box[3], line.y1)
        if line.first < 0:  # put together of parts, raised letters among them
            for part in line.boxes:
                box[1], box[3] = min(box[1], part[1]), max(box[3], part[3])
    return tuple((page, *(round(value, 1) for value in box)) for (page, _), box in found.items())  # type: ignore[misc]
