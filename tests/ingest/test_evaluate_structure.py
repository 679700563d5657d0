"""The structure figures on gold written for the purpose, and on the shared documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluate_structure import evaluate
from ingest.passages import split
from ingest.readers import read
from ingest.readers.text import read_text
from ingest.structure import structure
from tests.builders import make_document


def test_right_and_wrong_items_are_counted(tmp_path: Path) -> None:
    reading = read_text(b"# Quay\n\n## 2. Fees\n\n2.1 Fees stay as they are.\n\n## Boats\n\nBoats come and go.\n")
    document = make_document(reading.text)
    blocks = structure(reading.text, reading.units)
    common = {"doc": "q.txt", "is_furniture": False, "furniture_type": None}
    gold = [
        {"id": "1", "quote": "Fees stay as they are.", "section_path": ["Quay", "Fees"], "paragraph": "2.1", **common},
        {"id": "2", "quote": "Boats come and go.", "section_path": ["Quay", "Ships"], "paragraph": None, **common},
        {
            "id": "3",
            "quote": "Boats come",
            "section_path": [],
            "paragraph": None,
            "doc": "q.txt",
            "is_furniture": True,
            "furniture_type": "running_header",
        },
    ]
    (tmp_path / "structure.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    figures = evaluate(tmp_path, {"q.txt": (document, blocks, split(document, blocks))})
    assert figures["section"] == {"n": 1, "of": 2, "share": 0.5}
    assert figures["paragraph"] == {"n": 2, "of": 2, "share": 1.0}
    assert figures["furniture"] == {"n": 0, "of": 1, "share": 0.0}
    assert [(miss["id"], miss["figure"]) for miss in figures["misses"]] == [("2", "section"), ("3", "furniture")]


@pytest.mark.documents
def test_the_shared_documents_reach_the_goal(shared: Path) -> None:
    made = {}
    for path in sorted((shared / "documents").glob("00*.txt")):
        result = read(path)
        made[path.name] = (result.document, result.blocks, split(result.document, result.blocks))
    figures = evaluate(shared / "dev/gold", made)
    assert figures["section"]["share"] >= 0.9
    assert figures["paragraph"]["share"] >= 0.98
    assert figures["furniture"]["share"] >= 0.95
