"""Disagreements, decisions, blind coding: nobody's coding is ever changed, nothing is lost, only blind codings count."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding import rounds
from coding.frames import Merge, Split
from coding.rounds.adjudicating import Decision, adopt_agreed, decide, reopen, save_example
from coding.rounds.allocation import allocate
from coding.rounds.blind import close_round, moment, reopen_round, round_of
from coding.rounds.disagreements import decided, disagreements, left_by_code, standing
from coding.rounds.results import agreement, coder_uses, confused_pairs
from core.codebooks import Code
from core.errors import NotFoundError, UsageError
from core.events import now
from core.store import Store
from core.store.connection import events
from ingest.tables import CodedRow
from tests.builders import make_response

QUESTION = "What would help?"
FRAME = [Code("cost", "Cost"), Code("slow", "Too slow"), Code("staff", "Staff")]


def coded(**codes: str) -> list[CodedRow]:
    return [CodedRow(name, frozenset(text.split()), n + 2) for n, (name, text) in enumerate(codes.items())]


@pytest.fixture
def project(store: Store) -> Store:
    """r0: both alike; r1: cost for slow; r2: only Ann gives staff; r3: both nothing; r4: only Ann; r5: nobody."""
    rounds.add_responses(store, QUESTION, "organisations", [make_response(f"r{n}", f"Text {n}") for n in range(6)])
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "Ann", coded(r0="cost", r1="cost", r2="staff slow", r3="", r4="slow"))
    rounds.add_codings(store, QUESTION, "Bob", coded(r0="cost", r1="slow", r2="slow", r3=""))
    return store


def said(store: Store, source: str = "human") -> list[tuple[Any, ...]]:
    return sorted((c.response, c.code, c.value, c.coder, c.at) for c in rounds.codings(store, QUESTION, source=source))


def test_what_coders_coded_differently_is_listed_with_both_codings(project: Store) -> None:
    first, second = disagreements(project, QUESTION)
    assert (first.response, first.text, first.agreed, first.disputed) == ("r1", "Text 1", (), ("cost", "slow"))
    assert [(one.coder, one.codes) for one in first.said] == [("Ann", ("cost",)), ("Bob", ("slow",))]
    assert (second.response, second.agreed, second.disputed) == ("r2", ("slow",), ("staff",))
    assert left_by_code([first, second]) == {"cost": 1, "slow": 1, "staff": 1}
    assert [one.response for one in disagreements(project, QUESTION, code="staff")] == ["r2"]
    with pytest.raises(NotFoundError, match="'none' is no code"):
        disagreements(project, QUESTION, code="none")


def test_a_decision_is_a_third_fact_and_counts_use_it(project: Store) -> None:
    before = said(project)
    report = decide(project, QUESTION, [Decision("r1", frozenset(["slow"]), "It says how long it took.")])
    assert report.summary() == "1 added"
    assert said(project) == before
    assert [(c, v) for _, c, v, _, _ in said(project, "adjudicated")] == [
        ("cost", False),
        ("slow", True),
        ("staff", False),
    ]
    one = decided(project, QUESTION)[0]
    assert (one.codes, one.took, one.reason, one.who, one.how) == (
        ("slow",),
        "Bob",
        "It says how long it took.",
        "tester",
        "chosen",
    )
    assert {row.code: row.n for row in rounds.counts(project, QUESTION).rows} == {"cost": 1, "slow": 3, "staff": 1}
    assert [one.response for one in disagreements(project, QUESTION)] == ["r2"]
    made = standing(project, QUESTION)
    assert (made.double_coded, made.agreed_open, made.open, made.decided, made.adjudicated) == (4, 2, 1, 1, 1)
    assert made.by_code == {"staff": 1}


def test_the_reason_stays_out_of_the_event_log(project: Store) -> None:
    decide(project, QUESTION, [Decision("r1", frozenset(["slow"]), "Quoted words of the response.")])
    with project.read() as connection:
        newest = events(connection)[0]
    assert (newest.action, newest.object.endswith("/r1")) == ("adjudicate", True)
    assert newest.after == {"codes": {"r1": ["slow"]}, "with_reason": 1}


def test_a_changed_decision_and_one_taken_back_stay_on_the_record(project: Store) -> None:
    decide(project, QUESTION, [Decision("r1", frozenset(["slow"]), "first")])
    assert decide(project, QUESTION, [Decision("r1", frozenset(["slow"]), "first")]).summary() == "1 unchanged"
    assert decide(project, QUESTION, [Decision("r1", state="uncodable", reason="second")]).summary() == "1 updated"
    assert rounds.state_totals(project, QUESTION)["uncodable"] == 1
    reopen(project, QUESTION, "r1")
    assert [one.response for one in disagreements(project, QUESTION)] == ["r1", "r2"]
    assert decided(project, QUESTION) == []
    assert [(one.state, one.reason, one.stands) for one in decided(project, QUESTION, all_of_them=True)] == [
        ("uncodable", "second", False), ("coded", "first", False),
    ]  # fmt: skip
    with pytest.raises(NotFoundError, match="No decision stands"):
        reopen(project, QUESTION, "r1")
    assert decide(project, QUESTION, [Decision("r1", frozenset(["cost"]))]).summary() == "1 added"
    assert decided(project, QUESTION)[0].took == "Ann"


def test_what_all_said_is_adopted_in_bulk_once(project: Store) -> None:
    assert adopt_agreed(project, QUESTION) == 2
    assert [(r, c) for r, c, v, _, _ in said(project, "adjudicated") if v] == [("r0", "cost")]
    assert {row[0] for row in said(project, "adjudicated")} == {"r0", "r3"}
    assert adopt_agreed(project, QUESTION) == 0
    assert [one.how for one in decided(project, QUESTION)] == ["agreed", "agreed"]
    assert standing(project, QUESTION).agreed_open == 0


def test_nothing_is_adopted_while_somebody_has_it_to_code(project: Store) -> None:
    allocate(project, QUESTION, "all", ["Ann", "Bob", "Cat"])
    assert adopt_agreed(project, QUESTION) == 0
    assert [(one.response, one.waiting) for one in disagreements(project, QUESTION)] == [
        ("r1", ("Cat",)),
        ("r2", ("Cat",)),
    ]
    assert standing(project, QUESTION).waiting == 2


def test_decisions_that_make_no_sense_are_refused_by_name(project: Store) -> None:
    rounds.add_responses(project, QUESTION, None, [make_response("blank", "", state="blank")])
    made = [
        Decision("none", frozenset(["cost"]), row=2), Decision("r1", frozenset(["nonesuch"]), row=3), Decision("blank", row=4),
        Decision("r5", frozenset(["cost"]), row=5), Decision("r1", frozenset(["cost"]), row=6), Decision("r2", state="odd", row=7),
    ]  # fmt: skip
    report = decide(project, QUESTION, made)
    assert [(row.row, row.status, row.code) for row in report.rows] == [
        (2, "refused", "unknown_response"), (3, "refused", "unknown_code"), (4, "refused", "blank_response"),
        (5, "refused", "not_coded"), (6, "added", None), (7, "refused", "bad_value"),
    ]  # fmt: skip
    assert report.exit_code == 12


def test_a_borderline_example_is_a_new_version_of_the_frame_once(project: Store) -> None:
    before = said(project)
    assert save_example(project, QUESTION, "slow", "r1").version == 2
    assert rounds.codebook(project, QUESTION).codes[1].borderline == "Text 1"
    assert save_example(project, QUESTION, "slow", "r1").version == 2
    assert save_example(project, QUESTION, "slow", "r2").codes[1].borderline == "Text 1\nText 2"
    assert said(project) == before
    with pytest.raises(NotFoundError, match="is no code"):
        save_example(project, QUESTION, "none", "r1")


def test_one_coder_s_uncodable_is_a_disagreement(project: Store) -> None:
    rounds.apply_events(project, QUESTION, "Cat", "c", [{"seq": 1, "response": "r4", "action": "uncodable"}])
    one = next(made for made in disagreements(project, QUESTION) if made.response == "r4")
    assert (one.uncodable, [(s.coder, s.state) for s in one.said]) == (True, [("Ann", "coded"), ("Cat", "uncodable")])


# Blind coding and agreement


def tick() -> str:
    """A moment after everything so far and before everything to come: times are kept to the millisecond."""
    time.sleep(0.003)
    at = now()
    time.sleep(0.003)
    return at


def test_only_what_was_said_blind_counts(project: Store) -> None:
    blind = [row.record() for row in agreement(project, QUESTION)]
    tick()
    disagreements(project, QUESTION)  # shows r1 and r2
    tick()
    rounds.add_codings(project, QUESTION, "Bob", coded(r1="cost", r2="staff slow"))
    after = agreement(project, QUESTION)
    assert [row.record() | {"note": ""} for row in after] == [row | {"note": ""} for row in blind]
    assert "2 codings were made or changed after others' were shown" in after[0].note
    rounds.add_codings(project, QUESTION, "Bob", coded(r4="slow"))  # r4 was shown to nobody
    assert agreement(project, QUESTION)[0].n == 5


def test_who_codes_a_response_after_others_were_shown_is_not_blind(project: Store) -> None:
    close_round(project, QUESTION)
    assert not round_of(project, QUESTION).blind
    tick()
    rounds.add_codings(project, QUESTION, "Cat", coded(r0="slow", r5="slow"))
    assert agreement(project, QUESTION)[0].coders == ("Ann", "Bob", "Cat")
    assert agreement(project, QUESTION)[0].percent == pytest.approx(100 * 9 / 12)
    reopen_round(project, QUESTION)
    assert round_of(project, QUESTION).blind
    with pytest.raises(UsageError, match="nothing to reopen"):
        reopen_round(project, QUESTION)


def test_agreement_at_an_earlier_date(project: Store) -> None:
    first = [row.record() for row in agreement(project, QUESTION)]
    at = tick()
    rounds.add_codings(project, QUESTION, "Bob", coded(r1="cost", r4="slow"))
    rounds.reset_coding(project, QUESTION, "Ann", "r0")
    assert agreement(project, QUESTION)[0].percent != first[0]["percent"]
    assert [row.record() for row in agreement(project, QUESTION, as_at=at)] == first
    with pytest.raises(NotFoundError, match="nobody has coded this question by 2020-01-01"):
        agreement(project, QUESTION, as_at="2020-01-01")
    with pytest.raises(UsageError, match="is no date"):
        agreement(project, QUESTION, as_at="last spring")


def test_a_date_means_its_last_moment_and_a_time_is_utc_unless_it_says_otherwise() -> None:
    assert moment("2026-03-14") == "2026-03-14T23:59:59.999+00:00"
    assert moment("2026-03-14T17:00") == "2026-03-14T17:00:00.000+00:00"
    assert moment("2026-03-14T17:00+02:00") == "2026-03-14T15:00:00.000+00:00"


def test_agreement_on_the_overlap_only(project: Store) -> None:
    with pytest.raises(UsageError, match="No plan gives a response to two coders"):
        agreement(project, QUESTION, overlap=True)
    allocate(
        project,
        QUESTION,
        "list",
        [],
        listed=[("r0", "Ann"), ("r0", "Bob"), ("r1", "Ann"), ("r1", "Bob"), ("r2", "Ann")],
    )
    assert [(row.n, row.percent) for row in agreement(project, QUESTION, overlap=True)] == [
        (2, pytest.approx(100 * 4 / 6)), (2, 50.0), (2, 50.0), (2, 100.0),
    ]  # fmt: skip


def test_adjudicated_codings_take_no_part(project: Store) -> None:
    before = [row.record() for row in agreement(project, QUESTION)]
    adopt_agreed(project, QUESTION)
    decide(project, QUESTION, [Decision("r1", frozenset(["cost"])), Decision("r2", frozenset())])
    assert [row.record() for row in agreement(project, QUESTION)] == before


def test_pairs_of_codes_taken_for_one_another_with_their_texts(project: Store) -> None:
    pairs = confused_pairs(project, QUESTION)
    assert [(made.a, made.b, made.n, made.either) for made in pairs] == [("cost", "slow", 1, 3), ("staff", None, 1, 1)]
    assert pairs[0].examples[0].record() == {"response": "r1", "text": "Text 1", "first": "Ann", "second": "Bob"}
    assert (pairs[1].examples[0].first, pairs[1].examples[0].second) == ("Ann", "Bob")


def test_who_gives_a_code_more_often(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "organisations", [make_response(f"r{n:02}", f"Text {n}") for n in range(20)])
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "Ann", [CodedRow(f"r{n:02}", frozenset(["cost"])) for n in range(20)])
    rounds.add_codings(
        store, QUESTION, "Bob", [CodedRow(f"r{n:02}", frozenset(["cost"] if n < 8 else [])) for n in range(20)]
    )
    cost, slow, _ = coder_uses(store, QUESTION)
    assert (cost.used, cost.n, cost.most, cost.test) == ((20, 8), 20, "Ann", "mcnemar")
    assert cost.p == pytest.approx(2 * 0.5**12)
    assert (slow.p, slow.p_adjusted, slow.most) == (None, None, None)


step = st.one_of(
    st.tuples(st.just("import"), st.sampled_from(["Ann", "Bob", "Cat"]), st.sets(st.integers(0, 6)), st.sets(st.sampled_from(["cost", "slow", "none"]), max_size=2)),
    st.tuples(st.just("decide"), st.just(""), st.sets(st.integers(0, 6)), st.sets(st.sampled_from(["cost", "slow", "none"]), max_size=2)),
    st.tuples(st.sampled_from(["adopt", "reopen", "list", "close", "undo", "example"]), st.just(""), st.sets(st.integers(0, 6), max_size=1), st.just(set())),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, max_size=12))
def test_whatever_happens_nothing_is_lost_and_no_coder_s_coding_changes_by_adjudication(
    store: Store, steps: list[Any]
) -> None:
    question = f"What? {uuid.uuid4()}"
    made = [
        make_response(f"r{n}", f"Text {n}" if n < 6 else "", state="uncoded" if n < 6 else "blank") for n in range(7)
    ]
    rounds.add_responses(store, question, "people", made)
    rounds.add_codebook(store, question, FRAME)

    def people() -> list[tuple[Any, ...]]:
        return sorted(
            (c.response, c.code, c.value, c.coder, c.at) for c in rounds.codings(store, question, source="human")
        )

    for what, coder, numbers, codes in steps:
        before = people()
        names = [f"r{n}" for n in sorted(numbers)]
        if what == "import":
            rows = [CodedRow(name, frozenset(codes), n + 2) for n, name in enumerate(names)]
            report = rounds.add_codings(store, question, coder, rows)
            assert (
                len(report.rows)
                == len(rows)
                == sum(report.count(s) for s in ("added", "updated", "unchanged", "skipped", "refused"))
            )
            continue
        if what == "decide":
            report = decide(store, question, [Decision(name, frozenset(codes), row=n) for n, name in enumerate(names)])
            assert (
                len(report.rows)
                == len(names)
                == sum(report.count(s) for s in ("added", "updated", "unchanged", "refused"))
            )
        elif what == "adopt":
            adopt_agreed(store, question)
        elif what == "list":
            disagreements(store, question)
        elif what == "close":
            close_round(store, question)
        elif what == "undo":
            rounds.apply_events(store, question, "Dan", "d", [{"seq": 1, "response": "r0", "action": "undo"}])
        elif names and what == "example" and names != ["r6"]:
            save_example(store, question, "cost", names[0])
        elif names and what == "reopen":
            if any(one.response == names[0] for one in decided(store, question)):
                reopen(store, question, names[0])
        assert people() == before
    table = rounds.counts(store, question)
    assert sum(n for _, n in table.states) == 7 == table.responses
    states = standing(store, question)
    assert states.double_coded == states.agreed_open + states.open + states.decided
    assert states.open == len(disagreements(store, question))
    assert (
        len(decided(store, question))
        == states.adjudicated
        == len({c.response for c in rounds.codings(store, question, source="adjudicated")})
    )


# Frames that change meanwhile


def test_what_was_said_blind_goes_along_with_a_merge(project: Store) -> None:
    close_round(project, QUESTION)
    tick()
    rounds.add_codings(project, QUESTION, "Bob", coded(r1="cost", r2="staff slow"))  # not blind: the figures stay
    rounds.change_frame(project, QUESTION, Merge(("cost", "slow"), "time", "Cost or time"))
    row = {made.code: made for made in agreement(project, QUESTION)}
    assert (row["time"].n, row["time"].percent, row["time"].used) == (4, 100.0, (3, 3))
    assert (row["staff"].percent, row["staff"].used) == (75.0, (1, 0))


def test_a_split_leaves_nothing_said_of_its_parts_and_opens_the_decision_again(project: Store) -> None:
    close_round(project, QUESTION)
    decide(project, QUESTION, [Decision("r1", frozenset(["slow", "staff"])), Decision("r2", frozenset(["staff"]))])
    tick()
    rounds.change_frame(project, QUESTION, Split("slow", (("wait", "Waiting"), ("page", "Slow pages"))))
    row = {made.code: made for made in agreement(project, QUESTION)}
    assert (row["staff"].n, row["staff"].used) == (4, (1, 0))
    assert row["wait"].used == (0, 0)
    assert [one.response for one in decided(project, QUESTION)] == ["r2"]
    made = standing(project, QUESTION)
    assert made.double_coded == made.agreed_open + made.open + made.decided


def test_undo_brings_the_decision_before_back(project: Store) -> None:
    decide(project, QUESTION, [Decision("r1", frozenset(["slow"]), "first")])
    decide(project, QUESTION, [Decision("r1", frozenset(["cost"]), "second")])
    rounds.undo(project, QUESTION)
    assert [(one.response, one.codes) for one in decided(project, QUESTION)] == [("r1", ("slow",))]
    rounds.undo(project, QUESTION)
    assert decided(project, QUESTION) == []
    assert [one.response for one in disagreements(project, QUESTION)] == ["r1", "r2"]
