"""Find: what was typed, the answer with its quotes, the results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.answers import Answer, Hit
from core.documents import Document, Location, Span
from ui.viewdata.places import Marked, marked_text, one_line, place, snippet
from ui.viewdata.start import counted

KINDS = {"passage": "Passages", "commitment": "Commitments", "finding": "Findings"}
RESULTS = 50
RESULTS_A_PAGE = 10

_QUESTION = re.compile(
    r"^(what|who|whom|whose|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|list|name|tell|compare)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether the words ask something: a question mark at the end, or a question word first and at least three words."""
    text = text.strip()
    return text.endswith("?") or (len(text.split()) >= 3 and bool(_QUESTION.match(text)))


@dataclass(frozen=True, slots=True)
class Place:
    """A place to show and to link to."""

    title: str
    place: str
    document: str
    start: int
    end: int


def place_of(location: Location) -> Place:
    return Place(one_line(location.title), place(location), location.document, location.start, location.end)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted sentence of an answer, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class AnswerView:
    """`quotes` in the answer's order, empty where nothing was found; then `reason` says why and `nearest` what came closest."""

    quotes: tuple[Quoted, ...]
    reason: str
    receipt: str
    nearest: tuple[Quoted, ...]


def answer_view(answer: Answer) -> AnswerView:
    searched = answer.searched
    terms = f" for {', '.join(f'“{t}”' for t in searched.terms)}" if searched.terms else ""
    return AnswerView(
        quotes=tuple(Quoted(one_line(c.location.quote), place_of(c.location)) for c in answer.citations)
        if answer.answer is not None
        else (),
        reason=answer.reason or "",
        receipt=f"Searched {counted(searched.passages, 'passage')} in {counted(searched.documents, 'document')}{terms}.",
        nearest=tuple(
            Quoted(snippet(Marked(one_line(h.location.quote), ()), 240).text, place_of(h.location))
            for h in answer.rejected[:3]
        ),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """A result as it is shown: its words with the query's marked, where it stands, the kind of record."""

    id: str
    kind: str
    words: Marked
    place: Place
    register: str | None


def results(hits: Iterable[Hit]) -> list[Result]:
    made = []
    for hit in hits:
        where = hit.location
        highlights = [Span(s.start, s.end) for s in hit.highlights]
        words = snippet(marked_text(where.quote, where.start, highlights))
        register = {"commitment": "commitments", "finding": "findings"}.get(hit.kind)
        tag = "" if hit.kind == "passage" else hit.kind.capitalize()
        made.append(Result(hit.id, tag, words, place_of(where), register))
    return made


def organisations(documents: Sequence[Document]) -> list[str]:
    return sorted({d.organisation for d in documents if d.organisation}, key=str.casefold)


def years(documents: Sequence[Document]) -> list[str]:
    """The years of the documents' dates, the newest first."""
    return sorted({d.date[:4] for d in documents if d.date}, reverse=True)


def types(documents: Sequence[Document]) -> list[str]:
    return sorted({d.type for d in documents})
