"""The rows of Word tables: every cell once, in its column; laid-out text is no table."""

from __future__ import annotations

from tests.ingest.word_files import abstract, blocks, cell, level, listed, num, paragraph, reading, row, run, table

_LONG = "The members heard that the works on the slipway would take longer than the plan had said they would. "


def _rows(body: str, **parts: str) -> list[tuple[str, ...]]:
    return [unit.cells for unit in reading(body, **parts).units if unit.kind == "table_row"]


def test_a_cell_over_two_columns_keeps_the_others_in_theirs() -> None:
    body = table(
        row("a", "b", "c"), row(cell("ab", '<w:gridSpan w:val="2"/>'), "c"), row("b", "c", properties='<w:gridBefore w:val="1"/>')
    )  # fmt: skip
    assert _rows(body) == [("a", "b", "c"), ("ab", "", "c"), ("", "b", "c")]
    assert reading(body).text == "a\tb\tc\nab\t\tc\n\tb\tc\n"


def test_a_cell_over_two_rows_is_read_once() -> None:
    body = table(
        row(cell("Both", '<w:vMerge w:val="restart"/>'), "one"), row(cell("stale", "<w:vMerge/>"), "two"), row("Next", "three")
    )  # fmt: skip
    assert _rows(body) == [("Both", "one"), ("", "two"), ("Next", "three")]


def test_a_row_of_one_cell_is_one_cell_and_an_absurd_span_is_bounded() -> None:
    body = table(row(cell("All", '<w:gridSpan w:val="3"/>')), row(cell("a", '<w:gridSpan w:val="999999999"/>'), "b"))
    assert [len(cells) for cells in _rows(body)] == [1, 65]


def test_a_deleted_cell_is_blank_and_flagged() -> None:
    made = reading(table(row(cell("Old", '<w:cellDel w:id="1" w:author="A"/>'), "kept")))
    assert ([unit.cells for unit in made.units], made.warnings) == ([("", "kept")], ("tracked_changes",))


def test_a_header_row_is_marked_by_word_itself() -> None:
    made = reading(table(row("Day", "Tide", properties="<w:tblHeader/>"), row("Monday", "High")))
    assert [unit.header_row for unit in made.units] == [True, False]


def test_automatic_numbers_of_cells_are_shown_and_counted() -> None:
    numbering = abstract(1, level(0, "%1.")) + num(1, 1)
    body = table(row(cell(listed("", 1)), "Mend"), row(cell(listed("", 1)), "Paint")) + listed("After.", 1)
    assert _rows(body, numbering=numbering) == [("1.", "Mend"), ("2.", "Paint")]
    assert reading(body, numbering=numbering).units[-1].label == "3."


def test_a_small_table_in_a_cell_is_part_of_it_and_a_large_one_has_rows_of_its_own() -> None:
    small = table(row("a", cell(table(row("b", "c"), row("d", "e")) + paragraph(""))))
    assert reading(small).text == "a\tb c\nd e\n"
    large = table(row("Box", cell(table(row("b", "c"), row("d", "e"), row("f", "g")) + paragraph("after"))))
    assert reading(large).text == "Box\nb\tc\nd\te\nf\tg\nafter\n"


def test_tables_nested_many_times_over_are_read_and_no_word_is_lost() -> None:
    inside = paragraph("core")
    for n in range(60):
        inside = table(row(f"r{n}", cell(inside + paragraph("")))) + paragraph("")
    assert sorted(reading(inside).text.split()) == sorted(["core", *(f"r{n}" for n in range(60))])


def test_text_that_a_table_lays_out_is_read_as_paragraphs() -> None:
    box = table(row(cell(paragraph(run("Slipway", "<w:b/>")) + paragraph(_LONG))))
    assert [block.kind for block in blocks(box)] == ["heading", "paragraph"]
    minute = table(row("4", cell(paragraph(_LONG) * 4)))
    assert [unit.kind for unit in reading(minute).units] == [None] * 5


def test_a_long_cell_under_named_columns_stays_in_its_row() -> None:
    body = table(
        row("Aim", "Actions", "Lead", "When"), row("Safety", cell(paragraph(_LONG) * 4), "Harbour master", "May 2031")
    )  # fmt: skip
    assert [(cells[0], cells[2], cells[3]) for cells in _rows(body)] == [
        ("Aim", "Lead", "When"),
        ("Safety", "Harbour master", "May 2031"),
    ]


def test_an_empty_table_and_empty_rows_give_nothing() -> None:
    assert reading(table() + table(row("", "")) + paragraph("Text.")).text == "Text.\n"
