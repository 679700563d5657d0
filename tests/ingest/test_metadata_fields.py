"""Single facts of a document: how much of a date is known, check digits, names that are no titles, and how each was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents import Document
from ingest.metadata.dates import dates_in
from ingest.metadata.organisations import only_organisation
from ingest.metadata.titles import junk
from ingest.readers import read


def _read(folder: Path, words: str, name: str = "a.md") -> Document:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return read(path).document


@pytest.mark.parametrize(
    ("line", "date", "precision"),
    [
        ("July 2024", "2024-07-01", "month"),
        ("3 July 2024", "2024-07-03", "day"),
        ("Published: 3rd July, 2024", "2024-07-03", "day"),
        ("Autumn 2023", "2023-01-01", "year"),
        ("© Saltby Town Council 2022", "2022-01-01", "year"),
        ("Date: 03/07/24", "2024-07-03", "day"),
        ("To be reviewed by 3 July 2024", None, None),
        ("Closing date: 3 July 2024", None, None),
    ],
)
def test_a_date_is_a_day_with_how_much_of_it_is_known(
    tmp_path: Path, line: str, date: str | None, precision: str | None
) -> None:
    document = _read(tmp_path, f"# Quay plan\n\n{line}\n\nThe quay will be mended.")
    assert (document.date, document.date_precision) == (date, precision)


def test_a_month_is_shown_and_recorded_as_a_month(tmp_path: Path) -> None:
    document = _read(tmp_path, "# Quay plan\n\nJuly 2024\n\nThe quay will be mended.")
    assert document.written_date == "2024-07"
    record = document.record()
    assert (record["date"], record["date_precision"]) == ("2024-07-01", "month")
    assert list(record)[-1] == "found"
    assert record["found"]["date"] == "line with the date"


def test_a_year_in_a_day_is_not_read_into_a_version(tmp_path: Path) -> None:
    assert dates_in("Version 3 - April 2019")[0][1].precision == "month"
    assert dates_in("31 February 2019") == []


@pytest.mark.parametrize(
    ("printed", "isbn"),
    [
        ("ISBN 978-0-306-40615-7", "978-0-306-40615-7"),
        ("ISBN: 978 0 306 40615 7", "978 0 306 40615 7"),
        ("ISBN 0-306-40615-2", "0-306-40615-2"),
        ("ISBN 978-0-306-40615-8", None),
        ("ISSN 0378-5955", "ISSN 0378-5955"),
        ("ISSN 0378-5956", None),
    ],
)
def test_an_isbn_has_its_check_digit(tmp_path: Path, printed: str, isbn: str | None) -> None:
    assert _read(tmp_path, f"# Quay plan\n\n{printed}\n\nThe quay will be mended.").isbn == isbn


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Reference: QUA/23/04", "QUA/23/04"),
        ("Report No. 123", "Report No. 123"),
        ("Report number: 123", "Report number 123"),
        ("QP-00123-2020", "QP-00123-2020"),
        ("Your ref: AB/12/34", None),
        ("The council met 12/34 times.", None),
    ],
)
def test_references(tmp_path: Path, line: str, reference: str | None) -> None:
    assert _read(tmp_path, f"# Quay plan\n\n{line}\n\nThe quay will be mended.").reference == reference


def test_where_it_is_published(tmp_path: Path) -> None:
    text = "# Quay plan\n\nThe quay will be mended.\n\nThis document is available at www.example.org/quay/plan."
    document = _read(tmp_path, text)
    assert (document.source_url, dict(document.found)["source_url"]) == (
        "https://www.example.org/quay/plan", "words 'available at'",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", ["Microsoft Word - 231107 quay FINAL.docx", "Layout 1", "Untitled", "PowerPoint Presentation", "quay.indd", "Slide 1", "12", ""]
)  # fmt: skip
def test_what_programs_write_is_no_title(words: str) -> None:
    assert junk(words)


def test_a_title_is_never_the_letterhead_alone(tmp_path: Path) -> None:
    document = _read(
        tmp_path, "# Saltby Town Council\n\nThe quay will be mended in the spring of next year.", "Quay repairs.md"
    )
    assert (document.title, document.organisation) == ("Quay repairs", "Saltby Town Council")


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("NHS Marsh and Weir Integrated Care Board", True), ("Upper Weir Borough Council", True), ("SALTBY HARBOUR TRUST", True),
        ("Police and Crime Commissioner for Marshland", True), ("Ofsted", True), ("Department for Education", True),
        ("Parish Council", False), ("Board of Directors", False), ("Upper Weir Borough Council Housing Strategy", False),
        ("Minutes of the last meeting", False), ("Our plan for the coast", False),
    ],
)  # fmt: skip
def test_names_of_bodies(words: str, whole: bool) -> None:
    assert only_organisation(words) is whole


def test_the_addressee_of_evidence_is_not_its_author(tmp_path: Path) -> None:
    text = "Written evidence submitted by the Lantern Foundation to the House of Commons Education Committee\n\nWe help carers."
    document = _read(tmp_path, text)
    assert (document.organisation, document.type) == ("Lantern Foundation", "evidence")


def test_long_lines_of_names_are_read_quickly(tmp_path: Path) -> None:
    document = _read(tmp_path, "# Plan\n\n" + "Upper And Lower Weir of the " * 2000 + "\n\n" + "12 " * 20000)
    assert document.title == "Plan"
