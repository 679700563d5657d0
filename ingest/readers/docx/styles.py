"""What a paragraph or character style says: heading level, weight, size, list; with what it inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.docx.package import W, is_on, value, whole

# Word stores its built-in styles under English names; other programs and old templates store them in the user's language
_HEADING = re.compile(
    r"(?:.*\b)?(?:heading|überschrift|titre|título|titulo|encabezado|rubrik|overskrift|kop|titolo|nagłówek|pennawd|otsikko)\s*([1-9])",
    re.IGNORECASE,
)
_NOT_A_HEADING = re.compile(r"\b(?:toc|table|column|row|figure|chart|header|index|message)\b", re.IGNORECASE)
_LIKE_A_HEADING = re.compile(r"\b(?:sub-?\s?)?heading\b", re.IGNORECASE)
_QUOTE = re.compile(r"quot(?:e|ation)|block text|zitat|citation", re.IGNORECASE)
_NOTE = re.compile(r"(?:foot|end)note text|fu(?:ß|ss)notentext|texte? de (?:note|nota)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|verzeichnis|contents)\s*\d|table of figures", re.IGNORECASE)
BODY_OUTLINE = 9  # an outline level of ten, counted from nought, is body text (ECMA-376 part 1, 17.3.1.20)
WHITE = frozenset(["FFFFFF", "ffffff"])
INVISIBLE_SIZE = 1.5  # points; text set this small is not there to be read


@dataclass(frozen=True, slots=True)
class Style:
    """`chain`: the style's id and those it is based on, nearest first. `painted`: it sets a background of its own."""

    name: str = ""
    heading: int | None = None
    bold: bool = False
    italic: bool = False
    size: float | None = None
    num: str | None = None
    level: int | None = None
    hidden: bool = False
    white: bool = False
    painted: bool = False
    caption: bool = False
    quotation: bool = False
    contents: bool = False
    footnote: bool = False
    title: bool = False
    chain: tuple[str, ...] = ()


class Styles:
    """`of(id)` gives a paragraph style, `character(id)` a character style; each is read on first use, for a file holds
    hundreds and uses ten. An unknown id gives the document's default. `numbering`: lists named by numbering styles."""

    def __init__(self, root: Any) -> None:
        found = root.findall(W + "style") if root is not None else ()
        self._raw = {style.get(W + "styleId") or "": style for style in found}
        self._made: dict[str, Style] = {}
        size = _points(value(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), "sz")) if root is not None else None
        self._blank = Style(size=size or 10.0)
        self.default = self._blank
        self.numbering: dict[str, str] = {}
        for name, style in self._raw.items():
            kind = _type(style)
            if kind == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self.default = self._get(name)
            elif kind == "numbering" and (num := value(style.find(f"{W}pPr/{W}numPr"), "numId")) is not None:
                self.numbering[name] = num

    def of(self, style: str | None) -> Style:
        return self.default if style is None else self._made.get(style) or self._of(style, "paragraph", self.default)

    def character(self, style: str | None) -> Style | None:
        return self._of(style, "character", None) if style is not None else None

    def _of(self, name: str, kind: str, otherwise: Any) -> Any:
        raw = self._raw.get(name)
        return self._get(name) if raw is not None and _type(raw) == kind else otherwise

    def _get(self, name: str) -> Style:
        """Reads a style after those it is based on; a chain that turns back on itself ends there."""
        waiting: list[str] = []
        wanted = name
        while name in self._raw and name not in self._made and name not in waiting:
            waiting.append(name)
            name = value(self._raw[name], "basedOn") or ""
        for style in reversed(waiting):
            above = self._made.get(value(self._raw[style], "basedOn") or "", self._blank)
            self._made[style] = _inherited(style, self._raw[style], above)
        return self._made[wanted]


def _type(style: Any) -> str:
    return style.get(W + "type") or "paragraph"


def _points(half_points: str | None) -> float | None:
    try:
        return float(half_points) / 2 if half_points else None
    except ValueError:
        return None


def _inherited(name: str, element: Any, above: Style) -> Style:
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    label = (value(element, "name") or name).strip()
    numbers = paragraph.find(W + "numPr") if paragraph is not None else None
    num, level = value(numbers, "numId"), whole(value(numbers, "ilvl"))
    bold, italic, vanish = is_on(run, "b"), is_on(run, "i"), is_on(run, "vanish")
    colour = value(run, "color")
    heading, like = _heading(label, above, whole(value(paragraph, "outlineLvl")))
    return replace(
        above,
        name=label,
        heading=heading,
        bold=(above.bold or like) if bold is None else bold,
        italic=above.italic if italic is None else italic,
        size=_points(value(run, "sz")) or above.size,
        num=num if num is not None else above.num,
        level=level if level is not None else (above.level if num is None else None),
        hidden=above.hidden if vanish is None else vanish,
        white=above.white if colour is None else colour in WHITE,
        painted=above.painted or painted(paragraph) or painted(run),
        caption=label.casefold() in ("caption", "beschriftung", "légende") or above.caption,
        quotation=bool(_QUOTE.search(label)) or above.quotation,
        contents=bool(_CONTENTS.match(label)),
        footnote=bool(_NOTE.fullmatch(label)) or above.footnote,
        title=label.casefold() == "title",
        chain=(name, *above.chain),
    )


def _heading(label: str, above: Style, outline: int | None) -> tuple[int | None, bool]:
    """(heading level, whether it only looks like a heading style): by the outline level, else the name, else what it is based on."""
    if outline is not None:
        return (outline + 1 if 0 <= outline < BODY_OUTLINE else None), False
    if _NOT_A_HEADING.search(label):
        return (1, False) if label.casefold() == "toc heading" else (None, False)
    match = _HEADING.fullmatch(label)
    if match:
        return int(match[1]), False
    if label.casefold() == "title":
        return 1, False
    return above.heading, above.heading is None and _LIKE_A_HEADING.search(label) is not None


def painted(properties: Any) -> bool:
    """Whether properties of a run, paragraph or cell set a background: white letters on it are there to be read."""
    if properties is None:
        return False
    shading = properties.find(W + "shd")
    if shading is not None and (
        shading.get(W + "fill") not in (None, "auto", *WHITE) or shading.get(W + "val") not in (None, "clear", "nil")
    ):
        return True
    return properties.find(W + "highlight") is not None
