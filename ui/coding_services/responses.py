"""Open questions and their responses, in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Problem
from core.jobs import Progress
from core.responses import Question, Respondents, Response
from ui.coding_services.asked import Asked
from ui.coding_services.import_check import AskedColumn, ImportCheck, ImportPlan, QuestionCheck

if TYPE_CHECKING:
    from coding.rounds import ImportReport
    from coding.rounds.repeats import CodeRepeats, Repeats
    from ingest.tables import Table


class ResponseServices(Asked):
    """Open questions and their responses, in and out."""

    def questions(self) -> list[Question]:
        from coding.rounds import questions

        return questions(self.store)

    def question(self, name: str) -> Question:
        """The question with this id or exact text. Raises NotFoundError."""
        from coding.rounds import find_question

        return find_question(self.store, name)

    def responses(self, question: str) -> list[Response]:
        """The responses with their states worked out."""
        from coding.rounds import responses

        return responses(self.store, question)

    def response_states(self, question: str) -> dict[str, int]:
        """How many responses are in each state; the states sum to the responses."""
        from coding.rounds import state_totals

        return {state: n for state, n in state_totals(self.store, question).items() if n}

    def table(self, file: Path, header_rows: int | None = None) -> Table:
        """A CSV, XLSX, ODS or SPSS file as it stands, for a preview. Raises UserError where it cannot be read."""
        from ingest.tables import read_table

        return read_table(file, header_rows)

    def add_responses(
        self, file: Path, question: str, *, text_column: str, id_column: str, respondents: Respondents | None,
        attributes: Sequence[str] = (), weight_column: str | None = None, asked_if: str | None = None,
    ) -> ImportReport:  # fmt: skip
        """Reads the answers to one question into the project; rows that cannot be used are refused by name."""
        column = AskedColumn(text_column, question, asked_if)
        return self.bring_in(file, ImportPlan((column,), id_column, respondents, tuple(attributes), weight_column))[0]

    def bring_in(self, file: Path, plan: ImportPlan) -> list[ImportReport]:
        """Reads a CSV, XLSX, ODS or SPSS file of responses into the project, question by question; rows that cannot be used
        are refused by name. Nothing is stored where a column is not there."""
        from coding.rounds import add_responses
        from ingest.tables import alike_ids

        table, read = self._read(file, plan)
        reports = []
        for n, (column, made, problems) in enumerate(read):
            report = add_responses(
                self.store, column.question, plan.respondents, made, problems, plan.accept_changed
            )  # fmt: skip
            alike = alike_ids(made) if n == 0 else None
            notes = (*(table.notes if n == 0 else ()), *report.notes, *([alike] if alike else []))
            reports.append(replace(report, notes=notes))
        return reports

    def check_import(self, file: Path, plan: ImportPlan) -> ImportCheck:
        """What `bring_in` would do, and what the responses are like, with nothing stored."""
        from coding.response_profile import profile_of
        from coding.rounds.questions import check_responses
        from ingest.tables import alike_ids, column_index, unused_columns

        table, read = self._read(file, plan)
        checks = []
        for column, made, problems in read:
            report = check_responses(
                self.store, column.question, plan.respondents, made, problems, plan.accept_changed
            )  # fmt: skip
            checks.append(QuestionCheck(column.column, report, profile_of(made)))
        routes = [c.asked_if.partition("=")[0].strip() for c in plan.columns if c.asked_if]
        named = [*(c.column for c in plan.columns), plan.id_column, *plan.attributes, *routes]
        used = {
            column_index(file, table, name) for name in [*named, *([plan.weight_column] if plan.weight_column else [])]
        }
        alike = alike_ids(read[0][1])
        return ImportCheck(
            tuple(checks), (*table.notes, *([alike] if alike else [])), tuple(unused_columns(table, used))
        )

    def _read(
        self, file: Path, plan: ImportPlan
    ) -> tuple[Table, list[tuple[AskedColumn, list[Response], list[Problem]]]]:
        from ingest.tables import read_table, responses_of

        table = read_table(file, plan.header_rows)
        read = []
        for column in plan.columns:
            made, problems = responses_of(
                file, table, column.question, column.column, plan.id_column, plan.attributes, plan.weight_column, column.asked_if
            )  # fmt: skip
            read.append((column, made, problems))
        return table, read

    def find_repeats(self, question: str, near: float, progress: Progress | None = None) -> list[Repeats]:
        """Texts that came more than once, looked for now."""
        from coding.rounds.repeats import find_repeats

        return find_repeats(self.store, question, near, progress)

    def repeats(self, question: str) -> list[Repeats] | None:
        """Texts that came more than once as they were last found; None where responses came in since, or nobody looked."""
        from coding.rounds.repeats import repeats, repeats_out_of_date

        return None if repeats_out_of_date(self.store, question) else repeats(self.store, question)

    def repeats_by_code(self, question: str) -> list[CodeRepeats]:
        """How much of each theme is repeated text."""
        from coding.rounds.repeats import repeats_by_code

        return repeats_by_code(self.store, question)
