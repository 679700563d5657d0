"""Undertakings that one clause joins: "will publish a plan in May and consult on a charter" is two.

Verbs are taken apart where each has something of its own after it (an object, a place, a date). "Will review and update the
code" is one undertaking, and so is one whose second verb only says what the first is for ("and help", "and so improve").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ingest.statements.constructions import CHANGE_VERBS, EFFECT_VERBS, STATIVE_VERBS, Clause

_APART = frozenset(["will active", "will be VERBing"])
_OWN = frozenset(["dobj", "prep", "ccomp", "xcomp", "dative", "oprd", "agent", "npadvmod"])
_SUPPORTING = EFFECT_VERBS | STATIVE_VERBS | CHANGE_VERBS | {"support", "be", "do", "take", "include"}
FEWEST_WORDS = 3
"""An undertaking of its own has at least a verb and two more words."""


@dataclass(frozen=True, slots=True)
class Share:
    """One of the undertakings: its range in the sentence, and its clause with its own verb."""

    start: int
    end: int
    clause: Clause


def shares(parsed: Any, clause: Clause | None) -> list[Share]:
    """The undertakings that `clause` joins, in order; empty where it is one."""
    if clause is None or clause.construction not in _APART:
        return []
    verb = next((token for token in parsed if token.idx == clause.verb_start), None)
    if verb is None or not _has_its_own(verb):
        return []
    others = [token for token in _joined(verb) if token.lemma_.lower() not in _SUPPORTING and _has_its_own(token)]
    if not others:
        return []
    starts = [_left_edge(token) for token in others]
    ends = [*(_before(parsed, start) for start in starts), len(parsed.text)]
    made = [Share(0, ends[0], clause)]
    for token, start, end in zip(others, starts, ends[1:]):
        own = replace(clause, verb=token.lemma_.lower(), verb_start=token.idx, verb_end=token.idx + len(token))
        made.append(Share(start, end, own))
    return made if all(len(parsed.text[s.start : s.end].split()) >= FEWEST_WORDS for s in made) else []


def _joined(verb: Any) -> Iterator[Any]:
    """The verbs joined to a verb that have its form and subject: bare after "will", in -ing after "will be"."""
    forms = {"VB": ("VB", "VBP"), "VBP": ("VB", "VBP"), "VBG": ("VBG",)}
    for token in verb.conjuncts:
        if token.i < verb.i or token.tag_ not in forms.get(verb.tag_, ()):
            continue
        if any(child.dep_ in ("nsubj", "nsubjpass", "neg", "mark") for child in token.children):
            continue
        yield token


def _has_its_own(token: Any) -> bool:
    return any(child.dep_ in _OWN and child.i > token.i for child in token.children)


def _left_edge(token: Any) -> int:
    """Where a joined verb's words begin: at its auxiliary or adverb, after the conjunction."""
    before = [c for c in token.children if c.i < token.i and c.dep_ in ("aux", "auxpass", "advmod")]
    return int(min((c.idx for c in before), default=token.idx))


def _before(parsed: Any, start: int) -> int:
    """Where the words before a joined verb end, its conjunction and comma left out."""
    index = next(token.i for token in parsed if token.idx == start) - 1
    while index > 0 and (
        parsed[index].dep_ in ("cc", "punct") or parsed[index].is_space or parsed[index].dep_ == "advmod"
    ):
        index -= 1
    return int(parsed[index].idx + len(parsed[index]))
