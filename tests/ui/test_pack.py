"""The publication as files: what a workbook, a spreadsheet, a report and a tidy table hold, and that nothing in them is live."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from docx import Document

from coding.bases import base_rows
from coding.counts import CountRow, CountTable
from coding.differences import Difference
from coding.publication import Disclosure, Publication, Quote
from coding.ranks import Rank
from core.codebooks import Code, Codebook
from core.errors import UsageError
from core.responses import Question
from ui.exports.bar_picture import Bar, bar_picture
from ui.exports.pack import caption, percent_cell, reliability, sheets
from ui.exports.publication import check_pack_suffix, publication_bytes

LABEL = "=1+1|cmd $$note1$$ [link](http://x.example)\x0b"


def row(code: str, label: str, n: int | None, base: int = 200, **changes: object) -> CountRow:
    percent = None if n is None else 100 * n / base
    made = CountRow("q1", code, label, n, base, base, "answered", percent, percent, percent, "all_human")
    return replace(made, **changes)  # type: ignore[arg-type]


def table(*rows: CountRow) -> CountTable:
    return CountTable("q1", "Why not?", "people", "answered", rows, (("coded", 200),), 200, ("A note.",))


WHOLE = table(row("a", LABEL, 90), row("b", "Cost", 30))
GROUPS = table(
    row("a", LABEL, None, 100, group=(("Percent", "@North"),), suppressed=True, sampled=None),
    row("a", LABEL, 60, 100, group=(("Percent", "South"),)),
    row("b", "Cost", 20, 100, group=(("Percent", "@North"),)),
    row("b", "Cost", 10, 100, group=(("Percent", "South"),)),
)
MADE = Publication(
    Question("q1", "Why not?", "people"),
    Codebook("q1", 1, (Code("a", LABEL), Code("b", "Cost"))),
    (WHOLE, GROUPS),
    tuple(base_rows("q1", (("coded", 200), ("blank", 5)))),
    (Rank("q1", "a", LABEL, 45.0, 1, 1, 1, ()), Rank("q1", "b", "Cost", 15.0, 2, 2, 2, ())),
    (("Percent", (Difference("q1", "b", "Cost", "Percent", "South", "all others", 10, 100, 10.0, 20.0, -10.0, -10.0, -10.0, 0.01, 0.02, True),)),),
    {"b": (Quote("b", "r1", "=It costs too much.\x00", False),)},
    "Quotations are the respondents' own words.",
    Disclosure(10, 0, 1, 0, 3),
    (("What these tables are", "Counts."), ("Small numbers", "Ten.")),
    (("Made", "2026-11-22"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(publication_bytes(".xlsx", MADE)))


def test_the_workbook_has_one_named_table_a_sheet_frozen_and_unmerged(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Cover", "Contents", "Notes", "Table_1", "Table_2", "Ranks", "Differences_1", "Bases", "Quotations", "Methods",
    ]  # fmt: skip
    assert book.properties.title == "Themes in answers to: Why not?"
    for page in book.worksheets[3:]:
        assert list(page.tables) == [f"verbatim_{page.title}"]
        assert page.freeze_panes is not None
        assert not page.merged_cells.ranges
        (made,) = page.tables.values()
        assert all(cell.value not in (None, "") for line in page[made.ref] for cell in line)


def test_nothing_in_the_workbook_is_a_formula_a_link_or_a_note(book: openpyxl.Workbook) -> None:
    page = book["Table_1"]
    (made,) = page.tables.values()
    (cell,) = [line[0] for line in page[made.ref] if "1+1" in str(line[0].value)]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", "=1+1|cmd $ $note1$ $ [link] (http://x.example)", None)
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def test_suppressed_cells_say_so_in_every_number(book: openpyxl.Workbook) -> None:
    page = book["Table_2"]
    (made,) = page.tables.values()
    lines = [[cell.value for cell in line] for line in page[made.ref]]
    assert lines[0][:4] == ["Theme", "Percent", "Number of responses", "Percent (2)"]
    assert lines[1][1:] == ["@North", "[c]", "[c]", "[c]", "[c]", 100, "[c]", "All coded by people", "[c]"]
    assert lines[2][1:6] == ["South", 60, 60, "[z]", "[z]"]


def test_open_document_holds_the_same_tables_as_text_and_numbers() -> None:
    read = pd.read_excel(io.BytesIO(publication_bytes(".ods", MADE)), sheet_name=None, header=None, engine="odf")
    assert list(read) == ["Cover", "Contents", "Notes", *(sheet.name for sheet in sheets(MADE))]
    last = read["Table_2"].iloc[-1].tolist()
    assert last[:5] == ["Cost", "South", 10, 10, "[z]"]
    assert read["Table_1"].iloc[4, 0] == "=1+1|cmd $$note1$$ [link](http://x.example)"


def test_the_report_has_a_chart_with_a_text_alternative_and_its_data_beside_it() -> None:
    paper = Document(io.BytesIO(publication_bytes(".docx", MADE)))
    assert (paper.core_properties.title, paper.core_properties.language) == ("Themes in answers to: Why not?", "en-GB")
    (drawn,) = paper.inline_shapes
    assert drawn._inline.docPr.get("descr").startswith("Bar chart of the percentage of each theme")
    assert [cell.text for cell in paper.tables[0].rows[2].cells][:3] == ["Cost", "30", "15.0"]
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert "“=It costs too much.”" in texts
    assert "Cost: South 10%, all others 20%: 10 points fewer." in texts
    assert [cell.text for cell in paper.tables[1].rows[1].cells][1:] == ["[c]", "60.0"]


def test_the_tidy_table_has_the_columns_of_the_count_record_and_the_groups() -> None:
    rows = list(csv.DictReader(io.StringIO(publication_bytes(".csv", MADE).decode("utf-8-sig"))))
    assert list(rows[0]) == [
        "table", "question", "code", "label", "n", "sampled", "base", "base_kind", "percent", "low", "high", "method",
        "weighted", "suppressed", "group.Percent",
    ]  # fmt: skip
    assert [(r["table"], r["n"], r["suppressed"], r["group.Percent"]) for r in rows] == [
        ("1", "90", "False", ""), ("1", "30", "False", ""), ("2", "", "True", "'@North"), ("2", "60", "False", "South"),
        ("2", "20", "False", "'@North"), ("2", "10", "False", "South"),
    ]  # fmt: skip


def test_percentages_are_whole_below_a_base_of_100_and_low_is_not_nought() -> None:
    assert percent_cell(row("a", "A", 33, 99), 100 * 33 / 99) == 33
    assert percent_cell(row("a", "A", 33, 100), 33.04) == 33.0
    assert percent_cell(row("a", "A", 1, 300), 0.3) == 0.3
    few = row("a", "A", 1, 300, method="human_sample", sampled=60)
    assert (percent_cell(few, 0.3), percent_cell(few, 0.0)) == ("[low]", 0)
    assert reliability(row("a", "A", 5, method="human_sample", sampled=29)) == "[u]"
    assert reliability(row("a", "A", 5, low=1.0, high=22.0)) == "[u]"
    assert reliability(row("a", "A", 5)) == "none"


def test_the_caption_is_in_house_style() -> None:
    assert caption(WHOLE) == "Question: Why not? Base: all who answered (n = 200)."


def test_other_formats_are_refused_before_the_work() -> None:
    from pathlib import Path

    with pytest.raises(UsageError, match=r"choose one of \.xlsx, \.ods, \.docx, \.csv"):
        check_pack_suffix(Path("pack.pdf"))


def test_the_picture_grows_with_its_bars() -> None:
    from PIL import Image

    one, two = (Image.open(io.BytesIO(bar_picture([Bar("A", 20, 10, 30, "20%")] * n))) for n in (1, 2))
    assert (one.width, two.height - one.height) == (1800, 64)
