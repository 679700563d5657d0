"""What is taken for personal data in a text, row by row of the table; check digits; pseudonyms in the place of what was found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.personal_data import PARTS, covers, planted, read_texts
from coding.personal_data import Found, find_personal_data, keys_of
from coding.personal_data.find import find_in
from coding.personal_data.numbers import luhn, nhs_check_digit
from core.personal_data import KINDS, PersonalDatum, with_pseudonyms

SPEC = Path(__file__).parent.parent / "spec" / "personal_data.csv"
with SPEC.open(encoding="utf-8", newline="") as _stream:
    ROWS = [tuple(row.values()) for row in csv.DictReader(_stream)]


@pytest.mark.parametrize(("kind", "text", "found", "confidence"), ROWS, ids=[f"{r[0]}: {r[1]}" for r in ROWS])
def test_the_table_of_what_is_found(kind: str, text: str, found: str, confidence: str) -> None:
    raised = [one for one in find_in(text) if one.kind == kind]
    assert [text[one.start : one.end] for one in raised] == (found.split(" | ") if found else [])
    assert {one.confidence for one in raised} == ({confidence} if found else set())


def test_the_table_has_every_kind_with_something_that_is_none() -> None:
    assert {row[0] for row in ROWS} == set(KINDS)
    assert {row[0] for row in ROWS if not row[2]} == set(KINDS)


@given(st.integers(0, 999_999_999))
def test_no_digit_of_an_nhs_number_can_be_changed_unseen(first: int) -> None:
    right = [f"{first:09}{digit}" for digit in range(10) if nhs_check_digit(f"{first:09}{digit}")]
    assert len(right) <= 1
    for number in right:
        for at in range(10):
            for digit in "0123456789":
                changed = number[:at] + digit + number[at + 1 :]
                assert nhs_check_digit(changed) is (changed == number)


def test_card_numbers_are_checked() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert not luhn("0000000000000000")


@given(st.text(alphabet="AaBb19 .,@+-/'\nMrsé£", max_size=60))
def test_what_is_found_lies_in_the_text_in_order_and_apart(text: str) -> None:
    found = find_in(text)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_the_recogniser_adds_names_that_no_rule_knows_and_no_places() -> None:
    text = "They treated Xandiwe well at Oakfield Hospital."
    at = text.index("Xandiwe")
    ranges = [[(at, at + 7), (text.index("Oakfield"), len(text) - 1)]]
    (found,) = find_personal_data([text], lambda texts: iter(ranges))
    assert found == [Found("name", at, at + 7, "possible", "entity recogniser")]


@pytest.mark.model
def test_spacy_sees_names_in_texts_and_is_not_asked_about_others() -> None:
    from coding.personal_data import spacy_names

    text = "The review was led by Katherine Wetherby and it was poor."
    first, second, third = spacy_names(["no capitals here", text, "Nothing To Say"])
    assert first == []
    assert [text[a:b] for a, b in second] == ["Katherine Wetherby"]
    assert third == []


def test_one_thing_has_one_key_however_it_is_written() -> None:
    text = "Mrs Amina Yusuf, Amina, AMINA YUSUF; +44 1632 960114 or 01632 960 114; ox4 2rt, OX42RT"
    places = []
    for kind, words in (
        ("name", "Mrs Amina Yusuf"), ("name", "Amina,"), ("name", "AMINA YUSUF"), ("phone", "+44 1632 960114"),
        ("phone", "01632 960 114"), ("postcode", "ox4 2rt"), ("postcode", "OX42RT"),
    ):  # fmt: skip
        start = text.index(words, places[-1].end if places else 0)
        places.append(Found(kind, start, start + len(words.rstrip(",")), "likely", "test"))  # type: ignore[arg-type]
    assert keys_of(text, places) == [
        "amina yusuf", "amina yusuf", "amina yusuf", "01632960114", "01632960114", "ox42rt", "ox42rt",
    ]  # fmt: skip


# Pseudonyms


def datum(start: int, end: int, number: int = 1) -> PersonalDatum:
    return PersonalDatum(f"x{start}", "q", "r", "name", start, end, "likely", "test", number)


def test_a_pseudonym_stands_in_the_place_and_places_are_mapped_both_ways() -> None:
    text = "Ask Ann Lee or Bo about it."
    shown = with_pseudonyms(text, [datum(15, 17, 2), datum(4, 11)])
    assert shown.text == "Ask [name 1] or [name 2] about it."
    about = text.index("about")
    assert shown.text[slice(*shown.place(about, about + 5))] == "about"
    assert shown.text[slice(*shown.place(8, 13))] == "[name 1] o"  # begins inside the name: the whole of it
    assert shown.place(0, len(text)) == (0, len(shown.text))
    assert text[slice(*shown.source(*shown.place(0, 7)))] == "Ask Ann Lee"


def test_places_that_overlap_are_one() -> None:
    assert with_pseudonyms("Ann Lee Smith x", [datum(0, 7), datum(4, 13, 2)]).text == "[name 1] x"


@given(
    st.text(min_size=12, max_size=40),
    st.lists(st.tuples(st.integers(0, 10), st.integers(1, 4)), max_size=4),
    st.integers(0, 11),
    st.integers(1, 8),
)
def test_nothing_that_was_taken_out_is_ever_shown_by_half(
    text: str, spans: list[tuple[int, int]], start: int, length: int
) -> None:
    data = [datum(a, min(len(text), a + n), a + 1) for a, n in spans]
    shown = with_pseudonyms(text, data)
    covered = {place for one in data for place in range(one.start, one.end)}
    end = min(len(text), start + length)
    low, high = shown.place(start, end)
    kept = "".join(text[place] for place in range(start, end) if place not in covered)
    said = shown.text[low:high]
    for _, _, a, b in shown.pieces:
        assert not (low < a < high < b or a < low < b)  # a pseudonym is quoted whole or not at all
    for _, _, c, d in sorted(shown.pieces, reverse=True):
        if low <= c and d <= high:
            said = said[: c - low] + said[d - low :]
    assert said == kept


# The texts of the benchmark


def test_the_planted_texts_hold_what_the_figures_are_about() -> None:
    parts = read_texts()
    assert list(parts) == list(PARTS)
    assert sum(len(text.items) for part in ("first", "second") for text in parts[part]) == 303
    assert len(parts["first"]) + len(parts["second"]) == 229
    assert len(parts["clean"]) == 206
    assert not any(text.items for part in ("clean", "last clean") for text in parts[part])
    assert {kind for part in parts.values() for text in part for kind, _, _ in text.items} == set(KINDS)


def test_a_planted_item_is_found_when_its_letters_and_digits_are_covered() -> None:
    made = planted("Ring {name|Mrs Ann Lee}, {phone|01632 960114}.")
    assert made.text == "Ring Mrs Ann Lee, 01632 960114."
    assert made.items == (("name", 5, 16), ("phone", 18, 30))
    assert covers(Found("name", 9, 16, "likely", ""), "name", 5, 16, made.text)  # without the title
    assert not covers(Found("name", 9, 12, "likely", ""), "name", 5, 16, made.text)
    assert not covers(Found("phone", 5, 16, "likely", ""), "name", 5, 16, made.text)
