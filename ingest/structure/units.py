"""What readers hand to the structure pass: stretches of the text with what the format says about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.documents import BlockKind, Box
from core.text import MARKUP, keeps_hyphen

_HIDDEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\ufeff\u0002")
_ANY_HIDDEN = re.compile("[\u00ad\u200b\u200c\u200d\ufeff\u0002]")
_LINE_HYPHEN = re.compile("\ufffe\\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph-like stretch of the text; units tile it. What the format does not say is None or empty.

    text: the words as a person reads them (marks and line ends gone), without the printed label where `label` has it.
    kind: what the format states (a tag, a style, a mark), not what the text looks like.
    level: the format's heading level, or the depth of a list item, from 1.
    label: a number or bullet that the format prints but does not store in the text (Word's automatic numbers).
    size, bold: of the letters; cells: of a table row; edge: how near the unit is to the top (1) or foot (-1) of its page.
    titled: a number that stood alone on the line before says that these words are a title.
    indent: of the first letter, in points or characters, for comparison within one document.
    """

    start: int
    end: int
    text: str
    kind: BlockKind | None = None
    level: int | None = None
    label: str | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    cells: tuple[str, ...] = ()
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    flags: tuple[str, ...] = ()
    indent: float = 0.0
    edge: int = 0
    bullet: bool = False
    header_row: bool = False
    titled: bool = False

    @property
    def n_words(self) -> int:
        return self.text.count(" ") + 1 if self.text else 0


def _mended(match: re.Match[str]) -> str:
    before, after = (
        match.string[max(0, match.start() - 20) : match.start()],
        match.string[match.end() : match.end() + 20],
    )
    return "-" if keeps_hyphen(before, after) else ""


def visible(source: str, *, markup: bool = False) -> str:
    """`source` as a person reads it: like `core.text.cleaned`, without the map back, and therefore fast."""
    if markup and ("*" in source or "_" in source or "<" in source or "[" in source or "]" in source):
        source = MARKUP.sub("", source)
    if "\ufffe" in source:
        source = _LINE_HYPHEN.sub(_mended, source)
    if _ANY_HIDDEN.search(source):
        source = source.translate(_HIDDEN)
    return " ".join(source.split())
