"""Proposed themes."""

from __future__ import annotations

import numpy as np

from coding.discover import propose_themes
from core.encoder import HashingEncoder

TEXTS = (
    [f"The car park is full, car park number {n}" for n in range(8)]
    + [f"Long waiting list, waiting list of {n} months" for n in range(6)]
    + [f"Rude reception, reception desk {n}" for n in range(4)]
)


def test_groups_of_like_responses_largest_first_in_their_own_words() -> None:
    themes = propose_themes("q", TEXTS, HashingEncoder().encode(TEXTS))
    assert [theme.size for theme in themes] == [8, 6, 4]
    assert [words in theme.label for words, theme in zip(("car park", "waiting list", "reception"), themes)] == [
        True
    ] * 3
    for theme in themes:
        assert all(exemplar in TEXTS for exemplar in theme.exemplars)
        assert len(theme.exemplars) <= 5


def test_the_same_seed_gives_the_same_themes_and_ids() -> None:
    vectors = HashingEncoder().encode(TEXTS)
    assert propose_themes("q", TEXTS, vectors, 3) == propose_themes("q", TEXTS, vectors, 3)


def test_too_few_or_equal_texts_break_nothing() -> None:
    assert propose_themes("q", TEXTS[:4], HashingEncoder().encode(TEXTS[:4])) == []
    same = ["No comment"] * 9
    assert [theme.size for theme in propose_themes("q", same, HashingEncoder().encode(same))] == [9]
    empty = ["?!"] * 6
    assert propose_themes("q", empty, np.ones((6, 4), dtype=np.float32) / 2)[0].label == "Group 1"
