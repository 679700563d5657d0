"""Tables that only set out prose, as minutes and cover sheets are often typed: told apart, and unpacked into lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.pdf.cells import FIRST_BLOCK, PART, Cell
from ingest.readers.pdf.headers import is_header
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.tags import Tag
from ingest.structure import patterns
from ingest.structure.numbering import label_number, printed_number

TITLE = 8  # words of a title in the first column, at most
SHORT_MINUTE = 20  # words of a cell from which, beside a number, it is a paragraph and not an entry
LONG_MINUTE = 80  # the same under a heading row
_LETTER = re.compile(r"[^\W\d_]")


def is_page_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table only sets out prose: numbers or letters in its first column, running text in its second, and at
    most names in its third. Minutes are often typed so; a list of actions under a heading row is a table."""
    if max(cell.column for row in rows for cell in row) > 2:
        return False
    carried = len(rows) > 1  # the first row of a page may be the rest of one, its empty cells left out
    labels = [cell for row in rows[carried:] for cell in row if cell.column == 0 and len(row) > 1]
    texts = [cell for row in rows[carried:] for cell in row if cell.column == 1]
    if carried:
        texts.append(max(rows[0], key=lambda cell: len(cell.text)))
    if not labels or not texts or sum(map(_is_label, labels)) < 0.8 * len(labels):
        return False
    if any(len(line.text.split()) > 4 for row in rows for cell in row if cell.column == 2 for line in cell.lines):
        return False
    words = sum(len(cell.text.split()) for cell in texts) / len(texts)
    titled = sum(cell.lines[0].bold and not cell.lines[-1].bold for cell in texts)
    if is_header(rows):
        return titled >= 0.5 * len(texts) or words >= LONG_MINUTE
    return words >= SHORT_MINUTE


def is_form_prose(row: Sequence[Cell]) -> bool:
    """Whether a row of two cells is a list of numbered or lettered paragraphs beside its title, as on cover sheets."""
    if len(row) != 2 or len(row[0].text.split()) > TITLE or len(row[1].text.split()) < 2 * SHORT_MINUTE:
        return False
    starts = [line for line in row[1].lines if _begins_item(line.text)]
    return len(starts) >= 2 and not _is_label(row[0])


def _begins_item(text: str) -> bool:
    printed = printed_number(text)
    return (printed is not None and bool(_LETTER.search(text[printed.length :]))) or bool(patterns.BULLET.match(text))


def _is_label(cell: Cell) -> bool:
    """Whether a cell holds only the number or letter of a paragraph."""
    text = cell.text.strip()
    printed = label_number(text)
    return printed is not None and len(text) <= 9 and printed.length >= len(text.rstrip(".) "))


def unpacked(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a table that is no table, in reading order, untagged; a label stands on the first line of its text,
    and the names in a third column, who is to act, are rows of their own."""
    placed: list[Line] = []
    for row in rows:
        label: Line | None = None
        for cell in row:
            first = cell.lines[0]
            names = cell.column == 2 or (cell.column == 1 and not _is_label(row[0]) and row[0].column == 0)
            beside = Tag(first.tag.block if first.tag else 0, "table_row") if names else None  # who is to act
            for line in cell.lines:
                line.tag = beside
            if cell.column == 0 and len(row) > 1 and _is_label(cell) and len(cell.lines) == 1:
                label = first
                continue
            if label is not None and abs(label.middle - first.middle) < 0.5 * max(first.size, 4.0):
                first = _labelled(label, first)
                placed += [first, *cell.lines[1:]]
            else:
                placed += [*([label] if label is not None else []), *cell.lines]
            label = None
        if label is not None:
            placed.append(label)
    return placed


def _labelled(label: Line, line: Line) -> Line:
    return replace(
        line,
        text=f"{label.text}\t{line.text}",
        x0=label.x0,
        y0=min(label.y0, line.y0),
        y1=max(label.y1, line.y1),
        boxes=label.boxes + line.boxes,
        cells=(label.text, line.text),
        cell_xs=(label.x0, line.x0),
        first=-1,
    )


def unpack_layout(lines: list[Line]) -> list[Line]:
    """The lines with those of tagged tables that only set out prose unpacked."""
    found: dict[int, dict[int, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))  # table, row, column
    for line in lines:
        tag = line.tag
        if tag is not None and tag.kind == "table_row" and tag.block < FIRST_BLOCK:
            found[tag.table][tag.block].setdefault(tag.cell, Cell(tag.block, tag.cell)).lines.append(line)
    for rows in found.values():
        table = [[cells[column] for column in sorted(cells)] for cells in rows.values()]
        if not is_page_layout(table):
            _untag_lists(table)
            continue
        members = {id(line) for row in table for cell in row for line in cell.lines}
        at = next(n for n, line in enumerate(lines) if id(line) in members)
        lines = lines[:at] + unpacked(table) + [line for line in lines[at:] if id(line) not in members]
    return lines


def _untag_lists(rows: Sequence[Sequence[Cell]]) -> None:
    """Takes the tags off the rows that only set a list beside its title; the rows after one are another table's."""
    shift = 0
    for row in rows:
        prose = is_form_prose(row)
        for cell in row:
            for line in cell.lines:
                if line.tag is not None:
                    line.tag = None if prose else replace(line.tag, table=line.tag.table + shift)
        shift += PART * prose
