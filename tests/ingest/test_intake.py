"""Files into a project: once, again, changed, moved, broken."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.jobs import Cancelled, Progress
from core.store import Store
from core.store import documents as stored
from core.store import files as stored_files
from core.store import versions as stored_versions
from core.store.connection import events
from ingest import intake, preparing
from tests.ingest.papers import make_pdf


@pytest.fixture(autouse=True)
def _no_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing.statements, "find_statements", lambda document, blocks: ([], []), raising=False)


def _paper(folder: Path, name: str = "quay.md", words: str = "The quay opens in May.") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"# Quay\n\n{words}\n", encoding="utf-8")
    return path


def test_a_file_is_added_once_with_one_event_and_its_original_kept(store: Store, tmp_path: Path) -> None:
    path = _paper(tmp_path / "in")
    first, second = intake.ingest(store, [path])[0], intake.ingest(store, [path])[0]
    assert (first.status, second.status, first.document) == ("added", "unchanged", second.document)
    with store.read() as connection:
        assert [event.action for event in events(connection)] == ["ingest"]
    assert (store.folder / "documents" / f"{first.sha256}.md").read_bytes() == path.read_bytes()


def test_the_same_bytes_elsewhere_are_a_duplicate_and_changed_bytes_a_new_version(store: Store, tmp_path: Path) -> None:
    path = _paper(tmp_path / "in")
    old = intake.ingest(store, [path])[0]
    copy = _paper(tmp_path / "in", "copy.md")
    assert [record.status for record in intake.ingest(store, [copy])] == ["duplicate"]
    _paper(tmp_path / "in", words="The quay opens in June.")
    new = intake.ingest(store, [path])[0]
    assert new.status == "new_version"
    with store.read() as connection:
        current = stored.all_documents(connection)
        assert [(document.id, document.version_of) for document in current] == [(new.document, old.document)]
    _paper(tmp_path / "in")
    back = intake.ingest(store, [path])[0]
    assert (back.status, back.document) == ("new_version", old.document)
    with store.read() as connection:
        assert [document.id for document in stored.all_documents(connection)] == [old.document]


def test_a_folder_is_walked_and_one_bad_file_stops_nothing(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    _paper(folder, "a.md")
    (folder / "b.pdf").write_bytes(b"")
    (folder / "c.csv").write_text("x,y\n")
    (folder / "deep").mkdir()
    _paper(folder / "deep", "d £ & e.txt", "Another paper.")
    made = {
        Path(record.path).name: (record.status, record.code)
        for record in intake.ingest(store, [folder, tmp_path / "gone.txt"])
    }
    assert made == {
        "a.md": ("added", None), "b.pdf": ("refused", "empty_file"), "c.csv": ("skipped", "unsupported_type"),
        "d £ & e.txt": ("added", None), "gone.txt": ("refused", None),
    }  # fmt: skip


def test_a_newer_reader_reads_again(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _paper(tmp_path / "in")
    first = intake.ingest(store, [path])[0]
    monkeypatch.setattr(intake, "READER_VERSION", "next")
    again = intake.ingest(store, [path])[0]
    assert (again.status, again.document, again.message) == (
        "unchanged",
        first.document,
        "Read again by a newer reader.",
    )
    assert intake.ingest(store, [path])[0].message == ""


def test_a_file_that_hangs_costs_itself_alone(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.worker.SECONDS", 0.0)
    monkeypatch.setattr("ingest.worker.SECONDS_A_MEGABYTE", 0.0)
    record = intake.ingest(store, [_paper(tmp_path / "in")])[0]
    assert record.status == "refused"
    assert "took too long" in record.message


@pytest.mark.documents
def test_bad_files_have_the_outcome_that_they_should(store: Store, shared: Path) -> None:
    names = [
        "encrypted_user_password.pdf",
        "broken_xref.pdf",
        "truncated.docx",
        "scanned_image_only.pdf",
        "blank_pages.pdf",
        "docx_named.txt",
    ]
    made = {
        Path(record.path).name: (record.status, record.code, record.warnings, record.pages)
        for record in intake.ingest(store, [shared / "dev/bad" / name for name in names])
    }
    assert made == {
        "encrypted_user_password.pdf": ("refused", "password_required", (), None),
        "broken_xref.pdf": ("added", None, ("repaired",), 3),
        "truncated.docx": ("refused", "damaged_docx", (), None),
        "scanned_image_only.pdf": ("added", None, ("needs_ocr",), 1),
        "blank_pages.pdf": ("added", None, ("no_text",), 5),
        "docx_named.txt": ("added", None, ("extension_mismatch",), None),
    }


def test_statements_are_not_looked_for_in_a_block_that_is_no_prose(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(
        preparing.statements, "find_statements", lambda document, blocks: (seen.append((len(document.text), document.text.count("quay"))), ([], []))[1]
    )  # fmt: skip
    path = _paper(tmp_path / "in", words="quay" * 20_000)
    intake.ingest(store, [path])
    assert seen == [(len(path.read_text(encoding="utf-8")), 0)]


def test_a_path_is_taken_from_where_the_user_stands(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "berths.pdf").write_bytes(
        make_pdf([[(72.0, 640.0, 11.0, "2.1 The harbour office meets in May.")]])
    )
    monkeypatch.chdir(tmp_path)
    (record,) = intake.ingest(store, [Path("papers")])
    assert (record.status, record.path) == ("added", "papers/berths.pdf")
    with store.read() as connection:
        assert [document.path for document in stored.all_documents(connection)] == ["papers/berths.pdf"]


def test_a_moved_file_is_not_read_again_and_known_by_its_new_path(store: Store, tmp_path: Path) -> None:
    path = _paper(tmp_path / "in")
    first = intake.ingest(store, [path])[0]
    moved = tmp_path / "in" / "renamed.md"
    path.rename(moved)
    (again,) = intake.ingest(store, [tmp_path / "in"])
    assert (again.status, again.document, again.message) == (
        "duplicate", first.document, f"Moved or renamed from {path}",
    )  # fmt: skip
    with store.read() as connection:
        assert [document.path for document in stored.all_documents(connection)] == [str(moved)]
        assert [made.path for made in stored_files.all_files(connection)] == [str(moved)]
        assert [event.action for event in events(connection)] == ["move", "ingest"]
    assert [record.status for record in intake.ingest(store, [tmp_path / "in"])] == ["unchanged"]


def test_a_changed_copy_is_a_paper_of_its_own(store: Store, tmp_path: Path) -> None:
    path = _paper(tmp_path / "in")
    copy = _paper(tmp_path / "in", "other.md")
    intake.ingest(store, [path, copy])
    _paper(tmp_path / "in", "other.md", "The weir closes in winter, and nobody minds at all.")
    record = intake.ingest(store, [copy])[0]
    assert record.status == "added"
    with store.read() as connection:
        assert len(stored.all_documents(connection)) == 2


PLAN = " ".join(f"The council will mend wall number {n} before the winter of that year." for n in range(40))


def test_a_final_takes_the_place_of_its_draft_until_a_person_says_otherwise(store: Store, tmp_path: Path) -> None:
    draft = _paper(tmp_path / "in", "plan draft.md", PLAN)
    final = _paper(tmp_path / "in", "plan final.md", PLAN.replace("winter", "summer", 4))
    first, second = intake.ingest(store, [draft, final])
    assert (first.status, second.status) == ("added", "new_version")
    assert second.message.startswith(f"Taken for a newer version of {draft}.")
    with store.read() as connection:
        assert [(d.id, d.version_of) for d in stored.all_documents(connection)] == [(second.document, first.document)]
        ((other, share),) = stored_versions.near_duplicates(connection)[str(second.document)]
        assert other == first.document
        assert 0.8 <= share < 1
    with store.write() as connection:
        stored_versions.decide_version(connection, str(second.document), None, "ada")
    latest = _paper(tmp_path / "in", "plan final v2.md", PLAN.replace("winter", "autumn", 2))
    assert intake.ingest(store, [latest])[0].status == "new_version"
    with store.read() as connection:
        current = [d.path for d in stored.all_documents(connection)]
    assert current == [str(final), str(latest)]


def test_a_draft_that_comes_after_its_final_is_the_older_one(store: Store, tmp_path: Path) -> None:
    final = _paper(tmp_path / "in", "plan final.md", PLAN)
    intake.ingest(store, [final])
    draft = _paper(tmp_path / "in", "plan draft.md", PLAN.replace("winter", "summer", 4))
    (record,) = intake.ingest(store, [draft])
    assert record.status == "added"
    assert record.message.startswith(f"Taken for an earlier version of {final}, which is searched in its place.")
    with store.read() as connection:
        assert [(d.path, d.version_of) for d in stored.all_documents(connection)] == [(str(final), record.document)]


def test_what_was_refused_and_is_still_there_can_be_tried_again(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(b"")
    intake.ingest(store, [folder, tmp_path / "gone.pdf"])
    (folder / "b.pdf").unlink()
    assert intake.refused_paths(store) == [folder / "a.pdf"]
    (folder / "a.pdf").write_bytes(make_pdf([[(72.0, 700.0, 11.0, "The quay opens in May.")]]))
    assert [record.status for record in intake.ingest(store, intake.refused_paths(store))] == ["added"]
    assert intake.refused_paths(store) == []


@pytest.mark.parametrize(
    ("sizes", "cores", "expected"),
    [
        ([(".pdf", 900_000)], 8, 1),
        ([(".pdf", 900_000)] * 2, 8, 2),
        ([(".pdf", 900_000)] * 20, 8, 4),
        ([(".pdf", 900_000)] * 20, 2, 2),
        ([(".md", 20_000)] * 6, 8, 4),
        ([(".md", 20_000)] * 3, 8, 1),
        ([], 8, 1),
    ],
)
def test_processes_are_as_many_as_are_worth_it(
    monkeypatch: pytest.MonkeyPatch, sizes: list[tuple[str, int]], cores: int, expected: int
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(cores)), raising=False)
    assert preparing.processes(sizes) == expected


class _Scripted:
    """Stands for a process beside this one: answers when it is looked at, the last asked first."""

    made: list[_Scripted] = []  # noqa: RUF012 - emptied by the test that uses it

    def __init__(self) -> None:
        self.turn: int | None = None
        self.connection: _Scripted = self
        self.here = preparing.Here()
        self.dies = len(self.made) == 1
        self.made.append(self)

    def ask(self, turn: int, request: preparing.Request) -> None:
        self.turn, self.request = turn, request

    def answer(self) -> preparing.Prepared | preparing.Refusal | None:
        self.turn = None
        return None if self.dies else self.here.prepare(self.request)

    def stop(self) -> None:
        self.here.stop()


def test_files_read_side_by_side_are_stored_in_the_order_given(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    for n in range(7):
        _paper(folder, f"{n}.md", f"The quay opens on day {n} of May.")
    _paper(folder, "5.md", "The quay opens on day 4 of May.")
    (folder / "6.pdf").write_bytes(b"")
    _Scripted.made = []
    monkeypatch.setattr(intake, "Beside", _Scripted)
    monkeypatch.setattr(intake, "processes", lambda sizes: 3)
    monkeypatch.setattr(intake, "wait", lambda asked, timeout: sorted(asked, key=lambda p: -(p.turn or 0))[:1])
    made = intake.ingest(store, [folder])
    assert [(Path(record.path).name, record.status) for record in made] == [
        ("0.md", "added"), ("1.md", "added"), ("2.md", "added"), ("3.md", "added"), ("4.md", "added"), ("5.md", "duplicate"),
        ("6.md", "added"), ("6.pdf", "refused"),
    ]  # fmt: skip
    with store.read() as connection:
        assert [Path(document.path).name for document in stored.all_documents(connection)] == [
            "0.md", "1.md", "2.md", "3.md", "4.md", "6.md",
        ]  # fmt: skip
    assert [record.status for record in intake.ingest(store, [folder])] == ["unchanged"] * 7 + ["refused"]


def test_a_wish_to_stop_is_heard_between_files_and_what_is_in_stays(store: Store, tmp_path: Path) -> None:
    for n in range(4):
        _paper(tmp_path / "in", f"{n}.md", f"The quay opens on day {n} of May.")

    class Stopping(Progress):
        def report(self, done: int, total: int | None, message: str = "") -> None:
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        intake.ingest(store, [tmp_path / "in"], progress=Stopping())
    with store.read() as connection:
        assert [Path(document.path).name for document in stored.all_documents(connection)] == ["0.md", "1.md"]


def test_what_another_run_stored_meanwhile_is_not_stored_twice(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _paper(tmp_path / "in")
    prepare = preparing.Here.prepare

    def slowly(here: preparing.Here, request: preparing.Request) -> preparing.Prepared | preparing.Refusal:
        made = prepare(here, request)
        monkeypatch.setattr(preparing.Here, "prepare", prepare)
        assert intake.ingest(store, [path])[0].status == "added"  # the other run
        return made

    monkeypatch.setattr(preparing.Here, "prepare", slowly)
    assert intake.ingest(store, [path])[0].status == "unchanged"
    with store.read() as connection:
        assert len(stored.all_documents(connection)) == 1
        assert [event.action for event in events(connection)] == ["ingest"]


def _state(project: Path) -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(project / "verbatim.db") as raw:
        return [
            raw.execute(query).fetchall()
            for query in (
                "select id, path, title, version_of, superseded_by from documents order by added_at, id",
                "select id, document, n, text from passages order by document, n",
                "select id, document, start, end from statements order by document, id",
                "select path, document, status, code from files order by path",
                "select a, b, share from near_duplicates order by a, b",
            )
        ]


@pytest.mark.model
def test_a_killed_run_goes_on_and_two_at_once_double_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for n in range(6):  # long enough for processes of their own, and no prose, so that nothing is parsed for long
        _paper(folder, f"{n} plan.md", " ".join(f"wall{k * 7 + n}" for k in range(6000)))
    command = [sys.executable, "-m", "ui", "--model", "none", "--project"]

    def run(project: str, wait: bool = True) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [*command, str(tmp_path / project), "ingest", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if wait:
            assert child.wait() == 0
        return child

    run("once")
    whole = _state(tmp_path / "once")
    assert len(whole[0]) == 6
    Store(tmp_path / "killed", who="tester").close()
    child = run("killed", wait=False)
    while len(_state(tmp_path / "killed")[0]) < 2:
        assert child.poll() is None
        time.sleep(0.05)
    child.kill()
    child.wait()
    assert len(_state(tmp_path / "killed")[0]) < 6
    run("killed")
    assert [sorted(map(str, rows)) for rows in _state(tmp_path / "killed")[:3]] == [
        sorted(map(str, rows)) for rows in whole[:3]
    ]
    Store(tmp_path / "both", who="tester").close()
    both = [run("both", wait=False), run("both", wait=False)]
    assert [child.wait() for child in both] == [0, 0]
    assert [sorted(map(str, rows)) for rows in _state(tmp_path / "both")[:3]] == [
        sorted(map(str, rows)) for rows in whole[:3]
    ]


def test_statements_are_read_by_what_a_person_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str | None, str]] = []
    monkeypatch.setattr(
        preparing.statements, "find_statements", lambda document, blocks: (seen.append((document.date, document.type)), ([], []))[1]
    )  # fmt: skip
    path = _paper(tmp_path / "in", words="Published: 3 May 2024")
    record = intake.ingest(store, [path])[0]
    with store.write() as connection:
        stored.edit(connection, str(record.document), {"date": "2023-02", "type": "letter"}, "ada")
    intake.restate(store, str(record.document))
    monkeypatch.setattr(intake, "READER_VERSION", "next")
    intake.ingest(store, [path])
    _paper(tmp_path / "in", words="Published: 4 June 2025")
    intake.ingest(store, [path])
    assert seen == [
        ("2024-05-03", "other"),
        ("2023-02-01", "letter"),
        ("2023-02-01", "letter"),
        ("2025-06-04", "letter"),
    ]
