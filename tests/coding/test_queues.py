"""A coder's list of responses: filters, orders, places that stay; texts that say the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding import rounds
from coding.frames import Merge, Split
from coding.rounds.alike import by_likeness, said, same_said
from coding.rounds.allocation import allocate
from coding.rounds.queue_members import QueueSpec
from coding.rounds.screen import CodingEvent
from core.codebooks import Code
from core.errors import UsageError
from core.store import Store
from core.store import codings as table
from core.store.marks import TextMark
from tests.builders import make_response

QUESTION = "Why?"
TEXTS = (
    "Buses are late", "The bus fare costs too much for families", "the bus fare costs too much for families!",
    "Café prices", "I cannot afford the bus", "buses", "",
)  # fmt: skip


@pytest.fixture
def project(store: Store) -> Store:
    made = [
        make_response(
            f"r{n}", text, state="uncoded" if text else "blank", attributes={"region": "East" if n % 2 else ""}
        )
        for n, text in enumerate(TEXTS)
    ]
    rounds.add_responses(store, QUESTION, "people", made)
    rounds.add_codebook(store, QUESTION, [Code("a", "A"), Code("b", "B")])
    return store


def made(store: Store, coder: str = "ann", **spec: object) -> list[str]:
    return list(rounds.make_queue(store, QUESTION, coder, QueueSpec.of(spec)).members)


def press(store: Store, *events: CodingEvent, coder: str = "ann") -> None:
    rounds.apply_events(store, QUESTION, coder, f"c-{coder}", events)


def test_filters_are_by_what_this_coder_did(project: Store) -> None:
    press(
        project, CodingEvent(1, "r0", "toggle", "a"), CodingEvent(2, "r0", "done"), CodingEvent(3, "r1", "toggle", "b"),
        CodingEvent(4, "r2", "flag"), CodingEvent(5, "r3", "note", text="ask"), CodingEvent(6, "r4", "uncodable"),
    )  # fmt: skip
    press(project, CodingEvent(1, "r5", "done"), coder="bob")
    assert made(project, show="undecided") == ["r1", "r2", "r3", "r5"]
    assert made(project, show="decided") == ["r0", "r4"]
    assert made(project, show="flagged") == ["r2"]
    assert made(project, show="noted") == ["r3"]
    assert made(project, code="b") == ["r1"]
    assert made(project, "bob", show="decided") == ["r5"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bus", ["r1", "r2", "r4"]),
        ("bus*", ["r0", "r1", "r2", "r4", "r5"]),
        ("BUS fare", ["r1", "r2"]),
        ('"bus fare"', ["r1", "r2"]),
        ("fare bus", ["r1", "r2"]),
        ("cafe", ["r3"]),
        ("CAFÉ", ["r3"]),
        ('"costs too much"', ["r1", "r2"]),
    ],
)
def test_words_are_whole_words_phrases_or_beginnings(project: Store, words: str, expected: list[str]) -> None:
    assert made(project, words=words) == expected


def test_attributes_join_the_other_filters(project: Store) -> None:
    assert made(project, attribute="region", value="East") == ["r1", "r3", "r5"]
    assert made(project, attribute="region", value="") == ["r0", "r2", "r4"]
    assert made(project, attribute="region", value="East", words="bus*") == ["r1", "r5"]
    assert rounds.attribute_values(project, QUESTION, "region") == ("East",)


def test_orders(project: Store) -> None:
    assert made(project, order="longest")[:2] == ["r2", "r1"]
    drawn = made(project, order="random", seed=3)
    assert drawn == made(project, order="random", seed=3)
    assert sorted(drawn) == [f"r{n}" for n in range(6)]
    assert drawn != made(project, order="random", seed=4)
    assert made(project, order="like", like="r1")[:2] == ["r1", "r2"]


def test_the_least_sure_first(project: Store) -> None:
    with pytest.raises(UsageError, match="not judged any response"):
        made(project, order="uncertain")
    with project.write() as connection:
        question = rounds.find_question(project, QUESTION).id
        rows = [("r0", 0.99), ("r1", 0.55), ("r2", 0.8)]
        table.put_codings(
            connection, question, [table.Judgement(n, "a", "machine", "machine", True, None, p) for n, p in rows], 1
        )
        states = [table.StateRow(n, "machine", "machine", "coded") for n, _ in rows]
        table.put_states(connection, question, [*states, table.StateRow("r3", "machine", "machine", "abstained")])
    assert made(project, order="uncertain") == ["r3", "r1", "r2", "r0", "r4", "r5"]


def test_an_empty_list_is_refused_and_the_one_before_stays(project: Store) -> None:
    before = rounds.make_queue(project, QUESTION, "ann", QueueSpec(words="bus"))
    with pytest.raises(UsageError, match="No response is like that"):
        rounds.make_queue(project, QUESTION, "ann", QueueSpec(words="tram"))
    assert rounds.open_queue(project, QUESTION, "ann").id == before.id


def test_places_stay_while_the_responses_are_coded_and_the_position_is_kept(project: Store) -> None:
    queue = rounds.make_queue(project, QUESTION, "ann", QueueSpec(show="undecided"))
    press(project, CodingEvent(1, queue.members[0], "done", position=0, queue=queue.id))
    items = rounds.queue_items(project, QUESTION, "ann", queue.id, 0, 9)
    assert [item.id for item in items] == list(queue.members)
    rounds.keep_place(project, "ann", queue.id, 3)
    rounds.keep_place(project, "bob", queue.id, 5)
    again = rounds.open_queue(project, QUESTION, "ann")
    assert (again.id, again.position, again.members) == (queue.id, 3, queue.members)
    assert rounds.pace(project, QUESTION, "ann", queue.id) == rounds.Pace(1, 6)
    assert rounds.place_of(project, queue.id, "r4") == 4
    assert rounds.place_of(project, queue.id, "blank") is None


def test_the_plain_list_takes_late_returns_and_stays_at_its_response(project: Store) -> None:
    queue = rounds.open_queue(project, QUESTION, "ann")
    rounds.keep_place(project, "ann", queue.id, 4)
    rounds.add_responses(project, QUESTION, "people", [make_response("late", "Late")])
    again = rounds.open_queue(project, QUESTION, "ann")
    assert again.members == (*queue.members, "late")
    assert again.members[again.position] == "r4"
    assert rounds.open_queue(project, QUESTION, "ann").id == again.id


def test_a_fresh_coder_begins_at_the_first_that_they_have_not_decided(project: Store) -> None:
    press(project, CodingEvent(1, "r0", "done"), CodingEvent(2, "r1", "uncodable"))
    assert rounds.open_queue(project, QUESTION, "ann").position == 2
    assert rounds.open_queue(project, QUESTION, "bob").position == 0


def test_what_a_split_threw_open_is_a_list_that_says_what_was_given(project: Store) -> None:
    press(project, CodingEvent(1, "r1", "toggle", "a"), CodingEvent(2, "r1", "done"), CodingEvent(3, "r0", "done"))
    with pytest.raises(UsageError, match="No response is like that"):
        made(project, show="recode")
    rounds.change_frame(project, QUESTION, Split("a", (("a1", "Near"), ("a2", "Far"))))
    queue = rounds.make_queue(project, QUESTION, "ann", QueueSpec(show="recode"))
    assert queue.members == ("r1",)
    (item,) = rounds.queue_items(project, QUESTION, "ann", queue.id, 0, 9)
    assert (item.former, item.judged.codes) == (("A",), ())


def test_evidence_follows_its_code_into_another(project: Store) -> None:
    press(project, CodingEvent(1, "r1", "evidence", "a", start=0, end=3, quote="The"), CodingEvent(2, "r1", "done"))
    rounds.change_frame(project, QUESTION, Merge(("a",), "b"))
    (item,) = rounds.items_of(project, QUESTION, "ann", ["r1"])
    assert (item.judged.codes, item.judged.marks) == (("b",), (TextMark(0, 3, "evidence", "b"),))


def test_a_coder_sees_only_what_is_theirs_to_code(project: Store) -> None:
    allocate(project, QUESTION, "split", ["ann", "bob"], overlap=0.0, seed=1)
    lists = {coder: set(rounds.open_queue(project, QUESTION, coder).members) for coder in ("ann", "bob")}
    assert lists["ann"] | lists["bob"] == {f"r{n}" for n in range(6)}
    assert not lists["ann"] & lists["bob"]
    assert {len(lists["ann"]), len(lists["bob"])} == {3}


def test_a_list_that_is_gone_is_said_to_be(project: Store) -> None:
    with pytest.raises(UsageError, match="no longer kept"):
        rounds.queue_items(project, QUESTION, "ann", "list-none", 0, 5)


def test_others_that_say_the_same_come_with_their_likeness(project: Store) -> None:
    found = rounds.same_responses(project, QUESTION, "ann", "r1")
    assert [(item.id, likeness) for item, likeness in found] == [("r2", 1.0)]


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("  THE roads need mending before winter comes again", 1.0),
        ("The roads need mending before the winter comes again.", True),
        ("The roads do not need mending before winter comes again.", False),
        ("The roads need mending before winter 2027 comes again.", False),
        ("The trains need mending.", False),
    ],
)
def test_nearly_the_same_is_not_the_opposite(text: str, alike: float | bool) -> None:
    found = same_said([text, "Nothing to do with it"], "The roads need mending before winter comes again")
    assert [n for n, _ in found] == ([0] if alike else [])
    if alike == 1.0 and not isinstance(alike, bool):
        assert found == [(0, 1.0)]


def test_agree_and_disagree_are_not_alike() -> None:
    text = "I strongly agree with all of the proposals that are in this paper"
    assert same_said([text.replace("agree", "disagree")], text) == []


def test_short_texts_are_the_same_only_word_for_word() -> None:
    assert same_said(["Cost.", "Costs", "COST", "cost too"], "cost") == [(0, 1.0), (2, 1.0)]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_likeness_orders_every_text_once_with_the_anchor_first(texts: list[str]) -> None:
    order = by_likeness(texts, len(texts) - 1)
    assert sorted(order) == list(range(len(texts)))
    assert order[0] == len(texts) - 1


def test_vectors_order_by_their_cosine() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8], [0.8, 0.6]], dtype=np.float32)
    assert by_likeness(["", "", ""], 0, vectors) == [0, 2, 1]


@given(st.text(max_size=40))
def test_case_and_spacing_do_not_change_what_is_said(text: str) -> None:
    assert said(f"  {text}\n") == said(text)
