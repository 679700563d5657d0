"""How a plain text file is laid out: lines wrapped at a width or one a paragraph, underlined titles, tables drawn with
spaces or bars, fenced and commented stretches."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_MARKED = re.compile(r"\s*(?:#{1,6}\s|>|\||[-*+•·]\s|\(?[0-9a-zA-Z]{1,3}[.)]\s|\t)")
_STOP = re.compile(r"[.?!:;][\"”’')\]*_]*\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+) *$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_BAR_RULE = re.compile(r"\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)+(?:\|\s*)?$")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)|(?<=\S)\t(?=\S)")
_LEADERS = re.compile(r"(?:\. ?){4,}|_{4,}|…")
WIDEST_WRAPPED = 130  # characters; programs and people wrap at 65 to 100, PDF extractors at up to 120
NARROWEST_WRAPPED = 40
FEWEST_WRAPPED = 6  # line ends inside paragraphs, from which a width is told
NEAR_WIDTH = 0.8  # of the width: a line that ends before it although the next word would fit was ended on purpose
NEAR_NEXT = 0.7  # of the next line's length, where the file has no one width
MOSTLY_STOPS = 0.5  # of the lines: where more end in a stop, each is a paragraph
FEWEST_ROWS = 3  # of a table drawn with spaces
MOST_WORDS_IN_CELL = 8  # on average; columns with more are two columns of prose
WIDEST_TITLE = 120  # characters of an underlined title
LONGEST_DRAWN = 400  # characters of a line of a drawn table
MOST_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its place, and its words without the line's end."""

    start: int
    end: int
    body: str

    @property
    def is_blank(self) -> bool:
        return not self.body.strip()


@dataclass(slots=True)
class Layout:
    """By the offset at which a line starts: `titles` (level of an underlined one), `rules` (lines that only draw),
    `cells` of drawn rows, `plain` (fenced lines: marks mean nothing there), `hidden` (comments).

    width: at which lines are wrapped, or None; separate: every line is a paragraph."""

    titles: dict[int, int] = field(default_factory=dict)
    rules: set[int] = field(default_factory=set)
    cells: dict[int, tuple[str, ...]] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    width: int | None = None
    separate: bool = False

    def ends_paragraph(self, line: Line, following: Line) -> bool:
        """Whether the end of a line ends its paragraph although no blank line follows."""
        if self.separate:
            return True
        words = following.body.split(None, 1)
        if not words or words[0][0].islower() or line.body.endswith("  "):
            return False
        if self.width is None and len(line.body) > WIDEST_WRAPPED and _STOP.search(line.body):
            return True
        width, near = self.width or len(following.body.rstrip()), NEAR_WIDTH if self.width else NEAR_NEXT
        return width >= NARROWEST_WRAPPED and len(line.body.rstrip()) + 1 + len(words[0]) <= near * width


def layout(lines: Sequence[Line]) -> Layout:
    made = Layout()
    if len(lines) > MOST_LINES:
        return made
    _stretches(lines, made)
    _titles_and_bars(lines, made)
    _drawn_tables(lines, made)
    _widths(lines, made)
    return made


def _stretches(lines: Sequence[Line], made: Layout) -> None:
    """Fenced stretches and comments, which may run over several lines."""
    fence: str | None = None
    comment = False
    for line in lines:
        found = _FENCE.match(line.body)
        if fence is not None:
            if found and found[1][0] == fence[0] and len(found[1]) >= len(fence) and not line.body.strip(" `~"):
                fence = None
                made.rules.add(line.start)
            else:
                made.plain.add(line.start)
            continue
        if comment or line.body.lstrip().startswith("<!--"):
            closes = line.body.find("-->")
            if closes < 0 or not line.body[closes + 3 :].strip():
                made.hidden.add(line.start)
                comment = closes < 0
                continue
            comment = False
        if found and any(_FENCE.match(later.body) for later in lines[-400:] if later.start > line.start):
            fence = found[1]
            made.rules.add(line.start)


def _titles_and_bars(lines: Sequence[Line], made: Layout) -> None:
    """Titles underlined with = or -, and tables whose cells bars part (CommonMark 0.31, 4.3; GFM 0.29, 4.10)."""
    for n, line in enumerate(lines[:-1]):
        following = lines[n + 1]
        if line.is_blank or line.start in made.cells or {line.start, following.start} & made.plain:
            continue
        if "|" in line.body and _BAR_RULE.match(following.body) and not _BAR_RULE.match(line.body):
            for row in itertools.islice(lines, n, None):
                if row.is_blank or "|" not in row.body:
                    break
                if row is following:
                    made.rules.add(row.start)
                else:
                    made.cells[row.start] = tuple(row.body.strip().strip("|").split("|"))
            continue
        drawn = _UNDERLINE.match(following.body)
        before = lines[n - 1] if n else None
        alone = before is None or before.is_blank or before.start in made.rules
        title = line.body.strip()
        if (
            drawn and alone and len(title) <= WIDEST_TITLE and any(map(str.isalpha, title)) and "\t" not in title
            and not _MARKED.match(line.body) and (len(drawn[1]) >= 3 or len(drawn[1]) == len(title))
            and not (drawn[1][0] == "-" and title[-1] in ".;,")
        ):  # fmt: skip
            made.titles[line.start] = 1 if drawn[1][0] == "=" else 2
            made.rules.add(following.start)


def _drawn_tables(lines: Sequence[Line], made: Layout) -> None:
    """Runs of lines that have the same blank columns inside them."""
    run: list[Line] = []
    for line in [*lines, None]:
        drawn = (
            line is not None and not line.is_blank and len(line.body) <= LONGEST_DRAWN and "\t" not in line.body
            and _GAP.search(line.body.strip()) is not None and not _LEADERS.search(line.body)
            and line.start not in made.plain and line.start not in made.cells and not _MARKED_LIST.match(line.body)
        )  # fmt: skip
        if drawn and line is not None:
            run.append(line)
            continue
        if len(run) >= FEWEST_ROWS:
            _columns(run, made)
        run = []


_MARKED_LIST = re.compile(r"\s*(?:#{1,6}\s|>|[-*+•·]\s|\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s{2,}\S+(?: \S+){7})")


def _columns(run: Sequence[Line], made: Layout) -> None:
    width = max(len(line.body) for line in run)
    filled = [False] * (width + 2)
    for line in run:
        for n, character in enumerate(line.body):
            filled[n] = filled[n] or character != " "
    first = filled.index(True)
    cuts = [
        n
        for n in range(first + 1, width)
        if filled[n] and not filled[n - 1] and (not filled[n - 2])
    ]  # fmt: skip
    if not cuts:
        return
    edges = [0, *cuts, width]
    rows = [tuple(line.body[a:b].strip() for a, b in itertools.pairwise(edges)) for line in run]
    cells = [cell for row in rows for cell in row if cell]
    if sum(len(cell.split()) for cell in cells) > MOST_WORDS_IN_CELL * len(cells):
        return
    if sum(sum(bool(cell) for cell in row) >= 2 for row in rows) < 0.8 * len(rows):
        return
    for line, row in zip(run, rows):
        made.cells[line.start] = row


def _widths(lines: Sequence[Line], made: Layout) -> None:
    """Whether lines are wrapped, from the line ends inside runs of unmarked lines."""
    inside: list[Line] = []
    for line, following in itertools.pairwise(lines):
        if line.is_blank or following.is_blank or _MARKED.match(following.body) or line.start in made.rules:
            continue
        if line.body.lstrip().startswith("#") or following.start in made.rules or "\t" in line.body:
            continue
        if line.start in made.cells or following.start in made.cells or line.body.endswith("  "):
            continue
        inside.append(line)
    if len(inside) < FEWEST_WRAPPED:
        return
    lengths = sorted(len(line.body.rstrip()) for line in inside)
    width = lengths[int(0.9 * (len(lengths) - 1))]
    long = [line for line in inside if len(line.body) >= NARROWEST_WRAPPED]
    stops = sum(bool(_STOP.search(line.body)) for line in long)
    if long and stops > MOSTLY_STOPS * len(long) and (width > WIDEST_WRAPPED or stops > 0.8 * len(long)):
        made.separate = True
    elif NARROWEST_WRAPPED <= width <= WIDEST_WRAPPED:
        near = sum(NEAR_WIDTH * width <= length for length in lengths)
        made.width = width if near >= max(FEWEST_WRAPPED, 0.4 * len(lengths)) else None
