"""The generated pages are up to date, every command has help, the glossary uses the type names, the links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.build import FOLDER, pages, walk
from ui.cli import verbatim

ROOT = FOLDER.parent


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name], "run: make docs"


def test_every_command_has_help() -> None:
    assert [path for path, command in walk(verbatim, "verbatim") if not command.help] == []


def test_the_glossary_names_the_domain_types() -> None:
    glossary = (FOLDER / "glossary.md").read_text(encoding="utf-8")
    for name in (
        "Document",
        "Block",
        "Passage",
        "Span",
        "Commitment",
        "Finding",
        "Response",
        "Codebook",
        "Code",
        "Coding",
        "Answer",
    ):
        assert f"`{name}`" in glossary, name


@pytest.mark.parametrize("path", [*sorted(ROOT.glob("*.md")), *sorted(FOLDER.glob("*.md"))], ids=lambda p: p.name)
def test_links_between_our_pages_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name}: {target}"
