"""What the trained model reads of a candidate: words with names and figures masked, the clause's grammar, the setting.

Years, sums, places and names are masked so that the model learns how an undertaking is worded and not who makes it (they
were biased features in work on climate targets: Juhasz and others 2024). The rules' decision is left out, since a model
that sees it copies it (benchmarks/commitments.py) and would be no second vote.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from ingest.statements.actors import can_act, is_document
from ingest.statements.candidates import Candidate
from ingest.statements.constructions import Clause
from ingest.statements.verdicts import Verdict, words_at

WINDOW = 4
"""Words on either side of the governing verb that are read with their side."""
_MONTHS = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)  # fmt: skip
_SEASONS = frozenset(["spring", "summer", "autumn", "winter"])
_KEPT_NAMES = frozenset(
    ["government", "council", "department", "board", "committee", "cabinet", "trust", "minister", "ministers", "officers", "members", "cllr", "mr", "mrs", "ms", "dr", "act", "regulations", "clerk", "chair", "director", "resolved", "action", "secretary", "panel", "authority", "commission"]
)  # fmt: skip
_PRONOUN_CLASSES = {
    "we": "we", "i": "i", "you": "you", "it": "it", "they": "they", "he": "person", "she": "person", "this": "this",
    "that": "this", "these": "this", "those": "this", "which": "which", "who": "which", "there": "there",
}  # fmt: skip
_MODALS = frozenset(["will", "shall", "would", "should", "must", "may", "might", "can", "could", "'ll", "’ll"])
_READER = re.compile(r"\b[Yy]our?s?\b")
_QUOTED = re.compile(r"[“\"‘][^”\"’]{20,}")
_CONDITION = re.compile(r"\b(?:if|unless|should|were|provided|subject to|once|where|in the event)\b", re.I)


def features(candidate: Candidate, verdict: Verdict | None) -> list[str]:
    """The names of the features that hold of a candidate, each once."""
    clause = _clause(candidate, verdict)
    words = [masked(token) for token in candidate.parsed if not (token.is_space or token.is_punct)]
    found = {f"w:{word}" for word in words}
    found.update(f"b:{left}_{right}" for left, right in itertools.pairwise(words))
    found.update(f"start:{'_'.join(words[:n])}" for n in (1, 2))
    found.update(_grammar(candidate, clause))
    found.update(_setting(candidate))
    return sorted(found)


def masked(token: Any) -> str:
    """A token's lemma in lower case, or the class of thing that it names."""
    lower = token.lower_
    if token.like_num or re.search(r"\d", lower):
        if re.fullmatch(r"(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?", lower):
            return "YEAR"
        return "NUM"
    if lower == "£":
        return "MONEY"
    if lower in _MONTHS and token.text[:1].isupper():
        return "MONTH"
    if lower in _SEASONS:
        return "SEASON"
    if lower in _KEPT_NAMES:
        return str(lower)
    if token.pos_ == "PROPN" or token.ent_type_ in ("GPE", "LOC", "PERSON", "FAC"):
        return "NAME"
    return str(token.lemma_.lower())


def _clause(candidate: Candidate, verdict: Verdict | None) -> Clause | None:
    if verdict is not None and verdict.clause is not None:
        return verdict.clause
    found = candidate.clauses
    ahead = [c for c in found if c.construction.startswith(("will", "there will", "commit", "plan", "agreed"))]
    return next((c for c in ahead if c.main), None) or next(iter(ahead), None) or next(iter(found), None)


def _grammar(candidate: Candidate, clause: Clause | None) -> list[str]:
    text = candidate.sentence.text
    if clause is None:
        root = next((t for t in candidate.parsed if t.dep_ == "ROOT"), None)
        return ["clause:none", f"root:{root.pos_ if root is not None else ''}:{root.tag_ if root is not None else ''}"]
    near = _near(candidate.parsed, clause)
    subject = _subject_class(text, clause)
    found = [
        f"c:{clause.construction}", f"v:{clause.verb}", f"s:{subject}", f"c+s:{clause.construction}+{subject}",
        f"s+v:{subject}+{clause.verb}", f"main:{clause.main}", f"agent:{clause.agent is not None}",
        f"reporter:{clause.reporter is not None}", *(f"against:{reason}" for reason in clause.against), *near,
    ]  # fmt: skip
    before = text[: clause.verb_start]
    if any(c.main and c.construction.startswith("will") for c in candidate.clauses):
        found.append("main will")
    if _CONDITION.search(before):
        found.append("condition before")
    return found


def _near(parsed: Any, clause: Clause) -> list[str]:
    at = next((t.i for t in parsed if t.idx == clause.verb_start), None)
    if at is None:
        return []
    left = [masked(t) for t in parsed[max(0, at - WINDOW) : at] if not t.is_punct]
    right = [masked(t) for t in parsed[at + 1 : at + 1 + WINDOW] if not t.is_punct]
    modal = next((t.lower_ for t in parsed[at].children if t.lower_ in _MODALS), "none")
    return [
        f"modal:{modal}",
        f"tag:{parsed[at].tag_}",
        *(f"l:{word}" for word in left),
        *(f"r:{word}" for word in right),
        *(f"vr:{clause.verb}_{word}" for word in right[:1]),
    ]


def _subject_class(text: str, clause: Clause) -> str:
    words = words_at(text, clause.subject)
    if not words:
        return "none"
    lower = words.lower()
    if lower in _PRONOUN_CLASSES:
        return _PRONOUN_CLASSES[lower]
    if _READER.search(words):
        return "your"
    if is_document(words):
        return "paper"
    if clause.subject_is_person:
        return "person"
    if can_act(words, proper=clause.subject_is_proper, person=False):
        return "body"
    return "thing"


def _setting(candidate: Candidate) -> list[str]:
    setting, text = candidate.setting, candidate.sentence.text
    found = [f"mode:{setting.mode}", f"minutes:{setting.minutes}", f"first:{setting.first}"]
    flags: Sequence[tuple[str, bool]] = (
        ("survey", setting.survey), ("listed", setting.listed), ("past", setting.past), ("present", setting.present),
        ("to the reader", setting.to_the_reader), ("letter", setting.letter), ("continues", setting.previous_taken), ("lead-in", bool(setting.lead_in)),
        ("reader", bool(_READER.search(text))), ("quoted", bool(_QUOTED.search(text))), ("short", len(text.split()) < 8),
        ("long", len(text.split()) > 35),
    )  # fmt: skip
    found.extend(name for name, holds in flags if holds)
    if setting.lead_in:
        found.extend(f"lead:{word}" for word in re.findall(r"[a-z’']+", setting.lead_in.lower())[-4:])
    return found
