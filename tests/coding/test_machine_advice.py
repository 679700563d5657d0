"""What to code next, what more coding would bring, codings to look at again, suggestions accepted in bulk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding import rounds
from coding.advice import FEW_USES, doubts, learning_curve, outlooks
from coding.asking import next_batch, unsureness
from coding.rounds.accepting import accept_suggestions, accepted_in_bulk, preview_accept, sure_of
from coding.rounds.advice import look_again, next_to_code, prospects
from coding.suggester import prepare, wording
from core.codebooks import Code
from core.encoder import HashingEncoder
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store.connection import events
from ingest.tables import CodedRow
from tests.builders import make_response
from tests.coding.test_suggester import CODES, made_set

QUESTION = "What would you change?"
WORDS = {"cost": "price fees money dear", "slow": "slow wait weeks late", "staff": "rude staff manner curt"}
WRONG = (5, 17, 29, 41)
FRAME = [Code(code, code.title(), words) for code, words in WORDS.items()]


def texts(n: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """(texts, the code that each is about)."""
    rng = np.random.default_rng(seed)
    codes = [list(WORDS)[int(rng.integers(3))] for _ in range(n)]
    made = [
        f"{' '.join(rng.permutation(WORDS[code].split())[:2])} at place {number % 7} again number {number}"
        for number, code in enumerate(codes)
    ]
    return made, codes


@pytest.fixture
def project(store: Store) -> tuple[Store, list[str]]:
    """120 answered responses of which the first 60 are coded by ann, WRONG of them wrongly."""
    made, codes = texts(120)
    rounds.add_responses(store, QUESTION, "people", [make_response(f"r{n}", text) for n, text in enumerate(made)])
    rounds.add_codebook(store, QUESTION, FRAME)
    given_codes = list(codes)
    for at in WRONG:
        given_codes[at] = next(code for code in WORDS if code != codes[at])
    rows = [CodedRow(f"r{n}", frozenset([given_codes[n]]), n + 2) for n in range(60)]
    rounds.add_codings(store, QUESTION, "ann", rows)
    return store, codes


# Asking


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(1, 40), st.integers(0, 9))
def test_a_batch_holds_open_rows_only_each_once_and_as_many_as_there_are(known: int, n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(80, 6)).astype(np.float32)
    rows = np.sort(rng.permutation(80)[:known]).astype(np.intp)
    judged = rng.integers(0, 2, size=(known, 3)).astype(np.int8)
    open_rows = np.setdiff1d(np.arange(70), rows)
    asked = next_batch(vectors, open_rows, rows, judged, rng.random((80, 3)), n, seed)
    names = [one.row for one in asked]
    assert len(names) == len(set(names)) == min(n, len(open_rows))
    assert set(names) <= set(open_rows.tolist())
    assert asked == next_batch(vectors, open_rows, rows, judged, np.random.default_rng(0).random((80, 3)), 0, seed) or n


def test_the_rarest_code_is_asked_for_where_it_is_likeliest() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(100, 4)).astype(np.float32)
    judged = np.zeros((50, 2), dtype=np.int8)
    judged[:30, 0] = 1
    probabilities = np.full((100, 2), 0.1)
    probabilities[77, 1] = 0.9
    asked = next_batch(vectors, np.arange(50, 100), np.arange(50), judged, probabilities, 6)
    assert (asked[0].row, asked[0].why, asked[0].code) == (77, "rare code", 1)
    assert [one.why for one in asked].count("random") >= 2


def test_a_code_at_even_odds_is_least_sure() -> None:
    assert unsureness(np.array([[0.5], [1.0], [0.9]])).round(4).tolist() == [0.6931, 0.0, 0.3251]


def test_next_leaves_out_what_is_coded_and_the_random_sample(project: tuple[Store, list[str]]) -> None:
    store, _ = project
    drawn = {row.response for row in rounds.draw_sample(store, QUESTION, 30, seed=4)}
    asked = next_to_code(store, QUESTION, HashingEncoder(), 200)
    names = {one.response for one in asked}
    assert names == {f"r{n}" for n in range(60, 120)} - drawn
    assert {one.record()["design"] for one in asked} == {"purposive"}
    rest = [CodedRow(name, frozenset(), n) for n, name in enumerate(sorted(names), start=2)]
    rounds.add_codings(store, QUESTION, "ann", rest)
    with pytest.raises(NotFoundError, match="nothing left to choose"):
        next_to_code(store, QUESTION, HashingEncoder(), 5)


# What more coding brings, and what to look at again


def test_a_learning_curve_grows_and_says_nothing_of_codes_seldom_used() -> None:
    made, values = made_set(160)
    vectors = HashingEncoder().encode([*made, *(wording(code) for code in CODES)])
    batch = prepare(made, CODES, vectors)
    judged = values.astype(np.int8).copy()
    judged[:, 1] = 0
    judged[: FEW_USES - 1, 1] = 1
    rows = np.arange(160)
    points = learning_curve(batch, rows, judged)
    assert [point.labels for point in points] == [30, 60, 90, 120]
    assert points[-1].micro > points[0].micro - 0.05
    said = outlooks(points, judged, judged.astype(float))
    assert said[1].outlook == "too few uses to say" and said[1].uses == FEW_USES - 1
    assert said[0].kappa == 1.0 and said[0].outlook != "too few uses to say"
    assert learning_curve(batch, rows[:39], judged[:39]) == []


def test_doubts_are_beyond_what_is_usual_for_the_code_and_the_worst_comes_first() -> None:
    judged = np.zeros((40, 1), dtype=np.int8)
    judged[:20] = 1
    p = np.where(judged == 1, 0.8, 0.2).astype(float)
    p[3], p[25], p[30] = 0.05, 0.95, 0.85
    found = doubts(np.arange(100, 140), judged, p)
    assert [(one.row, one.given) for one in found] == [(103, True), (125, False), (130, False)]
    assert found[0].margin == pytest.approx(float(p[20:].mean()) - 0.05)
    assert doubts(np.arange(40), np.zeros((40, 1), dtype=np.int8), p) == []


def test_wrong_codings_are_offered_for_another_look(project: tuple[Store, list[str]]) -> None:
    store, codes = project
    found = look_again(store, QUESTION, HashingEncoder())
    wrong = {f"r{at}" for at in WRONG}
    assert {one.response for one in found[:2]} <= wrong
    assert len({one.response for one in found} & wrong) >= 2
    for one in found:
        if one.response in wrong:
            assert one.given is (one.code != codes[int(one.response[1:])])


def test_prospects_name_every_code_of_the_frame(project: tuple[Store, list[str]]) -> None:
    made = prospects(project[0], QUESTION, HashingEncoder())
    assert made.coded == 60
    assert [record["code"] for record in made.records()] == ["cost", "slow", "staff"]
    assert sum(record["uses"] for record in made.records()) == 60


def test_too_few_codings_are_said(store: Store) -> None:
    made, codes = texts(50)
    rounds.add_responses(store, QUESTION, "people", [make_response(f"r{n}", text) for n, text in enumerate(made)])
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", [CodedRow(f"r{n}", frozenset([codes[n]]), n + 2) for n in range(39)])
    with pytest.raises(UsageError, match="at least 40 coded responses; 39 are coded"):
        prospects(store, QUESTION, HashingEncoder())


# Accepting


def test_a_response_is_sure_where_all_that_is_suggested_is() -> None:
    suggested = {"a": {"x": 0.95}, "b": {"x": 0.95, "y": 0.6}, "c": {"y": 0.9}, "d": {}}
    assert sure_of(suggested, 0.9) == {"a": frozenset({"x"}), "c": frozenset({"y"})}


def test_accepted_suggestions_are_a_persons_and_marked_and_nothing_learns_from_them(
    project: tuple[Store, list[str]],
) -> None:
    store, codes = project
    run = rounds.train_and_suggest(store, QUESTION, HashingEncoder())
    preview = preview_accept(store, QUESTION, HashingEncoder(), 0.7)
    before = {(c.response, c.code, c.value) for c in rounds.codings(store, QUESTION, source="human")}
    assert preview.responses > 10
    assert preview.checked >= preview.same and preview.checked_codings >= preview.right
    n = accept_suggestions(store, QUESTION, "ben", 0.7)
    assert n == preview.responses
    mine = [c for c in rounds.codings(store, QUESTION, source="human") if c.coder == "ben"]
    assert len(mine) == 3 * n and {c.design for c in mine} == {"purposive"}
    assert sum(c.value for c in mine) == preview.codings
    right = sum(c.value and codes[int(c.response[1:])] == c.code for c in mine)
    assert right >= 0.9 * preview.codings
    accepted = accepted_in_bulk(store, QUESTION)
    assert accepted == {c.response for c in mine} and not accepted & {f"r{i}" for i in range(60)}
    after = {(c.response, c.code, c.value) for c in rounds.codings(store, QUESTION, source="human")}
    assert before <= after
    assert accept_suggestions(store, QUESTION, "ben", 0.7) == 0
    said = rounds.counts(store, QUESTION).notes
    assert f"The codes of {n} responses are suggestions that a person accepted in bulk, without reading each." in said
    again = rounds.train_and_suggest(store, QUESTION, HashingEncoder())
    assert again.trained_on == run.trained_on == 60
    with store.read() as connection:
        done = [event for event in events(connection) if event.action == "accept suggestions"]
    assert len(done) == 1 and done[0].after == {"coder": "ben", "run": run.run, "threshold": 0.7, "responses": n}


def test_accepting_leaves_the_random_sample_and_other_peoples_work_alone(project: tuple[Store, list[str]]) -> None:
    store, _ = project
    drawn = {row.response for row in rounds.draw_sample(store, QUESTION, 60, seed=4)}
    rounds.train_and_suggest(store, QUESTION, HashingEncoder())
    accept_suggestions(store, QUESTION, "ben", 0.5)
    taken = accepted_in_bulk(store, QUESTION)
    assert taken and not taken & drawn


def test_accepting_needs_a_run_a_threshold_and_a_name(project: tuple[Store, list[str]]) -> None:
    store, _ = project
    with pytest.raises(NotFoundError, match="suggested nothing yet"):
        accept_suggestions(store, QUESTION, "ben", 0.9)
    with pytest.raises(UsageError, match=r"from 0\.5 to 1"):
        preview_accept(store, QUESTION, HashingEncoder(), 0.2)
    with pytest.raises(UsageError, match="Say whose"):
        accept_suggestions(store, QUESTION, "machine", 0.9)
