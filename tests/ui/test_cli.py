"""The command line by its contract: exit codes, JSON Lines on stdout, messages on stderr, no traceback for a user's mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ui.cli import run

PAPER = """# Children's services board

## Family help

3.1 The Department will publish a strategy on family help by the end of 2024.

3.2 £4.5 million will be invested in family hubs over two years.

## Survey

Three quarters of councils (75%) said that they had signed the memorandum.

**Figure 1: Whether councils had signed**

Question: Has your council signed the memorandum?
Base: All councils (n = 88)
"""


class Cli:
    """Runs commands on one project with keyword search only; gives exit code, records and messages."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        code = run(
            [*arguments, "--project", str(self.folder / "project"), "--model", "none", "--json", "--as", "tester"]
        )
        captured = self.capsys.readouterr()
        return code, [json.loads(line) for line in captured.out.splitlines()], captured.err


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    (tmp_path / "paper.md").write_text(PAPER, encoding="utf-8")
    return Cli(tmp_path, capsys)


pytestmark = pytest.mark.model  # ingest parses sentences with spaCy


def test_ingest_adds_once_and_names_what_it_refuses(cli: Cli) -> None:
    (cli.folder / "empty.pdf").write_bytes(b"")
    code, records, err = cli("ingest", str(cli.folder / "paper.md"), str(cli.folder / "empty.pdf"))
    assert code == 12
    assert [(r["status"], r["code"]) for r in records] == [("added", None), ("refused", "empty_file")]
    assert list(records[0]) == [
        "path",
        "document",
        "status",
        "code",
        "message",
        "warnings",
        "pages",
        "ocr_pages",
        "passages",
    ]
    assert "Traceback" not in err
    code, records, _ = cli("ingest", str(cli.folder / "paper.md"))
    assert (code, records[0]["status"]) == (0, "unchanged")


def test_nothing_but_refusals_is_ten(cli: Cli) -> None:
    (cli.folder / "empty.pdf").write_bytes(b"")
    code, records, _ = cli("ingest", str(cli.folder / "empty.pdf"))
    assert (code, records[0]["code"]) == (10, "empty_file")


def test_a_path_that_is_not_there_is_a_message(cli: Cli) -> None:
    code, _, err = cli("ingest", str(cli.folder / "none.pdf"))
    assert code == 10
    assert "Traceback" not in err


def test_options_may_stand_before_or_after_the_command(cli: Cli) -> None:
    assert run(["--project", str(cli.folder / "other"), "--json", "documents"]) == 0
    assert (cli.folder / "other" / "verbatim.db").is_file()


def test_a_new_version_takes_the_place_of_the_old_one(cli: Cli) -> None:
    cli("ingest", str(cli.folder / "paper.md"))
    (cli.folder / "paper.md").write_text(PAPER + "\n3.3 More words here.\n", encoding="utf-8")
    _, records, _ = cli("ingest", str(cli.folder / "paper.md"))
    assert records[0]["status"] == "new_version"
    _, documents, _ = cli("documents")
    assert [d["id"] for d in documents] == [records[0]["document"]]
    assert documents[0]["version_of"] is not None


def test_every_quote_is_the_text_at_its_place(cli: Cli) -> None:
    cli("ingest", str(cli.folder / "paper.md"))
    _, blocks, _ = cli("blocks")
    text = "".join(block["quote"] for block in blocks)
    assert text.replace("\r\n", "\n").strip() == PAPER.strip()
    for command in (["passages"], ["commitments"], ["findings"], ["search", "family"]):
        _, records, _ = cli(*command)
        assert records, command
        for record in records:
            assert text[record["start"] : record["end"]] == record["quote"], command


def test_registers_say_who_what_when_and_how_much(cli: Cli) -> None:
    cli("ingest", str(cli.folder / "paper.md"))
    _, records, _ = cli("commitments")
    first = next(r for r in records if r["paragraph"] == "3.1")
    assert first["actor"]["name"] == "Department" or "Department" in first["actor"]["text"]
    assert (first["deadline"]["start"], first["deadline"]["end"]) == (None, "2024-12-31")
    second = next(r for r in records if r["paragraph"] == "3.2")
    assert (second["amount"]["low"], second["amount"]["high"], second["amount"]["currency"]) == (
        4500000,
        4500000,
        "GBP",
    )
    _, findings, _ = cli("findings")
    share = next(f for f in findings if f["value"] and f["value"]["unit"] == "percent")
    assert (share["value"]["low"], share["base"]["n"], share["figure"]) == (75, 88, "Figure 1")


def test_ask_quotes_or_says_not_found_with_a_receipt(cli: Cli) -> None:
    cli("ingest", str(cli.folder / "paper.md"))
    code, (answer,), _ = cli("ask", "How much will be invested in family hubs?")
    assert code == 0
    assert "£4.5 million" in answer["citations"][0]["quote"]
    assert answer["citations"][0]["paragraph"] == "3.2"
    code, (nothing,), _ = cli("ask", "Who won the football championship of 1966?")
    assert (code, nothing["answer"]) == (0, None)
    assert nothing["reason"]
    assert nothing["searched"]["documents"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "children's",
        "s.17",
        "96%",
        '"agency staff" AND NOT cost',
        '"unclosed',
        "(open",
        "AND",
        "*",
        "-",
        "£",
        "a" * 5000,
    ],
)
def test_no_query_breaks_search(cli: Cli, query: str) -> None:
    cli("ingest", str(cli.folder / "paper.md"))
    code, _, err = cli("search", query)
    assert code == 0
    assert "Traceback" not in err


def test_usage_errors_are_two(cli: Cli) -> None:
    assert cli("search")[0] == 2
    assert cli("nonsense")[0] == 2
    assert cli("search", "--bogus", "x")[0] == 2
    assert cli("commitments", "--out", "x.pdf")[0] == 2
    assert cli("search", "x", "-k", "0")[0] == 2


def test_registers_go_to_csv_and_xlsx(cli: Cli) -> None:
    cli("ingest", str(cli.folder / "paper.md"))
    for name in ("out.csv", "out.xlsx"):
        code, _, err = cli("commitments", "--out", str(cli.folder / name))
        assert (code, (cli.folder / name).stat().st_size > 100) == (0, True)
        assert "written to" in err


def responses_file(folder: Path) -> Path:
    path = folder / "answers.csv"
    path.write_text(
        'who,why,region\na,Too many vacancies,North\nb,Others ignored it,South\nc,,North\na,Again,North\nd,"Pay, mostly",South\n',
        encoding="utf-8",
    )
    return path


def coded(cli: Cli, *design: str) -> str:
    """A project with three answers, a frame of two codes and one coder's codings of them; gives the question's id."""
    file = responses_file(cli.folder)
    _, rows, _ = cli(
        "responses",
        "add",
        str(file),
        "--question",
        "Why?",
        "--text",
        "why",
        "--id",
        "who",
        "--respondents",
        "organisations",
        "--attributes",
        "region",
    )
    assert [row["status"] for row in rows] == ["added", "added", "added", "refused", "added"]
    (cli.folder / "frame.csv").write_text(
        "code,label,definition\nA,Vacancies,Posts are empty\nB,Ignored,Others did not follow\n", encoding="utf-8"
    )
    assert cli("codebook", "add", str(cli.folder / "frame.csv"), "--question", "Why?")[0] == 0
    (cli.folder / "codings.csv").write_text("response_id,codes\na,A\nb,B\nd,\n", encoding="utf-8")
    assert (
        cli("codings", "add", str(cli.folder / "codings.csv"), "--coder", "Ada", "--question", "Why?", *design)[0] == 0
    )
    _, records, _ = cli("responses")
    return str(records[0]["question"])


def test_responses_codings_and_counts(cli: Cli) -> None:
    question = coded(cli)
    _, responses, _ = cli("responses")
    assert {r["id"]: r["state"] for r in responses} == {"a": "coded", "b": "coded", "c": "blank", "d": "coded"}
    code, counts, _ = cli("counts", "--question", question)
    assert code == 0
    assert [(c["code"], c["n"], c["base"], c["percent"], c["low"], c["method"]) for c in counts] == [
        ("A", 1, 3, 33.3333, 33.3333, "all_human"), ("B", 1, 3, 33.3333, 33.3333, "all_human")
    ]  # fmt: skip
    _, asked, _ = cli("counts", "--question", "Why?", "--base", "asked")
    assert [c["base"] for c in asked] == [4, 4]
    _, by, _ = cli("counts", "--question", "Why?", "--by", "region")
    assert {(c["code"], c["group"][0]["value"], c["n"], c["base"]) for c in by if c["group"]} == {
        ("A", "North", 1, 1), ("B", "North", 0, 1), ("A", "South", 0, 2), ("B", "South", 1, 2)
    }  # fmt: skip


def test_a_question_that_is_not_there_is_a_message(cli: Cli) -> None:
    code, _, err = cli("counts", "--question", "What?")
    assert code == 10
    assert "Traceback" not in err


def test_a_column_that_is_not_there_is_named_with_those_that_are(cli: Cli) -> None:
    code, _, err = cli(
        "responses",
        "add",
        str(responses_file(cli.folder)),
        "--question",
        "Why?",
        "--text",
        "wy",
        "--id",
        "who",
        "--respondents",
        "people",
    )
    assert code == 10
    assert "wy" in err
    assert "'why'" in err
