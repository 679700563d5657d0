"""The sample project: built as a user would, twice the same; its counts agree with the files they come from."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from statsmodels.stats.proportion import proportion_confint

from ui.sample_project import QUESTION, SAMPLES, build
from ui.services import Services
from ui.settings import Settings

pytestmark = pytest.mark.model  # ingest parses sentences with spaCy


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return build(Settings(tmp_path_factory.mktemp("sample"), "tester", "none", Path("unused")))


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_both_papers_and_all_responses_are_in(services: Services) -> None:
    assert {(d.path.rsplit("/", 1)[-1], d.type, d.date, d.organisation) for d in services.documents()} == {
        ("survey-report.pdf", "survey_report", "2024-07-01", "Department for Families and Local Services"),
        ("board-paper-pack.pdf", "agenda_pack", "2024-09-19", "Assembly of English Councils"),
    }
    blank = sum(not row["response"].strip() for row in rows("responses.csv"))
    assert services.response_states(QUESTION) == {"coded": 90, "blank": blank, "uncoded": 150 - 90 - blank}


def test_counts_are_those_of_the_first_coder_with_wilsons_interval(services: Services) -> None:
    expected = Counter(code for row in rows("codings-coder-1.csv") for code in row["codes"].split(";") if code)
    answered = sum(bool(row["response"].strip()) for row in rows("responses.csv"))
    table = services.counts(QUESTION)
    assert {row.code: row.n for row in table.rows} == {
        row["code"]: expected[row["code"]] for row in rows("code-frame.csv")
    }
    effective = 90 / (1 - 90 / answered)
    for row in table.rows:
        assert (row.base, row.sampled, row.method) == (answered, 90, "human_sample")
        assert row.n is not None
        assert row.percent == pytest.approx(100 * row.n / 90)
        low, high = proportion_confint(row.n / 90 * effective, effective, method="wilson")
        assert (row.low, row.high) == (pytest.approx(100 * low), pytest.approx(100 * high))


def test_the_report_disagrees_with_itself_where_it_is_meant_to(services: Services) -> None:
    shares = {
        (row.fields["in_summary"], row.fields["value"]["low"])
        for row in services.findings()
        if row.fields["value"]
        and "kinship" in row.fields["quote"].lower()
        and "published" in row.fields["quote"].lower()
    }
    assert {(True, 65), (False, 56)} <= shares


def test_building_again_changes_nothing(services: Services) -> None:
    before = services.events()
    build(services.settings)
    assert services.events() == before
