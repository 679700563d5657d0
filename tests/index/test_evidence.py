from __future__ import annotations

import pytest

from index.evidence import Verdict, fills, judged
from index.question import Slot, understood
from index.words import stems, tokens


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(text)]


def verdict(question: str, sentence: str, passage: str = "", about: str = "", **short: tuple[str, ...]) -> Verdict:
    held = set(stems(f"{passage} {sentence}"))
    return judged(understood(question), sentence, terms(sentence), held, f"{passage} {sentence} {about}", short)


@pytest.mark.parametrize(
    ("slot", "sentence", "filled"),
    [
        ("money", "It will cost £3 million.", True),
        ("money", "It will cost 3 million.", False),
        ("percent", "A share of 62% replied.", True),
        ("percent", "Nearly two thirds replied.", True),
        ("percent", "One in five replied.", True),
        ("percent", "Most replied.", False),
        ("number", "Twelve councils replied.", True),
        ("number", "Many councils replied.", False),
        ("quantity", "It rose by 7 per cent.", True),
        ("date", "It opens in spring 2031.", True),
        ("date", "Figures come out quarterly.", True),
        ("date", "It may open.", False),
        ("who", "The review is led by Dana Hill.", True),
        ("who", "The review is led by an expert.", False),
        ("who", "It was published in March.", False),
        ("none", "Anything at all.", True),
    ],
)
def test_slots(slot: Slot, sentence: str, filled: bool) -> None:
    assert fills(slot, sentence, terms(sentence), "who leads the review") is filled


def test_names_must_stand_in_the_evidence() -> None:
    asked = "How many councils use the Harbour Programme?"
    assert verdict(asked, "In all 12 councils use the Harbour Programme.").holds
    assert verdict(asked, "In all 12 councils use another programme.").missing == ("harbour programme",)
    assert verdict(asked, "In all 12 councils use it.", passage="The Harbour programme.").holds


def test_a_short_form_stands_for_its_long_form() -> None:
    asked = "How many offices does the RHO have?"
    long = {"RHO": ("regional harbour office",)}
    assert verdict(asked, "The Regional Harbour Office has 9 offices.", **long).holds
    assert verdict(asked, "The Regional Harbour Office has 9 offices.").missing == ("rho",)


def test_years_and_waves_may_hold_for_the_whole_document() -> None:
    asked = "What share replied in wave 4 in 2018?"
    assert verdict(asked, "40% replied.", about="Wave 4 report, 2018").holds
    assert verdict(asked, "40% replied.", about="Wave 3 report, 2018").missing == ("wave 4",)
    assert verdict(asked, "40% replied.", about="Wave four report").missing == ("2018",)


def test_an_average_asked_for_must_be_an_average() -> None:
    asked = "What is the average caseload?"
    assert verdict(asked, "The average caseload is 17.").holds
    assert verdict(asked, "Caseloads reach 17.").missing == ("average",)


def test_what_is_not_filled_is_named() -> None:
    assert verdict("How much money is there?", "There is money.").unfilled == "money"
