"""What is to be taken from a file of responses, and what a person should know of it before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.responses import Respondents

if TYPE_CHECKING:
    from coding.response_profile import ResponseProfile
    from coding.rounds import ImportReport
    from ingest.tables import Unused

ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column of answers, the question that they answer, and who was asked it ("COLUMN=VALUE", None: everybody)."""

    column: str
    question: str
    asked_if: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Which columns of a file are what. `respondents` may be None where every question is in the project already."""

    columns: tuple[AskedColumn, ...]
    id_column: str
    respondents: Respondents | None
    attributes: tuple[str, ...] = ()
    weight_column: str | None = None
    accept_changed: bool = False
    header_rows: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionCheck:
    """One question of a file: what would become of its rows, and what the responses are like."""

    column: str
    report: ImportReport
    profile: ResponseProfile

    def record(self) -> dict[str, Any]:
        statuses = ("added", "updated", "unchanged", "refused")
        return {
            "question": self.report.question.id,
            "text": self.report.question.text,
            "column": self.column,
            "rows": len(self.report.rows),
            **{status: self.report.count(status) for status in statuses},
            **self.profile.record(),
            "refused_rows": [row.record() for row in self.report.refused],
            "notes": list(self.report.notes),
        }


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """The report before anything is stored, a part a question. `notes`: on the file as a whole; `unused`: columns that are
    not taken."""

    questions: tuple[QuestionCheck, ...]
    notes: tuple[str, ...]
    unused: tuple[Unused, ...]

    @property
    def exit_code(self) -> int:
        """0 where no row would be refused, 12 where some would, 10 where all would."""
        return worst_exit_code([made.report for made in self.questions])

    def records(self) -> list[dict[str, Any]]:
        whole = {
            "notes": list(self.notes),
            "unused_columns": [{"name": c.shown, "filled": c.filled} for c in self.unused],
        }
        return [made.record() | {"file": whole} for made in self.questions]

    def lines(self) -> list[str]:
        """The report as text."""
        said: list[str] = []
        for made in self.questions:
            said += question_lines(made)
        said += [f"Note: {note}" for note in self.notes]
        if self.unused:
            said.append("Columns not taken: " + ", ".join(f"{c.shown} ({c.filled:,} filled)" for c in self.unused))
        return said


def question_lines(made: QuestionCheck) -> list[str]:
    """One question's part of the report as text."""
    profile = made.profile
    said = [
        f"{made.report.question.text}  (column {made.column!r})",
        f"  {len(made.report.rows):,} rows: {made.report.summary()}",
        f"  {profile.answered:,} with an answer, {profile.blank:,} left blank, {profile.not_asked:,} not asked",
    ]
    if profile.no_answer:
        wordings = ", ".join(f"{wording!r} {n:,}" for wording, n in profile.no_answer[:8])
        said.append(
            f"  of the answers, {sum(n for _, n in profile.no_answer):,} say no more than that there is none: {wordings}"
        )
    if profile.words:
        said.append(
            f"  words an answer: {profile.words[0]} to {profile.words[2]}, half of them up to {profile.words[1]}"
        )
    for attribute in profile.attributes:
        shown = ", ".join(f"{value!r} {n:,}" for value, n in attribute.values[:12])
        more = f" ... {len(attribute.values):,} different" if len(attribute.values) > 12 else ""
        empty = f"; {attribute.missing:,} without" if attribute.missing else ""
        said.append(f"  {attribute.name}: {shown}{more}{empty}")
        said += [
            f"    the same but for case, spaces or signs? {' / '.join(map(repr, group))}" for group in attribute.alike
        ]
        if attribute.many:
            said.append("    that many different values are no groups to compare: is it the right column?")
    if profile.weights:
        w = profile.weights
        said.append(
            f"  weights: {w.least:g} to {w.greatest:g}, sum {w.total:,.2f}; {w.zero:,} zero (counted for nothing)"
        )
    refused = made.report.refused
    said += [
        f"  row {row.row} ({row.id or 'no id'}) would be refused [{row.code}]: {row.message}"
        for row in refused[:ROWS_SHOWN]
    ]
    if len(refused) > ROWS_SHOWN:
        said.append(f"  and {len(refused) - ROWS_SHOWN:,} more rows (all of them with --json)")
    said += [f"  Note: {note}" for note in made.report.notes]
    return said


def worst_exit_code(reports: Sequence[ImportReport]) -> int:
    """The exit code of several imports at once: 0 all well, 10 nothing could be done, else 12 where anything was refused."""
    from core.errors import EXIT_DONE, EXIT_DONE_IN_PART, EXIT_NOTHING_DONE

    codes = {report.exit_code for report in reports}
    if codes <= {EXIT_DONE}:
        return EXIT_DONE
    return EXIT_NOTHING_DONE if codes == {EXIT_NOTHING_DONE} else EXIT_DONE_IN_PART
