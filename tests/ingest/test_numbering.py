"""Printed numbers, as a table: what they are, and what looks like one and is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.text import read_text
from ingest.structure import structure
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
        ("3.1.12 The clerk keeps it.", "3.1.12", ("3", "1", "12")),
        ("4.2 (a) The deputy.", "4.2(a)", ("4", "2", "a")),
        ("12 (b) As amended.", "12(b)", ("12", "b")),
        ("4.a Fees", "4.a", ("4", "a")),
        ("A1 Sea walls", "A1", ("A1",)),
        ("A1.2 Sea walls", "A1.2", ("A1", "2")),
        ("R4: Mend the wall", "R4", ("R4",)),
        ("Annex A 2.3 The sum", "Annex A 2.3", ("Annex A", "2", "3")),
        ("Recommendation 4a Publish it", "Recommendation 4a", ("Recommendation 4a",)),
        ("§5 Scope", "§5", ("§5",)),
        ("Section 17 Duties of the clerk", "Section 17", ("Section 17",)),
        ("45/19 Apologies", "45/19", ("45/19",)),
        ("23/045 Finance", "23/045", ("23/045",)),
        ("1.1 Am I able to vote?", "1.1", ("1", "1")),
        ("6.2 AM suggested a bench.", "6.2", ("6", "2")),
        ("5.3 Hours of work", "5.3", ("5", "3")),
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
        "17 March 2023",
        "1.4.2023 to 31.3.2024",
        "01.04.23 to 31.03.24",
        "2022/23 Budget outturn",
        "23/0417/F Mill Quay",
        "4.2 hectares of marsh",
        "2.5 times as many",
        "10.30 AM, town hall",
        "c. 400 homes",
        "p. 12 of the plan",
        "B. Jones said no",
    ],
)
def test_sums_times_and_dates_are_not_numbers(text: str) -> None:
    assert printed_number(text) is None


@pytest.mark.parametrize(
    ("a", "b", "next_one"),
    [
        ("3", "4", True),
        ("b", "c", True),
        ("iii", "iv", True),
        ("45/19", "46/19", True),
        ("23/045", "23/046", True),
        ("45/19", "47/19", False),
        ("3", "5", False),
        ("a", "c", False),
    ],
)
def test_what_follows_what(a: str, b: str, next_one: bool) -> None:
    assert follows(a, b) is next_one


_WORDS = st.sampled_from(
    ["The quay keeper shall log each visit in the book.", "Fees rise in April.", "Boats wait outside."]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=5), _WORDS)
def test_every_number_of_a_paper_is_cited_with_its_parents(paper: list[list[int]], words: str) -> None:
    """Sections of paragraphs "2.1" with items "(a)" and in each first item as many "(i)"."""
    lines: list[str] = []
    expected: list[str] = []
    for n, section in enumerate(paper, 1):
        lines.append(f"## {n}. Part of the paper")
        for m, items in enumerate(section, 1):
            lines.append(f"{n}.{m} {words}")
            expected.append(f"{n}.{m}")
            for k in range(items):
                lines.append(f"({'abc'[k]}) {words}")
                expected.append(f"{n}.{m}({'abc'[k]})")
                if k == 0:
                    lines += [f"({roman}) {words}" for roman in ("i", "ii")[:items]]
                    expected += [f"{n}.{m}(a)({roman})" for roman in ("i", "ii")[:items]]
    reading = read_text("\n\n".join(lines).encode())
    blocks = structure(reading.text, reading.units)
    assert [block.paragraph for block in blocks if block.kind != "heading"] == expected


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 40)), min_size=1, max_size=8),
    st.sampled_from(["%", " million", " per cent", " hectares", "pm"]),
)
def test_amounts_at_the_head_of_a_line_number_nothing(values: list[tuple[int, int]], unit: str) -> None:
    reading = read_text("\n\n".join(f"{a}.{b}{unit} of the sum was spent on the quay" for a, b in values).encode())
    assert [block.number for block in structure(reading.text, reading.units)] == [None] * len(values)
