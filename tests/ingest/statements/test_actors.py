"""Who is meant by a short name in a body's own paper."""

from __future__ import annotations

import pytest

from ingest.statements.actors import ActorTable, can_act
from tests.builders import make_blocks, make_document


@pytest.mark.parametrize(
    ("organisation", "written", "name"),
    [
        ("Assembly of English Councils", "The Assembly", "Assembly of English Councils"),
        ("Northfell County Council", "The Council", "Northfell County Council"),
        ("Eastwold Port Corporation", "the Corporation", "Eastwold Port Corporation"),
        ("Northfell County Council", "The Government", "UK Government"),
        ("Northfell County Council", "Officers", "Officers"),
    ],
)
def test_a_body_is_called_by_its_kind_in_its_own_paper(organisation: str, written: str, name: str) -> None:
    text = "A paper."
    table = ActorTable(make_document(text, organisation=organisation), make_blocks(text))
    assert can_act(written, proper=True, person=False)
    assert table.actor(written).name == name
