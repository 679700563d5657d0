"""Checks against gold pairs of statements that disagree, by the rules of docs/contracts.md, section 5."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.documents import Document, Span
from core.matching import one_to_one, overlap
from index.checks import Check

PAGE = 3000  # characters of a text file that count as a page


def evaluate_checks(gold_dir: Path, documents: Mapping[str, Document], checks: Sequence[Check]) -> dict[str, Any]:
    """The figures of the checks, each n of N; none where the gold has no `inconsistencies.jsonl`. `documents` is keyed by
    the file's base name, as the gold's `doc` is.

    A check is found where both its quotes match the gold pair, either way round; a check is in range when both its quotes
    are; one that matches no gold pair is a false alarm. `more_quotes` of a gold pair count as either of its quotes."""
    path = gold_dir / "inconsistencies.jsonl"
    if not path.is_file():
        return {}
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    gold = [row for row in gold if row["doc"] in documents]
    names = {document.id: name for name, document in documents.items()}
    ranges = _ranges(gold_dir, documents)
    inside = [one for one in checks if one.a.document in names and _inside(one, ranges[names[one.a.document]])]
    figures: dict[str, Any] = {}
    matched: set[int] = set()
    for severity in ("major", "minor"):
        wanted = [row for row in gold if row["severity"] == severity]
        pairs = one_to_one(
            len(inside),
            len(wanted),
            lambda p, g, wanted=wanted: _score(inside[p], wanted[g], names),  # type: ignore[misc]
        )
        figures[f"{severity}_inconsistencies_found"] = _ratio(len(pairs), len(wanted))
        matched |= {p for p, _ in pairs}
    loose = [
        one for n, one in enumerate(inside) if n not in matched and not any(_score(one, row, names) for row in gold)
    ]
    characters = sum(covered.end - covered.start for covered in ranges.values())
    pages = max(1, round(characters / PAGE))
    figures["check_false_alarms"] = _ratio(len(loose), len(inside))
    figures["check_false_alarms_per_page"] = _ratio(len(loose), pages)
    figures["check_false_alarm_list"] = [
        {"kind": one.kind, "a": one.a.quote, "b": one.b.quote if one.b else None, "explanation": one.explanation}
        for one in loose
    ]
    return figures


def _ratio(numerator: int, denominator: int) -> dict[str, int | float | None]:
    return {"n": numerator, "of": denominator, "share": round(numerator / denominator, 4) if denominator else None}


def _ranges(gold_dir: Path, documents: Mapping[str, Document]) -> dict[str, Span]:
    """The code points of each document that the gold covers: the lines of `ranges.json`, else the whole document."""
    path = gold_dir / "ranges.json"
    lines = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    covered = {}
    for name, document in documents.items():
        starts = [0]
        for part in document.text.split("\n"):
            starts.append(starts[-1] + len(part) + 1)
        first, last = lines.get(name, (1, len(starts) - 1))
        end = min(len(document.text), starts[min(last, len(starts) - 1)])
        covered[name] = Span(starts[min(first, len(starts)) - 1], max(end, 1))
    return covered


def _inside(check: Check, covered: Span) -> bool:
    return all(covered.start <= place.start < covered.end for place in (check.a, check.b) if place is not None)


def _score(check: Check, row: Mapping[str, Any], names: Mapping[str, str]) -> float:
    """How well both quotes match the pair, 0 where one does not."""
    if names[check.a.document] != row["doc"] or check.b is None:
        return 0.0
    sides = [row["quote_a"], row["quote_b"], *(_quote(more) for more in row.get("more_quotes") or ())]
    best = 0.0
    for n, first in enumerate(sides):
        for m, second in enumerate(sides):
            if n != m and first and second:
                at_a, at_b = overlap(check.a.quote, first), overlap(check.b.quote, second)
                best = max(best, min(at_a, at_b))
    return best


def _quote(more: Any) -> str:
    return str(more.get("quote") or "") if isinstance(more, Mapping) else str(more)
