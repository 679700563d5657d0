"""Every screen on an empty, a small and a faulty project; what people see and what their decisions change."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui import projects
from ui.screens import SCREENS
from ui.services import Services

PROJECTS: dict[str, Callable[[Path], Services]] = {
    "empty": projects.empty, "small": projects.small, "faulty": projects.faulty,
}  # fmt: skip
MODULES = [screen.__name__ for screen in SCREENS]


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Services]:
    """The three projects, made once; tests that change something make their own."""
    made = {}
    for name, make in PROJECTS.items():
        folder = tmp_path_factory.mktemp(name)
        made[name] = make(folder)
    return made


def _screen(module, services):  # type: ignore[no-untyped-def]  # only its source is run, without our imports
    import importlib

    importlib.import_module(module).render(services)


def run(module: str, services: Services, **query: str) -> AppTest:
    at = AppTest.from_function(_screen, args=(module, services), default_timeout=60)
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def words_of(at: AppTest) -> str:
    """What our escaping component put on the page, tags taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(part.value for part in at.html)))


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("project", PROJECTS)
def test_every_screen_draws_on_every_project(module: str, project: str, opened: dict[str, Services]) -> None:
    at = run(module, opened[project])
    assert not at.exception
    assert len(at.title) == 1
    for part in at.html:
        assert "<img" not in part.value, "text of a document became markup"
        assert "<script" not in part.value
    assert "Traceback" not in words_of(at)


@pytest.mark.parametrize("module", MODULES)
def test_hostile_text_is_never_markdown(module: str, opened: dict[str, Services]) -> None:
    services = opened["faulty"]
    document = services.documents()[0]
    at = run(module, services, q="council", document=document.id, start="0", end="20")
    assert not at.exception
    shown = [*at.markdown, *at.caption, *at.title, *at.header, *at.subheader]
    labels = [widget.label for kind in (at.button, at.text_input, at.selectbox, at.checkbox) for widget in kind]
    for text in [element.value for element in shown] + labels:
        assert "example.org" not in text
        assert "alert(" not in text


def test_an_empty_project_says_how_to_begin(opened: dict[str, Services]) -> None:
    at = run("ui.screens.start", opened["empty"])
    assert [header.value for header in at.header] == ["This project is empty"]
    assert [link.proto.label for link in at.get("page_link")] == ["Add documents", "Responses"]
    assert "Add board papers" in words_of(at)


def test_the_first_screen_says_what_is_here(opened: dict[str, Services]) -> None:
    said = words_of(run("ui.screens.start", opened["small"]))
    assert "1 document, 3 passages to search" in said
    assert "1 commitment found in them" in said
    assert "12 responses to 1 question" in said


def test_find_marks_the_words_and_names_the_place(opened: dict[str, Services]) -> None:
    at = run("ui.screens.find", opened["small"])
    at.text_input[0].set_value("winter shelter").run()
    assert not at.exception
    marks = [found for part in at.html for found in re.findall(r"<mark>(.*?)</mark>", part.value)]
    assert {"winter", "shelter"} & {mark.lower() for mark in marks}
    assert "page 1 (PDF page 2)" in words_of(at)


def test_find_answers_a_question_above_the_results(opened: dict[str, Services]) -> None:
    at = run("ui.screens.find", opened["small"])
    at.text_input[0].set_value("What will the council spend on family hubs?").run()
    assert [header.value for header in at.main.header if header.value != "Narrow down"] == ["Answer", "Results"]


def test_find_says_why_nothing_was_found(opened: dict[str, Services]) -> None:
    at = run("ui.screens.find", opened["small"])
    at.text_input[0].set_value('"zeppelin hangar"').run()
    assert "Nothing matches" in words_of(at)
    assert "zeppelin hangar" in words_of(at)


def test_the_source_shows_the_exact_words_marked(opened: dict[str, Services]) -> None:
    services = opened["small"]
    row = services.commitments()[0]
    at = run(
        "ui.screens.source", services, document=row.document, start=str(row.fields["start"]), end=str(row.fields["end"])
    )
    marks = [found for part in at.html for found in re.findall(r"<mark>(.*?)</mark>", part.value)]
    assert marks == [projects.PROMISE]
    assert "Norham Council, “Winter shelter plan”, 14 March 2023, page i (PDF page 1)." in words_of(at)


@pytest.mark.parametrize(("start", "end"), [("a", "b"), ("5", "5"), ("-1", "4"), ("0", "99999999")])
def test_a_wrong_address_is_said_not_raised(start: str, end: str, opened: dict[str, Services]) -> None:
    services = opened["small"]
    at = run("ui.screens.source", services, document=services.documents()[0].id, start=start, end=end)
    assert not at.exception
    assert "does not name a place" in words_of(at)


def button(at: AppTest, label: str) -> Any:
    return next(found for found in at.button if found.label == label)


def field(at: AppTest, label: str) -> Any:
    return next(found for kind in (at.text_input, at.text_area, at.selectbox) for found in kind if found.label == label)


def test_a_row_is_confirmed_corrected_and_rejected(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    at = run("ui.screens.commitments", services)
    button(at, "Confirm").click().run()
    assert services.commitments()[0].decision == "confirmed"
    assert "Confirmed by Tester." in words_of(at)
    field(at, "Last date").set_value("2025-03-31")
    field(at, "Who").set_value("Norham Borough Council")
    button(at, "Save the correction").click().run()
    row = services.commitments()[0]
    assert row.decision == "edited"
    assert (row.fields["actor"]["name"], row.fields["deadline"]["end"]) == ("Norham Borough Council", "2025-03-31")
    assert row.fields["quote"] == projects.PROMISE
    button(at, "Reject").click().run()
    assert services.commitments() == []
    assert services.commitments(rejected=True)[0].decision == "rejected"


def test_a_date_that_is_none_is_not_saved(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    at = run("ui.screens.commitments", services)
    field(at, "Last date").set_value("next spring")
    button(at, "Save the correction").click().run()
    assert "“next spring” is not a date" in words_of(at)
    assert services.commitments()[0].decision is None


def test_what_is_known_of_a_document_can_be_corrected(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    at = run("ui.screens.library", services)
    field(at, "Title").set_value("The shelter plan")
    field(at, "Date").set_value("2023-04")
    button(at, "Save").click().run()
    document = services.documents()[0]
    assert (document.title, document.written_date, document.organisation) == (
        "The shelter plan",
        "2023-04",
        "Norham Council",
    )
    assert "The shelter plan" in words_of(at)


def test_refused_files_are_listed_with_the_reason(opened: dict[str, Services]) -> None:
    at = run("ui.screens.library", opened["faulty"])
    table = at.dataframe[1].value
    assert list(table["File"]) == ["bad.pdf"]
    assert list(table["Reason"]) == ["The PDF is damaged."]


def test_counts_show_the_numbers_of_the_engine(opened: dict[str, Services]) -> None:
    at = run("ui.screens.counts", opened["small"])
    table = at.dataframe[0].value
    assert list(table["Theme"]) == ["Too few staff", "Cost", "Other"]
    assert list(table["Responses with it"]) == ["6", "3", "0"]
    assert list(table["Base"]) == ["11", "11", "11"]
    assert "of which 6 were coded by people" in words_of(at)
    assert "The lines on the bars are 95% intervals." in words_of(at)


def test_counts_without_codings_draw_no_chart(opened: dict[str, Services]) -> None:
    at = run("ui.screens.counts", opened["faulty"])
    assert "Nothing is coded yet" in words_of(at) or "There is no code frame yet" in words_of(at)
    assert not at.get("vega_lite_chart")


def test_the_page_script_draws_the_first_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_PROJECT", str(tmp_path / "project"))
    monkeypatch.setenv("VERBATIM_MODEL", "hashing")
    at = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "ui" / "app.py"), default_timeout=60).run()
    assert not at.exception
    assert at.title[0].value == "Verbatim"


def test_a_project_that_cannot_be_opened_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "verbatim.db").write_bytes(b"this is no database at all, whatever it is called" * 20)
    monkeypatch.setenv("VERBATIM_PROJECT", str(tmp_path))
    at = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "ui" / "app.py"), default_timeout=60).run()
    assert not at.exception
    assert at.title[0].value == "The project cannot be opened"
    assert "Restore a backup" in words_of(at)
