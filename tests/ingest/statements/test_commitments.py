"""What is taken as a commitment and what is not, and what each record says: on sentences and a small paper of our own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import Block, Document, Span, check_tiling
from core.statements import Commitment
from ingest.statements import find_statements
from ingest.statements.commitments import find_commitments
from ingest.statements.sentences import find_sentences
from tests.builders import make_document

SPEC = Path(__file__).parent.parent.parent / "spec"
pytestmark = pytest.mark.model


def paper(*parts: tuple[str, str, str], **changes: object) -> tuple[Document, list[Block]]:
    """A document of (heading, kind, text) parts; each part is a heading block, if it is new, and a body block."""
    text, blocks, heading = "", [], None
    for under, kind, words in parts:
        if under != heading:
            start, text = len(text), text + under + "\n\n"
            blocks.append(Block(Span(start, len(text)), "heading", level=1))
            heading = under
        start, text = len(text), text + words + "\n\n"
        blocks.append(Block(Span(start, len(text)), kind, section=(under,)))  # type: ignore[arg-type]
    check_tiling(text, blocks)
    return make_document(text, **({"date": "2025-05-10"} | changes)), blocks


def only(sentence: str, heading: str = "Housing", kind: str = "paragraph", **changes: object) -> list[Commitment]:
    document, blocks = paper((heading, kind, sentence), **changes)
    return find_commitments(document, blocks)


def rows() -> list[dict[str, str]]:
    with (SPEC / "undertakings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["sentence"][:60])
def test_undertakings_are_told_from_wishes_duties_effects_and_the_past(row: dict[str, str]) -> None:
    found = only(row["sentence"], row["heading"], row["kind"])
    assert [c.certainty for c in found] == ([] if row["taken"] == "no" else [row["taken"]])


def test_a_record_says_who_what_by_when_and_how_much() -> None:
    (found,) = only("The Ministry of Justice (MoJ) will spend £4.5 million on youth courts by the end of 2026.")
    assert found.actor is not None
    assert (found.actor.name, found.actor.basis) == ("Ministry of Justice", "stated")
    assert found.deadline is not None
    assert (found.deadline.start, found.deadline.end) == (None, "2026-12-31")
    assert found.amount is not None
    assert (found.amount.low, found.amount.high, found.amount.currency) == (4_500_000, 4_500_000, "GBP")
    assert found.strength == "firm"
    assert found.kind == "funding"


def test_a_passive_names_its_agent_and_nobody_else() -> None:
    (found,) = only("The grant will be paid by NHS England in June 2025.")
    assert found.actor is not None
    assert found.actor.name == "NHS England"
    (found,) = only("The grant will be paid in June 2025.")
    assert found.actor is None


def test_exploring_is_weaker_than_doing() -> None:
    (found,) = only("The Government will explore the case for a national register.")
    assert (found.strength, found.actor.name if found.actor else None) == ("exploratory", "UK Government")
    (found,) = only("The Council plans to build a depot in 2026.")
    assert found.strength == "intended"


def test_two_dates_in_two_undertakings_make_two_records() -> None:
    text = "A survey of wardens launching in Autumn 2025, leading to a skills framework by Summer 2026."
    found = only(text, "Policy commitments", "list_item")
    assert [(c.deadline.start, c.deadline.end) for c in found if c.deadline] == [
        ("2025-09-01", "2025-11-30"),
        (None, "2026-08-31"),
    ]


def test_a_date_that_is_over_is_no_deadline() -> None:
    (found,) = only("The council will act on the report that it received in March 2021.")
    assert found.deadline is None


def test_the_year_of_a_heading_dates_the_items_of_its_list() -> None:
    (found,) = only("A programme of peer reviews.", "Priorities for 2026/27", "list_item")
    assert found.deadline is not None
    assert (found.deadline.start, found.deadline.end, found.deadline.basis) == ("2026-04-01", "2027-03-31", "inherited")


@pytest.mark.parametrize("item", ["visit every lodge again by 30 June 2026;", "paint the pier in 2027;"])
def test_items_that_carry_on_a_lead_in_with_will_are_certain_whatever_their_verb(item: str) -> None:
    lead, text = "The council will:\n", f"Works\nThe council will:\n{item}\n"
    start = len("Works\n")
    blocks = [
        Block(Span(0, start), "heading", level=1),
        Block(Span(start, start + len(lead)), "paragraph", section=("Works",)),
        Block(
            Span(start + len(lead), len(text)), "list_item", section=("Works",), lead_in=Span(start, start + len(lead))
        ),
    ]
    found = find_commitments(make_document(text, date="2025-05-10"), blocks)
    assert [(c.certainty, c.location.quote) for c in found] == [("certain", item)]


def test_relative_dates_count_from_the_publication_that_a_passage_reports_on() -> None:
    document, blocks = paper(
        ("Background", "paragraph", "On 3 February 2025, the Government published its housing strategy."),
        ("Background", "paragraph", "The Government will spend £40 million over the next two years."),
    )
    (found,) = find_commitments(document, blocks)
    assert found.deadline is not None
    assert (found.deadline.start, found.deadline.end) == ("2025-02-03", "2027-02-02")


def test_in_minutes_an_officers_undertaking_counts_and_a_members_wish_does_not() -> None:
    document, blocks = paper(
        (
            "Minutes of the last meeting",
            "paragraph",
            "The Director explained that a revised plan would be circulated to schools.",
        ),
        ("Minutes of the last meeting", "paragraph", "A member suggested that the hall would be repainted."),
        ("Minutes of the last meeting", "paragraph", "The Clerk to obtain three quotes for the fence."),
        ("Minutes of the last meeting", "paragraph", "It was resolved to buy two benches."),
    )
    found = find_commitments(document, blocks)
    assert [(c.rule, c.actor.name if c.actor else None) for c in found] == [
        ("reported undertaking", None),
        ("action recorded", "Clerk"),
        ("decision recorded", None),
    ]


def test_rules_of_procedure_undertake_nothing() -> None:
    rule = "The Clerk shall keep a register of every decision."
    document, blocks = paper(*[("Standing orders", "paragraph", rule)] * 9)
    assert find_commitments(document, blocks) == []


def test_a_survey_report_raises_nothing() -> None:
    lines = [
        f"Around {n}% of councils said they would hire more staff and 12% said they will not." for n in range(20, 40)
    ]
    document, blocks = paper(*[("Workforce", "paragraph", line) for line in lines])
    assert find_commitments(document, blocks) == []


def test_ids_are_stable_and_differ() -> None:
    document, blocks = paper(
        ("Homes", "paragraph", "The council will build ten homes. The council will build ten homes.")
    )
    first, second = find_commitments(document, blocks), find_commitments(document, blocks)
    assert [c.id for c in first] == [c.id for c in second]
    assert len({c.id for c in first}) == 2


def test_a_sentence_runs_on_over_a_page_and_its_quote_holds_no_page_header() -> None:
    one, header, two = (
        "The council will publish its plan for libraries and\n",
        "Page 3 of 9\n",
        "museums in May 2026, after advice.\n",
    )
    text = one + header + two
    spans = [Span(0, len(one)), Span(len(one), len(one) + len(header)), Span(len(one) + len(header), len(text))]
    blocks = [
        Block(spans[0], "paragraph"),
        Block(spans[1], "furniture"),
        Block(spans[2], "paragraph", flags=("continued",)),
    ]
    document = make_document(text, date="2025-05-10")
    (sentence,) = find_sentences(document, blocks)
    assert sentence.text == "The council will publish its plan for libraries and museums in May 2026, after advice."
    (found,) = find_commitments(document, blocks)
    assert found.location.quote == "The council will publish its plan for libraries and"
    assert found.deadline is not None
    assert found.deadline.end == "2026-05-31"


PIECES = st.lists(
    st.sampled_from(["The council will publish", " a plan", " by March 2026", ".", "\n", "\n\n", " - ", "**", "(n = 90)", " 45%", " of LAs said",
                     "“", "”", "£3m", " “yes”", "Most respondents said", " that", " it works", " \t", "1.2 ", "<sup>th</sup>", ":"]), min_size=1, max_size=24
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_every_quote_is_the_text_at_its_span(text: str) -> None:
    document = make_document(text or "x", date="2025-05-10")
    cut = len(text) // 2
    spans = [Span(0, cut), Span(cut, len(text))] if 0 < cut < len(text) else [Span(0, len(text))]
    blocks = [Block(span, "paragraph") for span in spans]
    commitments, findings = find_statements(document, blocks)
    for record in [*commitments, *findings]:
        assert record.location.quote == document.text[record.location.start : record.location.end]
        assert len(record.location.quote) <= 600
    for finding in findings:
        for place in finding.quotations:
            assert place.quote == document.text[place.start : place.end]
