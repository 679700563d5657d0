"""What an answer is composed of: rows of the registers as people left them, whole lists, two sides, what stands against it."""

from __future__ import annotations

from typing import Any

import pytest

from core.answers import Answer
from core.documents import Document, Span, content_id, locate
from core.statements import Actor, Commitment, Finding, SampleBase, Value
from core.store import Store, statements
from index.answer import answer
from index.answering.sides import sides_of
from index.build import build, open_index
from index.question import understood
from index.registers import merge, review, split
from ingest.intake import ingest
from tests.builders import make_blocks
from tests.index.corpus import add, by, make_commitment, pounds

BOARD = Actor("The Harbour Board", "Harbour Board", "stated")
PILOTS = Actor("The Pilot Office", "Pilot Office", "stated")
BELLS = (
    "The Harbour Board will buy new tide bells for the north quay by March 2031.",
    "The Pilot Office will test every tide bell before the winter of 2030.",
    "A register of tide bells will be kept.",
    "The Harbour Board will dredge the channel for £4 million.",
    "The tide bell is the oldest warning in use on this coast, and nobody knows who cast it.",
)


def put(store: Store, document: Document, commitments: list[Commitment], findings: list[Finding] | None = None) -> None:
    with store.write() as connection:
        statements.replace_statements(connection, document.id, commitments, findings or [])


def ask(store: Store, question: str) -> Answer:
    build(store, None)
    return answer(open_index(store, None), question)


def quotes(given: Answer) -> list[str]:
    return [" ".join(citation.location.quote.split()) for citation in given.citations]


def in_order(given: Answer) -> list[str]:
    assert given.listed is not None
    return [quotes(given)[n] for n in given.listed.citations]


@pytest.fixture
def bells(store: Store) -> Document:
    document = add(store, *BELLS, title="Harbour plan", date="2029-05-01")
    rows = [
        make_commitment(document, BELLS[0], actor=BOARD, deadline=by("2031-03-31", "by March 2031")),
        make_commitment(document, BELLS[1], actor=PILOTS, deadline=by("2030-11-30", "before the winter of 2030")),
        make_commitment(document, BELLS[2]),
        make_commitment(document, BELLS[3], actor=BOARD, amount=pounds(4_000_000)),
    ]
    put(store, document, rows)
    return document


# Lists from the register ----------------------------------------------------------------------------------------------


def test_all_commitments_on_a_topic_are_listed(store: Store, bells: Document) -> None:
    given = ask(store, "What has been promised on tide bells?")
    assert in_order(given) == list(BELLS[:3])
    assert given.answer == given.citations[0].location.quote
    assert given.listed is not None and (given.listed.of, given.listed.order, given.listed.unnamed) == (
        "commitments", "document", 0,
    )  # fmt: skip
    assert [[record["kind"] for record in citation.records] for citation in given.citations] == [["commitment"]] * 3


def test_whose_commitments_they_are(store: Store, bells: Document) -> None:
    given = ask(store, "What has the Pilot Office promised on tide bells?")
    assert in_order(given) == [BELLS[1], BELLS[2]]
    assert given.listed is not None and given.listed.unnamed == 1
    assert in_order(ask(store, "What has the Harbour Board committed to?")) == [BELLS[0], BELLS[3]]


def test_by_date_and_with_money(store: Store, bells: Document) -> None:
    given = ask(store, "Which commitments are due before April 2031?")
    assert in_order(given) == [BELLS[1], BELLS[0]]
    assert given.listed is not None and given.listed.order == "date"
    assert in_order(ask(store, "List all commitments over £3 million")) == [BELLS[3]]


def test_what_nobody_promised_is_not_found(store: Store, bells: Document) -> None:
    for question in (
        "What has the Harbour Board promised on lighthouses?",
        "What has Wexborough promised on tide bells?",
    ):
        given = ask(store, question)
        assert given.listed is None
        assert given.answer is None, question


def test_a_long_list_has_all_its_rows_and_the_best_three_first(store: Store) -> None:
    said = [f"The Harbour Board will mend quay number {n} of the old dock." for n in range(1, 71)]
    document = add(store, *said, title="Docks")
    put(store, document, [make_commitment(document, one, actor=BOARD) for one in said])
    given = ask(store, "What has the Harbour Board promised for the quays?")
    assert len(given.citations) == 70
    assert in_order(given) == said
    assert given.listed is not None
    rest = [n for n in given.listed.citations if n > 2]
    assert rest == list(range(3, 70))


def test_rows_that_a_person_rejected_are_not_in_an_answer(store: Store, bells: Document) -> None:
    rows = {
        row["id"]: row
        for citation in ask(store, "What has been promised on tide bells?").citations
        for row in citation.records
    }
    rejected = next(name for name, row in rows.items() if row["action"] == BELLS[2])
    review(store, rejected, "rejected")
    given = ask(store, "What has been promised on tide bells?")
    assert in_order(given) == list(BELLS[:2])
    quoted = ask(store, "What will be kept of tide bells?")
    assert all(record["id"] != rejected for citation in quoted.citations for record in citation.records)


def test_what_a_person_corrected_is_shown_and_marked(store: Store, bells: Document) -> None:
    first = ask(store, "What has been promised on tide bells?").citations
    row = next(record for citation in first for record in citation.records if record["action"] == BELLS[0])
    assert (row["decision"], row["edited"]) == (None, [])
    review(store, row["id"], "edited", {"deadline": {**row["deadline"], "text": "by May 2031", "end": "2031-05-31"}})
    review(store, row["id"], "edited", {"status": "met", "status_date": "2031-05-02", "status_evidence": "minutes"})
    again = ask(store, "When will the Harbour Board buy new tide bells?").citations[0].records[0]
    assert (again["deadline"]["text"], again["status"], again["decision"]) == ("by May 2031", "met", "edited")
    assert again["edited"] == ["deadline", "status", "status_date", "status_evidence"]
    assert in_order(ask(store, "Which commitments are due before May 2031?")) == [BELLS[1]]


def test_a_later_mention_bears_the_row_and_a_split_row_its_parts(store: Store) -> None:
    a = add(store, BELLS[0], "Nothing else.", path="a.txt", date="2029-01-01")
    b = add(store, "In May we were told this: " + BELLS[0], path="b.txt", date="2030-01-01")
    first, second = make_commitment(a, BELLS[0]), make_commitment(b, BELLS[0])
    put(store, a, [first])
    put(store, b, [second])
    merge(store, first.id, second.id, same=True)
    index = open_index(store, None)
    start = b.text.index(BELLS[0])
    held = index.source.keyed().resting_on(b.id, Span(start, start + 20))
    assert [row.id for row in held] == [first.id]
    assert index.source.keyed().resting_on(b.id, Span(0, 10)) == []
    names = split(store, first.id, [{"action": "buy bells"}, {"action": "hang bells"}])
    held = index.source.keyed().resting_on(a.id, Span(0, 10))
    assert [(row.id, row.edited) for row in held] == [(name, ("action",)) for name in names]


# Lists of findings, reasons, recommendations and items ----------------------------------------------------------------


def finding(document: Document, quote: str, **changes: Any) -> Finding:
    start = document.text.index(quote)
    location = locate(document, make_blocks(document.text), Span(start, start + len(quote)))
    values: dict[str, Any] = {
        "id": content_id("f", document.id, start, quote, changes.get("subject", "")), "location": location,
        "kind": "quantitative", "subject": quote,
    }  # fmt: skip
    return Finding(**(values | changes))


def percent(value: float) -> Value:
    return Value(f"{value:g}%", value, value, "percent")


def test_all_findings_on_a_topic_are_listed(store: Store) -> None:
    said = (
        "Of the skippers who answered, 62% had used a tide bell.",
        "Nobody answered on Sundays.",
        "A tide bell had been heard by 14% of anglers.",
    )
    document = add(store, *said, title="Survey")
    put(store, document, [], [finding(document, said[0], value=percent(62), base=SampleBase(87, "87")), finding(document, said[2], value=percent(14))])  # fmt: skip
    given = ask(store, "List the survey findings on tide bells")
    assert in_order(given) == [said[0], said[2]]
    assert given.listed is not None and given.listed.of == "findings"
    assert in_order(ask(store, "List all findings")) == [said[0], said[2]]


def test_rows_of_one_sentence_are_one_citation(store: Store) -> None:
    quote = "Reasons given for leaving the tide scheme were cost and noise."
    document = add(
        store, quote, "The tide scheme began last year.", "Skippers left for other reasons too: fog.", title="Survey"
    )
    rows = [
        finding(document, quote, kind="qualitative", subject="cost", theme="cost", prominence="several"),
        finding(document, quote, kind="qualitative", subject="noise", theme="noise", prominence="several"),
    ]
    put(store, document, [], rows)
    given = ask(store, "What reasons were given for leaving the tide scheme?")
    assert [record["theme"] for record in given.citations[0].records] == ["cost", "noise"]
    assert quotes(given).count(quote) == 1


def test_recommendations_stand_under_their_heading_or_say_so(store: Store) -> None:
    path = store.folder / "bell.md"
    path.write_text(
        "# Bell paper\n\n## 3. Recommendations\n\nThe board should ring the tide bell hourly.\n\nAnglers should be told.\n\n"
        "## 4. Approval\n\nMembers are asked to approve the tide bell budget.\n\nThe tide bell is old.\n\n"
        "## Response to recommendations\n\nThe tide bell is rung daily.\n",
        encoding="utf-8",
    )
    ingest(store, [path])
    given = ask(store, "Which recommendations are there on the tide bell?")
    assert in_order(given) == [
        "The board should ring the tide bell hourly.", "Members are asked to approve the tide bell budget.",
    ]  # fmt: skip
    assert given.listed is not None and given.listed.of == "recommendations"


def test_what_is_recommended_to_somebody_is_the_whole_list(store: Store) -> None:
    path = store.folder / "paper.md"
    items = [
        "approves the tide bell budget;",
        "asks the Harbour Master for a report to Cabinet; and",
        "thanks the ringers.",
    ]
    path.write_text(
        "# Paper\n\n## Recommendations\n\nThat Cabinet:\n\n" + "\n".join(f"- {one}" for one in items) + "\n",
        encoding="utf-8",
    )
    ingest(store, [path])
    given = ask(store, "What recommendations are made to Cabinet?")
    assert [quote for quote in in_order(given) if quote != "That Cabinet:"] == items


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What has been promised on trains?", False),  # "training" is another word
        ("What has been promised on training?", True),
        ("What has been promised on agency staff?", False),  # nor is "multi-agency" an agency
        ("What has the Pilot Office promised on training?", False),  # that is the Harbour Board's
        ("What has the Harbour Board promised on training?", True),
    ],
)
def test_words_and_bodies_that_only_look_alike(store: Store, question: str, found: bool) -> None:
    quote = "The Harbour Board will fund training for multi-agency staff who meet the Pilot Office."
    document = add(store, quote, "Lunch was served at noon.", title="Plan")
    put(store, document, [make_commitment(document, quote, actor=BOARD)])
    assert (ask(store, question).listed is not None) is found


def test_a_sentence_that_leads_into_a_list_brings_its_items(store: Store) -> None:
    items = [f"hull number {n}" for n in range(1, 41)]
    text = "# Hulls\n\nThe yard will scrap these hulls:\n\n" + "\n\n".join(f"- {item}" for item in items)
    path = store.folder / "hulls.md"
    path.write_text(text + "\n\n# Other\n\n- lunch\n", encoding="utf-8")
    ingest(store, [path])
    given = ask(store, "What hulls are in the list that the yard will scrap?")
    assert in_order(given)[-40:] == items
    assert "lunch" not in quotes(given)


# Comparisons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Compare the tolls in 2031 and 2032", ["2031", "2032"]),
        ("Did more skippers pay than in 2031?", ["2031", "the other side"]),
        ("How do tolls differ between Norham and Ash Quay?", ["Norham", "Ash Quay"]),
        ("How did the toll change between wave 2 and wave 3?", ["wave 2", "wave 3"]),
        ("Do more women use bells than men?", ["the other side", "men"]),
        ("Is the toll higher than 50%?", []),
        ("Was it more than expected?", []),
        ("What is the toll?", []),
    ],
)
def test_the_sides_of_a_question(question: str, labels: list[str]) -> None:
    assert [side.label for side in sides_of(understood(question))] == labels


def test_each_side_is_asked_for_alone() -> None:
    sides = sides_of(understood("How do tolls differ between Norham and Ash Quay?"))
    assert [" ".join(side.question.split()) for side in sides] == [
        "How do tolls differ Norham ?",
        "How do tolls differ Ash Quay ?",
    ]


def test_both_sides_are_cited(store: Store) -> None:
    said = ("The toll for skippers in Norham is £4 a day.", "The toll for skippers in Ash is £6 a day.")
    add(store, said[0], "Norham is a small harbour.", path="n.txt", title="Norham dues")
    add(store, said[1], "Ash is a large harbour.", path="a.txt", title="Ash dues")
    given = ask(store, "How does the toll for skippers differ between Norham and Ash?")
    assert [(side.label, side.found and side.found.location.quote) for side in given.compared] == [
        ("Norham", said[0]), ("Ash", said[1]),
    ]  # fmt: skip
    assert set(quotes(given)[:2]) == set(said)


def test_one_sentence_about_both_needs_no_sides(store: Store) -> None:
    quote = "In 2031 the toll was £4, and in 2032 it was £6."
    add(store, quote, "Tolls are paid on Mondays.")
    given = ask(store, "How did the toll change between 2031 and 2032?")
    assert quotes(given)[0] == quote
    assert given.compared == ()


def test_a_side_that_is_missing_is_named(store: Store) -> None:
    add(store, "In 2031 a toll of £4 was paid by skippers.", path="a", date="2031-05-02")
    given = ask(store, "Compare the toll paid by skippers in 2031 and 2019")
    assert given.answer is None and given.citations == ()
    assert given.reason == "Only one side of the comparison was found: something on 2031, nothing on 2019."
    assert [(side.label, side.found is None) for side in given.compared] == [("2031", False), ("2019", True)]


# What stands against an answer ----------------------------------------------------------------------------------------

SUMMARY = "Almost half (45%) of skippers said that the tide bell was easy to hear at night."
BODY = "Almost half (54%) of skippers said that the tide bell was easy to hear at night."


def surveyed(
    store: Store, first: str, second: str, values: tuple[float, float], waves: tuple[str, str] = ("2031", "2031")
) -> None:
    document = add(store, first, "Lunch was served at noon.", second, "Bells are cast in Ash.", title="Survey")
    rows = [
        finding(document, quote, value=percent(value), figure="Figure 2", wave=wave, in_summary=n == 0)
        for n, (quote, value, wave) in enumerate(zip((first, second), values, waves, strict=True))
    ]
    put(store, document, [], rows)


def test_another_value_of_the_same_statistic_is_said(store: Store) -> None:
    surveyed(store, SUMMARY, BODY, (45, 54))
    given = ask(store, "What share of skippers said that the tide bell was easy to hear?")
    found = {(one.instead_of, one.says) for one in given.contradicts}
    assert found in ({("45%", "54%")}, {("54%", "45%")})
    one = given.contradicts[0]
    cited = given.citations[one.citation].location
    assert one.location.quote in (SUMMARY, BODY) and one.location.quote != cited.quote
    assert (one.kind, one.field) == ("finding", "value")
    assert given.record()["contradicts"][0]["says"] == one.says


@pytest.mark.parametrize(
    ("second", "value", "wave"),
    [
        (SUMMARY, 45, "2031"),  # the same
        (
            "Almost half (54%) of skippers said that the tide bell was hard to hear in fog.",
            54,
            "2031",
        ),  # of something else
        (BODY, 54, "2029"),  # of another wave
    ],
)
def test_no_false_alarm(store: Store, second: str, value: float, wave: str) -> None:
    surveyed(store, SUMMARY, second, (45, value), ("2031", wave))
    assert ask(store, "What share of skippers said that the tide bell was easy to hear?").contradicts == ()


def dredging(store: Store, *terms: tuple[str, str, float, str]) -> None:
    """Papers that promise to dredge the channel: path, by when (its words), for how much, by which ISO day."""
    for path, when, sum_, day in terms:
        quote = f"The Harbour Board will dredge the northern ferry channel {when} for £{sum_:,.0f}."
        document = add(store, quote, f"Paper {path}.", path=path, title=f"Plan {path}", date="2029-05-01")
        put(
            store,
            document,
            [make_commitment(document, quote, actor=BOARD, deadline=by(day, when), amount=pounds(sum_))],
        )


def test_another_date_and_another_sum_of_the_same_commitment_are_said(store: Store) -> None:
    dredging(store, ("a", "by March 2031", 4e6, "2031-03-31"), ("b", "by May 2032", 5e6, "2032-05-31"))
    given = ask(store, "When will the Harbour Board dredge the northern ferry channel?")
    said = {(one.field, frozenset((one.instead_of, one.says))) for one in given.contradicts}
    assert said == {
        ("deadline", frozenset(("by March 2031", "by May 2032"))),
        ("amount", frozenset(("£4,000,000", "£5,000,000"))),
    }


def test_steps_of_one_list_do_not_contradict_each_other(store: Store) -> None:
    said = [
        f"The Harbour Board will dredge the northern ferry channel {when}." for when in ("by March 2031", "by May 2032")
    ]
    document = add(store, *said, title="Plan", section=("Timetable",))
    days = [by("2031-03-31", "by March 2031"), by("2032-05-31", "by May 2032")]
    rows = [make_commitment(document, one, actor=BOARD, deadline=day) for one, day in zip(said, days, strict=True)]
    put(store, document, rows)
    assert ask(store, "When will the Harbour Board dredge the northern ferry channel?").contradicts == ()


def test_a_commitment_said_twice_alike_contradicts_nothing(store: Store) -> None:
    dredging(store, ("a", "by March 2031", 4e6, "2031-03-31"), ("b", "by March 2031", 4e6, "2031-03-31"))
    assert ask(store, "When will the Harbour Board dredge the northern ferry channel?").contradicts == ()
