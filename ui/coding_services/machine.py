"""What the machine suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.encoder import Encoder
from core.errors import ModelMissing
from core.jobs import Progress
from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds import MachineRun


class MachineServices(Asked):
    """What the machine suggests."""

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
