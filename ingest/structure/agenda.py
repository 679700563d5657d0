"""Agenda packs: the items that the agenda lists, and the report of each, found where its title stands as a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from core.documents import AgendaItem
from core.text import fold
from ingest.structure import patterns
from ingest.structure.draft import Draft

_ROW = re.compile(
    r"\s*(?P<number>[A-Z]?\d{1,3}(?:\.\d{1,2})?)[.):]?\s+(?P<title>\S.*?)(?:\s+(?:\(?(?:pages?|pp?\.?)\s*)?(?P<pages>\d{1,4}(?:\s*[-–—]\s*\d{1,4})?)\)?)?\s*$",
    re.IGNORECASE,
)
_OFFICER = re.compile(
    r"(?:contact officer|report author|lead officer|author|report by|report of|from|officer)\s*:\s*(?P<name>.{3,120})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[A-Z]?\d{1,3}(?:\.\d{1,2})?[.):]?", re.IGNORECASE)
_TIME = re.compile(
    r"(?:\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)(?:\s*[-–—]\s*\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?)?(?=\s|$)\s*",
    re.IGNORECASE,
)
_OFFICER_LABEL = re.compile(
    r"(?:contact officer|report author|lead officer|author|report (?:by|of)|from|officer|presented by)\s*:?",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{patterns.MONTHS})\s+\d{{4}}", re.IGNORECASE)
_DATE = re.compile(
    rf"(?:date(?: of meeting)?\s*:\s*|\bto\b.{{0,80}}[–-]\s*)(?P<date>.{{0,12}}?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{patterns.MONTHS})\s+\d{{4}})",
    re.IGNORECASE,
)
SAME_TITLE = 86.0  # rapidfuzz ratio out of 100 at which a heading is an agenda title, allowing for small rewording
HEADER_BLOCKS = 8  # "Meeting:", "Date:" and the like before a report's title belong to the report
FEWEST_ITEMS = 3
MOST_MATCHES = 600  # headings that bear an item's title; more are no pack's


@dataclass(frozen=True, slots=True)
class Listed:
    number: str
    title: str
    row: int


def agenda_items(drafts: Sequence[Draft], listed: Sequence[Listed]) -> None:
    """Sets `item` on every draft that stands inside a report of the pack; outside them it stays None."""
    if len(listed) < FEWEST_ITEMS:
        return
    starts = _starts(drafts, listed)
    if len(starts) < 2:
        return
    for position, (begin, entry) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(drafts)
        item = AgendaItem(entry.number, entry.title, *_date_and_officer(drafts[begin:end]))
        for draft in drafts[begin:end]:
            draft.item = item


def list_agenda(drafts: Sequence[Draft]) -> list[Listed]:
    """The rows of the agenda (number and title, in rising order, under a heading that says agenda), which become contents."""
    inside = False
    found: list[Listed] = []
    for n, draft in enumerate(drafts):
        if (
            draft.kind == "heading"
            and not draft.unit.cells
            and not (found and draft.unit.kind is None and _next_row(draft, found))
        ):
            words = draft.text.strip(" :")
            if patterns.AGENDA_HEADING.fullmatch(words) or words.casefold().endswith(" agenda"):
                inside, found = (True, []) if len(found) < FEWEST_ITEMS else (inside, found)
                continue
            if inside and len(found) >= FEWEST_ITEMS and draft.opens_section and draft.printed is None:
                break
        if not inside:
            inside = draft.kind == "paragraph" and patterns.AGENDA_HEADING.fullmatch(draft.text) is not None
            continue
        if draft.kind in ("furniture", "contact"):
            continue
        row = _row(draft)
        if row is None:
            if found and draft.unit.n_words > 60:
                break
            continue
        number, title = row
        if found and _value(number) <= _value(found[-1].number):
            if len(found) >= FEWEST_ITEMS:
                break
            found = []
        found.append(Listed(number, title, n))
    if len(found) < FEWEST_ITEMS:
        return []
    for entry in found:
        drafts[entry.row].kind, drafts[entry.row].printed = "contents", None
    return found


def _next_row(draft: Draft, found: Sequence[Listed]) -> bool:
    row = _row(draft)
    return (
        row is not None and row[0].isdigit() and found[-1].number.isdigit() and int(row[0]) == int(found[-1].number) + 1
    )


def _row(draft: Draft) -> tuple[str, str] | None:
    row = _row_of_cells([cell.strip() for cell in draft.unit.cells if cell.strip()])
    if row is not None:
        return row
    text = draft.text if not draft.unit.label else f"{draft.unit.label} {draft.text}"
    match = _ROW.match(text)
    if match is None or len(match["title"].split()) > 40:
        return None
    title = _untimed(re.sub(r"[\s.…_-]+$", "", match["title"]))
    return (match["number"], title) if re.search(r"[A-Za-z]{3}", title) else None


def _row_of_cells(cells: Sequence[str]) -> tuple[str, str] | None:
    """Number and title of a row of an agenda in a table: the title is the first cell with words, less the time before it."""
    if len(cells) < 2 or _NUMBER.fullmatch(cells[0]) is None:
        return None
    for cell in cells[1:]:
        title = re.sub(r"[\s.…_-]+$", "", _untimed(cell))
        if re.search(r"[A-Za-z]{3}", title):
            return (cells[0].rstrip(".):"), title) if len(title.split()) <= 40 else None
    return None


def _untimed(title: str) -> str:
    match = _TIME.match(title)
    return title[match.end() :] if match is not None else title


def _value(number: str) -> tuple[str, float]:
    letters = re.sub(r"[\d.]", "", number)
    digits = re.sub(r"[^\d.]", "", number)
    return letters, float(digits) if digits.count(".") < 2 else 0.0


def _starts(drafts: Sequence[Draft], listed: Sequence[Listed]) -> list[tuple[int, Listed]]:
    """(index of the first draft of the report, item), in order; items whose report is not found are left out."""
    begin = max(entry.row for entry in listed) + 1
    titles = [fold(entry.title).strip(" .*") for entry in listed]
    matches = []
    for n in range(begin, len(drafts)):
        if drafts[n].kind == "heading":
            words, whole = fold(drafts[n].rest).strip(" .*"), fold(drafts[n].text)
            matches += [(n, k) for k, title in enumerate(titles) if _same(words, title, whole)]
    return [(_with_header(drafts, n, begin), listed[k]) for n, k in _longest_in_order(matches[:MOST_MATCHES])]


def _longest_in_order(matches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many (heading, item) pairs as can follow each other in both orders, each as early as it can be.

    An item of the last meeting's minutes that has the title of a later item of the agenda so opens no report."""
    follow = [1] * len(matches)
    for i in range(len(matches) - 1, -1, -1):
        later = (
            follow[j]
            for j in range(i + 1, len(matches))
            if matches[j][0] > matches[i][0] and matches[j][1] > matches[i][1]
        )
        follow[i] = 1 + max(later, default=0)
    chosen: list[tuple[int, int]] = []
    left = max(follow, default=0)
    for match, length in zip(matches, follow):
        if length == left and (not chosen or (match[0] > chosen[-1][0] and match[1] > chosen[-1][1])):
            chosen.append(match)
            left -= 1
    return chosen


def _same(words: str, title: str, whole: str) -> bool:
    if len(words) >= 6 and (fuzz.ratio(words, title) >= SAME_TITLE or (len(title) > 12 and words.startswith(title))):
        return True
    if re.search(r"\b(?:minutes|notes?)\b.*\b(?:previous|last|meeting)", title):
        return patterns.MINUTES_TITLE.match(whole) is not None
    return (
        len(words) > 12
        and (title.startswith(words + " ") or fuzz.partial_ratio(words, title) >= 95)
        and len(words) > 0.5 * len(title)
    )


def _with_header(drafts: Sequence[Draft], n: int, lowest: int) -> int:
    """The first of the "Meeting:", "Date:" and like lines that stand right before a report's title."""
    first = n
    for k in range(n - 1, max(lowest, n - HEADER_BLOCKS) - 1, -1):
        draft = drafts[k]
        if (
            draft.kind == "furniture"
            or (patterns.LABEL_VALUE.match(draft.text) and draft.unit.n_words <= 20)
            or patterns.DATE_LINE.fullmatch(draft.text)
        ):
            if patterns.LABEL_VALUE.match(draft.text) or patterns.DATE_LINE.fullmatch(draft.text):
                first = k
        else:
            break
    return first


def _date_and_officer(drafts: Sequence[Draft]) -> tuple[str | None, str | None]:
    date = officer = None
    for draft in drafts[:40]:
        cells = [cell.strip() for cell in draft.unit.cells if cell.strip()]
        if len(cells) == 2:
            if (
                date is None
                and re.fullmatch(r"date(?: of meeting)?\s*:?", cells[0], re.IGNORECASE)
                and _WHEN.search(cells[1])
            ):
                date = cells[1]
            elif officer is None and _OFFICER_LABEL.fullmatch(cells[0]) and len(cells[1]) <= 120:
                officer = cells[1]
        if date is None and (match := _DATE.search(draft.text)):
            date = match["date"].strip(" ,")
        if officer is None and (match := _OFFICER.match(draft.text)):
            officer = match["name"].strip(" .,")
    return date, officer
