"""Quotes looked up in a text: the same words whatever the line ends and marks, whole words only, the nearest stretch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import Span
from index.requoting import Words, key


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("two\r\nlines", "two lines", True),
        ("a “quoted” word – here", 'A "quoted" word - here', True),
        ("**bold** text", "bold text", True),
        ("author\ufffe\nity", "author\nity", True),  # what a cell keeps of a word that print breaks
        ("soft\u00adhyphen", "softhyphen", True),
        ("tab\x0bbed\x00", "tabbed", True),
        ("£45m", "£46m", False),
        ("-5 points", "5 points", False),
        ("10-15", "1015", False),
    ],
)
def test_which_words_are_the_same(a: str, b: str, same: bool) -> None:
    assert (key(a) == key(b)) is same


def test_a_quote_stands_where_it_was_and_not_beside_it() -> None:
    words = Words("The council will\nopen two homes. The council will not.")
    assert words.stands_at("The council will open two homes.", 0, 32)
    assert not words.stands_at("The council will open two homes.", 1, 33)
    assert not words.stands_at("The council will open two homes.", 0, 9999)
    assert not words.stands_at("The council will open two homes.", 5, 5)
    assert words.stands_at("The council will", 0, 32, cut=True)
    assert not words.stands_at("The board will", 0, 32, cut=True)


def test_the_place_nearest_to_the_old_one_is_taken_and_no_word_is_cut() -> None:
    text = "In 2011 it rose. Of 11 homes, 11 closed."
    words = Words(text)
    assert words.find("11") == Span(20, 22)
    assert words.find("11", near=32) == Span(30, 32)
    assert words.find("closed") == Span(33, 39)
    assert words.find("lose") is None
    assert words.find("  ") is None
    assert Words("").find("a") is None


def test_words_over_a_line_end_are_found_with_their_place_in_the_source() -> None:
    text = "Intro.\n\nThe local author\ufffe\nity will pay **£3 million** in May.\n"
    found = Words(text).find("the local authority will pay £3 million")
    assert found is not None
    assert found.of(text) == "The local author\ufffe\nity will pay **£3 million"


def test_the_nearest_stretch_is_the_sentence_with_its_new_figure() -> None:
    text = (
        "The fund opened last year. The council will spend £3.5 million on family hubs by June 2026. "
        "The council will publish a plan. Nobody objected."
    )
    found = Words(text).nearest("The council will spend £2 million on family hubs by June 2025.")
    assert found is not None
    span, share = found
    assert span.of(text) == "The council will spend £3.5 million on family hubs by June 2026."
    assert share == pytest.approx(22 / 25)  # 11 words in common; 13 in the quote, 12 in the text up to "June"


def test_what_only_shares_small_words_is_not_near() -> None:
    words = Words("The board noted the report of the director on the roads of the county and the bridges. " * 20)
    assert (
        words.nearest("The number of placements in the care of the fostering service has doubled since then.") is None
    )
    assert words.nearest("two words") is None
    assert Words("").nearest("no text at all here") is None


@given(st.text(max_size=200), st.data())
def test_every_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    whole = f" {text} "
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    quote = whole[start:end]
    words = Words(whole)
    assert words.stands_at(quote, start, end)
    found = words.find(quote)
    cut = whole[start - 1 : start].isalnum() or whole[end : end + 1].isalnum()
    if key(quote) and not cut and quote == quote.strip():
        assert found is not None
        assert key(found.of(whole)) == key(quote)
