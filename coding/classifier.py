"""The classifier: one balanced logistic regression a code, all codes fitted at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, sparse, special
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, column_or_1d, validate_data

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
        if np.ndim(y) == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        self.multilabel_ = type_of_target(y) == "multilabel-indicator" or np.ndim(y) == 2
        if self.multilabel_:
            targets = np.asarray(y, dtype=np.float64)
            self.classes_ = np.arange(targets.shape[1])
        else:
            binariser = LabelBinarizer().fit(np.ravel(y))
            self.classes_ = binariser.classes_
            if len(self.classes_) < 2:
                raise ValueError("Classifier can't train when only one class is present.")
            targets = np.asarray(binariser.transform(np.ravel(y)), dtype=np.float64)
        sample_weight = None if sample_weight is None else np.asarray(sample_weight)
        if sample_weight is None or sample_weight.ndim != 2:
            sample_weight = _check_sample_weight(sample_weight, X)[:, None]
        weights = balanced(targets, np.broadcast_to(np.asarray(sample_weight, dtype=np.float64), targets.shape))
        used = np.flatnonzero(weights.sum(axis=1) > 0)
        rows = X[used]
        kernel = rows @ rows.T
        kernel = np.asarray(kernel.toarray() if sparse.issparse(kernel) else kernel, dtype=np.float64) + 1.0
        dual, self.n_iter_ = solve(
            factorised(kernel),
            targets[used],
            weights[used],
            None if offset is None else offset[used],
            penalty=self.C,
            max_iter=self.max_iter,
            tol=self.tol,
        )
        self.coef_, self.intercept_ = np.asarray(rows.T @ dual), dual.sum(axis=0)
        return self

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


def factorised(kernel: Floats) -> Floats:
    """The lower Cholesky factor of a kernel matrix (whose 1 for the intercept is in it already)."""
    steady = kernel + np.eye(len(kernel)) * (JITTER * max(1.0, float(kernel.diagonal().max())))
    made: Floats = linalg.cholesky(steady, lower=True, overwrite_a=True)
    return made


def solve(
    factor: Floats,
    targets: Floats,
    weights: Floats,
    offset: Floats | None = None,
    *,
    penalty: float,
    max_iter: int,
    tol: float,
) -> tuple[Floats, int]:
    """(dual coefficients (n, n_codes), iterations): log-odds of row i are kernel[i] @ dual + offset[i].

    Minimises sum(weights * log loss) + |w|^2 / (2 penalty), all codes at once; `factor` as `factorised` gives it."""
    signs = 2 * targets - 1
    shift = 0.0 if offset is None else offset

    def loss(flat: Floats) -> tuple[float, Floats]:
        v = flat.reshape(targets.shape)
        margins = signs * (factor @ v + shift)
        wrong = special.expit(-margins)
        value = (weights * (np.maximum(-margins, 0) + np.log1p(np.exp(-np.abs(margins))))).sum()
        slope = factor.T @ (-weights * signs * wrong) + v / penalty
        return float(value + (v * v).sum() / (2 * penalty)), slope.ravel()

    options = {"maxiter": max_iter, "gtol": tol * len(targets) ** 0.5}
    found = optimize.minimize(loss, np.zeros(targets.size), jac=True, method="L-BFGS-B", options=options)
    dual: Floats = linalg.solve_triangular(factor, found.x.reshape(targets.shape), lower=True, trans="T")
    return dual, max(1, int(found.nit))


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
