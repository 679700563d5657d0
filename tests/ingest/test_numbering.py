"""Printed numbers, as a table: what they are, and what looks like one and is none."""

from __future__ import annotations

import pytest

from ingest.structure.numbering import follows, printed_number


@pytest.mark.parametrize(
    ("text", "number", "parts"),
    [
        ("3.10 The fund opens.", "3.10", ("3", "10")),
        ("13.5.2. Officers report back.", "13.5.2", ("13", "5", "2")),
        ("12. The panel met.", "12", ("12",)),
        ("12(b) As amended.", "12(b)", ("12", "b")),
        ("4.2(a)(ii) The deputy.", "4.2(a)(ii)", ("4", "2", "a", "ii")),
        ("(iv) costs;", "iv", ("iv",)),
        ("b) savings", "b", ("b",)),
        ("Recommendation 4: Publish it", "Recommendation 4", ("Recommendation 4",)),
        ("11.20.01 Apologies", "11.20.01", ("11", "20", "01")),
    ],
)
def test_printed_numbers(text: str, number: str, parts: tuple[str, ...]) -> None:
    found = printed_number(text)
    assert found is not None
    assert (found.number, found.parts) == (number, parts)


@pytest.mark.parametrize(
    "text",
    [
        "3.5 million pounds",
        "1.00 pm in the hall",
        "12.5 per cent of homes",
        "14.3.2023 draft",
        "2024 was dry",
        "2.30pm",
        "A good year",
        "i.e. none",
        "£3.10 each",
    ],
)
def test_sums_times_and_dates_are_not_numbers(text: str) -> None:
    assert printed_number(text) is None


@pytest.mark.parametrize(
    ("a", "b", "next_one"),
    [("3", "4", True), ("b", "c", True), ("iii", "iv", True), ("3", "5", False), ("a", "c", False)],
)
def test_what_follows_what(a: str, b: str, next_one: bool) -> None:
    assert follows(a, b) is next_one
