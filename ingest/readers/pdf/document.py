"""A PDF file as a whole: opened, mended where it is damaged, its pages' lines gathered into one text and its units."""

from __future__ import annotations

import ctypes
import io
import itertools
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as library
import pypdfium2.raw as pdfium

from core.documents import BlockKind, Box
from core.errors import RefusedFile
from ingest.readers.pdf.fonts import garbled_pages
from ingest.readers.pdf.layout import order_page
from ingest.readers.pdf.lines import Line, PageGeometry, PageReader, geometry
from ingest.readers.pdf.ocr import block_flags, line_boxes
from ingest.readers.pdf.page_breaks import join_rows
from ingest.readers.pdf.paragraphs import group, label_cells, usual_pitch
from ingest.readers.pdf.running_lines import mark_edges
from ingest.readers.pdf.tags import page_tags
from ingest.readers.reading import Reading
from ingest.structure import patterns
from ingest.structure.units import Unit, visible

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
    pdf, repaired = _opened(data, name, password)
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


def _opened(data: bytes, name: str, password: str | None) -> tuple[Any, bool]:
    """The open document and whether it had to be mended first."""
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
            _mark_hidden(page, lines, place)
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


def _mark_hidden(page: Any, lines: list[Line], place: PageGeometry) -> None:
    """Flags text that a reader of the page does not see: drawn invisibly or white on white.

    The layer that OCR puts over a picture of words is told apart: on that picture hardly any words are to be seen, while
    a few invisible words on the background of a printed page are a trap."""
    invisible = [line for line in lines if line.flags == ("invisible",)]
    white = [line for line in lines if line.flags == ("white",)]
    if not invisible and not white:
        return
    shapes = _shapes(page, place)
    seen = [line for line in lines if not line.flags]
    layers = [box for kind, box in shapes if kind == "image" and _letters(box, invisible) > _letters(box, seen)]
    for line in invisible:
        line.flags = ("ocr",) if any(_covers(box, line) for box in layers) else ("hidden",)
    for line in white:
        line.flags = () if any(_covers(box, line) for _, box in shapes) else ("hidden",)


def _letters(box: tuple[float, float, float, float], lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if _covers(box, line))


def _shapes(page: Any, place: PageGeometry) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The pictures and the coloured areas of a page: what white letters can stand on."""
    found = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for n in range(min(pdfium.FPDFPage_CountObjects(page), 5000)):
        thing = pdfium.FPDFPage_GetObject(page, n)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT or not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            coloured = pdfium.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha)
            if coloured and min(red.value, green.value, blue.value) >= 250:
                continue
        name = "image" if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM) else "area"
        found.append((name, place.shown(left.value, bottom.value, right.value, top.value)))
    return found


def _covers(box: tuple[float, float, float, float], line: Line) -> bool:
    x, y = (line.x0 + line.x1) / 2, line.middle
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


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
            text = _joined(members)
            units.append(_unit(members, text, offset))
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


def _unit(members: list[Line], text: str, offset: int) -> Unit:
    first = members[0]
    tag = first.tag
    words = visible(text)
    kind: BlockKind | None = None
    level = None
    cells: tuple[str, ...] = ()
    if tag is not None:
        if tag.kind == "heading":
            kind, level = "heading", tag.level
        elif tag.kind == "table_row":
            kind, cells = "table_row", _tagged_cells(members)
        elif tag.kind in ("caption", "footnote", "quotation", "contents"):
            kind = tag.kind
        elif tag.kind == "list_item":
            level = tag.level
    if kind is None and len(members) == 1 and first.cells and not label_cells(first):
        cells = first.cells
    bullet = patterns.BULLET.match(words)
    if bullet and kind is None:
        kind = "list_item"
        words = words[bullet.end() :].strip()
    return Unit(
        offset,
        offset + len(text),
        words,
        kind=kind,
        level=level,
        size=max(line.size for line in members) if len(members) == 1 else first.size,
        bold=all(line.bold for line in members),
        italic=all(line.italic for line in members),
        cells=cells,
        page=first.page,
        boxes=_boxes(members),
        flags=block_flags(members),
        indent=round(first.x0, 1),
        edge=first.edge,
        bullet=bullet is not None,
        header_row=tag is not None and tag.header,
    )


def _joined(members: list[Line]) -> str:
    """The lines of a unit; in a row of a table a tab ends each cell, empty ones too, and a newline parts a cell's lines."""
    first = members[0].tag
    parts = ["\t" * first.cell if first is not None and first.kind == "table_row" and not members[0].cells else ""]
    parts.append(members[0].text)
    for last, line in itertools.pairwise(members):
        row = last.tag is not None and line.tag is not None and last.tag.kind == line.tag.kind == "table_row"
        cells = line.tag.cell - last.tag.cell if row else 0  # type: ignore[union-attr]
        parts.append("\n" if cells == 0 else "\t" * max(1, cells - line.text.count("\t")))
        parts.append(line.text)
    return "".join(parts) + "\n"


def _tagged_cells(members: list[Line]) -> tuple[str, ...]:
    """A printed line may run over several cells; its tag is that of its end, and tabs part the cells before."""
    if len(members) == 1 and members[0].cells:
        return members[0].cells
    return tuple(visible(cell) for cell in _joined(members).split("\t"))


def _boxes(members: list[Line]) -> tuple[Box, ...]:
    """One box a page and column: the lines' together. Where OCR read the page, one a line."""
    scanned = line_boxes(members)
    if scanned is not None:
        return scanned
    found: dict[tuple[int, int], list[float]] = {}
    for line in members:
        box = found.setdefault((line.page, line.column), [line.x0, line.y0, line.x1, line.y1])
        box[0], box[1] = min(box[0], line.x0), min(box[1], line.y0)
        box[2], box[3] = max(box[2], line.x1), max(box[3], line.y1)
        if line.first < 0:  # put together of parts, raised letters among them
            for part in line.boxes:
                box[1], box[3] = min(box[1], part[1]), max(box[3], part[3])
    return tuple((page, *(round(value, 1) for value in box)) for (page, _), box in found.items())  # type: ignore[misc]
