from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import Both, Either, Phrase, Prefix, Without, Word, parse


def word(*terms: str) -> Word:
    return Word(terms)


@pytest.mark.parametrize(
    ("text", "demanded"),
    [
        ("kinship care", None),
        ('"agency staff"', Phrase(("agency", "staff"))),
        ('"agency staff" AND NOT cost', Both((Phrase(("agency", "staff")), Without(word("cost"))))),
        ("kinship AND care", Both((word("kinship"), word("care")))),
        ("kinship care OR fostering", Either((Both((word("kinship"), word("care"))), word("fostering")))),
        ("(kinship OR fostering) AND funding", Both((Either((word("kinship"), word("fostering"))), word("funding")))),
        ("NOT cost", Without(word("cost"))),
        ("NOT NOT cost AND pay", Both((word("cost"), word("pay")))),
        ("kin*", Prefix("kin")),
        ("£45m", word("£45000000")),
        ("£45 million", word("£45000000")),
        ("96 per cent", word("96%")),
        ("pay rise £45m", word("£45000000")),
        ("how was the £45m spent?", None),
        ('"unclosed phrase', None),
        ("(unclosed bracket", None),
        ("one) AND two", Both((word("one"), word("two")))),
        ("AND NOT", None),
        ("kinship AND", word("kinship")),
        ("OR kinship", word("kinship")),
        ('"" kinship', None),
        ("s.17 AND pay", Both((word("section", "17"), word("pay")))),
        ("multi-agency OR pay", Either((word("multi", "agency"), word("pay")))),
    ],
)
def test_what_is_demanded(text: str, demanded: object) -> None:
    assert parse(text).demanded == demanded


def test_words_under_not_neither_rank_nor_highlight() -> None:
    query = parse('"agency staff" AND NOT cost')
    assert query.words == ("agency", "staff")
    assert query.phrases == (("agency", "staff"),)
    assert query.text == "agency staff"


def test_a_text_without_words_is_empty() -> None:
    assert all(parse(text).empty for text in ("", "   ", '"', "()", "*", "— …", '"" ""'))


def test_operators_with_nothing_beside_them_are_words() -> None:
    assert parse("AND NOT").words == ("and", "not")


def test_brackets_nested_without_end_are_read() -> None:
    assert parse("(" * 5000 + "kinship AND care").words == ("kinship", "care") or parse("(" * 5000).empty


@given(st.text(alphabet=st.sampled_from("ab \"“”()*[]£%.-' ANDORT19\n"), max_size=60) | st.text(max_size=80))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.empty or query.words or query.prefixes or query.demanded is not None
    assert query.ranking_stems == [] or all(query.ranking_stems)
