"""Which numbers of a set of tables say nothing, so that the others do not give them away.

Primary: a cell that fewer than the threshold bear, or fewer do not (noughts included: that nobody of a small group said a
thing can disclose as much as that one did); a group of fewer than the threshold says nothing at all, its base included.
Secondary: along every line whose sum is published, others go with them until what the sum leaves for the suppressed cells
together tells nothing of one of them; then the audit (a linear program) is asked, and while it works a number out, one more goes.

The three bases share one pattern (a number that one of them would have to suppress is suppressed in all), and one-way tables
are decided by themselves, so that they are the same whichever two-way table stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coding.disclosure.audit import Audit, Hidden, audit, silent_cells
from coding.disclosure.census import Census, Line, Numbers
from coding.tallies import Group

MOST_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Pattern:
    """`bases`: groups that say nothing at all. `cells`: (code, group) that say nothing, those of `bases` among them."""

    threshold: int
    bases: frozenset[Group]
    cells: frozenset[tuple[str, Group]]
    audit: Audit

    def hides(self, code: str, group: Group) -> bool:
        return (code, group) in self.cells


NOTHING_HIDDEN = Pattern(0, frozenset(), frozenset(), Audit(0, (), float("inf")))


def protect(census: Census, threshold: int) -> Pattern:
    """The pattern for a threshold of at least 1. Its audit exposes nothing, or names what could not be protected."""
    hidden_base = census.size < threshold
    singles, doubles = census.lines[: census.one_way], census.lines[census.one_way :]
    _close(hidden_base, census.size, census.size, None, singles, threshold)
    _close(hidden_base, census.size, census.size, None, doubles, threshold)
    hidden = (np.minimum(census.bearing, census.other) < threshold) | hidden_base[:, None]
    codes = range(len(census.codes))

    def close(code: int) -> None:
        column = hidden[:, code]
        for lines in (singles, doubles):
            known = ~silent_cells(census, hidden_base, hidden)
            _close(column, census.bearing[:, code], census.other[:, code], known, lines, threshold)

    for code in codes:
        close(code)
    for turn in range(MOST_ROUNDS):
        made = audit(census, hidden_base, hidden, threshold)
        if not made.exposed or not doubles:
            break
        changed, everything = False, turn >= MOST_ROUNDS // 2
        for code, cell in made.exposed:
            column = hidden_base if code < 0 else hidden[:, code]
            number = census.size if code < 0 else np.minimum(census.bearing, census.other)[:, code]
            gone = _hide_one_more(column, number, cell, doubles, everything=everything)
            if not gone and code >= 0:  # all of its lines say nothing already: what is left to tell are their bases
                gone = _hide_one_more(hidden_base, census.size, cell, doubles, everything=everything)
            changed |= gone
        if not changed:
            break
        _close(hidden_base, census.size, census.size, None, doubles, threshold)
        hidden |= hidden_base[:, None]
        for code in codes:
            close(code)
    return Pattern(
        threshold,
        frozenset(census.cells[n] for n in np.flatnonzero(hidden_base)),
        frozenset((census.codes[code], census.cells[n]) for n, code in zip(*np.nonzero(hidden))),
        made,
    )


def _close(
    hidden: Hidden, bearing: Numbers, other: Numbers, known: Hidden | None, lines: tuple[Line, ...], threshold: int
) -> None:
    """Hides more cells, in place, until every line is safe. `known`: cells of
    which it is printed how many were coded.

    A suppressed cell of base c on a line whose suppressed cells hold W with the code and V without can be anything over a
    range of min(c, W, V, W + V - c): all of these must reach the threshold, and two cells at least must hold anybody
    (Hundepool et al. 2012, "Statistical Disclosure Control", chapter 4, on secondary suppression). Below a suppressed sum
    everything is suppressed."""
    order = [(parent, np.array(children, dtype=np.int64)) for parent, children in lines]
    changed = True
    while changed:
        changed = False
        for parent, children in order:
            out = hidden[children]
            if hidden[parent]:
                if not out.all():
                    hidden[children] = True
                    changed = True
                continue
            while out.any() and not out.all() and not _safe(children[out], bearing, other, known, threshold):
                left = children[~out]
                smallest = np.lexsort((left, bearing[left], np.minimum(bearing, other)[left]))
                hidden[left[smallest[0]]] = True
                out = hidden[children]
                changed = True


def _safe(cells: NDArray[np.int64], bearing: Numbers, other: Numbers, known: Hidden | None, threshold: int) -> bool:
    bases = bearing[cells] + (other[cells] if known is not None else 0)
    if (bases > 0).sum() < 2 or min(bearing[cells].sum(), other[cells].sum()) < threshold:
        return False
    if known is None:
        return True
    seen = bases[known[cells]]
    return not len(seen) or bool(bases.sum() - seen.max() >= threshold)


def _hide_one_more(hidden: Hidden, number: Numbers, cell: int, lines: tuple[Line, ...], *, everything: bool) -> bool:
    """Hides the smallest cell that stands in a two-way table on a line with `cell`, or on a line that crosses one of these;
    with `everything` all cells of the tables. False where none was left."""
    beside = {other for parent, children in lines if cell == parent or cell in children for other in children}
    left = [n for n in beside if not hidden[n]]
    if not left:
        crossing = {other for _, children in lines if beside.intersection(children) for other in children}
        left = [n for n in crossing if not hidden[n]]
    if everything:
        left = [n for _, children in lines for n in children if not hidden[n]]
        hidden[left] = True
    elif left:
        hidden[min(left, key=lambda n: (number[n], n))] = True
    return bool(left)
