"""The code frame and its history on the command line, on the screen and in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from coding.frames import Rename, Split
from coding.rounds import HistoryEntry
from core.codebooks import Code, FrameStep
from tests.ui import projects
from tests.ui.test_screens import run as draw
from tests.ui.test_screens import words_of
from ui.cli import run
from ui.services import Services
from ui.viewdata.frame import code_rows, effect_lines, step_line
from ui.viewdata.history import kind_of, sentence

QUESTION = "What got in the way?"


class Cli:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *arguments: str, who: str = "tester", plain: bool = False) -> tuple[int, Any, str]:
        options = ["--project", str(self.folder / "project"), "--model", "none", "--as", who]
        code = run([*arguments, *options, *([] if plain else ["--json"])])
        captured = self.capsys.readouterr()
        return code, captured.out if plain else [json.loads(line) for line in captured.out.splitlines()], captured.err

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    made = Cli(tmp_path, capsys)
    rows = made.file("r.csv", "id,text\n1,SECRET dear\n2,SECRET far\n3,SECRET both\n4,SECRET late\n")
    made("responses", "add", rows, "--question", QUESTION, "--text", "text", "--id", "id", "--respondents", "people")
    made(
        "codebook",
        "add",
        made.file("f.csv", "code,label,definition\nfees,Fees,Paying.\nfares,Fares,Going.\ntime,Time,\n"),
    )
    made("codings", "add", made.file("a.csv", "response_id,codes\n1,fees\n2,fares\n3,fees;fares\n4,time\n"), "--coder", "ann", "--question", QUESTION)  # fmt: skip
    return made


def test_a_merge_is_seen_before_it_is_made_and_taken_back_after(cli: Cli) -> None:
    expected = {"stand": 1, "carried": 4, "carried_as": 3, "go_back": 0, "not_counted": 0}
    code, seen, _ = cli("codebook", "merge", "fees", "fares", "--into", "cost", "--label", "Cost", "--preview")
    assert (code, seen[0]["version"], seen[0]["preview"]) == (0, 2, True)
    assert {name: seen[0][name] for name in expected} == expected
    assert [row["code"] for row in cli("codebook")[1]] == ["fees", "fares", "time"]
    cli("codebook", "merge", "fees", "fares", "--into", "cost", "--label", "Cost")
    assert [(row["code"], row["label"]) for row in cli("codebook")[1]] == [("cost", "Cost"), ("time", "Time")]
    counts = {row["code"]: row["n"] for row in cli("counts", "--question", QUESTION)[1]}
    assert counts == {"cost": 3, "time": 1}
    code, records, _ = cli("undo")
    assert (code, records[0]["action"], records[0]["version"]) == (0, "merge codes", 3)
    assert {row["code"]: row["n"] for row in cli("counts", "--question", QUESTION)[1]} == {
        "fees": 2,
        "fares": 2,
        "time": 1,
    }
    assert cli("redo")[0] == 0
    assert [(row["version"], [s["kind"] for s in row["steps"]]) for row in cli("codebook", "versions")[1]] == [
        (1, ["add"] * 3), (2, ["merge"]), (3, ["delete", "reinstate", "reinstate"]), (4, ["merge"]),
    ]  # fmt: skip


def test_split_rename_move_retire_and_reinstate(cli: Cli) -> None:
    _, made, _ = cli("codebook", "split", "fees", "--into", "entry=Entry fee, deposit")
    assert (made[0]["go_back"], made[0]["back"]) == (2, [{"coder": "ann", "responses": 2}])
    cli("codebook", "rename", "deposit", "Deposits")
    cli("codebook", "move", "deposit", "--under", "Money")
    cli("codebook", "retire", "time")
    assert [(r["code"], r["label"], r["parent"]) for r in cli("codebook")[1]] == [
        ("entry", "Entry fee", None), ("deposit", "Deposits", "Money"), ("fares", "Fares", None),
    ]  # fmt: skip
    code, _, err = cli("codebook", "reinstate", "nothing")
    assert (code, "fees" in err and "time" in err) == (2, True)
    _, made, _ = cli("codebook", "reinstate", "time")
    assert made[0]["come_back"] == 1
    assert [row["code"] for row in cli("codebook", "--version", "1")[1]] == ["fees", "fares", "time"]


def test_the_same_in_plain_words(cli: Cli) -> None:
    _, out, err = cli("codebook", "merge", "fees", "fares", "--into", "fees", plain=True)
    assert out.splitlines() == [
        "Version 2",
        "Fares merged into Fees.",
        "1 coding stands as it is.",
        "4 codings carried over: they come to 3 (each response counted once for each coder).",
    ]
    assert "verbatim undo" in err
    _, out, _ = cli("history", plain=True)
    assert [line.split("tester: ")[1] for line in out.splitlines()] == [
        "Fares merged into Fees (version 2)", "Codings of ann brought in: 4 added", "First code frame: 3 codes (version 1)",
        "Responses brought in: 4 added",
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".json", ".qdc", ".csv", ".xlsx"])
def test_a_frame_goes_out_and_comes_back_unchanged(cli: Cli, suffix: str) -> None:
    out = str(cli.folder / f"frame{suffix}")
    assert cli("codebook", "--out", out)[0] == 0
    code, records, _ = cli("codebook", "add", out)
    assert (code, [row["status"] for row in records]) == (0, ["unchanged"] * 3)


def test_the_log_is_written_without_any_text(cli: Cli) -> None:
    cli("codebook", "rename", "fees", "Costs")
    for suffix in (".csv", ".jsonl", ".xlsx"):
        assert cli("history", "--out", str(cli.folder / f"log{suffix}"))[0] == 0
    lines = [json.loads(line) for line in (cli.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["action"] for line in lines] == ["rename code", "add codings", "add codebook", "add responses"]
    assert lines[0]["what"] == "Fees relabelled Costs (version 2)"
    text = (cli.folder / "log.csv").read_text(encoding="utf-8-sig")
    assert "SECRET" not in text + json.dumps(lines)
    assert text.splitlines()[0] == "event,at,who,action,response,coder,before,after,undone_by,reversible,what"
    sheet = load_workbook(cli.folder / "log.xlsx")["History"]
    assert "rename code" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert cli("history", "--out", str(cli.folder / "log.pdf"))[0] == 2
    assert [row["action"] for row in cli("history", "--coder", "ann")[1]] == ["add codings"]


def test_somebody_elses_action_and_one_that_work_stands_on(cli: Cli) -> None:
    codings = next(row["event"] for row in cli("history")[1] if row["action"] == "add codings")
    code, _, err = cli("undo", str(codings), who="other")
    assert (code, "tester's action, not yours" in err) == (10, True)
    cli("codebook", "merge", "fees", "fares", "--into", "cost")
    code, _, err = cli("undo", str(codings), "--others", who="other")
    assert (code, "tester: merge codes" in err) == (10, True)


def test_a_past_date(cli: Cli) -> None:
    assert cli("codings", "--question", QUESTION, "--as-of", "2020-01-01")[1] == []
    assert len(cli("codings", "--question", QUESTION, "--as-of", "2999-01-01")[1]) == 12
    assert cli("codings", "--question", QUESTION, "--as-of", "soon")[0] == 2
    assert "no code frame yet" in cli("codebook", "--as-of", "2020-01-01")[2]


def test_the_check_on_the_command_line(cli: Cli) -> None:
    code, records, _ = cli("codebook", "check")
    assert (code, [(row["kind"], row["codes"]) for row in records]) == (0, [("no_definition", ["time"])])


# In words


def test_steps_and_effects_in_words() -> None:
    labels = {"a": "A", "b": "B", "c": "C"}
    assert step_line(FrameStep("split", ("a",), ("b", "c")), labels) == "A split into B and C"
    assert effect_lines({"go_back": 2}, {"ann": 2}) == [
        "2 responses to be looked at again by the coder who put the code there (ann 2). Those who held that it does not apply "
        "need not look again."
    ]
    assert effect_lines({}) == ["No coding is touched."]


def test_sub_codes_stand_indented_under_their_code() -> None:
    codes = [Code("b", "B", parent="a"), Code("a", "A"), Code("c", "C", parent="Heading")]
    rows = code_rows(codes, {"a": 2})
    assert [row["Codings"] for row in rows] == ["2", "0", "0"]
    assert [row["Label"].strip() for row in rows] == ["A", "B", "C"]
    assert [row["Label"][0].isspace() for row in rows] == [False, True, True]


def test_what_a_press_did_is_said_with_and_without_its_codes() -> None:
    before = {"codes": [], "state": None, "note": False, "flagged": False}
    after = {"codes": ["a"], "state": "open", "note": False, "flagged": False}
    entry = HistoryEntry(
        3, "2026-01-01T00:00:00.000+00:00", "ann", "code toggle", "r1", "ann", before, after, None, True
    )
    assert sentence(entry, {"a": "Fees"}) == "Put Fees on r1"
    assert sentence(entry, {"a": "Fees"}, codes=False) == "Changed codes on r1"
    assert kind_of(entry) == "codings"


# On the screen


@pytest.fixture
def small(tmp_path: Path) -> Services:
    st.cache_resource.clear()
    return projects.small(tmp_path)


def pressed(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def test_a_code_is_retired_on_the_screen_once_its_effect_was_shown(small: Services) -> None:
    at = draw("ui.screens.frame", small)
    at.selectbox(key=f"frame-code-{small.questions()[0].id}").select("cost").run()
    at.segmented_control(key="frame-what").select("retire").run()
    assert "3 codings kept on record and no longer counted." in words_of(at)
    pressed(at, "Retire it")
    assert [code.code for code in small.codebook(small.questions()[0].id).codes] == ["staff", "other"]
    assert "Retired. It can be brought back. The frame is at version 2" in words_of(at)


def test_an_action_is_taken_back_on_the_screen(small: Services) -> None:
    question = small.questions()[0].id
    small.change_frame(question, Rename("cost", "Price"))
    event = small.history(question, limit=1)[0].event
    at = draw("ui.screens.history", small)
    assert "Everything" in at.selectbox(key="history-kind").options
    at.selectbox(key="history-event").select(event).run()
    pressed(at, "Undo it")
    assert not at.exception
    assert {code.code: code.label for code in small.codebook(question).codes}["cost"] == "Cost"
    assert f"Event {event} is taken back" in words_of(at)


def test_what_stands_in_the_way_is_shown_on_the_screen(small: Services) -> None:
    question = small.questions()[0].id
    codings = next(e.event for e in small.history(question) if e.action == "add codings")
    small.change_frame(question, Split("cost", (("fees", ""), ("fares", ""))))
    at = draw("ui.screens.history", small)
    at.selectbox(key="history-event").select(codings).run()
    pressed(at, "Undo it")
    assert "split code" in words_of(at)
    assert small.waiting_totals(question) == {"Ann": 3}


def test_the_screen_says_who_is_to_look_again(small: Services) -> None:
    small.change_frame(small.questions()[0].id, Split("cost", (("fees", ""), ("fares", ""))))
    assert "To be looked at again since a code was split: Ann 3." in words_of(draw("ui.screens.frame", small))
