"""Whether the program takes its reader to the place: offsets, pages and the boxes round the words, on PDFs.

    python -m benchmarks.places FILE_OR_FOLDER... [--passages 300] [--model none] [--failures]
    python -m benchmarks.places --project DIR [...]

Reads the files into a throw-away project (or opens one), and takes every commitment, every finding and up to 300 passages of
each PDF, drawn with a fixed seed. For each:

- offsets: the quote is the text of the document between its offsets;
- page: what the PDF library reads on the page that is named holds the first line of the quote;
- boxes: what the library reads under the boxes, as they are drawn on the picture at its resolution, is the quote: the
  same characters, spaces and hyphens aside, case folded. A box is narrowed by `INSET` of its height at top and bottom and a
  pixel at each side first, for the library counts a character whose box is touched at all; and a ligature, which it then
  gives twice, counts once.

Pages without words of their own (scans) are counted apart: there the boxes are those of the lines that OCR read.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.documents import Block, Document, Span
from ui.page_image import DPI, POINTS_PER_INCH, word_boxes
from ui.page_words import Rect, ink_of
from ui.services import Services
from ui.settings import settings
from ui.viewdata.places import page_range, pages_of, parts_on_page
from ui.viewdata.understood import scanned_lines

SEED = 20
INSET = 0.12
_LIGATURE = re.compile(r"(ffi|ffl|fi|fl|ff)\1+")
FIRST_LINE = 40  # characters of ink that are looked for on the page


@dataclass(slots=True)
class Share:
    """n of N."""

    n: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        self.n += right
        self.of += 1

    def __str__(self) -> str:
        return f"{self.n} of {self.of}" + (f" ({self.n / self.of:.4f})" if self.of else "")


@dataclass(slots=True)
class Figures:
    """What was measured of one kind of quote."""

    offsets: Share = field(default_factory=Share)
    page: Share = field(default_factory=Share)
    boxes: Share = field(default_factory=Share)
    scanned: Share = field(default_factory=Share)

    def __str__(self) -> str:
        scanned = f"  on scans, boxed by line {self.scanned}" if self.scanned.of else ""
        return f"offsets {self.offsets}  page {self.page}  boxes {self.boxes}{scanned}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as a record gives them, and where it says that they stand."""

    kind: str
    span: Span
    text: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one quote: whether its page is right, and its boxes; None for what does not apply."""

    page: bool | None
    boxes: bool | None
    scanned: bool | None
    under: str = ""


def quotes_of(services: Services, document: Document, n_passages: int) -> Iterator[Quote]:
    """Every register row and mention in this document, and a sample of its passages."""
    for kind, rows in (("commitment", services.commitments()), ("finding", services.findings())):
        for row in rows:
            for place in row.fields.get("mentions") or [row.fields]:
                if place["document"] == document.id:
                    yield Quote(kind, Span(place["start"], place["end"]), str(place["quote"]), place["page"])
    passages = [p for _, _, held in services.passages(document.id) for p in held]
    drawn = passages if len(passages) <= n_passages else random.Random(SEED).sample(passages, n_passages)
    for passage in drawn:
        yield Quote("passage", passage.span, passage.span.of(document.text), document.page_at(passage.span.start))


class Pages:
    """A PDF's pages as the library reads them."""

    def __init__(self, path: Path) -> None:
        import pypdfium2 as pdfium

        self._opened = pdfium.PdfDocument(path)
        self._pages: dict[int, tuple[Any, Any, Any, str]] = {}

    def __getitem__(self, page: int) -> tuple[Any, Any, Any, str]:
        """The page, its text, the conversion to the picture's pixels, and its ink in the order of the file."""
        if page not in self._pages:
            import pypdfium2 as pdfium

            opened = self._opened[page - 1]
            text = opened.get_textpage()
            scale = DPI / POINTS_PER_INCH
            size = (round(edge * scale) for edge in opened.get_size())
            convert = pdfium.PdfPosConv(opened, (0, 0, *size, 0))
            self._pages[page] = opened, text, convert, ink_of(text.get_text_range())
        return self._pages[page]


def measured(document: Document, blocks: Sequence[Block], quote: Quote, pages: Pages) -> Outcome:
    """Whether the page that is named holds the quote's first line, and whether its boxes hold its words."""
    wanted, under, boxed, scanned = "", "", True, False
    for number in pages_of(document, quote.span):
        _, textpage, convert, ink = pages[number]
        here = page_range(document, number)
        if here is None:
            continue
        parts = parts_on_page(document, blocks, quote.span, number)
        if not ink and parts:
            scanned = True
            boxed = boxed and bool(scanned_lines(document, blocks, quote.span, number))
            continue
        text = here.of(document.text)
        wanted += "".join(text[start:end] for start, end in parts)
        boxes = word_boxes(textpage, convert, text, parts)
        under += "".join(under_box(textpage, convert, box) for box in boxes)
    if scanned:
        return Outcome(None, None, boxed)
    first = ink_of(quote.text.strip().splitlines()[0])[:FIRST_LINE]
    on_page = quote.page is not None and first in pages[quote.page][3]
    return Outcome(on_page, folded(under) == folded(wanted) and bool(wanted), None, under)


def folded(text: str) -> str:
    return _LIGATURE.sub(r"\1", ink_of(text).casefold())


def under_box(textpage: Any, convert: Any, box: Rect) -> str:
    """What the library reads under a box of the picture."""
    left, top, right, bottom = box
    sideways = bottom - top > 2 * (right - left)
    across, down = (INSET * (right - left), 1.0) if sideways else (1.0, INSET * (bottom - top))
    across = across if right - left > 4 else 0
    x0, y0 = convert.to_page(round(left + across), round(top + down))
    x1, y1 = convert.to_page(round(right - across), round(bottom - down))
    return str(textpage.get_text_bounded(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="*")
    parser.add_argument("--project", type=Path)
    parser.add_argument("--passages", type=int, default=300)
    parser.add_argument("--model", default="none")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args(arguments)
    if bool(options.paths) == bool(options.project):
        parser.error("give files and folders, or --project")
    with tempfile.TemporaryDirectory() as scratch:
        project = options.project or Path(scratch) / "project"
        services = Services.open(settings(project=str(project), model=options.model, who="benchmark"))
        if options.paths:
            services.ingest(options.paths)
        measure(services, options.passages, failures=options.failures)


def measure(services: Services, n_passages: int, *, failures: bool = False) -> dict[str, Figures]:
    """Prints the figures of every PDF of the project and of all together, which it returns by kind of quote."""
    totals: dict[str, Figures] = {}
    for described in services.documents():
        path = services.original(described)
        if path is None or path.suffix != ".pdf":
            continue
        document, blocks = services.document(described.id)
        pages = Pages(path)
        held: dict[str, Figures] = {}
        for quote in quotes_of(services, document, n_passages):
            outcome = measured(document, blocks, quote, pages)
            for figures in (held.setdefault(quote.kind, Figures()), totals.setdefault(quote.kind, Figures())):
                figures.offsets.add(quote.span.of(document.text) == quote.text)
                for share, right in (
                    (figures.page, outcome.page), (figures.boxes, outcome.boxes), (figures.scanned, outcome.scanned)
                ):  # fmt: skip
                    if right is not None:
                        share.add(right)
            if failures and (outcome.boxes is False or outcome.page is False):
                print(f"  page {quote.page}: {quote.text!r}\n  under: {outcome.under!r}")
        print(Path(document.path).name)
        for kind, figures in held.items():
            print(f"  {kind:<11}{figures}")
    print("All")
    for kind, figures in totals.items():
        print(f"  {kind:<11}{figures}")
    return totals


if __name__ == "__main__":
    main(sys.argv[1:])
