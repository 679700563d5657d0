"""Lines of PDF pages into paragraphs, headings and furniture: pitch, hyphens, raised letters, turned and cut pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents import ReadResult
from ingest.readers import read
from ingest.structure import structure
from ingest.structure.furniture import furniture
from ingest.structure.units import Unit
from tests.ingest.drawn import pdf, rule, words


def _read(folder: Path, *pages: str, box: str = "0 0 595 842", rotate: int = 0) -> ReadResult:
    path = folder / "paper.pdf"
    path.write_bytes(pdf(pages, box=box, rotate=rotate))
    return read(path)


def _kinds(result: ReadResult) -> list[tuple[str, str]]:
    text = result.document.text
    return [(block.kind, " ".join(block.span.of(text).split())) for block in result.blocks]


LINE = "and the rest of the sentence goes on as far as the margin allows it to"


def test_lines_set_wide_are_one_paragraph_in_a_paper_with_a_tight_table(tmp_path: Path) -> None:
    page = "".join(words(60, 780 - 11 * n, f"Tight note {n}: the gate stays shut on that day", 8) for n in range(12))
    page += words(60, 600, "The long paragraph begins here", 11)
    page += "".join(words(60, 600 - 16 * n, LINE, 11) for n in range(1, 7))
    result = _read(tmp_path, page)
    assert ("paragraph", "The long paragraph begins here" + f" {LINE}" * 6) in _kinds(result)


def test_a_dash_that_begins_a_line_in_a_sentence_begins_no_item(tmp_path: Path) -> None:
    page = words(60, 700, "The ferry will be mended before the season with the money that was put by")
    page += words(60, 687, "– poorer boats must wait for their turn.")
    assert _kinds(_read(tmp_path, page)) == [
        (
            "paragraph",
            "The ferry will be mended before the season with the money that was put by – poorer boats must wait for"
            " their turn.",
        )
    ]


def test_dashes_after_a_lead_in_begin_items(tmp_path: Path) -> None:
    page = words(60, 700, "The ferry needs:") + words(60, 687, "– new oars;") + words(60, 674, "– a flag.")
    assert [kind for kind, _ in _kinds(_read(tmp_path, page))] == ["paragraph", "list_item", "list_item"]


def test_raised_letters_stay_in_their_line(tmp_path: Path) -> None:
    page = words(60, 700, "The minutes of 9") + words(134.6, 704, "th", 6) + words(142.4, 700, "May were signed.")
    page += words(60, 687, "They were read aloud.")
    text = " ".join(_read(tmp_path, page).document.text.split())
    assert text == "The minutes of 9th May were signed. They were read aloud."


def test_a_hyphen_at_a_line_end_parts_two_lines_and_no_word(tmp_path: Path) -> None:
    page = words(60, 700, "Members thanked the harbour author-") + words(60, 687, "ity for its long-")
    page += words(60, 674, "term plan of the basin.")
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf([page]))
    result = read(path)
    assert len(result.blocks) == 1
    (box,) = result.blocks[0].boxes
    assert box[2] < 680 and box[4] > 700
    assert result.document.text.count("\n") >= 3  # as printed: three lines


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_are_read_in_order(tmp_path: Path, rotate: int) -> None:
    page = words(72, 760, "The upper line is read before") + words(72, 740, "The lower line, however it is turned.")
    lines = [line for line in _read(tmp_path, page, rotate=rotate).document.text.split("\n") if line]
    assert lines == ["The upper line is read before", "The lower line, however it is turned."]


def test_letters_off_the_page_are_hidden(tmp_path: Path) -> None:
    page = "".join(words(60, 700 - 13 * n, f"Line {n} of the page that everybody sees,") for n in range(5))
    result = _read(tmp_path, page + words(900, 700, "The other half of the spread"))
    hidden = [block.span.of(result.document.text).strip() for block in result.blocks if "hidden" in block.flags]
    assert hidden == ["The other half of the spread"]


def test_a_page_whose_size_is_wrong_hides_nothing(tmp_path: Path) -> None:
    result = _read(tmp_path, words(60, 700, "All the words stand off the page."), box="0 0 10 10")
    assert [block.flags for block in result.blocks] == [()]


def test_running_lines_with_the_title_of_their_chapter_are_furniture(tmp_path: Path) -> None:
    chapters = ["The quays", "The quays", "Dredging", "Moorings", "Moorings"]
    pages = [
        words(60, 500, f"Body of page {chr(97 + n)}: the boats of {title.lower()} were counted twice over.")
        + words(60, 20, title, 8)
        + words(520, 20, str(n + 7), 8)
        for n, title in enumerate(chapters)
    ]
    kinds = _kinds(_read(tmp_path, *pages))
    assert [text for kind, text in kinds if kind == "furniture"] == [f"{t} {n + 7}" for n, t in enumerate(chapters)]
    assert sum(kind == "paragraph" for kind, _ in kinds) == 5


def test_a_letterhead_is_furniture_on_the_page_where_the_body_comes_close(tmp_path: Path) -> None:
    head = words(200, 815, "Harbour Office, 3 Quay Lane, Northmouth", 8) + words(200, 805, "Open from nine to four", 8)
    far = [head + words(60, 600, f"Page {chr(97 + n)} tells what the harbour did in that year.") for n in range(3)]
    near = head + words(60, 795, "The last page begins right under the letterhead, for want of room.", 8)
    kinds = _kinds(_read(tmp_path, *far, near))
    assert sum(kind == "furniture" for kind, _ in kinds) == 8
    assert ("paragraph", "The last page begins right under the letterhead, for want of room.") in kinds


def test_first_lines_that_differ_only_in_digits_are_body(tmp_path: Path) -> None:
    pages = [words(60, 800, f"{n}.1 Quay {n} is let until the end of 203{n}.") for n in (1, 2, 3)]
    kinds = _kinds(_read(tmp_path, *pages))
    assert kinds == [("paragraph", f"{n}.1 Quay {n} is let until the end of 203{n}.") for n in (1, 2, 3)]


def test_a_foot_line_stands_after_both_columns(tmp_path: Path) -> None:
    def page(letter: str) -> str:
        drawn = "".join(
            words(x, 700 - 13 * n, f"{side} {letter} {n}: the boats were counted and the")
            for n in range(10)
            for x, side in ((60, "Left"), (320, "Right"))
        )
        return drawn + words(60, 25, "Harbour Office paper", 8)

    text = _read(tmp_path, page("a"), page("b"), page("c")).document.text
    first = text[: text.index("Left b 0")]
    assert first.index("Right a 9") < first.index("Harbour Office paper")


def test_a_number_glued_to_its_paragraph_is_its_number(tmp_path: Path) -> None:
    result = _read(tmp_path, words(60, 700, "6.10.The treasurer shall bring a list of the dues to every meeting."))
    assert [block.number for block in result.blocks] == ["6.10"]


def test_a_minute_number_whose_middle_is_no_month_is_no_date(tmp_path: Path) -> None:
    result = _read(
        tmp_path,
        words(60, 700, "08.23.10 Planning matters were put off until the clerk is back.")
        + words(60, 660, "14.3.31 was the day on which the gate was shut for good."),
    )
    assert [block.number for block in result.blocks] == ["08.23.10", None]


def _edge(text: str, page: int, cells: tuple[str, ...] = ()) -> Unit:
    return Unit(0, len(text), text, page=page, edge=-1, cells=cells, boxes=((page, 0.0, 0.0, 1.0, 1.0),))


def test_numbers_that_do_not_follow_the_pages_are_no_page_numbers() -> None:
    units = [
        _edge(f"{title} {n}", page, (title, n))
        for page, (title, n) in enumerate((("Alder", "9"), ("Birch", "4"), ("Cedar", "30")), 1)
    ]
    assert furniture(units) == [False, False, False]


def test_a_row_of_dashes_in_a_printed_table_is_kept() -> None:
    row = Unit(0, 3, "- -", kind="table_row", cells=("-", "-"), page=1, boxes=((1, 0.0, 0.0, 1.0, 1.0),))
    assert furniture([row]) == [False]


def test_a_line_under_words_alone_is_no_table(tmp_path: Path) -> None:
    page = words(60, 700, "A title", 14, "B") + rule(60, 696, 120, 696) + words(60, 660, "And what it is the title of.")
    assert [kind for kind, _ in _kinds(_read(tmp_path, page))] == ["heading", "paragraph"]


def test_headings_that_a_tagged_file_leaves_unmarked_stand_among_the_marked_by_their_letters() -> None:
    body = "The board was told that the yard is open again and that every berth is let."
    parts: list[tuple[str, float, bool, int | None]] = [
        ("The harbour report", 16.0, True, 1),
        (body, 10.0, False, None),
        ("Money", 13.0, True, 2),
        (body, 10.0, False, None),
        ("Dues of the year", 10.0, True, 0),
        (body, 10.0, False, None),
        ("People", 13.0, True, 0),
        (body, 10.0, False, None),
    ]
    units, text = [], ""
    for words_, size, bold, level in parts:
        kind = "heading" if level else None
        start, text = len(text), text + words_ + "\n"
        units.append(
            Unit(start, len(text), words_, kind=kind, level=level or None, size=size, bold=bold, page=1)  # type: ignore[arg-type]
        )
    found = [(block.level, block.section) for block in structure(text, units) if block.kind == "heading"]
    assert found == [
        (1, ()),
        (2, ("The harbour report",)),
        (3, ("The harbour report", "Money")),
        (2, ("The harbour report",)),
    ]


def test_a_drop_capital_is_the_first_letter_of_its_word(tmp_path: Path) -> None:
    page = words(60, 676, "T", 36) + words(84, 700, "he harbour was closed for a week in the spring and nobody")
    page += words(84, 687, "was told before the day, so that the boats lay outside.")
    (block,) = _read(tmp_path, page).blocks
    assert block.kind == "paragraph"
    assert _read(tmp_path, page).document.text.startswith("The harbour was closed")
