"""The store: migrations make exactly the tables of the schema; an action is one transaction and one event."""

from __future__ import annotations

import re
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.documents import Block, Document, Passage, Span
from core.errors import StoreError, UsageError
from core.store import Store, connection, documents, schema, versions
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


# What a person says of a document -----------------------------------------------------------------------------------

VALUES = {
    "title": st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40),
    "organisation": st.none() | st.just("Saltby Town Council"),
    "date": st.none() | st.sampled_from(["2023-03-14", "2023-03", "2023"]),
    "type": st.sampled_from(["letter", "minutes", "other"]),
    "source_url": st.none() | st.just("https://example.org/a"),
    "reference": st.none() | st.just("QUA/23/04"),
    "isbn": st.none() | st.just("0-306-40615-2"),
}


@given(
    st.fixed_dictionaries({}, optional=VALUES),
    st.lists(st.sampled_from(["again", "version"]), max_size=4),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_person_said_outlives_reading_again_and_new_versions(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, str | None], steps: list[str]
) -> None:
    store = Store(tmp_path_factory.mktemp("edited"), who="tester")
    guessed = make_document(
        "Words 0.",
        date="2020-01-02",
        date_precision="day",
        reference="OLD/1",
        isbn="x",
        found=(("title", "file name"),),
    )
    add(store, guessed, [])
    with store.action("edit document", guessed.id) as action:
        documents.edit(action.connection, guessed.id, changes, "ada")
    name = guessed.id
    for n, step in enumerate(steps, 1):
        with store.action("ingest", name) as action:
            if step == "again":
                reread = make_document(
                    f"Words {n}.",
                    id=name,
                    title=f"Guess {n}",
                    date="2020-01-02",
                    reference="OLD/1",
                    isbn="x",
                )
                documents.replace_reading(action.connection, reread, make_blocks(reread.text), [], "2", [])
            else:
                newer = make_document(
                    f"Version {n}.", version_of=name, title=f"Guess {n}", date="2020-01-02", reference="OLD/1", isbn="x"
                )
                documents.add_document(action.connection, newer, make_blocks(newer.text), [], "2", [])
                name = newer.id
    with store.read() as opened:
        kept = documents.document(opened, name)
    for field, value in changes.items():
        assert (kept.written_date if field == "date" else getattr(kept, field)) == value
        assert dict(kept.found)[field] == "edited by ada"
    store.close()


def test_a_new_version_with_a_date_of_its_own_keeps_it(store: Store) -> None:
    old = make_document("Old.", date="2020-01-02")
    new = make_document("New.", date="2021-05-06", version_of=old.id)
    add(store, old, [])
    with store.action("edit document", old.id) as action:
        documents.edit(action.connection, old.id, {"date": "2020-01", "organisation": "Saltby"}, "ada")
    add(store, new, [])
    with store.read() as opened:
        kept = documents.document(opened, new.id)
    assert (kept.date, kept.organisation) == ("2021-05-06", "Saltby")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("date", "14/3/2023", "'14/3/2023' is no date. Write a day as 2023-03-14, a month as 2023-03, a year as 2023."),
        (
            "date",
            "2023-02-30",
            "'2023-02-30' is no date. Write a day as 2023-03-14, a month as 2023-03, a year as 2023.",
        ),
        ("date", "20230314", "'20230314' is no date. Write a day as 2023-03-14, a month as 2023-03, a year as 2023."),
        ("title", "  ", "A document needs a title."),
        (
            "type",
            "novel",
            "There is no document type 'novel'. Types: agenda_pack, board_paper, evidence, letter, minutes, other, strategy, survey_report.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(store: Store, field: str, value: str, message: str) -> None:
    document = make_document()
    add(store, document, [])
    with pytest.raises(UsageError, match=re.escape(message)), store.action("edit document", document.id) as action:
        documents.edit(action.connection, document.id, {field: value}, "ada")
    with store.read() as opened:
        assert documents.document(opened, document.id) == document


def test_a_person_separates_and_joins_versions(store: Store) -> None:
    first, second, third = (make_document(f"Words {n}.") for n in range(3))
    for document in (first, second, third):
        add(store, document, [])
    with store.write() as opened:
        versions.link_versions(opened, [first.id, second.id, third.id])
    with store.read() as opened:
        assert [d.id for d in documents.all_documents(opened)] == [third.id]
    with store.write() as opened:
        assert versions.decide_version(opened, second.id, None, "ada") == first.id
    with store.read() as opened:
        assert {d.id: d.version_of for d in documents.all_documents(opened)} == {second.id: None, third.id: first.id}
        assert versions.decided_versions(opened) == {second.id}
    with store.write() as opened:
        versions.decide_version(opened, second.id, third.id, "ada")
    with store.read() as opened:
        assert [(d.id, d.version_of) for d in documents.all_documents(opened)] == [(second.id, third.id)]
        assert set(versions.chain_of(opened, first.id)) == {first.id, second.id, third.id}
    with pytest.raises(UsageError), store.write() as opened:
        versions.decide_version(opened, second.id, second.id, "ada")


def test_near_duplicates_are_known_from_both_sides(store: Store) -> None:
    one, other = make_document("Words 1."), make_document("Words 2.")
    add(store, one, [])
    add(store, other, [])
    with store.write() as opened:
        versions.keep_near_duplicates(opened, one.id, {other.id: 0.9})
    with store.read() as opened:
        assert versions.near_duplicates(opened) == {one.id: [(other.id, 0.9)], other.id: [(one.id, 0.9)]}
    with store.write() as opened:
        versions.keep_near_duplicates(opened, other.id, {})
    with store.read() as opened:
        assert versions.near_duplicates(opened) == {}
