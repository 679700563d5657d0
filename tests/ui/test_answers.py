"""Answers as they are shown and written: the line below a quote, lists, sides, what stands against it, files."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from docx import Document as WordDocument

from core.answers import Answer, Citation, ComparedSide, Contradiction, Listed, Receipt
from core.documents import Location
from tests.ui import projects
from tests.ui.test_screens import run, words_of
from ui.exports.answers import answer_bytes, answer_records
from ui.exports.hits import Citing
from ui.services import Services
from ui.viewdata import answers

PERCENT = {"kind": "finding", "id": "f1", "value": {"text": "Almost all (96%)", "low": 96, "high": 96, "unit": "percent"}, "population": "Local authorities", "base": {"n": 1153, "text": "all"}, "wave": "2024", "decision": None, "edited": []}  # fmt: skip
PROMISE: dict[str, Any] = {
    "kind": "commitment", "id": "c1", "action": "build", "actor": {"text": "the Department", "name": "Harbour Office", "basis": "stated"},
    "deadline": {"text": "by spring 2025", "start": None, "end": "2025-05-31"}, "amount": {"text": "£45 million"}, "status": None,
    "decision": None, "edited": [],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return projects.small(tmp_path_factory.mktemp("answers"))


def location(quote: str, document: str = "d1", start: int = 0, **changes: Any) -> Location:
    return Location(document, changes.pop("title", "Plan"), "plan.pdf", start, start + len(quote), quote, **changes)


# The line below a quote -----------------------------------------------------------------------------------------------


def line(*records: dict[str, Any]) -> str:
    read = answers.read_line(records)
    assert read is not None
    return read.line


def test_a_figure_says_of_whom_of_how_many_and_when() -> None:
    assert answers.read_line([PERCENT]) == answers.Read(
        "96% of local authorities, base 1,153, 2024 wave", "findings", "f1"
    )
    second = PERCENT | {"value": {"text": "12%", "low": 12, "high": 12, "unit": "percent"}}
    assert line(PERCENT, second) == "96% and 12% of local authorities, base 1,153, 2024 wave"
    assert line(PERCENT, second | {"wave": "Wave 4"}) == (
        "96% of local authorities, base 1,153, 2024 wave; 12% of local authorities, base 1,153, wave 4"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": {"text": "a third", "low": 30, "high": 36, "unit": "percent"}, "base": None, "wave": None}, "a third of local authorities"),
        ({"value": {"text": "1,200", "low": 1200, "high": 1200, "unit": "count"}, "population": "boats", "base": None, "wave": None}, "1,200 boats"),
        ({"population": "A very long way of saying whom " * 5, "wave": "Wave 5"}, "96%, base 1,153, wave 5"),
        ({"population": "LAs responding", "base": {"n": 0, "text": ""}, "wave": None}, "96% of LAs responding, base 0"),
        ({"value": None, "prominence": "several", "theme": "cost"}, "A finding in words (several)"),
        ({"value": None}, "A finding in words"),
    ],
)  # fmt: skip
def test_what_a_figure_lacks_is_left_out(changes: dict[str, Any], said: str) -> None:
    assert line(PERCENT | changes) == said


def test_a_commitment_says_who_when_how_much_and_what_became_of_it() -> None:
    assert answers.read_line([PROMISE]) == answers.Read(
        "Harbour Office, by spring 2025, £45 million", "commitments", "c1"
    )
    assert line(PROMISE | {"actor": None, "amount": None}) == "by spring 2025"
    met = {"status": "in_progress", "status_date": "2025-03-02"}
    assert line(PROMISE | met) == "Harbour Office, by spring 2025, £45 million, recorded as in progress on 2 March 2025"
    assert line(PROMISE | {"actor": None, "amount": None, "deadline": None}) == ""
    three = [PROMISE | {"id": f"c{n}", "amount": {"text": f"£{n}"}} for n in (1, 2, 3)]
    assert line(*three) == "Harbour Office, by spring 2025, £1; Harbour Office, by spring 2025, £2; and 1 more"


def test_a_commitment_goes_before_a_figure_and_nothing_is_nothing() -> None:
    assert line(PERCENT, PROMISE) == "Harbour Office, by spring 2025, £45 million"
    assert answers.read_line([]) is None


def test_what_people_decided_is_said() -> None:
    edited = PROMISE | {"decision": "edited", "edited": ["deadline", "amount"]}
    assert line(edited) == "Harbour Office, by spring 2025, £45 million · corrected by a person: the date, the sum"
    assert line(PERCENT | {"decision": "confirmed"}).endswith(" · confirmed by a person")
    assert line(PROMISE | {"actor": None, "amount": None, "deadline": None, "decision": "confirmed"}) == (
        "confirmed by a person"
    )


# Lists, sides, contradictions -----------------------------------------------------------------------------------------


def listing(count: int, **changes: Any) -> Answer:
    cited = tuple(Citation(location(f"Quote {n}.", start=20 * n), f"Quote {n}.", (PROMISE,)) for n in range(count))
    values: dict[str, Any] = {
        "question": "What was promised?", "answer": "Quote 0.", "reason": None, "citations": cited,
        "searched": Receipt(9, 2, ("promised",)), "listed": Listed("commitments", tuple(reversed(range(count)))),
    }  # fmt: skip
    return Answer(**(values | changes))


def test_a_list_says_how_many_and_that_all_are_there() -> None:
    assert answers.list_line(listing(14)) == "14 commitments; all are listed, in the order of the papers."
    dated = listing(2, listed=Listed("commitments", (0, 1), "date", unnamed=1))
    assert answers.list_line(dated) == "2 commitments; all are listed, by date. 1 of them names nobody."
    assert answers.list_line(listing(1)) == "1 commitment; there is no other."
    assert answers.list_line(listing(60)) == (
        "60 commitments; the first 50 are shown, the file has all, in the order of the papers."
    )
    assert answers.list_line(listing(60), whole=True) == "60 commitments; all are listed, in the order of the papers."
    assert answers.list_line(listing(2, listed=None)) == ""


def test_a_list_is_shown_in_its_order_and_bounded() -> None:
    view = answers.answer_view(listing(60))
    assert view.listed is not None
    assert (len(view.listed.quotes), view.listed.left, view.listed.quotes[0].text) == (50, 10, "Quote 59.")
    assert view.quotes == () and view.answered
    beside = answers.answer_view(listing(3, listed=Listed("findings", (2, 1))))
    assert [quoted.text for quoted in beside.quotes] == ["Quote 0."]


def test_sides_are_shown_apart_from_what_else_was_found() -> None:
    given = listing(3, listed=None)
    sides = (ComparedSide("Norham", given.citations[1]), ComparedSide("the other side", None))
    view = answers.answer_view(Answer(**{**_values(given), "compared": sides}))
    assert [(side.label, side.quoted and side.quoted.text) for side in view.sides] == [
        ("Norham", "Quote 1."), ("Set against it", None),
    ]  # fmt: skip
    assert [quoted.text for quoted in view.quotes] == ["Quote 0.", "Quote 2."]


def _values(given: Answer) -> dict[str, Any]:
    names = ("question", "answer", "reason", "citations", "searched", "rejected", "contradicts", "compared", "listed")
    return {name: getattr(given, name) for name in names}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"paragraph": "4.2"}, "Paragraph 4.2 says “54%”, not “45%”."),
        ({"page": 7, "page_label": "7"}, "Page 7 says “54%”, not “45%”."),
        ({"section": ("A", "Bells")}, "Another sentence of this section says “54%”, not “45%”."),
        ({"section": ("Boats",)}, "The section “Boats” says “54%”, not “45%”."),
        ({"paragraph": "4.2", "document": "d2", "title": "Survey"}, "“Survey”, paragraph 4.2, says “54%”, not “45%”."),
        ({}, "Another place says “54%”, not “45%”."),
    ],
)
def test_what_stands_against_a_quote_is_one_sentence(place: dict[str, Any], said: str) -> None:
    cited = location("45% of skippers.", section=("Bells",))
    found = Contradiction(0, "finding", "f2", "value", "45%", "54%", location("54% of skippers.", **place))
    assert answers.against_line(found, cited) == said


# Files ----------------------------------------------------------------------------------------------------------------


def cited_by(services: Services) -> Citing:
    return Citing(services.described)


def test_a_file_of_an_answer_has_all_of_a_list_in_its_order(small: Services) -> None:
    name = small.documents()[0].id
    given = listing(60)
    cited = tuple(
        Citation(location(c.location.quote, name, c.location.start), c.text, c.records) for c in given.citations
    )
    against = Contradiction(0, "commitment", "c9", "deadline", "by May", "by June", location("By June.", name, 500))
    given = Answer(**{**_values(given), "citations": cited, "contradicts": (against,)})
    rows = list(
        csv.DictReader(io.StringIO(answer_bytes(".csv", given, cited_by(small), {name: "0" * 64}).decode("utf-8-sig")))
    )
    assert [row["quote"] for row in rows] == [f"Quote {n}." for n in reversed(range(60))] + ["By June."]
    assert rows[0]["says"] == "Harbour Office, by spring 2025, £45 million"
    assert rows[-1]["says"] == "says “by June”, where another place says “by May”"
    assert {row["sha256"] for row in rows} == {"0" * 64}
    paper = WordDocument(io.BytesIO(answer_bytes(".docx", given, cited_by(small), {name: "0" * 64})))
    assert "60 commitments; all are listed, in the order of the papers." in [p.text for p in paper.paragraphs]
    assert len(paper.tables[0].rows) == 62


def test_an_answer_that_was_not_found_is_a_file_with_the_reason(small: Services) -> None:
    none = Answer("Who?", None, "Nothing matches.", (), Receipt(3, 1, ()))
    assert answer_records(none, cited_by(small), {}) == []
    paper = WordDocument(io.BytesIO(answer_bytes(".docx", none, cited_by(small), {})))
    assert "Nothing matches." in [p.text for p in paper.paragraphs]


# The command and the screens ------------------------------------------------------------------------------------------


def test_a_list_is_answered_on_the_command_line(
    small: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ui.cli import run as verbatim

    given = ["--project", str(small.settings.project), "--model", "hashing"]
    out = tmp_path / "answer.csv"
    assert verbatim([*given, "ask", "What has the council committed to on family hubs?", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "1 commitment; there is no other." in said
    assert f"“{projects.PROMISE}”" in said
    assert "by 31 December 2024, £2.5 million" in said
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert rows[0]["citation"] == "1" and rows[0]["sha256"]
    assert verbatim([*given, "ask", "What?", "--out", str(tmp_path / "a.pdf")]) == 2


def test_the_screen_lists_with_a_link_to_the_row(small: Services) -> None:
    at = run("ui.screens.find", small, q="What has the council committed to on family hubs?")
    assert not at.exception
    shown = words_of(at)
    assert "1 commitment; there is no other." in shown
    links = [link.proto for link in at.get("page_link") if link.proto.label == "Open in the register"]
    row = small.commitments()[0].id
    assert links and row in str(links[0])
    assert [button.label for button in at.get("download_button")][:3] == [
        "Download list, Excel (XLSX)", "Download list, Word", "Download list, CSV",
    ]  # fmt: skip


def test_a_link_to_a_row_that_is_gone_says_so(small: Services) -> None:
    row = small.commitments()[0].id
    assert "That row is not here" not in words_of(run("ui.screens.commitments", small, row=row))
    shown = words_of(run("ui.screens.commitments", small, row="c-gone"))
    assert "That row is not here" in shown and "not in the register any more" in shown


def test_a_link_to_a_row_that_was_rejected_says_so(tmp_path: Path) -> None:
    services = projects.small(tmp_path)
    row = services.commitments()[0].id
    services.review(row, "rejected")
    shown = words_of(run("ui.screens.commitments", services, row=row))
    assert "That row is not here" in shown or "No commitments yet" in shown
