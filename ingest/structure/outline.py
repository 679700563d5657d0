"""Where each block stands: the headings above it, the paragraph number a person would cite, the sentence that leads in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text import fold
from ingest.structure import patterns
from ingest.structure.draft import Draft
from ingest.structure.lead_ins import lead_ins
from ingest.structure.numbering import Printed, follows
from ingest.structure.outcomes import outcome_heading
from ingest.structure.paragraphs import paragraphs
from ingest.structure.report_headers import WHEN

BOLD_BELOW = 0.5  # a bold line ranks half a level below the last marked heading, an italic one a little lower
ITALIC_BELOW = 0.6
OUTCOME_BELOW = 0.8
LONGEST_DATED = 14  # words of a line of a title block that bears the date
_MEETING = re.compile(
    r"(?:(?:draft|unconfirmed|confirmed|approved)\s+)?(?:minutes|notes?|record|agenda|summons)\b.*\b(?:meeting|council|committee|board|panel|cabinet)\b"
    r"|.*\bmeeting\s+minutes\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Open:
    rank: float
    draft: Draft


def outline(drafts: Sequence[Draft], text: str) -> None:
    """Fills section, level, paragraph and lead_in of every draft."""
    _sections(drafts)
    paragraphs(drafts)
    lead_ins(drafts, text)


def _sections(drafts: Sequence[Draft]) -> None:
    stack: list[_Open] = []
    marked = 0.0  # rank of the last heading whose level the format states
    title = next((fold(d.text) for d in drafts if d.kind == "heading"), "")
    first = True
    item = None
    for n, draft in enumerate(drafts):
        if draft.item is not None and draft.item != item:
            stack.clear()  # a report of an agenda pack begins: nothing of the one before stands over it
        item = draft.item
        if draft.kind != "heading":
            if stack and _next_to(stack[-1].draft, draft):
                stack.pop()  # "08.23.06 Playground: it was said ..." stands beside the heading "08.23.05 Finance"
            draft.section = tuple(entry.draft.heading for entry in stack)
            continue
        if not first and fold(draft.text) == title and stack and _heads_title_block(drafts, n):
            draft.opens_section = False
            draft.section = tuple(entry.draft.heading for entry in stack)
            draft.level = draft.unit.level or len(stack) + 1
            continue
        first = False
        if _opens_meeting(drafts, n):
            stack.clear()  # a second set of minutes in one file: nothing of the first stands over it
        rank = _rank(draft, drafts, n, stack, marked)
        if draft.rank is not None:
            marked = draft.rank
        if not _contents_heading(draft):
            while stack and _contents_heading(stack[-1].draft):
                stack.pop()
        while stack and stack[-1].rank >= rank:
            stack.pop()
        draft.section = tuple(entry.draft.heading for entry in stack)
        stack.append(_Open(rank, draft))
        draft.level = _level(draft, len(stack))


def _level(draft: Draft, depth: int) -> int:
    """The level that the format or the letters give a heading, else how deep it stands."""
    if draft.unit.kind == "heading" and draft.unit.level:
        return draft.unit.level
    if draft.rank is not None and draft.rank.is_integer() and draft.unit.size is not None and draft.unit.kind is None:
        return max(1, round(draft.rank))
    return depth


def _heads_title_block(drafts: Sequence[Draft], n: int) -> bool:
    """Whether a repeated title only opens another title block: a date, a time or a place follows it."""
    following = [d for d in drafts[n + 1 : n + 6] if d.text][:2]
    return any(patterns.DATE_LINE.fullmatch(d.text) or patterns.TIME_LINE.fullmatch(d.text) for d in following)


def _opens_meeting(drafts: Sequence[Draft], n: int) -> bool:
    """Whether a heading is the title of a meeting's minutes or agenda, with the meeting's date in it or in its next lines."""
    if drafts[n].printed is not None or not _MEETING.match(drafts[n].rest):
        return False
    near = [drafts[n].text, *(d.text for d in drafts[n + 1 : n + 6] if d.unit.n_words <= LONGEST_DATED)]
    return any(WHEN.search(text) for text in near)


def _contents_heading(draft: Draft) -> bool:
    return patterns.CONTENTS_HEADING.fullmatch(draft.rest.strip(" :*")) is not None


def _rank(draft: Draft, drafts: Sequence[Draft], n: int, stack: list[_Open], marked: float) -> float:
    if outcome_heading(draft):
        above = next((entry.rank for entry in reversed(stack) if not outcome_heading(entry.draft)), 0.0)
        return max(above + OUTCOME_BELOW, draft.rank or 0.0)
    rank = draft.rank
    if rank is None:
        rank = marked + (BOLD_BELOW if draft.unit.bold or draft.unit.cells or not draft.unit.italic else ITALIC_BELOW)
    printed = draft.printed
    if printed is not None and printed.shape != "named":
        for entry in reversed(stack):
            other = entry.draft.printed
            if other is None or other.shape == "named":
                continue
            if _siblings(other, printed):
                return entry.rank
            if printed.depth > other.depth and printed.parts[: other.depth] == other.parts:
                return max(rank, entry.rank + 0.1)
        people = stack[-1].draft if stack else None
        if (
            people is not None
            and people.printed is None
            and patterns.PEOPLE_HEADING.fullmatch(people.rest.strip(" :*"))
        ):
            return min(rank, stack[-1].rank)  # the business of a meeting begins after those who came
        if stack and 0 <= stack[-1].rank - rank < 1 and _MEETING.match(stack[-1].draft.rest):
            return (
                stack[-1].rank + BOLD_BELOW
            )  # the items of a meeting stand under its title, though set in the same letters
        return rank
    if printed is None and stack and rank <= stack[-1].rank:
        # "LGA VIEW" between 7.11 and 7.12 stands under "7." whatever its mark
        numbered = next((entry for entry in reversed(stack) if entry.draft.printed is not None), None)
        if numbered is not None and numbered.draft.printed is not None and rank >= numbered.rank - 1:
            following = _next_number(drafts, n)
            parent = numbered.draft.printed
            if (
                following is not None
                and following.depth > parent.depth
                and following.parts[: parent.depth] == parent.parts
            ):
                return numbered.rank + BOLD_BELOW
    return rank


def _siblings(earlier: Printed, later: Printed) -> bool:
    if earlier.depth != later.depth or earlier.parts[:-1] != later.parts[:-1] or earlier.shape != later.shape:
        return False
    a, b = earlier.parts[-1], later.parts[-1]
    if a.isdigit() and b.isdigit():
        return 0 < int(b) - int(a) <= 3
    return follows(a, b)


def _next_to(heading: Draft, draft: Draft) -> bool:
    """Whether a paragraph's own number of two parts or more counts on from that of the heading above it."""
    above, here = heading.printed, draft.printed
    if above is None or here is None or draft.kind not in ("paragraph", "decision", "action"):
        return False
    return (here.depth > 1 or "/" in here.number) and not here.n_subs and _siblings(above, here)


def _next_number(drafts: Sequence[Draft], n: int) -> Printed | None:
    for draft in drafts[n + 1 : n + 12]:
        if draft.kind == "heading":
            return None
        if draft.printed is not None and draft.printed.shape == "decimal":
            return draft.printed
    return None
