"""A theme of a report becomes a code of our frame, and our count stands beside the report's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from coding.counts import CountRow
from core.codebooks import Code, Codebook
from core.documents import Span, locate
from core.errors import UsageError
from core.statements import Finding
from core.store import statements
from tests.ui import projects
from tests.ui.test_screens import button, field, run, words_of
from ui.services import Services
from ui.viewdata.taken import code_name, code_of, own_count, taken_as

FIELDS: dict[str, Any] = {"id": "f9", "title": "Survey", "page": 3, "quote": "Most said that\ncosts rose."}


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()


@pytest.mark.parametrize(
    ("label", "name"), [("Lack of money", "lack_of_money"), ("£ & €", "code"), ("É; a", "a"), ("x" * 60, "x" * 40)]
)
def test_a_code_gets_a_name_from_its_label(label: str, name: str) -> None:
    assert code_name(label) == name


def test_a_code_says_where_it_was_taken_from_and_is_found_by_it() -> None:
    code = code_of(FIELDS, "Costs", "Costs that rose.")
    assert (code.code, code.label) == ("costs", "Costs")
    assert code.definition == "Costs that rose. Taken from Survey, page 3 [f9]."
    frames = [Codebook("q1", 2, (Code("staff", "Staff"), code)), Codebook("q2", 1, (Code("costs", "Costs"),))]
    assert taken_as(FIELDS, frames) == [("q1", code)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (None, "nothing counted yet"),
        (CountRow("q", "c", "C", 12, 12, 40, "answered", 30.0, 30.0, 30.0, "all_human"), "12 of 40 (30%)"),
        (CountRow("q", "c", "C", 12, 9, 40, "answered", 30.0, 18.2, 44.9, "human_sample"), "12 of 40 (30%, 95% interval 18% to 45%)"),
        (CountRow("q", "c", "C", None, None, 40, "answered", None, None, None, "all_human", suppressed=True), "not shown: a small number"),
    ],
)  # fmt: skip
def test_our_count_in_words(row: CountRow | None, said: str) -> None:
    assert own_count(row) == said


def test_a_theme_is_taken_into_the_frame_on_the_screen(tmp_path: Path) -> None:
    services: Services = projects.small(tmp_path)
    document, blocks = services.document(services.documents()[0].id)
    start = document.text.index("Staff cost")
    place = locate(document, blocks, Span(start, start + len("Staff cost the most.")))
    theme = Finding("f9", place, "qualitative", "what cost the most", prominence="most", theme="Cost of staff")
    with services.store.write() as connection:
        statements.replace_statements(connection, document.id, [], [theme])
    at = run("ui.screens.findings", services, row="f9")
    button(at, "Add it as a code").click().run()
    assert not at.exception
    assert "Added to the code frame, version 2" in words_of(at)
    frame = services.codebook(projects.QUESTION)
    assert [code.code for code in frame.codes] == ["staff", "cost", "other", "cost_of_staff"]
    at = run("ui.screens.findings", services, row="f9")
    assert "Our count nothing counted yet: Cost of staff" in words_of(at)
    field(at, "Label").set_value("Cost")
    button(at, "Add it as a code").click().run()
    assert "(Cost) already. Give the new code another name" in words_of(at)


def test_a_code_that_is_there_is_refused(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    with pytest.raises(UsageError, match="already"):
        services.add_code(projects.QUESTION, Code("COST", "Something else"))
    assert services.codebook(projects.QUESTION).version == 1
