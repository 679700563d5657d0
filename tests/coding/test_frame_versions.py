"""Versions of a code frame: what becomes of codings when codes are merged, split, renamed, retired and moved."""

from __future__ import annotations

import pytest

from coding import rounds
from coding.frames import (
    Add,
    Delete,
    Edit,
    Merge,
    Move,
    Reinstate,
    Rename,
    Reorder,
    Retire,
    Split,
    change,
    steps_between,
)
from core.codebooks import Code, FrameStep
from core.errors import UsageError
from core.store import Store
from core.store import codings as table
from core.store.coding_journal import coding_rows
from core.store.marks import all_marks
from ingest.tables import CodedRow
from tests.builders import make_response

QUESTION = "What got in the way?"
FRAME = [Code("fees", "Fees", "What it costs."), Code("fares", "Fares", "Getting there."), Code("time", "Time", "")]


def coded(**codes: str) -> list[CodedRow]:
    return [CodedRow(name, frozenset(text.split()), n + 2) for n, (name, text) in enumerate(codes.items())]


@pytest.fixture
def project(store: Store) -> Store:
    rounds.add_responses(store, QUESTION, "people", [make_response(f"r{n}", f"Text number {n}.") for n in range(6)])
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", coded(r0="fees", r1="fares", r2="fees fares", r3="time", r4=""))
    rounds.add_codings(store, QUESTION, "ben", coded(r0="fares", r1="time", r2="fees"))
    return store


def stands(store: Store, coder: str) -> dict[str, str]:
    made: dict[str, set[str]] = {}
    for coding in rounds.codings(store, QUESTION):
        if coding.coder == coder:
            made.setdefault(coding.response, set()).update({coding.code} if coding.value else ())
    return {name: " ".join(sorted(codes)) for name, codes in made.items()}


def n_of(store: Store) -> dict[str, tuple[int, int]]:
    return {row.code: (row.n, row.sampled) for row in rounds.counts(store, QUESTION).rows}


# Merge


def test_merged_codings_count_each_response_once_and_the_former_ones_are_kept(project: Store) -> None:
    seen = rounds.preview_change(project, QUESTION, Merge(("fees", "fares"), "cost", "Cost"))
    assert n_of(project)["fees"] == (2, 5)
    made = rounds.change_frame(project, QUESTION, Merge(("fees", "fares"), "cost", "Cost"))
    assert made == seen
    assert made.effect.record() == {
        "stand": 2, "carried": 6, "carried_as": 5, "go_back": 0, "not_counted": 0, "come_back": 0, "machine": 0,
    }  # fmt: skip
    assert stands(project, "ann") == {"r0": "cost", "r1": "cost", "r2": "cost", "r3": "time", "r4": ""}
    assert stands(project, "ben") == {"r0": "cost", "r1": "time", "r2": "cost"}
    assert n_of(project) == {"cost": (3, 5), "time": (1, 5)}
    with project.read() as connection:
        kept = {(r.response, r.code) for r in coding_rows(connection, made.question, coder="ann") if r.value}
    assert {("r0", "fees"), ("r1", "fares"), ("r2", "fees"), ("r2", "fares")} <= kept
    assert [(f.code.code, f.step.after, f.version, f.kept) for f in rounds.former_codes(project, QUESTION)] == [
        ("fees", ("cost",), 2, 3), ("fares", ("cost",), 2, 3),
    ]  # fmt: skip


def test_a_merge_into_one_of_them_keeps_its_codings_and_makes_true_what_the_other_was(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Merge(("fees", "fares"), "fees"))
    assert [code.code for code in rounds.codebook(project, QUESTION).codes] == ["fees", "time"]
    assert stands(project, "ann") == {"r0": "fees", "r1": "fees", "r2": "fees", "r3": "time", "r4": ""}
    assert n_of(project)["fees"] == (3, 5)


def test_agreement_is_of_the_codings_as_they_stand(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Merge(("fees", "fares"), "cost"))
    rows = {row.code: row for row in rounds.agreement(project, QUESTION)}
    assert set(rows) == {None, "cost", "time"}
    assert (rows["cost"].n, rows["cost"].percent) == (3, pytest.approx(200 / 3))  # r0 and r2 agree, r1 does not


def test_a_code_added_late_and_merged_does_not_lose_the_earlier_negatives(project: Store) -> None:
    rounds.add_code(project, QUESTION, Code("tolls", "Tolls"))
    rounds.change_frame(project, QUESTION, Merge(("fees", "tolls"), "pay"))
    assert n_of(project)["pay"] == (2, 5)


def test_marked_words_are_evidence_for_what_their_code_has_become(project: Store) -> None:
    mark = {"seq": 1, "response": "r5", "action": "evidence", "code": "fees", "start": 0, "end": 4}
    rounds.apply_events(project, QUESTION, "ann", "page", [mark])
    rounds.change_frame(project, QUESTION, Merge(("fees", "fares"), "cost"))
    rounds.change_frame(project, QUESTION, Merge(("cost", "time"), "all"))
    with project.read() as connection:
        found = rounds.find_question(project, QUESTION).id
        assert [(m.code, m.start, m.end) for _, _, m, _ in all_marks(connection, found)] == [("all", 0, 4)]
    marks = rounds.exchange_project(project, QUESTION).marks
    assert [(m.code, m.start, m.end) for m in marks if m.response == "r5"] == [("all", 0, 4)]


# Split


def test_a_split_sends_back_just_those_who_put_the_code_on_a_response(project: Store) -> None:
    made = rounds.change_frame(project, QUESTION, Split("fees", (("entry", "Entry fees"), ("deposit", "Deposits"))))
    assert (made.effect.go_back, dict(made.back)) == (3, {"ann": 2, "ben": 1})
    assert rounds.to_recode(project, QUESTION, "ann") == ["r0", "r2"]
    assert rounds.to_recode(project, QUESTION, "ben") == ["r2"]
    assert rounds.waiting_totals(project, QUESTION) == {"ann": 2, "ben": 1}
    shown = rounds.codes_before(project, QUESTION, "ann")
    assert [(name, [code.label for code in codes]) for name, codes in shown.items()] == [
        ("r0", ["Fees"]),
        ("r2", ["Fees"]),
    ]
    values = {(c.response, c.code): c.value for c in rounds.codings(project, QUESTION) if c.coder == "ann"}
    assert values["r1", "entry"] is values["r4", "deposit"] is False  # no fees: neither of its parts
    assert ("r0", "entry") not in values
    assert values["r2", "fares"] is True
    said = rounds.counts(project, QUESTION).notes
    assert any(note.startswith("2 responses are to be looked at again since a code was split") for note in said)


def test_what_went_back_is_settled_by_finishing_it_again(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Split("fees", (("entry", ""), ("deposit", ""))))
    rounds.apply_events(
        project, QUESTION, "ann", "page",
        [{"seq": 1, "response": "r0", "action": "toggle", "code": "deposit"}, {"seq": 2, "response": "r0", "action": "done"}],
    )  # fmt: skip
    assert rounds.to_recode(project, QUESTION, "ann") == ["r2"]
    assert stands(project, "ann")["r0"] == "deposit"
    rounds.apply_events(project, QUESTION, "ann", "page", [{"seq": 3, "response": "r0", "action": "undo"}])
    assert rounds.to_recode(project, QUESTION, "ann") == ["r0", "r2"]
    rounds.add_codings(project, QUESTION, "ann", coded(r0="entry", r2="entry deposit"))
    assert rounds.to_recode(project, QUESTION, "ann") == []
    assert rounds.to_recode(project, QUESTION, "ben") == ["r2"]


def test_an_adjudicated_coding_goes_back_to_be_decided_again(project: Store) -> None:
    with project.action("adjudicate", "x") as action:
        q = rounds.find_question(project, QUESTION).id
        action.object = q
        rows = [table.Judgement("r0", c, "adjudicated", "adjudicated", c == "fees") for c in ("fees", "fares", "time")]
        table.put_states(action.connection, q, [table.StateRow("r0", "adjudicated", "adjudicated", "coded")])
        table.put_codings(action.connection, q, rows, 1)
    rounds.change_frame(project, QUESTION, Split("fees", (("entry", ""), ("deposit", ""))))
    assert rounds.to_recode(project, QUESTION, "adjudicated", source="adjudicated") == ["r0"]


# The rest


def test_rename_move_and_retire(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Rename("fees", "What it costs"))
    rounds.change_frame(project, QUESTION, Move("fares", "fees"))
    codes = {code.code: code for code in rounds.codebook(project, QUESTION).codes}
    assert (codes["fees"].label, codes["fares"].parent) == ("What it costs", "fees")
    assert n_of(project)["fares"] == (2, 5)
    made = rounds.change_frame(project, QUESTION, Retire("fees"))
    assert (made.effect.not_counted, made.effect.stand) == (3, 5)
    assert {code.code: code.parent for code in rounds.codebook(project, QUESTION).codes} == {
        "fares": None,
        "time": None,
    }
    assert "fees" not in n_of(project)
    code = rounds.former_codes(project, QUESTION)[0].code
    back = rounds.change_frame(project, QUESTION, Reinstate(code))
    assert (back.effect.come_back, n_of(project)["fees"]) == (3, (2, 5))


def test_a_code_is_deleted_only_where_nobody_used_it(project: Store) -> None:
    with pytest.raises(UsageError, match=r"'fees' has been used \(ann on 2, ben on 1\)"):
        rounds.change_frame(project, QUESTION, Delete("fees"))
    rounds.change_frame(project, QUESTION, Add(Code("tolls", "Tolls")))
    rounds.add_codings(project, QUESTION, "cat", coded(r5="time"))
    rounds.change_frame(project, QUESTION, Delete("tolls"))
    assert rounds.former_codes(project, QUESTION) == []
    rounds.change_frame(project, QUESTION, Add(Code("tolls", "Road tolls")))
    assert n_of(project)["tolls"] == (0, 0)  # what was said of the deleted code is not said of the new one


def test_a_frame_that_comes_back_from_a_file_is_mapped_by_code_id(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Edit(Code("fees", "Fees", "What it costs.", colour="#112233", key="f")))
    rounds.add_codebook(
        project, QUESTION, [Code("time", "Hours"), Code("fees", "Fees", "What it costs.", parent="Money")]
    )
    last = rounds.frame_versions(project, QUESTION)[-1]
    assert [(step.kind, step.before, step.after) for step in last.steps] == [
        ("retire", ("fares",), ()), ("rename", ("time",), ("time",)),
        ("move", ("fees",), ("fees",)), ("reorder", (), ()),
    ]  # fmt: skip
    kept = rounds.codebook(project, QUESTION).codes[1]
    assert (kept.colour, kept.key) == ("#112233", "f")
    _, report = rounds.add_codebook(
        project, QUESTION, [*rounds.codebook(project, QUESTION).codes, Code("fares", "Fares")]
    )
    assert report.notes == ("In the frame again: fares (3 codings of people count again).",)


def test_every_version_says_how_it_came_from_the_one_before(project: Store) -> None:
    rounds.change_frame(project, QUESTION, Merge(("fees", "fares"), "cost"))
    first, second = rounds.frame_versions(project, QUESTION)
    assert (first.version, first.came_from, [s.kind for s in first.steps]) == (1, None, ["add"] * 3)
    assert (second.came_from, second.steps) == (1, (FrameStep("merge", ("fees", "fares"), ("cost",)),))
    assert second.effect["carried"] == 6


# One change of a frame


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (Rename("nothing", "x"), "no code 'nothing'"),
        (Rename("fees", "fares"), "has 'fares'"),
        (Rename("fees", "Fees"), "Nothing would change"),
        (Move("fees", "fees"), "under itself"),
        (Merge(("fees",), "cost"), "two codes or more"),
        (Merge(("fees", "fares"), "Time"), "has 'time'"),
        (Split("fees", (("entry", ""),)), "two codes or more"),
        (Split("fees", (("fees", ""), ("deposit", ""))), "a name of its own"),
        (Split("fees", (("a;b", ""), ("deposit", ""))), "without semicolons"),
        (Add(Code("old", "Old")), "has left the frame"),
        (Add(Code("tolls", "Tolls", key="ab")), "one letter or digit"),
        (Add(Code("tolls", "Tolls", key="T")), "belongs to 'time'"),
        (Reorder(("fees", "time")), "every code of the frame once"),
    ],
)
def test_a_change_that_makes_no_sense_says_why(made: object, message: str) -> None:
    codes = [*FRAME[:2], Code("time", "Time", key="t")]
    with pytest.raises(UsageError, match=message):
        change(codes, made, frozenset(["old"]))  # type: ignore[arg-type]


def test_a_merge_joins_what_the_codes_say_and_takes_their_place_and_children() -> None:
    codes = [
        Code("a", "A"), Code("b", "B", "One thing", typical="x", parent="h"), Code("c", "C", "Another.", parent="h"),
        Code("d", "D", parent="b"),
    ]  # fmt: skip
    made = change(codes, Merge(("c", "b"), "bc", "Both"))
    assert made.codes == (
        codes[0], Code("bc", "Both", "Another. One thing", typical="x", parent="h"), Code("d", "D", parent="bc"),
    )  # fmt: skip
    assert made.steps == (FrameStep("merge", ("c", "b"), ("bc",)), FrameStep("move", ("d",), ("d",)))


def test_a_merge_into_a_code_that_stood_under_one_of_them() -> None:
    codes = [Code("a", "A", parent="top"), Code("b", "B", parent="a")]
    assert change(codes, Merge(("a", "b"), "b")).codes == (Code("b", "B", parent="top"),)


def test_a_split_puts_the_parts_where_the_code_was_and_its_children_under_its_parent() -> None:
    codes = [Code("a", "A"), Code("b", "B", parent="a"), Code("c", "C", parent="b"), Code("d", "D")]
    made = change(codes, Split("b", (("x", "X"), ("d", ""))))
    assert [(c.code, c.parent) for c in made.codes] == [("a", None), ("x", "a"), ("c", "a"), ("d", None)]


def test_nothing_differs_between_equal_frames() -> None:
    assert steps_between(FRAME, FRAME) == ()
