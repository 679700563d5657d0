"""A list of themes in a sentence, cut into its items."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThemePhrase:
    """A theme in a sentence: its own words at the half-open range, how prominent the report calls it, and the construction."""

    start: int
    end: int
    theme: str
    prominence: str
    rule: str


_NO_CUT = r"(?!such as|which|who|where|like|for example|including|rather)"
_TRAILING = re.compile(r",?\s+(?:whilst|while|and|but|or)$")


def split_themes(
    text: str, start: int, end: int, prominence: str, rule: str, *, alternatives: bool = False
) -> list[ThemePhrase]:
    """A list of themes as its items: by semicolons, else by commas and the last "and"; said things by "or" and "and"."""
    words = text[start:end]
    if ";" in words:
        cuts = list(
            re.finditer(
                r"[;,]\s+(?:and\s+)?(?!such as|like|for example|including)"
                if words.count(";") < 2
                else r";\s*(?:and\s+)?",
                words,
            )
        )
    elif alternatives:
        cuts = [
            m
            for m in re.finditer(
                r"(?:,\s*|\s+)(?:or|and for|and that|and also|,? whilst|,? while)\s+(?:those\s+)?", words
            )
            if m.start() > 12 and len(words) - m.end() > 12
        ]
    elif words.count(",") >= 2 or re.search(r",\s[^,]+\sand\s", words):
        cuts = list(re.finditer(rf",\s+(?:and\s+|or\s+)?{_NO_CUT}", words))
        if not re.search(r",\s+(?:and|or)\s", words):
            cuts += list(re.finditer(r"\s+and\s+(?=[^,]*$)", words))[:1]
    else:
        halves = [m for m in re.finditer(r"\s+and\s+", words) if m.start() >= 10 and len(words) - m.end() >= 10]
        cuts = sorted(halves, key=lambda m: abs(m.start() - (len(words) - m.end())))[:1]
    found = []
    position = 0
    for cut in [*cuts, None]:
        stop = cut.start() if cut else len(words)
        piece = _TRAILING.sub("", words[position:stop].strip(" .,;:"))
        if len(piece) >= 3:
            low = start + words.index(piece, position) if piece in words[position:] else start + position
            found.append(ThemePhrase(low, low + len(piece), piece, prominence, rule))
        position = cut.end() if cut else stop
    return found[:12]
