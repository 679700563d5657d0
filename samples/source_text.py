"""Reads the sample documents' source: a little Markdown, with the numbers written as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HEADING = re.compile(r"(#{1,3}) (?:(\d+(?:\.\d+)*) )?(.+)")
PARAGRAPH = re.compile(r"(\d+(?:\.\d+)+|\d+\.|\([a-z]\)) (.+)", re.DOTALL)
FOOTNOTE = re.compile(r"\[\^(\d+)\]: (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a document. `kind`: section organisation title subtitle heading numbered bullet table chart
    quotation caption question base note contents figures paragraph. `number`: as printed, "" where there is none."""

    kind: str
    text: str = ""
    level: int = 0
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    organisation: str
    header: str
    footer: str
    elements: list[Element]
    footnotes: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Source:
    """The document of one source file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    keys = dict(line.split(": ", 1) for line in head.splitlines())
    footnotes: dict[str, str] = {}
    elements: list[Element] = []
    for part in re.split(r"\n{2,}", body.strip()):
        note = FOOTNOTE.fullmatch(part)
        if note:
            footnotes[note[1]] = note[2]
        else:
            elements.extend(_elements(part))
    return Source(keys["title"], keys["organisation"], keys["header"], keys["footer"], elements, footnotes)


def _elements(part: str) -> list[Element]:
    first = part.split(" ", 1)[0]
    if part.startswith("%%% "):
        return [Element("section", part[4:])]
    if first in ("@organisation", "@title", "@subtitle"):
        return [Element(first[1:], part.split(" ", 1)[1])]
    if part in ("{contents}", "{figures}"):
        return [Element(part[1:-1])]
    if part.startswith("|"):
        rows = tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in part.splitlines())
        return [Element("table", rows=rows)]
    if part.startswith("[chart "):
        lines = part.splitlines()
        bars = (("", "") if line == "-" else tuple(line.rsplit(": ", 1)) for line in lines[1:-1])
        return [Element("chart", lines[0][7:-1], rows=tuple(bars))]
    if part.startswith("- "):
        return [Element("bullet", line[2:]) for line in part.splitlines()]
    if part.startswith("> "):
        return [Element("quotation", part[2:])]
    heading = HEADING.fullmatch(part)
    if heading:
        return [Element("heading", heading[3], len(heading[1]), heading[2] or "")]
    numbered = PARAGRAPH.fullmatch(part)
    if numbered:
        return [Element("numbered", numbered[2], number=numbered[1])]
    for kind, pattern in (
        ("caption", r"(Figure|Table) \d+: "),
        ("question", "Question: "),
        ("base", "Base: "),
        ("note", "Note: "),
    ):
        if re.match(pattern, part):
            return [Element(kind, part)]
    return [Element("paragraph", part)]
