"""What the place of a sentence among the answers is learned from: its features for one question.

Every feature is between -1 and 1 or so. Their weights are plain numbers (index/answer_weights.json), made by
`python -m benchmarks.answers fit` from questions on papers that were written for it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from index.candidates import Candidate, Wanted
from index.evidence import Verdict, gives_reason, slot_places
from index.question import Question
from index.synonyms import synonyms
from index.words import stem, tokens

FEWEST_TERMS = 4  # a sentence of fewer words says nothing by itself
COUNTED = 6  # words after a figure in which the thing that it counts stands
MANY_NEW = 8  # words that the question does not have, from which a sentence says something new
REACH = 12  # words about a figure within which it is read together with them
NAMES = (
    "meaning", "cosine", "words", "bare", "passage", "own_cover", "heading_cover", "near_cover", "before_cover",
    "phrase", "caption", "question", "lead_in", "fragment", "missing", "unfilled", "filled", "reason_given",
    "reason_lacking", "registered", "listed", "list_item", "table_row", "heading", "summary", "opens", "compares",
    "announces", "unnamed", "long", "answers_lead_in", "follows", "recommends", "superlative", "around_cover",
    "item_cover", "refers_back", "reason_after", "loose_cover", "counted", "joint_cover", "lead_cover", "lead_meaning",
    "title_cover", "goes_on", "after", "new_words", "field", "passage_meaning",
)  # fmt: skip

_CAPTION = re.compile(
    r"\W*(?:figure|table|chart|base|source|question|note)\s*(?:\d+[a-z]?)?\s*[:.–-]|\W*(?:n|base)\s*=", re.I
)
_SUMMARY = re.compile(r"\b(?:summary|key (?:findings|points|messages)|overview|highlights|headlines)\b", re.I)
_COMPARED = re.compile(
    r"\b(?:compared|compares|up from|down from|higher than|lower than|more than in|fewer than in|increased?|decreased?"
    r"|risen|rose|fell|fallen|similar to|same as|previous|last asked|since|against|than in)\b",
    re.I,
)
_ANNOUNCES = re.compile(
    r"\b(?:this (?:report|paper|section|chapter|item|note|appendix)|the following|set out (?:in|below)|asks? (?:cabinet|members|the board|the committee)"
    r"|see (?:item|section|paragraph|figure|table|appendix)|(?:figure|table) \d+ (?:shows?|gives?|sets out|compares))\b",
    re.I,
)
_SUPERLATIVE = re.compile(
    r"\b(?:most|least|best|worst|main|chief|top|maximum|minimum|came (?:first|second|last)|first|[a-z]{3,}est(?<!interest)(?<!request)(?<!forest)(?<!harvest)(?<!honest)(?<!protest)(?<!contest)(?<!modest)(?<!invest)(?<!suggest)(?<!arrest))\b",
    re.I,
)
_RECOMMENDS = re.compile(
    r"\b(?:recommendations?|members are asked|is asked to|that (?:the board|cabinet|members))\b", re.I
)
_UNNAMED = re.compile(
    r"^\W*(?:these|this|those|they|it|its|their|the (?:first|second|third|latter|former)|he|she|others?)\b", re.I
)
_GOES_ON = re.compile(r"\W*(?:the|that|such|another|both|of (?:these|those|the)|in (?:those|these))\b", re.I)
_FIELD = re.compile(r"\W*[A-Z][\w’' ]{0,25}: ?\S")  # "Report title: ..."


def features(asked_for: Question, one: Candidate, verdict: Verdict, wanted: Wanted) -> list[float]:
    """The features of a sentence, in the order of NAMES."""
    text = one.sentence.text
    caption = one.passage.kind in ("caption", "survey_question") or is_caption(text)
    reason = gives_reason(text)
    checked = asked_for.slot not in ("none", "reason", "said", "decision")
    why = asked_for.slot == "reason"
    before = one.before
    held = one.own | one.headings
    lead_before = before is not None and is_lead_in(before.sentence.text)
    return [
        one.meaning,
        one.cosine,
        one.words,
        one.bare,
        one.passage_share,
        wanted.share(one.own),
        wanted.share(one.own | one.headings),
        near_cover(asked_for, one, wanted),
        wanted.share(before.own) if before is not None else 0.0,
        phrases_held(asked_for, one),
        float(caption),
        float(not caption and text.rstrip().endswith("?")),
        float(not caption and is_lead_in(text)),
        float(len(one.terms) < FEWEST_TERMS),
        float(bool(verdict.missing)),
        float(checked and verdict.unfilled is not None),
        float(checked and verdict.unfilled is None),
        float(why and reason),
        float(why and not reason),
        float(one.registered),
        float(asked_for.many) * min(1.0, (text.count(",") + text.count(";")) / 4),
        float(asked_for.many and one.passage.kind == "list_item"),
        float(one.passage.kind == "table_row"),
        float(one.passage.kind == "heading"),
        float(_SUMMARY.search(" ".join(one.passage.section)) is not None),
        float(one.number == 0),
        float(asked_for.compares and _COMPARED.search(text) is not None),
        float(_ANNOUNCES.search(text) is not None),
        float(_UNNAMED.match(text) is not None),
        min(1.0, math.log1p(len(one.terms)) / 4),
        float(lead_before) * (wanted.share(before.own) if before is not None else 0.0),
        before.meaning if before is not None else 0.0,
        float(_RECOMMENDS.search(" ".join(one.passage.section[-1:])) is not None),
        float(asked_for.superlative and is_superlative(text)),
        wanted.loose(one.around | one.headings),
        float(one.passage.kind == "list_item") * wanted.loose(one.around),
        float(_UNNAMED.match(text) is not None) * (wanted.loose(before.own) if before is not None else 0.0),
        float(why and reason) * (wanted.loose(before.own) if before is not None else 0.0),
        wanted.loose(one.own | one.headings),
        float(counted(asked_for, one)),
        wanted.loose(held | one.lead | (before.own if before is not None else frozenset())) - wanted.loose(held),
        wanted.loose(one.lead) if one.lead else 0.0,
        one.led,
        wanted.loose(held | one.identity) - wanted.loose(held),
        float(_GOES_ON.match(text) is not None) * (wanted.loose(before.own) if before is not None else 0.0),
        one.after,
        min(1.0, len(one.own - asked_for.stems) / MANY_NEW),
        float(asked_for.slot not in ("who", "date") and _FIELD.match(text) is not None),
        one.best,
    ]


def is_caption(text: str) -> bool:
    return _CAPTION.match(text) is not None


def is_superlative(text: str) -> bool:
    return _SUPERLATIVE.search(text) is not None


def is_lead_in(text: str) -> bool:
    """Whether the sentence only leads to what is said after it."""
    bare = text.rstrip()
    return bare.endswith(":") or re.search(r"\b(?:was|were) (?:then |also )?asked\b", bare, re.I) is not None


def near_cover(asked_for: Question, one: Candidate, wanted: Wanted) -> float:
    """For a figure, sum or date: the largest share of the question's words that stand within REACH words of one, headings
    counted; the whole sentence's where no place in it is asked for."""
    places = slot_places(asked_for.slot, one.sentence.text)
    if not places:
        return 0.0
    found = tokens(one.sentence.text)
    best = 0.0
    for start, end in places:
        middle = next((n for n, token in enumerate(found) if token.end > start), len(found) - 1)
        last = next((n for n in range(len(found) - 1, -1, -1) if found[n].start < end), middle)
        window = found[max(0, middle - REACH) : last + REACH + 1]
        best = max(best, wanted.share(frozenset(stem(token.term) for token in window) | one.headings))
    return best


def counted(asked_for: Question, one: Candidate) -> bool:
    """Whether a figure of the sentence counts what the question asks about: its head noun, or a synonym, stands within
    COUNTED words after the figure."""
    if asked_for.slot not in ("number", "quantity", "percent") or not asked_for.head:
        return False
    heads = synonyms(asked_for.head) | {asked_for.head}
    found = tokens(one.sentence.text)
    for start, _ in slot_places(asked_for.slot, one.sentence.text):
        after = [token for token in found if token.start >= start][: COUNTED + 1]
        if any(stem(token.term) in heads for token in after):
            return True
    return False


def phrases_held(asked_for: Question, one: Candidate) -> float:
    """The share of the question's pairs of adjacent telling words that the sentence holds within three words."""
    pairs = asked_for.pairs
    if not pairs:
        return 0.0
    sequence = [stem(term) for term in one.terms]
    places: dict[str, list[int]] = {}
    for n, word in enumerate(sequence):
        places.setdefault(word, []).append(n)
    held = sum(
        any(abs(a - b) <= 3 for a in places.get(left, ()) for b in places.get(right, ())) for left, right in pairs
    )
    return held / len(pairs)


def score(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))
