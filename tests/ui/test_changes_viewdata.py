"""What the screens say of changes between papers, and of fields that another mention states."""

from __future__ import annotations

from typing import Any

from index.changes import Change
from index.registers import RegisterRow
from ui.viewdata.changes import made_by, papers_with
from ui.viewdata.registers import commitment_facts


def change(a: str, b: str | None) -> Change:
    sides: list[dict[str, Any] | None] = [{"document": d, "title": f"Paper {d}"} if d else None for d in (a, b)]
    assert sides[0] is not None
    return Change(f"{a}{b}", "slipped", sides[0], sides[1], "", 1.0)


def test_papers_with_changes_stand_newest_first_with_how_many() -> None:
    found = [change("march", "june"), change("march", "june"), change("june", "september"), change("draft", None)]
    assert list(papers_with(found, {"june": "2031-06-10"}).items()) == [
        ("draft", ("Paper draft", 1)), ("september", ("Paper september", 1)), ("june", ("Paper june, 10 June 2031", 2)),
    ]  # fmt: skip
    assert [made_by(one, "june") for one in found] == [True, True, False, False]


def test_a_row_says_which_mention_states_what_its_first_leaves_open() -> None:
    places = [{"title": "Plan", "page": 2}, {"title": "Plan", "page": 9, "section": ["Cranes"]}]
    fields: dict[str, Any] = {
        "action": "review cranes", "kind": "policy", "strength": "firm", "mentions": places, "trackability": [],
        "actor": {"text": "The Board", "name": "Harbour Board", "basis": "stated"},
        "deadline": {"text": "by 2031", "start": None, "end": "2031-12-31"}, "from_mentions": {"actor": "m1", "deadline": "m1"},
    }  # fmt: skip
    row = RegisterRow("m0", "commitment", "d", fields, ("m0", "m1"))
    assert dict(commitment_facts(row))["From elsewhere"] == "Who, By when: stated in Plan, Cranes · page 9"
