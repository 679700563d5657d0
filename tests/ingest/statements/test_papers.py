"""Six short papers of our own, each with every commitment and statistic that a reader finds in it, and no others.

The records were written before the papers were read by the program. "*" leaves a field open (a reader could defend
several); "-" as actor: nobody is named, and only an inherited actor may stand there.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.documents import Document
from core.statements import Commitment, Finding
from core.text import fold
from ingest.readers import read
from ingest.statements import find_statements

PAPERS = Path(__file__).parent / "papers"
NAMES = sorted(path.stem for path in PAPERS.glob("*.md"))
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def statements() -> dict[str, tuple[Document, list[Commitment], list[Finding]]]:
    made = {}
    for name in NAMES:
        result = read(PAPERS / f"{name}.md")
        made[name] = (result.document, *find_statements(result.document, result.blocks))
    return made


def rows(name: str, kind: str) -> list[dict[str, str]]:
    with (PAPERS / f"{name}.{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _same_words(document: Document, commitment: Commitment, quote: str) -> bool:
    said, wanted = fold(commitment.span.of(document.text)), fold(quote)
    return wanted in said or said in wanted


def _agrees(commitment: Commitment, row: dict[str, str]) -> bool:
    actor, deadline, amount = commitment.actor, commitment.deadline, commitment.amount
    who = actor.name if actor else ""
    if row["actor"] == "-":
        who_right = actor is None or actor.basis == "inherited"
    else:
        who_right = row["actor"] in ("*", who)
    when = (deadline.start or "", deadline.end or "") if deadline else ("", "")
    when_right = row["start"] == "*" or when == (row["start"], row["end"])
    much_right = (amount.high if amount else None) == (float(row["amount"]) if row["amount"] else None)
    return who_right and when_right and much_right


@pytest.mark.parametrize("name", NAMES)
def test_every_commitment_of_a_paper_is_found_with_who_when_and_how_much(
    name: str, statements: dict[str, tuple[Document, list[Commitment], list[Finding]]]
) -> None:
    document, commitments, _ = statements[name]
    expected = rows(name, "commitments")
    assert expected
    for row in expected:
        said = [c for c in commitments if _same_words(document, c, row["quote"])]
        assert said, row["quote"]
        assert any(_agrees(c, row) for c in said), (row, [c.record() for c in said])
    beside = [
        c.span.of(document.text)
        for c in commitments
        if not any(_same_words(document, c, row["quote"]) for row in expected)
    ]
    assert beside == []


@pytest.mark.parametrize("name", NAMES)
def test_every_statistic_of_a_paper_is_found_with_its_base_and_figure(
    name: str, statements: dict[str, tuple[Document, list[Commitment], list[Finding]]]
) -> None:
    _, _, findings = statements[name]
    left = [f for f in findings if f.kind == "quantitative"]
    for row in rows(name, "findings"):
        said = [f for f in left if _says(f, row)]
        assert said, (row, [f.record() for f in left if f.value and str(f.value.low) == str(float(row["low"]))])
        left.remove(said[0])
    assert [f.value.text for f in left if f.value] == []


def _says(finding: Finding, row: dict[str, str]) -> bool:
    value = finding.value
    return (
        value is not None
        and (value.low, value.high, value.unit) == (float(row["low"]), float(row["high"]), row["unit"])
        and row["base"] in ("*", str(finding.base.n) if finding.base else "")
        and row["figure"] in ("*", finding.figure or "")
        and finding.in_summary == (row["summary"] == "yes")
    )
