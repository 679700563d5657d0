"""What officers do every day: results to files, a topic brief, a list of questions, saved searches, verify."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document as WordDocument

from core.errors import RefusedFile, UserError
from core.jobs import Cancelled, Progress
from tests.ui import projects
from ui import batch
from ui.cli import run
from ui.exports import reread as rereading
from ui.exports.columns import grid, with_sha256
from ui.exports.reread import reread
from ui.screens import saved as saved_screen
from ui.services import Services


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return projects.small(tmp_path)


@pytest.fixture
def verbatim(services: Services, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = run(
            [*arguments, "--project", str(services.store.folder), "--model", "hashing", "--as", "Tester", "--json"]
        )
        captured = capsys.readouterr()
        return code, [json.loads(line) for line in captured.out.splitlines()], captured.err

    return call


def statuses(records: list[dict[str, Any]]) -> list[str]:
    return [record["status"] for record in records]


# Every exported row ---------------------------------------------------------------------------------------------------


def test_the_hash_of_the_document_is_the_last_column() -> None:
    a = {"document": "d1", "quote": "x", "item": None}
    columns, rows = grid(with_sha256([{"id": 1, "a": a, "b": None}, {"id": 2, "a": a, "b": a}], {"d1": "f" * 64}))
    assert columns == [
        "id",
        "a.document",
        "a.quote",
        "a.item",
        "b.document",
        "b.quote",
        "b.item",
        "a.sha256",
        "b.sha256",
    ]
    assert rows[0][-2:] == ["f" * 64, None]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".docx"])
@pytest.mark.parametrize(
    "command", [["commitments"], ["findings"], ["search", "council"], ["search", "--kind", "finding", "shelter"]]
)
def test_what_is_exported_is_found(verbatim: Any, tmp_path: Path, command: list[str], suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    assert verbatim(*command, "--out", str(out))[0] == 0
    code, records, message = verbatim("verify", str(out))
    assert code == 0
    assert records
    assert set(statuses(records)) == {"found"}
    assert f"{len(records)} quotes: {len(records)} found, 0 moved, 0 changed, 0 gone." in message


def test_an_edited_export_is_told_row_by_row(verbatim: Any, tmp_path: Path) -> None:
    out = tmp_path / "commitments.csv"
    verbatim("commitments", "--out", str(out))
    text = out.read_text(encoding="utf-8-sig")
    out.write_text(
        text.replace("£2.5 million on family hubs by", "£25 million on family hubs by"), encoding="utf-8-sig"
    )
    code, records, _ = verbatim("verify", str(out))
    assert code == 12
    assert records[0]["status"] == "changed"
    assert records[0]["row"] == 2
    assert records[0]["words"] == projects.PROMISE


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"id,text\n1,x\n", "no column named quote"),
        ("a.csv", b"quote,start\n,1\n", "hold no quote"),
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04 not a zip", "damaged"),
        ("a.jsonl", b'{"a": [1, {"b": 2}]}\n', "hold no quote"),
        ("a.jsonl", b'{"quote": \n', "not a JSON record"),
        ("a.jsonl", b"[" * 100_000, "not a JSON record"),
        ("a.pdf", b"%PDF-1.7", "not a table"),
    ],
)
def test_a_file_with_nothing_to_verify_says_so(
    verbatim: Any, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, records, message = verbatim("verify", str(path))
    assert (code, records) == (10, [])
    assert says in message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    path.write_text("quote\n" + "x" * 1000)
    monkeypatch.setattr(rereading, "LARGEST", 1000)
    with pytest.raises(RefusedFile, match="more than"):
        reread(path)


def test_an_archive_that_unpacks_to_more_than_an_export_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(RefusedFile, match="30 MB when unpacked"):
        reread(path)


def test_cells_that_excel_cuts_and_formulas_that_were_neutralised(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "word " * 6553 + "…"  # 32,766 characters
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Quote", "Start", "END", "mentions"])
        writer.writerow(["'=1+1", "1,234", "1240.0", '[{"quote": "cut'])
        writer.writerow([long, "x", "", ""])
    read = reread(path)
    first, second = read.quotes
    assert (first.quote, first.alternative, first.start, first.end) == ("'=1+1", "=1+1", 1234, 1240)
    assert (second.cut, second.start, second.quote[-5:]) == (True, None, "word ")
    assert read.problems == (
        "Row 2: the list in the column mentions cannot be read; what stands in it was not checked.",
    )


# The topic brief ------------------------------------------------------------------------------------------------------


def test_a_brief_holds_only_words_of_the_documents(verbatim: Any, services: Services, tmp_path: Path) -> None:
    out = tmp_path / "brief.docx"
    code, records, _ = verbatim("brief", "family hubs zeppelin", "--out", str(out))
    assert code == 0
    assert (records[0]["commitments"], records[0]["missing"]) == (1, ["zeppelin"])
    paper = WordDocument(str(out))
    rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert rows == [
        ["Who", "What was said", "By when", "How much", "Where"],
        ["The council", f"“{projects.PROMISE}”", "by 31 December 2024", "£2.5 million", "A, page i (PDF page 1) [1]"],
    ]
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert texts[0] == "Briefing: family hubs zeppelin"
    assert "No finding in the register is about this." in texts
    assert "No passage bears the words: “zeppelin”." in texts
    assert "A. Norham Council, “Winter shelter plan”, 14 March 2023." in texts
    sources = [cell.text for cell in paper.tables[-1].rows[1].cells]
    text = services.documents()[0].text
    assert text[int(sources[3]) : int(sources[4])] == sources[7] == projects.PROMISE
    assert statuses(verbatim("verify", str(out))[1])[0] == "found"


def test_a_brief_on_nothing_says_what_was_searched(verbatim: Any, tmp_path: Path) -> None:
    out = tmp_path / "brief.docx"
    code, records, _ = verbatim("brief", '"zeppelin hangar"', "--out", str(out))
    assert (code, records[0]["quotes"], records[0]["commitments"]) == (0, 0, 0)
    texts = [paragraph.text for paragraph in WordDocument(str(out)).paragraphs]
    assert any(text.startswith("Made on ") and "in 1 document" in text for text in texts)
    assert 'Nothing matches "zeppelin hangar".' in texts
    assert verbatim("brief", "x", "--out", str(tmp_path / "b.pdf"))[0] == 2


# A list of questions --------------------------------------------------------------------------------------------------


def questions(path: Path, *texts: str) -> Path:
    path.write_text("ref,question\n" + "".join(f'r{n},"{text}"\n' for n, text in enumerate(texts)), encoding="utf-8")
    return path


def test_a_list_of_questions_is_answered_a_row_a_citation(verbatim: Any, tmp_path: Path) -> None:
    file = questions(tmp_path / "q.csv", "What will the council spend on family hubs?", "", "Who flew the zeppelin?")
    out = tmp_path / "answers.xlsx"
    code, records, message = verbatim("ask", "--batch", str(file), "--out", str(out))
    assert code == 12
    assert "row 3: The row has no question. [empty_question]" in message
    assert [record["row"] for record in records] == [2, 4]
    sheet = openpyxl.load_workbook(out)["Answers"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] is not None]
    header = list(rows[0])
    assert header[:7] == ["row", "question", "answer", "reason", "confidence", "citation", "quote"]
    assert header[-1] == "sha256"
    first = dict(zip(header, rows[1], strict=True))
    assert (first["row"], first["ref"], first["citation"]) == (2, "r0", 1)
    assert "£2.5 million" in str(first["quote"])
    assert rows[-1][0] == 4
    assert rows[-1][header.index("reason")]
    assert set(statuses(verbatim("verify", str(out))[1])) == {"found"}


def test_a_list_that_was_stopped_goes_on(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [batch.Asked(n, f"What will the council do about matter {n}?") for n in (2, 3, 4)]

    class Stopping(Progress):
        def report(self, done: int, total: int | None, message: str = "") -> None:
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        list(batch.answered(services, asked, Stopping()))
    kept = next((services.store.folder / "jobs").glob("answers-*.jsonl"))
    with kept.open("a", encoding="utf-8") as stream:
        stream.write('{"question": "half a li')  # a killed process
    put: list[str] = []
    ask = services.ask
    monkeypatch.setattr(Services, "ask", lambda self, question: put.append(question) or ask(question))
    done = list(batch.answered(services, asked, Progress()))
    assert put == ["What will the council do about matter 4?"]
    assert [one.row for one, _ in done] == [2, 3, 4]
    batch.forget(services, asked)
    assert not kept.exists()


def test_a_list_without_questions_says_so(verbatim: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nx\n", encoding="utf-8")
    code, _, message = verbatim("ask", "--batch", str(tmp_path / "a.csv"))
    assert code == 10
    assert "no column 'question'" in message
    with pytest.raises(UserError, match="none of its 1 rows"):
        (tmp_path / "b.csv").write_text("question,ref\n ,x\n", encoding="utf-8")
        batch.read_questions(tmp_path / "b.csv")


# Saved searches -------------------------------------------------------------------------------------------------------

LATER = (
    "Shelter paper",
    "1.1 " + projects.PROMISE,
    "2.1 " + projects.FIGURE,
    "2.2 The winter shelter closed in spring.",
)


def test_what_is_new_is_what_came_in_since(verbatim: Any, services: Services) -> None:
    assert verbatim("searches", "add", "winter", "winter shelter")[0] == 0
    assert verbatim("searches", "add", "winter", "winter shelter")[0] == 0  # the same again changes nothing
    assert verbatim("searches", "add", "winter", "summer")[0] == 2
    assert [(r["name"], r["new"]) for r in verbatim("searches")[1]] == [("winter", 0)]
    services.build_index()
    assert verbatim("searches")[1][0]["new"] == 0
    later = projects.add_paper(services, "Shelter paper", LATER)
    listed = verbatim("searches")[1][0]
    assert (listed["new_documents"], listed["query"]) == (1, "winter shelter")
    shown = verbatim("searches", "show", "winter")[1]
    assert {hit["document"] for hit in shown} == {later.id}
    assert len(shown) == listed["new"]
    assert verbatim("searches")[1][0]["new"] == 0
    assert verbatim("searches", "remove", "winter")[0] == 0
    assert verbatim("searches", "remove", "winter")[0] == 10


def test_saved_searches_are_a_persons_own(services: Services) -> None:
    from index.saved import save, saved

    save(services.store, "Winter", "shelter", who="Ann")
    assert [one.name for one in saved(services.store, "Ann")] == ["Winter"]
    assert saved(services.store, "Ben") == []
    assert saved_screen.PATH == "saved"


def test_csv_of_results_has_citations(verbatim: Any, services: Services, tmp_path: Path) -> None:
    out = tmp_path / "hits.csv"
    verbatim("search", "winter shelter", "--out", str(out))
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[0]["rank"] == "1"
    assert rows[0]["citation"].startswith("Norham Council, “Winter shelter plan”, 14 March 2023")
    assert rows[0]["sha256"] == services.documents()[0].sha256
