"""Filters come before the search: brute force over the filtered part finds no more, and an index of it alone the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.encoder import HashingEncoder
from core.store import Store
from index.build import build, open_index
from index.search import Filters, SearchIndex
from tests.index.corpus import add

WORDS = ("ferry", "fare", "lamp", "mooring", "pilot", "crew", "harbour", "winter")
ORGANISATIONS = ("Port of Ash", "Port of Elm", "Isle Council")
TYPES = ("minutes", "letter", "strategy")


def paragraphs(seed: int) -> list[str]:
    """Eight of three to seven words, the first words far more often than the last."""
    chance = np.random.default_rng(seed)
    weights = 1 / np.arange(1, len(WORDS) + 1) ** 2
    picked = [chance.choice(WORDS, int(chance.integers(3, 8)), p=weights / weights.sum()).tolist() for _ in range(8)]
    return [f"Note {seed}.{n} {' '.join(words)}." for n, words in enumerate(picked)]


def facts(n: int) -> dict[str, str | None]:
    return {
        "organisation": ORGANISATIONS[n % 3], "type": TYPES[n // 3 % 3], "date": f"20{10 + n % 12}-0{1 + n % 9}-01",
        "item": str(n % 5) if n % 2 else None,
    }  # fmt: skip


def filled(store: Store, numbers: range | list[int]) -> Store:
    for n in numbers:
        made = facts(n)
        add(store, *paragraphs(n), path=f"{n}.txt", organisation=made["organisation"], type=made["type"], date=made["date"], item=made["item"])  # fmt: skip
    return store


@pytest.fixture(scope="module", params=["words", "hybrid"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    encoder = HashingEncoder() if request.param == "hybrid" else None
    store = filled(Store(tmp_path_factory.mktemp("mixed"), "tester"), range(60))
    build(store, encoder)
    return open_index(store, encoder)


def allows(filters: Filters, n: int) -> bool:
    made = facts(n)
    return (
        (not filters.organisation or filters.organisation.casefold() in str(made["organisation"]).casefold())
        and (not filters.type or made["type"] == filters.type)
        and (not filters.since or str(made["date"]) >= filters.since)
        and (not filters.until or str(made["date"]) <= filters.until)
        and (not filters.item or made["item"] == filters.item)
    )


FILTERS = st.builds(
    Filters,
    organisation=st.sampled_from([None, "Port of Elm", "isle", "port"]),
    type=st.sampled_from([None, *TYPES]),
    since=st.sampled_from([None, "2012-01-01", "2018-06-01"]),
    until=st.sampled_from([None, "2015-12-31", "2019-01-01"]),
    item=st.sampled_from([None, "1", "3"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120, deadline=None)
@given(FILTERS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
def test_a_filter_never_empties_a_page_that_has_matches(index: SearchIndex, filters: Filters, words: list[str]) -> None:
    """Of 480 passages that are much alike, a page of ten shows as many as bear a word of the query."""
    bearing = [
        text
        for n in range(60)
        if allows(filters, n)
        for text in paragraphs(n)
        if any(word in text.removesuffix(".").split() for word in words)
    ]
    found = index.find(" ".join(words), 10, filters=filters)
    assert len(found.hits) >= min(10, len(bearing))
    assert (found.reason is None) == bool(found.hits)
    paths = {f"{n}.txt" for n in range(60) if allows(filters, n)}
    assert {hit.location.path for hit in found.hits} <= paths
    if filters.item:
        assert {hit.location.item.number for hit in found.hits if hit.location.item} <= {filters.item}
    demanded = index.find(" AND ".join([*words, words[0]]), 500, filters=filters)
    every = [text for text in bearing if all(word in text.removesuffix(".").split() for word in words)]
    assert sorted({hit.text for hit in demanded.hits}) == sorted(every)


@pytest.mark.parametrize("encoder", [None, HashingEncoder()])
@pytest.mark.parametrize(
    ("filters", "query"),
    [
        (Filters(organisation="Port of Elm"), "ferry winter"),
        (Filters(type="letter"), "pilot harbour crew"),
        (Filters(since="2015-01-01", until="2017-12-31"), "mooring lamp"),
        (Filters(organisation="isle", type="minutes"), "winter fare"),
    ],
)
def test_a_filtered_search_is_a_search_of_that_part_alone(
    tmp_path: Path, encoder: HashingEncoder | None, filters: Filters, query: str
) -> None:
    """The same passages in the same order with nearly the same scores: words are weighed by how rare they are in the part; the
    mean length of passages is of the whole."""
    whole = filled(Store(tmp_path / "whole", "tester"), range(60))
    part = filled(Store(tmp_path / "part", "tester"), [n for n in range(60) if allows(filters, n)])
    build(whole, encoder)
    build(part, encoder)
    filtered = open_index(whole, encoder).search(query, 10, filters=filters)
    alone = open_index(part, encoder).search(query, 10)
    assert len(alone) == 10
    assert {hit.text for hit in filtered[:3]} == {hit.text for hit in alone[:3]}
    assert len({hit.text for hit in filtered} & {hit.text for hit in alone}) >= 9
    assert [hit.score for hit in filtered] == pytest.approx([hit.score for hit in alone], abs=0.03)
