"""Answers by quotation: the sentences that answer a question, word for word, or "not found" with what was searched.

Candidates are the sentences of the best passages (index/candidates.py), ordered by learned weights over what they hold
(index/features.py); then the evidence is weighed (index/decision.py), and where it does not hold, nothing is claimed: the
nearest passages are shown as what they are (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.answers import Answer, ComparedSide, Hit, Receipt
from index.answering.citing import citation
from index.answering.composing import WholeList, list_citations, whole_list, with_the_rest
from index.answering.contradicting import contradictions
from index.answering.sides import Shown, bears_all, missing, shown, sides_of
from index.candidates import OPENING, Candidate, Gathered, gathered, identity
from index.decision import Judged, confidence, found_features, log_odds, logistic, unmatched, weights
from index.evidence import Verdict, judged
from index.features import features, score
from index.query import Query, parse
from index.question import Question, Slot, understood
from index.search import Filters, SearchIndex, StatementName
from index.words import STOP_WORDS

CITED = 3
SHOWN_REJECTED = 5
SAME = 0.85  # share of common words from which two sentences say the same
OFF_TOPIC = 0.42  # cosine below which nothing is about the question, unless a passage bears its words
COVERED = 0.4
COVERED_WELL = 0.6

# By what a question asks for: the registers that may hold the answer, and the fields of which a row must have one.
REGISTERS: Mapping[Slot, tuple[tuple[StatementName, ...], tuple[str, ...]]] = {
    "percent": (("finding",), ("value",)),
    "number": (("finding", "commitment"), ("value",)),
    "quantity": (("finding", "commitment"), ("value", "amount")),
    "money": (("finding", "commitment"), ("amount",)),
    "date": (("commitment",), ("deadline",)),
}


def answer(index: SearchIndex, question: str, filters: Filters | None = None) -> Answer:
    """The answer to `question` from the indexed documents: up to three sentences, each with its citation (all items, where a
    list is asked for and one is found); or none, with the reason, what was searched, and the nearest passages."""
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
    pool, ordered = considered(index, asked_for, parsed, documents, filters)
    receipt = replace(receipt, expansions=_expansions(pool))
    whole = whole_list(index, asked_for, documents, filters)
    if whole is not None and whole.leads:
        made = _of_list(index, question, asked_for, receipt, whole, pool, ordered)
        return replace(made, contradicts=contradictions(index, made.citations, documents))
    if not ordered:
        where = "" if filters.none else " in the filtered documents"
        return Answer(question, None, f"No passage{where} matches any word of the question.", (), receipt)
    first = ordered[0]
    rejected = tuple(_rejected(ordered, parsed, index))
    if off_topic(pool) and not first.verdict.missing:
        reason = "The documents do not seem to be about this. The nearest passages are shown."
        return Answer(question, None, reason, (), receipt, rejected)
    values = found_features(asked_for, ordered[:CITED], pool.wanted, pool.coverage)
    z = log_odds(values, weights().found)
    chosen = ordered[:CITED]
    answered = _holds(first, pool, z)
    compared = _compared(index, asked_for, documents, filters, chosen if answered else ())
    if compared and all(side.judged for side in compared):
        chosen = _both_sides(chosen if answered else [], compared)
    elif not answered:
        reason = _one_side(compared) or _reason(first, pool)
        return Answer(question, None, reason, (), receipt, rejected, compared=_as_sides(index, compared))
    elif not missing(compared, chosen):
        compared = []  # what was chosen speaks of all sides
    cited, listed = with_the_rest(index, asked_for, chosen, whole, ordered)
    return Answer(
        question, cited[0].location.quote, None, tuple(cited), receipt, confidence=confidence(values),
        contradicts=contradictions(index, cited, documents), compared=_as_sides(index, compared), listed=listed,
    )  # fmt: skip


def _holds(first: Judged, pool: Gathered, z: float) -> bool:
    """Whether the best sentence is taken for an answer; z: log odds that the documents answer."""
    return first.verdict.holds and (not pool.hybrid or logistic(z) >= weights().threshold)


def _of_list(
    index: SearchIndex, question: str, asked_for: Question, receipt: Receipt, whole: WholeList, pool: Gathered, ordered: Sequence[Judged]
) -> Answer:  # fmt: skip
    """The answer to a question that asks for rows of a register in so many words: all of them."""
    chance, also = 0.5, list(ordered[:CITED])
    if ordered:
        values = found_features(asked_for, ordered[:CITED], pool.wanted, pool.coverage)
        z, chance = log_odds(values, weights().found), confidence(values)
        if not _holds(ordered[0], pool, z) or (off_topic(pool) and not ordered[0].verdict.missing):
            also = []
    cited, listed = list_citations(index, whole, ordered, also)
    return Answer(
        question, cited[0].location.quote, None, tuple(cited), receipt, confidence=chance, listed=listed
    )  # fmt: skip


def _compared(
    index: SearchIndex, asked_for: Question, documents: tuple[str, ...], filters: Filters, chosen: Sequence[Judged]
) -> list[Shown]:
    """The sides of a comparison, each answered on its own; none where nothing is compared, or where the first sentence speaks
    of all sides."""
    sides = sides_of(asked_for)
    if len(sides) < 2 or (chosen and (bears_all(chosen[0], sides) or not asked_for.compares)):
        return []

    def consider(text: str) -> tuple[Question, Gathered, list[Judged]]:
        alone = understood(text)
        return alone, *considered(index, alone, parse(alone.text), documents, filters)

    made = shown(sides, consider)
    if made and all(one.judged and bears_all(one.judged, sides) and one.judged == made[0].judged for one in made):
        return made[:1]  # one sentence says it of all
    return made


def _both_sides(chosen: Sequence[Judged], compared: Sequence[Shown]) -> list[Judged]:
    """The sentence of each side, that which answers best first, then what else was chosen."""
    best = [side.judged for side in compared if side.judged]
    places = {id(one): (one.candidate.place.document.id, one.candidate.sentence.span) for one in (*best, *chosen)}
    first = places[id(chosen[0])] if chosen else None
    best.sort(key=lambda one: places[id(one)] != first)
    held = [places[id(one)] for one in best]
    return [*best, *(one for one in chosen if places[id(one)] not in held)][: max(CITED, len(best))]


def _one_side(compared: Sequence[Shown]) -> str | None:
    """Why a comparison is not answered where only one side was found."""
    there = [side.side.label for side in compared if side.judged]
    lacking = [side.side.label for side in compared if side.judged is None]
    if not there or not lacking:
        return None
    return f"Only one side of the comparison was found: something on {' and '.join(there)}, nothing on {' or '.join(lacking)}."


def _as_sides(index: SearchIndex, compared: Sequence[Shown]) -> tuple[ComparedSide, ...]:
    """The sides as they are shown; none where nothing was found of any."""
    if len(compared) < 2 or not any(side.judged for side in compared):
        return ()
    return tuple(
        ComparedSide(side.side.label, citation(side.judged.candidate, index) if side.judged else None)
        for side in compared
    )


def considered(
    index: SearchIndex,
    asked_for: Question,
    parsed: Query,
    documents: tuple[str, ...],
    filters: Filters,
    rank: Sequence[float] | None = None,
) -> tuple[Gathered, list[Judged]]:
    """All candidates, and the same judged and in order, best first, the same words once; `rank`: other weights of the features
    than those that are shipped."""
    rows = index.source.registered(list(documents), *REGISTERS.get(asked_for.slot, ((), ())))
    pool = gathered(index, asked_for, parsed, documents, filters, rows)
    short_forms = index.short_forms()
    rank = weights().rank if rank is None else rank
    made: list[Judged] = []
    for one in pool.candidates:
        verdict = verdict_on(asked_for, one, short_forms)
        values = features(asked_for, one, verdict, pool.wanted)
        made.append(Judged(one, tuple(values), score(rank, values), verdict))
    return pool, in_order(made)


def verdict_on(asked_for: Question, one: Candidate, short_forms: Mapping[str, tuple[str, ...]]) -> Verdict:
    """What of the question's names, years, waves and figures is missing, and whether its slot is filled."""
    who = identity(one.place.document)
    wide = f"{one.passage.text} {who} {one.place.document.text[:OPENING]}"
    return judged(
        asked_for, one.sentence.text, one.terms, one.around | one.headings, wide, short_forms, one.passage.text, who
    )


def in_order(made: list[Judged]) -> list[Judged]:
    """Best first; of sentences that share nearly all of their words (a summary repeats the body), the best alone among the
    first few."""
    made = sorted(
        made, key=lambda one: (-one.score, one.candidate.place.document.id, one.candidate.sentence.span.start)
    )
    kept: list[Judged] = []
    held: list[frozenset[str]] = []
    for one in made:
        words = one.candidate.own
        if len(kept) < CITED + 2 and any(len(words & other) >= SAME * len(words | other) for other in held):
            continue
        kept.append(one)
        held.append(words)
    return kept


def off_topic(pool: Gathered) -> bool:
    """Whether nothing here is about the question; a short question may be far from a long sentence that bears its every
    word."""
    if not pool.hybrid:
        return pool.covered < COVERED
    return pool.cosine < OFF_TOPIC and pool.covered < COVERED_WELL


def _terms(parsed: Query) -> list[str]:
    kept = [term for term in parsed.words if term not in STOP_WORDS]
    return kept or list(parsed.words)


def _expansions(pool: Gathered) -> tuple[str, ...]:
    """What else was taken for the question's words: long and short forms that the documents define."""
    return tuple(dict.fromkeys(other for group in pool.wanted.groups for other in group[1:]))


_UNFILLED: Mapping[str, str] = {
    "money": "no sum of money",
    "percent": "no percentage or share",
    "quantity": "no figure",
    "number": "no number",
    "date": "no date",
    "who": "no name",
    "which": "no name and no list",
    "decision": "no decision",
    "said": "nothing that anybody said",
}


def _reason(first: Judged, pool: Gathered) -> str:
    verdict = first.verdict
    if verdict.missing:
        named = ", ".join(f"“{name}”" for name in verdict.missing)
        return f"The nearest passages do not speak of {named}. They are shown as near misses."
    if verdict.unfilled is not None:
        return f"The nearest passages state {_UNFILLED.get(verdict.unfilled, 'not what was asked for')}. They are shown as near misses."
    lacking = set(unmatched(pool.wanted, first.candidate.own | first.candidate.headings))
    if lacking:
        named = ", ".join(f"“{stemmed}”" for stemmed in pool.spelled(lacking))
        return (
            f"Passages match, but none that was found says what was asked about {named}. They are shown as near misses."
        )
    return "Passages match, but none that was found answers the question. They are shown as near misses."


def _rejected(ordered: Sequence[Judged], parsed: Query, index: SearchIndex) -> list[Hit]:
    hits: list[Hit] = []
    seen: set[str] = set()
    for one in ordered:
        passage = one.candidate.passage
        if passage.id not in seen and len(hits) < SHOWN_REJECTED:
            seen.add(passage.id)
            hits.append(index.passage_hit(passage, parsed, len(hits) + 1, one.score))
    return hits
