"""A publication as a file, the format by its suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UsageError
from ui.exports.columns import Cell
from ui.exports.delimited import csv_bytes

if TYPE_CHECKING:
    from coding.publication import Publication

PACK_FORMATS = (".xlsx", ".ods", ".docx", ".csv")


def check_pack_suffix(path: Path) -> None:
    """Raises UsageError for a format that cannot be written: asked before the work, not after."""
    if path.suffix.lower() not in PACK_FORMATS:
        raise UsageError(f"{path.name}: the format is told by the suffix; choose one of {', '.join(PACK_FORMATS)}.")


def publication_bytes(suffix: str, made: Publication) -> bytes:
    """The table pack (.xlsx, .ods), the report (.docx), or every row of every table in one tidy table (.csv)."""
    wanted = suffix.lower()
    if wanted == ".xlsx":
        from ui.exports.pack_workbook import pack_xlsx

        return pack_xlsx(made)
    if wanted == ".ods":
        from ui.exports.pack_ods import pack_ods

        return pack_ods(made)
    if wanted == ".docx":
        from ui.exports.report import report_docx

        return report_docx(made)
    return tidy_csv(made)


def tidy_csv(made: Publication) -> bytes:
    """One row a number of every table, with the columns of the count record; `table` says which table it stands in, and an
    attribute that a table does not show is empty. Suppressed cells are empty and say so in `suppressed`."""
    attributes = list(dict.fromkeys(name for table in made.tables for row in table.rows for name, _ in row.group))
    columns: list[str] = []
    rows: list[list[Cell]] = []
    for n, table in enumerate(made.tables, 1):
        for row in table.rows:
            record = row.record()
            record.pop("group")
            columns = columns or ["table", *record, *(f"group.{name}" for name in attributes)]
            groups = dict(row.group)
            rows.append([n, *record.values(), *(groups.get(name) for name in attributes)])
    return csv_bytes(columns or ["table"], rows)
