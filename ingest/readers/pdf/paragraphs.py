"""Lines into units: what belongs to one paragraph, item, heading or row.

Tags decide where the file has them; else the gaps between lines, the letters' size and weight, indents, printed numbers
and bullets.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.lines import Line
from ingest.structure import patterns
from ingest.structure.numbering import printed_number

PARAGRAPH_GAP = 1.42  # line pitches that part two paragraphs
_LOWER = re.compile(r"[a-z(]")
_DASHES = "-–—"


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
