"""The main job in a real browser: search, ask, code by keyboard, download the counts."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.browser.conftest import Visit
from ui.sample_project import QUESTION
from ui.services import Services

pytestmark = pytest.mark.browser
AREA = "section.area"


def wait_for(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def test_search_and_open_the_place(visit: Visit) -> None:
    visit.open("find")
    box = visit.page.get_by_role("searchbox", name="Words to search for, or a question")
    box.fill('"regional memorandum"')
    box.press("Enter")
    visit.page.get_by_role("heading", name="Results").wait_for()
    visit.settle()
    assert visit.page.locator("mark").first.inner_text().lower() == "regional memorandum"
    visit.page.get_by_role("link", name="Show in the document").first.click()
    visit.page.get_by_role("heading", name="Source", exact=True).wait_for()
    visit.page.get_by_text("The words are boxed.").wait_for()
    picture = visit.page.get_by_role("img", name="Picture of page")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
    here = visit.page.url
    visit.page.goto(here)  # the address alone leads to the place
    visit.page.get_by_text("The words are boxed.").wait_for()
    visit.assert_quiet()


def test_ask_quotes_the_documents(visit: Visit, sample: Services) -> None:
    visit.open("find?q=What+share+of+authorities+had+signed+a+regional+memorandum%3F")
    visit.page.get_by_role("heading", name="Answer").wait_for()
    visit.settle()
    quoted = " ".join(visit.page.locator("blockquote").first.inner_text().split())
    texts = [" ".join(document.text.split()) for document in sample.documents()]
    assert "91%" in quoted
    assert any(quoted in text for text in texts)
    visit.assert_quiet()


def codes_of(sample: Services, coder: str) -> dict[str, list[str]]:
    """Response -> codes that this coder gave, from the database, in the order of the queue."""
    items, _ = sample.coding_queue(QUESTION, coder, 0, 200)
    return {item.id: list(item.judged.codes) for item in items if item.judged.state in ("coded", "uncodable", "open")}


def test_five_responses_coded_by_keyboard_without_a_gap(visit: Visit, sample: Services) -> None:
    coder = "Keyboard"
    visit.open("code")
    choose_coder(visit, coder)
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name="Response 1 of 148").wait_for()
    area.focus()
    for key in ("1", "Enter", "2", "3", "Enter", "4", "Enter", "Enter", "0", "Enter"):
        visit.page.keyboard.press(key)
    area.get_by_role("heading", name="Response 6 of 148").wait_for()
    ids = [item.id for item in sample.coding_queue(QUESTION, coder, 0, 5)[0]]
    frame = [code.code for code in sample.codebook(QUESTION).codes]
    expected = {
        ids[0]: [frame[0]], ids[1]: sorted([frame[1], frame[2]]), ids[2]: [frame[3]], ids[3]: [], ids[4]: [frame[9]],
    }  # fmt: skip
    wait_for(lambda: codes_of(sample, coder) == expected)
    area.locator(".saved", has_text="Saved").wait_for()
    visit.assert_quiet()


def choose_coder(visit: Visit, coder: str) -> None:
    box = visit.page.get_by_role("combobox", name="Who is coding")
    box.click()
    box.fill(coder)
    box.press("Enter")
    visit.settle()


def test_no_press_is_lost_with_a_reload_between(visit: Visit, sample: Services) -> None:
    coder = "Fast"
    visit.open("code")
    choose_coder(visit, coder)
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name="Response 1 of 148").wait_for()
    area.focus()
    for _ in range(30):
        visit.page.keyboard.press("2")
        visit.page.keyboard.press("Enter")
    visit.page.reload()  # at once: what was not sent yet is in the browser's storage
    visit.settle()
    area.locator(".saved", has_text="Saved").wait_for()
    code = sample.codebook(QUESTION).codes[1].code
    ids = [item.id for item in sample.coding_queue(QUESTION, coder, 0, 30)[0]]
    wait_for(lambda: codes_of(sample, coder) == dict.fromkeys(ids, [code]))
    visit.assert_quiet()


def test_undo_flag_note_and_cannot_be_coded(visit: Visit, sample: Services) -> None:
    coder = "Careful"
    visit.open("code")
    choose_coder(visit, coder)
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name="Response 1 of 148").wait_for()
    area.focus()
    visit.page.keyboard.press("1")
    visit.page.keyboard.press("5")
    visit.page.keyboard.press("u")
    visit.page.keyboard.press("m")
    visit.page.keyboard.press("n")
    visit.page.keyboard.type("ask about rates, c and r")
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("x")
    area.get_by_role("heading", name="Response 3 of 148").wait_for()

    def judged() -> list[tuple[tuple[str, ...], str | None, bool, str]]:
        items, _ = sample.coding_queue(QUESTION, coder, 0, 3)
        return [(i.judged.codes, i.judged.state, i.judged.flagged, i.judged.note) for i in items]

    first = sample.codebook(QUESTION).codes[0].code
    expected = [
        ((first,), "coded", True, "ask about rates, c and r"),
        ((), "uncodable", False, ""),
        ((), None, False, ""),
    ]
    wait_for(lambda: judged() == expected)
    visit.assert_quiet()


def test_counts_can_be_downloaded(visit: Visit, sample: Services, tmp_path: Path) -> None:
    visit.open("counts")
    labels = [code.label for code in sample.codebook(QUESTION).codes]
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Download CSV").click()
    waiting.value.save_as(tmp_path / "counts.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "counts.csv").read_text("utf-8-sig"))))
    table = sample.counts(QUESTION)
    assert [(row["label"], int(row["n"]), int(row["base"])) for row in rows] == [
        (r.label, r.n, r.base) for r in table.rows
    ]
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Download Excel (XLSX)").click()
    waiting.value.save_as(tmp_path / "counts.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "counts.xlsx")["Counts"]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert set(labels) <= cells
    visit.assert_quiet()
