"""Do groups of respondents, or two waves, differ in how often they bear a theme?

Each group is held against the rest (of an attribute named wave: against the wave before). p: Fisher's exact test of the coded
responses, which needs no sampling model: were the theme shared out over the respondents by chance, how often would the groups
differ as much? All tests of one question and attribute are one family, corrected by Holm's step-down (Holm 1979, Scandinavian
Journal of Statistics 6, 65-70; statsmodels): of differences marked as such, the chance that even one is not is 5%. Intervals:
Newcombe's hybrid score (1998, method 10) of Wilson's with finite-population correction; they are not widened for their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from scipy.stats import fisher_exact

from core.proportions import difference as newcombe

LEVEL = 0.05
LEAST_CODED = 5  # fewer coded on one side than this: no test
WAVES = frozenset({"wave", "round", "year", "survey wave", "survey year"})
REST = "all others"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: `bearing` of `coded`, of `size` that answered. random: the coded are all or a random sample."""

    name: str
    bearing: int
    coded: int
    size: int
    random: bool

    @property
    def share(self) -> float | None:
        return self.bearing / self.coded if self.coded else None


@dataclass(frozen=True, slots=True)
class Difference:
    """`value` minus `against`, in percentage points. low, high: 95%; p_adjusted: Holm's; differs: p_adjusted below 5%. None
    where nothing can be said (`note`) or the numbers are suppressed."""

    question: str
    code: str
    label: str
    attribute: str
    value: str
    against: str
    n: int | None
    sampled: int | None
    percent: float | None
    percent_against: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    p_adjusted: float | None = None
    differs: bool | None = None
    suppressed: bool = False
    note: str | None = None

    def record(self) -> dict[str, Any]:
        def rounded(value: float | None, places: int = 4) -> float | None:
            return None if value is None else round(value, places)

        return {
            "question": self.question, "code": self.code, "label": self.label, "attribute": self.attribute,
            "value": self.value, "against": self.against, "n": self.n, "sampled": self.sampled,
            "percent": rounded(self.percent), "percent_against": rounded(self.percent_against),
            "difference": rounded(self.difference), "low": rounded(self.low), "high": rounded(self.high),
            "p": rounded(self.p, 6), "p_adjusted": rounded(self.p_adjusted, 6), "differs": self.differs,
            "suppressed": self.suppressed, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be compared: one code in one group and in another. `refused`: why not, in plain words."""

    code: str
    label: str
    first: Side
    second: Side
    suppressed: bool = False
    refused: str | None = None


def is_wave(attribute: str) -> bool:
    return " ".join(attribute.casefold().replace("_", " ").split()) in WAVES


def differences(question: str, attribute: str, made: Sequence[Comparison]) -> list[Difference]:
    """One record a comparison, in their order, the p of all that were tested corrected together."""
    rows = [_difference(question, attribute, one) for one in made]
    tested = [n for n, row in enumerate(rows) if row.p is not None]
    if tested:
        from statsmodels.stats.multitest import multipletests

        adjusted = multipletests([rows[n].p for n in tested], LEVEL, method="holm")[1]
        for n, p in zip(tested, adjusted):
            rows[n] = replace(rows[n], p_adjusted=float(p), differs=bool(p < LEVEL))
    return rows


def _difference(question: str, attribute: str, one: Comparison) -> Difference:
    a, b = one.first, one.second
    blank = Difference(
        question, one.code, one.label, attribute, a.name, b.name, None, None, None, None, None, None, None, None
    )
    if one.suppressed:
        return replace(blank, suppressed=True)
    if one.refused is not None:
        return replace(blank, note=one.refused)
    if a.share is None or b.share is None:
        return replace(blank, n=a.bearing, sampled=a.coded, note="Nobody of one of the two is coded.")
    row = replace(
        blank, n=a.bearing, sampled=a.coded, percent=100 * a.share, percent_against=100 * b.share,
        difference=100 * (a.share - b.share),
    )  # fmt: skip
    if not (a.random and b.random):
        return replace(row, note="The coded responses are no recorded random sample: no interval and no test.")
    if a.coded == a.size and b.coded == b.size:
        row = replace(row, low=row.difference, high=row.difference)  # known among these responses
    else:
        _, low, high = newcombe(b.share, b.coded, a.share, a.coded, populations=(b.size, a.size))
        row = replace(row, low=100 * low, high=100 * high)
    if min(a.coded, b.coded) < LEAST_CODED:
        return replace(row, note=f"Fewer than {LEAST_CODED} were coded on one side: not tested.")
    table = [[a.bearing, a.coded - a.bearing], [b.bearing, b.coded - b.bearing]]
    return replace(row, p=float(fisher_exact(table).pvalue))
