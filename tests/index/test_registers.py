from __future__ import annotations

from typing import Any

import pytest

from core.documents import Document
from core.errors import NotFoundError, UsageError
from core.statements import Actor
from core.store import Store, documents
from core.store.connection import events
from index import registers
from index.registers import commitments, review, unattached
from tests.index.corpus import add, by, make_commitment, pounds, put

PLAN = "The board will publish a lighthouse safety plan for every harbour keeper."
AGAIN = "A lighthouse safety plan for every harbour keeper will be published by the board."
FARES = "Ministers will freeze ferry fares for pensioners."


@pytest.fixture
def paper(store: Store) -> Document:
    document = add(store, PLAN, FARES, AGAIN, path="paper.txt", date="2030-05-01")
    put(
        store,
        document,
        [
            make_commitment(
                document, PLAN, id="c1", actor=Actor("the board", "Harbour Board", "stated"), deadline=by("2030-12-31")
            ),
            make_commitment(document, FARES, id="c2", amount=pounds(5000)),
            make_commitment(document, AGAIN, id="c3"),
        ],
    )
    return document


def ids(store: Store, **where: object) -> list[str]:
    return [row.id for row in commitments(store, **where)]  # type: ignore[arg-type]


def test_a_record_has_the_fields_of_the_contract(store: Store, paper: Document) -> None:
    record = commitments(store)[0].record()
    assert set(record) == {
        "document",
        "title",
        "path",
        "page",
        "page_label",
        "item",
        "section",
        "paragraph",
        "start",
        "end",
        "quote",
        "id",
        "actor",
        "action",
        "certainty",
        "kind",
        "strength",
        "deadline",
        "amount",
        "mentions",
        "status",
        "status_evidence",
        "status_date",
        "trackability",
    }
    assert (record["id"], record["status"], record["trackability"]) == ("c1", None, ["measure"])
    assert [place["quote"] for place in record["mentions"]] == [PLAN, AGAIN]
    text = paper.text
    assert all(text[place["start"] : place["end"]] == place["quote"] for place in record["mentions"])


def test_what_is_said_again_is_one_row(store: Store, paper: Document) -> None:
    rows = commitments(store)
    assert [(row.id, row.mentions) for row in rows] == [("c1", ("c1", "c3")), ("c2", ("c2",))]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"actor": "harbour"}, ["c1"]),
        ({"actor": "THE BOARD"}, ["c1"]),
        ({"actor": "nobody"}, []),
        ({"due_before": "2031-01-01"}, ["c1"]),
        ({"due_before": "2030-12-31"}, []),
        ({"as_at": "2030-05-01"}, ["c1", "c2"]),
        ({"as_at": "2030-04-30"}, []),
        ({"status": "met"}, []),
    ],
)
def test_filters(store: Store, paper: Document, where: dict[str, str], found: list[str]) -> None:
    assert ids(store, **where) == found


def test_edited_fields_win_and_history_is_kept(store: Store, paper: Document) -> None:
    review(store, "c2", "edited", {"action": "freeze fares", "status": "met", "status_date": "2030-09-01"}, "ana")
    review(store, "c2", "confirmed", who="ben")
    row = commitments(store, status="met")[0]
    assert (row.fields["action"], row.fields["status_date"], row.decision, row.who) == (
        "freeze fares",
        "2030-09-01",
        "confirmed",
        "ben",
    )
    with store.read() as connection:
        log = events(connection, "c2")
    assert [(event.who, event.action) for event in log] == [("ben", "review"), ("ana", "review")]
    assert log[0].before["fields"]["action"] == "freeze fares"


def test_rejected_rows_are_hidden_unless_asked_for(store: Store, paper: Document) -> None:
    review(store, "c2", "rejected")
    assert ids(store) == ["c1"]
    assert ids(store, rejected=True) == ["c1", "c2"]
    review(store, "c2", "undecided")
    assert ids(store) == ["c1", "c2"]


def test_merges_and_separations_override(store: Store, paper: Document) -> None:
    registers.merge(store, "c1", "c3", same=False)
    assert ids(store) == ["c1", "c2", "c3"]
    registers.merge(store, "c2", "c3", same=True)
    assert [row.mentions for row in commitments(store)] == [("c1",), ("c2", "c3")]


def test_a_decision_follows_its_words_into_a_new_version(store: Store, paper: Document) -> None:
    review(store, "c2", "edited", {"action": "freeze fares"}, "ana")
    newer = add(store, "A new beginning.", FARES, path="paper.txt", version_of=paper.id)
    put(store, newer, [make_commitment(newer, FARES, id="c9")])
    (row,) = commitments(store)
    assert (row.id, row.fields["action"], row.who) == ("c9", "freeze fares", "ana")
    assert unattached(store, "commitment") == []


def test_a_decision_follows_slightly_changed_words_of_the_same_paragraph(store: Store, paper: Document) -> None:
    review(store, "c2", "rejected")
    changed = FARES.replace("pensioners", "pensioner")
    newer = add(store, changed, path="paper.txt", version_of=paper.id)
    put(store, newer, [make_commitment(newer, changed, id="c9")])
    assert ids(store) == []


def test_what_cannot_be_found_again_is_listed(store: Store, paper: Document) -> None:
    review(store, "c2", "rejected", who="ana")
    newer = add(store, "Nothing of the sort.", path="paper.txt", version_of=paper.id)
    put(store, newer, [])
    (loose,) = unattached(store, "commitment")
    assert (loose.statement, loose.quote, loose.who) == ("c2", FARES, "ana")


def test_wrong_decisions_are_refused(store: Store, paper: Document) -> None:
    with pytest.raises(NotFoundError):
        review(store, "c99", "confirmed")
    with pytest.raises(UsageError):
        review(store, "c1", "edited", {"quote": "something else"})
    with pytest.raises(UsageError):
        review(store, "c1", "edited", {"status": "done"})
    with pytest.raises(UsageError):
        registers.merge(store, "c1", "c1", same=True)


SUMMARY = "A review of how lighthouse keepers are paid."
BODY = "The Harbour Board will review how lighthouse keepers are paid by the end of 2030, at a cost of £40,000."
MINUTES = "It was agreed that the pay of lighthouse keepers would be reviewed."


def said_thrice(store: Store, *changes: dict[str, Any]) -> Document:
    """One commitment in a summary, a body and minutes, made one by a person; `changes`: fields of each."""
    document = add(store, SUMMARY, FARES, BODY, MINUTES, path="paper.txt", date="2030-05-01")
    quotes = (SUMMARY, BODY, MINUTES)
    put(
        store,
        document,
        [
            make_commitment(document, q, id=f"m{n}", **fields)
            for n, (q, fields) in enumerate(zip(quotes, changes, strict=True))
        ],
    )
    registers.merge(store, "m0", "m1", same=True)
    registers.merge(store, "m0", "m2", same=True)
    return document


BOARD = Actor("The Harbour Board", "Harbour Board", "stated")


def test_what_the_first_mention_leaves_open_a_later_one_fills_and_the_row_says_which(store: Store) -> None:
    said_thrice(store, {}, {"actor": BOARD, "deadline": by("2030-12-31"), "amount": pounds(40_000)}, {})
    (row,) = commitments(store)
    record = row.record()
    assert (record["quote"], record["actor"]["name"]) == (SUMMARY, "Harbour Board")
    assert (record["deadline"]["end"], record["amount"]["low"]) == ("2030-12-31", 40_000)
    assert record["from_mentions"] == {"deadline": "m1", "amount": "m1", "actor": "m1"}
    assert [place["quote"] for place in record["mentions"]] == [SUMMARY, BODY, MINUTES]
    assert record["trackability"] == []
    review(store, "m0", "edited", {"deadline": by("2031-06-30").record()})
    record = commitments(store)[0].record()
    assert record["deadline"]["end"] == "2031-06-30"
    assert record["from_mentions"] == {"amount": "m1", "actor": "m1"}


def test_mentions_that_contradict_each_other_fill_nothing(store: Store) -> None:
    keepers = Actor("The Keepers' Guild", "Keepers' Guild", "stated")
    said_thrice(
        store,
        {},
        {"actor": BOARD, "deadline": by("2030-12-31"), "amount": pounds(40_000)},
        {"actor": keepers, "deadline": by("2031-12-31"), "amount": pounds(50_000)},
    )
    record = commitments(store)[0].record()
    assert (record["actor"], record["deadline"], record["amount"]) == (None, None, None)
    assert "from_mentions" not in record


def test_a_body_from_the_context_gives_way_only_to_itself(store: Store) -> None:
    said_thrice(store, {"actor": Actor("we", "Harbour Board", "inherited")}, {"actor": BOARD}, {})
    record = commitments(store)[0].record()
    assert (record["actor"], record["from_mentions"]) == (BOARD.record(), {"actor": "m1"})
    put_again = Actor("we", "Port Council", "inherited")
    with store.read() as connection:
        document = documents.document(connection, record["document"])
    put(
        store,
        document,
        [
            make_commitment(document, SUMMARY, id="m0", actor=put_again),
            make_commitment(document, BODY, id="m1", actor=BOARD),
            make_commitment(document, MINUTES, id="m2"),
        ],
    )
    assert commitments(store)[0].record()["actor"] == put_again.record()


def test_a_register_is_kept_until_the_project_changes_by_whomever(store: Store, paper: Document) -> None:
    first = registers.register(store, "commitment")
    assert registers.register(store, "commitment") is first
    review(store, "c1", "confirmed")
    second = registers.register(store, "commitment")
    assert [row.decision for row in second.rows if row.id == "c1"] == ["confirmed"]
    other = Store(store.folder, "Somebody else")
    registers.merge(other, "c1", "c2", same=True)
    other.close()
    assert ("c1", "c2", "c3") in [row.mentions for row in registers.register(store, "commitment").rows]
    put(store, paper, [make_commitment(paper, PLAN, id="c1", strength="intended")])  # an equal id with other fields
    (row,) = registers.register(store, "commitment").rows
    assert (row.mentions, row.fields["strength"]) == (("c1",), "intended")
