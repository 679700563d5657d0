"""Who codes: names, the plan of who codes what, how far each is, and when coding blind ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.allocation import PlanKind
    from coding.rounds.allocation import Allocation


class CoderServices(Asked):
    """Who codes what, and how far they are."""

    def coder_names(self, question: str) -> list[str]:
        """Everybody who codes or is to code the question."""
        from coding.rounds.allocation import coder_names

        return coder_names(self.store, question)

    def coder_named(self, question: str, name: str) -> str:
        """The name as it is spelt in the project, whatever its case."""
        from coding.rounds.allocation import coder_named

        return coder_named(self.store, question, name)

    def allocated(self, question: str, coder: str) -> tuple[str, ...] | None:
        """The responses that are this coder's to code; None where everybody codes everything."""
        from coding.rounds.allocation import allocated

        return allocated(self.store, question, coder)

    def allocation(self, question: str) -> Allocation:
        from coding.rounds.allocation import allocation

        return allocation(self.store, question)

    def allocate(
        self, question: str, kind: PlanKind, coders: Sequence[str], *, overlap: float | None = None, seed: int | None = None,
        replace: bool = False, listed: Iterable[tuple[str, str]] = (),
    ) -> Allocation:  # fmt: skip
        from coding.rounds.allocation import allocate

        return allocate(
            self.store, question, kind, coders, overlap=overlap, seed=seed, replace=replace, listed=listed
        )  # fmt: skip

    def extend_allocation(self, question: str) -> Allocation:
        """Gives out what has come since the last draw."""
        from coding.rounds.allocation import extend

        return extend(self.store, question)
