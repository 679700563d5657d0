"""The store: migrations make exactly the tables of the schema; an action is one transaction and one event."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.documents import Block, Document, Passage, Span
from core.errors import StoreError
from core.store import Store, connection, documents, schema
from core.store.migrations import FOLDER
from tests.builders import make_blocks, make_document, make_passage


def add(store: Store, document: Document, passages: list[Passage]) -> list[Block]:
    blocks = make_blocks(document.text)
    with store.action("ingest", document.id) as action:
        documents.add_document(action.connection, document, blocks, passages, "1", ["repaired"])
    return blocks


def test_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    with store.read() as opened:
        assert compare_metadata(MigrationContext.configure(opened), schema.metadata) == []


def test_the_newest_migration_is_the_one_the_store_expects() -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == connection.HEAD_REVISION


def test_foreign_keys_are_enforced(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.write() as opened:
        opened.execute(
            schema.document_edits.insert().values(document="none", field="title", value="x", who="a", at="now")
        )


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    document = make_document("One.\n\nTwo £45m — “quoted”.", page_starts=(0, 6), page_labels=("i", None))
    passage = make_passage("One.", document=document.id)
    blocks = add(store, document, [passage])
    with store.read() as opened:
        assert documents.document(opened, document.id) == document
        assert documents.blocks_of(opened, document.id) == blocks
        assert list(documents.passage_rows(opened)) == [(1, passage)]
        assert documents.warnings_of(opened, document.id) == ("repaired",)


def test_an_action_is_one_event_with_who_and_what(store: Store) -> None:
    document = make_document()
    add(store, document, [])
    with store.action("edit document", document.id, who="ada") as action:
        action.before = documents.edit(action.connection, document.id, {"title": "New"}, "ada")
        action.after = {"title": "New"}
    with store.read() as opened:
        newest, first = connection.events(opened)
        assert documents.document(opened, document.id).title == "New"
    assert (newest.who, newest.action, newest.object) == ("ada", "edit document", document.id)
    assert (newest.before, newest.after) == ({"title": "A paper"}, {"title": "New"})
    assert (first.who, first.action) == ("tester", "ingest")


def test_a_failed_action_leaves_neither_data_nor_event(store: Store) -> None:
    document = make_document()
    with pytest.raises(RuntimeError), store.action("ingest", document.id) as action:
        documents.add_document(action.connection, document, make_blocks(document.text), [], "1", [])
        raise RuntimeError
    with store.read() as opened:
        assert documents.all_documents(opened) == []
        assert connection.events(opened) == []


def test_a_new_version_supersedes_and_keeps_the_old_one(store: Store) -> None:
    old, new = make_document("Old."), make_document("New.", version_of=make_document("Old.").id)
    add(store, old, [make_passage("Old.", document=old.id)])
    add(store, new, [make_passage("New.", document=new.id)])
    with store.read() as opened:
        assert [d.id for d in documents.all_documents(opened)] == [new.id]
        assert [d.id for d in documents.all_documents(opened, superseded=True)] == [old.id, new.id]
        assert [passage.text for _, passage in documents.passage_rows(opened)] == ["New."]


def test_two_writers_at_once_both_succeed(store: Store) -> None:
    def write(n: int) -> None:
        other = Store(store.folder, who=f"writer {n}")
        for turn in range(20):
            with other.action("turn", f"{n}.{turn}"):
                pass

    threads = [threading.Thread(target=write, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as opened:
        assert sorted(event.object for event in connection.events(opened)) == sorted(
            f"{n}.{turn}" for n in range(2) for turn in range(20)
        )


def test_a_newer_projects_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    Store(tmp_path, who="a").close()
    with sqlite3.connect(tmp_path / "verbatim.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version of Verbatim"):
        Store(tmp_path, who="a")


def test_a_file_that_is_no_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "verbatim.db").write_bytes(b"not a database, but long enough to have a header" * 100)
    with pytest.raises(StoreError, match="cannot be opened as a Verbatim project"):
        Store(tmp_path, who="a")


def test_locations_carry_page_label_section_and_paragraph() -> None:
    from core.documents import locate

    text = "Heading\nFirst words.\nSecond."
    blocks = [
        Block(Span(0, 8), "heading", level=1),
        Block(Span(8, 21), "paragraph", number="3.10", paragraph="3.10", section=("Heading",), page=1),
        Block(Span(21, 28), "paragraph", section=("Heading",), page=2),
    ]
    document = make_document(text, page_starts=(0, 21), page_labels=("i", "1"))
    made = locate(document, blocks, Span(8, 20)).record()
    assert (made["quote"], made["page"], made["page_label"]) == ("First words.", 1, "i")
    assert (made["section"], made["paragraph"]) == (["Heading"], "3.10")
    assert locate(document, blocks, Span(21, 28)).page == 2


def test_a_project_that_another_program_holds_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0)
    held = Store(tmp_path, "ann")
    other = sqlite3.connect(tmp_path / "verbatim.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"Another program has been writing.*run this again"), held.action("x", "y"):
        pass
    other.execute("ROLLBACK")
    other.close()
    with held.action("x", "y"):
        pass
    held.close()
