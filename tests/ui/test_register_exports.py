"""The registers as a Word table and as a calendar: every row with its words, its dates and its place."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar

from core.errors import UsageError
from ui.exports.calendar import calendar_bytes, due_date
from ui.exports.places import cited
from ui.exports.registers import check_format, register_bytes, undated

MADE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def commitment(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": "c0123", "title": "Fostering plan", "page": 12, "page_label": None, "item": {"number": "5"}, "paragraph": "3.10",
        "quote": "The council will open two\n homes by the end of 2025.", "action": "open two homes",
        "actor": {"text": "The council", "name": "Melbury Council", "basis": "stated"},
        "deadline": {"text": "by the end of 2025", "start": None, "end": "2025-12-31", "assumption": None},
        "amount": {"text": "£2 million", "low": 2000000, "high": 2000000}, "status": None,
    }  # fmt: skip
    return record | changes


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_a_place_is_cited_with_what_is_known_of_it() -> None:
    assert cited(commitment()) == "Fostering plan, item 5, paragraph 3.10, page 12"
    assert cited(commitment(page_label="iv", item=None)) == "Fostering plan, paragraph 3.10, page iv (PDF page 12)"
    assert cited({"title": "Notes"}) == "Notes"


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (None, None),
        ({"start": None, "end": "2025-12-31"}, date(2025, 12, 31)),
        ({"start": "2026-04-01", "end": None}, date(2026, 4, 1)),
        ({"start": "2026-04-01", "end": "2027-03-31"}, date(2027, 3, 31)),
        ({"start": None, "end": None}, None),
        ({"start": None, "end": "2025-02-30"}, None),
    ],
)
def test_what_is_due_is_due_at_the_end_of_its_interval(deadline: Any, expected: date | None) -> None:
    assert due_date(commitment(deadline=deadline)) == expected


def test_a_calendar_has_one_whole_day_for_each_dated_commitment() -> None:
    records = [commitment(), commitment(id="c2", deadline=None)]
    made = events(calendar_bytes("Register", records, MADE))
    assert [str(event["uid"]) for event in made] == ["c0123@verbatim"]
    event = made[0]
    assert event["dtstart"].dt == date(2025, 12, 31)
    assert event["dtend"].dt == date(2026, 1, 1)
    assert str(event["summary"]) == "Due: Melbury Council: open two homes"
    assert "“by the end of 2025”" in str(event["description"])
    assert "“The council will open two homes by the end of 2025.”" in str(event["description"])
    assert undated(records) == 1


def test_a_newer_calendar_replaces_the_events_of_the_older() -> None:
    first, second = events(calendar_bytes("R", [commitment()], MADE)), events(calendar_bytes("R", [commitment()]))
    assert first[0]["uid"] == second[0]["uid"]
    assert first[0]["dtstamp"].dt == MADE


def test_a_calendar_keeps_line_ends_of_a_paper_inside_the_event() -> None:
    hostile = commitment(action="do it\r\nEND:VEVENT\r\nBEGIN:VALARM", quote="a; b, c\nATTACH:http://example.invalid")
    made = events(calendar_bytes("R", [hostile], MADE))
    assert len(made) == 1
    assert made[0].subcomponents == []
    assert "ATTACH" not in made[0]


def test_a_word_table_repeats_its_header_and_gives_words_and_place() -> None:
    data = register_bytes(
        "commitments", ".docx", [commitment(), commitment(id="c2", actor=None, deadline=None, amount=None)]
    )
    paper = Document(io.BytesIO(data))
    assert [paragraph.text for paragraph in paper.paragraphs] == [
        "Register of commitments", "2 commitments, each in the words of its document.",
    ]  # fmt: skip
    rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert rows[0] == ["Who", "What was said", "By when", "How much", "Where", "Status"]
    assert rows[1] == [
        "Melbury Council", "“The council will open two homes by the end of 2025.”", "by the end of 2025 (by 31 December 2025)",
        "£2 million", "Fostering plan, item 5, paragraph 3.10, page 12", "None recorded",
    ]  # fmt: skip
    assert (rows[2][0], rows[2][2], rows[2][3]) == ("Not stated", "Not stated", "Not stated")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"w:tblHeader" in package.read("word/document.xml")


def test_a_word_table_of_findings_gives_values_and_bases() -> None:
    finding = {
        "id": "f1", "title": "Survey", "page": 3, "quote": "Half (50%) had a plan.", "value": {"text": "50%"},
        "population": "schools", "base": {"n": 1200, "text": "n = 1,200"}, "prominence": None,
    }  # fmt: skip
    table = Document(io.BytesIO(register_bytes("findings", ".docx", [finding]))).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == [
        "50%", "“Half (50%) had a plan.”", "schools", "n = 1,200", "Survey, page 3",
    ]  # fmt: skip


def test_control_characters_do_not_break_a_word_file() -> None:
    data = register_bytes("commitments", ".docx", [commitment(quote="a\x00b\x0bc\ufffe")])
    assert Document(io.BytesIO(data)).tables[0].rows[1].cells[1].text == "“ab c”"


def test_a_format_that_cannot_be_written_is_refused_with_the_choice() -> None:
    with pytest.raises(UsageError, match=r"\.csv, \.xlsx, \.docx for findings"):
        check_format("findings", Path("deadlines.ics"))
    check_format("commitments", Path("deadlines.ICS"))


def test_a_calendar_is_folded_at_75_octets_and_reads_back_whole() -> None:
    """RFC 5545, 3.1: lines end in CR LF and hold 75 octets at most; no character is cut."""
    quote = "Die Brücke “über” den Fluß wird – so der Rat – erneuert, geprüft; und gestrichen \\ " * 9
    data = calendar_bytes("Register", [commitment(quote=quote, action=quote)], MADE)
    lines = data.split(b"\r\n")
    assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")
    (event,) = events(data)
    assert " ".join(quote.split()) in str(event["DESCRIPTION"])
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 12, 31), date(2026, 1, 1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
