from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.store import Store
from index.build import build, open_index
from index.reranking import REREAD
from index.search import SearchIndex
from tests.index.corpus import add


class LongestFirst:
    name = "longest"

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        self.read += texts
        return np.array([float(len(text)) for text in texts])


def opened(store: Store, *paragraphs: str) -> SearchIndex:
    add(store, *paragraphs)
    build(store, None)
    return open_index(store, None)


def test_the_first_hits_stand_in_the_order_of_the_reranker(store: Store) -> None:
    index = opened(store, "Ferry fares.", "Ferry fares will fall.", "Ferry fares will fall for children.", "Lamps.")
    assert index.search("ferry fares")[0].text == "Ferry fares."
    found = index.find("ferry fares", reranker=LongestFirst())
    assert [hit.text for hit in found.hits] == [
        "Ferry fares will fall for children.",
        "Ferry fares will fall.",
        "Ferry fares.",
    ]
    assert [hit.rank for hit in found.hits] == [1, 2, 3]
    assert found.hits[0].score > found.hits[1].score > found.hits[2].score
    assert found.reranked == "longest" and "cross-encoder longest" in found.note


def test_what_the_reranker_did_not_read_stays_below(store: Store) -> None:
    index = opened(store, *[f"Ferry number {n} sails {'often ' * (n % 7)}to Elm." for n in range(REREAD + 8)])
    reranker = LongestFirst()
    hits = index.find("ferry sails", 100, reranker=reranker).hits
    assert len(reranker.read) == REREAD and len(hits) == REREAD + 8
    assert all(one.score >= other.score for one, other in itertools.pairwise(hits))


def test_fewer_are_shown_than_are_read(store: Store) -> None:
    index = opened(store, *[f"Ferry {'sails ' * (n + 1)}." for n in range(9)])
    reranker = LongestFirst()
    hits = index.find("ferry", 2, reranker=reranker).hits
    assert len(reranker.read) == 9
    assert [hit.text.count("sails") for hit in hits] == [9, 8]


def test_where_nothing_is_found_nothing_is_read(store: Store) -> None:
    reranker = LongestFirst()
    found = opened(store, "Ferry fares.").find("zebra", reranker=reranker)
    assert reranker.read == [] and found.reranked is None and found.reason == "Nothing matches the query: zebra."
