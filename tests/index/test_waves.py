"""The same question in two reports: what is put side by side, the intervals, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.proportions import difference, wilson
from index.waves import Wave, compare, word_changes

QUESTION = "How easy or difficult do you find it to hire lock keepers?"


def finding(
    subject: str = "(64%) said they found it easy to hire lock keepers for night shifts",
    percent: float = 64,
    **changes: Any,
) -> dict[str, Any]:
    values = {
        "id": f"f{subject}{percent}", "kind": "quantitative", "subject": subject, "quote": subject, "start": 0, "end": 10,
        "value": {"text": f"({percent:g}%)", "low": percent, "high": percent, "unit": "percent"},
        "base": {"n": 90, "text": "Base: All harbours (n = 90)"}, "population": "harbours", "survey_question": QUESTION,
        "figure": None, "comparison": None, "wave": None, "in_summary": False, "title": "Harbours 2021",
    }  # fmt: skip
    return values | changes


def other(percent: float = 70, **changes: Any) -> dict[str, Any]:
    return finding(f"({percent:g}%) said they found it easy to hire lock keepers for night shifts", percent, **changes)


def only(first: dict[str, Any], second: dict[str, Any]) -> Wave:
    found = compare([first], [second])
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("second", "first", "expected"),
    [  # Newcombe 1998, table II, method 10: contrasts (a), (b), (g), (h)
        ((56, 70), (48, 80), (0.2000, 0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.6000, 0.1705, 0.8090)),
        ((0, 10), (0, 20), (0.0000, -0.1611, 0.2775)),
        ((10, 10), (0, 10), (1.0000, 0.6075, 1.0000)),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(
    second: tuple[int, int], first: tuple[int, int], expected: tuple[float, float, float]
) -> None:
    found = difference(first[0] / first[1], first[1], second[0] / second[1], second[1])
    assert found == pytest.approx(expected, abs=6e-5)


@given(st.integers(1, 500), st.integers(1, 500), st.floats(0, 1), st.floats(0, 1))
def test_the_interval_holds_the_difference_and_turns_round(n_a: int, n_b: int, a: float, b: float) -> None:
    delta, low, high = difference(a, n_a, b, n_b)
    assert -1 <= low <= delta + 1e-12 and delta - 1e-12 <= high <= 1
    turned = difference(b, n_b, a, n_a)
    assert turned == pytest.approx((-delta, -high, -low), abs=1e-9)


@pytest.mark.parametrize("bad", [(0.5, 0, 0.5, 10), (0.5, 10, 0.5, 0), (1.2, 10, 0.5, 10), (0.5, 10, -0.1, 10)])
def test_what_is_no_share_is_refused(bad: tuple[float, int, float, int]) -> None:
    with pytest.raises(ValueError, match="not two shares"):
        difference(*bad)


def test_the_same_figure_in_two_reports_is_compared() -> None:
    wave = only(finding(), other(70, base={"n": 120, "text": "Base: All harbours (n = 120)"}))
    assert wave.refused is None
    assert (wave.question, wave.wording_diff, wave.alike_question, wave.alike_answer) == (QUESTION, None, 1.0, 1.0)
    delta, low, high = difference(0.64, 90, 0.70, 120)
    assert (wave.difference, wave.low, wave.high) == (6.0, round(100 * low, 1), round(100 * high, 1))
    assert delta == pytest.approx(0.06)
    ends = wilson(0.64 * 90, 90)
    assert wave.a_interval == (round(100 * ends[0], 1), round(100 * ends[1], 1))


def test_a_record_has_the_fields_of_the_contract() -> None:
    record = only(finding(), other()).record()
    assert {"question", "a", "b", "difference", "low", "high", "wording_diff", "refused"} <= record.keys()
    assert (record["a"]["value"]["low"], record["b"]["value"]["low"]) == (64, 70)


def test_words_that_changed_are_marked() -> None:
    asked = "How easy or difficult do you find it to hire trained lock keepers?"
    wave = only(finding(), other(survey_question=asked))
    assert wave.refused is None
    assert wave.wording_diff == "How easy or difficult do you find it to hire {+trained+} lock keepers?"
    assert word_changes("to hire old keepers", "to hire new keepers") == [
        ("same", "to hire"), ("removed", "old"), ("added", "new"), ("same", "keepers"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"base": None}, "The second report states no base for its figure."),
        ({"value": {"text": "Around two thirds", "low": 62, "high": 70, "unit": "percent"}}, "The second report gives no number, only “Around two thirds”."),
        ({"base": {"n": 40, "text": "Base: Harbours that hired in the last year (n = 40)"}}, "The second report's figure is of part of the respondents only (“Harbours that hired in the last year”)."),
        ({"base": {"n": 40, "text": "Base: All schools (n = 40)"}, "population": "schools"}, "The people differ: “All councils” and “All schools”."),
    ],
)  # fmt: skip
def test_what_would_mislead_is_refused_with_the_reason(changes: dict[str, Any], reason: str) -> None:
    first = finding(base={"n": 90, "text": "Base: All councils (n = 90)"}) if "schools" in reason else finding()
    found = compare([first], [other(**changes)])
    assert [wave.refused for wave in found] == [reason]
    assert (found[0].difference, found[0].low, found[0].high, found[0].a_interval) == (None, None, None, None)


def test_a_question_that_asks_something_else_is_refused_and_one_about_nothing_alike_makes_no_row() -> None:
    asked = "How easy or difficult do you find it to keep lock keepers and pilots once you have trained them?"
    wave = only(finding(), other(survey_question=asked))
    assert wave.alike_question is not None and 0.3 <= wave.alike_question < 0.6
    assert (
        wave.refused == f"The questions differ too much: {wave.alike_question:.0%} of their telling words are the same."
    )
    assert compare([finding()], [other(survey_question="Which of these sheds have piped water?")]) == []


@pytest.mark.parametrize(
    "subject",
    [
        "(70%) said they found it difficult to hire lock keepers for night shifts",
        "(70%) said they did not find it easy to hire lock keepers for night shifts",
        "(70%) said they had a boat shed with a slipway",
    ],
)
def test_another_answer_is_no_pair(subject: str) -> None:
    assert compare([finding()], [finding(subject, 70)]) == []


@pytest.mark.parametrize(("one", "two", "pairs"), [("very", "fairly", 0), ("quite", "fairly", 1), ("very", "very", 1)])
def test_points_of_a_scale_are_kept_apart(one: str, two: str, pairs: int) -> None:
    first = finding(f"(64%) were {one} confident that the eastern lock gates would hold")
    second = finding(f"(70%) were {two} confident that the eastern lock gates would hold", 70)
    assert len(compare([first], [second])) == pairs


def test_a_figure_said_in_summary_and_body_is_one_row() -> None:
    summary = finding(in_summary=True, figure="Figure 2", survey_question=None, base=None, id="s")
    body = finding(figure="Figure 2", id="b")
    found = compare([summary, body], [other(figure="Figure 3")])
    assert [wave.a["id"] for wave in found] == ["b"]


def test_each_figure_is_used_once_and_the_best_pair_wins() -> None:
    near = finding("(70%) said they found it easy to hire lock keepers for weekend shifts", 70)
    found = compare([finding()], [near, other(66)])
    assert [wave.b["value"]["low"] for wave in found] == [66]


def test_what_an_earlier_wave_said_is_left_out() -> None:
    quoted = other(22, wave="Wave 3")
    found = compare(
        [finding(wave="Wave 4")],
        [other(70, wave="Wave 5"), finding("(71%) have piped water on the quay", 71, wave="Wave 5"), quoted],
    )
    assert [wave.b["value"]["low"] for wave in found] == [70]


def test_no_question_printed_needs_more_likeness() -> None:
    found = only(finding(survey_question=None), other())
    assert (found.alike_question, found.refused) == (None, None)
    loose = finding("(70%) said it was easy to hire lock keepers with a boat licence", 70, survey_question=None)
    assert compare([finding()], [loose]) == []


def test_answers_with_words_of_their_own_are_helped_by_no_question() -> None:
    children = finding("(64%) said their system was effective for keeping data on children")
    families = finding("(70%) said their system was effective for keeping data on families", 70)
    shorter = finding("(70%) thought it effective for data on children", 70)
    filler = [
        finding(f"({n}%) named {word} as a reason", n) for n, word in enumerate(("fog", "ice", "tides", "wind"), 10)
    ]
    assert [wave.b["value"]["low"] for wave in compare([children], [families, *filler])] == []
    assert [wave.b["value"]["low"] for wave in compare([children], [shorter, *filler])] == [70]
