"""Properties of every text whatever it holds: blocks tile it, passages stand in blocks that may be searched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import Document, check_tiling
from ingest.passages import searchable, split
from ingest.readers.text import read_text, tame
from ingest.structure import structure
from tests.builders import make_document

_LINES = st.sampled_from(
    [
        "# Heading", "## 2. Plans", "**Bold line**", "3.10 The council will act.", "12. It met.", "12(b) As above", "(a) one;", "(ii) two",
        "- item", "  - nested:", "Figure 3: Shares", "Question: Why?", "Base: all (n = 12)", "“It was far too slow for us all, said one”",
        "a\tb\tc", "Contents", "Plans ..... 4", "Decision", "RESOLVED: that it be noted.", "Page 3", "---", "", " ", "\f", "x" * 50,
        "some words that run on", "and end here.", "Agenda", "1. Welcome\t1 - 2", "3. Other", "Cllr A Person\tSome Council", "\ufffe", "é ½ 😀",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\f", "\n\n\n\n"])), max_size=40).map(
        lambda rows: "".join(line + end for line, end in rows)
    ),
    st.text(max_size=300),
)


def _read(text: str) -> tuple[Document, tuple]:  # type: ignore[type-arg]
    reading = read_text(text.encode("utf-8", "surrogatepass"))
    document = make_document(reading.text, page_starts=reading.page_starts)
    return document, structure(reading.text, reading.units)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_blocks_tile_the_text(text: str) -> None:
    document, blocks = _read(text)
    check_tiling(document.text, blocks)
    assert all(block.lead_in is None or block.lead_in.end <= block.span.start for block in blocks)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_passages_stand_in_blocks_that_may_be_searched(text: str) -> None:
    document, blocks = _read(text)
    for passage in split(document, blocks):
        assert passage.document == document.id
        for span in passage.spans:
            homes = [
                blocks[n]
                for n in passage.blocks
                if blocks[n].span.start <= span.start and span.end <= blocks[n].span.end
            ]
            assert len(homes) == 1
            assert searchable(homes[0])
            assert span.of(document.text).strip() == span.of(document.text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_text_is_the_decoded_file_with_control_characters_replaced_one_for_one(text: str) -> None:
    reading = read_text(("A" + text).encode())
    assert reading.text == tame("A" + text)
    assert len(reading.text) == len(text) + 1
