"""A place by its address: at its offsets, found again after the document was read again, gone; newer versions; citations."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from core.documents import Block, Document, Location, Span
from tests.ui import projects
from tests.ui.test_screens import run, words_of
from ui.services import Services
from ui.viewdata import places

SOURCE = "ui.screens.source"
TEXT = "One. The council will\nopen two shelters. Two. The council will close one. Three."


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return projects.small(tmp_path_factory.mktemp("source"))


def query_of(services: Services) -> dict[str, str]:
    row = services.commitments()[0].fields
    made = places.link_query(services.location(row["document"], row["start"], row["end"]))
    return {name: str(value) for name, value in made.items()}


# The address ----------------------------------------------------------------------------------------------------------


def place_at(quote: str, nth: int = 0) -> Location:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return Location("d1", "Plan", "plan.pdf", start, start + len(quote), quote)


def sought(query: dict[str, Any], text: str = TEXT) -> places.Sought:
    return places.sought_in(text, str(query["start"]), str(query["end"]), str(query["words"]))


def test_an_address_leads_to_its_words() -> None:
    query = places.link_query(place_at("The council will\nopen two shelters."))
    assert query["words"] == "The council will open two shelters."
    found = sought(query)
    assert found.span is not None and found.span.of(TEXT) == "The council will\nopen two shelters."
    assert found.said == ()


def test_words_that_moved_are_found_nearest_to_where_they_stood() -> None:
    query = places.link_query(place_at("The council will", 1))
    longer = "New. " + TEXT.replace("\n", " ")
    found = sought(query, longer)
    assert found.said == places.MOVED
    assert found.span == Span(longer.rindex("The council will"), longer.rindex("The council will") + 16)


def test_a_long_quote_is_found_by_its_first_words_and_keeps_its_length() -> None:
    words = [f"word{n}" for n in range(40)]
    quote = " ".join(words)
    query = places.link_query(Location("d", "t", "p", 0, len(quote), quote))
    assert str(query["words"]).split() == words[:12]
    moved = sought(query, "x" * 30 + " " + quote)
    assert moved.span is not None and moved.span.of("x" * 30 + " " + quote) == quote


def test_words_that_are_gone_are_not_claimed() -> None:
    query = places.link_query(place_at("open two shelters"))
    changed = TEXT.replace("open two shelters", "open ten  shelters")
    assert sought(query, changed).said == places.NEAREST
    gone = places.sought_in("Short.", "900", "950", "open two shelters")
    assert (gone.span, gone.said) == (None, places.LOST)


@pytest.mark.parametrize(
    ("start", "end"), [(None, None), ("a", "b"), ("5", "5"), ("-1", "4"), ("0", "99999999"), ("²", "3")]
)
def test_no_place_is_named(start: str | None, end: str | None) -> None:
    assert places.sought_in(TEXT, start, end, "") == places.Sought(None, places.NOT_NAMED)


@given(some.text(max_size=60), some.text(max_size=12), some.text(max_size=12), some.text(max_size=30))
def test_any_address_is_answered(text: str, start: str, end: str, words: str) -> None:
    found = places.sought_in(text, start, end, words)
    assert found.span is None or 0 <= found.span.start < found.span.end <= len(text)
    assert found.span is not None or found.said


# What is boxed on a page ----------------------------------------------------------------------------------------------


def test_words_over_a_page_end_leave_out_the_furniture_and_the_note_between() -> None:
    parts = ["The council will ", "Page 1\n", "1 A note.\n", "open two shelters.\n"]
    kinds = ["paragraph", "furniture", "footnote", "paragraph"]
    text, blocks, at = "".join(parts), [], 0
    for part, kind in zip(parts, kinds, strict=True):
        blocks.append(Block(Span(at, at + len(part)), kind))  # type: ignore[arg-type]
        at += len(part)
    second = len(parts[0]) + len(parts[1]) + len(parts[2])
    document = Document("d", "t", text, "s", "p.pdf", page_starts=(0, second))
    span = Span(4, len(text) - 1)
    assert places.pages_of(document, span) == [1, 2]
    on_first, on_second = (places.parts_on_page(document, blocks, span, page) for page in (1, 2))
    assert [text[a:b] for a, b in on_first] == ["council will "]
    assert [text[second:][a:b] for a, b in on_second] == ["open two shelters."]
    note = Span(text.index("1 A"), text.index("1 A") + 9)
    assert [text[a:b] for a, b in places.parts_on_page(document, blocks, note, 1)] == ["1 A note."]
    shown = [block.text.text for block in places.context(document, blocks, span)]
    assert shown == ["The council will", "1 A note.", "open two shelters."]


def test_a_bullet_that_no_font_shows_is_a_bullet() -> None:
    assert places.marked_text("\uf0b7 Staff", 0, [Span(2, 7)]) == places.Marked("• Staff", ((2, 7),))


# The screen -----------------------------------------------------------------------------------------------------------


def marks(at: Any) -> list[str]:
    return [found for part in at.html for found in re.findall(r"<mark>(.*?)</mark>", part.value)]


def links(at: Any) -> list[str]:
    return [link.proto.label for link in at.get("page_link")]


def test_the_place_has_its_citation_and_its_neighbours(small: Services) -> None:
    at = run(SOURCE, small, **query_of(small))
    assert not at.exception
    assert marks(at) == [projects.PROMISE]
    assert "Norham Council, “Winter shelter plan”, 14 March 2023, page i (PDF page 1)." in words_of(at)
    assert links(at) == ["The whole document", "Page after"]


def test_turning_pages_keeps_the_place(small: Services) -> None:
    at = run(SOURCE, small, page="2", **query_of(small))
    assert "The words do not stand on this page." in words_of(at)
    assert links(at) == ["The whole document", "Page before", "Back to the words"]
    assert marks(at) == [projects.PROMISE]


@pytest.mark.parametrize("page", ["0", "3", "x", "²"])
def test_a_page_that_there_is_not_is_the_place_itself(page: str, small: Services) -> None:
    at = run(SOURCE, small, page=page, **query_of(small))
    assert not at.exception
    assert "Page i (PDF page 1) of 2" in words_of(at)


def test_an_address_survives_building_the_index_again(small: Services) -> None:
    query = query_of(small)
    small.build_index()
    assert marks(run(SOURCE, small, **query)) == [projects.PROMISE]


def test_a_moved_place_is_said_to_have_moved(small: Services) -> None:
    query = query_of(small) | {"start": "0", "end": "30"}
    at = run(SOURCE, small, **query)
    assert "The words were found at another place" in words_of(at)
    assert marks(at)[0].startswith("The council will spend")


def test_a_document_that_is_gone_is_said_and_its_words_can_be_looked_for(small: Services) -> None:
    at = run(SOURCE, small, document="dgone", start="1", end="9", words='open "two" shelters')
    assert "not in the project any more" in words_of(at)
    assert links(at) == ["Look for these words in all documents"]
    at = run(SOURCE, small, document="dgone", start="1", end="9")
    assert links(at) == ["Find"]


def test_an_older_version_leads_to_the_same_words_in_the_newer(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    query = query_of(services)
    newer = projects.add_paper(
        services,
        "Winter shelter plan",
        ("Winter shelter plan", "1.0 New.", "1.1 " + projects.PROMISE + projects.FIGURE, "9 End."),
    )
    services.set_version(newer.id, query["document"])
    at = run(SOURCE, services, **query)
    assert "This is an older version of the paper. The newer one says the same." in words_of(at)
    assert "The same words in the newer version" in links(at)
