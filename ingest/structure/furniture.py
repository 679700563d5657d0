"""Which units are page furniture: running headers and footers, page numbers, letterheads, rules.

A numbered paragraph or heading is never furniture, however alike the first lines of pages are: only a line that is the
same on several pages up to its page number is, and one that begins with a printed number and words only where it is set
in small print. The lines that head a report ("To:", "Date:", "Subject:") are none either.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.structure import patterns
from ingest.structure.numbering import printed_number
from ingest.structure.report_headers import report_label
from ingest.structure.sizes import body_size
from ingest.structure.units import Unit

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_LAST_WORD = re.compile(r"\S+$")
REPEATS = 3  # pages on which a line must stand to be a running one; a two-page paper has too few to tell
SMALLER = 0.95  # letters of a running line that bears a number, against the body's
LONGEST_RUNNING_LINE = 30  # words
LONGEST_COUNTED_LINE = 12  # words of a running line that only its page number tells


def furniture(units: Sequence[Unit]) -> list[bool]:
    """For each unit whether it is furniture."""
    found = [unit.kind == "furniture" or (not _LETTER.search(unit.text) and _wordless(unit)) for unit in units]
    paged = any(unit.edge for unit in units)
    if paged:
        _running_lines(units, found)
    _repeated_letterheads(units, found, paged)
    return found


def _wordless(unit: Unit) -> bool:
    """Rules, blank stretches and page numbers; a row of figures, or one of dashes in a printed table, is not."""
    if unit.kind == "table_row" or unit.cells:
        if unit.kind == "table_row" and unit.boxes and unit.text:
            return False
        return not any(character.isalnum() for character in unit.text)
    return not any(character.isalnum() for character in unit.text) or bool(
        unit.edge and patterns.PAGE_NUMBER.fullmatch(unit.text)
    )


def _key(text: str) -> str:
    return _DIGITS.sub("#", text.casefold()).strip()


def numbered_paragraph(text: str) -> bool:
    """Whether the line begins with a printed number and goes on with words; "Page 3 of 9" and "3 | Report" do not."""
    printed = printed_number(text)
    return printed is not None and bool(_LETTER.search(text[printed.length :]))


def _running_lines(units: Sequence[Unit], found: list[bool]) -> None:
    """Lines in the top or foot of pages that are the same on several, up to digits that count the pages."""
    n_pages = len({unit.page for unit in units if unit.page is not None})
    need = max(2, min(REPEATS, n_pages)) if n_pages <= REPEATS else REPEATS
    pages: dict[tuple[int, str], set[int]] = defaultdict(set)
    exact: dict[tuple[int, str], set[str]] = defaultdict(set)
    for unit in units:
        if unit.edge and unit.page is not None and unit.n_words <= LONGEST_RUNNING_LINE:
            pages[unit.edge, _key(unit.text)].add(unit.page)
            exact[unit.edge, _key(unit.text)].add(unit.text.casefold())
    running = {
        key: len(texts) == 1 or _counts_pages(texts, len(pages[key]))
        for key, texts in exact.items()
        if len(pages[key]) >= need
    }
    shared = _shared_ends(units, need)
    counted = _counted_pages(units)
    size = body_size(units)
    headers = _report_headers(units)
    for n, unit in enumerate(units):
        if not unit.edge or unit.page is None or found[n] or unit.n_words > LONGEST_RUNNING_LINE:
            continue
        if n in headers:
            continue
        if patterns.PAGE_NUMBER.fullmatch(unit.text) or shared & _ends(unit) or n in counted:
            found[n] = True
            continue
        key = (unit.edge, _key(unit.text))
        if not running.get(key):
            continue
        if numbered_paragraph(unit.text) and not _small_print(unit, size):
            continue
        found[n] = True


def _small_print(unit: Unit, size: float | None) -> bool:
    """Whether a line is set smaller than the body: "2 Our method" above each page of a chapter, not the heading itself."""
    return size is not None and unit.size is not None and unit.size < SMALLER * size and not unit.bold


def _report_headers(units: Sequence[Unit]) -> set[int]:
    """Places of the lines that head a report ("To: ...", "Subject: ..."): lines of different labels beside each other."""
    found: set[int] = set()
    before: tuple[int, str] | None = None
    for n, unit in enumerate(units):
        label = report_label(unit.text) if unit.edge >= 0 else None
        if label is None:
            before = None if unit.text else before
            continue
        if before is not None and before[1] != label and units[before[0]].page == unit.page:
            found |= {before[0], n}
        before = n, label
    return found


def _ends(unit: Unit) -> set[tuple[int, int, str]]:
    """The first and the last part of a line at the edge of a page that has two or three: (edge, which end, words)."""
    cells = [cell.strip() for cell in unit.cells if cell.strip()]
    if not unit.edge or not 2 <= len(cells) <= 3 or numbered_paragraph(unit.text):
        return set()
    return {
        (unit.edge, side, words.casefold())
        for side, words in ((0, cells[0]), (-1, cells[-1]))
        if len(_LETTER.findall(words)) >= 4
    }


def _shared_ends(units: Sequence[Unit], need: int) -> set[tuple[int, int, str]]:
    """Ends that stand on so many pages: "Some Council | Item 3" and "Some Council | Item 4" are one running line."""
    pages: dict[tuple[int, int, str], set[int]] = defaultdict(set)
    for unit in units:
        for end in _ends(unit):
            if unit.page is not None:
                pages[end].add(unit.page)
    return {end for end, where in pages.items() if len(where) >= max(need, REPEATS)}


def _counted_pages(units: Sequence[Unit]) -> set[int]:
    """Places of the lines at an edge with the number of their page beside other words ("The quays | 7"), whose words
    change from chapter to chapter: the numbers of several pages go up as their pages do."""
    steps: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)  # edge and number less page: page, place
    for n, unit in enumerate(units):
        if not unit.edge or unit.page is None or unit.n_words > LONGEST_COUNTED_LINE:
            continue
        cells = [cell.strip() for cell in unit.cells if cell.strip()]
        last = _LAST_WORD.search(unit.text)
        ends = {cells[0], cells[-1]} if 2 <= len(cells) <= 3 else {last[0]} if last is not None else set()
        for end in ends:
            if end.isdecimal() and len(end) <= 4:
                steps[unit.edge, int(end) - unit.page].append((unit.page, n))
    return {n for places in steps.values() if len({page for page, _ in places}) >= REPEATS for _, n in places}


def _counts_pages(texts: set[str], n_pages: int) -> bool:
    """Whether lines that differ only in digits differ as page numbers do: in one number, at an end of the line."""
    if not any(map(str.isalpha, next(iter(texts)))):
        return False
    numbers = [tuple(_DIGITS.findall(text)) for text in texts]
    if len({len(row) for row in numbers}) != 1:
        return False
    changing = [n for n in range(len(numbers[0])) if len({row[n] for row in numbers}) > 1]
    if len(changing) != 1 or len(texts) < n_pages * 0.5:
        return False
    n = changing[0]
    at_end = all(re.search(r"\d+\W*(?:of \d+)?\W*$", text) for text in texts) and n == len(numbers[0]) - 1
    at_start = n == 0 and all(re.match(r"\W*(?:page\s+)?\d+", text) for text in texts)
    before_of = all(re.search(r"\d+\s*(?:of|/)\s*\d+", text) for text in texts)
    return at_end or at_start or before_of


def _repeated_letterheads(units: Sequence[Unit], found: list[bool], paged: bool) -> None:
    """Letterhead lines: addresses that stand alone, and label or contact lines that come back unchanged."""
    count = Counter(unit.text.casefold() for unit in units if unit.text and unit.kind not in ("table_row", "heading"))
    for n, unit in enumerate(units):
        if found[n] or unit.kind in ("table_row", "heading", "list_item") or unit.cells or unit.bullet or not unit.text:
            continue
        text = unit.text
        if (
            patterns.BASE.match(text)
            or patterns.SURVEY_QUESTION.match(text)
            or patterns.CAPTION.match(text)
            or numbered_paragraph(text)
        ):
            continue
        times = count[text.casefold()]
        if unit.n_words > 60:
            continue
        marks = _letterhead_marks(text)
        sentence = text.rstrip("*_ ").endswith((".", "?", "!")) and unit.n_words > 8 and marks < 2
        if sentence:
            continue
        address = (
            re.search(patterns.POSTCODE.pattern + r"\s*$", text) is not None
            and unit.n_words <= 16
            and text.count(",") >= 2
        )
        labels = len(re.findall(r"[A-Z][\w ]{2,24}:\s", text + " "))
        if (
            (address and ":" not in text and not any(character in text for character in "?!"))
            or (marks >= 3 and patterns.REGISTRATION.search(text))
            or (times >= 2 and (marks >= 2 or (marks and patterns.REGISTRATION.search(text)) or labels >= 2))
        ):
            found[n] = True
        elif times >= REPEATS and labels == 1 and patterns.LABEL_VALUE.match(text) and not paged and unit.n_words <= 12:
            found[n] = not patterns.CONTACT_LABEL.match(text)
        elif times >= 2 and marks == 0 and _letterhead_neighbour(units, found, n):
            found[n] = True
    _same_labels(units, found)


def _letterhead_marks(text: str) -> int:
    """How many of postcode, address on the web, telephone, registration and e-mail a line has."""
    lower = text.casefold()
    marks = int("@" in text and bool(patterns.EMAIL.search(text)))
    marks += bool(("www." in lower or "://" in lower) and patterns.URL.search(text))
    if _DIGITS.search(text):
        marks += bool(patterns.POSTCODE.search(text)) + bool(patterns.PHONE.search(text))
    if any(word in lower for word in ("company", "charity", "regist", "vat")):
        marks += bool(patterns.REGISTRATION.search(text))
    return marks


def _same_labels(units: Sequence[Unit], found: list[bool]) -> None:
    """A title block's other lines: "Date: ..." right after a furniture line, where "Date:" was furniture elsewhere."""
    labels = {
        unit.text.split(":")[0].casefold()
        for n, unit in enumerate(units)
        if found[n] and patterns.LABEL_VALUE.match(unit.text)
    }
    for n, unit in enumerate(units):
        if (
            n
            and found[n - 1]
            and not found[n]
            and unit.kind is None
            and unit.n_words <= 12
            and patterns.LABEL_VALUE.match(unit.text)
        ):
            found[n] = unit.text.split(":")[0].casefold() in labels


def _letterhead_neighbour(units: Sequence[Unit], found: list[bool], n: int) -> bool:
    """Whether a repeated line stands right beside a letterhead line that is furniture already."""
    return (
        n > 0
        and found[n - 1]
        and bool(patterns.POSTCODE.search(units[n - 1].text) or patterns.REGISTRATION.search(units[n - 1].text))
    )
