"""Agreement on 1,000 random tables against scikit-learn, NLTK and statsmodels, to 1e-9; edge cases included."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator

import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import cochrans_q
from statsmodels.stats.contingency_tables import mcnemar as reference_mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests

from coding.agreement import _kappas, _tables, agreement, binary_alpha, mean_pairwise_kappa
from coding.confusions import cochran, holm, mcnemar
from coding.judgements import Judgements
from coding.setwise import masi_distances, set_agreement

TABLES = 1_000


def tables(k: int = 2, n_codes: int = 1, missing: bool = False) -> Iterator[NDArray[np.int8]]:
    """(coders, responses, codes): sizes from 1 to 60, codes that nobody or everybody gives, coders who always agree, never
    agree or do not vary, responses that somebody skipped."""
    rng = np.random.default_rng(20261122)
    for number in range(TABLES):
        n = int(rng.integers(1, 61))
        truth = rng.random((n, n_codes)) < (0.0, 0.02, 0.2, 0.5, 0.9, 1.0)[number % 6]
        noise = (0.0, 0.1, 0.5, 1.0)[number % 4]
        cube = np.stack([truth ^ (rng.random((n, n_codes)) < noise * (c > 0)) for c in range(k)]).astype(np.int8)
        if number % 7 == 0:
            cube[-1] = number % 2  # one coder does not vary
        if missing:
            cube[rng.random((k, n)) < 0.2] = -1
        yield cube


def coders_of(cube: NDArray[np.int8]) -> list[Judgements]:
    return [
        Judgements(name, values, (values >= 0).any(axis=1).astype(np.int8)) for name, values in zip("abcdef", cube)
    ]  # fmt: skip


def test_kappa_is_scikit_learns_and_statsmodels() -> None:
    defined = 0
    for number, cube in enumerate(tables()):
        a, b = cube[0, :, 0], cube[1, :, 0]
        ours = mean_pairwise_kappa([a, b])
        counted = np.array([[((a == x) & (b == y)).sum() for y in (0, 1)] for x in (0, 1)])
        from_sums = _kappas(_tables(cube).sum(axis=0)[None, :])[0]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reference = cohens_kappa(counted).kappa
        if ours is None:
            assert len({*a.tolist(), *b.tolist()}) == 1
            assert math.isnan(from_sums)
            continue
        defined += 1
        if number % 10 == 0:  # `ours` is scikit-learn's
            assert ours == pytest.approx(cohen_kappa_score(a, b, labels=[0, 1]), abs=1e-9)
        assert ours == pytest.approx(reference, abs=1e-9)
        assert from_sums == pytest.approx(ours, abs=1e-9)
    assert 700 < defined < TABLES


def test_light_s_kappa_is_the_mean_over_pairs_that_have_one() -> None:
    for number, cube in enumerate(tables(k=4, missing=True)):
        judged = cube[:, :, 0]
        pairs = []
        for i in range(4):
            for j in range(i + 1, 4):
                both = (judged[i] >= 0) & (judged[j] >= 0)
                counted = np.array(
                    [[((judged[i] == x) & (judged[j] == y) & both).sum() for y in (1, 0)] for x in (1, 0)]
                )
                if len({*judged[i, both].tolist(), *judged[j, both].tolist()}) > 1:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")  # of its variance, where kappa is 0
                        pairs.append(cohens_kappa(counted).kappa)
        ours = _kappas(_tables(cube).sum(axis=0)[None, :])[0]
        assert math.isnan(ours) == (not pairs)
        if pairs:
            assert ours == pytest.approx(np.mean(pairs), abs=1e-9)
        if pairs and number % 100 == 1:
            assert mean_pairwise_kappa(list(judged)) == pytest.approx(np.mean(pairs), abs=1e-9)


def nltk_alpha(units: list[list[object]], distance: object = None) -> float | None:
    """None where every label is the same, which NLTK calls 1."""
    pairable = [unit for unit in units if sum(label is not None for label in unit) > 1]
    labels = {label for unit in pairable for label in unit if label is not None}
    if len(labels) < 2:
        return None
    data = [
        (str(c), str(u), label) for u, unit in enumerate(pairable) for c, label in enumerate(unit) if label is not None
    ]
    task = AnnotationTask(data, **({"distance": distance} if distance else {}))  # type: ignore[arg-type]
    return float(task.alpha())


def test_alpha_is_nltks_for_two_to_five_coders_with_skipped_units() -> None:
    for number, cube in enumerate(tables(k=2 + 1, missing=True)):
        cube = cube if number % 2 else cube[:2]
        judged = cube[:, :, 0] >= 0
        ours = binary_alpha(judged.sum(axis=0).astype(float), (cube[:, :, 0] == 1).sum(axis=0).astype(float))
        reference = nltk_alpha([[int(v) if v >= 0 else None for v in unit] for unit in cube[:, :, 0].T])
        assert (ours is None) == (reference is None)
        if ours is not None:
            assert ours == pytest.approx(reference, abs=1e-9)


def test_alpha_of_sets_is_nltks_with_masi_and_with_sameness() -> None:
    undefined = 0
    for number, cube in enumerate(tables(k=3, n_codes=4, missing=True)):
        cube = cube if number % 2 else cube[:2]
        ours = set_agreement(cube, np.random.default_rng(0))
        units = [
            [frozenset(np.flatnonzero(row == 1).tolist() or ["none"]) if row.min() >= 0 else None for row in response]
            for response in cube.transpose(1, 0, 2)
        ]
        masi, nominal = nltk_alpha(units, masi_distance), nltk_alpha(units)  # type: ignore[arg-type]
        assert (ours.masi is None) == (masi is None) and (ours.nominal is None) == (nominal is None)
        if masi is None or ours.masi is None:
            undefined += 1
            continue
        assert ours.masi == pytest.approx(masi, abs=1e-9)
        assert ours.nominal == pytest.approx(nominal, abs=1e-9)
    assert 0 < undefined < 300


def test_the_distance_of_two_sets_is_nltks() -> None:
    sets = np.array([[int(bit) for bit in f"{n:04b}"] for n in range(16)], dtype=bool)
    named = [frozenset(np.flatnonzero(row).tolist() or ["none"]) for row in sets]
    ours = masi_distances(sets)
    for i in range(16):
        for j in range(16):
            assert ours[i, j] == pytest.approx(masi_distance(named[i], named[j]), abs=1e-12)


def test_positive_and_negative_agreement_and_prevalence_are_those_of_the_table() -> None:
    for number, cube in enumerate(tables()):
        if number % 20:
            continue
        row = agreement("q", ["x"], coders_of(cube))[1]
        x, y = cube[0, :, 0], cube[1, :, 0]
        a, d = int(((x == 1) & (y == 1)).sum()), int(((x == 0) & (y == 0)).sum())
        off = len(x) - a - d
        assert row.positive == (pytest.approx(200 * a / (2 * a + off)) if 2 * a + off else None)
        assert row.negative == (pytest.approx(200 * d / (2 * d + off)) if 2 * d + off else None)
        assert row.prevalence == pytest.approx(100 * (2 * a + off) / (2 * len(x)))
        assert row.percent == pytest.approx(100 * (a + d) / len(x))


def test_mcnemar_and_cochran_are_statsmodels() -> None:
    for cube in tables(k=3):
        values = cube[:, :, 0] == 1
        both, first = int((values[0] & values[1]).sum()), int((values[0] & ~values[1]).sum())
        second = int((~values[0] & values[1]).sum())
        neither = values.shape[1] - both - first - second
        ours = mcnemar(values[:2])
        if first + second == 0:
            assert ours is None
        else:
            assert ours == pytest.approx(
                reference_mcnemar([[both, first], [second, neither]], exact=True).pvalue, abs=1e-9
            )
        ours = cochran(values)
        if ours is not None:
            assert ours == pytest.approx(cochrans_q(values.T.astype(int)).pvalue, abs=1e-9)


def test_holm_is_statsmodels() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        values = rng.random(int(rng.integers(1, 12))).round(2).tolist()
        assert holm(values) == pytest.approx(multipletests(values, method="holm")[1].tolist(), abs=1e-9)
    assert holm([]) == []


def test_the_interval_of_alpha_covers_what_a_plain_bootstrap_says() -> None:
    """Resampling patterns is resampling responses: the two agree within the noise of 1,000 draws."""
    rng = np.random.default_rng(5)
    truth = rng.random((300, 3)) < 0.3
    cube = np.stack([truth ^ (rng.random(truth.shape) < 0.15 * c) for c in (0, 1)]).astype(np.int8)
    row = agreement("q", list("xyz"), coders_of(cube))[0]
    m = np.full((300, 3), 2.0)
    k = (cube == 1).sum(axis=0).astype(float)
    plain = []
    for _ in range(1_000):
        taken = rng.integers(0, 300, 300)
        plain.append(binary_alpha(m[taken].ravel(), k[taken].ravel()))
    low, high = np.percentile(np.array(plain, dtype=float), [2.5, 97.5])
    assert row.low == pytest.approx(low, abs=0.012)
    assert row.high == pytest.approx(high, abs=0.012)
    assert row.kappa_low == pytest.approx(low, abs=0.02)
    assert row.sets is not None and row.sets.masi_low is not None and row.sets.masi_high is not None
    assert row.sets.masi is not None and row.sets.masi_low < row.sets.masi < row.sets.masi_high
