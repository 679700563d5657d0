"""Small numbers kept out of tables about people.

Primary: a cell whose n, or whose base less n, is below the threshold says nothing (zeros included: that nobody in a small
group said a thing can disclose as much as that one did). A group whose base is below the threshold says nothing at all.
Secondary: where the published total of a row or column would give the suppressed cells of it away (one cell alone, or
several that must all be nought), the smallest others go too. This works within one table; linked tables need an audit of the whole set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coding.counts import CountRow
from coding.tallies import Group


def suppress(rows: Sequence[CountRow], threshold: int) -> list[CountRow]:
    """The rows with those suppressed that a threshold of at least 1 forbids; 0 suppresses nothing."""
    if threshold <= 0:
        return list(rows)
    bases = {row.group: (row.base or 0, row.base or 0) for row in rows}
    hidden_bases = _hidden(bases, {group for group, (size, _) in bases.items() if size < threshold}, threshold)
    by_code: dict[str, list[CountRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    hidden: set[tuple[str, Group]] = set()
    for code, cells in by_code.items():
        sizes = {row.group: _parts(row) for row in cells}
        small = {group for group, parts in sizes.items() if min(parts) < threshold} | hidden_bases
        hidden |= {(code, group) for group in _hidden(sizes, small, threshold)}
    made = []
    for row in rows:
        if (row.code, row.group) in hidden:
            row = replace(row, n=None, percent=None, low=None, high=None, sampled=None, suppressed=True)
        if row.group in hidden_bases:
            row = replace(row, base=None)
        made.append(row)
    return made


def _parts(row: CountRow) -> tuple[int, int]:
    """(how many bear the code, how many do not), among those counted."""
    n, base = row.n or 0, row.base or 0
    counted = row.sampled if row.method == "human_sample" and row.sampled is not None else base
    return n, max(counted - n, 0)


def _hidden(sizes: Mapping[Group, tuple[int, int]], small: Iterable[Group], threshold: int) -> set[Group]:
    """Groups to hide: the small ones, and then, along each line of the table, others until what a published total leaves for
    the hidden cells together gives none of them away: at least two of them hold anybody, and together they hold at least
    `threshold` with the code and `threshold` without (else all of them would be known to be nought, or to be whole). Then a
    hidden cell can be anything over a range of min(its size, threshold, the others' size) (Hundepool et al. 2012,
    "Statistical Disclosure Control", on secondary suppression)."""
    hidden = set(small)
    changed = True
    while changed:
        changed = False
        for line in _lines(list(sizes)):
            out = [group for group in line if group in hidden]
            left = [group for group in line if group not in hidden]
            if out and left and not _safe([sizes[group] for group in out], threshold):
                hidden.add(min(left, key=lambda group: (sizes[group], group)))
                changed = True
    return hidden


def _safe(parts: Sequence[tuple[int, int]], threshold: int) -> bool:
    holding = sum(bearing + other > 0 for bearing, other in parts)
    return holding >= 2 and min(sum(part[0] for part in parts), sum(part[1] for part in parts)) >= threshold


def _lines(groups: Sequence[Group]) -> list[list[Group]]:
    """The lines along which a total is published: all groups of one attribute; of two, each row and each column."""
    if not groups or not groups[0]:
        return []
    if len(groups[0]) == 1:
        return [list(groups)]
    made = []
    for fixed in range(len(groups[0])):
        lines: dict[tuple[str, str], list[Group]] = {}
        for group in groups:
            lines.setdefault(group[fixed], []).append(group)
        made += list(lines.values())
    return made
