"""The registers' screens over two papers: what changed between them, rows made one and taken apart again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streamlit as st

from core.store import Store
from tests.index.corpus import add, by, make_commitment, pounds, put
from tests.ui.test_screens import button, field, run, words_of
from ui.cli import run as command
from ui.services import Services
from ui.settings import settings

PLAN = "The board will publish a harbour safety plan for lighthouse keepers"
FARES = "Ministers will freeze ferry fares for pensioners"


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = Services.open(settings(project=str(tmp_path / "papers"), who="Tester", model="hashing"))
    store: Store = made.store
    march = add(store, PLAN, FARES, "March.", path="march.txt", title="March paper", date="2030-03-01")
    june = add(store, PLAN, "June.", path="june.txt", title="June paper", date="2030-06-01")
    put(store, march, [
        make_commitment(march, PLAN, id="c1", deadline=by("2030-12-31", "by the end of 2030")),
        make_commitment(march, FARES, id="c2", amount=pounds(5000)),
    ])  # fmt: skip
    put(store, june, [make_commitment(june, PLAN, id="c3", deadline=by("2031-12-31", "by the end of 2031"))])
    return made


def test_a_change_shows_both_quotes_and_their_papers(services: Services) -> None:
    at = run("ui.screens.changes", services)
    assert not at.exception
    table = at.dataframe[0].value
    assert list(table["Change"]) == ["Slipped"]
    assert list(table["How"]) == ["The date moved back: “by the end of 2030” became “by the end of 2031”."]
    said = words_of(at)
    assert said.count(PLAN) == 2
    assert said.index("March paper") < said.index("June paper")


def test_changes_on_the_command_line(services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    project = str(services.settings.project)
    assert command(["changes", "--json", "--project", project]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["kind"], r["a"]["id"], r["b"]["id"]) for r in records] == [("slipped", "c1", "c3")]
    assert command(["changes", "--json", "--kind", "dropped", "--project", project]) == 0
    assert capsys.readouterr().out == ""


def test_rows_are_made_one_and_taken_apart_again(services: Services) -> None:
    assert [row.mentions for row in services.commitments()] == [("c1",), ("c2",), ("c3",)]
    at = run("ui.screens.commitments", services, row="c1")
    field(at, "Row").set_value("c3").run()
    button(at, "Make them one").click().run()
    assert [row.mentions for row in services.commitments()] == [("c1", "c3"), ("c2",)]
    assert "Made one. Every mention is kept" in words_of(at)
    button(at, "This is another commitment").click().run()
    assert [row.mentions for row in services.commitments()] == [("c1",), ("c2",), ("c3",)]


def test_a_row_is_split_into_its_commitments(services: Services) -> None:
    at = run("ui.screens.commitments", services, row="c2")
    button(at, "Split it").click().run()
    assert "two lines or more" in words_of(at)
    field(at, "What is promised, a line for each").set_value("freeze ferry fares\nlend boats")
    button(at, "Split it").click().run()
    assert [row.fields["action"] for row in services.commitments()][1:3] == ["freeze ferry fares", "lend boats"]


def test_an_outcome_is_recorded_with_its_evidence_by_a_person(services: Services) -> None:
    at = run("ui.screens.commitments", services, row="c2")
    field(at, "Status").set_value("met")
    button(at, "Record it").click().run()
    assert "Say from what this is known" in words_of(at)
    assert services.commitments(status="met") == []
    field(at, "Status").set_value("met")
    field(at, "Evidence").set_value("Fares order, 1 May 2030")
    next(found for found in at.text_input if found.label == "As at").set_value("2030-05-01")
    button(at, "Record it").click().run()
    (row,) = services.commitments(status="met")
    assert (row.id, row.fields["status_evidence"], row.fields["status_date"]) == (
        "c2",
        "Fares order, 1 May 2030",
        "2030-05-01",
    )
    assert row.who == "Tester"
