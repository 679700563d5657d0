"""The project folder and its database: opening, reading, and one transaction with one event per action."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, event

from core.errors import StoreError
from core.events import Event, now
from core.platform import unsafe_for_wal
from core.store import coding_journal, schema

HEAD_REVISION = "0009"
BUSY_SECONDS = 30
_NUMBERS = re.compile(r"[\[\]\d., e+-]+")  # lists of numbers that Python and JSON write alike: no nan, no infinity


@dataclass(slots=True)
class Action:
    """A running transaction. Set `before` and `after` to what the event should say; set `object` when it is known late."""

    connection: Connection
    object: str
    before: Any = None
    after: Any = None
    silent: bool = field(default=False)


class Store:
    """A project's database. Safe to share between threads: each call opens a connection of its own from a pool.

    Raises StoreError where the folder cannot be used, with what to do."""

    def __init__(self, folder: Path, who: str) -> None:
        self.folder = folder
        self.who = who
        try:
            (folder / "documents").mkdir(parents=True, exist_ok=True)
            (folder / "index").mkdir(exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The project folder {folder} cannot be made or written ({error.strerror or error}). "
                "Choose another with --project DIR."
            ) from error
        self.wal_warning = unsafe_for_wal(folder)
        self._watch: sqlite3.Connection | None = None
        self._watching = threading.Lock()
        self.engine = sa.create_engine(
            f"sqlite:///{folder / 'verbatim.db'}",
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            json_serializer=_json,
            hide_parameters=True,  # an error names no value: it may be a response
        )
        event.listen(self.engine, "connect", self._on_connect)
        event.listen(self.engine, "begin", _begin)
        try:
            self._migrate()
        except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
            raise StoreError(
                f"{folder / 'verbatim.db'} cannot be opened as a Verbatim project ({error.__class__.__name__}: "
                f"{getattr(error, 'orig', error)}). Restore a backup, or choose another folder with --project DIR."
            ) from error

    def _on_connect(self, connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN itself, see _begin
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute(f"PRAGMA journal_mode={'DELETE' if self.wal_warning else 'WAL'}")
        cursor.execute("PRAGMA synchronous=NORMAL" if not self.wal_warning else "PRAGMA synchronous=FULL")
        cursor.close()

    def _migrate(self) -> None:
        with self.engine.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type='table' AND name='alembic_version'"
            ).first()
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if found else None
        if revision == HEAD_REVISION:
            return
        from core.store.migrations import upgrade

        upgrade(self.engine, revision)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction without an event: for what programs derive (vectors, generations, job progress). Raises StoreError
        where another process holds the project for longer than BUSY_SECONDS."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            try:
                transaction = connection.begin()
            except sa.exc.OperationalError as error:
                if "locked" not in str(error.orig):
                    raise
                raise StoreError(
                    f"Another program has been writing to the project {self.folder} for more than {BUSY_SECONDS} seconds. "
                    "Nothing was changed. Wait until it is done and run this again."
                ) from error
            with transaction:
                change, seq = coding_journal.newest(connection), coding_journal.newest_event(connection)
                yield connection
                coding_journal.assign(connection, change, seq)

    @contextlib.contextmanager
    def action(self, action: str, obj: str, who: str | None = None) -> Iterator[Action]:
        """One user action: one transaction and, when it ends well and is not `silent`, one event."""
        with self.write() as connection:
            running = Action(connection, obj)
            yield running
            if not running.silent:
                append(connection, Event(now(), who or self.who, action, running.object, running.before, running.after))

    def moved(self) -> int:
        """A number that changes whenever anything is committed to the database, by whomever: what is kept in memory is asked
        anew when it does. Costs microseconds (SQLite's data_version, on a connection that never writes)."""
        return int(self.quick("PRAGMA data_version")[0][0])

    def quick(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one reading statement, past SQLAlchemy and its pool, which cost a search more than its answer does."""
        with self._watching:
            if self._watch is None:
                self._watch = sqlite3.connect(
                    self.folder / "verbatim.db", timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
                )
            return self._watch.execute(sql, parameters).fetchall()

    def close(self) -> None:
        self.engine.dispose()
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None


def _json(value: Any) -> str:
    """JSON for a column. Most lists of most blocks are empty, of numbers alone (boxes) or the same headings again, which
    the general writer takes several times as long for."""
    if type(value) is list:
        if not value:
            return "[]"
        if type(value[0]) is str and all(type(part) is str for part in value):
            return _json_of_strings(tuple(value))
        if type(value[0]) in (list, int) and _NUMBERS.fullmatch(plain := repr(value)):
            return plain
    return json.dumps(value)


@lru_cache(maxsize=256)
def _json_of_strings(value: tuple[str, ...]) -> str:
    return json.dumps(value)


def _begin(connection: Connection) -> None:
    """Writers take the write lock at once, so that a transaction never fails half way for want of it."""
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def append(connection: Connection, made: Event) -> None:
    connection.execute(
        schema.events.insert().values(
            at=made.at, who=made.who, action=made.action, object=made.object, before=made.before, after=made.after
        )
    )


def events(connection: Connection, obj: str | None = None, limit: int = 200) -> list[Event]:
    """The newest events first, of one object or of all."""
    query = sa.select(schema.events).order_by(schema.events.c.seq.desc()).limit(limit)
    if obj is not None:
        query = query.where(schema.events.c.object == obj)
    return [Event(row.at, row.who, row.action, row.object, row.before, row.after) for row in connection.execute(query)]
