from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.encoder import HashingEncoder
from core.store import Store
from index.build import build, open_index
from index.facets import DocumentFacts
from index.preferences import preferred
from index.search import SearchIndex
from tests.index.corpus import add

FACTS = {
    name: DocumentFacts(name, name, None, date, kind)
    for name, date, kind in (
        ("old", "2019-04-01", "minutes"),
        ("mid", "2021", "strategy"),
        ("new", "2023-06", "survey_report"),
        ("undated", None, "letter"),
    )
}


@pytest.mark.parametrize(
    ("query", "factors"),
    [
        ("ferry fares", {}),
        ("minutes on ferry fares", {"old": 1.1}),
        ("the ferry strategy", {"mid": 1.1}),
        ("letters about fares", {"undated": 1.1}),
        ("what did the 2023 survey find", {"new": 1.2}),
        ("fares in 2021", {"mid": 1.1}),
        ("fares 2020-21", {"mid": 1.1}),
        ("fares 2018/2021", {"old": 1.1, "mid": 1.1}),
        ("latest fares", {"new": 1.1, "mid": 1.05}),
        ("the oldest fares", {"old": 1.1, "mid": 1.05}),
        ("latest and oldest fares", {}),
        ("£2,021 in fares", {}),
        ("2021% of fares", {}),
        ("a report of the board", {}),
    ],
)
def test_what_a_query_says_of_documents(query: str, factors: dict[str, float]) -> None:
    made = {name: factor for name, factor in preferred(query, FACTS).items() if factor > 1}
    assert made == pytest.approx(factors)


@given(st.text(max_size=40))
def test_any_text_gives_factors_of_documents(text: str) -> None:
    assert all(name in FACTS and 1.0 <= factor <= 1.3 for name, factor in preferred(text, FACTS).items())


@pytest.fixture(params=[None, HashingEncoder()])
def index(request: pytest.FixtureRequest, store: Store) -> SearchIndex:
    for date, kind in (("2020-05-01", "letter"), ("2021-05-01", "minutes"), ("2022-05-01", "strategy")):
        add(store, "Ferry fares were raised by a tenth.", f"Lamp {date}.", date=date, type=kind, path=f"{kind}.txt")
    add(store, "Lamps were painted.", date="2023-01-01", type="minutes", path="lamps.txt")
    build(store, request.param)
    return open_index(store, request.param)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ferry fares raised minutes", "minutes.txt"),
        ("ferry fares raised in 2020", "letter.txt"),
        ("latest on ferry fares raised", "strategy.txt"),
        ("ferry fares raised, strategy", "strategy.txt"),
    ],
)
def test_of_equal_results_the_preferred_stands_first_and_none_is_lost(
    index: SearchIndex, query: str, first: str
) -> None:
    found = [hit.location.path for hit in index.search(query) if "Ferry" in hit.text]
    assert found[0] == first
    assert sorted(found) == ["letter.txt", "minutes.txt", "strategy.txt"]


def test_a_preference_does_not_lift_what_says_nothing_of_the_query(index: SearchIndex) -> None:
    assert "Ferry" in index.search("latest minutes of ferry fares raised")[0].text
