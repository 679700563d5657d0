"""What was understood of one page, or of one stretch of a document without pages: its blocks and headings; and what is known of the document."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.documents import Block, Document, Span
from ui.viewdata.places import marked_text, one_line, page_range, shown_page

if TYPE_CHECKING:
    from ui.page_image import PagePicture
    from ui.services import Numbered

BLOCKS_A_PART = 60  # of a document without pages
MOST_BLOCKS = 600  # of a page; more would slow the browser down, and the rest is named
LONGEST_TEXT = 4000  # characters of a block that are shown
HEADINGS_SHOWN = 40
EDGE = 2.0  # points between letters and outline
LONGEST_HEADING = 160
_CONFIDENCE = "ocr_confidence:"
_HASHES = re.compile(r"#{1,6}\s+")  # of a Markdown heading


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of block: its name in English, and the letters that mark it on the picture beside its line and colour."""

    label: str
    mark: str


KINDS: dict[str, Kind] = {
    "heading": Kind("Heading", "H"),
    "paragraph": Kind("Paragraph", "P"),
    "list_item": Kind("List item", "L"),
    "table_row": Kind("Table row", "T"),
    "caption": Kind("Caption", "Cap"),
    "survey_question": Kind("Survey question", "Q"),
    "quotation": Kind("Quotation", "Quo"),
    "footnote": Kind("Footnote", "Fn"),
    "contents": Kind("Contents list", "Con"),
    "contact": Kind("Names and contacts", "N"),
    "decision": Kind("Decision", "D"),
    "action": Kind("Action", "A"),
    "furniture": Kind("Running header or footer", "F"),
}

FLAGS = {
    "hidden": "Hidden on the page: kept out of search and answers",
    "inserted": "Inserted in a tracked change",
    "deleted": "Words deleted in a tracked change were left out",
    "continued": "Goes on from the block before",
    "header": "Header row of its table",
    "ocr": "Read from a scan",
    "ocr_uncertain": "Uncertain: check the words against the picture",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is shown at a time: a page (`range` of its text, None where it is empty), or a part of a document without pages.

    at, count: 1-based page or part, and how many there are."""

    paged: bool
    at: int
    count: int
    range: Span | None
    first_block: int


def stretch(document: Document, at: int, blocks: int) -> Stretch:
    """The page `at`, or the part `at` of a document without pages that has so many `blocks`; the nearest there is."""
    if document.pages:
        at = min(max(1, at), document.pages)
        return Stretch(True, at, document.pages, page_range(document, at), 0)
    count = max(1, -(-blocks // BLOCKS_A_PART))
    at = min(max(1, at), count)
    return Stretch(False, at, count, None, (at - 1) * BLOCKS_A_PART)


def page_named(document: Document, typed: str, count: int) -> tuple[int | None, str]:
    """The page or part that a person means, and what to say: "12" is the page printed so where one is, else the twelfth;
    "pdf 12" is always the twelfth."""
    wanted = " ".join(typed.split()).casefold().removeprefix("page ").strip()
    counted = re.fullmatch(r"(?:pdf|file)(?: page)? ?(\d+)", wanted)
    if not counted:
        places = [n for n, label in enumerate(document.page_labels, 1) if label and label.casefold() == wanted]
        if places:
            page = places[0]
            several = f", the first of {len(places)} printed so" if len(places) > 1 else ""
            return page, f"Printed page {document.label_of(page)} is page {page} of the file{several}."
    number = counted[1] if counted else wanted
    if number.isdecimal() and len(number) < 9 and 1 <= int(number) <= count:
        return int(number), ""
    if not wanted:
        return None, "Type a page number first."
    what = "page" if document.pages else "part"
    printed = " and none is printed so" if any(document.page_labels) else ""
    return None, f"There is no {what} “{typed.strip()[:40]}”. There are {count:,}{printed}: type 1 to {count:,}."


def stretch_title(document: Document, shown: Stretch) -> str:
    """ "Page 3 of 40 (printed ii)", or "Part 1 of 2"."""
    label = document.label_of(shown.at) if shown.paged else None
    printed = f" (printed {label})" if label and label != str(shown.at) else ""
    return f"{'Page' if shown.paged else 'Part'} {shown.at:,} of {shown.count:,}{printed}"


def block_text(document: Document, block: Block) -> str:
    """The block's words as a person reads them: cells of a row parted by a bar, line ends of print joined."""
    source = block.span.of(document.text)
    if block.kind == "table_row" and "\t" in source:
        return " | ".join(one_line(cell) for cell in source.split("\t"))
    text = marked_text(source, block.span.start, []).text.strip() or one_line(source)
    return text.lstrip("# ") if block.kind == "heading" and _HASHES.match(text) else text


def notes_of(flags: Sequence[str]) -> list[str]:
    """What a block's flags mean, in sentences."""
    made = []
    for flag in flags:
        if flag.startswith(_CONFIDENCE):
            made.append(f"Confidence {flag[len(_CONFIDENCE) :]} of 100")
        else:
            made.append(FLAGS.get(flag, flag.replace("_", " ").capitalize()))
    return made


def place_of(block: Block) -> str:
    """Agenda item and headings above, outermost first."""
    parts = []
    if block.item is not None and (block.item.number or block.item.title):
        parts.append("Item " + " ".join(v for v in (block.item.number, block.item.title) if v))
    return " › ".join(one_line(part) for part in [*parts, *block.section])


def number_of(block: Block) -> str:
    """The printed number, as part of the paragraph number by which it is cited where that says more: "b, cited as 12(b)"."""
    if block.number and block.paragraph and block.number != block.paragraph:
        return f"{block.number}, cited as {block.paragraph}"
    if block.number:
        return block.number
    return f"belongs to {block.paragraph}" if block.paragraph and block.kind != "furniture" else ""


Shares = tuple[float, float, float, float]
"""Left, top, width, height of a box as percentages of the picture."""


def shares(block: Block, page: int, wide: float, high: float) -> list[Shares]:
    """The block's boxes on this page, as percentages of a page of `wide` by `high` points, kept within the page. Boxes one
    above the other (a scan has one a line) are drawn as one."""
    joined: list[tuple[float, float, float, float]] = []
    for number, *box in block.boxes:
        if number != page or wide <= 0 or high <= 0:
            continue
        x0, y0, x1, y1 = box
        for n, (a0, b0, a1, b1) in enumerate(joined):
            if min(x1, a1) - max(x0, a0) > 0.5 * min(x1 - x0, a1 - a0):
                joined[n] = (min(x0, a0), min(y0, b0), max(x1, a1), max(y1, b1))
                break
        else:
            joined.append((x0, y0, x1, y1))
    made: list[Shares] = []
    for x0, y0, x1, y1 in joined:
        left, right = max(0.0, x0 - EDGE), min(wide, x1 + EDGE)
        top, foot = max(0.0, high - y1 - EDGE), min(high, high - y0 + EDGE)
        if left < right and top < foot:
            share = (left / wide, top / high, (right - left) / wide, (foot - top) / high)
            made.append((*(round(100 * value, 2) for value in share),))  # type: ignore[arg-type]
    return made


def block_message(
    document: Document, entry: Numbered, before: Block | None, shown: Stretch, picture: PagePicture | None
) -> dict[str, Any]:
    """A block as the browser shows it; `before` is the one above it, whose place is not said again."""
    block = entry.block
    text = block_text(document, block)
    kind = KINDS[block.kind]
    place = place_of(block)
    return {
        "n": entry.n,
        "kind": block.kind,
        "label": kind.label + (f", level {block.level}" if block.kind == "heading" and block.level else ""),
        "mark": kind.mark,
        "number": number_of(block),
        "text": text[:LONGEST_TEXT],
        "more": max(0, len(text) - LONGEST_TEXT),
        "place": place if before is None or place != place_of(before) else "",
        "notes": notes_of(block.flags),
        "boxes": shares(block, shown.at, picture.points_wide, picture.points_high) if picture is not None else [],
    }


def legend(blocks: Sequence[Numbered]) -> list[dict[str, Any]]:
    """The kinds that stand on the page, in the order of `KINDS`, with how many there are of each."""
    counted = Counter(entry.block.kind for entry in blocks)
    return [
        {"kind": name, "label": kind.label, "mark": kind.mark, "n": counted[name]}  # type: ignore[index]
        for name, kind in KINDS.items()
        if counted[name]  # type: ignore[index]
    ]


@dataclass(frozen=True, slots=True)
class HeadingWindow:
    """Some of a document's headings: those from the 0-based `first` on, of `total` that there are, or that hold `sought`."""

    entries: tuple[Numbered, ...]
    first: int
    total: int
    sought: str = ""


def window_start(before: int, total: int) -> int:
    """The first heading to show so that the last one of the `before` that stand above the page is among them."""
    return max(0, min((max(before, 1) - 1) // HEADINGS_SHOWN * HEADINGS_SHOWN, total - 1))


def headings_with(document: Document, headings: Sequence[Numbered], sought: str, first: int) -> HeadingWindow:
    """Those headings that hold the words sought."""
    wanted = one_line(sought).casefold()
    found = [entry for entry in headings if wanted in one_line(entry.block.span.of(document.text)).casefold()]
    first = max(0, min(first, len(found) - 1)) // HEADINGS_SHOWN * HEADINGS_SHOWN
    return HeadingWindow(tuple(found[first : first + HEADINGS_SHOWN]), first, len(found), sought)


def headings_message(document: Document, window: HeadingWindow, shown: Stretch) -> dict[str, Any]:
    here = None
    for entry in window.entries:
        started = (
            entry.block.page <= shown.at
            if shown.paged and entry.block.page
            else entry.n < shown.first_block + BLOCKS_A_PART
        )
        here = entry.n if started and not window.sought else here
    return {
        "first": window.first,
        "shown": len(window.entries),
        "total": window.total,
        "step": HEADINGS_SHOWN,
        "sought": window.sought,
        "lines": [
            {
                "n": entry.n,
                "text": _shortened(block_text(document, entry.block)) or "(no words)",
                "depth": min(max((entry.block.level or 1) - 1, 0), 5),
                "page": shown_page(entry.block.page, document.label_of(entry.block.page)) if entry.block.page else "",
                "here": entry.n == here,
            }
            for entry in window.entries
        ],
    }


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_HEADING else text[:LONGEST_HEADING] + " …"


def message(
    document: Document, shown: Stretch, blocks: Sequence[Numbered], picture: PagePicture | None, window: HeadingWindow, *,
    selected: int | None, jump: int, said: str, total: int,
) -> dict[str, Any]:  # fmt: skip
    """All that the page area needs to draw itself. `total`: how many blocks the page has, of which `blocks` are shown."""
    title = stretch_title(document, shown)
    return {
        "scope": f"{document.id}|{shown.at}",
        "paged": shown.paged,
        "at": shown.at,
        "count": shown.count,
        "title": title,
        "said": said,
        "jump": jump,
        "selected": selected,
        "picture": "data:image/webp;base64," + base64.b64encode(picture.webp).decode() if picture is not None else "",
        "ratio": round(picture.points_high / picture.points_wide, 4) if picture is not None and picture.points_wide else 0,
        "alt": f"Picture of {title[0].lower()}{title[1:]}; its text is in the list beside it",
        "blocks": [
            block_message(document, entry, blocks[n - 1].block if n else None, shown, picture)
            for n, entry in enumerate(blocks)
        ],
        "left": max(0, total - len(blocks)),
        "empty": empty_note(shown, picture) if not blocks else "",
        "legend": legend(blocks),
        "headings": headings_message(document, window, shown),
    }  # fmt: skip


def empty_note(shown: Stretch, picture: PagePicture | None) -> str:
    if not shown.paged:
        return "The document holds no text."
    if picture is None:
        return "No text was found on this page."
    return "No text was found on this page. If the picture shows words, it is a scan: see the warning above."


def scanned_lines(
    document: Document, blocks: Sequence[Block], span: Span, page: int
) -> list[tuple[float, float, float, float]]:
    """Where the printed lines that hold `span` stand on a page that was read by OCR, which has a box for each; in points."""
    made = []
    for block in blocks:
        if not block.span.overlaps(span) or not any(flag.startswith(_CONFIDENCE) for flag in block.flags):
            continue
        start = block.span.start
        lines = block.span.of(document.text).rstrip("\n").split("\n")
        if len(lines) != len(block.boxes):
            continue
        for words, (number, x0, y0, x1, y1) in zip(lines, block.boxes):
            if number == page and start < span.end and span.start < start + len(words):
                made.append((x0, y0, x1, y1))
            start += len(words) + 1
    return made


# What the browser sends -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked the page area for: one of a page, a typed page, a heading's block, headings from a place on."""

    page: int | None = None
    typed: str | None = None
    block: int | None = None
    skip: int | None = None
    sought: str | None = None


def wish_of(value: object) -> Wish | None:
    """What the browser sent, checked; None where it is nothing of ours."""
    if not isinstance(value, Mapping):
        return None

    def number(name: str) -> int | None:
        given = value.get(name)
        return given if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 10**9 else None

    def words(name: str) -> str | None:
        given = value.get(name)
        return given[:200] if isinstance(given, str) else None

    made = Wish(number("page"), words("typed"), number("block"), number("skip"), words("sought"))
    return None if made == Wish() else made


# What is known of the document ------------------------------------------------------------------------------------

FIELDS: dict[str, str] = {
    "title": "Title",
    "organisation": "Organisation",
    "date": "Date",
    "type": "Type",
    "reference": "Reference",
    "isbn": "ISBN",
    "source_url": "Web address of the source",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the document: its value as shown, and how it was found ("heading on page 1", "edited by Ann")."""

    field: str
    label: str
    value: str
    found: str


def facts(document: Document, shown: Mapping[str, Callable[[str], str]]) -> list[Fact]:
    """The fields in the order of `FIELDS`; `shown` says how some are written for people."""
    found = dict(document.found)
    made = []
    for name, label in FIELDS.items():
        value = document.written_date if name == "date" else getattr(document, name)
        text = shown.get(name, str)(value) if value else "Not known"
        made.append(Fact(name, label, text, found.get(name, "")))
    return made


def changed(document: Document, values: Mapping[str, str]) -> dict[str, str | None]:
    """What differs between the form and the document; an emptied field is None."""
    made: dict[str, str | None] = {}
    for name, value in values.items():
        current = document.written_date if name == "date" else getattr(document, name)
        given = one_line(value) or None
        if given != (one_line(current) or None if current else None):
            made[name] = given
    return made
