"""The place in a real browser: the picture with its boxes, turning pages, what is gone, and no violation on the way."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import RULES
from ui.services import Services
from ui.viewdata.places import link_query

pytestmark = pytest.mark.browser


def pdf_place(sample: Services) -> str:
    """The address of a passage of the survey report that goes on over a page's end, or of its first."""
    report = next(
        document for document in sample.documents() if document.path.endswith(".pdf") and "survey" in document.path
    )
    document, _ = sample.document(report.id)
    passages = [p for _, _, held in sample.passages(report.id) for p in held]
    over = [p for p in passages if document.page_at(p.span.start) != document.page_at(p.span.end - 1)]
    span = (over or passages)[0].span
    return "source?" + urlencode(link_query(sample.location(document.id, span.start, span.end)))


def violations(visit: Visit) -> list[Any]:
    found = Axe().run(visit.page, options=RULES)
    return [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found.response["violations"]]


def test_words_over_a_page_end_are_boxed_on_both_pages(visit: Visit, sample: Services) -> None:
    visit.open(pdf_place(sample))
    pictures = visit.page.get_by_role("img", name="Picture of page")
    assert pictures.count() == 2
    assert visit.page.get_by_text("The words are boxed.").count() == 2
    assert violations(visit) == []
    visit.assert_quiet()


def test_pages_are_turned_by_links_and_lead_back(visit: Visit, sample: Services) -> None:
    visit.open(pdf_place(sample))
    visit.page.get_by_role("link", name="Page after").focus()
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("The words do not stand on this page.").wait_for()
    visit.settle()
    assert visit.page.get_by_role("img", name="Picture of page").count() == 1
    visit.page.get_by_role("link", name="Back to the words").click()
    visit.page.get_by_text("The words are boxed.").first.wait_for()
    visit.assert_quiet()


def test_a_place_that_is_gone_offers_to_look_for_its_words(visit: Visit) -> None:
    visit.open("source?document=dgone&start=1&end=5&words=agency+staff")
    visit.page.get_by_text("not in the project any more").wait_for()
    assert violations(visit) == []
    visit.page.get_by_role("link", name="Look for these words").click()
    visit.page.get_by_role("heading", name="Find", exact=True).wait_for()
    visit.settle()
    assert visit.page.get_by_role("searchbox").input_value() == '"agency staff"'


@pytest.mark.parametrize(
    "query", ["agency+staff&grouped=yes", "zeppelin+hangars&type=letter", "agency+staff&kinds=commitment,finding"]
)
def test_no_violation_in_the_states_of_find(query: str, visit: Visit) -> None:
    visit.open(f"find?q={query}")
    assert violations(visit) == []
    visit.assert_quiet()
