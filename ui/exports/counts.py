"""Theme counts as a file: the table, and under it everything that must stand with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.exports.columns import Cell, grid
from ui.exports.delimited import csv_bytes
from ui.exports.workbook import Sheet, workbook_bytes

if TYPE_CHECKING:
    from coding.counts import CountTable

SUPPRESSED = "[c]"
NOT_GIVEN = "[x]"
SHORTHAND = "[c]: suppressed, a small number. [x]: not given: no interval without a recorded random design."
NAMES = {
    "code": "Code", "label": "Theme", "n": "Number", "sampled": "Coded by people", "base": "Base", "percent": "Percent",
    "low": "95% interval, low", "high": "95% interval, high", "method": "Method",
}  # fmt: skip


def counts_bytes(suffix: str, table: CountTable) -> bytes:
    """The counts as CSV (the contract's columns, dotted) or XLSX (a cover with the base table and notes, one table)."""
    records = []
    for record in table.records():
        group = record.pop("group")
        records.append({**record, "group": "; ".join(f"{g['attribute']}={g['value']}" for g in group) or None})
    if suffix.lower() == ".csv":
        return csv_bytes(*grid(records))
    return workbook_bytes(
        f"Theme counts: {table.question_text}", _cover(table),
        [Sheet("Counts", f"Theme counts, base: {table.base_kind}", *_shown(table), notes=[table.question_text, *table.notes, SHORTHAND]), _states(table)],
    )  # fmt: skip


def _cover(table: CountTable) -> list[str]:
    return [
        f"Question: {table.question_text}", f"Respondents: {table.respondents}", f"Responses: {table.responses}",
        f"Base: {table.base_kind}", *table.notes, SHORTHAND,
    ]  # fmt: skip


def _shown(table: CountTable) -> tuple[list[str], list[list[Cell]]]:
    attributes = list(dict.fromkeys(attribute for row in table.rows for attribute, _ in row.group))
    rows: list[list[Cell]] = []
    for row in table.rows:
        record = row.record()
        cells: list[Cell] = []
        for name in NAMES:
            value = record[name]
            cells.append(value if value is not None else SUPPRESSED if row.suppressed else NOT_GIVEN)
        rows.append([*cells[:2], *(dict(row.group).get(attribute, "All") for attribute in attributes), *cells[2:]])
    columns = list(NAMES.values())
    return [*columns[:2], *attributes, *columns[2:]], rows


def _states(table: CountTable) -> Sheet:
    rows: list[list[Cell]] = [[state.replace("_", " "), n] for state, n in table.states]
    return Sheet(
        "Responses by state",
        "What became of every response",
        ["State", "Responses"],
        [*rows, ["All responses", table.responses]],
    )
