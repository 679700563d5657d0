"""Openings of papers of many bodies and genres, with what each says it is; `openings.txt` holds them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.ingest.papers import make_pdf

FIELDS = ("title", "organisation", "date", "type", "reference")


@dataclass(frozen=True)
class Paper:
    name: str
    expected: dict[str, str | None]
    text: str

    def as_pdf(self) -> bytes:
        """The same lines as a page: headings large and bold, the rest in body size."""
        placed, y = [], 760.0
        for line in self.text.split("\n"):
            words = line.lstrip("#").strip(" |").replace(" | ", "    ").replace("©", "(c)")
            if not words or set(words) <= set("-| "):
                y -= 8
                continue
            size = -(20.0 - 2 * (len(line) - len(line.lstrip("#")))) if line.startswith("#") else 11.0
            for part in wrapped(words, 90 if size > 0 else 55):
                y -= abs(size) + 3
                placed.append((72.0, y, size, part))
        return make_pdf([placed])


def wrapped(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def papers(name: str = "openings.txt") -> list[Paper]:
    made = []
    for part in Path(__file__).with_name(name).read_text(encoding="utf-8").split("=== ")[1:]:
        head, text = part.split("\n---\n", 1)
        name, *fields = head.split("\n")
        values = dict(field.split(": ", 1) for field in fields)
        made.append(Paper(name, {key: None if value == "null" else value for key, value in values.items()}, text))
    return made
