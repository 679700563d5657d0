"""Tables of actions: which are read, and what each row says."""

from __future__ import annotations

from datetime import date

from core.documents import Block, Document, Span
from core.statements import Commitment
from ingest.statements.action_tables import find_table_actions
from ingest.statements.actors import ActorTable
from tests.builders import make_document


def table(*lines: str) -> list[Commitment]:
    text, blocks = "", []
    for line in lines:
        start, text = len(text), text + line + "\n"
        blocks.append(Block(Span(start, len(text)), "table_row"))
    document: Document = make_document(text)
    return list(find_table_actions(document, blocks, ActorTable(document, blocks), date(2025, 5, 10)))


def test_a_row_says_what_who_and_by_when() -> None:
    (found,) = table("Task | Lead | By when", "Order new road signs | Head of Highways | 30 June 2025")
    assert found.action == "Order new road signs"
    assert found.actor is not None
    assert (found.actor.name, found.actor.basis) == ("Head of Highways", "stated")
    assert found.deadline is not None
    assert (found.deadline.start, found.deadline.end) == ("2025-06-30", "2025-06-30")
    assert found.certainty == "certain"


def test_done_rows_and_empty_owners_are_told_apart() -> None:
    found = table(
        "No. | Action | Owner | Due | Status",
        "1 | Write to the bus company | TBC | June 2025 | Open",
        "2 | Paint the village hall doors | Clerk | May 2025 | Completed",
    )
    assert [(c.action, c.actor, c.deadline.end if c.deadline else None) for c in found] == [
        ("Write to the bus company", None, "2025-06-30")
    ]


def test_a_table_without_owner_and_deadline_is_no_action_table() -> None:
    assert table("Activity | Cost", "Painting the village hall doors | £300") == []
    assert table("Name | Role | Date", "A long name here | Clerk of works | May 2025") == []
