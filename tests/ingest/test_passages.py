"""Passages: what goes together, what never does; as examples, over random structures, and over the shared documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import Block, Document, Passage
from core.text import sentences
from ingest.passages import searchable, split
from ingest.pieces import MOST_WORDS, OVER, size_of
from ingest.readers import read
from ingest.readers.text import read_text
from ingest.structure import structure
from ingest.structure.units import Unit, visible
from tests.builders import make_document

LONGEST = MOST_WORDS * OVER


def _read(text: str) -> tuple[Document, tuple[Block, ...], list[Passage]]:
    reading = read_text(text.encode())
    document = make_document(reading.text, title="", page_starts=reading.page_starts)
    blocks = structure(reading.text, reading.units)
    return document, blocks, split(document, blocks)


def _texts(text: str) -> list[str]:
    return [passage.text for passage in _read(text)[2]]


def _sentence(n: int, words: int = 12) -> str:
    return f"Sentence {n} " + " ".join(["quay"] * (words - 3)) + " end."


def test_a_heading_with_nothing_under_it_goes_before_the_text_after_it() -> None:
    assert _texts("# Harbour Board\n\n# Minutes of the meeting\n\n## 1. Welcome\n\nThe Chair spoke of the wall.\n") == [
        "Minutes of the meeting > 1. Welcome\nHarbour Board\nThe Chair spoke of the wall."
    ]


def test_a_last_heading_goes_after_the_text_before_it() -> None:
    _, blocks, passages = _read("# Plan\n\nThe wall is mended in May.\n\n# Appendix\n")
    assert [passage.kind for passage in passages] == ["paragraph"]
    assert [blocks[n].kind for n in passages[0].blocks] == ["paragraph", "heading"]
    assert passages[0].section == ("Plan",)


def test_a_sentence_that_a_page_break_cuts_reads_through() -> None:
    head = " ".join(_sentence(n) for n in range(14))
    text = (
        f"## 3. Sums\n\n3.2 {head} The grant of 2023 will be spent on the\n\fnew slipway and its lights. "
        + " ".join(_sentence(n) for n in range(20, 24))
        + "\n"
    )
    _, blocks, passages = _read(text)
    assert "continued" in blocks[-1].flags
    whole = [passage for passage in passages if "The grant of 2023" in passage.text]
    assert len(whole) == 1
    assert "The grant of 2023 will be spent on the new slipway and its lights." in whole[0].text
    assert {passage.paragraph for passage in passages} == {"3.2"}
    assert max(size_of(passage.text) for passage in passages) <= LONGEST


def test_a_sentence_over_two_page_breaks_is_one_passage() -> None:
    text = "The grant will be spent on the\n\fnew slipway and on the lights\n\fthat stand beside it.\n"
    assert [passage.text for passage in _read(text)[2]] == [
        "The grant will be spent on the new slipway and on the lights that stand beside it."
    ]


def test_numbered_paragraphs_stand_apart() -> None:
    text = f"## 3. Sums\n\n3.1 {_sentence(1, 30)}\n\n3.2 {_sentence(2, 30)}\n"
    assert [passage.paragraph for passage in _read(text)[2]] == ["3.1", "3.2"]


def test_a_list_keeps_its_lead_in_however_long_it_is() -> None:
    items = "".join(f"- {_sentence(n, 25)}\n" for n in range(20))
    found = _texts(f"## Steps\n\nThe harbour board will take these steps:\n\n{items}")
    assert len(found) == 4
    assert all("The harbour board will take these steps:" in text for text in found)


def test_rows_go_with_their_header_and_caption() -> None:
    rows = "".join(f"| Berth {n} | {' '.join(['mooring'] * 20)} | {n} |\n" for n in range(30))
    found = _texts(f"## Fees\n\n**Table 2: Fees by berth**\n\n| Berth | Kind | Fee |\n|---|---|---|\n{rows}")
    assert len(found) == 5
    assert all("Table 2: Fees by berth" in text and "Berth | Kind | Fee" in text for text in found)


def test_the_question_under_a_chart_keeps_the_caption() -> None:
    found = _texts(
        "## Use\n\n**Figure 4: Who uses the ferry**\n\n| Daily | 12% |\n|---|---|\n| Weekly | 40% |\n\n*Base: All residents (n = 212)*\n"
    )
    assert [text for text in found if "n = 212" in text and "Figure 4: Who uses the ferry" in text]


def test_a_word_beside_a_table_is_no_passage() -> None:
    assert len(_texts("## Costs\n\n| Wall | £9 |\n|---|---|\n| Lights | £4 |\n\n£13\n")) == 1


def test_the_report_of_a_pack_stands_in_the_search_text() -> None:
    blocks_text = "# Board\n\n## Agenda\n\n1. Dredging\t1 - 2\n2. Painting\t3 - 4\n3. Lights\t5 - 6\n\n## Agenda Item 1\n\nDredging begins in May.\n\n## Agenda Item 2\n\nPainting begins in June.\n"
    found = _texts(blocks_text)
    assert [text for text in found if "begins in June" in text] == [
        "Painting > Agenda Item 2\nPainting begins in June."
    ]


# ---- rules that hold of every document


def broken_rules(document: Document, blocks: Sequence[Block], passages: Sequence[Passage]) -> list[str]:
    """What of the rules of passages a document's passages break; no rule, an empty list."""
    text = document.text
    found: list[str] = []
    body = [
        block
        for block in blocks
        if searchable(block) and block.kind != "heading" and visible(block.span.of(text), markup=True)
    ]
    covered = bytearray(len(text))
    for passage in passages:
        for span in passage.spans:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        kinds = {blocks[n].kind for n in passage.blocks}
        if kinds == {"heading"} and body:
            found.append(f"a heading alone: {passage.text[:60]!r}")
        if len({blocks[n].section for n in passage.blocks if blocks[n].kind != "heading"}) > 1:
            found.append(f"two sections in one passage: {passage.text[:60]!r}")
        if len({blocks[n].item for n in passage.blocks if blocks[n].kind != "heading"}) > 1:
            found.append(f"two reports in one passage: {passage.text[:60]!r}")
        n_words = sum(size_of(visible(span.of(text), markup=True)) for span in passage.spans)
        if n_words > LONGEST + 60 and len(passage.spans) > 2:
            found.append(f"{n_words} words in {len(passage.spans)} stretches: {passage.text[:60]!r}")
        above = " > ".join(visible(heading, markup=True) for heading in passage.section)
        if (
            passage.section
            and passage.kind != "heading"
            and above not in passage.text.replace("\n", " ")
            and not passage.text.startswith(visible(passage.section[0], markup=True))
        ):
            found.append(f"the headings are missing: {passage.text[:60]!r}")
        for n in passage.blocks:
            lead = blocks[n].lead_in
            if (
                lead is not None
                and blocks[n].kind == "list_item"
                and visible(lead.of(text), markup=True)[:60] not in passage.text
            ):
                found.append(f"a list without its lead-in: {passage.text[:60]!r}")
    ends = {span.end for passage in passages for span in passage.spans}
    for block in body:
        spot = block.span.of(text)
        missing = [n for n, character in enumerate(spot) if character.isalnum() and not covered[block.span.start + n]]
        if missing:
            found.append(f"lost: {spot[missing[0] : missing[0] + 60]!r}")
        if block.kind in ("table_row", "contents"):
            continue
        for sentence in sentences(spot, block.span.start):
            cut = [end for end in ends if sentence.start < end < sentence.end]
            if cut and sentence.end - sentence.start < 1_200:
                found.append(f"a sentence cut: {sentence.of(text)[:60]!r}")
    return found


_PARTS = st.sampled_from(
    [
        "# Harbour review", "## 2. Plans", "### Costs", "**Bold line**", "3.10 The council will act on the wall in May.", "3.11 " + " ".join(_sentence(n) for n in range(20)),
        "12. It met.", "(a) one thing;", "(ii) two things", "- an item of a list", "- " + _sentence(5, 40), "  - nested:", "The steps are:", "Figure 3: Shares of berths",
        "Question: Why?", "Base: all (n = 12)", "“It was far too slow for us all, and dear as well”", "a\tb\tc", "Berth\tFee\n1\t20\n2\t30", " ".join(_sentence(n) for n in range(30)),
        "The grant will be spent on the\n\fnew slipway and its lights.", " ".join(_sentence(n) for n in range(14)) + " It goes on over the\n\fpage and then ends.", "Contents\nPlans ..... 4\nCosts ..... 9",
        "RESOLVED: that it be noted.", "Page 3", "\f", "x" * 500, "Agenda\n\n1. Welcome\t1 - 2\n2. Dredging\t3 - 4\n3. Other\t5 - 6", "Agenda Item 2", "Present: Cllr A Person", "One word",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PARTS, max_size=25))
def test_the_rules_hold_of_random_papers(parts: list[str]) -> None:
    assert broken_rules(*_read("\n\n".join(parts))) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["heading", "paragraph", "list_item", "table_row", "quotation", "caption"]),
            st.integers(1, 260),
        ),
        max_size=20,
    )
)
def test_the_rules_hold_of_random_units(shapes: list[tuple[str, int]]) -> None:
    """As a Word file gives them: kinds stated, any length."""
    units, start = [], 0
    for kind, n_words in shapes:
        words = (
            " ".join(_sentence(n) for n in range(max(1, n_words // 12)))
            if n_words > 12
            else " ".join(["quay"] * n_words)
        )
        more = {"level": 1} if kind == "heading" else {"cells": (words, "4")} if kind == "table_row" else {}
        units.append(Unit(start, start + len(words) + 1, words, kind=kind, **more))  # type: ignore[arg-type]
        start += len(words) + 1
    text = "".join(unit.text + "\n" for unit in units)
    document = make_document(text, title="")
    blocks = structure(text, units)
    assert broken_rules(document, blocks, split(document, blocks)) == []


@pytest.mark.documents
def test_the_rules_hold_of_every_shared_document(shared: Path) -> None:
    broken = {}
    for path in sorted((shared / "documents").rglob("*")):
        if path.suffix not in (".txt", ".docx", ".html", ".pdf") or path.name == "README.md":
            continue
        result = read(path)
        found = broken_rules(result.document, result.blocks, split(result.document, result.blocks))
        if found:
            broken[path.name] = found
    assert broken == {}
