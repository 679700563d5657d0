"""Shares and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from coding.prevalence import Share, Stratum, human_share, machine_assisted_share, needed_sample, wilson


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_statsmodels(counts: tuple[int, int]) -> None:
    positive, n = counts
    assert wilson(positive, n) == pytest.approx(proportion_confint(positive, n, method="wilson"), abs=1e-9)


def test_the_finite_population_correction_enlarges_the_effective_sample() -> None:
    # 90 of 150: n / (1 - 90/150) = 225
    assert wilson(18, 90, 150) == pytest.approx(proportion_confint(45, 225, method="wilson"), abs=1e-9)


def test_everything_coded_needs_no_interval() -> None:
    assert human_share(Stratum(40, 40, 10), True) == Share(0.25, 0.25, 0.25, "all_human")
    assert human_share(Stratum(40, 40, 10), False) == Share(0.25, 0.25, 0.25, "all_human")


def test_no_recorded_design_no_interval_and_nothing_coded_no_share() -> None:
    assert human_share(Stratum(100, 40, 10), False) == Share(0.25, None, None, "human_sample")
    assert human_share(Stratum(100, 0, 0), True) == Share(None, None, None, "human_sample")


strata = st.integers(1, 300).flatmap(
    lambda size: st.integers(0, size).flatmap(
        lambda sampled: st.builds(Stratum, st.just(size), st.just(sampled), st.integers(0, sampled))
    )
)


@given(strata, strata)
def test_an_interval_holds_the_estimate_and_what_people_found(flagged: Stratum, other: Stratum) -> None:
    made = machine_assisted_share(flagged, other)
    if made.share is None:
        assert flagged.sampled + other.sampled == 0
        return
    assert made.low is not None and made.high is not None
    size = flagged.size + other.size
    found = flagged.positive + other.positive
    without = flagged.sampled + other.sampled - found
    assert found / size - 1e-12 <= made.low <= made.share + 1e-12
    assert made.share - 1e-12 <= made.high <= 1 - without / size + 1e-12


@pytest.mark.parametrize(
    ("flagged", "other"),
    [
        (Stratum(10, 0, 0), Stratum(90, 30, 3)),  # nothing flagged was drawn
        (Stratum(0, 0, 0), Stratum(100, 30, 3)),  # the machine flags nothing
        (Stratum(50, 3, 1), Stratum(50, 27, 9)),  # the machine tells nothing apart, and few flagged were drawn
    ],
)
def test_where_the_machine_does_not_help_people_alone_are_used(flagged: Stratum, other: Stratum) -> None:
    assert machine_assisted_share(flagged, other).method == "human_sample"


def test_a_good_machine_narrows_the_interval() -> None:
    flagged, other = Stratum(200, 30, 27), Stratum(800, 120, 3)
    human = human_share(Stratum(1000, 150, 30), True)
    made = machine_assisted_share(flagged, other)
    assert made.method == "machine_assisted"
    assert made.share == pytest.approx(0.2 * 0.9 + 0.8 * 0.025)
    assert made.high - made.low < 0.75 * (human.high - human.low)  # type: ignore[operator]


def test_an_impossible_stratum_is_refused() -> None:
    with pytest.raises(ValueError, match="not a stratum"):
        Stratum(10, 5, 6)


def test_the_sample_that_a_precision_needs() -> None:
    n = needed_sample(0.3, 1000, 0.05)
    for sampled, enough in ((n, True), (n - 1, False)):
        low, high = wilson(0.3 * sampled, sampled, 1000)
        assert (max(0.3 - low, high - 0.3) <= 0.05) is enough
    assert needed_sample(0.3, 50, 0.0001) == 50


@pytest.mark.parametrize("n_sampled", [100, 200])
@pytest.mark.parametrize("share", [0.03, 0.1, 0.3])
def test_post_stratified_intervals_cover(share: float, n_sampled: int) -> None:
    """800 draws from a fixed population of 1,000: at least 93% of nominal 95% intervals hold the truth (the simulation of
    every cell of issue 7 is in benchmarks/intervals.py)."""
    rng = np.random.default_rng(5)
    truth = np.zeros(1000, dtype=bool)
    truth[: round(1000 * share)] = True
    machine = np.where(truth, rng.random(1000) < 0.7, rng.random(1000) < 0.7 * share / (1 - share) / 3)
    held = 0
    for _ in range(800):
        drawn = rng.permutation(1000)[:n_sampled]
        made = machine_assisted_share(
            *(
                Stratum(int(label.sum()), int(label[drawn].sum()), int((label & truth)[drawn].sum()))
                for label in (machine, ~machine)
            )
        )
        assert made.low is not None and made.high is not None
        held += made.low <= truth.mean() <= made.high
    assert held / 800 >= 0.93
