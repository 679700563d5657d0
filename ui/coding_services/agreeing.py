"""How far coders agree, on what they part, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.codebooks import Codebook
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.confusions import Use
    from coding.rounds import ImportReport
    from coding.rounds.adjudicating import Decision
    from coding.rounds.blind import Round
    from coding.rounds.disagreements import Decided, Disagreement, Standing
    from coding.rounds.results import Comparison, ConfusedPair
    from core.store import Store


class AgreementServices(Asked):
    """How far coders agree, on what they part, and what was decided."""

    def agreement(self, question: str, *, as_at: str | None = None, overlap: bool = False) -> list[dict[str, Any]]:
        from coding.rounds.results import agreement

        return [row.record() for row in agreement(self.store, question, as_at=as_at, overlap=overlap)]

    def compare(self, question: str, *, as_at: str | None = None, overlap: bool = False) -> Comparison:
        """Agreement and who gives which code how often, out of one reading."""
        from coding.rounds.results import compare

        return compare(self.store, question, as_at=as_at, overlap=overlap)

    def coder_uses(self, question: str, *, as_at: str | None = None, overlap: bool = False) -> list[Use]:
        """Who gives which code how often, with a test."""
        from coding.rounds.results import coder_uses

        return coder_uses(self.store, question, as_at=as_at, overlap=overlap)

    def confused_pairs(self, question: str, *, most: int = 20, examples: int = 5) -> list[ConfusedPair]:
        """The codes that coders take for one another, with responses: these count as shown from now on."""
        from coding.rounds.results import confused_pairs

        return confused_pairs(self.store, question, most=most, examples=examples)

    def round_of(self, question: str) -> Round:
        """Whether coders still code blind."""
        from coding.rounds.blind import round_of

        return round_of(self.store, question)

    def close_round(self, question: str, who: str | None = None) -> int:
        """Ends coding blind; how many responses are newly shown."""
        from coding.rounds.blind import close_round

        return close_round(self._acting(who), question)

    def reopen_round(self, question: str, who: str | None = None) -> None:
        from coding.rounds.blind import reopen_round

        reopen_round(self._acting(who), question)

    def disagreements(
        self, question: str, *, code: str | None = None, machine: bool = False, limit: int | None = None
    ) -> list[Disagreement]:
        """What coders coded differently and nobody has decided: these count as shown from now on."""
        from coding.rounds.disagreements import disagreements

        return disagreements(self.store, question, code=code, machine=machine, limit=limit)

    def adjudication(self, question: str) -> Standing:
        """How many disagreements are left, by code."""
        from coding.rounds.disagreements import standing

        return standing(self.store, question)

    def decisions(self, question: str, *, all_of_them: bool = False) -> list[Decided]:
        from coding.rounds.disagreements import decided

        return decided(self.store, question, all_of_them=all_of_them)

    def decide(self, question: str, decisions: Sequence[Decision], who: str | None = None) -> ImportReport:
        from coding.rounds.adjudicating import decide

        return decide(self._acting(who), question, decisions)

    def add_decisions(self, file: Path, question: str) -> ImportReport:
        """Decisions out of a table: response_id, codes, reason."""
        from coding.rounds.adjudicating import Decision, decide
        from ingest.tables.decisions import read_decisions

        found = self.question(question)
        labels = {code.code: code.label for code in self.codebook(found.id).codes}
        rows, problems = read_decisions(file, labels, {response.id for response in self.responses(found.id)})
        made = [Decision(row.response, row.codes, row.reason, row.state, row=row.row) for row in rows]
        return decide(self.store, found.id, made, problems)

    def adopt_agreed(self, question: str, who: str | None = None) -> int:
        """Makes what all coders of a response said the agreed coding; of how many responses."""
        from coding.rounds.adjudicating import adopt_agreed

        return adopt_agreed(self._acting(who), question)

    def reopen_adjudication(self, question: str, response: str, who: str | None = None) -> None:
        """Takes a decision back, so that the response is in the queue again."""
        from coding.rounds.adjudicating import reopen

        reopen(self._acting(who), question, response)

    def save_example(self, question: str, code: str, response: str, who: str | None = None) -> Codebook:
        """Adds a response's words to a code's borderline examples, as a new version of the frame."""
        from coding.rounds.adjudicating import save_example

        return save_example(self._acting(who), question, code, response)

    def _acting(self, who: str | None) -> Store:
        if not who or who == self.store.who:
            return self.store
        import copy

        other = copy.copy(self.store)
        other.who = who
        return other
