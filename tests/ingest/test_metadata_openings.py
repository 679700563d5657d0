"""What papers of many bodies and genres say of themselves. `openings.txt` was written before the rules were tried on it and
they were mended by it; `openings_later.txt` after, to see how they do on what they had not seen (docs/methods.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents import Document
from ingest.readers import read
from tests.ingest.openings import FIELDS, Paper, papers

ALL = [*papers(), *papers("openings_later.txt")]


def said(document: Document) -> dict[str, str | None]:
    return {
        "title": document.title, "organisation": document.organisation, "date": document.written_date, "type": document.type,
        "reference": document.reference,
    }  # fmt: skip


def folded(fields: dict[str, str | None]) -> dict[str, str | None]:
    """A page has curly quotes, and lines of one heading with nothing between them."""
    return {
        name: value and value.replace("’", "'").replace(": ", " ").casefold() for name, value in fields.items()
    }  # fmt: skip


def test_there_are_openings_enough() -> None:
    assert len({paper.name for paper in ALL}) == len(ALL) == 90
    assert all(set(paper.expected) == set(FIELDS) for paper in ALL)


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.name)
def test_a_text_says_what_it_is(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "paper.md"
    path.write_text(paper.text, encoding="utf-8")
    document = read(path).document
    assert folded(said(document)) == folded(paper.expected)
    found = dict(document.found)
    assert {field for field in FIELDS if said(document)[field] is not None} == set(found) & set(FIELDS)
    assert all(found.values())


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.name)
def test_a_page_says_what_it_is(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper.as_pdf())
    assert folded(said(read(path).document)) == folded(paper.expected)
