"""Which rows name the columns: one, or two and three as survey programs write them.

Qualtrics puts names, wordings and import ids into three rows; SurveyMonkey, SmartSurvey and others put the question into the first
and the options into the second, with cells merged over the options. Each column gets one name; wordings become its label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

INVISIBLE = "\ufeff\u200b\u2060"
LOOKED_AT = 12  # rows that are looked at to tell
MOST_HEADER_ROWS = 5
# What stands in the second row below a question that has no options (SurveyMonkey, SmartSurvey, Microsoft Forms)
NO_OPTION = frozenset(
    [
        "response",
        "responses",
        "open-ended response",
        "open ended response",
        "answer",
        "comment",
        "text",
        "please specify",
    ]
)
IMPORT_ID = re.compile(r"""^\s*\{\s*["']ImportId["']""")
NUMBER_OR_DATE = re.compile(r"^\s*[£$€]?[\d.,:/ -]+%?\s*$")
Numbered = tuple[int, Sequence[str]]


class Header(NamedTuple):
    """`columns` and `labels` ("" where a column has none; empty where none has), `used`: how many of the rows that were looked at
    are above the data, titles included; `note`: what a person should know, or ""."""

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    used: int
    note: str = ""


def header_of(rows: Sequence[Numbered], header_rows: int | None = None) -> Header:
    """The header of a table whose first rows these are. `header_rows`: how many rows name the columns, where a person says so;
    None: told from the rows. A first row with a single cell above wider ones is a title and left out."""
    titles = 0
    widest = max((_filled(cells) for _, cells in rows), default=0)
    if widest > 1:
        while _filled(rows[titles][1]) <= 1:
            titles += 1
    names = [cells for _, cells in rows[titles:]]
    first = _cleaned(names[0])
    second = _cleaned(names[1], len(first)) if len(names) > 1 else []
    third = _cleaned(names[2], len(first)) if len(names) > 2 else []
    if header_rows is not None:
        used = min(header_rows, len(names))
        columns, labels = _joined([_cleaned(row, len(first)) for row in names[:used]])
        return Header(tuple(columns), tuple(labels), titles + used)
    if any(IMPORT_ID.match(cell) for cell in third):
        note = f"Rows {rows[titles + 1][0]} and {rows[titles + 2][0]} hold wordings and import ids (Qualtrics); they are no responses."
        return Header(tuple(first), tuple(second), titles + 3, note)
    if second and _spelled_out(first, second):
        note = f"Row {rows[titles + 1][0]} holds the columns' wordings; it is no response."
        return Header(tuple(first), tuple(second), titles + 2, note)
    if second and _goes_on(first, second):
        columns, _ = _joined([first, second])
        note = (
            f"The columns are named by rows {rows[titles][0]} and {rows[titles + 1][0]} together (merged cells above options). If row "
            f"{rows[titles + 1][0]} is a response, say --header-rows 1."
        )
        return Header(tuple(columns), (), titles + 2, note)
    return Header(tuple(first), (), titles + 1)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip(INVISIBLE + " \t\r\n\xa0")) for cell in cells)


def _cleaned(cells: Sequence[str], width: int = 0) -> list[str]:
    """Names without surrounding and repeated space; the empty ones at the end of a first row are left out."""
    names = [" ".join(cell.strip(INVISIBLE).split()) for cell in cells]
    if width:
        return [*names, *[""] * width][: max(width, len(names))]
    while names and not names[-1]:
        names.pop()
    return names


def _spelled_out(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row says the first's names in words ("StartDate", "Start Date") in two columns at least."""
    pairs = [(a, b) for a, b in zip(first, second) if a and b and a != b]
    return sum(a.casefold() == b.replace(" ", "").casefold() and " " in b for a, b in pairs) >= 2


def _goes_on(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row goes on naming columns: it stands below cells that were merged over it or says "Response", leaves
    empty what needs no option (the id), and holds neither numbers nor dates nor anything below a name of its own."""
    width = max(len(first), len(second))
    above = [*first, *[""] * (width - len(first))]
    below = [*second, *[""] * (width - len(second))]
    if any(NUMBER_OR_DATE.match(cell) for cell in below if cell):
        return False
    told = False
    for at, (a, b) in enumerate(zip(above, below)):
        if a and b:
            option = b.casefold() in NO_OPTION
            merged = at + 1 < width and not above[at + 1] and bool(below[at + 1])
            if not (option or merged):
                return False
            told = told or option
        told = told or bool(b and not a)
    return told and any(a and not b for a, b in zip(above, below))


def _joined(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """One name a column out of several rows: a cell that is empty because the one at its left was merged over it bears that
    one's name; the rows' names are joined by a dash. Where the first row alone names every column, the others are labels."""
    width = max(len(row) for row in rows)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    if len(padded) > 1 and all(padded[0]) and len(set(padded[0])) == width:
        return padded[0], padded[1]
    names = []
    above = [""] * len(padded)
    for at in range(width):
        parts: list[str] = []
        for n, row in enumerate(padded):
            if row[at]:
                above[n] = row[at]
                above[n + 1 :] = [""] * (len(padded) - n - 1)
            last = n == len(padded) - 1
            part = row[at] if last else (row[at] or (above[n] if any(below[at] for below in padded[n + 1 :]) else ""))
            if part and part not in parts and not (parts and part.casefold() in NO_OPTION):
                parts.append(part)
        names.append(" - ".join(parts))
    return names, []
