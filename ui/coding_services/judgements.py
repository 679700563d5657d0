"""What people coded, by hand, in a sheet or in other programs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.codebooks import Coding, Design
from core.errors import NotFoundError, UsageError
from core.responses import Question
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds import ImportReport


class JudgementServices(Asked):
    """What people coded, by hand, in a sheet or in other programs."""

    def codings(self, question: str) -> list[Coding]:
        from coding.rounds import codings

        return codings(self.store, question)

    def add_codings(
        self, file: Path, question: str | None, coder: str | None, design: Design | None = None
    ) -> ImportReport:
        """One coder's codings out of a file. A coding sheet says by itself whose it is and of which question; of other files
        both must be said. A name that is known but for case is that person's.

        Raises UsageError where the coder or the question is not known, UserError as the readers do."""
        from coding.rounds import add_codings
        from coding.rounds.allocation import coder_named
        from coding.rounds.sheets import add_sheet
        from ingest.tables import read_codings
        from ingest.tables.coding_sheets import read_coding_sheet

        sheet = read_coding_sheet(file)
        if sheet is not None:
            return add_sheet(self.store, sheet, question, coder)
        if question is None:
            raise UsageError(
                "Say of which question: --question Q (an id from `verbatim responses`, or the exact text)."
            )
        if coder is None:
            raise UsageError("Name the coder: --coder NAME. Only a coding sheet says by itself whose it is.")
        found = self.question(question)
        name = coder_named(self.store, found.id, coder)
        if file.suffix.lower() == ".qdpx":
            report = self._add_codings_of_project(file, found, name, design)
        else:
            labels = {code.code: code.label for code in self.codebook(found.id).codes}
            rows, problems = read_codings(file, labels, {response.id for response in self.responses(found.id)})
            report = add_codings(self.store, found.id, name, rows, design, problems)
        if name != " ".join(coder.split()):
            said = f"{' '.join(coder.split())!r} was taken for {name}, who is known here under that name."
            report = replace(report, notes=(said, *report.notes))
        return report

    def _add_codings_of_project(
        self, file: Path, question: Question, coder: str, design: Design | None
    ) -> ImportReport:
        """The codings of the coder of this name in a REFI-QDA project, or of its only coder."""
        from coding.allocation import spelled
        from coding.exchange import read_project
        from coding.rounds import add_codings, coded_rows

        read = read_project(file)
        people = coded_rows(read)
        whose = people.get(spelled(coder, list(people))) or (next(iter(people.values())) if len(people) == 1 else None)
        if whose is None:
            listed = ", ".join(people) or "nobody"
            raise NotFoundError(
                f"{file.name} holds no codings of {coder!r}, but those of: {listed}. Name one of them with --coder, or bring "
                "in everybody's: verbatim import FILE --question ..."
            )
        report = add_codings(self.store, question.id, coder, whose, design, read.problems)
        return replace(report, notes=(*read.notes, *report.notes))

    def coding_sheet(
        self, question: str, coder: str, *, lists: int | None, everything: bool = False
    ) -> tuple[bytes, int]:
        """(an Excel workbook for this coder to code in, how many responses it holds). `lists`: drop-down columns; None: one 0/1
        column a code. Raises NotFoundError."""
        from coding.rounds.sheets import coding_sheet
        from ui.exports.sheets import sheet_bytes

        made = coding_sheet(self.store, question, coder, everything=everything)
        return sheet_bytes(made, lists), len(made.rows)

    def coders(self, question: str) -> list[str]:
        """Names of the people who have coded the question, in order of their first coding."""
        from coding.rounds import coders

        return coders(self.store, question)

    def attribute_names(self, question: str) -> tuple[str, ...]:
        from coding.rounds import attribute_names

        return attribute_names(self.store, question)
