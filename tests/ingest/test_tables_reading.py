"""CSV and XLSX as people's programs write them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RefusedFile, UserError
from ingest.tables.encodings import mend
from ingest.tables.reading import Row, column_index, decoded, read_table


def table_of(tmp_path: Path, data: bytes | str, name: str = "t.csv", encoding: str = "utf-8"):  # type: ignore[no-untyped-def]
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return read_table(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    table = table_of(tmp_path, "id,réponse\r\n1,It cost £5 – “too much”\r\n", encoding=encoding)
    assert table[:2] == (("id", "réponse"), [Row(2, ("1", "It cost £5 – “too much”"))])


def test_bytes_that_windows_1252_does_not_use_still_read() -> None:
    assert decoded(b"caf\xe9 \x81") == "café \x81"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_though_cells_hold_others(tmp_path: Path, delimiter: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(
        [["id", "text"], ["1", "a, b; c | d, e"], ["2", "one\ttab, two; three"], ["3", "x"]]
    )
    table = table_of(tmp_path, stream.getvalue())
    assert [row.cells for row in table.rows] == [
        ("1", "a, b; c | d, e"), ("2", "one\ttab, two; three"), ("3", "x")
    ]  # fmt: skip


def test_excels_own_delimiter_line_counts_as_a_row(tmp_path: Path) -> None:
    assert table_of(tmp_path, "sep=;\nid;text\n1;a,b\n")[:2] == (("id", "text"), [Row(3, ("1", "a,b"))])


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'id,text\n1,"two\nlines"\n\n,\n4,d\n')
    assert table.rows == [Row(2, ("1", "two\nlines")), Row(5, ("4", "d"))]


def test_short_rows_are_filled_and_empty_cells_beyond_the_header_are_dropped(tmp_path: Path) -> None:
    assert table_of(tmp_path, "a,b,c\n1\n1,2,3,,\n").rows == [Row(2, ("1", "", "")), Row(3, ("1", "2", "3"))]


def test_a_row_with_too_many_cells_is_refused_by_row_and_the_others_are_read(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,text\n1,fine\n2,slow, and dear\n3,good\n")
    assert [row.number for row in table.rows] == [2, 4]
    assert [(problem.row, problem.code) for problem in table.refused] == [(3, "extra_cells")]
    assert "3 cells, but the header names 2 columns" in table.refused[0].message


def test_a_file_whose_rows_all_have_too_many_cells_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"row 2: 3 cells, but the header names 2"):
        table_of(tmp_path, "id,text\n1,fair, and square\n2,slow, and dear\n")


def test_a_quotation_mark_left_open_is_named_by_row_and_swallows_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="never closed, in or after row 3"):
        table_of(tmp_path, 'id,text\n1,fine\n2,"left open\n3,lost\n4,lost\n')


def test_quotes_inside_unquoted_cells_are_text(tmp_path: Path) -> None:
    assert table_of(tmp_path, 'id,text\n1,a "good" one\n2,"b" c\n').rows[0].cells == ("1", 'a "good" one')


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"\n , \n", "empty_file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "password_required"),
        ("a.csv", b"%PDF-1.7", "unsupported_type"),
    ],
)
def test_what_is_no_table_is_refused_with_a_code(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    with pytest.raises(RefusedFile) as caught:
        table_of(tmp_path, data, name)
    assert caught.value.code == code


def test_a_missing_file_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        read_table(tmp_path / "none.csv")


def test_a_workbook_reads_as_it_shows(tmp_path: Path) -> None:
    import datetime as dt

    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.title, hidden.sheet_state = "Notes", "hidden"
    hidden.append(["not this"])
    sheet = book.create_sheet("Data")
    sheet.append([])
    sheet.append(["id", "text", "n", "on"])
    sheet.append([7, "£5", 2.0, dt.datetime(2026, 3, 1)])
    sheet.append([8.5, None, True, dt.datetime(2026, 3, 1, 9, 30)])
    book.save(tmp_path / "t.xlsx")
    assert read_table(tmp_path / "t.xlsx")[:2] == (
        ("id", "text", "n", "on"),
        [Row(3, ("7", "£5", "2", "2026-03-01")), Row(4, ("8.5", "", "TRUE", "2026-03-01 09:30:00"))],
    )


def test_an_archive_that_is_no_workbook_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no")
    with pytest.raises(RefusedFile, match="not an Excel workbook"):
        read_table(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(UserError, match="damaged"):
        read_table(tmp_path / "b.xlsx")
    (tmp_path / "c.xlsx").write_text("id,text\n")
    with pytest.raises(UserError, match="not an Excel workbook, although"):
        read_table(tmp_path / "c.xlsx")


def test_columns_are_found_by_name_but_for_case_and_a_missing_one_lists_those_there_are(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Respondent ID, Answer \nr1,x\n")
    assert column_index(Path("t.csv"), table, "respondent id") == 0
    with pytest.raises(UserError, match=r"no column 'text'\. Its columns are: 'Respondent ID', 'Answer'"):
        column_index(Path("t.csv"), table, "text")


cells = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x00"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text("abcdefg", min_size=1, max_size=4), cells), min_size=1, max_size=8))
def test_what_the_csv_module_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["key", "text"], *rows])
    assert [row.cells for row in read_table(path).rows] == [(key, mend(text)) for key, text in rows]


def test_a_text_that_a_workbook_takes_for_a_formula_is_not_lost(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "text"], ["1", "=money is the matter"], ["2", "plain"], ["3", None]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    assert [row.cells for row in read_table(tmp_path / "t.xlsx").rows] == [
        ("1", "=money is the matter"), ("2", "plain"), ("3", ""),
    ]  # fmt: skip


def test_a_computed_formula_reads_as_its_value_even_where_that_is_empty(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "x.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "text"])
    sheet.write_formula(1, 0, "=1+1", None, 2)
    sheet.write_formula(1, 1, '=IF(A2=2,"","x")', None, "EMPTY")
    sheet.write_formula(2, 0, '="r"&"3"', None, "r3")
    book.close()
    with zipfile.ZipFile(tmp_path / "x.xlsx") as old, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as new:
        for entry in old.infolist():  # a computed empty text, as Excel writes it: t="str" and an empty value
            new.writestr(entry, old.read(entry).replace(b"<v>EMPTY</v>", b"<v></v>"))
    assert [row.cells for row in read_table(tmp_path / "t.xlsx").rows] == [("2", ""), ("r3", "")]


def test_titles_and_a_cover_sheet_above_the_table_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["Survey of areas"])
    sheet = book.create_sheet("Data")
    for row in (["Survey of areas"], [], ["One table."], ["id", "text"], ["1", "a"]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    assert read_table(tmp_path / "t.xlsx")[:2] == (("id", "text"), [Row(5, ("1", "a"))])


def test_a_row_number_beyond_any_worksheet_ends_the_reading(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "text"])
    sheet.append(["1", "a"])
    book.save(tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as old, zipfile.ZipFile(tmp_path / "far.xlsx", "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = data.replace(b'<row r="2"', b'<row r="2000000000"').replace(b'"A2"', b'"A2000000000"')
                data = data.replace(b'"B2"', b'"B2000000000"')
            new.writestr(entry, data)
    with pytest.raises(RefusedFile, match="more than 1048576 rows"):
        read_table(tmp_path / "far.xlsx")


def test_a_cell_or_a_workbook_beyond_all_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "text"])
    sheet.append(["1", "long text"])
    book.save(tmp_path / "t.xlsx")
    monkeypatch.setattr("ingest.tables.workbooks.MAX_CELL_CHARACTERS", 8)
    with pytest.raises(RefusedFile, match="row 2: a cell holds more than 8 characters"):
        read_table(tmp_path / "t.xlsx")
    monkeypatch.setattr("ingest.tables.workbooks.MAX_UNZIPPED_BYTES", 100)
    with pytest.raises(RefusedFile, match="unpacks to more than"):
        read_table(tmp_path / "t.xlsx")
