"""Taking back any action on codings or the code frame, and making it again: always as a new event, never by deleting one.

An action is taken back whole or not at all. It is refused where later work stands on it, with a list of that work: a coding
that was changed since, a code that was used or changed since, a merge or split that carried the codings on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import Connection

from coding.frames import Changed, Effect, steps_between
from coding.rounds.frames import put_version
from coding.rounds.history import PRESS, HistoryEntry, entry_of
from coding.rounds.marks import Judged, judged_of
from core.codebooks import Code, Codebook, FrameStep
from core.errors import NotFoundError, UserError
from core.events import now
from core.store import Store, allocation, coding_events, frame_maps, marks
from core.store import coding_journal as journal
from core.store import codings as table
from core.store import responses as response_table
from core.store.coding_events import Numbered
from core.store.connection import Action

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")
LISTED = 8
LOOKBACK = 1_000
NOT_YOURS = (
    "It is {who}'s action, not yours. Look at it again, and confirm that you mean it (on the command line: --others)."
)


class LaterWork(UserError):
    """Something stands on the action. `entries`: the later events, newest first."""

    def __init__(self, message: str, entries: Sequence[HistoryEntry] = ()) -> None:
        listed = [f"  {e.event}  {e.at[:16].replace('T', ' ')}  {e.who}: {e.action}" for e in entries[:LISTED]]
        more = [f"  and {len(entries) - LISTED} more"] if len(entries) > LISTED else []
        super().__init__("\n".join([message, *listed, *more]))
        self.entries = tuple(entries)


class NotYours(UserError):
    """Somebody else's action, and nobody has confirmed that it is meant."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """What was taken back or made again: the event, and the number of the new event that says so. `codings`: rows that
    changed; `version`: the new version of the frame, None where the frame did not change."""

    event: HistoryEntry
    new_event: int
    codings: int
    version: int | None

    def record(self) -> dict[str, Any]:
        return {
            "event": self.new_event,
            "of": self.event.event,
            "action": self.event.action,
            "who": self.event.who,
            "at": self.event.at,
            "codings": self.codings,
            "version": self.version,
        }


def undo(store: Store, question: str, event: int | None = None, *, confirmed: bool = False) -> Reversal:
    """Takes an action back: the event of this number, or the newest of one's own that stands. `confirmed`: also somebody
    else's. Raises NotFoundError (nothing to undo), NotYours, LaterWork."""
    return _reverse(store, question, event, confirmed, back=True)


def redo(store: Store, question: str, event: int | None = None, *, confirmed: bool = False) -> Reversal:
    """Makes an action again that was undone: the event of this number, or the one that one undid last. Raises as `undo`."""
    return _reverse(store, question, event, confirmed, back=False)


def _reverse(store: Store, question: str, event: int | None, confirmed: bool, *, back: bool) -> Reversal:
    with store.action("undo" if back else "redo", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        undone = coding_events.reversed_events(connection, found.id)
        target = _target(connection, found.id, event, undone, store.who, back)
        made = target.event
        if made.who != store.who and not confirmed:
            raise NotYours(NOT_YOURS.format(who=made.who))
        reverser = _Reverser(action, store.who, found.id, target, undone, back)
        codings, version = reverser.press() if made.action.startswith(PRESS) else reverser.changes()
        action.object = made.object
        action.before = None
        action.after = {"event": target.seq, "action": made.action, "by": made.who, "at": made.at, "codings": codings}
        if version is not None:
            action.after["version"] = version
    with store.read() as connection:
        number = coding_events.newest_of(connection, made.object, "undo" if back else "redo")
    return Reversal(entry_of(found.id, target, {}), number, codings, version)


def _target(
    connection: Connection, question: str, event: int | None, undone: dict[int, int], who: str, back: bool
) -> Numbered:
    if event is None:
        if back:
            for numbered in coding_events.of_question(connection, question):
                entry = entry_of(question, numbered, undone)
                if entry.reversible and entry.undone_by is None and entry.who == who:
                    return numbered
            raise NotFoundError("There is nothing of yours to undo here. `verbatim history` lists what happened.")
        for numbered in coding_events.of_question(connection, question, action="undo"):
            if numbered.event.who == who and numbered.seq in undone.values():
                event = int(numbered.event.after["event"])
                break
        else:
            raise NotFoundError("There is nothing of yours to redo here.")
    found = coding_events.one(connection, event)
    if found is None or not (found.event.object == question or found.event.object.startswith(f"{question}/")):
        raise NotFoundError(f"The question has no event {event}. `verbatim history` lists them with their numbers.")
    if not back and found.event.action == "undo":  # the number of the undo means the action that it undid
        return _target(connection, question, int(found.event.after["event"]), undone, who, back)
    entry = entry_of(question, found, undone)
    if found.event.action == "suggest codes":
        raise UserError("The machine's suggestions are nobody's codings: make them anew with `verbatim code`.")
    if not entry.reversible:
        raise UserError(
            f"Event {event} ({found.event.action}) changed neither codings nor the code frame; there is nothing to take back."
        )
    if back and entry.undone_by is not None:
        raise UserError(f"Event {event} is undone already, by event {entry.undone_by}.")
    if not back and entry.undone_by is None:
        raise UserError(f"Event {event} stands; there is nothing to redo.")
    return found


@dataclass(slots=True)
class _Reverser:
    action: Action
    who: str
    question: str
    target: Numbered
    undone: dict[int, int]
    back: bool

    @property
    def connection(self) -> Connection:
        return self.action.connection

    @property
    def latest(self) -> int:
        """The event whose work is taken back now: the action, or the undo of it."""
        return self.target.seq if self.back else self.undone[self.target.seq]

    def entries(self, events: Iterable[Numbered]) -> list[HistoryEntry]:
        """Those that stand, as history shows them."""
        made = []
        for numbered in events:
            entry = entry_of(self.question, numbered, self.undone)
            if entry.undone_by is None and entry.action not in coding_events.REVERSALS and numbered.seq > self.latest:
                made.append(entry)
        return made

    def refuse_moved(self, codes: set[str]) -> None:
        """Raises LaterWork where a later merge or split carried codings of these codes on."""
        carried = {
            made.version for made in frame_maps.maps(self.connection, self.question) if _carries(made.steps, codes)
        }
        later = [
            numbered
            for numbered in coding_events.frame_events_after(self.connection, self.question, self.latest)
            if (numbered.event.after or {}).get("version") in carried
        ]
        standing = self.entries(later)
        if standing:
            raise LaterWork("A later version of the code frame carried these codings on. Undo that first:", standing)

    # A press of the coding area -------------------------------------------------------------------------------------

    def press(self) -> tuple[int, int | None]:
        made = self.target.event
        coder, response = made.who, made.object.partition("/")[2]
        frame = table.codebook(self.connection, self.question)
        if frame is None:
            raise UserError("The question has no code frame any more.")
        was, wanted = (made.after, made.before) if self.back else (made.before, made.after)
        standing = {code.code for code in frame.codes}
        self.refuse_moved(set(was["codes"]) ^ set(wanted["codes"]))
        current = judged_of(self.connection, self.question, coder, [response]).get(response, Judged())
        if _said(current.logged(), standing) != _said(was, standing):
            numbers = {
                c.event
                for c in journal.after_event(self.connection, self.question, self.latest)
                if _touches(c, coder, response)
            }
            later = coding_events.since(self.connection, self.question, self.latest, response)
            later += coding_events.by_numbers(
                self.connection, [n for n in numbers if n and n not in {x.seq for x in later}]
            )
            raise LaterWork(
                f"What {coder} says of {response} was changed since. Take the later changes back first:",
                self.entries([n for n in later if n.event.who == coder or not n.event.action.startswith(PRESS)]),
            )
        if _said(was, standing) == _said(wanted, standing):
            raise UserError("Nothing would change: the code is no longer in the frame.")
        full = self._full(coder, response, wanted, current)
        if self.back and not self._alone(coder, response, was, wanted):
            self._put_back(coder, response, set(was["codes"]) ^ set(wanted["codes"]), full, frame.version)
        else:  # what it wrote is on record row by row
            self.changes()
        if full.state is not None:
            marks.put_marks(self.connection, self.question, coder, {response: full.marks})
        return len(set(was["codes"]) ^ set(wanted["codes"])), None

    def _alone(self, coder: str, response: str, after: dict[str, Any], before: dict[str, Any]) -> bool:
        """Whether what is on record under this press is its own work alone: quick presses are written several at once."""
        made = journal.changes_of(self.connection, self.target.seq)
        codes: list[set[str]] = [set(), set()]
        states: list[Any] = [None, None]
        for change in made:
            for row in (*change.codings_before, *change.codings_after):
                if (row.coder, row.response, row.source) != (coder, response, "human"):
                    return False
            for side, rows in enumerate((change.codings_before, change.codings_after)):
                codes[side] |= {row.code for row in rows if row.value}
            for side, found in enumerate((change.states_before, change.states_after)):
                for state in found:
                    if (state.coder, state.response, state.source) != (coder, response, "human"):
                        return False
                    states[side] = state.state
        return codes == [set(before["codes"]), set(after["codes"])] and states == [before["state"], after["state"]]

    def _put_back(self, coder: str, response: str, codes: set[str], full: Judged, version: int) -> None:
        """The codes that the press turned, turned back, and the state; what it left alone stays as it is."""
        if full.state is None:
            table.drop_judgements(self.connection, self.question, response, coder, "human")
            return
        rows = journal.coding_rows(
            self.connection, self.question, coder=coder, source="human", responses=[response], codes=codes
        )
        at = now()
        turned = [row._replace(value=row.code in full.codes, version=version, at=at) for row in rows]
        journal.replace_coding_rows(self.connection, self.question, rows, turned)
        states = journal.state_rows(self.connection, self.question, coder=coder, source="human", responses=[response])
        put = [state._replace(state=full.state, note=full.note, flagged=full.flagged, at=at) for state in states]
        journal.replace_state_rows(self.connection, self.question, states, put)

    def _full(self, coder: str, response: str, wanted: dict[str, Any], current: Judged) -> Judged:
        """What the coder had said, with the note: the log says only that there was one."""
        plain = _said(wanted)
        for made in table.client_events(self.connection, self.question, coder, LOOKBACK):
            for side in ("before", "after"):
                if made.response == response and isinstance(made.payload.get(side), dict):
                    known = Judged.of(made.payload[side])
                    if _said(known.logged()) == plain:
                        return known
        note = current.note if wanted["note"] else ""
        return Judged.of({**wanted, "note": note})

    # Any other action -----------------------------------------------------------------------------------------------

    def changes(self) -> tuple[int, int | None]:
        """Puts the rows that the action wrote back as they were."""
        made = journal.changes_of(self.connection, self.latest)
        versions = next((change.versions for change in made if change.versions is not None), None)
        before, after = _first_and_last(
            [(_rows(c.codings_before, _coding_key), _rows(c.codings_after, _coding_key)) for c in made]
        )
        was, became = _first_and_last(
            [(_rows(c.states_before, _state_key), _rows(c.states_after, _state_key)) for c in made]
        )
        differing = [k for k in {*before, *after} if _sense(before.get(k)) != _sense(after.get(k))]
        opened = [k for k in {*was, *became} if _state_sense(was.get(k)) != _state_sense(became.get(k))]
        if versions is None:
            self.refuse_moved({key[3] for key in differing})
        now_codings: dict[tuple[str, str, str, str], journal.CodingRow] = {}
        for source, coder in sorted({key[:2] for key in differing}):
            named = sorted({key[2] for key in differing if key[:2] == (source, coder)})
            codes = {key[3] for key in differing if key[:2] == (source, coder)}
            rows = journal.coding_rows(
                self.connection, self.question, coder=coder, source=source, responses=named, codes=codes
            )
            now_codings.update(_rows(rows, _coding_key))
        reopened = sorted({key[2] for key in opened})
        now_states = _rows(
            journal.state_rows(self.connection, self.question, responses=reopened) if reopened else [], _state_key
        )
        moved = {k[:3] for k in differing if _sense(now_codings.get(k)) != _sense(after.get(k))}
        moved |= {k for k in opened if _state_sense(now_states.get(k)) != _state_sense(became.get(k))}
        if moved:
            raise LaterWork(
                f"{len(moved)} of the codings were changed since. Take the later changes back first:",
                self._later(moved),
            )
        version = None if versions is None else self._frame(versions, {*before, *after})
        journal.replace_coding_rows(
            self.connection,
            self.question,
            [now_codings[k] for k in differing if k in now_codings],
            [before[k] for k in differing if k in before],
        )
        journal.replace_state_rows(
            self.connection,
            self.question,
            [now_states[k] for k in opened if k in now_states],
            [was[k] for k in opened if k in was],
        )
        if self.target.event.action in ADJUDICATIONS:
            self._decisions(sorted({key[2] for key in (*differing, *opened)}))
        return len(differing), version

    def _later(self, units: set[tuple[str, str, str]]) -> list[HistoryEntry]:
        """The later events that touched these (source, coder, response)."""
        numbers: set[int] = set()
        for change in journal.after_event(self.connection, self.question, self.latest):
            touched = {_coding_key(row)[:3] for row in (*change.codings_before, *change.codings_after)}
            touched |= {_state_key(row) for row in (*change.states_before, *change.states_after)}
            if change.event is not None and touched & units:
                numbers.add(change.event)
        return self.entries(coding_events.by_numbers(self.connection, sorted(numbers)[-LOOKBACK:]))

    def _decisions(self, responses: Sequence[str]) -> None:
        """Adjudicated decisions as the codings say again: what stood is ended, what stands again is put on record anew."""
        allocation.end_decisions(self.connection, self.question, responses, self.who)
        rows = journal.coding_rows(self.connection, self.question, source="adjudicated", responses=responses)
        states = journal.state_rows(self.connection, self.question, source="adjudicated", responses=responses)
        reason = f"{'Undone' if self.back else 'Made again'}: event {self.target.seq}"
        allocation.put_decisions(
            self.connection,
            self.question,
            [
                allocation.DecisionRow(
                    state.response, 0, "chosen", state.state,
                    tuple(row.code for row in rows if row.response == state.response and row.value), None, reason,
                    self.who, "",
                )
                for state in states
                if state.state in ("coded", "uncodable")
            ],
            self.who,
        )  # fmt: skip

    # The frame ------------------------------------------------------------------------------------------------------

    def _frame(self, versions: tuple[int | None, int], written: set[tuple[str, str, str, str]]) -> int:
        """The newest frame less what the action changed in it, as the next version."""
        newest = table.codebook(self.connection, self.question)
        became = table.codebook(self.connection, self.question, versions[1])
        was = None if versions[0] is None else table.codebook(self.connection, self.question, versions[0])
        assert newest is not None and became is not None
        if was is None:
            raise LaterWork("This is the first code frame of the question. Bring another in, or retire its codes.")
        before, after, now_is = ({code.code: code for code in book.codes} for book in (was, became, newest))
        gone = [name for name in after if name not in before]
        self._refuse_used(gone, became)
        codes: dict[str, Code] = {}
        for name, code in now_is.items():
            if name in gone:
                if code != after[name]:
                    self._refuse_frame(f"{name!r} was changed in a later version of the frame.", name)
                continue
            codes[name] = self._fields_back(code, before.get(name), after.get(name))
        for name in gone:
            if name not in now_is:
                self._refuse_frame(f"{name!r} has left the frame in a later version.", name)
        back = [name for name in before if name not in after]
        for name in back:
            if name in now_is:
                self._refuse_frame(f"{name!r} is in the frame again in a later version.", name)
            codes[name] = before[name]
        made = _in_order(codes, was, became, newest)
        self._refuse_twice(made)
        if self.back:
            steps, never = self._steps_back(newest, made, versions[1], gone)
            leftover = journal.coding_rows(self.connection, self.question, codes=never) if never else []
            rows = [row for row in leftover if _coding_key(row) not in written]
            journal.replace_coding_rows(self.connection, self.question, rows, [])
        else:
            steps = self._steps_again()
        if made == newest.codes:
            raise UserError("Nothing would change: the code frame is like that already.")
        effect = Effect() if self.back else self._effect_again()
        book, _ = put_version(self.action, self.who, self.question, newest, Changed(made, steps), effect)
        return book.version

    def _steps_back(
        self, newest: Codebook, made: Sequence[Code], version: int, gone: Sequence[str]
    ) -> tuple[tuple[FrameStep, ...], list[str]]:
        """The steps that take the action back, and the codes that are as if they had never been. A code that the action had
        brought back leaves again as it had left before."""
        maps = frame_maps.maps(self.connection, self.question)
        returned = {
            name for m in maps if m.version == version for s in m.steps if s.kind == "reinstate" for name in s.after
        }
        left = frame_maps.steps_by_which_codes_left([m for m in maps if m.version < version])
        never = [name for name in gone if name not in returned]
        former = frozenset(frame_maps.former_codes(self.connection, self.question))
        steps = []
        for step in steps_between(newest.codes, made, former):
            name = step.before[0] if step.kind == "retire" else ""
            if name in never:
                step = FrameStep("delete", (name,))
            elif name in returned and name in left:
                step = FrameStep(left[name].kind, (name,), left[name].after)
            steps.append(step)
        return tuple(steps), never

    def _effect_again(self) -> Effect:
        """What the action did to codings the first time, which it does again."""
        version = (self.target.event.after or {}).get("version")
        maps = frame_maps.maps(self.connection, self.question)
        first = next(made.effect for made in maps if made.version == version)
        names = ("carried", "carried_as", "go_back", "machine")
        return Effect(**{name: int(first.get(name, 0)) for name in names})

    def _steps_again(self) -> tuple[FrameStep, ...]:
        version = (self.target.event.after or {}).get("version")
        return next(made.steps for made in frame_maps.maps(self.connection, self.question) if made.version == version)

    def _refuse_frame(self, message: str, code: str) -> None:
        later = [
            numbered
            for numbered in coding_events.frame_events_after(self.connection, self.question, self.latest)
            if code in _codes_named(numbered)
        ]
        raise LaterWork(f"{message} Take that back first:", self.entries(later))

    def _refuse_used(self, gone: Sequence[str], became: Codebook) -> None:
        """A code that would leave the frame must not have been used since."""
        if not gone:
            return
        carries = any(
            step.kind in ("merge", "split") and set(step.after) & set(gone)
            for made in frame_maps.maps(self.connection, self.question)
            if made.version == became.version
            for step in made.steps
        )
        then: dict[
            tuple[str, str, str, str], journal.CodingRow | None
        ] = {}  # as the action had left what was changed since
        for change in journal.after_event(self.connection, self.question, self.latest):
            for row in (*change.codings_after, *change.codings_before):
                if row.code in gone and row.source != "machine":
                    then[_coding_key(row)] = None
            then.update({_coding_key(row): row for row in change.codings_before if _coding_key(row) in then})
        finished = {
            _state_key(state) for state in journal.state_rows(self.connection, self.question) if state.state == "coded"
        } if then and carries else set()  # fmt: skip
        rows = [
            row
            for row in journal.coding_rows(self.connection, self.question, codes=gone)
            if _coding_key(row) in then
            and _sense(then[_coding_key(row)]) != _sense(row)
            and (row.value or _coding_key(row)[:3] in finished)
        ]
        if rows:
            said = ", ".join(
                f"{coder} on {n} responses"
                for coder, n in sorted(_tally({(r.coder, r.response) for r in rows}).items())
            )
            units = {(row.source, row.coder, row.response) for row in rows}
            raise LaterWork(
                f"{', '.join(map(repr, gone))} has been coded with since ({said}). Take these codings back first:",
                self._later(units),
            )

    def _fields_back(self, now_is: Code, before: Code | None, after: Code | None) -> Code:
        """The code with the fields that the action changed as they were; later changes of other fields stay."""
        if before is None or after is None:
            return now_is
        changes: dict[str, Any] = {}
        for name in ("label", "definition", "include", "exclude", "typical", "borderline", "parent", "colour", "key"):
            old, new, current = getattr(before, name), getattr(after, name), getattr(now_is, name)
            if old != new:
                if current != new:
                    self._refuse_frame(
                        f"The {name} of {now_is.code!r} was changed again in a later version.", now_is.code
                    )
                changes[name] = old
        return replace(now_is, **changes)

    def _refuse_twice(self, codes: Sequence[Code]) -> None:
        try:
            Codebook(self.question, 1, tuple(codes))
        except ValueError as error:
            raise LaterWork(f"The frame has moved on: {error}. Mend that first.") from error
        labels: dict[str, str] = {}
        for code in codes:
            other = labels.setdefault(code.label.casefold(), code.code)
            if other != code.code:
                self._refuse_frame(f"The label {code.label!r} belongs to {other!r} now.", other)


ADJUDICATIONS = ("adjudicate", "adopt agreed codings", "reopen adjudication", "import adjudicated codings")


def _carries(steps: Iterable[FrameStep], codes: set[str]) -> bool:
    return any(step.kind in ("merge", "split") and codes & {*step.before, *step.after} for step in steps)


def _codes_named(numbered: Numbered) -> set[str]:
    """The codes that an event of the frame was about."""
    named: set[str] = set()
    for side in (numbered.event.before, numbered.event.after):
        if isinstance(side, dict):
            named |= {code["code"] for code in side.get("codes", ())}
            named |= {name for step in side.get("steps", ()) for name in (*step["before"], *step["after"])}
    return named


def _said(logged: dict[str, Any], standing: set[str] | None = None) -> tuple[Any, ...]:
    codes = set(logged["codes"])
    return (
        frozenset(codes if standing is None else codes & standing),
        logged["state"],
        bool(logged["note"]),
        bool(logged["flagged"]),
        frozenset(tuple(mark) for mark in logged.get("marks", ())),
    )


def _touches(change: journal.Change, coder: str, response: str) -> bool:
    codings = any(r.coder == coder and r.response == response for r in (*change.codings_before, *change.codings_after))
    return codings or any(
        s.coder == coder and s.response == response for s in (*change.states_before, *change.states_after)
    )


def _rows(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, R]:
    return {key(row): row for row in rows}


def _first_and_last(changes: Sequence[tuple[dict[K, R], dict[K, R]]]) -> tuple[dict[K, R], dict[K, R]]:
    """The rows as they were before the first of several changes, and as they are after the last."""
    first: dict[K, R] = {}
    last: dict[K, R] = {}
    seen: set[K] = set()
    for before, after in changes:
        for key in {*before, *after}:
            if key not in seen and key in before:
                first[key] = before[key]
            seen.add(key)
            if key in after:
                last[key] = after[key]
            else:
                last.pop(key, None)
    return first, last


def _coding_key(row: journal.CodingRow) -> tuple[str, str, str, str]:
    return row.source, row.coder, row.response, row.code


def _state_key(row: journal.StateFull) -> tuple[str, str, str]:
    return row.source, row.coder, row.response


def _sense(row: journal.CodingRow | None) -> Any:
    """What a row says, whenever it was written."""
    return None if row is None else (row.value, row.design, row.probability)


def _state_sense(row: journal.StateFull | None) -> Any:
    return None if row is None else (row.state, row.design, row.note, row.flagged)


def _in_order(codes: dict[str, Code], was: Codebook, became: Codebook, newest: Codebook) -> tuple[Code, ...]:
    """The codes in the newest order; those that come back where they stood; the former order where the action reordered."""
    common = [c.code for c in was.codes if c.code in {x.code for x in became.codes}]
    order = [code.code for code in newest.codes if code.code in codes]
    if common != [c.code for c in became.codes if c.code in common]:
        places = iter([name for name in common if name in codes])
        order = [next(places) if name in common else name for name in order]
    former = [code.code for code in was.codes]
    for name in codes:
        if name not in order:
            above = [other for other in former[: former.index(name)] if other in order]
            order.insert(order.index(above[-1]) + 1 if above else 0, name)
    return tuple(codes[name] for name in order)


def _tally(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for name, _ in pairs:
        counted[name] = counted.get(name, 0) + 1
    return counted
