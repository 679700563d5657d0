"""Files that break readers, made here: each has its code and a message that says what to do, or the right text and warning.

The shared folder of bad files has a manifest; its outcomes are checked by `benchmarks/ingest_bad.py`.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest

from core.documents import ReadResult
from core.errors import RefusedFile
from ingest.passages import split
from ingest.readers import read
from tests.ingest.papers import make_pdf

PAGE = [(72.0, 700.0, 11.0, "4.1 The ferry sails on Mondays."), (72.0, 660.0, 11.0, "4.2 It takes bicycles.")]
LINE = b"BT /F 12 Tf 72 700 Td (4.1 The ferry sails on Mondays.) Tj ET"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Count 1/Kids[5 0 R]>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def objects(*bodies: bytes) -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for n, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (n, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, xref)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def page(
    contents: bytes = b"4 0 R", box: bytes = b"[0 0 595 842]", resources: bytes = b"<</Font<</F 3 0 R>>>>"
) -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents %b/Resources%b>>" % (box, contents, resources)


def one_page(contents: bytes = b"", **changes: bytes) -> bytes:
    return objects(CATALOG, PAGES, FONT, contents or stream(LINE), page(**changes))


def saved(change: Callable[[pikepdf.Pdf], None], **how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf([PAGE]))) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def word() -> bytes:
    made = docx.Document()
    made.add_paragraph("The ferry sails on Mondays.")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The Word file with its parts changed (None: left out) and others added."""
    source, out = zipfile.ZipFile(io.BytesIO(word())), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
        for name, data in more.items():
            target.writestr(name, data)
    return out.getvalue()


def of_document(change: Callable[[bytes], bytes]) -> bytes:
    return packed(lambda name, data: change(data) if name == "word/document.xml" else data)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
REFUSED: list[tuple[str, Callable[[], bytes], str, str]] = [
    # name, content, code, words of the message
    ("nothing.txt", lambda: b"", "empty_file", "0 bytes"),
    ("zeros.txt", lambda: b"\x00" * 5000, "empty_file", "zero bytes only"),
    ("lone_header.pdf", lambda: b"%PDF-1.7\n", "damaged_pdf", "could not be mended"),
    ("no_pages.pdf", lambda: objects(b"<</Type/Catalog>>", FONT), "damaged_pdf", "damaged"),
    ("no_catalogue.pdf", lambda: objects(FONT, FONT), "damaged_pdf", "damaged"),
    ("zero_pages.pdf", lambda: objects(CATALOG, b"<</Type/Pages/Count 0/Kids[]>>"), "damaged_pdf", "damaged"),
    ("reply.pdf", lambda: b'{"error": "not found"}', "not_a_pdf", "does not hold one"),
    ("packed.pdf", lambda: b"\x1f\x8b\x08\x00" + b"\x01" * 100, "not_a_pdf", "does not hold one"),
    ("locked.pdf", lambda: saved(lambda _: None, encryption=pikepdf.Encryption(owner="a", user="b")), "password_required", "--password"),
    ("no_text_part.docx", lambda: packed(lambda n, d: None if n == "word/document.xml" else d), "damaged_docx", "no Word text"),
    ("empty_part.docx", lambda: of_document(lambda _: b""), "damaged_docx", "Open it in Word"),
    ("half_part.docx", lambda: of_document(lambda data: data[: len(data) // 2]), "damaged_docx", "Open it in Word"),
    ("wrong_letters.docx", lambda: of_document(lambda data: data.replace(b"ferry", b"f\xe9\xffrry")), "damaged_docx", "Open it in Word"),
    ("cut.docx", lambda: word()[:5000], "damaged_docx", "cut short"),
    ("sheet.xlsx", workbook, "unsupported_type", "spreadsheet"),
    ("sheet.docx", workbook, "unsupported_type", "spreadsheet"),
    ("slides.docx", lambda: archive(**{"ppt/presentation.xml": b"<x/>"}), "unsupported_type", "slides"),
    ("letter.odt", lambda: archive(mimetype=b"application/vnd.oasis.opendocument.text"), "unsupported_type", "OpenDocument"),
    ("letter.docx", lambda: archive(mimetype=b"application/vnd.oasis.opendocument.text"), "unsupported_type", "OpenDocument"),
    ("papers.zip", lambda: archive(**{"one.txt": b"one"}), "unsupported_type", "Unpack it"),
    ("mail.msg", lambda: OLE + "__substg1.0_".encode("utf-16-le"), "unsupported_type", "Outlook"),
    ("old.doc", lambda: OLE, "unsupported_legacy_word", "save it as .docx"),
    ("old.docx", lambda: OLE + "WordDocument".encode("utf-16-le"), "unsupported_legacy_word", "save it as .docx"),
    ("old.txt", lambda: b"{\\rtf1 hello}", "unsupported_rtf", "save it as .docx"),
    ("answers.csv", lambda: b"id,text\n1,no\n", "unsupported_type", "verbatim responses add"),
    ("photo.pdf", lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 50, "unsupported_image", "--ocr"),
    ("program.exe", lambda: b"MZ" + bytes(range(256)) * 20, "unsupported_type", "not a document"),
    ("program.txt", lambda: bytes(range(256)) * 40, "unsupported_type", "not a document"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_with_a_code_and_what_to_do(
    tmp_path: Path, name: str, content: Callable[[], bytes], code: str, words: str
) -> None:
    (tmp_path / name).write_bytes(content())
    with pytest.raises(RefusedFile) as refused:
        read(tmp_path / name)
    assert refused.value.code == code
    assert name in str(refused.value) and words in str(refused.value)


SAILS = "4.1 The ferry sails on Mondays."
READ: list[tuple[str, Callable[[], bytes], str, tuple[str, ...]]] = [
    # name, content, text that is in it, its warnings
    ("pages_in_a_circle.pdf", lambda: objects(CATALOG, b"<</Type/Pages/Count 2/Kids[5 0 R 2 0 R]>>", FONT, stream(LINE), page()), SAILS, ("failed_or_empty",)),
    ("font_gone.pdf", lambda: objects(CATALOG, PAGES, b"null", stream(LINE), page()), SAILS, ()),
    ("resources_gone.pdf", lambda: one_page(resources=b"<<>>"), SAILS, ()),
    ("no_size.pdf", lambda: one_page(box=b"[0 0 0 0]"), SAILS, ()),
    ("box_turned.pdf", lambda: one_page(box=b"[595 842 0 0]"), SAILS, ()),
    ("box_of_words.pdf", lambda: one_page(box=b"(none)"), SAILS, ()),
    ("poster.pdf", lambda: one_page(box=b"[0 0 14400 14400]"), SAILS, ()),
    ("length_short.pdf", lambda: one_page(b"<</Length 7>>\nstream\n%b\nendstream" % LINE), SAILS, ()),
    ("length_long.pdf", lambda: one_page(b"<</Length 9999999>>\nstream\n%b\nendstream" % LINE), SAILS, ()),
    ("after_a_reply.pdf", lambda: b"HTTP/1.1 200 OK\r\n\r\n" + make_pdf([PAGE]), SAILS, ("repaired",)),
    ("sent_as_text.pdf", lambda: make_pdf([PAGE]).replace(b"\n", b"\r\n"), SAILS, ("repaired",)),
    ("owner.pdf", lambda: saved(lambda _: None, encryption=pikepdf.Encryption(owner="a", user="")), SAILS, ()),
    ("attached.pdf", lambda: saved(lambda pdf: pdf.attachments.__setitem__("a.txt", b"x")), SAILS, ("active_content",)),
    ("picture_of_gigabytes.pdf", lambda: one_page(stream(b"BI /W 60000 /H 60000 /BPC 8 /CS /RGB /F /Fl ID " + zlib.compress(bytes(99)) + b" EI " + LINE)), SAILS, ()),
    ("strict.docx", lambda: of_document(lambda data: data.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")), "The ferry sails on Mondays.", ()),
    ("no_styles.docx", lambda: packed(lambda n, d: None if n == "word/styles.xml" else d), "The ferry sails on Mondays.", ()),
    ("no_relations.docx", lambda: packed(lambda n, d: None if n.endswith(".rels") else d), "The ferry sails on Mondays.", ()),
    ("odd_names.docx", lambda: packed(lambda n, d: d, **{"../../out": b"x", "C:\\x.txt": b"x", "a" * 3000: b"x", "\u202egnp.exe": b"x"}), "The ferry sails on Mondays.", ()),
    ("moved.html", lambda: b'<html><head><meta http-equiv="refresh" content="0;url=http://a.example/"></head><body><p>It has moved.</p></body></html>', "It has moved.", ()),
    ("wrong_charset.html", lambda: b'<html><head><meta charset="utf-8"></head><body><p>Caf\xe9 \xa35</p></body></html>', "Café £5", ()),
    ("odd_charset.html", lambda: b'<html><head><meta charset="x-none"></head><body><p>It sails.</p></body></html>', "It sails.", ()),
    ("sixteen.html", lambda: "\ufeff<html><body><p>It costs £5.</p></body></html>".encode("utf-16-be"), "It costs £5.", ()),
    ("unclosed.html", lambda: b"<html><body><p>It <b>sails<table><tr><td>one<td>two<tr><td>three", "one\ttwo", ()),
    ("saved_as_page.doc", lambda: b"<html><body><p>Saved as a page.</p></body></html>", "Saved as a page.", ()),
    ("sixteen_le.txt", lambda: "It costs £5.\r\n".encode("utf-16-le") * 20, "It costs £5.", ()),
    ("sixteen_be.txt", lambda: "It costs £5.\r\n".encode("utf-16-be") * 20, "It costs £5.", ()),
    ("thirty_two.txt", lambda: "It costs £5.\r\n".encode("utf-32"), "It costs £5.", ()),
    ("cut_letter.txt", lambda: ("It costs £5. " * 9 + "at the café").encode()[:-1], "It costs £5. at the caf", ()),
    ("x" * 200 + ".txt", lambda: b"It sails.\n", "It sails.", ()),
]  # fmt: skip


def _ends(result: ReadResult) -> str:
    return "".join(block.span.of(result.document.text) for block in result.blocks)


@pytest.mark.parametrize(("name", "content", "words", "warnings"), READ, ids=[row[0][:24] for row in READ])
def test_read_with_its_words_and_warnings(
    tmp_path: Path, name: str, content: Callable[[], bytes], words: str, warnings: tuple[str, ...]
) -> None:
    (tmp_path / name).write_bytes(content())
    result = read(tmp_path / name)
    assert words in result.document.text
    assert result.warnings == warnings
    assert _ends(result) == result.document.text
    assert any(words.split("\t")[0] in passage.text for passage in split(result.document, result.blocks))


@pytest.mark.parametrize(
    ("name", "content", "warning"),
    [
        ("blank.pdf", make_pdf([[]]), "no_text"),
        ("spaces.txt", b" \r\n\t" * 50, "no_text"),
        ("mark_only.txt", b"\xef\xbb\xbf", "no_text"),
        ("empty_page.html", b"<html><body></body></html>", "no_text"),
        ("two_packings.pdf", one_page(stream(zlib.compress(zlib.compress(b" " * 100_000_000, 9), 9), b"/Filter[/FlateDecode/FlateDecode]")), "failed_or_empty"),
        ("no_letters.pdf", one_page(stream(b"BT /F 12 Tf 72 700 Td () Tj ET " + b"0 0 m 9 9 l S " * 60)), "needs_ocr"),
    ],
)  # fmt: skip
def test_what_holds_no_words_says_so(tmp_path: Path, name: str, content: bytes, warning: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = read(tmp_path / name)
    assert warning in result.warnings
    assert split(result.document, result.blocks) == []
    if warning in ("needs_ocr", "failed_or_empty"):
        assert "Page 1 " in result.notes[0]


def test_half_characters_are_replaced_one_for_one(tmp_path: Path) -> None:
    table = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <d800> endbfrange"
    data = objects(CATALOG, PAGES, FONT[:-2] + b"/ToUnicode 6 0 R>>", stream(LINE), page(), stream(table))
    (tmp_path / "half.pdf").write_bytes(data)
    result = read(tmp_path / "half.pdf")
    result.document.text.encode()  # what a database does
    assert result.warnings == ("garbled_text",)


def test_a_tree_of_tags_that_turns_in_a_circle_ends(tmp_path: Path) -> None:
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
        PAGES,
        FONT,
        stream(b"/P<</MCID 0>>BDC " + LINE + b" EMC"),
        page()[:-2] + b"/StructParents 0>>",
        b"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[7 0 R]]>>>>",
        b"<</Type/StructElem/S/P/P 6 0 R/Pg 5 0 R/K[0 7 0 R]>>",
    )
    (tmp_path / "circle.pdf").write_bytes(data)
    assert SAILS in read(tmp_path / "circle.pdf").document.text


def test_a_long_line_of_blanks_costs_no_more_than_its_length(tmp_path: Path) -> None:
    (tmp_path / "deep.md").write_bytes(b"".join(b" " * n + b"- item\n" for n in range(0, 1500, 3)))
    result = read(tmp_path / "deep.md")
    assert result.document.text.count("item") == 500
