"""Hits: entries of the search files, fetched from the project, each with its place and the query's words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.answers import Hit, HitKind
from core.documents import Document, Location, Passage, locate
from index.highlight import Marker, marker
from index.pool import Pool
from index.project import Source, Statement
from index.query import Query
from index.ranking import Shelf


def taken(source: Source, shelves: Mapping[HitKind, Shelf], pool: Pool, query: Query, k: int) -> list[Hit]:
    """The first `k` hits of the pool: what is gone from the project, what people rejected and a register row that is there
    already are passed over."""
    hits: list[Hit] = []
    seen: set[str] = set()
    marks = marker(query)
    first = 0
    while first < len(pool) and len(hits) < k:
        part = pool.part(first, first + k)
        first += k
        rows = [int(shelves[kind].rows[position]) for kind, position, _ in part]
        of_passages = [row for row, (kind, _, _) in zip(rows, part, strict=True) if kind == "passage"]
        of_statements = [row for row, (kind, _, _) in zip(rows, part, strict=True) if kind != "passage"]
        passages = source.passages(of_passages) if of_passages else {}
        statements = source.statements(of_statements) if of_statements else {}
        documents = source.documents(passage.document for passage in passages.values())
        for row, (kind, position, score) in zip(rows, part, strict=True):
            number = len(hits) + 1
            made: list[Hit] = []
            if kind != "passage":
                made = _statement_hits(source, statements.get(row, ()), kind, marks, number, score)
            elif row in passages:
                same = _places(source, shelves[kind], pool.repeated.get(position, ()))
                passage = passages[row]
                made = [passage_hit(documents[passage.document], passage, marks, number, score, same)]
            for hit in made:
                if hit.id not in seen and len(hits) < k:
                    seen.add(hit.id)
                    hits.append(hit if hit.rank == len(hits) + 1 else replace(hit, rank=len(hits) + 1))
    return hits


def _places(source: Source, shelf: Shelf, positions: Sequence[int]) -> tuple[Location, ...]:
    if not positions:
        return ()
    passages = source.passages([int(shelf.rows[position]) for position in positions])
    documents = source.documents(passage.document for passage in passages.values())
    return tuple(_location(documents[passage.document], passage) for passage in passages.values())


def _location(document: Document, passage: Passage) -> Location:
    span = passage.span
    page = document.page_at(span.start)
    return Location(
        document=document.id,
        title=document.title,
        path=document.path,
        start=span.start,
        end=span.end,
        quote=span.of(document.text),
        page=page,
        page_label=document.label_of(page),
        item=passage.item,
        section=passage.section,
        paragraph=passage.paragraph,
    )


def passage_hit(
    document: Document,
    passage: Passage,
    marks: Marker,
    rank: int,
    score: float,
    duplicates: tuple[Location, ...] = (),
) -> Hit:
    """The passage as a hit; marks: of the query; duplicates: where else it stands."""
    fields: tuple[tuple[str, Any], ...] = (("kind", passage.kind), ("blocks", list(passage.blocks)))
    return Hit(
        id=passage.id,
        kind="passage",
        rank=rank,
        score=float(score),
        location=_location(document, passage),
        text=passage.text,
        highlights=marks.spans(passage.spans, document.text),
        fields=fields,
        duplicates=duplicates,
    )


def _statement_hits(
    source: Source, held: Sequence[Statement], kind: HitKind, marks: Marker, rank: int, score: float
) -> list[Hit]:
    """The register row of a mention and what was split off it, those that bear the most words of the query first; parts
    that bear none are left out, as is what people rejected."""
    made = [_statement_hit(source, one, kind, marks, rank, score) for one in held if not one.hidden]
    if len(made) > 1:
        bearing = [hit for hit in made if hit.highlights]
        made = sorted(bearing, key=lambda hit: -len(hit.highlights)) if bearing else made[:1]
    return made


def _statement_hit(source: Source, statement: Statement, kind: HitKind, marks: Marker, rank: int, score: float) -> Hit:
    place = source.place(statement.document)
    location = locate(place.document, place.blocks, statement.span)
    held = location.record().keys()
    return Hit(
        id=statement.id,
        kind=kind,
        rank=rank,
        score=float(score),
        location=location,
        text=location.quote,
        highlights=marks.spans((statement.span,), place.document.text),
        fields=tuple((name, value) for name, value in statement.fields.items() if name not in held),
    )
