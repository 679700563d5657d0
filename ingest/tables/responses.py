"""A table of survey responses, one respondent a row, as `Response`s and the rows that were refused."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from core.documents import content_id
from core.errors import Problem, UsageError, UserError
from core.responses import Response, ResponseState
from core.text import plain
from ingest.tables.profile import ROUNDED_ID, whole_number_ids
from ingest.tables.reading import BLANK, Row, Table, column_index, read_table

MAX_ID_CHARACTERS = 200
VISIBLE = re.compile(r"[!-~]")
NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def question_id(text: str) -> str:
    """The stable id of the question with this exact text (surrounding and repeated whitespace apart)."""
    return content_id("q", " ".join(text.split()))


def read_responses(
    path: Path,
    question: str,
    text_column: str,
    id_column: str,
    attributes: Sequence[str] = (),
    weight_column: str | None = None,
    asked_if: str | None = None,
) -> tuple[list[Response], list[Problem]]:
    """The responses to the question with the text `question`, in file order, and the rows that were refused.

    A response without any visible character is `blank`. `asked_if` is "COLUMN=VALUE": rows with another value there were
    `not_asked`, whatever they hold. The text is kept as it stands. A row without an id (`missing_id`), with an id that an
    earlier row has (`duplicate_id`), with an id over 200 characters (`long_id`) or with a weight that is not a number of
    at least 0 (`bad_weight`) is refused and the rest goes on; so is an id that a spreadsheet rounded ("1.2E+11",
    `rounded_id`). Where all ids are whole numbers with ".0", as spreadsheets write them, they are taken without.

    Raises UserError where a named column is not there, naming those that are, where there is no row below the header, and
    where no row has the value of `asked_if`."""
    table = read_table(path)
    return responses_of(path, table, question, text_column, id_column, attributes, weight_column, asked_if)


def responses_of(
    path: Path,
    table: Table,
    question: str,
    text_column: str,
    id_column: str,
    attributes: Sequence[str] = (),
    weight_column: str | None = None,
    asked_if: str | None = None,
) -> tuple[list[Response], list[Problem]]:
    """As `read_responses`, of a table that has been read from `path`."""
    if not table.rows:
        raise UserError(f"{path} has a header and no rows. Export it again with the responses.")
    text_at, id_at = column_index(path, table, text_column), column_index(path, table, id_column)
    attributes_at = [(name, column_index(path, table, name)) for name in attributes]
    weight_at = column_index(path, table, weight_column) if weight_column else None
    routing = _routing(asked_if)
    asked_at = column_index(path, table, routing[0]) if routing else None
    name = question_id(question)
    bare_numbers = whole_number_ids(table.rows, id_at)

    if routing is not None and asked_at is not None:
        _check_routing(path, table, routing, asked_at)

    responses: list[Response] = []
    problems: list[Problem] = list(table.refused)
    seen: dict[str, int] = {}
    for row in table.rows:
        identifier = row.cells[id_at].strip(BLANK)
        if bare_numbers:
            identifier = identifier.partition(".")[0]
        problem = _id_problem(row, identifier, seen)
        weight: float | None = None
        if problem is None and weight_at is not None:
            weight, problem = _weight(row, identifier, row.cells[weight_at])
        if problem is not None:
            problems.append(problem)
            continue
        seen[identifier] = row.number
        text = row.cells[text_at]
        asked = routing is None or asked_at is None or _same(row.cells[asked_at], routing[1])
        responses.append(
            Response(
                id=identifier,
                question=name,
                text=text,
                attributes={column: " ".join(row.cells[at].split()) for column, at in attributes_at},
                weight=weight,
                state=_state(text, asked),
                row=row.number,
            )
        )
    problems.sort(key=lambda problem: problem.row)
    return responses, problems


def alike_ids(responses: Sequence[Response]) -> str | None:
    """A sentence on ids that differ by case or spaces only, and may be one respondent twice; None where there are none."""
    spellings: dict[str, list[str]] = {}
    for made in responses:
        spellings.setdefault("".join(made.id.split()).casefold(), []).append(made.id)
    alike = [names for names in spellings.values() if len(names) > 1]
    if not alike:
        return None
    shown = "; ".join(" and ".join(names) for names in alike[:5])
    return f"{len(alike)} ids differ from another by case or spaces only: is each a respondent of its own? {shown}"


def _state(text: str, asked: bool) -> ResponseState:
    if not asked:
        return "not_asked"
    if text.isascii():
        return "uncoded" if VISIBLE.search(text) else "blank"
    return "uncoded" if any(c.isprintable() and not c.isspace() for c in text) else "blank"


def _routing(asked_if: str | None) -> tuple[str, str] | None:
    if asked_if is None:
        return None
    column, mark, value = asked_if.partition("=")
    if not mark or not column.strip():
        raise UsageError(f"--asked-if takes COLUMN=VALUE, for example --asked-if used_mou=Yes, not {asked_if!r}.")
    return column.strip(), value.strip()


def _same(left: str, right: str) -> bool:
    return plain(left).strip() == plain(right).strip()


def _check_routing(path: Path, table: Table, routing: tuple[str, str], at: int) -> None:
    """A value that no row has is a slip of the pen: with it nobody would have been asked."""
    if any(_same(row.cells[at], routing[1]) for row in table.rows):
        return
    values = list(dict.fromkeys(" ".join(row.cells[at].split()) for row in table.rows))
    listed = ", ".join(repr(value[:40]) for value in values[:10]) + (" ..." if len(values) > 10 else "")
    raise UserError(
        f"{path}: no row has {routing[1]!r} in the column {routing[0]!r}, so that nobody would have been asked. "
        f"Its values are: {listed}"
    )


def _id_problem(row: Row, identifier: str, seen: dict[str, int]) -> Problem | None:
    if not identifier:
        return Problem(row.number, None, "missing_id", "The row has no id. Give it one and add the file again.")
    if "E+" in identifier.upper() and ROUNDED_ID.fullmatch(identifier):
        message = "A spreadsheet rounded this id. Format the column as text or number without decimals in the original file and save it again."
        return Problem(row.number, identifier, "rounded_id", message)
    if len(identifier) > MAX_ID_CHARACTERS:
        return Problem(
            row.number, identifier[:40] + "…", "long_id", f"The id is longer than {MAX_ID_CHARACTERS} characters."
        )
    if identifier in seen:
        return Problem(
            row.number, identifier, "duplicate_id", f"Row {seen[identifier]} has the same id; that one was taken."
        )
    return None


def _weight(row: Row, identifier: str, cell: str) -> tuple[float | None, Problem | None]:
    """A number with a decimal point; commas only between thousands, so that a decimal comma is never read as ten times
    as much."""
    written = cell.strip()
    weight = float(written.replace(",", "")) if NUMBER.fullmatch(written) else math.nan
    if not (math.isfinite(weight) and weight >= 0):
        return None, Problem(
            row.number, identifier, "bad_weight", f"The weight {written!r} is not a number of at least 0 (0.85)."
        )
    return weight, None
