"""One coder's codings as a table, in either layout: `response_id,codes` (semicolons; empty = coded, nothing fits), or
one 0/1 column a code. What the program writes itself, a row a judgement (`response,code,value,coder ...`), reads too."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from core.errors import Problem, UserError
from core.text import plain
from ingest.tables.reading import INVISIBLE, Table, first_column, read_table

ID_NAMES = ("response_id", "response", "id", "respondent_id", "respondent")
CODES_NAMES = ("codes", "code", "themes", "theme")
YES = frozenset(["1", "1.0", "yes", "y", "true", "x", "✓", "✔", "selected", "mentioned", "checked", "quoted"])
NO = frozenset(["0", "0.0", "no", "n", "false", "-", "", "not selected", "not mentioned", "unchecked", "not quoted"])


class CodedRow(NamedTuple):
    """A response that a coder has dealt with: the codes that apply (none: nothing fits) and the row of the file."""

    response: str
    codes: frozenset[str]
    row: int = 0


def read_codings(
    path: Path, codes: Mapping[str, str] | Iterable[str], responses: Collection[str]
) -> tuple[list[CodedRow], list[Problem]]:
    """The coded rows in file order, and the rows that were refused, each whole: `missing_id`, `unknown_response`,
    `duplicate_response`, `unknown_code`, `bad_value` (a cell of a 0/1 column), `not_coded` (all cells of the row empty).

    `codes`: the code frame's codes, or a mapping of each to its label (either may stand in the file, case apart).
    Raises UserError where the columns fit neither layout, naming those that are there."""
    labels = dict(codes) if isinstance(codes, Mapping) else {code: code for code in codes}
    table = read_table(path)
    if not table.rows:
        raise UserError(f"{path} has a header and no rows. Give each coded response a row.")
    id_at, codes_at = first_column(table, ID_NAMES), first_column(table, CODES_NAMES)
    known = _known(labels)
    value_at = first_column(table, ("value",))
    if id_at is not None and value_at is not None and first_column(table, ("code",)) == codes_at is not None:
        return _from_judgements(path, table, id_at, codes_at, value_at, known, responses)
    listed = ", ".join(repr(column) for column in table.columns if column)
    if id_at is None:
        raise UserError(f"{path} has no column 'response_id'. Its columns are: {listed}")
    columns = {at: known[key] for at, name in enumerate(table.columns) if (key := _key(name)) in known and at != id_at}
    for at, label in enumerate(table.labels):  # an SPSS variable Q5_1 whose label is the code's
        if at != id_at and at not in columns and label and _key(label) in known:
            columns[at] = known[_key(label)]
    if codes_at is not None and (table.columns[codes_at] not in labels):
        columns = {}
    elif not columns:
        raise UserError(
            f"{path} has neither a column 'codes' nor one column a code of the frame. Its columns are: {listed}. "
            f"The frame's codes are: {', '.join(labels)}"
        )
    else:
        _refuse_unknown_columns(path, table, columns, id_at)
    rows: list[CodedRow] = []
    problems: list[Problem] = list(table.refused)
    seen: dict[str, int] = {}
    known_responses = responses if isinstance(responses, set | frozenset | dict) else set(responses)
    for row in table.rows:
        name = _bare(row.cells[id_at], known_responses)
        problem = _row_problem(row.number, name, known_responses, seen)
        found: frozenset[str] = frozenset()
        if problem is None:
            if columns:
                found, problem = _from_columns(row.number, name, {c: row.cells[at] for at, c in columns.items()})
            else:
                assert codes_at is not None
                found, problem = _from_list(row.number, name, row.cells[codes_at], known)
        if problem is not None:
            problems.append(problem)
            continue
        seen[name] = row.number
        rows.append(CodedRow(name, found, row.number))
    return rows, problems


def _from_judgements(
    path: Path,
    table: Table,
    id_at: int,
    code_at: int,
    value_at: int,
    known: Mapping[str, str],
    responses: Collection[str],
) -> tuple[list[CodedRow], list[Problem]]:
    """One coded row a response from a row a judgement; where one judgement cannot be read, the response is refused whole.
    Raises UserError where the rows are not those of one person."""
    whose_at = [at for at in (first_column(table, ("coder",)), first_column(table, ("source",))) if at is not None]
    people = list(dict.fromkeys(tuple(row.cells[at].strip() for at in whose_at) for row in table.rows))
    if len(people) > 1 or "machine" in people[0]:
        named = "; ".join(" ".join(names) for names in people[:6])
        raise UserError(f"{path} holds the codings of {named}. Keep the rows of one person, and name that coder.")
    problems: list[Problem] = list(table.refused)
    coded: dict[str, tuple[int, set[str]]] = {}
    refused: set[str] = set()
    known_responses = set(responses)
    for row in table.rows:
        name = _bare(row.cells[id_at], known_responses)
        if name and name in refused:
            continue
        problem = _row_problem(row.number, name, known_responses, {})
        value = row.cells[value_at].strip().casefold()
        found: frozenset[str] = frozenset()
        if problem is None and (value in YES) is (value in NO - {""}):
            message = f"The value {value!r} is neither true nor false; the response was not taken."
            problem = Problem(row.number, name, "bad_value", message)
        if problem is None and value in YES:
            found, problem = _from_list(row.number, name, row.cells[code_at], known)
        if problem is not None:
            problems.append(problem)
            refused.add(name)
            coded.pop(name, None)
        else:
            coded.setdefault(name, (row.number, set()))[1].update(found)
    return [CodedRow(name, frozenset(codes), number) for name, (number, codes) in coded.items()], problems


def _bare(cell: str, known: Container[str]) -> str:
    """The cell without surrounding space, and without the apostrophe that keeps spreadsheets from taking a name for a
    formula (our own CSV files have it)."""
    name = cell.strip(INVISIBLE + " \t\r\n\xa0")
    return name[1:] if name.startswith("'") and name not in known and name[1:] in known else name


def _key(name: str) -> str:
    return " ".join(plain(name).split())


def _known(labels: Mapping[str, str]) -> dict[str, str]:
    """Codes by folded name, and by folded label where a label names one code only."""
    by_label: dict[str, set[str]] = {}
    for code, label in labels.items():
        by_label.setdefault(_key(label), set()).add(code)
    found = {key: next(iter(named)) for key, named in by_label.items() if len(named) == 1}
    folded: dict[str, set[str]] = {}
    for code in labels:
        folded.setdefault(_key(code), set()).add(code)
    found |= {key: next(iter(named)) for key, named in folded.items() if len(named) == 1}
    return found | {code: code for code in labels}


def _refuse_unknown_columns(path: Path, table: Table, columns: Mapping[int, str], id_at: int) -> None:
    """A 0/1 column that is no code of the frame would be lost without a word: refused by name."""
    for at, name in enumerate(table.columns):
        if at == id_at or at in columns or not name:
            continue
        values = {row.cells[at].strip() for row in table.rows}
        if values & {"0", "1"} and values <= {"0", "1", ""}:
            raise UserError(
                f"{path}: the 0/1 column {name!r} is no code of the frame. Its codes are: "
                f"{', '.join(sorted(columns.values()))} ... Add the code to the frame, or take the column out."
            )
    doubled = {code for code in columns.values() if list(columns.values()).count(code) > 1}
    if doubled:
        raise UserError(f"{path} has two columns for the code {sorted(doubled)[0]!r}. Take one out.")


def _row_problem(number: int, name: str, responses: Collection[str], seen: Mapping[str, int]) -> Problem | None:
    if not name:
        return Problem(number, None, "missing_id", "The row has no response id.")
    if name not in responses:
        return Problem(number, name, "unknown_response", "The question has no response with this id.")
    if name in seen:
        return Problem(number, name, "duplicate_response", f"Row {seen[name]} codes this response; that one was taken.")
    return None


def _from_list(number: int, name: str, cell: str, known: Mapping[str, str]) -> tuple[frozenset[str], Problem | None]:
    found = set()
    for piece in cell.split(";"):
        piece = _bare(piece, known)
        if not piece:
            continue
        code = known.get(piece) or known.get(_key(piece))
        if code is None:
            message = f"{piece!r} is no code of the frame; the row was not taken."
            return frozenset(), Problem(number, name, "unknown_code", message)
        found.add(code)
    return frozenset(found), None


def _from_columns(number: int, name: str, cells: Mapping[str, str]) -> tuple[frozenset[str], Problem | None]:
    values = {code: cell.strip(INVISIBLE + " \t\r\n\xa0").casefold() for code, cell in cells.items()}
    if not any(values.values()):
        message = "Every code column of the row is empty. Write 0 where a code does not fit."
        return frozenset(), Problem(number, name, "not_coded", message)
    for code, value in values.items():
        if value not in YES and value not in NO:
            message = f"{cells[code].strip()!r} in the column of {code!r} is neither 1 nor 0; the row was not taken."
            return frozenset(), Problem(number, name, "bad_value", message)
    return frozenset(code for code, value in values.items() if value in YES), None
