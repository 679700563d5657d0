"""A code frame as a table: `code,label,definition[,include,exclude,typical,borderline,parent,colour,key]`."""

from __future__ import annotations

from pathlib import Path

from core.codebooks import Code
from core.errors import Problem, UserError
from ingest.tables.reading import INVISIBLE, first_column, read_table

OPTIONAL = ("definition", "include", "exclude", "typical", "borderline", "parent", "colour", "key")
CODE_NAMES = ("code", "code_id", "id", "name")
LABEL_NAMES = ("label", "title", "theme", "code_label")
DEFINITION_NAMES = ("definition", "description", "meaning")
MAX_CODE_CHARACTERS = 200


def read_codebook(path: Path) -> tuple[list[Code], list[Problem]]:
    """The codes in file order, and the rows that were refused: `missing_code`, `duplicate_code`, `bad_code` (a semicolon,
    or too long), `parent_cycle`. A code without a label is labelled with its name. A parent may be another code or only a
    heading that groups codes.

    Raises UserError where there is no column `code` or no usable row."""
    table = read_table(path)
    code_at = first_column(table, CODE_NAMES)
    label_at = first_column(table, LABEL_NAMES)
    if code_at is None:
        listed = ", ".join(repr(column) for column in table.columns)
        raise UserError(
            f"{path} has no column 'code'. A code frame has the columns code,label,definition"
            f"[,include,exclude,typical,borderline,parent]; this file has: {listed}"
        )
    places = {name: first_column(table, DEFINITION_NAMES if name == "definition" else (name,)) for name in OPTIONAL}
    codes: list[Code] = []
    problems: list[Problem] = list(table.refused)
    rows: dict[str, int] = {}

    for row in table.rows:

        def cell(at: int | None, cells: tuple[str, ...] = row.cells) -> str:
            return "" if at is None else cells[at].strip(INVISIBLE + " \t\r\n\xa0")

        name = cell(code_at)
        if not name:
            problems.append(Problem(row.number, None, "missing_code", "The row has no code."))
        elif ";" in name or len(name) > MAX_CODE_CHARACTERS:
            message = f"A code has at most {MAX_CODE_CHARACTERS} characters and no semicolon, which separates codes."
            problems.append(Problem(row.number, name[:40], "bad_code", message))
        elif name in rows:
            message = f"Row {rows[name]} has the same code; that one was taken."
            problems.append(Problem(row.number, name, "duplicate_code", message))
        else:
            rows[name] = row.number
            fields = {field: cell(at) for field, at in places.items() if field != "parent"}
            codes.append(
                Code(name, cell(label_at) or name, parent=cell(places["parent"]) or None, row=row.number, **fields)
            )
    codes = _without_cycles(codes, rows, problems)
    if not codes:
        raise UserError(f"{path} holds no code that can be used. Give each row a code and a label.")
    return codes, problems


def _without_cycles(codes: list[Code], rows: dict[str, int], problems: list[Problem]) -> list[Code]:
    """The codes less those whose parents lead back to themselves."""
    parents = {code.code: code.parent for code in codes}
    kept = []
    for code in codes:
        above, seen = code.parent, {code.code}
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is None:
            kept.append(code)
        else:
            back = "it" if above == code.code else repr(above)
            message = (
                f"Following the parents of this code leads in a circle, back to {back}. Correct the column 'parent'."
            )
            problems.append(Problem(rows[code.code], code.code, "parent_cycle", message))
    return kept
