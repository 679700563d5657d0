"""Footnotes and the blocks that bear their marks lead to each other by a flag."""

from __future__ import annotations

from core.documents import Block, Document
from ingest.passages import split
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.structure import structure
from tests.builders import make_document
from tests.ingest.papers import Placed, make_pdf
from tests.ingest.word_files import blocks as word_blocks
from tests.ingest.word_files import paragraph


def _flags(blocks: tuple[Block, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(block.kind, tuple(flag for flag in block.flags if flag.startswith("note:"))) for block in blocks]


def _text(text: str) -> tuple[Block, ...]:
    reading = read_text(text.encode())
    return structure(reading.text, reading.units)


def test_markdown_notes_are_joined_to_their_marks() -> None:
    text = "# Wall\n\nThe wall leaks.[^1] It was built in 1911.[^b]\n\nIt stands.\n\n[^1]: Survey of 2019.\n\n[^b]: Deeds.\n"
    assert _flags(_text(text)) == [
        ("heading", ()),
        ("paragraph", ("note:1", "note:b")),
        ("paragraph", ()),
        ("footnote", ("note:1",)),
        ("footnote", ("note:b",)),
    ]


def test_raised_marks_are_joined_and_ordinals_are_none() -> None:
    text = "It met on 2<sup>nd</sup> March and voted.<sup>2</sup>\n\nIt rose at 12<sup>th</sup> hour.\n\n<sup>2</sup> By nine to four.\n"
    assert _flags(_text(text)) == [("paragraph", ("note:2",)), ("paragraph", ()), ("footnote", ("note:2",))]


def test_numbers_that_begin_again_join_to_the_nearest_mark() -> None:
    text = "One.<sup>1</sup>\n\n<sup>1</sup> First note.\n\nTwo.<sup>1</sup>\n\n<sup>1</sup> Second note.\n"
    assert _flags(_text(text)) == [("paragraph", ("note:1",)), ("footnote", ("note:1",))] * 2


def _page(*small: Placed) -> list[list[Placed]]:
    body: list[Placed] = [(60, 760, -16, "Harbour review")]
    for n in range(12):
        body.append(
            (
                60,
                720 - 14 * n,
                11,
                f"Line {n} of the body tells of the wall and of the boats that wait beside it all year",
            )
        )
    body.append((60, 540, 11, "and the wall was paid for by the local authorities12 of the coast in 1911."))
    return [[*body, *small]]


def _pdf(pages: list[list[Placed]]) -> tuple[Document, tuple[Block, ...]]:
    reading = read_pdf(make_pdf(pages), "paper.pdf", None, False, frozenset(), None)
    return make_document(reading.text, title="", page_starts=reading.page_starts), structure(
        reading.text, reading.units
    )


def test_small_print_at_the_foot_of_a_page_is_a_note_where_its_mark_is_there() -> None:
    document, blocks = _pdf(_page((60, 80, 8, "12 Deeds of the harbour, kept in the county record office.")))
    assert [flags for kind, flags in _flags(blocks) if kind == "footnote"] == [("note:12",)]
    assert [kind for kind, flags in _flags(blocks) if flags] == ["paragraph", "footnote"]
    texts = [passage.text for passage in split(document, blocks)]
    assert [text for text in texts if "the local authorities [12] of the coast in 1911." in text]


def test_small_print_without_a_mark_on_its_page_is_no_note() -> None:
    _, blocks = _pdf(_page((60, 80, 8, "7 Other provisions of the harbour orders, as they were made.")))
    assert [flags for kind, flags in _flags(blocks) if kind == "footnote"] == []


def test_a_word_files_notes_are_joined_to_the_paragraphs_that_bear_them() -> None:
    notes = f'<w:footnote w:id="5">{paragraph("The first source.")}</w:footnote><w:footnote w:id="2">{paragraph("The second.")}</w:footnote>'
    mark = '<w:p><w:r><w:t>{}</w:t></w:r><w:r><w:footnoteReference w:id="{}"/></w:r></w:p>'
    found = word_blocks(
        mark.format("Fees rise.", 5) + paragraph("Berths fall.") + mark.format("Boats wait.", 2), footnotes=notes
    )
    assert [block.flags for block in found] == [("note:1",), (), ("note:2",), ("note:1",), ("note:2",)]
