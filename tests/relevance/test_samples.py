"""Relevance as behaviour on the sample papers: what a person who knows them would expect to find, first or at all.

Categories: exact money and figures, phrases, short forms, misspellings, prefixes, printed paragraph numbers, one and several,
other worlds, contents pages, filters, kinds of paper and dates. A case names a few words that stand in the passage that is
meant, and nowhere else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from core.encoder import load_encoder
from core.platform import default_models_folder
from core.store import Store
from index.build import build, open_index
from index.search import Filters, SearchIndex
from ingest.intake import ingest

SAMPLES = Path(__file__).parents[2] / "samples"
PAPERS = (
    "board-paper-pack.pdf", "survey-report.pdf", "questions/town-council-minutes.md", "questions/youth-strategy.md",
    "questions/library-users-survey.md",
)  # fmt: skip

pytestmark = pytest.mark.model  # ingest parses sentences with spaCy


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("samples"), "tester")
    ingest(made, [SAMPLES / name for name in PAPERS])
    return made


@pytest.fixture(scope="module")
def hybrid(store: Store) -> SearchIndex:
    encoder = load_encoder("minilm", default_models_folder())
    build(store, encoder)
    return open_index(store, encoder)


def found(index: SearchIndex, query: str, k: int = 10, filters: Filters | None = None) -> list[str]:
    """What the hits say, spaces made one."""
    return [" ".join(hit.location.quote.split()) for hit in index.search(query, k, filters=filters)]


FIRST = [  # query, words of the passage that must stand first
    ("£486m", "Councils spent about £486 million"),  # money, written otherwise
    ("£486 million", "Councils spent about £486 million"),
    ("£2,050,000", "will pay for a national data platform"),
    ("£85,000", "a total of £85,000"),
    ("£350k for each region", "Each of the seven regions will receive £350,000"),
    ("118 million capital", "capital for 1,600 more places"),
    ("16.4% agency", "Agency workers held 16.4%"),
    ("1,600 more places", "1,600 more places in special schools"),
    ('"peer support available"', "peer support available to every kinship carer"),  # phrases
    ('"first-wave areas" carers', "In 12 first-wave areas"),
    ("EHC plans causes of delay", "Causes of delay in issuing EHC plans"),  # short and long forms
    ("education health and care plans causes of delay", "Causes of delay in issuing EHC plans"),
    ("para:3.5 training", "make training and peer support available"),  # printed numbers
    ("para:2.2.1", "Each of the seven regions"),
    ("item:6 conference lead members", "hold a conference for lead members"),
    ("residential placement cost", "average weekly cost of a residential placement"),  # one and several
    ("residential placements cost", "average weekly cost of a residential placement"),
    ("family network grants", "grant for early support to family networks"),
    ("free legal help for relatives who bring up children", "free legal advice for carers"),  # other words
    ("how much do members of the reference group get for a meeting", "will be paid £75 a meeting"),
    ("a relative or friend who brings up a child whose parents cannot", "A kinship carer is a relative or friend"),
]


@pytest.mark.parametrize(("query", "words"), FIRST)
def test_what_stands_first(hybrid: SearchIndex, query: str, words: str) -> None:
    assert words in found(hybrid, query)[0]


ONLY = [  # query, words that every result holds, whatever the number of them
    ("£486m", "£486 million"),
    ("£85,000", "£85,000"),
    ("91%", "91%"),
    ('"data platform"', "data platform"),
    ("forums AND parent", "forums"),
    ("psychologists AND NOT vacancies AND train", "psychologists"),
]


@pytest.mark.parametrize(("query", "words"), ONLY)
def test_what_all_results_hold(hybrid: SearchIndex, query: str, words: str) -> None:
    hits = found(hybrid, query, 50)
    assert hits and all(words in hit for hit in hits)


def test_money_is_not_the_number_alone(hybrid: SearchIndex) -> None:
    """£118 million of capital, and the replies of 118 councils."""
    assert [("£118 million" in hit, "118 councils" in hit) for hit in found(hybrid, "£118m", 50)].count(
        (False, True)
    ) == 0
    assert "Replies had come from 118 councils" in found(hybrid, "118 councils replied")[0]


@pytest.mark.parametrize(("query", "start"), [("kins*", "kins"), ("psycholog*", "psycholog"), ("consult*", "consult")])
def test_prefixes(hybrid: SearchIndex, query: str, start: str) -> None:
    hits = hybrid.search(query, 20)
    texts = {hit.location.document: hybrid.source.document(hit.location.document).text for hit in hits}
    marked = [span.of(texts[hit.location.document]).casefold() for hit in hits for span in hit.highlights]
    assert len(hits) >= 3 and all(word.startswith(start) for word in marked)


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("kinshp carers", "kinship carers"),
        ("educational psychologsts", "educational psychologists"),
        ("agency wrokers", "agency workers"),
        ("kinship carers", None),
    ],
)
def test_misspellings_are_offered_and_never_imposed(hybrid: SearchIndex, query: str, offered: str | None) -> None:
    made = hybrid.find(query)
    assert made.did_you_mean == offered and made.hits


@pytest.mark.parametrize(
    ("one", "several"), [("kinship carer", "kinship carers"), ("agency worker", "agency workers"), ("youth centre", "youth centres")]
)  # fmt: skip
def test_one_and_several_find_much_the_same(hybrid: SearchIndex, one: str, several: str) -> None:
    assert len(set(found(hybrid, one)) & set(found(hybrid, several))) >= 7


@pytest.mark.parametrize("query", ["knitting", "quantum chromodynamics", '"penguin enclosure"'])
def test_other_worlds_are_not_here(hybrid: SearchIndex, query: str) -> None:
    made = hybrid.find(query)
    assert made.hits == [] and made.reason


@pytest.mark.parametrize("query", ["kinship care strategy", "work programme and budget", "agency social workers"])
def test_contents_pages_do_not_come_first(hybrid: SearchIndex, query: str) -> None:
    hits = hybrid.search(query, 3)
    assert [dict(hit.fields)["kind"] for hit in hits if dict(hit.fields)["kind"] == "contents"] == []


FILTERED = [  # filters, query, words of what stands first
    (Filters(type="minutes"), "what was approved as a correct record", "approved as a correct record"),
    (Filters(type="strategy"), "board of young people", "A board of eight young people and four adults"),
    (Filters(organisation="Ilverton"), "what young people wanted most", "what they most wanted from us"),
    (Filters(item="4"), "training", "make training and peer support available"),
    (Filters(item="6"), "kinship", "Kinship"),
    (Filters(until="2024-08-31"), "kinship care policy", "kinship care policy"),
    (Filters(since="2025", type="strategy"), "youth centres today", "14 youth centres"),
]


@pytest.mark.parametrize(("filters", "query", "words"), FILTERED)
def test_within_a_filter(hybrid: SearchIndex, filters: Filters, query: str, words: str) -> None:
    assert words in found(hybrid, query, filters=filters)[0]


@pytest.mark.parametrize(
    ("query", "paper"),
    [
        ("minutes: what was said of parking and speed", "town-council-minutes.md"),
        ("strategy for young people", "youth-strategy.md"),
        ("latest survey of library users", "library-users-survey.md"),
        ("2024 survey report on social workers", "survey-report.pdf"),
    ],
)
def test_kinds_of_paper_and_dates_are_preferred(hybrid: SearchIndex, query: str, paper: str) -> None:
    assert Path(hybrid.search(query)[0].location.path).name == paper
