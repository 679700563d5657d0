"""Where words stand, as a person would cite it, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category

from core.documents import Block, Document, Location, Span
from core.month_names import MONTHS
from core.text import cleaned


def shown_date(iso: str | None) -> str:
    """An ISO date, month or year as it is written in English: "14 March 2023"; "" for None."""
    if not iso:
        return ""
    parts = iso.split("-")
    try:
        if len(parts) == 3:
            return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
        if len(parts) == 2:
            return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    except (ValueError, IndexError):
        return iso
    return iso


def shown_page(page: int | None, label: str | None) -> str:
    """ "page 4", or "page 2 (PDF page 4)" where the printed number differs; "" where there are no pages."""
    if page is None:
        return ""
    if label and label != str(page):
        return f"page {label} (PDF page {page})"
    return f"page {page}"


def place(location: Location) -> str:
    """Agenda item, section, paragraph and page: where in the document."""
    parts = []
    if location.item and (location.item.number or location.item.title):
        parts.append("Item " + " ".join(v for v in (location.item.number, location.item.title) if v))
    parts += sections(location.section, location.item.title if location.item else None)
    if location.paragraph:
        parts.append(f"paragraph {location.paragraph}")
    page = shown_page(location.page, location.page_label)
    if page:
        parts.append(page)
    return " · ".join(one_line(part) for part in parts)


def sections(headings: Sequence[str], item_title: str | None) -> list[str]:
    """The two innermost headings, without one that only says the agenda item's title again."""
    title = one_line(item_title or "").casefold()
    return [h for h in headings[-2:] if not (title and one_line(h).casefold() in title)]


def citation(document: Document, location: Location) -> str:
    """A citation to copy: organisation, title, date, item, paragraph, page, address."""
    parts = [document.organisation, f"“{one_line(document.title)}”", shown_date(document.written_date)]
    if location.item and location.item.number:
        parts.append(f"item {location.item.number}")
    if location.paragraph:
        parts.append(f"paragraph {location.paragraph}")
    parts.append(shown_page(location.page, location.page_label))
    text = ", ".join(one_line(part) for part in parts if part) + "."
    return f"{text} {document.source_url}" if document.source_url else text


LINK_WORDS = 12  # words of a quote that its address bears, by which the place is found again when offsets have moved


def link_query(location: Location) -> dict[str, str | int]:
    """What the address of a place says: its document and offsets, and the first of its words."""
    words = " ".join(one_line(location.quote).split()[:LINK_WORDS])
    return {"document": location.document, "start": location.start, "end": location.end, "words": words[:160]}


def stands_at(text: str, words: str, start: int) -> bool:
    """Whether `words`, as an address bears them, stand at `start`: spaces aside."""
    wanted = "".join(words.split())
    return "".join(text[start : start + 4 * len(words) + 40].split()).startswith(wanted)


def found_again(text: str, words: str, near: int) -> Span | None:
    """Where `words`, as an address bears them, stand in `text`, nearest to `near`: spaces aside, whatever the case."""
    pieces = words.split()
    if not pieces:
        return None
    pattern = r"\s*".join(re.escape(piece) for piece in pieces)
    places = [Span(*found.span()) for found in re.finditer(pattern, text, re.IGNORECASE)]
    return min(places, key=lambda place: abs(place.start - near), default=None)


@dataclass(frozen=True, slots=True)
class Sought:
    """The place that an address names. span: None where it is not to be found; said: what to tell about it, a title and a
    text, or nothing where all is as it was; words: the first words of the quote, or ""."""

    span: Span | None
    said: tuple[str, str] | tuple[()] = ()
    words: str = ""

    def again_in(self, text: str) -> Span | None:
        """Where the words stand in another text, such as a newer version's."""
        return found_again(text, self.words, self.span.start if self.span else 0)


NOT_NAMED = ("No place was named", "The address does not name a place in this document. Search for the words again.")
MOVED = (
    "The words were found at another place",
    "The document was read again since this link was made. The words of the link stand here now.",
)
NEAREST = (
    "These may not be the words that were meant",
    "The document was read again since this link was made, and it does not hold the words of the link any more. This is "
    "what stands in their place now.",
)
LOST = (
    "The words of this link are gone",
    "The document was read again since this link was made, and it does not hold them any more.",
)


def sought_in(text: str, start: str | None, end: str | None, words: str) -> Sought:
    """The place that an address names in a document's `text`: at its offsets where its words stand there, else where they
    stand nearest to them, else, with a warning, at its offsets."""
    words = words[:400]
    span = None
    if start is not None and end is not None and start.isdecimal() and end.isdecimal():
        first, last = int(start[:12]), int(end[:12])
        span = Span(first, last) if first < last <= len(text) else None
    if not words:
        return Sought(span, () if span else NOT_NAMED, one_line(span.of(text))[:160] if span else "")
    if span is not None and stands_at(text, words, span.start):
        return Sought(span, (), words)
    near = int(start[:12]) if start is not None and start.isdecimal() else 0
    again = found_again(text, words, near)
    if again is not None:
        length = span.end - span.start if span is not None else 0
        return Sought(Span(again.start, min(len(text), max(again.end, again.start + length))), MOVED, words)
    return Sought(span, NEAREST if span is not None else LOST, words)


def one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Marked:
    """A text to show and the half-open ranges of it to mark."""

    text: str
    marks: tuple[tuple[int, int], ...]


def marked_text(source: str, base: int, highlights: Sequence[Span]) -> Marked:
    """`source` as a person reads it (line ends of print joined, marks of Markdown left out), with `highlights`, spans of the document, carried over.
    `base` is the offset of `source` in the document."""
    mapped = cleaned(source, base, markup=True)
    marks = []
    for span in highlights:
        inside = [n for n, offset in enumerate(mapped.offsets) if span.start <= offset < span.end]
        if inside:
            marks.append((inside[0], inside[-1] + 1))
    return Marked(readable(mapped.text), tuple(marks))


def readable(text: str) -> str:
    """`text` with a bullet for each character that only its own font could show (as Word's bullets in PDFs); as long as it was."""
    return "".join("•" if category(c) == "Co" else c for c in text)


def snippet(marked: Marked, width: int = 420) -> Marked:
    """At most about `width` characters round the first mark, cut between words, with dots where something is left out."""
    if len(marked.text) <= width:
        return marked
    first = marked.marks[0][0] if marked.marks else 0
    start = max(0, min(first - width // 3, len(marked.text) - width))
    end = min(len(marked.text), start + width)
    if start:
        start = marked.text.rfind(" ", 0, start + 1) + 1
    if end < len(marked.text):
        cut = marked.text.rfind(" ", start, end)
        end = cut if cut > start else end
    lead, tail = ("… " if start else ""), (" …" if end < len(marked.text) else "")
    shift = len(lead) - start
    marks = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in marked.marks if a < end and b > start)
    return Marked(lead + marked.text[start:end] + tail, marks)


@dataclass(frozen=True, slots=True)
class ContextBlock:
    """A block near the words: its kind in English, its text, the words marked where they stand in it."""

    kind: str
    text: Marked
    holds: bool


def context(document: Document, blocks: Sequence[Block], span: Span, around: int = 3) -> list[ContextBlock]:
    """The blocks that hold `span` and up to `around` on each side; page furniture and contents lists are left out
    unless the words stand in them alone."""
    held = {b.kind for b in blocks if b.span.overlaps(span)}
    left_out = {"furniture"} if held - {"furniture"} else set()
    left_out |= {"contents", "furniture"} - held
    shown = [b for b in blocks if b.kind not in left_out]
    inside = [n for n, block in enumerate(shown) if block.span.overlaps(span)]
    if not inside:
        return []
    chosen = shown[max(0, inside[0] - around) : inside[-1] + 1 + around]
    made = []
    for block in chosen:
        text = marked_text(block.span.of(document.text), block.span.start, [span])
        if text.text:
            made.append(ContextBlock(block_kind(block.kind), text, block.span.overlaps(span)))
    return made


def block_kind(kind: str) -> str:
    return kind.replace("_", " ")


def page_range(document: Document, page: int) -> Span | None:
    """The part of the text that stands on the 1-based `page`, or None where it is empty or there is no such page."""
    if not 1 <= page <= len(document.page_starts):
        return None
    start = document.page_starts[page - 1]
    end = document.page_starts[page] if page < len(document.page_starts) else len(document.text)
    return Span(start, end) if start < end else None


def parts_on_page(document: Document, blocks: Sequence[Block], span: Span, page: int) -> list[tuple[int, int]]:
    """The parts of `span` that stand on the 1-based `page`, as half-open ranges of the page's own text: without the page
    furniture and the notes between them, where the words go on over a page's end or over a note."""
    here = page_range(document, page)
    if here is None or not here.overlaps(span):
        return []
    held = [b for b in blocks if b.span.overlaps(span)]
    kinds = {b.kind for b in held}
    between = {"furniture"} | (
        {"footnote"} if held and held[0].kind != "footnote" and held[-1].kind != "footnote" else set()
    )
    left_out = between if kinds - between else set()
    parts: list[tuple[int, int]] = []
    for block in held:
        if block.kind in left_out or not block.span.overlaps(here):
            continue
        start, end = max(span.start, here.start, block.span.start), min(span.end, here.end, block.span.end)
        if parts and parts[-1][1] == start - here.start:
            parts[-1] = (parts[-1][0], end - here.start)
        elif document.text[start:end].strip():
            parts.append((start - here.start, end - here.start))
    return parts


def pages_of(document: Document, span: Span) -> list[int]:
    """The 1-based pages on which `span` stands; none where the format has no pages."""
    first, last = document.page_at(span.start), document.page_at(span.end - 1)
    return list(range(first, last + 1)) if first is not None and last is not None else []
