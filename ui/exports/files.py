"""Records to a file, the format by its suffix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import UsageError, UserError
from ui.exports.columns import grid
from ui.exports.delimited import csv_bytes
from ui.exports.workbook import Sheet, workbook_bytes

FORMATS = (".csv", ".xlsx")


def check_suffix(path: Path) -> None:
    """Raises UsageError for a format that cannot be written: asked before the work, not after."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path.name}: the format is told by the suffix; choose one of {', '.join(FORMATS)}.")


def records_bytes(
    suffix: str, title: str, records: Iterable[Mapping[str, Any]], notes: Sequence[str] = (), first: Sequence[str] = ()
) -> bytes:
    """The records as a CSV or XLSX file (`suffix` ".csv" or ".xlsx"), columns named as in the JSON records, dotted."""
    columns, rows = grid(records, first)
    if suffix.lower() == ".csv":
        return csv_bytes(columns, rows)
    return workbook_bytes(title, notes, [Sheet(title[:31], title, columns or ["empty"], rows, notes)])


def write_records(
    path: Path, title: str, records: Iterable[Mapping[str, Any]], notes: Sequence[str] = (), first: Sequence[str] = ()
) -> None:
    """Writes `records_bytes` to `path`, whole or not at all. Raises UserError where the place cannot be written."""
    check_suffix(path)
    write_bytes(path, records_bytes(path.suffix, title, records, notes, first))


def write_bytes(path: Path, data: bytes) -> None:
    """Raises UserError where the place cannot be written (a missing folder, a file that Excel has open)."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UserError(
            f"{path} cannot be written ({error.strerror or error}). Is the folder there, and is the file open in another program?"
        ) from error
