"""Who codes what: balanced, reproducible, extended without redrawing; one person under one name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding import rounds
from coding.allocation import Plan, give_out, overlap_share, spelled
from coding.rounds.allocation import allocate, allocated, allocation, coder_named, coder_names, extend
from core.codebooks import Code
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store.connection import events
from ingest.tables import CodedRow
from tests.builders import make_response

QUESTION = "What would help?"


@pytest.fixture
def project(store: Store) -> Store:
    add(store, 0, 20)
    rounds.add_codebook(store, QUESTION, [Code("a", "A"), Code("b", "B")])
    return store


def add(store: Store, first: int, last: int) -> None:
    made = [make_response(f"r{n:03}", f"Text {n}") for n in range(first, last)]
    rounds.add_responses(store, QUESTION, "organisations", [*made, make_response(f"b{first}", "", state="blank")])


def given_to(store: Store, *names: str) -> list[set[str]]:
    return [set(allocated(store, QUESTION, name) or ()) for name in names]


def test_everybody_codes_everything_without_a_plan_and_under_all(project: Store) -> None:
    assert allocated(project, QUESTION, "Ann") is None
    allocate(project, QUESTION, "all", ["Ann", "Bob"])
    assert (
        allocated(project, QUESTION, "Ann")
        == allocated(project, QUESTION, "Bob")
        == tuple(f"r{n:03}" for n in range(20))
    )
    assert allocated(project, QUESTION, "Cat") == ()


def test_a_split_shares_the_rest_evenly_and_the_overlap_is_everybodys(project: Store) -> None:
    made = allocate(project, QUESTION, "split", ["Ann", "Bob", "Cat"], overlap=0.25, seed=3)
    ann, bob, cat = given_to(project, "Ann", "Bob", "Cat")
    both = ann & bob & cat
    assert (len(both), len(ann | bob | cat), [len(mine - both) for mine in (ann, bob, cat)]) == (5, 20, [5, 5, 5])
    assert ann & bob == both
    assert (made.fresh, made.unallocated, made.plan.seed if made.plan else None) == (20, 0, 3)


def test_the_second_coder_codes_a_random_fifth(project: Store) -> None:
    allocate(project, QUESTION, "second", ["Ann", "Bob"], seed=1)
    ann, bob = given_to(project, "Ann", "Bob")
    assert (len(ann), len(bob), bob <= ann) == (20, 4, True)


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    population = [f"r{n}" for n in range(200)]
    plan = Plan("split", ("Ann", "Bob"), 0.2, 7)
    assert give_out(plan, population, {}) == give_out(plan, population, {})
    assert give_out(plan, population, {}) != give_out(Plan("split", ("Ann", "Bob"), 0.2, 8), population, {})


def test_late_returns_are_given_out_and_nothing_is_redrawn(project: Store) -> None:
    allocate(project, QUESTION, "split", ["Ann", "Bob"], overlap=0.2, seed=3)
    before = given_to(project, "Ann", "Bob")
    add(project, 20, 50)
    assert allocation(project, QUESTION).unallocated == 30
    assert extend(project, QUESTION).fresh == 30
    after = given_to(project, "Ann", "Bob")
    assert all(old <= new for old, new in zip(before, after))
    assert (len(after[0] & after[1]), len(after[0] | after[1]), abs(len(after[0]) - len(after[1]))) == (10, 50, 0)
    again = allocate(project, QUESTION, "split", ["ann", "BOB"], overlap=0.2, seed=3)
    assert (again.fresh, again.plan.draws if again.plan else None) == (0, 2)
    assert given_to(project, "Ann", "Bob") == after
    with project.read() as connection:
        assert [event.action for event in events(connection)].count("allocate") == 2


def test_another_plan_is_refused_unless_it_replaces_and_then_what_was_coded_stays_with_its_coder(
    project: Store,
) -> None:
    allocate(project, QUESTION, "split", ["Ann", "Bob"], overlap=0, seed=3)
    mine = sorted(given_to(project, "Ann")[0])
    rounds.add_codings(project, QUESTION, "Ann", [CodedRow(name, frozenset("a")) for name in mine])
    with pytest.raises(UsageError, match="--replace draws another one"):
        allocate(project, QUESTION, "split", ["Ann", "Bob", "Cat"], overlap=0, seed=3)
    allocate(project, QUESTION, "split", ["Ann", "Bob", "Cat"], overlap=0, seed=3, replace=True)
    ann, bob, cat = given_to(project, "Ann", "Bob", "Cat")
    assert ann == set(mine)
    assert (len(bob), len(cat), bob & cat) == (5, 5, set())


def test_a_second_coder_is_drawn_over_what_the_first_has_coded_already(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "Ann", [CodedRow(f"r{n:03}", frozenset("a")) for n in range(20)])
    rounds.add_codings(project, QUESTION, "Bob", [CodedRow("r007", frozenset("a"))])
    allocate(project, QUESTION, "second", ["Ann", "Bob"], overlap=0.2, seed=1)
    ann, bob = given_to(project, "Ann", "Bob")
    assert (len(ann), len(bob), "r007" in bob) == (20, 4, True)


def test_a_split_after_the_fact_draws_its_overlap_over_all_and_levels_the_rest(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "Ann", [CodedRow(f"r{n:03}", frozenset("a")) for n in range(6)])
    allocate(project, QUESTION, "split", ["Ann", "Bob"], overlap=0.2, seed=1)
    ann, bob = given_to(project, "Ann", "Bob")
    assert (len(ann & bob), len(ann | bob), len(ann), len(bob)) == (4, 20, 12, 12)
    assert {f"r{n:03}" for n in range(6)} <= ann


def test_a_given_list_is_taken_and_unknown_responses_are_named(project: Store) -> None:
    made = allocate(
        project, QUESTION, "list", [], listed=[("r001", "Ann"), ("r001", "Bob"), ("none", "Bob"), ("b0", "Bob")]
    )
    assert (made.refused, given_to(project, "Ann", "bob")) == (("none", "b0"), [{"r001"}, {"r001"}])
    more = allocate(project, QUESTION, "list", [], listed=[("r002", "Cat"), ("r001", "ann")])
    assert (more.fresh, given_to(project, "Ann", "Cat")) == (1, [{"r001"}, {"r002"}])
    assert coder_names(project, QUESTION) == ["Ann", "Bob", "Cat"]


def test_how_far_each_coder_is(project: Store) -> None:
    allocate(project, QUESTION, "second", ["Ann", "Bob"], overlap=0.5, seed=1)
    mine = sorted(given_to(project, "Bob")[0])
    theirs = sorted(given_to(project, "Ann")[0] - set(mine))
    rounds.add_codings(project, QUESTION, "Bob", [CodedRow(name, frozenset()) for name in [*mine[:3], theirs[0]]])
    ann, bob = sorted(allocation(project, QUESTION).progress, key=lambda made: made.coder)
    assert (ann.given, ann.done, ann.left) == (20, 0, 20)
    assert (bob.given, bob.shared, bob.done, bob.shared_done, bob.left, bob.other) == (10, 10, 3, 3, 7, 1)


def test_ann_and_ann_are_one_person(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "Ann Lee", [CodedRow("r001", frozenset("a"))])
    assert coder_named(project, QUESTION, "  ann  LEE ") == "Ann Lee"
    assert coder_named(project, QUESTION, "Bob") == "Bob"
    assert spelled("ann", ["Ann", "ann"]) == "ann"


@pytest.mark.parametrize(
    ("written", "share"), [("20%", 0.2), ("20", 0.2), ("0.2", 0.2), ("0", 0.0), ("100%", 1.0), ("1", 1.0)]
)
def test_a_share_is_read_as_people_write_it(written: str, share: float) -> None:
    assert overlap_share(written) == pytest.approx(share)


@pytest.mark.parametrize("written", ["", "a fifth", "-1", "101%", "nan"])
def test_what_is_no_share_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="--overlap is a share"):
        overlap_share(written)


def test_plans_that_make_no_sense_are_refused(project: Store) -> None:
    for kind, coders in (("split", ["Ann"]), ("second", ["Ann"]), ("all", []), ("split", ["Ann", "Bob"])):
        with pytest.raises(UsageError):
            allocate(project, QUESTION, kind, coders, seed=-1 if len(coders) > 1 else 1)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="no plan yet"):
        extend(project, QUESTION)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["all", "split", "second"]), st.integers(2, 5), st.floats(0, 1), st.integers(0, 2**63 - 1),
    st.integers(1, 60), st.integers(0, 40),
)  # fmt: skip
def test_nothing_is_left_out_loads_are_even_and_the_overlap_is_as_asked(
    kind: str, n: int, overlap: float, seed: int, first: int, late: int
) -> None:
    coders = tuple("abcde"[:n])
    plan = Plan(kind, coders, overlap, seed)  # type: ignore[arg-type]
    population = [f"r{i}" for i in range(first + late)]
    drawn = give_out(plan, population[:first], {})
    more = give_out(plan, population, drawn, draw=2)
    assert set(drawn) == set(population[:first])
    assert set(more) == set(population[first:])
    whole = {**drawn, **more}
    loads = [sum(coder in who for who in whole.values()) for coder in coders]
    spread = loads[1:] if kind == "second" else loads
    assert max(spread) - min(spread) <= 1
    doubled = sum(len(who) > 1 for who in whole.values())
    if kind == "all":
        assert loads == [len(population)] * n
    else:
        assert abs(doubled - overlap * len(population)) <= 1.5
