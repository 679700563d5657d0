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
