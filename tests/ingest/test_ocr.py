"""Scans: lines from tesseract's words, tilt, turned pages, confidence; and, where tesseract is on the machine, the whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.store import Store
from ingest import intake
from ingest.readers import read
from ingest.readers.pdf import ocr, ocr_lines
from ingest.readers.pdf.lines import Line, PageGeometry
from ingest.readers.pdf.ocr_lines import Word

A4 = PageGeometry(0.0, 0.0, 595.0, 842.0, 0)
INSTALLED = ocr.tesseract() is not None
needs_tesseract = pytest.mark.skipif(not INSTALLED, reason="tesseract is not on this machine: OCR itself is not tested")
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(text: str, left: int, top: int, width: int, height: int = 30, *, block: int = 1, line: int = 1, sure: float = 96) -> str:  # fmt: skip
    return f"5\t1\t{block}\t1\t{line}\t1\t{left}\t{top}\t{width}\t{height}\t{sure}\t{text}"


def table(*rows: str) -> str:
    return "\n".join([HEAD, "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t", *rows])


def words(*rows: str) -> list[Word]:
    return ocr_lines.words_of(table(*rows), 300 / 72, 842.0)[0]


def lines(*rows: str) -> list[Line]:
    return ocr_lines.lines_of(words(*rows), 1, A4, 0, A4)


# A page of minutes as tesseract gives it: the numbers at the margin a block of their own, before the words.
MINUTES = (
    row("4.1", 250, 500, 60, 28, block=1, line=1),
    row("4.2", 250, 560, 62, 28, block=1, line=2, sure=90),
    row("The", 420, 500, 70, 30, block=2, line=1), row("bins", 510, 500, 80, 30, block=2, line=1),
    row("were", 610, 508, 90, 22, block=2, line=1), row("emptied.", 720, 500, 170, 38, block=2, line=1),
    row("The", 420, 560, 70, 30, block=2, line=2), row("pond", 510, 560, 100, 38, block=2, line=2, sure=80),
    row("was", 630, 568, 75, 22, block=2, line=2), row("not.", 725, 562, 85, 28, block=2, line=2),
)  # fmt: skip


def test_numbers_at_the_margin_go_back_to_their_lines() -> None:
    assert [line.text for line in lines(*MINUTES)] == ["4.1\tThe bins were emptied.", "4.2\tThe pond was not."]
    assert ocr_lines.side_by_side(words(*MINUTES)) == 2


def test_a_line_has_its_box_in_points_and_its_confidence() -> None:
    first, second = lines(*MINUTES)
    point = 72 / 300
    (box,) = first.boxes
    assert box[0] == pytest.approx(250 * point)
    assert box[2] == pytest.approx(890 * point)
    assert box[3] == pytest.approx(842 - 500 * point)
    assert first.flags == ("ocr", "ocr_confidence:96")
    letters = {"4.2": (3, 90), "The": (3, 96), "pond": (4, 80), "was": (3, 96), "not.": (4, 96)}
    mean = sum(n * sure for n, sure in letters.values()) / sum(n for n, _ in letters.values())
    assert second.flags == ("ocr", f"ocr_confidence:{round(mean)}")


def test_what_is_too_uncertain_is_left_out_and_counted() -> None:
    kept, faint = ocr_lines.words_of(table(row("Clear", 100, 100, 90), row("smudge", 200, 100, 90, sure=12), row("|", 300, 100, 9, sure=8)), 4.0, 842.0)  # fmt: skip
    assert [word.text for word in kept] == ["Clear"]
    assert faint == 1, "a stroke that is no letter is no word"


def test_rows_that_are_no_words_or_broken_are_passed_over() -> None:
    broken = "5\t1\t1\t1\t1"
    assert ocr_lines.words_of(table(broken, row(" ", 1, 1, 1), row("yes", 10, 10, 40)), 1.0, 100.0)[0] == [
        Word("yes", 10.0, 60.0, 50.0, 90.0, 96.0, ("1", "1", "1"))
    ]
    assert ocr_lines.words_of("", 1.0, 100.0) == ([], 0)


def test_two_columns_are_read_one_after_the_other() -> None:
    rows = []
    for n in range(8):
        for column, left in (("left", 250), ("right", 1330)):
            for place, text in enumerate([column, "words", "of", "line", f"number{n}", "here"]):
                rows.append(row(text, left + place * 155, 400 + n * 60, 140, 30, block=1 if column == "left" else 2, line=n + 1))  # fmt: skip
    read_lines = [line.text for line in lines(*rows)]
    assert read_lines == [f"{side} words of line number{n} here" for side in ("left", "right") for n in range(8)]


def test_cells_of_a_table_are_parted_and_words_of_a_justified_line_are_not() -> None:
    cells = lines(row("Parks", 250, 400, 110), row("£1,200", 900, 400, 130), row("2024", 1500, 400, 90))
    assert (cells[0].text, cells[0].cells) == ("Parks\t£1,200\t2024", ("Parks", "£1,200", "2024"))
    wide = lines(*(row("words", 250 + n * 185, 400, 100) for n in range(7)))
    assert (wide[0].text, wide[0].cells) == ("words words words words words words words", ())


def test_a_tilted_page_is_read_by_its_own_lines() -> None:
    tilt = 0.02  # pixels down for each to the right: a bit more than a degree
    rows = [
        row(
            text, 250 + place * 210, round(500 + n * 44 + tilt * place * 210), 150, 30, line=n + 1, block=1 + place // 5
        )
        for n in range(6)
        for place, text in enumerate(["aa", "ab", "ac", "ad", "ae", "ba", "bb", "bc", "bd", "be"])
    ]
    made = ocr_lines.lines_of(words(*rows), 1, A4, 0, A4)
    assert ocr_lines.skew(words(*rows)) == pytest.approx(-tilt, abs=0.002)
    assert [line.text.replace("\t", " ") for line in made] == ["aa ab ac ad ae ba bb bc bd be"] * 6
    high = made[0].boxes[0]
    assert high[3] - high[1] == pytest.approx((30 + tilt * 10 * 210) * 72 / 300, abs=1.5), (
        "the box holds the tilted line"
    )


def test_a_straight_page_has_no_tilt() -> None:
    assert ocr_lines.skew(words(*MINUTES)) == 0.0


@pytest.mark.parametrize(
    ("turn", "box", "shown"),
    [
        (0, (10, 20, 30, 25), (10, 20, 30, 25)),
        (90, (10, 20, 30, 25), (100 - 25, 10, 100 - 20, 30)),
        (180, (10, 20, 30, 25), (100 - 30, 200 - 25, 100 - 10, 200 - 20)),
        (270, (10, 20, 30, 25), (20, 200 - 30, 25, 200 - 10)),
    ],
)
def test_boxes_are_turned_back(turn: int, box: Any, shown: Any) -> None:
    assert ocr_lines.turned_back(box, turn, PageGeometry(0, 0, 100, 200, 0)) == shown


@pytest.mark.parametrize(
    ("said", "turn"),
    [
        ("Page number: 0\nOrientation in degrees: 270\nRotate: 90\nOrientation confidence: 5.1\nScript: Latin\n", 90),
        ("Rotate: 180\n", 180),
        ("Rotate: 0\n", 0),
        ("Rotate: 45\n", 0),
        ("Too few characters. Skipping this page\n", 0),
    ],
)
def test_orientation_is_read_from_the_report(said: str, turn: int) -> None:
    assert ocr.turn_of(said) == turn


def line_with(text: str, confidence: float) -> Line:
    return Line(text, 1, 0, 0, 10, 10, 10, flags=ocr_lines.confidence_flags(confidence), boxes=[(0, 0, 10, 10)])


def test_a_block_has_one_confidence_weighed_by_letters() -> None:
    assert ocr_lines.block_flags([line_with("aaaa", 90), line_with("b", 40)]) == ("ocr", "ocr_confidence:80")
    assert ocr_lines.block_flags([line_with("aa", 50), line_with("bb", 80)]) == (
        "ocr",
        "ocr_confidence:65",
        "ocr_uncertain",
    )
    layer = Line("from the file", 1, 0, 0, 10, 10, 10, flags=("ocr",))
    assert ocr_lines.block_flags([layer, layer]) == ("ocr",), "a layer that the file brings has no confidence"
    assert ocr_lines.line_boxes([layer]) is None
    assert ocr_lines.line_boxes([line_with("a", 90), line_with("b", 90)]) == ((1, 0, 0, 10, 10), (1, 0, 0, 10, 10))


@pytest.mark.parametrize(
    ("confidence", "faint", "uncertain"), [(90, 0, False), (74, 0, True), (90, 3, True), (90, 1, False)]
)
def test_a_page_read_with_doubt_is_told(confidence: float, faint: int, uncertain: bool) -> None:
    assert ocr.ScanReading([], A4, 10, confidence, faint).uncertain is uncertain


# Scans made here ---------------------------------------------------------------------------------------------------

SENTENCES = [
    "1.1 The parish council agreed to repair the footbridge by June.",
    "1.2 Quotes were received from three local builders.",
    "1.3 The clerk will write to the county council about drains.",
    "1.4 The allotment rents stay as they were last year.",
    "1.5 A grant of 450 pounds was made to the village hall.",
]


def picture(sentences: list[str], turn: int = 0) -> Image.Image:
    page = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=38)
    for n, sentence in enumerate(sentences):
        draw.text((180, 220 + n * 90), sentence, fill=0, font=font)
    return page.rotate(turn, expand=True)


def scan(path: Path, *pages: Image.Image) -> Path:
    pages[0].save(path, "PDF", resolution=200, save_all=True, append_images=list(pages[1:]))
    return path


def spoken(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def share_right(text: str, sentences: list[str]) -> float:
    wanted = spoken(" ".join(sentences))
    got = spoken(text)
    return sum(word in got for word in wanted) / len(wanted)


@needs_tesseract
def test_a_scan_is_read_word_for_word(tmp_path: Path) -> None:
    result = read(scan(tmp_path / "minutes.pdf", picture(SENTENCES)), ocr=True)
    assert share_right(result.document.text, SENTENCES) >= 0.95
    assert (result.ocr_pages, result.warnings) == (1, ())
    assert [block.paragraph for block in result.blocks] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    for n, block in enumerate(result.blocks):
        confidence = ocr_lines.confidence_of(block.flags)
        assert block.flags[0] == "ocr" and confidence is not None and confidence >= 75
        ((page, x0, _, x1, y1),) = block.boxes
        assert page == 1
        assert x0 == pytest.approx(180 * 72 / 200, abs=3), "where the letters begin on the page, in points"
        assert y1 == pytest.approx((2339 - 220 - n * 90) * 72 / 200, abs=6)
        assert x1 < 595


@needs_tesseract
def test_a_page_on_its_side_is_turned_and_its_boxes_are_where_the_words_are(tmp_path: Path) -> None:
    many = [f"{n}. " + SENTENCES[n % 5][4:] for n in range(1, 21)]
    result = read(scan(tmp_path / "side.pdf", picture(many, turn=90)), ocr=True)
    assert share_right(result.document.text, many) >= 0.95
    first = next(block for block in result.blocks if "footbridge" in block.span.of(result.document.text))
    _, x0, y0, x1, y1 = first.boxes[0]
    assert y1 - y0 > 3 * (x1 - x0), "a line of a page that lies on its side stands upright"


@needs_tesseract
def test_only_the_scanned_pages_of_a_mixed_document_are_read(tmp_path: Path) -> None:
    from core.platform import CHECKOUT

    mixed = pdfium.PdfDocument.new()
    scanned = pdfium.PdfDocument(scan(tmp_path / "a.pdf", picture(SENTENCES)))
    born = pdfium.PdfDocument(CHECKOUT / "samples" / "survey-report.pdf")
    mixed.import_pages(born, [3])
    mixed.import_pages(scanned)
    mixed.import_pages(scan_of_nothing(tmp_path))
    mixed.save(tmp_path / "mixed.pdf")
    without = read(tmp_path / "mixed.pdf")
    assert without.warnings == ("needs_ocr",)
    assert without.notes == (
        "Pages 2-3 without text, pictures only: read with OCR (--ocr) and tesseract on this machine.",
    )
    result = read(tmp_path / "mixed.pdf", ocr=True)
    assert (result.ocr_pages, result.warnings) == (1, ())
    assert {block.page for block in result.blocks if "ocr" in block.flags} == {2}
    assert result.notes == ("Page 3 was looked at by OCR: no words were found (blank, a picture, or handwriting).",)
    start = result.document.page_starts[1]
    assert result.document.text[:start] == without.document.text[:start], "the other pages read the same"


def scan_of_nothing(tmp_path: Path) -> Any:
    blank = Image.new("L", (827, 1169), 255)
    ImageDraw.Draw(blank).ellipse((300, 400, 500, 600), fill=180)
    return pdfium.PdfDocument(scan(tmp_path / "nothing.pdf", blank))


@needs_tesseract
def test_a_second_run_with_ocr_reads_what_the_first_could_not(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.statements.find_statements", lambda document, blocks: ([], []))
    path = scan(tmp_path / "minutes.pdf", picture(SENTENCES))
    (first,) = intake.ingest(store, [path])
    assert (first.status, first.warnings, first.ocr_pages, first.passages) == ("added", ("needs_ocr",), 0, 0)
    (second,) = intake.ingest(store, [path], ocr=True)
    assert (second.document, second.warnings, second.ocr_pages) == (first.document, (), 1)
    assert second.passages >= 1
    assert second.message == "Read again with OCR."
    (third,) = intake.ingest(store, [path], ocr=True)
    assert (third.status, third.ocr_pages) == ("unchanged", 1)
    monkeypatch.setattr(intake, "READER_VERSION", "newer")
    (fourth,) = intake.ingest(store, [path])
    assert (fourth.message, fourth.warnings, fourth.ocr_pages) == ("Read again by a newer reader.", (), 1)


@needs_tesseract
def test_the_same_scan_under_another_name_is_read_with_ocr_too(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.statements.find_statements", lambda document, blocks: ([], []))
    path = scan(tmp_path / "minutes.pdf", picture(SENTENCES))
    copy = tmp_path / "copy of minutes.pdf"
    copy.write_bytes(path.read_bytes())
    intake.ingest(store, [path])
    (again,) = intake.ingest(store, [copy], ocr=True)
    assert (again.warnings, again.ocr_pages) == ((), 1)


def test_without_tesseract_the_pages_stay_named_and_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: None)
    result = read(scan(tmp_path / "minutes.pdf", picture(SENTENCES)), ocr=True)
    assert result.warnings == ("needs_ocr",)
    assert result.notes[0].startswith("Page 1 without text")
    assert result.notes[1].startswith("OCR was asked for, but Tesseract is not on this machine. Install Tesseract")


class Stub:
    """A tesseract of our own: a script that answers with what is recorded, or hangs, or fails."""

    def __init__(self, folder: Path, body: str) -> None:
        self.path = folder / "tesseract"
        self.path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        self.path.chmod(0o755)


@pytest.mark.skipif("sys.platform == 'win32'", reason="the stand-in program is a shell script")
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("sleep 30", "it took too long"),
        ("echo 'Error opening data file eng.traineddata' >&2; exit 1", "tesseract has no English data (install tesseract-ocr-eng)"),
        ("exit 3", "tesseract gave up"),
    ],
)  # fmt: skip
def test_a_page_that_ocr_gives_up_on_stays_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, reason: str
) -> None:
    stub = Stub(tmp_path, body)
    monkeypatch.setattr(ocr, "tesseract", lambda: str(stub.path))
    monkeypatch.setattr(ocr, "SECONDS", 1.0)
    result = read(scan(tmp_path / "minutes.pdf", picture(SENTENCES)), ocr=True)
    assert result.warnings == ("needs_ocr",)
    assert result.notes[-1] == f"Page 1 was not read by OCR: {reason}."


@pytest.mark.skipif("sys.platform == 'win32'", reason="the stand-in program is a shell script")
def test_what_tesseract_says_goes_through_the_layout_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "said.tsv").write_text(table(*MINUTES), encoding="utf-8")
    stub = Stub(tmp_path, f"cat >/dev/null; cat '{tmp_path / 'said.tsv'}'")
    monkeypatch.setattr(ocr, "tesseract", lambda: str(stub.path))
    result = read(scan(tmp_path / "minutes.pdf", picture(SENTENCES)), ocr=True)
    assert [(block.paragraph, block.span.of(result.document.text).strip()) for block in result.blocks] == [
        ("4.1", "4.1\tThe bins were emptied."), ("4.2", "4.2\tThe pond was not."),
    ]  # fmt: skip
    assert [ocr_lines.confidence_of(block.flags) for block in result.blocks] == [96, 91]


@needs_tesseract
@pytest.mark.documents
def test_words_right_on_the_scan_with_known_text(shared: Path) -> None:
    result = read(shared / "dev" / "bad" / "scanned_image_only.pdf", ocr=True)
    wanted = [word for n in range(1, 21) for word in spoken(f"{n}. Scanned minute item number {n} was agreed.")]
    got = spoken(result.document.text)
    assert sum(a == b for a, b in zip(wanted, got)) / len(wanted) >= 0.95
    assert [block.paragraph for block in result.blocks] == [str(n) for n in range(1, 21)]


@pytest.mark.documents
def test_the_layer_that_a_scanner_left_is_kept(shared: Path) -> None:
    result = read(shared / "documents" / "souldern_minutes_2022-03-31_ocr.pdf")
    assert "needs_ocr" not in result.warnings and "hidden_text" not in result.warnings
    assert not [block for block in result.blocks if "hidden" in block.flags]
    assert len(spoken(result.document.text)) > 1000
