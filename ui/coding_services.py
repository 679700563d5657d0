"""The coding half of the services: responses, code frames, codings, counts and machine suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.codebooks import Code, Codebook, Coding, Design
from core.encoder import Encoder
from core.errors import ModelMissing
from core.jobs import Progress
from core.responses import Question, Respondents, Response

if TYPE_CHECKING:
    from coding.counts import CountTable
    from coding.rounds import Acknowledgement, CodingEvent, ImportReport, MachineRun, QueueItem, SampleRow
    from core.store import Store
    from ingest.tables import Table


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
        """A CSV or XLSX file as it stands, for a preview. Raises UserError where it cannot be read."""
        from ingest.tables import read_table

        return read_table(file)

    def add_responses(
        self, file: Path, question: str, *, text_column: str, id_column: str, respondents: Respondents,
        attributes: Sequence[str] = (), weight_column: str | None = None, asked_if: str | None = None,
    ) -> ImportReport:  # fmt: skip
        """Reads a CSV or XLSX file of responses into the project; rows that cannot be used are refused by name."""
        from coding.rounds import add_responses
        from ingest.tables import read_responses

        made, problems = read_responses(file, question, text_column, id_column, attributes, weight_column, asked_if)
        return add_responses(self.store, question, respondents, made, problems)

    # The code frame and codings ----------------------------------------------------------------------------------

    def codebook(self, question: str) -> Codebook:
        from coding.rounds import codebook

        return codebook(self.store, question)

    def add_codebook(self, file: Path, question: str) -> ImportReport:
        from coding.rounds import add_codebook
        from ingest.tables import read_codebook

        found = self.question(question)
        codes, problems = read_codebook(file)
        return add_codebook(self.store, found.id, codes, problems)[1]

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
        labels = {code.code: code.label for code in self.codebook(found.id).codes}
        rows, problems = read_codings(file, labels, {response.id for response in self.responses(found.id)})
        return add_codings(self.store, found.id, coder, rows, design, problems)

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
