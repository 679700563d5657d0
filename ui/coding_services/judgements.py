"""What people coded, by hand or in other programs, and how far they agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.codebooks import Coding, Design
from core.errors import NotFoundError
from core.responses import Question
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds import ImportReport


class JudgementServices(Asked):
    """What people coded, by hand or in other programs, and how far they agree."""

    def codings(self, question: str) -> list[Coding]:
        from coding.rounds import codings

        return codings(self.store, question)

    def add_codings(self, file: Path, question: str, coder: str, design: Design | None) -> ImportReport:
        from coding.rounds import add_codings
        from ingest.tables import read_codings

        found = self.question(question)
        if file.suffix.lower() == ".qdpx":
            return self._add_codings_of_project(file, found, coder, design)
        labels = {code.code: code.label for code in self.codebook(found.id).codes}
        rows, problems = read_codings(file, labels, {response.id for response in self.responses(found.id)})
        return add_codings(self.store, found.id, coder, rows, design, problems)

    def _add_codings_of_project(
        self, file: Path, question: Question, coder: str, design: Design | None
    ) -> ImportReport:
        """The codings of the coder of this name in a REFI-QDA project, or of its only coder."""
        from coding.exchange import read_project
        from coding.rounds import add_codings, coded_rows

        read = read_project(file)
        people = coded_rows(read)
        whose = people.get(coder) or (next(iter(people.values())) if len(people) == 1 else None)
        if whose is None:
            listed = ", ".join(people) or "nobody"
            raise NotFoundError(
                f"{file.name} holds no codings of {coder!r}, but those of: {listed}. Name one of them with --coder, or bring "
                "in everybody's: verbatim import FILE --question ..."
            )
        report = add_codings(self.store, question.id, coder, whose, design, read.problems)
        return replace(report, notes=(*read.notes, *report.notes))

    def coders(self, question: str) -> list[str]:
        """Names of the people who have coded the question, in order of their first coding."""
        from coding.rounds import coders

        return coders(self.store, question)

    def attribute_names(self, question: str) -> tuple[str, ...]:
        from coding.rounds import attribute_names

        return attribute_names(self.store, question)

    def agreement(self, question: str) -> list[dict[str, Any]]:
        from coding.rounds import agreement

        return [row.record() for row in agreement(self.store, question)]
