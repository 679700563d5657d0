"""What the Machine and Themes screens say."""

from __future__ import annotations

from ui.viewdata.machine import curve_points, how_good, prospect_rows, prospects_lead, run_facts, theme_line


def record(label: str, f1: float, outlook: str = "more coding should help", uses: int = 30) -> dict[str, object]:
    return {"code": label.lower(), "label": label, "uses": uses, "f1": f1, "kappa_with_people": 0.5, "outlook": outlook}


def test_the_weakest_code_comes_first_and_those_seldom_used_last() -> None:
    rows = prospect_rows(
        [record("A", 0.9), record("B", 0.1, "too few uses to say", 3), record("C", 0.5)], {"a": 0.8, "c": None}
    )
    assert [(row["Code"], row["The program is"], row["Kappa between people"]) for row in rows] == [
        ("C", "unreliable", None), ("A", "mostly right", 0.8), ("B", "", None),
    ]  # fmt: skip


def test_what_more_coding_brings_is_one_sentence_each() -> None:
    idle = "more coding is unlikely to help"
    assert prospects_lead([record("A", 0.5), record("B", 0.5)]) == "More coding should help “A” and “B”."
    assert prospects_lead([record("A", 0.9, idle), record("B", 0, "too few uses to say")]) == (
        "It is unlikely to help “A”. 1 code is used too seldom to say."
    )
    five = [record(name, 0.5) for name in "ABCDE"]
    assert prospects_lead(five) == "More coding should help “A”, “B”, “C”, “D” and 1 other."
    assert prospects_lead([*five, record("F", 0.5)]).endswith("and 2 others.")


def test_a_run_says_what_it_learnt_from_and_what_no_code_fits() -> None:
    facts = dict(
        run_facts(
            {"run": "run-1", "n_trained_on": 1200, "uncoded": 400, "without_a_suggestion": 100, "codebook_version": 3}
        )
    )
    assert facts["Learnt from"] == "1,200 coded responses"
    assert facts["Suggested codes for"] == "300 of 400 responses that nobody has coded"
    assert facts["No code fits"] == "100 (25%)"
    assert "Encoder" not in facts


def test_words_for_how_good_and_what_became_of_a_theme() -> None:
    assert [how_good(f1) for f1 in (0.8, 0.79, 0.4, 0.39)] == [
        "mostly right", "often right", "unreliable", "seldom right",
    ]  # fmt: skip
    assert theme_line("merged", "Parking", "sites", 6) == ("Taken for the code sites:", "Parking (6 responses)")
    assert theme_line("rejected", "Parking", None, 6) == ("Rejected:", "Parking (6 responses)")
    assert curve_points([(20, 0.51234, 0.4)]) == [
        {"Coded responses learnt from": 20, "All codings": 0.512, "Mean of the codes": 0.4}
    ]
