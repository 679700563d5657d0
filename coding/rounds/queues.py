"""A coder's list of responses: which of them, in which order, and where the coder stopped.

A list is made once and kept: its places stay what they are while its responses are coded, so that "uncoded" does not shift
under the coder's hands. Responses that come in later, or are no longer this coder's, change the plain list only.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from coding.rounds.alike import same_said
from coding.rounds.marks import Judged, judged_of
from coding.rounds.queue_members import QueueSpec, decided, filtered, given_order, ordered
from core.errors import UsageError
from core.store import Store, frame_maps
from core.store import codings as table
from core.store import marks as marks_table
from core.store import responses as response_table

KEPT = 8  # lists a coder keeps for a question: as many windows may stand open
REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Queue:
    """A list as it was made. `position`: 0-based place where the coder stopped."""

    id: str
    spec: QueueSpec
    members: tuple[str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One response of a coder's list: `n` is its 0-based place; `judged` is this coder's own; `suggested` holds the
    machine's (code, probability), likeliest first, to be shown only once the coder has decided, or on request; `former`, in a
    list to look at again, the labels of the codes that the coder had given and that have left the frame since."""

    n: int
    id: str
    text: str
    attributes: dict[str, str]
    judged: Judged
    suggested: tuple[tuple[str, float], ...] = ()
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a coder is in a list: responses decided (coded or found uncodable), of how many."""

    decided: int
    total: int


_members: dict[str, Queue] = {}  # lists by id, without their position: they never change


def queue(store: Store, question: str, coder: str, start: int, n: int) -> tuple[list[QueueItem], int]:
    """Up to `n` items of the plain list from the 0-based place `start` on, and how many there are: the answered responses
    that are this coder's, those of the recorded random samples first, in the order drawn, then the rest as they came in."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        order = given_order(connection, found.id, coder)
        return _items(connection, found.id, coder, order, start, n), len(order)


def queue_items(store: Store, question: str, coder: str, name: str, start: int, n: int) -> list[QueueItem]:
    """Up to `n` items of a stored list from the 0-based place `start` on. Raises UsageError where the list is gone."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        stored = _stored(connection, name)
        items = _items(connection, found.id, coder, stored.members, start, n)
        if stored.spec.show != "recode":
            return items
        former = codes_before(connection, found.id, coder)
        return [replace(item, former=former.get(item.id, ())) for item in items]


def items_of(store: Store, question: str, coder: str, responses: Sequence[str]) -> list[QueueItem]:
    """These responses as this coder sees them; `n` counts them."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        return _items(connection, found.id, coder, responses, 0, len(responses))


def _stored(connection: Connection, name: str) -> Queue:
    if name not in _members:
        row = marks_table.queue(connection, name)
        if row is None:
            raise UsageError("This list of responses is no longer kept. Choose the list again.")
        while len(_members) >= REMEMBERED:
            _members.pop(next(iter(_members)), None)
        _members[name] = Queue(row.id, QueueSpec.of(row.spec), row.members, row.position)
    return _members[name]


def _items(
    connection: Connection, question: str, coder: str, order: Sequence[str], start: int, n: int
) -> list[QueueItem]:
    first = max(start, 0)
    names = order[first : first + n]
    made = {row.id: row for row in response_table.responses_of(connection, question, names)}
    judged = judged_of(connection, question, coder, names)
    suggested: dict[str, list[tuple[str, float]]] = {}
    for low in range(0, len(names), response_table.IDS_IN_A_QUERY):
        some = names[low : low + response_table.IDS_IN_A_QUERY]
        for response, code, probability in table.probabilities(connection, question, some):
            suggested.setdefault(response, []).append((code, probability))
    return [
        QueueItem(
            first + at,
            name,
            made[name].text,
            made[name].attributes,
            judged.get(name, Judged()),
            tuple(sorted(suggested.get(name, ()), key=lambda pair: (-pair[1], pair[0]))),
        )
        for at, name in enumerate(names)
        if name in made
    ]


def codes_before(connection: Connection, question: str, coder: str) -> dict[str, tuple[str, ...]]:
    """Response -> labels of the former codes that make it one to look at again."""
    labels = {code.code: code.label for book in frame_maps.frames(connection, question) for code in book.codes}
    waiting = frame_maps.to_recode(connection, question, coder)
    return {response: tuple(labels.get(code, code) for code in codes) for (response, _), codes in waiting.items()}


def position(store: Store, question: str, coder: str) -> int:
    """Where this coder stopped in the plain list (0-based): the place last moved to, else the first response that this
    coder has not dealt with (0 where none is left)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        person = next((known for known in table.coders(connection, found.id) if known.name == coder), None)
        if person is not None and person.position:
            return person.position
        return _first_undecided(given_order(connection, found.id, coder), decided(connection, found.id, coder))


def _first_undecided(order: Sequence[str], decided: set[str]) -> int:
    return next((at for at, name in enumerate(order) if name not in decided), 0)


def open_queue(store: Store, question: str, coder: str) -> Queue:
    """The list that this coder had open last, at the place where they stopped; the plain list where there is none. The
    plain list is made anew where responses came in or went, at the response where the coder stopped."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        row = marks_table.newest_queue(connection, found.id, coder)
        spec = QueueSpec.of(row.spec) if row else QueueSpec()
        if row and not spec.plain:
            return Queue(row.id, spec, row.members, row.position)
        order = tuple(given_order(connection, found.id, coder))
        if row and row.members == order:
            return Queue(row.id, spec, row.members, row.position)
        at = _first_undecided(order, decided(connection, found.id, coder))
        if row and row.position < len(row.members) and row.members[row.position] in order:
            at = order.index(row.members[row.position])
    return _keep(store, found.id, coder, spec, order, at)


def make_queue(store: Store, question: str, coder: str, spec: QueueSpec, *, model: str = "") -> Queue:
    """Makes the list that `spec` asks for and keeps it as the one that this coder has open, at its first response that the
    coder has not decided. Likeness is by the vectors kept from the encoder `model`, where all are.

    Raises UsageError where no response is in it (the list before stays), or the order needs what is not there."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        order = given_order(connection, found.id, coder)
        members = filtered(connection, found.id, coder, spec, order)
        if not members:
            raise UsageError("No response is like that. The list stays as it was.")
        members = ordered(connection, found.id, spec, members, model)
        at = _first_undecided(members, decided(connection, found.id, coder))
        if spec.order == "like":
            at = 0
    return _keep(store, found.id, coder, spec, tuple(members), at)


def _keep(store: Store, question: str, coder: str, spec: QueueSpec, members: tuple[str, ...], at: int) -> Queue:
    made = Queue("list-" + uuid.uuid4().hex[:16], spec, members, at)
    with store.write() as connection:
        row = marks_table.QueueRow(made.id, question, coder, spec.record(), members, at)
        marks_table.put_queue(connection, row, KEPT)
    return made


def keep_place(store: Store, coder: str, name: str, at: int) -> None:
    """Records where the coder is in the list; nothing where the list is gone or another coder's."""
    with store.write() as connection:
        marks_table.set_position(connection, name, coder, at)


def pace(store: Store, question: str, coder: str, name: str) -> Pace:
    """How far the coder is in a stored list."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        members = _stored(connection, name).members
        return Pace(len(decided(connection, found.id, coder).intersection(members)), len(members))


def same_responses(store: Store, question: str, coder: str, response: str) -> list[tuple[QueueItem, float]]:
    """The other responses of this coder that say the same as this one or nearly, with their likeness (1.0: the same but
    for case and punctuation), likest first. Raises UsageError where there is no such response."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        mine = set(given_order(connection, found.id, coder))
        made = [one for one in response_table.responses(connection, found.id) if one.id in mine or one.id == response]
        anchor = next((one for one in made if one.id == response), None)
        if anchor is None:
            raise UsageError("The question has no such response.")
        others = [one for one in made if one is not anchor]
        like = same_said([one.text for one in others], anchor.text)
        items = _items(connection, found.id, coder, [others[n].id for n, _ in like], 0, len(like))
    return list(zip(items, [likeness for _, likeness in like]))


def place_of(store: Store, name: str, response: str) -> int | None:
    """The 0-based place of a response in a stored list; None where it is not in it."""
    with store.read() as connection:
        members = _stored(connection, name).members
    return members.index(response) if response in members else None


def members_of(store: Store, name: str) -> tuple[str, ...]:
    """The responses of a stored list, in order."""
    with store.read() as connection:
        return _stored(connection, name).members


def attribute_values(store: Store, question: str, name: str) -> tuple[str, ...]:
    """The values of an attribute among the question's responses, sorted, without the empty one."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        made = {one.attributes.get(name, "") for one in response_table.responses(connection, found.id)}
    return tuple(sorted(made - {""}))
