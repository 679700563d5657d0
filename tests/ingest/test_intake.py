"""Files into a project: once, again, changed, moved, broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.store import Store
from core.store import documents as stored
from core.store.connection import events
from ingest import intake
from tests.ingest.papers import make_pdf


@pytest.fixture(autouse=True)
def _no_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake.statements, "find_statements", lambda document, blocks: ([], []), raising=False)


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
        intake.statements, "find_statements", lambda document, blocks: (seen.append((len(document.text), document.text.count("quay"))), ([], []))[1]
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
