"""How much of one text stands in another: the sketch comes near the exact share, and case and punctuation do not count."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.likeness import SLACK, estimates, share, shingles, sketch

WORDS = [f"word{n}" for n in range(3000)]


def _text(seed: int, n: int) -> list[str]:
    chosen = random.Random(seed)
    return [chosen.choice(WORDS) for _ in range(n)]


def test_a_text_is_wholly_in_itself_whatever_its_case_and_stops() -> None:
    assert share(shingles("The quay, opens in May."), shingles("the QUAY opens; in may")) == 1.0


def test_the_share_is_of_the_longer_text() -> None:
    longer = shingles("one two three four five six")
    assert share(shingles("one two three four"), longer) == 0.5
    assert share(longer, shingles("seven eight nine ten")) == 0.0
    assert share(shingles(""), shingles("")) == 0.0


def test_too_short_a_text_is_like_no_other() -> None:
    assert sketch("The quay opens in May.") is None
    assert sketch(" ".join(_text(1, 22))) is not None


@pytest.mark.parametrize("changed", [0, 3, 20, 80, 300, 600])
@pytest.mark.parametrize("seed", range(4))
def test_a_sketch_comes_near_the_exact_share(changed: int, seed: int) -> None:
    one = _text(seed, 900)
    other = [f"x{n}" if n % 900 < changed else word for n, word in enumerate(one)]
    first, second = " ".join(one), " ".join(other)
    made, its = sketch(first), sketch(second)
    assert made is not None and its is not None
    assert abs(estimates(made, [its])[0] - share(shingles(first), shingles(second))) <= SLACK


@given(st.lists(st.sampled_from(WORDS[:40]), max_size=80), st.lists(st.sampled_from(WORDS[:40]), max_size=80))
@settings(max_examples=60, deadline=None)
def test_the_share_is_that_of_the_sets_of_runs_of_three_words(one: list[str], other: list[str]) -> None:
    def runs(words: list[str]) -> set[tuple[str, ...]]:
        return {tuple(words[n : n + 3]) for n in range(len(words) - 2)}

    longer = max(len(runs(one)), len(runs(other)))
    expected = len(runs(one) & runs(other)) / longer if longer else 0.0
    assert share(shingles(" ".join(one)), shingles(" ".join(other))) == expected
