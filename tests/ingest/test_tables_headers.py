"""Header rows as survey programs write them, titles above them, columns by letter, ids that spreadsheets changed, wrong files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from core.errors import RefusedFile, UserError
from ingest.tables import read_responses, read_table, unused_columns
from ingest.tables.headers import header_of
from ingest.tables.reading import Row, column_index, column_letters


def written(tmp_path: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_three_header_rows_of_qualtrics(tmp_path: Path) -> None:
    ids = '"{""ImportId"":""a""}","{""ImportId"":""b""}"'
    table = read_table(written(tmp_path, f"ResponseId,Q1\nResponse ID,Why do you say that?\n{ids}\nR_1,Late\n"))
    assert (table.columns, table.labels) == (("ResponseId", "Q1"), ("Response ID", "Why do you say that?"))
    assert table.rows == [Row(4, ("R_1", "Late"))]
    assert table.notes == ("Rows 2 and 3 hold wordings and import ids (Qualtrics); they are no responses.",)
    assert column_index(tmp_path, table, "Why do you say that?") == 1


def test_two_header_rows_of_qualtrics(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "StartDate,ResponseId,Q1\nStart Date,Response ID,Why?\n2024-01-02,R_1,Late\n"))
    assert (table.labels, [row.number for row in table.rows]) == (("Start Date", "Response ID", "Why?"), [3])


def test_a_question_over_its_options_is_joined_to_them(tmp_path: Path) -> None:
    text = "Respondent ID,Date,Which do you use?,,Why do you say that?\n,,Bus,Train,Open-Ended Response\n7,2024-01-02,1,,It is near\n"
    table = read_table(written(tmp_path, text))
    assert table.columns == (
        "Respondent ID", "Date", "Which do you use? - Bus", "Which do you use? - Train", "Why do you say that?",
    )  # fmt: skip
    assert table.rows == [Row(3, ("7", "2024-01-02", "1", "", "It is near"))]
    assert "--header-rows 1" in table.notes[0]


def test_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Id", "Which?", None, "Why?"],
        [None, "Bus", "Train", "Response"],
        [1.0, "x", None, "near"],
        [2.0, None, "x", "fast"],
    ):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    path = tmp_path / "t.xlsx"
    book.save(path)
    table = read_table(path)
    assert table.columns == ("Id", "Which? - Bus", "Which? - Train", "Why?")
    assert [row.cells for row in table.rows] == [("1", "x", "", "near"), ("2", "", "x", "fast")]


@pytest.mark.parametrize(
    "text",
    [
        "id,why\n,It was late\n2,It was dear\n",  # a first response without an id
        "id,,why\nR1,extra,late\n",  # a column without a name
        "id,,why\nR1,,late\n",
        "id,why,other\nR1,late,\nR2,,dear\n",
    ],
)
def test_a_first_response_is_no_header(tmp_path: Path, text: str) -> None:
    table = read_table(written(tmp_path, text))
    assert (table.rows[0].number, table.notes) == (2, ())


def test_a_person_says_how_many_rows_name_the_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "id,why\nNo.,Reason\n1,late\n")
    assert read_table(path).rows[0] == Row(2, ("No.", "Reason"))
    table = read_table(path, header_rows=2)
    assert (table.columns, table.labels, table.rows) == (("id", "why"), ("No.", "Reason"), [Row(3, ("1", "late"))])
    merged = written(tmp_path, "id,Section A,\nNo.,Good,Bad\n1,2,3\n", "m.csv")
    assert read_table(merged, header_rows=2).columns == ("id - No.", "Section A - Good", "Section A - Bad")


def test_titles_above_a_delimited_table_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "Residents' survey 2024\nExported on Monday\n\nid;why\n1;late, and dear\n2;far\n")
    assert read_table(path)[:2] == (("id", "why"), [Row(5, ("1", "late, and dear")), Row(6, ("2", "far"))])


def test_a_table_of_one_column_keeps_its_header() -> None:
    assert header_of([(1, ["why"]), (2, ["late"]), (3, ["dear"])]).used == 1


def test_columns_are_told_by_their_letters(tmp_path: Path) -> None:
    assert [column_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    path = written(tmp_path, "id,why,why\n1,a,b\n")
    table = read_table(path)
    with pytest.raises(UserError, match=r"2 columns called 'why'\. Say which by its letter, 'column B' or 'column C'"):
        column_index(path, table, "why")
    assert [column_index(path, table, name) for name in ("column C", "Column b")] == [2, 1]
    assert [(c.shown, c.filled) for c in unused_columns(table, {0, 1})] == [("why", 1)]


def test_a_column_without_a_name_is_listed_only_where_it_is_filled(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "id,,why,\nR1,x,late,\nR2,,dear,\n"))
    assert [(c.shown, c.filled) for c in unused_columns(table, {0, 2})] == [("column B", 1)]


def test_ids_that_are_whole_numbers_lose_the_point_that_a_spreadsheet_gave_them(tmp_path: Path) -> None:
    responses, problems = read_responses(written(tmp_path, "id,why\n1.0,a\n20.0,b\n"), "Why?", "why", "id")
    assert ([made.id for made in responses], problems) == (["1", "20"], [])
    mixed, _ = read_responses(written(tmp_path, "id,why\n1.0,a\n1.5,b\n", "m.csv"), "Why?", "why", "id")
    assert [made.id for made in mixed] == ["1.0", "1.5"]


def test_a_rounded_id_is_refused_by_name(tmp_path: Path) -> None:
    responses, problems = read_responses(written(tmp_path, "id,why\n1.23E+11,a\n7,b\n"), "Why?", "why", "id")
    assert [made.id for made in responses] == ["7"]
    assert [(p.row, p.id, p.code) for p in problems] == [(2, "1.23E+11", "rounded_id")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n...", "is a PDF, not a table"),
        (b"<html><body><table><tr><td>id</td></tr></table>", "is a web page or XML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "is a web page or XML"),
        (b'[{"id": 1}]', "is JSON"),
        (bytes(range(32)) * 20, "is not a table"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
    ],
)
def test_a_wrong_file_says_what_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(RefusedFile, match=said):
        read_table(written(tmp_path, data))


def test_a_hundred_columns_of_a_panel_export(tmp_path: Path) -> None:
    names = ["ResponseId", *(f"Q{n}" for n in range(1, 100))]
    labels = ["Response ID", *(f"Question {n}, and why?" for n in range(1, 100))]
    ids = [f'"{{""ImportId"":""QID{n}""}}"' for n in range(100)]
    rows = [",".join([f"R_{r}", *(f"text {r} {c}" for c in range(1, 100))]) for r in range(3)]
    quoted = ",".join(f'"{label}"' for label in labels)
    table = read_table(written(tmp_path, "\n".join([",".join(names), quoted, ",".join(ids), *rows])))
    assert (len(table.columns), len(table.rows), table.labels[99]) == (100, 3, "Question 99, and why?")
