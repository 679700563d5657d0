"""The coding half of the services: responses, code frames, codings, counts and machine suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.codebooks import Code, Codebook, Coding, Design
from core.encoder import Encoder
from core.errors import ModelMissing, NotFoundError, UsageError
from core.jobs import Progress
from core.responses import Question, Respondents, Response

if TYPE_CHECKING:
    from coding.counts import CountTable
    from coding.exchange import WideTable
    from coding.rounds import Acknowledgement, CodingEvent, ImportReport, MachineRun, QueueItem, SampleRow
    from core.store import Store
    from ingest.tables import Table
    from ui.exports.exchange import Exported


class CodingServices:
    """What the commands and screens ask of coding; `Services` adds the store and the encoder."""

    if TYPE_CHECKING:
        store: Store

        @property
        def encoder(self) -> Encoder | None: ...

    # Responses ---------------------------------------------------------------------------------------------------

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

    # The code frame and codings ----------------------------------------------------------------------------------

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

    # Exchange ----------------------------------------------------------------------------------------------------

    def export_project(self, question: str, out: Path, machine: bool = False) -> Exported:
        """Writes the question as a REFI-QDA project, or its frame as a code book, by the suffix of `out`."""
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
        project = exchange_project(self.store, found.id, machine)
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

    # Coding by keyboard ------------------------------------------------------------------------------------------

    def coders(self, question: str) -> list[str]:
        """Names of the people who have coded the question, in order of their first coding."""
        from coding.rounds import coders

        return coders(self.store, question)

    def attribute_names(self, question: str) -> tuple[str, ...]:
        from coding.rounds import attribute_names

        return attribute_names(self.store, question)

    def coding_position(self, question: str, coder: str) -> int:
        """Where this coder stopped: a 0-based place in the queue."""
        from coding.rounds import position

        return position(self.store, question, coder)

    def coding_queue(self, question: str, coder: str, start: int, n: int) -> tuple[list[QueueItem], int]:
        """Items of the coder's queue from a 0-based place on, and how many there are."""
        from coding.rounds import queue

        return queue(self.store, question, coder, start, n)

    def apply_coding_events(
        self, question: str, coder: str, client: str, events: Sequence[CodingEvent]
    ) -> Acknowledgement:
        """Applies the key presses that are new; says up to which number they are in the database."""
        from coding.rounds import apply_events

        return apply_events(self.store, question, coder, client, events)

    # Results -----------------------------------------------------------------------------------------------------

    def agreement(self, question: str) -> list[dict[str, Any]]:
        from coding.rounds import agreement

        return [row.record() for row in agreement(self.store, question)]

    def counts(
        self, question: str, *, base: Any = "answered", by: Sequence[str] = (), coder: str | None = None, threshold: int | None = None
    ) -> CountTable:  # fmt: skip
        from coding.rounds import counts

        return counts(self.store, question, base=base, by=by, coder=coder, threshold=threshold)

    def draw_sample(self, question: str, n: int, seed: int) -> list[SampleRow]:
        from coding.rounds import draw_sample

        return draw_sample(self.store, question, n, seed)

    # The machine -------------------------------------------------------------------------------------------------

    def train_and_suggest(self, question: str, progress: Progress) -> MachineRun:
        """Raises ModelMissing in keyword-only mode: the classifier stands on embeddings."""
        from coding.rounds import train_and_suggest

        return train_and_suggest(self.store, question, self._needed_encoder(), progress)

    def themes(self, question: str) -> list[dict[str, Any]]:
        from coding.rounds import discover_themes

        return [theme.record() for theme in discover_themes(self.store, question, self._needed_encoder())]

    def _needed_encoder(self) -> Encoder:
        encoder = self.encoder
        if encoder is None:
            raise ModelMissing("This needs an encoder; leave out --model none.")
        return encoder
