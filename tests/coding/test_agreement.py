"""Agreement against reference implementations, and where it is undefined."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding.agreement import agreement, binary_alpha, mean_pairwise_kappa
from coding.judgements import Judgements


def coder(name: str, values: list[list[int]]) -> Judgements:
    matrix = np.array(values, dtype=np.int8)
    return Judgements(name, matrix, (matrix >= 0).any(axis=1).astype(np.int8))


@pytest.mark.parametrize(
    ("both", "left", "right", "n", "kappa"),
    [(40, 10, 10, 200, 0.7333333), (100, 40, 40, 200, 0.0476190), (80, 10, 10, 100, -0.1111111)],
)
def test_kappa_of_tables_that_a_well_known_tool_gets_wrong(
    both: int, left: int, right: int, n: int, kappa: float
) -> None:
    neither = n - both - left - right
    a = np.array([1] * both + [1] * left + [0] * right + [0] * neither, dtype=np.int8)
    b = np.array([1] * both + [0] * left + [1] * right + [0] * neither, dtype=np.int8)
    assert mean_pairwise_kappa([a, b]) == pytest.approx(kappa, abs=1e-6)


judgement = st.sampled_from([-1, 0, 1])


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 4).flatmap(lambda k: st.lists(st.tuples(*[judgement] * k), min_size=1, max_size=25)))
def test_alpha_is_nltks_with_missing_judgements_too(units: list[tuple[int, ...]]) -> None:
    from nltk.metrics.agreement import AnnotationTask

    cube = np.array(units)
    m, k = (cube >= 0).sum(axis=1).astype(float), (cube == 1).sum(axis=1).astype(float)
    ours = binary_alpha(m, k)
    pairable = [unit for unit in units if sum(value >= 0 for value in unit) >= 2]
    values = [value for unit in pairable for value in unit if value >= 0]
    if len(set(values)) < 2:
        assert ours is None
        return
    data = [(str(c), str(n), str(v)) for n, unit in enumerate(pairable) for c, v in enumerate(unit) if v >= 0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert ours == pytest.approx(AnnotationTask(data).alpha(), abs=1e-9)


def test_one_row_for_all_codes_and_one_a_code_over_responses_that_two_coders_dealt_with() -> None:
    ann = coder("ann", [[1, 0], [1, 0], [0, 0], [0, 1], [-1, -1]])
    bob = coder("bob", [[1, 0], [0, 0], [0, 0], [0, 1], [1, 1]])
    overall, a, b = agreement("q", ["a", "b"], [ann, bob])
    assert (overall.code, overall.n, overall.percent, overall.used) == (None, 4, 87.5, (3, 2))
    assert (a.code, a.n, a.percent, a.kappa, a.used) == ("a", 4, 75.0, 0.5, (2, 1))
    assert (b.percent, b.kappa, b.alpha) == (100.0, 1.0, 1.0)
    assert a.alpha == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))
    assert a.low is not None and a.high is not None and a.low <= a.alpha <= a.high


def test_a_code_that_nobody_used_is_undefined_and_says_why() -> None:
    never = coder("ann", [[0], [0]])
    row = agreement("q", ["a"], [never, coder("bob", [[0], [0]])])[1]
    assert (row.percent, row.kappa, row.alpha, row.low, row.high) == (100.0, None, None, None, None)
    assert "No coder used this code" in row.note
    always = agreement("q", ["a"], [coder("ann", [[1], [1]]), coder("bob", [[1], [1]])])[1]
    assert always.kappa is None and "Every coder used this code" in always.note


def test_one_coder_never_using_a_code_is_kappa_zero() -> None:
    row = agreement("q", ["a"], [coder("ann", [[0], [0], [0]]), coder("bob", [[1], [0], [0]])])[1]
    assert row.kappa == 0.0
    assert row.alpha == pytest.approx(1 - 5 * 2 / (2 * 1 * 5))


def test_coders_without_a_response_in_common_have_nothing_to_compare() -> None:
    row = agreement("q", ["a"], [coder("ann", [[1], [-1]]), coder("bob", [[-1], [0]])])[0]
    assert (row.n, row.percent, row.kappa, row.alpha, row.note) == (
        0,
        None,
        None,
        None,
        "No response was coded by two coders.",
    )


def test_three_coders_get_the_mean_of_their_pairs() -> None:
    coders = [
        coder(name, values)
        for name, values in zip("abc", ([[1], [0], [1], [0]], [[1], [0], [0], [0]], [[1], [0], [1], [0]]))
    ]
    row = agreement("q", ["x"], coders)[1]
    assert row.kappa == pytest.approx((0.5 + 1.0 + 0.5) / 3)
    assert "Light" in row.note
