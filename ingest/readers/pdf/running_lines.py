"""Lines at the edge of a page that may be running headers or footers: they repeat, or are page numbers, or stand apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ingest.readers.pdf.lines import Line
from ingest.structure import patterns
from ingest.structure.furniture import numbered_paragraph

EDGE_SHARE = 0.09  # of the page's height, at its top and foot, where running lines stand
FAR_SHARE = 0.16  # as far in as a line may stand and be a running one, if the same stands there on other pages


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
