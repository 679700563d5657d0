"""Offsets as programs count them: newlines as one or two, letters beyond the basic plane as one or two.

The standard counts Unicode code points of the plain-text file. Programs on Windows hold UTF-16, ATLAS.ti counts a CRLF as one
character, others turn LF into CRLF before they count: a file says only by its selections which of these it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

NEWLINE = re.compile(r"\r\n|\r|\n")
KINDS = {"\r\n": "CRLF", "\r": "CR", "\n": "LF"}
NEWLINES = {kind: newline for newline, kind in KINDS.items()}
HEADING = "Line ends: "
COMPARED = 20  # characters of a selection's name that are compared with the text


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it stands in a plain-text file: each newline an LF. `ends`: how they were written, "" where all are LF."""

    text: str
    ends: str


def to_plain(text: str) -> Plain:
    found = NEWLINE.findall(text)
    if all(newline == "\n" for newline in found):
        return Plain(text, "")
    runs = [(KINDS[newline], sum(1 for _ in run)) for newline, run in groupby(found)]
    return Plain(NEWLINE.sub("\n", text), HEADING + ",".join(kind if n == 1 else f"{kind}*{n}" for kind, n in runs))


def from_plain(text: str, ends: str) -> str:
    """The text that `to_plain` made this of; `text` itself where `ends` does not fit it."""
    if not ends.startswith(HEADING):
        return text
    newlines: list[str] = []
    for run in ends.removeprefix(HEADING).split(","):
        kind, _, times = run.partition("*")
        if kind not in NEWLINES or not (times or "1").isdigit() or len(times) > 8:
            return text
        newlines += [NEWLINES[kind]] * min(int(times or 1), text.count("\n") + 1)
    parts = text.split("\n")
    if len(newlines) != len(parts) - 1 or "\r" in text:
        return text
    return "".join(part + newline for part, newline in zip(parts, [*newlines, ""]))


def plain_offset(text: str, offset: int) -> int:
    """Where an offset of `text` is once each newline is one character."""
    return offset - text.count("\r\n", 0, offset) if "\r" in text else offset


def text_offset(text: str, offset: int) -> int:
    """The offset of `text` at which `offset` characters of its plain form have passed."""
    if "\r\n" not in text:
        return offset
    at = 0
    for found in re.finditer("\r\n", text):
        if found.start() - at >= offset:
            break
        at += 1  # characters that the plain form does not have so far
    return offset + at


# Other programs' counts ---------------------------------------------------------------------------------------------


class Scale:
    """One way to count the characters of a text: `offset` turns a position into an offset, None beyond the text."""

    def __init__(self, text: str, *, utf16: bool = False, crlf_is_one: bool = False, lf_is_two: bool = False) -> None:
        self._places: dict[int, int] | None = None
        self._length = len(text)
        if utf16 or crlf_is_one or lf_is_two:
            widths = [1 + (utf16 and letter > "\uffff") + (lf_is_two and letter == "\n") for letter in text]
            if crlf_is_one:
                for found in re.finditer("\r\n", text):
                    widths[found.start()] = 0
            places: dict[int, int] = {}
            for offset, position in enumerate(accumulate(widths, initial=0)):
                places.setdefault(position, offset)
            self._places = places

    def offset(self, position: int) -> int | None:
        if self._places is None:
            return position if 0 <= position <= self._length else None
        return self._places.get(position)


def scale_of(text: str, selections: Sequence[tuple[int, int, str]], atlas: bool = False) -> Scale:
    """The way of counting under which most selections (start, end, the first words as the file quotes them) lie in the
    text and begin with the words quoted; code points where nothing tells otherwise."""
    if text.isascii() and "\n" not in text:
        return Scale(text)
    ways = [Scale(text)]
    astral = any(letter > "\uffff" for letter in text)
    if "\r\n" in text:
        ways.append(Scale(text, crlf_is_one=True))
        if atlas:
            ways.reverse()
    elif "\n" in text:
        ways.append(Scale(text, lf_is_two=True))
    if astral:
        ways.append(Scale(text, utf16=True))
        if "\r\n" in text:
            ways.append(Scale(text, utf16=True, crlf_is_one=True))
        elif "\n" in text:
            ways.append(Scale(text, utf16=True, lf_is_two=True))
    if len(ways) == 1:
        return ways[0]
    return max(ways, key=lambda way: sum(_fit(way, text, *selection) for selection in selections))


def _fit(way: Scale, text: str, start: int, end: int, quoted: str) -> int:
    first, last = way.offset(start), way.offset(end)
    if first is None or last is None or first > last:
        return 0
    words = "".join(quoted.rstrip(".… ").split())[:COMPARED]
    return 3 if words and "".join(text[first:last].split()).startswith(words) else 1
