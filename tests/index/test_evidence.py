from __future__ import annotations

import pytest

from index.evidence import Verdict, enumerates, fills, is_untold, judged, new_names
from index.question import Slot, understood
from index.words import stems, tokens


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(text)]


def verdict(
    question: str, sentence: str, passage: str = "", about: str = "", identity: str = "", **short: tuple[str, ...]
) -> Verdict:
    whole = f"{passage} {sentence}"
    wide = f"{whole} {identity} {about}"
    return judged(understood(question), sentence, terms(sentence), set(stems(whole)), wide, short, whole, identity)


@pytest.mark.parametrize(
    ("slot", "sentence", "filled"),
    [
        ("money", "It will cost £3 million.", True),
        ("money", "It will cost 3 million.", False),
        ("percent", "A share of 62% replied.", True),
        ("percent", "Nearly two thirds replied.", True),
        ("percent", "One in five replied.", True),
        ("percent", "Most replied.", False),
        ("percent", "Replies fell in 2031.", False),
        ("percent", "In all 3 out of 12 replied.", True),
        ("number", "Twelve councils replied.", True),
        ("number", "Many councils replied.", False),
        ("quantity", "It rose by 7 per cent.", True),
        ("number", "2.4 Many lanterns were mended.", False),
        ("number", "2.4 Many of the 31 lanterns were mended.", True),
        ("number", "Marrowby Town Council, 3 October 2031", False),
        ("number", "Lanterns were mended in 2031/32.", False),
        ("number", "In 2031 lanterns were mended under section 41 (Figure 3).", False),
        ("number", "They mended 2,031 lanterns.", True),
        ("number", "They mended 2031 lanterns.", True),
        ("number", "Of these, 12 may be mended.", True),
        ("number", "12 lanterns were mended.", True),
        ("number", "It took 2.5 hours.", True),
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


@pytest.mark.parametrize(
    ("question", "sentence", "filled"),
    [
        ("How many vouchers were issued?", "A voucher is worth up to £6 a trip.", False),
        ("How many vouchers were issued?", "They sent out 31 vouchers, worth £6 each.", True),
        ("How many people replied?", "A share of 62% replied.", True),
        ("How long is the lease?", "The lease costs £12,000.", False),
        ("How long is the lease?", "The lease runs for 12 years.", True),
        ("How long was the harbour shut?", "It was shut from 3 October to 9 October.", True),
        ("How long has the fee been the same?", "The fee has not changed since 2031.", True),
    ],
)
def test_a_number_is_of_the_kind_that_was_asked_for(question: str, sentence: str, filled: bool) -> None:
    asked = understood(question)
    assert asked.slot in ("number", "quantity")
    assert fills(asked.slot, sentence, terms(sentence), question) is filled


def test_how_often_is_answered_by_a_frequency() -> None:
    assert understood("How often does the board meet?").slot == "date"
    assert fills("date", "It meets every two months.", terms("It meets every two months."))
    assert fills("date", "It meets twice a year.", terms("It meets twice a year."))
    assert not fills("date", "It meets in the hall.", terms("It meets in the hall."))


@pytest.mark.parametrize(
    ("sentence", "lists"),
    [
        ("Three harbours will be dredged.", False),
        ("Harbours at Wex, Marrow and Tarn will be dredged.", True),
        ("Two harbours (Wex and Marrow) will be dredged.", True),
        ("The harbours are: Wex; Marrow", True),
        ("The harbour is old and deep.", False),
    ],
)
def test_what_lists_things(sentence: str, lists: bool) -> None:
    assert enumerates(sentence) is lists


def test_what_is_not_told() -> None:
    assert is_untold("The eight harbours are to be chosen in the autumn.")
    assert is_untold("The Department has not said how it will be paid for.")
    assert not is_untold("The Department pays for it.")


def test_names_that_the_question_has_not() -> None:
    asked = understood("Who leads the Harbour Programme?")
    assert new_names(asked, "The Harbour Programme is led by Dana Hill.") == ["Dana Hill"]
    assert new_names(asked, "In March the Harbour Programme began.") == []


def test_a_title_is_no_part_of_a_name() -> None:
    assert not verdict("What did Councillor Hill say?", "Cllr Hill said that it was late.").missing
    assert not verdict("What did the under-25s want?", "Those under 25 wanted later ferries.").missing


def test_names_must_stand_in_the_evidence() -> None:
    asked = "How many councils use the Harbour Programme?"
    assert verdict(asked, "In all 12 councils use the Harbour Programme.").holds
    assert verdict(asked, "In all 12 councils use another programme.").missing == ("harbour programme",)
    assert verdict(asked, "In all 12 councils use it.", passage="The Harbour programme.").holds


def test_a_short_form_stands_for_its_long_form() -> None:
    asked = "How many offices does the RHO have?"
    long = {"RHO": ("regional harbour office",)}
    assert verdict(asked, "The Regional Harbour Office has 9 offices.", **long).holds
    assert verdict(asked, "The regional harbour office has 9 offices.").missing == ("rho",)


def test_years_and_waves_may_hold_for_the_whole_document() -> None:
    asked = "What share replied in wave 4 in 2018?"
    assert verdict(asked, "40% replied.", about="Wave 4 report, 2018").holds
    assert verdict(asked, "40% replied.", about="Wave 3 report, 2018").missing == ("wave 4",)
    assert verdict(asked, "40% replied.", about="Wave four report").missing == ("2018",)


def test_a_name_holds_where_the_document_is_of_that_body() -> None:
    asked = "How many lanterns does Marrowby have?"
    assert verdict(asked, "There are 31 lanterns.", identity="Lighting plan. Marrowby Town Council").holds
    assert verdict(asked, "There are 31 lanterns.", identity="Lighting plan. Thrupp").missing == ("marrowby",)


def test_initials_stand_for_a_name_that_the_document_bears() -> None:
    asked = "How many lanterns does the MLB have?"
    assert verdict(asked, "It has 31 lanterns.", about="Minutes of the Marrowby Lighting Board").holds
    assert verdict(asked, "It has 31 lanterns.", about="Minutes of the Lighting Board").missing == ("mlb",)
    assert verdict(asked, "It has 31 lanterns.", about="more lights, board").missing == ("mlb",)


def test_a_year_that_only_the_beginning_mentions_does_not_redate_a_passage_of_another_year() -> None:
    asked = "How many lanterns were lit in 2029?"
    about = "Lighting plan. It follows the plan of 2029."
    assert verdict(asked, "In 2031, 31 lanterns were lit.", about=about).missing == ("2029",)
    assert verdict(asked, "31 lanterns were lit.", about=about).holds
    assert verdict(asked, "Against 40 in 2031, 31 lanterns were lit.", identity="Plan. 2029-01-05").holds


def test_a_median_is_not_any_average() -> None:
    assert verdict("What is the median age of lanterns?", "The median age is 9 years.").holds
    assert verdict("What is the median age of lanterns?", "The average age is 9 years.").missing == ("median",)
    assert verdict("What is the average age of lanterns?", "The median age is 9 years.").holds


def test_an_average_asked_for_must_be_an_average() -> None:
    asked = "What is the average caseload?"
    assert verdict(asked, "The average caseload is 17.").holds
    assert verdict(asked, "Caseloads reach 17.").missing == ("average",)


def test_what_is_not_filled_is_named() -> None:
    assert verdict("How much money is there?", "There is money.").unfilled == "money"


def test_a_maximum_asked_for_must_be_one() -> None:
    asked = "What was the maximum waiting time at the lock?"
    assert verdict(asked, "Boats at the lock were waiting for up to 3 hours.").holds
    assert verdict(asked, "Boats at the lock were waiting for 3 hours.").missing == ("maximum",)
