"""Counts as files: the contract's columns in CSV; in XLSX a cover, the table, the states, and shorthand where nothing is given."""

from __future__ import annotations

import csv
import io

import openpyxl

from coding.counts import CountRow, CountTable
from ui.exports.counts import counts_bytes

TABLE = CountTable(
    question="q1", question_text="Why?", respondents="organisations", base_kind="answered",
    rows=(
        CountRow("q1", "A", "Not =followed", 30, 60, 60, "answered", 50.0, 40.26, 59.74, "human_sample"),
        CountRow("q1", "A", "Not =followed", None, None, None, "answered", None, None, None, "human_sample", group=(("region", "North"),), suppressed=True),
        CountRow("q1", "B", "@Cost", 6, 60, 60, "answered", 10.0, None, None, "human_sample", group=(("region", "South"),)),
    ),
    states=(("coded", 60), ("uncoded", 38), ("blank", 2)), responses=100, notes=("Respondents could give more than one reason.",),
)  # fmt: skip


def test_csv_bears_the_contracts_columns_and_neutralises_labels() -> None:
    rows = list(csv.DictReader(io.StringIO(counts_bytes(".csv", TABLE).decode("utf-8-sig"))))
    assert list(rows[0]) == [
        "question",
        "code",
        "label",
        "n",
        "sampled",
        "base",
        "base_kind",
        "percent",
        "low",
        "high",
        "method",
        "weighted",
        "suppressed",
        "group",
    ]
    assert (rows[0]["label"], rows[0]["percent"], rows[0]["low"]) == ("Not =followed", "50.0", "40.26")
    assert (rows[1]["n"], rows[1]["suppressed"], rows[1]["group"]) == ("", "True", "region=North")
    assert rows[2]["label"] == "'@Cost"


def test_the_workbook_says_what_is_suppressed_and_what_is_not_given() -> None:
    book = openpyxl.load_workbook(io.BytesIO(counts_bytes(".xlsx", TABLE)))
    assert book.sheetnames == ["Cover", "Counts", "Responses by state"]
    table = next(iter(book["Counts"].tables.values()))
    shown = [[cell.value for cell in row] for row in book["Counts"][table.ref]]
    assert shown[0] == [
        "Code",
        "Theme",
        "region",
        "Number",
        "Coded by people",
        "Base",
        "Percent",
        "95% interval, low",
        "95% interval, high",
        "Method",
    ]
    assert shown[1] == ["A", "Not =followed", "All", 30, 60, 60, 50, 40.26, 59.74, "human_sample"]
    assert shown[2] == ["A", "Not =followed", "North", "[c]", "[c]", "[c]", "[c]", "[c]", "[c]", "human_sample"]
    assert shown[3] == ["B", "@Cost", "South", 6, 60, 60, 10, "[x]", "[x]", "human_sample"]
    states = book["Responses by state"]
    ref = next(iter(states.tables.values())).ref
    assert [[cell.value for cell in row] for row in states[ref]][-1] == ["All responses", 100]
