"""Samples and theme counts."""

from __future__ import annotations

from collections.abc import Sequence
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

    def draw_sample(self, question: str, n: int, seed: int) -> list[SampleRow]:
        from coding.rounds import draw_sample

        return draw_sample(self.store, question, n, seed)
