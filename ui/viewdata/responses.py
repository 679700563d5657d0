"""Responses and code frames coming in: guesses of which column is which, a preview, the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.text import plain

if TYPE_CHECKING:
    from coding.rounds import ImportReport
    from core.codebooks import Codebook
    from core.responses import Response
    from ingest.tables import Table

PREVIEW_ROWS = 5
ID_NAMES = (
    "id",
    "response_id",
    "respondent_id",
    "respondentid",
    "respondent",
    "respid",
    "ref",
    "reference",
    "uprn",
    "serial",
)
STATES = {
    "coded": "Coded by people",
    "machine_coded": "With suggestions only",
    "abstained": "Without a suggestion",
    "uncoded": "Not coded yet",
    "blank": "Left blank",
    "not_asked": "Not asked",
    "uncodable": "Cannot be coded",
    "excluded": "Excluded",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """Which columns a file's columns most likely are."""

    id: str
    text: str
    attributes: tuple[str, ...]


def guess_columns(table: Table) -> Guess:
    """The id by name, else the first column whose cells all differ; the text, the column with the longest cells;
    attributes, columns with few different values."""
    columns = table.columns
    cells = {name: [row.cells[n].strip() for row in table.rows[:2000]] for n, name in enumerate(columns)}
    length = {name: sum(map(len, found)) / max(1, len(found)) for name, found in cells.items()}
    text = max(columns, key=lambda name: length[name])
    rest = [name for name in columns if name != text]
    named = [name for name in rest if plain(name).strip().replace(" ", "_") in ID_NAMES]
    unique = [name for name in rest if all(cells[name]) and len(set(cells[name])) == len(cells[name])]
    identifier = (named or unique or rest or list(columns))[0]
    few = [
        name
        for name in rest
        if name != identifier and 1 < len({c for c in cells[name] if c}) <= max(2, min(40, len(cells[name]) // 2))
    ]
    return Guess(identifier, text, tuple(few))


def preview_rows(table: Table) -> list[dict[str, str]]:
    """The first rows of a file, long cells cut."""
    return [
        {name: cell if len(cell) <= 200 else cell[:200] + " …" for name, cell in zip(table.columns, row.cells)}
        for row in table.rows[:PREVIEW_ROWS]
    ]


def mapping_problem(question: str, text: str, identifier: str, attributes: Sequence[str]) -> str | None:
    """Why the columns cannot be used as chosen, or None."""
    if not question.strip():
        return "Type the question as the survey asked it."
    if text == identifier:
        return "The answers and the respondent's id cannot be the same column."
    if text in attributes or identifier in attributes:
        return "A column that holds the answers or the id cannot be an attribute too."
    return None


@dataclass(frozen=True, slots=True)
class ReportView:
    summary: str
    notes: tuple[str, ...]
    refused: tuple[dict[str, str], ...]
    usable: bool


def report_view(report: ImportReport) -> ReportView:
    """What became of an import, with each refused row by name."""
    refused = tuple(
        {"Row": str(row.row or ""), "Id": row.id or "", "Why it was refused": row.message or (row.code or "")}
        for row in report.refused
    )
    return ReportView(
        f"{len(report.rows):,} rows: {report.summary()}.", report.notes, refused, len(refused) < len(report.rows)
    )


def state_lines(states: Mapping[str, int]) -> list[tuple[str, str]]:
    """How many responses are in each state, in the order of the work."""
    return [(label, f"{states[state]:,}") for state, label in STATES.items() if states.get(state)]


def response_rows(responses: Sequence[Response], needle: str, state: str) -> list[dict[str, str]]:
    """Responses that hold the words and are in the state ("" for any), as rows of a table."""
    wanted = plain(needle).strip()
    return [
        {
            "Id": made.id,
            "Response": made.text,
            "State": STATES.get(made.state, made.state),
            **{name.replace("_", " ").capitalize(): value for name, value in made.attributes.items()},
        }
        for made in responses
        if (not state or made.state == state) and (not wanted or wanted in plain(made.text))
    ]


def frame_rows(codebook: Codebook) -> list[dict[str, str]]:
    """The code frame as rows of a table; columns that no code fills are left out."""
    fields = ("label", "definition", "include", "exclude", "typical", "borderline", "code", "parent")
    filled = [name for name in fields if any(getattr(code, name) for code in codebook.codes)]
    return [{name.capitalize(): str(getattr(code, name) or "") for name in filled} for code in codebook.codes]
