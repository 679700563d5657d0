"""Responses and code frames: what became of an import, responses as a table, texts that came more than once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.text import plain

if TYPE_CHECKING:
    from coding.rounds import ImportReport
    from coding.rounds.repeats import CodeRepeats, Repeats
    from core.codebooks import Codebook
    from core.responses import Response

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


def repeat_rows(groups: Sequence[Repeats]) -> list[dict[str, str | int]]:
    """Groups of repeated texts as rows of a table."""
    return [
        {
            "Responses": group.size,
            "Word for word": group.same,
            "Text": group.text,
            "Ids": ", ".join(group.responses[:20]) + (" …" if group.size > 20 else ""),
        }
        for group in groups
    ]


def code_repeat_rows(rows: Sequence[CodeRepeats]) -> list[dict[str, str | int]]:
    """How much of each theme is repeated text; codes that nobody used are left out."""
    return [
        {
            "Theme": row.label,
            "Responses": row.n,
            "With a repeated text": row.repeated,
            "In the largest group": row.largest,
        }
        for row in rows
        if row.n
    ]


def frame_rows(codebook: Codebook) -> list[dict[str, str]]:
    """The code frame as rows of a table; columns that no code fills are left out."""
    fields = ("label", "definition", "include", "exclude", "typical", "borderline", "code", "parent")
    filled = [name for name in fields if any(getattr(code, name) for code in codebook.codes)]
    return [{name.capitalize(): str(getattr(code, name) or "") for name in filled} for code in codebook.codes]
