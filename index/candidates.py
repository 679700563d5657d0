"""The sentences that may answer a question: those of the best passages, with what the search knows of each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from core.documents import Document, Passage, Span
from core.encoder import Vectors
from index.fusion import by_best
from index.query import Query
from index.question import Question
from index.ranking import Scores, Shelf
from index.search import Filters, Place, SearchIndex
from index.sentences import Sentence, sentences_of
from index.synonyms import synonyms
from index.words import content_stems, stem, tokens

PASSAGES_READ = 30
OPENING = 1500  # characters of a document's beginning that say what it is about
COUNCIL = ("council", "authority", "la", "local authority", "borough")
ALIAS = 0.7  # what another name of the same thing counts
# Words that say what kind of answer is wanted, and are not in it ("What percentage of ..." is answered by "44% of ...").
ASKING = (
    "percentage", "percent", "proportion", "share", "fraction", "number", "figure", "figures", "amount", "reason", "reasons", "name", "names",
    "list", "say", "says", "said", "many", "exactly", "please", "date", "year", "month", "kind", "kinds", "sort", "sorts", "type", "types",
    "way", "ways", "thing", "things", "happen", "happens", "happened", "come", "comes", "mention", "mentioned", "according",
)  # fmt: skip
K1, B = 1.2, 0.75  # BM25; Robertson and Zaragoza 2009


@dataclass(frozen=True, slots=True)
class Wanted:
    """The telling words of a question: for each, its stem with the other names of the same thing, and how rare it is.

    weights: idf over the passages of the project; known: whether the word, or another name, stands anywhere in it; near:
    synonyms of each word; flat: log(1 + passages / (1 + passages that hold it))."""

    groups: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]
    known: tuple[bool, ...]
    near: tuple[frozenset[str], ...] = ()
    flat: tuple[float, ...] = ()

    def covered(self, held: frozenset[str]) -> float:
        """The share of the words that `held` has, where a word that stands nowhere weighs little more than a rare one."""
        total = sum(self.flat)
        found = sum(w for w, group in zip(self.flat, self.groups, strict=True) if held.intersection(group))
        return found / total if total else 0.0

    def loose(self, held: frozenset[str]) -> float:
        """As `share`, where a synonym counts ALIAS."""
        total = sum(self.weights)
        found = 0.0
        for w, group, near in zip(self.weights, self.groups, self.near, strict=True):
            found += w if held.intersection(group) else ALIAS * w if held.intersection(near) else 0.0
        return found / total if total else 0.0

    def share(self, held: frozenset[str]) -> float:
        """The share of the words, weighted by rarity, that `held` has; 0 where there are none."""
        total = sum(self.weights)
        found = sum(w for w, group in zip(self.weights, self.groups, strict=True) if held.intersection(group))
        return found / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    terms: in order; own, headings, around: stems of the sentence, of the headings over it, and of its whole passage;
    before: the sentence before it in the passage; words: BM25 with the headings; bare: without; cosine: with the question;
    passage_share: score of the passage over the best passage's; registered: whether a row of a register rests on it; lead: stems
    of the sentence that introduces the list in which it stands; led: the meaning of that sentence, where it was read too; after:
    the meaning of the next sentence of the passage; best: of the passage's sentences; identity: stems of what the document
    says of itself."""

    sentence: Sentence
    terms: tuple[str, ...]
    own: frozenset[str]
    headings: frozenset[str]
    around: frozenset[str]
    before: Candidate | None
    passage: Passage
    place: Place
    number: int
    passage_share: float
    words: float
    bare: float
    cosine: float
    meaning: float
    registered: bool
    lead: frozenset[str] = frozenset()
    led: float = 0.0
    after: float = 0.0
    best: float = 0.0
    identity: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gathered:
    """All candidates, in order of passages; `wanted`: the question's words; `cosine`: the best one; `coverage`, `covered`: the
    largest share of the question's telling words that one passage holds (Wanted.share, Wanted.covered)."""

    candidates: tuple[Candidate, ...]
    wanted: Wanted
    cosine: float
    coverage: float
    hybrid: bool
    question: str = ""
    covered: float = 0.0

    def spelled(self, stems: Set[str]) -> list[str]:
        """The words of the question that have these stems, as it spells them."""
        found = [token for token in tokens(self.question) if stem(token.term) in stems]
        return list(dict.fromkeys(self.question[token.start : token.end] for token in found))


def identity(document: Document) -> str:
    """What holds for a whole document: its title, whose it is, and its date."""
    return f"{document.title}. {document.organisation or ''}. {document.date or ''}"


def gathered(
    index: SearchIndex,
    asked_for: Question,
    parsed: Query,
    documents: tuple[str, ...],
    filters: Filters,
    rows: Mapping[str, Sequence[Span]] | None = None,
) -> Gathered:
    """The sentences of the passages nearest to the question."""
    shelf = index.shelf("passage")
    assert shelf is not None
    plain = Query(parsed.text, None, parsed.words, parsed.phrases, parsed.prefixes)
    vector = index.encoded(parsed.text)
    ranked = index.ranked("passage", plain, vector, documents, filters, PASSAGES_READ)
    top = ranked.positions[:PASSAGES_READ]
    if vector is None:
        top = top[ranked.words[:PASSAGES_READ] > 0]
    passages = index.source.passages([int(shelf.rows[position]) for position in top])
    share = by_best(ranked.scores)
    wanted = wanted_of(subject_stems(parsed.text, asked_for), index.short_forms(), shelf)
    places: dict[str, Place] = {}
    found: list[_Found] = []
    for n, position in enumerate(top):
        passage = passages.get(int(shelf.rows[position]))
        if passage is None or passage.kind == "contents":
            continue
        if passage.document not in places:
            places[passage.document] = index.source.place(passage.document)
        place = places[passage.document]
        for number, sentence in enumerate(sentences_of(passage, place.document.text)):
            found.append(_Found(sentence, passage, place, float(share[n]), int(position), number))
    if not found:
        return Gathered((), wanted, 0.0, 0.0, vector is not None, parsed.text)
    return Gathered(
        tuple(_made(found, wanted, shelf, vector, rows or {})),
        wanted,
        float(np.max(_cosines(shelf, vector, found))) if vector is not None else 0.0,
        max(wanted.share(_stems(f"{one.passage.text}")) for one in found),
        vector is not None,
        parsed.text,
        max(wanted.covered(_stems(one.passage.text)) for one in found),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence, where it stands, and its place in the index."""

    sentence: Sentence
    passage: Passage
    place: Place
    share: float
    position: int
    number: int


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(token.term) for token in tokens(text))


def _made(
    found: Sequence[_Found],
    wanted: Wanted,
    shelf: Shelf,
    vector: Vectors | None,
    rows: Mapping[str, Sequence[Span]],
) -> list[Candidate]:
    terms = [tuple(token.term for token in tokens(one.sentence.text)) for one in found]
    stemmed = [[stem(term) for term in one] for one in terms]
    headings = {one.passage.section: content_stems(" ".join(one.passage.section)) for one in found}
    around = {one.passage.id: _stems(one.passage.text) for one in found}
    words = by_best(_bm25(wanted, [own + headings[one.passage.section] for own, one in zip(stemmed, found)]))
    bare = by_best(_bm25(wanted, stemmed))
    cosines = _cosines(shelf, vector, found)
    meaning = by_best(np.maximum(0.0, cosines))
    best: dict[str, float] = {}
    for n, one in enumerate(found):
        best[one.passage.id] = max(best.get(one.passage.id, 0.0), float(meaning[n]))
    leads = [_lead(one) for one in found]
    made: list[Candidate] = []
    for n, one in enumerate(found):
        lead = leads[n]
        following = n + 1 < len(found) and found[n + 1].passage.id == one.passage.id
        before = made[-1] if made and made[-1].passage.id == one.passage.id else None
        made.append(
            Candidate(
                sentence=one.sentence,
                terms=terms[n],
                own=frozenset(stemmed[n]),
                headings=frozenset(headings[one.passage.section]),
                around=around[one.passage.id],
                before=before,
                passage=one.passage,
                place=one.place,
                number=one.number,
                passage_share=one.share,
                words=float(words[n]),
                bare=float(bare[n]),
                cosine=float(cosines[n]),
                meaning=float(meaning[n]),
                registered=any(one.sentence.span.overlaps(span) for span in rows.get(one.passage.document, ())),
                lead=_stems(lead.of(one.place.document.text)) if lead else frozenset(),
                led=_meaning_of(lead, one.passage.document, found, meaning) if lead else 0.0,
                after=float(meaning[n + 1]) if following else 0.0,
                best=best[one.passage.id],
                identity=_identity_stems(identity(one.place.document)),
            )
        )
    return made


def _lead(one: _Found) -> Span | None:
    """The sentence that introduces the list in which the sentence stands."""
    here = one.sentence.span.start
    for n in one.passage.blocks:
        block = one.place.blocks[n]
        if block.span.start <= here < block.span.end:
            return block.lead_in
    return None


def _meaning_of(span: Span, document: str, found: Sequence[_Found], meaning: Scores) -> float:
    """The best meaning of a sentence that was read and lies over `span`."""
    return max(
        (float(meaning[n]) for n, one in enumerate(found) if one.passage.document == document and one.sentence.span.overlaps(span)),
        default=0.0,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _identity_stems(text: str) -> frozenset[str]:
    return _stems(text)


def wanted_of(stems: Sequence[str], short_forms: Mapping[str, tuple[str, ...]], shelf: Shelf) -> Wanted:
    """The telling words among `stems` with their other names and idf over the passages."""
    n = max(1, len(shelf))
    groups = tuple(tuple(group) for group in expanded(list(dict.fromkeys(stems)), short_forms))
    counts = [[shelf.lexical.frequency(name) for name in group] for group in groups]
    often = [one[0] or max(one) for one in counts]
    weights = tuple(math.log(1 + (n - count + 0.5) / (count + 0.5)) for count in often)
    near = tuple(frozenset().union(*(synonyms(one) for one in group)) - frozenset(group) for group in groups)
    return Wanted(
        groups,
        weights,
        tuple(count > 0 for count in often),
        near,
        tuple(math.log(1 + n / (1 + count)) for count in often),
    )


def subject_stems(text: str, asked_for: Question) -> list[str]:
    """The stems of the question that say what it is about: without the words that say what kind of answer is wanted."""
    found = list(dict.fromkeys(content_stems(asked_for.topic or text)))
    return [one for one in found if one not in _asking()] or found


@cache
def _asking() -> frozenset[str]:
    return frozenset(stem(word) for word in ASKING)


def expanded(stems: Sequence[str], short_forms: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """For each stem of the question the stems that count as it: itself, and what the documents or the genre call it."""
    council = {stem(word) for word in COUNCIL if " " not in word} | {"las"}
    made: list[list[str]] = []
    for one in stems:
        group = {one}
        if one in council:
            group |= council
        for short, longs in short_forms.items():
            if one == stem(short.casefold()) or one.removesuffix("s") == short.casefold():
                for long in longs:
                    group |= set(content_stems(long))
        made.append([one, *sorted(group - {one})])
    return made


def _bm25(wanted: Wanted, texts: Sequence[Sequence[str]]) -> Scores:
    """BM25 of the sentences for the groups of stems; idf from the whole passage index, so that a word is as telling as it
    is in the collection. Robertson and Zaragoza 2009, eq. 3.15."""
    counted = [Counter(text) for text in texts]
    lengths = np.array([len(text) for text in texts], dtype=np.float64)
    mean = max(1.0, float(lengths.mean()))
    scores = np.zeros(len(texts))
    for group, near, idf in zip(wanted.groups, wanted.near, wanted.weights, strict=True):
        others = (*group[1:], *near)
        tf = np.array(
            [counts[group[0]] or ALIAS * max((counts[one] for one in others), default=0) for counts in counted]
        )
        scores += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * lengths / mean))
    return scores


def _cosines(shelf: Shelf, vector: Vectors | None, found: Sequence[_Found]) -> Scores:
    """Cosine of the question with each sentence, from the sentence vectors of the index."""
    if vector is None or shelf.sentences is None:
        return np.zeros(len(found))
    numbers = [
        min(int(shelf.first[one.position]) + one.number, int(shelf.first[one.position + 1]) - 1) for one in found
    ]
    return shelf.sentences.similarities(vector, np.array(numbers, dtype=np.int64))
