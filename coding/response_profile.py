"""What a set of responses is like before it is stored: what a person would want to know before saying yes."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.responses import Response
from core.text import plain

NO_ANSWER = re.compile(
    r"\W*(?:n\W?a|not applicable|none(?: (?:at all|known|that i know of))?|nothing(?: (?:to add|else|really|more|at all))?|nil|no answer|no response"
    r"|no (?:(?:further|other|additional|more) )?(?:comments?|opinions?|views?|suggestions?)(?: (?:to make|at this time))?)\W*",
    re.IGNORECASE,
)
LONGEST_NO_ANSWER = 60
CAMPAIGN_CHARACTERS = 80  # a shorter text may be the same by chance
MANY_VALUES = 50  # an attribute with more is no group to compare by
VALUES_SHOWN = 12


def says_no_answer(text: str) -> bool:
    """Whether a text says no more than that there is no answer ("n/a", "none", "no comment")."""
    return len(text) < LONGEST_NO_ANSWER and NO_ANSWER.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class AttributeProfile:
    """An attribute: values with how many responses have each, most first; `missing`: without a value; `alike`: values that
    differ by case, spaces, accents or punctuation only."""

    name: str
    values: tuple[tuple[str, int], ...]
    missing: int
    alike: tuple[tuple[str, ...], ...]

    @property
    def many(self) -> bool:
        return len(self.values) > MANY_VALUES

    def record(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "different": len(self.values),
            "missing": self.missing,
            "values": [{"value": value, "n": n} for value, n in self.values[:MANY_VALUES]],
            "alike": [list(group) for group in self.alike],
        }


@dataclass(frozen=True, slots=True)
class WeightProfile:
    """Survey weights: how many are zero, the least, the greatest and the sum. Missing and negative ones are refused rows."""

    zero: int
    least: float
    greatest: float
    total: float

    def record(self) -> dict[str, Any]:
        return {"zero": self.zero, "least": self.least, "greatest": self.greatest, "sum": round(self.total, 6)}


@dataclass(frozen=True, slots=True)
class ResponseProfile:
    """`answered`: with a text; `no_answer`: of these, texts that say no more than "none", by wording; `words`: least, median and
    greatest number of words of the others (None without any); `repeated`: answers that share a long text with another."""

    responses: int
    answered: int
    blank: int
    not_asked: int
    no_answer: tuple[tuple[str, int], ...]
    words: tuple[int, int, int] | None
    repeated: int
    attributes: tuple[AttributeProfile, ...]
    weights: WeightProfile | None

    def record(self) -> dict[str, Any]:
        return {
            "responses": self.responses,
            "answered": self.answered,
            "blank": self.blank,
            "not_asked": self.not_asked,
            "no_answer": [{"wording": wording, "n": n} for wording, n in self.no_answer],
            "words": dict(zip(("least", "median", "most"), self.words)) if self.words else None,
            "repeated_long_texts": self.repeated,
            "attributes": [made.record() for made in self.attributes],
            "weights": self.weights.record() if self.weights else None,
        }


def profile_of(responses: Sequence[Response]) -> ResponseProfile:
    """The profile of responses as they were read."""
    answered = [made for made in responses if made.state == "uncoded"]
    wordings = Counter(
        " ".join(plain(made.text).split()).strip(" .!,-") for made in answered if says_no_answer(made.text)
    )
    lengths = sorted(len(made.text.split()) for made in answered if not says_no_answer(made.text))
    words = (lengths[0], int(statistics.median(lengths)), lengths[-1]) if lengths else None
    weights = [made.weight for made in responses if made.weight is not None]
    names = list(dict.fromkeys(name for made in responses for name in made.attributes))
    return ResponseProfile(
        len(responses),
        len(answered),
        sum(made.state == "blank" for made in responses),
        sum(made.state == "not_asked" for made in responses),
        tuple(wordings.most_common()),
        words,
        repeated_long_texts(answered),
        tuple(_attribute(name, [made.attributes.get(name, "") for made in responses]) for name in names),
        WeightProfile(weights.count(0.0), min(weights), max(weights), sum(weights)) if weights else None,
    )


def repeated_long_texts(responses: Sequence[Response]) -> int:
    """How many responses share a long text with another, spaces and case apart."""
    texts = Counter(
        " ".join(made.text.split()).casefold() for made in responses if len(made.text) > CAMPAIGN_CHARACTERS
    )
    return sum(n for n in texts.values() if n > 1)


def _attribute(name: str, cells: Sequence[str]) -> AttributeProfile:
    counted = Counter(cells)
    missing = counted.pop("", 0)
    alike: dict[str, list[str]] = {}
    if len(counted) <= 10 * MANY_VALUES:
        for value in counted:
            alike.setdefault(re.sub(r"[\W_]+", "", plain(value)) or value, []).append(value)
    groups = tuple(tuple(sorted(group, key=lambda v: -counted[v])) for group in alike.values() if len(group) > 1)
    return AttributeProfile(name, tuple(counted.most_common()), missing, groups)
