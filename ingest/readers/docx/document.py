"""A Word file's paragraphs and table rows in document order, as text and units.

The text rule: paragraphs joined by newlines, the cells of a row by tabs; what is deleted is out, what is inserted is in
and flagged. Numbers that Word computes are labels of the units, not text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from core.documents import BlockKind
from core.errors import RefusedFile
from ingest.readers.docx.numbers import Numbering, numbering
from ingest.readers.docx.package import DEEPEST, Package, W, is_on, value
from ingest.readers.docx.styles import Style, styles
from ingest.readers.reading import Reading
from ingest.readers.text import tame
from ingest.structure import patterns
from ingest.structure.units import Unit, visible

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_T, _TAB, _BR, _CR, _R, _P = W + "t", W + "tab", W + "br", W + "cr", W + "r", W + "p"
_NO_BREAK_HYPHEN, _SOFT_HYPHEN, _RPR, _PPR = W + "noBreakHyphen", W + "softHyphen", W + "rPr", W + "pPr"
_TABLE, _TEXT_BOX, _SDT, _SDT_CONTENT = W + "tbl", W + "txbxContent", W + "sdt", W + "sdtContent"
_SKIPPED = frozenset([W + "del", W + "moveFrom", _MC + "Fallback", W + "instrText", W + "delText"])
_INSERTED = frozenset([W + "ins", W + "moveTo"])
LONGEST_CELL = 60  # words; a cell that holds more, in several paragraphs, is laid-out text and no cell of a table


@dataclass(slots=True)
class _Paragraph:
    text: str
    style: Style
    element: Any
    bold: bool = False
    italic: bool = False
    size: float | None = None
    inserted: bool = False
    hidden: bool = False
    boxes: list[Any] = field(default_factory=list)  # text boxes anchored here


class _Builder:
    """Collects text and units."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = styles(package.part("word/styles.xml"))
        self.numbers: Numbering = numbering(package.part("word/numbering.xml"))
        self.parts: list[str] = []
        self.units: list[Unit] = []
        self.offset = 0
        self.tracked = self.hidden = False

    def add(self, source: str, **values: Any) -> None:
        stored = tame(source.replace("\r", "\n")) + "\n"
        self.units.append(Unit(self.offset, self.offset + len(stored), **values))
        self.parts.append(stored)
        self.offset += len(stored)

    def body(self, element: Any, depth: int = 0, kind: BlockKind | None = None) -> None:
        if depth > DEEPEST:
            raise RefusedFile("too_deep", f"{self.package.name} is nested too deeply to be read.")
        for child in _children(element):
            if child.tag == _P:
                self.paragraph(child, depth, kind)
            elif child.tag == _TABLE:
                self.table(child, depth, kind)

    def paragraph(self, element: Any, depth: int, kind: BlockKind | None = None) -> None:
        made = self.read(element)
        label, level, bullet = self._number(made)
        if made.text.strip():
            self._add_paragraph(made, label, level, bullet, kind)
        for box in made.boxes:
            self.body(box, depth + 1, kind)

    def _add_paragraph(
        self, made: _Paragraph, label: str, level: int | None, bullet: bool, kind: BlockKind | None
    ) -> None:
        words = visible(made.text)
        style = made.style
        typed = patterns.BULLET.match(words)
        if typed and not label:
            bullet, words = True, words[typed.end() :]
        if kind is None:
            if style.heading is not None and words:
                kind, level = "heading", style.heading
            elif style.caption:
                kind = "caption"
            elif style.contents:
                kind = "contents"
            elif style.footnote:
                kind = "footnote"
            elif style.quotation:
                kind = "quotation"
            elif bullet:
                kind = "list_item"
        flags = tuple(name for name, on in (("inserted", made.inserted), ("hidden", made.hidden)) if on)
        self.hidden = self.hidden or made.hidden
        self.add(
            made.text, text=words, kind=kind, level=level, label=label or None, size=made.size, bold=made.bold, italic=made.italic,
            flags=flags, bullet=bullet, indent=float(level or 0) if kind != "heading" else 0.0,
        )  # fmt: skip

    def read(self, element: Any) -> _Paragraph:
        properties = element.find(_PPR)
        style = self.styles.get(value(properties, "pStyle") or "", self.styles[""])
        outline = value(properties, "outlineLvl")
        if outline is not None and outline.isdigit() and int(outline) < 9:
            style = replace(style, heading=int(outline) + 1)
        made = _Paragraph("", style, element, size=style.size)
        pieces: list[str] = []
        letters = bold = italic = hidden = inserted = 0
        size: float | None = None
        for node, is_inserted in self._runs(element, made):
            run = node.getparent().find(_RPR) if node.getparent() is not None else None
            text = _text_of(node)
            if not text:
                continue
            if text.strip():
                n = len(text)
                letters += n
                on = is_on(run, "b")
                bold += n * (style.bold if on is None else on)
                on = is_on(run, "i")
                italic += n * (style.italic if on is None else on)
                inserted += n * is_inserted
                if style.hidden if (on := is_on(run, "vanish")) is None else on:
                    hidden += n
                own = value(run, "sz")
                size = max(size or 0.0, float(own) / 2) if own and own.replace(".", "").isdigit() else size
            pieces.append(text)
        made.text = "".join(pieces)
        made.bold, made.italic = bold == letters > 0, italic == letters > 0
        made.inserted, made.hidden = inserted > 0, 0 < letters == hidden
        made.size = size or style.size
        return made

    def _runs(self, element: Any, made: _Paragraph) -> Iterator[tuple[Any, bool]]:
        """The text nodes of a paragraph in order, without what is deleted; whether each was inserted."""
        stack: list[tuple[Any, bool]] = [(child, False) for child in reversed(element)]
        while stack:
            node, inserted = stack.pop()
            tag = node.tag
            if tag in _SKIPPED:
                self.tracked = self.tracked or tag in (W + "del", W + "moveFrom")
                continue
            if tag == _TEXT_BOX:
                made.boxes.append(node)
                continue
            if tag in (_T, _TAB, _BR, _CR, _NO_BREAK_HYPHEN, _SOFT_HYPHEN):
                yield node, inserted
                continue
            if tag in _INSERTED:
                inserted = self.tracked = True
            if tag in (_PPR, _RPR):
                self.tracked = self.tracked or (tag == _PPR and node.find(f"{_RPR}/{W}ins") is not None)
                continue
            stack.extend((child, inserted) for child in reversed(node) if isinstance(child.tag, str))

    def _number(self, made: _Paragraph) -> tuple[str, int | None, bool]:
        """(label, list level from 1, whether it is a bullet); counts on."""
        own = made.element.find(f"{_PPR}/{W}numPr")
        num = value(own, "numId") if own is not None and value(own, "numId") is not None else made.style.num
        if num is None or num == "0" or not made.text.strip():
            return "", None, False
        stated = value(own, "ilvl")
        if stated is not None and stated.isdigit():
            level = int(stated)
        elif made.style.level is not None:
            level = made.style.level
        else:
            style = value(made.element.find(_PPR), "pStyle")
            level = self.numbers.level_of_style(num, style)
        bullet = self.numbers.is_bullet(num, level)
        return self.numbers.label(num, level), level + 1, bullet

    def table(self, element: Any, depth: int, kind: BlockKind | None) -> None:
        for row in _children(element):
            if row.tag != W + "tr":
                continue
            cells = [cell for cell in _children(row) if cell.tag == W + "tc"]
            read = [[self.read(paragraph) for paragraph in cell.iter(_P)] for cell in cells]
            filled = [cell for cell in read if any(paragraph.text.strip() for paragraph in cell)]
            if not filled:
                continue
            laid_out = (len(filled) == 1 and len(cells) <= 2 and len(filled[0]) > 1) or any(
                len(cell) >= 3 and sum(len(paragraph.text.split()) for paragraph in cell) > LONGEST_CELL
                for cell in filled
            )
            if laid_out:
                for cell in cells:
                    self.body(cell, depth + 1, kind)
                continue
            self._row(row, cells, read, kind)

    def _row(self, row: Any, cells: list[Any], read: list[list[_Paragraph]], kind: BlockKind | None) -> None:
        texts = []
        bold = True
        inserted = False
        for cell, paragraphs in zip(cells, read):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val") != "restart":
                texts.append("")
                continue
            shown = []
            for paragraph in paragraphs:
                if not paragraph.text.strip():
                    continue
                self._number(paragraph)  # counts on, so that numbers after the table are right
                shown.append(paragraph.text.replace("\t", " "))
                bold = bold and paragraph.bold
                inserted = inserted or paragraph.inserted
            texts.append("\n".join(shown))
        header = is_on(row.find(W + "trPr"), "tblHeader") or False
        self.add(
            "\t".join(texts), text=visible(" ".join(texts)), kind=kind or "table_row", cells=tuple(visible(text) for text in texts), bold=bold,
            flags=("inserted",) if inserted else (), header_row=header,
        )  # fmt: skip

    def notes(self) -> None:
        """Footnotes and endnotes, after the body."""
        for name, tag in (("word/footnotes.xml", W + "footnote"), ("word/endnotes.xml", W + "endnote")):
            root = self.package.part(name)
            for note in root.iterfind(tag) if root is not None else ():
                if note.get(W + "type") is not None:
                    continue
                made = [self.read(paragraph) for paragraph in note.iter(_P)]
                text = "\n".join(paragraph.text for paragraph in made if paragraph.text.strip())
                if text.strip():
                    self.add(text, text=visible(text), kind="footnote", label=note.get(W + "id"))

    def running(self, prefix: str) -> None:
        """Headers or footers, each once, as furniture."""
        seen: set[str] = set()
        for name in sorted(self.package.entries):
            if name.startswith(f"word/{prefix}") and name.endswith(".xml"):
                root = self.package.part(name)
                text = (
                    "\n".join(made.text for made in (self.read(p) for p in root.iter(_P)) if made.text.strip())
                    if root is not None
                    else ""
                )
                if text.strip() and text not in seen:
                    seen.add(text)
                    self.add(text, text=visible(text), kind="furniture")


def _children(element: Any) -> Iterator[Any]:
    """Child elements, those of content controls and inserted parts in their place, deleted ones left out."""
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        tag = child.tag
        if tag == _SDT:
            content = child.find(_SDT_CONTENT)
            if content is not None:
                stack.extend(reversed(content))
        elif tag in (W + "customXml", W + "smartTag", _MC + "AlternateContent", _MC + "Choice", *_INSERTED):
            stack.extend(reversed(child))
        elif tag not in _SKIPPED and isinstance(tag, str):
            yield child


def _text_of(node: Any) -> str:
    tag = node.tag
    if tag == _T:
        return node.text or ""
    if tag == _TAB:
        return "\t"
    if tag in (_BR, _CR):
        return "\n"
    return "\u2011" if tag == _NO_BREAK_HYPHEN else "\u00ad"


def read_docx(data: bytes, name: str) -> Reading:
    """The text and units of a Word file. Raises RefusedFile (damaged_docx, too_large, too_deep)."""
    package = Package(data, name)
    main = "word/document.xml"
    if main not in package.entries:
        main = next(
            (
                entry
                for entry in sorted(package.entries)
                if entry.startswith("word/document") and entry.endswith(".xml")
            ),
            main,
        )
    root = package.part(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise RefusedFile("damaged_docx", f"{name} holds no Word text. Open it in Word and save it again.")
    builder = _Builder(package)
    builder.running("header")
    builder.body(body)
    builder.notes()
    builder.running("footer")
    warnings = []
    if builder.tracked:
        warnings.append("tracked_changes")
    if builder.hidden:
        warnings.append("hidden_text")
    if any(entry.endswith("vbaProject.bin") for entry in package.entries):
        warnings.append("active_content")
    units = builder.units
    if any(unit.kind == "heading" for unit in units):  # styles mark the headings: letters need not
        units = [replace(unit, size=None) for unit in units]
    title, author, created = _properties(package)
    return Reading(
        "".join(builder.parts),
        tuple(units),
        warnings=tuple(warnings),
        stated_title=title,
        stated_author=author,
        stated_date=created,
    )


def _properties(package: Package) -> tuple[str | None, str | None, str | None]:
    try:
        root = package.part("docProps/core.xml")
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
