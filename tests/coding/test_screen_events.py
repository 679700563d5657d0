"""Coding by keyboard: each press once, undo, the queue."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from coding import rounds
from coding.rounds.screen import CodingEvent
from core.codebooks import Code
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store.connection import events as logged
from tests.builders import make_response

QUESTION = "Why?"


@pytest.fixture
def project(store: Store) -> Store:
    made = [make_response(f"r{n}", f"Text {n}") for n in range(8)]
    rounds.add_responses(store, QUESTION, "people", [*made, make_response("blank", "", state="blank")])
    rounds.add_codebook(store, QUESTION, [Code("a", "A"), Code("b", "B")])
    return store


def press(store: Store, *events: tuple[int, str, str, str | None], coder: str = "ann", client: str = "c1"):  # type: ignore[no-untyped-def]
    sent: list[dict[str, Any]] = [
        {"seq": seq, "response": response, "action": action, "code": code} for seq, response, action, code in events
    ]
    return rounds.apply_events(store, QUESTION, coder, client, sent)


def values(store: Store, coder: str = "ann") -> dict[tuple[str, str], bool]:
    return {(c.response, c.code): c.value for c in rounds.codings(store, QUESTION) if c.coder == coder}


def test_a_toggle_writes_a_row_for_every_code_and_done_keeps_it(project: Store) -> None:
    ack = press(project, (1, "r0", "toggle", "b"), (2, "r0", "done", None))
    assert (ack.ack, ack.refused) == (2, {})
    assert (ack.judged["r0"].codes, ack.judged["r0"].state) == (("b",), "coded")
    assert values(project) == {("r0", "a"): False, ("r0", "b"): True}


def test_done_without_a_code_says_that_nothing_fits(project: Store) -> None:
    press(project, (1, "r0", "done", None))
    assert values(project) == {("r0", "a"): False, ("r0", "b"): False}
    assert rounds.state_totals(project, QUESTION)["coded"] == 1


def test_a_code_taken_away_again_leaves_the_response_uncoded_until_done(project: Store) -> None:
    press(project, (1, "r0", "toggle", "a"))
    assert rounds.state_totals(project, QUESTION)["coded"] == 1
    press(project, (2, "r0", "toggle", "a"))
    assert rounds.state_totals(project, QUESTION)["coded"] == 0


def test_events_sent_again_change_nothing(project: Store) -> None:
    sent = [(1, "r0", "toggle", "a"), (2, "r0", "done", None), (3, "r1", "toggle", "b")]
    press(project, *sent)
    with project.read() as connection:
        n_events = len(logged(connection))
    again = press(project, *sent, (4, "r1", "toggle", "a"))
    assert again.ack == 4
    assert values(project) == {("r0", "a"): True, ("r0", "b"): False, ("r1", "a"): True, ("r1", "b"): True}
    with project.read() as connection:
        assert len(logged(connection)) == n_events + 1


def test_the_same_number_from_another_client_is_another_event(project: Store) -> None:
    press(project, (1, "r0", "toggle", "a"), client="c1")
    press(project, (1, "r0", "toggle", "b"), client="c2")
    assert values(project) == {("r0", "a"): True, ("r0", "b"): True}


def test_undo_goes_back_step_by_step_and_only_over_this_coders_events(project: Store) -> None:
    press(project, (1, "r0", "toggle", "a"), (2, "r0", "done", None), (3, "r1", "toggle", "b"))
    press(project, (1, "r2", "toggle", "a"), coder="bob", client="c9")
    assert press(project, (4, "", "undo", None)).undone == "r1"
    assert ("r1", "b") not in values(project)
    second = press(project, (5, "", "undo", None))
    assert (second.undone, second.judged["r0"].state, second.judged["r0"].codes) == ("r0", "open", ("a",))
    press(project, (6, "", "undo", None))
    assert values(project) == {}
    assert press(project, (7, "", "undo", None)).refused == {7: "There is nothing to undo."}
    assert values(project, "bob") == {("r2", "a"): True, ("r2", "b"): False}


def test_what_makes_no_sense_is_refused_by_number_and_acknowledged(project: Store) -> None:
    ack = press(
        project,
        (1, "r0", "toggle", "zz"),
        (2, "nobody", "done", None),
        (3, "blank", "done", None),
        (4, "r0", "toggle", "a"),
    )
    assert ack.ack == 4
    assert sorted(ack.refused) == [1, 2, 3]
    assert values(project) == {("r0", "a"): True, ("r0", "b"): False}
    with pytest.raises(ValueError, match="not a coding event"):
        CodingEvent.from_message({"seq": 0, "action": "toggle"})


def test_uncodable_takes_the_codes_away_and_is_a_state(project: Store) -> None:
    press(project, (1, "r0", "toggle", "a"), (2, "r0", "uncodable", None))
    assert values(project) == {("r0", "a"): False, ("r0", "b"): False}
    assert rounds.state_totals(project, QUESTION)["uncodable"] == 1
    press(project, (3, "r0", "uncodable", None))
    assert rounds.state_totals(project, QUESTION)["uncodable"] == 0


def test_flags_and_notes_stand_beside_codes_and_a_note_is_not_in_the_log(project: Store) -> None:
    rounds.apply_events(
        project, QUESTION, "ann", "c1",
        [CodingEvent(1, "r0", "note", text="Ask about Text 0"), CodingEvent(2, "r0", "flag")],
    )  # fmt: skip
    judged = rounds.queue(project, QUESTION, "ann", 0, 1)[0][0].judged
    assert (judged.note, judged.flagged, judged.state, judged.codes) == ("Ask about Text 0", True, "open", ())
    assert rounds.state_totals(project, QUESTION)["coded"] == 0
    with project.read() as connection:
        assert "Ask about" not in str([event.record() for event in logged(connection)])


def test_one_press_is_one_event_by_that_coder(project: Store) -> None:
    press(project, (1, "r0", "toggle", "a"), (2, "r0", "done", None))
    with project.read() as connection:
        newest = logged(connection)[:2]
    assert [(event.who, event.action) for event in newest] == [("ann", "code done"), ("ann", "code toggle")]
    assert newest[1].after == {"codes": ["a"], "state": "open", "note": False, "flagged": False}


def test_the_queue_shows_the_drawn_sample_first_and_the_place_is_kept(project: Store) -> None:
    drawn = [row.response for row in rounds.draw_sample(project, QUESTION, 3, seed=8)]
    items, total = rounds.queue(project, QUESTION, "ann", 0, 100)
    rest = [f"r{n}" for n in range(8) if f"r{n}" not in drawn]
    assert [item.id for item in items] == drawn + rest
    assert (total, [item.n for item in items]) == (8, list(range(8)))
    assert [item.id for item in rounds.queue(project, QUESTION, "ann", 6, 5)[0]] == rest[3:]
    assert rounds.position(project, QUESTION, "ann") == 0
    press(project, (1, drawn[0], "done", None), (2, drawn[1], "done", None))
    assert rounds.position(project, QUESTION, "ann") == 2
    rounds.apply_events(project, QUESTION, "ann", "c1", [CodingEvent(3, "", "move", position=5)])
    assert rounds.position(project, QUESTION, "ann") == 5
    assert rounds.position(project, QUESTION, "bob") == 0


def test_coders_are_blind_to_each_other(project: Store) -> None:
    press(project, (1, "r0", "toggle", "a"))
    assert rounds.queue(project, QUESTION, "bob", 0, 1)[0][0].judged.codes == ()


def test_two_coders_at_once_lose_nothing(project: Store) -> None:
    def code(coder: str) -> None:
        for n in range(8):
            press(
                project,
                (2 * n + 1, f"r{n}", "toggle", "a"),
                (2 * n + 2, f"r{n}", "done", None),
                coder=coder,
                client=coder,
            )

    threads = [threading.Thread(target=code, args=(name,)) for name in ("ann", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for coder in ("ann", "bob"):
        assert values(project, coder) == {(f"r{n}", code): code == "a" for n in range(8) for code in "ab"}


def test_coding_needs_a_frame_and_a_name(store: Store) -> None:
    rounds.add_responses(store, QUESTION, "people", [make_response("r0")])
    with pytest.raises(NotFoundError, match="no code frame"):
        press(store, (1, "r0", "done", None))
    rounds.add_codebook(store, QUESTION, [Code("a", "A")])
    with pytest.raises(UsageError, match="who is coding"):
        press(store, (1, "r0", "done", None), coder=" ")


def test_a_judgement_taken_back_is_as_if_never_made(project: Store) -> None:
    press(project, (1, "r0", "toggle", "a"), (2, "r0", "done", None))
    rounds.reset_coding(project, QUESTION, "ann", "r0")
    assert values(project) == {}
    assert rounds.state_totals(project, QUESTION)["uncoded"] == 8
