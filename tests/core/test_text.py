"""Cleaning and folding keep a way back to the source; sentences are spans of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import Span
from core.text import cleaned, fold, folded, sentences


@given(st.text())
def test_every_cleaned_character_points_at_a_character_of_the_source(source: str) -> None:
    mapped = cleaned(source, markup=True)
    assert len(mapped.text) == len(mapped.offsets)
    assert list(mapped.offsets) == sorted(set(mapped.offsets))
    assert all(a == source[offset] or a == " " for a, offset in zip(mapped.text, mapped.offsets))


@given(st.text())
def test_folding_twice_changes_nothing_more_than_once_for_plain_words(source: str) -> None:
    mapped = folded(source)
    assert len(mapped.text) == len(mapped.offsets)
    assert all(0 <= offset < len(source) for offset in mapped.offsets)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Two  words\n here", "two words here"),
        ("**Bold** and <b>more</b><sup>2</sup>", "bold and more2"),
        ("[the plan](#) and [1]", "the plan and 1]"),
        ("“It’s” – so", '"it\'s" - so'),
        ("author\ufffe\nity", "authority"),
        ("soft\u00adhyphen", "softhyphen"),
        ("STRASSE Straße", "strasse strasse"),
    ],
)
def test_folding(source: str, expected: str) -> None:
    assert fold(source) == expected


def test_a_span_of_the_cleaned_text_leads_back_to_the_source() -> None:
    source = "The  **local author\ufffe\nity** said"
    mapped = cleaned(source, base=100, markup=True)
    start = mapped.text.index("local")
    span = mapped.source(start, start + len("local authority"))
    assert Span(span.start - 100, span.end - 100).of(source) == "local author\ufffe\nity"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See para. 3.2 for £1.75m. It is late.", ["See para. 3.2 for £1.75m.", "It is late."]),
        ("Cllr. Smith met Mr. J. Jones. They left.", ["Cllr. Smith met Mr. J. Jones.", "They left."]),
        (
            "It cost £1.2m in s.17 cases, e.g. two. Why?  Nobody knows!",
            ["It cost £1.2m in s.17 cases, e.g. two.", "Why?", "Nobody knows!"],
        ),
        (
            "Carers were asked.2,3 About half replied. None left.",
            ["Carers were asked.2,3", "About half replied.", "None left."],
        ),
        ("A third (33%).4 Others did not.", ["A third (33%).4", "Others did not."]),
        ("See version 2.3 The end is near", ["See version 2.3 The end is near"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from("aB .?!\n3£“”’()"), max_size=200))
def test_sentences_are_in_order_and_leave_out_only_space(text: str) -> None:
    found = list(sentences(text))
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {i for span in found for i in range(span.start, span.end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)
