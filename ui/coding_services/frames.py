"""The code frame of a question and its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.codebooks import Code, Codebook, FrameMap
from core.errors import ModelMissing
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.frames import Change
    from coding.frames.checking import FrameCheck
    from coding.rounds import FormerCode, FrameChange, ImportReport

FRAME_FILES = (".csv", ".tsv", ".xlsx", ".ods", ".sav", ".json", ".qdc", ".qdpx")


class FrameServices(Asked):
    """The code frame of a question and its versions."""

    def codebook(self, question: str, version: int | None = None) -> Codebook:
        from coding.rounds import codebook

        return codebook(self.store, question, version)

    def add_codebook(self, file: Path, question: str) -> ImportReport:
        """A frame out of a table, JSON, a REFI-QDA code book or project, as a new version mapped by code id."""
        from coding.rounds import add_codebook
        from ingest.tables import read_codebook

        found = self.question(question)
        if file.suffix.lower() in (".qdc", ".qdpx"):
            from coding.exchange import read_frame, read_project

            codes: Sequence[Code]
            if file.suffix.lower() == ".qdc":
                frame = read_frame(file)
                codes, notes = frame.codes, frame.notes
            else:
                read = read_project(file)
                codes, notes = read.project.codes, read.notes
            report = add_codebook(self.store, found.id, codes)[1]
            return replace(report, notes=(*notes, *report.notes))
        if file.suffix.lower() == ".json":
            from coding.frames.json_files import read_frame_json

            listed, problems = read_frame_json(file)
        else:
            listed, problems = read_codebook(file)
        return add_codebook(self.store, found.id, listed, problems)[1]

    def add_code(self, question: str, code: Code) -> Codebook:
        """Adds one code to the question's code frame, as a new version."""
        from coding.rounds import add_code

        return add_code(self.store, self.question(question).id, code)

    def frame_json(self, question: str, version: int | None = None) -> bytes:
        """The frame as a JSON file."""
        from coding.frames.json_files import frame_json

        made = self.codebook(question, version)
        return frame_json(self.question(question).text, made.version, made.codes)

    def frame_versions(self, question: str) -> list[FrameMap]:
        """How each version came from the one before, oldest first."""
        from coding.rounds import frame_versions

        return frame_versions(self.store, question)

    def former_codes(self, question: str) -> list[FormerCode]:
        from coding.rounds import former_codes

        return former_codes(self.store, question)

    def change_frame(self, question: str, change: Change, *, preview: bool = False) -> FrameChange:
        """Makes a change of the frame, or says what it would do."""
        from coding.rounds import change_frame, preview_change

        return preview_change(self.store, question, change) if preview else change_frame(self.store, question, change)

    def check_frame(self, question: str) -> list[FrameCheck]:
        """What to look at again in the frame; without an encoder likeness is told by words alone."""
        from coding.rounds.frame_checks import frame_check

        try:
            encoder = self.encoder
        except ModelMissing:
            encoder = None
        return frame_check(self.store, question, encoder)

    def frame_uses(self, question: str) -> dict[str, int]:
        """How often people put each code of the frame, or a former one, on a response."""
        from coding.rounds.frames import code_uses

        return code_uses(self.store, question)

    def waiting_totals(self, question: str) -> dict[str, int]:
        """How many responses each coder is to look at again since a code was split."""
        from coding.rounds import waiting_totals

        return waiting_totals(self.store, question)
