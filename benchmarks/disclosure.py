"""Can suppressed numbers be recovered from the tables that are published beside them?

    python -m benchmarks.disclosure [--sets 500] [--threshold 10] [--seed 0]

Random surveys (60 to 900 respondents, three attributes, two to four codes, blanks and answers that cannot be coded, all coded
or a random sample), each published as it would be: the whole, all one-way tables and one two-way table, on all three bases.
The attacker has the printed records alone, and knows that groups sum to the whole and that nobody is counted twice or less than
never. A suppressed number counts as recovered where the linear program (one of its own, over the respondents of every crossing
of the attributes) leaves it a range narrower than the threshold. The last line: recovered of suppressed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from coding.counts import CountRow, count_table, response_states
from coding.disclosure import mask, protect, take_census
from coding.judgements import CODED, UNCODABLE, Judgements, merged
from coding.tallies import BASE_KINDS, Coded, Group, coded, grouping
from core.codebooks import Code, Codebook
from core.responses import Response

SLACK = 1e-6
TABLES: tuple[tuple[str, ...], ...] = ((), ("A",), ("B",), ("C",), ("A", "B"))


@dataclass(frozen=True)
class Survey:
    codebook: Codebook
    responses: list[Response]
    data: Coded


def random_survey(rng: np.random.Generator) -> Survey:
    n = int(rng.integers(60, 900))
    sizes = {name: int(rng.integers(2, 6)) for name in "ABC"}
    values = {
        name: rng.choice(size, n, p=rng.dirichlet(np.full(size, rng.choice([0.4, 1.0, 5.0]))))
        for name, size in sizes.items()
    }
    codes = [f"c{at}" for at in range(int(rng.integers(2, 5)))]
    blank, uncodable = rng.random(n) < rng.choice([0.0, 0.05, 0.3]), rng.random(n) < rng.choice([0.0, 0.05])
    responses = [
        Response(
            f"r{at}", "q", "" if blank[at] else "x", {name: f"{name}{values[name][at]}" for name in "ABC"},
            state="blank" if blank[at] else "uncoded",
        )
        for at in range(n)
    ]  # fmt: skip
    shares = rng.choice([0.02, 0.1, 0.3, 0.6, 0.95], len(codes))
    tilt = rng.normal(0, 1, (len(codes), sizes["A"])) * rng.choice([0.0, 1.0, 3.0])
    logit = np.log(shares / (1 - shares))[None, :] + tilt[:, values["A"]].T
    given = (rng.random((n, len(codes))) < 1 / (1 + np.exp(-logit))).astype(np.int8)
    states = np.where(uncodable, UNCODABLE, CODED).astype(np.int8)
    given[states == UNCODABLE] = 0
    sample = np.zeros(n, dtype=bool)
    if rng.random() < 0.3:
        sample[rng.permutation(n)[: int(n * rng.uniform(0.3, 0.8))]] = True
        states[~sample], given[~sample] = 0, -1
    states[blank], given[blank] = 0, -1
    made = merged([Judgements("ann", given, states)], None, n, len(codes))
    codebook = Codebook("q", 1, tuple(Code(code, code) for code in codes))
    return Survey(codebook, responses, coded(responses, made, response_states(responses, made, [None] * n), sample))


def publish(survey: Survey, threshold: int) -> list[CountRow]:
    """Every record of every table on every base."""
    pattern = protect(take_census(survey.codebook, survey.responses, survey.data, "ABC", [("A", "B")]), threshold)
    assert not pattern.audit.exposed, pattern.audit
    rows: list[CountRow] = []
    for by in TABLES:
        table = grouping(survey.responses, by, survey.data.asked, complete=True)
        for kind in BASE_KINDS:
            rows += mask(count_table(survey.codebook, survey.data, table, kind), pattern)
    return rows


class Attack:
    """What the printed records of one survey leave open. Unknown: of every crossing of the attributes that a table shows
    (`finest`), the respondents who are blank, uncodable, codable and not coded, and for each code how many of the coded bear it
    and do not."""

    def __init__(self, rows: Sequence[CountRow], tables: Sequence[tuple[str, ...]]) -> None:
        self.rows = [row for row in rows if tuple(name for name, _ in row.group) in tables]
        self.codes = sorted({row.code for row in self.rows})
        longest = max(tables, key=len)
        self.finest = sorted({row.group for row in self.rows if tuple(name for name, _ in row.group) == longest})
        self.kinds = ["blank", "uncodable", "open", "coded", *(f"with {code}" for code in self.codes)]
        self.left: list[dict[int, float]] = []
        self.right: list[float] = []
        for row in self.rows:
            self._take(row)
        self.unique()

    def column(self, cell: int, kind: str) -> int:
        return cell * len(self.kinds) + self.kinds.index(kind)

    def within(self, group: Group) -> list[int]:
        return [n for n, cell in enumerate(self.finest) if set(group) <= set(cell)]

    def expression(self, row: CountRow, what: str) -> dict[int, float]:
        parts = {
            "n": [f"with {row.code}"],
            "base": {"asked": ["blank", "uncodable", "open", "coded"], "answered": ["uncodable", "open", "coded"], "codable": ["open", "coded"]}[row.base_kind],
        }[what]  # fmt: skip
        return {self.column(cell, part): 1.0 for cell in self.within(row.group) for part in parts}

    def _take(self, row: CountRow) -> None:
        if row.base is not None:
            self._know(self.expression(row, "base"), row.base)
        if row.n is not None:
            self._know(self.expression(row, "n"), row.n)
            if row.base_kind == "codable" and row.sampled is not None:
                counted = {self.column(cell, "coded"): 1.0 for cell in self.within(row.group)}
                self._know(counted, row.sampled)

    def _know(self, expression: dict[int, float], value: float) -> None:
        self.left.append(expression)
        self.right.append(float(value))

    def unique(self) -> None:
        seen = {tuple(sorted(left)): (left, right) for left, right in zip(self.left, self.right)}
        self.left, self.right = [left for left, _ in seen.values()], [right for _, right in seen.values()]

    def matrix(self, rows: Sequence[dict[int, float]]) -> coo_array:
        at = [(n, column, value) for n, row in enumerate(rows) for column, value in row.items()]
        lines, columns, values = zip(*at)
        return coo_array((values, (lines, columns)), shape=(len(rows), len(self.finest) * len(self.kinds)))

    def suppressed(self) -> dict[tuple[object, ...], dict[int, float]]:
        made: dict[tuple[object, ...], dict[int, float]] = {}
        for row in self.rows:
            if row.suppressed:
                made[row.group, row.code] = self.expression(row, "n")
            if row.base is None:
                made[row.group, "base", row.base_kind] = self.expression(row, "base")
        return made

    def ranges(self) -> dict[tuple[object, ...], float]:
        """The width of what is possible, for every suppressed number."""
        equal = self.matrix(self.left)
        less = self.matrix(
            [
                {self.column(cell, f"with {code}"): 1.0, self.column(cell, "coded"): -1.0}
                for cell in range(len(self.finest))
                for code in self.codes
            ]
        )
        made = {}
        for name, expression in self.suppressed().items():
            ends = []
            for sign in (1.0, -1.0):
                objective = np.zeros(equal.shape[1])
                for column, value in expression.items():
                    objective[column] = sign * value
                found = linprog(objective, less, np.zeros(less.shape[0]), equal, self.right, method="highs")
                ends.append(np.inf if found.status == 3 else abs(found.fun) if found.status == 0 else np.nan)
                assert found.status in (0, 3), found.message
            made[name] = ends[1] - ends[0]
        return made


def attack(survey: Survey, threshold: int) -> tuple[int, int, float]:
    """(suppressed, recovered, narrowest range) of one survey as it is published."""
    rows = publish(survey, threshold)
    suppressed = recovered = 0
    narrowest = np.inf
    needs = Needs(survey, rows, threshold)
    for tables in (((), ("A",), ("B",), ("A", "B")), ((), ("C",))):
        for name, width in Attack(rows, tables).ranges().items():
            suppressed += 1
            recovered += width < needs.of(name) - SLACK
            narrowest = min(narrowest, width)
    return suppressed, recovered, narrowest


class Needs:
    """The width that a suppressed number needs: the threshold. Where only a sample was coded and fewer than the threshold of a
    group (or, of a group that says nothing at all, of the rows and columns that it stands in): from none to all of these."""

    def __init__(self, survey: Survey, rows: Sequence[CountRow], threshold: int) -> None:
        self.threshold = threshold
        self.silent = {row.group for row in rows if row.base is None}
        self.coded: dict[Group, int] = {}
        self.sampled = bool(survey.data.drawn.any())
        for by in TABLES:
            table = grouping(survey.responses, by, survey.data.asked, complete=True)
            for row in count_table(survey.codebook, survey.data, table, "codable"):
                self.coded[row.group] = row.sampled or 0

    def of(self, name: tuple[object, ...]) -> int:
        group: Group = name[0]  # type: ignore[assignment]
        if not self.sampled or "base" in name:
            return self.threshold
        if group in self.silent:
            return min([self.threshold, *(self.coded[(part,)] for part in group if len(group) > 1), self.coded[()]])
        return min(self.threshold, self.coded[group])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=int, default=500)
    parser.add_argument("--threshold", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    total = lost = 0
    narrowest = np.inf
    for seed in range(options.seed, options.seed + options.sets):
        survey = random_survey(np.random.default_rng(seed))
        suppressed, recovered, narrow = attack(survey, options.threshold)
        if recovered:
            print(f"set {seed}: {recovered} of {suppressed} recovered")
        total, lost, narrowest = total + suppressed, lost + recovered, min(narrowest, narrow)
    print(
        f"{options.sets} sets, threshold {options.threshold}: {lost} of {total} suppressed numbers recovered; narrowest range {narrowest:.1f}"
    )


if __name__ == "__main__":
    main()
