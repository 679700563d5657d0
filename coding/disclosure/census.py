"""What the tables of a question hold together, before anything is left out: the numbers that disclosure control guards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coding.counts import count_table, sampled_codes
from coding.tallies import Coded, Group, Grouping, grouping, tally
from core.codebooks import Codebook
from core.errors import UsageError
from core.responses import Response

Numbers = NDArray[np.float64]
Line = tuple[int, tuple[int, ...]]
MOST_NUMBERS = 4_000  # of one two-way table: bases and counts of all codes, which the audit looks at together


@dataclass(frozen=True, slots=True)
class Census:
    """cells: the whole () first, then the groups of every one-way table, then of the two-way tables.

    size: (n_cells,) responses that can be coded, the smallest of the three bases. bearing, other: (n_cells, n_codes) how many
    of those counted bear the code, and do not; where the machine's labels correct a sample, the estimated numbers. lines: (cell, the
    cells that it is the sum of), those of one-way tables first; `one_way` of them."""

    cells: tuple[Group, ...]
    codes: tuple[str, ...]
    size: Numbers
    bearing: Numbers
    other: Numbers
    lines: tuple[Line, ...]
    one_way: int

    def at(self, group: Group) -> int:
        return self.cells.index(group)


def take_census(
    codebook: Codebook,
    responses: Sequence[Response],
    data: Coded,
    attributes: Sequence[str],
    pairs: Sequence[tuple[str, str]] = (),
) -> Census:
    """The whole, the one-way table of every attribute, and the two-way tables of `pairs`. Raises UsageError where the pairs
    form a ring (A by B, B by C, C by A): what three such tables give away together is not worked out; or a two-way table is too
    large to be audited."""
    refuse_rings(pairs)
    singles = list(dict.fromkeys([*attributes, *(name for pair in pairs for name in pair)]))
    tables = [grouping(responses, by, data.asked, complete=True) for by in ((), *((name,) for name in singles), *pairs)]
    for table in tables:
        most = MOST_NUMBERS // (len(codebook.codes) + 1)
        if len(table.by) == 2 and len(table.groups) > most:
            raise UsageError(
                f"The table by {' and '.join(table.by)} has {len(table.groups):,} crossings. Small numbers can be kept safe in "
                f"two-way tables of up to {most} with this code frame; group the values of an attribute first."
            )
    parts = [_numbers(codebook, data, table) for table in tables]
    cells = tuple(group for table in tables for group in table.groups)
    lines = _lines(cells)
    return Census(
        cells,
        tuple(code.code for code in codebook.codes),
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        tuple(lines),
        sum(not cells[parent] for parent, _ in lines),
    )


def _numbers(codebook: Codebook, data: Coded, table: Grouping) -> tuple[Numbers, Numbers, Numbers]:
    counted = tally(data, table, "codable")
    drawn = np.array(sampled_codes(data), dtype=bool)
    judged = np.where(drawn, counted.drawn_judged, counted.judged).astype(np.float64)
    bearing = np.where(drawn, counted.drawn_positive, counted.positive).astype(np.float64)
    size = counted.base.astype(np.float64)
    if data.machine is not None and drawn.any():
        for row, at in zip(count_table(codebook, data, table, "codable"), _places(codebook, table)):
            cell, code = at
            if row.method == "machine_assisted" and row.n is not None and row.base:
                bearing[cell, code], judged[cell, code] = row.n, row.base
    return size, bearing, judged - bearing


def _places(codebook: Codebook, table: Grouping) -> list[tuple[int, int]]:
    return [(cell, code) for code in range(len(codebook.codes)) for cell in range(len(table.groups))]


def _lines(cells: Sequence[Group]) -> list[Line]:
    """Every sum that the tables print: the whole of each attribute's groups, each group of its cells in a two-way table."""
    at = {cell: n for n, cell in enumerate(cells)}
    children: dict[tuple[Group, tuple[str, ...]], list[int]] = {}
    for cell, n in at.items():
        if len(cell) == 1:
            children.setdefault(((), (cell[0][0],)), []).append(n)
    for cell, n in at.items():
        if len(cell) == 2:
            by = tuple(name for name, _ in cell)
            for kept in cell:
                children.setdefault(((kept,), by), []).append(n)
    return [(at[parent], tuple(below)) for (parent, _), below in children.items()]


def refuse_rings(pairs: Sequence[tuple[str, str]]) -> None:
    """Raises UsageError where the pairs of attributes, as edges, do not form a forest."""
    above: dict[str, str] = {}

    def root(name: str) -> str:
        while above.get(name, name) != name:
            name = above[name]
        return name

    for a, b in dict.fromkeys(tuple(sorted(pair)) for pair in pairs):
        if root(a) == root(b):
            raise UsageError(
                f"The two-way tables asked for form a ring ({a} by {b} closes it); what such tables give away together is not "
                "worked out here. Leave one of them out."
            )
        above[root(a)] = root(b)
