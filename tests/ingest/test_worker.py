"""The reading process: what it sends is what was read, and a page that hangs or kills it costs that page."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.errors import RefusedFile
from ingest import worker as module
from ingest.readers import read
from ingest.worker import ReadFailed, Worker, blocks_from, messages, result_from
from tests.ingest.papers import make_pdf
from tests.ingest.test_bad_files import CATALOG, FONT, LINE, objects, page, stream

TEXT = "1. Ferries\n\nThe ferry sails.\n\n2. Piers\n\n(a) the east pier, of 1880;\n(b) the west pier.\n" * 9


def _hanging(n_pages: int, hangs: set[int]) -> bytes:
    """Pages of one line, of which some hold a form that draws itself over and over."""
    form = 4 + n_pages + 1
    drawing = form + 1
    bodies = [CATALOG, b"", FONT, stream(LINE)]
    for n in range(1, n_pages + 1):
        if n in hangs:
            bodies.append(page(b"%d 0 R" % drawing, resources=b"<</XObject<</X %d 0 R>>>>" % form))
        else:
            bodies.append(page())
    kids = b" ".join(b"%d 0 R" % n for n in range(5, 5 + n_pages))
    bodies[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (n_pages, kids)
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % form
    return objects(*bodies, stream(b"/X Do /X Do", entries), stream(b"/X Do"))


def test_what_comes_over_is_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "piers.md"
    path.write_text(TEXT, "utf-8")
    with Worker() as worker:
        assert worker.read(path) == read(path)


def test_blocks_in_several_messages_are_one_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCKS_A_MESSAGE", 4)
    path = tmp_path / "piers.txt"
    path.write_text(TEXT, "utf-8")
    made = read(path)
    *pieces, last = messages(made)
    assert [len(piece["blocks"]) for piece in pieces[:-1]] == [4] * (len(pieces) - 1)
    blocks = []
    for piece in pieces:
        blocks += blocks_from(piece["blocks"], blocks[-1].span.end if blocks else 0)
    assert len(blocks) == len(made.blocks) > 8
    assert tuple(blocks) == tuple(made.blocks)
    assert [block.span for block in result_from(last["result"], blocks).blocks] == [block.span for block in made.blocks]


def test_a_refusal_keeps_its_code_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "good.pdf").write_bytes(make_pdf([[(72.0, 700.0, 11.0, "The ferry sails.")]]))
    with Worker() as worker:
        with pytest.raises(RefusedFile) as refused:
            worker.read(tmp_path / "empty.pdf")
        assert refused.value.code == "empty_file"
        assert worker.read(tmp_path / "good.pdf").document.text == "The ferry sails.\n\n"


def test_a_page_that_hangs_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "turning.pdf"
    path.write_bytes(_hanging(4, {3}))
    with Worker() as worker:
        result = worker.read(path, seconds=1.0)
    assert result.document.pages == 4
    assert {block.page for block in result.blocks} == {1, 2, 4}
    assert "failed_or_empty" in result.warnings
    assert "Page 3 " in result.notes[0]


def test_after_many_pages_that_hang_what_stands_before_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_HUNG_PAGES", 2)
    path = tmp_path / "turning.pdf"
    path.write_bytes(_hanging(6, {2, 4, 5, 6}))
    with Worker() as worker:
        result = worker.read(path, seconds=1.0)
    assert result.document.pages == 6
    assert {block.page for block in result.blocks} == {1, 3}
    assert "Pages 2, 4, 5, 6 " in result.notes[0] or "Pages 2, 4-6 " in result.notes[0]


def test_a_child_that_dies_on_a_page_costs_that_page(tmp_path: Path) -> None:
    path = tmp_path / "turning.pdf"
    path.write_bytes(_hanging(2, {2}))
    with Worker() as worker:
        process = worker._started()
        threading.Timer(0.5, process.kill).start()
        result = worker.read(path, seconds=30.0)
        assert process.poll() is not None
    assert {block.page for block in result.blocks} == {1}
    assert "Page 2 " in result.notes[0]


def test_a_child_that_takes_too_much_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LOST_PAGES", 1)
    path = tmp_path / "turning.pdf"
    path.write_bytes(_hanging(1, {1}))
    with Worker() as worker:
        process = worker._started()
        monkeypatch.setattr(module, "RESIDENT_LIMIT", 1)  # once it has started: a slow start is not to be ended by it
        result = worker.read(path, seconds=30.0)
        assert process.poll() is not None
    assert result.warnings == ("failed_or_empty",)


def test_a_child_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sys, "executable", "/bin/false")
    path = tmp_path / "note.txt"
    path.write_text("The ferry sails.", "utf-8")
    with Worker() as worker, pytest.raises(ReadFailed, match="did not start"):
        worker.read(path)


def test_a_child_killed_between_two_files_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("The ferry sails.", "utf-8")
    with Worker() as worker:
        first = worker.read(path)
        process = worker._started()
        process.kill()
        process.wait()
        assert worker.read(path) == first
