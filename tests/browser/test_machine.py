"""The machine's suggestions and the themes it proposes, on screen."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_the_machine_learns_as_a_job_and_says_how_good_it_is_and_what_accepting_costs(visit: Visit) -> None:
    visit.open("machine")
    visit.page.get_by_role("button", name="Learn and suggest").click()
    visit.page.get_by_role("heading", name="Accept sure suggestions").wait_for(timeout=120_000)
    visit.settle()
    assert visit.page.get_by_text(re.compile(r"^\d+ coded responses$")).count() == 1
    visit.page.get_by_text("The learning curve").click()
    visit.settle()
    visit.page.get_by_text("60% sure").click()
    visit.settle()
    assert visit.page.get_by_text("responses would get").count() == 1
    visit.assert_quiet()


def test_a_proposed_theme_is_rejected_and_says_so(visit: Visit) -> None:
    visit.open("themes")
    visit.page.get_by_role("button", name="Look for themes").click()
    rejecting = visit.page.get_by_role("button", name="Reject")
    rejecting.first.wait_for(timeout=120_000)
    visit.settle()
    before = rejecting.count()
    rejecting.first.click()
    visit.page.get_by_text("is not proposed again").wait_for()
    visit.settle()
    assert rejecting.count() == before - 1
    assert visit.page.get_by_text("Decided: 1").count() == 1
    visit.assert_quiet()
