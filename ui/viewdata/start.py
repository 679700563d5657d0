"""The first screen: what the project holds, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.services import Contents


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: why, and a link to the screen for it."""

    text: str
    path: str
    label: str


def counted(n: int, one: str, many: str | None = None) -> str:
    """ "1 document", "2,300 documents", "no documents"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}" if n else f"no {many or one + 's'}"


def holdings(contents: Contents) -> list[tuple[str, str]]:
    """Name and value of what is in."""
    rows = [
        ("Documents", f"{counted(contents.documents, 'document')}, {counted(contents.passages, 'passage')} to search"),
        ("Commitments", counted(contents.commitments, "commitment") + " found in them"),
        ("Findings", counted(contents.findings, "finding") + " found in them"),
        ("Responses", f"{counted(contents.responses, 'response')} to {counted(contents.questions, 'question')}"),
    ]
    if contents.responses:
        rows.append(("Coding", f"{counted(contents.coded, 'human coding')} so far, counted once for each coder"))
    if contents.refused:
        rows.append(("Not read", f"{counted(contents.refused, 'file')} could not be read"))
    return rows


def next_steps(contents: Contents) -> list[Step]:
    """What a person would do next here, the most useful first."""
    steps = []
    if contents.passages:
        steps.append(Step("Search the documents, or ask them a question.", "find", "Find"))
    if contents.commitments:
        steps.append(Step("See who promised what by when, and confirm each row.", "commitments", "Commitments"))
    if contents.findings:
        steps.append(Step("See the figures and themes that the documents report.", "findings", "Findings"))
    if contents.responses:
        steps.append(Step("Read responses and code them by keyboard.", "code", "Code"))
    if contents.coded:
        steps.append(Step("See how often each theme was given, and download the table.", "counts", "Counts"))
    if contents.refused:
        steps.append(Step("See which files could not be read, and why.", "documents", "Documents"))
    if not contents.documents:
        steps.append(
            Step("Add board papers, strategies or survey reports: PDF, Word, HTML or text.", "add", "Add documents")
        )
    if not contents.responses:
        steps.append(
            Step("Add the answers to an open survey question, from a CSV or Excel file.", "responses", "Responses")
        )
    return steps


def is_empty(contents: Contents) -> bool:
    return not contents.documents and not contents.responses and not contents.refused
