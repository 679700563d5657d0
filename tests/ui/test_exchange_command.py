"""export and import on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from ui.cli import run

QUESTION = "Why did it not help?"


class Cli:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *arguments: str, project: str = "project") -> tuple[int, list[dict[str, Any]], str]:
        code = run([*arguments, "--project", str(self.folder / project), "--model", "none", "--json", "--as", "tester"])
        captured = self.capsys.readouterr()
        return code, [json.loads(line) for line in captured.out.splitlines()], captured.err

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    made = Cli(tmp_path, capsys)
    rows = made.file("r.csv", "id,text,region\n1,Too dear,North\n2,,South\n3,Slow 😀,South\n")
    made("responses", "add", rows, "--question", QUESTION, "--text", "text", "--id", "id", "--respondents", "people", "--attributes", "region")  # fmt: skip
    made("codebook", "add", made.file("f.csv", "code,label,definition,parent\ncost,Cost,It costs.,Money\nslow,Too slow,,\n"), "--question", QUESTION)  # fmt: skip
    made("codings", "add", made.file("a.csv", "response_id,codes\n1,cost\n3,\n"), "--coder", "Ann", "--question", QUESTION)  # fmt: skip
    made("codings", "add", made.file("b.csv", "response_id,codes\n1,slow\n"), "--coder", "Ben", "--question", QUESTION)
    return made


def codings(cli: Cli, project: str) -> list[tuple[str, str, bool, str]]:
    _, records, _ = cli("codings", "--question", QUESTION, project=project)
    return sorted((r["response"], r["code"], r["value"], r["coder"]) for r in records)


def test_a_question_goes_to_another_project_and_back(cli: Cli) -> None:
    out = str(cli.folder / "p.qdpx")
    code, records, err = cli("export", "--question", QUESTION, "--out", out)
    assert code == 0
    assert {k: v for k, v in records[0].items() if k not in ("question", "file")} == {
        "codes": 2, "responses": 3, "coders": 2, "codings": 2,
    }  # fmt: skip
    assert "3 responses, 2 codes and 2 codings of 2 coders written to" in err
    code, records, _ = cli("import", out, project="other")
    assert code == 0
    assert [(r["id"], r["status"]) for r in records] == [
        ("1", "added"), ("2", "added"), ("3", "added"), ("cost", "added"), ("slow", "added"),
        ("1 / Ann", "added"), ("3 / Ann", "added"), ("1 / Ben", "added"),
    ]  # fmt: skip
    assert codings(cli, "other") == codings(cli, "project")
    assert len(codings(cli, "other")) == 6
    again = str(cli.folder / "again.qdpx")
    assert cli("export", "--question", QUESTION, "--out", again, project="other")[0] == 0


def test_a_code_book_goes_out_and_in(cli: Cli) -> None:
    out = str(cli.folder / "f.qdc")
    assert cli("export", "--question", QUESTION, "--out", out)[0] == 0
    code, records, _ = cli("codebook", "add", out, "--question", QUESTION)
    assert (code, [(r["id"], r["status"]) for r in records]) == (0, [("cost", "unchanged"), ("slow", "unchanged")])
    code, _, err = cli("import", out)
    assert code == 2
    assert "verbatim codebook add f.qdc" in err


def test_one_coder_is_taken_out_of_a_project(cli: Cli) -> None:
    out = str(cli.folder / "p.qdpx")
    cli("export", "--question", QUESTION, "--out", out)
    code, records, _ = cli("codings", "add", out, "--coder", "Ben", "--question", QUESTION)
    assert (code, [(r["id"], r["status"]) for r in records]) == (0, [("1", "unchanged")])
    code, _, err = cli("codings", "add", out, "--coder", "Zed", "--question", QUESTION)
    assert code == 10
    assert "holds no codings of 'Zed', but those of: Ann, Ben" in err


def test_other_formats_are_told_before_any_work(cli: Cli) -> None:
    code, _, err = cli("export", "--question", QUESTION, "--out", str(cli.folder / "p.docx"))
    assert code == 2
    assert ".qdpx (the whole project) or .qdc (the code frame)" in err
    code, _, err = cli("codings", "--question", QUESTION, "--wide", "--out", str(cli.folder / "w.json"))
    assert code == 2
    assert ".csv, .xlsx, .sav" in err


def test_a_wide_table_and_its_labels(cli: Cli) -> None:
    out = cli.folder / "w.csv"
    assert cli("codings", "--question", QUESTION, "--wide", "--out", str(out))[0] == 0
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert rows == [
        ["response", "coder", "source", "region", "cost", "slow"],
        ["1", "Ann", "human", "North", "1", "0"], ["1", "Ben", "human", "North", "0", "1"], ["3", "Ann", "human", "South", "0", "0"],
    ]  # fmt: skip
    labels = list(csv.reader((cli.folder / "w.labels.csv").read_text("utf-8-sig").splitlines()))
    assert labels[-1] == ["slow", "code", "slow", "Too slow"]


def test_a_wide_table_for_spss_bears_its_labels(cli: Cli) -> None:
    out = cli.folder / "w.sav"
    assert cli("codings", "--question", QUESTION, "--wide", "--out", str(out))[0] == 0
    data, about = pyreadstat.read_sav(str(out))
    assert data[["response", "coder", "cost", "slow"]].values.tolist() == [
        ["1", "Ann", 1.0, 0.0], ["1", "Ben", 0.0, 1.0], ["3", "Ann", 0.0, 0.0],
    ]  # fmt: skip
    assert about.column_names_to_labels["slow"] == "Too slow"
    assert about.variable_value_labels["cost"] == {0.0: "Does not apply", 1.0: "Applies"}


def test_a_file_of_responses_says_what_was_mended_and_refused(cli: Cli) -> None:
    rows = cli.file(
        "more.csv", "id,text,region\nr4,donâ€™t know,North\nr5,one,two,three\nR4,Good,North\nr6,n/a,South\n"
    )
    code, records, err = cli("responses", "add", rows, "--question", QUESTION, "--text", "text", "--id", "id", "--respondents", "people")  # fmt: skip
    assert code == 12
    assert [(r["row"], r["id"], r["status"], r["code"]) for r in records] == [
        (2, "r4", "added", None), (3, None, "refused", "extra_cells"), (4, "R4", "added", None), (5, "r6", "added", "no_answer_words"),
    ]  # fmt: skip
    assert "1 rows had letters garbled by an earlier program" in err
    assert "r4 and R4" in err


@pytest.mark.parametrize("command", [["import"], ["codebook", "add", "--question", QUESTION]])
def test_a_damaged_file_is_a_message(cli: Cli, command: list[str]) -> None:
    bad = cli.file("bad.qdpx", "junk")
    code, _, err = cli(*command, bad)
    assert code == 10
    assert "is no REFI-QDA project" in err
    assert "Traceback" not in err
