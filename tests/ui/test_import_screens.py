"""Adding responses in steps, and reviewing personal data, on their screens; what the tables say of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.personal_data import PersonalDatum
from ingest.tables import read_table
from tests.ui import projects
from tests.ui.test_screens import run, words_of
from ui.coding_services.import_check import AskedColumn, ImportPlan
from ui.services import Services
from ui.viewdata import import_check
from ui.viewdata.privacy import chosen, found_rows, in_context, kind_rows

TEXT = """Respondent,Region,wt,Q1. Why do you say that about the plan?,Comments,
r1,North,1.5,It costs far too much for what we would get from it,Nobody told us about it before it had been decided,x
r2,south,0,Because the bus that I need stops two miles away,I would rather that the money went to the library,
r3,South,1,The road floods each winter and nobody mends it,n/a,
r4,North,1,Too late for us as the school is closing,none,
"""


@pytest.fixture
def table(tmp_path: Path):  # type: ignore[no-untyped-def]
    path = tmp_path / "t.csv"
    path.write_text(TEXT.replace(",x\n", ",\n"), encoding="utf-8")
    return read_table(path)


def test_answers_weight_id_and_attributes_are_guessed(table) -> None:  # type: ignore[no-untyped-def]
    assert import_check.guess_columns(table) == import_check.Guess(
        0, (3, 4), (), 2
    )  # three regions of four rows are too many
    assert import_check.question_of(table, 3) == "Q1. Why do you say that about the plan?"
    assert import_check.question_of(table, 4) == ""
    assert import_check.values_of(table, 1) == ["North", "south", "South"]


def test_columns_that_share_a_name_are_told_by_their_letters(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,why,,why\n1,a,b,c\n", encoding="utf-8")
    read = read_table(path)
    assert import_check.column_names(read) == ["id", "why (column B)", "(column C)", "why (column D)"]
    assert [import_check.plan_name(read, at) for at in range(4)] == ["id", "column B", "column C", "column D"]


@pytest.mark.parametrize(
    ("columns", "identifier", "attributes", "wrong"),
    [
        ([], "id", [], "Choose the column"),
        ([("a", " ")], "id", [], "Type each question"),
        ([("a", "Why?"), ("b", "Why? ")], "id", [], "the same question"),
        ([("a", "Why?")], "a", [], "cannot be the same column"),
        ([("a", "Why?")], "id", ["a"], "to compare by too"),
        ([("a", "Why?")], "id", ["id"], "to compare by too"),
        ([("a", "Why?")], "id", ["b"], None),
    ],
)
def test_a_plan_is_looked_at(
    columns: list[tuple[str, str]], identifier: str, attributes: list[str], wrong: str | None
) -> None:
    said = import_check.plan_problem([AskedColumn(*column) for column in columns], identifier, attributes)
    assert (said is None) if wrong is None else (said is not None and wrong in said)


def test_the_report_says_what_a_person_should_know(tmp_path: Path) -> None:
    services = projects.empty(tmp_path)
    path = tmp_path / "t.csv"
    path.write_text(TEXT.replace(",x\n", ",\n"), encoding="utf-8")
    plan = ImportPlan((AskedColumn("Comments", "What else?"),), "Respondent", "people", ("Region",), "wt")
    (view,) = import_check.check_views(services.check_import(path, plan))
    assert view.facts == (
        ("Rows", "4: 4 added"),
        ("With an answer", "4"),
        ("Left blank", "0"),
        ("Answers that say no more than “none”", "2 (“n/a” 1, “none” 1)"),
        ("Words in an answer", "10 to 10; half have up to 10"),
        ("Weights", "0 to 1.5, together 3.50; 1 is zero and counts for nothing"),
    )
    assert view.attributes == (
        {"Column": "Region", "Values": "North (2), south (1), South (1)", "Different": "3", "Empty": "0"},
    )
    assert view.cautions == (("Values that may be one", "Region: south and South"),)
    assert (view.refused, view.usable, view.changed) == ((), True, 0)


# Privacy


def datum(
    n: int, start: int, end: int, kind: str = "name", confidence: str = "likely", decision: str = "suggested"
) -> PersonalDatum:
    return PersonalDatum(f"x{n}", "q", f"r{n}", kind, start, end, confidence, "a rule", n, decision)  # type: ignore[arg-type]


def test_what_was_found_is_shown_in_its_sentence_and_by_kind() -> None:
    text = "Ann called me."
    data = [
        (datum(1, 0, 3), text),
        (datum(2, 0, 3, "email", "possible"), text),
        (datum(3, 4, 10, decision="rejected"), text),
    ]
    assert found_rows(data)[0] == {
        "Found": "Ann", "Would read": "[name 1]", "In the response": "⟦Ann⟧ called me.", "How sure": "Likely: a rule",
        "Response": "r1", "Decision": "To review",
    }  # fmt: skip
    assert [tuple(row.values()) for row in kind_rows(data)] == [
        ("Names", 2, 1, 0, 0, 1),
        ("Email addresses", 1, 0, 1, 0, 0),
    ]
    assert [d.id for d, _ in chosen(data, "name", "", "suggested")] == ["x1"]
    assert [d.id for d, _ in chosen(data, "", "", "")] == ["x1", "x2", "x3"]
    assert in_context("a" * 70 + "Ann" + "b" * 70, 70, 73) == "… " + "a" * 60 + "⟦Ann⟧" + "b" * 60 + " …"


@pytest.fixture
def named(tmp_path: Path) -> Services:
    services = projects.empty(tmp_path)
    path = tmp_path / "n.csv"
    path.write_text("id,why\n1,My name is Odile Marchetti.\n2,Ring 01632 960114.\n", encoding="utf-8")
    services.add_responses(path, "Why?", text_column="why", id_column="id", respondents="people")
    from coding.rounds.personal_data import search_personal_data

    search_personal_data(services.store, "Why?")
    return services


def privacy(services: Services) -> AppTest:
    at = run("ui.screens.privacy", services)
    assert not at.exception
    return at


def test_a_review_accepts_what_is_likely_and_pseudonyms_are_shown_on_request(named: Services) -> None:
    at = privacy(named)
    assert "Responses searched 2 of 2 To review 2" in words_of(at)
    at.button(key="privacy-accept-likely").click().run()
    assert "2 accepted." in words_of(at)
    assert [r.text for r in named.responses("Why?")] == ["My name is Odile Marchetti.", "Ring 01632 960114."]
    at.checkbox[0].check().run()
    assert [r.text for r in named.responses("Why?")] == ["My name is [name 1].", "Ring [phone 1]."]
    assert not at.exception


def test_all_that_are_shown_can_be_rejected_and_reviewed_again(named: Services) -> None:
    at = privacy(named)
    at.selectbox(key="privacy-kind").select("phone").run()
    at.button(key="privacy-reject").click().run()
    assert [(d.kind, d.decision) for d, _ in named.personal_data("Why?")] == [
        ("name", "suggested"),
        ("phone", "rejected"),
    ]
    at.selectbox(key="privacy-decision").select("rejected").run()
    at.button(key="privacy-reopen").click().run()
    assert {d.decision for d, _ in named.personal_data("Why?")} == {"suggested"}


def test_responses_show_groups_of_repeated_texts_once_they_were_looked_for(named: Services, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    said = "Please keep the library open on Saturdays for the children"
    path.write_text(f"id,why\n7,{said}\n8,{said}\n", encoding="utf-8")
    named.add_responses(path, "Why?", text_column="why", id_column="id", respondents="people")
    assert "Nobody has looked since responses last came in." in words_of(run("ui.screens.responses", named))
    named.find_repeats("Why?", 0.8)
    at = run("ui.screens.responses", named)
    assert "1 group, 2 responses." in words_of(at)
    assert not at.exception
