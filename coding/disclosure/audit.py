"""Can a suppressed number be worked out from what is published beside it? Asked of a linear program.

The attacker knows every number that is printed, that the sums along the lines of the tables hold, and that no number is
negative or above its base. For each suppressed number the program looks for answers that all of this allows, far enough
apart: a number is protected where they span the threshold, or all from none to everybody. Each answer that is found protects
many numbers at once, so that few programs are solved. Solved with HiGHS (scipy.optimize.linprog).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from coding.disclosure.census import Census, Numbers

Hidden = NDArray[np.bool_]
SLACK = 1e-6
RANDOM_OBJECTIVES = 4
LARGE_LINE = 60  # cells; of longer one-way tables what is possible is worked out without a program
MOST_UNKNOWN = 4_000  # suppressed numbers of one program; what is beyond counts as given away, so that more is left out


@dataclass(frozen=True, slots=True)
class Audit:
    """`suppressed` numbers were looked at (bases and counts), `exposed` of them can be worked out too nearly: (code, cell), the
    code -1 for a base. narrowest: the least span of answers found for one, as a share of what it needs."""

    suppressed: int
    exposed: tuple[tuple[int, int], ...]
    narrowest: float


def audit(census: Census, hidden_base: Hidden, hidden: Hidden, threshold: int) -> Audit:
    """hidden_base: (n_cells,); hidden: (n_cells, n_codes), True also wherever the base is hidden."""
    exposed: list[tuple[int, int]] = []
    looked, narrowest = 0, np.inf
    silent = silent_cells(census, hidden_base, hidden)
    for cells in components(census):
        if len(cells) > LARGE_LINE and all(len(census.cells[cell]) < 2 for cell in cells):
            spans = _one_line(census, cells, hidden_base, hidden, threshold)
            looked += len(spans)
            exposed += [key for key, span in spans.items() if span < 1 - SLACK]
            narrowest = min([narrowest, *spans.values()])
            continue
        if silent[cells].any():
            spans = _Together(census, cells, hidden_base, silent, hidden, threshold).spans()
            looked += len(spans)
            exposed += [(max(code, -1), cell) for (code, cell), span in spans.items() if span < 1 - SLACK]
            narrowest = min([narrowest, *spans.values()])
        for code in range(len(census.codes)):
            unknown = cells[hidden[cells, code] & ~silent[cells]]
            if not len(unknown):
                continue
            found = _one_code(census, cells, hidden, code, unknown, threshold)
            looked += len(unknown)
            exposed += [(code, int(cell)) for cell, span in zip(unknown, found) if span < 1 - SLACK]
            narrowest = min(narrowest, float(found.min()))
    return Audit(looked, tuple(exposed), float(narrowest))


def _one_line(
    census: Census, cells: NDArray[np.int64], hidden_base: Hidden, hidden: Hidden, threshold: int
) -> dict[tuple[int, int], float]:
    """The spans of one long one-way table without a program: of numbers that only have a sum in common, what is possible is
    known. W bear the code and V do not among the suppressed, M of these in groups without a base: a number of a known base c
    has a range of min(c, W, V, W + V - c), one without a base of min(W, M), a base of M."""
    below = cells[cells > 0]
    spans: dict[tuple[int, int], float] = {}
    bases = [int(cell) for cell in below if hidden_base[cell]]
    alone = float(census.size[bases].sum()) if len(bases) > 1 else 0.0
    spans.update({(-1, cell): alone / threshold for cell in bases})
    for code in range(len(census.codes)):
        out = below[hidden[below, code]]
        bearing, other = census.bearing[out, code], census.other[out, code]
        counted, silent = bearing + other, hidden_base[out]
        w, v = float(bearing.sum()), float(other.sum())
        known = hidden[0, code]  # a suppressed whole: nothing is printed of any group
        free = min(w, float(counted[silent].sum())) if silent.sum() > 1 else 0.0
        for cell, base, nothing in zip(out.tolist(), counted.tolist(), silent.tolist()):
            needed = min(threshold, counted.sum() if nothing else base)
            span = free if nothing else min(base, w, v, w + v - base)
            spans[code, cell] = 1.0 if needed <= 0 or known else span / needed
    return spans


def silent_cells(census: Census, hidden_base: Hidden, hidden: Hidden) -> Hidden:
    """Cells of which it is not printed how many were coded: their base is hidden, or (of a sample) every code is."""
    counted = _counted(census)
    made: Hidden = hidden_base | (hidden.all(axis=1) & (counted < census.size))
    return made


def _counted(census: Census) -> Numbers:
    made: Numbers = (census.bearing + census.other).max(axis=1, initial=0.0)
    return made


def components(census: Census) -> list[NDArray[np.int64]]:
    """Cells that must be looked at together, the whole in each: attributes that two-way tables tie to one another."""
    tie: dict[str, set[str]] = {}
    for cell in census.cells:
        names = {name for name, _ in cell}
        for name in names:
            tie.setdefault(name, set()).update(names)
    made, seen = [], set()
    for name in tie:
        if name in seen:
            continue
        group, open_ = set(), [name]
        while open_:
            one = open_.pop()
            if one not in group:
                group.add(one)
                open_ += tie[one]
        seen |= group
        inside = [n for n, cell in enumerate(census.cells) if not cell or cell[0][0] in group]
        made.append(np.array(inside, dtype=np.int64))
    return made or [np.arange(len(census.cells), dtype=np.int64)]


def _one_code(
    census: Census, cells: NDArray[np.int64], hidden: Hidden, code: int, unknown: NDArray[np.int64], threshold: int
) -> Numbers:
    """The span of answers for each unknown number of one code, over what it needs. Bases are held as they are: what is
    possible then is possible whatever else is hidden."""
    variables = cells[hidden[cells, code]]
    place = {int(cell): n for n, cell in enumerate(variables)}
    inside = set(cells.tolist())
    equations = []
    for parent, children in census.lines:
        terms = [(place[cell], 1.0) for cell in children if cell in place]
        if not terms or parent not in inside:
            continue
        if parent in place:
            terms.append((place[parent], -1.0))
        equations.append(terms)
    truth = census.bearing[variables, code]
    top = truth + census.other[variables, code]
    needed = np.minimum(threshold, top)
    wanted = np.isin(variables, unknown)
    program = _Program(truth, top, equations)
    return program.spans(wanted, needed)[wanted]


class _Program:
    """Answers that the equations allow. Their right sides are those of the truth; 0 <= number <= top (inf: no bound)."""

    def __init__(
        self,
        truth: Numbers,
        top: Numbers,
        equations: Sequence[Sequence[tuple[int, float]]],
        at_most: Sequence[Sequence[tuple[int, float]]] = (),
    ) -> None:
        self.truth, self.top = truth, top
        self.left, self.right = _matrix(equations, truth)
        self.less, _ = _matrix(at_most, truth)

    def spans(self, wanted: Hidden, needed: Numbers) -> Numbers:
        """(n,) the span of the answers found over `needed` (at most 1 is looked for), where `wanted`."""
        low, high = self.truth.copy(), self.truth.copy()
        if len(self.truth) > MOST_UNKNOWN:
            return np.zeros(len(self.truth))
        rng = np.random.default_rng(0)

        def missing() -> NDArray[np.intp]:
            return np.flatnonzero(wanted & (high - low < needed - SLACK))

        def look(objective: Numbers) -> None:
            found = self.solve(objective)
            if found is not None:
                np.minimum(low, found, out=low)
                np.maximum(high, found, out=high)

        for _ in range(RANDOM_OBJECTIVES):
            still = missing()
            if not len(still):
                break
            objective = np.zeros(len(self.truth))
            objective[still] = rng.choice([-1.0, 1.0], len(still)) * rng.uniform(0.5, 1.5, len(still))
            look(objective)
            look(-objective)
        for at in missing():
            for sign in (1.0, -1.0):
                if high[at] - low[at] < needed[at] - SLACK:
                    objective = np.zeros(len(self.truth))
                    objective[at] = sign
                    look(objective)
        return np.where(needed > 0, (high - low) / np.maximum(needed, SLACK), 1.0)

    def solve(self, objective: Numbers) -> Numbers | None:
        solved = linprog(
            objective,
            A_eq=self.left,
            b_eq=None if self.left is None else self.right,
            A_ub=self.less,
            b_ub=None if self.less is None else np.zeros(self.less.shape[0]),
            bounds=np.column_stack([np.zeros(len(self.top)), self.top]),
            method="highs",
        )
        return np.asarray(solved.x) if solved.status == 0 else None


def _matrix(rows: Sequence[Sequence[tuple[int, float]]], truth: Numbers) -> tuple[coo_array | None, Numbers]:
    if not rows:
        return None, np.zeros(0)
    at = [(n, column, value) for n, row in enumerate(rows) for column, value in row]
    lines, columns, values = (np.array(part) for part in zip(*at))
    made = coo_array((values, (lines, columns)), shape=(len(rows), len(truth)))
    return made, made @ truth


class _Together:
    """All codes of a component at once, with how many were coded in the cells that do not tell it: these numbers are the same
    for every code, so that what one code says of them counts for all. Keys: (code, cell); code -1: coded, -2: base."""

    def __init__(
        self,
        census: Census,
        cells: NDArray[np.int64],
        hidden_base: Hidden,
        silent: Hidden,
        hidden: Hidden,
        threshold: int,
    ) -> None:
        size, bearing, counted = census.size, census.bearing, _counted(census)
        sampled = bool((counted < size).any())
        codes = range(len(census.codes))
        self.keys = [(-1, int(cell)) for cell in cells if silent[cell]]
        if sampled:
            self.keys += [(-2, int(cell)) for cell in cells if hidden_base[cell]]
        self.keys += [(code, int(cell)) for code in codes for cell in cells if hidden[cell, code]]
        place = {key: n for n, key in enumerate(self.keys)}
        whole = float(size[0]) + 10 * threshold
        truth, top = np.zeros(len(place)), np.zeros(len(place))
        needed = np.full(len(place), float(threshold))
        for (code, cell), n in place.items():
            truth[n] = size[cell] if code == -2 else counted[cell] if code == -1 else bearing[cell, code]
            if code == -2 or hidden_base[cell]:
                top[n] = whole
            else:
                top[n] = size[cell] if silent[cell] else bearing[cell, code] + census.other[cell, code]
            if code >= 0:
                needed[n] = min(threshold, bearing[0, code] + census.other[0, code])
        inside = set(cells.tolist())
        equations = []
        for parent, children in census.lines:
            if parent not in inside:
                continue
            for code in range(-2, len(census.codes)):
                terms = [(place[code, cell], 1.0) for cell in children if (code, cell) in place]
                if not terms:
                    continue
                if code >= 0:  # nobody can think that more of these cells' responses bear the code than were coded
                    total = sum(counted[cell] for cell in children if (code, cell) in place)
                    for at, _ in terms:
                        needed[at] = min(needed[at], total)
                if (code, parent) in place:
                    terms.append((place[code, parent], -1.0))
                equations.append(terms)
        # No more bear a code than were coded, no more were coded than there are.
        within = [
            [(n, 1.0), (place[-1, cell], -1.0)] for (code, cell), n in place.items() if code >= 0 and silent[cell]
        ]
        within += [[(place[-1, cell], 1.0), (n, -1.0)] for (code, cell), n in place.items() if code == -2]
        self.wanted = np.array(
            [silent[cell] if code >= 0 else code == -2 or not sampled for code, cell in self.keys], dtype=bool
        )
        self.needed = needed
        self.program = _Program(truth, np.maximum(top, truth), equations, within)

    def spans(self) -> dict[tuple[int, int], float]:
        found = self.program.spans(self.wanted, self.needed)
        return {key: float(span) for key, span, wanted in zip(self.keys, found, self.wanted) if wanted}
