"""What the screens say, worked out without Streamlit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.rounds import Acknowledgement, CodingEvent
from core.answers import Answer, Citation, Hit, Receipt
from core.documents import AgendaItem, Location, Span
from core.jobs import Job
from index.registers import RegisterRow
from tests.builders import make_blocks, make_document
from ui.server import command, options, port_is_free
from ui.viewdata import answers, coding_area, counts, find, library, places, registers, start

# Places ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2023-03-14", "14 March 2023"),
        ("2023-03", "March 2023"),
        ("2023", "2023"),
        (None, ""),
        ("2023-99-01", "2023-99-01"),
    ],
)
def test_dates_are_written_out(iso: str | None, shown: str) -> None:
    assert places.shown_date(iso) == shown


@pytest.mark.parametrize(
    ("page", "label", "shown"),
    [
        (4, "2", "page 2 (PDF page 4)"),
        (4, "4", "page 4"),
        (4, None, "page 4"),
        (None, "2", ""),
        (1, "iv", "page iv (PDF page 1)"),
    ],
)
def test_printed_page_and_pdf_page_are_both_said(page: int | None, label: str | None, shown: str) -> None:
    assert places.shown_page(page, label) == shown


def make_location(**changes: Any) -> Location:
    values: dict[str, Any] = {
        "document": "d1",
        "title": "A  paper",
        "path": "a.pdf",
        "start": 3,
        "end": 9,
        "quote": "words",
    }
    return Location(**(values | changes))


def test_a_place_names_item_section_paragraph_and_page() -> None:
    location = make_location(
        item=AgendaItem("4", "Winter  shelters"), section=("Part A", "1 Costs"), paragraph="1.2", page=7, page_label="5"
    )
    assert places.place(location) == "Item 4 Winter shelters · Part A · 1 Costs · paragraph 1.2 · page 5 (PDF page 7)"


def test_a_heading_that_repeats_the_item_is_said_once() -> None:
    location = make_location(item=AgendaItem("4", "Winter shelters"), section=("Winter shelters", "1 Costs"))
    assert places.place(location) == "Item 4 Winter shelters · 1 Costs"


def test_marks_follow_the_words_over_the_line_ends_of_print() -> None:
    source = "The coun-\ncil will   open two shel-\nters."
    at = source.index("open")
    marked = places.marked_text(source, 100, [Span(100 + at, 100 + len(source) - 1)])
    assert marked.text == "The coun- cil will open two shel- ters."
    assert [marked.text[a:b] for a, b in marked.marks] == ["open two shel- ters"]


@given(
    st.text(alphabet="ab \n", min_size=0, max_size=300), st.integers(0, 300), st.integers(1, 40), st.integers(20, 120)
)
def test_a_snippet_keeps_its_marks_on_the_same_words(text: str, start: int, length: int, width: int) -> None:
    marks = ((start, min(len(text), start + length)),) if start < len(text) else ()
    made = places.snippet(places.Marked(text, marks), width)
    for a, b in made.marks:
        assert 0 <= a < b <= len(made.text)
        assert made.text[a:b] in text
    assert len(made.text) <= max(width + 4, len(text) if len(text) <= width else 0)


def test_context_shows_neighbours_and_leaves_furniture_out() -> None:
    text = "One.\n\nRunning header\n\nTwo has the words.\n\nThree."
    blocks = make_blocks(text)
    blocks[1] = replace(blocks[1], kind="furniture")
    at = text.index("the words")
    made = places.context(make_document(text), blocks, Span(at, at + 9))
    assert [(block.text.text, block.holds) for block in made] == [
        ("One.", False),
        ("Two has the words.", True),
        ("Three.", False),
    ]
    assert [made[1].text.text[a:b] for a, b in made[1].text.marks] == ["the words"]


def test_the_citation_holds_what_a_reader_needs() -> None:
    document = make_document(
        title="Board papers", organisation="Norham", date="2023-03-14", source_url="https://norham.example/p"
    )
    location = make_location(item=AgendaItem("4"), paragraph="1.2", page=7, page_label="5")
    assert places.citation(document, location) == (
        "Norham, “Board papers”, 14 March 2023, item 4, paragraph 1.2, page 5 (PDF page 7). https://norham.example/p"
    )


def test_pages_of_a_document() -> None:
    document = make_document("abcdef", page_starts=(0, 2, 2))
    assert [places.page_range(document, page) for page in (0, 1, 2, 3, 4)] == [None, Span(0, 2), None, Span(2, 6), None]


# Find -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("kinship care strategy", False), ("How many councils signed", True), ("council tax?", True), ("what works", False),
        ("whatever the council does", False), ("", False), ("Has it moved since June", True),
    ],
)  # fmt: skip
def test_what_is_a_question(text: str, asks: bool) -> None:
    assert find.is_question(text) is asks


def test_an_answer_is_shown_as_its_quotes() -> None:
    place = make_location(quote="They  will\nopen.", page=2)
    answer = Answer("Q?", "They will open.", None, (Citation(place, "Text."),), Receipt(1, 1200, ("open",)))
    view = answers.answer_view(answer)
    assert [(quoted.text, quoted.place.place) for quoted in view.quotes] == [("They will open.", "page 2")]
    assert view.receipt == "Searched 1,200 passages in 1 document for “open”."


def test_no_answer_says_why_and_what_came_nearest() -> None:
    hit = Hit("p1", "passage", 1, 0.5, make_location(quote="Near."), "Near.")
    view = answers.answer_view(Answer("Q?", None, "No figure.", (), Receipt(2, 3, ()), (hit,)))
    assert (view.quotes, view.reason, [q.text for q in view.nearest]) == ((), "No figure.", ["Near."])


def test_results_carry_their_marks_and_register() -> None:
    hit = Hit("c1", "commitment", 1, 0.5, make_location(quote="will open hubs", start=10, end=24), "x", (Span(20, 24),))
    made = find.results([hit])[0]
    assert (made.kind, made.register) == ("Commitment", "commitments")
    assert [made.words.text[a:b] for a, b in made.words.marks] == ["hubs"]


# Library --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("../../etc/evil.csv", "evil.csv"), ("C:\\temp\\a b.pdf", "a b.pdf"), (".hidden", "hidden"), ("", "file"),
        ("a\x00b\n.txt", "a_b_.txt"), ("con<>|.md", "con_.md"), ("..", "file"), ("é £ – final (v2).pdf", "é £ – final (v2).pdf"),
    ],
)  # fmt: skip
def test_names_of_uploads_are_made_safe(given_name: str, safe: str) -> None:
    assert library.clean_name(given_name) == safe


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder(name: str) -> None:
    made = library.clean_name(name)
    assert made and "/" not in made and "\\" not in made and not made.startswith(".") and len(made) <= 120


def test_only_what_changed_is_saved() -> None:
    document = make_document(organisation="Norham", date="2023")
    values = {"title": " A paper ", "organisation": "", "date": "2023-04", "type": "other", "source_url": ""}
    assert library.changes(document, values) == {"organisation": None, "date": "2023-04"}


@pytest.mark.parametrize(
    ("date", "wrong"), [("2023-13-01", True), ("14/3/2023", True), ("2023-03", False), ("", False)]
)
def test_dates_of_documents_are_checked(date: str, wrong: bool) -> None:
    assert (library.edit_problem("T", date) is not None) is wrong


def make_job(**changes: Any) -> Job:
    values: dict[str, Any] = {
        "id": "j", "kind": "ingest", "state": "running", "done": 3, "total": 12, "message": "a.pdf", "created_at": "",
        "finished_at": None, "result": None, "arguments": (),
    }  # fmt: skip
    return Job(**(values | changes))


def test_a_job_says_how_far_it_is() -> None:
    assert (library.job_line(make_job()), library.job_share(make_job())) == ("3 of 12. a.pdf", 0.25)
    assert (library.job_line(make_job(total=None, message="")), library.job_share(make_job(total=None))) == (
        "Working.",
        0.0,
    )


# Registers ------------------------------------------------------------------------------------------------------------

FIELDS: dict[str, Any] = {
    "document": "d1", "quote": "q", "title": "T", "action": "open hubs", "kind": "policy", "strength": "firm", "certainty": "certain",
    "actor": {"text": "We", "name": "Norham", "basis": "inherited"},
    "deadline": {"text": "by March 2025", "start": None, "end": "2025-03-31", "precision": "month", "basis": "stated", "assumption": None},
    "amount": {"text": "£2m to £3m", "low": 2_000_000, "high": 3_000_000, "currency": "GBP", "qualifier": None}, "status": None,
}  # fmt: skip
AS_IT_IS = {
    "actor": "Norham", "action": "open hubs", "deadline": "by March 2025", "start": "", "end": "2025-03-31", "amount": "£2m to £3m",
    "low": "2000000", "kind": "policy", "strength": "firm",
}  # fmt: skip


def make_row(name: str = "c1", decision: str | None = None, **changes: Any) -> RegisterRow:
    return RegisterRow(name, "commitment", "d1", FIELDS | changes, (name,), decision)


def test_a_form_sent_as_it_is_changes_nothing() -> None:
    assert registers.commitment_changes(FIELDS, **AS_IT_IS) == {}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"actor": "LGA"}, {"actor": {"text": "We", "name": "LGA", "basis": "stated"}}),
        ({"actor": " "}, {"actor": None}),
        ({"deadline": "", "end": ""}, {"deadline": None}),
        (
            {"low": "2,500,000"},
            {
                "amount": {
                    "text": "£2m to £3m",
                    "low": 2_500_000,
                    "high": 2_500_000,
                    "currency": "GBP",
                    "qualifier": None,
                }
            },
        ),
        ({"amount": "", "low": ""}, {"amount": None}),
        ({"strength": "intended", "kind": "pilot"}, {"strength": "intended", "kind": "pilot"}),
    ],
)
def test_a_correction_is_what_differs(change: dict[str, str], expected: dict[str, Any]) -> None:
    assert registers.commitment_changes(FIELDS, **(AS_IT_IS | change)) == expected


@pytest.mark.parametrize("text", ["45 m", "nan", "inf", "1.2.3"])
def test_a_sum_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        registers.number_of(text)


def test_filters_of_a_register() -> None:
    rows = [
        make_row("a"),
        make_row("b", "confirmed", action="café plan"),
        make_row("c", "rejected"),
        make_row("d", deadline=None, amount=None, strength="intended", trackability=["deadline"]),
    ]

    def ids(**wanted: Any) -> list[str]:
        return [row.id for row in registers.chosen(rows, registers.Wanted(**wanted))]

    assert ids() == ["a", "b", "d"]
    assert ids(decision="rejected") == ["c"]
    assert ids(decision="none") == ["a", "d"]
    assert ids(text="CAFE") == ["b"]
    assert ids(standing="date_passed", as_at=date(2025, 4, 1)) == ["a", "b"]
    assert ids(standing="due_soon", as_at=date(2025, 3, 1)) == ["a", "b"]
    assert ids(standing="undated") == ["d"]
    assert ids(strength="intended") == ["d"]
    assert ids(missing="deadline") == ["d"]
    assert ids(least=2_000_000) == ["a", "b"]
    assert ids(least=4_000_000) == []
    assert ids(actor="Norham") == ["a", "b", "d"]
    assert ids(document="d2") == []


def test_standings_are_counted_without_what_was_rejected() -> None:
    rows = [make_row("a"), make_row("b", deadline=None), make_row("c", "rejected"), make_row("d", status="met")]
    assert registers.standings(rows, date(2025, 4, 1)) == {"date_passed": 1, "undated": 1, "outcome_recorded": 1}
    assert registers.actors(rows) == [("Norham", 4)]


def test_the_money_of_a_register_in_words() -> None:
    assert registers.money_words([make_row("a", amount=None)]) is None
    rows = [
        make_row("a"),
        make_row("b", "rejected"),
        make_row("c", amount=FIELDS["amount"] | {"qualifier": "of which"}),
    ]
    assert registers.money_words(rows) == (
        "Sums stated: £2 million to £3 million in 1 row; 1 not added (part of another sum, or a sum for each). "
        "What is said twice counts once."
    )


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (("", "", ""), None),
        (("met", "Board paper, 4 May 2025, paragraph 3", "2025-05-04"), None),
        (
            ("met", " ", "2025-05-04"),
            "Say from what this is known: a paper and its paragraph, a web address, a letter.",
        ),
        (("met", "minutes", "May 2025"), "Give the day to which this refers, as 2025-03-31."),
    ],
)
def test_an_outcome_needs_its_evidence_and_its_day(given: tuple[str, str, str], problem: str | None) -> None:
    assert registers.status_problem(*given) == problem


def test_an_outcome_taken_back_takes_its_evidence_with_it() -> None:
    fields = FIELDS | {"status": "met", "status_evidence": "minutes", "status_date": "2025-05-04"}
    assert registers.status_changes(fields, status="met", evidence="minutes ", on="2025-05-04") == {}
    assert registers.status_changes(fields, status="", evidence="minutes", on="2025-05-04") == {
        "status": None, "status_evidence": None, "status_date": None,
    }  # fmt: skip


def test_the_next_row_to_review_wraps_round() -> None:
    rows = [make_row("a"), make_row("b"), make_row("c", "confirmed")]
    assert registers.next_to_review(rows, "b") == "a"
    assert registers.next_to_review(rows, "a") == "b"
    assert registers.next_to_review([make_row("a", "confirmed")], "a") == "a"


def test_a_finding_without_a_change_changes_nothing() -> None:
    fields = {
        "subject": "s",
        "theme": None,
        "value": {"text": "62%", "low": 62, "high": 62, "unit": "percent"},
        "base": {"n": 87, "text": "x"},
    }
    form = {"subject": "s", "theme": "", "value": "62", "unit": "percent", "population": "", "base": "87", "figure": ""}
    assert registers.finding_changes(fields, **form) == {}
    assert registers.finding_changes(fields, **(form | {"value": "64"})) == {
        "value": {"text": "64%", "low": 64, "high": 64, "unit": "percent"}
    }


# Counts ---------------------------------------------------------------------------------------------------------------


def make_line(**changes: Any) -> counts.CountLine:
    values: dict[str, Any] = {
        "theme": "Cost", "group": "All", "n": 3, "sampled": 6, "base": 11, "percent": 50.0, "low": 30.0, "high": 70.0, "suppressed": False,
    }  # fmt: skip
    return counts.CountLine(**(values | changes))


def test_suppressed_cells_and_missing_numbers_are_told_apart() -> None:
    lines = [
        make_line(),
        make_line(n=None, percent=None, low=None, high=None, suppressed=True),
        make_line(low=None, high=None),
    ]
    rows = counts.table_rows(lines, grouped=False)
    assert [row["Responses with it"] for row in rows] == ["3", "[c]", "3"]
    assert [row["95% interval"] for row in rows] == ["30 to 70", "[c]", "–"]  # whole percents below a base of 100
    (large,) = counts.table_rows([make_line(base=148, sampled=120, percent=50.04)], grouped=False)
    assert (large["Percent"], large["95% interval"]) == ("50.0", "30.0 to 70.0")


def test_the_chart_has_dark_labels_a_zero_and_the_intervals() -> None:
    spec = counts.bar_chart([make_line(), make_line(theme="Staff", percent=20.0, low=10.0, high=35.0)]).to_dict()
    assert spec["config"]["axis"]["labelColor"] == "#0b0c0c"
    domains = [layer["encoding"]["x"]["scale"]["domain"] for layer in spec["layer"]]
    assert {domain[0] for domain in domains} == {0}
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["bar", "rule", "tick", "tick", "text"]


def test_the_chart_is_told_in_words_most_frequent_first() -> None:
    points = counts.chart_points(
        [make_line(percent=20.0), make_line(theme="Staff", percent=70.0), make_line(percent=None)]
    )
    assert [point.theme for point in points] == ["Staff", "Cost"]
    assert "Staff 70%; Cost 20%" in counts.chart_description(points)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([make_line()], "The lines on the bars are 95% intervals."),
        ([make_line(low=50.0, high=50.0)], "Every response was coded, so no interval is needed."),
        (
            [make_line(low=None, high=None)],
            "No interval: the responses that were coded are not recorded as a random sample.",
        ),
    ],
)
def test_it_is_said_what_the_intervals_are(lines: list[counts.CountLine], said: str) -> None:
    assert counts.interval_note(lines) == said


# The coding area ------------------------------------------------------------------------------------------------------


def event(seq: int, **changes: Any) -> dict[str, Any]:
    return {"seq": seq, "response": "R1", "action": "done", "position": 0} | changes


def test_what_the_browser_sent_is_read() -> None:
    sent = coding_area.received(
        {"at": 4, "sent": 1, "batches": [{"client": "ab", "events": [event(1), event(2, action="toggle", code="x")]}]}
    )
    assert sent.at == 4
    assert sent.batches == (
        coding_area.Batch(
            "ab", (CodingEvent(1, "R1", "done", position=0), CodingEvent(2, "R1", "toggle", "x", position=0))
        ),
    )


@pytest.mark.parametrize(
    "value",
    [None, 3, "text", [], {"at": True}, {"at": "4"}, {"batches": 5}, {"batches": "abc"}, {"batches": [3]}, {"batches": [{"client": 4}]},
     {"batches": [{"client": "", "events": []}]}, {"batches": [{"client": "a", "events": "xyz"}]}],
)  # fmt: skip
def test_nonsense_from_the_browser_is_nothing(value: object) -> None:
    assert coding_area.received(value) == coding_area.Sent(None)


def test_an_event_that_makes_no_sense_does_not_block_those_after_it() -> None:
    sent = coding_area.received(
        {"batches": [{"client": "a", "events": [event(1, action="explode"), event(2), "junk"]}]}
    )
    (batch,) = sent.batches
    assert [made.seq for made in batch.events] == [2]
    assert coding_area.acknowledged({}, batch, Acknowledgement(2, {}, {})) == {"a": 2}
    assert coding_area.acknowledged({}, replace(batch, skipped=9), Acknowledgement(2, {}, {})) == {"a": 9}


def test_an_acknowledgement_never_falls() -> None:
    batch = coding_area.Batch("a", ())
    assert coding_area.acknowledged({"a": 7, "b": 1}, batch, Acknowledgement(3, {}, {})) == {"a": 7, "b": 1}


@given(st.integers(0, 100_000))
def test_the_browser_holds_the_response_it_shows_and_enough_after_it(at: int) -> None:
    first, n = coding_area.window(at)
    assert first <= at < first + n
    assert first + n - at == coding_area.AHEAD
    assert at - first <= coding_area.BEHIND


# Responses ------------------------------------------------------------------------------------------------------------


def test_columns_are_guessed(tmp_path: Path) -> None:
    from ingest.tables import read_table

    path = tmp_path / "r.csv"
    lines = [f"{n},North{n % 2},A long answer about number {n} and more" for n in range(20)]
    path.write_text("Response ID,Region,Why\n" + "\n".join(lines), encoding="utf-8")
    from ui.viewdata import import_check

    assert import_check.guess_columns(read_table(path)) == import_check.Guess(0, (2,), (1,))


# Start and server -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "said"), [(0, "no codes"), (1, "1 code"), (2300, "2,300 codes")])
def test_counting_in_words(n: int, said: str) -> None:
    assert start.counted(n, "code") == said


def test_the_server_listens_on_this_machine_only_and_reports_to_nobody() -> None:
    given_options = set(options())
    assert {
        "--server.address=127.0.0.1", "--browser.gatherUsageStats=false", "--server.enableXsrfProtection=true",
        "--server.allowedHosts=localhost", "--server.allowedHosts=127.0.0.1", "--client.showErrorDetails=none",
    } <= given_options  # fmt: skip
    assert command(8600)[1:4] == ["-m", "streamlit", "run"]
    assert "--server.port=8600" in command(8600)


@pytest.mark.server
def test_a_port_in_use_is_noticed() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free(port)
    assert port_is_free(port)
