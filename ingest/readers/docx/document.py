"""A Word file's paragraphs and table rows in document order, as text and units.

The text rule: paragraphs joined by newlines, the cells of a row by tabs; what is deleted is out, what is inserted is in
and flagged, hidden words follow their paragraph in a unit of their own. Numbers that Word computes are labels of the
units, not text. Footnotes stand at the end of the section that bears their marks, endnotes after the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from core.documents import BlockKind
from core.errors import RefusedFile
from ingest.readers.docx.embedded import read_chunk
from ingest.readers.docx.notes import Notes
from ingest.readers.docx.numbers import Numbering, numbering
from ingest.readers.docx.package import DEEPEST, Package, R, W
from ingest.readers.docx.paragraphs import (
    ALTERNATIVES,
    CHOICE,
    DELETED,
    FALLBACK,
    INSERTED,
    PPR,
    TABLE,
    Markup,
    P,
    Paragraph,
    joined,
)
from ingest.readers.docx.styles import Styles
from ingest.readers.docx.tables import Row, rows
from ingest.readers.reading import Reading
from ingest.readers.text import tame
from ingest.structure import patterns
from ingest.structure.units import Unit, visible

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_SDT, _SDT_CONTENT, _CHUNK = W + "sdt", W + "sdtContent", W + "altChunk"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\ufeff\u0002\ufffe]")
_TRANSPARENT = frozenset([W + "customXml", W + "smartTag", CHOICE, *INSERTED])


class _Builder:
    """Collects text and units."""

    def __init__(self, package: Package, main: str, root: Any) -> None:
        self.package, self.main = package, main
        self.styles = Styles(package.optional(package.companion(main, "styles")))
        self.numbers: Numbering = numbering(
            package.optional(package.companion(main, "numbering")), self.styles.numbering
        )
        self.sizes = not _marks_headings(root, self.styles)
        self.markup = Markup(root, self.styles, sizes=self.sizes)
        self.notes = Notes(package, main, root)
        self.parts: list[str] = []
        self.units: list[Unit] = []
        self.offset = 0
        self.tracked = self.hidden = False
        self.messages: list[str] = []

    def add(self, source: str, **values: Any) -> None:
        if not source.isprintable():  # breaks, tabs, control characters: few paragraphs have any
            source = tame(source.replace("\r", "\n").replace("\f", "\n"))
        stored = source + "\n"
        self.units.append(Unit(self.offset, self.offset + len(stored), **values))
        self.parts.append(stored)
        self.offset += len(stored)

    def body(self, element: Any, depth: int = 0, kind: BlockKind | None = None, on_paper: bool = True) -> None:
        """The paragraphs, tables and embedded files in a container."""
        if depth > DEEPEST:
            raise RefusedFile("too_deep", f"{self.package.name} is nested too deeply to be read.")
        open_end: Paragraph | None = None
        for child in children(element):
            tag = child.tag
            if tag == P:
                made = self.markup.read(child, on_paper=on_paper)
                if open_end is not None:
                    made = joined(open_end, made)
                    open_end = None
                if made.joined:
                    open_end = replace(made, joined=False)
                else:
                    self.paragraph(made, depth, kind)
                continue
            if open_end is not None:
                self.paragraph(open_end, depth, kind)
                open_end = None
            if tag == TABLE:
                self.table(child, depth, kind)
            elif tag == _CHUNK:
                self.chunk(child)
        if open_end is not None:
            self.paragraph(open_end, depth, kind)

    def paragraph(self, made: Paragraph, depth: int, kind: BlockKind | None) -> None:
        shown = made.text.strip()
        if shown or not made.hidden_text.strip():  # an empty paragraph of a list is counted, a hidden one is not
            label, level, bullet = self.label(made)
            if shown:
                self._add_paragraph(made, label, level, bullet, kind)
                self._bears(self.notes.meet(made.notes))
        self._add_hidden(made.hidden_text)
        self.notes.meet(made.notes)
        for box in made.boxes:
            self.body(box, depth + 1, kind, on_paper=False)

    def _add_paragraph(
        self, made: Paragraph, label: str, level: int | None, bullet: bool, kind: BlockKind | None
    ) -> None:
        words = _visible(made.text)
        style = made.style
        typed = patterns.BULLET.match(words)
        if typed and not label:
            bullet, words = True, words[typed.end() :]
        if kind is None:
            kind = _kind(made, bullet)
        if kind == "heading" and made.heading is not None:
            level = made.heading
            if any(character.isalpha() for character in words):
                self.place_notes()
        plain = kind is not None or bool(label)
        self.add(
            made.text.strip("\n") if "\n" in made.text else made.text, text=words, kind=kind, level=level, label=label or None,
            size=made.size if self.sizes else None, bold=made.bold, italic=made.italic and not (plain and style.italic),
            flags=_flags(made), bullet=bullet, indent=float(level or 0) if kind != "heading" else 0.0,
        )  # fmt: skip

    def _add_hidden(self, text: str) -> None:
        if text.strip():
            self.hidden = True
            self.add(text, text=_visible(text), flags=("hidden",))

    def label(self, made: Paragraph) -> tuple[str, int | None, bool]:
        """(label, list level from 1, whether it is a bullet); counts on."""
        num = made.num
        if num is None:
            return "", None, False
        level = made.level
        if level is None:
            level = self.numbers.level_of_style(num, made.style.chain)
        if level is None:
            level = made.style.level or 0
        return self.numbers.label(num, level), level + 1, self.numbers.is_bullet(num, level)

    def table(self, element: Any, depth: int, kind: BlockKind | None) -> None:
        for row in rows(element, self.markup, children, self.label):
            if isinstance(row, Row):
                self._row(row, depth, kind)
            else:
                for cell in row:
                    self.body(cell, depth + 1, kind, on_paper=False)

    def _bears(self, marks: Sequence[str]) -> None:
        """Flags the unit just added with the notes whose marks it bears: Word prints them, its text does not hold them."""
        if marks and self.units:
            last = self.units[-1]
            self.units[-1] = replace(last, flags=(*last.flags, *(f"note:{mark}" for mark in marks)))

    def _row(self, row: Row, depth: int, kind: BlockKind | None) -> None:
        if any(row.texts):
            flags = tuple(name for name, on in (("inserted", row.inserted), ("deleted", row.deleted)) if on)
            self.add(
                "\t".join(row.texts), text=_visible(" ".join(row.cells)), kind=kind or "table_row", cells=row.cells,
                bold=row.bold, flags=flags, header_row=row.header,
            )  # fmt: skip
            self._bears(self.notes.meet(row.notes))
        self._add_hidden(row.hidden_text)
        self.notes.meet(row.notes)
        for box in row.boxes:
            self.body(box, depth + 1, kind, on_paper=False)

    def place_notes(self, *, last: bool = False) -> None:
        """The footnotes whose marks have been met since the last call; with `last` the endnotes too."""
        for label, root in self.notes.take(last=last):
            markup = self.notes.markup(root, self.styles)
            lines = [made.text.strip() for made in self.lines(root, markup) if made.text.strip()]
            self.tracked = self.tracked or markup.tracked
            if lines:
                text = "\n".join(lines)
                self.add(text, text=_visible(text), kind="footnote", label=label)

    def lines(self, container: Any, markup: Markup, depth: int = 0) -> Iterator[Paragraph]:
        """The paragraphs of a container, those of its tables and text boxes in their place."""
        if depth > DEEPEST:
            raise RefusedFile("too_deep", f"{self.package.name} is nested too deeply to be read.")
        for child in children(container):
            if child.tag == P:
                made = markup.read(child, on_paper=False)
                yield made
                for box in made.boxes:
                    yield from self.lines(box, markup, depth + 1)
            elif child.tag in (TABLE, W + "tr", W + "tc"):
                yield from self.lines(child, markup, depth + 1)

    def running(self, root: Any, kind: str) -> None:
        """The headers or footers that the sections use, each wording once, as furniture."""
        seen: set[str] = set()
        for reference in root.iter(f"{W}{kind}Reference"):
            name = self.package.target(self.main, reference.get(R + "id"))
            if name is None or name in seen:
                continue
            seen.add(name)
            part = self.package.optional(name)
            if part is None:
                continue
            made = self.lines(part, Markup(part, self.styles, sizes=False))
            text = "\n".join(paragraph.text.strip("\n") for paragraph in made if paragraph.text.strip())
            if text and text not in seen:
                seen.add(text)
                self.add(text, text=_visible(text), kind="furniture")

    def chunk(self, element: Any) -> None:
        """A file that Word takes in on opening (altChunk), read by the reader of its own format."""
        name = self.package.target(self.main, element.get(R + "id"))
        data = self.package.content(name) if name is not None else None
        reading = read_chunk(data, name or "") if data else None
        if reading is None:
            self.messages.append(f"An embedded part ({name or 'missing'}) could not be read and is left out.")
            return
        text = reading.text if reading.text.endswith("\n") else reading.text + "\n"
        last = len(reading.units) - 1
        for n, unit in enumerate(reading.units):
            end = len(text) if n == last else unit.end
            self.units.append(replace(unit, start=self.offset + unit.start, end=self.offset + end, page=None, edge=0))
        if reading.units:
            self.parts.append(text)
            self.offset += len(text)


def _visible(text: str) -> str:
    """`visible`, by the quick way where the text holds nothing that it leaves out."""
    return " ".join(text.split()) if text.isascii() or not _INVISIBLE.search(text) else visible(text)


def _kind(made: Paragraph, bullet: bool) -> BlockKind | None:
    style = made.style
    if made.heading is not None and not made.toc:
        return "heading"
    if style.caption:
        return "caption"
    if style.contents or made.toc:
        return "contents"
    if style.footnote:
        return "footnote"
    if style.quotation:
        return "quotation"
    return "list_item" if bullet else None


def _flags(made: Paragraph) -> tuple[str, ...]:
    return tuple(name for name, on in (("inserted", made.inserted), ("deleted", made.deleted)) if on)


def _marks_headings(root: Any, known: Styles) -> bool:
    """Whether styles or outline levels mark headings in a part, so that the size of letters need not."""
    named = {node.get(W + "val") for node in root.iter(W + "pStyle")}
    if any((style := known.of(name)).heading is not None and not style.title for name in named):
        return True
    return any(node.get(W + "val") in set("012345678") for node in root.iter(W + "outlineLvl"))


def children(element: Any) -> Iterator[Any]:
    """Child elements, those of content controls and inserted parts in their place, deleted ones left out."""
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        tag = child.tag
        if tag == _SDT:
            content = child.find(_SDT_CONTENT)
            if content is not None:
                stack.extend(reversed(content))
        elif tag in _TRANSPARENT:
            stack.extend(reversed(child))
        elif tag == ALTERNATIVES:
            chosen = child.find(CHOICE)
            chosen = chosen if chosen is not None else child.find(FALLBACK)
            stack.extend(reversed(chosen) if chosen is not None else ())
        elif tag not in DELETED and tag != PPR:
            yield child


def read_docx(data: bytes, name: str) -> Reading:
    """The text and units of a Word file. Raises RefusedFile (damaged_docx, too_large, too_deep)."""
    package = Package(data, name)
    main = package.main()
    root = package.part(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise RefusedFile("damaged_docx", f"{name} holds no Word text. Open it in Word and save it again.")
    builder = _Builder(package, main, root)
    builder.running(body, "header")
    builder.body(body)
    builder.place_notes(last=True)
    builder.running(body, "footer")
    warnings = []
    if builder.tracked or builder.markup.tracked:
        warnings.append("tracked_changes")
    if builder.hidden or any("hidden" in unit.flags for unit in builder.units):
        warnings.append("hidden_text")
    if any(entry.endswith("vbaProject.bin") for entry in package.entries):
        warnings.append("active_content")
    title, author, created = _properties(package)
    return Reading(
        "".join(builder.parts),
        tuple(builder.units),
        warnings=tuple(warnings),
        notes=(*builder.messages, *builder.notes.left_out()),
        stated_title=title,
        stated_author=author,
        stated_date=created,
    )


def _properties(package: Package) -> tuple[str | None, str | None, str | None]:
    found = next(iter(package.related("", "core-properties")), "docProps/core.xml")
    try:
        root = package.part(found)
    except RefusedFile:
        return None, None, None
    if root is None:
        return None, None, None
    created = root.findtext(_TERMS + "created")
    return (
        root.findtext(_DC + "title") or None,
        root.findtext(_DC + "creator") or None,
        created[:10] if created else None,
    )
