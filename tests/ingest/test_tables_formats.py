"""OpenDocument and SPSS files as tables, and letters that were garbled on the way."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import LineBreak, P, S, Span, Tab

from core.errors import RefusedFile, UserError
from ingest.tables import read_codebook, read_codings, read_responses, read_table
from ingest.tables.encodings import mend
from ingest.tables.reading import Row


def cell(value: object, repeated: int | None = None) -> TableCell:
    more = {} if repeated is None else {"numbercolumnsrepeated": repeated}
    if value is None:
        return TableCell(**more)
    if isinstance(value, bool):
        made = TableCell(valuetype="boolean", booleanvalue="true" if value else "false", **more)
    elif isinstance(value, int | float):
        made = TableCell(valuetype="float", value=str(value), **more)
    else:
        made = TableCell(valuetype="string", **more)
    for line in str(value).split("\n"):
        made.addElement(P(text=line))
    return made


def row(*cells: object, repeated: int | None = None) -> TableRow:
    made = TableRow() if repeated is None else TableRow(numberrowsrepeated=repeated)
    for value in cells:
        made.addElement(value if hasattr(value, "qname") else cell(value))
    return made


def saved(folder: Path, *sheets: Table, book: OpenDocumentSpreadsheet | None = None) -> Path:
    book = book or OpenDocumentSpreadsheet()
    for sheet in sheets:
        book.spreadsheet.addElement(sheet)
    book.save(str(folder / "t.ods"))
    return folder / "t.ods"


def sheet_of(*rows: TableRow, name: str = "Data", **about: object) -> Table:
    made = Table(name=name, **about)
    for each in rows:
        made.addElement(each)
    return made


# OpenDocument


def test_a_spreadsheet_reads_as_it_shows(tmp_path: Path) -> None:
    rich = TableCell(valuetype="string")
    paragraph = P(text="one")
    for part in (S(c=2), Span(text="two"), Tab(), LineBreak()):
        paragraph.addElement(part)
    paragraph.addText("three")
    rich.addElement(paragraph)
    date = TableCell(valuetype="date", datevalue="2026-03-01")
    date.addElement(P(text="1 March"))
    path = saved(
        tmp_path,
        sheet_of(row("id", "text", "n", "on"), row(7, rich, 2.5, date), row(8, "two\nlines 😀", True, None)),
    )
    assert read_table(path)[:2] == (
        ("id", "text", "n", "on"),
        [Row(2, ("7", "one  two\t\nthree", "2.5", "2026-03-01")), Row(3, ("8", "two\nlines 😀", "TRUE", ""))],
    )


def test_repeated_rows_and_cells_count_and_empty_ones_at_the_end_do_not(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        sheet_of(
            row("id", "a", "b"),
            row(cell("x", repeated=3)),
            row(repeated=5),
            row("y", None, "z", repeated=2),
            row(cell(None, repeated=16_000), repeated=1_048_000),
        ),
    )
    assert read_table(path).rows == [
        Row(2, ("x", "x", "x")), Row(8, ("y", "", "z")), Row(9, ("y", "", "z")),
    ]  # fmt: skip


def test_hidden_sheets_titles_and_merged_cells_are_passed_over(tmp_path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    style = Style(name="hid", family="table")
    style.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(style)
    hidden = sheet_of(row("not", "this"), name="Old", stylename="hid")
    cover = sheet_of(row("Survey of areas"), name="Cover")
    merged = TableRow()
    merged.addElement(cell("p"))
    merged.addElement(CoveredTableCell())
    merged.addElement(cell("q"))
    path = saved(tmp_path, hidden, cover, sheet_of(row("Title"), row("id", "m", "text"), merged), book=book)
    assert read_table(path)[:2] == (("id", "m", "text"), [Row(3, ("p", "", "q"))])


def test_an_opendocument_text_is_no_table(tmp_path: Path) -> None:
    document = OpenDocumentText()
    document.text.addElement(P(text="Words."))
    document.save(str(tmp_path / "t.odt"))
    with pytest.raises(RefusedFile) as error:
        read_table(tmp_path / "t.odt")
    assert error.value.code == "unsupported_type"


def bad_ods(folder: Path, content: bytes, manifest: bytes = b"<m/>") -> Path:
    with zipfile.ZipFile(folder / "t.ods", "w") as archive:
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return folder / "t.ods"


def test_a_damaged_or_protected_spreadsheet_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="damaged"):
        read_table(bad_ods(tmp_path, b"<office:document-content"))
    with pytest.raises(RefusedFile, match="password"):
        read_table(bad_ods(tmp_path, b"\x00\x01", b"<m><manifest:encryption-data/></m>"))


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    content = f"""<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>
        <office:document-content {names}><office:body><office:spreadsheet>&e;</office:spreadsheet></office:body>
        </office:document-content>"""
    with pytest.raises(UserError, match="document type"):
        read_table(bad_ods(tmp_path, content.encode()))


# SPSS


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    data = pd.DataFrame(
        {
            "resp": [1.0, 2.0, 3.0, 4.0],
            "q5": ["Too “dear” – £5", "", "n/a", "Slow"],
            "region": [1.0, 2.0, 99.0, float("nan")],
            "q5_1": [1.0, 0.0, 0.0, 1.0],
        }
    )
    path = tmp_path / "t.sav"
    pyreadstat.write_sav(
        data, str(path), column_labels=["Serial", "Why did it not help?", "Region", "Cost"],
        variable_value_labels={"region": {1: "North", 2: "South", 99: "Not asked"}, "q5_1": {0: "Not selected", 1: "Selected"}},
        missing_ranges={"region": [99]},
    )  # fmt: skip
    return path


def test_spss_values_are_shown_by_their_labels_and_user_missing_ones_too(survey: Path) -> None:
    table = read_table(survey)
    assert table.columns == ("resp", "q5", "region", "q5_1")
    assert table.labels == ("Serial", "Why did it not help?", "Region", "Cost")
    assert table.rows == [
        Row(2, ("1", "Too “dear” – £5", "North", "Selected")),
        Row(3, ("2", "", "South", "Not selected")),
        Row(4, ("3", "n/a", "Not asked", "Not selected")),
        Row(5, ("4", "Slow", "", "Selected")),
    ]


def test_spss_columns_are_found_by_name_or_label_and_routing_by_a_label(survey: Path) -> None:
    made, problems = read_responses(survey, "Why?", "Why did it not help?", "serial", ["region"])
    assert problems == []
    assert [(r.id, r.state, r.attributes) for r in made] == [
        ("1", "uncoded", {"region": "North"}),
        ("2", "blank", {"region": "South"}),
        ("3", "uncoded", {"region": "Not asked"}),
        ("4", "uncoded", {"region": ""}),
    ]
    asked, _ = read_responses(survey, "Why?", "q5", "resp", asked_if="region=North")
    assert [r.state for r in asked] == ["uncoded", "not_asked", "not_asked", "not_asked"]


def test_spss_codings_are_found_by_the_codes_label(survey: Path) -> None:
    rows, problems = read_codings(survey_with_id(survey), {"cost": "Cost"}, ["1", "2", "3", "4"])
    assert problems == []
    assert [(r.response, sorted(r.codes)) for r in rows] == [("1", ["cost"]), ("2", []), ("3", []), ("4", ["cost"])]


def survey_with_id(path: Path) -> Path:
    data, about = pyreadstat.read_sav(str(path))
    data = data[["resp", "q5_1"]].rename(columns={"resp": "response_id"})
    made = path.with_name("codings.sav")
    pyreadstat.write_sav(
        data, str(made), column_labels=["Serial", "Cost"],
        variable_value_labels={"q5_1": about.variable_value_labels["q5_1"]},
    )  # fmt: skip
    return made


def test_a_code_frame_comes_from_ods_and_spss_alike(tmp_path: Path) -> None:
    rows = [("cost", "Cost", "It costs too much."), ("slow", "Too slow", "It takes too long.")]
    ods = saved(tmp_path, sheet_of(row("code", "label", "definition"), *[row(*each) for each in rows]))
    pyreadstat.write_sav(pd.DataFrame(rows, columns=["code", "label", "definition"]), str(tmp_path / "f.sav"))
    found = [[(c.code, c.label, c.definition) for c in read_codebook(p)[0]] for p in (ods, tmp_path / "f.sav")]
    assert found == [rows, rows]


@pytest.mark.parametrize("name", ["t.sav", "t.csv"])
def test_a_file_that_only_begins_like_spss_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"$FL2" + b"\x00junk" * 200)
    with pytest.raises(UserError, match="SPSS"):
        read_table(tmp_path / name)


# Garbled letters


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("donâ€™t", "don’t"),
        ("cafÃ© Â£5 â€“ yes", "café £5 – yes"),
        ("ðŸ˜€", "😀"),
        ("MAÇÃ”", "MAÇÃ”"),  # Portuguese, read rightly
        ("It’s Â£5", "It’s Â£5"),  # one right letter: nothing is touched
        ("plain", "plain"),
    ],
)
def test_garbled_letters_are_mended_where_the_whole_cell_says_so(garbled: str, meant: str) -> None:
    assert mend(garbled) == meant


@given(st.text("abc £é’“😀ß", max_size=12))
def test_what_one_wrong_save_garbled_comes_back(text: str) -> None:
    shown = "".join(
        bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in text.encode()
    )
    assert mend(shown) == text


def test_mended_rows_and_guessed_encodings_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,fine\n2,donâ€™t\n", encoding="utf-8")
    table = read_table(tmp_path / "a.csv")
    assert table.rows[1].cells == ("2", "don’t")
    assert table.notes == (
        "1 rows had letters garbled by an earlier program (â€™ for ’) and were mended, the first of them row 3.",
    )
    (tmp_path / "b.csv").write_bytes("id,text\n1,£5\n".encode("cp1252"))
    assert read_table(tmp_path / "b.csv").notes == (
        "The file is not UTF-8; it was read as Windows-1252. Look at letters with accents, quotes and £ signs.",
    )
