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
from functools import cache, lru_cache
from importlib.resources import files

from index.candidates import Candidate, Wanted, identity
from index.evidence import Verdict, enumerates, is_untold, new_names, wave_in
from index.features import NAMES, is_superlative
from index.question import Question
from index.synonyms import synonyms
from index.telling import KINDS, WordKind, word_kinds
from index.words import stem, tokens

FOUND = (
    "missing", "missing_of_three", "unfilled", "unfilled_of_three", "unmatched_beside", "unmatched_around", "loose_cover",
    "around_cover", "cosine", "score", "margin", "counts_else", "table_row", "reason_lacking",
    "near_cover", "coverage", "asks_sum", "asks_figure", "asks_reason", "asks_other", "yes_no", "words_asked", "names", "years",
    *(f"{kind}_beside" for kind in KINDS), *(f"{kind}_around" for kind in KINDS), "solid", "solid_share", "solid_share_around",
    "solid_share_of_three", "known_lacking", "unknown", "qualified_else", "figure_qualified_else", "end_lacking", "end_lacking_around",
    "head_lacking", "which_unnamed", "which_of_unnamed", "who_unnamed", "ordinal", "year_apart", "wave_apart", "untold",
    "superlative_lacking", "phrase", "registered", "meaning", "passage", "recommends", "hardly_held", "hardly_held_of_three",
    *(f"{name}_{slot}" for name in ("lacking", "solid_lacking") for slot in ("sum", "figure", "date", "other")),
    *(f"{kind}_beside_{slot}" for kind in ("general", "subject", "measure") for slot in ("sum", "figure")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """rank: weight of each sentence feature; found: intercept, then weight of each of FOUND; threshold: least chance at
    which an answer is given; confidence: intercept and weights of FOUND for the chance that the first sentence is right, given that an answer is given."""

    rank: tuple[float, ...]
    found: tuple[float, ...]
    threshold: float
    confidence: tuple[float, ...]


@cache
def weights() -> AnswerWeights:
    """The weights that are shipped."""
    read = json.loads(files("index").joinpath("answer_weights.json").read_text(encoding="utf-8"))
    return AnswerWeights(
        tuple(float(read["rank"][name]) for name in NAMES),
        (float(read["found"]["intercept"]), *(float(read["found"][name]) for name in FOUND)),
        float(read["threshold"]),
        (float(read["confidence"]["intercept"]), *(float(read["confidence"][name]) for name in FOUND)),
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
    text = one.sentence.text
    beside = _beside(one)
    around = _around(one)
    figures = asked_for.slot in ("number", "quantity", "percent")
    lacking = unmatched(wanted, beside)
    lacking_around = unmatched(wanted, around)
    kinds = word_kinds(asked_for.text)
    solid = [group[0] for group in wanted.groups if kinds.get(group[0], "subject") != "general"]

    def of_kind(lacking: Sequence[str], kind: WordKind) -> float:
        return float(min(2, sum(kinds.get(one, "subject") == kind for one in lacking)))

    def solid_share(lacking: Sequence[str]) -> float:
        return 1 - sum(one in solid for one in lacking) / len(solid) if solid else 1.0

    total = sum(wanted.weights) or 1.0
    idf = {group[0]: weight for group, weight in zip(wanted.groups, wanted.weights, strict=True)}
    known = {group[0]: there for group, there in zip(wanted.groups, wanted.known, strict=True)}
    qualified = min(2, qualified_else(asked_for, wanted, one.own))
    slots = (asked_for.slot == "money", figures, asked_for.slot == "date", asked_for.slot == "none")
    names = new_names(asked_for, text)
    lists = enumerates(text)
    return [
        float(min(2, len(first.verdict.missing))),
        float(min(min(2, len(other.verdict.missing)) for other in best)),
        float(first.verdict.unfilled is not None),
        float(all(other.verdict.unfilled is not None for other in best)),
        float(len(lacking)),
        float(len(lacking_around)),
        wanted.loose(beside),
        wanted.loose(around),
        one.cosine,
        first.score,
        min(3.0, first.score - best[1].score) if len(best) > 1 else 3.0,
        float(figures and bool(asked_for.head) and not value["counted"]),
        value["table_row"],
        value["reason_lacking"],
        value["near_cover"],
        coverage,
        float(asked_for.slot == "money"),
        float(figures),
        float(asked_for.slot == "reason"),
        float(asked_for.slot == "none"),
        float(asked_for.yes_no),
        float(len(wanted.groups)),
        float(min(2, len(asked_for.names))),
        float(len(asked_for.years)),
        *(of_kind(lacking, kind) for kind in KINDS),
        *(of_kind(lacking_around, kind) for kind in KINDS),
        float(min(5, len(solid))),
        solid_share(lacking),
        solid_share(lacking_around),
        max(solid_share(unmatched(wanted, _around(other.candidate))) for other in best),
        sum(idf[one] for one in lacking if known[one]) / total,
        float(min(3, sum(not there for there in known.values()))),
        float(qualified),
        float(qualified) if figures or asked_for.slot == "money" else 0.0,
        float(min(3, len(set(lacking) & asked_for.end))),
        float(min(3, len(set(lacking_around) & asked_for.end))),
        float(figures and bool(asked_for.head) and not _held(asked_for.head, wanted, one.own)),
        float(asked_for.slot in ("who", "which") and len(names) < 2 and not lists),
        float(asked_for.counted and len(names) < 2 and not lists),
        float(asked_for.slot == "who" and not names),
        float(any(word not in one.terms for word in asked_for.ordinals)),
        float(any(year[:4] not in text for year in asked_for.years)),
        float(any(not wave_in(wave, text) for wave in asked_for.waves)),
        float(is_untold(text)),
        float(asked_for.superlative and not is_superlative(text)),
        *(value[name] for name in ("phrase", "registered", "meaning", "passage", "recommends")),
        max(0.0, 0.5 - wanted.loose(around)),
        max(0.0, 0.5 - max(wanted.loose(_around(other.candidate)) for other in best)),
        *(float(slot) * (1 - wanted.loose(beside)) for slot in slots),
        *(float(slot) * (1 - solid_share(lacking_around)) for slot in slots),
        *(float(slot) * of_kind(lacking, kind) for kind in ("general", "subject", "measure") for slot in slots[:2]),
    ]


def _beside(one: Candidate) -> frozenset[str]:
    """What is read with a sentence: its headings, the one before it, the lead-in of its list, the header of its table."""
    before = one.before.own if one.before is not None else frozenset()
    header = one.around if one.passage.kind == "table_row" else frozenset()
    return one.own | one.headings | one.lead | before | header


def _around(one: Candidate) -> frozenset[str]:
    return one.around | one.headings | stems_of(identity(one.place.document))


def _held(one: str, wanted: Wanted, held: frozenset[str]) -> bool:
    """Whether the stem, another name of it, or a synonym is in `held`."""
    for group, near in zip(wanted.groups, wanted.near, strict=True):
        if group[0] == one:
            return bool(held.intersection(group) or held.intersection(near))
    return one in held or bool(held & synonyms(one))


def qualified_else(asked_for: Question, wanted: Wanted, held: frozenset[str]) -> int:
    """How many words of the question stand in `held` without the word that qualifies them there ("county councils" where the
    sentence speaks of councils)."""
    subject = {group[0] for group in wanted.groups}
    return sum(
        _held(right, wanted, held) and not _held(left, wanted, held)
        for left, right in asked_for.pairs
        if left in subject and right in subject
    )


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    return frozenset(stem(token.term) for token in tokens(text))


def unmatched(wanted: Wanted, held: frozenset[str]) -> list[str]:
    """The question's words (stems) of which neither they nor a synonym stand in `held`."""
    return [
        group[0]
        for group, near in zip(wanted.groups, wanted.near, strict=True)
        if not held.intersection(group) and not held.intersection(near)
    ]


def log_odds(values: Sequence[float], weights: Sequence[float]) -> float:
    """Log odds by an intercept and one weight for each of FOUND: that the documents answer the question (AnswerWeights.found),
    or that the first sentence does (AnswerWeights.confidence)."""
    return weights[0] + sum(w * v for w, v in zip(weights[1:], values, strict=True))


def confidence(values: Sequence[float]) -> float:
    """The calibrated chance that the first sentence answers, 0 to 1, from the features of the decision."""
    return logistic(log_odds(values, weights().confidence))


def logistic(z: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def as_record(
    rank: Mapping[str, float], found: Mapping[str, float], threshold: float, confidence: Mapping[str, float]
) -> str:
    """The weights file, as text."""
    made = {
        "rank": {name: round(float(rank[name]), 4) for name in NAMES},
        "found": {name: round(float(found[name]), 4) for name in ("intercept", *FOUND)},
        "threshold": round(float(threshold), 4),
        "confidence": {name: round(float(confidence[name]), 4) for name in ("intercept", *FOUND)},
    }
    return json.dumps(made, indent=1) + "\n"
