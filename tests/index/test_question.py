from __future__ import annotations

import pytest

from index.question import understood


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("How much money goes to mentoring?", "money"),
        ("How much will be spent on mentoring?", "money"),
        ("How much will the allowance go up?", "quantity"),
        ("How big is the shortfall?", "quantity"),
        ("How many councils replied?", "number"),
        ("What was the response rate?", "number"),
        ("What is the average caseload?", "number"),
        ("What share of councils replied?", "percent"),
        ("What percentage agreed?", "percent"),
        ("When will the plan be published?", "date"),
        ("By when must schools reply?", "date"),
        ("What year did it begin?", "date"),
        ("Who wrote the plan?", "who"),
        ("Which three councils lead the pilot?", "who"),
        ("Why did councils leave?", "reason"),
        ("What is a mentoring hub?", "none"),
        ("Did the board agree?", "decision"),
        ("Did the board meet?", "none"),
        ("Which operators run the ferries?", "which"),
        ("What did members say about ferries?", "said"),
        ("What is the harbour master paid?", "money"),
        ("What is the rent of a mooring?", "money"),
        ("What is wrong with the rent?", "none"),
        ("What has the grant been used for?", "none"),
        ("How much do apprentices get?", "money"),
        ("How much carbon would be saved?", "quantity"),
        ("By how much has the budget shrunk?", "quantity"),
        ("How satisfied are the skippers?", "quantity"),
        ("How did the skippers travel?", "none"),
        ("How often does the board meet?", "date"),
        ("What is the deadline for replies?", "date"),
        ("What was the uptake of the pass?", "number"),
        ("What was the share of late ferries?", "percent"),
        ("To whom was it sent?", "who"),
        ("Who is happier, skippers or mates?", "none"),
        ("Who is the harbour master?", "who"),
        ("Which councillor objected?", "who"),
    ],
)
def test_what_a_question_asks_for(text: str, slot: str) -> None:
    assert understood(text).slot == slot


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("How many councils use the Harbour Programme?", ("harbour programme",)),
        ("Why does DfE want it?", ("dfe",)),
        ("Which schools joined?", ()),
        ("What did Members say in March?", ()),
        ("Is 'it' called “Open Doors” now?", ("open doors",)),
        ("NAAS results", ("naas",)),
        ("What of the Isle of Wight?", ("isle of wight",)),
    ],
)
def test_names_in_a_question(text: str, names: tuple[str, ...]) -> None:
    assert understood(text).names == names


def test_years_waves_and_figures() -> None:
    question = understood("Did 40% reply in wave three in 2019, or in 2020-21?")
    assert question.years == ("2019", "2020-21")
    assert question.waves == ("3",)
    assert question.figures == ("40%",)
    assert question.yes_no


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What does the paper say about ferries?", "ferries?"),
        ("What did members of the board say about the late ferries?", "the late ferries?"),
        ("What is said about ferries?", "ferries?"),
        ("What does the paper cost?", "What does the paper cost?"),
    ],
)
def test_what_a_question_is_about(text: str, topic: str) -> None:
    assert understood(text).topic == topic


def test_ordinals_counted_things_and_the_end_of_a_question() -> None:
    asked = understood("Which three ferries will sail to the second harbour in Wexborough?")
    assert asked.ordinals == ("second",)
    assert asked.counted and not understood("Which ferries will sail?").counted
    assert asked.end == frozenset(["second", "harbour", "wexborough"])
