"""The coding half of the services: responses, code frames, codings, counts and machine suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.codebooks import Codebook, Coding, Design
from core.encoder import Encoder
from core.errors import ModelMissing
from core.jobs import Progress
from core.responses import Question, Respondents, Response

if TYPE_CHECKING:
    from coding.counts import CountTable
    from coding.rounds import ImportReport, MachineRun, SampleRow
    from core.store import Store


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
