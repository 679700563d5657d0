"""The classifier keeps scikit-learn's contract, and its answer is liblinear's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.utils.estimator_checks import parametrize_with_checks

from coding.classifier import ThemeClassifier

SOLVED_TO_A_TOLERANCE = "L-BFGS stops at 1e-5, so that weights and repeated rows agree to 1e-5, not to 1e-7: see below"


@parametrize_with_checks(
    [ThemeClassifier()],
    expected_failed_checks=lambda _: {
        "check_sample_weight_equivalence_on_dense_data": SOLVED_TO_A_TOLERANCE,
        "check_sample_weight_equivalence_on_sparse_data": SOLVED_TO_A_TOLERANCE,
    },
)
@pytest.mark.filterwarnings("ignore")
def test_scikit_learns_contract(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.fixture
def problem() -> tuple[Any, Any]:
    rng = np.random.default_rng(3)
    matrix = rng.normal(size=(80, 12))
    return matrix, (matrix[:, :3] + rng.normal(scale=0.5, size=(80, 3)) > 0.6).astype(int)


def test_probabilities_are_those_of_liblinear_code_by_code(problem: tuple[Any, Any]) -> None:
    matrix, targets = problem
    ours = ThemeClassifier(C=4.0).fit(matrix, targets).predict_proba(matrix)
    for code in range(3):
        reference = LogisticRegression(C=4.0, class_weight="balanced", solver="liblinear", tol=1e-8)
        assert ours[:, code] == pytest.approx(
            reference.fit(matrix, targets[:, code]).predict_proba(matrix)[:, 1], abs=2e-3
        )


def test_sparse_and_dense_say_the_same(problem: tuple[Any, Any]) -> None:
    matrix, targets = problem
    dense = ThemeClassifier().fit(matrix, targets).predict_proba(matrix)
    assert ThemeClassifier().fit(sparse.csr_matrix(matrix), targets).predict_proba(matrix) == pytest.approx(
        dense, abs=1e-6
    )


def test_a_weight_of_two_is_a_row_twice(problem: tuple[Any, Any]) -> None:
    matrix, targets = problem
    weights = np.where(np.arange(80) % 3 == 0, 2.0, 1.0)
    rows = np.repeat(np.arange(80), weights.astype(int))
    weighted = ThemeClassifier().fit(matrix, targets, weights).decision_function(matrix)
    assert weighted == pytest.approx(
        ThemeClassifier().fit(matrix[rows], targets[rows]).decision_function(matrix), abs=1e-3
    )


def test_an_unjudged_code_weighs_nothing(problem: tuple[Any, Any]) -> None:
    matrix, targets = problem
    weights = np.ones(targets.shape)
    weights[40:, 0] = 0
    flipped = targets.copy()
    flipped[40:, 0] = 1 - flipped[40:, 0]
    assert ThemeClassifier().fit(matrix, targets, weights).predict_proba(matrix) == pytest.approx(
        ThemeClassifier().fit(matrix, flipped, weights).predict_proba(matrix), abs=1e-4
    )


def test_an_offset_shifts_the_log_odds_with_a_coefficient_of_one(problem: tuple[Any, Any]) -> None:
    matrix, targets = problem
    offset = np.full(targets.shape, 0.7)
    model = ThemeClassifier().fit(matrix, targets, offset=offset)
    assert model.decision_function(matrix, offset) == pytest.approx(model.decision_function(matrix) + 0.7)
    plain = ThemeClassifier().fit(matrix, targets)
    assert model.intercept_.mean() < plain.intercept_.mean()


def test_a_code_that_all_or_none_bear_is_learnt_as_such() -> None:
    matrix = np.random.default_rng(0).normal(size=(20, 4))
    targets = np.zeros((20, 2), dtype=int)
    targets[:, 1] = 1
    assert ThemeClassifier().fit(matrix, targets).predict(matrix).tolist() == [[0, 1]] * 20
