"""Rows of PDF tables that nothing marks: whole, in order, and nothing else taken for one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from core.documents import Block, ReadResult
from ingest.readers import read
from tests.ingest.drawn import area, grid, pdf, rule, words


def _read(folder: Path, *pages: str, form: bool = False) -> ReadResult:
    path = folder / "paper.pdf"
    path.write_bytes(pdf(pages, form=form))
    return read(path)


def _rows(result: ReadResult) -> list[str]:
    """The rows' text as stored: a tab ends a cell, a newline a line of a cell."""
    text = result.document.text
    return [block.span.of(text).strip("\n") for block in result.blocks if block.kind == "table_row"]


def _blocks(result: ReadResult, kind: str) -> list[Block]:
    return [block for block in result.blocks if block.kind == kind]


XS = [60.0, 180.0, 360.0, 480.0]
WRAPPED = (
    words(64, 690, "Pontoon")
    + words(184, 690, "Officers will cost a new")
    + words(364, 690, "Autumn")
    + words(184, 678, "walkway for the ferry")
    + words(64, 650, "Slipway and")
    + words(64, 638, "old crane")
    + words(184, 650, "To be sold")
    + words(364, 650, "Spring")
)
INTRO = words(60, 760, "The yard keeps a list of what it will mend this year and of what can wait.")
WHOLE = [
    "Pontoon\tOfficers will cost a new\nwalkway for the ferry\tAutumn",
    "Slipway and\nold crane\tTo be sold\tSpring",
]


def test_cells_of_several_lines_make_one_row_of_a_ruled_table(tmp_path: Path) -> None:
    assert _rows(_read(tmp_path, INTRO + grid(XS, [705, 665, 625]) + WRAPPED)) == WHOLE


def test_ruled_lines_inside_a_form_count(tmp_path: Path) -> None:
    assert _rows(_read(tmp_path, INTRO + grid(XS, [705, 665, 625]) + WRAPPED, form=True)) == WHOLE


def test_lines_between_rows_only_part_them(tmp_path: Path) -> None:
    level = "".join(rule(60, y, 480, y) for y in (705, 665, 625))
    third = words(64, 610, "Beacon") + words(184, 610, "New bulb") + words(364, 610, "Winter")
    assert _rows(_read(tmp_path, INTRO + level + WRAPPED + third)) == [*WHOLE, "Beacon\tNew bulb\tWinter"]


def test_every_other_row_shaded_is_one_table(tmp_path: Path) -> None:
    shades = "".join(area(x0, foot, x1, foot + 40) for foot in (665, 585) for x0, x1 in pairwise(XS))
    third = words(64, 610, "Beacon") + words(184, 610, "New bulb") + words(364, 610, "Winter")
    rows = _rows(_read(tmp_path, INTRO + shades + WRAPPED + third))
    assert rows == [*WHOLE, "Beacon\tNew bulb\tWinter"]


def test_columns_without_any_line_are_a_table(tmp_path: Path) -> None:
    third = words(64, 610, "Beacon") + words(184, 610, "New bulb") + words(364, 610, "Winter")
    assert _rows(_read(tmp_path, INTRO + WRAPPED + third)) == [*WHOLE, "Beacon\tNew bulb\tWinter"]


def test_an_empty_cell_keeps_its_place(tmp_path: Path) -> None:
    body = (
        words(184, 690, "Only the middle") + words(364, 690, "May") + words(64, 650, "Hoist") + words(364, 650, "June")
    )
    rows = _rows(_read(tmp_path, INTRO + grid(XS, [705, 665, 625]) + body))
    assert rows == ["\tOnly the middle\tMay", "Hoist\t\tJune"]


def test_cells_closer_than_a_gap_are_parted_by_the_line_between_them(tmp_path: Path) -> None:
    drawn = grid([60, 84, 108, 132], [705, 690, 675])
    for n, row in enumerate((("51%", "48%", "1%"), ("40%", "52%", "8%"))):
        drawn += "".join(words(x, 694 - 15 * n, text) for x, text in zip((61, 86, 110), row))
    assert _rows(_read(tmp_path, INTRO + drawn)) == ["51%\t48%\t1%", "40%\t52%\t8%"]


def test_a_heading_row_is_marked(tmp_path: Path) -> None:
    drawn = grid(XS, [705, 685, 665, 645])
    for n, row in enumerate((("Quay", "Berths", "Taken"), ("North", "41", "35"), ("South", "18", "18"))):
        drawn += "".join(words(x + 4, 690 - 20 * n, text) for x, text in zip(XS, row))
    result = _read(tmp_path, INTRO + drawn)
    assert [("header" in block.flags) for block in _blocks(result, "table_row")] == [True, False, False]


def test_a_cell_over_two_rows_belongs_to_the_first(tmp_path: Path) -> None:
    drawn = "".join(rule(60, y, 480, y) for y in (705, 665)) + rule(180, 685, 480, 685)
    drawn += "".join(rule(x, 665, x, 705) for x in XS)
    drawn += words(64, 690, "Quays") + words(184, 690, "North") + words(364, 690, "41")
    drawn += words(184, 670, "South") + words(364, 670, "18")
    assert _rows(_read(tmp_path, INTRO + drawn)) == ["Quays\tNorth\t41", "\tSouth\t18"]


def test_a_row_over_a_page_break_is_one_row_with_a_box_on_each_page(tmp_path: Path) -> None:
    first = INTRO + grid(XS, [130, 100, 70])
    first += words(64, 115, "Hoist") + words(184, 115, "Sell it") + words(364, 115, "May")
    first += words(64, 85, "Pontoon") + words(184, 85, "Officers will cost a new") + words(364, 85, "June")
    second = grid(XS, [790, 760, 730])
    second += words(184, 775, "walkway for the ferry") + words(64, 745, "Crane") + words(184, 745, "Mend it")
    second += words(364, 745, "July") + words(60, 690, "All of it is paid for out of the harbour dues of last year.")
    result = _read(tmp_path, first, second)
    assert _rows(result) == [
        "Hoist\tSell it\tMay",
        "Pontoon\tOfficers will cost a new\nwalkway for the ferry\tJune",
        "Crane\tMend it\tJuly",
    ]
    assert [[box[0] for box in block.boxes] for block in _blocks(result, "table_row")] == [[1], [1, 2], [2]]


def test_minutes_typed_as_a_table_are_headings_and_paragraphs(tmp_path: Path) -> None:
    prose = [
        "The clerk told members that the lock gates had been looked at",
        "by an engineer, who found both of them sound and asked for paint",
        "on the upper one before the boats come back in the spring.",
    ]
    drawn = grid([60, 90, 440, 500], [705, 640, 575])
    for n, title in enumerate(("Lock gates", "Upper gate")):
        top = 692 - 65 * n
        drawn += words(64, top, f"{n + 4}.", font="B") + words(94, top, title, font="B") + words(450, top - 24, "TR")
        drawn += "".join(words(94, top - 14 * (m + 1), line) for m, line in enumerate(prose))
    result = _read(tmp_path, INTRO + drawn)
    text = result.document.text
    assert [" ".join(block.span.of(text).split()) for block in _blocks(result, "heading")] == [
        "4. Lock gates",
        "5. Upper gate",
    ]
    body = [" ".join(block.span.of(text).split()) for block in _blocks(result, "paragraph")]
    assert body.count(" ".join(prose)) == 2


def test_prose_in_two_columns_is_no_table(tmp_path: Path) -> None:
    left = [f"The left column tells of quay number {n} and its" for n in range(12)]
    right = [f"while the right one counts the boats of year {n}" for n in range(12)]
    drawn = "".join(words(60, 700 - 13 * n, line) for n, line in enumerate(left))
    drawn += "".join(words(320, 700 - 13 * n, line) for n, line in enumerate(right))
    result = _read(tmp_path, drawn)
    assert _rows(result) == []
    text = result.document.text
    assert text.index(left[-1]) < text.index(right[0])


def test_a_frame_round_prose_is_no_table(tmp_path: Path) -> None:
    drawn = grid([50, 545], [720, 600]) + words(60, 700, "A box of advice: bring the papers to the office")
    drawn += words(60, 686, "before noon, and ask for the clerk.")
    result = _read(tmp_path, INTRO + drawn)
    assert _rows(result) == []
    assert "office\nbefore noon" in result.document.text


def test_names_under_signatures_are_no_table(tmp_path: Path) -> None:
    drawn = (
        words(60, 300, "Ada Quay") + words(300, 300, "Tom Slip") + words(60, 286, "Chair") + words(300, 286, "Clerk")
    )
    result = _read(tmp_path, INTRO + drawn)
    assert [row.split("\t") for row in _rows(result)] == [["Ada Quay", "Tom Slip"], ["Chair", "Clerk"]]
    assert not any("header" in block.flags for block in result.blocks)


def test_a_chart_of_many_lines_is_no_table(tmp_path: Path) -> None:
    drawn = "".join(rule(80 + n * 0.3, 400, 80 + n * 0.3, 401 + n % 90) for n in range(1300))
    labels = "".join(words(80 + 60 * n, 380, str(2010 + n)) for n in range(6))
    result = _read(tmp_path, INTRO + drawn + labels)
    assert len(_rows(result)) == 1


def test_a_list_beside_its_title_is_a_list_and_the_rows_about_it_stay_rows(tmp_path: Path) -> None:
    items = [
        "(a) to note the report of the harbour master on the lock,",
        "and the letters from those who keep a boat above it; and",
        "(b) to agree that the upper gate be mended in the autumn,",
        "with the money that was put by for it in the last three",
        "years and without any rise in the dues of the boats.",
    ]
    drawn = grid([60, 180, 480], [705, 685, 600, 580])
    drawn += words(64, 690, "Subject:", font="B") + words(184, 690, "The upper lock")
    drawn += words(64, 672, "Recommendations", font="B")
    drawn += "".join(words(184, 672 - 13 * n, line) for n, line in enumerate(items))
    drawn += words(64, 585, "Status:", font="B") + words(184, 585, "Open to all")
    result = _read(tmp_path, INTRO + drawn)
    text = result.document.text
    kinds = [(block.kind, " ".join(block.span.of(text).split())) for block in result.blocks][1:]
    assert kinds == [
        ("table_row", "Subject: The upper lock"),
        ("heading", "Recommendations"),
        ("list_item", " ".join(items[:2])),
        ("list_item", " ".join(items[2:])),
        ("table_row", "Status: Open to all"),
    ]


def test_a_title_across_the_columns_stays_between_the_rows_it_parts(tmp_path: Path) -> None:
    drawn = (
        "".join(rule(60, y, 480, y) for y in (705, 685, 665, 645)) + rule(60, 645, 60, 705) + rule(480, 645, 480, 705)
    )
    drawn += rule(200, 685, 200, 705) + rule(200, 645, 200, 665)
    drawn += words(64, 690, "North quay") + words(204, 690, "41 berths")
    drawn += (
        words(64, 670, "Let to the council of the town") + words(64, 650, "South quay") + words(204, 650, "18 berths")
    )
    result = _read(tmp_path, INTRO + drawn)
    text = result.document.text
    assert [" ".join(block.span.of(text).split()) for block in result.blocks][1:] == [
        "North quay 41 berths",
        "Let to the council of the town",
        "South quay 18 berths",
    ]


def test_a_rule_between_two_columns_of_prose_makes_no_table(tmp_path: Path) -> None:
    line = "the boats of the year were counted and the"
    drawn = rule(50, 730, 545, 730) + rule(298, 300, 298, 730) + rule(50, 300, 545, 300)
    drawn += "".join(
        words(x, 715 - 13 * n, f"{side} {n}: {line}") for n in range(30) for x, side in ((55, "L"), (305, "R"))
    )
    result = _read(tmp_path, drawn)
    assert _rows(result) == []
    assert result.document.text.index("L 29") < result.document.text.index("R 0")


def test_figures_set_close_are_rows_and_a_date_in_prose_is_none(tmp_path: Path) -> None:
    drawn = words(60, 700, "North quay 1,204 98% 31") + words(60, 687, "South quay 18 7% 2")
    drawn += words(60, 640, "The gate was shut in 2030 and in 2031 on the last")
    result = _read(tmp_path, INTRO + drawn)
    assert _rows(result) == ["North quay\t1,204\t98%\t31", "South quay\t18\t7%\t2"]
