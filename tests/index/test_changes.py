"""What changed between papers: slipped, weakened, dropped, another sum; both quotes, the right way round, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store import Store, documents
from index.changes import FIRMNESS, Paper, changes
from index.registers import changes as changes_of
from index.registers import merge, review
from tests.builders import make_document
from tests.index.corpus import add, by, make_commitment, pounds, put

HARBOUR = "The board will publish a harbour safety plan for lighthouse keepers"
PAPERS = {
    "old": Paper("old", "March paper", "2030-03-01", "Harbour Board", "old", 1, True),
    "new": Paper("new", "June paper", "2030-06-01", "Harbour Board", "new", 1, True),
    "undated": Paper("undated", "Notes", None, None, "undated", 1, True),
}


def mention(name: str, document: str, action: str = HARBOUR, **changed: Any) -> dict[str, Any]:
    return {
        "id": name, "document": document, "start": 0, "end": 60, "action": action, "quote": action, "strength": "firm",
        "certainty": "certain", "deadline": None, "amount": None,
    } | changed  # fmt: skip


def until(end: str | None, start: str | None = None, text: str = "then") -> dict[str, Any]:
    return {"text": text, "start": start, "end": end}


def sum_of(low: float, high: float | None = None) -> dict[str, Any]:
    return {"text": f"£{low:,.0f}", "low": low, "high": high or low, "currency": "GBP"}


def kinds(a: dict[str, Any], b: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(c.kind, str(c.a["id"]), str(c.b["id"])) for c in changes([a, b], PAPERS) if c.b]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        ({"deadline": until("2030-12-31")}, {"deadline": until("2031-03-31")}, ["slipped"]),
        ({"deadline": until("2030-12-31")}, {"deadline": until("2030-09-30")}, ["brought_forward"]),
        ({"deadline": until("2030-12-31", "2030-01-01")}, {"deadline": until("2030-09-30")}, []),
        ({"deadline": until("2030-12-31", "2030-12-01")}, {"deadline": until("2030-09-30")}, ["brought_forward"]),
        ({"deadline": until("2030-12-31")}, {"deadline": None}, []),
        ({"deadline": until(None, "2030-09-01")}, {"deadline": until(None, "2031-01-01")}, ["slipped"]),
        ({"amount": sum_of(5e6)}, {"amount": sum_of(4e6)}, ["changed_amount"]),
        ({"amount": sum_of(4e6, 6e6)}, {"amount": sum_of(5e6)}, []),
        ({"amount": sum_of(5e6)}, {"amount": None}, []),
        ({}, {"strength": "exploratory"}, ["weakened"]),
        ({"strength": "intended"}, {}, ["strengthened"]),
        (
            {"deadline": until("2030-12-31"), "amount": sum_of(5e6)},
            {"deadline": until("2031-12-31"), "amount": sum_of(3e6), "strength": "conditional"},
            ["slipped", "changed_amount", "weakened"],
        ),
    ],
)
def test_what_changed(before: dict[str, Any], after: dict[str, Any], expected: list[str]) -> None:
    a, b = mention("a", "old", **before), mention("b", "new", **after)
    assert sorted(kinds(a, b)) == sorted((kind, "a", "b") for kind in expected)
    assert sorted(kinds(b, a)) == sorted((kind, "a", "b") for kind in expected)  # whatever the order they come in


def test_the_words_of_both_papers_are_in_the_sentence() -> None:
    a = mention("a", "old", deadline=until("2030-12-31", text="by the\nend of 2030"))
    b = mention("b", "new", deadline=until("2031-03-31", text="by March 2031"))
    assert [c.explanation for c in changes([a, b], PAPERS)] == [
        "The date moved back: “by the end of 2030” became “by March 2031”."
    ]


def test_other_undertakings_undated_papers_and_one_paper_are_not_compared() -> None:
    first = mention("a", "old", deadline=until("2030-12-31"))
    later = until("2031-12-31")
    assert kinds(first, mention("b", "new", "Ministers will freeze ferry fares for pensioners", deadline=later)) == []
    assert kinds(first, mention("b", "undated", deadline=later)) == []
    assert kinds(first, mention("b", "old", start=200, end=260, deadline=later)) == []


def test_people_link_what_words_do_not_and_part_what_words_link() -> None:
    a = mention("a", "old", deadline=until("2030-12-31"))
    b = mention("b", "new", "Keepers receive their new manual", deadline=until("2031-12-31"))
    assert [c.kind for c in changes([a, b], PAPERS, same=[("a", "b")])] == ["slipped"]
    same_words = mention("c", "new", deadline=until("2031-12-31"))
    assert changes([a, same_words], PAPERS, apart={("a", "c")}) == []


def test_a_commitment_that_a_newer_version_leaves_out_is_dropped() -> None:
    papers = {
        "v1": Paper("v1", "Plan, draft", None, None, "v1", 1, False),
        "v2": Paper("v2", "Plan", None, None, "v1", 2, True),
    }
    kept, gone = (
        mention("a", "v1"),
        mention("b", "v1", "Ministers will freeze ferry fares for pensioners", start=70, end=90),
    )
    doubtful = mention("d", "v1", "Anglers may be offered a new pier", start=100, end=120, certainty="check")
    found = changes([kept, gone, doubtful, mention("c", "v2")], papers)
    assert [(c.kind, c.a["id"], c.b) for c in found] == [("dropped", "b", None)]
    assert "“Plan”" in found[0].explanation


def test_a_paper_that_does_not_mention_a_commitment_drops_nothing() -> None:
    assert changes([mention("a", "old"), mention("b", "new", "Ministers will freeze ferry fares")], PAPERS) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(PAPERS)), st.sampled_from(sorted(FIRMNESS)), st.integers(0, 3)), max_size=8
    )
)
def test_every_change_is_between_an_earlier_and_a_later_paper(rows: list[tuple[str, str, int]]) -> None:
    records = [
        mention(
            f"m{n}", document, start=n * 100, end=n * 100 + 50, strength=strength, deadline=until(f"203{year}-01-31")
        )
        for n, (document, strength, year) in enumerate(rows)
    ]
    found = changes(records, PAPERS)
    assert len({c.id for c in found}) == len(found)
    for change in found:
        assert change.b is not None
        assert (change.a["document"], change.b["document"]) == ("old", "new")


# With a store ---------------------------------------------------------------------------------------------------------

FARES = "Ministers will freeze ferry fares for pensioners."


def test_changes_are_read_from_the_project_with_what_people_decided(store: Store, tmp_path: Path) -> None:
    first = add(store, HARBOUR, FARES, "March.", path="march.txt", date="2030-03-01", organisation="Harbour Board")
    second = add(store, HARBOUR, FARES, "June.", path="june.txt", date="2030-06-01", organisation="Ferry Council")
    put(store, first, [
        make_commitment(first, HARBOUR, id="c1", deadline=by("2030-12-31", "by the end of 2030")),
        make_commitment(first, FARES, id="c2", amount=pounds(5000)),
    ])  # fmt: skip
    put(store, second, [
        make_commitment(second, HARBOUR, id="c3", deadline=by("2031-12-31", "by the end of 2031")),
        make_commitment(second, FARES, id="c4", amount=pounds(4000)),
    ])  # fmt: skip
    assert [(c.kind, c.a["id"], c.b["id"]) for c in changes_of(store) if c.b] == [
        ("slipped", "c1", "c3"), ("changed_amount", "c2", "c4"),
    ]  # fmt: skip
    assert changes_of(store, since="2030-07-01") == []
    assert changes_of(store, organisation="harbour") == []  # the later paper is the other body's
    assert len(changes_of(store, organisation="ferry")) == 2
    review(store, "c4", "rejected")
    merge(store, "c1", "c3", same=False)
    assert changes_of(store) == []


def test_an_edit_is_what_is_compared(store: Store) -> None:
    first = add(store, HARBOUR, "March.", path="march.txt", date="2030-03-01")
    second = add(store, HARBOUR, "June.", path="june.txt", date="2030-06-01")
    put(store, first, [make_commitment(first, HARBOUR, id="c1")])
    put(store, second, [make_commitment(second, HARBOUR, id="c2")])
    review(store, "c2", "edited", {"strength": "exploratory"})
    assert [c.kind for c in changes_of(store)] == ["weakened"]


def test_versions_are_compared_in_their_order_whatever_their_dates(store: Store) -> None:
    first = add(store, HARBOUR, FARES, path="plan.txt", date=None)
    put(store, first, [make_commitment(first, HARBOUR, id="c1"), make_commitment(first, FARES, id="c2")])
    text = HARBOUR + " if money allows"
    newer = replace(make_document(text, path="plan.txt"), id="d2", version_of=first.id)
    with store.write() as connection:
        from tests.builders import make_blocks

        documents.add_document(connection, newer, make_blocks(text), [], "test", [])
    put(store, newer, [make_commitment(newer, HARBOUR, id="c3", strength="conditional")])
    assert {(c.kind, str(c.a["id"])) for c in changes_of(store)} == {("dropped", "c2"), ("weakened", "c1")}


D1, D2 = {"deadline": until("2030-06-30")}, {"deadline": until("2030-12-31")}
S1, S2 = {"amount": sum_of(5e6)}, {"amount": sum_of(3e6)}
WEAK = {"strength": "exploratory"}
SAME_PROMISE = [  # the earlier paper's words, the later one's
    ("publish a harbour strategy", "The harbour strategy will now be published"),
    ("The swing bridge at Lock Lane will be replaced", "replace the swing bridge at Lock Lane"),
    ("A consultation on mooring charges", "The consultation on mooring charges will be launched"),
    ("Officers will review the ferry timetable", "The review of the ferry timetable will be completed by officers"),
    ("invest in cranes for the fish market", "Investment will be made in cranes for the fish market"),
    ("Twelve apprentices will be recruited to the boat yard", "recruit 12 apprentices to the boat yard"),
    ("The lighthouse museum at Stack Point will open", "open a lighthouse museum at Stack Point"),
    ("A survey of the sea wall between both piers", "We will survey the sea wall between both piers"),
    ("The night ferry will be extended to Sundays", "Extension of the night ferry to Sundays"),
    ("write a code of conduct for anglers", "A code of conduct for anglers will be written"),
]
OTHER_PROMISE = [
    ("dredge the north channel before the regatta", "dredge the south channel before the regatta"),
    ("publish the annual report for 2029/30 on harbour dues", "publish the annual report for 2030/31 on harbour dues"),
    ("train 40 lifeguards in night rescue", "train 90 lifeguards in night rescue"),
    ("A survey of harbour pilots", "Legislation on harbour pilots"),
    ("A consultation on parking at the quay", "A consultation on fishing from the quay"),
    ("repaint the customs house in blue", "let the customs house to a brewery"),
    ("recruit tutors in boat repair", "recruit tutors in sail making"),
    ("publish guidance on dogs for beach wardens", "publish guidance on litter for beach wardens"),
    ("build a slipway for rowers at Eastness", "build a hostel for walkers at Westhaven"),
    (
        "The Beacon Ports scheme will be evaluated by a university",
        "The Beacon Ports scheme will be widened to inland quays",
    ),
]
FILLERS = [  # what else the two papers say, in the same words: known, so that words have their weight
    "Bee hives will be placed on three market halls", "The rope works will be lit at night",
    "Gulls will be counted by school classes each spring", "A choir of dockers will sing at the winter fair",
    "The tide tables will be printed in large type", "The Beacon Ports scheme will be advertised abroad",
    "The Beacon Ports scheme will have a board of pilots", "Harbour dues will be paid by card",
]  # fmt: skip


def between(before: str, after: str, first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """The kinds of change between two papers of one board that say these two things among others."""
    both = [
        mention("a", "old", before, start=5000, end=5060, **first),
        mention("b", "new", after, start=5000, end=5060, **second),
    ]
    others = [
        mention(f"{paper}{n}", paper, text, start=n * 500, end=n * 500 + 60)
        for paper in ("old", "new")
        for n, text in enumerate(FILLERS)
    ]
    return [change.kind for change in changes([*both, *others], PAPERS)]


@pytest.mark.parametrize(("before", "after"), SAME_PROMISE)
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(D1, D2, ["slipped"]), (S1, S2, ["changed_amount"]), ({}, WEAK, ["weakened"]), (D1, D1, [])],
)
def test_a_promise_in_other_words_is_compared(
    before: str, after: str, first: dict[str, Any], second: dict[str, Any], expected: list[str]
) -> None:
    assert between(before, after, first, second) == expected


@pytest.mark.parametrize(("before", "after"), OTHER_PROMISE)
@pytest.mark.parametrize(("first", "second"), [(D1, D2), (S1, S2), ({}, WEAK)])
def test_another_promise_in_the_same_frame_is_no_change(
    before: str, after: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert between(before, after, first, second) == []


def test_equal_words_with_other_days_show_the_days() -> None:
    a = mention("a", "old", deadline=until("2030-08-31", "2030-06-01", text="this summer"))
    b = mention("b", "new", deadline=until("2031-08-31", "2031-06-01", text="this summer"))
    assert [c.explanation for c in changes([a, b], PAPERS)] == [
        "The date moved back: “this summer” (2030-08-31) became “this summer” (2031-08-31)."
    ]
