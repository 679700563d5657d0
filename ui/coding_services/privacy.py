"""Personal data in responses: looked for, reviewed, replaced by pseudonyms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.errors import ModelMissing
from core.jobs import Progress
from core.personal_data import Decision, Kind, PersonalDatum, ShownText
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds.personal_data import PrivacyState


class PrivacyServices(Asked):
    """Personal data in responses: looked for, reviewed, replaced by pseudonyms."""

    def search_personal_data(self, question: str, progress: Progress | None = None) -> int:
        """Searches what was not searched yet, with the entity recogniser where it is installed; how much is new."""
        from coding.personal_data import spacy_names
        from coding.rounds.personal_data import privacy_state, search_personal_data

        if privacy_state(self.store, question).whole:
            return 0
        names = spacy_names
        try:
            next(spacy_names(["Ask Ann Lee."]))
        except ModelMissing:
            return search_personal_data(self.store, question, progress)
        return search_personal_data(self.store, question, progress, names)

    def personal_data(
        self, question: str, decisions: Sequence[Decision] = (), kinds: Sequence[Kind] = ()
    ) -> list[tuple[PersonalDatum, str]]:
        """What was found, each with the text of its response as it came in."""
        from coding.rounds.personal_data import personal_data

        return personal_data(self.store, question, decisions, kinds)

    def privacy_state(self, question: str) -> PrivacyState:
        from coding.rounds.personal_data import privacy_state

        return privacy_state(self.store, question)

    def decide_personal_data(
        self,
        question: str,
        decision: Decision,
        *,
        ids: Sequence[str] = (),
        kinds: Sequence[str] = (),
        confidence: str | None = None,
        everything: bool = False,
    ) -> int:
        """How many data are now accepted, rejected or open that were something else."""
        from coding.rounds.personal_data import decide_personal_data

        return decide_personal_data(
            self.store, question, decision, ids=ids, kinds=kinds, confidence=confidence, everything=everything
        )

    def mark_personal_data(self, question: str, response: str, kind: Kind, words: str) -> list[str]:
        """Ids of what a person marked that the search had missed."""
        from coding.rounds.personal_data import mark_personal_data

        return mark_personal_data(self.store, question, response, kind, words)

    def set_pseudonymised(self, question: str, on: bool) -> bool:
        from coding.rounds.personal_data import set_pseudonymised

        return set_pseudonymised(self.store, question, on)

    def shown_texts(self, question: str, redact: bool | None = None) -> dict[str, ShownText]:
        """The question's responses as they may be shown, by id (`coding.rounds.personal_data.shown_text`). For an export with
        `redact` responses that were not searched yet are searched first."""
        from coding.rounds.personal_data import shown_texts

        if redact:
            self.search_personal_data(question)
        return shown_texts(self.store, question, redact)
