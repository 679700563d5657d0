"""Word packages as programs write them: strict, renamed, without parts, with other files inside, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from core.errors import RefusedFile
from ingest.readers import read
from ingest.readers.docx import read_docx
from tests.ingest.word_files import (
    abstract,
    cell,
    level,
    listed,
    make_docx,
    num,
    paragraph,
    reading,
    row,
    style,
    styled,
    table,
)


def _changed(data: bytes, **changes: bytes | None) -> bytes:
    """The package with parts replaced (by their base name) or left out."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            stem = name.rsplit("/", 1)[-1].split(".")[0]
            content = changes.get(stem, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return out.getvalue()


def test_strict_files_read_like_others() -> None:
    body = styled("Fees", "Heading1") + listed("Set in May.", 1)
    styles, numbering = style("Heading1", "heading 1"), abstract(1, level(0, "%1.")) + num(1, 1)
    strict = read_docx(make_docx(body, strict=True, styles=styles, numbering=numbering), "a.docx")
    plain = reading(body, styles=styles, numbering=numbering)
    assert (strict.text, strict.units) == (plain.text, plain.units)
    assert [unit.label for unit in strict.units] == [None, "1."]


def test_the_relations_say_which_part_is_the_text() -> None:
    data = make_docx(styled("Fees", "H"), main="word/document2.xml", styles=style("H", "heading 2"))
    assert [(unit.kind, unit.level) for unit in read_docx(data, "a.docx").units] == [("heading", 2)]
    elsewhere = make_docx(paragraph("Elsewhere."), main="content/body.xml")
    assert read_docx(elsewhere, "a.docx").text == "Elsewhere.\n"


@pytest.mark.parametrize("main", ["word/main.xml", "content/body.xml"])
def test_a_file_whose_text_has_an_unusual_name_is_known_for_a_word_file(tmp_path: Path, main: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(make_docx(paragraph("Elsewhere."), main=main))
    assert read(path).document.text == "Elsewhere.\n"


def test_a_glossary_is_not_the_text() -> None:
    data = make_docx(paragraph("Text."), raw={"word/glossary/document.xml": make_docx(paragraph("Placeholder"))})
    assert read_docx(data, "a.docx").text == "Text.\n"


@pytest.mark.parametrize("content", [None, b"<broken", b""])
def test_without_styles_or_numbering_the_words_are_read(content: bytes | None) -> None:
    data = make_docx(
        styled("Fees", "Heading1") + listed("x", 1), styles=style("Heading1", "heading 1"), numbering=num(1, 1)
    )
    made = read_docx(_changed(data, styles=content, numbering=content), "a.docx")
    assert (made.text, [unit.label for unit in made.units]) == ("Fees\nx\n", [None, None])


def test_relations_that_are_missing_leave_the_usual_names() -> None:
    data = make_docx(styled("Fees", "Heading1"), styles=style("Heading1", "heading 1"))
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if not name.endswith(".rels"):
                target.writestr(name, source.read(name))
    assert [unit.kind for unit in read_docx(out.getvalue(), "a.docx").units] == ["heading"]


def test_macros_are_named_and_not_run() -> None:
    made = read_docx(make_docx(paragraph("Text."), raw={"word/vbaProject.bin": b"\x00"}), "a.docm")
    assert (made.text, made.warnings) == ("Text.\n", ("active_content",))


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("word/chunk.html", b"<html><body><h2>Tides</h2><p>High at noon.</p></body></html>", "Tides\nHigh at noon.\n"),
        ("word/chunk.txt", "Caf\u00e9 fees".encode(), "Caf\u00e9 fees\n"),
    ],
)
def test_embedded_pages_and_text_are_read_in_their_place(name: str, data: bytes, text: str) -> None:
    body = paragraph("Before.") + '<w:altChunk r:id="chunk"/>' + paragraph("After.")
    made = read_docx(make_docx(body, raw={name: data}), "a.docx")
    assert made.text == f"Before.\n{text}After.\n"
    assert made.units[-1].start == len(made.text) - len("After.\n")


def test_an_embedded_file_that_cannot_be_read_is_named() -> None:
    made = read_docx(
        make_docx(paragraph("Text.") + '<w:altChunk r:id="chunk"/>', raw={"word/chunk.rtf": b"{\\rtf1}"}), "a.docx"
    )
    assert made.notes == ("An embedded part (word/chunk.rtf) could not be read and is left out.",)


def test_a_file_without_a_body_is_refused() -> None:
    with pytest.raises(RefusedFile) as refused:
        read_docx(_changed(make_docx(""), document=b"<a/>"), "a.docx")
    assert refused.value.code == "damaged_docx"


def test_tables_nested_without_end_are_refused() -> None:
    inside = paragraph("core")
    for _ in range(150):
        inside = table(row(cell(paragraph("a") + paragraph("b") + inside + paragraph(""))))
    with pytest.raises(RefusedFile) as refused:
        read_docx(make_docx(inside), "a.docx")
    assert refused.value.code == "too_deep"


def test_a_part_that_says_it_is_huge_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    with pytest.raises(RefusedFile) as refused:
        read_docx(stream.getvalue(), "a.docx")
    assert refused.value.code == "too_large"


def test_processing_instructions_and_comments_of_the_markup_are_no_text() -> None:
    assert reading(paragraph("A<!-- no --> word<?php no ?>.")).text == "A word.\n"
