"""Commitments and findings against gold items, by the rules of docs/contracts.md, section 5: every figure as a numerator and a denominator."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from core.documents import Block, Document, Span
from core.matching import one_to_one, overlap
from core.statements import Commitment, Finding
from core.text import fold

VALUE_TOLERANCE = 0.51
Ratio = dict[str, int | float | None]

_SAME_ACTORS = (
    ("uk government", ("government", "the government", "the strategy", "strategy", "the report", "report", "ministers")),
    ("department for education", ("dfe", "the department", "department", "the dfe")),
    ("local government association", ("lga", "the lga", "we", "our")),
    ("lga children and young people board", ("the board", "board", "children and young people board", "the children and young people board", "cyp board", "the cyp board")),
    ("lga officers", ("officers", "the officers")),
    ("board members", ("members", "the members")),
)  # fmt: skip
_ALIASES = {short: full for full, shorts in _SAME_ACTORS for short in shorts}


def ratio(numerator: int, denominator: int) -> Ratio:
    share = round(numerator / denominator, 4) if denominator else None
    return {"n": numerator, "of": denominator, "share": share}


def evaluate(
    gold_dir: Path,
    documents: Mapping[str, tuple[Document, Sequence[Block]]],
    commitments: Mapping[str, Sequence[Commitment]] | Sequence[Commitment],
    findings: Mapping[str, Sequence[Finding]] | Sequence[Finding],
    same: Sequence[Collection[str]] = (),
) -> dict[str, Any]:
    """The figures of the registers, each n of N. `documents` is keyed by the file's base name, as the gold's `doc` is;
    `same`: ids of mentions that the register shows as one commitment, a collection a row."""
    names = {document.id: name for name, (document, _) in documents.items()}
    said = [c for c in _flat(commitments) if c.location.document in names]
    found = [f for f in _flat(findings) if f.location.document in names]
    ranges = _ranges(gold_dir, documents)
    return {
        **_commitments(gold_dir, documents, names, ranges, said, same),
        **_findings(gold_dir, names, ranges, found),
        **_themes(gold_dir, names, ranges, found),
    }


def _flat(records: Any) -> list[Any]:
    if isinstance(records, Mapping):
        return [record for group in records.values() for record in group]
    return list(records)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _ranges(gold_dir: Path, documents: Mapping[str, tuple[Document, Sequence[Block]]]) -> dict[str, Span]:
    """The code points of each document that the gold covers; a document that `ranges.json` does not name is covered whole."""
    path = gold_dir / "ranges.json"
    lines = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    covered = {}
    for name, (document, _) in documents.items():
        starts = [0]
        for part in document.text.split("\n"):
            starts.append(starts[-1] + len(part) + 1)
        first, last = lines.get(name, (1, len(starts) - 1))
        end = min(len(document.text), starts[min(last, len(starts) - 1)])
        covered[name] = Span(starts[min(first, len(starts)) - 1], max(end, 1))
    return covered


def _inside(record: Commitment | Finding, names: Mapping[str, str], ranges: Mapping[str, Span]) -> bool:
    covered = ranges[names[record.location.document]]
    return covered.start <= record.location.start < covered.end


def _score(
    predicted: Sequence[Any], gold: Sequence[dict[str, Any]], names: Mapping[str, str], key: str = "quote"
) -> Callable[[int, int], float]:
    """A cached match score of prediction p and gold item g: zero across documents, else the overlap of their quotes."""
    cache: dict[tuple[str, str], float] = {}
    places = [
        (names[p.location.document], p.location.quote, frozenset(fold(p.location.quote).split())) for p in predicted
    ]
    wanted = [(g["doc"], g[key], frozenset(fold(g[key]).split())) for g in gold]

    def score(p: int, g: int) -> float:
        (document, quote, words), (other, text, others) = places[p], wanted[g]
        if document != other or 2 * len(words & others) < min(len(words), len(others)):
            return 0.0
        if (quote, text) not in cache:
            cache[quote, text] = overlap(quote, text)
        return cache[quote, text]

    return score


def _commitments(
    gold_dir: Path, documents: Mapping[str, tuple[Document, Sequence[Block]]], names: Mapping[str, str],
    ranges: Mapping[str, Span], said: Sequence[Commitment], same: Sequence[Collection[str]],
) -> dict[str, Any]:  # fmt: skip
    gold = [row for row in _rows(gold_dir / "commitments.jsonl") if row["doc"] in documents]
    core = [row for row in gold if row["status"] == "core"]
    others = [row for row in gold if row["status"] != "core"]
    negatives = [row for row in _rows(gold_dir / "non_commitments.jsonl") if row["doc"] in documents]
    with_gold = {row["doc"] for row in gold}
    inside = [c for c in said if names[c.location.document] in with_gold and _inside(c, names, ranges)]
    apart = [c for c in said if names[c.location.document] not in with_gold and _inside(c, names, ranges)]
    if not gold:
        return {"commitments_raised_elsewhere": len(apart)}
    figures: dict[str, Any] = {}
    for label, predicted in (("", inside), ("_certain", [c for c in inside if c.certainty == "certain"])):
        pairs = one_to_one(len(predicted), len(core), _score(predicted, core, names))
        taken = {p for p, _ in pairs}
        false = _matching_nothing(predicted, taken, core, others, names)
        figures[f"commitments_found{label}"] = ratio(len(pairs), len(core))
        figures[f"commitments_precision{label}"] = ratio(len(pairs), len(pairs) + false)
        if not label:
            figures |= _fields(predicted, core, pairs)
            figures |= _duplicates([(predicted[p].id, core[g]) for p, g in pairs], same)
    at_negatives = _score(inside, negatives, names)
    core_score = _score(inside, core, names)
    taken_negatives = 0
    for g in range(len(negatives)):
        hits = [p for p in range(len(inside)) if at_negatives(p, g) > 0]
        if any(not any(core_score(p, c) > at_negatives(p, g) for c in range(len(core))) for p in hits):
            taken_negatives += 1
    figures["non_commitments_taken"] = ratio(taken_negatives, len(negatives))
    figures["commitments_raised_elsewhere"] = len(apart)
    return figures


def _duplicates(pairs: Sequence[tuple[str, dict[str, Any]]], same: Sequence[Collection[str]]) -> dict[str, Any]:
    """Pairs of found core items that gold calls duplicates, against pairs whose mentions stand in one register row."""
    row_of = {mention: n for n, row in enumerate(same) for mention in row}
    gold, made = set(), set()
    for (mention, item), (other_mention, other) in combinations(pairs, 2):
        pair = (item["id"], other["id"])
        if other["id"] in (item.get("duplicates") or ()) or item["id"] in (other.get("duplicates") or ()):
            gold.add(pair)
        if mention in row_of and row_of[mention] == row_of.get(other_mention):
            made.add(pair)
    both = len(gold & made)
    f1 = round(2 * both / (len(gold) + len(made)), 4) if gold or made else None
    return {
        "duplicates_recall": ratio(both, len(gold)),
        "duplicates_precision": ratio(both, len(made)),
        "duplicates_f1": f1,
    }


def _matching_nothing(
    predicted: Sequence[Any],
    taken: set[int],
    core: Sequence[dict[str, Any]],
    others: Sequence[dict[str, Any]],
    names: Mapping[str, str],
) -> int:
    """How many predictions match no gold item at all."""
    at_core, at_others = _score(predicted, core, names), _score(predicted, others, names)
    return sum(
        1
        for p in range(len(predicted))
        if p not in taken
        and not any(at_core(p, g) > 0 for g in range(len(core)))
        and not any(at_others(p, g) > 0 for g in range(len(others)))
    )


def _fields(
    predicted: Sequence[Commitment], core: Sequence[dict[str, Any]], pairs: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def count(name: str, right: bool) -> None:
        tally[name][0] += right
        tally[name][1] += 1

    whole = 0
    for p, g in _best_assigned(predicted, core, pairs):
        said, row = predicted[p], core[g]
        start, end = (said.deadline.start, said.deadline.end) if said.deadline else (None, None)
        deadline_right = (start, end) == (row["deadline_start"], row["deadline_end"])
        if row["deadline_start"] or row["deadline_end"]:
            count("deadline_exact", deadline_right)
        else:
            count("deadline_given_where_none", bool(start or end))
        amount_right = True
        if row["amount_gbp"] is not None:
            amount_right = said.amount is not None and row["amount_gbp"] in (said.amount.low, said.amount.high)
            count("amount_exact", amount_right)
        elif said.amount is not None and not row["amount_text"]:
            amount_right = False
        count("amount_given_where_none", said.amount is not None) if row["amount_gbp"] is None else None
        actor_right = _actor_right(said, row)
        count("actor_right", actor_right)
        if row["actor"]:
            count("actor_right_where_stated", actor_right)
        whole += deadline_right and amount_right and actor_right
    figures: dict[str, Any] = {name: ratio(*tally[name]) for name in sorted(tally)}
    figures["whole_commitment_record"] = ratio(whole, len(core))
    return figures


def _best_assigned(
    predicted: Sequence[Commitment], core: Sequence[dict[str, Any]], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs, with several records of one quote given to the gold items of that quote whose deadline they have."""
    by_quote: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for p, g in pairs:
        by_quote[core[g]["quote"]].append((p, g))
    made: list[tuple[int, int]] = []
    for group in by_quote.values():
        left_p, left_g = [p for p, _ in group], [g for _, g in group]
        for g in list(left_g):
            for p in list(left_p):
                deadline = predicted[p].deadline
                if deadline and (deadline.start, deadline.end) == (core[g]["deadline_start"], core[g]["deadline_end"]):
                    made.append((p, g))
                    left_p.remove(p)
                    left_g.remove(g)
                    break
        made.extend(zip(left_p, left_g, strict=True))
    return made


def same_actor(a: str, b: str) -> bool:
    return _actor_key(a) == _actor_key(b)


def _actor_key(name: str) -> str:
    plain = fold(name).strip(" .")
    plain = _ALIASES.get(plain, plain)
    plain = plain.removeprefix("the ").removesuffix("'s").strip()
    return _ALIASES.get(plain, plain)


def _actor_right(said: Commitment, row: Mapping[str, Any]) -> bool:
    if row["actor"]:
        return said.actor is not None and (
            same_actor(said.actor.name, row["actor"]) or same_actor(said.actor.text, row["actor"])
        )
    if said.actor is None:
        return True
    inferred = str(row.get("actor_inferred") or "")
    return bool(inferred) and (same_actor(said.actor.name, inferred) or same_actor(said.actor.text, inferred))


def _findings(
    gold_dir: Path, names: Mapping[str, str], ranges: Mapping[str, Span], found: Sequence[Finding]
) -> dict[str, Any]:
    gold = [row for row in _rows(gold_dir / "findings.jsonl") if row["doc"] in names.values()]
    if not gold:
        return {}
    with_gold = {row["doc"] for row in gold}
    numbers = [
        f
        for f in found
        if f.kind == "quantitative" and names[f.location.document] in with_gold and _inside(f, names, ranges)
    ]
    figures: dict[str, Any] = {}
    in_rows = [f for f in numbers if f.rule == "table row"]
    sentences = [f for f in numbers if f.rule != "table row"]
    wanted = [row for row in gold if row["source_type"] != "table_row"]
    rows = [row for row in gold if row["source_type"] == "table_row"]
    pairs = _value_pairs(sentences, wanted, names)
    figures["findings_found"] = ratio(len(pairs), len(wanted))
    figures["findings_precision"] = ratio(len(pairs), len(sentences))
    base = figure = summary = whole = 0
    for p, g in pairs:
        said, row = sentences[p], wanted[g]
        base_right = (said.base.n if said.base else None) == row["base_n"]
        figure_right = fold(said.figure or "") == fold(row["figure"] or "")
        summary_right = said.in_summary == bool(row["in_summary"])
        base, figure, summary = base + base_right, figure + figure_right, summary + summary_right
        whole += base_right and figure_right and summary_right
    figures["base_right"] = ratio(base, len(pairs))
    figures["figure_right"] = ratio(figure, len(pairs))
    figures["in_summary_right"] = ratio(summary, len(pairs))
    figures["whole_finding_record"] = ratio(whole, len(wanted))
    row_pairs = _value_pairs(in_rows, rows, names)
    figures["table_rows_found"] = ratio(len(row_pairs), len(rows))
    figures["table_rows_precision"] = ratio(len(row_pairs), len(in_rows))
    return figures


def _value_pairs(
    predicted: Sequence[Finding], gold: Sequence[dict[str, Any]], names: Mapping[str, str]
) -> list[tuple[int, int]]:
    overlaps = _score(predicted, gold, names)

    def score(p: int, g: int) -> float:
        value = predicted[p].value
        if (
            value is None
            or abs(value.low - gold[g]["value_low"]) > VALUE_TOLERANCE
            or abs(value.high - gold[g]["value_high"]) > VALUE_TOLERANCE
        ):
            return 0.0
        return overlaps(p, g)

    return one_to_one(len(predicted), len(gold), score)


def _themes(
    gold_dir: Path, names: Mapping[str, str], ranges: Mapping[str, Span], found: Sequence[Finding]
) -> dict[str, Any]:
    gold = [
        {"doc": row["doc"], "quote": theme["evidence"], "label": theme["label"]}
        for row in _rows(gold_dir / "coded_themes.jsonl")
        if row["doc"] in names.values()
        for theme in row["themes"]
    ]
    if not gold:
        return {}
    said = [f for f in found if f.kind == "qualitative" and _inside(f, names, ranges)]
    pairs = one_to_one(len(said), len(gold), _score(said, gold, names))
    places = {row["quote"] for row in gold}
    reached = {gold[g]["quote"] for _, g in pairs}
    return {
        "themes_found": ratio(len(pairs), len(gold)),
        "theme_sentences_found": ratio(len(reached), len(places)),
        "qualitative_findings": len(said),
    }
