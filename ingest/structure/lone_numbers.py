"""A number alone on its line before a title ("1." and then "Purpose") is the title's: the two are one unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.structure.headings import LONGEST_UNHINTED_HEADING, may_head
from ingest.structure.numbering import printed_number
from ingest.structure.units import Unit

_ALONE = re.compile(r"(?:\d{1,2}\.|\d{1,2}(?:\.\d{1,2}){1,3}\.?)")
FEWEST_WORDS_BELOW = 8  # of the paragraph that stands under a title in plain letters


def joined_numbers(units: Sequence[Unit]) -> list[Unit]:
    """The units, with each lone number put before the title that follows it."""
    made: list[Unit] = []
    n = 0
    while n < len(units):
        unit = units[n]
        if _lone(unit) and n + 1 < len(units) and _titled(unit, units, n + 1):
            made.append(_joined(unit, units[n + 1]))
            n += 1
        else:
            made.append(unit)
        n += 1
    return made


def _lone(unit: Unit) -> bool:
    return (
        len(unit.text) <= 12 and unit.label is None and not unit.cells and not unit.bullet
        and unit.kind in (None, "paragraph", "heading") and _ALONE.fullmatch(unit.text) is not None
        and printed_number(unit.text) is not None
    )  # fmt: skip


def _titled(number: Unit, units: Sequence[Unit], n: int) -> bool:
    """Whether `units[n]` is the title of the number before it: marked as a heading, or short and over text of its own."""
    title = units[n]
    if (
        title.page != number.page
        or title.label
        or title.flags != number.flags
        or title.kind not in (None, "paragraph", "heading")
    ):
        return False
    if not may_head(title) or title.n_words > LONGEST_UNHINTED_HEADING or printed_number(title.text) is not None:
        return False
    if not title.text[0].isupper():
        return False
    if title.kind == "heading" or title.bold:
        return True
    below = units[n + 1] if n + 1 < len(units) else None
    if below is None or below.cells:
        return False
    return below.n_words >= FEWEST_WORDS_BELOW or printed_number(below.text) is not None


def _joined(number: Unit, title: Unit) -> Unit:
    stop = "" if number.text.endswith(".") or "." in number.text else "."
    return replace(
        title, start=number.start, text=f"{number.text}{stop} {title.text}", boxes=(*number.boxes, *title.boxes),
        indent=number.indent, edge=number.edge or title.edge, titled=True,
        kind="heading" if title.kind == "heading" else None,
    )  # fmt: skip
