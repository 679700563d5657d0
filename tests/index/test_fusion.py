from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from index.fusion import by_best, convex, reciprocal_rank


def test_reciprocal_rank_adds_over_rankings() -> None:
    fused = dict(reciprocal_rank([["a", "b"], ["b", "c"]]))
    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61, "c": 1 / 62})
    assert [name for name, _ in reciprocal_rank([["a", "b"], ["b", "c"]])] == ["b", "a", "c"]


@given(st.lists(st.permutations(["a", "b", "c", "d"]), min_size=1, max_size=4))
def test_reciprocal_rank_does_not_mind_the_order_of_rankings(rankings: list[list[str]]) -> None:
    assert dict(reciprocal_rank(rankings)) == pytest.approx(dict(reciprocal_rank(rankings[::-1])))


def test_convex_divides_each_list_by_its_best() -> None:
    fused = convex([(0.7, np.array([2.0, 1.0, 0.0])), (0.3, np.array([0.0, 5.0, 10.0]))])
    assert_allclose(fused, [0.7, 0.35 + 0.15, 0.3])


def test_scores_with_nothing_above_zero_count_nothing() -> None:
    assert_allclose(by_best(np.array([-1.0, 0.0])), [0.0, 0.0])
    assert_allclose(by_best(np.zeros(0)), np.zeros(0))
