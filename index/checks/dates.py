"""Dates that the calendar or another sentence contradicts: weekdays, days that do not exist, posts held twice, one meeting
or one consultation dated in two ways."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from core.documents import Span
from core.month_names import MONTHS, WEEKDAYS
from core.text import fold
from index.checks.paper import Paper, Sentence, item_key
from index.checks.records import Check
from index.words import content_stems

_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?(?:\sof)?"
_DATE = re.compile(rf"\b{_DAY}\s{_MONTH}\b\.?,?(?:\s(?P<year>\d{{4}}))?\b", re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"\b(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day,?\s(?:the\s)?{_DAY}\s{_MONTH}\b\.?,?\s?(?P<year>(?:19|20)\d{{2}})?\b",
    re.IGNORECASE,
)
_APPOINTED = re.compile(
    r"\b(?:appointed|became|took (?:up|over|office)|joined|elected|started|was made)\b", re.IGNORECASE
)
_PREVIOUSLY = re.compile(r"\b(?:previously|formerly|before (?:that|this|then)|prior to (?:this|that))\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:to|until|till|[-–])\s*$", re.IGNORECASE)
_MEETING = re.compile(r"^(?:meeting|committee|board|panel)\s?:\s*(?P<name>.{4,90})$", re.IGNORECASE)
_DATED = re.compile(
    rf"^(?:date(?: of meeting)?|meeting date)\s?:\s*(?:\w+day,?\s)?(?P<date>{_DAY}\s{_MONTH},?\s(?P<year>\d{{4}}))\b",
    re.IGNORECASE,
)
_EVENT = r"(?P<event>fieldwork|(?:public\s|formal\s|statutory\s|online\s)?consultation|(?:main(?:stage)?\s|online\s)?survey|questionnaire|call for evidence|data collection)"
_RAN = re.compile(
    rf"\b{_EVENT}\b(?:\speriod)?\s(?:\w+\s){{0,3}}?(?:ran|took place|was (?:carried out|conducted|open|live|undertaken|held|run)|were (?:carried out|conducted)|opened|was launched|launched)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\bconsultations? (?:on|about|regarding|concerning) (?:the |a |an |our |its )?([a-z'’ -]{4,60}?)(?=\s(?:ran|closed|closes|was|were|is|are|opened|took|ended|will|from|between|which|that|in|by|has|had|until)\b|[,.;()]|$)",
    re.IGNORECASE,
)
_NO_KIND = frozenset(["the", "this", "our", "a", "its", "public", "formal", "that", "and", "main"])
_CLOSED = re.compile(
    rf"\b{_EVENT}\b(?:\speriod)?\s(?:\w+\s){{0,3}}?(?:closed|ended|closes|will close|finished)\b", re.IGNORECASE
)
_OTHER_EVENT = re.compile(
    r"\b(?:pilot|wave|previous|first|second|third|fourth|earlier|last|another|next|interim|initial|follow-up|further|each|phase|stage|round)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    rf"\b(?:(?P<m1>{'|'.join(MONTHS)})\s(?P<y1>\d{{4}})\s(?P<n1>(?:[A-Z][\w]*\s){{0,3}}(?:census|return|dataset|data release))"
    rf"|(?P<n2>(?:[A-Z][\w]*\s){{0,3}}(?:census|return|dataset|data release)),\s(?P<m2>{'|'.join(MONTHS)})\s(?P<y2>\d{{4}}))\b"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as printed: the day, and where it stands in its sentence."""

    day: date
    start: int
    end: int


def check_dates(paper: Paper) -> Iterator[Check]:
    """Dates that cannot all be right."""
    yield from _weekdays(paper)
    yield from _reversed(paper)
    yield from _posts(paper)
    yield from _meetings(paper)
    yield from _events(paper)
    yield from _sources(paper)


def month_number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.capitalize()[:3]))


def days(text: str) -> list[Day]:
    """The dates with day, month and year in `text`; a date without its year takes that of the next one within 40 characters."""
    made = []
    matches = list(_DATE.finditer(text))
    for n, match in enumerate(matches):
        year = match["year"]
        if year is None and n + 1 < len(matches) and matches[n + 1].start() - match.end() < 40:
            year = matches[n + 1]["year"]
        if year is None or not 1 <= int(match["day"]) <= 31:
            continue
        month = month_number(match["month"])
        if 1900 <= int(year) <= 2100 and int(match["day"]) <= monthrange(int(year), month)[1]:
            made.append(Day(date(int(year), month, int(match["day"])), match.start(), match.end()))
    return made


def shown(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _weekdays(paper: Paper) -> Iterator[Check]:
    """A weekday that the date does not fall on, and a day that no calendar has."""
    latest = _year(paper)
    for block, line in zip(paper.blocks, paper.lines):
        if block.kind in ("furniture", "quotation"):
            continue
        for match in _WEEKDAY.finditer(line.text):
            month, day = month_number(match["month"]), int(match["day"])
            years = [int(match["year"])] if match["year"] else ([latest - 1, latest, latest + 1] if latest else [])
            real = [date(year, month, day) for year in years if 1 <= day <= monthrange(year, month)[1]]
            wanted = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(match["weekday"].capitalize()))
            if not real or any(one.weekday() == wanted for one in real):
                continue
            if not match["year"]:
                continue
            span = line.source(match.start(), match.end())
            yield paper.raised(
                "date", "weekday against the calendar",
                f"{shown(real[0])} is a {WEEKDAYS[real[0].weekday()]}, not a {WEEKDAYS[wanted]}.",
                _sentence_or(paper, span), certainty="certain",
            )  # fmt: skip
        for match in _DATE.finditer(line.text):
            month, day = month_number(match["month"]), int(match["day"])
            year = int(match["year"]) if match["year"] else 2024  # a leap year: 29 February needs no year
            if match["month"].casefold() == "may" and not match["month"][0].isupper():
                continue
            if (
                not 1900 <= year <= 2100
                or not monthrange(year, month)[1] < day <= 31
                or not match["month"][0].isupper()
            ):
                continue
            yield paper.raised(
                "date", "no such day",
                f"There is no {day} {MONTHS[month - 1]}{f' {year}' if match['year'] else ''}.",
                _sentence_or(paper, line.source(match.start(), match.end())), certainty="certain",
            )  # fmt: skip


def _sentence_or(paper: Paper, span: Span) -> Span:
    sentence = paper.sentence_at(span)
    return sentence.span if sentence and sentence.span.end >= span.end and len(sentence.text) < 300 else span


def _year(paper: Paper) -> int | None:
    given = paper.document.date or ""
    return int(given[:4]) if re.match(r"\d{4}", given) else None


def _reversed(paper: Paper) -> Iterator[Check]:
    """ "from 3 May 2023 to 2 April 2023": a period that ends before it begins."""
    for sentence in paper.sentences:
        given = days(sentence.text)
        for first, second in pairwise(given):
            between = sentence.text[first.end : second.start].strip(" ,")
            opening = re.search(r"\b(from|between)\s(?:\w+day,?\s)?$", sentence.text[: first.start], re.IGNORECASE)
            joins = {"from": ("to", "until", "till"), "between": ("and",)}
            if opening is None or re.sub(r"\s\w+day$", "", between) not in joins[opening[1].casefold()]:
                continue
            if second.day < first.day:
                yield paper.raised(
                    "date",
                    "period that ends before it begins",
                    f"The period begins on {shown(first.day)} and ends on {shown(second.day)}.",
                    sentence.span,
                    certainty="certain",
                )


def _posts(paper: Paper) -> Iterator[Check]:
    """ "appointed on 4 May" and, of the same person, "previously ... until 6 May"."""
    for n, sentence in enumerate(paper.sentences):
        if not _PREVIOUSLY.search(sentence.text):
            continue
        left = [day for day in days(sentence.text) if _UNTIL.search(sentence.text[max(0, day.start - 8) : day.start])]
        if not left:
            continue
        for other in paper.sentences[max(0, n - 5) : n + 6]:
            if other is sentence or abs(other.block - sentence.block) > 3 or _PREVIOUSLY.search(other.text):
                continue
            if paper.blocks[other.block].section != paper.blocks[sentence.block].section or not _APPOINTED.search(
                other.text
            ):
                continue
            for taken in days(other.text):
                overlap = (left[-1].day - taken.day).days
                if 0 < overlap <= 365:
                    yield paper.raised(
                        "date", "posts that overlap",
                        f"The earlier post is said to end on {shown(left[-1].day)}, {overlap} {'day' if overlap == 1 else 'days'} after the later one began on {shown(taken.day)}.",
                        sentence.span, other.span,
                    )  # fmt: skip
                    break


def _meetings(paper: Paper) -> Iterator[Check]:
    """ "Meeting: X, Date: D" on the papers of one meeting, one of which has another date than two or more others."""
    found: dict[str, list[tuple[date, Span]]] = defaultdict(list)
    name: str | None = None
    for line in paper.lines:
        for part in re.split(r"(?=\bDate\s?:)", line.text):
            meeting, dated = _MEETING.match(part.strip()), _DATED.match(part.strip())
            if meeting:
                name = fold(meeting["name"]).replace("&", "and").strip(" .*")
            elif dated and name:
                for one in days(dated["date"]):
                    at = line.text.index(dated["date"])
                    found[name].append((one.day, line.source(at, at + len(dated["date"]))))
                name = None
    for name, places in found.items():
        counts = Counter(day for day, _ in places)
        (usual, agreeing), *others = counts.most_common()
        if agreeing < 2 or len(others) != 1 or others[0][1] != 1:
            continue
        odd = next(span for day, span in places if day == others[0][0])
        normal = next(span for day, span in places if day == usual)
        yield paper.raised(
            "date", "one meeting, two dates",
            f"The meeting ({name}) is dated {shown(others[0][0])} here and {shown(usual)} on {agreeing} other papers.", odd, normal,
        )  # fmt: skip


def _events(paper: Paper) -> Iterator[Check]:
    """When a survey or consultation opened and closed, said twice with different days."""
    opened: dict[tuple[str | None, str], list[tuple[date, Sentence]]] = defaultdict(list)
    closed: dict[tuple[str | None, str], list[tuple[date, Sentence]]] = defaultdict(list)
    topics: list[frozenset[str]] = []
    for sentence in paper.sentences:
        topic = _TOPIC.search(sentence.text)
        if topic:
            words = frozenset(content_stems(topic[1]))
            if not any(words & known for known in topics):
                topics.append(words)
        if _OTHER_EVENT.search(sentence.text):
            continue
        item = item_key(paper.blocks[sentence.block])
        for pattern, ending in ((_RAN, False), (_CLOSED, True)):
            match = pattern.search(sentence.text)
            given = [day for day in days(sentence.text) if match and match.end() <= day.start < match.end() + 60]
            if match is None or not given:
                continue
            event = _event(sentence.text, match)
            between = sentence.text[match.end() : given[0].start]
            if ending:
                closed[item, event].append((given[0].day, sentence))
            elif len(given) == 2 and re.search(r"\b(?:from|between)\b", between, re.IGNORECASE):
                opened[item, event].append((given[0].day, sentence))
                closed[item, event].append((given[1].day, sentence))
            elif len(given) == 1 and re.search(r"\b(?:on|from)\b", between, re.IGNORECASE):
                opened[item, event].append((given[0].day, sentence))
    if len(topics) > 1:
        return  # several consultations: which of them a sentence is about is not known
    for what, groups in (("begins", opened), ("ends", closed)):
        for (_, event), places in groups.items():
            for (first, a), (second, b) in pairwise(places):
                if first != second and abs(first - second) <= timedelta(days=120) and a.block != b.block:
                    yield paper.raised(
                        "date", "one event, two dates",
                        f"The {event} {what} on {shown(first)} in one place and on {shown(second)} in the other.", a.span, b.span,
                    )  # fmt: skip


def _event(text: str, match: re.Match[str]) -> str:
    """The event with the word before it, which tells a telephone survey from an online one: "online survey", "consultation"."""
    words = match["event"].casefold().split()
    before = text[: match.start()].split()
    kind = words[0] if len(words) > 1 else before[-1].casefold() if before else ""
    return words[-1] if not kind or kind in _NO_KIND else f"{kind} {words[-1]}"


def _sources(paper: Paper) -> Iterator[Check]:
    """A census or return that is of one month in the text and of another month of that year in its note."""
    found: dict[tuple[str, str], dict[str, Span]] = defaultdict(dict)
    for sentence in paper.sentences:
        for match in _SOURCE.finditer(sentence.text):
            name = fold(match["n1"] or match["n2"])
            found[name, match["y1"] or match["y2"]].setdefault(match["m1"] or match["m2"], sentence.span)
    for (name, year), places in found.items():
        if len(places) == 2 and " " in name:
            (first, a), (second, b) = places.items()
            yield paper.raised(
                "date", "one source, two dates", f"The {name} is of {first} {year} in one place and of {second} {year} in the other.", a, b
            )  # fmt: skip


__all__: Sequence[str] = ("check_dates", "days", "shown")
