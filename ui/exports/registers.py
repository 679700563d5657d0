"""The registers as files: CSV and XLSX with the contract's columns, a Word table for a board paper, deadlines for a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from core.errors import UsageError
from ui.exports.calendar import calendar_bytes, due_date
from ui.exports.columns import flat
from ui.exports.files import records_bytes
from ui.exports.word import COMMITMENTS, FINDINGS, commitment_cells, finding_cells, table_bytes

RegisterName = Literal["commitments", "findings"]
FORMATS: dict[RegisterName, tuple[str, ...]] = {
    "commitments": (".csv", ".xlsx", ".docx", ".ics"),
    "findings": (".csv", ".xlsx", ".docx"),
}
FIRST_COLUMNS: dict[RegisterName, tuple[str, ...]] = {
    "commitments": (
        "id", "certainty", "actor", "action", "deadline", "amount", "kind", "strength", "quote", "title", "page", "paragraph",
    ),
    "findings": (
        "id", "kind", "subject", "value", "prominence", "population", "base", "figure", "quote", "title", "page", "paragraph",
    ),
}  # fmt: skip


def check_format(register: RegisterName, path: Path) -> None:
    """Raises UsageError for a format in which this register cannot be written: asked before the work, not after."""
    if path.suffix.lower() not in FORMATS[register]:
        raise UsageError(
            f"{path.name}: the format is told by the suffix; choose one of {', '.join(FORMATS[register])} for {register}."
        )


def first_columns(register: RegisterName, records: Sequence[dict[str, Any]]) -> list[str]:
    """The columns that a reader wants first, nested ones as their dotted parts."""
    names: dict[str, None] = {}
    for record in records:
        names |= dict.fromkeys(flat(record))
    return [
        name for wanted in FIRST_COLUMNS[register] for name in names if name == wanted or name.startswith(wanted + ".")
    ]


def undated(records: Sequence[dict[str, Any]]) -> int:
    """How many commitments have no date: they are left out of a calendar file."""
    return sum(due_date(record) is None for record in records)


def register_bytes(
    register: RegisterName, suffix: str, records: Sequence[dict[str, Any]], notes: Sequence[str] = ()
) -> bytes:
    """The records as a file of the format that `suffix` (".csv", ".xlsx", ".docx", ".ics") names."""
    title = f"Register of {register}"
    if suffix.lower() == ".ics":
        return calendar_bytes(title, records)
    if suffix.lower() == ".docx":
        commitments = register == "commitments"
        cells = commitment_cells if commitments else finding_cells
        count = (
            f"{len(records):,} {register if len(records) != 1 else register[:-1]}, each in the words of its document."
        )
        return table_bytes(
            title,
            [count, *notes],
            COMMITMENTS if commitments else FINDINGS,
            [cells(record) for record in records],
            records,
        )
    return records_bytes(suffix, title, records, notes, first_columns(register, records))
