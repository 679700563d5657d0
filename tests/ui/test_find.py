"""Find: the search as its address says it, filters with counts, four kinds of nothing, and the screen itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from core.answers import Hit
from core.documents import Document, Location, Span
from index.facets import Facet, FacetValue
from index.query import parse
from index.search import Expansion, Filters, Found
from tests.ui import projects
from tests.ui.test_screens import run, words_of
from ui.components.copying import address
from ui.services import Services
from ui.viewdata import find
from ui.viewdata.find import Wanted

FIND = "ui.screens.find"


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return projects.small(tmp_path_factory.mktemp("find"))


# The address ----------------------------------------------------------------------------------------------------------


def test_an_address_says_the_search_and_leaves_out_what_is_as_usual() -> None:
    assert Wanted("kinship care").query() == {"q": "kinship care"}
    wanted = Wanted("a b", ("commitment", "finding"), "d1", "Norham", "minutes", "2021", "2023", "5", True)
    assert wanted.query() == {
        "q": "a b", "kinds": "commitment,finding", "in": "d1", "by": "Norham", "type": "minutes", "since": "2021",
        "until": "2023", "item": "5", "grouped": "yes",
    }  # fmt: skip
    assert find.wanted_of(wanted.query()) == wanted
    assert wanted.filters() == Filters("d1", "5", "Norham", "2021-01-01", "2023-12-31", "minutes")
    assert wanted.without_filters() == Wanted("a b", ("commitment", "finding"), grouped=True)


def test_what_an_address_cannot_mean_is_left_out() -> None:
    read = find.wanted_of(
        {"q": "x", "kinds": "speech,,FINDING", "since": "20x1", "until": "２０２１", "grouped": "maybe"}
    )
    assert read == Wanted("x", ("finding",))
    assert find.wanted_of({"kinds": "speech"}).kinds == ("passage",)


@given(
    some.builds(
        Wanted, some.text(max_size=40), some.just(("passage",)), some.text(max_size=9).map(str.strip),
        some.text(max_size=9).map(str.strip), some.just(""), some.sampled_from(["", "2020"]), some.just(""),
        some.just(""), some.booleans(),
    )
)  # fmt: skip
def test_every_search_comes_back_from_its_address(wanted: Wanted) -> None:
    assert find.wanted_of(wanted.query()) == wanted


def test_addresses_are_encoded() -> None:
    assert address("find", q='"a & b"?', by="", item=None) == "find?q=%22a+%26+b%22%3F"


# Filters --------------------------------------------------------------------------------------------------------------

FACETS = (
    Facet("organisation", (FacetValue("Norham", "Norham", 1200), FacetValue("Ash", "Ash", 3))),
    Facet("kind", (FacetValue("passage", "passage", 7),)),
)


def test_filters_offer_what_has_matches_with_how_many() -> None:
    offered = find.choices(FACETS, "organisation", "", "All", {})
    assert [offered.labels[value] for value in offered.values] == ["All", "Norham (1,200)", "Ash (3)"]
    kept = find.choices(FACETS, "organisation", "Elm", "All", {"Elm": "Elm Council"})
    assert kept.labels["Elm"] == "Elm Council (0)"
    assert find.choices((), "type", "", "All types", {}).values == ("",)
    assert find.count_of(FACETS, "kind", "passage") == 7
    assert find.count_of(FACETS, "kind", "finding") == 0
    assert find.count_of((), "kind", "finding") is None


def paper(name: str, title: str, date: str | None, path: str = "") -> Document:
    return Document(name, title, "text", name, path or f"papers/{name}.pdf", date=date)


def test_documents_of_one_title_are_told_apart() -> None:
    papers = [
        paper("a", "Board", "2023-03-14"), paper("b", "Board", "2023-05-09"), paper("c", "Board", "2023-05-09", "C:\\in\\c.docx"),
        paper("d", "Plan", None),
    ]  # fmt: skip
    assert find.told_apart(papers) == {
        "a": "Board, 14 March 2023",
        "b": "Board, 9 May 2023, b.pdf",
        "c": "Board, 9 May 2023, c.docx",
        "d": "Plan",
    }


# Nothing --------------------------------------------------------------------------------------------------------------


def test_nothing_says_which_nothing_it_is() -> None:
    none = Found(parse("zeppelin"), [], "Nothing matches the query: zeppelin.")
    filtered = Wanted("zeppelin", type="letter")
    assert find.nothing_found(none, filtered, 1).text.startswith(
        "There is 1 result for these words outside the filters."
    )
    assert find.nothing_found(none, filtered, 50).text.startswith("There are 50 or more results")
    assert find.nothing_found(none, filtered, 0).title == "Nothing matches"
    assert find.nothing_found(none, Wanted("zeppelin"), 0).text.startswith("Nothing matches the query: zeppelin. Try")
    assert find.nothing_found(Found(parse("?!"), []), Wanted("?!"), 0).title == "Nothing to search for"


def test_what_was_searched_for_besides_is_said() -> None:
    found = Found(parse("LAs"), [], expansions=(Expansion("LAs", ("local authorities",)), Expansion("DfE", ())))
    assert find.expansions_line(found) == "Also searched: local authorities (for LAs)."
    assert find.expansions_line(Found(parse("LAs"), [])) == ""


# Results --------------------------------------------------------------------------------------------------------------


def location(document: str, start: int, quote: str) -> Location:
    return Location(document, "Plan", "plan.pdf", start, start + len(quote), quote)


def test_results_say_what_was_read_and_where_else_it_stands() -> None:
    fields: tuple[tuple[str, Any], ...] = (
        ("value", {"text": "62%", "low": 62, "high": 62, "unit": "percent"}), ("population", "councils"), ("subject", "opened"),
        ("base", {"n": 87, "text": "87 councils"}), ("wave", "Wave 5"),
    )  # fmt: skip
    same = (location("d2", 5, "x"), location("d3", 5, "x"), location("d3", 90, "x"))
    hit = Hit("f1", "finding", 1, 1.0, location("d1", 0, "62% opened"), "", (), fields, same)
    (made,) = find.results([hit])
    assert find.fact_line(made.facts) == "Value: 62% · Of whom: councils · Wave: Wave 5 · Base: 87 councils"
    assert made.also_in == "Also in 2 other papers"
    again = Hit("p1", "passage", 1, 1.0, location("d1", 0, "x"), "", (), (), (location("d1", 50, "x"),))
    assert find.results([again])[0].also_in == "Said 1 more time in this paper"
    assert find.results([again])[0].facts == ()


# The screen -----------------------------------------------------------------------------------------------------------


def in_address(at: Any, name: str) -> str:
    value = at.query_params[name]
    return str(value if isinstance(value, str) else value[0])


def labels_of(at: Any, label: str) -> list[str]:
    return list(next(box for box in at.selectbox if box.label == label).options)


def test_filters_stand_beside_the_results_with_their_counts(small: Services) -> None:
    at = run(FIND, small, q="shelter")
    assert not at.exception
    assert labels_of(at, "Organisation") == ["All organisations", "Norham Council (1)"]
    assert labels_of(at, "Document") == ["All documents", "Winter shelter plan (1)"]
    assert labels_of(at, "From year") == ["Any", "2023 (1)"]


def test_a_filter_of_the_address_is_kept_and_can_be_taken_away(small: Services) -> None:
    at = run(FIND, small, q="shelter", type="letter")
    assert "The filters leave everything out" in words_of(at)
    assert in_address(at, "type") == "letter"
    next(button for button in at.button if button.label == "Take the filters away").click().run()
    assert "The filters leave everything out" not in words_of(at)
    assert "type" not in at.query_params
    assert [found for part in at.html for found in re.findall(r"<mark>(.*?)</mark>", part.value)] == ["shelter"]


def test_what_is_typed_and_chosen_goes_into_the_address(small: Services) -> None:
    at = run(FIND, small)
    at.text_input[0].set_value("shelter").run()
    next(box for box in at.selectbox if box.label == "Organisation").select("Norham Council").run()
    assert in_address(at, "q") == "shelter"
    assert in_address(at, "by") == "Norham Council"
    at.checkbox[0].check().run()
    assert in_address(at, "grouped") == "yes"
    assert "Winter shelter plan: 1 result" in words_of(at)
    assert not at.exception


def test_a_new_address_on_the_same_screen_wins_over_the_boxes(small: Services) -> None:
    at = run(FIND, small, q="shelter", grouped="yes")
    at.query_params["q"] = "staff"
    at.query_params["kinds"] = "commitment"
    del at.query_params["grouped"]
    at.run()
    assert at.text_input[0].value == "staff"
    assert at.checkbox[0].value is False


def test_no_documents_is_said_with_what_to_do(tmp_path: Path) -> None:
    at = run(FIND, projects.empty(tmp_path), q="shelter")
    assert "There is nothing to search yet" in words_of(at)
    assert [link.proto.label for link in at.get("page_link")] == ["Add documents"]
    assert not at.text_input


def test_words_without_a_word_are_said(small: Services) -> None:
    assert "Type at least one word or number" in words_of(run(FIND, small, q="?!"))


def test_confidence_is_not_shown(small: Services) -> None:
    shown = words_of(run(FIND, small, q="What will the council spend on family hubs?")).casefold()
    assert "confiden" not in shown
    assert "score" not in shown
    assert "searched 3 passages in 1 document" in shown


def test_the_spelling_of_the_documents_is_offered_and_taken(small: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    right = small.find

    def stages(query: str, *_: object, **__: object) -> Any:
        from dataclasses import replace

        yield replace(right(query), did_you_mean="shelter" if query == "shleter" else None)

    monkeypatch.setattr(small, "find_stages", stages)
    at = run(FIND, small, q="shleter")
    assert "Did you mean: shelter" in words_of(at)
    next(button for button in at.button if button.label == "Search for that").click().run()
    assert at.text_input[0].value == "shelter"
    assert "Did you mean" not in words_of(at)


def test_results_of_a_span() -> None:
    """A snippet marks what the query found."""
    hit = Hit("p1", "passage", 1, 1.0, location("d1", 10, "Open a shelter"), "", (Span(17, 24),))
    (made,) = find.results([hit])
    assert [made.words.text[a:b] for a, b in made.words.marks] == ["shelter"]
