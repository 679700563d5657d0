"""Quotes of an export checked again: found as exported; moved, changed or gone exactly as a paper was edited."""

from __future__ import annotations

import json
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.documents import Document
from core.store import Store
from index.verify import Quoted, fingerprints, verify
from tests.index.corpus import add
from ui.exports.columns import with_sha256
from ui.exports.files import records_bytes
from ui.exports.reread import reread
from ui.exports.word import Column, table_bytes

SENTENCES = (
    "The council will open two new homes for children by March 2026.",
    "Officers will report on the price of placements to the board in June.",
    "=SUM(A1) stood in the spreadsheet that the auditor looked at last year.",
    "Some 62% of the carers who answered said that the visits were too short.",
    "- A second list item with a promise to publish the plan of the service.",
    "The “regional” partnership – set up in 2021 – meets\nfour times in every year.",
    "Respondents who wrote at length complained of **late** letters and lost forms.",
    "A grant of £1.2 million pays for the new training of foster families.",
)


def quote_of(paper: Document, quote: str, row: int = 2, **changes: Any) -> Quoted:
    start = paper.text.index(quote)
    values: dict[str, Any] = {
        "sha256": paper.sha256, "document": paper.id, "start": start, "end": start + len(quote),
        "title": paper.title, "path": paper.path,
    }  # fmt: skip
    return Quoted(row, quote, **(values | changes))


def statuses(store: Store, *quotes: Quoted) -> list[str]:
    return [made.status for made in verify(store, quotes)]


def test_a_quote_is_found_at_its_place(store: Store) -> None:
    paper = add(store, *SENTENCES)
    quoted = quote_of(paper, SENTENCES[1])
    made = next(verify(store, [quoted]))
    assert (made.status, made.document, made.start, made.end) == ("found", paper.id, quoted.start, quoted.end)
    assert made.record() == {
        "row": 2, "document": paper.id, "status": "found", "start": quoted.start, "end": quoted.end, "place": None,
        "title": paper.title, "quote": SENTENCES[1], "words": None, "note": None,
    }  # fmt: skip
    assert fingerprints(store) == {paper.id: paper.sha256}


def test_rows_without_hash_or_offsets_are_found_by_what_they_have(store: Store) -> None:
    paper = add(store, *SENTENCES)
    by_words = quote_of(paper, SENTENCES[0], sha256=None, document=None, start=None, end=None, title="", path="")
    assert statuses(
        store,
        quote_of(paper, SENTENCES[0], sha256=None),
        quote_of(paper, SENTENCES[0], start=None, end=None),
        quote_of(paper, SENTENCES[0], sha256=None, document=None),
        by_words,
        Quoted(9, "Nobody wrote this sentence in any of the papers that are here."),
    ) == ["found", "found", "found", "found", "gone"]


def test_a_hand_edited_file_is_not_taken_at_its_word(store: Store) -> None:
    paper = add(store, *SENTENCES)
    other_place = quote_of(paper, SENTENCES[2], start=0, end=10)
    other_figure = quote_of(paper, SENTENCES[3])
    edited = Quoted(
        3, SENTENCES[3].replace("62%", "82%"), "", paper.sha256, paper.id, other_figure.start, other_figure.end
    )
    moved, changed = verify(store, [other_place, edited])
    start = paper.text.index(SENTENCES[2])
    assert (moved.status, moved.start, moved.end) == ("moved", start, start + len(SENTENCES[2]))
    assert (changed.status, changed.words) == ("changed", SENTENCES[3])
    assert changed.note == "Only something near the quote stands there."


def test_a_newer_version_decides(store: Store) -> None:
    old = add(store, *SENTENCES[:4], sha256="1" * 64, path="plan.md")
    moved, changed, gone = SENTENCES[0], SENTENCES[1], SENTENCES[3]
    new = add(
        store, "A new first paragraph.", moved, changed.replace("June", "September"), sha256="2" * 64, path="plan.md",
        version_of=old.id,
    )  # fmt: skip
    made = list(verify(store, [quote_of(old, text) for text in (moved, changed, gone)]))
    assert [(one.status, one.document) for one in made] == [("moved", new.id), ("changed", new.id), ("gone", None)]
    assert made[0].start == new.text.index(moved)
    assert made[1].words == changed.replace("June", "September")
    assert made[2].note == "The document has a newer version. Nothing like the quote stands in it."


def test_bytes_that_the_project_has_not(store: Store) -> None:
    paper = add(store, *SENTENCES, path="papers/plan.md", title="Plan")
    unknown = {"sha256": "f" * 64, "document": "dffff"}
    same_path = quote_of(paper, SENTENCES[0], **unknown, title="")
    same_title = quote_of(paper, SENTENCES[0], **unknown, path="")
    elsewhere = quote_of(paper, SENTENCES[0], **unknown, path="x.md", title="Another")
    nowhere = Quoted(5, "A sentence of a paper that was never in this project at all.", **unknown)
    made = list(verify(store, [same_path, same_title, elsewhere, nowhere]))
    assert [one.status for one in made] == ["moved", "moved", "moved", "gone"]
    assert made[3].note == "The project has no document with these bytes."
    assert made[2].note == "The project has no document with these bytes. The words stand in another document."


def test_an_empty_project_has_nothing(store: Store) -> None:
    assert statuses(store, Quoted(2, "Any words.", sha256="a" * 64, start=0, end=9)) == ["gone"]


# Export, edit, verify -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    kind: str  # keep change drop
    shift: bool  # a paragraph comes before it


def exported(document: Document, suffix: str, store: Store) -> bytes:
    """An export of every sentence of the document."""
    records = [
        {
            "id": f"c{n}", "document": document.id, "title": document.title, "path": document.path, "page": None,
            "start": (start := document.text.index(text)), "end": start + len(text), "quote": text,
            "mentions": [{"document": document.id, "start": start, "end": start + len(text), "quote": text}],
        }
        for n, text in enumerate(SENTENCES)
    ]  # fmt: skip
    named = with_sha256(records, fingerprints(store))
    if suffix == ".jsonl":
        return "\n".join(json.dumps(record) for record in named).encode()
    if suffix == ".docx":
        return table_bytes("T", [], [Column("What", 10)], [[record["quote"]] for record in named], named)
    return records_bytes(suffix, "T", named, ["A note"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".docx", ".jsonl"])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_exported_is_found_and_what_was_edited_is_told(suffix: str, seed: int) -> None:
    drawn = random.Random(seed)
    edits = [Edit(drawn.choice(["keep", "change", "drop"]), drawn.random() < 0.5) for _ in SENTENCES]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "project", who="tester")
        old = add(store, *SENTENCES, sha256="1" * 64)
        file = Path(folder) / f"export{suffix}"
        file.write_bytes(exported(old, suffix, store))
        read = reread(file)
        assert len(read.quotes) == len(SENTENCES)
        assert statuses(store, *read.quotes) == ["found"] * len(SENTENCES)
        paragraphs = ["Quite another beginning, put before all the rest."]
        for sentence, edit in zip(SENTENCES, edits, strict=True):
            paragraphs += ["Something else that nobody had said before."] if edit.shift else []
            if edit.kind == "keep":
                paragraphs.append(sentence)
            elif edit.kind == "change":
                paragraphs.append(f"{sentence[:-1]} and beyond that.")
        new = add(store, *paragraphs, sha256="2" * 64, version_of=old.id)
        made = list(verify(store, read.quotes))
        store.close()
    for sentence, edit, one in zip(SENTENCES, edits, made, strict=True):
        if edit.kind == "drop":
            assert (one.status, one.document, one.start) == ("gone", None, None)
        elif edit.kind == "keep":
            start = new.text.index(sentence)
            assert (one.status, one.document, one.start, one.end) == ("moved", new.id, start, start + len(sentence))
        else:
            assert (one.status, one.document) == ("changed", new.id)
            assert one.words == new.text[one.start : one.end]
            assert one.words.split()[:4] == sentence.lstrip("=- ").split()[:4]
