"""Word's automatic numbers, computed as Word prints them: they are nowhere in the file.

ECMA-376 part 1, 17.9: paragraphs name a list (`num`), lists share their counters through the definition they point at
(`abstractNum`), a list may begin a level anew (`startOverride`) or draw one otherwise, and a definition may stand for
another by a numbering style (`numStyleLink`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx.numerals import numeral
from ingest.readers.docx.package import MC, W, is_on, value, whole

_PLACE = re.compile(r"%([1-9])")
MOST_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is the pattern, "%1.%2." ; `form` the numeral; `restart` the level that restarts it."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    pattern: str | None = None


@dataclass(slots=True)
class Numbering:
    """`label(num, level)` counts on and gives what Word prints before the paragraph ("3.10", "(b)"), or "" for bullets.

    levels: of each list, with its own changes to its definition's. counted_with: the definition whose counters it shares."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counted_with: dict[str, str] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, num: str, chain: tuple[str, ...]) -> int | None:
        """The level that a list links to a style, or to the nearest of those it is based on; None where it links none."""
        levels = self.levels.get(num, {})
        for style in chain:
            for level, made in levels.items():
                if made.style == style:
                    return level
        return None

    def is_bullet(self, num: str, level: int) -> bool:
        made = self.levels.get(num, {}).get(level)
        return made is not None and made.form == "bullet" and bool(made.text.strip())

    def label(self, num: str, level: int) -> str:
        levels = self.levels.get(num)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(self.counted_with[num], {})
        overridden = self.starts.get(num, {})
        for n in overridden:
            if (num, n) not in self._begun and n <= level:
                self._begun.add((num, n))
                counts.pop(n, None)
        first = overridden.get(level, levels[level].start)
        counts[level] = counts[level] + 1 if level in counts else first
        for n in range(level):  # a level that was stepped over counts as begun, and prints its first number
            counts.setdefault(n, overridden.get(n, levels[n].start if n in levels else 1))
        for deeper in [n for n in counts if n > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart != 0 and (restart is None or level < restart):
                counts.pop(deeper)
        made = levels[level]
        if made.form == "bullet":
            return ""

        def shown(match: re.Match[str]) -> str:
            n = int(match[1]) - 1
            owner = levels.get(n, Level())
            return numeral(counts.get(n, owner.start), "decimal" if made.legal else owner.form, owner.pattern)

        return " ".join(_PLACE.sub(shown, made.text).split())


def numbering(root: Any, numbering_styles: dict[str, str]) -> Numbering:
    """The lists of the numbering part; empty where it is missing. numbering_styles: the list that a numbering style names."""
    made = Numbering()
    if root is None:
        return made
    abstracts = {element.get(W + "abstractNumId") or "": element for element in root.findall(W + "abstractNum")}
    definition = {num.get(W + "numId") or "": value(num, "abstractNumId") or "" for num in root.findall(W + "num")}
    read: dict[str, dict[int, Level]] = {}
    for num in root.findall(W + "num"):
        name = num.get(W + "numId") or ""
        abstract = _linked(definition[name], abstracts, definition, numbering_styles)
        if abstract not in read:
            element = abstracts.get(abstract)
            read[abstract] = dict(_levels(element)) if element is not None else {}
        made.counted_with[name] = abstract
        made.levels[name] = read[abstract]
        for override in num.findall(W + "lvlOverride"):
            level = whole(override.get(W + "ilvl")) or 0
            start = whole(value(override, "startOverride"))
            if start is not None:
                made.starts.setdefault(name, {})[level] = start
            own = override.find(W + "lvl")
            if own is not None:
                made.levels[name] = {**made.levels[name], level: _level(own)}
    return made


def _linked(
    abstract: str, abstracts: dict[str, Any], definition: dict[str, str], numbering_styles: dict[str, str]
) -> str:
    """The definition that holds the levels: its own, or the one that its numbering style names, or that bears the style."""
    for _ in range(MOST_LEVELS):
        element = abstracts.get(abstract)
        link = value(element, "numStyleLink")
        if link is None:
            break
        bearer = next((name for name, other in abstracts.items() if value(other, "styleLink") == link), None)
        following = definition.get(numbering_styles.get(link, ""), bearer or abstract)
        if following == abstract and bearer is not None:
            following = bearer
        if following == abstract:
            break
        abstract = following
    return abstract


def _levels(abstract: Any) -> list[tuple[int, Level]]:
    return [(whole(element.get(W + "ilvl")) or 0, _level(element)) for element in abstract.findall(W + "lvl")]


def _level(element: Any) -> Level:
    form = element.find(W + "numFmt")
    if form is None:
        form = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    start = whole(value(element, "start"))
    return Level(
        form=(form.get(W + "val") if form is not None else None) or "decimal",
        text=value(element, "lvlText") or "",
        start=1 if start is None else start,
        restart=whole(value(element, "lvlRestart")),
        legal=is_on(element, "isLgl") or False,
        style=value(element, "pStyle"),
        pattern=form.get(W + "format") if form is not None else None,
    )
