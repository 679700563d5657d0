"""Coding by keyboard: words marked in the text, redo, the same codes on many, keys; what a lagging window may not do."""

from __future__ import annotations

from typing import Any

import pytest

from coding import rounds
from coding.rounds.screen import CodingEvent
from core.codebooks import Code
from core.store import Store
from core.store.connection import events as logged
from core.store.marks import TextMark
from tests.builders import make_response

QUESTION = "Why?"
TEXTS = ("The bus 🚌🚌 never came.\r\nTwice!", "It costs too much", "it costs too much!", "Costs", "Something else", "")


@pytest.fixture
def project(store: Store) -> Store:
    made = [make_response(f"r{n}", text, state="uncoded" if text else "blank") for n, text in enumerate(TEXTS)]
    rounds.add_responses(store, QUESTION, "people", made)
    rounds.add_codebook(store, QUESTION, [Code("a", "A"), Code("b", "B")])
    return store


def press(store: Store, *sent: dict[str, Any], coder: str = "ann", client: str = "c1") -> rounds.Acknowledgement:
    return rounds.apply_events(store, QUESTION, coder, client, sent)


def event(seq: int, action: str, response: str = "r0", **more: Any) -> dict[str, Any]:
    return {"seq": seq, "response": response, "action": action, **more}


def judged(store: Store, response: str = "r0", coder: str = "ann") -> rounds.Judged:
    return rounds.items_of(store, QUESTION, coder, [response])[0].judged


def log(store: Store) -> list[tuple[str, str]]:
    with store.read() as connection:
        return [(made.action, made.object.partition("/")[2]) for made in logged(connection) if made.who == "ann"]


def test_evidence_is_a_range_of_code_points_and_gives_the_code(project: Store) -> None:
    words = TEXTS[0][8:16]
    assert words == "🚌🚌 never"
    press(project, event(1, "evidence", code="b", start=8, end=16, quote=words))
    assert judged(project) == rounds.Judged(("b",), "open", "", False, (TextMark(8, 16, "evidence", "b"),))
    assert TEXTS[0][8:16] == words


@pytest.mark.parametrize(
    ("start", "end", "quote"), [(8, 8, ""), (9, 7, "x"), (-1, 3, "The"), (0, 99, None), (8, 16, "🚌 never c")]
)
def test_marks_that_do_not_fit_the_text_are_refused(project: Store, start: int, end: int, quote: str | None) -> None:
    made = press(project, event(1, "quote", start=start, end=end, quote=quote))
    assert (made.ack, list(made.refused)) == (1, [1])
    assert judged(project) == rounds.Judged()


def test_a_range_across_a_newline_of_two_characters_keeps_both(project: Store) -> None:
    press(project, event(1, "quote", start=17, end=31, quote="came.\r\nTwice!"[:14]))
    end = len(TEXTS[0])
    start = TEXTS[0].index("came")
    press(project, event(2, "quote", start=start, end=end, quote="came.\r\nTwice!"))
    assert judged(project).marks == (TextMark(start, end, "quotable"),)
    assert TEXTS[0][start:end] == "came.\r\nTwice!"


def test_evidence_goes_with_its_code_and_comes_back_with_undo(project: Store) -> None:
    press(
        project,
        event(1, "evidence", code="a", start=0, end=3, quote="The"),
        event(2, "quote", start=4, end=7, quote="bus"),
        event(3, "toggle", code="a", on=False),
    )
    assert judged(project).marks == (TextMark(4, 7, "quotable"),)
    press(project, event(4, "undo", target=["c1", 3]))
    assert judged(project).marks == (TextMark(0, 3, "evidence", "a"), TextMark(4, 7, "quotable"))
    assert judged(project).codes == ("a",)
    press(project, event(5, "uncodable", on=True))
    assert (judged(project).codes, judged(project).marks) == ((), (TextMark(4, 7, "quotable"),))


def test_marks_are_each_coders_own_and_go_when_the_judgement_is_taken_back(project: Store) -> None:
    press(project, event(1, "quote", start=0, end=3, quote="The"))
    press(project, event(1, "quote", start=4, end=7, quote="bus"), coder="bob", client="c2")
    assert judged(project).marks == (TextMark(0, 3, "quotable"),)
    rounds.reset_coding(project, QUESTION, "ann", "r0")
    assert judged(project) == rounds.Judged()
    assert judged(project, coder="bob").marks == (TextMark(4, 7, "quotable"),)


def test_what_a_press_makes_of_a_code_is_said_so_that_a_lagging_window_turns_nothing_round(project: Store) -> None:
    press(project, event(1, "toggle", code="a", on=True))
    press(project, event(1, "toggle", code="a", on=True), event(2, "flag", on=True), client="c2")
    press(project, event(3, "flag", on=True))
    assert (judged(project).codes, judged(project).flagged) == (("a",), True)


def test_redo_makes_again_what_undo_took_back_until_something_else_is_done(project: Store) -> None:
    press(project, event(1, "toggle", code="a", on=True), event(2, "done"), event(3, "undo"), event(4, "undo"))
    assert judged(project) == rounds.Judged()
    assert press(project, event(5, "redo")).undone == "r0"
    assert (judged(project).codes, judged(project).state) == (("a",), "open")
    press(project, event(6, "redo"))
    assert (judged(project).codes, judged(project).state) == (("a",), "coded")
    press(project, event(7, "undo"), event(8, "toggle", "r1", code="b", on=True))
    assert press(project, event(9, "redo")).refused == {9: "There is nothing to redo."}
    assert press(project, event(10, "redo", target=["c1", 2])).refused == {}
    assert judged(project).state == "coded"


def test_undo_of_another_coders_press_or_of_what_was_changed_since_is_refused(project: Store) -> None:
    press(project, event(1, "toggle", code="a", on=True))
    refused = press(project, event(1, "undo", target=["c1", 1]), coder="bob", client="c2").refused
    assert refused == {1: "There is nothing to undo."}
    press(project, event(1, "toggle", code="b", on=True), client="c3")
    assert list(press(project, event(2, "undo", target=["c1", 1])).refused) == [2]
    assert judged(project).codes == ("a", "b")


def test_the_same_codes_on_many_are_an_event_each_and_one_step_of_undo(project: Store) -> None:
    press(project, event(1, "toggle", "r3", code="b", on=True), event(2, "done", "r3"))
    same = event(3, "same", "r1", responses=["r1", "r2", "r3", "r5", "nobody"], codes=["a"])
    made = press(project, same)
    assert sorted(made.judged) == ["r1", "r2"]
    assert [(judged(project, n).codes, judged(project, n).state) for n in ("r1", "r2", "r3")] == [
        (("a",), "coded"), (("a",), "coded"), (("b",), "coded"),
    ]  # fmt: skip
    assert log(project)[:2] == [("code same", "r2"), ("code same", "r1")]
    press(project, same)  # sent again
    assert len([action for action, _ in log(project) if action == "code same"]) == 2
    assert press(project, event(4, "undo")).undone == "r1"
    assert [judged(project, n) for n in ("r1", "r2")] == [rounds.Judged(), rounds.Judged()]
    assert judged(project, "r3").codes == ("b",)
    press(project, event(5, "redo"))
    assert judged(project, "r2").codes == ("a",)


def test_the_same_codes_replace_what_was_decided_only_when_asked(project: Store) -> None:
    press(project, event(1, "done", "r1"), event(2, "same", "r2", responses=["r1"], codes=["a"]))
    assert judged(project, "r1").codes == ()
    made = press(project, event(3, "same", "r2", responses=["r1"], codes=["a"], overwrite=True))
    assert (list(made.judged), judged(project, "r1").codes) == (["r1"], ("a",))
    assert press(project, event(4, "same", "r2", responses=["r1"], codes=["z"])).refused == {
        4: "A code is not in the code frame."
    }


def test_undo_of_many_leaves_those_that_were_changed_since(project: Store) -> None:
    press(project, event(1, "same", "r1", responses=["r1", "r2"], codes=["a"]))
    press(project, event(2, "toggle", "r2", code="b", on=True))
    press(project, event(3, "undo", target=["c1", 1]))
    assert judged(project, "r1") == rounds.Judged()
    assert judged(project, "r2").codes == ("a", "b")


def test_what_was_shown_by_the_program_is_kept_with_the_press(project: Store) -> None:
    press(project, event(1, "toggle", code="a", on=True, shown=["a", "b"]))
    with project.read() as connection:
        assert logged(connection)[0].after["shown"] == ["a", "b"]


def test_codes_that_the_frame_no_longer_has_stay_where_they_were_given(project: Store) -> None:
    press(project, event(1, "toggle", code="a", on=True))
    rounds.add_codebook(project, QUESTION, [Code("b", "B")])
    press(project, event(2, "toggle", code="b", on=True))
    assert judged(project).codes == ("b",)
    rounds.add_codebook(project, QUESTION, [Code("a", "A"), Code("b", "B")])
    assert judged(project).codes == ("a", "b")


@pytest.mark.parametrize(
    "message",
    [
        {"action": "evidence", "start": 0, "end": 1},
        {"action": "quote", "start": "0", "end": 1},
        {"action": "same", "responses": "r1"},
        {"action": "undo", "target": "c1"},
        {"action": "undo", "target": ["c1", "1"]},
        {"action": "toggle", "code": "a", "shown": ["a"] * 101},
        {"action": "launch"},
    ],
)
def test_messages_that_are_no_events_raise(message: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        CodingEvent.from_message({"seq": 1, "response": "r0", **message})


def test_keys_are_kept_per_coder(project: Store) -> None:
    rounds.keep_keys(project, QUESTION, "ann", {"code a": "k", "undo": "z"})
    assert rounds.coder_keys(project, QUESTION, "ann") == {"code a": "k", "undo": "z"}
    assert rounds.coder_keys(project, QUESTION, "bob") == {}
    rounds.keep_keys(project, QUESTION, "ann", {})
    assert rounds.coder_keys(project, QUESTION, "ann") == {}
    assert [action for action, _ in log(project)] == ["choose keys", "choose keys"]
