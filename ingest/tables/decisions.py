"""Adjudicated decisions as a table: `response_id,codes[,reason]`; `uncodable` in place of codes where nothing can be coded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from core.errors import Problem, UserError
from core.text import plain
from ingest.tables.codings import CODES_NAMES, ID_NAMES, _bare, _from_list, _known, _row_problem
from ingest.tables.reading import BLANK, first_column, read_table

REASON_NAMES = ("reason", "reasons", "why", "note")
UNCODABLE = ("uncodable", "cannot be coded")


class DecidedRow(NamedTuple):
    """What was decided for a response; `state` coded (no codes: nothing fits) or uncodable."""

    response: str
    codes: frozenset[str]
    reason: str
    state: str
    row: int


def read_decisions(
    path: Path, codes: Mapping[str, str], responses: Collection[str]
) -> tuple[list[DecidedRow], list[Problem]]:
    """The decisions in file order, and the rows that were refused: `missing_id`, `unknown_response`, `duplicate_response`,
    `unknown_code`. `codes`: the frame's codes with their labels (either may stand in the file, case apart). Raises UserError
    where a column is missing or there is no row."""
    table = read_table(path)
    id_at, codes_at = first_column(table, ID_NAMES), first_column(table, CODES_NAMES)
    reason_at = first_column(table, REASON_NAMES)
    if id_at is None or codes_at is None:
        listed = ", ".join(repr(column) for column in table.columns if column)
        raise UserError(
            f"{path} needs the columns response_id, codes and, if you have it, reason. Its columns are: {listed}"
        )
    if not table.rows:
        raise UserError(f"{path} has a header and no rows. Give each decision a row.")
    known, ids = _known(codes), set(responses)
    rows: list[DecidedRow] = []
    problems: list[Problem] = list(table.refused)
    seen: dict[str, int] = {}
    for row in table.rows:
        name, written = _bare(row.cells[id_at], ids), row.cells[codes_at].strip(BLANK)
        problem = _row_problem(row.number, name, ids, seen)
        found: frozenset[str] = frozenset()
        uncodable = plain(written) in UNCODABLE and written not in known
        if problem is None and not uncodable:
            found, problem = _from_list(row.number, name, written, known)
        if problem is not None:
            problems.append(problem)
            continue
        seen[name] = row.number
        reason = "" if reason_at is None else row.cells[reason_at].strip(BLANK)
        rows.append(DecidedRow(name, found, reason, "uncodable" if uncodable else "coded", row.number))
    return rows, problems
