"""The words of a page gathered into one text and its units: what encloses them, and where a block ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.documents import BlockKind
from ingest.readers.html.clutter import PROMPT
from ingest.readers.html.lists import Item, Series
from ingest.readers.text import tame
from ingest.structure import patterns
from ingest.structure.numbering import printed_number
from ingest.structure.units import Unit, visible

BREAK = "\x0b"  # a line break of the page, while a block is gathered: no such character comes out of the parser's text


@dataclass(frozen=True, slots=True)
class State:
    """What encloses the words that come next."""

    kind: BlockKind | None = None
    level: int | None = None
    item: Item | None = None
    series: Series | None = None
    lists: int = 0
    hidden: bool = False
    painted: bool = False
    bold: bool = False
    preformatted: bool = False
    quotation: bool = False
    footnotes: bool = False
    contents: bool = False
    linked: bool = False
    main: bool = False
    ignored_label: bool = False


@dataclass(slots=True)
class Builder:
    """The text and units so far, and the block that is being gathered."""

    parts: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    offset: int = 0
    line: list[str] = field(default_factory=list)
    hidden_line: list[str] = field(default_factory=list)
    state: State = field(default_factory=State)
    bold: int = 0
    letters: int = 0
    linked: int = 0
    marks: list[str] = field(default_factory=list)  # of footnotes, met in the block
    number: str = ""  # that stands alone in the cell before: it belongs to what follows

    def text(self, piece: str, state: State) -> None:
        if state.hidden:
            self.hidden_line.append(piece)
            return
        n = len(piece) - sum(map(piece.count, " \n\t\r"))
        if n and not self.letters:
            self.state = state
        self.line.append(piece)
        self.letters += n
        self.bold += n * state.bold
        self.linked += n * state.linked

    def flush(self) -> None:
        """Ends the block that is being gathered."""
        if self.line and self.letters:
            self._block("".join(self.line), self.state)
        self.line, self.bold, self.letters, self.linked, self.marks = [], 0, 0, 0, []
        if self.hidden_line:
            unseen = " ".join("".join(self.hidden_line).replace(BREAK, " ").split())
            self.hidden_line = []
            if any(map(str.isalnum, unseen)):
                self.add(unseen, text=visible(unseen), flags=("hidden",))

    def _block(self, source: str, state: State) -> None:
        if state.preformatted:
            text = source.replace(BREAK, "\n").strip("\n")
        else:
            text = "\n".join(" ".join(line.split()) for line in source.split(BREAK)).strip("\n")
        words = visible(text)
        if not words:
            return
        kind: BlockKind | None = state.kind
        label, bullet = None, False
        if kind == "footnote" and state.item is not None and not state.item.used:
            state.item.used, label = True, state.item.label
        if kind == "list_item":
            item = state.item
            if item is None or item.used:
                kind = None
            else:
                item.used = True
                label, bullet = item.label, item.label is None
                typed = printed_number(words)
                if typed is not None and typed.length < len(words) and not words[0].isalpha():
                    label, bullet = None, False  # the number is typed, and the list's own is switched off
                kind = None if label is not None or not bullet else kind
        typed_bullet = patterns.BULLET.match(words)
        if typed_bullet and kind is None and label is None:
            kind, bullet, words = "list_item", True, words[typed_bullet.end() :]
        if state.contents and kind != "heading":
            kind, label, bullet = "contents", None, False
        if self.linked == self.letters and PROMPT.fullmatch(words.strip(" .")):
            kind = "furniture"
        if kind is None and state.quotation:
            kind = "quotation"
        if self.number:
            text, words, self.number = f"{self.number}\t{text}", f"{self.number} {words}", ""
        self.add(
            text, text=words, kind=kind, level=state.level, label=label, bold=0 < self.letters == self.bold, bullet=bullet,
            indent=float(state.lists), flags=() if kind == "footnote" else tuple(f"note:{mark}" for mark in self.marks),
        )  # fmt: skip

    def add(self, source: str, **values: Any) -> None:
        stored = tame(source.replace("\r", "\n").replace("\f", " ")) + "\n"
        self.units.append(Unit(self.offset, self.offset + len(stored), **values))
        self.parts.append(stored)
        self.offset += len(stored)

    def hold(self, number: str) -> None:
        self.flush_number()
        self.number = number

    def flush_number(self) -> None:
        """A number that nothing followed stands for itself."""
        if self.number:
            number, self.number = self.number, ""
            self.add(number, text=number)
