"""Who codes what as a table: a row a response and coder."""

from __future__ import annotations

from pathlib import Path

from core.errors import UserError
from ingest.tables.codings import ID_NAMES
from ingest.tables.reading import BLANK, first_column, read_table


def read_allocation(path: Path) -> list[tuple[str, str]]:
    """(response id, coder) in file order; several coders of a response stand in rows of their own, or separated by
    semicolons. Raises UserError where a column is missing."""
    table = read_table(path)
    id_at, coder_at = first_column(table, ID_NAMES), first_column(table, ("coder", "coders", "who"))
    if id_at is None or coder_at is None:
        listed = ", ".join(repr(column) for column in table.columns if column)
        raise UserError(f"{path} needs the columns response_id and coder. Its columns are: {listed}")
    return [
        (row.cells[id_at].strip(BLANK), " ".join(name.split()))
        for row in table.rows
        for name in row.cells[coder_at].split(";")
        if row.cells[id_at].strip(BLANK)
    ]
