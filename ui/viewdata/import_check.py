"""A file of responses on its way in: guesses of which column is which, the plan a person made, the report before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.text import plain
from ui.coding_services.import_check import AskedColumn

if TYPE_CHECKING:
    from ingest.tables import Table
    from ui.coding_services.import_check import ImportCheck, QuestionCheck

PREVIEW_ROWS = 5
LOOKED_AT = 2000  # rows
ID_NAMES = (
    "id", "response_id", "responseid", "respondent_id", "respondentid", "respondent", "respid", "ref", "reference", "uprn", "serial", "recordid", "record_id", "userid", "unique_id",
)  # fmt: skip
WEIGHT_NAME = re.compile(r"(?:^|_)(?:w|wt|wgt|weight|weights|weighting)(?:_|$|\d)")
WRITTEN_CHARACTERS = 25  # mean length from which a column holds people's own words
LONG_CELL = 80  # characters; a longer cell is no value to compare by
FEW_VALUES = 40
VALUES_SHOWN = 12
REFUSED_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Guess:
    """Which columns a file's columns most likely are, by place: id, answers in people's own words, attributes, weight."""

    id: int
    texts: tuple[int, ...]
    attributes: tuple[int, ...]
    weight: int | None = None


def guess_columns(table: Table) -> Guess:
    """The id by name, else the first column whose cells all differ; answers: columns of long and mostly different cells with
    spaces (the longest where none is); weight: a column of numbers that is called so; attributes: columns with few values."""
    cells = [[row.cells[n].strip() for row in table.rows[:LOOKED_AT]] for n in range(len(table.columns))]
    filled = [[cell for cell in column if cell] for column in cells]
    length = [sum(map(len, column)) / max(1, len(column)) for column in filled]
    texts = [
        n
        for n, column in enumerate(filled)
        if (length[n] >= WRITTEN_CHARACTERS or max(map(len, column), default=0) >= LONG_CELL)
        and sum(" " in cell for cell in column) > len(column) / 3
        and len(set(column)) > max(2, len(column) / 50)
    ]
    texts = texts or [max(range(len(cells)), key=length.__getitem__)]
    rest = [n for n in range(len(cells)) if n not in texts]
    names = [plain(name).strip().replace(" ", "_") for name in table.columns]
    named = [n for n in rest if names[n] in ID_NAMES]
    unique = [n for n in rest if cells[n] and all(cells[n]) and len(set(cells[n])) == len(cells[n])]
    identifier = (named or unique or rest or [0])[0]
    weights = [n for n in rest if n != identifier and WEIGHT_NAME.search(names[n]) and _numbers(filled[n])]
    weight = weights[0] if weights else None
    few = [
        n
        for n in rest
        if n not in (identifier, weight)
        and table.columns[n]
        and max(map(len, filled[n]), default=0) <= LONG_CELL
        and 1 < len(set(filled[n])) <= max(2, min(FEW_VALUES, len(cells[n]) // 2))
    ]
    return Guess(identifier, tuple(texts), tuple(few), weight)


def _numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(re.fullmatch(r"-?\d*[.,]?\d+", cell) for cell in cells)


def column_names(table: Table) -> list[str]:
    """What each column is called on the screen: its name with its label, its letter where it has no name or shares it."""
    from ingest.tables import column_letters

    made = []
    for at, name in enumerate(table.columns):
        label = table.labels[at] if at < len(table.labels) else ""
        said = name if name and table.columns.count(name) == 1 else f"{name} (column {column_letters(at)})".strip()
        made.append(f"{said}: {label[:80]}" if label and plain(label) != plain(name) else said)
    return made


def plan_name(table: Table, at: int) -> str:
    """What the import calls the column at this place."""
    from ingest.tables import column_letters

    name = table.columns[at]
    alike = [other for other in table.columns if plain(other).strip() == plain(name).strip()]
    return name if name and len(alike) == 1 else f"column {column_letters(at)}"


def question_of(table: Table, at: int) -> str:
    """The question that the file itself gives for a column: its label, else a name that reads as words."""
    label = table.labels[at] if at < len(table.labels) else ""
    name = table.columns[at]
    return label or (name if " " in name and len(name) > 12 else "")


def values_of(table: Table, at: int) -> list[str]:
    """The different values of a column, the most frequent first; for who was asked."""
    counted: dict[str, int] = {}
    for row in table.rows:
        value = " ".join(row.cells[at].split())
        counted[value] = counted.get(value, 0) + 1
    return sorted((value for value in counted if value), key=lambda value: -counted[value])[:200]


def preview_rows(table: Table) -> list[dict[str, str]]:
    """The first rows of a file, long cells cut."""
    return [
        {name: cell if len(cell) <= 200 else cell[:200] + " …" for name, cell in zip(column_names(table), row.cells)}
        for row in table.rows[:PREVIEW_ROWS]
    ]


def plan_problem(columns: Sequence[AskedColumn], id_column: str, attributes: Sequence[str]) -> str | None:
    """Why the columns cannot be used as chosen, or None."""
    if not columns:
        return "Choose the column with the answers."
    if not all(column.question.strip() for column in columns):
        return "Type each question as the survey asked it."
    if len({" ".join(column.question.split()) for column in columns}) < len(columns):
        return "Two columns have the same question. Each column of answers needs its own."
    texts = {column.column for column in columns}
    if id_column in texts:
        return "The answers and the respondent's id cannot be the same column."
    if texts & set(attributes) or id_column in attributes:
        return "A column that holds answers or the id cannot be one to compare by too."
    return None


# The report before anything is stored --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckView:
    """One question's report: facts, attributes, refused rows, cautions."""

    question: str
    facts: tuple[tuple[str, str], ...]
    attributes: tuple[dict[str, str], ...]
    refused: tuple[dict[str, str], ...]
    cautions: tuple[tuple[str, str], ...]
    usable: bool
    changed: int


def check_views(check: ImportCheck) -> list[CheckView]:
    return [_view(made) for made in check.questions]


def _view(made: QuestionCheck) -> CheckView:
    report, profile = made.report, made.profile
    facts = [
        ("Rows", f"{len(report.rows):,}: {report.summary()}"),
        ("With an answer", f"{profile.answered:,}"),
        ("Left blank", f"{profile.blank:,}"),
    ]
    if profile.not_asked:
        facts.append(("Not asked", f"{profile.not_asked:,}"))
    if profile.no_answer:
        said = ", ".join(f"“{wording}” {n:,}" for wording, n in profile.no_answer[:6])
        facts.append(("Answers that say no more than “none”", f"{sum(n for _, n in profile.no_answer):,} ({said})"))
    if profile.words:
        least, median, most = profile.words
        facts.append(("Words in an answer", f"{least:,} to {most:,}; half have up to {median:,}"))
    if profile.weights:
        w = profile.weights
        zero = (
            f"; {w.zero:,} {'is zero and counts' if w.zero == 1 else 'are zero and count'} for nothing"
            if w.zero
            else ""
        )
        facts.append(("Weights", f"{w.least:g} to {w.greatest:g}, together {w.total:,.2f}{zero}"))
    attributes = tuple(
        {
            "Column": a.name,
            "Values": ", ".join(f"{value} ({n:,})" for value, n in a.values[:VALUES_SHOWN])
            + (" …" if len(a.values) > VALUES_SHOWN else ""),
            "Different": f"{len(a.values):,}",
            "Empty": f"{a.missing:,}",
        }
        for a in profile.attributes
    )
    cautions = [
        ("Values that may be one", f"{a.name}: " + "; ".join(" and ".join(group) for group in a.alike))
        for a in profile.attributes
        if a.alike
    ]
    cautions += [
        ("Many values", f"{a.name} has {len(a.values):,} different values. Is it the right column to compare by?")
        for a in profile.attributes
        if a.many
    ]
    if profile.repeated:
        cautions.append(
            ("Repeated texts", f"{profile.repeated:,} answers share a long text with another (a campaign?).")
        )
    refused = tuple(
        {"Row": str(row.row or ""), "Id": row.id or "", "Why it would be refused": row.message or (row.code or "")}
        for row in report.refused[:REFUSED_SHOWN]
    )
    changed = sum(row.code == "changed_text" for row in report.refused)
    usable = len(report.refused) < len(report.rows)
    return CheckView(report.question.text, tuple(facts), attributes, refused, tuple(cautions), usable, changed)
