"""What was understood: pages by number and printed label, blocks as shown, outlines on the page, warnings with what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.documents import BLOCK_KINDS, AgendaItem, Block, Document, Span
from core.store.documents import add_document
from core.store.understood import Numbered
from tests.ui import projects
from tests.ui.test_screens import button, field, run, words_of
from ui.page_image import PagePicture
from ui.services import Services
from ui.settings import settings
from ui.viewdata import reading_warnings, understood
from ui.viewdata.understood import Stretch, Wish

TEXT = "Cover\nfirst words\nsecond words\nthird words\n"
PAPER = Document("d1", "A paper", TEXT, "sha", "a.pdf", page_starts=(0, 6, 18, 31), page_labels=("i", "ii", "1", "2"))
PICTURE = PagePicture(b"picture", 1000, 1414, 500.0, 1000.0)


def block(start: int, end: int, **given: Any) -> Block:
    return Block(Span(start, end), given.pop("kind", "paragraph"), **given)


# Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "page", "said"),
    [
        ("ii", 2, "Printed page ii is page 2 of the file."),
        ("1", 3, "Printed page 1 is page 3 of the file."),
        ("page II", 2, "Printed page ii is page 2 of the file."),
        ("pdf 1", 1, ""),
        ("PDF page 4", 4, ""),
        ("4", 4, ""),
        ("9", None, "There is no page “9”. There are 4 and none is printed so: type 1 to 4."),
        ("pdf 9", None, "There is no page “pdf 9”. There are 4 and none is printed so: type 1 to 4."),
        ("  ", None, "Type a page number first."),
        ("²", None, "There is no page “²”. There are 4 and none is printed so: type 1 to 4."),
    ],
)
def test_a_page_is_found_by_what_is_printed_on_it_or_by_its_place(typed: str, page: int | None, said: str) -> None:
    assert understood.page_named(PAPER, typed, 4) == (page, said)


def test_of_several_pages_printed_alike_the_first_is_taken_and_said() -> None:
    twice = replace(PAPER, page_labels=("1", "1", None, "2"))
    assert understood.page_named(twice, "1", 4) == (
        1, "Printed page 1 is page 1 of the file, the first of 2 printed so.",
    )  # fmt: skip


def test_a_page_that_there_is_not_is_the_nearest() -> None:
    assert understood.stretch(PAPER, 99, 10) == Stretch(True, 4, 4, Span(31, 43), 0)
    assert understood.stretch(PAPER, 0, 10).at == 1
    assert understood.stretch_title(PAPER, understood.stretch(PAPER, 2, 10)) == "Page 2 of 4 (printed ii)"
    unlabelled = replace(PAPER, page_labels=())
    assert understood.stretch_title(unlabelled, understood.stretch(unlabelled, 2, 10)) == "Page 2 of 4"


def test_a_document_without_pages_is_shown_in_parts() -> None:
    plain = replace(PAPER, page_starts=(), page_labels=())
    assert understood.stretch(plain, 3, 121) == Stretch(False, 3, 3, None, 120)
    assert understood.stretch(plain, 1, 0) == Stretch(False, 1, 1, None, 0)
    assert understood.stretch_title(plain, understood.stretch(plain, 2, 121)) == "Part 2 of 3"


# Blocks -----------------------------------------------------------------------------------------------------------


def test_every_kind_of_block_has_a_name_and_a_mark_of_its_own() -> None:
    assert set(understood.KINDS) == BLOCK_KINDS
    assert len({kind.mark for kind in understood.KINDS.values()}) == len(BLOCK_KINDS)
    style = (Path(__file__).resolve().parents[2] / "ui" / "components" / "page_area.css").read_text(encoding="utf-8")
    for kind in BLOCK_KINDS:
        assert f".kind-{kind} {{ --line: #" in style


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"number": "3.10", "paragraph": "3.10"}, "3.10"),
        ({"number": "b", "paragraph": "12(b)"}, "b, cited as 12(b)"),
        ({"paragraph": "12"}, "belongs to 12"),
        ({"paragraph": "12", "kind": "furniture"}, ""),
        ({}, ""),
    ],
)
def test_the_number_by_which_a_block_is_cited(given: dict[str, Any], number: str) -> None:
    assert understood.number_of(block(0, 5, **given)) == number


def test_cells_are_parted_by_bars_and_lines_of_print_are_joined() -> None:
    row, heading = "Parks\t£1,200\t\t2024\n", "## Roads\n"
    document = replace(PAPER, text=row + heading + "Roads and\npaths\n", page_starts=())
    end = len(row)
    assert understood.block_text(document, block(0, end, kind="table_row")) == "Parks | £1,200 |  | 2024"
    assert understood.block_text(document, block(end, end + 9, kind="heading")) == "Roads"
    assert understood.block_text(document, block(end + 9, len(document.text))) == "Roads and paths"


def test_flags_are_said_in_english() -> None:
    assert understood.notes_of(("ocr", "ocr_confidence:64", "ocr_uncertain", "brand_new")) == [
        "Read from a scan", "Confidence 64 of 100", "Uncertain: check the words against the picture", "Brand new",
    ]  # fmt: skip


def test_outlines_are_shares_of_the_page_within_it() -> None:
    plain = block(0, 5, boxes=((1, 50.0, 880.0, 150.0, 900.0), (2, 0.0, 0.0, 10.0, 10.0)))
    assert understood.shares(plain, 1, 500.0, 1000.0) == [(9.6, 9.8, 20.8, 2.4)]
    beyond = block(0, 5, boxes=((1, -30.0, 990.0, 700.0, 1200.0),))
    assert understood.shares(beyond, 1, 500.0, 1000.0) == [(0.0, 0.0, 100.0, 1.2)]
    assert understood.shares(block(0, 5, boxes=((1, 600.0, 10.0, 700.0, 20.0),)), 1, 500.0, 1000.0) == []
    assert understood.shares(plain, 1, 0.0, 0.0) == []


def test_lines_of_a_scan_are_drawn_as_one_outline_and_columns_as_two() -> None:
    lines = block(0, 5, boxes=((1, 52, 900, 148, 910), (1, 52, 885, 120, 895)))
    assert understood.shares(lines, 1, 500.0, 1000.0) == [(10.0, 8.8, 20.0, 2.9)]
    columns = block(0, 5, boxes=((1, 52, 900, 148, 910), (1, 252, 900, 348, 910)))
    assert [share[0] for share in understood.shares(columns, 1, 500.0, 1000.0)] == [10.0, 50.0]


def test_the_message_names_what_is_not_listed_and_repeats_no_place() -> None:
    item = AgendaItem("7", "Libraries")
    blocks = [
        Numbered(4, block(6, 11, section=("Plans",), item=item, number="1.1", paragraph="1.1", boxes=((2, 48.0, 902.0, 98.0, 918.0),))),
        Numbered(5, block(12, 18, section=("Plans",), item=item, kind="furniture")),
    ]  # fmt: skip
    window = understood.HeadingWindow((), 0, 0)
    made = understood.message(
        PAPER, understood.stretch(PAPER, 2, 9), blocks, PICTURE, window, selected=5, jump=3, said="Said.", total=7
    )
    assert (made["title"], made["said"], made["jump"], made["selected"], made["left"]) == (
        "Page 2 of 4 (printed ii)", "Said.", 3, 5, 5,
    )  # fmt: skip
    assert made["picture"] == "data:image/webp;base64,cGljdHVyZQ=="
    assert made["ratio"] == 2.0
    assert [(b["n"], b["label"], b["number"], b["text"], b["place"], b["boxes"]) for b in made["blocks"]] == [
        (4, "Paragraph", "1.1", "first", "Item 7 Libraries › Plans", [(9.2, 8.0, 10.8, 2.0)]),
        (5, "Running header or footer", "", "words", "", []),
    ]
    assert made["legend"] == [
        {"kind": "paragraph", "label": "Paragraph", "mark": "P", "n": 1},
        {"kind": "furniture", "label": "Running header or footer", "mark": "F", "n": 1},
    ]


def test_a_long_block_is_cut_and_what_is_left_is_counted() -> None:
    long = replace(PAPER, text="x" * 5000, page_starts=(0,), page_labels=())
    made = understood.block_message(long, Numbered(0, block(0, 5000)), None, understood.stretch(long, 1, 1), None)
    assert (len(made["text"]), made["more"], made["boxes"]) == (4000, 1000, [])


def test_the_lines_of_a_scan_that_hold_the_words_are_known() -> None:
    boxes = ((2, 10.0, 80.0, 90.0, 90.0), (2, 10.0, 60.0, 95.0, 70.0))
    document = replace(PAPER, text="Cover\nfirst line\nsecond\n", page_starts=(0, 6))
    read = [block(0, 6), block(6, 24, boxes=boxes, flags=("ocr", "ocr_confidence:90"))]
    assert understood.scanned_lines(document, read, Span(8, 12), 2) == [(10.0, 80.0, 90.0, 90.0)]
    assert understood.scanned_lines(document, read, Span(12, 20), 2) == [box[1:] for box in boxes]
    assert understood.scanned_lines(document, read, Span(17, 19), 2) == [(10.0, 60.0, 95.0, 70.0)]
    assert understood.scanned_lines(document, read, Span(8, 12), 1) == []
    assert understood.scanned_lines(document, [block(6, 24, boxes=boxes)], Span(8, 12), 2) == []


# Headings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "total", "first"), [(0, 100, 0), (1, 100, 0), (40, 100, 0), (41, 100, 40), (100, 100, 80), (0, 0, 0)]
)
def test_the_window_of_headings_holds_the_one_above_the_page(before: int, total: int, first: int) -> None:
    assert understood.window_start(before, total) == first


def test_headings_are_found_by_their_words_and_the_current_one_is_marked() -> None:
    headings = [
        Numbered(0, block(0, 6, kind="heading", page=1, level=1)),
        Numbered(2, block(18, 31, kind="heading", page=3, level=2)),
    ]
    window = understood.HeadingWindow(tuple(headings), 0, 2)
    lines = understood.headings_message(PAPER, window, understood.stretch(PAPER, 2, 5))["lines"]
    assert [(line["text"], line["depth"], line["page"], line["here"]) for line in lines] == [
        ("Cover", 0, "page i (PDF page 1)", True), ("second words", 1, "page 1 (PDF page 3)", False),
    ]  # fmt: skip
    found = understood.headings_with(PAPER, headings, " SECOND  words ", 0)
    assert ([entry.n for entry in found.entries], found.total) == ([2], 1)


# What the browser sends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "wish"),
    [
        ({"page": 4}, Wish(page=4)),
        ({"typed": "ii"}, Wish(typed="ii")),
        ({"block": 0}, Wish(block=0)),
        ({"sought": ""}, Wish(sought="")),
        ({"sought": "x" * 999}, Wish(sought="x" * 200)),
        ({"page": -1}, None),
        ({"page": True}, None),
        ({"page": "4"}, None),
        ({"page": 10**12}, None),
        ({"typed": ["a"]}, None),
        ({"other": 1}, None),
        ("page", None),
        (None, None),
    ],
)
def test_only_wishes_of_ours_are_taken(sent: object, wish: Wish | None) -> None:
    assert understood.wish_of(sent) == wish


def test_the_page_area_sets_text_and_never_markup() -> None:
    script = (Path(__file__).resolve().parents[2] / "ui" / "components" / "page_area.js").read_text(encoding="utf-8")
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "srcdoc",
        ".style =",
    ):
        assert way not in script


# Warnings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([3], "page 3"),
        ([1, 2, 3, 4, 9], "pages 1 to 4 and 9"),
        ([2, 5, 1001], "pages 2, 5 and 1,001"),
        ([], "pages some"),
    ],
)
def test_pages_are_named_in_runs(pages: list[int], text: str) -> None:
    assert reading_warnings.pages_text(pages) == text


def test_after_many_runs_the_pages_left_are_counted() -> None:
    assert reading_warnings.pages_text(list(range(1, 100, 2)), most=3) == "pages 1, 3, 5 and 47 more"


def test_every_warning_says_what_to_do_and_names_its_pages() -> None:
    scanned = replace(PAPER, text=TEXT[:6] + " " * 12 + TEXT[18:])
    assert reading_warnings.empty_pages(scanned) == [2]
    made = reading_warnings.warnings_of(scanned, ["hidden_text", "needs_ocr", "new_code"], [3, 4], [1])
    assert [caution.title for caution in made] == [
        "Page 2 without text: scanned, drawn or blank.",
        "Pages 3 to 4 with text that a reader does not see.",
        "Warning “new code”.",
        "Page 1 with words that OCR read with doubt.",
    ]
    assert all(caution.advice.endswith(".") and len(caution.advice) > 20 for caution in made)


def test_every_code_of_the_contract_is_known() -> None:
    contract = (Path(__file__).resolve().parents[2] / "docs" / "contracts.md").read_text(encoding="utf-8")
    said = contract.split("`warnings`: of")[1].split("`")[1].split()
    assert set(said) == {*reading_warnings.WARNINGS, "needs_ocr"}


# Facts ------------------------------------------------------------------------------------------------------------


def test_each_field_says_how_it_was_found() -> None:
    known = replace(
        PAPER,
        date="2024-03-01",
        date_precision="month",
        found=(("title", "heading on page 1"), ("date", "edited by Ann")),
    )
    made = understood.facts(known, {"date": lambda value: f"<{value}>"})
    assert [(fact.label, fact.value, fact.found) for fact in made[:3]] == [
        ("Title", "A paper", "heading on page 1"), ("Organisation", "Not known", ""), ("Date", "<2024-03>", "edited by Ann"),
    ]  # fmt: skip


def test_only_what_differs_is_saved() -> None:
    known = replace(PAPER, date="2024-03-01", date_precision="month", reference="CAB/12")
    values = {"title": " A  paper ", "date": "2024-03", "reference": "", "organisation": "Norham Council"}
    assert understood.changed(known, values) == {"reference": None, "organisation": "Norham Council"}


# The screen -------------------------------------------------------------------------------------------------------


def test_a_document_is_mended_on_the_spot_and_says_who_did(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    document = services.documents()[0]
    at = run("ui.screens.document", services, document=document.id)
    field(at, "Organisation").set_value("Norham Borough Council")
    field(at, "Reference").set_value("CAB/2023/7")
    button(at, "Save").click().run()
    mended = services.described(document.id)
    assert (mended.organisation, mended.reference) == ("Norham Borough Council", "CAB/2023/7")
    assert "edited by Tester" in words_of(at)
    assert "Saved." in words_of(at)


@pytest.mark.parametrize(("label", "value", "said"), [("Date", "last spring", "Write the date as"), ("Title", " ", "needs a title"), ("Date", "2023-02-31", "2023-02-31")])  # fmt: skip
def test_what_cannot_be_is_not_saved(tmp_path: Path, label: str, value: str, said: str) -> None:
    services = projects.small(tmp_path)
    document = services.documents()[0]
    at = run("ui.screens.document", services, document=document.id)
    field(at, label).set_value(value)
    button(at, "Save").click().run()
    assert not at.exception
    assert said in words_of(at)
    assert services.described(document.id) == document


def area_of(at: AppTest) -> dict[str, Any]:
    """What the page area was given to draw."""
    import json

    (component,) = at.get("bidi_component")
    given: dict[str, Any] = json.loads(component.proto.json)
    return given


def test_the_address_names_page_and_block(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    document = services.documents()[0]
    at = run("ui.screens.document", services, document=document.id, page="2")
    assert area_of(at)["title"] == "Page 2 of 2 (printed 1)"
    assert [entry["text"] for entry in area_of(at)["blocks"]] == ["2.1 " + projects.FIGURE, "2.2 Staff cost the most."]
    at = run("ui.screens.document", services, document=document.id, block="1")
    assert (area_of(at)["at"], area_of(at)["selected"]) == (1, 1)
    at = run("ui.screens.document", services, document=document.id, page="none")
    assert area_of(at)["at"] == 1


def test_a_pack_of_ten_thousand_pages_sends_one_page(tmp_path: Path) -> None:
    services = Services.open(settings(project=str(tmp_path / "big"), who="Tester", model="hashing"))
    pages, width = 10_000, 30
    text = "".join(f"Heading of page {n:<6}".ljust(14) + "\nwords.\n" for n in range(pages))
    width = len(text) // pages
    document = Document("dbig", "Big", text, "s", "big.pdf", page_starts=tuple(n * width for n in range(pages)))
    blocks = [
        piece
        for n in range(pages)
        for piece in (
            Block(Span(n * width, n * width + width - 7), "heading", 1, page=n + 1),
            Block(Span(n * width + width - 7, (n + 1) * width), "paragraph", page=n + 1),
        )
    ]
    with services.store.write() as connection:
        add_document(connection, document, blocks, [], "test 1", ())
    at = run("ui.screens.document", services, document="dbig", page="7000")
    given = area_of(at)
    assert (given["title"], len(given["blocks"]), given["headings"]["total"]) == ("Page 7,000 of 10,000", 2, 10_000)
    assert len(given["headings"]["lines"]) == 40
    assert [line["text"] for line in given["headings"]["lines"] if line["here"]] == ["Heading of page 6999"]
    assert len(at.get("page_link")) == 1
    assert not at.selectbox or all(len(box.options) < 20 for box in at.selectbox)


def test_scanned_pages_are_named_with_what_to_do(tmp_path: Path) -> None:
    services = Services.open(settings(project=str(tmp_path / "scan"), who="Tester", model="hashing"))
    document = Document("dscan", "Scan", "words\n", "s", str(tmp_path / "scan.pdf"), page_starts=(0, 6, 6))
    with services.store.write() as connection:
        add_document(connection, document, [Block(Span(0, 6), "paragraph", page=1)], [], "test 1", ("needs_ocr",))
    at = run("ui.screens.document", services, document="dscan", page="2")
    assert "Pages 2 to 3 without text: scanned, drawn or blank." in words_of(at)
    assert "Tesseract" in words_of(at)
    assert "Add it again to have it read again." in words_of(at), "the file is not there any more"
    assert area_of(at)["empty"] == "No text was found on this page."
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    at = run("ui.screens.document", services, document="dscan")
    assert [shown.label for shown in at.button if "OCR" in shown.label] == ["Read the file again with OCR"]
