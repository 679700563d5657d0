"""Exports: dotted columns, no live formula, control characters out, a file whole or not at all."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError, UserError
from ui.exports.columns import flat, grid
from ui.exports.delimited import csv_bytes, csv_text, neutral
from ui.exports.files import check_suffix, records_bytes, write_records
from ui.exports.workbook import Sheet, workbook_bytes

HOSTILE = '=HYPERLINK("http://example.invalid","x")'


def test_nested_records_get_dotted_columns() -> None:
    record = {"id": "c1", "actor": {"name": "Council"}, "section": ["A", "B"], "mentions": [{"page": 1}], "item": None}
    assert flat(record) == {
        "id": "c1",
        "actor.name": "Council",
        "section": "A; B",
        "mentions": '[{"page": 1}]',
        "item": None,
    }


def test_a_record_that_is_sometimes_empty_is_only_its_parts() -> None:
    columns, rows = grid([{"deadline": None, "id": 1}, {"deadline": {"start": "2024-01-01"}, "id": 2}], first=["id"])
    assert columns == ["id", "deadline.start"]
    assert rows == [[1, None], [2, "2024-01-01"]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("=1+1", "'=1+1"), ("+44 20", "'+44 20"), ("@x", "'@x"), ("-1 point", "'-1 point"), ("-1.5", "-1.5"), ("plain", "plain"), (-2, -2), ("\tx", "'\tx")],
)  # fmt: skip
def test_formulas_are_neutralised(value: str | int, expected: str | int) -> None:
    assert neutral(value) == expected


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_csv_reads_back(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(["a", "b"], rows), newline="")))
    assert read == [["a", "b"], *[[str(neutral(cell)) for cell in row] for row in rows]]


def test_csv_opens_in_excel_with_its_pound_signs() -> None:
    assert csv_bytes(["a"], [["£45m"]]) == "\ufeffa\r\n£45m\r\n".encode()


def test_a_workbook_holds_text_not_formulas() -> None:
    data = workbook_bytes(
        "Counts",
        ["About"],
        [Sheet("Counts", "Counts of =themes", ["=label", "n"], [[HOSTILE, 3], ["a\x00b\x0bc", None]])],
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet2.xml").decode()
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Counts"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        ["=label", "n"],
        [HOSTILE, 3],
        ["abc", None],
    ]
    assert [cell.data_type for cell in sheet[4]] == ["s", "n"]


def test_the_suffix_decides_and_an_unknown_one_is_said_before_the_work() -> None:
    assert records_bytes(".csv", "T", [{"a": 1}]) == b"\xef\xbb\xbfa\r\n1\r\n"
    with pytest.raises(UsageError, match=r"\.csv, \.xlsx"):
        check_suffix(Path("x.pdf"))


def test_a_place_that_cannot_be_written_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        write_records(tmp_path / "none" / "x.csv", "T", [{"a": 1}])
    assert list(tmp_path.iterdir()) == []


def test_headers_that_are_the_same_but_for_case_do_not_empty_the_table() -> None:
    data = workbook_bytes("T", [], [Sheet("S", "S", ["Theme", "theme", ""], [["a", "b", "c"]])])
    rows = list(openpyxl.load_workbook(io.BytesIO(data))["S"].iter_rows(values_only=True))
    assert rows[2:] == [("Theme", "theme (2)", "Column"), ("a", "b", "c")]


def test_more_rows_than_a_worksheet_holds_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.exports.workbook.SHEET_ROWS", 5)
    workbook_bytes("T", [], [Sheet("S", "S", ["a"], [["1"], ["2"]])])
    with pytest.raises(UserError, match="3 rows are more than a worksheet holds"):
        workbook_bytes("T", [], [Sheet("S", "S", ["a"], [["1"], ["2"], ["3"]])])
