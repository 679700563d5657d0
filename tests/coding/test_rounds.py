"""Responses, code frames, codings, samples and counts through the project database."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding import rounds
from coding.rounds.themes import discover_themes
from core.codebooks import Code
from core.encoder import HashingEncoder
from core.errors import NotFoundError, Problem, UsageError
from core.responses import Response
from core.store import Store
from core.store.connection import events
from ingest.tables import CodedRow
from tests.builders import make_response

QUESTION = "Why did the agreement not help?"
FRAME = [Code("cost", "Cost", "It costs too much."), Code("slow", "Too slow", "It takes too long.")]
TEXTS = [
    "It costs far too much money.", "The price is too high, the cost is silly.", "Much too slow for us.",
    "We waited months, it takes too long.", "Cost and slowness alike.", "No view about it.",
]  # fmt: skip


def given_responses(n: int = 6) -> list[Response]:
    return [
        make_response(f"r{i}", TEXTS[i % len(TEXTS)], attributes={"area": "N" if i % 2 else "S"}, row=i + 2)
        for i in range(n)
    ]


def coded(**codes: str) -> list[CodedRow]:
    return [CodedRow(name, frozenset(text.split()), n + 2) for n, (name, text) in enumerate(codes.items())]


@pytest.fixture
def project(store: Store) -> Store:
    rounds.add_responses(store, QUESTION, "people", given_responses())
    rounds.add_codebook(store, QUESTION, FRAME)
    return store


def logged(store: Store) -> list[str]:
    with store.read() as connection:
        return [event.action for event in events(connection)]


# Responses


def test_responses_come_in_once_and_late_ones_are_appended(store: Store) -> None:
    first = rounds.add_responses(
        store, QUESTION, "people", given_responses(4), [Problem(9, None, "missing_id", "No id.")]
    )
    assert first.summary() == "4 added, 1 refused"
    assert first.exit_code == 12
    assert [row.record() for row in first.rows][-1] == {
        "row": 9, "id": None, "status": "refused", "code": "missing_id", "message": "No id.",
    }  # fmt: skip
    again = rounds.add_responses(store, "  Why did the agreement  not help? ", "people", given_responses(6))
    assert again.summary() == "2 added, 4 unchanged"
    assert rounds.add_responses(store, first.question.id, None, given_responses(6)).summary() == "6 unchanged"
    assert [r.id for r in rounds.responses(store, QUESTION)] == [f"r{n}" for n in range(6)]
    assert logged(store) == ["add responses", "add responses"]
    assert rounds.attribute_names(store, QUESTION) == ("area",)


def test_a_changed_text_of_an_uncoded_response_is_a_revision_and_changed_attributes_are_taken(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", given_responses(2))
    changed = [make_response("r0", "Another text."), make_response("r1", TEXTS[1], attributes={"area": "E"})]
    report = rounds.add_responses(store, QUESTION, "people", changed)
    assert [(row.id, row.status, row.code) for row in report.rows] == [
        ("r0", "updated", "corrected_text"), ("r1", "updated", None),
    ]  # fmt: skip
    assert [(r.text, r.attributes) for r in rounds.responses(store, QUESTION)] == [
        ("Another text.", {"area": "S"}), (TEXTS[1], {"area": "E"}),
    ]  # fmt: skip


def test_who_answered_is_asked_once_and_kept(store: Store) -> None:
    with pytest.raises(UsageError, match="--respondents people or --respondents organisations"):
        rounds.add_responses(store, QUESTION, None, given_responses(1))
    rounds.add_responses(store, QUESTION, "people", given_responses(1))
    with pytest.raises(UsageError, match="are people, not organisations"):
        rounds.add_responses(store, QUESTION, "organisations", given_responses(1))


def test_an_unknown_question_names_those_there_are(project: Store) -> None:
    with pytest.raises(NotFoundError, match="Why did the agreement not help"):
        rounds.find_question(project, "Why not?")


# The code frame


def test_a_changed_frame_is_a_new_version_and_the_same_one_is_not(project: Store) -> None:
    assert rounds.add_codebook(project, QUESTION, FRAME)[0].version == 1
    book, report = rounds.add_codebook(project, QUESTION, [FRAME[0], Code("pay", "Pay")])
    assert (book.version, report.summary()) == (2, "1 added, 1 unchanged")
    assert "slow" in report.notes[0]
    assert rounds.codebook(project, QUESTION, 1).codes == tuple(FRAME)
    assert rounds.codebook_versions(project, QUESTION) == [1, 2]


def test_codings_outlive_a_new_version_and_a_new_code_is_no_no(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r1=""))
    rounds.add_codebook(project, QUESTION, [*FRAME, Code("pay", "Pay")])
    rows = {row.code: row for row in rounds.counts(project, QUESTION).rows}
    assert (rows["cost"].n, rows["cost"].sampled, rows["pay"].sampled, rows["pay"].percent) == (1, 2, 0, None)
    again = rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r1=""))
    assert again.summary() == "2 updated"
    assert {row.code: row.sampled for row in rounds.counts(project, QUESTION).rows} == {"cost": 2, "slow": 2, "pay": 2}


# Codings


def test_a_coding_is_a_row_for_every_code_of_the_frame(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r5=""), "purposive")
    assert [(c.response, c.code, c.value, c.coder, c.source, c.design) for c in rounds.codings(project, QUESTION)] == [
        ("r0", "cost", True, "ann", "human", "purposive"),
        ("r0", "slow", False, "ann", "human", "purposive"),
        ("r5", "cost", False, "ann", "human", "purposive"),
        ("r5", "slow", False, "ann", "human", "purposive"),
    ]
    assert [r.state for r in rounds.responses(project, QUESTION)] == ["coded", *["uncoded"] * 4, "coded"]


def test_the_same_codings_again_change_nothing_and_changed_ones_are_logged_with_what_they_were(project: Store) -> None:
    rows = coded(r0="cost", r1="slow")
    assert rounds.add_codings(project, QUESTION, "ann", rows, "random").summary() == "2 added"
    before = logged(project)
    assert rounds.add_codings(project, QUESTION, "ann", rows, "random").summary() == "2 unchanged"
    assert logged(project) == before
    assert rounds.add_codings(project, QUESTION, "ann", coded(r0="slow")).summary() == "1 updated"
    with project.read() as connection:
        assert events(connection)[0].before == {"codes": {"r0": ["cost"]}}


def test_blank_responses_cannot_bear_codes(store: Store) -> None:
    rounds.add_responses(
        store, QUESTION, "people", [make_response("b1", "", state="blank"), make_response("b2", "", state="blank")]
    )
    rounds.add_codebook(store, QUESTION, FRAME)
    report = rounds.add_codings(store, QUESTION, "ann", coded(b1="", b2="cost", b3="cost"))
    assert [(row.id, row.status, row.code) for row in report.rows] == [
        ("b1", "skipped", None), ("b2", "refused", "blank_response"), ("b3", "refused", "unknown_response"),
    ]  # fmt: skip


def test_codings_need_a_frame_and_a_name(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", given_responses(1))
    with pytest.raises(NotFoundError, match="no code frame"):
        rounds.add_codings(store, QUESTION, "ann", coded(r0=""))
    with pytest.raises(UsageError, match="--coder NAME"):
        rounds.add_codings(store, QUESTION, " machine ", coded(r0=""))


def test_agreement_needs_two_coders(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r1=""))
    with pytest.raises(NotFoundError, match="only ann has"):
        rounds.agreement(project, QUESTION)
    rounds.add_codings(project, QUESTION, "bob", coded(r0="cost", r1="slow"))
    rows = rounds.agreement(project, QUESTION)
    assert [(row.code, row.n, row.percent, row.coders) for row in rows] == [
        (None, 2, 75.0, ("ann", "bob")), ("cost", 2, 100.0, ("ann", "bob")), ("slow", 2, 50.0, ("ann", "bob")),
    ]  # fmt: skip


# Counts and samples


def test_counts_take_the_first_imported_coder_or_the_one_named_and_say_how_many_differ(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "zoe", coded(r0="cost", r1="cost"))
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r1="slow", r2="slow"))
    table = rounds.counts(project, QUESTION)
    assert {row.code: (row.n, row.sampled) for row in table.rows} == {"cost": (2, 3), "slow": (1, 3)}
    assert any("1 of the 2 responses" in note and "zoe's codings count" in note for note in table.notes)
    assert {row.code: row.n for row in rounds.counts(project, QUESTION, coder="ann").rows} == {"cost": 1, "slow": 2}
    with pytest.raises(NotFoundError, match="Coders: zoe, ann"):
        rounds.counts(project, QUESTION, coder="bob")


def test_an_interval_needs_a_recorded_random_sample_and_loses_it_when_responses_arrive(project: Store) -> None:
    rows = coded(r0="cost", r2="slow", r4="")
    rounds.add_codings(project, QUESTION, "ann", rows)
    assert {row.low for row in rounds.counts(project, QUESTION).rows} == {None}
    rounds.add_codings(project, QUESTION, "bob", rows, "random")
    assert [(row.low is None, row.method) for row in rounds.counts(project, QUESTION).rows] == [
        (False, "human_sample")
    ] * 2
    rounds.add_responses(project, QUESTION, "people", [make_response("late", "Late and slow.")])
    late = rounds.counts(project, QUESTION)
    assert {row.low for row in late.rows} == {None}
    assert any("no longer represents" in note for note in late.notes)


def test_a_drawn_sample_is_recorded_once_and_counts_when_all_of_it_is_coded(project: Store) -> None:
    drawn = rounds.draw_sample(project, QUESTION, 3, seed=4)
    assert [row.response for row in rounds.draw_sample(project, QUESTION, 3, seed=4)] == [row.response for row in drawn]
    assert len(rounds.samples(project, QUESTION)) == 1
    assert all(row.text == TEXTS[int(row.response[1:])] for row in drawn)
    first, second, third = (row.response for row in drawn)
    rounds.add_codings(project, QUESTION, "ann", coded(**{first: "cost", second: ""}))
    partial = rounds.counts(project, QUESTION)
    assert {row.low for row in partial.rows} == {None}
    assert any("1 of 3 responses of a random sample" in note for note in partial.notes)
    rounds.add_codings(project, QUESTION, "ann", coded(**{third: "cost"}))
    cost = rounds.counts(project, QUESTION).rows[0]
    assert (cost.n, cost.sampled, cost.base) == (2, 3, 6)
    assert cost.low is not None


def test_a_sample_larger_than_the_answered_is_refused(project: Store) -> None:
    with pytest.raises(UsageError, match="between 1 and 6"):
        rounds.draw_sample(project, QUESTION, 7, seed=1)


def test_counts_by_attribute_under_a_threshold(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r1="", r2="cost", r3="", r4="cost", r5="cost"))
    table = rounds.counts(project, QUESTION, by=["AREA"])
    assert [(row.code, row.group[0][1], row.n, row.base) for row in table.rows] == [
        ("cost", "N", 1, 3), ("cost", "S", 3, 3), ("slow", "N", 0, 3), ("slow", "S", 0, 3),
    ]  # fmt: skip
    assert all(row.suppressed for row in rounds.counts(project, QUESTION, by=["area"], threshold=2).rows)
    with pytest.raises(UsageError, match=r"no attribute 'nation'\. They have: area"):
        rounds.counts(project, QUESTION, by=["nation"])


def test_the_records_of_the_contract_have_exactly_its_fields(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost"))
    assert list(rounds.counts(project, QUESTION).records()[0]) == [
        "question", "code", "label", "n", "sampled", "base", "base_kind", "percent", "low", "high", "method", "weighted",
        "group", "suppressed",
    ]  # fmt: skip
    assert list(rounds.codings(project, QUESTION)[0].record()) == [
        "response", "code", "value", "coder", "source", "design", "probability", "at",
    ]  # fmt: skip
    assert list(rounds.draw_sample(project, QUESTION, 1, 1)[0].record()) == ["response", "text", "seed", "design"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["text", "blank", "not_asked"]), st.sampled_from(["", "cost", "slow", "-"])),
        max_size=12,
    )
)
def test_nothing_is_dropped(store: Store, rows: list[tuple[str, str]]) -> None:
    question = f"Why {uuid.uuid4()}?"
    made = [
        make_response(f"r{n}", "" if kind == "blank" else f"Text {n}", state="uncoded" if kind == "text" else kind)
        for n, (kind, _) in enumerate(rows)
    ]
    rounds.add_responses(store, question, "people", made)
    rounds.add_codebook(store, question, FRAME)
    rounds.add_codings(
        store, question, "ann", coded(**{f"r{n}": codes for n, (_, codes) in enumerate(rows) if codes != "-"})
    )
    table = rounds.counts(store, question)
    assert sum(n for _, n in table.states) == len(rows) == table.responses
    assert dict(table.states)["coded"] == sum(kind == "text" and codes != "-" for kind, codes in rows)
    assert table.rows[0].n == sum(kind == "text" and codes == "cost" for kind, codes in rows)


# The machine


def test_suggestions_are_kept_apart_and_counted_nowhere(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r2="slow"))
    before = rounds.counts(project, QUESTION).records()
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder())
    assert run.summary() == {"run": run.run, "trained_on": 2, "suggested": run.suggested, "abstained": run.abstained}
    assert run.suggested + run.abstained == 4
    assert {c.response for c in run.codings} <= {"r1", "r3", "r4", "r5"}
    assert all(
        c.source == "machine" and c.value and c.probability is not None and c.probability >= 0.5 for c in run.codings
    )
    assert rounds.counts(project, QUESTION).records() == before
    states = rounds.state_totals(project, QUESTION)
    assert (states["coded"], states["machine_coded"], states["abstained"]) == (2, run.suggested, run.abstained)
    assert states["uncoded"] == 0


def test_a_second_run_replaces_the_first_and_the_same_seed_says_the_same(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r2="slow"))
    first = rounds.train_and_suggest(project, QUESTION, HashingEncoder())
    second = rounds.train_and_suggest(project, QUESTION, HashingEncoder())
    assert [(c.response, c.code, c.probability) for c in first.codings] == [
        (c.response, c.code, c.probability) for c in second.codings
    ]
    kept = rounds.codings(project, QUESTION, source="machine")
    assert len(kept) == len({(c.response, c.code) for c in kept})


def test_a_draft_is_made_from_wording_alone_where_nothing_is_coded(project: Store) -> None:
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder())
    assert run.trained_on == 0
    assert {(c.response, c.code) for c in run.codings} >= {("r0", "cost"), ("r3", "slow")}


def test_the_machine_learns_nothing_from_the_estimation_sample_or_cross_fits(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", given_responses(120))
    rounds.add_codebook(store, QUESTION, FRAME)
    drawn = {row.response for row in rounds.draw_sample(store, QUESTION, 30, seed=2)}
    truth = {f"r{n}": " ".join(c for c, words in (("cost", "cost price"), ("slow", "slow long")) if any(w in TEXTS[n % 6].lower() for w in words.split())) for n in range(120)}  # fmt: skip
    rounds.add_codings(store, QUESTION, "ann", coded(**{name: truth[name] for name in drawn}))
    cross = rounds.train_and_suggest(store, QUESTION, HashingEncoder())
    assert (cross.trained_on, cross.manifest["cross_fitted"], cross.manifest["independent_of_sample"]) == (
        30,
        True,
        True,
    )
    others = [f"r{n}" for n in range(120) if f"r{n}" not in drawn][:50]
    rounds.add_codings(store, QUESTION, "ann", coded(**{name: truth[name] for name in others}))
    apart = rounds.train_and_suggest(store, QUESTION, HashingEncoder())
    assert (apart.trained_on, apart.manifest["cross_fitted"], apart.manifest["independent_of_sample"]) == (
        50,
        False,
        True,
    )
    rows = rounds.counts(store, QUESTION).rows
    assert {row.method for row in rows} == {"machine_assisted"}
    assert {c.design for c in rounds.codings(store, QUESTION, source="human") if c.response in drawn} == {"random"}
    share = {"cost": 50.0, "slow": 50.0}
    for row in rows:
        assert row.low is not None and row.high is not None and row.low <= share[row.code] <= row.high


def test_labels_are_not_used_on_a_sample_that_has_grown_by_what_the_machine_learnt_from(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", given_responses(120))
    rounds.add_codebook(store, QUESTION, FRAME)
    sample, learnt = ({f"r{n}": "cost" if n % 2 else "" for n in numbers} for numbers in (range(40), range(40, 90)))
    rounds.add_codings(store, QUESTION, "ann", coded(**sample), "random")
    rounds.add_codings(store, QUESTION, "ann", coded(**learnt), "purposive")
    assert rounds.train_and_suggest(store, QUESTION, HashingEncoder()).trained_on == 50
    assert "machine_assisted" in {row.method for row in rounds.counts(store, QUESTION).rows}
    rounds.add_codings(store, QUESTION, "ann", coded(**learnt), "random")
    assert {row.method for row in rounds.counts(store, QUESTION).rows} == {"human_sample"}


def test_texts_are_embedded_once_in_a_projects_life(project: Store) -> None:
    class Counting(HashingEncoder):
        seen = 0

        def encode(self, texts):  # type: ignore[no-untyped-def]
            Counting.seen += len(texts)
            return super().encode(texts)

    rounds.train_and_suggest(project, QUESTION, Counting())
    first = Counting.seen
    assert first == 8  # six texts, two wordings
    rounds.train_and_suggest(project, QUESTION, Counting())
    assert Counting.seen == first


def test_themes_come_from_what_no_code_fits(store: Store) -> None:
    texts = [f"Parking at site {n} is dreadful, no parking spaces" for n in range(6)]
    texts += [f"Forms are confusing, confusing forms number {n}" for n in range(5)]
    made = [make_response(f"r{n}", text) for n, text in enumerate(texts)]
    rounds.add_responses(store, QUESTION, "people", [*made, make_response("c", "Parking is dear")])
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", coded(c="cost"))
    themes = discover_themes(store, QUESTION, HashingEncoder())
    assert [theme.size for theme in themes] == [6, 5]
    assert "parking" in themes[0].label and "forms" in themes[1].label
    assert set(themes[0].exemplars) <= set(texts[:6])
    assert themes == discover_themes(store, QUESTION, HashingEncoder())


def test_nobodys_text_is_logged(project: Store, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level("DEBUG")
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost", r2="slow"))
    rounds.train_and_suggest(project, QUESTION, HashingEncoder())
    with project.read() as connection:
        said = caplog.text + str([event.record() for event in events(connection)])
    assert not any(text in said for text in TEXTS)


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_that_cannot_be_recorded_is_a_usage_error(project: Store, seed: int) -> None:
    with pytest.raises(UsageError, match="--seed is a whole number from 0"):
        rounds.draw_sample(project, QUESTION, 2, seed=seed)
    assert len(rounds.draw_sample(project, QUESTION, 2, seed=2**63 - 1)) == 2


def test_nothing_is_made_where_every_row_is_refused(store: Store) -> None:
    report = rounds.add_responses(store, QUESTION, "people", [], [Problem(2, None, "missing_id", "No id.")])
    assert (report.exit_code, rounds.questions(store), logged(store)) == (10, [], [])
    rounds.add_responses(store, QUESTION, "people", given_responses())
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", coded(r0="nonesuch"))
    assert rounds.coders(store, QUESTION) == []


def test_weights_and_attributes_outlive_a_file_without_them(store: Store) -> None:
    rounds.add_responses(
        store, QUESTION, "people", [make_response("r0", "Too slow.", attributes={"area": "N"}, weight=1.5)]
    )
    again = rounds.add_responses(store, QUESTION, "people", [make_response("r0", "Too slow.")])
    assert again.summary() == "1 unchanged"
    rounds.add_responses(store, QUESTION, "people", [make_response("r1", "Too dear.", attributes={"area": "S"})])
    assert [(r.weight, r.attributes) for r in rounds.responses(store, QUESTION)] == [
        (1.5, {"area": "N"}), (None, {"area": "S"}),
    ]  # fmt: skip
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", coded(r0="slow", r1="cost"))
    table = rounds.counts(store, QUESTION)
    assert [row.weighted for row in table.rows] == [False, False]
    assert any(note.startswith("1 of 2 responses have no weight.") for note in table.notes)


def test_codings_added_again_do_not_become_a_sample_of_late_returns(project: Store) -> None:
    rows = coded(r0="cost", r2="slow", r4="")
    rounds.add_codings(project, QUESTION, "ann", rows, "random")
    rounds.add_responses(project, QUESTION, "people", [make_response("late", "Late and slow.")])
    rounds.add_codings(project, QUESTION, "ann", rows, "random")
    assert len(rounds.samples(project, QUESTION)) == 1
    assert {row.low for row in rounds.counts(project, QUESTION).rows} == {None}


def test_the_codings_of_a_drawn_sample_are_that_sample(project: Store) -> None:
    drawn = rounds.draw_sample(project, QUESTION, 3, seed=4)
    rounds.add_codings(project, QUESTION, "ann", coded(**{row.response: "cost" for row in drawn}), "random")
    assert [sample.seed for sample in rounds.samples(project, QUESTION)] == [4]


def test_a_design_that_is_said_later_is_recorded(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="cost"))
    report = rounds.add_codings(project, QUESTION, "ann", coded(r0="cost"), "random")
    assert report.summary() == "1 updated"
    assert {made.design for made in rounds.codings(project, QUESTION)} == {"random"}


def test_a_sample_of_nothing_says_that_nothing_is_answered(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", [make_response("r0", "", state="blank")])
    with pytest.raises(NotFoundError, match="no answered response to draw from"):
        rounds.draw_sample(store, QUESTION, 1, seed=1)


def test_a_code_that_came_in_is_named_with_its_row(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", given_responses())
    _, report = rounds.add_codebook(
        store,
        QUESTION,
        [Code("cost", "Cost", row=2), Code("slow", "Slow", row=4)],
        [Problem(3, None, "missing_code", "")],
    )
    assert [(row.row, row.id, row.status) for row in report.rows] == [
        (2, "cost", "added"), (3, None, "refused"), (4, "slow", "added"),
    ]  # fmt: skip
    assert rounds.codebook(store, QUESTION).codes == (Code("cost", "Cost"), Code("slow", "Slow"))
