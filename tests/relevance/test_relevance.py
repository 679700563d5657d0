"""Relevance as behaviour: what must come first, what must not be there, what must stand above what.

Categories after the practice of policy search teams: exact figures, phrases, punctuation, short forms, plurals, paraphrase,
order, and what must never be answered.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from core.encoder import Encoder, load_encoder
from core.platform import default_models_folder
from core.store import Store
from index.answer import answer
from index.build import build, open_index
from index.search import SearchIndex
from tests.index.corpus import add
from tests.relevance.corpus import PASSAGES

NAME = {text: name for name, text in PASSAGES.items()}


def opened(folder: Path, encoder: Encoder | None) -> SearchIndex:
    store = Store(folder, "tester")
    add(store, *PASSAGES.values())
    build(store, encoder)
    return open_index(store, encoder)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return opened(tmp_path_factory.mktemp("words"), None)


@pytest.fixture(scope="module")
def hybrid(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return opened(tmp_path_factory.mktemp("hybrid"), load_encoder("minilm", default_models_folder()))


def names(index: SearchIndex, query: str, k: int = 10) -> list[str]:
    return [NAME[hit.text] for hit in index.search(query, k)]


EXACT = [  # query, all that may be found
    ("£45m", ["mentors"]),
    ("£45 million", ["mentors"]),
    ("£450,000", ["mentors_small"]),
    ("£450k", ["mentors_small"]),
    ("96%", ["signed"]),
    ("96 per cent", ["signed"]),
    ('"agency staff"', ["agency_staff"]),
    ('"staff of the ports agency"', ["staff_agency"]),
    ("kins*", ["kin"]),
    ("kin*", ["kin", "kind"]),
    ("agency AND staff AND NOT spending", ["staff_agency"]),
    ("(ferry OR crane) AND NOT members", ["contents", "hiring", "plan_date"]),
    ("ferry AND plan", ["plan_date", "plan_talk"]),
]
FIRST = [  # query, what stands first whether there are vectors or not
    ("s.17", "duty"),
    ("section 17", "duty"),
    ("children's", "children"),
    ("children’s sailing", "children"),
    ("multi-agency", "multi"),
    ("multi agency rescue", "multi"),
    ("45 councils", "forty_five"),
    ("LRO licences", "lro_again"),
    ("lighthouse regulation office", "lro"),
    ("cafes quay", "food"),
    ("national ferry plan published", "plan_date"),
    ("wave two response rates", "wave"),
    ("Hello, I need to know about moorings registers", "duty"),
]
BY_MEANING = [  # paraphrases that share hardly a word
    ("why do staff quit at the lamp towers", "leaving"),
    ("difficulty recruiting technicians", "hiring"),
    ("relatives sailing together", "kin"),
    ("free classes for youngsters", "children"),
    ("where can I eat", "food"),
    ("emergency crews exercise jointly", "multi"),
]
ABOVE = [  # query, the one that must stand above the other
    ("lighthouse", "lro", "contents"),
    ("ferry plan date", "plan_date", "plan_talk"),
    ("money for tide mentors", "mentors", "budget_gap"),
]
ANSWERED = [
    ("How much money is set aside for tide mentors?", "mentors"),
    ("What share of councils signed the pilots' agreement?", "signed"),
    ("When will the national ferry plan be published?", "plan_date"),
    ("Why do lighthouse keepers leave?", "leaving"),
    ("Who licenses lighthouse keepers?", "lro"),
]
NEVER = [  # near misses and other worlds
    "How much money was paid to tide mentors in Wexborough?",
    "How much will the national ferry plan cost?",
    "What share of councils signed the pilots' agreement in 2019?",
    "When did the LRO inspect the lamps of Gull Rock?",
    "Which mountain is the highest in Nepal?",
    "How do I knit a scarf?",
    "Who won the tennis final?",
]


@pytest.mark.parametrize(("query", "found"), EXACT)
def test_exact_queries_find_just_that(words: SearchIndex, query: str, found: list[str]) -> None:
    assert sorted(names(words, query)) == sorted(found)


@pytest.mark.parametrize(("query", "first"), FIRST)
def test_first_by_words(words: SearchIndex, query: str, first: str) -> None:
    assert names(words, query)[0] == first


@pytest.mark.parametrize("question", NEVER[:4])
def test_near_misses_are_not_answered_by_words(words: SearchIndex, question: str) -> None:
    assert answer(words, question).answer is None


@pytest.mark.model
@pytest.mark.parametrize(("query", "found"), EXACT)
def test_exact_queries_find_just_that_with_vectors(hybrid: SearchIndex, query: str, found: list[str]) -> None:
    assert sorted(names(hybrid, query)) == sorted(found)


@pytest.mark.model
@pytest.mark.parametrize(("query", "first"), FIRST)
def test_first_with_vectors(hybrid: SearchIndex, query: str, first: str) -> None:
    assert names(hybrid, query)[0] == first


@pytest.mark.model
@pytest.mark.parametrize(("query", "wanted"), BY_MEANING)
def test_paraphrases_are_among_the_first_three(hybrid: SearchIndex, query: str, wanted: str) -> None:
    assert wanted in names(hybrid, query, 3)


@pytest.mark.model
@pytest.mark.parametrize(("query", "upper", "lower"), ABOVE)
def test_order(hybrid: SearchIndex, query: str, upper: str, lower: str) -> None:
    found = names(hybrid, query, 30)
    assert upper in found
    assert lower not in found or found.index(upper) < found.index(lower)


@pytest.mark.model
@pytest.mark.parametrize(("one", "other"), [("harbour council", "harbour councils"), ("pilot boat", "pilot boats")])
def test_plurals_find_the_same(hybrid: SearchIndex, one: str, other: str) -> None:
    assert len(set(names(hybrid, one, 5)) & set(names(hybrid, other, 5))) >= 4


@pytest.mark.model
@pytest.mark.parametrize(("question", "source"), ANSWERED)
def test_answers_quote_the_right_passage(hybrid: SearchIndex, question: str, source: str) -> None:
    given = answer(hybrid, question)
    assert given.citations and NAME[given.citations[0].text] == source


@pytest.mark.model
@pytest.mark.parametrize("question", NEVER)
def test_what_is_not_there_is_not_answered(hybrid: SearchIndex, question: str) -> None:
    given = answer(hybrid, question)
    assert given.answer is None and given.reason
