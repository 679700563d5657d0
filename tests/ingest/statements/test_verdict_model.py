"""The second vote: a chance from plain numbers, and what it does to a verdict of the rules."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import Block, Span
from ingest.statements.candidates import Candidate
from ingest.statements.constructions import Clause
from ingest.statements.modes import Mode
from ingest.statements.sentences import Sentence
from ingest.statements.verdict_model import VerdictModel, model_from, shipped_model
from ingest.statements.verdicts import Setting, Verdict
from ingest.statements.votes import vote

TEXT = "Work will start in May."
WILL = Clause("will active", "start", 10, 15, 0, 23, (0, 4), None, False, False, (), True)


def candidate(mode: Mode = "body", text: str = TEXT, found: tuple[Clause, ...] = (WILL,), **changes: Any) -> Candidate:
    setting = Setting(
        mode, minutes=False, survey=False, listed=False, first=True, previous_taken=False, lead_in="", **changes
    )
    sentence = Sentence(text, tuple(range(len(text))), Span(0, len(text)), 0, True, 0)
    return Candidate(0, sentence, Block(Span(0, len(text)), "paragraph"), None, found, setting)


def test_a_chance_is_the_logistic_of_the_weights_that_hold() -> None:
    model = VerdictModel({"modal:will": 2.0, "reader": -1.5}, 0.5)
    assert model.chance([]) == pytest.approx(1 / (1 + math.exp(-0.5)))
    assert model.chance(["modal:will", "never seen"]) == pytest.approx(1 / (1 + math.exp(-2.5)))
    assert model.chance(["modal:will", "reader"]) == pytest.approx(1 / (1 + math.exp(-1.0)))


def test_weights_that_run_away_stay_a_chance() -> None:
    assert 0 < VerdictModel({"x": -1e9}, 0.0).chance(["x"]) < 1e-12
    assert VerdictModel({"x": 1e9}, 0.0).chance(["x"]) == pytest.approx(1.0)


@given(st.dictionaries(st.text(min_size=1), st.floats(-5, 5), max_size=5), st.floats(-3, 3))
def test_a_model_survives_its_record(weights: dict[str, float], intercept: float) -> None:
    model = VerdictModel(weights, intercept)
    assert model_from(model.record()) == model


@pytest.mark.parametrize("record", [{}, {"weights": [], "intercept": 0}, {"weights": {}, "intercept": "0"}])
def test_what_is_no_model_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not the weights"):
        model_from(record)


def test_the_shipped_model_prefers_a_doer_to_a_reader() -> None:
    model = shipped_model()
    assert model.chance(["s:we", "modal:will", "main:True"]) > model.chance(
        ["s:your", "modal:will", "reader", "main:True"]
    )


@pytest.mark.parametrize(
    ("certainty", "chance", "expected"),
    [
        ("certain", 0.9, "certain"), ("certain", 0.3, "certain"), ("certain", 0.29, "check"), ("certain", 0.2, "check"),
        ("certain", 0.19, None), ("check", 0.9, "check"), ("check", 0.3, "check"), ("check", 0.29, None),
    ],
)  # fmt: skip
def test_two_votes_settle_a_verdict(certainty: Any, chance: float, expected: str | None) -> None:
    settled = vote(candidate(), Verdict("will do", certainty, WILL), chance)
    assert (settled.certainty if settled else None) == expected


@pytest.mark.parametrize("mode", ["action", "decision"])
def test_what_is_marked_as_a_decision_or_an_action_is_taken_by_its_mark(mode: Mode) -> None:
    verdict = Verdict("decision recorded", "certain", None)
    assert vote(candidate(mode), verdict, 0.01) is verdict
    assert vote(candidate(mode), None, 0.99) is None


def test_the_model_alone_raises_a_plain_undertaking_to_check() -> None:
    raised = vote(candidate(), None, 0.65)
    assert raised == Verdict("read as an undertaking", "check", WILL)
    assert vote(candidate(), None, 0.64) is None


@pytest.mark.parametrize("mode", ["view", "survey", "recommendation", "admin"])
def test_the_model_alone_raises_nothing_among_views_or_recommendations(mode: Mode) -> None:
    assert vote(candidate(mode), None, 0.99) is None


@pytest.mark.parametrize(
    "text", ["If work will start in May.", "Will work start in May?", "How work will start in May", "That work will start in May."]
)  # fmt: skip
def test_the_model_alone_raises_no_condition_question_or_fragment(text: str) -> None:
    assert vote(candidate(text=text), None, 0.99) is None


@pytest.mark.parametrize(
    "reason", ["negated", "relative clause", "question clause", "reported view", "pronoun subject"]
)
def test_the_model_alone_raises_no_clause_with_something_against_it(reason: str) -> None:
    against = Clause("will active", "start", 10, 15, 0, 23, (0, 4), None, False, False, (reason,), True)
    assert vote(candidate(found=(against,)), None, 0.99) is None
