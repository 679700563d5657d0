"""CSV that Excel opens as it should, and that cannot run a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ui.exports.columns import Cell

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it (OWASP, "CSV Injection");
    numbers, also as text ("-1.5"), stay as they are."""
    if not isinstance(value, str) or not value.startswith(FORMULA_STARTS):
        return value
    try:
        float(value.replace(",", "").rstrip("%"))
    except ValueError:
        return "'" + value
    return value


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """The rows as CSV (RFC 4180), formulas neutralised, empty cells for None."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if value is None else neutral(value) for value in row])
    return stream.getvalue()


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """`csv_text` in UTF-8 with a byte-order mark, without which Excel mangles quotes and pound signs."""
    return csv_text(columns, rows).encode("utf-8-sig")
