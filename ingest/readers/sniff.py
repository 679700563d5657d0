"""Which format a file is in: told by its bytes; its name only settles what bytes leave open."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from core.errors import RefusedFile

Format = Literal["pdf", "docx", "html", "text"]
SUFFIXES: dict[str, Format] = {
    ".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text", ".rst": "text",
}  # fmt: skip
LEGACY_SUFFIXES = frozenset([".doc", ".dot", ".rtf"])
LARGEST_FILE = 1_000_000_000  # bytes
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HTML_PART = re.compile(rb"<(?:p|div|span|h[1-6]|table|ul|ol|article|main|section|meta|title)\b[^>]*>", re.IGNORECASE)
_TABLES = frozenset([".csv", ".tsv", ".xlsx", ".xls", ".ods", ".sav", ".json", ".jsonl", ".xml", ".yaml", ".yml"])
_PDF_WITHIN = 1024  # bytes before which the header may stand, as PDF readers allow
MOST_CONTROL = 0.1


def sniff(head: bytes, name: str) -> tuple[Format, bool]:
    """(format, whether the name's suffix says another) from a file's bytes. Raises RefusedFile."""
    suffix = PurePath(name).suffix.lower()
    if not head:
        raise RefusedFile("empty_file", f"{name} is empty (0 bytes). Save or download it again.")
    found = _format(head, suffix, name)
    return found, SUFFIXES.get(suffix, found) != found


def _format(head: bytes, suffix: str, name: str) -> Format:
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(head, suffix, name)
    if head.startswith(_OLE):
        _refuse_ole(head, suffix, name)
    if head.lstrip()[:5] == b"{\\rtf":
        raise RefusedFile("unsupported_rtf", f"{name} is a rich text file. Open it in Word and save it as .docx.")
    if (head.startswith(_IMAGES) and not (head[:2] == b"BM" and head[:200].isascii())) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        raise RefusedFile("unsupported_image", f"{name} is a picture. Save it as a PDF and read it with --ocr.")
    if _HTML.match(head.lstrip(b"\xef\xbb\xbf")) or (
        SUFFIXES.get(suffix) == "html" and _HTML_PART.search(head[:20_000])
    ):
        return "html"
    if suffix == ".pdf":
        if _HTML_PART.search(head[:2000]):
            return "html"
        raise RefusedFile("not_a_pdf", f"{name} is called a PDF but does not hold one. Download it again.")
    if SUFFIXES.get(suffix) == "docx":
        raise RefusedFile(
            "damaged_docx", f"{name} is called a Word file but does not hold one. Save or download it again."
        )
    if suffix in _TABLES:
        raise RefusedFile(
            "unsupported_type",
            f"{name} is a table or data file, not a document. For survey responses use `verbatim responses add`.",
        )
    if not head.strip(b"\x00"):
        raise RefusedFile(
            "empty_file", f"{name} holds zero bytes only: it was not written to its end. Save or download it again."
        )
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[1:400:2].count(0) > 100 or head[:400:2].count(0) > 100
    control = sum(byte < 9 or 13 < byte < 32 for byte in head[:8000])
    if not wide and control > MOST_CONTROL * len(head[:8000]) and (suffix not in SUFFIXES or len(head) > 1000):
        raise RefusedFile(
            "unsupported_type",
            f"{name} is not a document that can be read. PDF, Word (.docx), HTML, Markdown and text can.",
        )
    return "html" if SUFFIXES.get(suffix) == "html" else "text"


def _zipped(data: bytes, suffix: str, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if SUFFIXES.get(suffix) == "docx":
            raise RefusedFile("damaged_docx", f"{name} is cut short or damaged. Save or download it again.") from error
        raise RefusedFile(
            "unsupported_type", f"{name} is an archive, and damaged. Unpack it and add the documents in it."
        ) from error
    if "word/document.xml" in names or any(entry.startswith("word/document") for entry in names):
        return "docx"
    if suffix in (".docx", ".docm", ".dotx") and not any(entry.startswith(("xl/", "ppt/")) for entry in names):
        if "_rels/.rels" in names:
            return "docx"  # its relations say which part holds the text, whatever that is called
        if "mimetype" not in names:
            raise RefusedFile("damaged_docx", f"{name} holds no Word text. Open it in Word and save it again.")
    kind, advice = _package(names)
    raise RefusedFile("unsupported_type", f"{name} is {kind}, which cannot be read as a document. {advice}")


def _package(names: set[str]) -> tuple[str, str]:
    """What an archive that is no Word file is, and what to do with it."""
    save = "Save it as PDF or .docx."
    if any(entry.startswith("xl/") for entry in names):
        return "a spreadsheet", f"{save} For survey responses use `verbatim responses add`."
    if any(entry.startswith("ppt/") for entry in names):
        return "a set of slides", save
    if "mimetype" in names or "content.xml" in names:
        return "an OpenDocument file or an e-book", save
    if "[Content_Types].xml" in names or any(entry.startswith("Index/") for entry in names):
        return "a file of another office program", save
    return "an archive", "Unpack it and add the documents in it."


def _refuse_ole(data: bytes, suffix: str, name: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedFile(
            "password_required", f"{name} is protected by a password. Save it without one in Word and add it again."
        )
    if "WordDocument".encode("utf-16-le") in data or suffix in (".doc", ".dot", ".docx"):
        raise RefusedFile(
            "unsupported_legacy_word", f"{name} is an old Word file (.doc). Open it in Word and save it as .docx."
        )
    raise RefusedFile("unsupported_type", f"{name} is an old Office or Outlook file. Save it as PDF or .docx.")
