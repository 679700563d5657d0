"""What is published of a question: bases, ranks, differences, effort, and the whole pack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.bases import BaseRow
    from coding.differences import Difference
    from coding.effort import Effort
    from coding.publication import Publication
    from coding.ranks import Rank


class PublishingServices(Asked):
    """What is published of a question."""

    def bases(self, question: str, threshold: int | None = None) -> list[BaseRow]:
        from coding.rounds import bases

        return bases(self.store, question, threshold)

    def rank_themes(self, question: str, coder: str | None = None, threshold: int | None = None) -> list[Rank]:
        from coding.rounds import rank_themes

        return rank_themes(self.store, question, coder, threshold)

    def coding_effort(
        self, question: str, points: float = 3.0, coder: str | None = None, threshold: int | None = None
    ) -> list[Effort]:
        from coding.rounds import coding_effort

        return coding_effort(self.store, question, points, coder, threshold)

    def group_differences(
        self, question: str, by: str, coder: str | None = None, threshold: int | None = None
    ) -> list[Difference]:
        from coding.rounds import group_differences

        return group_differences(self.store, question, by, coder, threshold)

    def wave_differences(
        self, question: str, earlier: str, coder: str | None = None, threshold: int | None = None
    ) -> list[Difference]:
        from coding.rounds import wave_differences

        return wave_differences(self.store, question, earlier, coder, threshold)

    def publication(self, question: str, *, by: Sequence[Sequence[str]] = (), **options: Any) -> Publication:
        from coding.rounds import publication

        return publication(self.store, question, by=by, **options)
