"""The benchmark of reading measures what it says: hand-made documents and outcomes, with the figures counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import ingest_bad, ingest_truth
from benchmarks.ingest_bad import Outcome
from benchmarks.ingest_truth import Share, Stored
from core.documents import Block, Span
from ingest.passages import split
from ingest.readers import read
from tests.builders import make_document
from tests.ingest.papers import make_pdf

LINES = [
    ("furniture", "Policy paper 9 – running header\n", None, None),
    ("heading", "Ferries and piers\n", None, 1),
    (
        "paragraph",
        "1.1 The ferry sails on Mondays and on every other day on which the tide allows it to.\n",
        "1.1",
        None,
    ),
    ("heading", "Piers\n", None, 2),
    ("paragraph", "1.2 Page 1\n", None, None),
    ("table_row", "Pier\tLength\n", None, None),
    ("table_row", "East\n", None, None),
]
TRUTH = [
    {"kind": "heading", "level": 1, "text": "Ferries and Piers"},
    {"kind": "para", "number": "1.1", "text": "1.1 The ferry sails on Mondays and on every other day on which the tide allows it to."},
    {"kind": "heading", "level": 3, "text": "Piers"},
    {"kind": "heading", "level": 3, "text": "Harbours"},
    {"kind": "para", "number": "1.2", "text": "1.2 Page 1"},
    {"kind": "para", "text": "This paragraph of more than sixty characters is nowhere to be found in the document."},
    {"kind": "table", "rows": [["Pier", "Length"], ["East", "80"], ["", ""]]},
]  # fmt: skip


def _stored() -> Stored:
    blocks = []
    text = ""
    for kind, words, number, level in LINES:
        span = Span(len(text), len(text) + len(words))
        blocks.append(Block(span, kind, level, number, page=1))  # type: ignore[arg-type]
        text += words
    document = make_document(text, page_starts=(0,))
    return Stored(Path("9.pdf"), document, blocks, split(document, blocks))


def test_layout_figures_are_counted_against_the_truth() -> None:
    made = ingest_truth.layout(_stored(), TRUTH, "9")
    assert made.recall == Share(2, 3)
    assert made.precision == Share(2, 2)
    assert made.levels == Share(1, 2)
    assert made.numbers == Share(1, 2)
    assert made.rows == Share(1, 2)
    assert made.lost == Share(1, 2)
    assert made.leaks == Share(1, 1)  # "Page 1" in a paragraph; the header is furniture
    assert len(made.misses) == 5  # a heading, a level, a number, a row, a paragraph


def test_quotes_are_counted_where_blocks_tile_the_text() -> None:
    good = _stored()
    blocks, passages = ingest_truth.quotes(good)
    assert (blocks.n, blocks.of) == (7, 7)
    assert passages.n == passages.of == len(good.passages) > 0
    gap = Stored(good.file, good.document, [*good.blocks[:2], *good.blocks[3:]], [])
    assert ingest_truth.quotes(gap)[0] == Share(5, 6)


def test_numbers_that_begin_a_line_and_words_under_boxes(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    lines = [
        (72.0, 700.0, 11.0, "3.1 The ferry sails on Mondays."),
        (72.0, 660.0, 11.0, "3.2.1.The fare of 4.50 stays as it is."),
        (72.0, 620.0, 11.0, "7.5 8.5"),
    ]
    path.write_bytes(make_pdf([lines]))
    assert ingest_truth.line_numbers(path) == {"3.1", "3.2.1"}
    result = read(path)
    stored = Stored(path, result.document, result.blocks, split(result.document, result.blocks))
    own, under = ingest_truth.words_under(stored)
    assert own.n == own.of == under.n == under.of == 16
    assert ingest_truth.page_numbers(stored, 1) == Share(1, 1)


def test_a_bad_file_is_right_only_with_the_outcome_of_its_manifest() -> None:
    found = {
        "zero_bytes.pdf": Outcome("zero_bytes.pdf", "refused", "empty_file", "It is empty."),
        "zero_bytes.docx": Outcome("zero_bytes.docx", "refused", "damaged_docx", "It is damaged."),
        "tiny_mediabox.pdf": Outcome("tiny_mediabox.pdf", "added", seconds=25.0),
        "path_traversal.docx": Outcome("path_traversal.docx", "added", passages=["x"], stray=["evil.txt"]),
        "random_bytes.pdf": None,
    }
    report = ingest_bad.judge([*found, "new.pdf"], found)
    assert report.right == ["zero_bytes.pdf", "tiny_mediabox.pdf"]
    assert sorted(report.wrong) == ["path_traversal.docx", "random_bytes.pdf", "zero_bytes.docx"]
    assert (report.unchecked, report.hangs, report.crashes) == (
        ["new.pdf"],
        ["tiny_mediabox.pdf"],
        ["random_bytes.pdf"],
    )


@pytest.mark.documents
def test_every_file_of_the_manifest_has_a_check(shared: Path) -> None:
    rows = (shared / "dev" / "bad" / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:]
    assert {row.split("\t")[0] for row in rows} == set(ingest_bad.CHECKS)
