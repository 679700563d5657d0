"""Which mentions are one commitment: the same undertaking said again, in one document or in several.

Two mentions are one where what they promise shares most of its telling words and neither deadline nor sum of money
contradicts; people's decisions override. Careful rather than complete: two rows that are one can be merged by a person,
two commitments shown as one mislead.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from index.words import content_stems

# Thresholds: the weighted share of common words (Jaccard with idf weights), chosen on the duplicates of the dev gold.
ALIKE = 0.55
ALIKE_SAME_TERMS = 0.35  # where both state the same sum or the same deadline
CONTAINED = 0.8
CONTAINED_LEAST = 4  # telling words that the shorter must have
LARGE_SUM = 1e6  # pounds: an exact sum of this size said twice, about the same thing, is one sum
VERY_LARGE_SUM = 2e7  # of this size it may be said twice in general words ("£200 million of additional investment")
SUM_SAID = 4  # a sum in more mentions than this is a usual one and says little
COMMONEST = 60  # a word in more mentions than this brings no pairs together
GENERIC = frozenset(
    content_stems(
        "will government department publish provide support ensure continue develop work include strategy commitment "
        "commit plan new further additional make set take programme funding fund investment launch review consultation "
        "consult introduce improve help council councils local authority authorities children child young people board "
        "members officers lga report"
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """One mention, as far as merging looks at it. Intervals are ISO dates and whole pounds; None where not stated."""

    id: str
    document: str
    start: int
    end: int
    action: str
    deadline: tuple[str | None, str | None] | None = None
    amount: tuple[float | None, float | None] | None = None


def said(name: str, document: str, start: int, end: int, fields: Mapping[str, Any]) -> Said:
    deadline, amount = fields.get("deadline"), fields.get("amount")
    dated = deadline is not None and (deadline.get("start") or deadline.get("end"))
    return Said(
        name,
        document,
        start,
        end,
        f"{fields.get('action') or ''} {fields.get('quote') or ''}",
        (deadline.get("start"), deadline.get("end")) if dated and deadline else None,
        (amount.get("low"), amount.get("high")) if amount else None,
    )


@dataclass(slots=True)
class _Groups:
    """Mentions in groups that only grow, and never join what must stay apart."""

    parent: dict[str, str]
    members: dict[str, list[str]] = field(default_factory=dict)

    def find(self, name: str) -> str:
        while self.parent[name] != name:
            self.parent[name] = self.parent[self.parent[name]]
            name = self.parent[name]
        return name

    def join(self, a: str, b: str) -> None:
        first, second = self.find(a), self.find(b)
        if first != second:
            self.parent[second] = first
            self.members[first] += self.members.pop(second)


def merged(mentions: Sequence[Said], decisions: Mapping[tuple[str, str], bool]) -> list[list[str]]:
    """Ids in groups, one group a record, in the order of the first mention of each; order within a group as given.

    `decisions`: what people said of pairs (ids in sorted order): True for one and the same."""
    by_id = {mention.id: mention for mention in mentions}
    place = {mention.id: n for n, mention in enumerate(mentions)}
    groups = _Groups({name: name for name in by_id}, {name: [name] for name in by_id})
    apart = {pair for pair, same in decisions.items() if not same}
    for (a, b), same in sorted(decisions.items()):
        if same and a in by_id and b in by_id:
            groups.join(a, b)
    for _, a, b in _likely(mentions):
        first, second = groups.members[groups.find(a)], groups.members[groups.find(b)]
        if first is second:
            continue
        if all((min(x, y), max(x, y)) not in apart and compatible(by_id[x], by_id[y]) for x in first for y in second):
            groups.join(a, b)
    made = [sorted(group, key=place.__getitem__) for group in groups.members.values()]
    return sorted(made, key=lambda group: place[group[0]])


def compatible(a: Said, b: Said) -> bool:
    """Whether nothing stated says that the two differ: they stand apart, deadlines overlap, sums are equal."""
    if a.document == b.document and a.start < b.end and b.start < a.end:
        return False  # two commitments of one sentence
    if a.amount is not None and b.amount is not None and a.amount != b.amount:
        return False
    if a.deadline is not None and b.deadline is not None:
        (a_start, a_end), (b_start, b_end) = a.deadline, b.deadline
        if (a_end or "9999") < (b_start or "0000") or (b_end or "9999") < (a_start or "0000"):
            return False
        if a_end and b_end and not a_start and not b_start and a_end != b_end:
            return False  # "by" one date and "by" another
    return True


def alike_pairs(mentions: Sequence[Said]) -> list[tuple[float, str, str]]:
    """Pairs (how alike, 0 to 1, then the ids in the order given) that promise the same thing by their words, the most alike
    first, whatever their terms: pairs that `compatible` keeps apart are among them."""
    return _likely(mentions)


def _likely(mentions: Sequence[Said]) -> list[tuple[float, str, str]]:
    """Pairs that are alike enough, the most alike first."""
    words = {mention.id: frozenset(content_stems(mention.action)) for mention in mentions}
    count = Counter(stem for stems in words.values() for stem in stems)
    n = max(2, len(mentions))
    weight = {stem: math.log(1 + n / c) * (0.35 if stem in GENERIC else 1.0) for stem, c in count.items()}
    telling = {name: {stem for stem in stems if stem not in GENERIC} for name, stems in words.items()}
    postings: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        for stem in telling[mention.id]:
            if count[stem] <= COMMONEST:
                postings[stem].append(mention.id)
    shared: Counter[tuple[str, str]] = Counter()
    for names in postings.values():
        shared.update(combinations(names, 2))
    by_id = {mention.id: mention for mention in mentions}
    likely: list[tuple[float, str, str]] = []
    one_sum = _same_sum(mentions, words, telling)
    for (a, b), common in shared.items():
        if common < 2 and words[a] != words[b] and (a, b) not in one_sum:
            continue
        alike = _alike(words[a], words[b], weight)
        first, second = by_id[a], by_id[b]
        same_terms = (first.amount is not None and first.amount == second.amount) or (
            first.deadline is not None and first.deadline == second.deadline
        )
        shorter = min(telling[a], telling[b], key=len)
        held = sum(weight[s] for s in telling[a] & telling[b]) / max(1e-9, sum(weight[s] for s in shorter))
        if (
            alike >= ALIKE
            or (same_terms and alike >= ALIKE_SAME_TERMS)
            or (held >= CONTAINED and len(shorter) >= CONTAINED_LEAST)
        ):
            one_sum.discard((a, b))
            likely.append((max(alike, held if len(shorter) >= CONTAINED_LEAST else 0.0), a, b))
    likely += [(_alike(words[a], words[b], weight), a, b) for a, b in one_sum]
    return sorted(likely, key=lambda pair: (-pair[0], pair[1], pair[2]))


def _same_sum(
    mentions: Sequence[Said], words: Mapping[str, frozenset[str]], telling: Mapping[str, set[str]]
) -> set[tuple[str, str]]:
    """Pairs of one document that state the same large exact sum and share words about what it is for."""
    by_sum: dict[tuple[str, float], list[Said]] = defaultdict(list)
    for mention in mentions:
        if (
            mention.amount is not None
            and mention.amount[0] == mention.amount[1]
            and (mention.amount[0] or 0) >= LARGE_SUM
        ):
            by_sum[(mention.document, float(mention.amount[0] or 0))].append(mention)
    found = set()
    for (_, value), same in by_sum.items():
        if len(same) > SUM_SAID:
            continue
        for a, b in combinations(same, 2):
            if telling[a.id] & telling[b.id] or (value >= VERY_LARGE_SUM and len(words[a.id] & words[b.id]) >= 2):
                found.add((a.id, b.id))
    return found


def _alike(a: frozenset[str], b: frozenset[str], weight: Mapping[str, float]) -> float:
    union = sum(weight[stem] for stem in a | b)
    return sum(weight[stem] for stem in a & b) / union if union else 0.0
