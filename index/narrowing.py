"""What the matches of a query can be narrowed to: they are found on the shelves, before any filter, and counted by facet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from core.answers import HitKind
from index.facets import DOCUMENT_FIELDS, Facet, FacetField, Matches, counted
from index.lexical import Allowed
from index.project import Filters, Source
from index.query import Either, Query, Word
from index.ranking import Shelf


def facets_of(
    query: Query,
    shelves: Mapping[HitKind, Shelf],
    source: Source,
    kinds: Sequence[HitKind],
    filters: Filters,
    documents: tuple[str, ...],
    scope: frozenset[str] | None,
    item: str | None,
) -> tuple[Facet, ...]:
    """The facets of what bears a word of the query or satisfies what it demands (index.facets).

    documents: those that the filters and the query's field words leave; scope: those that the field words alone leave (None: all);
    item: the agenda item that is filtered for, as the shelves write it."""
    allowed: dict[FacetField | None, frozenset[str]] = {None: frozenset(documents)}
    for name in DOCUMENT_FIELDS:
        without = replace(filters, since=None, until=None) if name == "year" else replace(filters, **{name: None})
        if without != filters:
            left = frozenset(source.allowed(without))
            allowed[name] = left if scope is None else left & scope
    matches = [_matches(kind, shelf, source, query) for kind, shelf in shelves.items()]
    return counted(matches, source.facts(), allowed, item, kinds)


def _matches(kind: HitKind, shelf: Shelf, source: Source, query: Query) -> Matches:
    """The matches of one kind, by document and agenda item."""
    words = query.demanded or Either(tuple(Word((term,)) for term in query.telling_words))
    positions = shelf.lexical.matching(words, Allowed())
    codes = np.stack([shelf.documents[positions], shelf.items[positions]], axis=1).astype(np.int64)
    if kind == "passage":
        places, numbers = np.unique(codes, axis=0, return_counts=True) if len(codes) else (codes, np.zeros(0, int))
        ids: list[frozenset[str] | int] = [int(n) for n in numbers]
    else:
        rows = [int(row) for row in shelf.rows[positions]]
        known = source.statements(rows)
        kept = [n for n, row in enumerate(rows) if row in known and not known[row][0].hidden]
        places, ids = codes[kept], [frozenset([known[rows[n]][0].id]) for n in kept]
    return Matches(
        kind,
        [shelf.names[document] for document, _ in places],
        [shelf.item_names[item] for _, item in places],
        ids,
    )
