"""Numbers that only their neighbours prove: "7 Finance" after "6 Planning", "13.5.10" after "13.5.9", and "A40" or "3/4"
that stand alone and are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.draft import Draft
from ingest.structure.numbering import Printed, follows

FEWEST_IN_SERIES = 3
_THREE_PARTS = re.compile(r"(\d{1,2}\.\d{1,2}\.\d{1,2})\.?(?=\s|$)")
_BARE = re.compile(r"(?P<number>\d{1,3})\s+(?=[A-Z“\"‘(])")
_LETTERED = re.compile(r"(?P<letter>[A-Z])(?P<digits>\d{1,3})")
_STROKE = re.compile(r"[A-Z]{0,3}(?P<a>\d{1,4})/(?P<b>\d{1,4})")
LARGEST_STEP = 3  # minutes may skip a number


def series(drafts: Sequence[Draft]) -> None:
    """Gives lines that count on without a stop their numbers, and takes from a line what no other counts on from."""
    _bare(drafts)
    _dated(drafts)
    _lone(drafts)


def _bare(drafts: Sequence[Draft]) -> None:
    run: list[tuple[Draft, str]] = []
    for draft in drafts:
        if (
            draft.kind not in ("paragraph", "heading")
            or draft.unit.cells
            or (draft.printed and draft.kind == "paragraph")
        ):
            continue
        match = _BARE.match(draft.text)
        if match is None:
            continue
        number = match["number"]
        if run and follows(run[-1][1], number):
            run.append((draft, number))
        elif run and run[-1][1] == number:
            continue
        else:
            _give(run)
            run = [(draft, number)]
    _give(run)


def _give(run: Sequence[tuple[Draft, str]]) -> None:
    if len(run) < FEWEST_IN_SERIES:
        return
    for draft, number in run:
        if draft.printed is None:
            draft.printed = Printed(number, "simple", (number,), len(number))
            draft.rest = draft.text[len(number) :].lstrip()


def _dated(drafts: Sequence[Draft]) -> None:
    """ "13.5.10" and "13.5.11 the ..." look like dates, and are numbers where the paragraph before counts up to them."""
    last: tuple[str, ...] = ()
    for draft in drafts:
        if draft.kind in ("furniture", "contents", "table_row"):
            continue
        if draft.printed is not None:
            last = draft.printed.parts if draft.printed.shape == "decimal" else last
            continue
        match = _THREE_PARTS.match(draft.text) if draft.kind in ("paragraph", "list_item") else None
        if match is None or draft.unit.label:
            continue
        parts = tuple(match[1].split("."))
        if parts[:-1] == last[:-1] and 0 < int(parts[-1]) - int(last[-1]) <= LARGEST_STEP:
            draft.printed = Printed(match[1], "decimal", parts, match.end())
            draft.rest, draft.kind, last = draft.text[match.end() :].lstrip(), "paragraph", parts


def _lone(drafts: Sequence[Draft]) -> None:
    """ "A40 works" and "3/4 Of" begin a paragraph with a number only where the document counts on from them."""
    numbers = [draft.printed.stem for draft in drafts if draft.printed is not None]
    letters = {(m["letter"], int(m["digits"])) for number in numbers if (m := _LETTERED.fullmatch(number))}
    strokes = {(int(m["a"]), int(m["b"])) for number in numbers if (m := _STROKE.fullmatch(number))}
    for draft in drafts:
        printed = draft.printed
        if printed is None or draft.kind == "heading":
            continue
        stem = printed.stem
        if match := _LETTERED.fullmatch(stem):
            here = (match["letter"], int(match["digits"]))
            marked = draft.text[printed.length - 1 : printed.length] in (".", ":")
            kept = marked or any((here[0], here[1] + step) in letters for step in (-1, 1))
        elif match := _STROKE.fullmatch(stem):
            a, b = int(match["a"]), int(match["b"])
            steps = [step for step in range(-LARGEST_STEP, LARGEST_STEP + 1) if step]
            kept = any((a + step, b) in strokes or (a, b + step) in strokes for step in steps)
        else:
            continue
        if not kept:
            draft.printed, draft.rest = None, draft.text
            draft.kind = "paragraph" if draft.unit.kind is None else draft.kind
