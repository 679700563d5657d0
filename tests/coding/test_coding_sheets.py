"""Coding sheets out and back: nothing a coder wrote is lost, nothing that was changed is taken, one question's sheet is no other's."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.rounds.sheets import same_text
from core.codebooks import Code
from core.errors import NotFoundError, UsageError, UserError
from ingest.tables.coding_sheets import read_coding_sheet
from ui.exports.sheets import shown_names
from ui.exports.workbook import clean
from ui.services import Services
from ui.settings import settings

QUESTION = "What would help?"
TEXTS = [
    "=1+1 is two", "  leading\r\nnew line\tand tab", "emoji 😀 café", "_x0041_ odd", "@SUM(A1)", "+44 20 7946", "plain",
    "'quoted", "long " * 9000, "-5",
]  # fmt: skip


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = Services.open(settings(project=str(tmp_path / "project"), who="Tester", model="hashing"))
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text", "area"])
        writer.writerows([f"00{n}", text, ["N", "=S"][n % 2]] for n, text in enumerate(TEXTS))
    made.add_responses(
        tmp_path / "r.csv", QUESTION, text_column="text", id_column="id", respondents="people", attributes=["area"]
    )
    frame(made, tmp_path, "code,label,definition\ncost,Cost,Too dear\nslow,Too slow,=danger\nstaff,Cost,Staff\n")
    return made


def frame(services: Services, folder: Path, text: str, question: str = QUESTION) -> None:
    (folder / "f.csv").write_text(text, encoding="utf-8")
    services.add_codebook(folder / "f.csv", question)


def sheet(services: Services, folder: Path, coder: str = "Ann", lists: int | None = 3) -> Path:
    path = folder / f"{coder}-{lists}.xlsx"
    path.write_bytes(services.coding_sheet(QUESTION, coder, lists=lists)[0])
    return path


def fill(path: Path, cells: dict[str, object]) -> Path:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book["Coding"][place] = value
    book.save(path)
    return path


def said(services: Services, coder: str = "Ann") -> dict[str, set[str]]:
    made: dict[str, set[str]] = {}
    for coding in services.codings(QUESTION):
        if coding.coder == coder:
            made.setdefault(coding.response, set()).update([coding.code] if coding.value else [])
    return made


def test_every_text_goes_out_and_comes_back_as_it_was(services: Services, tmp_path: Path) -> None:
    path = fill(sheet(services, tmp_path), {f"D{n}": "Too slow" for n in range(5, 15)})
    report = services.add_codings(path, None, None)
    assert report.summary() == "10 added"
    assert said(services) == {f"00{n}": {"slow"} for n in range(10)}
    assert services.add_codings(path, QUESTION, "ann").summary() == "10 unchanged"


def test_the_workbook_locks_what_must_stay_and_offers_the_codes(services: Services, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sheet(services, tmp_path))
    page = book["Coding"]
    assert [made.title for made in book] == ["Coding", "Code frame", "Instructions", "verbatim"]
    assert book["verbatim"].sheet_state == "veryHidden"
    assert [cell.value for cell in page[4]] == [
        "response_id",
        "text",
        "area",
        "Code 1",
        "Code 2",
        "Code 3",
        "No code fits",
        "Note",
    ]
    assert page.protection.sheet
    assert [cell.protection.locked for cell in page[5]] == [True, True, True, False, False, False, False, False]
    assert (page["B5"].value, page["B5"].data_type, page["C6"].data_type) == ("=1+1 is two", "s", "s")
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules == {"D5:F14": "'Code frame'!$A$2:$A$4", "G5:G14": '"x"'}
    assert [cell.value for cell in book["Code frame"]["A"]] == [
        "What to choose",
        "Cost (cost)",
        "Too slow",
        "Cost (staff)",
    ]
    columns = openpyxl.load_workbook(sheet(services, tmp_path, lists=None))["Coding"]
    assert [cell.value for cell in columns[4]][3:6] == ["Cost (cost)", "Too slow", "Cost (staff)"]


def test_what_the_coder_wrote_is_taken_row_by_row(services: Services, tmp_path: Path) -> None:
    path = fill(sheet(services, tmp_path), {
        "D5": "cost (COST)", "E5": "Too slow", "H5": "to discuss", "G6": "x", "H7": "only a note", "D8": "nonsense", "D9": "Too slow",
        "G9": "x", "B10": "changed", "D10": "Too slow", "G11": "perhaps",
    })  # fmt: skip
    report = services.add_codings(path, QUESTION, None)
    assert [(row.row, row.id, row.status, row.code) for row in report.rows] == [
        (5, "000", "added", None), (6, "001", "added", None), (7, "002", "skipped", None), (8, "003", "refused", "unknown_code"),
        (9, "004", "refused", "contradiction"), (10, "005", "refused", "changed_text"), (11, "006", "refused", "bad_value"),
        (12, "007", "skipped", None), (13, "008", "skipped", None), (14, "009", "skipped", None),
    ]  # fmt: skip
    assert said(services) == {"000": {"cost", "slow"}, "001": set()}
    assert report.exit_code == 12
    again = openpyxl.load_workbook(sheet(services, tmp_path))["Coding"]
    assert [cell.value for cell in again[5]][3:] == ["Cost (cost)", "Too slow", None, None, "to discuss"]
    assert [cell.value for cell in again[6]][3:] == [None, None, None, "x", None]


def test_a_column_a_code(services: Services, tmp_path: Path) -> None:
    path = fill(sheet(services, tmp_path, lists=None), {"D5": 1, "E6": 0, "G7": "x", "F8": "maybe", "D9": 1, "F9": 1})
    report = services.add_codings(path, None, None)
    assert report.summary() == "4 added, 5 skipped, 1 refused"
    assert said(services) == {"000": {"cost"}, "001": set(), "002": set(), "004": {"cost", "staff"}}


def test_missing_doubled_and_added_rows_are_named(services: Services, tmp_path: Path) -> None:
    path = sheet(services, tmp_path)
    book = openpyxl.load_workbook(path)
    page = book["Coding"]
    for row in range(5, 15):
        page.cell(row, 4).value = "Too slow"
    for row, source in ((15, 7), (16, 8), (17, 9)):
        for column in range(1, 9):
            page.cell(row, column).value = page.cell(source, column).value
    page["D16"] = "Cost (cost)"
    page["A17"] = "new"
    for column in range(1, 9):
        page.cell(14, column).value = None
    book.save(path)
    report = services.add_codings(path, None, None)
    assert [(row.row, row.id, row.code) for row in report.rows if row.status == "refused"] == [
        (8, "003", "duplicate_response"), (14, "009", "missing_row"), (15, "002", "duplicate_response"),
        (16, "003", "duplicate_response"), (17, "new", "unknown_response"),
    ]  # fmt: skip
    assert set(said(services)) == {f"00{n}" for n in (0, 1, 2, 4, 5, 6, 7, 8)}


def test_another_question_s_or_coder_s_sheet_is_refused_whole(services: Services, tmp_path: Path) -> None:
    other = "Why not?"
    services.add_responses(tmp_path / "r.csv", other, text_column="text", id_column="id", respondents="people")
    frame(services, tmp_path, "code,label\ncost,Cost\n", other)
    path = fill(sheet(services, tmp_path), {"D5": "Too slow"})
    with pytest.raises(UserError, match="is a coding sheet of another question: 'What would help\\?'"):
        services.add_codings(path, other, None)
    with pytest.raises(UserError, match="was made for Ann, not Bob"):
        services.add_codings(path, QUESTION, "Bob")
    assert services.codings(QUESTION) == []


def test_a_sheet_of_an_older_frame_says_nothing_of_newer_codes(services: Services, tmp_path: Path) -> None:
    path = fill(sheet(services, tmp_path), {"D5": "Too slow", "D6": "Cost (cost)"})
    frame(services, tmp_path, "code,label\nslow,Too slow\npay,Pay\nstaff,Staff\n")
    report = services.add_codings(path, None, None)
    assert [(row.row, row.status, row.code) for row in report.rows[:2]] == [
        (5, "added", None),
        (6, "refused", "unknown_code"),
    ]
    assert "No longer in it: cost. New since, and so not judged on these responses: pay." in report.notes[0]
    assert {c.code for c in services.codings(QUESTION)} == {"slow", "staff"}


def test_what_was_said_of_a_newer_code_stays(services: Services, tmp_path: Path) -> None:
    path = fill(sheet(services, tmp_path), {"D5": "Too slow"})
    frame(services, tmp_path, "code,label\ncost,Cost\nslow,Too slow\nstaff,Staff\npay,Pay\n")
    (tmp_path / "c.csv").write_text("response_id,codes\n000,pay;cost\n", encoding="utf-8")
    services.add_codings(tmp_path / "c.csv", QUESTION, "Ann")
    assert services.add_codings(path, None, None).summary() == "1 updated, 9 skipped"
    assert said(services) == {"000": {"slow", "pay"}}


def test_only_what_is_the_coder_s_to_code_goes_out(services: Services, tmp_path: Path) -> None:
    services.allocate(QUESTION, "split", ["Ann", "Bob"], overlap=0.2, seed=1)
    assert [services.coding_sheet(QUESTION, name, lists=3)[1] for name in ("Ann", "bob")] == [6, 6]
    assert services.coding_sheet(QUESTION, "Ann", lists=3, everything=True)[1] == 10
    with pytest.raises(NotFoundError, match="nothing for Cat to code"):
        services.coding_sheet(QUESTION, "Cat", lists=3)


def test_what_is_hidden_must_be_whole(services: Services, tmp_path: Path) -> None:
    path = sheet(services, tmp_path)
    book = openpyxl.load_workbook(path)
    for row in book["verbatim"].iter_rows():
        if row[0].value == "id" and row[1].value == "003":
            row[1].value = "004"
    book.save(path)
    with pytest.raises(UserError, match="hidden list of its responses was changed"):
        services.add_codings(path, None, None)


def test_a_file_that_is_no_coding_sheet_still_needs_a_name_and_a_question(services: Services, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("response_id,codes\n000,slow\n", encoding="utf-8")
    assert read_coding_sheet(tmp_path / "c.csv") is None
    with pytest.raises(UsageError, match="--question Q"):
        services.add_codings(tmp_path / "c.csv", None, "Ann")
    with pytest.raises(UsageError, match="--coder NAME"):
        services.add_codings(tmp_path / "c.csv", QUESTION, None)
    services.add_codings(tmp_path / "c.csv", QUESTION, "Ann")
    report = services.add_codings(tmp_path / "c.csv", QUESTION, "  ANN ")
    assert (report.summary(), report.notes[0]) == (
        "1 unchanged",
        "'ANN' was taken for Ann, who is known here under that name.",
    )


def as_ods(path: Path) -> Path:
    """The workbook's sheets as an OpenDocument file, written by hand: white space as spreadsheet programs write it."""
    book = openpyxl.load_workbook(path)
    tables = []
    for page in book:
        rows = []
        for cells in page.iter_rows(values_only=True):
            made = []
            for value in cells:
                if value is None:
                    made.append("<table:table-cell/>")
                elif isinstance(value, int):
                    made.append(
                        f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
                    )
                else:
                    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
                    made.append(f'<table:table-cell office:value-type="string">{lines}</table:table-cell>')
            rows.append(f"<table:table-row>{''.join(made)}</table:table-row>")
        tables.append(f'<table:table table:name="{page.title}">{"".join(rows)}</table:table>')
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>{"".join(tables)}</office:spreadsheet></office:body></office:document-content>'
    made_path = path.with_suffix(".ods")
    with zipfile.ZipFile(made_path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    return made_path


@pytest.mark.parametrize("lists", [3, None])
def test_a_sheet_saved_as_opendocument_comes_back_too(services: Services, tmp_path: Path, lists: int | None) -> None:
    path = sheet(services, tmp_path, lists=lists)
    fill(path, {f"E{n}": "Too slow" if lists else 1 for n in range(5, 15)})
    report = services.add_codings(as_ods(path), None, None)
    assert report.summary() == "10 added"
    assert said(services) == {f"00{n}": {"slow"} for n in range(10)}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_text_is_the_same_as_what_a_cell_makes_of_it(text: str) -> None:
    assert same_text(clean(text), text)
    assert same_text(" ".join(clean(text).split()), text)


def test_a_changed_text_is_not_the_same() -> None:
    assert not same_text("It cost £40", "It cost £400")
    assert not same_text("", "It")
    assert not same_text("x" * 100, "x" * 101)


def test_codes_with_the_same_label_are_told_apart() -> None:
    codes = (Code("a", "Café"), Code("b", "cafe"), Code("c", "Tea"), Code("d", "Tea (e)"), Code("e", "TEA"))
    assert shown_names(codes) == {"a": "Café (a)", "b": "cafe (b)", "c": "Tea (c)", "d": "Tea (e)", "e": "TEA (e) [5]"}
