"""Responses by command: the check that stores nothing, several questions at once, corrections, repeats, privacy and redaction."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ui.cli import run

QUESTION = "Why do you say that?"
QUALTRICS = """ResponseId,Q1,Q2,Region,wt
Response ID,What is good?,What should change?,Region,Weight
"{""ImportId"":""r""}","{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}","{""ImportId"":""d""}"
R_1,The bus lane,n/a,North East,1.5
R_2,Nothing,More benches,North east,0
R_3,,The lighting,South,-1
R_4,It is near,,,2
"""


class Command:
    """Runs one command line on a throw-away project; the records are what stood on stdout."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capfd = folder, capfd

    def __call__(self, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        self.capfd.readouterr()
        code = run(["--project", str(self.folder / "project"), "--json", *arguments])
        printed = self.capfd.readouterr()
        return code, [json.loads(line) for line in printed.out.splitlines()], printed.err

    def file(self, text: str, name: str = "answers.csv") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path, capfd)


def test_the_check_reports_everything_and_stores_nothing(command: Command) -> None:
    columns = ["--text", "Q1", "--text", "Q2=What ought to change?", "--id", "ResponseId", "--respondents", "people"]
    file = command.file(QUALTRICS)
    code, (first, second), err = command(
        "responses", "add", file, *columns, "--attributes", "Region", "--weight", "wt", "--check"
    )
    assert code == 12
    assert (first["text"], second["text"]) == ("What is good?", "What ought to change?")
    assert {name: first[name] for name in ("rows", "added", "refused", "answered", "blank", "not_asked")} == {
        "rows": 4, "added": 3, "refused": 1, "answered": 3, "blank": 0, "not_asked": 0,
    }  # fmt: skip
    assert first["no_answer"] == [{"wording": "nothing", "n": 1}]
    assert second["no_answer"] == [{"wording": "n/a", "n": 1}]
    assert (second["blank"], second["words"]) == (1, {"least": 2, "median": 2, "most": 2})
    assert first["attributes"] == [
        {
            "name": "Region", "different": 2, "missing": 1, "alike": [["North East", "North east"]],
            "values": [{"value": "North East", "n": 1}, {"value": "North east", "n": 1}],
        }
    ]  # fmt: skip
    assert first["weights"] == {"zero": 1, "least": 0.0, "greatest": 2.0, "sum": 3.5}
    assert [(row["row"], row["id"], row["code"]) for row in first["refused_rows"]] == [(6, "R_3", "bad_weight")]
    assert first["file"]["unused_columns"] == []
    assert "Rows 2 and 3" in first["file"]["notes"][0]
    assert "Nothing was stored" in err
    assert command("responses")[1] == []


def test_several_questions_come_in_at_once_and_the_contracts_form_still_does(command: Command) -> None:
    file = command.file(QUALTRICS)
    code, records, err = command(
        "responses", "add", file, "--text", "Q1", "--text", "Q2=What ought to change?", "--id", "ResponseId", "--respondents", "people"
    )  # fmt: skip
    assert (code, len(records), {row["status"] for row in records}) == (0, 8, {"added"})
    assert "What ought to change?" in err
    assert [r["state"] for r in command("responses", "--question", "What is good?")[1]] == [
        "uncoded",
        "uncoded",
        "blank",
        "uncoded",
    ]
    code, records, _ = command(
        "responses", "add", file, "--question", QUESTION, "--text", "Q2", "--id", "ResponseId", "--respondents", "organisations",
        "--asked-if", "Region=South",
    )  # fmt: skip
    assert (code, len(records)) == (0, 4)
    assert [r["state"] for r in command("responses", "--question", QUESTION)[1]] == [
        "not_asked", "not_asked", "uncoded", "not_asked",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--text", "Q1", "--text", "Q2", "--question", "Why?"], "leave --question out"),
        (["--text", "Q1=Why?", "--text", "Q2=Why?"], "Two columns have the same question"),
        (
            ["--text", "Q1", "--text", "Q2", "--asked-if", "a=1", "--asked-if", "b=1", "--asked-if", "c=1"],
            "once for each --text",
        ),
    ],
)
def test_columns_and_questions_that_do_not_go_together(command: Command, arguments: list[str], said: str) -> None:
    file = command.file(QUALTRICS)
    code, _, err = command("responses", "add", file, "--id", "ResponseId", "--respondents", "people", *arguments)
    assert code == 2
    assert said in err


def test_a_corrected_text_of_a_coded_response_needs_a_word(command: Command) -> None:
    add = ["--question", QUESTION, "--text", "why", "--id", "id", "--respondents", "people"]
    command("responses", "add", command.file("id,why\n1,Late\n2,Dear\n"), *add)
    command("codebook", "add", command.file("code,label\nt,Time\n", "frame.csv"), "--question", QUESTION)
    command(
        "codings",
        "add",
        command.file("response_id,codes\n1,t\n", "coded.csv"),
        "--coder",
        "Ann",
        "--question",
        QUESTION,
    )
    changed = command.file("id,why\n1,Very late\n2,Very dear\n", "changed.csv")
    code, records, _ = command("responses", "add", changed, *add)
    assert (code, [(r["status"], r["code"]) for r in records]) == (
        12, [("refused", "changed_text"), ("updated", "corrected_text")],
    )  # fmt: skip
    code, records, _ = command("responses", "add", changed, *add, "--accept-changed-texts")
    assert (code, [(r["status"], r["code"]) for r in records]) == (
        0,
        [("updated", "corrected_text"), ("unchanged", None)],
    )
    assert [(r["text"], r["state"]) for r in command("responses")[1]] == [
        ("Very late", "uncoded"),
        ("Very dear", "uncoded"),
    ]


def test_repeats_are_listed_by_group_and_by_code(command: Command) -> None:
    said = "Please keep the library open on Saturdays for the children"
    text = (
        "id,why\n"
        + "".join(f"{n},{said}\n" for n in range(3))
        + "9,Something else altogether that nobody else wrote here\n"
    )
    command(
        "responses",
        "add",
        command.file(text),
        "--question",
        QUESTION,
        "--text",
        "why",
        "--id",
        "id",
        "--respondents",
        "people",
    )
    code, (group,), err = command("responses", "repeats", "--question", QUESTION)
    assert (code, group["size"], group["same"], group["text"]) == (0, 3, 3, said)
    assert [row["response"] for row in group["responses"]] == ["0", "1", "2"]
    assert "1 group of texts that came more than once, 3 responses." in err
    command("codebook", "add", command.file("code,label\nl,Library\n", "frame.csv"), "--question", QUESTION)
    command(
        "codings",
        "add",
        command.file("response_id,codes\n0,l\n9,l\n", "coded.csv"),
        "--coder",
        "Ann",
        "--question",
        QUESTION,
    )
    assert command("responses", "repeats", "--question", QUESTION, "--by-code")[1] == [
        {"code": "l", "label": "Library", "n": 2, "repeated": 1, "largest_group": 1}
    ]


@pytest.mark.model
def test_personal_data_is_reviewed_and_taken_out_of_exports(command: Command) -> None:
    text = "id,why\n1,Ring 01632 960114 and ask for Deborah Lund.\n2,Deborah Lund was late.\n3,The bus on Fern Road.\n"
    command(
        "responses",
        "add",
        command.file(text),
        "--question",
        QUESTION,
        "--text",
        "why",
        "--id",
        "id",
        "--respondents",
        "people",
    )
    command("codebook", "add", command.file("code,label\nl,Late\n", "frame.csv"), "--question", QUESTION)
    code, records, err = command("privacy", "--question", QUESTION)
    assert code == 0
    assert [(r["response"], r["kind"], r["quote"], r["pseudonym"], r["decision"]) for r in records] == [
        ("1", "phone", "01632 960114", "[phone 1]", "suggested"),
        ("1", "name", "Deborah Lund", "[name 1]", "suggested"),
        ("2", "name", "Deborah Lund", "[name 1]", "suggested"),
    ]
    assert "3 of 3 responses searched; found: 3 to review" in err
    out = command.folder / "out.qdpx"
    assert command("export", "--question", QUESTION, "--out", str(out), "--redact")[0] == 0
    assert everything_in(out).count("Deborah") == 0
    assert "[name 1] was late." in everything_in(out)
    assert command("privacy", "reject", records[2]["id"], "--question", QUESTION)[1] == [
        {"decision": "rejected", "changed": 1}
    ]
    assert command("privacy", "accept", "--likely", "--question", QUESTION)[1] == [
        {"decision": "accepted", "changed": 2}
    ]
    texts = [r["text"] for r in command("responses", "--question", QUESTION, "--redact")[1]]
    assert texts == ["Ring [phone 1] and ask for [name 1].", "Deborah Lund was late.", "The bus on Fern Road."]
    assert command("privacy", "apply", "--question", QUESTION)[1] == [
        {"pseudonymised": True, "changed": True, "suggested": 0, "accepted": 2, "rejected": 1}
    ]
    assert [r["text"] for r in command("responses", "--question", QUESTION)[1]] == texts
    assert command("privacy", "apply", "--off", "--question", QUESTION)[0] == 0
    assert command("responses", "--question", QUESTION)[1][0]["text"].startswith("Ring 01632")
    assert (
        command(
            "privacy", "mark", "--question", QUESTION, "--response", "3", "--kind", "address", "--words", "Fern Road"
        )[0]
        == 0
    )
    code, _, err = command("privacy", "accept", "--question", QUESTION)
    assert code == 2
    assert "Say which" in err


def everything_in(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
