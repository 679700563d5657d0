"""Checks and waves on the command line and on their screens: both quotes, decisions, files, what is not compared."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.documents import Block, Document, Span, content_id, locate
from core.statements import Finding, SampleBase, Value
from core.store.documents import add_document
from core.store.statements import replace_statements
from index.papers import checks
from index.waves import Wave
from tests.ui.test_screens import run as run_screen
from tests.ui.test_screens import words_of
from ui.cli import run
from ui.services import Services
from ui.settings import settings
from ui.viewdata.checks import WantedChecks, chosen_checks, next_open
from ui.viewdata.waves import chosen_waves, questions, wave_line

WRONG = "The panel will meet on Tuesday 15 March 2023 at the depot."
NOTICE = f"Notice\n{WRONG}\nJust under half of crews (52%) sail at night."
QUESTION = "How easy or difficult is it to hire lock keepers?"
ANSWERS = (
    "({}%) said they found it easy to hire lock keepers for night shifts.",
    "({}%) said they had piped water on every quay.",
)


def project(folder: Path) -> Services:
    """A notice with two mistakes, and two reports that ask the same two questions, the second without one base."""
    services = Services.open(settings(project=str(folder / "project"), who="Tester", model="hashing"))
    put(services, "Notice of meeting", NOTICE, "2023-03-01")
    report(services, "Harbours 2021", "2021-05-01", QUESTION, (64, 30), 90)
    report(services, "Harbours 2022", "2022-05-01", QUESTION.replace("hire", "hire trained"), (80, 35), 120)
    return services


def put(services: Services, title: str, text: str, date: str, findings: tuple[Finding, ...] = ()) -> Document:
    document, blocks = layout(title, text, date)
    with services.store.write() as connection:
        add_document(connection, document, blocks, (), "test 1", ())
        replace_statements(connection, document.id, [], findings)
    return document


def layout(title: str, text: str, date: str) -> tuple[Document, list[Block]]:
    blocks, start = [], 0
    for n, line in enumerate(text.splitlines(keepends=True)):
        blocks.append(Block(Span(start, start + len(line)), "paragraph" if n else "heading"))
        start += len(line)
    sha = content_id("", text)
    return Document(content_id("d", text), title, text, sha, f"{title}.txt", date=date, type="survey_report"), blocks


def report(services: Services, title: str, date: str, question: str, shares: tuple[int, int], n: int) -> None:
    lines = [answer.format(share) for answer, share in zip(ANSWERS, shares)]
    document, blocks = layout(title, "\n".join([title, *lines]), date)
    made = []
    for number, (line, share) in enumerate(zip(lines, shares)):
        at = document.text.index(line)
        base = None if title.endswith("2022") and number else SampleBase(n, f"Base: All harbours (n = {n})")
        made.append(
            Finding(
                content_id("f", title, number), locate(document, blocks, Span(at, at + len(line))), "quantitative", line,
                Value(f"({share}%)", share, share, "percent"), population="harbours", base=base,
                survey_question=question if number == 0 else None,
            )
        )  # fmt: skip
    put(services, title, document.text, date, tuple(made))


class Cli:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *arguments: str, json_lines: bool = True) -> tuple[int, Any, str]:
        options = ["--project", str(self.folder / "project"), "--model", "none", "--as", "tester"]
        code = run([*arguments, *options, *(["--json"] if json_lines else [])])
        captured = self.capsys.readouterr()
        return code, [json.loads(x) for x in captured.out.splitlines()] if json_lines else captured.out, captured.err


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    project(tmp_path)
    return Cli(tmp_path, capsys)


def test_checks_are_one_record_a_line(cli: Cli) -> None:
    code, records, err = cli("checks")
    assert (code, err) == (0, "2 checks\n")
    assert [(r["kind"], r["severity"], r["status"], r["b"]) for r in records] == [
        ("date", "major", "open", None), ("wording", "minor", "open", None),
    ]  # fmt: skip
    assert records[0]["a"]["quote"] == WRONG
    assert NOTICE[records[0]["a"]["start"] : records[0]["a"]["end"]] == WRONG


def test_checks_in_words_say_what_differs_and_where(cli: Cli) -> None:
    code, out, _ = cli("checks", json_lines=False)
    assert code == 0
    assert "15 March 2023 is a Wednesday, not a Tuesday. (date, major, certain)" in out
    assert f"    “{WRONG}”\n    Notice of meeting\n" in out


def test_a_check_is_dismissed_and_opened_again(cli: Cli) -> None:
    name = cli("checks")[1][0]["id"]
    assert cli("checks", "dismiss", name, "--reason", "Printed so")[0] == 0
    assert [r["id"] for r in cli("checks")[1]] != [name]
    kept = cli("checks", "--dismissed")[1][0]
    assert (kept["status"], kept["reason"]) == ("dismissed", "Printed so")
    assert cli("checks", "reopen", name)[0] == 0
    assert len(cli("checks")[1]) == 2


def test_mistakes_of_the_user_are_messages(cli: Cli) -> None:
    assert cli("checks", "dismiss", "k0", "--reason", "x")[0] == 10
    assert cli("checks", "dismiss", "k0")[0] == 2
    assert cli("checks", "--document", "nothing")[0] == 10
    assert cli("checks", "--out", str(cli.folder / "checks.pdf"))[0] == 2
    assert cli("waves", "Harbours 2021")[0] == 2
    assert cli("waves", "Harbours 2021", "Harbours 2021")[0] == 2
    code, _, err = cli("waves", "Harbours", "Notice")
    assert code == 10
    assert "fits 2 documents" in err


def test_waves_are_compared_or_refused_with_the_reason(cli: Cli) -> None:
    code, records, err = cli("waves", "Harbours 2021", "Harbours 2022")
    assert (code, err) == (0, "2 questions in both, 1 of them not compared\n")
    first, second = records
    assert (first["difference"], first["refused"]) == (16.0, None)
    assert first["low"] < 16 < first["high"]
    assert first["wording_diff"] == "How easy or difficult is it to hire {+trained+} lock keepers?"
    assert (first["a"]["value"]["low"], first["b"]["base"]["n"]) == (64, 120)
    assert (second["difference"], second["refused"]) == (None, "The second report states no base for its figure.")


def test_both_go_to_csv_and_xlsx(cli: Cli) -> None:
    for suffix in (".csv", ".xlsx"):
        assert cli("checks", "--out", str(cli.folder / f"checks{suffix}"))[0] == 0
        assert cli("waves", "Harbours 2021", "Harbours 2022", "--out", str(cli.folder / f"waves{suffix}"))[0] == 0
    rows = list(csv.DictReader(io.StringIO((cli.folder / "checks.csv").read_text(encoding="utf-8-sig"))))
    assert next(row["a.quote"] for row in rows) == WRONG
    assert list(rows[0])[:6] == ["id", "kind", "severity", "certainty", "explanation", "a.title"]
    book = openpyxl.load_workbook(cli.folder / "waves.xlsx")
    assert book.sheetnames == ["Cover", "Waves"]
    cover = [cell.value for cell in book["Cover"]["A"]]
    assert cover[1:3] == ["a: Harbours 2021", "b: Harbours 2022"]
    assert any("Newcombe" in str(line) for line in cover)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    st.cache_resource.clear()
    return project(tmp_path)


def button(at: AppTest, label: str) -> Any:
    return next(one for one in at.button if one.label == label)


def test_the_screen_shows_a_check_with_its_place(services: Services) -> None:
    at = run_screen("ui.screens.checks", services)
    assert not at.exception
    words = words_of(at)
    assert "2 checks shown. 0 of 2 dismissed." in words
    assert "15 March 2023 is a Wednesday, not a Tuesday." in words
    assert WRONG in words
    assert list(at.dataframe[0].value.columns) == ["What", "What differs", "Severity", "Review"]


def test_a_check_is_dismissed_on_the_screen_with_a_reason_only(services: Services) -> None:
    at = run_screen("ui.screens.checks", services)
    button(at, "Dismiss").click().run()
    assert "Say why" in words_of(at)
    next(one for one in at.text_input if one.label == "Reason").set_value("Printed so")
    button(at, "Dismiss").click().run()
    assert "Dismissed. It is listed under Review: Dismissed." in words_of(at)
    assert [(row.status, row.reason) for row in checks(services.store, dismissed=True)] == [
        ("dismissed", "Printed so"), ("open", None),
    ]  # fmt: skip
    at.selectbox(key="checks-status").set_value("dismissed").run()
    button(at, "Take the dismissal back").click().run()
    assert [row.status for row in checks(services.store, dismissed=True)] == ["open", "open"]


def test_a_link_opens_its_check(services: Services) -> None:
    wanted = checks(services.store)[1]
    at = run_screen("ui.screens.checks", services, row=wanted.check.id)
    assert wanted.check.explanation in words_of(at)


def test_the_screen_of_waves_compares_the_two_reports(services: Services) -> None:
    at = run_screen("ui.screens.waves", services)
    assert not at.exception
    words = words_of(at)
    assert "2 figures in both. 1 not compared, with the reason. 1 with a difference clear of zero." in words
    assert "+16.0 points" in words
    at.selectbox(key="waves-shown").set_value("refused").run()
    assert "The second report states no base for its figure." in words_of(at)
    at.selectbox(key="waves-b").set_value(at.selectbox(key="waves-a").value).run()
    assert "Choose two reports" in words_of(at)


def test_filters_of_checks(services: Services) -> None:
    rows = checks(services.store, dismissed=True)
    assert [row.check.kind for row in chosen_checks(rows, WantedChecks(text="depot TUESDAY"))] == ["date"]
    assert [row.check.kind for row in chosen_checks(rows, WantedChecks(severity="minor"))] == ["wording"]
    assert chosen_checks(rows, WantedChecks(kind="sum")) == []
    assert chosen_checks(rows, WantedChecks(status="dismissed")) == []
    assert len(chosen_checks(rows, WantedChecks(status="", document=rows[0].check.a.document))) == 2
    assert next_open(rows, rows[0].check.id) == rows[1].check.id
    assert next_open(rows, rows[1].check.id) == rows[0].check.id


def wave(**changes: Any) -> Wave:
    fields = {"subject": "Easy to hire", "value": {"text": "(64%)", "low": 64, "high": 64}, "base": {"n": 1204}}
    return Wave(**({"question": None, "a": fields, "b": fields, "alike_question": None, "alike_answer": 1.0} | changes))


def test_a_wave_as_a_row() -> None:
    assert wave_line(wave(difference=6.0, low=-1.25, high=13.0)) == {
        "What": "Easy to hire", "First": "64% (n = 1,204)", "Second": "64% (n = 1,204)", "Difference": "+6.0 points (-1.2 to +13.0)",
    }  # fmt: skip
    refused = wave(refused="No base")
    assert wave_line(refused)["Difference"] == "not compared"
    clear = wave(difference=6.0, low=1.0, high=13.0)
    unclear = wave(difference=6.0, low=-1.0, high=13.0)
    rows = [refused, clear, unclear]
    assert chosen_waves(rows, "") == rows
    assert chosen_waves(rows, "clear") == [clear]
    assert chosen_waves(rows, "compared") == [clear, unclear]
    assert chosen_waves(rows, "refused") == [refused]


def test_the_words_that_changed_are_marked_in_each_question() -> None:
    asked = [{"survey_question": text} for text in ("to hire old keepers", "to hire young lock keepers")]
    first, second = questions(wave(a=asked[0], b=asked[1]))
    assert first is not None and second is not None
    assert [first.text[a:b] for a, b in first.marks] == ["old"]
    assert [second.text[a:b] for a, b in second.marks] == ["young lock"]
    assert questions(wave(a=asked[0], b={})) == (first.__class__("to hire old keepers", ()), None)


@pytest.mark.model
def test_the_deliberate_disagreement_of_the_sample_report_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = Path(__file__).resolve().parents[2] / "samples" / "source" / "survey-report.md"
    cli = Cli(tmp_path, capsys)
    assert cli("ingest", str(sample))[0] == 0
    records = cli("checks")[1]
    assert [(r["kind"], r["severity"]) for r in records] == [("value", "major")]
    assert "(65%)" in records[0]["a"]["quote"]
    assert "(56%)" in records[0]["b"]["quote"]
