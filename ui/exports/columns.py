"""Records to flat rows: nested values get dotted column names, lists become text; one order of columns for all rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Cell = str | int | float | bool | None
HASH = "sha256"


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
    columns.sort(key=_is_hash)
    return columns, [[row.get(name) for name in columns] for row in rows]


def _is_hash(column: str) -> bool:
    return column == HASH or column.endswith("." + HASH)


def with_sha256(records: Iterable[Mapping[str, Any]], sha256: Mapping[str, str]) -> list[dict[str, Any]]:
    """The records with `sha256`, the hash of the bytes of the document that they quote (by its id), in the record itself and
    in those within it (`a`, `b`): `grid` puts these columns last. By them `verify` finds the document again."""
    return [_hashed(record, sha256) for record in records]


def _hashed(record: Mapping[str, Any], sha256: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        name: _hashed(value, sha256) if isinstance(value, Mapping) else value for name, value in record.items()
    }
    if isinstance(made.get("quote"), str) and isinstance(made.get("document"), str):
        made[HASH] = sha256.get(made["document"])
    return made
