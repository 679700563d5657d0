from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.answers import Answer
from core.encoder import HashingEncoder
from core.store import Store, statements
from index.answer import answer
from index.build import build, open_index
from index.search import Filters, SearchIndex
from ingest.intake import ingest
from tests.index.corpus import add, by, make_commitment, pounds

PAPER = (
    "The harbour strategy was agreed last week. It sets aside £12 million for tide mentors over two years.",
    "Figure 3: Funding for tide mentors",
    "Councils were asked about tide mentors. Two thirds (66%) of councils employ a tide mentor.",
    "A review of pilot boats will be published in spring 2031 by the Harbour Office.",
    "How many pilot boats are there in the north?",
    "Councils left the scheme because of a shortage of boats.",
)


@pytest.fixture
def index(store: Store) -> SearchIndex:
    """Keyword mode: what is checked here does not need vectors."""
    add(store, *PAPER, section=("Harbour strategy",))
    add(store, "Lunch was served at noon.", path="lunch.txt", organisation="Canteen")
    build(store, None)
    return open_index(store, None)


def first(given: Answer) -> str:
    return given.citations[0].location.quote


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("How much money is set aside for tide mentors?", "It sets aside £12 million for tide mentors over two years."),
        ("What share of councils employ tide mentors?", "Two thirds (66%) of councils employ a tide mentor."),
        ("When is the review of pilot boats published?", PAPER[3]),
        ("Why did councils leave the scheme?", PAPER[5]),
    ],
)
def test_the_sentence_that_answers_is_cited(index: SearchIndex, question: str, quote: str) -> None:
    given = answer(index, question)
    assert first(given) == quote and given.answer == quote and given.reason is None
    assert 0 < given.confidence < 1


def test_every_citation_stands_word_for_word_in_its_document(index: SearchIndex) -> None:
    given = answer(index, "What share of councils employ tide mentors?")
    text = "\n\n".join(PAPER)
    assert 1 <= len(given.citations) <= 3
    for citation in given.citations:
        place = citation.location
        assert text[place.start : place.end] == place.quote
        assert place.section == ("Harbour strategy",)
        assert place.quote in citation.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("How much money is set aside for pilot boats in Wexborough?", "“wexborough”"),
        ("How many councils left the scheme in 2019?", "“2019”"),
        ("How much money did the review of pilot boats cost?", "no sum of money"),
        ("Which volcano erupted near Pompeii?", "match"),
        ("", "no word or number"),
    ],
)
def test_what_is_not_there_is_not_answered(index: SearchIndex, question: str, reason: str) -> None:
    given = answer(index, question)
    assert given.answer is None and given.citations == () and given.confidence == 0
    assert given.reason is not None and reason in given.reason
    assert (given.searched.documents, given.searched.passages) == (2, 7)


def test_near_misses_are_shown(index: SearchIndex) -> None:
    given = answer(index, "How much money did the review of pilot boats cost?")
    assert next(hit.text for hit in given.rejected) == PAPER[3]
    assert given.searched.terms == ("money", "review", "pilot", "boats", "cost")


def test_filters_and_empty_projects_say_so(index: SearchIndex, store: Store) -> None:
    assert answer(index, "tide mentors", Filters(organisation="canteen")).answer is None
    assert answer(index, "tide", Filters(organisation="nobody")).reason == "The filters leave no document to search."


def test_without_an_index_the_reason_is_given(store: Store) -> None:
    given = answer(open_index(store, None), "tide mentors")
    assert given.answer is None and given.reason is not None and "indexed" in given.reason


def test_the_same_words_are_cited_once(store: Store) -> None:
    said = "The council employs nine tide mentors."
    add(store, said, "Other tide mentors are volunteers.", path="a.txt")
    add(store, said, "Nobody counts the tide.", path="b.txt")
    build(store, None)
    quotes = [c.location.quote for c in answer(open_index(store, None), "How many tide mentors?").citations]
    assert quotes.count(said) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet=st.sampled_from('tide mentors?£%"()*0129AND '), max_size=40))
def test_any_question_gets_an_answer_or_a_reason(index: SearchIndex, question: str) -> None:
    given = answer(index, question)
    assert (given.answer is None) == (given.reason is not None)


def test_a_question_about_two_years_is_answered_from_the_papers_of_each(store: Store) -> None:
    for year, share in (("2031", "14%"), ("2032", "9%"), ("2033", "6%")):
        add(store, f"In {year} a share of {share} of quays were in poor condition.", path=year, date=f"{year}-05-02")
    build(store, None)
    given = answer(open_index(store, None), "Compare the share of quays in poor condition in 2031 and 2032")
    assert sorted(citation.location.path for citation in given.citations) == ["2031", "2032"]
    refused = answer(open_index(store, None), "Compare the share of quays in poor condition in 2031 and 2019")
    assert refused.answer is None and "2019" in str(refused.reason)


def test_a_short_question_whose_every_word_is_there_is_not_off_topic(store: Store) -> None:
    sentence = (
        "Residents prefer a collection of residual refuse every third week to smaller bins, larger vehicles, longer "
        "rounds, later starts or fewer visits by the street sweeping crews in the older parts of both towns."
    )
    add(store, sentence, "Street sweeping was reviewed last year.")
    build(store, HashingEncoder())
    index = open_index(store, HashingEncoder())
    assert first(answer(index, "What do residents prefer?")) == sentence
    refused = answer(index, "What do astronauts prefer?")
    assert refused.answer is None and "about this" in str(refused.reason)


def test_a_figure_comes_with_what_the_register_holds_of_it(store: Store) -> None:
    quote = "The council will spend £12 million on tide mentors by 2031."
    document = add(store, quote, "Lunch was served at noon.")
    commitment = make_commitment(document, quote, amount=pounds(12_000_000), deadline=by("2031-12-31", "by 2031"))
    with store.write() as connection:
        statements.replace_statements(connection, document.id, [commitment], [])
    build(store, None)
    cited = answer(open_index(store, None), "How much money goes to tide mentors?").citations[0]
    assert [(record["kind"], record["amount"]["high"], record["deadline"]["end"]) for record in cited.records] == [
        ("commitment", 12_000_000, "2031-12-31")
    ]


def test_all_items_of_a_list_are_cited(store: Store) -> None:
    items = [
        "tide mentors for the north quay",
        "tide mentors for the south quay",
        "tide tables",
        "tide bells",
        "tide lamps",
    ]
    text = "The tide fund pays for:\n\n" + "\n\n".join(f"- {item}" for item in items)
    path = store.folder / "fund.md"
    path.write_text("# Tide fund\n\n" + text + "\n", encoding="utf-8")
    ingest(store, [path])
    build(store, None)
    quotes = [
        c.location.quote for c in answer(open_index(store, None), "What things does the tide fund pay for?").citations
    ]
    assert all(any(item in quote for quote in quotes) for item in items)
