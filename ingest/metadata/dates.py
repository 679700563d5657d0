"""The date of a paper: of the meeting for minutes, packs and board papers, of publication for the rest; and how much of it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.documents import DatePrecision, DocumentType
from ingest.metadata.opening import Line, Opening, where
from ingest.structure import patterns

LONGEST_DATED = 200_000  # characters searched for the date of the file's name
OF_MEETINGS: frozenset[DocumentType] = frozenset(["minutes", "agenda_pack", "board_paper"])
_MONTHS = {name.casefold(): n for n, name in enumerate(patterns.MONTHS.split("|"), 1)}
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_NAME = rf"(?P<month>{patterns.MONTHS}|{_SHORT})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?(?:\s+day)?(?:\s+|-)(?:of\s+)?{_NAME},?(?:\s+|-){_YEAR}\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"\b{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", re.IGNORECASE)
_NUMERIC = re.compile(
    r"\b(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)\b(?![/.]\d)"
)
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_MONTH_ONLY = re.compile(rf"(?<!\d\s)\b(?P<month>{patterns.MONTHS}),?\s+{_YEAR}\b", re.IGNORECASE)
_SEASON = re.compile(rf"\b(?P<season>Spring|Summer|Autumn|Winter),?\s+{_YEAR}\b(?!\s*[-–/]\s*\d)", re.IGNORECASE)
_YEAR_LINE = re.compile(
    r"(?:©|copyright|\(c\)|published|issued)[^.]{0,80}?\b(?P<year>(?:19|20)\d\d)\b|(?P<alone>(?:19|20)\d\d)$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^.]{0,80}?\b((?:19|20)\d\d)\b", re.IGNORECASE)
_FILE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")
_FILE_DAY_FIRST = re.compile(r"(?<!\d)([0-2]?\d|3[01])[-_. ](0?[1-9]|1[0-2])[-_. ]((?:19|20)\d\d)(?!\d)")
_OTHER = re.compile(  # a date after these words is another's
    r"(?:\b(?:(?:next|previous|last|future|following|earlier) (?:meeting|review|report|edition)s?|(?:to be )?review(?:ed)?(?: date| due| by)?|clos(?:es|ed|ing)(?: date)?|deadlines?"
    r"|expir\w+|implement\w*|ending|ended|as at|as of|minutes of (?:the )?.{0,80}?(?:held|dated)(?: on)?|effective)\b[^.;\n]{0,40}"
    r"|\b(?:by|until|since|before|from|between|after|to|and|due)\s+(?:the\s+)?(?:end of\s+)?(?:\w+day,?\s+)?)$",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:this edition|(?:last )?(?:updated|revised)|published(?: on)?|publication date|issued)\b", re.IGNORECASE
)
_HELD = re.compile(
    r"\b(?:held|meeting|meets|convened|will be|took place|sitting)\b(?:[^.;\n]|\.(?=\d)){0,90}$", re.IGNORECASE
)
_TIME = r"(?:\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\.?)?|noon|midday)"
_TIMES = re.compile(rf",?\s+(?:at\s+|from\s+)?{_TIME}(?:\s*(?:to|until|-|–)\s*{_TIME})?\s*$", re.IGNORECASE)
_OTHER_MINUTES = re.compile(
    r"^\W*(?:item\s*)?\d*[.)]?\s*(?:\d{1,2}[.:]\d\d\s*)?(?:draft |previous )*minutes\b", re.IGNORECASE
)
_FIRST_LINES = 30
LAST_LABEL = 45  # line; a field further on is about something else


@dataclass(frozen=True, slots=True)
class Dated:
    """`day` is ISO; a month alone gives its first day, and `precision` says so."""

    day: str
    precision: DatePrecision
    found: str = ""


def dates_in(text: str) -> list[tuple[int, Dated]]:
    """(offset, date) of the dates in a text, in order; months alone only where there is no day, years not at all."""
    found: dict[int, Dated] = {}
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _NUMERIC, _ISO):
        for match in pattern.finditer(text):
            made = _day(match)
            if made is not None:
                found.setdefault(match.start(), made)
    if not found:
        for match in _MONTH_ONLY.finditer(text):
            found[match.start()] = Dated(f"{match['year']}-{_month(match['month']):02d}-01", "month")
    return sorted(found.items())


def _day(match: re.Match[str]) -> Dated | None:
    written = match["month"]
    year = int(match["year"])
    try:
        made = date(
            year if year > 99 else 2000 + year,
            int(written) if written.isdigit() else _month(written),
            int(match["day"]),
        )
    except ValueError:
        return None
    return Dated(made.isoformat(), "day")


def _month(name: str) -> int:
    return next(n for full, n in _MONTHS.items() if full.startswith(name.casefold()[:3]))


def date_of(
    opened: Opening, kind: DocumentType, title: str, stem: str, stated: str | None, web: bool, text: str
) -> Dated | None:
    """The date of the document, with how it was found.

    A day in the file's name that the text has too goes before all: a file may begin with the last meeting's papers."""
    named = _in_name(stem)
    if named is not None and any(made.day == named.day for _, made in dates_in(text[:LONGEST_DATED])):
        return Dated(named.day, "day", "file name, and in the text")
    for find in (_from_label, _from_line):
        made = find(opened, kind)
        if made is not None:
            return made
    if web and stated is not None:
        return Dated(stated, "day", "meta tag")
    return (
        _in_words(opened.lines[:25], kind)
        or _at_the_end(opened, kind)
        or named
        or _later(opened, kind)
        or _season_or_year(opened, title)
        or (Dated(stated, "day", "file properties") if stated is not None else None)
    )


def _in_name(stem: str) -> Dated | None:
    for pattern, order in ((_FILE_DAY, (1, 2, 3)), (_FILE_DAY_FIRST, (3, 2, 1))):
        match = pattern.search(stem)
        if match is not None:
            try:
                return Dated(date(*(int(match[n]) for n in order)).isoformat(), "day", "file name")
            except ValueError:
                continue
    words = re.sub(r"[_\W]+", " ", stem)
    written = [made for _, made in dates_in(words)]
    return Dated(written[0].day, written[0].precision, "file name") if written else None


def _from_label(opened: Opening, kind: DocumentType) -> Dated | None:
    labels = [*opened.labelled("meeting date"), *opened.labelled("date")]
    if kind not in OF_MEETINGS:
        labels.reverse()
    for label in labels:
        if label.line >= LAST_LABEL:
            continue
        found = [made for at, made in dates_in(label.value) if at < 60]
        if found:
            return Dated(found[0].day, found[0].precision, f"words {label.written!r}{where(label.page)}")
    return None


def _from_line(opened: Opening, kind: DocumentType) -> Dated | None:
    """A line that is a date and nothing else; on a cover that says "this edition", the date after it."""
    if kind not in OF_MEETINGS:
        for line in opened.lines[:25]:
            again = list(_AGAIN.finditer(line.text))
            if again and (found := dates_in(line.text[again[-1].start() :])):
                return Dated(found[0][1].day, found[0][1].precision, f"words {again[-1].group()!r}{where(line.page)}")
    for line in opened.lines[:_FIRST_LINES]:
        bare = _TIMES.sub("", line.text)
        if patterns.DATE_LINE.fullmatch(line.text) or (bare.count(" ") < 5 and _only_a_date(bare)):
            found = dates_in(line.text)
            if found:
                return Dated(found[0][1].day, found[0][1].precision, f"line with the date{where(line.page)}")
    return None


def _only_a_date(words: str) -> bool:
    return any(
        re.fullmatch(
            rf"(?:on )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:the )?(?:{pattern.pattern})\.?",
            words,
            re.IGNORECASE,
        )
        for pattern in (_DAY_FIRST, _MONTH_FIRST, _NUMERIC, _ISO)
    )


def _in_words(lines: Iterable[Line], kind: DocumentType) -> Dated | None:
    """A date in a short line; for meetings, one after "held on" first."""
    kept = []
    for line in lines:
        if line.n_words > 25 and kind not in ("minutes", "agenda_pack"):
            continue
        if kind == "agenda_pack" and (line.kind == "contents" or _OTHER_MINUTES.match(line.text)):
            continue  # the minutes of the last meeting are a paper of this one
        for at, made in dates_in(line.text[:400]):
            before = line.text[:at]
            if (
                kind in OF_MEETINGS
                and _HELD.search(before)
                and not re.search(
                    r"\b(?:next|previous|last) meeting\b|\bminutes of\b.*\bmeeting.*\b(?:were|was|to)\b",
                    before,
                    re.IGNORECASE,
                )
            ):
                if not re.match(r"\s*(?:minutes of (?:the )?(?:last|previous))", line.text, re.IGNORECASE):
                    return Dated(made.day, made.precision, f"words {_words_before(before)!r}{where(line.page)}")
            if not _OTHER.search(before) or re.match(
                r"(?:inspection|visit|fieldwork|meeting)? ?dates?\b[^:]{0,12}:", line.text, re.IGNORECASE
            ):
                kept.append(Dated(made.day, made.precision, f"words{where(line.page) or ' at the beginning'}"))
    return kept[0] if kept else None


def _words_before(before: str) -> str:
    return " ".join(before.split()[-2:])


def _at_the_end(opened: Opening, kind: DocumentType) -> Dated | None:
    """Submissions are dated on their last line."""
    if kind not in ("evidence", "letter"):
        return None
    for line in reversed([*opened.lines, *opened.closing][-12:]):
        if line.n_words <= 6 and (found := dates_in(line.text)):
            return Dated(found[0][1].day, found[0][1].precision, f"last lines{where(line.page)}")
    return None


def _later(opened: Opening, kind: DocumentType) -> Dated | None:
    for line in opened.lines:
        for at, made in dates_in(line.text[:600]):
            if not _OTHER.search(line.text[:at]):
                return Dated(made.day, made.precision, f"words{where(line.page) or ' at the beginning'}")
    return None


def _season_or_year(opened: Opening, title: str) -> Dated | None:
    for line in opened.lines[:_FIRST_LINES]:
        if line.n_words <= 6 and (season := _SEASON.search(line.text)):
            return Dated(f"{season['year']}-01-01", "year", f"words {season.group()!r}{where(line.page)}")
    for line in (*opened.lines[:_FIRST_LINES], *opened.closing):
        match = _YEAR_LINE.match(line.text) if line.n_words <= 12 else _COPYRIGHT.search(line.text[:400])
        if match is not None:
            year = next(part for part in match.groups() if part)
            return Dated(f"{year}-01-01", "year", f"words {match.group()!r}{where(line.page)}")
    return None
