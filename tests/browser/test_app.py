"""The main job in a real browser: search, ask, code by keyboard, download the counts."""

from __future__ import annotations

import csv
import http.client
import io
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

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
    visit.page.get_by_role("heading", name="Results", exact=True).wait_for()
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
    visit.open("find?q=How+many+councils+had+at+least+one+placement+costing+more+than+%C2%A315,000+a+week%3F")
    visit.page.get_by_role("heading", name="Answer").wait_for()
    visit.settle()
    quoted = " ".join(visit.page.locator("blockquote").first.inner_text().split())
    texts = [" ".join(document.text.split()) for document in sample.documents()]
    assert "31 councils" in quoted
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
    wait_for(lambda: codes_of(sample, coder) == {name: [code] for name in ids})
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


def test_a_file_is_added_by_upload_with_what_became_of_it(visit: Visit, sample: Services, tmp_path: Path) -> None:
    visit.open("add")
    good = tmp_path / "cycle-lanes.md"
    good.write_text(
        "# Cycle lanes\n\n1.1 The council will paint twelve miles of cycle lane by 30 June 2026.\n", encoding="utf-8"
    )
    bad = tmp_path / "empty.pdf"
    bad.write_bytes(b"")
    visit.page.locator("input[type=file]").set_input_files([str(good), str(bad)])
    visit.page.get_by_text("cycle-lanes.md").wait_for()
    visit.page.get_by_role("button", name="Add these files").click()
    visit.page.get_by_role("heading", name="The files you added last").wait_for(timeout=120_000)
    visit.page.get_by_role("heading", name="Could not be read").wait_for()
    added = next(document for document in sample.documents() if document.path.endswith("cycle-lanes.md"))
    assert added.title == "Cycle lanes"
    refused = [made for made in sample.files() if made.path.endswith("empty.pdf")]
    assert [(made.status, made.code) for made in refused] == [("refused", "empty_file")]
    visit.open("find?q=cycle+lane")
    assert visit.page.get_by_role("heading", name="Cycle lanes").count() == 1
    visit.assert_quiet()


def test_a_row_of_a_register_is_confirmed(visit: Visit, sample: Services) -> None:
    visit.open("commitments")
    first = sample.commitments()[0]
    visit.page.get_by_role("button", name="Confirm").click()
    visit.page.get_by_text("Confirmed.").first.wait_for()
    assert {row.id: row.decision for row in sample.commitments()}[first.id] == "confirmed"
    visit.assert_quiet()


def test_a_search_hit_opens_its_row_of_the_register(visit: Visit, sample: Services) -> None:
    visit.open("commitments")  # another row was open before
    wanted = sample.search("draft regulations laid before Parliament", k=1, kinds=["commitment"])[0]
    visit.page.get_by_role("link", name="Find", exact=True).click()
    box = visit.page.get_by_role("searchbox", name="Words to search for, or a question")
    visit.page.get_by_role("button", name="Passages").click()
    visit.page.get_by_role("button", name="Commitments").click()
    visit.settle()
    box.fill("draft regulations laid before Parliament")
    box.press("Enter")
    visit.page.get_by_role("link", name="Open in the register").first.click()
    visit.page.get_by_role("heading", name="The words").wait_for()
    visit.settle()
    assert f"row={wanted.id}" in visit.page.url
    shown = " ".join(visit.page.locator("mark").first.inner_text().split())
    assert shown == " ".join(wanted.location.quote.split())
    visit.assert_quiet()


def test_streamlits_own_keys_do_nothing_in_the_coding_area(visit: Visit) -> None:
    visit.open("code?coder=Other")
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name="Response 1 of 148").wait_for()
    area.focus()
    before = visit.page.evaluate("performance.getEntriesByType('resource').length")
    visit.page.keyboard.press("c")
    visit.page.wait_for_timeout(500)
    assert visit.page.get_by_role("dialog").count() == 0
    assert visit.page.evaluate("performance.getEntriesByType('resource').length") == before


def test_pages_carry_the_security_headers(visit: Visit) -> None:
    answer = visit.page.goto(f"{visit.address}/find")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "'unsafe-eval'" not in policy.split("script-src")[1].split(";")[0]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_page_under_another_name_gets_no_data(visit: Visit) -> None:
    """A web page elsewhere that points its own name at this machine (DNS rebinding) cannot open the app's socket."""
    connection = http.client.HTTPConnection(urlsplit(visit.address).netloc, timeout=10)
    handshake = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    connection.request(
        "GET", "/_stcore/stream", headers={"Host": "evil.example", "Origin": "http://evil.example"} | handshake
    )
    assert connection.getresponse().status == 403
    connection.close()


def test_responses_and_a_code_frame_come_in_from_files(visit: Visit, sample: Services, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text(
        "Ref,Region,Why\n"
        + "".join(f"A{n},{'East' if n % 2 else 'West'},Because of reason number {n}\n" for n in range(1, 9)),
        encoding="utf-8",
    )
    frame = tmp_path / "frame.csv"
    frame.write_text("code,label,definition\nm,Money,It cost too much.\nt,Time,It took too long.\n", encoding="utf-8")
    visit.open("responses")
    visit.page.get_by_role("link", name="Add responses from a file").click()
    visit.page.locator("input[type=file]").set_input_files(str(answers))
    visit.page.get_by_text("8 rows. The first of them:").wait_for()
    box = visit.page.get_by_label("The question, as the survey asked it")
    box.fill("What stood in the way?")
    box.press("Control+Enter")
    visit.page.get_by_text("Organisations (councils, charities, firms)").click()
    visit.page.get_by_role("button", name="Check the file").click()
    visit.page.get_by_text("8: 8 added").wait_for()
    assert not any(question.text == "What stood in the way?" for question in sample.questions()), (
        "the check stored something"
    )
    visit.page.get_by_role("button", name="Bring these responses in").click()
    visit.page.get_by_text("8 rows: 8 added.").wait_for()
    found = sample.question("What stood in the way?")
    assert [response.id for response in sample.responses(found.id)] == [f"A{n}" for n in range(1, 9)]
    assert sample.attribute_names(found.id) == ("Region",)
    assert sample.responses(found.id)[0].attributes == {"Region": "East"}
    visit.page.get_by_role("link", name="Code frame").click()
    visit.page.get_by_text("There is no code frame yet").wait_for()
    visit.page.locator("input[type=file]").set_input_files(str(frame))
    visit.page.get_by_text("frame.csv").wait_for()
    visit.page.get_by_role("button", name="Add this code frame").click()
    visit.page.get_by_text("2 rows: 2 added.").wait_for()
    assert [code.label for code in sample.codebook(found.id).codes] == ["Money", "Time"]
    assert not list((sample.store.folder / "uploads").rglob("answers.csv")), "a copy of the responses was left behind"
    visit.assert_quiet()
