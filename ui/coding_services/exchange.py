"""Coding projects of other programs, out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UsageError
from core.responses import Respondents
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.exchange import WideTable
    from coding.rounds import ImportReport
    from ui.exports.exchange import Exported


class ExchangeServices(Asked):
    """Coding projects of other programs, out and in."""

    def export_project(self, question: str, out: Path, machine: bool = False, redact: bool | None = None) -> Exported:
        """Writes the question as a REFI-QDA project, or its frame as a code book, by the suffix of `out`; with `redact`, pseudonyms
        in the place of personal data that nobody rejected."""
        from coding.exchange import codebook_bytes, write_project
        from coding.rounds import exchange_project
        from ui.exports.exchange import Exported, check_exchange_suffix, written_whole

        check_exchange_suffix(out)
        found = self.question(question)
        if out.suffix.lower() == ".qdc":
            codes = self.codebook(found.id).codes
            with written_whole(out) as beside:
                beside.write_bytes(codebook_bytes(found.id, codes))
            return Exported(found.id, str(out), len(codes))
        if redact:
            self.search_personal_data(found.id)
        project = exchange_project(self.store, found.id, machine, redact)
        with written_whole(out) as beside:
            write_project(beside, project)
        coders = {(mark.coder, mark.source) for mark in project.marks} | {(v.coder, v.source) for v in project.verdicts}
        return Exported(
            found.id, str(out), len(project.codes), len(project.responses), len(coders), len(project.marks)
        )  # fmt: skip

    def import_project(self, file: Path, question: str | None, respondents: Respondents | None) -> ImportReport:
        """Brings a REFI-QDA project in: responses, frame and everybody's codings."""
        from coding.exchange import read_project
        from coding.rounds import import_project

        if file.suffix.lower() == ".qdc":
            raise UsageError(
                f"{file.name} is a code frame without responses: verbatim codebook add {file.name} --question Q."
            )
        return import_project(self.store, read_project(file), question, respondents)

    def wide_codings(self, question: str) -> WideTable:
        """A row a response and coder, one 0/1 column a code."""
        from coding.exchange import wide_table

        found = self.question(question)
        return wide_table(self.codebook(found.id).codes, self.responses(found.id), self.codings(found.id))
