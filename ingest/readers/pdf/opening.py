"""A PDF file opened, and mended where it is damaged."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2 as library
import pypdfium2.raw as pdfium

from core.errors import RefusedFile


def opened(data: bytes, name: str, password: str | None) -> tuple[Any, bool]:
    """The open document and whether it had to be mended first. Raises RefusedFile (damaged_pdf, password_required)."""
    try:
        return library.PdfDocument(data, password=password), _looks_damaged(data)
    except library.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            tried = "The password given does not open it." if password else "Give it with --password."
            raise RefusedFile("password_required", f"{name} is protected by a password. {tried}") from error
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as mended:
            out = io.BytesIO()
            mended.save(out)
        return library.PdfDocument(out.getvalue()), True
    except pikepdf.PasswordError as error:
        raise RefusedFile(
            "password_required", f"{name} is protected by a password. Give it with --password."
        ) from error
    except (pikepdf.PdfError, library.PdfiumError, ValueError, OSError, RuntimeError) as error:
        raise RefusedFile(
            "damaged_pdf", f"{name} is damaged and could not be mended. Download or save it again."
        ) from error


def _looks_damaged(data: bytes) -> bool:
    """Whether the table of contents of the file's objects is not where the file says: the library then rebuilt it."""
    tail = data[-2048:]
    match = re.search(rb"startxref\s+(\d+)", tail)
    if match is None:
        return b"startxref" not in data[-100_000:] and b"linearized" not in data[:2000].lower()
    offset = int(match[1])
    if offset == 0 or offset >= len(data):
        return True
    start = data[:1024].find(b"%PDF-")
    there = (
        data[offset + max(0, start) : offset + max(0, start) + 40].lstrip()
        if start > 0
        else data[offset : offset + 40].lstrip()
    )
    if not (
        there.startswith(b"xref")
        or re.match(rb"\d+\s+\d+\s+obj", there)
        or data[offset : offset + 40].lstrip().startswith(b"xref")
    ):
        return True
    return there.startswith(b"xref") and not _first_entries_right(data, offset)


def _first_entries_right(data: bytes, offset: int) -> bool:
    """Whether the first objects of a classic table stand at the places it gives."""
    head = data[offset : offset + 4000]
    match = re.match(rb"\s*xref\s+(\d+)\s+(\d+)\s+", head)
    if match is None:
        return False
    first = int(match[1])
    checked = wrong = 0
    for n, entry in enumerate(re.findall(rb"(\d{10}) \d{5} ([nf])", head[match.end() :])[:20]):
        if entry[1] == b"n" and int(entry[0]):
            checked += 1
            wrong += re.match(rb"\s*%d\s+\d+\s+obj" % (first + n), data[int(entry[0]) : int(entry[0]) + 30]) is None
    return wrong == 0 or wrong < checked * 0.5
