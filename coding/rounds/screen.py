"""Coding by keyboard: events from the browser applied once each, the queue of a coder, undo.

The coding area sends events with its client id and a sequence number. The database holds the pair unique, so that an
event sent again after a lost answer, a reload or a restart changes nothing. Each event is one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sqlalchemy import Connection

from core.codebooks import Codebook
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store import codings as table
from core.store import responses as response_table

EventAction = Literal["toggle", "done", "undo", "flag", "note", "uncodable", "move"]
ACTIONS: tuple[str, ...] = get_args(EventAction)
UNDONE_LOOKBACK = 200
MAX_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class CodingEvent:
    """One press. `code` for toggle; `text` for note; `position` (0-based) for move: where the coder now is."""

    seq: int
    response: str
    action: EventAction
    code: str | None = None
    text: str = ""
    position: int | None = None

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> CodingEvent:
        """An event as the browser sent it. Raises ValueError where it is none."""
        action, seq, code = message.get("action"), message.get("seq"), message.get("code")
        if action not in ACTIONS or not isinstance(seq, int) or isinstance(seq, bool) or seq < 1:
            raise ValueError("not a coding event")
        if action == "toggle" and not isinstance(code, str):
            raise ValueError("a toggle names its code")
        position = message.get("position")
        return cls(
            seq,
            str(message.get("response", "")),
            action,
            str(code) if code is not None else None,
            str(message.get("text", ""))[:MAX_NOTE],
            position if isinstance(position, int) else None,
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What a coder has said of one response: the codes that apply, the state (None, `open`, `coded`, `uncodable`)."""

    codes: tuple[str, ...] = ()
    state: str | None = None
    note: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """`ack`: every event of this client up to this number is in the database; `judged`: the responses that were touched,
    as they are now; `refused`: events that could not be applied, by number, and why; `undone`: the response of the last
    undo."""

    ack: int
    judged: dict[str, Judged]
    refused: dict[int, str]
    undone: str | None = None


def apply_events(
    store: Store, question: str, coder: str, client: str, events: Sequence[CodingEvent | Mapping[str, Any]]
) -> Acknowledgement:
    """Applies the events that are new, in order of their numbers; one that makes no sense (an unknown response or code) is
    refused, recorded and acknowledged, so that the client goes on. Calling it again with the same events changes nothing."""
    made = sorted(
        (event if isinstance(event, CodingEvent) else CodingEvent.from_message(event) for event in events),
        key=lambda event: event.seq,
    )
    judged: dict[str, Judged] = {}
    refused: dict[int, str] = {}
    undone: str | None = None
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        frame = table.codebook(connection, found.id)
        person = next((known for known in table.coders(connection, found.id) if known.name == coder), None)
    ack = int(person.last_seq.get(client, 0)) if person else 0
    if frame is None:
        raise NotFoundError("The question has no code frame yet. Add it before coding.")
    if not coder.strip():
        raise UsageError("Say who is coding.")
    for event in made:
        if event.seq <= ack and _seen(store, client, event.seq):
            continue
        try:
            response, now_judged = _apply(store, found.id, frame, coder, client, event)
            if response is not None:
                judged[response] = now_judged
                undone = response if event.action == "undo" else undone
        except _Refused as error:
            refused[event.seq] = str(error)
        ack = max(ack, event.seq)
    return Acknowledgement(ack, judged, refused, undone)


class _Refused(Exception):
    """An event that is recorded but changes nothing."""


def _seen(store: Store, client: str, seq: int) -> bool:
    with store.read() as connection:
        return table.has_client_event(connection, client, seq)


def _apply(
    store: Store, question: str, frame: Codebook, coder: str, client: str, event: CodingEvent
) -> tuple[str | None, Judged]:
    """One event in one transaction: (the response that it changed, what it is now)."""
    refusal: str | None = None
    response, after = None, Judged()
    with store.action(f"code {event.action}", f"{question}/{event.response}", who=coder) as action:
        connection = action.connection
        if table.has_client_event(connection, client, event.seq):
            action.silent = True
            return None, after
        person = table.ensure_coder(connection, question, coder)
        payload: dict[str, Any] = {"action": event.action, "code": event.code}
        if event.action == "move":
            action.silent = True
        elif event.action == "undo":
            response, before, after = _undo(connection, question, frame, coder)
            action.object = f"{question}/{response}"
            if response is None:
                refusal = "There is nothing to undo."
        else:
            before = _judged(connection, question, coder, [event.response]).get(event.response, Judged())
            try:
                after = _after(connection, question, frame, before, event)
            except _Refused as error:
                refusal = str(error)
            else:
                response = event.response
                _put(connection, question, frame, coder, response, after)
                payload["before"] = _plain(before)
        if refusal is None and event.action != "move":
            action.before, action.after = _logged(before), _logged(after)
        action.silent = action.silent or refusal is not None
        made = table.ClientEvent(client, event.seq, response or event.response, payload | {"refused": refusal})
        table.put_client_event(connection, question, coder, made)
        last_seq = {**person.last_seq, client: max(event.seq, int(person.last_seq.get(client, 0)))}
        position = event.position if event.position is not None and event.position >= 0 else person.position
        table.update_coder(connection, question, replace(person, last_seq=last_seq, position=position))
    if refusal is not None:
        raise _Refused(refusal)
    return response, after


def _after(connection: Connection, question: str, frame: Codebook, before: Judged, event: CodingEvent) -> Judged:
    state = response_table.response_states_of(connection, question, [event.response]).get(event.response)
    if state is None:
        raise _Refused("The question has no such response.")
    if state != "uncoded":
        raise _Refused(f"The response is {state.replace('_', ' ')}; there is nothing to code.")
    if event.action == "toggle":
        if event.code not in {code.code for code in frame.codes}:
            raise _Refused("The code is not in the code frame.")
        codes = set(before.codes) ^ {event.code}
        ordered = tuple(code.code for code in frame.codes if code.code in codes)
        return replace(before, codes=ordered, state="coded" if before.state == "coded" else "open")
    if event.action == "done":
        return replace(before, state="uncodable" if before.state == "uncodable" else "coded")
    if event.action == "uncodable":
        if before.state == "uncodable":
            return replace(before, state="open")
        return replace(before, codes=(), state="uncodable")
    if event.action == "flag":
        return replace(before, flagged=not before.flagged, state=before.state or "open")
    return replace(before, note=event.text, state=before.state or "open")


def _undo(connection: Connection, question: str, frame: Codebook, coder: str) -> tuple[str | None, Judged, Judged]:
    """Takes this coder's newest change that still stands back."""
    for made in table.client_events(connection, question, coder, UNDONE_LOOKBACK):
        payload = made.payload
        if "before" not in payload or payload.get("undone"):
            continue
        before = _judged(connection, question, coder, [made.response]).get(made.response, Judged())
        old = payload["before"]
        after = Judged(tuple(old["codes"]), old["state"], old["note"], old["flagged"])
        _put(connection, question, frame, coder, made.response, after)
        table.set_payload(connection, replace(made, payload={**payload, "undone": True}))
        return made.response, before, after
    return None, Judged(), Judged()


def _put(connection: Connection, question: str, frame: Codebook, coder: str, response: str, made: Judged) -> None:
    """Stores the judgement: a row for every code of the frame, so that a negative is a row; none where there is no state."""
    if made.state is None:
        table.drop_judgements(connection, question, response, coder, "human")
        return
    design = "random" if table.drawn(connection, question, [response]) else None
    row = table.StateRow(response, coder, "human", made.state, design, made.note, made.flagged)
    table.put_states(connection, question, [row])
    rows = [
        table.Judgement(response, code.code, coder, "human", code.code in made.codes, design) for code in frame.codes
    ]
    table.put_codings(connection, question, rows, frame.version)


def _plain(made: Judged) -> dict[str, Any]:
    return {"codes": list(made.codes), "state": made.state, "note": made.note, "flagged": made.flagged}


def _logged(made: Judged) -> dict[str, Any]:
    """For the event log: a note's text may quote the response, so that only its presence is said."""
    return {"codes": list(made.codes), "state": made.state, "note": bool(made.note), "flagged": made.flagged}


def _judged(connection: Connection, question: str, coder: str, responses: Sequence[str]) -> dict[str, Judged]:
    found = {
        row.response: Judged((), row.state, row.note, row.flagged)
        for row in table.states(connection, question, coder=coder, responses=responses)
        if row.source == "human"
    }
    codes: dict[str, list[str]] = {}
    for response, code, who, _source, value in table.judgements(
        connection, question, source="human", responses=responses
    ):
        if who == coder and value:
            codes.setdefault(response, []).append(code)
    return {name: replace(made, codes=tuple(sorted(codes.get(name, ())))) for name, made in found.items()}


# The queue ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One response of a coder's queue: `n` is its 0-based place; `judged` is this coder's own; `suggested` holds the
    machine's (code, probability), likeliest first, to be shown only once the coder has decided, or on request."""

    n: int
    id: str
    text: str
    attributes: dict[str, str]
    judged: Judged
    suggested: tuple[tuple[str, float], ...] = ()


def queue(store: Store, question: str, coder: str, start: int, n: int) -> tuple[list[QueueItem], int]:
    """Up to `n` items from the 0-based place `start` on, and how many there are: the answered responses, those of the
    recorded random samples first, in the order drawn, then the rest as they came in."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        order = _order(connection, found.id)
        names = order[max(start, 0) : max(start, 0) + n]
        made = {row.id: row for row in response_table.responses_of(connection, found.id, names)}
        judged = _judged(connection, found.id, coder, names)
        suggested: dict[str, list[tuple[str, float]]] = {}
        for response, code, probability in table.probabilities(connection, found.id, names):
            suggested.setdefault(response, []).append((code, probability))
    items = [
        QueueItem(
            max(start, 0) + at,
            name,
            made[name].text,
            made[name].attributes,
            judged.get(name, Judged()),
            tuple(sorted(suggested.get(name, ()), key=lambda pair: (-pair[1], pair[0]))),
        )
        for at, name in enumerate(names)
    ]
    return items, len(order)


def _order(connection: Connection, question: str) -> list[str]:
    states = response_table.response_states(connection, question)
    drawn = dict.fromkeys(
        name for sample in table.samples(connection, question) if sample.seed is not None for name in sample.members
    )
    answered = [name for name, state in states.items() if state == "uncoded"]
    first = [name for name in drawn if states.get(name) == "uncoded"]
    return first + [name for name in answered if name not in drawn]


def position(store: Store, question: str, coder: str) -> int:
    """Where this coder stopped (0-based place in the queue): the place last moved to, else the first response of the queue
    that this coder has not dealt with (0 where none is left)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        person = next((known for known in table.coders(connection, found.id) if known.name == coder), None)
        if person is not None and person.position:
            return person.position
        order = _order(connection, found.id)
        finished = {
            row.response
            for row in table.states(connection, found.id, coder=coder)
            if row.state in ("coded", "uncodable")
        }
    return next((at for at, name in enumerate(order) if name not in finished), 0)
