"""Answers by quotation: the sentences that answer a question, word for word, or "not found" with what was searched.

Candidates are the sentences of the best passages. They are scored by meaning and by words together, with small
corrections for the kind of answer wanted; then the evidence is checked, and where it does not hold, nothing is claimed:
the nearest passages are shown as what they are (notes: ranking, "Recommended recipe", steps 10 to 15).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.answers import Answer, Citation, Hit, Receipt
from core.documents import Passage, locate
from core.encoder import Vectors
from index.evidence import Verdict, fills, gives_reason, judged
from index.fusion import by_best
from index.query import Query, parse
from index.question import Question, understood
from index.ranking import Scores, Shelf
from index.search import Filters, Place, SearchIndex
from index.sentences import Sentence, sentences_of
from index.words import STOP_WORDS, content_stems, stem, tokens

PASSAGES_READ = 30
CITED = 3
SHOWN_REJECTED = 5
COUNCIL = ("council", "authority", "la", "local authority", "borough")
OPENING = 1500  # characters of a document's beginning that say what it is about


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the score, and the lines below which a question is off topic (benchmarks/answers.py)."""

    meaning: float = 0.6
    words: float = 0.4
    passage: float = 0.2
    fills: float = 0.05
    caption: float = 0.15
    question: float = 0.1
    lead_in: float = 0.1
    k1: float = 1.2
    b: float = 0.75
    off_topic: float = 0.42
    covered: float = 0.35


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what its score is made of."""

    sentence: Sentence
    passage: Passage
    place: Place
    score: float
    cosine: float
    words: float
    verdict: Verdict


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
    off_topic = best_cosine < WEIGHTS.off_topic if index.hybrid else coverage < WEIGHTS.covered
    if off_topic:
        reason = "The documents do not seem to be about this. The nearest passages are shown."
        return Answer(question, None, reason, (), receipt, rejected)
    if not first.verdict.holds:
        return Answer(question, None, _reason(first.verdict), (), receipt, rejected)
    chosen = candidates[:CITED]
    citations = tuple(
        Citation(locate(c.place.document, c.place.blocks, c.sentence.span), c.passage.text) for c in chosen
    )
    return Answer(
        question, chosen[0].sentence.text, None, citations, receipt, confidence=_confidence(candidates, asked_for)
    )


def _terms(parsed: Query) -> list[str]:
    kept = [term for term in parsed.words if term not in STOP_WORDS]
    return kept or list(parsed.words)


def _candidates(
    index: SearchIndex, asked_for: Question, parsed: Query, documents: tuple[str, ...], filters: Filters
) -> tuple[list[Candidate], float, float]:
    """Sentences of the best passages, best first; the best cosine; the best share of the question's telling
    words that one passage holds."""
    shelf = index.shelf("passage")
    assert shelf is not None
    plain = Query(parsed.text, None, parsed.words, parsed.phrases, parsed.prefixes)
    vector = index.encoded(parsed.text)
    ranked = index.ranked("passage", plain, vector, documents, filters)
    top = ranked.positions[:PASSAGES_READ]
    if vector is None:
        top = top[ranked.words[:PASSAGES_READ] > 0]
    passages = index.source.passages([int(shelf.rows[position]) for position in top])
    scored = by_best(ranked.scores)
    found: list[tuple[Sentence, Passage, Place, float, int, int]] = []
    for n, position in enumerate(top):
        passage = passages.get(int(shelf.rows[position]))
        if passage is None:
            continue
        place = index.source.place(passage.document)
        for number, sentence in enumerate(sentences_of(passage, place.document.text)):
            found.append((sentence, passage, place, float(scored[n]), int(position), number))
    if not found:
        return [], 0.0, 0.0
    short_forms = index.short_forms()
    wanted = expanded(content_stems(parsed.text), short_forms)
    bm25 = _bm25(wanted, [f"{' '.join(p.section)} {s.text}" for s, p, *_ in found], shelf)
    cosines = _cosines(index, shelf, vector, found)
    meaning = by_best(np.maximum(0.0, cosines))
    words = by_best(bm25)
    total = WEIGHTS.words * words + WEIGHTS.passage * np.array([f[3] for f in found])
    if vector is not None:
        total = total + WEIGHTS.meaning * meaning
    made: list[Candidate] = []
    for n, (sentence, passage, place, _, _, _) in enumerate(found):
        score = float(total[n]) + _correction(asked_for, sentence, passage)
        about = f"{place.document.title} {place.document.date or ''} {place.document.text[:OPENING]}"
        verdict = judged(asked_for, sentence.text, passage.text, about, short_forms)
        made.append(Candidate(sentence, passage, place, score, float(cosines[n]), float(words[n]), verdict))
    made.sort(key=lambda c: (-c.score, c.place.document.id, c.sentence.span.start))
    coverage = _coverage(content_stems(parsed.text), [p.text for p in passages.values()], shelf)
    return _distinct(made), float(np.max(cosines)) if vector is not None else 0.0, coverage


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same place once, and the same words once (a summary repeats the body)."""
    seen: set[tuple[str, int]] = set()
    kept: list[Candidate] = []
    for candidate in candidates:
        key = (candidate.place.document.id, candidate.sentence.span.start)
        if key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept


def _correction(asked_for: Question, sentence: Sentence, passage: Passage) -> float:
    """Small additions and subtractions for the kind of sentence (recipe, step 12)."""
    text = sentence.text
    change = 0.0
    if passage.kind in ("caption", "survey_question", "contents") or is_caption(text):
        change -= WEIGHTS.caption
    elif text.rstrip().endswith("?"):
        change -= WEIGHTS.question
    elif is_lead_in(text):
        change -= WEIGHTS.lead_in
    if asked_for.slot == "reason":
        change += WEIGHTS.fills if gives_reason(text) else -WEIGHTS.fills
    elif asked_for.slot != "none":
        change += WEIGHTS.fills if fills(asked_for.slot, text, asked_for.text) else -WEIGHTS.fills
    return change


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


def _bm25(wanted: Sequence[Sequence[str]], texts: Sequence[str], shelf: Shelf) -> Scores:
    """BM25 of the candidate sentences (with their headings) for groups of stems; idf from the whole passage index, so that
    a word is as telling as it is in the collection. Robertson and Zaragoza 2009, eq. 3.15."""
    n = max(1, len(shelf))
    counted = [Counter(stem(token.term) for token in tokens(text)) for text in texts]
    lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float64)
    mean = max(1.0, float(lengths.mean()))
    scores = np.zeros(len(texts))
    for group in wanted:
        frequency = shelf.lexical.frequency(group[0])
        if not frequency and len(group) > 1:
            frequency = max(shelf.lexical.frequency(other) for other in group[1:])
        idf = math.log(1 + (n - frequency + 0.5) / (frequency + 0.5))
        tf = np.array(
            [counts[group[0]] or 0.7 * max((counts[other] for other in group[1:]), default=0) for counts in counted]
        )
        scores += idf * tf * (WEIGHTS.k1 + 1) / (tf + WEIGHTS.k1 * (1 - WEIGHTS.b + WEIGHTS.b * lengths / mean))
    return scores


def _cosines(
    index: SearchIndex,
    shelf: Shelf,
    vector: Vectors | None,
    found: Sequence[tuple[Sentence, Passage, Place, float, int, int]],
) -> Scores:
    """Cosine of the question with each sentence, from the sentence vectors of the index."""
    if vector is None or shelf.sentences is None:
        return np.zeros(len(found))
    numbers = np.array(
        [min(int(shelf.first[p]) + n, int(shelf.first[p + 1]) - 1) for *_, p, n in found], dtype=np.int64
    )
    return shelf.sentences.similarities(vector, numbers)


def _coverage(stems: Sequence[str], texts: Sequence[str], shelf: Shelf) -> float:
    """The largest share of the question's telling words, weighted by rarity, that one passage holds."""
    n = max(1, len(shelf))
    weight = {one: math.log(1 + n / (1 + shelf.lexical.frequency(one))) for one in stems}
    whole = sum(weight.values())
    best = 0.0
    for text in texts:
        held = {stem(token.term) for token in tokens(text)}
        best = max(best, sum(w for one, w in weight.items() if one in held))
    return best / whole if whole else 0.0


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


def _confidence(candidates: Sequence[Candidate], asked_for: Question) -> float:
    """Calibrated chance that the first citation answers: logistic, coefficients from benchmarks/answers.py."""
    first = candidates[0]
    margin = first.score - candidates[1].score if len(candidates) > 1 else 0.2
    z = -0.2 + 2.0 * margin
    return 1 / (1 + math.exp(-z))
