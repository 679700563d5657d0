"""How people ask for lists: what is asked for, whose, on what, by when, how much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from index.answering.list_questions import AskedList, asked_list


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What has the harbour board promised on tide bells?", AskedList("commitment", "on tide bells", "harbour board")),
        ("What have ministers committed to do about moorings?", AskedList("commitment", "about moorings", "ministers")),
        ("What is the council going to do about quays?", AskedList("commitment", "about quays", "council")),
        ("What has been pledged to ferry crews?", AskedList("commitment", "ferry crews")),
        ("List the pilot office's commitments on dredging", AskedList("commitment", "on dredging", "pilot office")),
        ("What commitments does the strategy make on dredging?", AskedList("commitment", "on dredging")),
        ("What commitments were made by the Harbour Master on dues?", AskedList("commitment", "on dues", "Harbour Master")),
        ("Which recommendations does the report make on ferries?", AskedList("recommendation", "on ferries")),
        ("What does the review recommend on ferries?", AskedList("recommendation", "on ferries")),
        ("List the survey findings on ferries", AskedList("finding", "ferries")),
        ("What did the survey find about ferries?", AskedList("finding", "about ferries", leads=False)),
        ("What reasons did skippers give for leaving?", AskedList("reason", "reasons skippers give for leaving", leads=False)),
        ("What concerns were raised by residents about noise?", AskedList("reason", "concerns about noise", leads=False)),
        ("Which deadlines fall in 2031?", AskedList("commitment", "", due=("2031-01-01", "2031-12-31"), dated=True)),
    ],
)  # fmt: skip
def test_what_a_question_lists(question: str, asked: AskedList) -> None:
    assert asked_list(question) == asked


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by 2031", (None, "2031-12-31")),
        ("before 2031", (None, "2030-12-31")),
        ("by March 2031", (None, "2031-03-31")),
        ("after spring 2031", ("2031-06-01", None)),
        ("by the end of 2031", (None, "2031-12-31")),
        ("before 4 May 2031", (None, "2031-05-03")),
        ("no later than February 2032", (None, "2032-02-29")),
        ("due in 2031", ("2031-01-01", "2031-12-31")),
    ],
)
def test_by_when(words: str, due: tuple[str | None, str | None]) -> None:
    asked = asked_list(f"Which commitments on quays are {words}?")
    assert asked is not None and asked.due == due and asked.topic == "on quays"


def test_a_bare_year_is_the_time_of_the_paper_and_not_a_deadline() -> None:
    asked = asked_list("What did the board commit to in 2031 on quays?")
    assert asked is not None and asked.due is None and "2031" in asked.topic


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("List all commitments over £10 million", 10_000_000.0),
        ("List the commitments with funding", None),
        ("What funding has the board committed to quays?", None),
    ],
)
def test_with_how_much_money(question: str, least: float | None) -> None:
    asked = asked_list(question)
    assert asked is not None and asked.money and asked.least == least


@pytest.mark.parametrize(
    "question",
    [
        "How many commitments are there?", "Who is committed to reform?", "When was the promise made?", "What replaces the tide bell?",
        "What is the average wait?", "Why did the board promise bells?", "What did members say about quays?", "", "tide bells",
    ],
)  # fmt: skip
def test_other_questions_ask_for_no_list(question: str) -> None:
    assert asked_list(question) is None


@given(
    some.text(max_size=120)
    | some.text(alphabet=some.sampled_from("what has list by £0129 '’ committed to "), max_size=80)
)
def test_no_text_is_too_odd(question: str) -> None:
    made = asked_list(question)
    assert made is None or made.what in ("commitment", "finding", "reason", "recommendation")
