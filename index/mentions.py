"""Which mentions are one commitment: the same undertaking said again, in one document or in several.

Two mentions are one where a small model of their words, sums, dates, actors and places (`index.likeness`) finds it likely and
neither deadline, sum nor count contradicts; people's decisions override. Careful rather than complete: two rows that are one
can be merged by a person, two commitments shown as one mislead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from index.likeness import NAMES, Promise, Terms, chance, features, overlap, promise, siblings, weights

LIKELY = 0.6  # the chance from which two mentions are one: above a half, since a wrong merge misleads
MOST = 0.6  # share of the pairs across two groups that must be likely for the groups to be joined: no chains
WORTH_COMPARING = 0.3  # share of the shorter one's telling words that the other must have for the pair to be looked at
COMMONEST = 60  # a word in more mentions than this brings no pairs together
LARGE_SUM = 1e6  # pounds: an exact sum of this size said twice in one paper brings a pair together
VERY_LARGE_SUM = 2e7
SUM_SAID = 4  # a sum in more mentions than this is a usual one and says little
SUM_LIKELY = 0.9
NEAR = 400  # characters: neighbours in a list, or sentences of one paragraph, are seldom restatements


@dataclass(frozen=True, slots=True)
class Said:
    """One mention, as far as merging looks at it. Intervals are ISO dates and whole pounds; None where not stated.

    `action`: the words of what is promised; `quote`: those of the whole sentence. `terms`: the words of time and money in
    them. `actor`: the canonical name, where it is stated rather than inherited. `section`: the headings above."""

    id: str
    document: str
    start: int
    end: int
    action: str
    deadline: tuple[str | None, str | None] | None = None
    amount: tuple[float | None, float | None] | None = None
    quote: str = ""
    terms: tuple[str, ...] = ()
    actor: str | None = None
    section: tuple[str, ...] = ()


def said(name: str, document: str, start: int, end: int, fields: Mapping[str, Any]) -> Said:
    deadline, amount, actor = fields.get("deadline"), fields.get("amount"), fields.get("actor")
    dated = deadline is not None and (deadline.get("start") or deadline.get("end"))
    return Said(
        name,
        document,
        start,
        end,
        str(fields.get("action") or ""),
        (deadline.get("start"), deadline.get("end")) if dated and deadline else None,
        (amount.get("low"), amount.get("high")) if amount else None,
        str(fields.get("quote") or ""),
        tuple(str(one["text"]) for one in (deadline, amount) if one and one.get("text")),
        str(actor["name"]) if actor and actor.get("basis") == "stated" else None,
        tuple(str(heading) for heading in fields.get("section") or ()),
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
    unit = {name: groups.find(name) for name in by_id}  # what people made one is looked at as one
    likely = _likely(mentions)
    together = {frozenset((unit[a], unit[b])) for _, a, b in likely}
    for _, a, b in likely:
        first, second = groups.members[groups.find(a)], groups.members[groups.find(b)]
        if first is second:
            continue
        crossed = [(min(x, y), max(x, y)) for x in first for y in second]
        if any(pair in apart or not compatible(by_id[pair[0]], by_id[pair[1]]) for pair in crossed):
            continue
        if sum(frozenset((unit[x], unit[y])) in together for x, y in crossed) >= MOST * len(crossed):
            groups.join(a, b)
    made = [sorted(group, key=place.__getitem__) for group in groups.members.values()]
    return sorted(made, key=lambda group: place[group[0]])


def compatible(a: Said, b: Said) -> bool:
    """Whether nothing stated says that the two differ: they stand apart, deadlines overlap, sums are equal."""
    if a.document == b.document and a.start < b.end and b.start < a.end:
        return False  # two commitments of one sentence
    if a.amount is not None and b.amount is not None and a.amount != b.amount:
        return False
    return a.deadline is None or b.deadline is None or intervals_agree(a.deadline, b.deadline)


def intervals_agree(a: tuple[str | None, str | None], b: tuple[str | None, str | None]) -> bool:
    """Whether two deadlines (ISO dates, either end open) can be one: they overlap, and are not "by" two different days."""
    (a_start, a_end), (b_start, b_end) = a, b
    if (a_end or "9999") < (b_start or "0000") or (b_end or "9999") < (a_start or "0000"):
        return False
    return not (a_end and b_end and not a_start and not b_start and a_end != b_end)


def reworded_pairs(mentions: Sequence[Said], least: float = LIKELY) -> list[tuple[float, str, str]]:
    """Pairs (the chance that they are one, then the ids in the order given) that promise the same thing in nearly the same
    words, the likeliest first, whatever their terms. `least`: the least chance. Siblings of one frame are left out, which
    leaves out what is said quite differently too."""
    promises = _promises(mentions)
    weight = weights(promises.values())
    return [pair for pair in _likely(mentions, least) if not siblings(promises[pair[1]], promises[pair[2]], weight)]


def pairs(mentions: Sequence[Said]) -> list[tuple[tuple[float, ...], str, str]]:
    """The pairs that are worth comparing, each with its features (`index.likeness.NAMES`) and the ids in the order given."""
    promises = _promises(mentions)
    weight = weights(promises.values())
    by_id = {mention.id: mention for mention in mentions}
    made = []
    for a, b in _together(mentions, promises):
        first, second = by_id[a], by_id[b]
        if promises[a].years and promises[b].years and not promises[a].years & promises[b].years:
            continue  # this year's edition and next year's
        same_sum = first.amount is not None and first.amount == second.amount
        if same_sum or overlap(promises[a], promises[b], weight)[1] >= WORTH_COMPARING:
            made.append((features(promises[a], promises[b], weight, _terms(first, second)), a, b))
    return made


def _likely(mentions: Sequence[Said], least: float = LIKELY) -> list[tuple[float, str, str]]:
    """Pairs that are likely one, the likeliest first."""
    by_id = {mention.id: mention for mention in mentions}
    found = []
    for values, a, b in pairs(mentions):
        likely = chance(values)
        found.append((max(likely, SUM_LIKELY) if _one_sum(by_id[a], by_id[b], values) else likely, a, b))
    return sorted((pair for pair in found if pair[0] >= least), key=lambda pair: (-pair[0], pair[1], pair[2]))


def _promises(mentions: Sequence[Said]) -> dict[str, Promise]:
    """The words of each: of the whole sentence, or of the action alone where the sentence makes several promises."""
    by_document: dict[str, list[Said]] = defaultdict(list)
    for mention in mentions:
        by_document[mention.document].append(mention)
    made = {}
    for group in by_document.values():
        group.sort(key=lambda one: (one.start, one.end))
        for n, mention in enumerate(group):
            beside = group[max(0, n - 1) : n] + group[n + 1 : n + 2]
            shared = any(one.start < mention.end and mention.start < one.end for one in beside)
            text = mention.action if shared or not mention.quote else mention.quote
            made[mention.id] = promise(text, mention.terms)
    return made


def _together(mentions: Sequence[Said], promises: Mapping[str, Promise]) -> list[tuple[str, str]]:
    """Pairs that share two telling words (one, where the shorter has no more than two), or the same large sum."""
    count = Counter(word for one in promises.values() for word in one.telling)
    postings: dict[str, list[str]] = defaultdict(list)
    by_sum: dict[tuple[str, float], list[str]] = defaultdict(list)
    for mention in mentions:
        for word in promises[mention.id].telling:
            if count[word] <= COMMONEST:
                postings[word].append(mention.id)
        if (
            mention.amount is not None
            and mention.amount[0] == mention.amount[1]
            and (mention.amount[0] or 0) >= LARGE_SUM
        ):
            by_sum[(mention.document, float(mention.amount[0] or 0))].append(mention.id)
    shared: Counter[tuple[str, str]] = Counter()
    for names in postings.values():
        shared.update(combinations(names, 2))
    few = {name for name, one in promises.items() if len(one.telling) <= 2}
    found = {pair for pair, n in shared.items() if n >= 2 or pair[0] in few or pair[1] in few}
    for names in by_sum.values():
        if len(names) <= SUM_SAID:
            found |= set(combinations(names, 2))
    place = {mention.id: n for n, mention in enumerate(mentions)}
    return sorted(found, key=lambda pair: (place[pair[0]], place[pair[1]]))


def _one_sum(a: Said, b: Said, values: Sequence[float]) -> bool:
    """Whether the two state one large exact sum in one paper, and share a telling word, or it is so large that it may be said
    again in general words ("£200 million of additional investment")."""
    if a.document != b.document or a.amount is None or a.amount != b.amount or a.amount[0] != a.amount[1]:
        return False
    value = a.amount[0] or 0
    return value >= VERY_LARGE_SUM or (value >= LARGE_SUM and values[NAMES.index("common")] > 0)


def _terms(a: Said, b: Said) -> Terms:
    one = a.document == b.document
    return Terms(
        a.amount is not None and a.amount == b.amount,
        a.deadline is not None and a.deadline == b.deadline,
        a.actor is not None and b.actor is not None and a.actor.casefold() != b.actor.casefold(),
        one and bool(a.section) and a.section == b.section,
        one and abs(a.start - b.start) <= NEAR,
    )
