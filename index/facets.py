"""Facets: what the matches of a query can be narrowed to, with how many there are of each.

A count is the number of results that bear a word of the query (or satisfy what it demands), by the filters that stand,
without the filter of the facet's own field: so the other values of a chosen filter can still be chosen, and a value
with a count above nothing never leads to an empty page. Results that are near in meaning alone are counted only where
no word of the query is found at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

from core.answers import HitKind

FacetField = Literal["document", "organisation", "type", "year", "item", "kind"]
FIELDS: tuple[FacetField, ...] = ("document", "organisation", "type", "year", "item", "kind")
DOCUMENT_FIELDS: tuple[Literal["document", "organisation", "type", "year"], ...] = (
    "document",
    "organisation",
    "type",
    "year",
)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`value` is what the filter of the same name takes; `label` what a person reads (a document's title)."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field that the matches have, the most frequent first (years: the newest first)."""

    field: FacetField
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What filters go by, as people edited it; `date` is an ISO day, month or year."""

    id: str
    title: str
    organisation: str | None
    date: str | None
    type: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches of one kind before any filter, a row for each document and agenda item ("" for none): which they are, by the
    ids of their records (a register row may stand in several documents and counts once)."""

    kind: HitKind
    documents: Sequence[str]
    items: Sequence[str]
    ids: Sequence[frozenset[str] | int]  # an int: that many, none of which stands in another row


@dataclass(slots=True)
class _Tally:
    number: int = 0
    names: set[str] = dataclass_field(default_factory=set)

    def add(self, kind: HitKind, ids: frozenset[str] | int) -> None:
        if isinstance(ids, int):
            self.number += ids
        else:
            self.names |= {f"{kind} {name}" for name in ids}

    @property
    def count(self) -> int:
        return self.number + len(self.names)


def counted(
    matches: Iterable[Matches],
    facts: Mapping[str, DocumentFacts],
    allowed: Mapping[FacetField | None, frozenset[str]],
    item: str | None,
    kinds: Sequence[HitKind],
) -> tuple[Facet, ...]:
    """The facets of `matches`, in the order of `FIELDS`.

    allowed: the documents that all filters leave (None), and, by field, those that they leave without the filter of that
    field; item: the agenda item that is filtered for; kinds: the kinds that are searched."""
    held: dict[FacetField, dict[str, _Tally]] = {field: {} for field in FIELDS}
    every = allowed[None]
    for group in matches:
        for document, place, ids in zip(group.documents, group.items, group.ids, strict=True):
            fact = facts.get(document)
            if fact is None:
                continue
            in_item = item is None or place == item
            values: dict[FacetField, str | None] = {}
            if in_item and document in every:
                values["kind"] = group.kind
            if group.kind in kinds and document in every:
                values["item"] = place
            if group.kind in kinds and in_item:
                of_document = {
                    "document": document,
                    "organisation": fact.organisation,
                    "type": fact.type,
                    "year": (fact.date or "")[:4],
                }
                for name in DOCUMENT_FIELDS:
                    if document in allowed.get(name, every):
                        values[name] = of_document[name]
            for field, value in values.items():
                if value:
                    held[field].setdefault(value, _Tally()).add(group.kind, ids)
    return tuple(Facet(field, _ordered(field, held[field], facts)) for field in FIELDS)


def _ordered(
    field: FacetField, tallies: Mapping[str, _Tally], facts: Mapping[str, DocumentFacts]
) -> tuple[FacetValue, ...]:
    values = [
        FacetValue(value, facts[value].title if field == "document" else value, tally.count)
        for value, tally in tallies.items()
    ]
    if field == "year":
        return tuple(sorted(values, key=lambda v: v.value, reverse=True))
    return tuple(sorted(values, key=lambda v: (-v.count, v.label.casefold(), v.value)))
