"""The header of a report to a meeting: "To: / From: / Date: / Subject:", "Report of", "Contact officer", in lines or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.structure import patterns
from ingest.structure.draft import Draft

Field = Literal["to", "from", "date", "subject", "item", "officer", "contact", "director", "other"]

_FIELDS: tuple[tuple[Field, str], ...] = (
    ("subject", r"(?:subject(?: of (?:the )?report)?|(?:report )?title(?: of (?:the )?report)?|report title|re|report on|name of report|heading)"),
    ("item", r"(?:agenda item(?: no\.?| number)?|item(?: no\.?| number)?)"),
    ("date", r"(?:date(?: of (?:the )?(?:meeting|decision|report))?|meeting date|decision date|report date|date and time|meeting and date)"),
    ("contact", r"(?:(?:report )?contact(?: officers?| name| person| details)?|officer contact(?: details)?|(?:name of )?contact officer|enquiries to|for further information(?: please)? contact)"),
    ("officer", r"(?:report authors?|authors?(?: of (?:the )?report)?|lead officers?|officers?|responsible officers?|reporting officers?|originating officers?|presenting officers?|accountable officer|senior responsible owner|prepared by|written by|presented by|presenter|report writer|name of author)"),
    ("from", r"(?:from|report (?:by|of|from)|by|joint report of)"),
    ("director", r"(?:(?:relevant |lead |corporate |executive |strategic |sponsoring )?directors?|lead director|chief officer|head of service|executive lead|lead executive)"),
    ("to", r"(?:to|report to|meeting|committee|decision[- ]maker|name of committee|meeting of|board|cabinet|panel)"),
    ("other", r"(?:wards?(?:\(s\))?(?: \(?s?\)?)?(?: ?/ ?divisions?)?(?: affected)?|wards? affected|electoral divisions?(?: affected)?|divisions? affected|classification|status|key decision|decision type|type of (?:report|decision)"
     r"|portfolio(?: holder)?|cabinet member|lead member|executive member|lead councillor|past pathway(?: of report)?|past pathway of paper|future pathway(?: of (?:report|paper))?|exempt(?:ion)?(?: information)?|public or private|purpose(?: of (?:the )?report)?"
     r"|background papers|consultation|enclosures?|appendices|key decision no\.?|forward plan ref(?:erence)?|decision ref(?:erence)?(?: no\.?)?|report (?:no\.?|number|ref(?:erence)?)|directorate|service area|priority)"),
)  # fmt: skip
_LABELS = tuple((name, re.compile(rf"(?:{pattern})\s*:?", re.IGNORECASE)) for name, pattern in _FIELDS)
_LABELLED = re.compile(  # a label and its colon, at the head of a line or within lines that run together
    r"(?:^|(?<=[\s.;|]))(?=[A-Z])(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _FIELDS)
    + r")\s*:(?=\s|$)\s*",
    re.IGNORECASE,
)
_UNMARKED = re.compile(  # a label that needs no colon: "Report of the Director of Finance"
    r"(?:joint\s+)?report (?:of|by|from)\s+(?P<value>(?:the |Cllr |Councillor |[A-Z]).{3,110})", re.IGNORECASE
)
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{patterns.MONTHS})\s*,?\s+\d{{4}}"
_NUMERIC = r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
WHEN = re.compile(rf"{_WEEKDAY}(?:the\s+)?(?:{_DAY}|{_NUMERIC})", re.IGNORECASE)
_DATED_BODY = re.compile(rf"(?:.{{0,80}}[–—,-]\s*|.{{0,60}}\bon\s+)(?P<date>{_WEEKDAY}{_DAY})\W*", re.IGNORECASE)
_TAIL = re.compile(
    r"[\s,;(|–—-]*(?:\b(?:tel(?:ephone)?|phone|e-?mail|ext(?:ension)?|mobile)\b\.?\s*(?:no\.?)?\s*[:.]?|"
    + patterns.EMAIL.pattern + "|" + patterns.PHONE.pattern + r").*$",
    re.IGNORECASE,
)  # fmt: skip
_NAME_AND_POST = re.compile(  # the lines of a contact block run together: "Ann Roe Head of Parks"
    r"(?P<name>(?:[A-Z][\w.’'-]*\s+){1,3}?[A-Z][\w’'-]+)\s+(?:(?:Interim|Acting|Senior|Principal|Deputy|Assistant|Associate|Corporate|Strategic|Executive|Group|Chief|Service|Policy|Programme|Project|Committee|Democratic)\s+"
    r"|(?:Head|Director|Manager|Officer|Adviser|Advisor|Lead|Clerk)\b)"
)
NEAR = 12  # drafts of a report within which the rest of its header stands
HEADER = 40  # drafts at the head and at the end of a report in which its date and officer are looked for
LONGEST_VALUE = 160  # characters
FEWEST_LABELS = 2  # different ones that make a header


@dataclass(frozen=True, slots=True)
class Labelled:
    """One line of a report's header: what it states, in which words, and of which draft."""

    field: Field
    value: str
    draft: int


def report_label(text: str) -> Field | None:
    """Which line of a report's header this is, by the label and the colon at its head."""
    found = next(_labelled(text.strip(" *"), 0), None) if ":" in text else None
    return found.field if found is not None else None


def fields_of(drafts: Sequence[Draft], begin: int, end: int) -> Iterator[Labelled]:
    """What the lines and table rows of `drafts[begin:end]` state of their report, label by label."""
    for n in range(begin, min(end, len(drafts))):
        draft = drafts[n]
        cells = [cell.strip(" *") for cell in draft.unit.cells if cell.strip(" *")]
        if cells:
            labels = [_label(cell) for cell in cells]
            if len(cells) >= 2 and all(labels):
                below = _next(drafts, n, end)
                values = [cell.strip(" *") for cell in drafts[below].unit.cells] if below is not None else []
                values = [value for value in values if value]
                if below is not None and len(values) == len(cells):
                    yield from (Labelled(name, value, below) for name, value in zip(labels, values) if name)
                continue
            for k in range(0, len(cells) - 1, 2):
                if labels[k] is not None and labels[k + 1] is None:
                    yield Labelled(labels[k], cells[k + 1], n)  # type: ignore[arg-type]
            for cell in cells:
                yield from _labelled(cell, n)
            continue
        text = draft.text.strip(" *")
        name = _label(text) if text.endswith(":") or draft.kind in ("heading", "contact") else None
        if name is not None and draft.unit.n_words <= 6:
            below = _next(drafts, n, end)
            if below is not None and _value(drafts[below]):
                yield Labelled(name, drafts[below].text.strip(" *"), below)
            continue
        if draft.unit.n_words <= 80:
            yield from _labelled(text, n)


def _label(words: str) -> Field | None:
    return next((name for name, label in _LABELS if label.fullmatch(words)), None)


def _labelled(text: str, n: int) -> Iterator[Labelled]:
    """Every "Label: value" of a line, or of lines that run together, when the first stands at its head."""
    if ":" not in text or not _LABELLED.match(text):
        if unmarked := _UNMARKED.fullmatch(text):
            yield Labelled("from", unmarked["value"].strip(), n)
        return
    found = [match for match in _LABELLED.finditer(text) if match.start() == 0 or match.group()[0].isupper()]
    for match, after in zip(found, [*(later.start() for later in found[1:]), len(text)]):
        value = text[match.end() : after].strip(" *|")
        if value and match.lastgroup is not None:
            yield Labelled(_field(match.lastgroup), value, n)


def _field(name: str) -> Field:
    return next(field for field, _ in _FIELDS if field == name)


def _value(draft: Draft) -> bool:
    """Whether a line may be the value of the label above it: no label itself, and short."""
    text = draft.text.strip(" *")
    return draft.unit.n_words <= 25 and _label(text) is None and not any(True for _ in _labelled(text, 0))


def _next(drafts: Sequence[Draft], n: int, end: int) -> int | None:
    return next((k for k in range(n + 1, min(end, len(drafts), n + 4)) if drafts[k].kind != "furniture"), None)


def n_labels(drafts: Sequence[Draft], begin: int, end: int) -> int:
    """How many different things a report's header states between two drafts."""
    return len({entry.field for entry in fields_of(drafts, max(0, begin), end)})


def opens_report(drafts: Sequence[Draft], n: int) -> bool:
    """Whether a header of at least three different labels begins with this very draft."""
    here = next(iter(fields_of(drafts, n, n + 1)), None)
    first = here.field if here is not None else _label(drafts[n].text.strip(" *"))
    return first in ("to", "from", "date", "subject", "item") and n_labels(drafts, n, n + 8) > FEWEST_LABELS


def date_and_officer(drafts: Sequence[Draft]) -> tuple[str | None, str | None]:
    """The date and the officer of a report as its header or its contact block prints them; None where it prints none.

    Of several people the one to ask is the officer: contact or author, before who the report is from, before a director."""
    head = list(fields_of(drafts, 0, HEADER))
    tail = list(fields_of(drafts, max(HEADER, len(drafts) - HEADER), len(drafts)))
    date = next(
        (found.group().strip(" ,") for e in head if e.field == "date" and (found := WHEN.search(e.value))), None
    )
    if date is None:
        date = next(
            (m["date"].strip() for e in head if e.field == "to" and (m := _DATED_BODY.fullmatch(e.value))), None
        )
    if date is None:
        date = _dated_line(drafts[:NEAR])
    officer = None
    for wanted in (("contact", "officer"), ("from",), ("director",)):
        for entry in (*head, *(tail if wanted[0] != "from" else ())):
            name = _person(entry.value) if entry.field in wanted else ""
            if name:
                officer = name
                break
        if officer is not None:
            break
    return date, officer


def _dated_line(drafts: Sequence[Draft]) -> str | None:
    """The date of a title block without labels: alone on its line, after a committee's name, or of the meeting minuted."""
    for draft in drafts:
        text = draft.text.strip(" *")
        if draft.kind == "furniture" or draft.unit.n_words > 30:
            continue
        if patterns.DATE_LINE.fullmatch(text) or (
            draft.kind in ("heading", "paragraph")
            and (_DATED_BODY.fullmatch(text) or patterns.MINUTES_TITLE.match(text))
        ):
            if found := WHEN.search(text):
                return found.group().strip(" ,")
    return None


def _person(value: str) -> str:
    name = _TAIL.sub("", value).strip(" .,;:|–—-(")
    if match := _NAME_AND_POST.match(name):
        name = match["name"]
    if not re.search(r"[A-Z][a-z]", name) or len(name) > LONGEST_VALUE or WHEN.search(name):
        return ""
    return name
