"""Samples and theme counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.counts import CountTable
    from coding.rounds import SampleRow


class CountingServices(Asked):
    """Samples and theme counts."""

    def counts(
        self, question: str, *, base: Any = "answered", by: Sequence[str] = (), coder: str | None = None, threshold: int | None = None
    ) -> CountTable:  # fmt: skip
        from coding.rounds import counts

        return counts(self.store, question, base=base, by=by, coder=coder, threshold=threshold)

    def draw_sample(self, question: str, n: int, seed: int, redact: bool | None = None) -> list[SampleRow]:
        """The recorded draw, with the responses as they may be shown (`shown_texts`)."""
        from coding.rounds import draw_sample

        drawn = draw_sample(self.store, question, n, seed)
        shown = self.shown_texts(question, redact)
        return [replace(row, text=shown[row.response].text) for row in drawn]
