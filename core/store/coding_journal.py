"""What every action changed in the code frame and the codings, row by row, beside the event log.

The event says who did what when; the journal holds the rows that it wrote, as they were and as they became, so that the
state at any moment can be worked out again and any action taken back. It is written by the functions of
`core.store.codings` that write codings, in the same transaction: nothing that uses them can forget it. An import is one
row here, however many codings it brought.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import now
from core.store import schema

Kind = Literal["frame", "codings", "states"]
IDS_IN_A_QUERY = 500
BATCH = 20_000
MANY = 5_000  # rows from which on deleting by lists is faster than one by one


class CodingRow(NamedTuple):
    """A row of `codings` of one question, whole."""

    response: str
    code: str
    coder: str
    source: str
    value: bool
    design: str | None
    probability: float | None
    version: int
    run: str | None
    at: str


class StateFull(NamedTuple):
    """A row of `coding_states` of one question, whole."""

    response: str
    coder: str
    source: str
    state: str
    design: str | None
    note: str
    flagged: bool
    at: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one action wrote in one table. `event`: number of the event, None where none was written. For `frame` the rows
    are empty and `versions` says from which version (None: there was none) to which."""

    id: int
    event: int | None
    kind: Kind
    at: str
    codings_before: tuple[CodingRow, ...] = ()
    codings_after: tuple[CodingRow, ...] = ()
    states_before: tuple[StateFull, ...] = ()
    states_after: tuple[StateFull, ...] = ()
    versions: tuple[int | None, int] | None = None


# Reading rows as they are --------------------------------------------------------------------------------------------


def coding_rows(
    connection: Connection,
    question: str,
    *,
    coder: str | None = None,
    source: str | None = None,
    responses: Sequence[str] | None = None,
    codes: Iterable[str] | None = None,
) -> list[CodingRow]:
    """Rows of codings, of former codes too, in no order."""
    t = schema.codings
    query = sa.select(
        t.c.response, t.c.code, t.c.coder, t.c.source, t.c.value, t.c.design, t.c.probability, t.c.codebook_version,
        t.c.run, t.c.at,
    ).where(t.c.question == question)  # fmt: skip
    if coder is not None:
        query = query.where(t.c.coder == coder)
    if source is not None:
        query = query.where(t.c.source == source)
    if codes is not None:
        query = query.where(t.c.code.in_(list(codes)))
    one: dict[Any, Any] = {}  # each text once: rows of a large question differ in little
    keep = one.setdefault
    return [
        CodingRow(
            keep(response, response), keep(code, code), keep(who, who), keep(kind, kind), value, design, chance, version,
            keep(run, run), keep(at, at),
        )
        for part in _parts(query, t, responses)
        for response, code, who, kind, value, design, chance, version, run, at in connection.execute(part)
    ]  # fmt: skip


def state_rows(
    connection: Connection,
    question: str,
    *,
    coder: str | None = None,
    source: str | None = None,
    responses: Sequence[str] | None = None,
) -> list[StateFull]:
    """Rows of coding states, in no order."""
    t = schema.coding_states
    query = sa.select(
        t.c.response, t.c.coder, t.c.source, t.c.state, t.c.design, t.c.note, t.c.flagged, t.c.at
    ).where(t.c.question == question)  # fmt: skip
    if coder is not None:
        query = query.where(t.c.coder == coder)
    if source is not None:
        query = query.where(t.c.source == source)
    return [StateFull(*row) for part in _parts(query, t, responses) for row in connection.execute(part)]


def _parts(query: sa.Select[Any], table: sa.Table, responses: Sequence[str] | None) -> Iterator[sa.Select[Any]]:
    if responses is None:
        yield query
        return
    names = sorted(set(responses))
    for low in range(0, len(names), IDS_IN_A_QUERY):
        yield query.where(table.c.response.in_(names[low : low + IDS_IN_A_QUERY]))


def has_dealt(connection: Connection, table: sa.Table, question: str, coder: str, source: str) -> bool:
    """Whether the table holds any row of this coder: most imports are of a coder who is new."""
    query = (
        sa.select(table.c.response)
        .where(table.c.question == question, table.c.coder == coder, table.c.source == source)
        .limit(1)
    )
    return connection.execute(query).first() is not None


# Writing rows back ---------------------------------------------------------------------------------------------------


def delete_coding_rows(connection: Connection, question: str, rows: Iterable[CodingRow]) -> None:
    """Deletes exactly these rows, told by response, code, coder and source."""
    t = schema.codings
    rows = list(rows)
    if len(rows) > MANY:
        of: dict[tuple[str, str, str], list[str]] = {}
        for row in rows:
            of.setdefault((row.coder, row.source, row.response), []).append(row.code)
        alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}  # responses of which the same codes go
        for (coder, source, response), codes in of.items():
            alike.setdefault((coder, source, tuple(sorted(codes))), []).append(response)
        for (coder, source, gone), names in alike.items():
            names.sort()
            for low in range(0, len(names), IDS_IN_A_QUERY):
                connection.execute(
                    t.delete().where(
                        t.c.question == question,
                        t.c.response.in_(names[low : low + IDS_IN_A_QUERY]),
                        t.c.code.in_(gone),
                        t.c.coder == coder,
                        t.c.source == source,
                    )
                )
        return
    delete = t.delete().where(
        t.c.question == question,
        t.c.response == sa.bindparam("r"),
        t.c.code == sa.bindparam("c"),
        t.c.coder == sa.bindparam("k"),
        t.c.source == sa.bindparam("s"),
    )
    values = [{"r": row.response, "c": row.code, "k": row.coder, "s": row.source} for row in rows]
    for low in range(0, len(values), BATCH):
        connection.execute(delete, values[low : low + BATCH])


def insert_coding_rows(connection: Connection, question: str, rows: Sequence[CodingRow]) -> None:
    _insert(connection, schema.codings, question, rows)


def delete_state_rows(connection: Connection, question: str, rows: Iterable[StateFull]) -> None:
    t = schema.coding_states
    delete = t.delete().where(
        t.c.question == question,
        t.c.response == sa.bindparam("r"),
        t.c.coder == sa.bindparam("k"),
        t.c.source == sa.bindparam("s"),
    )
    values = [{"r": row.response, "k": row.coder, "s": row.source} for row in rows]
    for low in range(0, len(values), BATCH):
        connection.execute(delete, values[low : low + BATCH])


def insert_state_rows(connection: Connection, question: str, rows: Sequence[StateFull]) -> None:
    _insert(connection, schema.coding_states, question, rows)


def _insert(connection: Connection, table: sa.Table, question: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows in the order of the table's columns, the question before them. The statement is compiled once and the rows go to
    the driver as they are: SQLAlchemy's work on each row is a third of the time of a large import."""
    columns = [column.name for column in table.columns]
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=columns)
    order = getattr(compiled, "positiontup", None)
    for low in range(0, len(rows), BATCH):
        part = rows[low : low + BATCH]
        if order == columns:
            connection.exec_driver_sql(str(compiled), [(question, *row) for row in part])
        else:  # a driver that takes parameters by name
            connection.execute(table.insert(), [dict(zip(columns, (question, *row))) for row in part])


def replace_coding_rows(
    connection: Connection, question: str, before: Sequence[CodingRow], after: Sequence[CodingRow]
) -> None:
    """Takes the rows `before` away, puts `after`, and keeps both in the journal."""
    if before:
        delete_coding_rows(connection, question, before)
    if after:
        insert_coding_rows(connection, question, after)
    record_codings(connection, question, before, after)


def replace_state_rows(
    connection: Connection, question: str, before: Sequence[StateFull], after: Sequence[StateFull]
) -> None:
    """Takes the rows `before` away, puts `after`, and keeps both in the journal."""
    if before:
        delete_state_rows(connection, question, before)
    if after:
        insert_state_rows(connection, question, after)
    record_states(connection, question, before, after)


# The journal ---------------------------------------------------------------------------------------------------------


def record_codings(
    connection: Connection, question: str, before: Sequence[CodingRow], after: Sequence[CodingRow]
) -> None:
    if before or after:
        packed = _Packed()
        _put(
            connection,
            question,
            "codings",
            {"b": packed.rows(before), "a": packed.rows(after), "m": packed.shared, "c": packed.codes},
        )


def record_states(
    connection: Connection, question: str, before: Sequence[StateFull], after: Sequence[StateFull]
) -> None:
    if before or after:
        packed = _Packed()
        _put(
            connection,
            question,
            "states",
            {"b": packed.states(before), "a": packed.states(after), "m": packed.shared},
        )


def record_frame(connection: Connection, question: str, before: int | None, after: int) -> None:
    _put(connection, question, "frame", {"b": before, "a": after})


def _put(connection: Connection, question: str, kind: Kind, data: dict[str, Any]) -> None:
    packed = zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 1)
    connection.execute(
        schema.coding_changes.insert().values(event=None, question=question, kind=kind, at=now(), data=packed)
    )


class _Packed:
    """Rows with what they share said once. A response's judgements are one string, a character a code: 1 applies, 0 does
    not, - no row; probabilities, which only the machine has, follow it."""

    def __init__(self) -> None:
        self.shared: list[list[Any]] = []
        self._places: dict[tuple[Any, ...], int] = {}
        self.codes: list[str] = []
        self._columns: dict[str, int] = {}

    def _place(self, key: tuple[Any, ...]) -> int:
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = len(self.shared)
            self.shared.append(list(key))
        return found

    def rows(self, rows: Sequence[CodingRow]) -> list[list[Any]]:
        for code in dict.fromkeys(row.code for row in rows):
            if code not in self._columns:
                self._columns[code] = len(self.codes)
                self.codes.append(code)
        grouped: dict[tuple[str, int], list[CodingRow]] = {}
        last: tuple[Any, ...] | None = None
        place = -1
        for row in rows:
            key = (row.coder, row.source, row.design, row.version, row.run, row.at)
            if key != last:
                last, place = key, self._place(key)
            group = grouped.get((row.response, place))
            if group is None:
                grouped[(row.response, place)] = [row]
            else:
                group.append(row)
        made: list[list[Any]] = []
        columns = self._columns
        for (response, place), group in grouped.items():
            marks = ["-"] * len(self.codes)
            for row in group:
                marks[columns[row.code]] = "1" if row.value else "0"
            entry: list[Any] = [response, place, "".join(marks)]
            if group[0].probability is not None or any(row.probability is not None for row in group):
                ordered = sorted(group, key=lambda row: columns[row.code])
                entry.append([row.probability for row in ordered])
            made.append(entry)
        return made

    def states(self, rows: Sequence[StateFull]) -> list[list[Any]]:
        made: list[list[Any]] = []
        for row in rows:
            entry: list[Any] = [row.response, self._place((row.coder, row.source, row.state, row.design, row.at))]
            if row.note or row.flagged:
                entry += [row.note, row.flagged]
            made.append(entry)
        return made


def _unpacked_codings(
    entries: Sequence[Sequence[Any]], shared: Sequence[Any], codes: Sequence[str]
) -> tuple[CodingRow, ...]:
    made = []
    for response, place, marks, *rest in entries:
        coder, source, design, version, run, at = shared[place]
        given = iter(rest[0]) if rest else None
        for code, mark in zip(codes, marks):
            if mark != "-":
                probability = next(given) if given is not None else None
                made.append(
                    CodingRow(response, code, coder, source, mark == "1", design, probability, version, run, at)
                )
    return tuple(made)


def _unpacked_states(entries: Sequence[Sequence[Any]], shared: Sequence[Any]) -> tuple[StateFull, ...]:
    made = []
    for response, place, *rest in entries:
        coder, source, state, design, at = shared[place]
        note, flagged = rest or ("", False)
        made.append(StateFull(response, coder, source, state, design, note, flagged, at))
    return tuple(made)


def _unpacked(row: Any) -> Change:
    data = json.loads(zlib.decompress(row.data))
    if row.kind == "frame":
        return Change(row.id, row.event, "frame", row.at, versions=(data["b"], data["a"]))
    if row.kind == "states":
        before, after = (_unpacked_states(data[side], data["m"]) for side in ("b", "a"))
        return Change(row.id, row.event, "states", row.at, states_before=before, states_after=after)
    was, became = (_unpacked_codings(data[side], data["m"], data["c"]) for side in ("b", "a"))
    return Change(row.id, row.event, "codings", row.at, codings_before=was, codings_after=became)


# Events and their changes --------------------------------------------------------------------------------------------


def newest(connection: Connection) -> int:
    """The number of the newest change of the project, 0 where there is none."""
    return int(connection.execute(sa.select(sa.func.max(schema.coding_changes.c.id))).scalar() or 0)


def newest_event(connection: Connection) -> int:
    """The number of the newest event of the project, 0 where there is none."""
    return int(connection.execute(sa.select(sa.func.max(schema.events.c.seq))).scalar() or 0)


def assign(connection: Connection, change: int, event: int) -> None:
    """At the end of a transaction: its changes, those after number `change`, belong to its last event, where it wrote any
    after number `event`. (Presses of the coding area come several to a transaction: what each did is in the event itself.)"""
    if newest(connection) == change:
        return
    e, c = schema.events, schema.coding_changes
    row = connection.execute(
        sa.select(e.c.seq, e.c.at).where(e.c.seq > event).order_by(e.c.seq.desc()).limit(1)
    ).first()
    if row is not None:
        connection.execute(c.update().where(c.c.id > change, c.c.event.is_(None)).values(event=row.seq, at=row.at))


def changes_of(connection: Connection, event: int) -> list[Change]:
    """What an event changed, in the order in which it did."""
    t = schema.coding_changes
    return [_unpacked(row) for row in connection.execute(sa.select(t).where(t.c.event == event).order_by(t.c.id))]


def newest_first(connection: Connection, question: str, down_to: int) -> Iterator[Change]:
    """The question's changes with numbers from the newest down to `down_to`."""
    t = schema.coding_changes
    query = sa.select(t).where(t.c.question == question, t.c.id >= down_to).order_by(t.c.id.desc())
    for row in connection.execute(query):
        yield _unpacked(row)


def after_event(connection: Connection, question: str, event: int) -> Iterator[Change]:
    """The question's changes by later events, newest first."""
    t = schema.coding_changes
    query = sa.select(t).where(t.c.question == question, t.c.event > event).order_by(t.c.id.desc())
    for row in connection.execute(query):
        yield _unpacked(row)


def first_after(connection: Connection, question: str, at: str) -> int | None:
    """The number of the question's first change later than a time; None where there is none."""
    t = schema.coding_changes
    query = sa.select(sa.func.min(t.c.id)).where(t.c.question == question, t.c.at > at)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def begins(connection: Connection, question: str) -> str | None:
    """When the question's journal begins; None where it is empty."""
    t = schema.coding_changes
    return connection.execute(sa.select(sa.func.min(t.c.at)).where(t.c.question == question)).scalar()
