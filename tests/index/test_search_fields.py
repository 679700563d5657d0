"""Field words, other forms of a word, and misspellings, in a project of three papers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.encoder import HashingEncoder
from core.store import Store
from index.build import build, open_index
from index.registers import review
from index.search import SearchIndex
from tests.index.corpus import add, make_commitment, put


@pytest.fixture
def index(store: Store) -> SearchIndex:
    add(
        store, "The Tidal Works Board (TWB) built three locks.", "Childcare near the quay is scarce.", path="a.txt",
        title="Plan for the quay", organisation="Port of Ash", date="2021-05-01", type="strategy", item="4",
    )  # fmt: skip
    add(
        store, "Members asked the TWB for costs.", "Well-being of crews was discussed; child care too.", path="b.txt",
        title="Minutes of May", organisation="Coastal Crews Association", date="2022-05-03", type="minutes",
    )  # fmt: skip
    add(
        store,
        "Licences cost £45 million in 96% of ports.",
        path="c.txt",
        title="Letter",
        date="2023-01-31",
        type="letter",
    )
    build(store, HashingEncoder())
    return open_index(store, HashingEncoder())


def starts(index: SearchIndex, query: str) -> set[str]:
    return {hit.text[:7] for hit in index.search(query)}


EVERY = {"The Tid", "Childca", "Members", "Well-be", "Licence"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("org:ash", {"The Tid", "Childca"}),
        ('org:"port of ash"', {"The Tid", "Childca"}),
        ("org:CCA", {"Members", "Well-be"}),
        ("type:minutes AND costs", {"Members"}),
        ("after:2022", {"Members", "Well-be", "Licence"}),
        ("after:2022 before:2023", {"Members", "Well-be"}),
        ("before:2022-05-03", {"The Tid", "Childca"}),
        ("after:2022-05-03 before:2022-05-04", {"Members", "Well-be"}),
        ("doc:minutes", {"Members", "Well-be"}),
        ("item:4 AND locks", {"The Tid"}),
        ("(org:ash OR type:letter) AND NOT childcare", {"The Tid", "Licence"}),
        ("NOT org:ash", {"Members", "Well-be", "Licence"}),
        ("£45m type:letter", {"Licence"}),
        ("96% org:ash", set()),
        ("build AND locks", {"The Tid"}),
        ("TWB AND costs", {"Members"}),
        ('"tidal works board"', {"The Tid"}),
        ("childcare AND NOT nothing", {"Childca", "Well-be"}),
        ('"child care"', {"Well-be"}),
        ("wellbeing AND crews", {"Well-be"}),
    ],
)
def test_what_is_found(index: SearchIndex, query: str, found: set[str]) -> None:
    assert starts(index, query) == found


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("costs org:nobody", "No document here is of an organisation called “nobody”; there are: Coastal"),
        ("type:poem", "No document here is of the type “poem”; there are: letter, minutes, strategy."),
        ("after:soon", "“soon” is not a date"),
        ("after:2030", "No document here is dated 2030-01-01 or later; there are: 2021, 2022, 2023."),
        ("doc:atlas", "No document here is called “atlas”"),
        ("org:ash type:letter", "leave no document"),
    ],
)
def test_a_value_that_nothing_has_is_said(index: SearchIndex, query: str, reason: str) -> None:
    found = index.find(query)
    assert found.hits == [] and reason in str(found.reason)


def test_how_field_words_were_read_is_said(index: SearchIndex) -> None:
    found = index.find("costs type:minutes before:2023")
    assert found.note == "Searched only what is of the type “minutes”, dated 2022-12-31 or earlier."


def test_short_forms_are_searched_as_long_ones_and_shown(index: SearchIndex) -> None:
    found = index.find("TWB costs")
    assert [(one.written, one.also) for one in found.expansions] == [("TWB", ("tidal works board",))]
    assert {hit.text[:7] for hit in index.find("TWB").hits} >= {"Members", "The Tid"}
    assert [(one.written, one.also) for one in index.find("tidal works board").expansions] == [
        ("tidal works board", ("TWB",))
    ]


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("lisences cost", "licences cost"),
        ("Chidcare near the quay", "childcare near the quay"),
        ("membres AND costs", "members AND costs"),
        ("locks", None),
        ("zzzzzz", None),
        ("£46m", None),
    ],
)
def test_misspellings_are_offered(index: SearchIndex, query: str, offered: str | None) -> None:
    assert index.find(query).did_you_mean == offered


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["org:", "org:ash", "type:letter", "after:2022", "before:x", "para:1", "page:1", "item:4", "AND", "OR", "NOT",
             "(", ")", '"', "kin*", "TWB", "£45m", "96%", "locks", "é", "doc:\x00", ":", "org:\"", "s.17", "-"]
        ),
        max_size=7,
    )
    | st.lists(st.text(max_size=8), max_size=5)
)  # fmt: skip
def test_any_query_finds_something_or_says_why(index: SearchIndex, words: list[str]) -> None:
    found = index.find(" ".join(words), k=3, facets=True)
    assert bool(found.hits) != bool(found.reason)


def test_hits_of_the_registers_are_as_people_left_them(store: Store) -> None:
    document = add(store, "The Board will repair the eastern lock by May.", "The Board will paint the lamps.")
    quotes = ("The Board will repair the eastern lock by May.", "The Board will paint the lamps.")
    put(store, document, [make_commitment(document, quote) for quote in quotes])
    build(store, HashingEncoder())
    index = open_index(store, HashingEncoder())
    lock, lamps = (index.search(words, kinds=("commitment",))[0] for words in ("eastern lock", "paint lamps"))
    review(store, lock.id, "edited", {"action": "mend the lock"})
    review(store, lamps.id, "rejected")
    (hit,) = index.search("lock OR lamps", kinds=("commitment",))
    assert hit.id == lock.id and dict(hit.fields)["action"] == "mend the lock"
