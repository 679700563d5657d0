"""Coding by keyboard: events from the browser applied once each, undo and redo.

The coding area sends events with its client id and a sequence number. The database holds the pair unique, so that an
event sent again after a lost answer, a reload or a restart changes nothing. Events are applied in transactions of a few
dozen, whole or not at all; each has its own entry in the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeGuard, TypeVar, get_args

from sqlalchemy import Connection

from coding.rounds.marks import EVIDENCE, QUOTABLE, Judged, in_order, judged_of, put_judged
from core.codebooks import Codebook
from core.errors import NotFoundError, UsageError
from core.events import Event, now
from core.responses import Response
from core.store import Store
from core.store import codings as table
from core.store import marks as marks_table
from core.store import responses as response_table
from core.store.codings import ClientEvent
from core.store.marks import TextMark

T = TypeVar("T")
EventAction = Literal[
    "toggle", "done", "undo", "redo", "flag", "note", "uncodable", "move", "evidence", "quote", "same"
]
ACTIONS: tuple[str, ...] = get_args(EventAction)
AT_ONCE = 50  # events in one transaction
LOOKBACK, PAGE = 5_000, 200  # how far undo without a target looks back
MAX_NOTE = 4_000
MAX_SAME = 5_000
MAX_SHOWN = 100


@dataclass(frozen=True, slots=True)
class CodingEvent:
    """One press. `code` for toggle and evidence; `text` for note; `start`, `end` (code points) and `quote` (the words that
    the browser showed there) for evidence and quote; `target` (client, number) of what undo and redo act on, None for the
    newest; `responses`, `codes` and `overwrite` for same: these responses get exactly these codes, those that the coder
    has decided only where `overwrite`. `on`: what toggle, flag, uncodable, evidence and quote make of it, as the coder saw it (None: the
    other of what it is), so that a window that lags behind turns nothing round. `shown`: the program's suggestions that were on the screen. `position`: 0-based
    place of the response in the list `queue`."""

    seq: int
    response: str
    action: EventAction
    code: str | None = None
    text: str = ""
    position: int | None = None
    queue: str = ""
    start: int = 0
    end: int = 0
    quote: str | None = None
    target: tuple[str, int] | None = None
    responses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    overwrite: bool = False
    shown: tuple[str, ...] = ()
    on: bool | None = None

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> CodingEvent:
        """An event as the browser sent it. Raises ValueError where it is none."""
        action, seq, code = message.get("action"), message.get("seq"), message.get("code")
        if action not in ACTIONS or not _is_count(seq) or seq < 1:
            raise ValueError("not a coding event")
        if action in ("toggle", "evidence") and not isinstance(code, str):
            raise ValueError("it names no code")
        start, end = message.get("start", 0), message.get("end", 0)
        if not _is_count(start) or not _is_count(end):
            raise ValueError("offsets are numbers")
        position, target, quote = message.get("position"), message.get("target"), message.get("quote")
        if target is not None:
            if not isinstance(target, Sequence) or len(target) != 2 or not _is_count(target[1]):
                raise ValueError("a target is a client and a number")
            target = (str(target[0]), target[1])
        return cls(
            seq, str(message.get("response", "")), action, str(code) if code is not None else None,
            str(message.get("text", ""))[:MAX_NOTE], position if _is_count(position) else None,
            str(message.get("queue") or ""), start, end, quote if isinstance(quote, str) else None, target,
            _names(message.get("responses"), MAX_SAME), _names(message.get("codes"), MAX_SAME),
            message.get("overwrite") is True, _names(message.get("shown"), MAX_SHOWN),
            message["on"] if isinstance(message.get("on"), bool) else None,
        )  # fmt: skip


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _names(value: Any, most: int) -> tuple[str, ...]:
    """Raises ValueError where it is no list of at most so many names."""
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > most:
        raise ValueError("not a list of names")
    return tuple(dict.fromkeys(str(name) for name in value))


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """`ack`: every event of this client up to this number is in the database; `judged`: the responses that were touched,
    as they are now; `refused`: events that could not be applied, by number, and why; `undone`: the response of the last
    undo or redo."""

    ack: int
    judged: dict[str, Judged]
    refused: dict[int, str]
    undone: str | None = None


def apply_events(
    store: Store, question: str, coder: str, client: str, events: Sequence[CodingEvent | Mapping[str, Any]]
) -> Acknowledgement:
    """Applies the events that are new, in order of their numbers; one that makes no sense (an unknown response or code) is
    refused, recorded and acknowledged, so that the client goes on. Calling it again with the same events changes nothing.

    Raises NotFoundError where there is no code frame, UsageError where nobody is named."""
    made = sorted(
        (event if isinstance(event, CodingEvent) else CodingEvent.from_message(event) for event in events),
        key=lambda event: event.seq,
    )
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        frame = table.codebook(connection, found.id)
        ack = marks_table.last_seq(connection, client)
        known = marks_table.seen(connection, client, [event.seq for event in made])
    if frame is None:
        raise NotFoundError("The question has no code frame yet. Add it before coding.")
    if not coder.strip():
        raise UsageError("Say who is coding.")
    fresh = [event for event in made if event.seq not in known]
    judged: dict[str, Judged] = {}
    refused: dict[int, str] = {}
    undone: str | None = None
    for low in range(0, len(fresh), AT_ONCE):
        some = fresh[low : low + AT_ONCE]
        with store.write() as connection:
            presses = _Presses(connection, found.id, frame, coder, client)
            held = marks_table.seen(
                connection, client, [event.seq for event in some]
            )  # another page sent them just now
            for event in some:
                if event.seq not in held:
                    presses.press(event)
            presses.write()
        judged |= presses.touched
        refused |= presses.refused
        undone = presses.undone or undone
    return Acknowledgement(max([ack, *(event.seq for event in made)]), judged, refused, undone)


class _Refused(Exception):
    """An event that is recorded but changes nothing."""


@dataclass
class _Presses:
    """Some events in one transaction: what they change is worked out in memory and written at the end."""

    connection: Connection
    question: str
    frame: Codebook
    coder: str
    client: str
    judged: dict[str, Judged] = field(default_factory=dict)
    responses: dict[str, Response | None] = field(default_factory=dict)
    changed: dict[str, Judged] = field(default_factory=dict)
    touched: dict[str, Judged] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    undone: str | None = None
    pending: list[ClientEvent] = field(default_factory=list)
    log: list[Event] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def press(self, event: CodingEvent) -> None:
        payload: dict[str, Any] = {"action": event.action, "code": event.code}
        response = event.response
        if event.shown:
            payload["shown"] = list(event.shown)
        try:
            if event.action in ("undo", "redo"):
                response, payload["target"] = self._reverse(event)
                self.undone = response
            elif event.action == "same":
                payload |= {"members": self._same(event), "codes": list(event.codes)}
            elif event.action != "move":
                before = self._judged(event.response)
                after = self._after(before, event)
                self._set(event.response, f"code {event.action}", before, after, event.shown)
                payload |= {"before": before.plain(), "after": after.plain()}
        except _Refused as error:
            payload["refused"] = self.refused[event.seq] = str(error)
        self.pending.append(ClientEvent(self.client, event.seq, response, payload))
        if event.position is not None and event.position >= 0:
            self.places[event.queue] = event.position

    def write(self) -> None:
        """Everything that is not in the database yet."""
        if self.pending:
            person = table.ensure_coder(self.connection, self.question, self.coder)
            if "" in self.places:
                table.update_coder(self.connection, self.question, replace(person, position=self.places.pop("")))
        for queue, place in self.places.items():
            marks_table.set_position(self.connection, queue, self.coder, place)
        put_judged(self.connection, self.question, self.frame, self.coder, self.changed)
        marks_table.put_client_events(self.connection, self.question, self.coder, self.pending)
        marks_table.append_events(self.connection, self.log)
        self.changed, self.pending, self.log, self.places = {}, [], [], {}

    # One press ------------------------------------------------------------------------------------------------------

    def _load(self, names: Sequence[str]) -> None:
        missing = [name for name in names if name not in self.responses]
        if not missing:
            return
        found = {r.id: r for r in response_table.responses_of(self.connection, self.question, missing)}
        self.responses |= {name: found.get(name) for name in missing}
        self.judged |= judged_of(self.connection, self.question, self.coder, list(found))

    def _judged(self, name: str) -> Judged:
        self._load([name])
        return self.judged.get(name, Judged())

    def _text(self, name: str) -> str:
        made = self.responses.get(name)
        if made is None:
            raise _Refused("The question has no such response.")
        if made.state != "uncoded":
            raise _Refused(f"The response is {made.state.replace('_', ' ')}; there is nothing to code.")
        return made.text

    def _set(self, name: str, said: str, before: Judged, after: Judged, shown: Sequence[str] = ()) -> None:
        self.judged[name] = self.changed[name] = self.touched[name] = after
        logged = after.logged() | ({"shown": list(shown)} if shown else {})
        self.log.append(Event(now(), self.coder, said, f"{self.question}/{name}", before.logged(), logged))

    def _after(self, before: Judged, event: CodingEvent) -> Judged:
        text = self._text(event.response)
        state = "coded" if before.state == "coded" else "open"
        if event.action in ("toggle", "evidence") and event.code not in {code.code for code in self.frame.codes}:
            raise _Refused("The code is not in the code frame.")
        if event.action == "toggle":
            codes = _turned(set(before.codes), str(event.code), event.on)
            return replace(_with_codes(self.frame, before, codes), state=state)
        if event.action == "evidence":
            mark = TextMark(*_span(event, text), EVIDENCE, str(event.code))
            marks = _turned(set(before.marks), mark, event.on)
            codes = {*before.codes, mark.code} if mark in marks else set(before.codes)
            return replace(_with_codes(self.frame, replace(before, marks=tuple(sorted(marks))), codes), state=state)
        if event.action == "quote":
            marks = _turned(set(before.marks), TextMark(*_span(event, text), QUOTABLE), event.on)
            return replace(before, state=before.state or "open", marks=tuple(sorted(marks)))
        if event.action == "done":
            return replace(before, state="uncodable" if before.state == "uncodable" else "coded")
        if event.action == "uncodable":
            if not _on(event, before.state != "uncodable"):
                return replace(before, state="open" if before.state == "uncodable" else before.state or "open")
            return replace(_with_codes(self.frame, before, set()), state="uncodable")
        if event.action == "flag":
            return replace(before, flagged=_on(event, not before.flagged), state=before.state or "open")
        return replace(before, note=event.text, state=before.state or "open")

    def _same(self, event: CodingEvent) -> int:
        """The same codes on many responses, an event each; how many were changed."""
        known = {code.code for code in self.frame.codes}
        if not set(event.codes) <= known:
            raise _Refused("A code is not in the code frame.")
        self._load(event.responses)
        made: list[ClientEvent] = []
        for name in event.responses:
            before = self._judged(name)
            try:
                self._text(name)
            except _Refused:
                continue
            after = replace(_with_codes(self.frame, before, set(event.codes)), state="coded")
            if (before.decided and not event.overwrite) or after.same_as(before):
                continue
            self._set(name, "code same", before, after)
            payload = {"action": "same", "of": event.seq, "before": before.plain(), "after": after.plain()}
            made.append(ClientEvent(_members_of(self.client, event.seq), len(made) + 1, name, payload))
        if not made:
            raise _Refused("Each of these responses is decided already; nothing was changed.")
        self.pending += made
        return len(made)

    # Undo and redo --------------------------------------------------------------------------------------------------

    def _reverse(self, event: CodingEvent) -> tuple[str, list[Any]]:
        """Takes a change back, or makes it again: (response to show, [client, number] of the change)."""
        self.write()  # what was pressed just now may be the change
        back = event.action == "undo"
        found = self._target(event)
        if found is None:
            raise _Refused("There is nothing to undo." if back else "There is nothing to redo.")
        members = [found]
        if "members" in found.payload:
            members = marks_table.client_events_of(self.connection, _members_of(found.client, found.seq))
        self._load([made.response for made in members])
        done = 0
        for made in members:
            was, now_is = ("after", "before") if back else ("before", "after")
            current, wanted = self._judged(made.response), Judged.of(made.payload[now_is])
            if self.responses.get(made.response) is None or not current.same_as(Judged.of(made.payload[was])):
                continue
            self._set(made.response, f"code {event.action}", current, wanted)
            if made is not found:
                table.set_payload(self.connection, replace(made, payload={**made.payload, "undone": back}))
            done += 1
        if not done:
            raise _Refused("The response was changed since in another window; the newer codes stay.")
        table.set_payload(self.connection, replace(found, payload={**found.payload, "undone": back}))
        return found.response, [found.client, found.seq]

    def _target(self, event: CodingEvent) -> ClientEvent | None:
        back = event.action == "undo"
        if event.target is not None:
            found = marks_table.client_event(self.connection, *event.target)
            if found is None or found[0] != self.coder or not _is_change(found[1]):
                return None
            return found[1] if bool(found[1].payload.get("undone")) != back else None
        for made in self._newest():
            if back:
                if _is_change(made) and not made.payload.get("undone"):
                    return made
            elif made.payload.get("action") == "undo" and made.payload.get("target"):
                found = marks_table.client_event(self.connection, *made.payload["target"])
                if found is not None and found[1].payload.get("undone"):
                    return found[1]
            elif _is_change(made) and not made.payload.get("undone"):
                return None  # something else was done since
        return None

    def _newest(self) -> Iterator[ClientEvent]:
        for offset in range(0, LOOKBACK, PAGE):
            some = table.client_events(self.connection, self.question, self.coder, PAGE, offset)
            yield from some
            if len(some) < PAGE:
                return


def _is_change(made: ClientEvent) -> bool:
    """A change that undo takes back in one step."""
    return ("before" in made.payload or "members" in made.payload) and "of" not in made.payload


def _members_of(client: str, seq: int) -> str:
    """The client under which the changes of one `same` are kept."""
    return f"{client}/{seq}"


def _on(event: CodingEvent, other: bool) -> bool:
    return other if event.on is None else event.on


def _turned(held: set[T], one: T, on: bool | None) -> set[T]:
    """With `one` (on), without it (off), or the other of what it is."""
    return held ^ {one} if on is None else held | {one} if on else held - {one}


def _with_codes(frame: Codebook, before: Judged, codes: set[str]) -> Judged:
    """Evidence for a code goes with the code."""
    marks = tuple(mark for mark in before.marks if mark.kind == QUOTABLE or mark.code in codes)
    return replace(before, codes=in_order(frame, codes), marks=marks)


def _span(event: CodingEvent, text: str) -> tuple[int, int]:
    start, end = event.start, event.end
    if not 0 <= start < end <= len(text) or (event.quote is not None and text[start:end] != event.quote):
        raise _Refused("The marked words are not in the response at that place.")
    return start, end
