"""Open-text responses and the question that they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

ResponseState = Literal["coded", "machine_coded", "abstained", "uncoded", "blank", "not_asked", "uncodable", "excluded"]
RESPONSE_STATES: tuple[str, ...] = get_args(ResponseState)
Respondents = Literal["people", "organisations"]


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: its exact text, and whether people (personal data) or organisations answered."""

    id: str
    text: str
    respondents: Respondents

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a question has a text")
        if self.respondents not in get_args(Respondents):
            raise ValueError(f"respondents are people or organisations, not {self.respondents!r}")


@dataclass(frozen=True, slots=True)
class Response:
    """One respondent's free text. `state` is what was known when it came in: `uncoded`, `blank` or `not_asked`;
    what coding adds (`coded`, `machine_coded` ...) is worked out from the codings, never stored here.
    `row`: 1-based row of the file that it was read from, None where it came from elsewhere."""

    id: str
    question: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)
    weight: float | None = None
    state: ResponseState = "uncoded"
    row: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueError("a response has an id")
        if self.state not in RESPONSE_STATES:
            raise ValueError(f"unknown response state {self.state!r}")
        if self.weight is not None and not self.weight >= 0:
            raise ValueError("weights are not negative")

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "question": self.question,
            "text": self.text,
            "attributes": self.attributes,
            "weight": self.weight,
            "state": self.state,
        }
