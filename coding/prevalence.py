"""The share of a theme among the responses of a base, and how sure it is.

The target is the share among these responses (a finite population), not among people at large. Where every response of
the base is coded the share is known. Where a recorded random sample of them is coded it is estimated, with an interval.
Where the coded ones were chosen otherwise there is a share of the coded and no interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.proportions import Z95 as Z95  # known from here to those who count
from core.proportions import wilson as wilson

MOST_UNEQUAL = (
    0.8  # coefficient of variation of weights: above it rare themes are covered too seldom (benchmarks/intervals.py)
)
Method = Literal["all_human", "human_sample", "machine_assisted"]


@dataclass(frozen=True, slots=True)
class Share:
    """`share`, `low` and `high` are 0-1; low and high None where no interval is justified."""

    share: float | None
    low: float | None
    high: float | None
    method: Method


@dataclass(frozen=True, slots=True)
class Stratum:
    """`size` responses of which `sampled` were coded by people, `positive` of them bearing the code."""

    size: int
    sampled: int
    positive: int

    def __post_init__(self) -> None:
        if not 0 <= self.positive <= self.sampled <= self.size:
            raise ValueError(f"not a stratum: {self.positive} of {self.sampled} of {self.size}")


def _bounded(stratum: Stratum, low: float, high: float) -> tuple[float, float]:
    """What people found is known: at least that many bear the code, at most all but those found without it."""
    least = stratum.positive / stratum.size
    most = 1 - (stratum.sampled - stratum.positive) / stratum.size
    return max(low, least), min(high, most)


def human_share(stratum: Stratum, random_sample: bool) -> Share:
    """The share from people's codings alone."""
    if stratum.sampled == 0:
        return Share(None, None, None, "human_sample")
    share = stratum.positive / stratum.sampled
    if stratum.sampled == stratum.size:
        return Share(share, share, share, "all_human")
    if not random_sample:
        return Share(share, None, None, "human_sample")
    low, high = _bounded(stratum, *wilson(stratum.positive, stratum.sampled, stratum.size))
    return Share(share, low, high, "human_sample")


@dataclass(frozen=True, slots=True)
class WeighedSample:
    """A simple random sample of `sampled` of `size` responses. Sums of weights: `answered` of all of them, `drawn` of the
    sampled, `positive` of the sampled that bear the code; `squares`, `positive_squares`: sums of the squares of weights."""

    sampled: int
    size: int
    answered: float
    drawn: float
    positive: float
    squares: float
    positive_squares: float


def weighted_share(made: WeighedSample) -> Share:
    """The weighted share among these responses, the weights taken as known numbers (how they came about, and what that adds
    for people at large, is another question).

    Wilson's interval with finite-population correction at an effective sample size, as Korn and Graubard (1998, Survey
    Methodology 24, 193-201) put it into Clopper and Pearson's and Franco, Little, Louis and Slud (2019, Journal of Survey
    Statistics and Methodology 7, 334-364) into Wilson's: the smaller of p(1-p) over the linearised variance of the ratio
    of sums (Cochran 1977, section 6.3) and Kish's drawn**2 / squares (1965, section 11.7). Simulated in
    benchmarks/intervals.py. No interval where the weights vary more than `MOST_UNEQUAL`."""
    if made.sampled == 0 or made.drawn <= 0:
        return Share(None, None, None, "human_sample")
    share = made.positive / made.drawn
    kish = made.drawn**2 / made.squares
    if made.sampled / kish > 1 + MOST_UNEQUAL**2:
        return Share(share, None, None, "human_sample")
    spread = made.positive_squares * (1 - share) ** 2 + (made.squares - made.positive_squares) * share**2
    variance = spread / made.drawn**2 * made.sampled / max(1, made.sampled - 1)
    effective = min(kish, share * (1 - share) / variance) if variance > 0 and 0 < share < 1 else kish
    low, high = wilson(share * effective, effective, effective * made.size / made.sampled)
    least, most = made.positive / made.answered, 1 - (made.drawn - made.positive) / made.answered
    return Share(share, min(share, max(low, least)), max(share, min(high, most)), "human_sample")


def machine_assisted_share(flagged: Stratum, other: Stratum) -> Share:
    """The share from a random human-coded sample, post-stratified by the machine's label for the code: `flagged` holds
    the responses to which the machine gave the code. Each stratum's Wilson interval with finite-population correction,
    joined by MOVER (Zou and Donner 2008): low = p - sqrt(sum (W_h (p_h - l_h))^2), high alike.

    The machine must not have learnt from the sampled responses. People's codings alone are used (`human_sample`) where a
    stratum that holds responses has none in the sample, where the machine flags nothing, and where its interval is no
    narrower."""
    whole = Stratum(flagged.size + other.size, flagged.sampled + other.sampled, flagged.positive + other.positive)
    human = human_share(whole, random_sample=True)
    if human.method == "all_human" or human.share is None or not flagged.size or not other.size:
        return human
    if not flagged.sampled or not other.sampled:
        return human
    parts = [(s.size, float(s.sampled), s.positive / s.sampled) for s in (flagged, other)]
    estimate = sum(size / whole.size * share for size, _, share in parts)
    low, high = interval_of(parts, estimate)
    low, high = _bounded(whole, low, high)
    assert human.low is not None and human.high is not None
    if high - low >= human.high - human.low:
        return human
    return Share(estimate, low, high, "machine_assisted")


def interval_of(parts: Sequence[tuple[int, float, float]], estimate: float) -> tuple[float, float]:
    """MOVER (Zou and Donner 2008, Statistics in Medicine 27, 1693-1702) over strata of (size, sampled, share): each one's
    Wilson interval with finite-population correction, joined round the estimate."""
    size = sum(part[0] for part in parts)
    below = above = 0.0
    for own, sampled, share in parts:
        low, high = wilson(share * sampled, sampled, own)
        below += (own / size * (share - low)) ** 2
        above += (own / size * (high - share)) ** 2
    half = 0.5 / size  # shares come in steps of 1/N: without it small N covers 92% (benchmarks/intervals.py)
    return max(0.0, estimate - math.sqrt(below) - half), min(1.0, estimate + math.sqrt(above) + half)


def needed_sample(share: float, population: int, half_width: float, z: float = Z95) -> int:
    """How many responses drawn at random must be coded for Wilson's interval at this share to be at most `half_width`
    (0-1) on its wider side; the whole population where nothing less will do."""
    low, high = 1, population
    while low < high:
        middle = (low + high) // 2
        ends = wilson(share * middle, middle, population, z)
        if max(share - ends[0], ends[1] - share) <= half_width:
            high = middle
        else:
            low = middle + 1
    return low
