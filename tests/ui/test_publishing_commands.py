"""bases, ranks, effort, differences, pack on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.cli import run

QUESTION = "What would help?"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    responses = ["id,text,area"] + [f"r{n},Answer number {n} says what would help us,{'NS'[n % 2]}" for n in range(40)]
    (tmp_path / "responses.csv").write_text("\n".join(responses), encoding="utf-8")
    (tmp_path / "frame.csv").write_text("code,label,definition\na,=Money,\nb,Time,\n", encoding="utf-8")
    codings = ["response_id,codes"] + [f"r{n},{'a' if n % 2 else 'b' if n % 4 else 'a;b'}" for n in range(40)]
    (tmp_path / "codings.csv").write_text("\n".join(codings), encoding="utf-8")
    options = ["--project", str(tmp_path / "project"), "--model", "none"]
    for words in (
        ["responses", "add", str(tmp_path / "responses.csv"), "--text", "text", "--id", "id", "--respondents", "organisations", "--attributes", "area"],
        ["codebook", "add", str(tmp_path / "frame.csv")],
        ["codings", "add", str(tmp_path / "codings.csv"), "--coder", "ann"],
    ):  # fmt: skip
        assert run([*words, "--question", QUESTION, *options]) == 0
    capsys.readouterr()
    return options


def records(capsys: pytest.CaptureFixture[str], words: list[str], options: list[str]) -> list[dict[str, object]]:
    assert run([*words, "--question", QUESTION, "--json", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_records_of_each_command(project: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    bases = records(capsys, ["bases"], project)
    assert {str(row["name"]): row["n"] for row in bases if row["n"]} == {
        "coded": 40, "in": 40, "asked": 40, "answered": 40, "codable": 40,
    }  # fmt: skip
    ranks = records(capsys, ["ranks"], project)
    assert [(row["code"], row["rank"], row["rank_low"], row["rank_high"]) for row in ranks] == [
        ("a", 1, 1, 1), ("b", 2, 2, 2),
    ]  # fmt: skip
    assert [(row["code"], row["more"]) for row in records(capsys, ["effort"], project)] == [("a", 0), ("b", 0)]
    differences = records(capsys, ["differences", "--by", "area"], project)
    assert [(row["code"], row["value"], row["difference"], row["differs"]) for row in differences] == [
        ("a", "N", -50.0, True), ("a", "S", 50.0, True), ("b", "N", 100.0, True), ("b", "S", -100.0, True),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".docx", ".csv"])
def test_a_pack_of_each_kind_is_written(
    project: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"pack{suffix}"
    (made,) = records(capsys, ["pack", "--by", "area", "--out", str(out)], project)
    assert (made["tables"], made["suppressed"], made["quotes"]) == (2, 0, 6)
    assert out.stat().st_size > 200


def test_a_wrong_use_is_said_before_the_work(project: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pack", "--question", QUESTION, "--out", "pack.pdf", *project]) == 2
    assert "choose one of .xlsx, .ods, .docx, .csv" in capsys.readouterr().err
    assert run(["differences", "--question", QUESTION, *project]) == 2
    assert run(["pack", "--question", QUESTION, "--by", "nope", "--out", "pack.csv", *project]) == 2
    assert "no attribute 'nope'" in capsys.readouterr().err
