"""Checks in a project: dismissed with a reason, found again after a new version, worked out anew when a paper changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.documents import Block, Document, content_id
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store import connection as store_connection
from core.store.documents import add_document
from core.store.documents import edit as edit_document
from index.papers import checks, dismiss, find_document, reopen, waves
from tests.builders import make_blocks, make_document

WRONG = "The panel will meet on Tuesday 15 March 2023 at the depot."
TEXT = f"Ferries\n\n{WRONG}\n\nJust under half of crews (52%) sail at night."


def put(store: Store, text: str = TEXT, **changes: Any) -> Document:
    document = make_document(text, **({"title": "Ferries panel", "date": "2023-03-01"} | changes))
    blocks: list[Block] = make_blocks(text)
    with store.write() as connection:
        add_document(connection, document, blocks, (), "test 1", ())
    return document


def test_a_check_carries_both_places_and_is_open(store: Store) -> None:
    document = put(store)
    rows = checks(store)
    assert [(row.check.kind, row.check.severity, row.status) for row in rows] == [
        ("date", "major", "open"), ("wording", "minor", "open"),
    ]  # fmt: skip
    record = rows[0].record()
    assert list(record) == ["id", "kind", "severity", "certainty", "explanation", "a", "b", "rule", "status", "reason"]
    assert (record["a"]["quote"], record["a"]["document"], record["b"]) == (WRONG, document.id, None)


def test_a_dismissal_needs_a_reason_and_keeps_who_and_why(store: Store) -> None:
    put(store)
    name = checks(store)[0].check.id
    with pytest.raises(UsageError, match="Say why"):
        dismiss(store, name, "  ")
    dismiss(store, name, " Printed so in the notice. ", who="Ann")
    assert [row.check.kind for row in checks(store)] == ["wording"]
    kept = checks(store, dismissed=True)[0]
    assert (kept.status, kept.reason, kept.who) == ("dismissed", "Printed so in the notice.", "Ann")
    with store.read() as connection:
        event = store_connection.events(connection, name)[0]
    assert (event.action, event.who, event.after) == (
        "dismiss check", "Ann", {"status": "dismissed", "reason": "Printed so in the notice."},
    )  # fmt: skip
    reopen(store, name)
    assert [row.status for row in checks(store)] == ["open", "open"]


def test_an_unknown_check_is_a_message(store: Store) -> None:
    put(store)
    for decide in (lambda: dismiss(store, "k1", "because"), lambda: reopen(store, "k1")):
        with pytest.raises(NotFoundError, match="There is no check 'k1'"):
            decide()


def test_a_dismissal_is_kept_by_both_quotes_in_a_new_version(store: Store) -> None:
    old = put(store)
    dismiss(store, checks(store)[0].check.id, "Known")
    new = f"A longer title page\n\n{TEXT}"
    put(store, new, version_of=old.id)
    rows = checks(store, dismissed=True)
    assert [(row.check.kind, row.status, row.reason) for row in rows] == [
        ("date", "dismissed", "Known"), ("wording", "open", None),
    ]  # fmt: skip
    assert {row.check.a.document for row in rows} == {content_id("d", new)}
    reopen(store, rows[0].check.id)
    assert [row.status for row in checks(store, dismissed=True)] == ["open", "open"]


def test_other_words_are_another_check(store: Store) -> None:
    old = put(store)
    dismiss(store, checks(store)[0].check.id, "Known")
    put(store, TEXT.replace("15 March", "16 March"), version_of=old.id)
    assert [row.status for row in checks(store, dismissed=True)] == ["open", "open"]


def test_a_title_that_a_person_corrects_shows_at_once(store: Store) -> None:
    document = put(store)
    assert checks(store)[0].check.a.title == "Ferries panel"
    with store.action("edit document", document.id) as action:
        edit_document(action.connection, document.id, {"title": "River ferries panel"}, "Ann")
    assert checks(store)[0].check.a.title == "River ferries panel"


def test_one_document_may_be_asked_for(store: Store) -> None:
    put(store)
    other = put(store, "Nothing is wrong here.", title="Piers")
    assert checks(store, other.id) == []
    with pytest.raises(NotFoundError):
        checks(store, "d0")


def test_documents_are_found_by_id_title_and_part_of_the_name(store: Store) -> None:
    first = put(store, path="papers/2022 ferries.txt")
    put(store, "Other words.", title="Ferries panel 2023")
    assert find_document(store, first.id).id == first.id
    assert find_document(store, "ferries  PANEL").id == first.id
    assert find_document(store, "2022 ferries").id == first.id
    with pytest.raises(NotFoundError, match="There is no document 'piers'"):
        find_document(store, "piers")
    with pytest.raises(NotFoundError, match="fits 2 documents"):
        find_document(store, "ferries")


def test_waves_of_one_document_are_refused(store: Store) -> None:
    document = put(store)
    with pytest.raises(UsageError, match="one document"):
        waves(store, document.id, "Ferries panel")


def test_a_document_without_words_raises_nothing(store: Store) -> None:
    document = replace(make_document("x"), text="", title="Empty")
    with store.write() as connection:
        add_document(connection, document, (), (), "test 1", ())
    assert checks(store) == []
