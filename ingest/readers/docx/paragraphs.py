"""One paragraph of a Word file: its words as they are printed, its letters, and what is anchored in it.

What was inserted is in, what was deleted is out; of a field the result, not the instruction; of two renderings of one
drawing the first. Hidden words are kept apart. Most paragraphs hold nothing of that and are read by the XML
library alone (`Markup.plain`); that is what makes long files quick.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from ingest.readers.docx.package import MC, W, says_on, value, whole
from ingest.readers.docx.styles import BODY_OUTLINE, INVISIBLE_SIZE, WHITE, Style, Styles, painted
from ingest.readers.docx.symbols import symbol

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
P, R, PPR, RPR, TABLE = W + "p", W + "r", W + "pPr", W + "rPr", W + "tbl"
_T, _TAB, _PTAB, _BR, _CR = W + "t", W + "tab", W + "ptab", W + "br", W + "cr"
_NO_BREAK_HYPHEN, _SOFT_HYPHEN, _SYM, _FORM = W + "noBreakHyphen", W + "softHyphen", W + "sym", W + "ffData"
TEXT_BOX = W + "txbxContent"
ALTERNATIVES, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
INSERTED = frozenset([W + "ins", W + "moveTo"])
DELETED = frozenset([W + "del", W + "moveFrom"])
_TEXTUAL = (_T, _TAB, _PTAB, _BR, _CR, _NO_BREAK_HYPHEN, _SOFT_HYPHEN, _SYM, _M + "t")
_SHOWN = frozenset(_TEXTUAL)
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_FIELD, _INSTRUCTION = W + "fldChar", W + "instrText"
_OUT = frozenset([_INSTRUCTION, W + "delText", W + "delInstrText", W + "rt", PPR])
_INTRICATE = (
    *INSERTED, *DELETED, *_NOTES, ALTERNATIVES, TEXT_BOX, _FIELD, _INSTRUCTION, W + "vanish", W + "delText", W + "rt",
)  # fmt: skip
_WHITE_LETTERS = " or ".join(f"@w:val='{colour}'" for colour in sorted(WHITE))
_SMALL = " or ".join(f"@w:val='{half}'" for half in range(int(INVISIBLE_SIZE * 2) + 1))
_UNSEEN = f".//w:color[{_WHITE_LETTERS}] | .//w:sz[{_SMALL}]"
_EMPHASIS = (W + "b", W + "i", W + "sz", W + "rStyle")
_OWN = (W + "pStyle", W + "numPr", W + "outlineLvl", RPR)
LONGEST_EMPHASISED = 400  # characters; whether a longer paragraph is bold throughout tells nothing


@dataclass(slots=True)
class Paragraph:
    """`hidden_text`: the words that are not printed. `boxes`: text boxes anchored here. `notes`: (part, id) of each mark.

    num, level: the list it is in (None: none). `joined`: its end was deleted, so that the next paragraph goes on with it.
    toc: it is part of a contents field."""

    text: str
    style: Style
    num: str | None = None
    level: int | None = None
    heading: int | None = None
    bold: bool = False
    italic: bool = False
    size: float | None = None
    inserted: bool = False
    deleted: bool = False
    joined: bool = False
    toc: bool = False
    hidden_text: str = ""
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Letters:
    """The emphasis of a stretch, weighed by its letters."""

    n: int = 0
    bold: int = 0
    italic: int = 0
    size: float | None = None

    def add(self, n: int, bold: bool, italic: bool, size: float | None) -> None:
        self.n += n
        self.bold += n * bold
        self.italic += n * italic
        if size is not None:
            self.size = max(self.size or 0.0, size)


@dataclass(frozen=True, slots=True)
class _Run:
    bold: bool
    italic: bool
    size: float | None
    hidden: bool


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


@dataclass(slots=True)
class _Place:
    """A node still to be read and what holds for it."""

    node: Any
    inserted: bool
    run: _Run | None


class Markup:
    """The paragraphs of one part. `read` gives one; fields may run over several, so they are read in order."""

    def __init__(self, root: Any, styles: Styles, *, sizes: bool = True) -> None:
        self.styles = styles
        self.sizes = sizes
        self.tracked = False
        self._fields: list[_Field] = []
        self._intricate: set[Any] = set()
        _set_characters(root)
        for node in root.iter(*_INTRICATE):
            self._intricate.update(node.iterancestors(P))
        for node in root.iter(W + "rStyle"):
            named = styles.character(node.get(W + "val"))
            if named is not None and (named.hidden or named.white):
                self._intricate.update(node.iterancestors(P))
        self._unseen = {
            ancestor
            for node in root.xpath(_UNSEEN, namespaces={"w": W[1:-1]})
            for ancestor in node.iterancestors(P)
        } if root.find(f"{W}background") is None else set()  # fmt: skip
        self._emphasis = next(root.iter(*_EMPHASIS), None) is not None

    def read(self, element: Any, *, on_paper: bool = True) -> Paragraph:
        """The paragraph; on_paper: it stands on the page's own background, so that white letters are not seen."""
        style, num, level, heading, mark = self._properties(element)
        made = Paragraph("", style, num, level, heading, size=style.size)
        intricate = element in self._intricate or self._fields or style.hidden or style.white
        if intricate or (on_paper and element in self._unseen):
            self._read_nodes(element, made, on_paper)
        else:
            self._read_plain(element, made)
        if mark is not None:
            self._read_mark(mark, made)
        return made

    def _properties(self, element: Any) -> tuple[Style, str | None, int | None, int | None, Any]:
        """(style, list, level in it, heading level, the properties of the paragraph's mark)"""
        first = element[0] if len(element) else None
        if first is not None and first.tag != PPR:
            first = element.find(PPR)
        named, numbers, outline, mark = None, None, None, None
        if first is not None:
            for child in first.iterchildren(*_OWN):
                tag = child.tag
                if tag == _OWN[0]:
                    named = child.get(W + "val")
                elif tag == _OWN[1]:
                    numbers = child
                elif tag == _OWN[2]:
                    outline = whole(child.get(W + "val"))
                elif len(child):
                    mark = child
        style = self.styles.of(named)
        num, level = style.num, None
        if numbers is not None:
            own, level = value(numbers, "numId"), whole(value(numbers, "ilvl"))
            num = own if own is not None else num
        heading = style.heading
        if outline is not None:
            heading = outline + 1 if 0 <= outline < BODY_OUTLINE else None
        return style, None if num == "0" else num, level, heading, mark

    def _read_plain(self, element: Any, made: Paragraph) -> None:
        made.text = "".join(element.itertext(*_TEXTUAL, with_tail=False))
        style = made.style
        made.bold, made.italic = style.bold, style.italic
        if not made.text or not self._emphasis or (len(made.text) > LONGEST_EMPHASISED and not self.sizes):
            return
        letters = _Letters()
        for run in element.iter(R):
            text = "".join(run.itertext(*_TEXTUAL, with_tail=False))
            if text and not text.isspace():
                had = self._run(run, style, False) if len(run) and run[0].tag == RPR else None
                if had is None:
                    letters.add(len(text), style.bold, style.italic, None)
                else:
                    letters.add(len(text), had.bold, had.italic, had.size)
        _emphasise(made, letters)

    def _run(self, run: Any, style: Style, on_paper: bool) -> _Run:
        properties = run[0] if len(run) and run[0].tag == RPR else run.find(RPR)
        bold, italic, hidden, size, white = style.bold, style.italic, style.hidden, None, style.white
        if properties is None:
            return _Run(bold, italic, None, hidden or (white and on_paper and not style.painted))
        named = self.styles.character(value(properties, "rStyle"))
        if named is not None:
            bold, italic, hidden = bold or named.bold, italic or named.italic, hidden or named.hidden
            white = white or named.white
        for child in properties:
            tag = child.tag
            if tag == W + "b":
                bold = says_on(child)
            elif tag == W + "i":
                italic = says_on(child)
            elif tag == W + "sz":
                half = whole(child.get(W + "val"))
                size = half / 2 if half is not None else None
            elif tag == W + "vanish":
                hidden = says_on(child)
            elif tag == W + "color":
                white = child.get(W + "val") in WHITE
        if on_paper and not hidden:
            hidden = (white and not style.painted and not painted(properties)) or (
                size is not None and size <= INVISIBLE_SIZE
            )
        return _Run(bold, italic, size, hidden)

    def _read_nodes(self, element: Any, made: Paragraph, on_paper: bool) -> None:
        """Node by node in document order: what is tracked, hidden, anchored or a field is told apart."""
        on_paper = on_paper and not painted(element.find(PPR))
        whole_run = self._run(element, made.style, on_paper) if made.style.hidden or made.style.white else None
        shown: list[str] = []
        hidden: list[str] = []
        letters = _Letters()
        made.toc = any(entry.instruction.lstrip().startswith("TOC") for entry in self._fields)
        stack = [_Place(child, False, whole_run) for child in reversed(element)]
        while stack:
            place = stack.pop()
            node, tag = place.node, place.node.tag
            if tag in _SHOWN:
                if node.text and all(entry.result for entry in self._fields):
                    run = place.run
                    if run is not None and run.hidden:
                        hidden.append(node.text)
                        continue
                    shown.append(node.text)
                    if not node.text.isspace():
                        bold, italic = (run.bold, run.italic) if run else (made.style.bold, made.style.italic)
                        letters.add(len(node.text), bold, italic, run.size if run else None)
                        made.inserted = made.inserted or place.inserted
                continue
            if tag in DELETED:
                made.deleted = self.tracked = True
            elif tag == TEXT_BOX:
                made.boxes.append(node)
            elif tag in _NOTES:
                made.notes.append((_NOTES[tag], node.get(W + "id") or ""))
            elif tag == _FIELD:
                self._field(node, made, shown)
            elif tag == _INSTRUCTION:
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].instruction += node.text or ""
                    made.toc = made.toc or self._fields[-1].instruction.lstrip().startswith("TOC")
            elif tag == ALTERNATIVES:
                chosen = _chosen(node)
                stack.extend(_Place(child, place.inserted, place.run) for child in reversed(chosen))
            elif tag not in _OUT and tag != RPR:
                inserted = place.inserted
                if tag in INSERTED:
                    inserted = self.tracked = True
                run = self._run(node, made.style, on_paper) if tag == R else place.run
                stack.extend(_Place(child, inserted, run) for child in reversed(node))
        for entry in self._fields:  # an instruction ends with its paragraph: a broken field hides no text
            entry.result = True
        made.text, made.hidden_text = "".join(shown), "".join(hidden)
        made.bold, made.italic = made.style.bold, made.style.italic
        _emphasise(made, letters)

    def _field(self, node: Any, made: Paragraph, shown: list[str]) -> None:
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            form = node.find(_FORM)
            if form is not None:
                shown.append(_form_value(form))
        elif self._fields and kind == "separate":
            self._fields[-1].result = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _read_mark(self, mark: Any, made: Paragraph) -> None:
        """What was tracked of the paragraph's own mark: a deleted one joins it to the next paragraph."""
        for child in mark:
            if child.tag in INSERTED:
                self.tracked = made.inserted = True
            elif child.tag in DELETED:
                self.tracked = made.joined = made.deleted = True


def _emphasise(made: Paragraph, letters: _Letters) -> None:
    if letters.n:
        made.bold, made.italic = letters.bold == letters.n, letters.italic == letters.n
        made.size = letters.size or made.style.size


def _set_characters(root: Any) -> None:
    """Writes the characters that tabs, breaks, hyphens and symbols stand for into the tree, so that they are read as text."""
    for node in root.iter(_TAB, _PTAB, _BR, _CR, _NO_BREAK_HYPHEN, _SOFT_HYPHEN, _SYM):
        tag = node.tag
        if tag == _TAB:
            if node.get(W + "val") is None and node.get(W + "pos") is None:  # else a tab stop among the properties
                node.text = "\t"
        elif tag == _PTAB:
            node.text = "\t"
        elif tag == _NO_BREAK_HYPHEN:
            node.text = "-"
        elif tag == _SOFT_HYPHEN:
            node.text = "\u00ad"
        elif tag == _SYM:
            node.text = symbol(node.get(W + "font"), node.get(W + "char"))
        else:
            node.text = "\n"


def _chosen(alternatives: Any) -> Any:
    """The rendering to be read: the first choice that holds text, else the fallback."""
    choices = alternatives.findall(CHOICE)
    for choice in choices:
        if next(choice.iter(_T, TEXT_BOX), None) is not None:
            return choice
    fallback = alternatives.find(FALLBACK)
    return fallback if fallback is not None else (choices[0] if choices else ())


def _form_value(form: Any) -> str:
    """What an old form field shows that stands nowhere as text: a box's tick, the chosen entry of a list."""
    box, entries = form.find(W + "checkBox"), form.find(W + "ddList")
    if box is not None:
        switch = box.find(W + "checked")
        switch = switch if switch is not None else box.find(W + "default")
        return "☒" if switch is not None and says_on(switch) else "☐"
    if entries is not None:
        listed = [entry.get(W + "val") or "" for entry in entries.findall(W + "listEntry")]
        n = whole(value(entries, "result") or value(entries, "default")) or 0
        return listed[n] if 0 <= n < len(listed) else ""
    return ""


def joined(first: Paragraph, second: Paragraph) -> Paragraph:
    """Two paragraphs made one by the deletion of the mark between them; the second's properties hold."""
    return replace(
        second,
        text=first.text + second.text,
        hidden_text=first.hidden_text + second.hidden_text,
        bold=(first.bold or not first.text.strip()) and (second.bold or not second.text.strip()),
        italic=(first.italic or not first.text.strip()) and (second.italic or not second.text.strip()),
        inserted=first.inserted or second.inserted,
        deleted=True,
        boxes=first.boxes + second.boxes,
        notes=first.notes + second.notes,
    )
