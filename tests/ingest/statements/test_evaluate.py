"""The evaluation's own arithmetic, on a gold folder of two documents made here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.documents import Block, Document, Span, locate
from core.statements import Actor, Commitment, Deadline, Finding, SampleBase, Value
from ingest.evaluate_statements import evaluate, same_actor
from ingest.statements import find_statements
from tests.builders import make_document

LINES = [
    "The Council will open two libraries by the end of 2026.",
    "Parks are well liked by people of all ages in the town.",
    "The council plans a study of buses across the northern villages.",
    "It would be good to see more trees along the main shopping streets.",
    "Some 45% of residents said that they use the park every week.",
    "The Council will mend every broken gate outside of the covered range.",
]


def document() -> tuple[Document, list[Block]]:
    text = "\n".join(LINES)
    return make_document(text, path="paper.txt"), [Block(Span(0, len(text)), "paragraph")]


def commitment(line: int, **changes: Any) -> Commitment:
    paper, blocks = document()
    start = paper.text.index(LINES[line])
    values: dict[str, Any] = {
        "id": f"c{line}", "location": locate(paper, blocks, Span(start, start + len(LINES[line]))), "action": "x",
        "kind": "policy", "strength": "firm", "certainty": "certain",
    }  # fmt: skip
    return Commitment(**(values | changes))


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    (folder / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    common = {
        "doc": "paper.txt",
        "actor_inferred": None,
        "deadline_start": None,
        "amount_gbp": None,
        "amount_text": None,
    }
    write(tmp_path, "commitments.jsonl", [
        common | {"quote": LINES[0], "status": "core", "actor": "The Council", "deadline_end": "2026-12-31"},
        common | {"quote": LINES[2], "status": "borderline", "actor": None, "deadline_end": None},
    ])  # fmt: skip
    write(tmp_path, "non_commitments.jsonl", [{"doc": "paper.txt", "quote": LINES[3]}])
    write(tmp_path, "findings.jsonl", [
        {"doc": "paper.txt", "quote": LINES[4], "value_low": 45, "value_high": 45, "base_n": 90, "figure": "Figure 2",
         "in_summary": False, "source_type": "sentence"},
    ])  # fmt: skip
    (tmp_path / "ranges.json").write_text(json.dumps({"paper.txt": [1, 5]}), encoding="utf-8")
    return tmp_path


def pair(numerator: int, denominator: int) -> tuple[int, int]:
    return numerator, denominator


def counted(figure: dict[str, Any]) -> tuple[int, int]:
    return figure["n"], figure["of"]


def test_matched_false_borderline_and_out_of_range_predictions(gold: Path) -> None:
    deadline = Deadline("by the end of 2026", None, "2026-12-31", "year", "stated")
    said = [
        commitment(0, deadline=deadline, actor=Actor("The Council", "Council", "stated")),
        commitment(1, certainty="check"),
        commitment(2),
        commitment(3, certainty="check"),
        commitment(5),
    ]
    result = evaluate(gold, {"paper.txt": document()}, said, [])
    assert counted(result["commitments_found"]) == pair(1, 1)
    assert counted(result["commitments_precision"]) == pair(1, 3)
    assert counted(result["commitments_precision_certain"]) == pair(1, 1)
    assert counted(result["non_commitments_taken"]) == pair(1, 1)
    assert counted(result["deadline_exact"]) == pair(1, 1)
    assert counted(result["actor_right"]) == pair(1, 1)
    assert counted(result["whole_commitment_record"]) == pair(1, 1)


def test_a_wrong_field_spoils_the_whole_record(gold: Path) -> None:
    said = [commitment(0, actor=Actor("The Council", "Council", "stated"))]
    result = evaluate(gold, {"paper.txt": document()}, said, [])
    assert counted(result["deadline_exact"]) == pair(0, 1)
    assert counted(result["whole_commitment_record"]) == pair(0, 1)


def finding(value: float, **changes: Any) -> Finding:
    paper, blocks = document()
    start = paper.text.index(LINES[4])
    values: dict[str, Any] = {
        "id": "f1", "location": locate(paper, blocks, Span(start, start + len(LINES[4]))), "kind": "quantitative",
        "subject": "use the park", "value": Value(f"{value}%", value, value, "percent"),
    }  # fmt: skip
    return Finding(**(values | changes))


@pytest.mark.parametrize(
    ("value", "base", "figure", "found", "whole"),
    [(45.5, 90, "Figure 2", 1, 1), (45, 89, "Figure 2", 1, 0), (45, 90, None, 1, 0), (46, 90, "Figure 2", 0, 0)],
)
def test_a_finding_needs_its_value_and_a_record_all_its_fields(
    gold: Path, value: float, base: int, figure: str | None, found: int, whole: int
) -> None:
    said = [finding(value, base=SampleBase(base, "all"), figure=figure)]
    result = evaluate(gold, {"paper.txt": document()}, [], said)
    assert counted(result["findings_found"]) == pair(found, 1)
    assert counted(result["whole_finding_record"]) == pair(whole, 1)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("The strategy", "UK Government", True),
        ("DfE", "Department for Education", True),
        ("Officers", "LGA officers", True),
        ("Ofsted", "DfE", False),
    ],
)
def test_actors_are_compared_by_their_full_names(a: str, b: str, same: bool) -> None:
    assert same_actor(a, b) is same


@pytest.mark.documents
@pytest.mark.model
def test_the_registers_reach_their_goals_on_the_shared_gold(shared: Path) -> None:
    """Goals of the registers' part; a fall below them is a regression of the rules or of the reader."""
    from ingest.readers import read

    folder = shared / "documents"
    read_in = {path.name: read(path) for path in folder.glob("00[02]_*.txt")}
    documents = {name: (result.document, result.blocks) for name, result in read_in.items()}
    pairs = [find_statements(*where) for where in documents.values()]
    result = evaluate(
        shared / "dev" / "gold",
        documents,
        [c for found, _ in pairs for c in found],
        [f for _, found in pairs for f in found],
    )
    goals = {
        "commitments_found": 0.90, "commitments_precision": 0.92, "deadline_exact": 0.95, "amount_exact": 0.97, "actor_right": 0.88,
        "whole_commitment_record": 0.80, "findings_found": 0.97, "findings_precision": 0.98, "base_right": 0.93, "figure_right": 0.96,
        "in_summary_right": 0.98, "whole_finding_record": 0.88, "themes_found": 0.80,
    }  # fmt: skip
    assert {name: result[name]["share"] for name, goal in goals.items() if result[name]["share"] < goal} == {}
    assert result["commitments_raised_elsewhere"] <= 2
