from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.encoder import Encoder, HashingEncoder
from core.errors import StoreError
from core.jobs import Cancelled, Progress
from core.store import Store, builds, documents
from index.build import build, is_stale, open_index
from index.registers import review
from index.search import Filters, SearchIndex
from tests.index.corpus import add, by, make_commitment, pounds, put

PARAGRAPHS = (
    "Ministers will spend £45 million on kinship families.",
    "There are 45 councils in the northern group.",
    "Agency staff rates rose; 96% of councils signed, under section 17 of the Children's Act.",
    "Multi-agency teams meet monthly (see 3.10).",
    "Staff who left an agency were asked for their reasons.",
)


@pytest.fixture(params=["words", "hybrid"])
def index(request: pytest.FixtureRequest, store: Store) -> SearchIndex:
    encoder = HashingEncoder() if request.param == "hybrid" else None
    add(store, *PARAGRAPHS)
    build(store, encoder)
    return open_index(store, encoder)


def texts(index: SearchIndex, query: str, **how: object) -> list[str]:
    return [hit.text for hit in index.search(query, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("£45m", [0]),
        ("£45 million", [0]),
        ("£45", []),
        ("96%", [2]),
        ("96 per cent", [2]),
        ('"agency staff"', [2]),
        ('"staff agency"', []),
        ('"agency staff" AND NOT councils', []),
        ("agency AND NOT councils", [3, 4]),
        ("kin*", [0]),
        ("(kinship OR northern) AND NOT ministers", [1]),
        ("NOT staff", [0, 1, 3]),
        ("45 million AND kinship", [0]),
        ("s.17 AND agency", [2]),
        ("s17 AND agency", [2]),
        ("children AND act", [2]),
        ("multi-agency AND teams", [3]),
        ("kinship AND northern", []),
    ],
)
def test_what_a_demanding_query_finds(index: SearchIndex, query: str, found: list[int]) -> None:
    assert {PARAGRAPHS.index(text) for text in texts(index, query)} == set(found)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("children's", 2),
        ("s.17", 2),
        ("3.10", 3),
        ("kinship", 0),
        ('"northern group', 1),
        ("(kinship", 0),
        ("councils 45", 1),
    ],
)
def test_what_a_plain_query_ranks_first(index: SearchIndex, query: str, first: int) -> None:
    assert texts(index, query)[0] == PARAGRAPHS[first]


def test_hits_point_at_their_words(index: SearchIndex) -> None:
    hit = index.search("£45m kinship")[0]
    text = "\n\n".join(PARAGRAPHS)
    assert hit.location.quote == text[hit.location.start : hit.location.end] == PARAGRAPHS[0]
    assert [span.of(text) for span in hit.highlights] == ["£45 million", "kinship"]
    assert hit.rank == 1


def test_phrases_are_highlighted_whole(index: SearchIndex) -> None:
    text = "\n\n".join(PARAGRAPHS)
    (hit,) = index.search('"agency staff"')
    assert [span.of(text) for span in hit.highlights] == ["Agency staff"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "no word or number"),
        ("((((", "no word or number"),
        ('"northern staff"', "Nothing matches"),
        ("kinship AND northern", "Nothing matches all"),
    ],
)
def test_finding_nothing_says_why(index: SearchIndex, query: str, reason: str) -> None:
    found = index.find(query)
    assert found.hits == [] and found.reason is not None and reason in found.reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet=st.sampled_from("kinshp \"()*AND OR NOT£45m%.'-"), max_size=40))
def test_any_query_gives_hits_or_a_reason(index: SearchIndex, query: str) -> None:
    found = index.find(query, k=3)
    assert bool(found.hits) != bool(found.reason)
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))


# Filters --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelved(store: Store) -> SearchIndex:
    for n in range(60):
        add(
            store,
            f"Kinship carers are paid in area {n}.",
            path=f"{n}.txt",
            date="2021-05-01",
            organisation="North Council",
        )
    add(
        store,
        "Kinship carers are not paid.",
        path="last.txt",
        date="2023-02",
        organisation="Department for Kin",
        item="7",
        type="strategy",
    )
    add(store, "Kinship carers without a date.", path="undated.txt")
    build(store, HashingEncoder())
    return open_index(store, HashingEncoder())


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(organisation="department"), 1),
        (Filters(type="strategy"), 1),
        (Filters(since="2023-01-01"), 1),
        (Filters(until="2021-12-31"), 60),
        (Filters(since="2021", until="2021"), 60),
        (Filters(item="Item 7."), 1),
        (Filters(item="8"), 0),
        (Filters(organisation="nobody"), 0),
    ],
)
def test_a_filter_never_empties_a_page_that_has_matches(shelved: SearchIndex, filters: Filters, count: int) -> None:
    found = shelved.find("kinship carers paid", k=100, filters=filters)
    assert len(found.hits) == count
    assert (found.reason is None) == (count > 0)


def test_one_document_among_many_like_it(shelved: SearchIndex, store: Store) -> None:
    with store.read() as connection:
        wanted = documents.all_documents(connection)[30]
    hits = shelved.search("kinship carers paid area", k=5, filters=Filters(document=wanted.id))
    assert [hit.location.document for hit in hits] == [wanted.id]


def test_filters_that_leave_nothing_say_so(shelved: SearchIndex) -> None:
    assert (
        shelved.find("kinship", filters=Filters(organisation="nobody")).reason
        == "The filters leave no document to search."
    )


def test_an_edited_organisation_counts_at_once(shelved: SearchIndex, store: Store) -> None:
    with store.read() as connection:
        wanted = documents.all_documents(connection)[0]
    with store.action("edit document", wanted.id) as action:
        documents.edit(action.connection, wanted.id, {"organisation": "Renamed Board"}, "tester")
    hits = shelved.search("kinship", filters=Filters(organisation="renamed"))
    assert [hit.location.document for hit in hits] == [wanted.id]


# Statements -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoder", [None, HashingEncoder()])
def test_commitments_are_found_with_their_fields(store: Store, encoder: Encoder | None) -> None:
    quote = "The board will pay £2,000 to carers by March."
    document = add(store, quote, "Something else was said.")
    put(store, document, [make_commitment(document, quote, deadline=by("2024-03-31"), amount=pounds(2000))])
    build(store, encoder)
    (hit,) = open_index(store, encoder).search("carers paid £2,000", kinds=("commitment",))
    record = hit.record()
    assert hit.kind == "commitment" and record["quote"] == quote
    assert record["amount"]["high"] == 2000 and record["deadline"]["end"] == "2024-03-31"
    both = open_index(store, encoder).search("carers paid", kinds=("passage", "commitment"))
    assert {one.kind for one in both} == {"passage", "commitment"}


def test_a_commitment_said_twice_is_one_hit_with_both_mentions(store: Store) -> None:
    said, again = (
        "Ministers will publish a lighthouse safety plan.",
        "A lighthouse safety plan will be published by ministers.",
    )
    document = add(store, said, "Something else was said.", again)
    put(store, document, [make_commitment(document, said, id="c1"), make_commitment(document, again, id="c2")])
    build(store, None)
    index = open_index(store, None)
    (hit,) = index.search("lighthouse safety published", kinds=("commitment",))
    record = hit.record()
    assert (hit.id, record["quote"], record["status"]) == ("c1", said, None)
    assert [place["quote"] for place in record["mentions"]] == [said, again]
    review(store, "c1", "rejected")
    assert index.search("lighthouse safety published", kinds=("commitment",)) == []


# Generations ----------------------------------------------------------------------------------------------------------


def test_a_project_without_documents_says_so(store: Store) -> None:
    build(store, None)
    assert open_index(store, None).find("kinship").reason == "There are no documents in this project yet."


def test_a_project_without_an_index_says_so(store: Store) -> None:
    add(store, *PARAGRAPHS)
    found = open_index(store, None).find("kinship")
    assert found.hits == [] and found.reason is not None and "indexed" in found.reason
    assert is_stale(store)


def test_an_open_index_follows_new_generations(store: Store) -> None:
    add(store, *PARAGRAPHS)
    first = build(store, None)
    index = open_index(store, None)
    assert index.search("zebra") == []
    assert not is_stale(store)
    add(store, "A zebra crossed the road.", path="other.txt")
    assert is_stale(store)
    second = build(store, None)
    assert (first.number, second.number) == (1, 2)
    assert [hit.text for hit in index.search("zebra")] == ["A zebra crossed the road."]


def test_old_generations_are_removed_but_the_last_two(store: Store) -> None:
    add(store, *PARAGRAPHS)
    for _ in range(4):
        build(store, None)
    assert sorted(folder.name for folder in (store.folder / "index").iterdir()) == ["3", "4"]


def test_superseded_documents_are_not_found(store: Store) -> None:
    old = add(store, "The zebra was counted.", path="a.txt")
    build(store, None)
    index = open_index(store, None)
    add(store, "The horse was counted.", path="a.txt", version_of=old.id)
    assert index.search("zebra") == []
    build(store, None)
    assert [hit.text for hit in index.search("counted")] == ["The horse was counted."]


def test_a_lost_folder_makes_the_index_stale_and_can_be_rebuilt(store: Store) -> None:
    add(store, *PARAGRAPHS)
    made = build(store, HashingEncoder())
    shutil.rmtree(store.folder / made.folder)
    assert is_stale(store)
    build(store, HashingEncoder())
    assert open_index(store, HashingEncoder()).search("kinship")[0].text == PARAGRAPHS[0]


class CountingEncoder(HashingEncoder):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts):  # type: ignore[no-untyped-def]
        self.texts += texts
        return super().encode(texts)


class StopsAfter(Progress):
    def __init__(self, reports: int) -> None:
        self.left = reports

    def report(self, done: int, total: int | None, message: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_stopped_build_goes_on_where_it_was(store: Store) -> None:
    add(store, *[f"Paragraph number {n} is about subject {n * 7}." for n in range(400)])
    stopped = CountingEncoder()
    with pytest.raises(Cancelled):
        build(store, stopped, StopsAfter(2))
    with store.read() as connection:
        assert builds.newest(connection) is None
    assert not list((store.folder / "index").iterdir())
    rest = CountingEncoder()
    build(store, rest)
    assert set(stopped.texts).isdisjoint(rest.texts)
    again = CountingEncoder()
    build(store, again)
    assert again.texts == []


def test_files_of_another_model_are_not_compared_with_the_query(store: Store) -> None:
    add(store, *PARAGRAPHS)
    build(store, None)
    index = open_index(store, HashingEncoder())
    assert not index.hybrid
    assert index.search("kinship")[0].text == PARAGRAPHS[0]
    assert is_stale(store, HashingEncoder())


def test_search_files_hold_no_pickle(store: Store, tmp_path: Path) -> None:
    add(store, *PARAGRAPHS)
    made = build(store, HashingEncoder())
    suffixes = {file.suffix for file in (store.folder / made.folder / "passages").iterdir() if file.is_file()}
    assert suffixes == {".npz", ".faiss"}


@pytest.mark.parametrize(
    "damaged",
    ["passages/passages.faiss", "passages/entries.npz", "findings/sentences.faiss", "short_forms.json", "words"],
)
@pytest.mark.parametrize("how", ["cut", "lost"])
def test_a_file_cut_short_or_lost_is_never_opened_and_is_built_anew(store: Store, damaged: str, how: str) -> None:
    add(store, *PARAGRAPHS)
    folder = store.folder / build(store, HashingEncoder()).folder
    file = next((folder / "passages" / "words").glob("*.term")) if damaged == "words" else folder / damaged
    if how == "cut":
        with file.open("r+b") as handle:
            handle.truncate(20)
    else:
        file.unlink()
    assert is_stale(store)
    assert open_index(store, HashingEncoder()).find("kinship").reason is not None  # and not a crash
    build(store, HashingEncoder())
    assert not is_stale(store)
    assert texts(open_index(store, HashingEncoder()), '"kinship families"') == [PARAGRAPHS[0]]


def test_search_files_whose_bytes_were_changed_are_refused_with_what_to_do(store: Store) -> None:
    add(store, *PARAGRAPHS)
    folder = store.folder / build(store, None).folder
    meta = folder / "passages" / "words" / "meta.json"
    meta.write_bytes(b"{" * meta.stat().st_size)
    with pytest.raises(StoreError, match="verbatim index --rebuild"):
        open_index(store, None)


@pytest.mark.parametrize(
    ("heading", "first"), [("References", "other"), ("4. References:", "other"), ("Our references", "list")]
)
def test_lists_of_references_sink(store: Store, heading: str, first: str) -> None:
    add(store, "Otter, A. (2011) Harbour lamps of the north. Lamp Press.", section=(heading,), path="list.txt")
    add(store, "Harbour lamps of the north are lit by otters and painted each year by the crews.", path="other.txt")
    build(store, None)
    assert open_index(store, None).search("harbour lamps of the north")[0].location.path == f"{first}.txt"
