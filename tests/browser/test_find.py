"""Find in a real browser: filters, addresses that survive a reload, and copying by keyboard under the security policy."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def query_of(visit: Visit) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(visit.page.url).query).items()}


def clipboard(visit: Visit) -> str:
    return str(visit.page.evaluate("navigator.clipboard.readText()"))


def test_a_search_with_a_filter_has_an_address_that_survives_a_reload(visit: Visit) -> None:
    visit.open("find")
    box = visit.page.get_by_role("searchbox", name="Words to search for, or a question")
    box.fill("agency staff")
    box.press("Enter")
    visit.page.get_by_role("heading", name="Narrow down").wait_for()
    visit.settle()
    chosen = visit.page.get_by_role("combobox", name="Type of document")
    chosen.focus()
    chosen.press("ArrowDown")
    option = visit.page.get_by_role("option").nth(1)
    label = option.inner_text()
    option.click()
    visit.settle()
    assert re.fullmatch(r"[\w ]+ \([\d,]+\)", label), "a value and how many results it has"
    assert query_of(visit)["q"] == "agency staff"
    assert query_of(visit)["type"]
    first = visit.page.locator(".v-card").first.inner_text()
    visit.page.reload()
    visit.page.get_by_role("heading", name="Results", exact=True).wait_for()
    visit.settle()
    assert visit.page.locator(".v-card").first.inner_text() == first
    assert box.input_value() == "agency staff"
    visit.page.get_by_role("button", name="Take the filters away").click()
    visit.settle()
    assert "type" not in query_of(visit)
    visit.assert_quiet()


def test_going_back_from_the_place_finds_the_search_again(visit: Visit) -> None:
    visit.open("find?q=agency+staff&grouped=yes")
    visit.page.get_by_role("link", name="Show in the document").first.click()
    visit.page.get_by_role("heading", name="Source", exact=True).wait_for()
    visit.settle()
    visit.page.go_back()
    visit.page.get_by_role("heading", name="Results", exact=True).wait_for()
    visit.settle()
    assert visit.page.get_by_role("searchbox").input_value() == "agency staff"
    assert visit.page.get_by_role("checkbox", name="Group results by document").is_checked()


def test_a_citation_and_a_link_are_copied_by_keyboard(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open("find?q=agency+staff")
    result = visit.page.locator(".st-key-result-0")
    copy = result.get_by_role("button", name="Copy citation")
    copy.focus()
    assert copy.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    visit.page.keyboard.press("Enter")
    result.get_by_role("status").filter(has_text="Copied").wait_for()
    assert re.search(r"“.+”.*\.", clipboard(visit))
    result.get_by_role("button", name="Copy link").focus()
    visit.page.keyboard.press("Space")
    result.get_by_role("status").filter(has_text="Copied").wait_for()
    address = clipboard(visit)
    assert address.startswith(f"{visit.address}/source?document=")
    visit.page.goto(address)
    visit.page.get_by_role("heading", name="The words in their context").wait_for()
    visit.settle()
    visit.assert_quiet()


def test_copying_works_where_the_browser_keeps_the_clipboard_from_scripts(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read"])
    visit.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('kept'))")
    visit.open("find?q=agency+staff")
    visit.page.get_by_role("button", name="Copy link to this search").click()
    visit.page.get_by_role("status").filter(has_text="Copied").first.wait_for()
    assert clipboard(visit) == f"{visit.address}/find?q=agency+staff"


def test_a_question_shows_its_answer_apart_from_the_results(visit: Visit) -> None:
    visit.open("find?q=How+many+councils+had+at+least+one+placement+costing+more+than+%C2%A315,000+a+week%3F")
    visit.page.get_by_role("heading", name="Answer").wait_for()
    visit.settle()
    answer = visit.page.locator(".st-key-answer")
    assert "31 councils" in answer.locator("blockquote").first.inner_text()
    assert answer.get_by_role("heading", name="Results", exact=True).count() == 0
    above, below = answer.bounding_box(), visit.page.get_by_role("heading", name="Results", exact=True).bounding_box()
    assert above is not None and below is not None and above["y"] + above["height"] <= below["y"]
    answer.get_by_text("What was searched").click()
    answer.get_by_text(re.compile(r"Searched [\d,]+ passages in \d+ documents")).wait_for()
    visit.assert_quiet()


def test_a_list_is_whole_and_its_rows_open(visit: Visit) -> None:
    visit.open("find?q=What+commitments+are+there+on+agency+social+workers%3F")
    visit.page.get_by_role("heading", name="Answer").wait_for()
    visit.settle()
    answer = visit.page.locator(".st-key-answer")
    said = answer.get_by_text(re.compile(r"^\d+ commitments; all are listed, in the order of the papers\."))
    said.wait_for()
    number = re.match(r"\d+", said.inner_text())
    assert number is not None
    shown = answer.locator("[class*='st-key-listed-'] blockquote")
    first = shown.first.inner_text()
    answer.get_by_text(re.compile(r"^The other \d+")).click() if int(number[0]) > 8 else None
    visit.settle()
    assert shown.count() == int(number[0])
    answer.get_by_role("link", name="Open in the register").first.click()
    visit.page.get_by_role("heading", name="Commitments", exact=True).wait_for()
    visit.settle()
    assert visit.page.get_by_text("That row is not here").count() == 0
    words = visit.page.locator("blockquote mark").all_inner_texts()
    assert " ".join(first.split())[:60] in " ".join(" ".join(words).split())
    visit.assert_quiet()


def test_a_row_that_is_gone_is_said(visit: Visit) -> None:
    visit.open("findings?row=f-gone")
    visit.page.get_by_text("That row is not here").wait_for()
    visit.page.get_by_text("is not in the register any more").wait_for()
    visit.assert_quiet()
