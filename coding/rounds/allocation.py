"""Who codes what: plans recorded in the project, late returns given out, how far each coder is."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from coding.allocation import DEFAULT_OVERLAP, Plan, PlanKind, give_out, spelled
from core.documents import content_id
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store import allocation as table
from core.store import codings as coding_table
from core.store import responses as response_table


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one coder is. `given`: responses that are theirs to code (under no plan: all that were answered); `shared`:
    those of them that another coder has too; `done`: finished, of `given`; `started`: opened, not finished; `other`: finished
    although they were not theirs."""

    question: str
    coder: str
    given: int
    shared: int
    done: int
    shared_done: int
    started: int
    other: int

    @property
    def left(self) -> int:
        return self.given - self.done

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question, "coder": self.coder, "given": self.given, "shared": self.shared, "done": self.done,
            "shared_done": self.shared_done, "started": self.started, "left": self.left, "other": self.other,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Allocation:
    """The plan in force (None: everybody codes everything), how far its coders are, and what was given out just now.
    `unallocated`: answered responses that are nobody's: they came after the last draw."""

    question: str
    plan: table.PlanRow | None
    progress: tuple[Progress, ...]
    unallocated: int
    fresh: int = 0
    refused: tuple[str, ...] = ()


def allocate(
    store: Store,
    question: str,
    kind: PlanKind,
    coders: Sequence[str],
    *,
    overlap: float | None = None,
    seed: int | None = None,
    replace: bool = False,
    listed: Iterable[tuple[str, str]] = (),
) -> Allocation:
    """Draws the plan over the answered responses and records it. The same plan again gives out what has come since, and
    leaves what was drawn as it is. `replace`: another plan takes the place of the one in force; what its coders have coded
    stays theirs. `listed`: (response, coder) for the plan `list`; its unknown responses are in `refused`.

    Raises UsageError where another plan is in force, NotFoundError where there is nothing to give out."""
    with store.action("allocate", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id
        pairs = list(listed)
        known = people(connection, found.id)
        names = list(
            dict.fromkeys(spelled(name, known) for name in [*coders, *(coder for _, coder in pairs)] if name.strip())
        )
        current = table.plan(connection, found.id)
        share = overlap if overlap is not None else DEFAULT_OVERLAP if kind in ("split", "second") else 0.0
        if current is not None and not replace:
            _check_same(current, kind, names, overlap, seed)
            plan = _plan_of(current)
        else:
            drawn = seed if seed is not None or kind in ("all", "list") else secrets.randbelow(2**31)
            plan = Plan(kind, tuple(names), share, drawn)
        answered = _answered(connection, found.id)
        if not answered:
            raise NotFoundError(
                "The question has no answered response to give out. Add some: verbatim responses add FILE"
            )
        extending = current is not None and not replace
        had = _held(table.allocations(connection, current.id)) if current is not None and extending else {}
        draw = current.draws + 1 if current is not None and extending else 1
        given = give_out(plan, answered, had, _coded(connection, found.id, plan.coders), draw)
        refused: list[str] = []
        if plan.kind == "list":
            given, refused = _listed(pairs, set(answered), known, plan)
        rows = [
            table.AllocationRow(name, coder, draw)
            for name, who in given.items() for coder in who if coder not in had.get(name, ())
        ]  # fmt: skip
        if not extending:
            n = table.count_plans(connection, found.id)
            made = table.PlanRow(
                content_id("a", found.id, plan.kind, n, plan.seed or 0, *plan.coders), plan.kind, plan.coders, plan.overlap, plan.seed, 1
            )  # fmt: skip
            table.put_plan(connection, found.id, made, store.who)
        else:
            assert current is not None
            made = current
            if rows:
                table.set_draws(
                    connection, made.id, draw, list(dict.fromkeys([*made.coders, *(row.coder for row in rows)]))
                )
        table.put_allocations(connection, found.id, made.id, rows)
        action.silent = extending and not rows
        action.before = None if current is None or extending else _said(current)
        action.after = {**_said(made), "draw": draw, "given": len(rows)}
        return _allocation(connection, found.id, len({row.response for row in rows}), tuple(refused))


def _check_same(
    current: table.PlanRow, kind: PlanKind, names: Sequence[str], overlap: float | None, seed: int | None
) -> None:
    same = current.kind == kind and (kind == "list" or tuple(names) == current.coders)
    same = same and (overlap is None or overlap == current.overlap) and (seed is None or seed == current.seed)
    if same or (kind == current.kind and not names and overlap is None and seed is None):
        return
    raise UsageError(
        f"This question has a plan already: {current.kind}, {', '.join(current.coders)}"
        + (f", overlap {current.overlap:.0%}, seed {current.seed}" if current.seed is not None else "")
        + ". The same plan again gives out what has come since; --replace draws another one (codings stay)."
    )


def extend(store: Store, question: str) -> Allocation:
    """Gives out the responses that have come since the last draw, under the plan in force. Raises NotFoundError where there
    is none."""
    with store.read() as connection:
        current = table.plan(connection, response_table.find_question(connection, question).id)
    if current is None:
        raise NotFoundError(
            "The question has no plan yet. Make one: verbatim allocate --question Q --coders A,B --plan split"
        )
    return allocate(store, question, current.kind, ())  # type: ignore[arg-type]


def allocation(store: Store, question: str) -> Allocation:
    """The plan in force and how far each coder is."""
    with store.read() as connection:
        return _allocation(connection, response_table.find_question(connection, question).id)


def allocated(store: Store, question: str, coder: str) -> tuple[str, ...] | None:
    """Ids of the responses that are this coder's to code, in the order in which they came in: all that were answered where
    they code all. None where the question has no plan (then everybody codes everything); empty where the plan gives this
    coder nothing. The name is taken whatever its case."""
    with store.read() as connection:
        return allocated_in(connection, response_table.find_question(connection, question).id, coder)


def allocated_in(connection: Connection, question: str, coder: str) -> tuple[str, ...] | None:
    """As `allocated`, inside a running transaction; `question` is an id."""
    plan = table.plan(connection, question)
    if plan is None:
        return None
    name = spelled(coder, plan.coders)
    return tuple(row.response for row in table.allocations(connection, plan.id, name))


def people(connection: Connection, question: str) -> list[str]:
    """Names of those who have coded the question, then of those whom its plan names, each once."""
    plan = table.plan(connection, question)
    coded = [coder.name for coder in coding_table.coders(connection, question)]
    made = list(coded)
    for name in plan.coders if plan is not None else ():
        if spelled(name, made) not in made:
            made.append(name)
    return made


def coder_names(store: Store, question: str) -> list[str]:
    """Everybody who codes or is to code the question: offer these, so that "Ann" and "ann" stay one person."""
    with store.read() as connection:
        return people(connection, response_table.find_question(connection, question).id)


def coder_named(store: Store, question: str, name: str) -> str:
    """`name` as it is spelt in the project, whatever its case; as given where nobody is called so."""
    return spelled(name, coder_names(store, question))


def both_coded(connection: Connection, question: str) -> set[str]:
    """Responses that the plan gives to more than one coder."""
    plan = table.plan(connection, question)
    held = _held(table.allocations(connection, plan.id)) if plan is not None else {}
    return {name for name, who in held.items() if len(who) > 1}


def waiting_for(connection: Connection, question: str) -> dict[str, tuple[str, ...]]:
    """Response -> coders who have it to code and have not finished it."""
    plan = table.plan(connection, question)
    if plan is None:
        return {}
    finished = {(row.response, row.coder) for row in table.changes(connection, question) if row.state != "open"}
    made: dict[str, tuple[str, ...]] = {}
    for row in table.allocations(connection, plan.id):
        if (row.response, row.coder) not in finished:
            made[row.response] = (*made.get(row.response, ()), row.coder)
    return made


def _allocation(connection: Connection, question: str, fresh: int = 0, refused: tuple[str, ...] = ()) -> Allocation:
    plan = table.plan(connection, question)
    answered = _answered(connection, question)
    held = _held(table.allocations(connection, plan.id)) if plan is not None else {}
    names = people(connection, question)
    given: dict[str, set[str]] = {name: set() for name in names}
    for response, who in held.items():
        for name in who:
            given.setdefault(name, set()).add(response)
    if plan is None:
        given = {name: set(answered) for name in names}
    shared = {name for name, who in held.items() if len(who) > 1} if plan is not None else set(answered)
    finished: dict[str, set[str]] = {}
    started: dict[str, int] = {}
    for row in table.changes(connection, question):
        if row.state == "open":
            started[row.coder] = started.get(row.coder, 0) + 1
        else:
            finished.setdefault(row.coder, set()).add(row.response)
    progress = tuple(
        Progress(
            question, name, len(mine), len(mine & shared), len(mine & finished.get(name, set())),
            len(mine & shared & finished.get(name, set())), started.get(name, 0), len(finished.get(name, set()) - mine),
        )
        for name, mine in given.items()
    )  # fmt: skip
    unallocated = 0 if plan is None else sum(name not in held for name in answered)
    return Allocation(question, plan, progress, unallocated, fresh, refused)


def _answered(connection: Connection, question: str) -> list[str]:
    return [name for name, state in response_table.response_states(connection, question).items() if state == "uncoded"]


def _held(rows: Iterable[table.AllocationRow]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for row in rows:
        made.setdefault(row.response, []).append(row.coder)
    return made


def _coded(connection: Connection, question: str, coders: Sequence[str]) -> dict[str, list[str]]:
    """Response -> those of `coders` who have dealt with it."""
    found: dict[str, set[str]] = {}
    for row in table.changes(connection, question):
        if row.coder in coders:
            found.setdefault(row.response, set()).add(row.coder)
    return {name: [coder for coder in coders if coder in who] for name, who in found.items()}


def _listed(
    pairs: Sequence[tuple[str, str]], answered: set[str], known: Sequence[str], plan: Plan
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    made: dict[str, tuple[str, ...]] = {}
    refused = []
    for response, coder in pairs:
        name = spelled(coder, [*known, *plan.coders])
        if response not in answered or not name:
            refused.append(response)
        elif name not in made.get(response, ()):
            made[response] = (*made.get(response, ()), name)
    return made, list(dict.fromkeys(refused))


def _plan_of(row: table.PlanRow) -> Plan:
    return Plan(row.kind, row.coders, row.overlap, row.seed)  # type: ignore[arg-type]


def _said(row: table.PlanRow) -> dict[str, Any]:
    return {"plan": row.id, "kind": row.kind, "coders": list(row.coders), "overlap": row.overlap, "seed": row.seed}
