"""Texts that came more than once: found by groups, whatever their order; compared with a plain count of all pairs."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding import rounds
from coding.repeats import folded_words, repeat_groups
from coding.rounds.repeats import find_repeats, repeats_by_code, repeats_out_of_date
from core.codebooks import Code
from core.store import Store
from ingest.tables import CodedRow
from tests.builders import make_response

CAMPAIGN = (
    "Please keep the library open on Saturdays because working families have no other day on which they can bring their "
    "children to borrow books and meet their friends"
)
OWN = "I was born in this town and learnt to read there when my mother worked nights at the bakery near the bridge "


def words(n: int, seed: int) -> str:
    return " ".join(random.Random(seed).choices([f"w{k}" for k in range(400)], k=n))


def test_same_near_and_longer_texts_are_one_group() -> None:
    texts = [
        words(30, 1),
        CAMPAIGN,
        CAMPAIGN.upper() + "!!",
        CAMPAIGN.replace("borrow books", "borrow comics"),
        OWN + CAMPAIGN,
        words(30, 2),
    ]
    (group,) = repeat_groups(texts)
    assert (group.places, group.centre, group.same) == ((1, 2, 3, 4), 1, 2)
    assert group.likeness[:2] == (1.0, 1.0)
    runs = len(folded_words(CAMPAIGN)) - 2
    assert group.likeness[2] == round((runs - 3) / runs, 3)  # one word changed: three runs of three are others
    assert group.likeness[3] == 1.0  # the whole of it stands in the longer text


def test_short_texts_are_the_same_by_chance() -> None:
    assert repeat_groups(["More buses please", "more buses, please", "", "one two three four five six seven"] * 3) == []
    (group,) = repeat_groups(["one two three four five six seven eight"] * 3)
    assert group.places == (0, 1, 2)


def test_groups_come_by_size_and_then_in_order() -> None:
    texts = [words(12, 5)] * 2 + [words(12, 6)] * 3 + [words(12, 7)] * 2
    assert [group.places for group in repeat_groups(texts)] == [(2, 3, 4), (0, 1), (5, 6)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_no_pair_that_is_near_is_missed(seed: int) -> None:
    """Against all pairs by plain sets: each text that is near another is in a group with one that is near it."""
    chance = random.Random(seed)
    texts = [words(chance.randint(9, 60), seed * 100 + n) for n in range(25)]
    for _ in range(15):
        said = chance.choice(texts).split()
        for _ in range(chance.randint(0, 2)):
            said[chance.randrange(len(said))] = "other"
        texts.append(" ".join(said))
    runs = [{tuple(w[n : n + 3]) for n in range(len(w) - 2)} for w in map(folded_words, texts)]
    pairs = [
        (a, b)
        for a in range(len(texts))
        for b in range(a)
        if len(runs[a] & runs[b]) / max(len(runs[a]), len(runs[b])) >= 0.8
    ]
    grouped = {place for group in repeat_groups(texts) for place in group.places}
    assert grouped <= {place for pair in pairs for place in pair}
    assert [pair for pair in pairs if not grouped & set(pair)] == []


def test_the_order_of_texts_changes_no_group() -> None:
    texts = [CAMPAIGN, CAMPAIGN + " indeed", words(20, 3), words(20, 3), CAMPAIGN]
    there = {frozenset(texts[p] for p in g.places): len(g.places) for g in repeat_groups(texts)}
    back = texts[::-1]
    assert {frozenset(back[p] for p in g.places): len(g.places) for g in repeat_groups(back)} == there


@pytest.fixture
def project(store: Store) -> Store:
    texts = [CAMPAIGN, CAMPAIGN, "Own words about the bus that nobody else has written here", CAMPAIGN + " please"]
    rounds.add_responses(store, "Why?", "people", [make_response(f"r{n}", text) for n, text in enumerate(texts)])
    return store


def test_groups_are_kept_until_responses_come_in(project: Store) -> None:
    assert repeats_out_of_date(project, "Why?")
    runs = len(CAMPAIGN.split()) - 2
    (group,) = find_repeats(project, "Why?")
    assert group.record() == {
        "group": 1,
        "size": 3,
        "same": 2,
        "text": CAMPAIGN,
        "responses": [
            {"response": "r0", "likeness": 1.0}, {"response": "r1", "likeness": 1.0}, {"response": "r3", "likeness": round(runs / (runs + 1), 3)},
        ],
    }  # fmt: skip
    assert not repeats_out_of_date(project, "Why?")
    rounds.add_responses(project, "Why?", "people", [make_response("r9", "A late return about something else")])
    assert repeats_out_of_date(project, "Why?")


def test_a_theme_says_how_much_of_it_is_repeated_text(project: Store) -> None:
    rounds.add_codebook(project, "Why?", [Code("library", "Library"), Code("bus", "Bus")])
    coded = {"r0": "library", "r1": "library", "r2": "bus", "r3": "library"}
    rounds.add_codings(
        project,
        "Why?",
        "ann",
        [CodedRow(name, frozenset([code]), n + 2) for n, (name, code) in enumerate(coded.items())],
    )
    find_repeats(project, "Why?")
    assert [(row.code, row.n, row.repeated, row.largest) for row in repeats_by_code(project, "Why?")] == [
        ("library", 3, 3, 3), ("bus", 1, 0, 0),
    ]  # fmt: skip
