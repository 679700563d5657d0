"""What a paragraph style says: heading level, weight, size, list; with what it inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx.package import W, is_on, value

_HEADING = re.compile(r"heading\s*(\d)$", re.IGNORECASE)
_QUOTE = re.compile(r"quot(?:e|ation)|block text", re.IGNORECASE)
DEEPEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    name: str = ""
    heading: int | None = None
    bold: bool = False
    italic: bool = False
    size: float | None = None
    num: str | None = None
    level: int | None = None
    hidden: bool = False
    caption: bool = False
    quotation: bool = False
    contents: bool = False
    footnote: bool = False


def styles(root: Any) -> dict[str, Style]:
    """Style id to what it says; `""` is the document's default."""
    if root is None:
        return {"": Style()}
    raw = {style.get(W + "styleId"): style for style in root.findall(W + "style")}
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    size = value(default, "sz")
    made: dict[str, Style] = {"": Style(size=float(size) / 2 if size else 10.0)}
    for name in raw:
        _made(name, raw, made, 0)
    for name, style in raw.items():
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
            made[""] = made[name]
    return made


def _made(name: str, raw: dict[str, Any], made: dict[str, Style], depth: int) -> Style:
    if name in made:
        return made[name]
    element = raw.get(name)
    if element is None or depth > DEEPEST_CHAIN:
        return made[""]
    based = value(element, "basedOn")
    above = _made(based, raw, made, depth + 1) if based and based != name else made[""]
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    label = value(element, "name") or name
    heading = above.heading
    match = _HEADING.fullmatch(label.strip())
    outline = value(paragraph, "outlineLvl")
    if match:
        heading = int(match[1])
    elif outline is not None and outline.isdigit():
        heading = int(outline) + 1 if int(outline) < 9 else None
    elif label.casefold() == "title":
        heading = 1
    numbers = paragraph.find(W + "numPr") if paragraph is not None else None
    num, level = value(numbers, "numId"), value(numbers, "ilvl")
    size = value(run, "sz")
    bold, italic, vanish = is_on(run, "b"), is_on(run, "i"), is_on(run, "vanish")
    folded = label.casefold()
    made[name] = Style(
        name=label,
        heading=heading,
        bold=above.bold if bold is None else bold,
        italic=above.italic if italic is None else italic,
        size=float(size) / 2 if size else above.size,
        num=num if num is not None else above.num,
        level=int(level) if level is not None else (above.level if num is None else None),
        hidden=above.hidden if vanish is None else vanish,
        caption=folded == "caption" or above.caption,
        quotation=bool(_QUOTE.search(folded)) or above.quotation,
        contents=folded.startswith("toc ") and not folded.startswith("toc heading"),
        footnote=folded in ("footnote text", "endnote text"),
    )
    return made[name]
