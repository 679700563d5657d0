"""What happened to a question's frame and codings: the log, past states, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds import HistoryEntry, PastState, Reversal


class HistoryServices(Asked):
    """What happened to a question's frame and codings: the log, past states, undo and redo."""

    def history(
        self, question: str, *, coder: str | None = None, since: str | None = None, limit: int | None = None
    ) -> list[HistoryEntry]:
        from coding.rounds import history

        return history(self.store, question, coder=coder, since=since, limit=limit)

    def as_of(self, question: str, when: str) -> PastState:
        """The frame and codings on a past date."""
        from coding.rounds import as_of

        return as_of(self.store, question, when)

    def undo(self, question: str, event: int | None = None, *, confirmed: bool = False) -> Reversal:
        from coding.rounds import undo

        return undo(self.store, question, event, confirmed=confirmed)

    def redo(self, question: str, event: int | None = None, *, confirmed: bool = False) -> Reversal:
        from coding.rounds import redo

        return redo(self.store, question, event, confirmed=confirmed)

    def frame_labels(self, question: str) -> dict[str, str]:
        """Labels of all codes that the question ever had, the newest of each."""
        from coding.rounds.frames import frame_labels

        return frame_labels(self.store, question)
