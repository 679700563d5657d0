"""A PDF file as a whole: its pages read one by one, and their lines gathered into one text and its units."""

from __future__ import annotations

import ctypes
import io
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as library
import pypdfium2.raw as pdfium

from core.errors import RefusedFile
from ingest.readers.pdf.fonts import garbled_pages
from ingest.readers.pdf.hidden_text import mark_hidden
from ingest.readers.pdf.layout import order_page
from ingest.readers.pdf.lines import Line, PageGeometry, PageReader, geometry
from ingest.readers.pdf.opening import opened
from ingest.readers.pdf.page_breaks import join_rows
from ingest.readers.pdf.page_units import joined, unit_of
from ingest.readers.pdf.paragraphs import group, usual_pitch
from ingest.readers.pdf.running_lines import mark_edges
from ingest.readers.pdf.tags import page_tags
from ingest.readers.reading import Reading
from ingest.structure.units import Unit

MOST_PAGES = 50_000
BLANK_CONTENTS = 150  # bytes, packed, that the contents of a blank page may have
MOST_EMPTY_LOOKED_AT = 50
DRAWN_SHAPES = 40  # shapes on a page without text from which they are letters rather than rules and boxes
GARBLED = 0.3  # share of a page's letters without a Unicode value
_log = logging.getLogger(__name__)
_ODD = re.compile("[\ufffd\ue000-\uf0a6\uf0a8-\uf0b6\uf0b8-\uf0d7\uf0d9-\uf8ff]")  # private use, less the usual bullets
_DATE = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")


@dataclass(slots=True)
class _Pages:
    """What was read of the pages, in order."""

    lines: list[list[Line]] = field(default_factory=list)
    places: list[PageGeometry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)  # without any object: blank, or not read
    garbled: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ocr_pages: int = 0
    tagged: bool = False


def read_pdf(
    data: bytes, name: str, password: str | None, ocr: bool, skip: frozenset[int], on_page: Callable[[int], None] | None
) -> Reading:
    """The text and units of a PDF. Raises RefusedFile (damaged_pdf, password_required)."""
    pdf, repaired = opened(data, name, password)
    try:
        pages = _Pages()
        if repaired:
            pages.warnings.append("repaired")
        n_pages = min(len(pdf), MOST_PAGES)
        if n_pages == 0:
            raise RefusedFile(
                "damaged_pdf", f"{name} has no pages that can be read. Open it, save it again, and add that file."
            )
        for n in range(n_pages):
            if on_page is not None:
                on_page(n + 1)
            _read_page(pdf, n, pages, skip)
        cut_off = (
            repaired and len(pages.empty) == n_pages
        )  # what is left of the file has pages but not what stood on them
        pages.failed += pages.empty if cut_off else _not_blank(data, password, pages.empty)
        pages.garbled = sorted({*pages.garbled, *garbled_pages(data, password)})
        if ocr and (pages.scanned or pages.garbled):
            _read_scans(pdf, pages, on_page)
        _warn(pages)
        if _active(pdf):
            pages.warnings.append("active_content")
        labels = _labels(pdf, n_pages)
        stated = dict(pdf.get_metadata_dict(skip_empty=True).items())
        return _reading(pages, labels, stated)
    finally:
        pdf.close()


def _read_page(pdf: Any, n: int, pages: _Pages, skip: frozenset[int]) -> None:
    lines: list[Line] = []
    place = PageGeometry(0.0, 0.0, 595.0, 842.0, 0)
    page = text_page = None
    try:
        if n + 1 in skip:
            raise library.PdfiumError("left out")
        page = pdfium.FPDF_LoadPage(pdf.raw, n)
        if not page:
            raise library.PdfiumError("the page cannot be loaded")
        place = geometry(page)
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            raise library.PdfiumError("the page has no text that can be read")
        tags = page_tags(page)
        pages.tagged = pages.tagged or bool(tags)
        reader = PageReader(page, text_page, n + 1, tags, place)
        lines = reader.lines()
        if lines:
            text = "".join(line.text for line in lines)
            if len(_ODD.findall(text)) > GARBLED * len(text) or reader.unmapped() > GARBLED:
                pages.garbled.append(n + 1)
            mark_hidden(page, lines, place)
            lines = order_page(lines, place.shown_width, reader)
        elif _is_drawn(page):
            pages.scanned.append(n + 1)
        elif pdfium.FPDFPage_CountObjects(page) == 0:
            pages.empty.append(n + 1)
    except RefusedFile:
        raise
    except Exception as error:  # one bad page, whatever it leads to, does not cost the others
        _log.info("page %d could not be read: %s", n + 1, type(error).__name__)
        pages.failed.append(n + 1)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        if page:
            pdfium.FPDF_ClosePage(page)
    pages.lines.append(lines)
    pages.places.append(place)


def _not_blank(data: bytes, password: str | None, empty: list[int]) -> list[int]:
    """Those of the pages without objects that do have contents in the file: the library gave up on them."""
    if not empty:
        return []
    import pikepdf

    found = []
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            for number in empty[:MOST_EMPTY_LOOKED_AT]:
                contents = pdf.pages[number - 1].obj.get("/Contents")
                parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
                if (
                    sum(len(part.read_raw_bytes()) for part in parts if isinstance(part, pikepdf.Stream))
                    > BLANK_CONTENTS
                ):
                    found.append(number)
    except (pikepdf.PdfError, ValueError, OSError, RuntimeError, IndexError, TypeError):
        return found
    return found


def _is_drawn(page: Any) -> bool:
    """Whether a page without text shows something to read: a picture, or letters drawn as shapes (some scanners trace
    them), of which there are many; a ruled line or two is a blank page."""
    shapes = 0
    for n in range(pdfium.FPDFPage_CountObjects(page)):
        kind = pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, n))
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            return True
        shapes += kind == pdfium.FPDF_PAGEOBJ_PATH
        if shapes >= DRAWN_SHAPES:
            return True
    return False


def _read_scans(pdf: Any, pages: _Pages, on_page: Callable[[int], None] | None) -> None:
    """Reads the pages without text, and those whose letters mean nothing, as pictures."""
    from ingest.readers.pdf.ocr import INSTALL, read_scans, tesseract

    program = tesseract()
    if program is None:
        pages.notes.append(f"OCR was asked for, but Tesseract is not on this machine. {INSTALL}")
        return
    wanted = sorted({*pages.scanned, *pages.garbled})
    outcome = read_scans(program, pdf, {number: pages.places[number - 1] for number in wanted}, on_page)
    for number, scan in outcome.read.items():
        if scan.lines:
            pages.lines[number - 1] = scan.lines
            pages.places[number - 1] = scan.place
            pages.ocr_pages += 1
            pages.garbled = [other for other in pages.garbled if other != number]
        pages.scanned = [other for other in pages.scanned if other != number]
    for text, numbers in (
        ("read by OCR with much doubt: check the words against the picture", [n for n, s in outcome.read.items() if s.uncertain]),
        ("looked at by OCR: no words were found (blank, a picture, or handwriting)", [n for n, s in outcome.read.items() if not s.lines]),
        *(
            (f"not read by OCR: {reason}", [n for n, r in outcome.failed.items() if r == reason])
            for reason in dict.fromkeys(outcome.failed.values())
        ),
    ):  # fmt: skip
        if numbers:
            pages.notes.append(f"{_numbered(numbers)} {'was' if len(numbers) == 1 else 'were'} {text}.")


def _warn(pages: _Pages) -> None:
    if pages.scanned:
        pages.warnings.append("needs_ocr")
    if pages.garbled:
        pages.warnings.append("garbled_text")
    if pages.failed:
        pages.warnings.append("failed_or_empty")
    if any("hidden" in line.flags for lines in pages.lines for line in lines):
        pages.warnings.append("hidden_text")
    if not any(pages.lines) and not pages.scanned and not pages.failed:
        pages.warnings.append("no_text")


def _notes(pages: _Pages) -> tuple[str, ...]:
    notes = []
    for what, numbers in (
        ("without text, pictures only: read with OCR (--ocr) and tesseract on this machine", pages.scanned),
        ("with letters that the file gives no meaning: read with OCR (--ocr)", pages.garbled),
        ("could not be read", pages.failed),
    ):
        if numbers:
            notes.append(f"{_numbered(numbers)} {what}.")
    return (*notes, *pages.notes)


def _numbered(numbers: Sequence[int]) -> str:
    """ "Page 3", "Pages 1-4, 9": every one of them, in runs."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs[:40])
    return f"Page{'s' if len(numbers) > 1 else ''} {shown}{' ...' if len(runs) > 40 else ''}"


def _active(pdf: Any) -> bool:
    return bool(pdfium.FPDFDoc_GetAttachmentCount(pdf.raw) > 0 or pdfium.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0)


def _labels(pdf: Any, n_pages: int) -> tuple[str | None, ...]:
    labels: list[str | None] = []
    for n in range(n_pages):
        size = pdfium.FPDF_GetPageLabel(pdf.raw, n, None, 0)
        if size <= 2 or size > 400:
            labels.append(None)
            continue
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetPageLabel(pdf.raw, n, buffer, size)
        labels.append(buffer.raw[: size - 2].decode("utf-16-le", "replace") or None)
    return tuple(labels) if any(labels) else ()


def _reading(pages: _Pages, labels: tuple[str | None, ...], stated: dict[str, str]) -> Reading:
    """One text, page after page: lines end in a newline, a page in one more."""
    mark_edges(pages.lines, [place.shown_height for place in pages.places])
    join_rows(pages.lines)
    pitch = usual_pitch(pages.lines)
    parts: list[str] = []
    units: list[Unit] = []
    starts: list[int] = []
    offset = 0
    for n, lines in enumerate(pages.lines):
        pages.lines[n] = []  # a long document's lines and units are not held together
        starts.append(offset)
        for members in group(lines, pitch):
            text = joined(members)
            units.append(unit_of(members, text, offset))
            parts.append(text)
            offset += len(text)
        if lines:
            parts.append("\n")
            offset += 1
            units[-1] = replace(units[-1], end=offset)
    match = _DATE.match(stated.get("CreationDate", ""))
    return Reading(
        "".join(parts),
        tuple(units),
        page_starts=tuple(starts),
        page_labels=labels,
        warnings=tuple(pages.warnings),
        notes=_notes(pages),
        ocr_pages=pages.ocr_pages,
        stated_title=stated.get("Title") or None,
        stated_author=stated.get("Author") or None,
        stated_date=f"{match[1]}-{match[2]}-{match[3]}" if match else None,
    )
