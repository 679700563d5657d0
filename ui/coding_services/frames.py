"""The code frame of a question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.codebooks import Code, Codebook
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds import ImportReport


class FrameServices(Asked):
    """The code frame of a question."""

    def codebook(self, question: str) -> Codebook:
        from coding.rounds import codebook

        return codebook(self.store, question)

    def add_codebook(self, file: Path, question: str) -> ImportReport:
        from coding.rounds import add_codebook
        from ingest.tables import read_codebook

        found = self.question(question)
        if file.suffix.lower() in (".qdc", ".qdpx"):
            from coding.exchange import read_frame, read_project

            if file.suffix.lower() == ".qdc":
                frame = read_frame(file)
                codes, notes = frame.codes, frame.notes
            else:
                read = read_project(file)
                codes, notes = read.project.codes, read.notes
            report = add_codebook(self.store, found.id, codes)[1]
            return replace(report, notes=(*notes, *report.notes))
        listed, problems = read_codebook(file)
        return add_codebook(self.store, found.id, listed, problems)[1]

    def add_code(self, question: str, code: Code) -> Codebook:
        """Adds one code to the question's code frame, as a new version."""
        from coding.rounds import add_code

        return add_code(self.store, self.question(question).id, code)
