"""Hybrid search over passages, commitments and findings: one call, filters first, every hit a place that can be shown."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from core.answers import Hit, HitKind
from core.documents import Block, Document, Location, Passage, Span, locate
from core.encoder import Encoder, Vectors
from core.errors import StoreError
from index.expansion import Expansion as Expansion
from index.expansion import expansions, highlighted, widened
from index.facets import DOCUMENT_FIELDS, DocumentFacts, Facet, FacetField, Matches, counted
from index.fields import resolved
from index.generation import KINDS, item_key, open_shelf, read_short_forms
from index.highlight import highlights
from index.lexical import Allowed
from index.query import Either, Query, Word, parse
from index.ranking import RECIPE, Ranked, Shelf, rank
from index.spelling import corrected, replaced
from index.words import STOP_WORDS, asked, content_stems, pairs, stem

if TYPE_CHECKING:
    from index.registers import Keyed

StatementName = Literal["commitment", "finding"]
UNRELATED = 0.2  # below this cosine, a passage that shares no word with the query is not shown


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents and agenda item may be searched. Dates are ISO and inclusive; a document without a date is outside
    any range. `organisation` is any part of the name, whatever the case; `document` one id or several."""

    document: str | tuple[str, ...] | None = None
    item: str | None = None
    organisation: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None

    @property
    def none(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Statement:
    """A register row as search shows it: its record, with what people decided; `hidden` where somebody rejected it."""

    row: int
    id: str
    document: str
    span: Span
    fields: dict[str, Any]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A document with its blocks."""

    document: Document
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The search files that stand now."""

    number: int
    model: str
    folder: Path


class Source(Protocol):
    """What search asks of the project (index.build.StoreSource)."""

    def files(self) -> Files | None: ...
    def allowed(self, filters: Filters) -> tuple[str, ...]: ...
    def passages(self, rows: Sequence[int]) -> dict[int, Passage]: ...
    def statements(self, rows: Sequence[int]) -> dict[int, tuple[Statement, ...]]: ...
    def document(self, document: str) -> Document: ...
    def facts(self) -> Mapping[str, DocumentFacts]: ...
    def place(self, document: str) -> Place: ...
    def registered(
        self, documents: Sequence[str], kinds: Sequence[StatementName], having: Sequence[str]
    ) -> dict[str, list[Span]]: ...
    def passage_count(self, documents: Iterable[str]) -> int: ...
    def keyed(self) -> Keyed: ...


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
    complete: False for keyword results that more may follow (`SearchIndex.stages`)."""

    query: Query
    hits: list[Hit]
    reason: str | None = None
    note: str = ""
    documents: int = 0
    facets: tuple[Facet, ...] = ()
    did_you_mean: str | None = None
    expansions: tuple[Expansion, ...] = ()
    complete: bool = True

    @property
    def by_document(self) -> tuple[Group, ...]:
        """The hits grouped by document, the document of the best hit first."""
        groups: dict[str, list[Hit]] = {}
        for hit in self.hits:
            groups.setdefault(hit.location.document, []).append(hit)
        return tuple(Group(name, hits[0].location.title, tuple(hits)) for name, hits in groups.items())


@dataclass(slots=True)
class _Opened:
    files: Files
    shelves: dict[HitKind, Shelf]
    short_forms: dict[str, tuple[str, ...]]


class SearchIndex:
    """The search files of a project, reopened when a newer generation stands. Safe to share between threads.

    Without an encoder, or where the files were made with another model, words alone rank."""

    def __init__(self, source: Source, encoder: Encoder | None) -> None:
        self.source = source
        self.encoder = encoder
        self._opened: _Opened | None = None
        self._lock = threading.Lock()

    # Opening --------------------------------------------------------------------------------------------------------

    def refresh(self) -> Files | None:
        """Opens the newest generation where it is not open yet; returns which one is open, or None where none is built.

        Raises StoreError, which says what to do, for files that cannot be read."""
        files = self.source.files()
        with self._lock:
            if files is None:
                self._opened = None
            elif self._opened is None or self._opened.files != files:
                vectors = bool(files.model)
                try:
                    shelves = {kind: open_shelf(files.folder, kind, vectors=vectors) for kind in KINDS}
                except (OSError, ValueError, KeyError, RuntimeError, EOFError, zipfile.BadZipFile) as error:
                    raise StoreError(
                        f"The search files in {files.folder} are damaged. They can be made again from the documents: "
                        "verbatim index --rebuild"
                    ) from error
                self._opened = _Opened(files, shelves, read_short_forms(files.folder))
        return files

    @property
    def hybrid(self) -> bool:
        """Whether vectors are used: an encoder is at hand and the files were made with it."""
        opened = self._opened
        return self.encoder is not None and opened is not None and opened.files.model == self.encoder.name

    def shelf(self, kind: HitKind) -> Shelf | None:
        opened = self._opened
        return opened.shelves[kind] if opened else None

    def short_forms(self) -> dict[str, tuple[str, ...]]:
        """Short forms that the documents define, with their long forms (case folded)."""
        opened = self._opened
        return opened.short_forms if opened else {}

    def encoded(self, text: str) -> Vectors | None:
        """The query's vector, shape (dimension,), or None in keyword mode."""
        if not self.hybrid or self.encoder is None or not text.strip():
            return None
        vector: Vectors = self.encoder.encode([text])[0]
        return vector

    # Searching ------------------------------------------------------------------------------------------------------

    def search(
        self, query: str, k: int = 10, kinds: Sequence[HitKind] = ("passage",), filters: Filters | None = None
    ) -> list[Hit]:
        """The best `k` hits. Any text is a query; where nothing is found, `find` says why."""
        return self.find(query, k, kinds, filters).hits

    def stages(
        self,
        query: str,
        k: int = 10,
        kinds: Sequence[HitKind] = ("passage",),
        filters: Filters | None = None,
        *,
        facets: bool = False,
    ) -> Iterator[Found]:
        """The keyword results at once, then all results: what a screen shows while the query is being encoded. The last
        one is `complete`, and the only one in keyword mode."""
        self.refresh()
        if self.hybrid:
            yield replace(self.find(query, k, kinds, filters, meaning=False), complete=False)
        yield self.find(query, k, kinds, filters, facets=facets)

    def find(
        self,
        query: str,
        k: int = 10,
        kinds: Sequence[HitKind] = ("passage",),
        filters: Filters | None = None,
        *,
        meaning: bool = True,
        facets: bool = False,
    ) -> Found:
        """The best `k` hits, or the reason why there are none.

        meaning: False ranks by words alone, without encoding the query; facets: whether to count them."""
        filters = filters or Filters()
        parsed = parse(asked(query))
        if self.refresh() is None:
            return Found(parsed, [], "Nothing has been indexed yet. Add documents, or run: verbatim index")
        fields = resolved(parsed, self.source.facts())
        parsed = fields.query
        documents = self.source.allowed(filters)
        if fields.scope is not None:
            documents = tuple(name for name in documents if name in fields.scope)
        note = f"Searched only what is {', '.join(fields.read)}." if fields.read else ""
        also = expansions(query, parsed, self.short_forms(), self._stands) if not parsed.empty else ()
        if parsed.demanded is not None and also:
            parsed = replace(parsed, demanded=widened(parsed.demanded, also))
        wanted = list(dict.fromkeys(kinds))
        counts = self._facets(parsed, wanted, filters, documents, fields.scope) if facets and not parsed.empty else ()
        found = Found(parsed, [], note=note, documents=len(documents), facets=counts, expansions=also)
        if not self.source.allowed(Filters()):
            return replace(found, reason="There are no documents in this project yet.")
        if fields.wrong is not None:
            return replace(found, reason=fields.wrong)
        if not documents:
            return replace(found, reason="The filters leave no document to search.")
        if parsed.empty:
            return replace(found, reason="The query holds no word or number to search for.")
        found = replace(found, did_you_mean=self._did_you_mean(query, parsed))
        vector = self.encoded(parsed.text) if meaning else None
        pooled: list[tuple[float, HitKind, int]] = []
        for kind in wanted:
            ranked = self.ranked(kind, parsed, vector, documents, filters, k, also)
            pooled += _shown(kind, ranked, parsed, vector is not None, alone=len(wanted) == 1)
        pooled.sort(key=lambda entry: -entry[0])
        pooled, same = self._collapsed(pooled)
        hits = self._hits(highlighted(parsed, also), pooled, k, same)
        if hits:
            return replace(found, hits=hits)
        if filters.item is not None and not any(self._has_item(kind, documents, filters.item) for kind in wanted):
            return replace(found, reason=f"Nothing here stands under an agenda item {filters.item}.")
        where = "" if filters.none and fields.scope is None else " in the filtered documents"
        return replace(found, reason=f"Nothing{where} matches {_missing(parsed)}.")

    def _stands(self, stemmed: str) -> bool:
        shelf = self.shelf("passage")
        return shelf is not None and shelf.lexical.stands(stemmed.split())

    def _did_you_mean(self, query: str, parsed: Query) -> str | None:
        """The query with its unknown words as the documents spell them, or None where there is nothing to offer."""
        shelf = self.shelf("passage")
        assert shelf is not None
        changes: dict[str, str] = {}
        for word in parsed.telling_words:
            if word.isalpha() and word not in STOP_WORDS and not shelf.lexical.frequency(word):
                better = corrected(word, shelf.lexical.vocabulary)
                if better is not None:
                    changes[word] = better
        offered = replaced(query, changes) if changes else query
        return offered if offered != query else None

    def _facets(
        self,
        parsed: Query,
        kinds: Sequence[HitKind],
        filters: Filters,
        documents: tuple[str, ...],
        scope: frozenset[str] | None,
    ) -> tuple[Facet, ...]:
        """See `index.facets`; matches are found before any filter."""
        allowed: dict[FacetField | None, frozenset[str]] = {None: frozenset(documents)}
        for name in DOCUMENT_FIELDS:
            without = replace(filters, since=None, until=None) if name == "year" else replace(filters, **{name: None})
            if without != filters:
                left = frozenset(self.source.allowed(without))
                allowed[name] = left if scope is None else left & scope
        item = item_key(filters.item) if filters.item else None
        return counted([self._matches(kind, parsed) for kind in KINDS], self.source.facts(), allowed, item, kinds)

    def _matches(self, kind: HitKind, parsed: Query) -> Matches:
        """Entries of one kind that bear a word of the query or satisfy what it demands, by document and agenda item."""
        shelf = self.shelf(kind)
        assert shelf is not None
        words = parsed.demanded or Either(tuple(Word((term,)) for term in parsed.telling_words))
        positions = shelf.lexical.matching(words, Allowed())
        codes = np.stack([shelf.documents[positions], shelf.items[positions]], axis=1).astype(np.int64)
        if kind == "passage":
            places, numbers = np.unique(codes, axis=0, return_counts=True) if len(codes) else (codes, np.zeros(0, int))
            ids: list[frozenset[str] | int] = [int(n) for n in numbers]
        else:
            rows = [int(row) for row in shelf.rows[positions]]
            known = self.source.statements(rows)
            kept = [n for n, row in enumerate(rows) if row in known and not known[row][0].hidden]
            places, ids = codes[kept], [frozenset([known[rows[n]][0].id]) for n in kept]
        return Matches(
            kind,
            [shelf.names[document] for document, _ in places],
            [shelf.item_names[item] for _, item in places],
            ids,
        )

    def ranked(
        self,
        kind: HitKind,
        parsed: Query,
        vector: Vectors | None,
        documents: tuple[str, ...],
        filters: Filters,
        k: int,
        also: Sequence[Expansion] = (),
    ) -> Ranked:
        """Entries of one kind, best first, before anything is fetched from the project; at least `k` where there are so many."""
        shelf = self.shelf(kind)
        assert shelf is not None
        known = set(shelf.names)
        inside = tuple(name for name in documents if name in known)
        allowed = Allowed(
            None if len(inside) == len(known) else inside, item_key(filters.item) if filters.item else None
        )
        within = None if parsed.demanded is None else shelf.lexical.matching(parsed.demanded, allowed)
        stems = parsed.ranking_stems
        stems += ["£" + figure for figure in stems if figure.isdigit() and figure.endswith("000")]
        for start in parsed.prefixes:
            stems = stems + [stem(word) for word in shelf.lexical.with_prefix(start)]
        if len(known) and not inside:
            within = np.zeros(0, np.int64)
        others = [content_stems(other) for one in also for other in one.also]
        other_pairs = tuple(pair for form in others for pair in pairs(form))
        recipe = replace(RECIPE, depth=max(RECIPE.depth, 2 * k), reread=max(RECIPE.reread, k + 50))
        return rank(
            shelf, stems, vector, allowed, within, recipe, tuple(one for form in others for one in form), other_pairs
        )

    def _has_item(self, kind: HitKind, documents: tuple[str, ...], item: str) -> bool:
        shelf = self.shelf(kind)
        assert shelf is not None
        mask = shelf.mask(Allowed(documents, item_key(item)))
        return len(shelf) > 0 and (mask is None or bool(mask.any()))

    def _collapsed(
        self, pooled: list[tuple[float, HitKind, int]]
    ) -> tuple[list[tuple[float, HitKind, int]], dict[int, list[int]]]:
        """The entries without passages that say the same as a better one; and, by the better one, where else it stands."""
        shelf = self.shelf("passage")
        assert shelf is not None
        kept: list[tuple[float, HitKind, int]] = []
        first: dict[int, int] = {}
        same: dict[int, list[int]] = {}
        for entry in pooled:
            if entry[1] == "passage":
                group = int(shelf.groups[entry[2]])
                if group in first:
                    same.setdefault(first[group], []).append(entry[2])
                    continue
                first[group] = entry[2]
            kept.append(entry)
        return kept, same

    def _hits(
        self,
        parsed: Query,
        pooled: list[tuple[float, HitKind, int]],
        k: int,
        same: Mapping[int, Sequence[int]],
    ) -> list[Hit]:
        hits: list[Hit] = []
        seen: set[str] = set()
        step = max(2 * k, 20)
        for first in range(0, len(pooled), step):
            part = pooled[first : first + step]
            passages = self.source.passages([self._row(kind, n) for _, kind, n in part if kind == "passage"])
            statements = self.source.statements([self._row(kind, n) for _, kind, n in part if kind != "passage"])
            for score, kind, position in part:
                row = self._row(kind, position)
                made: list[Hit] = []
                if kind == "passage" and row in passages:
                    made = [self.passage_hit(passages[row], parsed, 0, score)]
                    if position in same:
                        twins = self.source.passages([self._row(kind, n) for n in same[position]])
                        made = [replace(made[0], duplicates=tuple(self._location(twin) for twin in twins.values()))]
                elif kind != "passage" and row in statements:
                    made = self._statement_hits(statements[row], kind, parsed, score)
                for hit in made:
                    if hit.id not in seen:
                        seen.add(hit.id)
                        hits.append(replace(hit, rank=len(hits) + 1))
                    if len(hits) >= k:
                        return hits
        return hits

    def _row(self, kind: HitKind, position: int) -> int:
        shelf = self.shelf(kind)
        assert shelf is not None
        return int(shelf.rows[position])

    def _location(self, passage: Passage) -> Location:
        document = self.source.document(passage.document)
        page = document.page_at(passage.span.start)
        return Location(
            document=document.id,
            title=document.title,
            path=document.path,
            start=passage.span.start,
            end=passage.span.end,
            quote=passage.span.of(document.text),
            page=page,
            page_label=document.label_of(page),
            item=passage.item,
            section=passage.section,
            paragraph=passage.paragraph,
        )

    def passage_hit(self, passage: Passage, parsed: Query, number: int, score: float) -> Hit:
        location = self._location(passage)
        document = self.source.document(passage.document)
        marks = highlights(parsed, passage.spans, document.text)
        fields: tuple[tuple[str, Any], ...] = (("kind", passage.kind), ("blocks", list(passage.blocks)))
        return Hit(passage.id, "passage", number, float(score), location, passage.text, marks, fields)

    def _statement_hits(self, held: Sequence[Statement], kind: HitKind, parsed: Query, score: float) -> list[Hit]:
        """The register row of a mention and what was split off it, those that bear the most words of the query first; parts
        that bear none are left out, as is what people rejected."""
        made = [self._statement_hit(one, kind, parsed, 0, score) for one in held if not one.hidden]
        if len(made) > 1:
            bearing = [hit for hit in made if hit.highlights]
            made = sorted(bearing, key=lambda hit: -len(hit.highlights)) if bearing else made[:1]
        return made

    def _statement_hit(self, statement: Statement, kind: HitKind, parsed: Query, number: int, score: float) -> Hit:
        place = self.source.place(statement.document)
        location = locate(place.document, place.blocks, statement.span)
        marks = highlights(parsed, (statement.span,), place.document.text)
        held = location.record().keys()
        fields = tuple((name, value) for name, value in statement.fields.items() if name not in held)
        return Hit(statement.id, kind, number, float(score), location, location.quote, marks, fields)


def _shown(
    kind: HitKind, ranked: Ranked, parsed: Query, hybrid: bool, *, alone: bool
) -> list[tuple[float, HitKind, int]]:
    """Entries that are near enough to be shown. In a search over several kinds, each kind's scores (which are relative to
    its own best) are brought to one measure by the best cosine."""
    if not len(ranked.positions):
        return []
    kept = np.ones(len(ranked.positions), bool)
    scale = 1.0
    if parsed.demanded is None:
        kept = ranked.words > 0
        if hybrid:
            kept |= ranked.cosine >= UNRELATED
    if hybrid and not alone:
        scale = max(0.01, float(np.max(ranked.cosine)))
    return [
        (float(score) * scale, kind, int(position))
        for score, position, keep in zip(ranked.scores, ranked.positions, kept)
        if keep
    ]


def _missing(parsed: Query) -> str:
    if parsed.boolean:
        return "all that the query demands (AND, OR, NOT)"
    if not parsed.words and not parsed.prefixes:
        return "all that the field words demand"
    wanted = [f'"{" ".join(phrase)}"' for phrase in parsed.phrases] + [f"{start}*" for start in parsed.prefixes]
    return " and ".join(wanted) if wanted else "the query: " + " ".join(parsed.words)
