"""Open questions and their responses, in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.responses import Question, Respondents, Response
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds import ImportReport
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

    def table(self, file: Path) -> Table:
        """A CSV, XLSX, ODS or SPSS file as it stands, for a preview. Raises UserError where it cannot be read."""
        from ingest.tables import read_table

        return read_table(file)

    def add_responses(
        self, file: Path, question: str, *, text_column: str, id_column: str, respondents: Respondents,
        attributes: Sequence[str] = (), weight_column: str | None = None, asked_if: str | None = None,
    ) -> ImportReport:  # fmt: skip
        """Reads a CSV, XLSX, ODS or SPSS file of responses into the project; rows that cannot be used are refused by name."""
        from coding.rounds import add_responses
        from ingest.tables import alike_ids, read_table, responses_of

        table = read_table(file)
        made, problems = responses_of(
            file, table, question, text_column, id_column, attributes, weight_column, asked_if
        )  # fmt: skip
        report = add_responses(self.store, question, respondents, made, problems)
        alike = alike_ids(made)
        return replace(report, notes=(*table.notes, *report.notes, *([alike] if alike else [])))
