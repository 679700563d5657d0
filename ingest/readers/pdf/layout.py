"""Lines into reading order and into units: what belongs to one paragraph, item, heading or row.

Tags decide where the file has them; else the gaps between lines, the letters' size and weight, indents, printed numbers
and bullets. Two columns are read one after the other, whatever the order in the file.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.columns import aligned_rows, figure_rows
from ingest.readers.pdf.headers import mark_headers
from ingest.readers.pdf.layout_tables import unpack_layout
from ingest.readers.pdf.lines import Line, PageReader
from ingest.readers.pdf.rulings import rulings
from ingest.readers.pdf.tables import ruled_rows, side_by_side
from ingest.structure import patterns
from ingest.structure.furniture import numbered_paragraph
from ingest.structure.numbering import printed_number

EDGE_SHARE = 0.09  # of the page's height, at its top and foot, where running lines stand
FAR_SHARE = 0.16  # as far in as a line may stand and be a running one, if the same stands there on other pages
PARAGRAPH_GAP = 1.42  # line pitches that part two paragraphs
COLUMN_LINES = 6  # lines that each of two columns has at least
_LOWER = re.compile(r"[a-z(]")
_DASHES = "-–—"


def order_page(lines: list[Line], width: float, reader: PageReader | None = None) -> list[Line]:
    """The lines of a page in reading order, those of tables cut into cells and tagged as rows.

    `reader` gives the page's ruled lines and the places of words; without it only columns of text tell a table."""
    lines = _raised(_undoubled(lines))
    if reader is not None:
        lines = _mark_outside(lines, reader)
        turned = _turned(lines, reader)
        if turned is not None:
            return turned
    if reader is not None and not any(line.tag is not None and line.tag.kind == "table_row" for line in lines):
        if side_by_side([line for line in lines if line.tag is None or line.tag.kind == "paragraph"]):
            found = rulings(reader.page, reader.place)
            lines = ruled_rows(lines, found, reader.split)
            if _gutter([line for line in lines if line.tag is None], width) is None:
                lines = aligned_rows(lines, found.level)
    lines = unpack_layout(lines)
    mark_headers(lines)
    made: dict[int, list[Line]] = {}
    kept: list[Line] = []
    for line in lines:
        if line.tag is not None and line.tag.kind == "table_row" and line.tag.table:
            table = line.tag.table
            if table not in made:
                made[table] = []
                kept.append(line)
            made[table].append(line)
        else:
            kept.append(line)
    ordered = _order(kept, width)
    figure_rows(ordered)
    if not made:
        return ordered
    stand = {id(rows[0]): rows for rows in made.values()}
    return [part for line in ordered for part in stand.get(id(line), [line])]


def _turned(lines: list[Line], reader: PageReader) -> list[Line] | None:
    """The lines of a page whose letters do not stand upright as it is shown, as a reader who turns it reads them; None
    where they do."""
    if not reader.place.rotation and 2 * sum(map(_sideways, lines)) <= len(lines):
        return None
    longest = max(lines, key=lambda line: len(line.text), default=None)
    across, up = reader.direction(longest) if longest is not None else (1.0, 0.0)
    if across >= abs(up):
        return None
    if abs(across) > abs(up):  # upside down
        return sorted(lines, key=lambda line: line.middle)
    return sorted(lines, key=lambda line: line.x0 if up > 0 else -line.x1)


def _mark_outside(lines: list[Line], reader: PageReader) -> list[Line]:
    """The lines, last those that stand off the page as shown, such as the other half of a spread, flagged: nobody who
    looks at it sees them. Where most lines do, it is the page's size that is wrong."""
    place = reader.place
    outside = [
        line
        for line in lines
        if line.x1 < 0 or line.x0 > place.shown_width or line.y1 < 0 or line.y0 > place.shown_height
    ]
    if not outside or len(outside) * 2 >= len(lines):
        return lines
    for line in outside:
        line.flags = tuple(dict.fromkeys((*line.flags, "hidden")))
    return [line for line in lines if not any(line is other for other in outside)] + outside


def _order(lines: list[Line], width: float) -> list[Line]:
    upright = [line for line in lines if _sideways(line)]
    if upright and len(upright) < 0.5 * len(lines):  # letters up the margin come last
        return _order([line for line in lines if not _sideways(line)], width) + upright
    gutter = _gutter(lines, width)
    if gutter is None:
        return _untangled(lines)
    lines = [part for line in lines for part in _cut(line, gutter)]
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.y1):
        if line.x0 < gutter - 2 and line.x1 > gutter + 2:  # runs over both columns: what is above comes first
            ordered += _columns(band, gutter)
            band = []
            ordered.append(line)
        else:
            band.append(line)
    return ordered + _columns(band, gutter)


def _columns(band: Sequence[Line], gutter: float) -> list[Line]:
    left = [line for line in band if line.x1 <= gutter + 2]
    right = [line for line in band if line.x1 > gutter + 2]
    for line in right:
        line.column = 1
    return left + right


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """The middle of the white strip between two columns of text, or None. Cells of a table are too short or too few."""
    pieces: list[tuple[float, float, float]] = []  # x0, x1, middle height
    for line in lines:
        if line.cells and len(line.cells) == 2 and all(len(cell) >= 15 for cell in line.cells):
            pieces.append((line.x0, line.cell_xs[1] - CELL, line.middle))
            pieces.append((line.cell_xs[1], line.x1, line.middle))
        else:
            pieces.append((line.x0, line.x1, line.middle))
    if len(pieces) < 2 * COLUMN_LINES:
        return None
    starts = Counter(round(x0 / 4) for x0, _, _ in pieces if width * 0.35 < x0 < width * 0.7)
    if not starts:
        return None
    start, count = starts.most_common(1)[0]
    if count < COLUMN_LINES:
        return None
    right_x = start * 4 - 3.0
    gutter = right_x - 2
    right = [p for p in pieces if p[0] >= gutter - 2]
    left = [p for p in pieces if p[1] <= gutter + 2]
    over = [p for p in pieces if p[0] < gutter - 2 and p[1] > gutter + 2]
    if min(len(left), len(right)) < COLUMN_LINES or len(over) > 0.34 * len(pieces):
        return None
    right_fill = median(p[1] - p[0] for p in right) / max(1.0, width - gutter)
    left_edge = min(p[0] for p in left)
    left_fill = median(p[1] - p[0] for p in left) / max(1.0, gutter - left_edge)
    beside = sum(any(abs(p[2] - q[2]) < 8 for q in right) for p in left)
    if min(right_fill, left_fill) < 0.45 or beside < COLUMN_LINES:
        return None
    return gutter


CELL = 6.0  # points left of a second cell at which the first is taken to end


def _cut(line: Line, gutter: float) -> list[Line]:
    """A line that the library ran over the gutter, as its two parts."""
    if len(line.cells) != 2 or not line.x0 < gutter < line.x1 or abs(line.cell_xs[1] - gutter) > 20:
        return [line]
    split = line.cell_xs[1]
    parts = []
    for text, x0, x1 in ((line.cells[0], line.x0, split - CELL), (line.cells[1], split, line.x1)):
        boxes = [box for box in line.boxes if x0 - 3 <= box[0] and box[2] <= x1 + 3] or [(x0, line.y0, x1, line.y1)]
        parts.append(
            Line(
                text,
                line.page,
                x0,
                line.y0,
                x1,
                line.y1,
                line.size,
                line.bold,
                line.italic,
                line.tag,
                line.artifact,
                line.flags,
                boxes=boxes,
            )
        )
    return parts


def _sideways(line: Line) -> bool:
    """Whether the letters run up or down the page."""
    return line.y1 - line.y0 > 2.5 * max(line.x1 - line.x0, line.size) and len(line.text) > 3


def _raised(lines: list[Line]) -> list[Line]:
    """Raised or lowered letters (the mark of a footnote, "1st"), and what follows them, back on the line they stand in:
    the library begins a new line at each."""
    kept: list[Line] = []
    for line in lines:
        last = kept[-1] if kept else None
        if last is None or not _beside(last, line):
            kept.append(line)
            continue
        gap = line.x0 - last.x1
        if line.size > last.size:  # the height of the line is that of its large letters
            last.y0, last.y1 = line.y0, line.y1
        last.text += (" " if gap > 0.22 * max(last.size, line.size) else "") + line.text
        if len(last.text) - len(line.text) < len(line.text):
            last.size, last.bold, last.italic = line.size, line.bold, line.italic
        last.x0, last.x1 = min(last.x0, line.x0), max(last.x1, line.x1)
        last.boxes, last.first = last.boxes + line.boxes, -1
        if line.cells:
            last.cells = (last.text.split("\t", 1)[0], *line.cells[1:])
            last.cell_xs = (last.x0, *line.cell_xs[1:])
    return kept


RAISED = 0.8  # size of raised letters against those of the line, at most


def _beside(last: Line, line: Line) -> bool:
    """Whether `line` goes on where `last` ends, on the same printed line: in letters of another size, or within a word."""
    small, large = sorted((last.size, line.size))
    if last.tag is not line.tag or last.cells or small <= 0:
        return False
    joined = small <= RAISED * large or last.first < 0  # a raised part, or what follows one
    if not -0.15 * large < line.x0 - last.x1 < (0.5 if joined else 0.15) * large:
        return False
    overlap = min(last.y1, line.y1) - max(last.y0, line.y0)
    return overlap > 0.25 * min(last.y1 - last.y0, line.y1 - line.y0)


def _undoubled(lines: list[Line]) -> list[Line]:
    """Without lines that are drawn again over themselves (false bold)."""
    kept: list[Line] = []
    for line in lines:
        if kept and kept[-1].text == line.text and abs(kept[-1].x0 - line.x0) < 2 and abs(kept[-1].y0 - line.y0) < 2:
            continue
        kept.append(line)
    return kept


def _untangled(lines: list[Line]) -> list[Line]:
    """File order, unless the file jumps about the page without reason: then from the top down."""
    if len(lines) > 1 and all(b.y0 > a.y1 for a, b in itertools.pairwise(lines)):
        return lines[::-1]  # a turned page whose lines the library gives from the foot up
    jumps = sum(b.y0 > a.y1 + 2 for a, b in itertools.pairwise(lines))
    if len(lines) < 4 or jumps <= 0.2 * len(lines):
        return lines
    tagged = sum(line.tag is not None for line in lines)
    if tagged > 0.5 * len(lines):
        return lines
    return sorted(lines, key=lambda line: (-round(line.middle / 4), line.x0))


def mark_edges(pages: Sequence[list[Line]], heights: Sequence[float]) -> None:
    """Sets `edge` on the lines that may be running headers (1) or footers (-1)."""
    places: dict[tuple[int, str, int], set[int]] = defaultdict(set)
    for lines, height in zip(pages, heights):
        for line in lines:
            side = _side(line, height, FAR_SHARE)
            if side:
                places[side, _key(line.text), round(line.y0 / 6)].add(line.page)
    for lines, height in zip(pages, heights):
        for side in (1, -1):
            _mark_side(sorted(lines, key=lambda line: -side * line.middle), side, height, places)
    _mark_again(pages)
    for lines in pages:
        if any(line.column for line in lines):  # running lines stand before the first and after the last column
            lines.sort(key=lambda line: -line.edge)


def _mark_again(pages: Sequence[Sequence[Line]]) -> None:
    """Marks the running lines of a page whose body comes close to them: elsewhere the same words stand at the same place."""
    known: Counter[tuple[int, str, int]] = Counter(
        (line.edge, line.text, round(line.y0 / 2)) for lines in pages for line in lines if line.edge
    )
    if not known:
        return
    words = {text for _, text, _ in known}
    for lines in pages:
        for line in lines:
            if line.edge or line.text not in words or numbered_paragraph(line.text):
                continue
            at = round(line.y0 / 2)
            for side in (1, -1):
                if sum(known[side, line.text, at + d] for d in (-1, 0, 1)) >= 2:
                    line.edge = side


def _mark_side(
    lines: Sequence[Line], side: int, height: float, places: Mapping[tuple[int, str, int], set[int]]
) -> None:
    """Marks the running lines at one end of a page: the first, from the edge inwards, up to the first line of the body.

    They repeat on other pages, or are page numbers, or stand alone at the very edge; and the body begins at a distance,
    so that no line of a paragraph is taken for one however often it is repeated."""
    marked: list[Line] = []
    for n, line in enumerate(lines):
        if _side(line, height, FAR_SHARE) != side or numbered_paragraph(line.text):
            break
        place = round(line.y0 / 6)
        repeated = set().union(*(places.get((side, _key(line.text), place + d), set()) for d in (-1, 0, 1)))
        near = _side(line, height, EDGE_SHARE) == side
        again = len(repeated) >= 3 and sum(map(str.isalpha, line.text)) >= 3
        row = line.tag is not None and line.tag.kind == "table_row"
        alone = near and (n == 0 or line.artifact) and len(line.text) < 150 and not row
        if not (again or alone or (near and patterns.PAGE_NUMBER.fullmatch(line.text.strip()))):
            break
        marked.append(line)
    rest = lines[len(marked)] if len(marked) < len(lines) else None
    while marked and rest is not None and not marked[-1].artifact and not _apart(marked[-1], rest):
        rest = marked.pop()
    for line in marked:
        line.edge = side


def _apart(edge: Line, body: Line) -> bool:
    """Whether a running line and the nearest line of the body are further apart than two lines of a paragraph."""
    return abs(edge.middle - body.middle) > 1.5 * max(edge.size, body.size) or bool(
        patterns.PAGE_NUMBER.fullmatch(edge.text.strip())
    )


def _side(line: Line, height: float, share: float) -> int:
    if line.y0 > height * (1 - share):
        return 1
    return -1 if line.y1 < height * share else 0


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold()).strip()


def group(lines: Sequence[Line], pitches: Pitches) -> list[list[Line]]:
    """Consecutive lines that make one unit."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, pitches.of(line.size)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(so_far: Sequence[Line], line: Line, pitch: float) -> bool:
    last = so_far[-1]
    if last.edge or line.edge:
        return bool(last.edge == line.edge and last.page == line.page and abs(last.middle - line.middle) < 2)
    if last.page != line.page:
        row = last.tag is not None and line.tag is not None and line.tag.kind == "table_row"
        return row and last.tag.block == line.tag.block  # type: ignore[union-attr]  # one row, put together over two pages
    if ("hidden" in last.flags) != ("hidden" in line.flags):
        return False
    if last.tag is not None and line.tag is not None:
        if last.tag.block != line.tag.block:
            return False
        return not _own_start(line, so_far) or line.tag.kind == "table_row"
    if (last.tag is None) != (line.tag is None) or last.column != line.column:
        return False
    if (last.cells and line.cells) or (line.cells and not label_cells(line)) or (last.cells and not label_cells(last)):
        return False
    if abs(last.size - line.size) > 0.6 and not _inline(last, line) and not _mid_sentence(last, line):
        return False
    if last.bold != line.bold and (so_far[0].bold or line.bold):
        if all(part.bold for part in so_far) or (line.bold and not _ends_open(last)):
            return False
    gap = last.middle - line.middle
    size = max(last.size, line.size, 1.0)
    if gap < -0.3 * size or gap > max(PARAGRAPH_GAP * pitch, 1.75 * size if pitch <= 0 else 0.0, 1.32 * size):
        return False
    if _own_start(line, so_far):
        return False
    return not _ended(so_far, line)


def label_cells(line: Line) -> bool:
    """Whether the first cell is only the number or bullet of a paragraph, set off by a tab."""
    if len(line.cells) != 2:
        return False
    head = line.cells[0]
    printed = printed_number(head)
    return (
        (printed is not None and printed.length >= len(head))
        or bool(patterns.BULLET.fullmatch(head + " ") or (patterns.BULLET.match(head + " x") and len(head) <= 2))
        or (head.isdigit() and len(head) <= 3)
    )


def _inline(last: Line, line: Line) -> bool:
    return abs(last.middle - line.middle) < 0.6 * max(last.size, line.size)


def _mid_sentence(last: Line, line: Line) -> bool:
    """Whether the line goes on in the middle of a sentence, though its first letters are of another size."""
    return (
        _ends_open(last)
        and bool(_LOWER.match(line.text))
        and abs(last.x0 - line.x0) < 2
        and abs(last.size - line.size) < 0.35 * max(last.size, line.size)
    )


def _ends_open(line: Line) -> bool:
    return line.text.rstrip()[-1:] not in ".?!:;"


def _dash_goes_on(so_far: Sequence[Line], line: Line) -> bool:
    """Whether a dash that begins a line is one of punctuation: the line before ends open, in a paragraph that no dash
    begins, and stands as far in."""
    last = so_far[-1]
    return (
        _ends_open(last)
        and last.text.rstrip()[-1:] != ","
        and so_far[0].text.lstrip()[:1] not in _DASHES
        and abs(last.x0 - line.x0) < 3
        and bool(_LOWER.match(line.text.lstrip()[1:].lstrip()))
    )


def _own_start(line: Line, so_far: Sequence[Line]) -> bool:
    """Whether the line begins with a number, bullet or caption of its own."""
    text = line.text.lstrip()
    if patterns.BULLET.match(text):
        return not (text[0] in _DASHES and _dash_goes_on(so_far, line))
    if patterns.CAPTION.match(text) or patterns.BASE.match(text) or patterns.SURVEY_QUESTION.match(text):
        return True
    printed = printed_number(text)
    if printed is None:
        return False
    last = so_far[-1]
    if printed.shape == "named":
        return not _ends_open(last) and line.x0 <= so_far[0].x0 + 3
    if printed.shape in ("simple", "decimal") and not printed.bracketed:
        # "12. " inside running text: the line before does not end, and the number stands where the text's lines begin
        if _ends_open(last) and len(so_far) > 1 and abs(line.x0 - last.x0) < 2 and last.x0 > so_far[0].x0 + 6:
            return False
        return bool(text[printed.length :].strip()) or not _ends_open(last)
    return not (_ends_open(last) and printed.shape in ("letter", "roman") and not text.startswith("(") and False)


def _ended(so_far: Sequence[Line], line: Line) -> bool:
    """Whether the last line ends its paragraph: it stops short of the margin after a stop, and the next begins anew."""
    last = so_far[-1]
    if _ends_open(last):
        return False
    reach = max((part.x1 for part in so_far), default=last.x1)
    reach = max(reach, line.x1)
    short = last.x1 < reach - max(30.0, 0.12 * (reach - min(last.x0, line.x0)))
    first_word = line.text.split(" ", 1)[0]
    fits = last.x1 + len(first_word) * last.size * 0.5 < reach - 4
    return short and fits and not _LOWER.match(line.text.lstrip())


@dataclass(frozen=True, slots=True)
class Pitches:
    """The usual distance of two lines of a paragraph, in points: over all the text, and by the size of the letters."""

    overall: float
    by_size: Mapping[float, float]

    def of(self, size: float) -> float:
        return self.by_size.get(size, self.overall)


def usual_pitch(pages: Sequence[Sequence[Line]]) -> Pitches:
    """The commonest distance of two lines one under the other; 0 where there are too few.

    By size from lines that go on in the middle of a sentence, since single lines of a list stand further apart."""
    gaps: Counter[float] = Counter()
    sized: dict[float, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        for last, line in itertools.pairwise(lines):
            gap = last.middle - line.middle
            if (
                0 < gap < 2.2 * max(last.size, 1.0)
                and abs(last.size - line.size) < 0.3
                and min(len(last.text), len(line.text)) > 20
            ):
                gap = round(gap * 2) / 2
                gaps[gap] += 1
                if line.text[0].islower() and not line.cells and not last.cells:
                    sized[line.size][gap] += 1
    if not gaps or sum(gaps.values()) < 5:
        return Pitches(0.0, {})
    return Pitches(_least_common(gaps), {size: _least_common(n) for size, n in sized.items() if n.total() >= 5})


def _least_common(gaps: Counter[float]) -> float:
    """The smallest of the distances that are about as common as the commonest."""
    most = gaps.most_common(1)[0][1]
    return min(gap for gap, count in gaps.items() if count >= 0.5 * most)
