"""Commitments and findings: what a document says somebody will do, and what it says was found.

Every field is filled where the text states it and None where it does not; nothing is invented. Each record keeps the
span of the words that it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.documents import Location, Span

CommitmentKind = Literal[
    "policy", "funding", "consultation", "legislation", "publication", "pilot", "organisational_action", "decision"
]
Strength = Literal["firm", "intended", "conditional", "exploratory"]
Certainty = Literal["certain", "check"]
Basis = Literal["stated", "inherited"]
FindingKind = Literal["quantitative", "qualitative"]
CommitmentStatus = Literal["open", "in_progress", "met", "missed", "superseded"]
COMMITMENT_STATUSES: tuple[str, ...] = get_args(CommitmentStatus)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: `text` as written, `name` canonical, `basis` stated here or inherited from lead-in, section or item."""

    text: str
    name: str
    basis: Basis

    def record(self) -> dict[str, str]:
        return {"text": self.text, "name": self.name, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when, as an interval of ISO dates; either end may be None. `assumption` states any convention that was used."""

    text: str
    start: str | None
    end: str | None
    precision: str
    basis: str
    assumption: str | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"deadline ends before it starts: {self.start}..{self.end}")

    def record(self) -> dict[str, str | None]:
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "precision": self.precision,
            "basis": self.basis,
            "assumption": self.assumption,
        }


@dataclass(frozen=True, slots=True)
class Amount:
    """How much, in whole units of `currency`; `qualifier` keeps "up to", "per year", "additional", "from A"."""

    text: str
    low: float | None
    high: float | None
    currency: str
    qualifier: str | None = None

    def record(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "low": whole(self.low),
            "high": whole(self.high),
            "currency": self.currency,
            "qualifier": self.qualifier,
        }


def whole(value: float | None) -> float | int | None:
    """The number as an int where it is one, so that JSON says 45000000 and not 45000000.0."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value


@dataclass(frozen=True, slots=True)
class Commitment:
    """One atomic commitment, as one document states it in one place."""

    id: str
    location: Location
    action: str
    kind: CommitmentKind
    strength: Strength
    certainty: Certainty
    actor: Actor | None = None
    deadline: Deadline | None = None
    amount: Amount | None = None
    rule: str = ""

    @property
    def span(self) -> Span:
        return Span(self.location.start, self.location.end)

    @property
    def trackability(self) -> tuple[str, ...]:
        """What a tracker would miss: `actor`, `deadline`, `measure` (a sum or number in the action)."""
        missing = []
        if self.actor is None:
            missing.append("actor")
        if self.deadline is None or not (self.deadline.start or self.deadline.end):
            missing.append("deadline")
        if self.amount is None and not any(character.isdigit() for character in self.action):
            missing.append("measure")
        return tuple(missing)

    def record(self) -> dict[str, Any]:
        return {
            **self.location.record(),
            "id": self.id,
            "actor": self.actor.record() if self.actor else None,
            "action": self.action,
            "certainty": self.certainty,
            "kind": self.kind,
            "strength": self.strength,
            "deadline": self.deadline.record() if self.deadline else None,
            "amount": self.amount.record() if self.amount else None,
            "trackability": list(self.trackability),
        }


@dataclass(frozen=True, slots=True)
class Value:
    """A statistic: `low` = high for a plain number, an interval for "around a third"; unit `percent`, `count`, `gbp` ..."""

    text: str
    low: float
    high: float
    unit: str

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("a value's low end is above its high end")

    def record(self) -> dict[str, Any]:
        return {"text": self.text, "low": whole(self.low), "high": whole(self.high), "unit": self.unit}


@dataclass(frozen=True, slots=True)
class SampleBase:
    """The base of a figure: n respondents, as printed."""

    n: int
    text: str

    def record(self) -> dict[str, Any]:
        return {"n": self.n, "text": self.text}


@dataclass(frozen=True, slots=True)
class Finding:
    """One statistic of a population (`quantitative`), or one summarised theme of open text (`qualitative`)."""

    id: str
    location: Location
    kind: FindingKind
    subject: str
    value: Value | None = None
    prominence: str | None = None
    population: str | None = None
    base: SampleBase | None = None
    survey_question: str | None = None
    figure: str | None = None
    comparison: str | None = None
    wave: str | None = None
    in_summary: bool = False
    theme: str | None = None
    quotations: tuple[Location, ...] = ()
    rule: str = ""

    @property
    def span(self) -> Span:
        return Span(self.location.start, self.location.end)

    def record(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            **self.location.record(),
            "id": self.id,
            "kind": self.kind,
            "value": self.value.record() if self.value else None,
            "prominence": self.prominence,
            "population": self.population,
            "base": self.base.record() if self.base else None,
            "subject": self.subject,
            "survey_question": self.survey_question,
            "figure": self.figure,
            "comparison": self.comparison,
            "wave": self.wave,
            "in_summary": self.in_summary,
        }
        if self.kind == "qualitative":
            made["theme"] = self.theme
            made["quotations"] = [place.record() for place in self.quotations]
        return made
