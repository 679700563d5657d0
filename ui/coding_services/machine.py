"""What the machine suggests, what it advises, and its runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.encoder import Encoder
from core.errors import ModelMissing
from core.jobs import Progress
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds.accepting import AcceptPreview
    from coding.rounds.advice import Asked as AskedFor
    from coding.rounds.advice import Doubted, Prospects
    from coding.rounds.kept_advice import Advice
    from coding.rounds.machine import MachineRun
    from coding.rounds.reproducing import Reproduction
    from coding.rounds.themes import Fit
    from core.codebooks import Code
    from core.store.machine import ProposedTheme


class MachineServices(Asked):
    """What the machine suggests, what it advises, and its runs. Raises ModelMissing in keyword-only mode: all of it stands
    on embeddings."""

    def train_and_suggest(self, question: str, progress: Progress, seed: int = 0, refine: bool = False) -> MachineRun:
        from coding.rounds.machine import train_and_suggest

        return train_and_suggest(self.store, question, self._needed_encoder(), progress, seed, refine)

    def runs(self, question: str) -> list[dict[str, Any]]:
        """The manifests of the question's runs, newest first, each with its id as `run`."""
        from coding.rounds.machine import runs

        return runs(self.store, question)

    def reproduce(self, run: str, progress: Progress) -> Reproduction:
        from coding.rounds.reproducing import reproduce

        return reproduce(self.store, run, self._needed_encoder(), progress)

    # Advice ------------------------------------------------------------------------------------------------------

    def next_to_code(self, question: str, n: int, seed: int, progress: Progress | None = None) -> list[AskedFor]:
        from coding.rounds.advice import next_to_code

        return next_to_code(self.store, question, self._needed_encoder(), n, seed, progress)

    def look_again(self, question: str, progress: Progress | None = None) -> list[Doubted]:
        from coding.rounds.advice import look_again

        return look_again(self.store, question, self._needed_encoder(), 0, progress)

    def prospects(self, question: str, progress: Progress | None = None) -> Prospects:
        from coding.rounds.advice import prospects

        return prospects(self.store, question, self._needed_encoder(), 0, progress)

    def preview_accept(self, question: str, threshold: float, progress: Progress | None = None) -> AcceptPreview:
        from coding.rounds.accepting import preview_accept

        return preview_accept(self.store, question, self._needed_encoder(), threshold, 0, progress)

    def accept_suggestions(self, question: str, coder: str, threshold: float) -> int:
        from coding.rounds.accepting import accept_suggestions

        return accept_suggestions(self.store, question, coder, threshold)

    def advise(self, question: str, progress: Progress | None = None) -> Advice | None:
        """Works out the advice for the newest run and keeps it with it."""
        from coding.rounds.kept_advice import advise

        return advise(self.store, question, self._needed_encoder(), 0, progress)

    def advice(self, question: str) -> Advice | None:
        """The advice kept with the newest run."""
        from coding.rounds.kept_advice import kept_advice

        return kept_advice(self.store, question)

    # Themes that the frame lacks ---------------------------------------------------------------------------------

    def themes(self, question: str, seed: int = 0, progress: Progress | None = None) -> list[dict[str, Any]]:
        from coding.rounds.themes import discover_themes

        found = discover_themes(self.store, question, self._needed_encoder(), progress, seed)
        return [theme.record() for theme in found]

    def proposed_themes(self, question: str) -> list[ProposedTheme]:
        from coding.rounds.themes import proposed_themes

        return proposed_themes(self.store, question)

    def theme_texts(self, question: str, theme: str, n: int = 5) -> list[str]:
        from coding.rounds.themes import theme_texts

        return theme_texts(self.store, question, theme, n)

    def accept_theme(self, question: str, theme: str, label: str | None = None, code: str | None = None) -> Code:
        from coding.rounds.themes import accept_theme

        return accept_theme(self.store, question, theme, label, code)

    def merge_theme(self, question: str, theme: str, into: str) -> Code:
        from coding.rounds.themes import merge_theme

        return merge_theme(self.store, question, theme, into)

    def rename_theme(self, question: str, theme: str, label: str) -> ProposedTheme:
        from coding.rounds.themes import rename_theme

        return rename_theme(self.store, question, theme, label)

    def reject_theme(self, question: str, theme: str) -> ProposedTheme:
        from coding.rounds.themes import reject_theme

        return reject_theme(self.store, question, theme)

    def frame_fit(self, question: str) -> Fit:
        from coding.rounds.themes import fit

        return fit(self.store, question)

    def _needed_encoder(self) -> Encoder:
        encoder = self.encoder
        if encoder is None:
            raise ModelMissing("This needs an encoder; leave out --model none.")
        return encoder
