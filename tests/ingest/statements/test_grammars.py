"""The spec tables of dates, money and statistics: one sentence a row, written by us, with what must be read from it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.statements.amounts import find_amounts
from ingest.statements.dates import find_deadlines
from ingest.statements.figures import find_base, find_figures
from ingest.statements.numbers import number

SPEC = Path(__file__).parent.parent.parent / "spec"
REFERENCE = date(2023, 5, 10)


def rows(name: str) -> list[dict[str, str]]:
    with (SPEC / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("dates.csv"), ids=lambda row: row["sentence"][:60])
def test_dates_are_read_as_the_table_says(row: dict[str, str]) -> None:
    found = find_deadlines(row["sentence"], REFERENCE)
    if not row["wording"]:
        assert found == []
        return
    (phrase,) = [p for p in found if p.deadline.text == row["wording"]]
    deadline = phrase.deadline
    assert (deadline.start or "", deadline.end or "", deadline.precision) == (
        row["start"],
        row["end"],
        row["precision"],
    )


@pytest.mark.parametrize("row", rows("amounts.csv"), ids=lambda row: row["sentence"][:60])
def test_money_is_read_as_the_table_says(row: dict[str, str]) -> None:
    found = find_amounts(row["sentence"])
    if not row["wording"]:
        assert found == []
        return
    (amount,) = [p.amount for p in found if p.amount.text == row["wording"]]
    expected = [float(row[end]) if row[end] else None for end in ("low", "high")]
    assert [amount.low, amount.high] == expected
    assert (amount.currency, amount.qualifier or "") == (row["currency"], row["qualifier"])


@pytest.mark.parametrize("row", rows("figures.csv"), ids=lambda row: row["sentence"][:60])
def test_statistics_are_read_as_the_table_says(row: dict[str, str]) -> None:
    found = find_figures(row["sentence"])
    if not row["measure"]:
        assert [p for p in found if p.value.text == row["wording"]] == []
        if not row["wording"]:
            assert found == []
        return
    (phrase,) = [p for p in found if p.value.text == row["wording"]]
    assert (phrase.value.low, phrase.value.high, phrase.measure) == (
        float(row["low"]),
        float(row["high"]),
        row["measure"],
    )


def test_the_tables_are_long_enough() -> None:
    assert len(rows("dates.csv")) >= 150
    assert len(rows("amounts.csv")) >= 150
    assert len(rows("figures.csv")) >= 150


def test_relative_dates_without_a_reference_stay_undated() -> None:
    (phrase,) = find_deadlines("It will be done within six months.", None)
    assert (phrase.deadline.start, phrase.deadline.end, phrase.sense) == (None, None, "vague")


def test_a_period_is_dated_where_the_document_dates_it() -> None:
    periods = {"spending review": date(2025, 3, 31)}
    (phrase,) = find_deadlines("before the next Spending Review period", REFERENCE, periods)
    assert (phrase.deadline.start, phrase.deadline.end, phrase.deadline.basis) == (None, "2025-03-31", "document")


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Base: all councils answering (n = 90)", 90),
        ("*Base: trusts (n=1,204)*", 1204),
        ("Base: 320 respondents", 320),
        ("A total of 89 councils answered the section.", 89),
        ("Base: all who said yes", None),
        ("The fund is worth £90.", None),
    ],
)
def test_bases(text: str, n: int | None) -> None:
    base = find_base(text)
    assert (base.n if base else None) == n


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("fifty-five", 55),
        ("a hundred and ten", 110),
        ("two thousand three hundred", 2300),
        ("3,500", 3500),
        ("many", None),
    ],
)
def test_numbers_in_words(words: str, value: float | None) -> None:
    assert number(words) == value


TEXTS = st.lists(
    st.sampled_from(["by", "the", "end", "of", "2023", "2024/25", "May", "may", "£45m", "to", "£3,000", "96%", "(n = 90)", "a third",
                     "from", "31", "February", "two", "years", "next", "half", "in", "and", "-", "autumn", "30th"]), max_size=14
).map(" ".join)  # fmt: skip


@given(TEXTS)
def test_phrases_stand_in_order_in_the_text_and_never_overlap(text: str) -> None:
    for found in (find_deadlines(text, REFERENCE), find_amounts(text), find_figures(text)):
        last = 0
        for phrase in found:
            assert last <= phrase.start < phrase.end <= len(text)
            last = phrase.end


@given(st.text(max_size=80))
def test_no_text_breaks_the_grammars(text: str) -> None:
    find_deadlines(text, REFERENCE)
    find_amounts(text)
    find_figures(text)
    find_base(text)
