"""The words that OCR read into printed lines, like those of any other page, and how sure it is of each.

Which words make a line is worked out from where they stand, since tesseract takes the printed numbers at the margin for
a column of their own.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from core.documents import Box
from ingest.readers.pdf import layout
from ingest.readers.pdf.lines import CELL_GAP, LEAST_CELL_GAP, Line, PageGeometry

LEAST_CONFIDENCE = 30.0  # of 100; below, a word is noise of the scan more often than a word
UNCERTAIN = 75.0  # mean confidence below which a line or a page is to be checked against the picture
SIDE_BY_SIDE = 3  # printed lines made of several of tesseract's blocks, from which its columns are put in doubt
SAME_SIZE = 0.15  # letter heights this near to the page's usual one are that one: boxes of scans are not exact
JUSTIFIED = 2.5  # usual gaps of a line that part two cells; words of a justified line stand nearer
LEAST_SKEWED = 5  # words of a line from which the tilt of the page is measured
_COLUMNS = 12  # of tesseract's TSV: level page block paragraph line word left top width height confidence text
_CONFIDENCE = "ocr_confidence:"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that tesseract read. Box in points from the bottom left of the upright page; `block` is tesseract's."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: tuple[str, str, str]

    @property
    def size(self) -> float:
        """The size of its letters in points, from the height of its box: which letters rise and which hang matters."""
        rises = any(c.isupper() or c.isdigit() or c in "bdfhklt()[]/£&?!" for c in self.text)
        hangs = any(c in "gjpqyQ()[]/," for c in self.text)
        return (self.y1 - self.y0) / {(True, True): 0.93, (True, False): 0.72, (False, True): 0.7}.get(
            (rises, hangs), 0.5
        )


def words_of(table: str, scale: float, height: float) -> tuple[list[Word], int]:
    """The words of tesseract's TSV output, and how many more were too uncertain to be kept. `scale` is in pixels a
    point, `height` that of the page in points."""
    words: list[Word] = []
    faint = 0
    for row in table.splitlines()[1:]:
        parts = row.split("\t")
        if len(parts) < _COLUMNS or parts[0] != "5" or not parts[11].strip():
            continue
        text = parts[11].strip()
        left, top, wide, high, confidence = (float(value) for value in parts[6:11])
        if confidence < LEAST_CONFIDENCE:
            faint += any(c.isalnum() for c in text)
            continue
        words.append(
            Word(
                text, left / scale, height - (top + high) / scale, (left + wide) / scale, height - top / scale,
                confidence, (parts[2], parts[3], parts[4]),
            )
        )  # fmt: skip
    return words, faint


def _fragments(words: Sequence[Word]) -> list[list[Word]]:
    """Tesseract's own lines."""
    found: dict[tuple[str, str, str], list[Word]] = {}
    for word in words:
        found.setdefault(word.line, []).append(word)
    return [sorted(members, key=lambda word: word.x0) for members in found.values()]


def skew(words: Sequence[Word]) -> float:
    """By how much a line of print rises a point to the right (0 on a straight page): the middle of the lines' slopes."""
    slopes = []
    for members in _fragments(words):
        feet = [(word.x0, word.y0) for word in members if not set(word.text) & set("gjpqyQ,;()[]_-–—'’\"")]
        if len(feet) >= LEAST_SKEWED and feet[-1][0] - feet[0][0] > 100:
            slopes.append((feet[-1][1] - feet[0][1]) / (feet[-1][0] - feet[0][0]))
    return median(slopes) if len(slopes) >= 3 else 0.0


def printed_lines(words: Sequence[Word]) -> list[list[Word]]:
    """Tesseract's lines that stand beside each other put together, from the top of the page down."""
    rows: list[list[Word]] = []
    for members in sorted(_fragments(words), key=lambda members: -_middle(members)):
        for row in reversed(rows[-12:]):
            if _beside(row, members):
                row.extend(members)
                break
        else:
            rows.append(list(members))
    return [sorted(row, key=lambda word: word.x0) for row in sorted(rows, key=lambda row: -_middle(row))]


def _middle(members: Sequence[Word]) -> float:
    return median((word.y0 + word.y1) / 2 for word in members)


def _beside(row: Sequence[Word], members: Sequence[Word]) -> bool:
    """Whether two runs of words stand on one line of print and not over each other."""
    feet, other = median(word.y0 for word in row), median(word.y0 for word in members)
    tops, top = median(word.y1 for word in row), median(word.y1 for word in members)
    overlap = min(tops, top) - max(feet, other)
    if overlap < 0.6 * min(tops - feet, top - other) or overlap < 0.4 * max(tops - feet, top - other):
        return False
    return not any(a.x0 < b.x1 - 1 and b.x0 < a.x1 - 1 for a in row for b in members)


def side_by_side(words: Sequence[Word]) -> int:
    """How many printed lines hold words of more than one of tesseract's blocks."""
    return sum(len({word.line[0] for word in row}) > 1 for row in printed_lines(words))


def lines_of(words: Sequence[Word], number: int, upright: PageGeometry, turn: int, place: PageGeometry) -> list[Line]:
    """The page's lines in reading order. `turn` is how far the page was turned clockwise to be read."""
    slope = skew(words)
    straight = [_straightened(word, -slope) for word in words]
    rows = [row for row in printed_lines(straight) if any(c.isalnum() for word in row for c in word.text)]
    sizes = [median(word.size for word in row) for row in rows]
    usual = _usual_size(rows, sizes)
    lines = [_line(row, number, _snapped(size, usual)) for row, size in zip(rows, sizes)]
    ordered = layout.order_page(lines, upright.width)
    for line in ordered:
        x0, x1 = line.x0, line.x1
        lift = sorted((slope * x0, slope * x1))
        line.boxes = [turned_back((x0, line.y0 + lift[0], x1, line.y1 + lift[1]), turn, place)]
    return ordered


def _straightened(word: Word, slope: float) -> Word:
    lift = slope * (word.x0 + word.x1) / 2
    return replace(word, y0=word.y0 + lift, y1=word.y1 + lift)


def _usual_size(rows: Sequence[Sequence[Word]], sizes: Sequence[float]) -> float:
    """The letter size of most of the page's letters."""
    weighed = sorted((size, sum(len(word.text) for word in row)) for row, size in zip(rows, sizes))
    half, so_far = sum(weight for _, weight in weighed) / 2, 0
    for size, weight in weighed:
        so_far += weight
        if so_far >= half:
            return size
    return 0.0


def _snapped(size: float, usual: float) -> float:
    return round(usual, 1) if abs(size - usual) <= SAME_SIZE * usual else round(size)


def _line(row: Sequence[Word], number: int, size: float) -> Line:
    gaps = [word.x0 - last.x1 for last, word in itertools.pairwise(row)]
    need = max(LEAST_CELL_GAP, CELL_GAP * size, JUSTIFIED * median(gaps) if len(gaps) >= LEAST_SKEWED else 0.0)
    text = row[0].text
    cells, cell_xs = [row[0].text], [row[0].x0]
    for last, word in itertools.pairwise(row):
        if word.x0 - last.x1 > need:
            text += "\t" + word.text
            cells.append(word.text)
            cell_xs.append(word.x0)
        else:
            text += " " + word.text
            cells[-1] += " " + word.text
    letters = sum(len(word.text) for word in row)
    confidence = sum(word.confidence * len(word.text) for word in row) / letters
    return Line(
        text, number, row[0].x0, median(word.y0 for word in row), max(word.x1 for word in row), max(word.y1 for word in row),
        size, flags=confidence_flags(confidence), cells=tuple(cells) if len(cells) > 1 else (),
        cell_xs=tuple(cell_xs) if len(cells) > 1 else (), boxes=[(word.x0, word.y0, word.x1, word.y1) for word in row],
    )  # fmt: skip


def turned_back(
    box: tuple[float, float, float, float], turn: int, place: PageGeometry
) -> tuple[float, float, float, float]:
    """A box of the page as it was read, in points of the page as it is shown: the page had been turned clockwise."""
    x0, y0, x1, y1 = box
    width, height = place.shown_width, place.shown_height
    if turn == 90:
        return width - y1, x0, width - y0, x1
    if turn == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 270:
        return y0, height - x1, y1, height - x0
    return box


def confidence_flags(confidence: float) -> tuple[str, ...]:
    """The flags of what was read with this mean confidence, 0 to 100."""
    made = ("ocr", f"{_CONFIDENCE}{round(confidence)}")
    return made if confidence >= UNCERTAIN else (*made, "ocr_uncertain")


def confidence_of(flags: Sequence[str]) -> int | None:
    """The confidence that flags tell, 0 to 100; None where the words were not read here (a file may bring its own)."""
    return next((int(flag[len(_CONFIDENCE) :]) for flag in flags if flag.startswith(_CONFIDENCE)), None)


def block_flags(members: Sequence[Line]) -> tuple[str, ...]:
    """The flags of the block that these lines make: each once, and one confidence, the mean over the letters."""
    flags = tuple(dict.fromkeys(flag for line in members for flag in line.flags))
    if "ocr" not in flags:
        return flags
    read = [(confidence_of(line.flags), len(line.text)) for line in members]
    weights = [(value, weight) for value, weight in read if value is not None]
    if not weights:
        return flags
    mean = sum(value * weight for value, weight in weights) / sum(weight for _, weight in weights)
    others = tuple(f for f in flags if f not in ("ocr", "ocr_uncertain") and not f.startswith(_CONFIDENCE))
    return (*confidence_flags(mean), *others)


def line_boxes(members: Sequence[Line]) -> tuple[Box, ...] | None:
    """One box a line where OCR read the lines here, in points of the page as shown; None where it did not."""
    if any("ocr" not in line.flags or confidence_of(line.flags) is None for line in members):
        return None
    return tuple(
        (line.page, *(round(value, 1) for value in box))  # type: ignore[misc]
        for line in members
        for box in line.boxes[:1]
    )
