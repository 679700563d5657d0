"""Which characters of a printed page are the words at an offset of its text, and the boxes that they fill, a line each.

The text of a page is its characters in reading order; the library gives them in the order of the file, without the
spaces. So words are looked for by their ink: as one run; where the page holds them in several runs (a table read row
by row, columns, a line that was set apart) line by line, and where a line is cut up, by its parts. What is not wholly there is not there: no box is better than a
box round other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import Any
from unicodedata import category

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels of the picture."""
CONTEXT = 60  # characters before and after by which one of several equal places is told from the others
MOST_PLACES = 400  # equal places that are compared


def characters_of(textpage: Any) -> list[str]:
    """The page's characters by pdfium's index."""
    import pypdfium2.raw as raw

    codes = (raw.FPDFText_GetUnicode(textpage, index) for index in range(textpage.count_chars()))
    return [chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes]


def is_ink(character: str) -> bool:
    """Whether a character counts: spaces, hyphens, marks for line ends and characters without a form are left out, for
    readings differ in them."""
    return not character.isspace() and character not in "\ufffd-\u2010" and category(character)[0] != "C"


def matching_characters(page_text: str, start: int, end: int, characters: Sequence[str]) -> list[int]:
    """Indices into `characters` of the words at `start`..`end` of `page_text`, in the order of the text; of several places
    that hold the same words, the one with the same words round it. Empty where the page does not hold them all."""
    wanted = ink_of(page_text[start:end])
    if not wanted:
        return []
    page = _Page(characters)
    place = page.place(wanted, ink_of(page_text[:start]), ink_of(page_text[end:]))
    if place is None:
        return page.in_pieces(page_text, start, end)
    return page.indices[place : place + len(wanted)]


def ink_of(text: str) -> str:
    return "".join(c for c in text if is_ink(c))


class _Page:
    """The ink of a page, and which of it is taken by pieces that were found."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.indices = [n for n, c in enumerate(characters) if is_ink(c)]
        self.ink = "".join(characters[n][0] for n in self.indices)
        self.taken = bytearray(len(self.ink))

    def place(self, wanted: str, before: str, after: str) -> int | None:
        """Where the ink holds `wanted`: of several places the one with most of the same words round it, then the one as
        far into the page. Places that are taken are left out."""
        places: list[int] = []
        position = self.ink.find(wanted)
        while position >= 0 and len(places) < MOST_PLACES:
            if not any(self.taken[position : position + len(wanted)]):
                places.append(position)
            position = self.ink.find(wanted, position + 1)
        if len(places) < 2:
            return places[0] if places else None

        def fit(place: int) -> tuple[int, int]:
            behind = self.ink[max(0, place - CONTEXT) : place]
            ahead = self.ink[place + len(wanted) :][:CONTEXT]
            same = _same_start(behind[::-1], before[-CONTEXT:][::-1]) + _same_start(ahead, after)
            return -same, abs(place - len(before))

        return min(places, key=fit)

    def in_pieces(self, page_text: str, start: int, end: int) -> list[int]:
        """As `matching_characters`, piece by piece: the lines of the whole page, the longest first, for they stand in one
        place only; a line that is not there in one run by its cells, these by halves; what is short takes what is left."""
        place_of: dict[int, int] = {}
        pieces = [(first - last, first, last) for first, last in _lines(page_text)]
        heapify(pieces)
        while pieces:
            _, first, last = heappop(pieces)
            wanted = ink_of(page_text[first:last])
            if not wanted:
                continue
            place = self.place(wanted, ink_of(page_text[:first]), ink_of(page_text[last:]))
            if place is not None:
                self.taken[place : place + len(wanted)] = b"\1" * len(wanted)
                inked = (offset for offset in range(first, last) if is_ink(page_text[offset]))
                place_of.update((offset, self.indices[place + n]) for n, offset in enumerate(inked))
                continue
            middle = _middle(page_text, first, last)
            if middle is not None:
                heappush(pieces, (first - middle, first, middle))
                heappush(pieces, (middle - last, middle, last))
        sought = [offset for offset in range(start, end) if is_ink(page_text[offset])]
        return [place_of[offset] for offset in sought] if all(offset in place_of for offset in sought) else []


def _same_start(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def _lines(text: str) -> list[tuple[int, int]]:
    """The lines of `text` that hold something."""
    return [found.span() for found in re.finditer(r"[^\r\n]+", text)]


def _middle(text: str, start: int, end: int) -> int | None:
    """Where a piece is cut in two: between cells, else at the space nearest its middle; None where it is one word."""
    for cut in ("\t", None):
        places = [
            n for n in range(start, end)
            if (text[n] == cut or (cut is None and text[n].isspace())) and text[start:n].strip() and text[n:end].strip()
        ]  # fmt: skip
        if places:
            return min(places, key=lambda n: abs(2 * n - start - end))
    return None


def joined_by_line(boxes: Sequence[Rect]) -> list[Rect]:
    """Boxes of neighbouring characters joined as long as they stand on one line of print."""
    joined: list[Rect] = []
    for box in boxes:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        if joined and _same_line(joined[-1], box):
            last = joined[-1]
            joined[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            joined.append(box)
    return joined


def _same_line(line: Rect, box: Rect) -> bool:
    """Whether a character's box goes on from a line's: to the right, or up or down where the words stand sideways."""
    height = min(line[3] - line[1], box[3] - box[1])
    if min(line[3], box[3]) - max(line[1], box[1]) > 0.5 * height:
        return -0.5 * height <= box[0] - line[2] <= 3 * (box[3] - box[1])
    width = max(line[2] - line[0], box[2] - box[0])
    beside = min(line[2], box[2]) - max(line[0], box[0])
    return beside > 0.8 * width and max(box[1] - line[3], line[1] - box[3]) <= 0.5 * width
