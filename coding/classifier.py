"""The classifier: one balanced logistic regression a code, all codes fitted at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, sparse, special
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

Floats = NDArray[np.float64]
JITTER = 1e-8


class ThemeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One-vs-rest logistic regression with L2 penalty and balanced classes, for codes of which a text may bear several.

    Solved in the space of the training rows (w = X'a, K = XX' = LL', minimised over v with f = Lv by L-BFGS), which is
    exact and fast for many features and at most some thousands of rows. The intercept is penalised, as in liblinear.

    Parameters
    ----------
    C : inverse strength of the penalty, as in scikit-learn's LogisticRegression.
    threshold : probability from which a code is given (several codes a row; otherwise the likeliest is).
    max_iter, tol : of L-BFGS.

    Attributes
    ----------
    classes_ : the codes, or the classes of a one-column y.
    coef_ : (n_features, n_codes); intercept_ : (n_codes,).
    """

    def __init__(self, C: float = 4.0, threshold: float = 0.5, max_iter: int = 300, tol: float = 1e-5) -> None:  # noqa: N803
        self.C = C
        self.threshold = threshold
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: Any, y: Any, sample_weight: Any = None, offset: Floats | None = None) -> ThemeClassifier:  # noqa: N803
        """X: (n, n_features), dense or CSR. y: (n, n_codes) of 0 and 1, or (n,) of classes. sample_weight: (n,) or
        (n, n_codes). offset: (n, n_codes), added to the log-odds with a coefficient of 1 (give the like to predict)."""
        X, y = validate_data(  # noqa: N806
            self, X, y, accept_sparse="csr", multi_output=True, dtype=np.float64
        )
        check_classification_targets(y)
        self.multilabel_ = type_of_target(y) == "multilabel-indicator" or (np.ndim(y) == 2 and y.shape[1] > 1)
        if self.multilabel_:
            targets = np.asarray(y, dtype=np.float64)
            self.classes_ = np.arange(targets.shape[1])
        else:
            binariser = LabelBinarizer().fit(np.ravel(y))
            self.classes_ = binariser.classes_
            if len(self.classes_) < 2:
                raise ValueError("Classifier can't train when only one class is present.")
            targets = np.asarray(binariser.transform(np.ravel(y)), dtype=np.float64)
        if sample_weight is None or np.ndim(sample_weight) != 2:
            sample_weight = _check_sample_weight(sample_weight, X)[:, None]
        weights = balanced(targets, np.broadcast_to(np.asarray(sample_weight, dtype=np.float64), targets.shape))
        used = np.flatnonzero(weights.sum(axis=1) > 0)
        self.coef_, self.intercept_ = self._solve(
            X[used], targets[used], weights[used], np.zeros((1, 1)) if offset is None else offset[used]
        )
        return self

    def _solve(self, X: Any, targets: Floats, weights: Floats, offset: Floats) -> tuple[Floats, Floats]:  # noqa: N803
        kernel = X @ X.T
        kernel = (kernel.toarray() if sparse.issparse(kernel) else np.asarray(kernel)).astype(np.float64) + 1.0
        kernel[np.diag_indices_from(kernel)] += JITTER * max(1.0, float(kernel.diagonal().max()))
        factor = linalg.cholesky(kernel, lower=True)
        shape = targets.shape
        signs = 2 * targets - 1

        def loss(flat: Floats) -> tuple[float, Floats]:
            v = flat.reshape(shape)
            margins = signs * (factor @ v + offset)
            value = -(weights * special.log_expit(margins)).sum() + (v * v).sum() / (2 * self.C)
            slope = -weights * signs * special.expit(-margins)
            return float(value), (factor.T @ slope + v / self.C).ravel()

        start = np.zeros(shape).ravel()
        found = optimize.minimize(
            loss,
            start,
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": self.max_iter, "gtol": self.tol * len(targets) ** 0.5},
        )
        self.n_iter_ = max(1, int(found.nit))
        dual = linalg.solve_triangular(factor, found.x.reshape(shape), lower=True, trans="T")
        return np.asarray(X.T @ dual), dual.sum(axis=0)

    def decision_function(self, X: Any, offset: Floats | None = None) -> Floats:  # noqa: N803
        """Log-odds, (n, n_codes); (n,) for two classes."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)  # noqa: N806
        scores: Floats = np.asarray(X @ self.coef_) + self.intercept_
        if offset is not None:
            scores = scores + offset
        return scores if self.multilabel_ or scores.shape[1] > 1 else scores[:, 0]

    def predict_proba(self, X: Any, offset: Floats | None = None) -> Floats:  # noqa: N803
        """(n, n_codes): each code's probability; for a one-column y, (n, n_classes) with rows that sum to 1."""
        scores = self.decision_function(X, offset)
        made: Floats = special.expit(scores)
        if self.multilabel_:
            return made
        if made.ndim == 1:
            return np.column_stack([1 - made, made])
        made /= made.sum(axis=1, keepdims=True)
        return made

    def predict(self, X: Any, offset: Floats | None = None) -> NDArray[Any]:  # noqa: N803
        scores = self.decision_function(X, offset)
        if self.multilabel_:
            return np.asarray(special.expit(scores) >= self.threshold, dtype=int)
        if scores.ndim == 1:
            return np.asarray(self.classes_[(scores > 0).astype(int)])
        return np.asarray(self.classes_[scores.argmax(axis=1)])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags


def balanced(targets: Floats, weights: Floats) -> Floats:
    """Weights scaled so that, code by code, those that bear it weigh as much as those that do not (scikit-learn's
    "balanced": n / (2 n_class)); unscaled for a code that all or none bear."""
    total = weights.sum(axis=0)
    positive = (weights * targets).sum(axis=0)
    both = (positive > 0) & (positive < total)
    up = np.where(both, total / (2 * np.where(both, positive, 1)), 1.0)
    down = np.where(both, total / (2 * np.where(both, total - positive, 1)), 1.0)
    made: Floats = weights * np.where(targets > 0, up, down)
    return made
