"""Search hits and answers. An answer quotes, or says that nothing was found and what was searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from core.documents import Location, Span

HitKind = Literal["passage", "commitment", "finding"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. `id` names a passage, commitment or finding; `fields` are that record's own;
    `score` is higher for nearer; `highlights` are spans of the document that hold the query's words; `duplicates` are
    other places that say the same in the same words, which are shown with this one and not as results of their own."""

    id: str
    kind: HitKind
    rank: int
    score: float
    location: Location
    text: str
    highlights: tuple[Span, ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()
    duplicates: tuple[Location, ...] = ()

    def record(self) -> dict[str, Any]:
        made = {**self.location.record(), "id": self.id, "text": self.text, **dict(self.fields)}
        made.setdefault("kind", self.kind)
        made |= {
            "rank": self.rank,
            "score": round(self.score, 6),
            "highlights": [[s.start, s.end] for s in self.highlights],
            "duplicates": [place.record() for place in self.duplicates],
        }
        return made


@dataclass(frozen=True, slots=True)
class Citation:
    """A quoted sentence (`location.quote`, word for word) and the text of the passage that it stands in; `records`: what the
    registers hold of it (value, base, population and wave of a finding; actor, deadline and amount of a commitment)."""

    location: Location
    text: str
    records: tuple[dict[str, Any], ...] = ()

    def record(self) -> dict[str, Any]:
        return {**self.location.record(), "text": self.text, "records": list(self.records)}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Another place that says another value, date or sum of what a citation states. citation: which of the answer's (from 0);
    field: value, deadline or amount; instead_of, says: what the citation says, and what stands here."""

    citation: int
    kind: HitKind
    id: str
    field: str
    instead_of: str
    says: str
    location: Location

    def record(self) -> dict[str, Any]:
        return {
            **self.location.record(), "citation": self.citation, "kind": self.kind, "id": self.id, "field": self.field,
            "instead_of": self.instead_of, "says": self.says,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One side of a comparison: `label` as the question says it, and what stands for it, or None: nothing was found."""

    label: str
    found: Citation | None

    def record(self) -> dict[str, Any]:
        return {"side": self.label, "found": self.found.record() if self.found else None}


@dataclass(frozen=True, slots=True)
class Listed:
    """That an answer holds all there is of a list. of: what (commitments, findings, recommendations, items); citations: which
    of the answer's (from 0), in the order to be read in: of the papers (document) or by date. unnamed: how many of these
    commitments name nobody, where it was asked what somebody undertakes."""

    of: str
    citations: tuple[int, ...]
    order: Literal["document", "date"] = "document"
    unnamed: int = 0

    @property
    def count(self) -> int:
        return len(self.citations)

    def record(self) -> dict[str, Any]:
        return {
            "of": self.of, "count": self.count, "order": self.order, "unnamed": self.unnamed, "citations": list(self.citations),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was searched: officers need to defend a negative. `expansions`: stems of other names that counted as the terms."""

    documents: int
    passages: int
    terms: tuple[str, ...]
    expansions: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "passages": self.passages,
            "terms": list(self.terms),
            "expansions": list(self.expansions),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """`answer` is None exactly where `reason` says why. `confidence`: calibrated chance, 0-1, that the first citation answers.

    citations: the best three first; of a list then the others in its order. compared: the sides of a comparison, also where one
    is missing and nothing is answered."""

    question: str
    answer: str | None
    reason: str | None
    citations: tuple[Citation, ...]
    searched: Receipt
    rejected: tuple[Hit, ...] = ()
    confidence: float = 0.0
    contradicts: tuple[Contradiction, ...] = ()
    compared: tuple[ComparedSide, ...] = ()
    listed: Listed | None = None

    def __post_init__(self) -> None:
        if (self.answer is None) != (self.reason is not None):
            raise ValueError("an answer is given, or the reason why there is none")
        if self.answer is not None and not self.citations:
            raise ValueError("an answer has a citation")

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "answer": self.answer,
            "reason": self.reason,
            "confidence": round(self.confidence, 4),
            "citations": [citation.record() for citation in self.citations],
            "contradicts": [one.record() for one in self.contradicts],
            "compared": [side.record() for side in self.compared],
            "listed": self.listed.record() if self.listed else None,
            "searched": self.searched.record(),
            "rejected": [hit.record() for hit in self.rejected],
        }
