"""The lines of a PDF page, with boxes, letter size and weight, tag and colour, from pdfium's raw interface in bulk.

Calls into the library cost about a microsecond each, so what is the same for a line (rectangles) or for a text object
(font, colour, marked content) is asked once for it, never once a character.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median_low
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.pdf import calls
from ingest.readers.pdf.tags import Tag

CELL_GAP = 1.6  # widths of the letter size that part two cells; words of justified lines stand nearer
LEAST_CELL_GAP = 11.0  # points
MOST_RECTS = 40
_HALF = re.compile("[\ud800-\udfff]")  # half a character: a font's table may say so, a database cannot keep it
_BREAK = re.compile(r"\r\n|\r|\n")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|-bd|,bd|-medi(?:ital)?$|^(?:\w+\+)?(?:cm|sf)bx", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|-it\b|,it\b", re.IGNORECASE)
_SOFT_HYPHEN = re.compile(
    r"(?<=[a-z]{2})-(?=(?:ments?|tions?|tional|sions?|ness|ity|ities|ously|ively)\b)"
)  # no word begins so
_SOFT_PREFIX = re.compile(r"(?<=\b[Cc]o)-(?=op|ord)")  # a hyphen that others of its line show to be soft
_WORD = re.compile("[^\\s\ufffe]+\ufffe?|\ufffe")  # a line-end hyphen ends a part: the library runs on over it
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LEVELS_APART = 0.75  # letter sizes between the middles of two printed lines; a raised figure is nearer
Rect = tuple[float, float, float, float]  # x0, y0, x1, y1


@dataclass(slots=True)
class Line:
    """One printed line. Boxes in points of the page as shown, origin bottom left. `cells`: parts parted by wide gaps.

    first: the library's index of the first character (-1: unknown); those of the text follow it one for one."""

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    italic: bool = False
    tag: Tag | None = None
    artifact: bool = False
    flags: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    cell_xs: tuple[float, ...] = ()
    edge: int = 0
    column: int = 0
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    first: int = -1

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    italic: bool
    mcid: int
    hidden: bool  # drawn invisibly: an OCR layer, or a trick
    white: bool


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """From the page's own space to the page as shown: cut to the crop box, turned by `rotation` quarter turns."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        x0, x1, y0, y1 = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        if self.rotation == 1:
            return y0, self.width - x1, y1, self.width - x0
        if self.rotation == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.rotation == 3:
            return self.height - y1, x0, self.height - y0, x1
        return x0, y0, x1, y1

    @property
    def plain(self) -> bool:
        """Whether the page is shown in its own space."""
        return not (self.rotation or self.left or self.bottom)

    @property
    def shown_width(self) -> float:
        return self.height if self.rotation % 2 else self.width

    @property
    def shown_height(self) -> float:
        return self.width if self.rotation % 2 else self.height


def geometry(page: Any) -> PageGeometry:
    rotation = max(0, pdfium.FPDFPage_GetRotation(page))
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPage_GetCropBox(page, left, bottom, right, top) and not pdfium.FPDFPage_GetMediaBox(
        page, left, bottom, right, top
    ):
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if rotation % 2:
            width, height = height, width
        return PageGeometry(0.0, 0.0, width or 1.0, height or 1.0, rotation)
    x0, x1 = sorted((left.value, right.value))
    y0, y1 = sorted((bottom.value, top.value))
    return PageGeometry(x0, y0, max(x1 - x0, 1.0), max(y1 - y0, 1.0), rotation)


class PageReader:
    """Reads the lines of one page; fonts are remembered over the pages of a document by `fonts`."""

    def __init__(self, page: Any, text_page: Any, number: int, tags: Mapping[int, Tag], place: PageGeometry) -> None:
        self.page, self.text_page, self.number, self.tags, self.place = page, text_page, number, tags, place
        self._styles: dict[int, _Style] = {}
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._handle = calls.address(text_page)
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._colour_at = [ctypes.addressof(part) for part in self._colour]
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.addressof(self._matrix)
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self.n_chars = max(0, pdfium.FPDFText_CountChars(text_page))

    def text(self) -> str:
        """The page's characters, one for each of the library's, so that its indices are those of the string."""
        if self.n_chars == 0:
            return ""
        buffer = (ctypes.c_ushort * (self.n_chars + 1))()
        written = pdfium.FPDFText_GetText(self.text_page, 0, self.n_chars, buffer)
        made = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "surrogatepass")
        if len(made) == self.n_chars:
            return made if made.isascii() else _HALF.sub("\ufffd", made)
        codes = (pdfium.FPDFText_GetUnicode(self.text_page, n) for n in range(self.n_chars))
        return _HALF.sub("\ufffd", "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes))

    def lines(self) -> list[Line]:
        text = self.text()
        made: list[Line] = []
        start = 0
        for match in [*_BREAK.finditer(text), None]:
            end = match.start() if match is not None else len(text)
            piece = text[start:end]
            if piece.strip():
                made += self._lines(piece, start)
            start = match.end() if match is not None else end
        return made

    def unmapped(self) -> float:
        """The share of sampled characters that have no or a wrong Unicode value in the file (0 to 1)."""
        if not self.n_chars:
            return 0.0
        step = max(1, self.n_chars // 64)
        sample = range(0, self.n_chars, step)
        bad = sum(pdfium.FPDFText_HasUnicodeMapError(self.text_page, n) == 1 for n in sample)
        return float(bad / len(sample))

    def _lines(self, piece: str, start: int) -> list[Line]:
        """The line; or its parts, where the library ran over the end of a line or of a tagged cell."""
        line = self._line(piece, start)
        if line is None:
            return []
        parts = [line]
        if " " in line.text or line.cells:
            levels = _levels(line)
            if levels:
                parts = self._parted(line, lambda box, _: _level(box, levels))
            tag = line.tag
            if tag is not None and tag.kind == "table_row" and tag.cell:
                parts = [cell for part in parts for cell in self._parted(part, lambda _, index: self._cell(index))]
        return parts

    def _cell(self, index: int) -> int:
        tag = self.tags.get(self._style(index).mcid)
        return tag.cell if tag is not None else -1

    def split(self, line: Line, xs: Sequence[float]) -> list[Line]:
        """The line cut at those of the places across the page that it runs over; each word goes where its middle is."""
        inside = [x for x in xs if line.x0 + 1 < x < line.x1 - 1]
        if not inside:
            return [line]
        return self._parted(line, lambda box, _: bisect_right(inside, (box[0] + box[2]) / 2))

    def _parted(self, line: Line, part_of: Callable[[Rect, int], int]) -> list[Line]:
        """The line cut between words of different parts; `part_of` is given a word's box and its first character."""
        if line.first < 0:
            return [line]
        runs: list[tuple[int, int, int, list[Rect]]] = []  # part, start and end in the text, boxes of the words
        for word in _WORD.finditer(line.text):
            box = self._word_box(line.first + word.start(), line.first + word.end() - 1)
            if box is None:
                continue
            part = part_of(box, line.first + word.start())
            if runs and runs[-1][0] == part:
                runs[-1] = (part, runs[-1][1], word.end(), [*runs[-1][3], box])
            else:
                runs.append((part, word.start(), word.end(), [box]))
        if len(runs) < 2:
            return [line]
        return [self._run(line, start, end, boxes) for _, start, end, boxes in runs]

    def _run(self, line: Line, start: int, end: int, words: list[Rect]) -> Line:
        """Part of a line as a line of its own, with its own letters' size, weight and tag."""
        x0, x1 = min(box[0] for box in words), max(box[2] for box in words)
        low, high = min(box[1] for box in words), max(box[3] for box in words)
        boxes = [
            (max(box[0], x0), box[1], min(box[2], x1), box[3])
            for box in line.boxes
            if box[0] < x1 and box[2] > x0 and box[1] < high and box[3] > low
        ] or [(x0, low, x1, high)]
        hyphen = line.text[end - 1] == "\ufffe" and end - start > 1  # the library's own, in no letters of the file
        at = line.first + start, line.first + (start + end) // 2, line.first + end - 1 - hyphen
        styles = [self._style(n) for n in at if line.text[n - line.first] not in " \t"]
        style, last = styles[0], styles[-1]
        return replace(
            line,
            text=line.text[start:end].replace("\t", " "),
            x0=x0,
            x1=x1,
            y0=min(box[1] for box in boxes),
            y1=max(box[3] for box in boxes),
            size=round(median_low(style.size for style in styles), 1),
            bold=all(style.bold for style in styles),
            italic=all(style.italic for style in styles),
            tag=self.tags.get(last.mcid) or self.tags.get(style.mcid) or line.tag,
            cells=(),
            cell_xs=(),
            boxes=boxes,
            first=line.first + start,
        )

    def direction(self, line: Line) -> tuple[float, float]:
        """How far the line runs to the right and upwards on the page as shown, from its first to its last letter."""
        if line.first < 0 or len(line.text) < 2:
            return 1.0, 0.0
        first = self._word_box(line.first, line.first)
        last = self._word_box(line.first + len(line.text) - 1, line.first + len(line.text) - 1)
        if first is None or last is None:
            return 1.0, 0.0
        return (last[0] + last[2] - first[0] - first[2]) / 2, (last[1] + last[3] - first[1] - first[3]) / 2

    def _word_box(self, first: int, last: int) -> Rect | None:
        """The box of a word by its first and last letter, on the page as shown."""
        left, top, right, bottom = self._box
        if not pdfium.FPDFText_GetCharBox(self.text_page, first, left, right, bottom, top):
            return None
        box = (left.value, bottom.value, right.value, top.value)
        if last > first and pdfium.FPDFText_GetCharBox(self.text_page, last, left, right, bottom, top):
            box = (
                min(box[0], left.value),
                min(box[1], bottom.value),
                max(box[2], right.value),
                max(box[3], top.value),
            )
        return self.place.shown(*box)

    def _line(self, piece: str, start: int) -> Line | None:
        lead = len(piece) - len(piece.lstrip())
        first, last = start + lead, start + len(piece.rstrip()) - 1
        boxes = self._boxes(first, last - first + 1)
        if not boxes:
            return None
        style = self._style(first)
        end_style = mid_style = self._style(last)
        if style is not end_style:
            middle = (first + last) // 2
            mid_style = self._style(middle) if piece[middle - start] != " " else end_style
        shown = boxes if self.place.plain else [self.place.shown(*box) for box in boxes]
        if len(shown) == 1:
            ((x0, y0, x1, y1),) = shown
        else:
            x0, y0 = min(box[0] for box in shown), min(box[1] for box in shown)
            x1, y1 = max(box[2] for box in shown), max(box[3] for box in shown)
        text = piece[lead : last - start + 1]
        if not text.isprintable():
            text = _CONTROL.sub("\ufffd", text)
        if "-" in text:
            text, mended = _SOFT_HYPHEN.subn("\u00ad", text)
            if mended:
                text = _SOFT_PREFIX.sub("\u00ad", text)
        line = Line(text, self.number, x0, y0, x1, y1, style.size, boxes=shown, first=first)
        if style is not end_style:
            line.size = sorted((style.size, mid_style.size, end_style.size))[1]
        line.size = round(line.size, 1)
        line.bold = style.bold and mid_style.bold and end_style.bold
        line.italic = style.italic and mid_style.italic and end_style.italic
        line.tag = self.tags.get(end_style.mcid) or self.tags.get(style.mcid)
        line.artifact = bool(self.tags) and style.mcid < 0 and end_style.mcid < 0
        if style.hidden and end_style.hidden:
            line.flags = ("invisible",)
        elif style.white and end_style.white:
            line.flags = ("white",)
        if " " in text and len(boxes) > 1:
            self._split_cells(line, text, first, boxes)
        return line

    def _boxes(self, first: int, count: int) -> list[Rect]:
        n_rects = calls.count_rects(self._handle, first, count)
        left, top, right, bottom = self._box
        places = [ctypes.addressof(part) for part in self._box]
        found = []
        if 0 < n_rects <= MOST_RECTS:
            for n in range(n_rects):
                if calls.rect(self._handle, n, *places):
                    found.append((left.value, bottom.value, right.value, top.value))
        else:
            for n in (first, first + count - 1):
                if pdfium.FPDFText_GetCharBox(self.text_page, n, left, right, bottom, top):
                    found.append((left.value, bottom.value, right.value, top.value))
        return [box for box in found if box[2] >= box[0] and box[3] >= box[1] and math.isfinite(sum(box))]

    def _split_cells(self, line: Line, text: str, first: int, boxes: list[tuple[float, float, float, float]]) -> None:
        """Parts the line where a gap is too wide for a space between words, and puts a tab there for the library's space."""
        if self.place.rotation:
            return
        need = max(LEAST_CELL_GAP, CELL_GAP * line.size)
        ordered = sorted(boxes)
        reach = ordered[0][2]
        wide = False
        for box in ordered[1:]:
            wide = wide or box[0] - reach > need
            reach = max(reach, box[2])
        if not wide and len(boxes) <= MOST_RECTS:
            return
        left, top, right, bottom = (ctypes.c_double() for _ in range(4))
        cuts: list[tuple[int, float]] = []
        position = text.find(" ")
        while position > 0:
            before = after = None
            if pdfium.FPDFText_GetCharBox(self.text_page, first + position - 1, left, right, bottom, top):
                before = right.value
            stop = position
            while stop < len(text) and text[stop] == " ":
                stop += 1
            if stop < len(text) and pdfium.FPDFText_GetCharBox(self.text_page, first + stop, left, right, bottom, top):
                after = left.value
            if before is not None and after is not None and after - before > need:
                cuts.append((position, after - self.place.left))
            position = text.find(" ", stop)
        if not cuts:
            return
        parts, begin = [], 0
        for cut, _ in cuts:
            parts.append(text[begin:cut])
            begin = cut + 1
        parts.append(text[begin:])
        line.text = "".join("\t" if n in {cut for cut, _ in cuts} else character for n, character in enumerate(text))
        line.cells = tuple(part.strip() for part in parts)
        line.cell_xs = (line.x0, *(x for _, x in cuts))

    def _style(self, index: int) -> _Style:
        thing = calls.text_object(self._handle, index)
        found = self._styles.get(thing)
        if found is not None:
            return found
        size = calls.font_size(self._handle, index)
        matrix = self._matrix
        if calls.matrix(self._handle, index, self._matrix_at):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        if not thing:
            return _Style(size, False, False, -1, False, False)
        bold, italic = self._font(thing)
        mode = calls.render_mode(thing)
        red, green, blue, _ = self._colour
        coloured = calls.fill_colour(thing, *self._colour_at)
        white = bool(coloured) and min(red.value, green.value, blue.value) >= 250
        mcid = calls.marked_content(thing) if self.tags else -1
        style = _Style(size, bold or mode == 2, italic, mcid, mode in (3, 7), white)
        self._styles[thing] = style
        return style

    def _font(self, thing: int) -> tuple[bool, bool]:
        address = calls.object_font(thing)
        if not address:
            return False, False
        found = self._fonts.get(address)
        if found is None:
            font = ctypes.cast(address, pdfium.FPDF_FONT)
            buffer = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 200)
            name = buffer.value.decode("latin-1")
            flags = pdfium.FPDFFont_GetFlags(font)
            bold = bool(_BOLD.search(name)) or (flags > 0 and bool(flags & (1 << 18)))
            italic = bool(_ITALIC.search(name)) or (flags > 0 and bool(flags & (1 << 6)))
            found = self._fonts[address] = (bold, italic)
        return found


def _levels(line: Line) -> list[tuple[float, float]]:
    """The heights (low, high) of the printed lines that the library ran together, from the top; empty where it is one."""
    if len(line.boxes) < 2 or line.y1 - line.y0 < 1.5 * line.size:
        return []
    made: list[tuple[float, float]] = []
    for box in sorted(line.boxes, key=lambda box: -box[3]):
        if made and box[3] > made[-1][0] + 0.5:
            made[-1] = (min(made[-1][0], box[1]), made[-1][1])
        else:
            made.append((box[1], box[3]))
    apart = all((a[0] + a[1] - b[0] - b[1]) / 2 > LEVELS_APART * line.size for a, b in pairwise(made))
    return made if len(made) > 1 and apart else []


def _level(box: Rect, levels: Sequence[tuple[float, float]]) -> int:
    middle = (box[1] + box[3]) / 2
    return min(range(len(levels)), key=lambda n: abs((levels[n][0] + levels[n][1]) / 2 - middle))
