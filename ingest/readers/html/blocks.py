"""The walk over a page: its visible words, gathered into paragraphs, items, rows and headings.

The text rule: blocks joined by newlines, the cells of a row by tabs, a line break inside a block is a newline; hidden words
follow their block in a unit of their own. Numbers that a browser computes are labels of the units, not text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from core.documents import BlockKind
from core.errors import RefusedFile
from ingest.readers.html.about import about
from ingest.readers.html.clutter import (
    BOLD,
    DROPPED,
    Hiding,
    hiding,
    is_clutter,
    is_contents,
    is_white,
    may_be_painted,
    names,
)
from ingest.readers.html.content import main_content
from ingest.readers.html.gathering import BREAK, Builder, State
from ingest.readers.html.lists import Item, series
from ingest.readers.html.page import parsed
from ingest.readers.html.tables import cell_words, cells_of, lays_out, own_rows, rows_of
from ingest.readers.reading import Reading
from ingest.structure.numbering import printed_number
from ingest.structure.units import visible

_BLOCKS = frozenset(
    ["p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "caption", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "aside", "address", "pre", "hr", "details", "summary", "fieldset", "legend", "body", "html", "center", "hgroup", "form", "nav", "menu", "dialog", "option", "label"]
)  # fmt: skip
_INPUTS = frozenset(["input", "button"])
_MAY_HOLD_A_BUTTON = frozenset(["heading"])
_TITLE_NAME = re.compile(r"(?:[a-z]*[-_])*[a-z]*(?:title|heading)(?:[-_]?te?xt)?", re.IGNORECASE)
_NOTE_ID = re.compile(r"(?:fn|ftn|_ftn|footnote|note|endnote)s?[-:_]?\d{1,4}", re.IGNORECASE)
_WORD_KINDS: dict[str, BlockKind] = {
    "msofootnotetext": "footnote", "msoendnotetext": "footnote", "msocaption": "caption", "msoquote": "quotation",
    "msoheader": "furniture", "msofooter": "furniture", "msointensequote": "quotation",
}  # fmt: skip
_WORD_BULLETS = frozenset("·§Øovü")
_HOLDS_MORE = "a table"  # stands for the words of a cell that holds a table, which need not be known before it is read
LONGEST_TITLE = 25  # words of a paragraph that its class calls a title
LONGEST_TERM, LONGEST_VALUE = 8, 20  # words of a list of particulars, which is read as rows


def read_html(data: bytes, name: str) -> Reading:
    """The text and units of a web page. Raises RefusedFile (too_deep)."""
    tree = parsed(data)
    root, whole = main_content(tree)
    builder = Builder()
    scripted = tree.css_first("script") is not None
    unseen = hiding((sheet.text(deep=True) or "" for sheet in tree.css("style")), scripted)
    if root is not None:
        _Walk(builder, unseen, name).walk(root, State(main=not whole))
        if not any(unit.text for unit in builder.units) and not whole and tree.body is not None:
            _Walk(builder, unseen, name).walk(tree.body, State())
    text = "".join(builder.parts)
    said = about(tree, text)
    warnings = ("hidden_text",) if any("hidden" in unit.flags for unit in builder.units) else ()
    return Reading(
        text, tuple(builder.units), warnings=warnings, stated_title=said.title, stated_author=said.author, stated_date=said.date,
        source_url=said.url,
    )  # fmt: skip


class _Walk:
    """Depth first without recursion: hostile pages nest a hundred thousand deep."""

    def __init__(self, builder: Builder, unseen: Hiding, name: str) -> None:
        self.builder, self.unseen, self.name = builder, unseen, name
        self.stack: list[tuple[Any, State | None]] = []

    def walk(self, root: Any, state: State) -> None:
        self.stack = [(root, state)]
        while self.stack:
            if len(self.stack) > 3_000_000:
                raise RefusedFile("too_deep", f"{self.name} is nested too deeply to be read.")
            node, held = self.stack.pop()
            if held is None:
                self.builder.flush()
                if isinstance(node, str):
                    self.builder.hold(node)
            elif isinstance(node, str):
                self.builder.text(node, held)
            elif isinstance(node, _Plain):
                self._plain_row(node)
            else:
                self._enter(node, held)
        self.builder.flush()
        self.builder.flush_number()

    def _enter(self, node: Any, state: State) -> None:
        tag = node.tag
        if tag == "-text":
            text = node.text(deep=False) or ""
            if state.ignored_label and text.strip() in _WORD_BULLETS:
                text = text.replace(text.strip(), "•")
            self.builder.text(text if state.preformatted or BREAK not in text else text.replace(BREAK, " "), state)
            return
        if tag is None or tag.startswith(("-", "_", "!")) or tag in DROPPED:
            return
        if tag == "br":
            if self._ends_paragraph(node):
                self.builder.flush()
            else:
                self.builder.text(BREAK, state)
            return
        attributes = node.attributes
        if tag in _INPUTS and state.kind not in _MAY_HOLD_A_BUTTON:
            return
        if (tag == "form" and _asks_only(node)) or is_clutter(tag, attributes, inside_main=state.main):
            return
        inner = self._seen(attributes, state)
        if tag == "table":
            self._table(node, attributes, inner)
        elif tag == "dl":
            self._particulars(node, inner)
        elif tag in _BLOCKS:
            self.builder.flush()
            self.stack.append((None, None))
            self._children(node, self._block(node, tag, attributes, inner))
        else:
            if tag in ("b", "strong") or BOLD.search(attributes.get("style") or ""):
                inner = replace(inner, bold=True)
            if tag == "a":
                inner = inner if inner.linked else replace(inner, linked=True)
                self._note_mark(attributes.get("href") or "")
            if "mso-list" in (attributes.get("style") or "").lower():
                inner = replace(inner, ignored_label=True)
            if tag == "q":
                self.builder.text("“", state)
                self.stack.append(("”", state))
            self._children(node, inner)

    def _children(self, node: Any, state: State) -> None:
        children = []
        child = node.child
        while child is not None:
            children.append((child, state))
            child = child.next
        self.stack.extend(reversed(children))

    def _note_mark(self, target: str) -> None:
        """Keeps the number of the footnote that a link leads to."""
        if target.startswith("#") and _NOTE_ID.fullmatch(target[1:]):
            mark = re.sub(r"\D", "", target).lstrip("0")
            if mark and mark not in self.builder.marks:
                self.builder.marks.append(mark)

    def _ends_paragraph(self, node: Any) -> bool:
        """Whether another line break follows at once: two of them part paragraphs."""
        following = node.next
        while following is not None and following.tag == "-text" and not (following.text(deep=False) or "").strip():
            following = following.next
        return following is not None and following.tag == "br"

    def _seen(self, attributes: Any, state: State) -> State:
        if not attributes:
            return state
        hidden = state.hidden or self.unseen.hides(attributes) or (not state.painted and is_white(attributes) and not may_be_painted(attributes))  # fmt: skip
        painted = state.painted or may_be_painted(attributes)
        if hidden == state.hidden and painted == state.painted:
            return state
        return replace(state, hidden=hidden, painted=painted)

    def _block(self, node: Any, tag: str, attributes: Any, state: State) -> State:
        """What holds inside a block element."""
        if BOLD.search(attributes.get("style") or ""):
            state = replace(state, bold=True)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            return replace(state, kind="heading", level=int(tag[1]), item=None, bold=True)
        if attributes.get("role") == "heading":
            level = attributes.get("aria-level") or "2"
            return replace(
                state, kind="heading", level=int(level) if level in set("123456") else 2, item=None, bold=True
            )
        if tag in ("ul", "ol", "menu"):
            return replace(
                state, kind=None, level=None, item=None, series=series(node, attributes), lists=state.lists + 1,
                footnotes=state.footnotes or _holds_notes(attributes), contents=state.contents or is_contents(attributes),
            )  # fmt: skip
        if tag == "li":
            label = state.series.next_label(attributes) if state.series is not None else None
            if state.footnotes or _NOTE_ID.fullmatch(attributes.get("id") or ""):
                number = (label or "").rstrip(".") or None
                return replace(state, kind="footnote", item=Item(number), level=None)
            return replace(state, kind="list_item", item=Item(label), level=max(1, state.lists))
        if tag in ("caption", "figcaption"):
            return replace(state, kind="caption", item=None, level=None)
        if tag == "blockquote":
            return replace(state, quotation=True)
        if tag == "pre":
            return replace(state, preformatted=True)
        if tag in ("summary", "legend", "dt"):
            return replace(state, kind=None, item=None, level=None, bold=True)
        return self._named(node, tag, attributes, state)

    def _named(self, node: Any, tag: str, attributes: Any, state: State) -> State:
        """What the names of a paragraph or division say: Word's own styles, notes, contents, titles."""
        tokens = names(attributes)
        if not tokens and not attributes.get("role"):
            return state
        if _holds_notes(attributes):
            return replace(state, footnotes=True)
        if is_contents(attributes):
            return replace(state, contents=True)
        for token in tokens:
            folded = token.lower()
            if folded in _WORD_KINDS:
                return replace(state, kind=_WORD_KINDS[folded], item=None, level=None)
            if re.fullmatch(r"msotoc\d", folded):
                return replace(state, contents=True)
            if folded in ("msotitle", "mgmaintitle"):
                return replace(state, kind="heading", level=1, bold=True)
        if tag in ("p", "div", "span") and state.kind is None and any(_TITLE_NAME.fullmatch(token) for token in tokens):
            words = (node.text(deep=True) or "").split()
            if 0 < len(words) <= LONGEST_TITLE and words[-1][-1] not in ".;":
                return replace(state, bold=True)
        return state

    def _table(self, node: Any, attributes: Any, state: State) -> None:
        self.builder.flush()
        rows = own_rows(node)
        if is_contents(attributes):
            state = replace(state, contents=True)
        if lays_out(node, attributes, rows) or state.hidden or state.contents:
            self._laid_out(node, rows, state)
            return
        for caption in _captions(node):
            words, _, unseen = cell_words(caption, self.unseen)
            if words:
                self.builder.add(words, text=visible(words), kind="caption")
            self._hidden(unseen)
        for row in rows_of(rows, self.unseen):
            cells = tuple(visible(cell) for cell in row.cells)
            if any(cells):
                self.builder.flush_number()
                self.builder.add(
                    "\t".join(row.cells), text=visible(" ".join(row.cells)), kind="table_row", cells=cells, bold=row.bold,
                    header_row=row.header, flags=("hidden",) if row.hidden else (),
                )  # fmt: skip
            self._hidden(row.hidden_text)

    def _hidden(self, words: str) -> None:
        if any(map(str.isalnum, words)):
            self.builder.add(words, text=visible(words), flags=("hidden",))

    def _laid_out(self, node: Any, rows: list[Any], state: State) -> None:
        """The cells of a table that places text, one after the other; a number alone in a cell goes with the next."""
        waiting: list[tuple[Any, State | None]] = [(None, None)]
        waiting += [(caption, state) for caption in _captions(node)]
        for row in rows:
            shown = self._seen(row.attributes, state)
            cells = cells_of(row)
            read = [
                (_HOLDS_MORE, False, "") if cell.css_first("table") is not None else cell_words(cell, self.unseen)
                for cell in cells
            ]
            words = [text for text, _, _ in read]
            filled = [n for n, (text, _, unseen) in enumerate(read) if text or unseen]
            plain = all(words) and not any(unseen or text == _HOLDS_MORE for text, _, unseen in read)
            if len(cells) > 1 and plain and not any(self._has_blocks(cell) for cell in cells):
                waiting.append((_Plain(tuple(words), all(cell.tag == "th" for cell in cells)), shown))
                continue
            for n in filled:
                number = printed_number(words[n] + " ")
                alone = number is not None and number.length >= len(words[n])
                if alone and n != filled[-1] and not shown.hidden:
                    waiting.append((words[n], None))
                else:
                    waiting.append((cells[n], shown))
                    waiting.append((None, None))
        self.stack.extend(reversed(waiting))

    def _plain_row(self, row: _Plain) -> None:
        self.builder.flush_number()
        cells = tuple(visible(cell) for cell in row.words)
        self.builder.add(
            "\t".join(row.words), text=" ".join(cells), kind="table_row", cells=cells, header_row=row.header
        )

    @staticmethod
    def _has_blocks(cell: Any) -> bool:
        return cell.css_first("p, div, ul, ol, table, h1, h2, h3, h4, h5, h6") is not None

    def _particulars(self, node: Any, state: State) -> None:
        """A list of terms: rows where every value is a few words, else each term above its text."""
        self.builder.flush()
        pairs = _pairs(node)
        short = bool(pairs) and all(
            len(term.split()) <= LONGEST_TERM and len(value.split()) <= LONGEST_VALUE and value
            for term, value in ((_words(term), _words(value)) for term, value in pairs)
        )
        if not short or state.hidden:
            self.stack.append((None, None))
            self._children(node, replace(state, kind=None, item=None, level=None))
            return
        for term, value in pairs:
            read = (cell_words(term, self.unseen), cell_words(value, self.unseen))
            cells = tuple(words for words, _, _ in read)
            if any(cells):
                shown = tuple(visible(cell) for cell in cells)
                self.builder.add("\t".join(cells), text=" ".join(shown).strip(), kind="table_row", cells=shown)
            for _, _, unseen in read:
                self._hidden(unseen)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A row of short cells inside a table that places text, as the walk meets it."""

    words: tuple[str, ...]
    header: bool


def _captions(table: Any) -> list[Any]:
    """A table's own captions, not those of tables in it; there should be one."""
    found, child = [], table.child
    while child is not None:
        if child.tag == "caption":
            found.append(child)
        child = child.next
    return found


def _asks_only(form: Any) -> bool:
    """Whether a form only asks for input: it holds fields and hardly a sentence. Whole pages stand in forms, too."""
    return (
        form.css_first("input:not([type=hidden]), textarea, select, button") is not None
        and len((form.text(deep=True) or "").split()) <= 40
        and form.css_first("h1, table") is None
    )


def _holds_notes(attributes: Any) -> bool:
    return attributes.get("role") in ("doc-endnotes", "doc-footnotes") or any(
        token.lower() in ("footnotes", "endnotes", "footnote-list") for token in names(attributes)
    )


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    """(term, value) of a list of terms, groups in divisions included; empty where terms and values do not pair."""
    found: list[Any] = []
    child = node.child
    while child is not None:
        if child.tag in ("dt", "dd"):
            found.append(child)
        elif child.tag == "div":
            inner = child.child
            while inner is not None:
                if inner.tag in ("dt", "dd"):
                    found.append(inner)
                inner = inner.next
        child = child.next
    if len(found) % 2 or [item.tag for item in found] != ["dt", "dd"] * (len(found) // 2):
        return []
    return list(zip(found[::2], found[1::2]))


def _words(node: Any) -> str:
    return " ".join((node.text(deep=True) or "").split())
