"""What happened to a question's code frame and codings, and the state on any past date.

The event log says who did what when; the journal beside it (`core.store.coding_journal`) holds the rows that each action
wrote. A past state is worked out from today's by taking the later changes back, newest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection

from core.codebooks import Codebook, Coding, CodingSource, Design
from core.errors import UsageError
from core.events import Event
from core.store import Store, coding_events, frame_maps
from core.store import coding_journal as journal
from core.store import codings as table
from core.store import responses as response_table

EXAMPLES = ("typical", "borderline")  # fields that may quote a response
PRESS = "code "  # actions of the coding area begin so


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event of the log. `response`: None where it is about the question. `coder`: whose codings it is about, None where
    about nobody's. `undone_by`: the event that took it back, where it stands undone. `reversible`: it changed codings or the
    frame, so that it can be taken back (`rounds.undoing`)."""

    event: int
    at: str
    who: str
    action: str
    response: str | None
    coder: str | None
    before: Any
    after: Any
    undone_by: int | None
    reversible: bool

    def record(self) -> dict[str, Any]:
        return {
            "event": self.event,
            "at": self.at,
            "who": self.who,
            "action": self.action,
            "response": self.response,
            "coder": self.coder,
            "before": self.before,
            "after": self.after,
            "undone_by": self.undone_by,
            "reversible": self.reversible,
        }


def history(
    store: Store,
    question: str,
    *,
    coder: str | None = None,
    since: str | None = None,
    action: str | None = None,
    limit: int | None = None,
) -> list[HistoryEntry]:
    """What happened, newest first. `coder`: what this person did, or what was done to their codings. `since`: a date or a
    time (UTC). No entry holds the text of a response. Raises UsageError where `since` is no date."""
    low = None if since is None else moment(since, end=False)
    made: list[HistoryEntry] = []
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        undone = coding_events.reversed_events(connection, found.id)
        for numbered in coding_events.of_question(connection, found.id, since=low, action=action):
            entry = entry_of(found.id, numbered, undone)
            if coder is None or coder in (entry.who, entry.coder):
                made.append(entry)
                if limit is not None and len(made) >= limit:
                    break
    return made


def entry_of(question: str, numbered: coding_events.Numbered, undone: dict[int, int]) -> HistoryEntry:
    event = numbered.event
    response = event.object.partition("/")[2] or None if event.object.startswith(f"{question}/") else None
    press = event.action.startswith(PRESS)
    return HistoryEntry(
        numbered.seq,
        event.at,
        event.who,
        event.action,
        response,
        _coder_of(event, press),
        without_texts(event.before),
        without_texts(event.after),
        undone.get(numbered.seq),
        (changes_something(event) if press else numbered.changes)
        and event.action not in (*coding_events.REVERSALS, "suggest codes"),
    )


def changes_something(press: Event) -> bool:
    """Whether a press of the coding area changed anything: Enter on a response that was finished does not."""
    if not isinstance(press.before, dict) or not isinstance(press.after, dict):
        return False
    return any(
        press.before.get(name) != press.after.get(name) for name in ("codes", "state", "note", "flagged", "marks")
    ) or (press.action == "code note")


def _coder_of(event: Event, press: bool) -> str | None:
    if press:
        return event.who
    for side in (event.after, event.before):
        if isinstance(side, dict) and isinstance(side.get("coder"), str):
            return str(side["coder"])
    return None


def without_texts(value: Any) -> Any:
    """A before or after without what may quote a response: of examples only whether there are any."""
    if isinstance(value, dict):
        return {
            key: bool(part) if key in EXAMPLES and isinstance(part, str) else without_texts(part)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [without_texts(part) for part in value]
    return value


# The state on a past date --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastState:
    """The frame and the codings as they were. `codings` are of the codes of that frame, in the order of the responses;
    `notes` say what the log does not reach."""

    at: str
    codebook: Codebook | None
    codings: tuple[Coding, ...]
    states: tuple[journal.StateFull, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class Rows:
    """Every row of codings and states, former codes too, and the version of the frame, at one moment."""

    version: int | None
    codings: dict[tuple[str, str, str, str], journal.CodingRow]
    states: dict[tuple[str, str, str], journal.StateFull]

    def take_back(self, change: journal.Change) -> None:
        if change.versions is not None:
            self.version = change.versions[0]
        for row in change.codings_after:
            del self.codings[row.source, row.coder, row.response, row.code]
        for row in change.codings_before:
            self.codings[row.source, row.coder, row.response, row.code] = row
        for state in change.states_after:
            del self.states[state.source, state.coder, state.response]
        for state in change.states_before:
            self.states[state.source, state.coder, state.response] = state


def rows_now(connection: Connection, question: str) -> Rows:
    newest = table.codebook(connection, question)
    return Rows(
        newest.version if newest else None,
        {(r.source, r.coder, r.response, r.code): r for r in journal.coding_rows(connection, question)},
        {(s.source, s.coder, s.response): s for s in journal.state_rows(connection, question)},
    )


def rows_before(connection: Connection, question: str, change: int) -> Rows:
    """All rows as they were before the change with this number."""
    made = rows_now(connection, question)
    for later in journal.newest_first(connection, question, change):
        made.take_back(later)
    return made


def as_of(store: Store, question: str, when: str) -> PastState:
    """The frame and codings on a date (at its end, UTC) or at a time. Raises UsageError where `when` is none."""
    at = moment(when, end=True)
    notes: list[str] = []
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        first = journal.first_after(connection, found.id, at)
        rows = rows_now(connection, found.id) if first is None else rows_before(connection, found.id, first)
        begins = journal.begins(connection, found.id)
        if begins is None or at < begins:
            kept = {key: row for key, row in rows.codings.items() if row.at <= at}
            if rows.codings:
                notes.append(
                    f"What each action changed is on record from {begins or 'now'} on. Before, a coding is shown as it was "
                    "last written, where that was before the date."
                )
            rows = Rows(
                frame_maps.version_at(connection, found.id, at),
                kept,
                {key: state for key, state in rows.states.items() if state.at <= at},
            )
        frame = None if rows.version is None else table.codebook(connection, found.id, rows.version)
        order = {name: n for n, name in enumerate(response_table.response_states(connection, found.id))}
    standing = {code.code for code in frame.codes} if frame else set()
    codings = [
        Coding(
            row.response, row.code, row.value, row.coder, cast(CodingSource, row.source), row.at,
            cast("Design | None", row.design), row.probability,
        )
        for row in rows.codings.values()
        if row.code in standing
    ]  # fmt: skip
    codings.sort(key=lambda made: (order.get(made.response, -1), made.source, made.coder, made.code))
    states = sorted(rows.states.values(), key=lambda state: (order.get(state.response, -1), state.source, state.coder))
    return PastState(at, frame, tuple(codings), tuple(states), tuple(notes))


def moment(text: str, *, end: bool) -> str:
    """A date or time as the log writes times; a date is its end, or its beginning. Raises UsageError where it is neither."""
    try:
        if len(text.strip()) == 10:
            day = datetime.strptime(text.strip(), "%Y-%m-%d").date().isoformat()
            return f"{day}T23:59:59.999+00:00" if end else f"{day}T00:00:00.000+00:00"
        made = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{text!r} is no date. Write it as 2026-11-22, or a time as 2026-11-22T14:30.") from error
    return (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
