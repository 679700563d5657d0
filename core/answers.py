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
    """`answer` is None exactly where `reason` says why. `confidence`: calibrated chance, 0-1, that the first citation answers."""

    question: str
    answer: str | None
    reason: str | None
    citations: tuple[Citation, ...]
    searched: Receipt
    rejected: tuple[Hit, ...] = ()
    confidence: float = 0.0

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
            "searched": self.searched.record(),
            "rejected": [hit.record() for hit in self.rejected],
        }
