"""The words that are boxed on the picture of a page are the words that were asked for."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from benchmarks.places import under_box
from core.platform import CHECKOUT
from ui.page_image import (
    BOX_LINE,
    DPI,
    PLAIN_WIDTH,
    POINTS_PER_INCH,
    page_picture,
    render_page,
    word_boxes,
)
from ui.page_words import joined_by_line, matching_characters
from ui.page_worker import PageWorker

REPORT = CHECKOUT / "samples" / "survey-report.pdf"


def text_of(page: int) -> str:
    opened = pdfium.PdfDocument(REPORT)
    text = str(opened[page - 1].get_textpage().get_text_range())
    opened.close()
    return text


def words_in(page: int, box: tuple[float, float, float, float]) -> str:
    """What pdfium reads inside a box of the picture: an independent way back from pixels to words."""
    opened = pdfium.PdfDocument(REPORT)
    shown = opened[page - 1]
    scale, height = DPI / POINTS_PER_INCH, shown.get_height()
    left, top, right, bottom = (edge / scale for edge in box)
    found = str(shown.get_textpage().get_text_bounded(left, height - bottom, right, height - top))
    opened.close()
    return found


def squeezed(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@pytest.mark.parametrize("page", [4, 6, 7])
def test_boxes_hold_the_words(page: int) -> None:
    text = text_of(page)
    middle = text.index(" ", len(text) // 2) + 1
    end = text.index(" ", middle + 150)
    image = render_page(REPORT, page, text, [(middle, end)])
    assert image is not None
    assert len(image.boxes) >= 2, "words over a line end have a box a line"
    boxed = "".join(words_in(page, box) for box in image.boxes)
    assert squeezed(text[middle:end]) in squeezed(boxed)
    assert len(squeezed(boxed)) <= len(squeezed(text[middle:end])) + 6 * len(image.boxes)


def test_the_picture_bears_the_boxes() -> None:
    text = text_of(4)
    plain, boxed = render_page(REPORT, 4, text), render_page(REPORT, 4, text, [(0, 20)])
    assert plain is not None and boxed is not None
    left, top, _, _ = boxed.boxes[0]
    at = (round(left) + 3, round(top) - 2)
    assert Image.open(io.BytesIO(boxed.png)).convert("RGB").getpixel(at) == BOX_LINE
    assert Image.open(io.BytesIO(plain.png)).convert("RGB").getpixel(at) != BOX_LINE
    assert plain.boxes == ()
    assert (boxed.width, boxed.height) == Image.open(io.BytesIO(boxed.png)).size


def test_words_that_are_not_on_the_page_are_not_boxed() -> None:
    image = render_page(REPORT, 4, "zeppelins over the harbour", [(0, 26)])
    assert image is not None and image.boxes == ()


def test_what_is_no_pdf_or_no_page_gives_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    assert render_page(tmp_path / "a.txt", 1, "words", [(0, 5)]) is None
    assert render_page(tmp_path / "missing.pdf", 1, "words", [(0, 5)]) is None
    assert render_page(REPORT, 999, "words", [(0, 5)]) is None


@pytest.mark.parametrize(
    ("text", "start", "end", "characters", "found"),
    [
        ("two words", 4, 9, "two\r\nwords", "words"),
        ("self-help now", 0, 9, "self\u0002help now", "self\u0002help"[0:4] + "help"),
        ("the end. the end.", 9, 17, "the end.the end.", "the end."),
        ("abc", 0, 3, "xyz", ""),
        ("a \u00ad b", 0, 5, "a b", "ab"),
        ("   ", 0, 3, "abc", ""),
        ("\x05one \ufffd two", 0, 10, "one\x03two", "onetwo"),
    ],
)
def test_characters_are_matched_but_for_spaces_and_hyphens(
    text: str, start: int, end: int, characters: str, found: str
) -> None:
    indices = matching_characters(text, start, end, list(characters))
    assert "".join(characters[n] for n in indices) == found.replace(" ", "")
    if text.startswith("the end"):
        assert indices[0] == 8, "the second of two equal places"


def words_at(text: str, quote: str, characters: str, nth: int = 0) -> tuple[str, list[int]]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    found = matching_characters(text, start, start + len(quote), list(characters))
    return "".join(characters[n] for n in found), found


def test_a_row_read_across_is_found_in_a_file_written_down_its_columns() -> None:
    text = "Action Who\ncut the hedge HD\nmend the gate NO"
    characters = "Action cut the hedge mend the gate Who HD NO"
    assert words_at(text, "mend the gate NO", characters)[0] == "mendthegateNO"
    found, indices = words_at(text, "the gate NO", characters)
    assert (found, indices[0]) == ("thegateNO", characters.index("the gate"))


def test_short_words_take_what_the_long_ones_left() -> None:
    text = "fair\tair\nzest\tfoul"
    characters = "fair foul zest air"
    assert words_at(text, "air\nzest", characters)[1] == [15, 16, 17, 10, 11, 12, 13]


def test_of_equal_places_the_one_with_the_same_words_round_it_is_taken() -> None:
    text = "left column says yes. right column says no."
    characters = "right column says no. left column says yes."  # the file has the columns the other way round
    assert words_at(text, "column says", characters)[1][0] == characters.index("column", 20)
    assert words_at(text, "column says", characters, nth=1)[1][0] == characters.index("column")


def test_words_of_which_a_part_is_missing_are_not_found() -> None:
    assert words_at("cut the hedge HD", "cut the hedge HD", "HD cut the")[1] == []


def test_ranges_are_boxed_all_or_none() -> None:
    text = text_of(4)
    first, second = (0, 12), (60, 80)
    both = render_page(REPORT, 4, text, [first, second])
    assert both is not None and len(both.boxes) >= 2
    lost = render_page(REPORT, 4, text + " zeppelins", [first, (len(text) + 1, len(text) + 10)])
    assert lost is not None and lost.boxes == ()


def test_boxes_hold_the_words_of_a_page_that_is_cropped_and_turned(tmp_path: Path) -> None:
    opened = pdfium.PdfDocument(REPORT)
    opened[3].set_rotation(90)
    opened[3].set_cropbox(20, 30, 560, 800)
    opened.save(tmp_path / "turned.pdf")
    opened.close()
    text = text_of(4)
    start = text.index(" ", len(text) // 2) + 1
    end = text.index(" ", start + 30)
    turned = pdfium.PdfDocument(tmp_path / "turned.pdf")
    page = turned[3]
    convert = pdfium.PdfPosConv(page, (0, 0, *(round(edge * DPI / POINTS_PER_INCH) for edge in page.get_size()), 0))
    boxes = word_boxes(page.get_textpage(), convert, text, [(start, end)])
    drawn = render_page(tmp_path / "turned.pdf", 4, text, [(start, end)])
    assert drawn is not None and len(drawn.boxes) == len(boxes) <= 2, "a box a line, sideways too"
    assert all(abs(a - b) <= 2 for ours, theirs in zip(boxes, drawn.boxes) for a, b in zip(ours, theirs))
    boxed = "".join(under_box(page.get_textpage(), convert, box) for box in drawn.boxes)
    assert squeezed(boxed) == squeezed(text[start:end])
    turned.close()


def test_boxes_are_joined_within_a_line_only() -> None:
    boxes = [
        (0.0, 0.0, 5.0, 10.0),
        (6.0, 0.0, 11.0, 10.0),
        (0.0, 14.0, 5.0, 24.0),
        (300.0, 14.0, 305.0, 24.0),
        (1.0, 1.0, 1.0, 9.0),
    ]
    assert joined_by_line(boxes) == [(0.0, 0.0, 11.0, 10.0), (0.0, 14.0, 5.0, 24.0), (300.0, 14.0, 305.0, 24.0)]


def test_a_whole_page_has_its_size_in_pixels_and_points() -> None:
    made = page_picture(REPORT, 4)
    assert made is not None
    assert Image.open(io.BytesIO(made.webp)).format == "WEBP"
    assert (made.width, made.height) == Image.open(io.BytesIO(made.webp)).size
    assert abs(made.width - PLAIN_WIDTH) <= 1
    assert (round(made.points_wide), round(made.points_high)) == (595, 842)


def test_a_page_that_is_turned_has_the_size_at_which_it_is_shown(tmp_path: Path) -> None:
    opened = pdfium.PdfDocument(REPORT)
    opened[3].set_rotation(90)
    opened.save(tmp_path / "turned.pdf")
    opened.close()
    made = page_picture(tmp_path / "turned.pdf", 4)
    assert made is not None
    assert (round(made.points_wide), round(made.points_high)) == (842, 595)


def test_a_page_that_cannot_be_drawn_in_time_costs_its_picture_only() -> None:
    worker = PageWorker(seconds=0.0)
    request = {"path": str(REPORT), "page": 4, "plain": True}
    assert worker.ask(request) is None
    worker.seconds = 30.0
    drawn = worker.ask(request)
    assert drawn is not None and drawn[1][:4] == b"RIFF", "the next one is drawn by a new process"
    worker.close()


def test_a_drawing_process_that_died_is_started_again() -> None:
    worker = PageWorker()
    request = {"path": str(REPORT), "page": 4, "plain": True}
    assert worker.ask(request) is not None
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    assert worker.ask(request) is not None
    worker.close()


def test_on_a_scan_the_lines_that_are_given_are_boxed_and_on_a_page_with_words_they_are_not() -> None:
    lines = [(72.0, 700.0, 172.0, 712.0)]
    scanned = render_page(REPORT, 4, "words that OCR read", [(0, 19)], lines)
    assert scanned is not None
    scale = DPI / POINTS_PER_INCH
    (box,) = scanned.boxes
    assert [round(edge / scale, 1) for edge in box] == [72.0, 129.9, 172.0, 141.9]
    text = text_of(4)
    printed = render_page(REPORT, 4, text, [(0, 20)], lines)
    assert printed is not None and box not in printed.boxes and printed.boxes
    outside = render_page(REPORT, 4, text, [], lines)
    assert outside is not None and outside.boxes == ()
