"""The first row of a table: whether it heads the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.pdf.cells import Cell, is_figure
from ingest.readers.pdf.lines import Line

_YEAR = re.compile(r"\s*(?:19|20)\d\d(?:\s*[/–-]\s*\d\d(?:\d\d)?)?\s*")


def mark_headers(lines: Sequence[Line]) -> None:
    """Marks the first row of a tagged table as its header where it is one and the file does not say so."""
    found: dict[int, dict[int, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))  # table, row, column
    marked: set[int] = set()
    for line in lines:
        tag = line.tag
        if tag is None or tag.kind != "table_row":
            continue
        if tag.header:
            marked.add(tag.table)
        found[tag.table][tag.block].setdefault(tag.cell, Cell(tag.block, tag.cell)).lines.append(line)
    for table, rows in found.items():
        if table in marked or not is_header([list(cells.values()) for cells in rows.values()]):
            continue
        for cell in next(iter(rows.values())).values():
            for line in cell.lines:
                if line.tag is not None:
                    line.tag = replace(line.tag, header=True)


def is_header(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row heads the others: bold alone, or words over columns of figures."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first = rows[0]
    if any(is_figure(cell.text) and not _YEAR.fullmatch(cell.text) for cell in first[1:]):
        return False
    bold = [all(line.bold for cell in row for line in cell.lines) for row in rows]
    if bold[0] and not all(bold[1:]):
        return True
    later = [cell for row in rows[1:] for cell in row if cell.column]
    figures = sum(is_figure(cell.text) for cell in later)
    return bool(later) and figures > 0.5 * len(later)
