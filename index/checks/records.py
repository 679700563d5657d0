"""What a check says: two places of a paper that disagree, what differs, how bad, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.documents import Location, content_id
from core.text import fold

CheckKind = Literal[
    "value",
    "wording",
    "base",
    "caption",
    "reference",
    "sum",
    "date",
    "strength",
    "name",
    "impossible_percentage",
]
CHECK_KINDS: tuple[str, ...] = get_args(CheckKind)
Severity = Literal["major", "minor"]
Certainty = Literal["certain", "check"]


@dataclass(frozen=True, slots=True)
class Check:
    """One disagreement. `a` is the place to read first; `b` what it disagrees with, None where it disagrees with itself,
    with the calendar or with arithmetic.

    severity: major for a wrong value, base, population, reference, date or strength; minor for wording and spelling.
    certainty: `certain` where nothing but a mistake explains it, `check` where a person should look.
    explanation: what differs, in one plain sentence. rule: the name of the rule that raised it."""

    id: str
    kind: CheckKind
    severity: Severity
    certainty: Certainty
    a: Location
    b: Location | None
    explanation: str
    rule: str

    def record(self) -> dict[str, Any]:
        """The record of docs/contracts.md, without what people decided."""
        return {
            "id": self.id,
            "kind": self.kind,
            "severity": self.severity,
            "certainty": self.certainty,
            "explanation": self.explanation,
            "a": self.a.record(),
            "b": self.b.record() if self.b else None,
            "rule": self.rule,
        }


def check_id(kind: CheckKind, a: Location, b: Location | None) -> str:
    """A stable id: the document, the kind and both quotes, so that it outlives a change of rules or of offsets."""
    return content_id("k", a.document, kind, fold(a.quote), fold(b.quote) if b else "")
