"""Each format from bytes to blocks, and the refusals."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from core.documents import Block, Document, ReadResult, Span
from core.errors import RefusedFile
from ingest.passages import split
from ingest.readers import read
from tests.ingest.papers import make_pdf


def _read(folder: Path, name: str, data: bytes) -> ReadResult:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def _kinds(result: ReadResult) -> list[tuple[str, str]]:
    text = result.document.text
    return [(block.kind, " ".join(block.span.of(text).split())) for block in result.blocks]


BODY = [
    (72.0, 640.0, 11.0, "2.1 The harbour office will publish a plan of the berths,"),
    (72.0, 626.0, 11.0, "which the members asked for last year."),
    (72.0, 590.0, 11.0, "2.2 Fees stay as they are."),
]


def test_a_pdf_page_gives_headings_paragraphs_and_furniture(tmp_path: Path) -> None:
    pages = [
        [
            (72.0, 805.0, 9.0, "Quay Committee 2031"),
            (72.0, 700.0, -16.0, "Berths and fees"),
            *BODY,
            (280.0, 30.0, 9.0, f"Page {n}"),
        ]
        for n in (1, 2, 3)
    ]
    result = _read(tmp_path, "paper.pdf", make_pdf(pages))
    assert _kinds(result)[:5] == [
        ("furniture", "Quay Committee 2031"),
        ("heading", "Berths and fees"),
        (
            "paragraph",
            "2.1 The harbour office will publish a plan of the berths, which the members asked for last year.",
        ),
        ("paragraph", "2.2 Fees stay as they are."),
        ("furniture", "Page 1"),
    ]
    first = result.blocks[2]
    assert (first.number, first.page, first.section) == ("2.1", 1, ("Berths and fees",))
    assert first.boxes[0][0] == 1
    assert first.boxes[0][1] == pytest.approx(72, abs=2)
    assert result.document.pages == 3


def test_lines_that_repeat_inside_paragraphs_at_the_top_of_pages_stay(tmp_path: Path) -> None:
    pages = [
        [
            (72.0, 800.0, 11.0, f"{n}.1 Rule {n} of the pier is set by the master and"),
            (72.0, 786.0, 11.0, "goes on over a second line."),
        ]
        for n in (1, 2, 3, 4)
    ]
    result = _read(tmp_path, "rules.pdf", make_pdf(pages))
    assert [block.number for block in result.blocks if block.kind != "furniture"] == ["1.1", "2.1", "3.1", "4.1"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    rows = [
        line
        for n in range(12)
        for line in (
            (60.0, 760.0 - 14 * n, 10.0, f"left side of the page, line {n:02} here"),
            (320.0, 760.0 - 14 * n, 10.0, f"right side of the page, line {n:02} here"),
        )
    ]
    text = _read(tmp_path, "columns.pdf", make_pdf([rows])).document.text
    assert text.index("left side of the page, line 11") < text.index("right side of the page, line 00")


def test_white_letters_on_white_are_flagged_and_not_in_passages(tmp_path: Path) -> None:
    data = make_pdf([[(72.0, 700.0, 11.0, "The pier opens in May."), (72.0, 600.0, 11.0, "SECRET")]])
    white = data.replace(b"BT /F 11.0 Tf 72.0 600.0", b"1 g BT /F 11 Tf 72 600 ")
    result = _read(tmp_path, "white.pdf", white)
    assert "hidden_text" in result.warnings
    assert ["SECRET" in passage.text for passage in split(result.document, result.blocks)] == [False]


def test_a_damaged_pdf_is_mended_or_refused_by_code(tmp_path: Path) -> None:
    data = make_pdf([BODY])
    mended = _read(tmp_path, "moved.pdf", data.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% an editor moved everything\n"))
    assert "2.2 Fees stay as they are." in mended.document.text
    assert mended.warnings == ("repaired",)
    with pytest.raises(RefusedFile) as refused:
        _read(tmp_path, "noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 4)
    assert refused.value.code == "damaged_pdf"


def _docx(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def test_word_numbers_are_computed_and_tables_are_rows(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Slipway works", 1)
    made.add_paragraph("Remove the weed", style="List Number")
    made.add_paragraph("Lay the stone", style="List Number")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip((*table.rows[0].cells, *table.rows[1].cells), ("Item", "Cost", "Stone", "£40")):
        cell.text = words
    result = _read(tmp_path, "works.docx", _docx(made))
    assert result.document.text == "Slipway works\nRemove the weed\nLay the stone\nItem\tCost\nStone\t£40\n"
    assert [(block.kind, block.number) for block in result.blocks] == [
        ("heading", None),
        ("paragraph", "1"),
        ("paragraph", "2"),
        ("table_row", None),
        ("table_row", None),
    ]


def _with_document_xml(change: bytes) -> bytes:
    made = docx.Document()
    made.add_paragraph("PLACE")
    source, out = zipfile.ZipFile(io.BytesIO(_docx(made))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(
                name, data.replace(b"<w:r><w:t>PLACE</w:t></w:r>", change) if name == "word/document.xml" else data
            )
    return out.getvalue()


def test_inserted_words_are_in_and_flagged_deleted_ones_are_out(tmp_path: Path) -> None:
    change = b"<w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    result = _read(tmp_path, "tracked.docx", _with_document_xml(change))
    assert result.document.text == "Kept new\n"
    assert result.warnings == ("tracked_changes",)
    assert result.blocks[0].flags == ("inserted", "deleted")


def test_a_web_page_gives_its_main_content(tmp_path: Path) -> None:
    page = (
        "<!doctype html><title>Tides - Quay Council</title><body><nav><a href=/>Home</a></nav><div class='cookie-banner'>We use cookies</div><main><h1>Tide tables</h1>"
        "<p>High water is <b>at noon</b>.</p><p style='display:none'>trap</p><ol start=3><li>Third</li></ol><table><tr><th>Day</th><th>Time</th></tr></table></main><footer>Contact</footer>"
    )
    result = _read(tmp_path, "tides.html", page.encode())
    assert result.document.text == "Tide tables\nHigh water is at noon.\ntrap\nThird\nDay\tTime\n"
    assert [(block.kind, block.number, block.flags) for block in result.blocks] == [
        ("heading", None, ()), ("paragraph", None, ()), ("paragraph", None, ("hidden",)), ("paragraph", "3", ()), ("table_row", None, ("header",)),
    ]  # fmt: skip
    assert all("trap" not in passage.text for passage in split(result.document, result.blocks))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("none.pdf", b"", "empty_file"),
        ("noise.pdf", b"\x01\x02\x03 nothing", "not_a_pdf"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported_legacy_word"),
        ("note.docx", b"{\\rtf1 words}", "unsupported_rtf"),
        ("scan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40), "unsupported_image"),
        ("cut.docx", b"PK\x03\x04 cut", "damaged_docx"),
        ("rows.csv", b"a,b\n1,2\n", "unsupported_type"),
    ],
)
def test_refusals_by_code(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        _read(tmp_path, name, data)
    assert refused.value.code == code
    assert name in str(refused.value)


def test_a_word_file_with_entities_is_refused(tmp_path: Path) -> None:
    made = docx.Document()
    source, out = zipfile.ZipFile(io.BytesIO(_docx(made))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(
                name,
                b"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY e 'x'>]><d>&e;</d>"
                if name == "word/document.xml"
                else source.read(name),
            )
    with pytest.raises(RefusedFile) as refused:
        _read(tmp_path, "entity.docx", out.getvalue())
    assert refused.value.code == "damaged_docx"


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_in_any_encoding(tmp_path: Path, mark: str) -> None:
    assert _read(tmp_path, "a.txt", "The café’s fee – £3".encode(mark)).document.text == "The café’s fee – £3"


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    result = _read(tmp_path, "page.pdf", b"<html><body><p>Hello quay</p></body></html>")
    assert (result.document.text, result.warnings) == ("Hello quay\n", ("extension_mismatch",))


def test_hyphens_printed_inside_a_word_are_soft(tmp_path: Path) -> None:
    result = _read(tmp_path, "a.pdf", make_pdf([[(72.0, 700.0, 11.0, "The berth agree-ment is a long-term one.")]]))
    assert split(result.document, result.blocks)[0].text.endswith("The berth agreement is a long-term one.")


@pytest.mark.parametrize(("pair", "warned"), [(b"<43> <ZZ>", True), (b"<43> <0043>", False)])
def test_a_font_whose_letters_have_no_meaning_is_named(tmp_path: Path, pair: bytes, warned: bool) -> None:
    table = b"1 beginbfchar %b endbfchar" % pair
    font = b"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Own/ToUnicode %d 0 R/Encoding<</Differences[67/g1/g2]>>>>"
    data = make_pdf(
        [[(72.0, 700.0, 11.0, "Council quay")]],
        font=font,
        extra=b"<</Length %d>>\nstream\n%b\nendstream" % (len(table), table),
    )
    result = _read(tmp_path, "a.pdf", data)
    assert ("garbled_text" in result.warnings) is warned


def test_a_page_nested_very_deeply_is_read(tmp_path: Path) -> None:
    data = b"<div>" * 40_000 + b"The quay opens." + b"</div>" * 40_000 + b"<p>It shuts.</p>"
    assert _kinds(_read(tmp_path, "a.html", data)) == [("paragraph", "The quay opens."), ("paragraph", "It shuts.")]


@pytest.mark.parametrize("letters", ["quay" * 50_000, "quay " * 20_000])
def test_no_passage_is_huge(tmp_path: Path, letters: str) -> None:
    result = _read(tmp_path, "a.txt", letters.encode())
    passages = split(result.document, result.blocks)
    assert max(len(passage.text) for passage in passages) < 3_000
    assert "".join(passage.text.replace(" ", "") for passage in passages).count("quay") >= letters.count("quay") - len(
        passages
    )


def test_a_running_line_of_which_one_part_changes_is_furniture(tmp_path: Path) -> None:
    pages = [
        [(72.0, 805.0, 9.0, "Harbour Alliance"), (420.0, 805.0, 9.0, part), (72.0, 700.0, 11.0, f"The {part} is long.")]
        for part in ("First paper", "Second paper", "Third paper", "Fourth paper")
    ]
    kinds = _kinds(_read(tmp_path, "a.pdf", make_pdf(pages)))
    assert [words for kind, words in kinds if kind == "furniture"] == [
        f"Harbour Alliance {part}" for part in ("First paper", "Second paper", "Third paper", "Fourth paper")
    ]


def test_automatic_letters_of_word_stand_in_the_search_text() -> None:
    document = Document("d1", "", "the quay is mended; and\nthe fees rise.\n", "", "")
    blocks = (
        Block(Span(0, 24), "list_item", number="a", paragraph="1(a)"),
        Block(Span(24, 39), "list_item", number="b", paragraph="1(b)"),
    )
    assert (
        "\n".join(passage.text for passage in split(document, blocks))
        == "(a) the quay is mended; and\n(b) the fees rise."
    )


@pytest.mark.parametrize(("shapes", "warning"), [(60, "needs_ocr"), (3, "no_text")])
def test_a_page_of_traced_letters_is_named_and_a_ruled_line_is_not(tmp_path: Path, shapes: int, warning: str) -> None:
    import pikepdf

    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    drawn = "\n".join(f"{20 + 5 * n} 400 3 7 re f" for n in range(shapes))
    page.Contents = pdf.make_stream(drawn.encode())
    stream = io.BytesIO()
    pdf.save(stream)
    assert _read(tmp_path, "traced.pdf", stream.getvalue()).warnings == (warning,)
