"""Checks against gold pairs: what counts as found, as a false alarm, and as out of range."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.documents import Span
from index.checks import Check, Paper
from index.evaluate_checks import evaluate_checks
from tests.builders import make_blocks, make_document

FIRST = "In the summary the quay is said to be ninety metres long."
SECOND = "In the survey the quay is said to be eighty metres long."
THIRD = "Another sentence, about the lamps on the northern pier."
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n" + "Padding of the paper. " * 300


def paper() -> Paper:
    return Paper(make_document(TEXT), tuple(make_blocks(TEXT)))


def raised(a: str, b: str | None) -> Check:
    def span(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    return paper().raised("value", "rule", "They differ.", span(a), span(b) if b else None)


def gold(folder: Path, *rows: dict[str, Any], lines: list[int] | None = None) -> Path:
    with (folder / "inconsistencies.jsonl").open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps({"doc": "paper.txt", "severity": "major", "more_quotes": []} | row) + "\n")
    if lines:
        (folder / "ranges.json").write_text(json.dumps({"paper.txt": lines}), encoding="utf-8")
    return folder


def figures(folder: Path, *checks: Check) -> dict[str, Any]:
    return evaluate_checks(folder, {"paper.txt": paper().document}, checks)


def counts(made: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {name: (value["n"], value["of"]) for name, value in made.items() if isinstance(value, dict)}


@pytest.mark.parametrize(("a", "b"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_a_pair_is_found_either_way_round(tmp_path: Path, a: str, b: str) -> None:
    made = figures(gold(tmp_path, {"quote_a": FIRST, "quote_b": SECOND}), raised(a, b))
    assert counts(made) == {
        "major_inconsistencies_found": (1, 1), "minor_inconsistencies_found": (0, 0), "check_false_alarms": (0, 1),
        "check_false_alarms_per_page": (0, 2),
    }  # fmt: skip


def test_both_quotes_must_match(tmp_path: Path) -> None:
    made = figures(gold(tmp_path, {"quote_a": FIRST, "quote_b": SECOND}), raised(FIRST, THIRD), raised(FIRST, None))
    assert counts(made)["major_inconsistencies_found"] == (0, 1)
    assert counts(made)["check_false_alarms"] == (2, 2)
    assert counts(made)["check_false_alarms_per_page"] == (2, 2)
    assert [alarm["b"] for alarm in made["check_false_alarm_list"]] == [THIRD, None]


def test_a_minor_pair_is_no_false_alarm_and_no_major_one(tmp_path: Path) -> None:
    made = figures(gold(tmp_path, {"quote_a": FIRST, "quote_b": SECOND, "severity": "minor"}), raised(FIRST, SECOND))
    assert counts(made)["major_inconsistencies_found"] == (0, 0)
    assert counts(made)["minor_inconsistencies_found"] == (1, 1)
    assert counts(made)["check_false_alarms"] == (0, 1)


def test_one_check_finds_one_pair(tmp_path: Path) -> None:
    folder = gold(tmp_path, {"quote_a": FIRST, "quote_b": SECOND}, {"quote_a": FIRST, "quote_b": SECOND})
    assert counts(figures(folder, raised(FIRST, SECOND)))["major_inconsistencies_found"] == (1, 2)


def test_more_quotes_stand_for_either_quote(tmp_path: Path) -> None:
    folder = gold(tmp_path, {"quote_a": FIRST, "quote_b": SECOND, "more_quotes": [{"quote": THIRD, "line": 5}]})
    assert counts(figures(folder, raised(FIRST, THIRD)))["major_inconsistencies_found"] == (1, 1)


def test_what_lies_outside_the_range_does_not_count(tmp_path: Path) -> None:
    folder = gold(tmp_path, {"quote_a": FIRST, "quote_b": SECOND}, lines=[1, 3])
    made = figures(folder, raised(FIRST, SECOND), raised(FIRST, THIRD))
    assert counts(made)["major_inconsistencies_found"] == (1, 1)
    assert counts(made)["check_false_alarms"] == (0, 1)
    assert counts(made)["check_false_alarms_per_page"] == (0, 1)


def test_no_gold_of_this_kind_gives_no_figures(tmp_path: Path) -> None:
    assert figures(tmp_path, raised(FIRST, SECOND)) == {}


@pytest.mark.documents
@pytest.mark.model
def test_the_shared_gold(shared: Path) -> None:
    """The goal on the dev gold: two of the five major ones, at most one false alarm in ten pages."""
    from core.jobs import Progress
    from ui.gold import document_figures
    from ui.settings import settings

    made = document_figures(
        "statements", shared / "dev" / "gold", shared / "documents", settings(model="none", who="tester"), Progress()
    )
    assert made["major_inconsistencies_found"]["of"] == 5
    assert made["major_inconsistencies_found"]["n"] >= 2
    alarms = made["check_false_alarms_per_page"]
    assert 10 * alarms["n"] <= alarms["of"]
