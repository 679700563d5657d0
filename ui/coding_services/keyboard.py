"""Coding by keyboard: a coder's list, the presses, the keys, what says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ui.coding_services.asked import Asked

if TYPE_CHECKING:
    from coding.rounds import Acknowledgement, CodingEvent, Pace, Queue, QueueItem, QueueSpec


class KeyboardServices(Asked):
    """Coding by keyboard: a coder's list, the presses, the keys, what says the same."""

    def coding_position(self, question: str, coder: str) -> int:
        """Where this coder stopped: a 0-based place in the plain list."""
        from coding.rounds import position

        return position(self.store, question, coder)

    def coding_queue(self, question: str, coder: str, start: int, n: int) -> tuple[list[QueueItem], int]:
        """Items of the coder's plain list from a 0-based place on, and how many there are."""
        from coding.rounds import queue

        return queue(self.store, question, coder, start, n)

    def open_coding_queue(self, question: str, coder: str) -> Queue:
        """The list that the coder had open last, at the place where they stopped."""
        from coding.rounds import open_queue

        return open_queue(self.store, question, coder)

    def make_coding_queue(self, question: str, coder: str, spec: QueueSpec) -> Queue:
        """A new list. Raises UsageError, and keeps the one before, where nothing is in it."""
        from coding.rounds import make_queue

        encoder = self.encoder if spec.order == "like" else None
        return make_queue(self.store, question, coder, spec, model=encoder.name if encoder else "")

    def coding_queue_items(self, question: str, coder: str, queue: str, start: int, n: int) -> list[QueueItem]:
        """Items of a stored list from a 0-based place on."""
        from coding.rounds import queue_items

        return queue_items(self.store, question, coder, queue, start, n)

    def coding_items(self, question: str, coder: str, responses: Sequence[str]) -> list[QueueItem]:
        """These responses as the coder sees them."""
        from coding.rounds import items_of

        return items_of(self.store, question, coder, responses)

    def coding_pace(self, question: str, coder: str, queue: str) -> Pace:
        from coding.rounds import pace

        return pace(self.store, question, coder, queue)

    def keep_coding_place(self, coder: str, queue: str, at: int) -> None:
        from coding.rounds import keep_place

        keep_place(self.store, coder, queue, at)

    def apply_coding_events(
        self, question: str, coder: str, client: str, events: Sequence[CodingEvent]
    ) -> Acknowledgement:
        """Applies the key presses that are new; says up to which number they are in the database."""
        from coding.rounds import apply_events

        return apply_events(self.store, question, coder, client, events)

    def same_responses(self, question: str, coder: str, response: str) -> list[tuple[QueueItem, float]]:
        """The other responses that say the same as this one or nearly (1.0: the same but for case and punctuation)."""
        from coding.rounds import same_responses

        return same_responses(self.store, question, coder, response)

    def coder_keys(self, question: str, coder: str) -> dict[str, str]:
        """The keys that the coder chose, by what they do."""
        from coding.rounds import coder_keys

        return coder_keys(self.store, question, coder)

    def keep_coder_keys(self, question: str, coder: str, keys: Mapping[str, str]) -> None:
        from coding.rounds import keep_keys

        keep_keys(self.store, question, coder, keys)

    def coding_place(self, queue: str, response: str) -> int | None:
        """The 0-based place of a response in a stored list."""
        from coding.rounds import place_of

        return place_of(self.store, queue, response)

    def coding_members(self, queue: str) -> tuple[str, ...]:
        """The responses of a stored list, in order."""
        from coding.rounds import members_of

        return members_of(self.store, queue)

    def attribute_values(self, question: str, name: str) -> tuple[str, ...]:
        """The values of an attribute, sorted."""
        from coding.rounds import attribute_values

        return attribute_values(self.store, question, name)
