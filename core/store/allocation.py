"""Plans of who codes what, rounds of blind coding, and adjudicated decisions, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import now
from core.store import schema

BATCH = 20_000


# Plans --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A recorded plan; `overlap` 0-1; `draws` how often responses were given out under it."""

    id: str
    kind: str
    coders: tuple[str, ...]
    overlap: float
    seed: int | None
    draws: int
    who: str = ""
    at: str = ""


class AllocationRow(NamedTuple):
    response: str
    coder: str
    draw: int


def plan(connection: Connection, question: str) -> PlanRow | None:
    """The plan in force, None where everybody codes everything."""
    table = schema.allocation_plans
    query = sa.select(table).where(table.c.question == question, table.c.retired_at.is_(None))
    row = connection.execute(query.order_by(table.c.at.desc(), table.c.id).limit(1)).first()
    if row is None:
        return None
    return PlanRow(row.id, row.kind, tuple(row.coders), row.overlap, row.seed, row.draws, row.who, row.at)


def put_plan(connection: Connection, question: str, made: PlanRow, who: str) -> None:
    """Records the plan in place of the one in force, which is kept."""
    table = schema.allocation_plans
    at = now()
    connection.execute(
        table.update().where(table.c.question == question, table.c.retired_at.is_(None)).values(retired_at=at)
    )
    connection.execute(
        table.insert().values(
            id=made.id,
            question=question,
            kind=made.kind,
            coders=list(made.coders),
            overlap=made.overlap,
            seed=made.seed,
            draws=made.draws,
            who=who,
            at=at,
        )
    )


def count_plans(connection: Connection, question: str) -> int:
    """How many plans the question has had, the one in force included."""
    table = schema.allocation_plans
    query = sa.select(sa.func.count()).select_from(table).where(table.c.question == question)
    return int(connection.execute(query).scalar_one())


def set_draws(connection: Connection, plan: str, draws: int, coders: Sequence[str]) -> None:
    """That responses were given out once more under a plan, and to whom it gives."""
    table = schema.allocation_plans
    connection.execute(table.update().where(table.c.id == plan).values(draws=draws, coders=list(coders)))


def put_allocations(connection: Connection, question: str, plan: str, rows: Sequence[AllocationRow]) -> None:
    for low in range(0, len(rows), BATCH):
        connection.execute(
            schema.allocations.insert(),
            [{"plan": plan, "question": question, **row._asdict()} for row in rows[low : low + BATCH]],
        )


def allocations(connection: Connection, plan: str, coder: str | None = None) -> list[AllocationRow]:
    """What was given out under a plan (to one coder), in the order in which the responses came in."""
    table, responses = schema.allocations, schema.responses
    query = (
        sa.select(table.c.response, table.c.coder, table.c.draw)
        .join(responses, sa.and_(responses.c.question == table.c.question, responses.c.id == table.c.response))
        .where(table.c.plan == plan)
        .order_by(responses.c.n, table.c.coder)
    )
    if coder is not None:
        query = query.where(table.c.coder == coder)
    return [AllocationRow(*row) for row in connection.execute(query)]


# Rounds -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One end of blind coding."""

    n: int
    closed_by: str
    closed_at: str
    reopened_at: str | None


def newest_round(connection: Connection, question: str) -> RoundRow | None:
    """The last end of blind coding, None where there was none yet. It is over again where `reopened_at` is set."""
    table = schema.rounds
    row = connection.execute(
        sa.select(table).where(table.c.question == question).order_by(table.c.n.desc()).limit(1)
    ).first()
    return RoundRow(row.n, row.closed_by, row.closed_at, row.reopened_at) if row else None


def close_round(connection: Connection, question: str, n: int, who: str) -> None:
    connection.execute(schema.rounds.insert().values(question=question, n=n, closed_by=who, closed_at=now()))


def reopen_round(connection: Connection, question: str, n: int, who: str) -> None:
    table = schema.rounds
    connection.execute(
        table.update().where(table.c.question == question, table.c.n == n).values(reopened_by=who, reopened_at=now())
    )


class SaidRow(NamedTuple):
    """What a coder had said of a response at a moment: `state` coded or uncodable, the codes that applied."""

    response: str
    coder: str
    state: str
    codes: tuple[str, ...]
    codebook_version: int


def disclosures(connection: Connection, question: str) -> dict[tuple[str, str], tuple[str, SaidRow]]:
    """(response, coder) -> (when it was first shown to others, what the coder had said)."""
    table = schema.disclosures
    rows = connection.execute(sa.select(table).where(table.c.question == question))
    return {
        (row.response, row.coder): (
            row.at,
            SaidRow(row.response, row.coder, row.state, tuple(row.codes), row.codebook_version),
        )
        for row in rows
    }


def disclosed(connection: Connection, question: str) -> set[str]:
    """Responses of which some coder's work was shown to others."""
    table = schema.disclosures
    return set(connection.execute(sa.select(table.c.response).distinct().where(table.c.question == question)).scalars())


def put_disclosures(connection: Connection, question: str, rows: Iterable[SaidRow]) -> None:
    at = now()
    made = [
        {"question": question, "at": at, **row._asdict(), "codes": list(row.codes)}
        for row in rows
    ]  # fmt: skip
    for low in range(0, len(made), BATCH):
        connection.execute(schema.disclosures.insert(), made[low : low + BATCH])


class ChangeRow(NamedTuple):
    """When a coder last changed what they say of a response, with the note."""

    response: str
    coder: str
    at: str
    note: str
    flagged: bool
    state: str


def changes(connection: Connection, question: str) -> Iterator[ChangeRow]:
    """One row a response and person who has dealt with it."""
    table = schema.coding_states
    query = sa.select(
        table.c.response, table.c.coder, table.c.at, table.c.note, table.c.flagged, table.c.state
    ).where(table.c.question == question, table.c.source == "human")  # fmt: skip
    for row in connection.execute(query):
        yield ChangeRow(*row)


def differing(connection: Connection, question: str, codes: Sequence[str]) -> Iterator[tuple[str, str, str, bool]]:
    """(response, code, coder, value) of people's codings of these codes wherever two of them say different things of the
    same code and response, finished or not."""
    table = schema.codings
    mine = sa.and_(table.c.question == question, table.c.source == "human", table.c.code.in_(codes))
    value = sa.case((table.c.value.is_(True), 1), else_=0)
    parted = (
        sa.select(table.c.response, table.c.code)
        .where(mine)
        .group_by(table.c.response, table.c.code)
        .having(sa.func.min(value) != sa.func.max(value))
        .subquery()
    )
    query = (
        sa.select(table.c.response, table.c.code, table.c.coder, table.c.value)
        .join(parted, sa.and_(parted.c.response == table.c.response, parted.c.code == table.c.code))
        .where(mine)
    )
    for row in connection.execute(query):
        yield row.response, row.code, row.coder, bool(row.value)


def judged_counts(connection: Connection, question: str, codes: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """(response, coder, of how many of these codes they said yes or no) of people's codings."""
    table = schema.codings
    query = (
        sa.select(table.c.response, table.c.coder, sa.func.count().label("n"))
        .where(table.c.question == question, table.c.source == "human", table.c.code.in_(codes))
        .group_by(table.c.response, table.c.coder)
    )
    for row in connection.execute(query):
        yield row.response, row.coder, int(row.n)


def given(connection: Connection, question: str, codes: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(response, coder, code) of the codes that people gave."""
    table = schema.codings
    query = sa.select(table.c.response, table.c.coder, table.c.code).where(
        table.c.question == question, table.c.source == "human", table.c.value.is_(True), table.c.code.in_(codes)
    )
    for row in connection.execute(query):
        yield row.response, row.coder, row.code


# Adjudication -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One adjudicated decision; `how` agreed or chosen; `took` names the coder whose coding was taken."""

    response: str
    n: int
    how: str
    state: str
    codes: tuple[str, ...]
    took: str | None
    reason: str
    who: str
    at: str
    ended_at: str | None = None


def decisions(connection: Connection, question: str, *, ended: bool = False) -> list[DecisionRow]:
    """The decisions that stand (with those taken back or replaced, where `ended`), oldest first."""
    table = schema.adjudications
    query = sa.select(table).where(table.c.question == question).order_by(table.c.at, table.c.response, table.c.n)
    if not ended:
        query = query.where(table.c.ended_at.is_(None))
    return [_decision(row) for row in connection.execute(query)]


def _decision(row: Any) -> DecisionRow:
    return DecisionRow(
        row.response, row.n, row.how, row.state, tuple(row.codes), row.took, row.reason, row.who, row.at, row.ended_at
    )


def put_decisions(connection: Connection, question: str, rows: Sequence[DecisionRow], who: str) -> None:
    """Records the decisions; those that stood on the same responses are ended, not overwritten. `n` and `at` are set here."""
    names = [row.response for row in rows]
    known = end_decisions(connection, question, names, who)
    at = now()
    made = [
        {
            "question": question,
            "response": row.response,
            "n": known.get(row.response, 0) + 1,
            "how": row.how,
            "state": row.state,
            "codes": list(row.codes),
            "took": row.took,
            "reason": row.reason,
            "who": who,
            "at": at,
        }
        for row in rows
    ]
    for low in range(0, len(made), BATCH):
        connection.execute(schema.adjudications.insert(), made[low : low + BATCH])


def end_decisions(connection: Connection, question: str, responses: Sequence[str], who: str) -> dict[str, int]:
    """Ends the decisions that stand on these responses; how many each has had."""
    table = schema.adjudications
    had: dict[str, int] = {}
    at = now()
    for low in range(0, len(responses), 500):
        names = responses[low : low + 500]
        mine = sa.and_(table.c.question == question, table.c.response.in_(names))
        for row in connection.execute(
            sa.select(table.c.response, sa.func.max(table.c.n).label("n")).where(mine).group_by(table.c.response)
        ):
            had[row.response] = int(row.n)
        connection.execute(
            table.update().where(mine, table.c.ended_at.is_(None)).values(ended_at=at, ended_by=who)
        )  # fmt: skip
    return had
