"""What people decided survives what programs recompute: rows, merges and splits found again by their words, or listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store import statements as stored
from core.store.connection import events
from index.registers import attach, commitments, merge, register, review, split, unattached, unsplit
from tests.index.corpus import add, make_commitment, put

PROMISES = (
    "The board will publish a harbour safety plan for lighthouse keepers.",
    "Ministers will freeze ferry fares for pensioners.",
    "Officers will survey the breakwater and repaint the customs house.",
    "The trust will lend boats to schools on the island.",
    "Members agreed to appoint a harbour master.",
)


def reread(store: Store, document: object, ids: str, quotes: tuple[str, ...] = PROMISES) -> None:
    """The same paper read by newer rules: every mention has another id."""
    put(store, document, [make_commitment(document, quote, id=f"{ids}{n}") for n, quote in enumerate(quotes)])  # type: ignore[arg-type]


def test_a_commitment_is_split_into_rows_of_their_own(store: Store) -> None:
    reread(store, add(store, *PROMISES), "a")
    made = split(store, "a2", [{"action": "survey the breakwater"}, {"action": "repaint the customs house"}])
    rows = {row.id: row for row in commitments(store)}
    assert [rows[name].fields["action"] for name in made] == ["survey the breakwater", "repaint the customs house"]
    assert len(rows) == 6
    assert {rows[name].fields["quote"] for name in made} == {PROMISES[2]}
    review(store, made[1], "edited", {"status": "met", "status_evidence": "Seen", "status_date": "2030-05-01"})
    assert [row.id for row in commitments(store, status="met")] == [made[1]]
    unsplit(store, made[1])
    assert len(commitments(store)) == 5
    with store.read() as connection:
        actions = [event.action for event in events(connection)]
    assert actions[:4] == ["unsplit", "review", "split", "review"]  # the newest first


def test_a_split_needs_two_parts_of_a_row_that_there_is(store: Store) -> None:
    reread(store, add(store, *PROMISES), "a")
    with pytest.raises(UsageError, match="two or more"):
        split(store, "a2", [{"action": "survey"}])
    with pytest.raises(UsageError, match="quote"):
        split(store, "a2", [{"action": "survey"}, {"quote": "made up"}])
    with pytest.raises(NotFoundError):
        split(store, "nowhere", [{"action": "a"}, {"action": "b"}])
    assert len(commitments(store)) == 5
    assert all(row.decision is None for row in commitments(store))


def test_a_status_date_must_be_a_day(store: Store) -> None:
    reread(store, add(store, *PROMISES), "a")
    with pytest.raises(UsageError, match="2025-03-31"):
        review(store, "a0", "edited", {"status": "met", "status_date": "May"})


def test_merges_and_splits_follow_their_words_when_a_paper_is_read_anew(store: Store) -> None:
    document = add(store, *PROMISES)
    reread(store, document, "a")
    merge(store, "a0", "a1", same=True)
    made = split(store, "a2", [{"action": "survey"}, {"action": "repaint"}])
    reread(store, document, "b")
    assert [row.mentions for row in commitments(store)] == [("b0", "b1"), ("b2",), (made[1],), ("b3",), ("b4",)]
    reread(store, document, "c", PROMISES[:2])
    assert [row.mentions for row in commitments(store)] == [("c0", "c1")]
    assert {(one.statement, one.quote) for one in unattached(store, "commitment")} >= {(made[1], PROMISES[2])}


@settings(max_examples=25, deadline=None)
@given(
    decisions=st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["confirmed", "rejected", "edited"])), unique_by=lambda d: d[0]
    ),
    kept=st.sets(st.integers(0, 4)),
)
def test_every_decision_is_found_again_or_listed(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[tuple[int, str]], kept: set[int]
) -> None:
    folder: Path = tmp_path_factory.mktemp("project")
    store = Store(folder, "Tester")
    document = add(store, *PROMISES)
    reread(store, document, "a")
    for n, decision in decisions:
        review(store, f"a{n}", decision, {"strength": "intended"} if decision == "edited" else {})  # type: ignore[arg-type]
    quotes = [PROMISES[n] for n in sorted(kept)]
    put(store, document, [make_commitment(document, quote, id=f"z{PROMISES.index(quote)}") for quote in quotes])
    found = register(store, "commitment")
    attached = {(int(row.id[1:]), row.decision) for row in found.rows if row.decision is not None}
    listed = {(PROMISES.index(one.quote), one.decision) for one in found.unattached}
    assert attached == {(n, decision) for n, decision in decisions if n in kept}
    assert listed == {(n, decision) for n, decision in decisions if n not in kept}
    for row in found.rows:
        if row.decision == "edited":
            assert row.fields["strength"] == "intended"
    store.engine.dispose()


def test_a_decision_follows_nearly_the_same_words_only_in_their_paragraph(store: Store) -> None:
    document = add(store, *PROMISES)
    reread(store, document, "a")
    review(store, "a1", "confirmed")
    put(store, document, [replace(make_commitment(document, PROMISES[1][:-1], id="n1"))])
    (row,) = commitments(store)
    assert (row.id, row.decision) == ("n1", "confirmed")


Step = tuple[str, int, int]
STEPS = ("confirmed", "edited", "rejected", "undecided", "merge", "separate", "split", "unsplit")


class _Decided:
    """What people decided, as a plain model: the newest decision on each promise, and on each pair; parts by promise."""

    def __init__(self) -> None:
        self.reviews: dict[int, str] = {}
        self.pairs: dict[tuple[int, int], bool] = {}
        self.parts: list[tuple[int, str]] = []
        self.events = 0


def take(store: Store, decided: _Decided, step: Step) -> None:
    """One action by a person, on the store and in the model."""
    kind, a, b = step
    if kind in ("merge", "separate"):
        if a != b:
            merge(store, f"a{a}", f"a{b}", same=kind == "merge")
            decided.pairs[(min(a, b), max(a, b))] = kind == "merge"
            decided.events += 1
    elif kind == "split":
        made = split(store, f"a{a}", [{"action": "one"}, {"action": "two"}])
        decided.reviews[a] = "edited"
        decided.parts.append((a, made[1]))
        decided.events += 2  # the row itself is edited, and the others are split off
    elif kind == "unsplit":
        if decided.parts:
            _, name = decided.parts.pop(b % len(decided.parts))
            unsplit(store, name)
            decided.events += 1
    else:
        review(store, f"a{a}", kind, {"strength": "intended"} if kind == "edited" else {})  # type: ignore[arg-type]
        decided.reviews[a] = kind
        if kind == "undecided":
            del decided.reviews[a]
        decided.events += 1


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 4), st.integers(0, 4)), max_size=9),
    kept=st.sets(st.integers(0, 4)),
    how=st.sampled_from(["newer rules", "a new version"]),
)
def test_whatever_people_do_nothing_is_lost_and_every_mention_is_in_one_row(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], kept: set[int], how: str
) -> None:
    store = Store(tmp_path_factory.mktemp("project"), "Tester")
    document = add(store, *PROMISES, path="plan.txt")
    reread(store, document, "a")
    decided = _Decided()
    for step in steps:
        take(store, decided, step)
    with store.read() as connection:
        assert len(events(connection)) == decided.events
    quotes = [PROMISES[n] for n in sorted(kept)]
    if how == "a new version":
        document = add(store, "A plan, amended.", *PROMISES, path="plan.txt", version_of=document.id)
    put(store, document, [make_commitment(document, quote, id=f"z{PROMISES.index(quote)}") for quote in quotes])
    found = register(store, "commitment")
    split_off = {name for _, name in decided.parts}
    mentions = [name for row in found.rows for name in row.mentions if name not in split_off]
    assert sorted(mentions) == [f"z{n}" for n in sorted(kept)]

    # Decisions on rows: found again over the same words, or listed.
    listed = {
        (PROMISES.index(one.quote), one.decision)
        for one in found.unattached
        if one.statement not in split_off and "same" not in one.fields
    }
    assert listed == {(n, decision) for n, decision in decided.reviews.items() if n not in kept}
    with store.read() as connection:
        attached, _ = attach(
            stored.mentions(connection, "commitment"), stored.reviews(connection, "commitment").values()
        )
    assert {name: review.decision for name, review in attached.items()} == {
        f"z{n}": decision for n, decision in decided.reviews.items() if n in kept
    }
    told = {(PROMISES.index(one.quote), one.fields["same"]) for one in found.unattached if "same" in one.fields}
    assert told == {(n, same) for pair, same in decided.pairs.items() for n in pair if n not in kept}
    # Pairs: those that people made one stand in one row, unless they are also kept apart from a third one of it.
    row_of = {name: row.id for row in found.rows for name in row.mentions}
    for (a, b), same in decided.pairs.items():
        if not {a, b} <= kept:
            continue
        if same:
            assert row_of[f"z{a}"] == row_of[f"z{b}"]
        elif not joined(decided.pairs, a, b, kept):
            assert row_of[f"z{a}"] != row_of[f"z{b}"]
    # Parts stand over their words, or are listed.
    shown = {row.id for row in found.rows} & split_off
    assert shown == {name for n, name in decided.parts if n in kept}
    assert {one.statement for one in found.unattached} & split_off == split_off - shown
    store.engine.dispose()


def joined(pairs: dict[tuple[int, int], bool], a: int, b: int, kept: set[int]) -> bool:
    """Whether people made two promises one by way of others."""
    reached, before = {a}, set[int]()
    while reached != before:
        before = set(reached)
        for (x, y), same in pairs.items():
            if same and {x, y} <= kept and {x, y} & reached:
                reached |= {x, y}
    return b in reached
