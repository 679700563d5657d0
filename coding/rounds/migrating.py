"""Code frames that change: what becomes of the codings, and what coders have to look at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection

from coding.frames import (
    Add,
    Change,
    Changed,
    Delete,
    Edit,
    Effect,
    Merge,
    Move,
    Reinstate,
    Rename,
    Reorder,
    Retire,
    Split,
    carried_by_merge,
    carried_by_split,
)
from coding.frames import change as changed_frame
from coding.rounds.frames import effect_of, put_version
from core.codebooks import Code, Codebook, Coding, CodingSource, Design, FrameStep
from core.errors import NotFoundError, UsageError
from core.events import now
from core.store import Store, frame_maps
from core.store import coding_journal as journal
from core.store import codings as table
from core.store import responses as response_table


def to_recode(store: Store, question: str, coder: str, source: str = "human") -> list[str]:
    """Ids of the responses that this coder is to look at again because a code that they put on them was split, in the order
    in which they came in. A response leaves the list when the coder finishes it (its state is `coded` or `uncodable`
    again), by keyboard or by a returned sheet, and comes back when that is undone. `source` adjudicated: decisions that
    are to be made again."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        return [response for response, _ in frame_maps.to_recode(connection, found.id, coder, source)]


def codes_before(store: Store, question: str, coder: str, source: str = "human") -> dict[str, tuple[Code, ...]]:
    """Of each response in `to_recode`, the former codes that the coder had put on it, as they were when they left the frame."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        waiting = frame_maps.to_recode(connection, found.id, coder, source)
        known: dict[str, Code] = {}
        for version in frame_maps.frames(connection, found.id):
            known.update({code.code: code for code in version.codes})
    return {
        response: tuple(known.get(name, Code(name, name)) for name in sorted(names))
        for (response, _), names in waiting.items()
    }


def waiting_totals(store: Store, question: str) -> dict[str, int]:
    """How many responses each coder is to look at again; coders with none are left out."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        totals: dict[str, int] = {coder.name: 0 for coder in table.coders(connection, found.id)}
        for _, coder in frame_maps.to_recode(connection, found.id):
            totals[coder] = totals.get(coder, 0) + 1
    return {name: n for name, n in totals.items() if n}


# Changing the frame ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FrameChange:
    """A change of the frame, made or only looked at: the codes after it, the steps, what becomes of people's codings, and
    how many responses each coder is to look at again. `version`: the new version, or the one that would be made."""

    question: str
    version: int
    codes: tuple[Code, ...]
    steps: tuple[FrameStep, ...]
    effect: Effect
    back: Mapping[str, int]

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "version": self.version,
            "steps": [step.record() for step in self.steps],
            **self.effect.record(),
            "back": [{"coder": coder, "responses": n} for coder, n in self.back.items()],
        }


ACTIONS: dict[type[Any], str] = {
    Add: "add code",
    Edit: "edit code",
    Rename: "rename code",
    Move: "move code",
    Reorder: "reorder codes",
    Merge: "merge codes",
    Split: "split code",
    Retire: "retire code",
    Delete: "delete code",
    Reinstate: "reinstate code",
}


def preview_change(store: Store, question: str, change: Change) -> FrameChange:
    """What `change_frame` would do; nothing is changed. Raises as it does."""
    with store.read() as connection:
        plan = _planned(connection, question, change)
        effect = effect_of(connection, plan.question, plan.newest, plan.changed, plan.effect)
    return plan.made(effect)


def change_frame(store: Store, question: str, change: Change) -> FrameChange:
    """Makes the next version of the frame and takes the codings along, as one action with one event.

    Rename, move, edit, reorder: codings stand. Merge: each coder's judgement on a response is counted once, true where
    one was (`coding.frames.carrying`). Split: people who put the code on a response are to look at it again (`to_recode`);
    those who held it not to apply need not. Retire: codings are kept and not counted. Delete: only where nobody has used
    the code. Nothing of what people wrote under the former codes is changed.

    Raises UsageError where the change makes no sense, NotFoundError where there is no code frame."""
    with store.action(ACTIONS[type(change)], "") as action:
        connection = action.connection
        plan = _planned(connection, question, change)
        action.object = plan.question
        _, effect = put_version(action, store.who, plan.question, plan.newest, plan.changed, plan.effect)
        journal.replace_coding_rows(connection, plan.question, plan.rows_before, plan.rows_after)
        journal.replace_state_rows(connection, plan.question, plan.states_before, plan.states_after)
    return plan.made(effect)


@dataclass(frozen=True, slots=True)
class _Plan:
    question: str
    newest: Codebook | None
    changed: Changed
    effect: Effect
    rows_before: Sequence[journal.CodingRow] = ()
    rows_after: Sequence[journal.CodingRow] = ()
    states_before: Sequence[journal.StateFull] = ()
    states_after: Sequence[journal.StateFull] = ()

    def made(self, effect: Effect) -> FrameChange:
        back: dict[str, int] = {}
        for state in self.states_after:
            back[state.coder] = back.get(state.coder, 0) + 1
        version = self.newest.version + 1 if self.newest else 1
        return FrameChange(
            self.question, version, self.changed.codes, self.changed.steps, effect, dict(sorted(back.items()))
        )


def _planned(connection: Connection, question: str, change: Change) -> _Plan:
    found = response_table.find_question(connection, question)
    newest = table.codebook(connection, found.id)
    if newest is None and not isinstance(change, Add):
        raise NotFoundError(
            f"The question {found.text!r} has no code frame. Add one: verbatim codebook add FILE --question ..."
        )
    former = frozenset(frame_maps.former_codes(connection, found.id))
    changed = changed_frame(newest.codes if newest else (), change, former)
    if newest is None:
        return _Plan(found.id, newest, changed, Effect())
    if isinstance(change, Delete):
        gone = changed.steps[0].before[0]
        used = [use for use in frame_maps.uses(connection, found.id) if use.code == gone]
        if used:
            said = ", ".join(f"{use.coder} on {use.n}" for use in used)
            raise UsageError(
                f"{gone!r} has been used ({said}), so that it cannot be deleted. Retire it: its codings are kept and not counted."
            )
        return _Plan(found.id, newest, changed, Effect(), journal.coding_rows(connection, found.id, codes=[gone]))
    if isinstance(change, Merge):
        return _merged(connection, found.id, newest, changed)
    if isinstance(change, Split):
        return _split(connection, found.id, newest, changed)
    return _Plan(found.id, newest, changed, Effect())


def _merged(connection: Connection, question: str, newest: Codebook, changed: Changed) -> _Plan:
    """Each coder's codings of the merged codes as codings of the one that they became."""
    step = next(step for step in changed.steps if step.kind == "merge")
    target = step.after[0]
    rows = journal.coding_rows(connection, question, codes={*step.before, target})
    runs = {(row.source, row.coder, row.response): row.run for row in rows}
    there = {(row.source, row.coder, row.response): row for row in rows if row.code == target}
    before: list[journal.CodingRow] = []
    after: list[journal.CodingRow] = []
    people, machine = 0, 0
    for made in carried_by_merge([_coding(row) for row in rows], target):
        key = (made.source, made.coder, made.response)
        people += made.value and made.source != "machine"
        machine += made.value and made.source == "machine"
        old = there.get(key)
        if old is not None and old.value == made.value and old.probability == made.probability:
            continue  # it stands as it was written
        if old is not None:
            before.append(old)
        after.append(_row(made, newest.version + 1, runs[key]))
    carried = sum(row.value and row.source != "machine" for row in rows)
    return _Plan(question, newest, changed, Effect(carried=carried, carried_as=people, machine=machine), before, after)


def _split(connection: Connection, question: str, newest: Codebook, changed: Changed) -> _Plan:
    """Work on responses that bore the code is opened again; those that did not bear it bear none of its parts."""
    step = next(step for step in changed.steps if step.kind == "split")
    old = step.before[0]
    rows = journal.coding_rows(connection, question, codes={old, *step.after})
    known = {(row.source, row.coder, row.response, row.code) for row in rows}
    was = [row for row in rows if row.code == old]
    after = [
        _row(made, newest.version + 1, None)
        for made in carried_by_split([_coding(row) for row in was], step.after)
        if (made.source, made.coder, made.response, made.code) not in known
    ]
    bore = {(row.source, row.coder, row.response) for row in was if row.value and row.source != "machine"}
    responses = sorted({response for _, _, response in bore})
    states = [
        state
        for state in journal.state_rows(connection, question, responses=responses)
        if (state.source, state.coder, state.response) in bore and state.state == "coded"
    ]
    opened = [state._replace(state="open", at=now()) for state in states]
    return _Plan(question, newest, changed, Effect(go_back=len(states)), (), after, states, opened)


def _coding(row: journal.CodingRow) -> Coding:
    return Coding(
        row.response, row.code, row.value, row.coder, _source(row.source), row.at, _design(row.design), row.probability
    )


def _row(made: Coding, version: int, run: str | None) -> journal.CodingRow:
    return journal.CodingRow(
        made.response,
        made.code,
        made.coder,
        made.source,
        made.value,
        made.design,
        made.probability,
        version,
        run,
        made.at,
    )


def _source(name: str) -> CodingSource:
    return cast(CodingSource, name)


def _design(name: str | None) -> Design | None:
    return cast("Design | None", name)
