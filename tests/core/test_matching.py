"""The match rules of docs/contracts.md, section 5."""

from __future__ import annotations

import pytest

from core.matching import one_to_one, overlap

GOLD = "The council will publish a new plan by spring 2024."


@pytest.mark.parametrize(
    ("predicted", "matches"),
    [
        (GOLD, True),
        ("the council will **publish**  a new plan", True),  # contained, 20 characters or more
        ("a new plan", False),  # contained, but short
        (GOLD + " It will also report.", True),  # contains the gold quote
        ("Then the council will publish a new plan next year, it said.", True),  # common block over 0.6 of the shorter
        ("Nothing of the sort was decided at the meeting.", False),
        (GOLD + " x" * 300, False),  # over 600 characters
    ],
)
def test_overlap(predicted: str, matches: bool) -> None:
    assert (overlap(predicted, GOLD) > 0) is matches


def test_a_short_gold_quote_is_matched_when_it_is_the_whole_prediction() -> None:
    assert overlap("Agreed.", "agreed.") == 1.0


def test_pairs_are_one_to_one_best_first() -> None:
    scores = [[0.5, 0.9], [0.8, 0.95]]
    assert one_to_one(2, 2, lambda p, g: scores[p][g]) == [(1, 1), (0, 0)]


def test_no_pair_without_overlap() -> None:
    assert one_to_one(2, 1, lambda p, g: 0.0) == []
