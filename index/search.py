"""Hybrid search over passages, commitments and findings: one call, filters first, every hit a place that can be shown."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.answers import Hit, HitKind
from core.documents import Passage
from core.encoder import Encoder, Vectors
from core.errors import StoreError
from core.reranker import Reranker
from index.expansion import Expansion as Expansion
from index.expansion import expansions, highlighted, widened
from index.fields import resolved
from index.found import Found as Found
from index.found import Group as Group
from index.generation import KINDS, item_key, open_shelf, read_short_forms
from index.highlight import marker
from index.hits import passage_hit, taken
from index.lexical import Allowed
from index.narrowing import facets_of
from index.pool import pooled
from index.preferences import preferred
from index.project import Files as Files
from index.project import Filters as Filters
from index.project import Place as Place
from index.project import Source as Source
from index.project import Statement as Statement
from index.project import StatementName as StatementName
from index.query import Query, parse
from index.ranking import RECIPE, Ranked, Shelf, rank
from index.reranking import REREAD, reranked
from index.short_forms import ShortForms
from index.spelling import offered
from index.words import asked, content_stems, pairs, stem

QUERIES_KEPT = 64  # of which the vectors are kept: a screen asks the same again for its answer and its other pages


@dataclass(frozen=True, slots=True)
class _Opened:
    files: Files
    shelves: Mapping[HitKind, Shelf]
    short_forms: ShortForms

    def stands(self, stems: str) -> bool:
        return self.shelves["passage"].lexical.stands(stems.split())


class SearchIndex:
    """The search files of a project, reopened when a newer generation stands. Safe to share between threads.

    Without an encoder, or where the files were made with another model, words alone rank."""

    def __init__(self, source: Source, encoder: Encoder | None) -> None:
        self.source = source
        self.encoder = encoder
        self._opened: _Opened | None = None
        self._lock = threading.Lock()
        self._encoded: dict[str, Vectors] = {}

    # Opening --------------------------------------------------------------------------------------------------------

    def refresh(self) -> Files | None:
        """Opens the newest generation where it is not open yet; returns which one is open, or None where none is built.

        Raises StoreError, which says what to do, for files that cannot be read."""
        opened = self._newest()
        return opened.files if opened else None

    def _newest(self) -> _Opened | None:
        files = self.source.files()
        opened = self._opened
        if opened is not None and opened.files is files:
            return opened
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
                self._opened = _Opened(files, shelves, ShortForms(read_short_forms(files.folder)))
            return self._opened

    @property
    def hybrid(self) -> bool:
        """Whether vectors are used: an encoder is at hand and the files were made with it."""
        opened = self._opened
        return self.encoder is not None and opened is not None and opened.files.model == self.encoder.name

    def shelf(self, kind: HitKind) -> Shelf | None:
        opened = self._opened
        return opened.shelves[kind] if opened else None

    def short_forms(self) -> Mapping[str, tuple[str, ...]]:
        """Short forms that the documents define, with their long forms (case folded)."""
        opened = self._opened
        return opened.short_forms.all if opened else {}

    def encoded(self, text: str) -> Vectors | None:
        """The query's vector, shape (dimension,), or None in keyword mode."""
        if not self.hybrid or self.encoder is None or not text.strip():
            return None
        vector = self._encoded.get(text)
        if vector is None:
            vector = self.encoder.encode([text])[0]
            with self._lock:
                while len(self._encoded) >= QUERIES_KEPT:
                    del self._encoded[next(iter(self._encoded))]
                self._encoded[text] = vector
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
        reranker: Reranker | None = None,
    ) -> Iterator[Found]:
        """The keyword results at once, then all results: what a screen shows while the query is being encoded. The last
        one is `complete`, and the only one in keyword mode."""
        self.refresh()
        if self.hybrid:
            yield replace(self.find(query, k, kinds, filters, meaning=False), complete=False)
        yield self.find(query, k, kinds, filters, facets=facets, reranker=reranker)

    def find(
        self,
        query: str,
        k: int = 10,
        kinds: Sequence[HitKind] = ("passage",),
        filters: Filters | None = None,
        *,
        meaning: bool = True,
        facets: bool = False,
        reranker: Reranker | None = None,
    ) -> Found:
        """The best `k` hits, or the reason why there are none.

        meaning: False ranks by words alone, without encoding the query; facets: whether to count them; reranker: orders the
        first hits anew. Raises ModelMissing where the reranker cannot be opened."""
        filters = filters or Filters()
        parsed = parse(asked(query))
        opened = self._newest()
        if opened is None:
            return Found(parsed, [], "Nothing has been indexed yet. Add documents, or run: verbatim index")
        fields = resolved(parsed, self.source.facts())
        parsed = fields.query
        documents = self.source.allowed(filters)
        if fields.scope is not None:
            documents = tuple(name for name in documents if name in fields.scope)
        also: tuple[Expansion, ...] = ()
        if not parsed.empty:
            also = expansions(query, parsed, opened.short_forms.in_text(query), opened.stands)
        if parsed.demanded is not None and also:
            parsed = replace(parsed, demanded=widened(parsed.demanded, also))
        wanted = tuple(dict.fromkeys(kinds))
        found = Found(
            parsed,
            [],
            note=f"Searched only what is {', '.join(fields.read)}." if fields.read else "",
            documents=len(documents),
            expansions=also,
        )
        item = item_key(filters.item) if filters.item else None
        if facets and not parsed.empty:
            counts = facets_of(parsed, opened.shelves, self.source, wanted, filters, documents, fields.scope, item)
            found = replace(found, facets=counts)
        reason = self._hindrance(parsed, fields.wrong, documents)
        if reason is not None:
            return replace(found, reason=reason)
        vector = self.encoded(parsed.text) if meaning else None
        ranked = {kind: _ranked(opened.shelves[kind], parsed, vector, documents, item, k, also) for kind in wanted}
        favoured = preferred(parsed.text, self.source.facts())
        if favoured:
            ranked = {kind: one.favouring(opened.shelves[kind], favoured) for kind, one in ranked.items()}
        pool = pooled(
            ranked,
            opened.shelves["passage"].groups,
            demanding=parsed.demanded is not None,
            hybrid=vector is not None,
        )
        hits = taken(self.source, opened.shelves, pool, highlighted(parsed, also), max(k, REREAD) if reranker else k)
        if reranker is not None and hits:
            hits = reranked(reranker, parsed.text, hits)[:k]
            told = f"The first results are in the order of the cross-encoder {reranker.name}."
            found = replace(found, reranked=reranker.name, note=f"{found.note} {told}".strip())
        spelt = offered(query, parsed.telling_words, opened.shelves["passage"].lexical)
        if not hits:
            limited = not filters.none or fields.scope is not None
            reason = _why_nothing(
                parsed, [opened.shelves[kind] for kind in wanted], documents, filters, limited=limited
            )
        return replace(found, hits=hits, reason=reason, did_you_mean=spelt)

    def _hindrance(self, parsed: Query, wrong: str | None, documents: tuple[str, ...]) -> str | None:
        """Why there is nothing to search, or nothing to search for."""
        if not documents and not self.source.allowed(Filters()):
            return "There are no documents in this project yet."
        if wrong is not None:
            return wrong
        if not documents:
            return "The filters leave no document to search."
        return "The query holds no word or number to search for." if parsed.empty else None

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
        return _ranked(shelf, parsed, vector, documents, item_key(filters.item) if filters.item else None, k, also)

    def passage_hit(self, passage: Passage, parsed: Query, number: int, score: float) -> Hit:
        """The passage as a hit of this rank and score."""
        return passage_hit(self.source.document(passage.document), passage, marker(parsed), number, score)


def _ranked(
    shelf: Shelf,
    parsed: Query,
    vector: Vectors | None,
    documents: tuple[str, ...],
    item: str | None,
    k: int,
    also: Sequence[Expansion],
) -> Ranked:
    inside = shelf.inside(documents)
    allowed = Allowed(inside, item)
    within = None if parsed.demanded is None else shelf.lexical.matching(parsed.demanded, allowed)
    if inside is not None and not inside:
        within = np.zeros(0, np.int64)
    stems = parsed.ranking_stems
    stems += ["£" + figure for figure in stems if figure.isdigit() and figure.endswith("000")]
    for start in parsed.prefixes:
        stems += [stem(word) for word in shelf.lexical.with_prefix(start)]
    others = [content_stems(other) for one in also for other in one.also]
    other_pairs = tuple(pair for form in others for pair in pairs(form))
    return rank(
        shelf,
        stems,
        vector,
        allowed,
        within,
        RECIPE.for_first(k),
        tuple(one for form in others for one in form),
        other_pairs,
    )


def _why_nothing(
    parsed: Query, shelves: Sequence[Shelf], documents: tuple[str, ...], filters: Filters, *, limited: bool
) -> str:
    if filters.item is not None and not any(shelf.has_item(documents, item_key(filters.item)) for shelf in shelves):
        return f"Nothing here stands under an agenda item {filters.item}."
    return f"Nothing{' in the filtered documents' if limited else ''} matches {_missing(parsed)}."


def _missing(parsed: Query) -> str:
    if parsed.boolean:
        return "all that the query demands (AND, OR, NOT)"
    if not parsed.words and not parsed.prefixes:
        return "all that the field words demand"
    wanted = [f'"{" ".join(phrase)}"' for phrase in parsed.phrases] + [f"{start}*" for start in parsed.prefixes]
    return " and ".join(wanted) if wanted else "the query: " + " ".join(parsed.words)
