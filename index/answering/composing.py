"""The answer as it is given: the citations with what the registers hold of them, whole lists, both sides of a comparison, and
what contradicts any of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.answers import Citation, Listed
from core.documents import Passage, Span, locate
from index.answering.citing import citation, record_of, records, span_of
from index.answering.items import Item, recommendations, rest_of_list
from index.answering.list_questions import asked_list
from index.answering.listing import rows_asked_for, topic_of
from index.candidates import subject_stems
from index.decision import Judged
from index.question import Question
from index.registers import RegisterRow
from index.search import Filters, SearchIndex

BEST = 3  # citations that are ranked; of a list the others follow in its order
NAMES = {
    "commitment": "commitments", "finding": "findings", "reason": "findings", "recommendation": "recommendations",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: where its words stand, and the rows that rest on them."""

    document: str
    span: Span
    rows: tuple[RegisterRow, ...] = ()
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class WholeList:
    """All entries that a list question asks for, in their order (`by_date`, or of the papers). leads: the question asks for
    them in so many words. of, unnamed: as core.answers.Listed."""

    of: str
    entries: tuple[Entry, ...]
    leads: bool
    by_date: bool = False
    unnamed: int = 0

    def listed(self, citations: Sequence[int]) -> Listed:
        return Listed(self.of, tuple(citations), "date" if self.by_date else "document", self.unnamed)


def whole_list(index: SearchIndex, asked_for: Question, documents: Sequence[str], filters: Filters) -> WholeList | None:
    """The list that the question asks for, or None where it asks for none or there is nothing of the kind."""
    asked = asked_list(asked_for.text)
    if asked is None:
        return None
    if asked.what == "recommendation":
        each = not asked.topic.casefold().startswith("to ")
        found = recommendations(index, topic_of(asked.topic, index), documents, filters, each=each)
        entries = tuple(Entry(one.place.document.id, one.span, item=one) for one in found)
        return WholeList(NAMES[asked.what], entries, asked.leads) if entries else None
    years = asked_for.years if asked.due is None else ()
    made = rows_asked_for(index, asked, documents, filters, years)
    entries = _together(made.rows)
    if not entries:
        return None
    by_date = asked.dated or asked.due is not None
    return WholeList(NAMES[asked.what], entries, asked.leads, by_date, made.unnamed)


def _together(rows: Sequence[RegisterRow]) -> tuple[Entry, ...]:
    """One entry for the rows that rest on the same words."""
    made: dict[tuple[str, int, int], list[RegisterRow]] = {}
    for row in rows:
        span = span_of(row)
        made.setdefault((row.document, span.start, span.end), []).append(row)
    return tuple(Entry(name, Span(start, end), tuple(held)) for (name, start, end), held in made.items())


def list_citations(
    index: SearchIndex, whole: WholeList, ordered: Sequence[Judged], also: Sequence[Judged] = ()
) -> tuple[list[Citation], Listed]:
    """The list as citations: the three that answer best by the order of the sentences, then the others in their order; a list
    of fewer than three is followed by sentences that answer the question (`also`)."""
    place = {n: _rank(entry, ordered) for n, entry in enumerate(whole.entries)}
    best = sorted(place, key=lambda n: (place[n], n))[:BEST]
    numbers = [*best, *(n for n in range(len(whole.entries)) if n not in best)]
    passages = _Passages(index, ordered)
    made = [_cited(index, whole.entries[n], passages) for n in numbers]
    listed = whole.listed(sorted(range(len(numbers)), key=numbers.__getitem__))
    taken = [(entry.document, entry.span) for entry in whole.entries]
    for one in also:
        if len(made) < BEST and not _taken(one.candidate.place.document.id, one.candidate.sentence.span, taken):
            made.append(citation(one.candidate, index))
    return made, listed


def _rank(entry: Entry, ordered: Sequence[Judged]) -> int:
    """The place of the entry among the sentences, the best first; after all of them where none is its own."""
    for n, one in enumerate(ordered):
        if one.candidate.place.document.id == entry.document and one.candidate.sentence.span.overlaps(entry.span):
            return n
    return len(ordered)


def _cited(index: SearchIndex, entry: Entry, passages: _Passages) -> Citation:
    held = index.source.place(entry.document)
    location = locate(held.document, held.blocks, entry.span)
    passage = entry.item.passage if entry.item else None
    if passage is None:
        passage = passages.at(entry.document, entry.span.start)
    text = passage.text if passage is not None else location.quote
    if entry.rows:
        return Citation(location, text, tuple(record_of(row) for row in entry.rows))
    return Citation(location, text, records(index, entry.document, entry.span))


class _Passages:
    """The passage that stands at a place, a document's passages read once."""

    def __init__(self, index: SearchIndex, ordered: Sequence[Judged]) -> None:
        self.index = index
        self.held: dict[str, list[Passage]] = {}
        self.near = [one.candidate.passage for one in ordered]

    def at(self, document: str, offset: int) -> Passage | None:
        for held in (self.near, self._of(document)):
            for passage in held:
                if passage.document == document and any(s.start <= offset < s.end for s in passage.spans):
                    return passage
        return None

    def _of(self, document: str) -> list[Passage]:
        if document not in self.held:
            shelf = self.index.shelf("passage")
            found: list[Passage] = []
            if shelf is not None and document in shelf.names:
                positions = np.flatnonzero(shelf.documents == shelf.names.index(document))
                found = list(self.index.source.passages([int(shelf.rows[n]) for n in positions]).values())
            self.held[document] = found
        return self.held[document]


def with_the_rest(
    index: SearchIndex,
    asked_for: Question,
    chosen: Sequence[Judged],
    whole: WholeList | None,
    ordered: Sequence[Judged],
) -> tuple[list[Citation], Listed | None]:
    """The sentences that were chosen, as citations, and after them the rest of the list that they begin: the rows of a register
    where the question asks for them, else the items beside the first."""
    cited = [citation(one.candidate, index) for one in chosen]
    taken = [(one.candidate.place.document.id, one.candidate.sentence.span) for one in chosen]
    if whole is not None:
        entries: Sequence[Entry] = whole.entries
    elif asked_for.many and chosen:
        first = chosen[0].candidate
        items = rest_of_list(first, subject_stems(asked_for.text, asked_for))
        entries = [Entry(one.place.document.id, one.span, item=one) for one in items]
        if not first.sentence.text.rstrip().endswith(":"):
            entries = sorted([*entries, Entry(*taken[0])], key=lambda entry: entry.span.start)
    else:
        return cited, None
    if len(entries) < 2:
        return cited, None
    passages = _Passages(index, ordered)
    numbers: list[int] = []
    for entry in entries:
        at = next((n for n, place in enumerate(taken) if _taken(entry.document, entry.span, [place])), None)
        if at is None:
            at = len(cited)
            cited.append(_cited(index, entry, passages))
        if at not in numbers:
            numbers.append(at)
    if len(numbers) < 2:
        return cited, None
    return cited, whole.listed(numbers) if whole is not None else Listed("items", tuple(numbers))


def _taken(document: str, span: Span, taken: Sequence[tuple[str, Span]]) -> bool:
    return any(name == document and other.overlaps(span) for name, other in taken)
