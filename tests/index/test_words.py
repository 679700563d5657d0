from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import asked, content_stems, pairs, stem, stems, tokens


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("£45m", ["£45000000"]),
        ("£45 million", ["£45000000"]),
        ("£45 Million", ["£45000000"]),
        ("£1.2bn", ["£1200000000"]),
        ("£1,000", ["£1000"]),
        ("£9.00 per hour", ["£9", "per", "hour"]),
        ("£45-50 million", ["£45000000", "£50000000"]),
        ("between £2m and £3m", ["between", "£2000000", "and", "£3000000"]),
        ("200 million pounds", ["£200000000"]),
        ("45 councils", ["45", "councils"]),
        ("45 million", ["45000000"]),
        ("96%", ["96%"]),
        ("96 per cent", ["96%"]),
        ("96 percent", ["96%"]),
        ("12.50 %", ["12.5%"]),
        ("s.17", ["section", "17"]),
        ("s17A", ["section", "17a"]),
        ("section 17", ["section", "17"]),
        ("para 3.10", ["para", "3.10"]),
        ("3,500 jobs", ["3500", "jobs"]),
        ("2022-23", ["2022", "23"]),
        ("14th", ["14th"]),
        ("children's", ["children"]),
        ("children’s", ["children"]),
        ("don't", ["dont"]),
        ("multi-agency", ["multi", "agency"]),
        ("Café", ["cafe"]),
        ("snake_case", ["snake", "case"]),
        ("… — !", []),
        ("", []),
    ],
)
def test_terms_of(text: str, terms: list[str]) -> None:
    assert [token.term for token in tokens(text)] == terms


@given(st.text(max_size=200))
def test_tokens_stand_in_order_inside_the_text(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) and token.term for token in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(not term.isspace() and " " not in term for term in (token.term for token in found))


def test_stems_leave_figures_alone() -> None:
    assert stems("Councils published 3 strategies for £5m") == [
        "council",
        "publish",
        "3",
        "strategi",
        "for",
        "£5000000",
    ]
    assert stem("96%") == "96%"


def test_content_stems_keep_all_words_where_no_other_is_there() -> None:
    assert content_stems("what is the kinship strategy?") == ["kinship", "strategi"]
    assert content_stems("what is it") == ["what", "is", "it"]


def test_pairs_join_neighbours() -> None:
    assert pairs(["a", "b", "c"]) == ["a_b", "b_c"]
    assert pairs(["a"]) == []


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Hello, I need to know who pays", "who pays"),
        ("Can you tell me when it starts?", "when it starts?"),
        ("Please show me the budget", "the budget"),
        ("who pays", "who pays"),
        ("Hello", "Hello"),
    ],
)
def test_greetings_are_left_out(text: str, bare: str) -> None:
    assert asked(text) == bare
