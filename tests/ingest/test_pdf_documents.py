"""Real PDF files read as they are known to be: rows, headings, printed numbers and the words under the boxes."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from core.documents import Block, ReadResult
from ingest.readers import read

pytestmark = pytest.mark.documents


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9]+", re.sub("[\u00ad\ufffe]\\s*", "", text.lower())))


def _bodies(result: ReadResult) -> list[tuple[Block, str]]:
    return [(block, block.span.of(result.document.text)) for block in result.blocks]


@pytest.mark.parametrize("name", ["000", "002"])
@pytest.mark.parametrize("version", ["tagged", "untagged"])
def test_table_rows_are_whole(shared: Path, name: str, version: str) -> None:
    folder = shared / "documents" / "layout_truth"
    truth = json.loads((folder / f"{name}.truth.json").read_text())
    wanted = Counter(_key("".join(row)) for part in truth if part["kind"] == "table" for row in part["rows"])
    result = read(folder / f"{name}.{version}.pdf")
    found = Counter(_key(text) for block, text in _bodies(result) if block.kind not in ("furniture", "paragraph"))
    assert sum((wanted & found).values()) >= 0.97 * wanted.total()


@pytest.mark.parametrize("name", ["000", "002"])
def test_running_lines_are_no_body(shared: Path, name: str) -> None:
    result = read(shared / "documents" / "layout_truth" / f"{name}.untagged.pdf")
    body = [text.strip() for block, text in _bodies(result) if block.kind != "furniture"]
    assert [text for text in body if "running header" in text or re.fullmatch(r"Page \d+", text)] == []


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("souldern_financial_regulations.pdf", "5.16", "6.10"), ("souldern_standing_orders.pdf", "1.3.1", "1.3.7")],
)
def test_printed_numbers_are_fields(shared: Path, name: str, first: str, last: str) -> None:
    numbers = {block.number for block in read(shared / "documents" / name).blocks}
    assert {first, last} <= numbers


def test_regulations_have_all_their_numbers(shared: Path) -> None:
    path = shared / "documents" / "souldern_financial_regulations.pdf"
    pdf = pypdfium2.PdfDocument(path)
    lines = "\n".join(page.get_textpage().get_text_range() for page in pdf).splitlines()
    printed = {m[1] for line in lines if (m := re.match(r"(\d{1,2}\.\d{1,2})\.\s*[\[{(“\"']*[^\W\d_]", line))}
    assert len(printed) > 100
    assert printed - {block.number for block in read(path).blocks} == set()


@pytest.mark.parametrize(
    "name", ["layout_truth/002.untagged.pdf", "souldern_standing_orders.pdf", "unst_annual_report_76p.pdf"]
)
def test_the_words_under_the_boxes_of_a_block_are_its_words(shared: Path, name: str) -> None:
    path = shared / "documents" / name
    pdf = pypdfium2.PdfDocument(path)
    pages = {}
    found = wanted = 0
    for block, text in _bodies(read(path)):
        under: Counter[str] = Counter()
        for number, x0, y0, x1, y1 in block.boxes:
            if number not in pages:
                pages[number] = pdf[number - 1].get_textpage()
            under += _words(pages[number].get_text_bounded(x0 - 0.6, y0 - 0.6, x1 + 0.6, y1 + 0.6))
        words = _words(text)
        wanted += words.total()
        found += sum((words & under).values())
    assert found >= 0.99 * wanted


def test_minutes_typed_as_a_table_have_headings(shared: Path) -> None:
    result = read(shared / "documents" / "souldern_minutes_2012-06-28.pdf")
    numbers = [block.number for block in result.blocks if block.kind == "heading" and block.number]
    assert numbers == [str(n) for n in range(1, 12)]
