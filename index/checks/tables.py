"""Tables as rows of cells: what is printed in each, and the number where it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.documents import Block, Span
from core.text import Mapped

_NUMBER = re.compile(
    r"^[~≈]?\s*(?P<open>\()?\s*(?P<minus>[-–−])?\s*(?P<pound>£)?\s*(?P<minus2>[-–−])?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>k|m|bn|million|billion)?\s*(?P<percent>%)?\s*(?P<close>\))?\s*[*†]?$",
    re.IGNORECASE,
)
HEAD = 560  # characters
_SCALE = {"k": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_RULE = re.compile(r"^\|?[\s:|\-–—]+\|?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell prints; `value` None where it is no number; `decimals` those printed; percent where it says %."""

    text: str
    value: float | None = None
    decimals: int = 0
    percent: bool = False
    money: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    span: Span
    cells: tuple[Cell, ...]
    block: int


@dataclass(frozen=True, slots=True)
class Table:
    """Consecutive rows; the first is the header where it holds no numbers. `caption`: the block before it, or None."""

    rows: tuple[Row, ...]
    caption: int | None
    section: tuple[str, ...]

    @property
    def header(self) -> Row | None:
        first = self.rows[0]
        return first if not any(cell.value is not None and len(cell.text) != 4 for cell in first.cells) else None

    @property
    def body(self) -> tuple[Row, ...]:
        return self.rows[1:] if self.header else self.rows

    @property
    def head(self) -> Span:
        """The first rows, as many as can be read at a glance."""
        end = self.rows[0].span.end
        for row in self.rows:
            if row.span.end - self.rows[0].span.start <= HEAD:
                end = row.span.end
        return Span(self.rows[0].span.start, end)

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.rows)

    @property
    def regular(self) -> bool:
        """Whether every row has the same number of cells: only then do columns mean something."""
        return len({len(row.cells) for row in self.rows}) == 1 and self.width >= 2 and len(self.rows) >= 3


def read_cell(text: str) -> Cell:
    """The cell as printed, and its number: "1,204", "62%", "£1.2m", "(300)" as minus 300."""
    plain = " ".join(text.split())
    match = _NUMBER.match(plain)
    if match is None:
        return Cell(plain)
    digits = match["digits"].replace(",", "")
    value = float(digits) * _SCALE.get((match["scale"] or "").casefold(), 1.0)
    if match["minus"] or match["minus2"] or (match["open"] and match["close"]):
        value = -value
    scale = _SCALE.get((match["scale"] or "").casefold())
    decimals = len(digits.partition(".")[2]) if scale is None else 0
    return Cell(plain, value, decimals, match["percent"] is not None, match["pound"] is not None)


def cells_of(raw: str) -> tuple[Cell, ...]:
    """The cells of a row: between tabs, or between the bars of a Markdown table."""
    line = raw.strip("\n")
    if line.lstrip().startswith("|"):
        parts = line.strip().strip("|").split("|")
    else:
        parts = line.split("\t")
    return tuple(read_cell(re.sub(r"</?\w+>|\*\*", "", part)) for part in parts)


def read_tables(text: str, blocks: Sequence[Block], lines: Sequence[Mapped]) -> tuple[Table, ...]:
    """The tables: runs of table rows with nothing but empty blocks and furniture between them."""
    made: list[Table] = []
    rows: list[Row] = []
    last_words: int | None = None  # the last block with words that is no row
    before: int | None = None

    def close() -> None:
        if rows:
            made.append(Table(tuple(rows), before, blocks[rows[0].block].section))
            rows.clear()

    for n, block in enumerate(blocks):
        if block.kind == "table_row":
            raw = block.span.of(text)
            if _RULE.match(raw.strip()):
                continue
            if not rows:
                before = last_words
            stripped = raw.rstrip()
            rows.append(Row(Span(block.span.start, block.span.start + max(1, len(stripped))), cells_of(raw), n))
        elif block.kind == "furniture" or not lines[n].text:
            continue
        else:
            close()
            last_words = n
    close()
    return tuple(made)
