"""The questions that the weights rest on: each quote stands in a paper, and the halves are of papers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.answer_questions import own_items, own_papers
from core.text import fold

SOURCES = Path(__file__).parents[2] / "samples" / "source"


def test_there_are_enough_questions_of_each_kind() -> None:
    kinds = Counter(item.kind for item in own_items())
    assert kinds["answerable"] >= 300 and kinds["near miss"] >= 300 and kinds["off topic"] >= 40


def test_no_paper_is_in_both_halves() -> None:
    halves: dict[str, set[str]] = {}
    for item in own_items():
        if item.kind != "off topic":
            halves.setdefault(item.paper, set()).add(item.part)
    assert set(halves) == {paper.name for paper in own_papers()}
    assert all(len(parts) == 1 for parts in halves.values())
    assert {part for parts in halves.values() for part in parts} == {"tune", "held"}


def test_no_question_is_asked_twice() -> None:
    counted = Counter(item.question for item in own_items())
    assert [question for question, n in counted.items() if n > 1] == []


def test_the_quotes_of_the_text_papers_stand_in_them() -> None:
    texts = [
        fold(paper.read_text(encoding="utf-8").replace("|", " ")) for paper in own_papers() if paper.suffix == ".md"
    ]
    plain = {paper.name for paper in own_papers() if paper.suffix == ".md"}
    lost = [
        (item.question, quote)
        for item in own_items()
        if item.kind == "answerable" and item.paper in plain
        for quote in item.quotes
        if not any(fold(quote) in text for text in texts)
    ]
    assert lost == []
