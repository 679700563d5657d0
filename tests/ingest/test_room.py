"""How many processes a batch is worth, and files that were cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import preparing
from ingest.readers import read

LARGE = [(".pdf", 3_000_000)] * 8


def test_processes_are_as_many_as_have_room_in_the_memory_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    for free, most in ((500_000_000, 1), (1_900_000_000, 2), (60_000_000_000, 4)):
        monkeypatch.setattr(preparing, "_memory_to_spare", lambda free=free: free)
        assert preparing.processes(LARGE) == most


def test_a_very_large_file_leaves_room_for_fewer_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(preparing, "_memory_to_spare", lambda: 8_000_000_000)
    assert preparing.processes([(".pdf", 500_000_000), *LARGE]) == 1


def test_pages_of_which_nothing_is_left_are_named_as_failed(tmp_path: Path) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 9 0 R>>endobj "
    file = tmp_path / "cut.pdf"
    file.write_bytes(
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>endobj "
        b"3 0 obj" + page + b"4 0 obj" + page + b"trailer<</Root 1 0 R>>"
    )
    result = read(file)
    assert result.document.pages == 2 and {"repaired", "failed_or_empty"} <= set(result.warnings)
