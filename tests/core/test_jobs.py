"""Jobs: started once, progress and cancelling through the database, a dead process noticed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core import jobs
from core.jobs import Cancelled
from core.store import Store, schema


def a_job(store: Store, pid: int) -> str:
    with store.write() as connection:
        connection.execute(
            schema.jobs.insert().values(
                id="j1",
                kind="ingest",
                arguments=["ingest", "x"],
                who="tester",
                state="queued",
                created_at="2026-01-01",
                pid=pid,
            )
        )
    return "j1"


def living() -> int:
    import os

    return os.getpid()


def test_progress_is_seen_by_others(store: Store) -> None:
    progress = jobs.begin(store, a_job(store, living()), living())
    progress.report(3, 10, "third file")
    job = jobs.find(store, "j1")
    assert (job.state, job.done, job.total, job.message) == ("running", 3, 10, "third file")


def test_a_job_that_is_asked_to_stop_stops_at_its_next_report(store: Store) -> None:
    progress = jobs.begin(store, a_job(store, living()), living())
    jobs.cancel(store, "j1")
    with pytest.raises(Cancelled):
        progress.report(1, 10)


def test_the_same_job_is_not_started_twice(store: Store) -> None:
    a_job(store, living())
    assert jobs.start(store, "ingest", ["ingest", "x"]).id == "j1"


def test_a_dead_process_is_a_failed_job(store: Store) -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    a_job(store, child.pid)
    job = jobs.find(store, "j1")
    assert job.state == "failed"
    assert "Start it again" in job.message
    assert jobs.active(store) == []


def test_printed_progress_says_no_line_twice(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(100))
    monkeypatch.setattr(jobs.time, "monotonic", lambda: float(next(moments) * 10))
    progress = jobs.PrintedProgress()
    for done in (1, 1, 2, 2, 2, 3):
        progress.report(done, 3, "paper.pdf" if done < 3 else "done")
    assert capsys.readouterr().err.splitlines() == ["1/3 paper.pdf", "2/3 paper.pdf", "3/3 done"]
