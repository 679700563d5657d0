"""Word's automatic numbers, computed as Word prints them: they are nowhere in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx.package import W, value

_PLACE = re.compile(r"%(\d)")


@dataclass(slots=True)
class Level:
    """One level of a list: `text` is the pattern, "%1.%2." ; `form` the numeral; `restart` the level that restarts it."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """`label(num, level)` counts on and gives what Word prints before the paragraph ("3.10", "(b)"), or "" for bullets."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def level_of_style(self, num: str, style: str | None) -> int:
        for level, made in self.lists.get(self.abstract_of.get(num, ""), {}).items():
            if style is not None and made.style == style:
                return level
        return 0

    def is_bullet(self, num: str, level: int) -> bool:
        made = self.lists.get(self.abstract_of.get(num, ""), {}).get(level)
        return made is not None and made.form == "bullet"

    def label(self, num: str, level: int) -> str:
        abstract = self.abstract_of.get(num)
        levels = self.lists.get(abstract or "")
        if abstract is None or not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if num not in self._begun:
            self._begun.add(num)
            for (owner, n), start in self.starts.items():
                if owner == num:
                    counts[n] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart != 0 and (restart is None or level < restart):
                counts.pop(deeper)
        made = levels[level]
        if made.form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            n = int(match[1]) - 1
            owner = levels.get(n, Level())
            form = "decimal" if made.legal else owner.form
            return numeral(counts.get(n, owner.start), form)

        return _PLACE.sub(shown, made.text).strip()


def numbering(root: Any) -> Numbering:
    """The lists of word/numbering.xml; empty where the part is missing."""
    made = Numbering()
    if root is None:
        return made
    for abstract in root.findall(W + "abstractNum"):
        made.lists[abstract.get(W + "abstractNumId")] = {
            int(level.get(W + "ilvl", "0")): _level(level) for level in abstract.findall(W + "lvl")
        }
    for num in root.findall(W + "num"):
        name = num.get(W + "numId")
        made.abstract_of[name] = value(num, "abstractNumId") or ""
        for override in num.findall(W + "lvlOverride"):
            level = int(override.get(W + "ilvl", "0"))
            start = value(override, "startOverride")
            if start is not None:
                made.starts[name, level] = int(start)
            own = override.find(W + "lvl")
            if own is not None:
                copy = f"{made.abstract_of[name]}/{name}"
                made.lists[copy] = {**made.lists.get(made.abstract_of[name], {}), level: _level(own)}
                made.abstract_of[name] = copy
    return made


def _level(element: Any) -> Level:
    restart = value(element, "lvlRestart")
    return Level(
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        start=int(value(element, "start") or 1),
        restart=int(restart) if restart is not None else None,
        legal=element.find(W + "isLgl") is not None,
        style=value(element, "pStyle"),
    )


def numeral(number: int, form: str) -> str:
    """A number in one of Word's forms (decimal, lowerLetter, upperRoman ...); unknown forms give decimals."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        made = ""
        for size, letters in (
            (1000, "m"),
            (900, "cm"),
            (500, "d"),
            (400, "cd"),
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        ):
            made += letters * (number // size)
            number %= size
        return made.upper() if form == "upperRoman" else made
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)
