"""Numbers in their places: series, parents, numbers that restart, numbers on a line of their own."""

from __future__ import annotations

from core.documents import Block
from ingest.readers.text import read_text
from ingest.structure import structure
from ingest.structure.units import Unit


def _blocks(text: str) -> list[tuple[str, str | None, str | None]]:
    """(kind, number, paragraph) of each block."""
    reading = read_text(text.encode())
    return [(block.kind, block.number, block.paragraph) for block in structure(reading.text, reading.units)]


def _of_units(*units: tuple[str, dict[str, object]]) -> tuple[Block, ...]:
    made, start = [], 0
    for text, more in units:
        made.append(Unit(start, start + len(text) + 1, text, **more))  # type: ignore[arg-type]
        start += len(text) + 1
    return structure("\n".join(text for text, _ in units) + "\n", made)


def test_minute_numbers_open_sections() -> None:
    text = "# Minutes\n\n45/19 Apologies\n\nNone came.\n\n46/19 Finance\n\nThe clerk paid three bills.\n\n47/19 Trees\n\nThe oak stays.\n"
    assert _blocks(text)[1::2] == [("heading", "45/19", None), ("heading", "46/19", None), ("heading", "47/19", None)]


def test_numbers_without_a_stop_are_numbers_where_they_count_on() -> None:
    text = "Minutes of the quay meeting\n\n6 Planning\n\nNo plans came.\n\n7 Finance\n\nTwo bills were paid.\n\n8 Trees\n\nThe oak stays.\n"
    assert [number for _, number, _ in _blocks(text)] == [None, "6", None, "7", None, "8", None]
    assert [number for _, number, _ in _blocks("6 Planning Road is shut for the summer.\n\n9 Members came.\n")] == [
        None,
        None,
    ]


def test_roads_and_plan_numbers_are_no_paragraph_numbers() -> None:
    text = "A40 Traffic was heavy on most days of the week.\n\n23/0417 Mill Quay has a new application.\n\nA1 Roads are mended.\n\nA2 Paths are swept.\n"
    assert [number for _, number, _ in _blocks(text)] == [None, None, "A1", "A2"]


def test_the_first_item_may_stand_on_the_line_of_its_paragraph() -> None:
    text = (
        "## 4. Staff\n\n4.2 (a) The deputy signs.\n\n(b) The clerk signs.\n\n(c) Nobody signs.\n\n4.3 All is filed.\n"
    )
    assert [paragraph for _, _, paragraph in _blocks(text)[1:]] == ["4.2(a)", "4.2(b)", "4.2(c)", "4.3"]


def test_bracketed_numbers_in_a_numbered_paragraph() -> None:
    text = "12. The board may:\n\n(1) fine;\n\n(2) warn.\n\n13. It may sit in private.\n"
    assert [paragraph for _, _, paragraph in _blocks(text)] == ["12", "12(1)", "12(2)", "13"]


def test_a_number_on_its_own_line_numbers_the_words_below() -> None:
    blocks = _of_units(
        ("3.10", {}),
        ("The fund opens in May and closes in June of the same year.", {}),
        ("3.11", {}),
        ("It is small.", {}),
    )
    assert [block.paragraph for block in blocks] == ["3.10", "3.10", "3.11", "3.11"]


def test_numbers_in_table_cells_are_words_of_the_table() -> None:
    blocks = _of_units(
        ("1. Dredging", {"cells": ("1.", "Dredging", "40"), "kind": "table_row"}),
        ("2. Lights", {"cells": ("2.", "Lights", "50"), "kind": "table_row"}),
    )
    assert [(block.kind, block.number, block.paragraph) for block in blocks] == [("table_row", None, None)] * 2


def test_numbers_restart_with_each_report_of_a_pack() -> None:
    pack = "".join(
        f"\nAgenda Item {n}\n\nTo: Board\n\nDate: 5 July 2023\n\nSubject: {title}\n\n1. {title} began in May and it has cost more than was thought.\n\n2. It ends in June.\n"
        for n, title in ((3, "Dredging"), (4, "Painting"))
    )
    reading = read_text(pack.encode())
    blocks = structure(reading.text, reading.units)
    assert [(b.item.number if b.item else None, b.paragraph) for b in blocks if b.number] == [
        ("3", "1"),
        ("3", "2"),
        ("4", "1"),
        ("4", "2"),
    ]
    assert [b.paragraph for b in blocks if "Subject" in b.span.of(reading.text)] == [None, None]
