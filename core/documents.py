"""Documents, and exact places in them.

`Document.text` is the spine: every offset in the program is a half-open range of Unicode code points of it.
Blocks tile the text (each character is in exactly one). Passages are runs of blocks made for retrieval.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date as day
from itertools import pairwise
from typing import Any, Literal, cast, get_args

BlockKind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "table_row",
    "caption",
    "survey_question",
    "quotation",
    "footnote",
    "contents",
    "contact",
    "decision",
    "action",
    "furniture",
]
BLOCK_KINDS: frozenset[str] = frozenset(get_args(BlockKind))

DocumentType = Literal[
    "survey_report", "board_paper", "agenda_pack", "minutes", "evidence", "strategy", "letter", "other"
]
DOCUMENT_TYPES: frozenset[str] = frozenset(get_args(DocumentType))

DatePrecision = Literal["day", "month", "year"]
_WRITTEN = {10: "day", 7: "month", 4: "year"}  # length of an ISO date -> how much of it is known

Box = tuple[int, float, float, float, float]
"""(1-based page, x0, y0, x1, y1) in PDF points, origin at the bottom left of the page as it is shown."""


def content_id(prefix: str, *parts: object) -> str:
    """A stable id derived from content: `prefix` and 16 hex digits (64 bits; a clash at a million items has odds of 3e-8)."""
    joined = "\x1f".join(str(part) for part in parts)
    return prefix + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points of `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """The report inside an agenda pack that a block belongs to."""

    number: str | None = None
    title: str | None = None
    date: str | None = None
    officer: str | None = None

    def record(self) -> dict[str, str | None]:
        return {"number": self.number, "title": self.title, "date": self.date, "officer": self.officer}


@dataclass(frozen=True, slots=True)
class Block:
    """A structural unit of the page: what it is, where it is, what it stands under.

    number: as printed, no trailing stop ("3.10", "12", "b", "Recommendation 4"), or None.
    paragraph: the number by which a person would cite the block: its own, or its parents' joined ("12(b)"),
        or that of the numbered paragraph which it continues; None where nothing is numbered.
    section: headings above it as printed, number included, outermost first (a heading's own text is not in its own section).
    lead_in: for a list item, the span of the sentence that introduces the list, or None.
    """

    span: Span
    kind: BlockKind
    level: int | None = None
    number: str | None = None
    paragraph: str | None = None
    section: tuple[str, ...] = ()
    item: AgendaItem | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    flags: tuple[str, ...] = ()
    lead_in: Span | None = None

    def __post_init__(self) -> None:
        if self.kind not in BLOCK_KINDS:
            raise ValueError(f"unknown block kind {self.kind!r}")
        if self.page is not None and self.page < 1:
            raise ValueError("pages count from 1")


def check_tiling(text: str, blocks: Sequence[Block]) -> None:
    """Raises ValueError unless every character of `text` is in exactly one block, in order."""
    if not text:
        if blocks:
            raise ValueError("blocks over an empty text")
        return
    if not blocks or blocks[0].span.start != 0 or blocks[-1].span.end != len(text):
        raise ValueError("blocks do not reach from the first to the last character")
    for left, right in pairwise(blocks):
        if left.span.end != right.span.start:
            raise ValueError(f"gap or overlap between blocks at {left.span.end}..{right.span.start}")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `page_starts[i]` is the offset at which 1-based page i+1 begins; empty where there are no pages.

    date: an ISO day; `date_precision` says how much of it is known, and `written_date` is the known part alone.
    found: (field, how it was found) for the fields that have a value: "heading on page 1", "edited by Ann".
    """

    id: str
    title: str
    text: str
    sha256: str
    path: str
    organisation: str | None = None
    date: str | None = None
    type: DocumentType = "other"
    source_url: str | None = None
    page_starts: tuple[int, ...] = ()
    page_labels: tuple[str | None, ...] = ()
    version_of: str | None = None
    reference: str | None = None
    isbn: str | None = None
    date_precision: DatePrecision | None = None
    found: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.type not in DOCUMENT_TYPES:
            raise ValueError(f"unknown document type {self.type!r}")
        if any(b < a for a, b in pairwise(self.page_starts)):
            raise ValueError("page starts must not decrease")

    @property
    def pages(self) -> int | None:
        return len(self.page_starts) or None

    @property
    def written_date(self) -> str | None:
        """The date as far as it is known: "2024-07-18", "2024-07" or "2024"."""
        if self.date is None:
            return None
        return self.date[: {"month": 7, "year": 4}.get(self.date_precision or "day", 10)]

    def page_at(self, offset: int) -> int | None:
        """1-based page that holds `offset`, or None where the format has no pages."""
        if not self.page_starts:
            return None
        from bisect import bisect_right

        return max(1, bisect_right(self.page_starts, offset))

    def label_of(self, page: int | None) -> str | None:
        if page is None or page > len(self.page_labels):
            return None
        return self.page_labels[page - 1]

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "organisation": self.organisation,
            "date": self.date,
            "type": self.type,
            "source_url": self.source_url,
            "sha256": self.sha256,
            "pages": self.pages,
            "version_of": self.version_of,
            "path": self.path,
            "reference": self.reference,
            "isbn": self.isbn,
            "date_precision": (self.date_precision or "day") if self.date else None,
            "found": dict(self.found),
        }


def dated(written: str) -> tuple[str, DatePrecision]:
    """The first day of an ISO day, month or year, and which of the three it is. Raises ValueError where it is none."""
    parts = [int(part) for part in written.split("-")]
    precision = _WRITTEN.get(len(written))
    made = day(parts[0], *parts[1:], *[1] * (3 - len(parts)))
    if precision is None or not made.isoformat().startswith(written) or made.year < 1000:
        raise ValueError(f"not a date: {written!r}")
    return made.isoformat(), cast(DatePrecision, precision)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of blocks for retrieval.

    text: what is searched (heading path, header row and the like added, furniture left out, hyphens mended).
    spans: where the words came from, in order, without furniture; `span` runs from the first to the last.
    blocks: indices into the document's block list.
    """

    id: str
    document: str
    kind: BlockKind
    text: str
    spans: tuple[Span, ...]
    blocks: tuple[int, ...]
    section: tuple[str, ...] = ()
    paragraph: str | None = None
    item: AgendaItem | None = None
    page: int | None = None

    def __post_init__(self) -> None:
        if not self.spans or not self.blocks:
            raise ValueError("a passage stands somewhere")
        if any(b.start < a.end for a, b in pairwise(self.spans)):
            raise ValueError("the spans of a passage are in order and do not overlap")

    @property
    def span(self) -> Span:
        return Span(self.spans[0].start, self.spans[-1].end)

    def body(self, document_text: str) -> str:
        """The passage's own words, as they stand in the document, without what was added for search."""
        return "".join(span.of(document_text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Location:
    """A place that can be shown: the contract's location record."""

    document: str
    title: str
    path: str
    start: int
    end: int
    quote: str
    page: int | None = None
    page_label: str | None = None
    item: AgendaItem | None = None
    section: tuple[str, ...] = ()
    paragraph: str | None = None

    def record(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "title": self.title,
            "path": self.path,
            "page": self.page,
            "page_label": self.page_label,
            "item": self.item.record() if self.item else None,
            "section": list(self.section),
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
        }


def locate(document: Document, blocks: Sequence[Block], span: Span) -> Location:
    """The location of `span`, with the page, section, paragraph and agenda item of the block in which it begins."""
    if span.end > len(document.text):
        raise ValueError("the span lies outside the document")
    block = block_at(blocks, span.start)
    page = document.page_at(span.start)
    return Location(
        document=document.id,
        title=document.title,
        path=document.path,
        start=span.start,
        end=span.end,
        quote=span.of(document.text),
        page=page,
        page_label=document.label_of(page),
        item=block.item if block else None,
        section=block.section if block else (),
        paragraph=block.paragraph if block else None,
    )


def block_at(blocks: Sequence[Block], offset: int) -> Block | None:
    """The block that holds `offset` (blocks tile the text in order), or None."""
    low, high = 0, len(blocks)
    while low < high:
        middle = (low + high) // 2
        if blocks[middle].span.end <= offset:
            low = middle + 1
        else:
            high = middle
    return blocks[low] if low < len(blocks) and blocks[low].span.start <= offset else None


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a reader made of one file: the document, its blocks, and warnings by code."""

    document: Document
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    ocr_pages: int = 0

    def __post_init__(self) -> None:
        check_tiling(self.document.text, self.blocks)


def words_of(spans: Iterable[Span], text: str) -> str:
    return " ".join(" ".join(span.of(text).split()) for span in spans)
