from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.encoder import HashingEncoder
from core.store import Store
from index.build import build, open_index
from index.facets import Facet
from index.registers import review
from index.search import Filters, Found, SearchIndex
from tests.index.corpus import add, make_commitment, put


@pytest.fixture
def index(store: Store) -> SearchIndex:
    add(
        store, "Ferry fares will fall.", "Ferry crews are trained.", "Fares are high.", path="a.txt", title="Plan",
        organisation="Port of Ash", date="2021-05-01", type="strategy", item="4",
    )  # fmt: skip
    add(
        store, "Ferry fares were discussed.", "Lamps were painted.", path="b.txt", title="Minutes",
        organisation="Port of Elm", date="2022-02-01", type="minutes",
    )  # fmt: skip
    other = add(
        store, "The ferry to Elm is new.", path="c.txt", title="News", organisation="Port of Elm", date="2022-03-01",
        type="letter",
    )  # fmt: skip
    put(store, other, [make_commitment(other, "The ferry to Elm is new.")])
    build(store, HashingEncoder())
    return open_index(store, HashingEncoder())


def counts(found: Found, field: str) -> list[tuple[str, int]]:
    (facet,) = [facet for facet in found.facets if facet.field == field]
    return [(value.label, value.count) for value in facet.values]


def test_counts_are_of_passages_that_bear_a_word_of_the_query(index: SearchIndex) -> None:
    found = index.find("ferry", facets=True)
    assert counts(found, "document") == [("Plan", 2), ("Minutes", 1), ("News", 1)]
    assert counts(found, "organisation") == [("Port of Ash", 2), ("Port of Elm", 2)]
    assert counts(found, "type") == [("strategy", 2), ("letter", 1), ("minutes", 1)]
    assert counts(found, "year") == [("2022", 2), ("2021", 2)]
    assert counts(found, "item") == [("4", 2)]
    assert counts(found, "kind") == [("passage", 4), ("commitment", 1)]


def test_a_facet_is_counted_without_its_own_filter(index: SearchIndex) -> None:
    found = index.find("ferry", facets=True, filters=Filters(organisation="Port of Elm"))
    assert counts(found, "organisation") == [("Port of Ash", 2), ("Port of Elm", 2)]
    assert counts(found, "document") == [("Minutes", 1), ("News", 1)]
    assert counts(found, "year") == [("2022", 2)]
    found = index.find("ferry", facets=True, filters=Filters(since="2022-01-01", item="4"))
    assert counts(found, "year") == [("2021", 2)]
    assert counts(found, "item") == []
    assert found.hits == [] and found.reason


def test_what_the_query_demands_is_what_is_counted(index: SearchIndex) -> None:
    assert counts(index.find("ferry AND fares", facets=True), "document") == [("Minutes", 1), ("Plan", 1)]
    assert counts(index.find('"ferry crews"', facets=True), "document") == [("Plan", 1)]


def test_a_rejected_commitment_is_not_counted(index: SearchIndex, store: Store) -> None:
    (hit,) = index.find("ferry", kinds=("commitment",)).hits
    review(store, hit.id, "rejected")
    assert counts(index.find("ferry", facets=True), "kind") == [("passage", 4)]


def test_facets_are_counted_only_where_asked_for(index: SearchIndex) -> None:
    assert index.find("ferry").facets == ()


def narrowed(facet: Facet, value: str) -> Filters | None:
    match facet.field:
        case "year":
            return Filters(since=f"{value}-01-01", until=f"{value}-12-31")
        case "kind":
            return None
        case name:
            return Filters(**{name: value})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["ferry", "fares", "lamps", "crews", "elm", '"ferry fares"', "fer*"]), max_size=3))
def test_a_value_with_a_count_never_empties_the_page(index: SearchIndex, words: list[str]) -> None:
    for facet in index.find(" ".join(words), facets=True).facets:
        for value in facet.values:
            filters = narrowed(facet, value.value)
            kinds = (value.value,) if filters is None else ("passage",)
            assert value.count > 0
            assert len(index.search(" ".join(words), 100, kinds, filters)) >= value.count  # type: ignore[arg-type]


def test_hits_are_grouped_by_document(index: SearchIndex) -> None:
    found = index.find("ferry fares will fall")
    assert next((group.title, len(group.hits)) for group in found.by_document) == ("Plan", 3)
    assert sum(len(group.hits) for group in found.by_document) == len(found.hits)


def test_keyword_results_come_first_and_are_marked_as_such(index: SearchIndex) -> None:
    first, last = index.stages("ferry fares")
    assert not first.complete and last.complete
    assert first.hits and {hit.id for hit in first.hits} <= {hit.id for hit in last.hits}
