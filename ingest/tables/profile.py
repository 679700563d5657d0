"""What is in a table beside the columns that are taken from it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ingest.tables.reading import BLANK, Row, Table, column_letters

FLOAT_ID = re.compile(r"\d+\.0+")
ROUNDED_ID = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")


class Unused(NamedTuple):
    """A column that is not taken: its name ("" where it has none), its letters in a spreadsheet, how many rows fill it."""

    name: str
    letters: str
    filled: int

    @property
    def shown(self) -> str:
        return self.name or f"column {self.letters}"


def unused_columns(table: Table, used: Collection[int]) -> list[Unused]:
    """The columns at none of these 0-based places, in order; those without a name only where a row fills them."""
    found = []
    for at, name in enumerate(table.columns):
        if at in used:
            continue
        filled = sum(bool(row.cells[at].strip(BLANK)) for row in table.rows)
        if name or filled:
            found.append(Unused(name, column_letters(at), filled))
    return found


def whole_number_ids(rows: Sequence[Row], at: int) -> bool:
    """Whether every id in this column is a whole number written with ".0", as spreadsheets and statistics programs do to numbers:
    then the ".0" is no part of the ids."""
    cells = [cell for row in rows if (cell := row.cells[at].strip(BLANK))]
    return bool(cells) and all(FLOAT_ID.fullmatch(cell) for cell in cells)
