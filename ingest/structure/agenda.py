"""The agenda of a meeting: its rows, each an item's printed number and title, in rising order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.structure import patterns
from ingest.structure.draft import Draft
from ingest.structure.report_headers import opens_report

NUMBER = r"(?:[A-Z]\.?\d{1,3}[a-z]?|\d{1,4}/\d{1,4}(?:\.\d{1,2})?|\d{1,2}\.\d{2}\.\d{2}|\d{1,3}(?:\.\d{1,2})?(?:[a-z]|\([a-z]{1,3}\))?)"
_ROW = re.compile(rf"\s*(?:(?:agenda\s+)?item\s+)?(?P<number>{NUMBER})[.):]?\s+(?P<title>\S.*?)\s*$", re.IGNORECASE)
_INNER = re.compile(  # a row within a unit: its number is marked as one by "Item", a letter, a stroke or a stop
    rf"(?<=\s)(?:item\s+(?P<number>{NUMBER})[.):]?|(?P<b>[A-Z]\d{{1,2}}|\d{{1,4}}/\d{{1,4}})|(?P<c>\d{{1,2}})\.)\s+(?=[A-Z0-9“\"‘'])",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?:item\s+)?(?P<number>{NUMBER})[.):]?", re.IGNORECASE)
_PAGES = re.compile(
    r"(?:\s*[\[(]\s*(?:pages?|pp?\.)\s*\d{1,4}(?:\s*(?:[-–—,&]|to|and)\s*\d{1,4})*\s*[\])].*|\s+(?:pages?|pp?\.)\s*\d{1,4}(?:\s*[-–—]\s*\d{1,4})?\s*)$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s+\(?(?:\d{1,3}|1\d{3})\s*[-–—]\s*\d{1,4}\)?\s*$")
_LED = re.compile(r"(?:\s*[.…_·]{2,}\s*|\t\s*|\s{2,})\d{1,4}\s*$")
_ENDS_IN_PAGE = re.compile(r"\s+(?P<page>\d{1,4})\s*$")
_YEARS = re.compile(r"\s(?:19|20)\d\d\s*[-–—]\s*(?:(?:19|20)\d\d|\d\d)\s*$")
_WHAT_FOR = re.compile(  # what the meeting is asked to do stands after the title
    r"(?<=\S)\s+(?:To (?:receive|consider|approve|note|agree|confirm|review|discuss|report|resolve|elect|appoint|sign|adopt|hear|ask|be|allow|invite|seek)\b"
    r"|The (?:Committee|Board|Cabinet|Council|Panel|report)\b|Reports? (?:of|by|from)\b|Members are\b|Contact(?: officer)?\s*:|Lead(?: officer)?\s*:|Presented by\b|Verbal (?:update|report) (?:by|from)\b)"
)
_TIME = re.compile(
    r"(?:\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)(?:\s*[-–—]\s*\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?)?(?=\s|$)\s*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]{3}")
FEWEST_ITEMS = 3
LONGEST_TITLE = 40  # words
LONGEST_SKIP = 400  # words of notes between two rows: what the law says of interests, of the press and the public
LONGEST_SKIP_AFTER_LIST = 150  # the same where the notes hold a list of their own
LONGEST_STEP = 3  # numbers may be left out: an item withdrawn
MOST_TRIED = 8  # lines that say "agenda"


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as the agenda names it. rows: indices of the drafts that name it; paged: a page number stands beside it."""

    number: str
    title: str
    rows: tuple[int, ...]
    paged: bool = False


def list_agenda(drafts: Sequence[Draft]) -> list[Listed]:
    """The rows of the agenda, under a line that says agenda or, without one, all with the pages of their reports."""
    for begin in _headings(drafts):
        found = _rows(drafts, begin + 1)
        if len(found) >= FEWEST_ITEMS:
            return _without_pages(found)
    paged = [n for n, draft in enumerate(drafts[:400]) if _paged(draft.text) and _row(drafts, n) is not None]
    if len(paged) >= FEWEST_ITEMS:
        found = _rows(drafts, paged[0])
        if sum(entry.paged for entry in found) >= FEWEST_ITEMS:
            return _without_pages(found)
    return []


def _paged(text: str) -> bool:
    lower = text.casefold()
    return ("page" in lower or "p." in lower) and _PAGES.search(text) is not None


def _headings(drafts: Sequence[Draft]) -> Iterator[int]:
    tried = 0
    for n, draft in enumerate(drafts):
        if tried == MOST_TRIED:
            return
        if draft.kind not in ("heading", "paragraph", "contents") or draft.unit.n_words > 12:
            continue
        words = draft.text.strip(" :*")
        if (
            patterns.AGENDA_HEADING.fullmatch(words)
            or words.casefold().endswith(" agenda")
            or re.match(r"agenda\b(?!\s+(?:item|no|pack))", words, re.IGNORECASE)
        ) and draft.printed is None:
            tried += 1
            yield n


def _rows(drafts: Sequence[Draft], begin: int) -> list[Listed]:
    found: list[Listed] = []
    skipped, lower = 0, False
    taken = -1
    for n in range(begin, min(len(drafts), begin + 800)):
        draft = drafts[n]
        if draft.kind == "furniture" or n <= taken:
            continue
        if len(found) >= FEWEST_ITEMS and opens_report(drafts, n):
            break
        row = _row(drafts, n)
        if row is not None and (not found or comes_next(found[-1].number, row.number)):
            found += _run_together(draft, row)
            taken = row.rows[-1]
            skipped, lower = 0, False
            continue
        if row is not None and order(row.number) <= order(found[-1].number):
            lower = True
            if len(found) < FEWEST_ITEMS:
                found, taken = [row], row.rows[-1]
                continue
        if (
            len(found) >= FEWEST_ITEMS
            and draft.kind == "heading"
            and any(draft.rest.casefold().strip(" .") == entry.title.casefold() for entry in found)
        ):
            break
        if draft.kind != "contact":
            skipped += draft.unit.n_words
        if found and skipped > (LONGEST_SKIP_AFTER_LIST if lower else LONGEST_SKIP):
            break
    return found


def _row(drafts: Sequence[Draft], n: int) -> Listed | None:
    draft = drafts[n]
    cells = [cell.strip() for cell in draft.unit.cells if cell.strip()]
    if len(cells) >= 2 and (match := _NUMBER.fullmatch(cells[0])):
        for k, cell in enumerate(cells[1:], 1):
            if _WORD.search(_untimed(cell)):
                title, paged = _title(_untimed(cell))
                later = any(
                    re.fullmatch(r"(?:pages?\s*)?\(?\d{1,4}(?:\s*[-–—]\s*\d{1,4})?\)?", c, re.I) for c in cells[k + 1 :]
                )
                return Listed(match["number"], title, (n,), paged or later) if title else None
        return None
    text = draft.text if not draft.unit.label else f"{draft.unit.label} {draft.text}"
    match = _ROW.match(text)
    if match is not None:
        if draft.unit.kind != "heading" and draft.printed is None and not cells and not draft.unit.label:
            if match["title"][:1].islower():
                return None
        title, paged = _title(_untimed(match["title"]))
        return Listed(match["number"], title, (n,), paged) if title else None
    alone = _NUMBER.fullmatch(text.strip())
    if alone is not None and (draft.printed is not None or draft.kind != "table_row"):
        for k in range(n + 1, min(n + 3, len(drafts))):
            if drafts[k].kind != "furniture":
                if _ROW.match(drafts[k].text) is None and _WORD.search(drafts[k].text):
                    title, paged = _title(_untimed(drafts[k].text))
                    return Listed(alone["number"], title, (n, k), paged) if title else None
                return None
    return None


def _run_together(draft: Draft, first: Listed) -> list[Listed]:
    """The rows of a unit whose lines run together: "A1 Introduction A2 Apologies A3 Minutes (Pages 1 - 4)"."""
    if draft.unit.cells or draft.unit.n_words < 4:
        return [first]
    text = draft.text if not draft.unit.label else f"{draft.unit.label} {draft.text}"
    numbers = [first.number]
    cuts = [0]
    for match in _INNER.finditer(text, 1):
        number = match["number"] or match["b"] or match["c"]
        if comes_next(numbers[-1], number):
            numbers.append(number)
            cuts.append(match.start())
    if len(cuts) == 1:
        return [first]
    found = []
    for number, start, end in zip(numbers, cuts, [*cuts[1:], len(text)]):
        row = _ROW.match(text[start:end])
        title, paged = _title(_untimed(row["title"])) if row is not None else ("", False)
        if title:
            found.append(Listed(number, title, first.rows, paged))
    return found or [first]


def _title(words: str) -> tuple[str, bool]:
    """The title without the pages, the request to the meeting and the leaders; and whether pages stood there."""
    bare = _PAGES.sub("", words)
    if bare == words and not _YEARS.search(words):
        bare = _RANGE.sub("", words)
    if bare == words:
        bare = _LED.sub("", words)
    paged = bare != words
    asked = _WHAT_FOR.search(bare)
    if asked is not None and _WORD.search(bare[: asked.start()]):
        bare = bare[: asked.start()]
    bare = re.sub(r"[\s.…_·*:;–—-]+$", "", bare)
    if len(bare.split()) > LONGEST_TITLE or not _WORD.search(bare):
        return "", paged
    return bare, paged


def _without_pages(found: Sequence[Listed]) -> list[Listed]:
    """The page numbers that end the titles taken off, where most titles end in one and they never fall."""
    pages = [match["page"] for entry in found if (match := _ENDS_IN_PAGE.search(entry.title))]
    values = [int(page) for page in pages]
    if len(pages) * 2 < len(found) or values != sorted(values) or len(set(values)) < 2:
        return list(found)
    return [
        replace(entry, title=re.sub(r"[\s.…_·-]+$", "", entry.title[: match.start()]), paged=True)
        if (match := _ENDS_IN_PAGE.search(entry.title)) and _WORD.search(entry.title[: match.start()])
        else entry
        for entry in found
    ]


def _untimed(title: str) -> str:
    match = _TIME.match(title)
    return title[match.end() :] if match is not None else title


def order(number: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which items are in the order of the agenda: 7 < 7a < 7(b) < 8, A9 < B1, 23/045 < 23/046."""
    parts = re.findall(r"\d+|[a-z]+", number.casefold())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def comes_next(earlier: str, later: str) -> bool:
    """Whether an agenda that has just printed `earlier` may print `later` next."""
    a, b = order(earlier), order(later)
    if b <= a:
        return False
    if b[: len(a)] == a:
        return len(b) == len(a) + 1 and b[-1][1:] in ((1, ""), (0, "a"), (0, "i"))
    k = next(n for n, (one, other) in enumerate(zip(a, b)) if one != other)
    one, other = a[k], b[k]
    if one[0] != other[0]:
        return False
    step = other[1] - one[1] if not one[0] else _letters(other[2]) - _letters(one[2])
    return 0 < step <= LONGEST_STEP and (len(b) == k + 1 or b[k + 1 :] == a[k + 1 :] or b[k + 1][1] <= 1)


def _letters(word: str) -> int:
    return ord(word[-1]) if word else 0
