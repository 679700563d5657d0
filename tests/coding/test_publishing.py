"""Ranks, differences, effort, bases, quotations and the publication as a whole, by hand and against simulated surveys."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest, fisher_exact

from coding import rounds
from coding.bases import base_rows
from coding.counts import CountRow, count_table
from coding.differences import Comparison, Side, differences, is_wave
from coding.effort import efforts
from coding.prevalence import wilson
from coding.publication import Quotable, choose_quotes
from coding.ranks import paired_p, ranks
from coding.tallies import Coded, grouping, tally
from core.codebooks import Code, Codebook
from core.errors import NotFoundError, UsageError
from core.personal_data import ShownText
from core.store import Store
from tests.builders import make_response

QUESTION = "What would help?"
FRAME = [Code("a", "Money"), Code("b", "Time"), Code("c", "Advice")]


class Row:
    """A coder's row of an import."""

    def __init__(self, response: str, codes: str) -> None:
        self.response, self.codes, self.row = response, frozenset(codes), 0


def project(
    store: Store, codes: list[str], respondents: str = "people", attributes: list[dict[str, str]] | None = None
) -> str:
    """A question of as many responses; codes[n]: what ann gave to the n-th, "-" where she did not code it."""
    made = [
        make_response(f"r{n}", f"It would help to have number {n} of the things on the list.", attributes=(attributes or [{}] * len(codes))[n])
        for n in range(len(codes))
    ]  # fmt: skip
    rounds.add_responses(store, QUESTION, respondents, made)  # type: ignore[arg-type]
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", [Row(f"r{n}", c) for n, c in enumerate(codes) if c != "-"], None)
    return QUESTION


# Ranks


def test_where_all_is_coded_ranks_are_known_and_ties_share_the_better_one(store: Store) -> None:
    project(store, ["ab"] * 4 + ["a"] * 2 + ["c"] * 4)
    found = rounds.rank_themes(store, QUESTION)
    assert [(r.code, r.rank, r.low, r.high, r.not_told_apart) for r in found] == [
        ("a", 1, 1, 1, ()), ("b", 2, 2, 3, ("c",)), ("c", 2, 2, 3, ("b",)),
    ]  # fmt: skip


def test_without_a_recorded_sample_there_is_an_order_and_no_more(store: Store) -> None:
    project(store, ["a"] * 6 + ["b"] * 2 + ["-"] * 8)
    assert [(r.code, r.rank, r.low, r.high) for r in rounds.rank_themes(store, QUESTION)] == [
        ("a", 1, None, None), ("b", 2, None, None), ("c", 3, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("b", "c"), [(0, 0), (5, 1), (12, 3), (30, 30), (0, 9)])
def test_the_paired_test_is_mcnemars_exact_one(b: int, c: int) -> None:
    expected = binomtest(min(b, c), b + c).pvalue if b + c else 1.0
    assert paired_p(np.array([b]), np.array([c]), 0.0)[0] == pytest.approx(expected)


def test_a_large_share_drawn_makes_a_difference_surer() -> None:
    few, many = paired_p(np.array([14]), np.array([5]), 0.0)[0], paired_p(np.array([14]), np.array([5]), 0.6)[0]
    assert many < 0.01 < 0.05 < few


def sampled(values: np.ndarray, drawn: np.ndarray) -> tuple[Coded, list[CountRow]]:  # type: ignore[type-arg]
    everybody = np.ones(len(values), dtype=bool)
    judged = np.where(drawn[:, None], values, -1).astype(np.int8)
    data = Coded(everybody, everybody, everybody, drawn, judged)
    codebook = Codebook("q", 1, tuple(Code(f"c{n}", f"C{n}") for n in range(values.shape[1])))
    return data, count_table(codebook, data, grouping([make_response()] * len(values), (), everybody), "answered")


def test_ranges_of_ranks_hold_the_true_ranks_of_all_themes_together() -> None:
    """40 draws from one population of 800 with overlapping themes, two of them equal: at least 38 hold every rank (the family-wise level is 5%)."""
    rng = np.random.default_rng(3)
    latent = rng.random((800, 1))
    values = (rng.random((800, 6)) + 0.3 * latent < np.array([0.62, 0.6, 0.5, 0.4, 0.4, 0.3])).astype(np.int8)
    shares = values.mean(axis=0)
    held = 0
    for _ in range(40):
        drawn = np.zeros(800, dtype=bool)
        drawn[rng.permutation(800)[:150]] = True
        data, rows = sampled(values, drawn)
        held += all(
            rank.low is not None
            and rank.high is not None
            and rank.low <= 1 + int((shares > shares[int(rank.code[1])]).sum())
            and 6 - int((shares < shares[int(rank.code[1])]).sum()) <= rank.high
            for rank in ranks(rows, data)
        )
    assert held >= 38


# Differences


def test_differences_are_fishers_test_with_holms_correction() -> None:
    sides = [Side("N", 30, 60, 60, True), Side("S", 10, 60, 60, True), Side("E", 21, 60, 60, True)]
    rest = [Side("all others", 61 - s.bearing, 120, 120, True) for s in sides]
    found = differences("q", "area", [Comparison("a", "A", s, r) for s, r in zip(sides, rest)])
    p = [fisher_exact([[s.bearing, 60 - s.bearing], [61 - s.bearing, 59 + s.bearing]]).pvalue for s in sides]
    assert [row.p for row in found] == pytest.approx(p)
    order = sorted(p)
    holm = {order[0]: 3 * order[0], order[1]: max(3 * order[0], 2 * order[1]), order[2]: max(2 * order[1], order[2])}
    assert [row.p_adjusted for row in found] == pytest.approx([min(1.0, holm[value]) for value in p])
    assert [row.differs for row in found] == [True, True, False]
    assert (found[0].difference, found[0].low, found[0].high) == pytest.approx((100 * (30 / 60 - 31 / 120),) * 3)


def test_a_sample_has_an_interval_and_a_purposive_one_neither_interval_nor_test() -> None:
    first, second = Side("N", 12, 40, 400, True), Side("all others", 30, 60, 600, True)
    (row,) = differences("q", "area", [Comparison("a", "A", first, second)])
    low, high = wilson(12, 40, 400), wilson(30, 60, 600)
    expected = -20 - 100 * ((0.3 - low[0]) ** 2 + (high[1] - 0.5) ** 2) ** 0.5
    assert row.low == pytest.approx(expected)
    chosen = Side("N", 12, 40, 400, False)
    (row,) = differences("q", "area", [Comparison("a", "A", chosen, second)])
    assert row.difference == pytest.approx(-20)
    assert (row.low, row.p, row.differs) == (None, None, None)
    assert row.note is not None


def test_waves_are_held_against_the_wave_before(store: Store) -> None:
    assert [is_wave(name) for name in ("Wave", "survey_year", "region")] == [True, True, False]
    attributes = [{"wave": "2024"}] * 20 + [{"wave": "2025"}] * 20
    project(store, ["a"] * 4 + ["b"] * 16 + ["a"] * 15 + ["b"] * 5, attributes=attributes)
    found = [row for row in rounds.group_differences(store, QUESTION, "wave") if row.code == "a"]
    assert [(r.value, r.against, r.differs) for r in found] == [("2025", "2024", True)]
    assert found[0].difference == pytest.approx(55)


def test_two_questions_are_compared_by_codes_that_mean_the_same(store: Store) -> None:
    project(store, ["a"] * 15 + ["b"] * 5)
    rounds.add_responses(store, "Last year?", "people", [make_response(f"x{n}", "Words.") for n in range(20)])
    rounds.add_codebook(store, "Last year?", [FRAME[0], Code("b", "Time", definition="Another meaning")])
    rounds.add_codings(store, "Last year?", "ann", [Row(f"x{n}", "a" if n < 4 else "b") for n in range(20)], None)
    found = rounds.wave_differences(store, QUESTION, "Last year?")
    assert [(r.code, r.differs, r.note is None) for r in found] == [("a", True, True), ("b", None, False)]
    with pytest.raises(UsageError, match="with itself"):
        rounds.wave_differences(store, QUESTION, QUESTION)


def test_suppressed_groups_have_no_difference(store: Store) -> None:
    attributes = [{"area": "N"}] * 30 + [{"area": "S"}] * 30 + [{"area": "E"}] * 30
    project(store, ["a"] * 2 + ["b"] * 28 + ["a"] * 15 + ["b"] * 15 + ["a"] * 12 + ["b"] * 18, attributes=attributes)
    found = [row for row in rounds.group_differences(store, QUESTION, "area", threshold=10) if row.code == "a"]
    assert [(row.value, row.suppressed, row.percent) for row in found] == [
        ("E", True, None), ("N", True, None), ("S", False, pytest.approx(50)),
    ]  # fmt: skip


# Effort


def test_as_many_more_as_the_program_says_reach_the_precision() -> None:
    """The half-width at the planned size, averaged over 40 draws, is near to what was asked for."""
    rng = np.random.default_rng(8)
    truth = rng.random(4000) < 0.3
    machine = np.where(truth, rng.random(4000) < 0.8, rng.random(4000) < 0.08).astype(np.int8)
    for labels in (None, machine[:, None]):
        drawn = np.zeros(4000, dtype=bool)
        drawn[rng.permutation(4000)[:150]] = True
        everybody = np.ones(4000, dtype=bool)

        def counted(drawn: np.ndarray, labels: np.ndarray | None = labels, everybody: np.ndarray = everybody):  # type: ignore[type-arg,no-untyped-def]
            values = np.where(drawn, truth, -1).astype(np.int8)[:, None]
            data = Coded(everybody, everybody, everybody, drawn, values, labels)
            table = grouping([make_response()] * 4000, (), everybody)
            rows = count_table(Codebook("q", 1, (Code("a", "A"),)), data, table, "answered")
            return rows, tally(data, table, "answered")

        rows, sums = counted(drawn)
        (plan,) = efforts(rows, sums, 3.0)
        assert plan.needed is not None and plan.more == plan.needed - 150
        widths = []
        for _ in range(40):
            again = np.zeros(4000, dtype=bool)
            again[rng.permutation(4000)[: plan.needed]] = True
            (row,), _ = counted(again)
            widths.append(max(row.percent - row.low, row.high - row.percent))
        assert np.mean(widths) == pytest.approx(3.0, abs=0.45), plan


def test_codings_of_no_design_do_not_count_towards_the_sample(store: Store) -> None:
    project(store, ["a"] * 6 + ["b"] * 4 + ["-"] * 40)
    plan = rounds.coding_effort(store, QUESTION, 10.0)[0]
    assert plan.half_width is None and plan.needed is not None and plan.more == plan.needed > 10


def test_points_are_between_0_and_50(store: Store) -> None:
    with pytest.raises(UsageError, match="--points"):
        rounds.coding_effort(store, project(store, ["a"]), 0)


# Bases


def test_the_states_sum_to_what_came_in_and_the_bases_follow() -> None:
    totals = (("coded", 40), ("uncoded", 5), ("blank", 3), ("not_asked", 7), ("uncodable", 2), ("excluded", 1))
    rows = {(row.part, row.name): row.n for row in base_rows("q", totals)}  # type: ignore[arg-type]
    assert sum(n or 0 for (part, _), n in rows.items() if part == "state") == rows["in", "in"] == 58
    assert (rows["base", "asked"], rows["base", "answered"], rows["base", "codable"]) == (50, 47, 45)


def test_of_a_question_that_few_answered_nothing_is_said() -> None:
    assert {row.n for row in base_rows("q", (("coded", 4), ("blank", 30)), 10)} == {None}


# Quotations


def offer(name: str, text: str, codes: str, *ranges: tuple[int, int, str]) -> Quotable:
    return Quotable(name, ShownText(text), tuple(codes), ranges)


def test_one_respondent_is_quoted_once_and_rare_codes_choose_first() -> None:
    long = "This is a sentence of some length about what would help us most."
    found = choose_quotes(
        ["a", "b"], [offer("r1", long, "ab"), offer("r2", long + " Twice.", "a"), offer("r3", "Too short.", "a")], 3, 1
    )
    assert {code: [q.response for q in quotes] for code, quotes in found.items()} == {"a": ["r2"], "b": ["r1"]}


def test_where_something_is_marked_only_that_is_quoted() -> None:
    found = choose_quotes(
        ["a"], [offer("r1", "Keep this. Not that.", "a", (0, 10, "")), offer("r2", "x" * 80, "a")], 3, 1
    )
    assert [(q.text, q.marked) for q in found["a"]] == [("Keep this.", True)]


# All together


def test_people_are_protected_unless_that_is_switched_off_and_organisations_are_not(store: Store) -> None:
    project(store, ["a"] * 30 + ["b"] * 25 + ["c"] * 3)
    made = rounds.publication(store, QUESTION)
    assert made.disclosure is not None and made.disclosure.threshold == 10
    assert [(row.code, row.suppressed) for row in made.tables[0].rows] == [("a", False), ("b", False), ("c", True)]
    assert "not searched for personal data" in made.quotes_note
    assert rounds.publication(store, QUESTION, threshold=0).disclosure is None


def test_a_publication_of_organisations_quotes_and_says_that_control_is_off(store: Store) -> None:
    project(store, ["a"] * 30 + ["b"] * 3, "organisations")
    made = rounds.publication(store, QUESTION)
    assert made.disclosure is None
    assert len(made.quotes["a"]) == len(made.quotes["b"]) == 3
    assert len({quote.response for quotes in made.quotes.values() for quote in quotes}) == 6
    assert "disclosure control is off" in dict(made.methods)["Small numbers"]


def test_a_question_without_a_frame_is_refused(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", [make_response("r0")])
    with pytest.raises(NotFoundError, match="no code frame"):
        rounds.publication(store, QUESTION)


def test_tables_made_one_after_another_hide_the_same_cells(store: Store) -> None:
    """`counts`, `counts --by A` and `counts --by A,B` on any base: what one hides in a one-way table, all hide."""
    rng = np.random.default_rng(6)
    attributes = [{"area": str(rng.choice(["N", "S", "E"])), "kind": str(rng.choice(["x", "y"]))} for _ in range(400)]
    project(
        store,
        ["".join(c for c, share in zip("abc", (0.5, 0.2, 0.02)) if rng.random() < share) for _ in range(400)],
        attributes=attributes,
    )
    packed = rounds.publication(store, QUESTION, by=[["area"], ["area", "kind"]], threshold=10)
    for table, by in zip(packed.tables, ([], ["area"], ["kind"], ["area", "kind"])):
        for base in ("asked", "answered", "codable"):
            rows = rounds.counts(store, QUESTION, base=base, by=by, threshold=10).rows  # type: ignore[arg-type]
            assert [(row.code, row.group, row.suppressed) for row in rows] == [
                (row.code, row.group, row.suppressed) for row in table.rows
            ]
    assert [row.suppressed for row in packed.tables[0].rows] == [False, False, True]
    assert 0 < sum(row.suppressed for row in packed.tables[1].rows) < len(packed.tables[1].rows)
