"""The log of codings and frame: undo and redo as new events, refusals with what stands in the way, past dates."""

from __future__ import annotations

import json
import time

import pytest

from coding import rounds
from coding.frames import Edit, Merge, Rename, Retire, Split
from coding.rounds import LaterWork, NotYours
from coding.rounds.adjudicating import Decision, decide
from core.codebooks import Code
from core.errors import NotFoundError, UsageError, UserError
from core.store import Store
from core.store.allocation import decisions
from core.store.connection import events
from ingest.tables import CodedRow
from tests.builders import make_response

QUESTION = "What got in the way?"
FRAME = [Code("fees", "Fees", "What it costs."), Code("fares", "Fares", "Getting there."), Code("time", "Time")]


def coded(**codes: str) -> list[CodedRow]:
    return [CodedRow(name, frozenset(text.split()), n + 2) for n, (name, text) in enumerate(codes.items())]


@pytest.fixture
def project(store: Store) -> Store:
    rounds.add_responses(store, QUESTION, "people", [make_response(f"r{n}", f"SECRET {n}.") for n in range(6)])
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", coded(r0="fees", r1="fares", r2="fees fares"))
    return store


def press(store: Store, coder: str, *events: dict[str, object]) -> None:
    press.n = getattr(press, "n", 0)  # type: ignore[attr-defined]
    for event in events:
        press.n += 1  # type: ignore[attr-defined]
        rounds.apply_events(store, QUESTION, coder, "page", [{"seq": press.n, **event}])  # type: ignore[attr-defined]


def stands(store: Store) -> dict[tuple[str, str], str]:
    made: dict[tuple[str, str], set[str]] = {}
    for c in rounds.codings(store, QUESTION):
        made.setdefault((c.coder, c.response), set()).update({c.code} if c.value else ())
    return {key: " ".join(sorted(codes)) for key, codes in made.items()}


def newest(store: Store) -> int:
    return rounds.history(store, QUESTION, limit=1)[0].event


def test_an_import_is_one_event_and_is_taken_back_whole(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ann", coded(r0="time", r3="time"))
    made = rounds.undo(project, QUESTION)
    assert (made.event.action, made.codings) == ("add codings", 5)  # r0: fees, time; r3: three rows
    assert stands(project) == {("ann", "r0"): "fees", ("ann", "r1"): "fares", ("ann", "r2"): "fares fees"}
    rounds.redo(project, QUESTION)
    assert stands(project)["ann", "r3"] == "time"
    assert [(e.action, e.undone_by) for e in rounds.history(project, QUESTION, limit=3)] == [
        ("redo", None), ("undo", None), ("add codings", None),
    ]  # fmt: skip


def test_a_press_is_taken_back_and_made_again_with_its_note(project: Store) -> None:
    press(
        project, "ben",
        {"response": "r4", "action": "toggle", "code": "time"}, {"response": "r4", "action": "note", "text": "hm"},
    )  # fmt: skip
    note = newest(project)
    with pytest.raises(NotYours, match="ben's action"):
        rounds.undo(project, QUESTION, note)
    rounds.undo(project, QUESTION, note, confirmed=True)
    items, _ = rounds.queue(project, QUESTION, "ben", 4, 1)
    assert (items[0].judged.note, items[0].judged.codes) == ("", ("time",))
    rounds.redo(project, QUESTION, note, confirmed=True)
    items, _ = rounds.queue(project, QUESTION, "ben", 4, 1)
    assert items[0].judged.note == "hm"


def test_an_action_that_later_work_stands_on_is_refused_and_the_work_is_named(project: Store) -> None:
    first = newest(project)
    rounds.add_codings(project, QUESTION, "ann", coded(r0="time"))
    with pytest.raises(LaterWork, match="1 of the codings were changed since") as refused:
        rounds.undo(project, QUESTION, first)
    assert [entry.action for entry in refused.value.entries] == ["add codings"]
    assert f"{newest(project)}  20" in str(refused.value)
    assert stands(project)["ann", "r0"] == "time"


def test_a_coding_that_a_merge_carried_on_is_not_taken_back_before_the_merge(project: Store) -> None:
    first = newest(project)
    rounds.change_frame(project, QUESTION, Merge(("fees", "fares"), "cost"))
    with pytest.raises(LaterWork, match="A later version of the code frame"):
        rounds.undo(project, QUESTION, first)
    rounds.undo(project, QUESTION)
    rounds.undo(project, QUESTION, first)
    assert stands(project) == {}


def test_a_merge_is_taken_back_and_not_once_its_code_is_in_use(project: Store) -> None:
    before = stands(project)
    rounds.change_frame(project, QUESTION, Merge(("fees", "fares"), "cost"))
    rounds.undo(project, QUESTION)
    assert stands(project) == before
    assert [code.code for code in rounds.codebook(project, QUESTION).codes] == ["fees", "fares", "time"]
    rounds.redo(project, QUESTION)
    merge = next(e.event for e in rounds.history(project, QUESTION) if e.action == "merge codes")
    rounds.add_codings(project, QUESTION, "ben", coded(r5="cost"))
    with pytest.raises(LaterWork, match=r"'cost' has been coded with since \(ben on 1 responses\)"):
        rounds.undo(project, QUESTION, merge)


def test_a_split_is_taken_back_with_its_queue_and_not_once_somebody_looked_again(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Split("fees", (("entry", ""), ("deposit", ""))))
    split = newest(project)
    rounds.undo(project, QUESTION)
    assert rounds.to_recode(project, QUESTION, "ann") == []
    rounds.redo(project, QUESTION)
    assert rounds.to_recode(project, QUESTION, "ann") == ["r0", "r2"]
    press(project, "ann", {"response": "r0", "action": "toggle", "code": "entry"}, {"response": "r0", "action": "done"})
    with pytest.raises(LaterWork):
        rounds.undo(project, QUESTION, split)


def test_an_earlier_change_of_the_frame_is_taken_back_where_nothing_stands_on_it(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Rename("fees", "What it costs"))
    rename = newest(project)
    rounds.change_frame(project, QUESTION, Edit(Code("time", "Time", "No hours for it.")))
    edit = newest(project)
    rounds.undo(project, QUESTION, rename)
    codes = {code.code: code for code in rounds.codebook(project, QUESTION).codes}
    assert (codes["fees"].label, codes["time"].definition) == ("Fees", "No hours for it.")
    rounds.change_frame(project, QUESTION, Edit(Code("time", "Time", "Hours.")))
    with pytest.raises(LaterWork, match="definition of 'time' was changed again"):
        rounds.undo(project, QUESTION, edit)


def test_what_cannot_be_taken_back_says_so(project: Store) -> None:
    events = {entry.action: entry.event for entry in rounds.history(project, QUESTION)}
    with pytest.raises(UserError, match="changed neither codings nor the code frame"):
        rounds.undo(project, QUESTION, events["add responses"])
    with pytest.raises(LaterWork, match="first code frame"):
        rounds.undo(project, QUESTION, events["add codebook"])
    with pytest.raises(NotFoundError, match="no event 99"):
        rounds.undo(project, QUESTION, 99)
    with pytest.raises(NotFoundError, match="nothing of yours to redo"):
        rounds.redo(project, QUESTION)
    rounds.undo(project, QUESTION, events["add codings"])
    with pytest.raises(UserError, match="undone already"):
        rounds.undo(project, QUESTION, events["add codings"])


def test_the_log_holds_no_text_of_a_response(project: Store) -> None:
    q = rounds.find_question(project, QUESTION).id
    rounds.change_frame(project, QUESTION, Edit(Code("fees", "Fees", "What it costs.", borderline="SECRET 1.")))
    press(project, "ben", {"response": "r4", "action": "note", "text": "SECRET 4."})
    entries = [entry.record() for entry in rounds.history(project, q)]
    assert len(entries) == 5
    assert "SECRET" not in json.dumps(entries)
    with project.read() as connection:
        assert "SECRET" not in json.dumps([event.record() for event in events(connection)])


def test_history_of_a_person_and_since_a_day(project: Store) -> None:
    press(project, "ben", {"response": "r4", "action": "toggle", "code": "time"})
    assert [e.action for e in rounds.history(project, QUESTION, coder="ann")] == ["add codings"]
    assert [e.action for e in rounds.history(project, QUESTION, coder="ben")] == ["code toggle"]
    assert rounds.history(project, QUESTION, since="2100-01-01") == []
    with pytest.raises(UsageError, match="no date"):
        rounds.history(project, QUESTION, since="yesterday")


def test_the_frame_and_codings_at_a_past_moment(project: Store) -> None:
    moment = rounds.history(project, QUESTION, limit=1)[0].at
    before = [coding.record() for coding in rounds.codings(project, QUESTION)]
    time.sleep(0.002)  # the log keeps milliseconds
    rounds.change_frame(project, QUESTION, Retire("fees"))
    rounds.add_codings(project, QUESTION, "ann", coded(r0="time"))
    past = rounds.as_of(project, QUESTION, moment)
    assert [coding.record() for coding in past.codings] == before
    assert past.codebook is not None and past.codebook.codes == tuple(FRAME)
    assert past.notes == ()
    gone = rounds.as_of(project, QUESTION, "2020-01-01")
    assert (gone.codebook, gone.codings) == (None, ())


def test_an_adjudicated_decision_is_taken_back_and_made_again_with_its_record(project: Store) -> None:
    rounds.add_codings(project, QUESTION, "ben", coded(r0="time"))
    q = rounds.find_question(project, QUESTION).id
    decide(project, q, [Decision("r0", frozenset(["fees"]), "the first part")])
    made = rounds.undo(project, QUESTION)
    assert made.event.action == "adjudicate"
    with project.read() as connection:
        assert decisions(connection, q) == []
    assert [c.source for c in rounds.codings(project, QUESTION) if c.source == "adjudicated"] == []
    rounds.redo(project, QUESTION)
    with project.read() as connection:
        assert [(row.response, row.state, row.codes) for row in decisions(connection, q)] == [
            ("r0", "coded", ("fees",))
        ]
    assert {c.code for c in rounds.codings(project, QUESTION) if c.source == "adjudicated" and c.value} == {"fees"}
