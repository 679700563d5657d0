"""What changed between papers: the same undertaking with a later date, another sum, weaker words, or not said any more.

Two mentions in two documents are the same undertaking where their words, dates and sums apart, are alike
(`index.mentions`), or where a person merged them. The earlier document is the one with the earlier date. A change is a
reading of two quotes side by side, both shown; nothing is concluded from a paper that does not mention a commitment, unless
that paper is a newer version of the one that did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from core.documents import content_id
from core.statements import Strength
from index.mentions import LIKELY, Said, reworded_pairs, said

ChangeKind = Literal["slipped", "brought_forward", "weakened", "strengthened", "changed_amount", "dropped"]
KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
FIRMNESS: dict[str, int] = {name: n for n, name in enumerate(reversed(get_args(Strength)))}
"""firm > intended > conditional > exploratory, as core.statements.Strength lists them."""
ALIKE_ONE_BODY = 0.4  # the chance from which mentions in two papers of one body, or versions of one paper, are compared
ALIKE_ACROSS = LIKELY  # in papers of two bodies. Dates and sums are taken out of the words first


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as far as comparing papers looks at it. `lineage`: the id that all versions of one paper share, `version`:
    its place among them, from 1."""

    id: str
    title: str
    date: str | None
    organisation: str | None
    lineage: str
    version: int
    current: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `a` is the earlier record, `b` the later one (None: dropped), `explanation` a plain sentence."""

    id: str
    kind: ChangeKind
    a: Mapping[str, Any]
    b: Mapping[str, Any] | None
    explanation: str
    alike: float

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id, "kind": self.kind, "a": dict(self.a), "b": dict(self.b) if self.b else None,
            "explanation": self.explanation, "alike": round(self.alike, 3),
        }  # fmt: skip


def changes(
    records: Sequence[Mapping[str, Any]], papers: Mapping[str, Paper], same: Iterable[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
) -> list[Change]:  # fmt: skip
    """The changes between the mentions in `records` (records of commitments, one a mention, with `id` and `document`).

    `same`, `apart`: pairs of ids (in sorted order) of which people said that they are, or are not, one commitment. Order: by
    the later document's date, then by place. Documents without a date are compared with their own versions only."""
    by_id = {str(record["id"]): record for record in records}
    order = {name: n for n, name in enumerate(by_id)}
    found: list[Change] = []
    linked: set[tuple[str, str]] = set()
    pairs = [(1.0, *pair) for pair in same if pair[0] in by_id and pair[1] in by_id]
    pairs += reworded_pairs([_without_terms(record) for record in records], ALIKE_ONE_BODY)
    answered: set[tuple[str, str]] = set()  # (mention, lineage or document it was compared with): the best match counts
    for alike, first, second in pairs:
        if (min(first, second), max(first, second)) in apart:
            continue
        a, b = _in_time(by_id[first], by_id[second], papers)
        if a is None or b is None or (a["id"], b["id"]) in linked:
            continue
        if alike < ALIKE_ACROSS and not _one_body(papers[str(a["document"])], papers[str(b["document"])]):
            continue
        linked.add((a["id"], b["id"]))
        if (a["id"], b["document"]) in answered or (b["id"], a["document"]) in answered:
            continue
        answered |= {(a["id"], b["document"]), (b["id"], a["document"])}
        found += _differences(a, b, alike)
    found += _dropped(records, papers, linked)
    return sorted(found, key=lambda change: (_date_of(change, papers), order[str(change.a["id"])], change.kind))


def _without_terms(record: Mapping[str, Any]) -> Said:
    """The mention with its words of time and money taken out, so that only what is promised is compared."""
    made = said(str(record["id"]), str(record["document"]), int(record["start"]), int(record["end"]), record)
    return replace(made, deadline=None, amount=None)


def _in_time(
    a: Mapping[str, Any], b: Mapping[str, Any], papers: Mapping[str, Paper]
) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """The two in the order of versions or of their documents' dates; (None, None) for one document, undated ones or the same
    day, and where an older version is set against another paper."""
    first, second = papers.get(str(a["document"])), papers.get(str(b["document"]))
    if first is None or second is None or first.id == second.id:
        return None, None
    if first.lineage == second.lineage:
        return (a, b) if first.version < second.version else (b, a)
    if not (first.date and second.date and first.current and second.current):
        return None, None
    if first.date == second.date:
        return None, None
    return (a, b) if first.date < second.date else (b, a)


def _one_body(a: Paper, b: Paper) -> bool:
    return a.lineage == b.lineage or (a.organisation is not None and a.organisation == b.organisation)


def _differences(a: Mapping[str, Any], b: Mapping[str, Any], alike: float) -> list[Change]:
    made = []
    for kind, explanation in (_of_date(a, b), _of_sum(a, b), _of_strength(a, b)):
        if kind is not None:
            made.append(_change(kind, a, b, explanation, alike))
    return made


def _change(
    kind: ChangeKind, a: Mapping[str, Any], b: Mapping[str, Any] | None, explanation: str, alike: float
) -> Change:
    name = content_id("g", kind, a["id"], b["id"] if b else "")
    return Change(name, kind, a, b, explanation, alike)


def _of_date(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[ChangeKind | None, str]:
    """Later or earlier only where the two intervals' ends say so: "in 2025" and "by June 2025" do not disagree."""
    first, second = a.get("deadline") or {}, b.get("deadline") or {}
    ends = first.get("end") or first.get("start"), second.get("end") or second.get("start")
    if not ends[0] or not ends[1] or ends[0] == ends[1]:
        return None, ""
    words = _became(first.get("text"), second.get("text"), ends[0], ends[1])
    if ends[1] > ends[0]:
        return "slipped", f"The date moved back: {words}."
    start = first.get("start")
    if start is None and second.get("start") is None:
        return "brought_forward", f"The date moved forward: {words}."  # "by" an earlier day
    if start is None or ends[1] >= start:
        return None, ""  # the later paper is more exact, not earlier
    return "brought_forward", f"The date moved forward: {words}."


def _became(before: object, after: object, was: str, now: str) -> str:
    """The words of both dates; with the days that were read from them where the words are the same ("by this summer")."""
    first, second = _line(before), _line(after)
    if first.casefold() == second.casefold():
        return f"“{first}” ({was}) became “{second}” ({now})"
    return f"“{first}” became “{second}”"


def _of_sum(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[ChangeKind | None, str]:
    first, second = a.get("amount") or {}, b.get("amount") or {}
    if not first or not second or first.get("currency") != second.get("currency"):
        return None, ""
    if (first.get("low"), first.get("high")) == (second.get("low"), second.get("high")):
        return None, ""
    ends = [
        float(end) for amount in (first, second) for end in (amount.get("low"), amount.get("high")) if end is not None
    ]
    if len(ends) == 4 and ends[2] <= ends[1] and ends[0] <= ends[3]:
        return None, ""  # the intervals overlap: one is told more exactly
    return "changed_amount", f"The sum changed: “{_line(first.get('text'))}” became “{_line(second.get('text'))}”."


def _of_strength(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[ChangeKind | None, str]:
    first, second = str(a.get("strength") or ""), str(b.get("strength") or "")
    if first == second or first not in FIRMNESS or second not in FIRMNESS:
        return None, ""
    kind: ChangeKind = "weakened" if FIRMNESS[second] < FIRMNESS[first] else "strengthened"
    return kind, f"The wording went from {first} to {second}."


def _dropped(
    records: Sequence[Mapping[str, Any]], papers: Mapping[str, Paper], linked: set[tuple[str, str]]
) -> list[Change]:
    """Certain commitments of an older version of a paper that its current version does not make in any like words."""
    current = {paper.lineage: paper for paper in papers.values() if paper.current}
    of: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        of.setdefault(str(record["document"]), []).append(record)
    found = []
    for paper in papers.values():
        newest = current.get(paper.lineage)
        if paper.current or newest is None:
            continue
        quotes = {_line(record.get("quote")) for record in of.get(newest.id, [])}
        there = {record["id"] for record in of.get(newest.id, [])}
        for record in of.get(paper.id, []):
            again = any((record["id"], name) in linked or (name, record["id"]) in linked for name in there)
            if record.get("certainty") == "certain" and not again and _line(record.get("quote")) not in quotes:
                words = f"“{newest.title}”, the current version of this paper, does not say it in any like words."
                found.append(_change("dropped", record, None, words, 0.0))
    return found


def _date_of(change: Change, papers: Mapping[str, Paper]) -> str:
    later = change.b if change.b is not None else change.a
    return papers[str(later["document"])].date or ""


def _line(text: object) -> str:
    return " ".join(str(text or "").split())
