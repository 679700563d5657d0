"""Long work as a job: a row in `jobs` and a child process that runs the same code as the command line.

The child reports progress and looks whether it was asked to stop; a killed child is noticed by its process id. Work is
saved by the child as it goes, so a job that is started again goes on where it stopped.
"""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import NotFoundError
from core.events import now
from core.platform import process_alive
from core.store import Store, schema

REPORT_SECONDS = 0.3
ACTIVE = ("queued", "running")


class Cancelled(Exception):
    """Somebody asked the job to stop; what is saved stays saved."""


@dataclass(frozen=True, slots=True)
class Job:
    id: str
    kind: str
    state: str  # queued running done failed cancelled
    done: int
    total: int | None
    message: str
    created_at: str
    finished_at: str | None
    result: Any
    arguments: tuple[str, ...]


class Progress:
    """What running work tells: `report(done, total, message)`. This one says nothing and never stops."""

    def report(self, done: int, total: int | None, message: str = "") -> None:
        """Raises Cancelled where somebody asked the work to stop."""


class PrintedProgress(Progress):
    """Progress as lines on stderr, at most a few a second, none twice in a row."""

    def __init__(self) -> None:
        self._last, self._said = 0.0, ""

    def report(self, done: int, total: int | None, message: str = "") -> None:
        moment = time.monotonic()
        if moment - self._last < REPORT_SECONDS and done != total:
            return
        line = f"{done}/{total} {message}" if total else f"{done} {message}"
        if line == self._said:
            return
        self._last, self._said = moment, line
        print(line, file=sys.stderr, flush=True)


class JobProgress(Progress):
    """Progress written to the job's row; looks there for a wish to cancel."""

    def __init__(self, store: Store, job: str) -> None:
        self.store, self.job, self._last = store, job, 0.0

    def report(self, done: int, total: int | None, message: str = "") -> None:
        moment = time.monotonic()
        if moment - self._last < REPORT_SECONDS and done != total:
            return
        self._last = moment
        with self.store.write() as connection:
            connection.execute(
                schema.jobs.update().where(schema.jobs.c.id == self.job).values(done=done, total=total, message=message)
            )
            asked = connection.execute(
                sa.select(schema.jobs.c.cancel_asked).where(schema.jobs.c.id == self.job)
            ).scalar()
        if asked:
            raise Cancelled


def start(store: Store, kind: str, arguments: Sequence[str]) -> Job:
    """Starts `verbatim ARGUMENTS` for this project as a job and returns it; a job of the same kind and arguments that is
    still active is returned instead, so that a rerun of a screen starts nothing twice."""
    for job in active(store):
        if job.kind == kind and list(job.arguments) == list(arguments):
            return job
    name = uuid.uuid4().hex
    with store.action("job", name) as action:
        action.after = {"kind": kind}
        action.connection.execute(
            schema.jobs.insert().values(
                id=name, kind=kind, arguments=list(arguments), who=store.who, state="queued", created_at=now()
            )
        )
    log = store.folder / "jobs"
    log.mkdir(exist_ok=True)
    with (log / f"{name}.log").open("wb") as stream:
        child = subprocess.Popen(
            [sys.executable, "-m", "ui", "--project", str(store.folder), "--as", store.who, "--job", name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    with store.write() as connection:
        connection.execute(schema.jobs.update().where(schema.jobs.c.id == name).values(pid=child.pid))
    return find(store, name)


def begin(store: Store, name: str, pid: int) -> JobProgress:
    """Called by the child: marks the job running."""
    with store.write() as connection:
        connection.execute(
            schema.jobs.update().where(schema.jobs.c.id == name).values(state="running", pid=pid, started_at=now())
        )
    return JobProgress(store, name)


def finish(store: Store, name: str, state: str, message: str = "", result: Any = None) -> None:
    """Called by the child: `state` is done, failed or cancelled."""
    with store.write() as connection:
        values: dict[str, Any] = {"state": state, "finished_at": now(), "result": result}
        if message:
            values["message"] = message
        connection.execute(schema.jobs.update().where(schema.jobs.c.id == name).values(**values))


def cancel(store: Store, name: str) -> None:
    with store.action("cancel job", name) as action:
        action.connection.execute(schema.jobs.update().where(schema.jobs.c.id == name).values(cancel_asked=True))


def find(store: Store, name: str) -> Job:
    """The job as it stands now. Raises NotFoundError."""
    with store.read() as connection:
        row = connection.execute(sa.select(schema.jobs).where(schema.jobs.c.id == name)).first()
    if row is None:
        raise NotFoundError(f"There is no job {name!r} in this project.")
    if row.state in ACTIVE and row.pid and not process_alive(row.pid):
        finish(
            store, name, "failed", "The work stopped before it was done (the process ended). Start it again to go on."
        )
        return find(store, name)
    return _job(row)


def active(store: Store) -> list[Job]:
    """Jobs that are queued or running; those whose process has died are marked failed on the way."""
    with store.read() as connection:
        names = list(connection.execute(sa.select(schema.jobs.c.id).where(schema.jobs.c.state.in_(ACTIVE))).scalars())
    return [job for job in (find(store, name) for name in names) if job.state in ACTIVE]


def recent(store: Store, limit: int = 10) -> list[Job]:
    with store.read() as connection:
        rows = connection.execute(sa.select(schema.jobs).order_by(schema.jobs.c.created_at.desc()).limit(limit)).all()
    return [_job(row) for row in rows]


def _job(row: Any) -> Job:
    return Job(
        row.id,
        row.kind,
        row.state,
        row.done,
        row.total,
        row.message,
        row.created_at,
        row.finished_at,
        row.result,
        tuple(row.arguments),
    )
