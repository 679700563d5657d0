"""Every screen against axe-core (WCAG 2.0, 2.1 and 2.2, levels A and AA), its headings, and the coding area by keyboard."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit
from ui.screens import SCREENS
from ui.services import Services

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def address_of(screen: Any, sample: Services) -> str:
    row = sample.commitments()[0]
    if screen.PATH == "source":
        return f"source?document={row.document}&start={row.fields['start']}&end={row.fields['end']}"
    if screen.PATH == "document":
        return f"document?document={row.document}"
    if screen.PATH == "find":
        return "find?q=What+will+the+Department+publish%3F"
    return "" if screen.PATH == "start" else screen.PATH


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.PATH)
def test_no_violation_of_wcag(screen: Any, visit: Visit, sample: Services) -> None:
    visit.open(address_of(screen, sample))
    found = Axe().run(visit.page, options=RULES)
    assert [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found.response["violations"]] == []
    visit.assert_quiet()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.PATH)
def test_one_h1_and_no_level_skipped(screen: Any, visit: Visit, sample: Services) -> None:
    visit.open(address_of(screen, sample))
    levels = visit.page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)')].map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def test_the_coding_area_shows_its_focus_and_says_what_happened(visit: Visit) -> None:
    visit.open("code?coder=Reader")
    area = visit.page.locator("section.area")
    area.focus()
    assert area.evaluate("area => getComputedStyle(area).outlineStyle") == "solid"
    visit.page.keyboard.press("1")
    status = area.get_by_role("status")
    assert "given to response 1" in status.inner_text()
    first = area.get_by_role("group", name="Codes").get_by_role("button").first
    assert first.get_attribute("aria-pressed") == "true"
    assert first.get_attribute("aria-keyshortcuts") == "1"
