"""Answers by quotation: the sentences that answer a question, word for word, or "not found" with what was searched.

Candidates are the sentences of the best passages. They are scored by meaning and by words together, with small
corrections for the kind of answer wanted; then the evidence is checked, and where it does not hold, nothing is claimed:
the nearest passages are shown as what they are (docs/decisions.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.answers import Answer, Citation, Hit, Receipt
from core.documents import Document, Passage, locate
from core.encoder import Vectors
from index.evidence import Verdict, gives_reason, judged
from index.fusion import by_best
from index.query import Query, parse
from index.question import Question, Slot, understood
from index.ranking import Scores, Shelf
from index.search import Filters, Place, SearchIndex, StatementName
from index.sentences import Sentence, sentences_of
from index.words import STOP_WORDS, content_stems, stem, tokens

PASSAGES_READ = 30
CITED = 3
SHOWN_REJECTED = 5
COUNCIL = ("council", "authority", "la", "local authority", "borough")
FEWEST_TERMS = 4  # a sentence of fewer words says nothing by itself
SAME = 0.85  # share of common words from which two sentences say the same
ALIAS = 0.7  # what another name of the same thing counts
OPENING = 1500  # characters of a document's beginning that say what it is about


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the score, and the lines below which a question is off topic (benchmarks/answers.py)."""

    meaning: float = 0.6
    words: float = 0.4
    passage: float = 0.25
    fills: float = 0.1
    caption: float = 0.5
    question: float = 0.5
    lead_in: float = 0.1
    fragment: float = 0.2
    missing: float = 0.15
    registered: float = 0.05
    k1: float = 1.2
    b: float = 0.75
    off_topic: float = 0.42
    covered: float = 0.4
    covered_well: float = 0.6


WEIGHTS = Weights()

# By what a question asks for: the registers that may hold the answer, and the fields of which a row must have one.
REGISTERS: Mapping[Slot, tuple[tuple[StatementName, ...], tuple[str, ...]]] = {
    "percent": (("finding",), ("value",)),
    "number": (("finding", "commitment"), ("value",)),
    "quantity": (("finding", "commitment"), ("value", "amount")),
    "money": (("finding", "commitment"), ("amount",)),
    "date": (("commitment",), ("deadline",)),
}


@dataclass(frozen=True, slots=True)
class Features:
    """What the score of one sentence is made of. `words`, `meaning` and `passage` are shares of the question's best."""

    meaning: float
    words: float
    passage: float
    cosine: float
    fills: bool
    caption: bool
    question: bool
    lead_in: bool
    fragment: bool
    reason: bool
    registered: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with its score and the verdict on it as evidence."""

    sentence: Sentence
    passage: Passage
    place: Place
    features: Features
    verdict: Verdict
    score: float


def answer(index: SearchIndex, question: str, filters: Filters | None = None) -> Answer:
    """The answer to `question` from the indexed documents: up to three sentences, each with its citation; or none, with the
    reason, what was searched, and the nearest passages."""
    filters = filters or Filters()
    asked_for = understood(question)
    parsed = parse(asked_for.text)
    opened = index.refresh()
    documents = index.source.allowed(filters) if opened else ()
    receipt = Receipt(
        len(documents), index.source.passage_count(documents) if documents else 0, tuple(dict.fromkeys(_terms(parsed)))
    )
    if opened is None or not documents:
        found = index.find(question, 1, filters=filters)
        return Answer(question, None, found.reason or "There is nothing to search.", (), receipt)
    if parsed.empty:
        return Answer(question, None, "The question holds no word or number to search for.", (), receipt)
    candidates, best_cosine, coverage = _candidates(index, asked_for, parsed, documents, filters)
    if not candidates:
        return Answer(question, None, "No passage matches any word of the question.", (), receipt)
    first = candidates[0]
    rejected = tuple(_rejected(candidates, parsed, index))
    off_topic = coverage < WEIGHTS.covered
    if index.hybrid:  # a short question may be far from a long sentence that bears its every word
        off_topic = best_cosine < WEIGHTS.off_topic and coverage < WEIGHTS.covered_well
    if off_topic and not first.verdict.missing:
        reason = "The documents do not seem to be about this. The nearest passages are shown."
        return Answer(question, None, reason, (), receipt, rejected)
    chosen = candidates[:CITED]
    if not first.verdict.holds:
        chosen = _year_by_year(candidates, asked_for)
        if not chosen:
            return Answer(question, None, _reason(first.verdict), (), receipt, rejected)
    citations = tuple(
        Citation(locate(c.place.document, c.place.blocks, c.sentence.span), c.passage.text) for c in chosen
    )
    return Answer(
        question, chosen[0].sentence.text, None, citations, receipt, confidence=_confidence(candidates, asked_for)
    )


def _year_by_year(candidates: Sequence[Candidate], asked_for: Question) -> list[Candidate]:
    """For a question about several years that no one sentence covers: the best sentence of each, where there is one for
    every year and nothing else is missing; else nothing."""
    wanted = set(asked_for.years)
    if not 2 <= len(wanted) <= CITED:
        return []
    chosen: list[Candidate] = []
    for candidate in candidates:
        lacking = set(candidate.verdict.missing)
        if candidate.verdict.unfilled is None and lacking <= set(asked_for.years) and wanted - lacking:
            chosen.append(candidate)
            wanted &= lacking
        if not wanted:
            return chosen
    return []


def _terms(parsed: Query) -> list[str]:
    kept = [term for term in parsed.words if term not in STOP_WORDS]
    return kept or list(parsed.words)


def _candidates(
    index: SearchIndex, asked_for: Question, parsed: Query, documents: tuple[str, ...], filters: Filters
) -> tuple[list[Candidate], float, float]:
    """Sentences of the best passages, best first; the best cosine; the best share of the question's telling words that one
    passage holds."""
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
    places: dict[str, Place] = {}
    found: list[_Found] = []
    for n, position in enumerate(top):
        passage = passages.get(int(shelf.rows[position]))
        if passage is None or passage.kind == "contents":
            continue
        if passage.document not in places:
            places[passage.document] = index.source.place(passage.document)
        place = places[passage.document]
        stems = frozenset(stem(token.term) for token in tokens(passage.text))
        for number, sentence in enumerate(sentences_of(passage, place.document.text)):
            terms = tuple(token.term for token in tokens(sentence.text))
            found.append(_Found(sentence, terms, passage, stems, place, float(share[n]), int(position), number))
    if not found:
        return [], 0.0, 0.0
    short_forms = index.short_forms()
    groups = expanded(content_stems(parsed.text), short_forms)
    words = by_best(_bm25(groups, found, shelf))
    cosines = _cosines(shelf, vector, found)
    meaning = by_best(np.maximum(0.0, cosines))
    spans = index.source.registered(list(places), *REGISTERS.get(asked_for.slot, ((), ())))
    identity = {name: _identity(place.document) for name, place in places.items()}
    opening = {name: place.document.text[:OPENING] for name, place in places.items()}
    made: list[Candidate] = []
    for n, one in enumerate(found):
        who = identity[one.passage.document]
        wide = f"{one.passage.text} {who} {opening[one.passage.document]}"
        verdict = judged(asked_for, one.sentence.text, one.terms, one.stems, wide, short_forms, one.passage.text, who)
        registered = any(one.sentence.span.overlaps(span) for span in spans.get(one.passage.document, ()))
        features = _features(one, float(meaning[n]), float(words[n]), float(cosines[n]), verdict, registered)
        score = scored(features, asked_for, verdict, hybrid=vector is not None)
        made.append(Candidate(one.sentence, one.passage, one.place, features, verdict, score))
    made.sort(key=lambda c: (-c.score, c.place.document.id, c.sentence.span.start))
    best = float(np.max(cosines)) if vector is not None else 0.0
    return _distinct(made), best, _coverage(groups, [one.stems for one in found], shelf)


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence with its terms, where it stands, and its place in the index."""

    sentence: Sentence
    terms: tuple[str, ...]
    passage: Passage
    stems: frozenset[str]
    place: Place
    share: float
    position: int
    number: int


def _identity(document: Document) -> str:
    """What holds for a whole document: its title, whose it is, and its date."""
    return f"{document.title}. {document.organisation or ''}. {document.date or ''}"


def _features(one: _Found, meaning: float, words: float, cosine: float, verdict: Verdict, registered: bool) -> Features:
    text = one.sentence.text
    caption = one.passage.kind in ("caption", "survey_question") or is_caption(text)
    return Features(
        meaning=meaning,
        words=words,
        passage=one.share,
        cosine=cosine,
        fills=verdict.unfilled is None,
        caption=caption,
        question=not caption and text.rstrip().endswith("?"),
        lead_in=not caption and is_lead_in(text),
        fragment=len(one.terms) < FEWEST_TERMS,
        reason=gives_reason(text),
        registered=registered,
    )


def scored(
    features: Features, asked_for: Question, verdict: Verdict, *, hybrid: bool, weights: Weights = WEIGHTS
) -> float:
    """The score of a sentence (recipe, steps 11 and 12)."""
    score = weights.words * features.words + weights.passage * features.passage
    if hybrid:
        score += weights.meaning * features.meaning
    score -= weights.caption * features.caption + weights.question * features.question
    score -= weights.lead_in * features.lead_in + weights.fragment * features.fragment
    score += weights.registered * features.registered
    score -= weights.missing * bool(verdict.missing)
    if asked_for.slot == "reason":
        score += weights.fills if features.reason else -weights.fills
    elif asked_for.slot != "none":
        score += weights.fills if features.fills else -weights.fills
    return score


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same words once (a summary repeats the body): of sentences that share nearly all of their words, the best."""
    kept: list[Candidate] = []
    held: list[frozenset[str]] = []
    for candidate in candidates:
        words = frozenset(token.term for token in tokens(candidate.sentence.text))
        if len(kept) < CITED + 2 and any(len(words & other) >= SAME * len(words | other) for other in held):
            continue
        kept.append(candidate)
        held.append(words)
    return kept


def is_caption(text: str) -> bool:
    return (
        re.match(
            r"\W*(?:figure|table|chart|base|source|question|note)\s*(?:\d+[a-z]?)?\s*[:.–-]|\W*(?:n|base)\s*=",
            text,
            re.I,
        )
        is not None
    )


def is_lead_in(text: str) -> bool:
    bare = text.rstrip()
    return bare.endswith(":") or re.search(r"\b(?:was|were) (?:then )?asked\b", bare, re.I) is not None


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


def _bm25(wanted: Sequence[Sequence[str]], found: Sequence[_Found], shelf: Shelf) -> Scores:
    """BM25 of the candidate sentences (with their headings) for groups of stems; idf from the whole passage index, so that
    a word is as telling as it is in the collection. Robertson and Zaragoza 2009, eq. 3.15."""
    n = max(1, len(shelf))
    headings = {one.passage.section: content_stems(" ".join(one.passage.section)) for one in found}
    counted = [Counter([stem(term) for term in one.terms] + headings[one.passage.section]) for one in found]
    lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float64)
    mean = max(1.0, float(lengths.mean()))
    scores = np.zeros(len(found))
    for group in wanted:
        frequency = shelf.lexical.frequency(group[0])
        if not frequency and len(group) > 1:
            frequency = max(shelf.lexical.frequency(other) for other in group[1:])
        idf = math.log(1 + (n - frequency + 0.5) / (frequency + 0.5))
        tf = np.array(
            [counts[group[0]] or ALIAS * max((counts[other] for other in group[1:]), default=0) for counts in counted]
        )
        scores += idf * tf * (WEIGHTS.k1 + 1) / (tf + WEIGHTS.k1 * (1 - WEIGHTS.b + WEIGHTS.b * lengths / mean))
    return scores


def _cosines(shelf: Shelf, vector: Vectors | None, found: Sequence[_Found]) -> Scores:
    """Cosine of the question with each sentence, from the sentence vectors of the index."""
    if vector is None or shelf.sentences is None:
        return np.zeros(len(found))
    numbers = [
        min(int(shelf.first[one.position]) + one.number, int(shelf.first[one.position + 1]) - 1) for one in found
    ]
    return shelf.sentences.similarities(vector, np.array(numbers, dtype=np.int64))


def _coverage(wanted: Sequence[Sequence[str]], passages: Sequence[frozenset[str]], shelf: Shelf) -> float:
    """The largest share of the question's telling words (or their other names), weighted by rarity, that one passage holds."""
    n = max(1, len(shelf))
    weight = [math.log(1 + n / (1 + shelf.lexical.frequency(group[0]))) for group in wanted]
    best = max(
        (sum(w for w, group in zip(weight, wanted) if held.intersection(group)) for held in set(passages)), default=0.0
    )
    return best / sum(weight) if weight else 0.0


def _reason(verdict: Verdict) -> str:
    if verdict.missing:
        named = ", ".join(f"“{name}”" for name in verdict.missing)
        return f"The nearest passages do not speak of {named}. They are shown as near misses."
    asked_for = {
        "money": "no sum of money",
        "percent": "no percentage or share",
        "quantity": "no figure",
        "number": "no number",
        "date": "no date",
        "who": "no name",
    }.get(str(verdict.unfilled), "not what was asked for")
    return f"The nearest passages state {asked_for}. They are shown as near misses."


def _rejected(candidates: Sequence[Candidate], parsed: Query, index: SearchIndex) -> list[Hit]:
    hits: list[Hit] = []
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.passage.id not in seen and len(hits) < SHOWN_REJECTED:
            seen.add(candidate.passage.id)
            hits.append(index.passage_hit(candidate.passage, parsed, len(hits) + 1, candidate.score))
    return hits


# Intercept and coefficients of the features below (benchmarks/answers.py --fit, on the development questions).
# Fifty questions hardly tell the sure answers from the unsure: the figure stays near their base rate until there are more.
CONFIDENCE = (-0.202, (-0.003, 0.014, 0.005, 0.06))


def _confidence(candidates: Sequence[Candidate], asked_for: Question) -> float:
    """Calibrated chance that the first citation answers: logistic."""
    intercept, coefficients = CONFIDENCE
    z = intercept + sum(c * x for c, x in zip(coefficients, _confidence_of(candidates, asked_for), strict=True))
    return 1 / (1 + math.exp(-z))


def _confidence_of(candidates: Sequence[Candidate], asked_for: Question) -> tuple[float, float, float, float]:
    """Lead over the second sentence (at most 0.3, in tenths), cosine of the first, share of the best word score, and
    whether a checkable slot was asked for (and so filled)."""
    first = candidates[0]
    lead = min(0.3, first.score - candidates[1].score) if len(candidates) > 1 else 0.3
    checked = asked_for.slot in ("money", "percent", "quantity", "number", "date", "who")
    return lead * 10, first.features.cosine, first.features.words, float(checked)


def confidence_features(index: SearchIndex, question: str) -> tuple[float, float, float, float]:
    """The features of `confidence` for a question, for fitting."""
    asked_for = understood(question)
    index.refresh()
    documents = index.source.allowed(Filters())
    candidates, _, _ = _candidates(index, asked_for, parse(asked_for.text), documents, Filters())
    return _confidence_of(candidates, asked_for)
