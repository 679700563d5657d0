"""What a search found, and what to say of it."""

from __future__ import annotations

from dataclasses import dataclass

from core.answers import Hit
from index.expansion import Expansion
from index.facets import Facet
from index.query import Query


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one document, best first."""

    document: str
    title: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, and what to say of them.

    reason: None, or why there are no hits; note: how the query was read; documents: how many were searched;
    facets: what the matches can be narrowed to (empty unless asked for); did_you_mean: the query with its unknown words
    spelt as the documents spell them, to be offered and never imposed; expansions: short and long forms searched as one;
    complete: False for keyword results that more may follow (`SearchIndex.stages`); reranked: the name of the cross-encoder
    that ordered the first hits, or None."""

    query: Query
    hits: list[Hit]
    reason: str | None = None
    note: str = ""
    documents: int = 0
    facets: tuple[Facet, ...] = ()
    did_you_mean: str | None = None
    expansions: tuple[Expansion, ...] = ()
    complete: bool = True
    reranked: str | None = None

    @property
    def by_document(self) -> tuple[Group, ...]:
        """The hits grouped by document, the document of the best hit first."""
        groups: dict[str, list[Hit]] = {}
        for hit in self.hits:
            groups.setdefault(hit.location.document, []).append(hit)
        return tuple(Group(name, hits[0].location.title, tuple(hits)) for name, hits in groups.items())
