"""Agenda packs cut into items: where the report of each item of the agenda begins.

A report is known by a mark ("Agenda Item 7"), by the subject in its header, or by its title as a heading. Of all such signs
those are kept which together say most and follow each other in the order of the agenda, so that the last meeting's
minutes, whose headings bear the same titles, open no report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from core.documents import AgendaItem
from core.text import fold
from ingest.structure import patterns
from ingest.structure.agenda import NUMBER, Listed, order
from ingest.structure.draft import Draft
from ingest.structure.item_marks import Mark, mark_of, marks_in
from ingest.structure.report_headers import FEWEST_LABELS, NEAR, Labelled, date_and_officer, fields_of, n_labels

_MINUTES = re.compile(r"minutes\b|.*\b(?:minutes|notes?)\b.*\b(?:previous|last|meeting|held)")
SAME_TITLE = 86.0  # rapidfuzz ratio out of 100 at which a heading is an agenda title, allowing for small rewording
SAME_LINE = 93.0  # the same for a line that nothing marks as a heading
HEADER_BLOCKS = 8  # "Meeting:", "Date:" and the like before a report's title belong to the report
FEWEST_RUNNING = 3  # items named by running lines from which these alone say what is in the pack
MOST_SIGNS = 600  # signs of items; more are no pack's
MARK, SUBJECT, HEADING, LINE = 40, 30, 20, 12  # what a sign is worth; set by hand so that one mark outweighs a heading
PAGE_TOP, HEADED, OTHER_NUMBER = 6, 10, -12
IN_MINUTES = 4  # worth of a heading among the minutes of the last meeting, whatever else it has
ALONE = 30  # worth from which one report alone makes a pack


@dataclass(frozen=True, slots=True)
class _Sign:
    draft: int
    entry: int
    worth: int


def find_reports(drafts: Sequence[Draft], listed: Sequence[Listed]) -> list[tuple[int, Listed]]:
    """(index of the first draft of the report, its item), in order; an item whose report is not found is left out."""
    begin = max((entry.rows[-1] for entry in listed), default=-1) + 1
    marks = marks_in(drafts, begin)
    if not listed:
        if len({mark.number for mark in marks}) < 2 or not _heads_pages(drafts, marks):
            return _unlisted(drafts)
    entries = _with_unlisted(drafts, listed, marks)
    signs = _signs(drafts, entries, marks, begin)[:MOST_SIGNS]
    kept = _most_in_order(signs)
    if not kept or (len(kept) < 2 and kept[0].worth < ALONE):
        return []
    starts: list[tuple[int, Listed]] = []
    lowest = begin
    for sign in kept:
        first = sign.draft
        if sign.worth != MARK:
            first = min(
                s.draft for s in signs if s.entry == sign.entry and _heads(drafts, s, sign) and s.draft >= lowest
            )
        first = _with_header(drafts, first, lowest)
        starts.append((first, entries[sign.entry]))
        lowest = sign.draft + 1
    return starts


def set_items(drafts: Sequence[Draft], starts: Sequence[tuple[int, Listed]]) -> None:
    """Sets `item` on every draft inside a report; before the first it stays None."""
    for position, (begin, entry) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(drafts)
        item = AgendaItem(entry.number or None, entry.title or None, *date_and_officer(drafts[begin:end]))
        for draft in drafts[begin:end]:
            draft.item = item


def _heads(drafts: Sequence[Draft], earlier: _Sign, kept: _Sign) -> bool:
    """Whether a sign stands right above a weightier one of the same report: its title above its header."""
    page, other = drafts[earlier.draft].unit.page, drafts[kept.draft].unit.page
    return 0 <= kept.draft - earlier.draft <= HEADER_BLOCKS and page == other and earlier.worth > IN_MINUTES


def contents_rows(drafts: Sequence[Draft], listed: Sequence[Listed], starts: Sequence[tuple[int, Listed]]) -> None:
    """The rows of an agenda are contents where reports or page numbers follow; else they are what the paper has to say."""
    if not starts and sum(entry.paged for entry in listed) * 2 < len(listed):
        return
    for entry in listed:
        for row in entry.rows:
            drafts[row].kind = "contents"


def _heads_pages(drafts: Sequence[Draft], marks: Sequence[Mark]) -> bool:
    """Whether most marks stand where a report begins: at the edge of a page or right before a report's header."""
    heads = sum(
        bool(drafts[m.draft].unit.edge)
        or _page_top(drafts, m.draft)
        or n_labels(drafts, m.draft + 1, m.draft + NEAR) >= FEWEST_LABELS
        for m in marks
    )
    return heads * 2 >= len(marks)


def _with_unlisted(drafts: Sequence[Draft], listed: Sequence[Listed], marks: Sequence[Mark]) -> list[Listed]:
    """The agenda's items and, where their numbers belong, those that only a mark names: late and supplementary items."""
    entries = list(listed)
    known = {order(entry.number) for entry in entries}
    for mark in marks:
        key = order(mark.number)
        if key in known or (listed and len(key) == 1 and key[0][1] > order(listed[-1].number)[0][1] + 5):
            continue
        known.add(key)
        title = mark.title or _title_below(drafts, mark.draft)
        place = next((n for n, entry in enumerate(entries) if order(entry.number) > key), len(entries))
        entries.insert(place, Listed(mark.number, title or "", (mark.draft,)))
    return entries


def _title_below(drafts: Sequence[Draft], n: int) -> str | None:
    """The title that a report's header states or, without one, its first heading."""
    for entry in fields_of(drafts, n, n + NEAR):
        if entry.field == "subject":
            return entry.value
    for draft in drafts[n + 1 : n + NEAR]:
        if draft.kind == "heading" and mark_of(draft) is None and not patterns.DATE_LINE.fullmatch(draft.text):
            return draft.rest
    return None


def _signs(drafts: Sequence[Draft], entries: Sequence[Listed], marks: Sequence[Mark], begin: int) -> list[_Sign]:
    numbers = {order(entry.number): k for k, entry in reversed(list(enumerate(entries)))}
    titles = [fold(entry.title).strip(" .*") for entry in entries]
    minutes = _minutes(
        drafts, begin, titles, {m.draft for m in marks if not _of_another(drafts, m, marks, numbers, titles)}
    )
    found = [
        _Sign(
            m.draft,
            numbers[order(m.number)],
            (IN_MINUTES if minutes[m.draft - begin] else HEADING + OTHER_NUMBER)
            if _of_another(drafts, m, marks, numbers, titles)
            else MARK,
        )
        for m in marks
        if order(m.number) in numbers
    ]
    subjects = {entry.draft: entry for entry in fields_of(drafts, begin, len(drafts)) if entry.field == "subject"}
    for n in range(begin, len(drafts)):
        draft = drafts[n]
        if n in subjects:
            words = fold(subjects[n].value).strip(" .*")
            found += [_Sign(n, k, SUBJECT) for k, title in enumerate(titles) if title and _same(words, title, words)]
            continue
        if draft.kind == "heading" or (draft.kind == "paragraph" and draft.unit.n_words <= 45):
            words, whole = fold(draft.rest).strip(" .*:"), fold(draft.text)
            for k, title in enumerate(titles):
                if not title:
                    continue
                if draft.kind == "heading":
                    if _same(words, title, whole):
                        found.append(_Sign(n, k, _worth(drafts, n, entries[k], minutes[n - begin])))
                elif _titles_minutes(drafts, n) and not minutes[n - begin] and _MINUTES.match(title):
                    found.append(_Sign(n, k, HEADING))
                elif len(words) > 12 and fuzz.ratio(words, title) >= SAME_LINE and not minutes[n - begin]:
                    found.append(_Sign(n, k, LINE + (PAGE_TOP if _page_top(drafts, n) else 0)))
    found.sort(key=lambda sign: (sign.draft, sign.entry))
    return found


def _of_another(
    drafts: Sequence[Draft],
    mark: Mark,
    marks: Sequence[Mark],
    numbers: Mapping[tuple[tuple[int, int, str], ...], int],
    titles: Sequence[str],
) -> bool:
    """Whether a mark in the text bears another title than the agenda has for its number: an item of the last meeting's
    minutes. What runs at the edge of the pages is this meeting's, in whatever short words."""
    if mark.title is None or drafts[mark.draft].kind == "furniture":
        return False
    if len({m.number for m in marks if drafts[m.draft].kind == "furniture"}) >= FEWEST_RUNNING:
        return True  # running lines say which report a page belongs to
    title = titles[numbers[order(mark.number)]] if order(mark.number) in numbers else ""
    words = fold(mark.title).strip(" .*")
    return bool(title) and not (_same(words, title, words) or title.startswith(words))


def _worth(drafts: Sequence[Draft], n: int, entry: Listed, in_minutes: bool) -> int:
    if in_minutes:
        return IN_MINUTES
    draft = drafts[n]
    worth = HEADING + (PAGE_TOP if _page_top(drafts, n) else 0)
    if n_labels(drafts, n - 6, n + HEADER_BLOCKS) >= FEWEST_LABELS:
        worth += HEADED
    if (
        draft.printed is not None
        and draft.printed.shape in ("simple", "decimal")
        and order(draft.printed.number) != order(entry.number)
    ):
        worth += OTHER_NUMBER
    return worth


def _minutes(drafts: Sequence[Draft], begin: int, titles: Sequence[str], marks: set[int]) -> list[bool]:
    """For each draft whether it stands in the body of minutes: after their title, until a report opens."""
    inside: list[bool] = []
    within, rank = False, None
    for n in range(begin, len(drafts)):
        draft = drafts[n]
        if within and (n in marks or (_page_top(drafts, n) and n_labels(drafts, n, n + HEADER_BLOCKS) > FEWEST_LABELS)):
            within = False
        elif _titles_minutes(drafts, n) and not (
            within and (draft.kind != "heading" or draft.printed is not None or (draft.rank or 0.0) > (rank or 0.0))
        ):
            inside.append(False)  # the title itself opens the item
            within, rank = True, draft.rank
            continue
        elif within and draft.kind == "heading" and draft.printed is None:
            words = fold(draft.rest).strip(" .*")
            level = draft.rank is None or rank is None or draft.rank <= rank
            if level and any(title and _same(words, title, words) for title in titles):
                within = False
        inside.append(within)
    return inside


def _titles_minutes(drafts: Sequence[Draft], n: int) -> bool:
    """Whether a line is the title of minutes: as a heading, or as the line that says when and where the meeting was held."""
    draft = drafts[n]
    if not patterns.MINUTES_TITLE.match(draft.rest):
        return False
    if draft.kind == "heading":
        return True
    return draft.kind == "paragraph" and draft.unit.n_words <= 45 and re.search(r"\bheld\b", draft.text) is not None


def _most_in_order(signs: Sequence[_Sign]) -> list[_Sign]:
    """The signs that are worth most together while both text and agenda go forward; of equals the earliest."""
    best = [0] * len(signs)
    follow: list[int | None] = [None] * len(signs)
    for i in range(len(signs) - 1, -1, -1):
        for j in range(i + 1, len(signs)):
            if signs[j].draft > signs[i].draft and signs[j].entry > signs[i].entry:
                if follow[i] is None or best[j] > best[follow[i]]:  # type: ignore[index]
                    follow[i] = j
        after = follow[i]
        best[i] = signs[i].worth + (best[after] if after is not None else 0)
    at: int | None = max(range(len(signs)), key=lambda i: (best[i], -i), default=None)
    kept = []
    while at is not None:
        kept.append(signs[at])
        at = follow[at]
    return kept


def _same(words: str, title: str, whole: str) -> bool:
    if len(words) >= 6 and (fuzz.ratio(words, title) >= SAME_TITLE or (len(title) > 12 and words.startswith(title))):
        return True
    if _MINUTES.match(title):
        return patterns.MINUTES_TITLE.match(whole) is not None
    return (
        len(words) > 12
        and (title.startswith(words + " ") or fuzz.partial_ratio(words, title) >= 95)
        and len(words) > 0.5 * len(title)
    )


def _page_top(drafts: Sequence[Draft], n: int) -> bool:
    """Whether a draft is the first of its page that is no furniture."""
    page = drafts[n].unit.page
    if page is None:
        return False
    for draft in reversed(drafts[max(0, n - 6) : n]):
        if draft.unit.page != page:
            return True
        if draft.kind != "furniture":
            return False
    return n == 0


def _with_header(drafts: Sequence[Draft], n: int, lowest: int) -> int:
    """The first of the lines of a header or a letterhead that stand right before the sign of a report."""
    first = n
    page = drafts[n].unit.page
    for k in range(n - 1, max(lowest, n - HEADER_BLOCKS) - 1, -1):
        draft = drafts[k]
        if page is not None and draft.unit.page is not None and draft.unit.page < page:
            break
        if draft.kind == "furniture":
            continue
        if re.match(r"(?:date of )?next\b", draft.text, re.IGNORECASE):
            break
        header = any(True for _ in fields_of(drafts, k, k + 1))
        if (
            (header and draft.unit.n_words <= 30)
            or patterns.DATE_LINE.fullmatch(draft.text)
            or (
                page is not None
                and draft.unit.n_words <= 12
                and draft.kind in ("heading", "paragraph")
                and not draft.continues
                and not draft.text.endswith(".")
                and _reaches_top(drafts, k)
            )
        ):
            first = k
        else:
            break
    return first


def _reaches_top(drafts: Sequence[Draft], n: int) -> bool:
    """Whether only short lines stand between a draft and the top of its page."""
    for draft in reversed(drafts[max(0, n - HEADER_BLOCKS) : n]):
        if draft.unit.page != drafts[n].unit.page:
            return True
        if draft.kind not in ("furniture", "heading") and draft.unit.n_words > 12:
            return False
    return n < HEADER_BLOCKS


def _unlisted(drafts: Sequence[Draft]) -> list[tuple[int, Listed]]:
    """A pack without agenda or marks: reports whose headers state different subjects, each at the top of its page."""
    found: list[tuple[int, Listed]] = []
    entries = list(fields_of(drafts, 0, len(drafts)))
    for position, entry in enumerate(entries):
        if entry.field != "subject":
            continue
        around = [
            e for e in entries[max(0, position - 6) : position + 7] if abs(e.draft - entry.draft) <= HEADER_BLOCKS
        ]
        fields = {e.field for e in around}
        if len(fields) <= FEWEST_LABELS or not fields & {"to", "from"}:
            continue
        if found and (fold(entry.value) == fold(found[-1][1].title) or entry.draft - found[-1][0] < HEADER_BLOCKS):
            continue
        begin = _header_begins(around, entry)
        number = next(
            (
                e.value.rstrip(".")
                for e in around
                if e.field == "item" and re.fullmatch(NUMBER, e.value.rstrip("."), re.IGNORECASE)
            ),
            "",
        )
        found.append((begin, Listed(number, entry.value, (entry.draft,))))
    return found if len(found) >= 2 and len({entry.title for _, entry in found}) == len(found) else []


def _header_begins(around: Sequence[Labelled], entry: Labelled) -> int:
    first = entry.draft
    for other in reversed([e for e in around if e.draft < entry.draft]):
        if first - other.draft <= 2:
            first = other.draft
    return first
