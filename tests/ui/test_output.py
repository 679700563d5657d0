"""What is printed: a record is one line whatever its text holds; control characters never reach the terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ui import output


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_record_is_one_line_for_every_reader(capsys: pytest.CaptureFixture[str], text: str) -> None:
    output.record({"quote": text + "\u2028\x85"})
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {"quote": text + "\u2028\x85"}


def test_no_text_drives_the_terminal() -> None:
    assert output.printable("a\x1b[31mb\x9b\tc\n\x07") == "a\ufffd[31mb\ufffd\tc\n\ufffd"


def test_a_place_is_cited_with_both_page_numbers_where_they_differ() -> None:
    made = {
        "title": "Pack",
        "item": {"number": "4", "title": "Care"},
        "section": ["1 Aims"],
        "paragraph": "1.2",
        "page": 9,
        "page_label": "7",
    }
    assert output.place(made) == "Pack, item 4 Care, 1 Aims, paragraph 1.2, page 7 (PDF page 9)"
