"""The word index (tantivy): BM25 over stems and pairs of stems, and exact matching of phrases, prefixes and NOT.

Scores are tantivy's BM25 (k1 = 1.2, b = 0.75; Robertson and Zaragoza 2009). Queries are built from tantivy's Query objects,
never from the user's text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.query import Both, Either, Field, Inside, Node, Phrase, Prefix, Without, Word
from index.words import content_stems, pairs, stem, tokens

Positions = NDArray[np.int64]
Scores = NDArray[np.float64]
HEAP_BYTES = 50_000_000
ALSO = 0.2
FREQUENCIES_KEPT = 50_000
WEIGHED_WITHIN = (
    1000  # documents that a filter leaves: counting within more of them takes longer than the query (5 ms at 1,000)
)


def _idf(n: int, frequency: int) -> float:
    """Inverse document frequency as tantivy's BM25 has it."""
    return math.log(1 + (n - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """What one passage or statement gives to the word index; `position` is its number in this generation."""

    position: int
    document: str
    item: str
    text: str
    paragraphs: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("position", stored=False, indexed=True, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("item", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("paragraph", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("page", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", stored=False, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("pairs", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def write(folder: Path, entries: Iterable[LexicalEntry]) -> int:
    """Writes a word index into the empty `folder`; returns how many entries it holds."""
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    count = 0
    for entry in entries:
        terms = [token.term for token in tokens(entry.text)]
        made = tantivy.Document()
        made.add_unsigned("position", entry.position)
        made.add_text("document", entry.document)
        made.add_text("item", entry.item)
        for paragraph in entry.paragraphs:
            made.add_text("paragraph", place_key(paragraph))
        for page in entry.pages:
            made.add_text("page", str(page))
        made.add_text("words", " ".join(terms))
        made.add_text("stems", " ".join(stem(term) for term in terms))
        made.add_text("pairs", " ".join(pairs(content_stems(entry.text))))
        writer.add_document(made)
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def place_key(number: str) -> str:
    """The number of a paragraph, page or item for comparing: "Item 7." and "7", "(3.10)" and "3.10" are one."""
    return number.casefold().removeprefix("item").strip().strip("().")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which entries may be found: those of these documents (None: all) and of this agenda item (None: any)."""

    documents: tuple[str, ...] | None = None
    item: str | None = None


class LexicalIndex:
    """A word index opened for reading; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.folder = folder
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._frequencies: dict[str, int] = {}

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def has_place(self, field: str, number: str) -> bool:
        """Whether any entry stands under this `item`, `paragraph` or `page`."""
        return int(self._searcher.doc_freq(field, place_key(number))) > 0

    def rank(
        self, field: str, terms: Sequence[str], limit: int, allowed: Allowed, also: Sequence[str] = ()
    ) -> tuple[Positions, Scores]:
        """The best entries by BM25 of any of `terms` in `field` (stems or pairs): positions and scores, best first; terms
        of `also` (other names of the same) count `ALSO` times as much."""
        import tantivy

        parts = [(term, 1.0) for term in dict.fromkeys(terms)]
        parts += [(term, ALSO) for term in dict.fromkeys(also) if term not in terms]
        weights = self._rarer(field, [term for term, _ in parts], allowed)
        wanted = []
        for (term, weight), rarer in zip(parts, weights, strict=True):
            query = self._term(field, term)
            weight *= rarer
            wanted.append(query if weight == 1.0 else tantivy.Query.boost_query(query, weight))
        if not wanted:
            return np.zeros(0, np.int64), np.zeros(0, np.float64)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in wanted])
        return self._run(self._filtered(query, allowed), limit)

    def _rarer(self, field: str, terms: Sequence[str], allowed: Allowed) -> list[float]:
        """For each term, how much rarer it is among what is allowed than in all: what its score is multiplied with, so that a
        filtered search weighs words as an index of the filtered part alone would (benchmarks/filtered.py)."""
        if allowed == Allowed() or len(allowed.documents or ()) > WEIGHED_WITHIN:
            return [1.0] * len(terms)
        total, inside = len(self), self._count(None, allowed)
        made = []
        for term in terms:
            everywhere = int(self._searcher.doc_freq(field, term))
            here = self._count(self._term(field, term), allowed) if everywhere else 0
            made.append(_idf(inside, here) / _idf(total, everywhere) if here else 1.0)
        return made

    def _count(self, query: Any, allowed: Allowed) -> int:
        """How many of the allowed entries satisfy the query (None: any)."""
        import tantivy

        found: Any = self._searcher.search(self._filtered(query or tantivy.Query.all_query(), allowed), 1, count=True)
        return int(found.count or 0)

    def matching(self, node: Node, allowed: Allowed) -> Positions:
        """Positions of all entries that satisfy `node`, in ascending order."""
        import tantivy

        query = tantivy.Query.const_score_query(self._compile(node), 1.0)
        positions, _ = self._run(self._filtered(query, allowed), max(1, len(self)))
        return np.sort(positions)

    def with_prefix(self, start: str, limit: int = 50) -> list[str]:
        """Indexed words that begin with `start`, the most frequent first."""
        found: list[tuple[str, int]] = self._searcher.terms_with_prefix("words", start)
        return [word for word, _ in sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]]

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every indexed word with how many entries bear it."""
        return dict(self._searcher.terms_with_prefix("words", ""))

    def stands(self, stems: Sequence[str]) -> bool:
        """Whether the stems stand in a row in any entry."""
        import tantivy

        if not stems or not all(self._stem_frequency(one) for one in stems):
            return False
        if len(stems) == 1:
            return True
        return bool(self._searcher.search(tantivy.Query.phrase_query(self._schema, "stems", list(stems)), 1).hits)

    def frequency(self, term: str) -> int:
        """In how many entries the stem of `term` stands."""
        return self._stem_frequency(stem(term))

    def _stem_frequency(self, stemmed: str) -> int:
        found = self._frequencies.get(stemmed)
        if found is None:
            if len(self._frequencies) >= FREQUENCIES_KEPT:
                self._frequencies = {}
            found = self._frequencies[stemmed] = int(self._searcher.doc_freq("stems", stemmed))
        return found

    def _run(self, query: Any, limit: int) -> tuple[Positions, Scores]:
        hits = self._searcher.search(query, max(1, limit), count=False).hits
        if not hits:
            return np.zeros(0, np.int64), np.zeros(0, np.float64)
        positions = self._searcher.fast_field_values("position", [address for _, address in hits])
        scores = np.array([score for score, _ in hits], dtype=np.float64)
        return np.array(positions, dtype=np.int64), scores

    def _filtered(self, query: Any, allowed: Allowed) -> Any:
        import tantivy

        parts = [(tantivy.Occur.Must, query)]
        if allowed.documents is not None:
            inside = tantivy.Query.term_set_query(self._schema, "document", list(allowed.documents))
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(inside, 0.0)))
        if allowed.item is not None:
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(self._term("item", allowed.item), 0.0)))
        return query if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _term(self, field: str, term: str) -> Any:
        import tantivy

        return tantivy.Query.term_query(
            self._schema, field, term, index_option="freq" if field in ("stems", "pairs", "words") else "basic"
        )

    def _compile(self, node: Node) -> Any:
        import tantivy

        match node:
            case Word((term,)):
                found = self._term("stems", stem(term))
                if len(term) > 3 and term.isdigit() and term.endswith("000"):  # "45 million" finds "£45 million" too
                    return self._any([found, self._term("stems", "£" + term)])
                return found
            case Word(terms):
                return tantivy.Query.phrase_query(self._schema, "stems", [stem(term) for term in terms])
            case Phrase(terms):
                return tantivy.Query.phrase_query(self._schema, "words", list(terms))
            case Prefix(start):
                return tantivy.Query.regex_query(self._schema, "words", re.escape(start) + ".*")
            case Inside(documents):
                return tantivy.Query.term_set_query(self._schema, "document", list(documents))
            case Field(name, value) if name in ("item", "paragraph", "page"):
                return self._term(name, place_key(value))
            case Field():
                return tantivy.Query.empty_query()
            case Either(parts):
                return self._any([self._compile(part) for part in parts])
            case Both(parts):
                made = [
                    (tantivy.Occur.MustNot, self._compile(part.part))
                    if isinstance(part, Without)
                    else (tantivy.Occur.Must, self._compile(part))
                    for part in parts
                ]
                if all(isinstance(part, Without) for part in parts):
                    made.append((tantivy.Occur.Must, tantivy.Query.all_query()))
                return tantivy.Query.boolean_query(made)
            case Without(part):
                return self._compile(Both((Without(part),)))
        raise AssertionError(node)

    def _any(self, parts: list[Any]) -> Any:
        import tantivy

        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])
