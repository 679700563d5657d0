"""The questions that answers are measured with: those shipped with the sample papers, and somebody's own gold questions."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from core.matching import overlap

SAMPLES = Path(__file__).parent.parent / "samples"


@dataclass(frozen=True, slots=True)
class Item:
    """A question; part: tune, held or gold; kind: answerable, near miss or off topic; quotes that answer it."""

    part: str
    paper: str
    kind: str
    question: str
    quotes: tuple[str, ...] = ()


def own_items() -> list[Item]:
    """The questions that are shipped with the samples."""
    with (SAMPLES / "questions" / "questions.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Item(row["half"], row["paper"], row["kind"], row["question"], tuple(row["quotes or why not"].split(" | ")))
            if row["kind"] == "answerable"
            else Item(row["half"], row["paper"], row["kind"], row["question"])
            for row in csv.DictReader(stream)
        ]


def own_papers() -> list[Path]:
    """The sample papers that the questions are about."""
    further = sorted(path for path in (SAMPLES / "questions").glob("*.md") if path.name != "README.md")
    return [SAMPLES / "survey-report.pdf", SAMPLES / "board-paper-pack.pdf", *further]


def gold_items(folder: Path) -> tuple[list[Item], list[str]]:
    """The questions of questions.jsonl in `folder`, and the documents that they are about."""
    read = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
    items = [
        Item(
            "gold",
            "",
            "answerable" if one["answerable"] else "near miss",
            one["question"],
            tuple(one["answer_quotes"] or ()),
        )
        for one in read
    ]
    return items, sorted({name for one in read for name in one.get("docs") or []})


def holds(quote: str, item: Item) -> bool:
    return any(overlap(quote, gold) > 0 for gold in item.quotes)
