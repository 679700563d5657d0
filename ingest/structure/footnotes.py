"""Footnotes: which lines at the foot of a page are ones, and which block bears the mark of each.

Both the note and the block that bears its mark get the flag `note:` and the mark, so that one leads to the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.structure.draft import Draft
from ingest.structure.numbering import Printed

SMALLER = 0.93  # letters of a note against the body's
FOOT = 0.45  # of the height that a page's text reaches, below which notes stand
FURTHEST = 600  # blocks back in which the mark of a note is looked for
_BEGINS = re.compile(r"(?P<mark>\d{1,3}|[*†‡∗])[.)]?\s?(?=[A-Z“‘\"'(]|https?:|www\.|ibid|see\b|cf\b)")
_OPENING = re.compile(
    r"\s*(?:\[\^?(?P<a>\w{1,12})\]:?|<sup>(?P<b>\w{1,4})</sup>|\^(?P<c>\d{1,3})\^?|(?P<d>\d{1,3}|[*†‡∗]|[¹²³⁴-⁹⁰]{1,3}))"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARKS = re.compile(
    r"\[\^(?P<a>\w{1,12})\](?!:)|<sup>(?P<b>\d{1,3}|[*†‡])</sup>|(?<=\w|[.,;)”’\"])\^(?P<c>\d{1,3})\^?|(?P<d>[⁰¹²³⁴-⁹]{1,3})"
    r"|(?:(?<=[a-z]{2})|(?<=[A-Za-z)][.,;:”’\"])|(?<=[A-Za-z][)”’]))(?P<e>\d{1,3}|[*†‡∗])(?![\w%]|[.,]\d)"
)


def footnotes(drafts: Sequence[Draft], size: float | None) -> None:
    """Small print at the foot of a page that begins with a mark is a footnote, where the page bears such a mark.

    size: of the body's letters, in points."""
    if size is None:
        return
    reach: dict[int, float] = defaultdict(float)
    for draft in drafts:
        for page, _, _, _, top in draft.unit.boxes:
            reach[page] = max(reach[page], top)
    found: list[tuple[Draft, str]] = []
    for draft in drafts:
        unit = draft.unit
        if (
            draft.kind not in ("paragraph", "list_item")
            or unit.kind not in (None, "paragraph")
            or unit.cells
            or unit.size is None
            or unit.size > SMALLER * size
            or not unit.boxes
            or (begins := _BEGINS.match(unit.text)) is None
        ):
            continue
        page, _, _, _, top = unit.boxes[0]
        if top < FOOT * reach[page]:
            found.append((draft, begins["mark"]))
    pages = {draft.unit.page for draft, _ in found}
    marked: dict[int | None, set[str]] = defaultdict(set)
    for draft in drafts:
        if draft.unit.page in pages and draft.kind not in ("furniture", "contents"):
            marked[draft.unit.page].update(_name(match) for match in _MARKS.finditer(draft.text))
    proved = {draft.unit.page for draft, mark in found if mark in marked[draft.unit.page]}
    for draft, _ in found:
        if draft.unit.page in proved:
            draft.kind, draft.printed, draft.rest = "footnote", None, draft.text


def join_notes(drafts: Sequence[Draft], text: str) -> None:
    """Flags each footnote and the nearest block before it that bears its mark."""
    notes = [(n, draft) for n, draft in enumerate(drafts) if draft.kind == "footnote"]
    if not notes:
        return
    bearers: dict[str, list[int]] = defaultdict(list)
    for n, draft in enumerate(drafts):
        if draft.kind not in ("furniture", "footnote", "contents"):
            stated = {flag.removeprefix("note:") for flag in draft.unit.flags if flag.startswith("note:")}
            for name in stated | set(_marks(draft, text)):
                bearers[name].append(n)
    for n, note in notes:
        mark = _mark_of(note, text)
        if mark is None:
            continue
        flag = f"note:{mark}"
        note.flags.append(flag)
        if mark.isdigit():
            note.printed = Printed(mark, "simple", (mark,), len(mark))
        before = [
            k for k in bearers[mark] if n - FURTHEST <= k < n and _near(drafts[k], note) and flag not in drafts[k].flags
        ]
        if before:
            same_page = [k for k in before if drafts[k].unit.page == note.unit.page]
            drafts[(same_page or before)[-1]].flags.append(flag)


def _near(draft: Draft, note: Draft) -> bool:
    """Whether a mark may be that of a note: on its page or the one before, where there are pages."""
    page, other = draft.unit.page, note.unit.page
    return page is None or other is None or 0 <= other - page <= 1


def _mark_of(note: Draft, text: str) -> str | None:
    if note.unit.label:
        return note.unit.label.strip(" .)([]^") or None
    match = _OPENING.match(text, note.unit.start)
    if match is None or match.end() > note.unit.end:
        return None
    return _name(match)


def _marks(draft: Draft, text: str) -> Iterator[str]:
    """The marks of notes in a block; digits that touch a word count only where pages have notes at their foot."""
    paged = draft.unit.page is not None
    for match in _MARKS.finditer(text, draft.unit.start, draft.unit.end):
        if match["e"] is None or paged:
            yield _name(match)


def _name(match: re.Match[str]) -> str:
    return str(next(group for group in match.groups() if group)).translate(_RAISED)
