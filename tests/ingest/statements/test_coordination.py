"""Which joined verbs are undertakings of their own, and what each record says."""

from __future__ import annotations

import pytest

from tests.ingest.statements.test_commitments import only

pytestmark = pytest.mark.model


def actions(sentence: str) -> list[str]:
    return [commitment.action for commitment in only(sentence)]


def test_two_verbs_with_objects_of_their_own_are_two_records() -> None:
    assert actions("The Council will publish a parking plan and consult on a new charter.") == [
        "publish a parking plan",
        "consult on a new charter",
    ]


def test_three_are_three() -> None:
    found = only("We will recruit ten wardens, open a depot in Hexley and write to every trader.")
    assert [c.action for c in found] == ["recruit ten wardens", "open a depot in Hexley", "write to every trader"]
    assert {c.location.quote for c in found} == {
        "We will recruit ten wardens, open a depot in Hexley and write to every trader."
    }
    assert len({c.id for c in found}) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "The Council will review and update the tree policy.",
        "The Council will design, build and open the depot.",
        "The Council will fund two wardens and help traders.",
        "The Council will work with partners to develop and deliver a plan.",
    ],
)
def test_one_object_or_a_supporting_verb_is_one_undertaking(sentence: str) -> None:
    assert len(only(sentence)) == 1


def test_each_has_its_own_actor_sum_kind_and_date() -> None:
    first, second = only("The Ministry will spend £3 million on signs by May 2026 and consult on a levy.")
    assert first.actor is not None and second.actor is not None
    assert (first.actor.name, second.actor.name) == ("Ministry", "Ministry")
    assert (first.kind, second.kind) == ("funding", "consultation")
    assert first.amount is not None and second.amount is None
    assert first.deadline is not None and first.deadline.end == "2026-05-31"
    assert second.deadline is None


def test_a_date_that_closes_the_sentence_or_opens_it_holds_for_both() -> None:
    for sentence in (
        "The Council will publish a plan and write to every trader by May 2026.",
        "By May 2026, the Council will publish a plan and write to every trader.",
    ):
        first, second = only(sentence)
        assert first.deadline is not None and second.deadline is not None
        assert (first.deadline.end, second.deadline.end) == ("2026-05-31", "2026-05-31")
