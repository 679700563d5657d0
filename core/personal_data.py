"""Personal data in responses: where it stands, what people decided about it, and the text with pseudonyms in its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "name",
    "email",
    "phone",
    "postcode",
    "address",
    "date_of_birth",
    "national_insurance",
    "nhs_number",
    "bank_details",
    "vehicle_registration",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Confidence = Literal["likely", "possible"]
Decision = Literal["suggested", "accepted", "rejected"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
WORDS: dict[Kind, str] = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "postcode": "postcode",
    "address": "address",
    "date_of_birth": "date of birth",
    "national_insurance": "National Insurance number",
    "nhs_number": "NHS number",
    "bank_details": "bank details",
    "vehicle_registration": "vehicle registration",
}


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """A place in a response that may say who somebody is: half-open range of code points, kind, how sure the rule is
    (`rule` is its name, `person` where somebody marked it) and what people decided. `number`: of its pseudonym, the same
    for the same thing throughout the project."""

    id: str
    question: str
    response: str
    kind: Kind
    start: int
    end: int
    confidence: Confidence
    rule: str
    number: int
    decision: Decision = "suggested"
    who: str | None = None
    at: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")
        if self.kind not in KINDS or self.decision not in DECISIONS:
            raise ValueError(f"unknown kind or decision: {self.kind!r}, {self.decision!r}")

    @property
    def pseudonym(self) -> str:
        """What stands in its place: "[name 1]"."""
        return f"[{WORDS[self.kind]} {self.number}]"

    def record(self, text: str | None = None) -> dict[str, Any]:
        """The record of docs/contracts.md; `quote` only where the response's `text` is given."""
        made: dict[str, Any] = {
            "id": self.id,
            "question": self.question,
            "response": self.response,
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence,
            "rule": self.rule,
            "pseudonym": self.pseudonym,
            "decision": self.decision,
        }
        if text is not None:
            made["quote"] = text[self.start : self.end]
        return made


@dataclass(frozen=True, slots=True)
class ShownText:
    """A response as it is shown, and the way from places in its source to places in it. `pieces`: (start, end) in the
    source and (start, end) in `text` of everything that was replaced, in order."""

    text: str
    pieces: tuple[tuple[int, int, int, int], ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the source's half-open range stands in `text`. A range that begins or ends inside a pseudonym is widened to
        the whole of it, so that a marked quotation never says half of what was taken out."""
        return self._moved(start, False), self._moved(end, True)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a half-open range of `text` stands in the source; a range that touches a pseudonym takes in all it stands for."""
        turned = ShownText("", tuple((c, d, a, b) for a, b, c, d in self.pieces))
        return turned.place(start, end)

    def _moved(self, offset: int, is_end: bool) -> int:
        n = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        if n < 0:
            return offset
        start, end, shown_start, shown_end = self.pieces[n]
        if offset >= end:
            return shown_end + offset - end
        if offset == start:
            return shown_start
        return shown_end if is_end else shown_start


def with_pseudonyms(text: str, data: Iterable[PersonalDatum]) -> ShownText:
    """`text` with a pseudonym in the place of each datum. Places that overlap are one, under the first one's pseudonym."""
    joined: list[tuple[int, int, str]] = []
    for datum in sorted(data, key=lambda made: (made.start, -made.end)):
        if joined and datum.start < joined[-1][1]:
            start, end, said = joined[-1]
            joined[-1] = (start, max(end, datum.end), said)
        else:
            joined.append((datum.start, datum.end, datum.pseudonym))
    made: list[str] = []
    pieces: list[tuple[int, int, int, int]] = []
    position = shown = 0
    for start, end, said in joined:
        made += (text[position:start], said)
        shown += start - position
        pieces.append((start, end, shown, shown + len(said)))
        shown += len(said)
        position = end
    made.append(text[position:])
    return ShownText("".join(made), tuple(pieces))
