"""Which responses people should code: a random sample for the figures, drawn once and recorded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.errors import UsageError

MAX_SEED = 2**63 - 1


def draw(population: Sequence[str], n: int, seed: int) -> tuple[str, ...]:
    """`n` ids drawn without replacement, every set equally likely, in random order. The same population in the same order,
    n and seed give the same draw (NumPy's PCG64). Raises UsageError where n is not between 1 and the population's size, or
    the seed not between 0 and 2**63 - 1 (what PCG64 takes and the database can record)."""
    if not 0 <= seed <= MAX_SEED:
        raise UsageError(f"--seed is a whole number from 0 to {MAX_SEED}, not {seed}.")
    if not 1 <= n <= len(population):
        raise UsageError(f"A sample has between 1 and {len(population)} responses (those that were answered), not {n}.")
    order = np.random.default_rng(seed).permutation(len(population))[:n]
    return tuple(population[int(at)] for at in order)
