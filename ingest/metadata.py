"""Title, organisation, date and type of a document, guessed from its own first words; all of them editable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.documents import Block, DocumentType
from ingest.readers.reading import Reading
from ingest.structure import patterns
from ingest.structure.units import visible

FIRST_BLOCKS = 60  # where a paper says what it is
_MONTHS = {name.casefold(): n for n, name in enumerate(patterns.MONTHS.split("|"), 1)}
_FULL_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({patterns.MONTHS}),?\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"\b({patterns.MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? (\d{{1,2}})(?:st|nd|rd|th)?, ((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_EDITION = re.compile(r"\b(?:this edition|(?:last )?(?:updated|revised)|published on)\b", re.IGNORECASE)
_NEXT_MEETING = re.compile(r"\b(?:next|previous|last) meeting\b[^.]*$", re.IGNORECASE)
LONGEST_DATED = 200_000  # characters searched for the date of the file's name
_MONTH_DATE = re.compile(rf"\b({patterns.MONTHS}),?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
_FILE_DATE = re.compile(r"((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")
_ORGANISATION = re.compile(
    r"\b(?:(?:Assembly|Association|Federation|Union|Coalition|Alliance|Institute|Council|Society|Network) of(?: [A-Z][\w’'&-]+){1,5}"
    r"|Department (?:for|of)(?: the)?(?:(?:,| and|, and)? [A-Z][a-z’']+){1,5}|(?:[A-Z][\w’'&-]+ (?:and |of |upon |on )?){1,6}"
    r"(?:Council|Authority|Association|Commission|Committee|Trust|Inspectorate|Institute|Foundation|Agency|Ministry|University|Alliance|Partnership|COUNCIL|AUTHORITY|ASSOCIATION)\b)"
)
_KINDS_OF_BODY = frozenset(
    ["parish", "town", "city", "county", "district", "borough", "local", "member", "members", "councillor", "planning", "full", "select", "metropolitan", "and", "the"]
)  # fmt: skip
_OWNER = re.compile(
    r"(?:(?:meeting|minutes|behalf|coalition) of(?: the)?|published by|prepared (?:by|for)|report (?:by|of|to)|©|copyright)[\w\s]{0,12}$",
    re.IGNORECASE,
)
_OWN_LABEL = re.compile(
    r"(?:Name of )?(?:Organi[sz]ation|Authority|Publisher|Council)(?: name)?\s*:\s*([A-Z][^:]{3,80}?)\s*$",
    re.IGNORECASE,
)
_SPEAKING = frozenset(["heading", "paragraph"])
LONGEST_COVER_LINE = 12  # words; a longer one is a sentence and may name any body
MOST_RUNNING = 40  # different running lines looked at
_PACK = re.compile(
    r"(?:agenda(?: and (?:papers|reports?))?|public document pack|document pack|agenda pack|supplementary (?:agenda|pack)|papers)\W*",
    re.IGNORECASE,
)
_PUBLISHERS = (
    "Ofsted",
    "HM Treasury",
    "Home Office",
    "Cabinet Office",
    "NHS England",
    "Ofqual",
    "Office for National Statistics",
    "National Audit Office",
)
_GENERIC_TITLES = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|untitled|document\d*|report|agenda|minutes|contents|slide \d+|.*\.(?:docx?|pdf|indd|pptx?|rtf)|title|template|public document pack"
    r"|supplementary pack|\W*|.{0,3})", re.IGNORECASE
)  # fmt: skip
_PART_OF_NAME = re.compile(r"\b(?:the|a|an|our|this|by|from|to|for)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """`date` is ISO; a month without a day gives its first day."""

    title: str
    organisation: str | None
    date: str | None
    type: DocumentType


def guess(reading: Reading, blocks: Sequence[Block], stem: str) -> Guess:
    """What the document says it is, from its first blocks; the file's properties and name only where it says nothing."""
    first = [
        (block, visible(block.span.of(reading.text)[:3000], markup=True).lstrip("#* "))
        for block in blocks[:FIRST_BLOCKS]
    ]
    first = [(block, words) for block, words in first if words]
    opening = "\n".join(words for _, words in first)
    title = _title(first, reading.stated_title, stem)
    kind = _type(title, opening, blocks, reading)
    if kind in ("other", "board_paper") and re.search(r"\bminutes\b", re.sub(r"[\W_]+", " ", stem), re.IGNORECASE):
        kind = "minutes"
    when = _date(first, kind, stem, reading.stated_date, reading.text)
    organisation = _organisation(reading, blocks, first, title)
    return Guess(_with_kind(title, first) if kind == "agenda_pack" else title, organisation, when, kind)


def _with_kind(title: str, first: Sequence[tuple[Block, str]]) -> str:
    """A board's name says not what the paper is: "Children's Board: Agenda and papers"."""
    if re.search(r"\b(?:agenda|papers|pack|minutes)\b", title, re.IGNORECASE):
        return title
    said = [
        words.strip("*_ :")
        for block, words in first[:12]
        if block.kind in ("heading", "paragraph") and _PACK.fullmatch(words)
    ]
    return f"{title}: {max(said, key=len)}" if said else title


def _title(first: Sequence[tuple[Block, str]], stated: str | None, stem: str) -> str:
    candidates = []
    cover = next((block.page for block, _ in first), None)
    for n, (block, words) in enumerate(first[:25]):
        words = words.strip("*_ ")
        if block.kind != "heading" or not 4 <= len(words) <= 200 or _GENERIC_TITLES.fullmatch(words):
            continue
        if block.page != cover or "ocr" in block.flags:
            continue
        weight = (block.level or 9) * 10 + n
        candidates.append((weight, words))
    if len(candidates) > 1:  # whose paper it is, above its title
        candidates = [entry for entry in candidates if not _only_organisation(entry[1])] or candidates
    if candidates:
        best = min(candidates)[1]
        return _with_subtitle(best, first)
    if stated and not _GENERIC_TITLES.fullmatch(stated.strip()) and " " in stated.strip():
        return " ".join(stated.split())[:200]
    for block, words in first[:8]:
        if (
            block.page == cover
            and "ocr" not in block.flags
            and (
                block.kind in ("paragraph", "heading")
                and 8 <= len(words) <= 160
                and not words.endswith(".")
                and not patterns.DATE_LINE.fullmatch(words)
                and block.number is None
            )
        ):
            return words.strip("*_ ")
    name = re.sub(r"[\s_]+", " ", stem).strip()
    return name or "Untitled"


def _only_organisation(words: str) -> bool:
    match = _ORGANISATION.match(words)
    return match is not None and match.end() == len(words.rstrip(" :")) and not re.search(r"Committee$", words)


def _with_subtitle(title: str, first: Sequence[tuple[Block, str]]) -> str:
    """ "Omnibus" and "Wave 5 research report" are one title: a short line right after a report's first heading belongs to it."""
    for n, (_block, words) in enumerate(first[:-1]):
        if words.strip("*_ ") == title:
            following = first[n + 1][1].strip("*_ ")
            if (
                re.search(r"\b(?:report|strategy|survey|wave \d+|summary|plan|review)\b", following, re.IGNORECASE)
                and len(following) <= 60
                and not following.endswith((".", ":"))
                and not re.search(r"\b(?:report|strategy|survey|plan|review)\b", title, re.IGNORECASE)
                and first[n + 1][0].number is None
            ):
                return f"{title}: {following}"
    return title


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(n for full, n in _MONTHS.items() if full.startswith(name.casefold()[:3]))


def _dates_in(text: str) -> list[tuple[int, str]]:
    """(offset, ISO date) of the dates in a text, full ones before months alone."""
    found = []
    for match in _FULL_DATE.finditer(text):
        if made := _iso(int(match[3]), _MONTHS[match[2].casefold()], int(match[1])):
            found.append((match.start(), made))
    for match in _NUMERIC_DATE.finditer(text):
        if made := _iso(int(match[3]), int(match[2]), int(match[1])):
            found.append((match.start(), made))
    for match in _MONTH_FIRST.finditer(text):
        if made := _iso(int(match[3]), _month(match[1]), int(match[2])):
            found.append((match.start(), made))
    if not found:
        for match in _MONTH_DATE.finditer(text):
            if made := _iso(int(match[2]), _MONTHS[match[1].casefold()], 1):
                found.append((match.start(), made))
    return sorted(found)


def _date(
    first: Sequence[tuple[Block, str]], kind: DocumentType, stem: str, stated: str | None, text: str
) -> str | None:
    """The date on the cover or title block: a line that is a date, else the first date in short lines; a meeting's for minutes.

    A day in the file's name that the text has too goes before all: a file may begin with the last meeting's papers."""
    match = _FILE_DATE.search(stem)
    named = _iso(int(match[1]), int(match[2]), int(match[3])) if match else None
    if named is not None and any(made == named for _, made in _dates_in(text[:LONGEST_DATED])):
        return named
    for _, words in first[:30]:
        if patterns.DATE_LINE.fullmatch(words) or re.match(
            r"(?:date(?: of meeting| published)?|published|dated?)\s*:", words, re.IGNORECASE
        ):
            found = _dates_in(words)
            if found:
                return found[0][1]
    for _, words in first[:25]:
        edition = _EDITION.search(words)
        if edition is not None:
            found = _dates_in(words[edition.start() :])
            if found:
                return found[0][1]
    for _, words in first[:25]:
        if len(words) <= 160 or kind in ("minutes", "agenda_pack"):
            found = [entry for entry in _dates_in(words[:400]) if not _NEXT_MEETING.search(words[: entry[0]])]
            if found:
                return found[0][1]
    if named is not None:
        return named
    for _, words in first:
        found = _dates_in(words[:600])
        if found:
            return found[0][1]
    return stated


def _organisation(
    reading: Reading, blocks: Sequence[Block], first: Sequence[tuple[Block, str]], title: str
) -> str | None:
    """The body named on the cover, in the title or in the letterhead; in a sentence only where it says whose paper it is.

    Never from a row of a table, a list of people or the agenda: those name other bodies."""
    cover = "\n".join(words for _, words in first)
    for publisher in _PUBLISHERS:
        if publisher in cover[:600]:
            return publisher
    weight: dict[str, float] = {}
    for _, words in first:
        stated = _OWN_LABEL.match(words)
        if stated is not None:
            return stated[1].strip(" .")[:120]
    lines = [(words, 4.0 if n < 6 else 2.0) for n, (block, words) in enumerate(first) if block.kind in _SPEAKING]
    lines.append((title, 3.0))
    running: dict[str, None] = {}
    for block in blocks:
        if block.kind == "furniture" and block.span.end - block.span.start <= 400 and len(running) < MOST_RUNNING:
            parts = re.split(r"[\t\n|]", block.span.of(reading.text))
            running.update(dict.fromkeys(part for part in (visible(part, markup=True) for part in parts) if part))
    lines += [(words, 1.0) for words in running]
    for words, worth in lines:
        short = words.count(" ") < LONGEST_COVER_LINE
        for match in _ORGANISATION.finditer(words):
            name = _named(match.group())
            if name is None or not (short or _OWNER.search(words[: match.start()])):
                continue
            whole = len(match.group()) >= 0.9 * len(words.strip(" .:"))
            weight[name] = weight.get(name, 0.0) + (worth * 2 if whole else worth * 0.5)
    if weight:
        return max(weight, key=lambda name: weight[name])[:120]
    author = (reading.stated_author or "").strip()
    if " " in author and re.search(r"Council|Department|Association|Office|Agency|Commission|Institute", author):
        return author[:120]
    return None


def _named(found: str) -> str | None:
    """The name in a match, without what stands before it; None where only its kind is said ("Parish Council")."""
    name = re.sub(
        r"^(?:The|A|An|Our|By|From|To|At|In|Of|On|And|For|Chair|Clerk|Chair of|Minutes of|Meeting of)\s+", "", found
    )
    name = re.sub(r"^(?:.*\b(?:MINUTES|MEETING|AGENDA) OF (?:THE )?|THE )", "", name).strip(" ,")
    name = name.title().replace(" Of ", " of ").replace(" And ", " and ") if name.isupper() else name
    words = name.split()
    if len(words) < 2 or words[0] in ("This", "That", "Each", "Every", "Any", "All", "Your"):
        return None
    return None if all(word.casefold() in _KINDS_OF_BODY for word in words[:-1]) else name


def _type(title: str, opening: str, blocks: Sequence[Block], reading: Reading) -> DocumentType:
    head = f"{title}\n{opening[:3000]}"
    n_items = len({block.item.number for block in blocks if block.item is not None})
    listed = sum(block.kind == "contents" and block.item is None for block in blocks[:150])
    if (
        n_items >= 2
        or re.search(r"public document pack|agenda pack|\bdocument pack\b", head, re.IGNORECASE)
        or (
            re.search(r"^\W*agenda\b", head, re.IGNORECASE | re.MULTILINE)
            and (
                re.search(r"\bmeeting\b", head, re.IGNORECASE)
                and (
                    n_items
                    or listed
                    or re.search(r"^\s*1\.?\s+(?:welcome|apologies|introduction)", head, re.IGNORECASE | re.MULTILINE)
                )
            )
        )
    ):
        return "agenda_pack"
    outcomes = sum(block.kind in ("decision", "action") for block in blocks)
    if re.search(
        r"\bminutes of\b|^\W*(?:draft )?minutes\b|\bnotes? of (?:the )?meeting\b",
        head[:1500],
        re.IGNORECASE | re.MULTILINE,
    ) and (outcomes or re.search(r"\bpresent\b|\bapologies\b|\bin attendance\b", opening, re.IGNORECASE)):
        return "minutes"
    if re.search(
        r"written evidence|evidence submitted|select committee|call for evidence|^\W*[A-Z]{3}\d{4}\b",
        head[:1500],
        re.IGNORECASE | re.MULTILINE,
    ):
        return "evidence"
    questions = sum(block.kind == "survey_question" for block in blocks)
    if questions >= 4 or re.search(
        r"\b(?:survey|omnibus|consultation report|consultation response|poll|research report|wave \d)\b",
        title,
        re.IGNORECASE,
    ):
        return "survey_report"
    if re.search(r"^\s*Dear\b", opening, re.MULTILINE) and re.search(
        r"\bYours (?:sincerely|faithfully)\b", reading.text
    ):
        return "letter"
    if re.search(
        r"\b(?:strategy|strategic plan|action plan|improvement plan|white paper|green paper|policy paper|framework|business plan)\b",
        title,
        re.IGNORECASE,
    ):
        return "strategy"
    if re.search(
        r"(?:^|\n)\s*(?:report (?:to|of|by)|purpose of (?:the )?report|recommendations?(?:/s|\(s\))?|wards? affected|cabinet member|decision required|for (?:decision|direction|information))\b",
        opening,
        re.IGNORECASE,
    ):
        return "board_paper"
    return "other"
