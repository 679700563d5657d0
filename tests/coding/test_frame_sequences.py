"""No coding is lost or orphaned by any sequence of frame changes, codings and undos, and every past state can be rebuilt."""

from __future__ import annotations

import pytest

from core.store import Store
from tests.coding.frame_model import Walk

STEPS = 12


@pytest.mark.parametrize("seed", range(12))
def test_codings_are_what_the_plain_model_says_after_every_step(store: Store, seed: int) -> None:
    walk = Walk(store, seed)
    for _ in range(STEPS):
        walk.step()
    walk.check_rebuilt()


@pytest.mark.soak
def test_two_hundred_sequences(store: Store) -> None:
    reversals = 0
    for seed in range(1_000, 1_200):
        walk = Walk(store, seed)
        for _ in range(STEPS):
            walk.step()
        walk.check_rebuilt()
        reversals += walk.reversals
    assert reversals > 200
