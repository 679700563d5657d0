"""What was understood, in a real browser: pages turned and blocks chosen by mouse and by keyboard, mistakes mended on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from ui.services import Services
from ui.viewdata.understood import KINDS, block_text

pytestmark = pytest.mark.browser
AREA = "section.area"
PAGE = 3


def pack(sample: Services) -> Any:
    return next(d for d in sample.documents() if d.path.endswith("board-paper-pack.pdf"))


def page_blocks(sample: Services, page: int) -> list[Any]:
    document = pack(sample)
    end = document.page_starts[page] if page < len(document.page_starts) else len(document.text)
    return sample.blocks_within(document.id, document.page_starts[page - 1], end, 600)


def opened(visit: Visit, sample: Services, query: str = f"&page={PAGE}") -> Any:
    visit.open(f"document?document={pack(sample).id}{query}")
    area = visit.page.locator(AREA)
    area.locator("ol.blocks li").first.wait_for()
    return area


def title(area: Any) -> str:
    return str(area.locator("h2.title").inner_text())


def focused(visit: Visit) -> str:
    """The text of what has the focus, looked for within components too."""
    return str(
        visit.page.evaluate(
            "(() => { let e = document.activeElement; while (e && e.shadowRoot && e.shadowRoot.activeElement)"
            " e = e.shadowRoot.activeElement; return e ? e.textContent : ''; })()"
        )
    )


def test_every_block_of_the_page_is_listed_with_its_kind_and_words(visit: Visit, sample: Services) -> None:
    area = opened(visit, sample)
    blocks = page_blocks(sample, PAGE)
    document = pack(sample)
    assert title(area) == f"Page {PAGE} of {document.pages}"
    assert [text.inner_text() for text in area.locator("ol.blocks .text").all()] == [
        block_text(document, entry.block) for entry in blocks
    ]
    assert [mark.inner_text() for mark in area.locator("ol.blocks .swatch").all()] == [
        KINDS[entry.block.kind].mark for entry in blocks
    ]
    kinds = {entry.block.kind for entry in blocks}
    assert [item.inner_text().split("\n")[-1] for item in area.locator(".legend li").all()] == [
        f"{kind.label} ({sum(entry.block.kind == name for entry in blocks)})" for name, kind in KINDS.items() if name in kinds
    ]  # fmt: skip
    visit.assert_quiet()


def test_outlines_stand_where_the_blocks_do(visit: Visit, sample: Services) -> None:
    area = opened(visit, sample)
    image = area.locator(".sheet img")
    assert image.evaluate("image => image.complete && image.naturalWidth === 1000 || image.naturalWidth === 1001")
    sheet = image.bounding_box()
    blocks = [entry for entry in page_blocks(sample, PAGE) if entry.block.boxes]
    assert area.locator(".box").count() == len(blocks)
    for entry in (blocks[1], blocks[-2]):
        _, x0, y0, x1, y1 = entry.block.boxes[0]
        drawn = area.locator(f'.box[data-n="{entry.n}"]').bounding_box()
        scale = sheet["width"] / 595.3
        assert drawn["x"] - sheet["x"] == pytest.approx((x0 - 2) * scale, abs=1.5)
        assert drawn["width"] == pytest.approx((x1 - x0 + 4) * scale, abs=1.5)
        assert drawn["y"] - sheet["y"] == pytest.approx((841.9 - y1 - 2) * scale, abs=1.5)
        assert drawn["height"] == pytest.approx((y1 - y0 + 4) * scale, abs=1.5)


def test_a_block_chosen_in_the_picture_is_chosen_in_the_list_and_the_reverse(visit: Visit, sample: Services) -> None:
    area = opened(visit, sample)
    blocks = page_blocks(sample, PAGE)
    document = pack(sample)
    wanted = blocks[-2]
    area.locator(f'.box[data-n="{wanted.n}"]').click()
    chosen = area.locator("li.chosen")
    assert chosen.locator(".text").inner_text() == block_text(document, wanted.block)
    inside = "row => { const l = row.parentElement.getBoundingClientRect(), r = row.getBoundingClientRect();"
    assert chosen.evaluate(inside + " return r.top >= l.top - 1 && r.bottom <= l.bottom + 1; }")
    area.locator("ol.blocks button.name").nth(1).click()
    assert area.locator(".box.chosen").get_attribute("data-n") == str(blocks[1].n)
    assert area.locator('button.name[aria-pressed="true"]').count() == 1
    area.locator("ol.blocks button.name").nth(1).click()
    assert area.locator(".box.chosen").count() == 0


def test_all_of_it_without_the_mouse(visit: Visit, sample: Services) -> None:
    area = opened(visit, sample)
    blocks = page_blocks(sample, PAGE)
    document = pack(sample)
    area.locator("ol.blocks button.name").first.focus()
    for _ in range(3):
        visit.page.keyboard.press("ArrowDown")
    assert area.locator("li.chosen .text").inner_text() == block_text(document, blocks[2].block)
    assert area.locator(".box.chosen").get_attribute("data-n") == str(blocks[2].n)
    visit.page.keyboard.press("End")
    assert area.locator("li.chosen .text").inner_text() == block_text(document, blocks[-1].block)
    visit.page.keyboard.press("ArrowRight")
    area.get_by_role("heading", name=f"Page {PAGE + 1} of {document.pages}").wait_for()
    visit.settle()
    assert f"page={PAGE + 1}" in visit.page.url
    assert KINDS[page_blocks(sample, PAGE + 1)[0].block.kind].label in focused(visit), "the focus stays in the list"
    assert area.get_by_role("status").inner_text() == (
        f"Page {PAGE + 1} of {document.pages}: {len(page_blocks(sample, PAGE + 1))} blocks"
    )
    visit.page.keyboard.press("ArrowLeft")
    area.get_by_role("heading", name=f"Page {PAGE} of {document.pages}").wait_for()
    visit.assert_quiet()


def test_a_page_is_typed_and_one_that_there_is_not_is_said(visit: Visit, sample: Services) -> None:
    area = opened(visit, sample)
    box = area.get_by_label("Go to page")
    box.fill("15")
    box.press("Enter")
    area.get_by_role("heading", name="Page 15 of 15").wait_for()
    visit.settle()
    box.fill("99")
    box.press("Enter")
    area.get_by_role("status").get_by_text("There is no page “99”. There are 15: type 1 to 15.").wait_for()
    assert title(area) == "Page 15 of 15"
    area.get_by_role("button", name="Page after").press("Enter")
    assert area.get_by_role("status").inner_text() == "This is the last page"


def test_a_heading_leads_to_its_place(visit: Visit, sample: Services) -> None:
    area = opened(visit, sample, "")
    document = pack(sample)
    headings = sample.headings(document.id)
    area.locator("summary").click()
    assert area.locator("summary").inner_text() == f"Headings to jump to ({len(headings)})"
    assert area.locator(".headings li").count() == 40
    area.get_by_label("Find a heading").fill("kinship")
    area.get_by_role("button", name="Find", exact=True).click()
    found = [entry for entry in headings if "kinship" in block_text(document, entry.block).casefold()]
    area.locator("summary").get_by_text(f"Headings with “kinship” ({len(found)})").wait_for()
    area.locator(".headings button").last.click()
    wanted = found[-1]
    area.get_by_role("heading", name=f"Page {wanted.block.page} of {document.pages}").wait_for()
    area.locator("li.chosen").wait_for()
    assert area.locator("li.chosen .text").inner_text() == block_text(document, wanted.block)
    assert f"block={wanted.n}" in visit.page.url
    visit.page.reload()  # the address alone leads there
    area.locator("li.chosen").wait_for()
    assert area.locator("li.chosen .text").inner_text() == block_text(document, wanted.block)
    visit.assert_quiet()


def test_a_document_without_pages_has_its_blocks_in_the_margin(visit: Visit, sample: Services, tmp_path: Path) -> None:
    paper = tmp_path / "market-stalls.md"
    paper.write_text(
        "# Market stalls\n\n1.1 The rents of stalls rise in April.\n\n- Fish\n- Bread <img src=x> & rolls\n",
        encoding="utf-8",
    )
    sample.ingest([paper])
    document = next(d for d in sample.documents() if d.path == str(paper))
    visit.open(f"document?document={document.id}")
    area = visit.page.locator(AREA)
    area.locator("ol.blocks li").first.wait_for()
    assert title(area) == "Part 1 of 1"
    assert area.locator(".picture-pane").is_hidden()
    assert area.locator("ol.blocks .text").first.inner_text() == "Market stalls"
    assert area.locator("ol.blocks .text").last.inner_text() == "- Bread <img src=x> & rolls", "shown, not drawn"
    assert area.locator("ol.blocks img").count() == 0
    visit.assert_quiet()


def test_a_wrong_date_is_mended_on_the_spot(visit: Visit, sample: Services) -> None:
    opened(visit, sample)
    visit.page.get_by_text("how they were found, and correct them").click()
    box = visit.page.get_by_label("Date", exact=True)
    box.fill("2024-09-26")
    box.press("Tab")
    visit.page.get_by_role("button", name="Save").click()
    visit.page.get_by_text("Saved. It holds").wait_for()
    visit.page.get_by_text("edited by").first.wait_for()
    assert pack(sample).written_date == "2024-09-26"
    assert visit.page.get_by_text("26 September 2024").count() >= 1
    visit.assert_quiet()
