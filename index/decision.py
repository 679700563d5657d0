"""Whether the sentence that was chosen is the answer, or the documents only come near: a calibrated decision.

Similarity cannot tell a near miss, which reuses the documents' own words. What tells it is evidence: names, years, waves and
figures of the question that stand nowhere near, a sum or date or name that is not given, words of the question that neither
the sentence nor its headings bear, and a figure that counts something else. The weights of these are plain numbers
(index/answer_weights.json), fitted on questions that the sample papers answer and near misses that they do not
(`python -m benchmarks.answers fit`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.candidates import Candidate, Wanted, identity
from index.evidence import Verdict
from index.features import NAMES
from index.question import Question
from index.words import stem, tokens

FOUND = (
    "missing", "missing_of_three", "unfilled", "unfilled_of_three", "unmatched_beside", "unmatched_around", "loose_cover",
    "around_cover", "cosine", "score", "margin", "counts_else", "table_row", "reason_lacking",
    "near_cover", "coverage", "asks_sum", "asks_figure", "asks_reason", "asks_other", "yes_no", "words_asked", "names", "years",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """rank: weight of each sentence feature; found: intercept, then weight of each of FOUND; threshold: least chance at
    which an answer is given; confidence: intercept and slope over the log odds of the chance."""

    rank: tuple[float, ...]
    found: tuple[float, ...]
    threshold: float
    confidence: tuple[float, float]


@cache
def weights() -> AnswerWeights:
    """The weights that are shipped."""
    read = json.loads(files("index").joinpath("answer_weights.json").read_text(encoding="utf-8"))
    return AnswerWeights(
        tuple(float(read["rank"][name]) for name in NAMES),
        (float(read["found"]["intercept"]), *(float(read["found"][name]) for name in FOUND)),
        float(read["threshold"]),
        (float(read["confidence"]["intercept"]), float(read["confidence"]["slope"])),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its features, its score for the question, and the verdict on it as evidence."""

    candidate: Candidate
    features: tuple[float, ...]
    score: float
    verdict: Verdict


def found_features(asked_for: Question, best: Sequence[Judged], wanted: Wanted, coverage: float) -> list[float]:
    """What the decision goes by, in the order of FOUND; `best`: the first sentences, at least one."""
    first = best[0]
    value = dict(zip(NAMES, first.features, strict=True))
    one = first.candidate
    beside = one.own | one.headings
    around = one.around | one.headings | stems_of(identity(one.place.document))
    counting = asked_for.slot in ("number", "quantity", "percent") and bool(asked_for.head)
    return [
        float(min(2, len(first.verdict.missing))),
        float(min(min(2, len(other.verdict.missing)) for other in best)),
        float(first.verdict.unfilled is not None),
        float(all(other.verdict.unfilled is not None for other in best)),
        float(len(unmatched(wanted, beside))),
        float(len(unmatched(wanted, around))),
        wanted.loose(beside),
        wanted.loose(around),
        one.cosine,
        first.score,
        min(3.0, first.score - best[1].score) if len(best) > 1 else 3.0,
        float(counting and not value["counted"]),
        value["table_row"],
        value["reason_lacking"],
        value["near_cover"],
        coverage,
        float(asked_for.slot == "money"),
        float(asked_for.slot in ("number", "quantity", "percent")),
        float(asked_for.slot == "reason"),
        float(asked_for.slot == "none"),
        float(asked_for.yes_no),
        float(len(wanted.groups)),
        float(min(2, len(asked_for.names))),
        float(len(asked_for.years)),
    ]


def stems_of(text: str) -> frozenset[str]:
    return frozenset(stem(token.term) for token in tokens(text))


def unmatched(wanted: Wanted, held: frozenset[str]) -> list[str]:
    """The question's words (stems) of which neither they nor a synonym stand in `held`."""
    return [
        group[0]
        for group, near in zip(wanted.groups, wanted.near, strict=True)
        if not held.intersection(group) and not held.intersection(near)
    ]


def log_odds(values: Sequence[float], found: Sequence[float]) -> float:
    """Log odds that the documents answer the question, by the weights `found`."""
    return found[0] + sum(w * v for w, v in zip(found[1:], values, strict=True))


def logistic(z: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def as_record(
    rank: Mapping[str, float], found: Mapping[str, float], threshold: float, confidence: Sequence[float]
) -> str:
    """The weights file, as text."""
    made = {
        "rank": {name: round(float(rank[name]), 4) for name in NAMES},
        "found": {name: round(float(found[name]), 4) for name in ("intercept", *FOUND)},
        "threshold": round(float(threshold), 4),
        "confidence": {"intercept": round(float(confidence[0]), 4), "slope": round(float(confidence[1]), 4)},
    }
    return json.dumps(made, indent=1) + "\n"
