"""Records to flat rows: nested values get dotted column names, lists become text; one order of columns for all rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Cell = str | int | float | bool | None


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Cell]:
    """One record with its nested records as dotted columns ("deadline.start"); lists of texts are joined by "; "."""
    row: dict[str, Cell] = {}
    for name, value in record.items():
        column = prefix + name
        if isinstance(value, Mapping):
            row |= flat(value, column + ".")
        elif isinstance(value, list | tuple):
            row[column] = _listed(value)
        else:
            row[column] = value
    return row


def _listed(values: Sequence[Any]) -> str | None:
    if not values:
        return None
    if all(isinstance(value, str | int | float) for value in values):
        return "; ".join(str(value) for value in values)
    return json.dumps(values, ensure_ascii=False)


def grid(records: Iterable[Mapping[str, Any]], first: Sequence[str] = ()) -> tuple[list[str], list[list[Cell]]]:
    """(columns, rows): columns in the order in which records bring them, those in `first` leading. A column that is a
    whole record in some rows and empty in others appears only as its dotted parts."""
    rows = [flat(record) for record in records]
    names: dict[str, None] = dict.fromkeys(first)
    for row in rows:
        names |= dict.fromkeys(row)
    parents = {name.rsplit(".", 1)[0] for name in names if "." in name}
    columns = [name for name in names if name not in parents]
    return columns, [[row.get(name) for name in columns] for row in rows]
