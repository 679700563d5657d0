"""Answers and "not found" on questions about papers that were written for it, and on somebody's own gold questions.

    python -m benchmarks.answers [report|fit] [--gold GOLD_DIR --documents DIR] [--failures] [--project DIR]

`report` prints, for the tune and the held half of samples/questions/questions.csv (halves are of papers), right at 1 and 3,
wrong abstentions, near misses answered, off-topic questions answered, and how `confidence` keeps its word (reliability table,
Brier score); with --gold, the same for those questions. `fit` makes index/answer_weights.json anew from both halves, and
prints what the weights of all papers but one reach on that one (benchmarks/answer_fit.py). The documents are read into a throw-away project, or into
--project DIR where they stay.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.answer_fit import fitted, print_reliability
from benchmarks.answer_questions import Item, gold_items, holds, own_items, own_papers
from core.answers import Answer
from core.encoder import load_encoder
from core.platform import default_models_folder
from core.store import Store
from index.answer import CITED, answer
from index.build import build, open_index
from index.search import SearchIndex
from ingest.intake import ingest

WEIGHTS = Path(__file__).parent.parent / "index" / "answer_weights.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """right: the place (1 to 3) of the first citation that holds a gold quote, or 0."""

    item: Item
    given: Answer
    right: int


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", nargs="?", choices=["report", "fit"], default="report")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--model", default="minilm")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args(arguments)
    encoder = load_encoder(options.model, default_models_folder())
    with contextlib.ExitStack() as stack:
        scratch = options.project or Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def opened(name: str, papers: Sequence[Path]) -> SearchIndex:
            store = Store(scratch / name, "benchmark")
            stack.callback(store.close)
            if open_index(store, encoder).refresh() is None:
                ingest(store, papers)
                build(store, encoder)
            return open_index(store, encoder)

        index = opened("own", own_papers())
        if options.task == "fit":
            WEIGHTS.write_text(fitted(index, own_items()), encoding="utf-8")
            return
        for part in ("tune", "held"):
            report(part, outcomes(index, [item for item in own_items() if item.part == part]), options.failures)
        if options.gold:
            items, names = gold_items(options.gold)
            gold = opened("gold", [options.documents / name for name in names])
            report("gold", outcomes(gold, items), options.failures)


# Reporting ------------------------------------------------------------------------------------------------------------


def outcomes(index: SearchIndex, items: Sequence[Item]) -> list[Outcome]:
    made = []
    for item in items:
        given = answer(index, item.question)
        right = next((n for n, c in enumerate(given.citations[:CITED], 1) if holds(c.location.quote, item)), 0)
        made.append(Outcome(item, given, right))
    return made


def report(part: str, found: Sequence[Outcome], failures: bool = False) -> None:
    of = {kind: [one for one in found if one.item.kind == kind] for kind in ("answerable", "near miss", "off topic")}
    answerable = of["answerable"]
    print(f"\n{part}")
    _share("right at 1", [one for one in answerable if one.right == 1], answerable)
    _share("right at 3", [one for one in answerable if one.right], answerable)
    _share("wrong abstentions", [one for one in answerable if one.given.answer is None], answerable)
    for kind in ("near miss", "off topic"):
        _share(f"{kind} answered", [one for one in of[kind] if one.given.answer is not None], of[kind])
    given = [one for one in found if one.given.answer is not None]
    if given:
        chance = np.array([one.given.confidence for one in given])
        right = np.array([one.right == 1 for one in given])
        print("  confidence: share right at 1")
        print_reliability(chance, right)
    for one in found if failures else ():
        if (one.right != 1) if one.item.kind == "answerable" else one.given.answer is not None:
            print(
                f"\n{one.item.kind} | {one.item.question}\n  gold: {list(one.item.quotes)}\n  {one.given.reason or ''}"
            )
            for citation in one.given.citations[:CITED]:
                print(f"  - {citation.location.quote}")


def _share(name: str, matching: Sequence[Outcome], of: Sequence[Outcome]) -> None:
    if of:
        print(f"  {name:<20}{len(matching)} of {len(of)}  ({len(matching) / len(of):.3f})")


if __name__ == "__main__":
    main(sys.argv[1:])
