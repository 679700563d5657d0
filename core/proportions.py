"""Intervals of proportions: one share, and the difference between two."""

from __future__ import annotations

import math

Z95 = 1.959963984540054


def wilson(positive: float, sampled: float, population: float | None = None, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval (Wilson 1927), 0-1; with `population`, for a sample drawn without replacement from that
    many: n becomes the effective n / (1 - n/N) (finite-population correction, Cochran 1977, section 2.6).

    The whole population sampled gives a point; nothing sampled gives (0, 1)."""
    if sampled <= 0:
        return 0.0, 1.0
    share = positive / sampled
    remaining = 1.0 if population is None else 1.0 - sampled / population
    if remaining <= 0:
        return share, share
    n = sampled / remaining
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def difference(
    first: float,
    n_first: int,
    second: float,
    n_second: int,
    z: float = Z95,
    populations: tuple[int | None, int | None] = (None, None),
) -> tuple[float, float, float]:
    """(difference, low, high) of two independent shares, `second` minus `first`, all 0-1: Newcombe's hybrid of the two
    Wilson intervals (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10). `populations`: of how many each sample was
    drawn without replacement, where that is known (finite-population correction).

    Raises ValueError where a sample is empty or a share is none."""
    if min(n_first, n_second) <= 0 or not (0 <= first <= 1 and 0 <= second <= 1):
        raise ValueError(f"not two shares: {first} of {n_first}, {second} of {n_second}")
    low_1, high_1 = wilson(second * n_second, n_second, populations[1], z)
    low_2, high_2 = wilson(first * n_first, n_first, populations[0], z)
    delta = second - first
    low = delta - math.sqrt((second - low_1) ** 2 + (high_2 - first) ** 2)
    high = delta + math.sqrt((high_1 - second) ** 2 + (first - low_2) ** 2)
    return delta, max(-1.0, low), min(1.0, high)
