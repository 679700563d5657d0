"""The words that are boxed on the picture of a page are the words that were asked for."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from core.platform import CHECKOUT
from ui.page_image import (
    BOX_LINE,
    DPI,
    PLAIN_WIDTH,
    POINTS_PER_INCH,
    joined_by_line,
    matching_characters,
    page_picture,
    render_page,
)
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
    image = render_page(REPORT, page, text, middle, end)
    assert image is not None
    assert len(image.boxes) >= 2, "words over a line end have a box a line"
    boxed = "".join(words_in(page, box) for box in image.boxes)
    assert squeezed(text[middle:end]) in squeezed(boxed)
    assert len(squeezed(boxed)) <= len(squeezed(text[middle:end])) + 6 * len(image.boxes)


def test_the_picture_bears_the_boxes() -> None:
    text = text_of(4)
    plain, boxed = render_page(REPORT, 4, text, 0, 0), render_page(REPORT, 4, text, 0, 20)
    assert plain is not None and boxed is not None
    left, top, _, _ = boxed.boxes[0]
    at = (round(left) + 3, round(top) - 2)
    assert Image.open(io.BytesIO(boxed.png)).convert("RGB").getpixel(at) == BOX_LINE
    assert Image.open(io.BytesIO(plain.png)).convert("RGB").getpixel(at) != BOX_LINE
    assert plain.boxes == ()
    assert (boxed.width, boxed.height) == Image.open(io.BytesIO(boxed.png)).size


def test_words_that_are_not_on_the_page_are_not_boxed() -> None:
    image = render_page(REPORT, 4, "zeppelins over the harbour", 0, 26)
    assert image is not None and image.boxes == ()


def test_what_is_no_pdf_or_no_page_gives_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    assert render_page(tmp_path / "a.txt", 1, "words", 0, 5) is None
    assert render_page(tmp_path / "missing.pdf", 1, "words", 0, 5) is None
    assert render_page(REPORT, 999, "words", 0, 5) is None


@pytest.mark.parametrize(
    ("text", "start", "end", "characters", "found"),
    [
        ("two words", 4, 9, "two\r\nwords", "words"),
        ("self-help now", 0, 9, "self\u0002help now", "self\u0002help"[0:4] + "help"),
        ("the end. the end.", 9, 17, "the end.the end.", "the end."),
        ("abc", 0, 3, "xyz", ""),
        ("a \u00ad b", 0, 5, "a b", "ab"),
        ("   ", 0, 3, "abc", ""),
    ],
)
def test_characters_are_matched_but_for_spaces_and_hyphens(
    text: str, start: int, end: int, characters: str, found: str
) -> None:
    indices = matching_characters(text, start, end, list(characters))
    assert "".join(characters[n] for n in indices) == found.replace(" ", "")
    if text.startswith("the end"):
        assert indices[0] == 8, "the second of two equal places"


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
    scanned = render_page(REPORT, 4, "words that OCR read", 0, 19, lines)
    assert scanned is not None
    scale = DPI / POINTS_PER_INCH
    (box,) = scanned.boxes
    assert [round(edge / scale, 1) for edge in box] == [72.0, 129.9, 172.0, 141.9]
    text = text_of(4)
    printed = render_page(REPORT, 4, text, 0, 20, lines)
    assert printed is not None and box not in printed.boxes and printed.boxes
    outside = render_page(REPORT, 4, text, 0, 0, lines)
    assert outside is not None and outside.boxes == ()
