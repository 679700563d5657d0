"""What became of every response, and of whom percentages are: the response states and the three bases, which add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.responses import ResponseState

STATE_MEANINGS: dict[str, str] = {
    "coded": "coded by people",
    "machine_coded": "the program suggests a code; nobody has coded it",
    "abstained": "the program suggests none; nobody has coded it",
    "uncoded": "answered, and neither coded nor looked at by the program",
    "blank": "asked, and left blank",
    "not_asked": "routed past the question",
    "uncodable": "answered, and people found nothing that can be coded",
    "excluded": "taken out (test entries, duplicates, withdrawn)",
}
BASE_MEANINGS = {
    "asked": "everybody who was asked: all but not asked and excluded",
    "answered": "wrote something: asked, and not blank",
    "codable": "gave an answer that can be coded: answered, and not found uncodable",
}


@dataclass(frozen=True, slots=True)
class BaseRow:
    """`part`: "state" (each response is in exactly one), "in" (their sum) or "base". n None: suppressed, of people so few that
    nothing is said of them."""

    question: str
    part: Literal["state", "in", "base"]
    name: str
    n: int | None
    meaning: str

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question, "part": self.part, "name": self.name, "n": self.n, "meaning": self.meaning,
            "suppressed": self.n is None,
        }  # fmt: skip


def base_rows(question: str, totals: Sequence[tuple[ResponseState, int]], threshold: int = 0) -> list[BaseRow]:
    """The states, what came in, and the bases. Raises AssertionError where the states do not sum to what came in (a bug). With
    a threshold nothing is said of a question that fewer answered; how many left it blank is no secret."""
    counted = dict(totals)
    everybody = sum(counted.values())
    asked = everybody - counted.get("not_asked", 0) - counted.get("excluded", 0)
    answered = asked - counted.get("blank", 0)
    codable = answered - counted.get("uncodable", 0)
    by_state = [counted.get(state, 0) for state in ("coded", "machine_coded", "abstained", "uncoded")]
    assert codable == sum(by_state), "the bases follow from the states"
    silent = codable < threshold

    def shown(n: int) -> int | None:
        return None if silent else n

    rows = [BaseRow(question, "state", state, shown(n), STATE_MEANINGS[state]) for state, n in totals]
    rows.append(BaseRow(question, "in", "in", shown(everybody), "the sum of the states: every response that came in"))
    for name, n in (("asked", asked), ("answered", answered), ("codable", codable)):
        rows.append(BaseRow(question, "base", name, shown(n), BASE_MEANINGS[name]))
    return rows
