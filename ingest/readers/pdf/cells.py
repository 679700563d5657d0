"""A cell of a table as it stands on the page, and what cells hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.readers.pdf.lines import Line

FIRST_BLOCK = 1_000_000  # tags of rows that the file does not mark are numbered from it, above its own
PART = 100_000  # between the numbers of the parts of one table that other lines part
FIGURE = re.compile(r"[\s\d.,%£$€()+\-–—/*<>=:]*(?:m|bn|k|n/a|-)?[\s*]*", re.IGNORECASE)


@dataclass(slots=True)
class Cell:
    """What stands in one cell; `row` and `column` are those of its top left corner."""

    row: int
    column: int
    columns: int = 1
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, sum or share."""
    return FIGURE.fullmatch(text) is not None and any(map(str.isdigit, text))
