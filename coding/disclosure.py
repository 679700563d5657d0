"""Small numbers kept out of tables about people.

Primary: a cell whose n, or whose base less n, is below the threshold says nothing (zeros included: that nobody in a small
group said a thing can disclose as much as that one did). A group whose base is below the threshold says nothing at all.
Secondary: where one cell alone along a row or column of a table would be suppressed, the smallest other goes too, since
a published total would give it away. This works within one table; linked tables need an audit of the whole set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from coding.counts import CountRow, Group


def suppress(rows: Sequence[CountRow], threshold: int) -> list[CountRow]:
    """The rows with those suppressed that a threshold of at least 1 forbids; 0 suppresses nothing."""
    if threshold <= 0:
        return list(rows)
    hidden_bases = _hidden(
        {row.group: row.base or 0 for row in rows},
        lambda size: 0 < size < threshold,
        grouped=bool(rows and rows[0].group),
    )
    by_code: dict[str, list[CountRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    hidden: set[tuple[str, Group]] = set()
    for code, cells in by_code.items():
        counted = {row.group: row.n or 0 for row in cells}
        small = {row.group for row in cells if _small(row, threshold)} | hidden_bases
        hidden |= {(code, group) for group in _hidden(counted, lambda _n: False, bool(cells[0].group), small)}
    made = []
    for row in rows:
        if (row.code, row.group) in hidden:
            row = replace(row, n=None, percent=None, low=None, high=None, sampled=None, suppressed=True)
        if row.group in hidden_bases:
            row = replace(row, base=None)
        made.append(row)
    return made


def _small(row: CountRow, threshold: int) -> bool:
    n, base = row.n or 0, row.base or 0
    counted = row.sampled if row.method == "human_sample" and row.sampled is not None else base
    return n < threshold or counted - n < threshold


def _hidden(
    sizes: dict[Group, int], small: Callable[[int], bool], grouped: bool, already: Iterable[Group] = ()
) -> set[Group]:
    """Groups to hide: the small ones, `already`, and then, along each line of the table, the smallest other where one alone
    is hidden, until no line has just one."""
    hidden = set(already) | {group for group, size in sizes.items() if small(size)}
    if not grouped:
        return hidden
    changed = True
    while changed:
        changed = False
        for line in _lines(list(sizes)):
            out = [group for group in line if group in hidden]
            left = [group for group in line if group not in hidden]
            if len(out) == 1 and left:
                hidden.add(min(left, key=lambda group: (sizes[group], group)))
                changed = True
    return hidden


def _lines(groups: Sequence[Group]) -> list[list[Group]]:
    """The lines along which a total is published: all groups of one attribute; of two, each row and each column."""
    if not groups or len(groups[0]) == 1:
        return [list(groups)]
    made = []
    for fixed in range(len(groups[0])):
        lines: dict[tuple[str, str], list[Group]] = {}
        for group in groups:
            lines.setdefault(group[fixed], []).append(group)
        made += list(lines.values())
    return made
