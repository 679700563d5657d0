"""Deciding disagreements by keyboard in a real browser: every press counts once, a reload loses nothing, axe finds nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from docs.screenshots import SIZE, serving, settled
from tests.browser.test_accessibility import RULES
from tests.ui import projects
from ui.services import Services
from ui.settings import settings

pytestmark = pytest.mark.browser
N = 40


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Forty responses that Ann calls staff and Bob cost; blind coding is over."""
    folder = tmp_path_factory.mktemp("adjudication")
    made = Services.open(settings(project=str(folder / "project"), who="Cat", model="hashing"))
    with (folder / "r.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [("id", "answer"), *((f"R{n:02}", f"Nobody was there to pay, {n}") for n in range(N))]
        )
    made.add_responses(
        folder / "r.csv", projects.QUESTION, text_column="answer", id_column="id", respondents="organisations"
    )
    projects.add_frame(made, folder, "Too few staff")
    for coder, code in (("Ann", "staff"), ("Bob", "cost")):
        with (folder / "c.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("response_id", "codes"), *((f"R{n:02}", code) for n in range(N))])
        made.add_codings(folder / "c.csv", projects.QUESTION, coder)
    made.close_round(projects.QUESTION)
    return made


@pytest.fixture(scope="module")
def served(services: Services) -> Iterator[str]:
    with serving(services.settings.project, "hashing", "Cat") as found:
        yield found


@pytest.fixture
def page(chromium: Any, served: str) -> Iterator[Any]:
    opened = chromium.new_page(viewport=SIZE)
    yield opened
    opened.close()


def area_on(page: Any, served: str) -> Any:
    page.goto(f"{served}/adjudicate")
    settled(page)
    area = page.locator("section.area")
    area.focus()
    return area


def saved(page: Any) -> None:
    page.wait_for_selector('section.area .saved[data-waiting="0"]', timeout=60_000)


def test_thirty_decisions_without_a_gap_and_a_reload_between(services: Services, served: str, page: Any) -> None:
    area = area_on(page, served)
    assert area.locator("h2").inner_text() == f"{N} to decide"
    for n in range(10):
        page.keyboard.press("b" if n % 2 else "a")
        page.keyboard.press("Enter")
    page.reload()  # before everything is sent
    settled(page)
    saved(page)
    area = page.locator("section.area")
    area.focus()
    for n in range(10, 30):
        page.keyboard.press("b" if n % 2 else "a")
        page.keyboard.press("Enter")
    saved(page)
    made = services.decisions(projects.QUESTION)
    assert {one.response: (one.codes, one.took, one.who) for one in made} == {
        f"R{n:02}": (("cost",), "Bob", "Cat") if n % 2 else (("staff",), "Ann", "Cat") for n in range(30)
    }
    assert len(services.decisions(projects.QUESTION, all_of_them=True)) == 30
    assert services.adjudication(projects.QUESTION).open == N - 30


def test_codes_reason_example_and_what_cannot_be_coded(services: Services, served: str, page: Any) -> None:
    area = area_on(page, served)
    page.keyboard.press("Enter")
    assert "Choose first" in area.get_by_role("status").inner_text()
    for key in ("a", "2", "n"):  # as Ann, and the second code
        page.keyboard.press(key)
    page.keyboard.type("Both are in it: a and b.")
    page.keyboard.press("Enter")
    area.get_by_label("Keep as a borderline example of").select_option("cost")
    area.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    saved(page)
    made = {one.response: (one.state, one.codes, one.reason) for one in services.decisions(projects.QUESTION)}
    assert made["R30"] == ("coded", ("staff", "cost"), "Both are in it: a and b.")
    assert made["R31"] == ("uncodable", (), "")
    assert made["R32"] == ("coded", (), "")
    cost = next(code for code in services.codebook(projects.QUESTION).codes if code.code == "cost")
    assert cost.borderline == "Nobody was there to pay, 30"


@pytest.mark.parametrize("path", ["adjudicate", "agreement", "coders"])
def test_no_violation_of_wcag(path: str, served: str, page: Any) -> None:
    page.goto(f"{served}/{path}")
    settled(page)
    found = Axe().run(page, options=RULES)
    assert [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found.response["violations"]] == []
