"""The lines with which a paper begins, its "Subject: ..." fields, and the lines that run through its pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.documents import Block, BlockKind
from ingest.structure.units import visible

if TYPE_CHECKING:
    from ingest.readers.reading import Reading

FIRST_BLOCKS = 60  # where a paper says what it is
LAST_BLOCKS = 40  # and its back cover, with publisher, reference and ISBN
MOST_RUNNING = 40  # different running lines looked at
LONGEST_BLOCK = 3000  # characters of a block that are looked at
STACKED = (
    48  # letters: lines shorter than this on average stand below one another on purpose and are no wrapped sentence
)

_TITLE = (
    r"(?:report |paper |document |agenda item )?(?:title|subject|topic)(?: of (?:the )?(?:report|paper|document|item))?"
    r"|subject/title|subject matter|name of (?:the )?(?:report|paper)|re"
)
_MEETING_DATE = r"(?:date of (?:the )?(?:meeting|decision|committee|board)|meeting date|(?:board|committee|cabinet|decision) date|meeting(?: held)?(?: on)?)"
_DATE = (
    r"date(?: of (?:the )?(?:report|paper|publication|issue|letter|submission))?|(?:report|publication|issue|release|submission) date"
    r"|(?:date )?(?:published|issued|submitted)(?: on)?|dated|date (?:of )?(?:published|issued|submitted)|first published|last updated"
)
_ORGANISATION = (
    r"(?:name of )?(?:organi[sz]ation|authority|publisher|council|publishing body|respondent organisation|trust|employer)(?: name)?"
    r"|published by|issued by|submitted by|submitted on behalf of|submission (?:by|from)|evidence (?:from|by)|respondent"
)
_REFERENCE = (
    r"(?:our |report |paper |document |publication |decision |committee |agenda |file |minute )?"
    r"(?:ref(?:erence)?s?|no|number)\.?(?: (?:no|number|code)\.?)?"
)
_TO = r"(?:report )?to|for|committee|board|meeting of|decision[- ]maker|name of (?:the )?(?:meeting|committee|board)|meeting(?: name| title)?|forum"
_OFFICER = (
    r"report (?:of|by|author|from|presented by|owner|contact)s?|author(?:\(s\)|s)?|(?:lead|contact|responsible|accountable) (?:officer|director|member|executive)s?(?:\(s\))?"
    r"|(?:corporate |executive |strategic )?director|presented by|presenter|prepared by|sponsor(?:ing director)?|executive (?:lead|sponsor|director)|portfolio holders?|cabinet (?:member|lead)"
    r"|portfolio|from|relevant (?:portfolio|cabinet) (?:holder|member)"
)
_HANDLING = (
    r"wards?(?: affected|\(s\) affected)?|divisions? affected|key decision|purpose(?: of (?:the )?(?:report|paper))?|(?:decision|action)s? (?:required|requested|sought)"
    r"|recommendations?(?:/s|\(s\))?|recommended|classification|exempt(?:ion)?|status|agenda item(?: no\.?| number)?|item(?: no\.?| number)?|for (?:decision|information|direction|approval|discussion|noting|assurance|consideration)"
    r"|pre-decision scrutiny|forward plan(?: ref.*)?|reason for urgency|confidential(?:ity)?|implications|this report is public|is this a key decision\??|previously considered by|enc(?:losure)?s?"
)  # fmt: skip
LABELS = {
    "title": _TITLE, "meeting date": _MEETING_DATE, "date": _DATE, "organisation": _ORGANISATION, "reference": _REFERENCE,
    "to": _TO, "officer": _OFFICER, "handling": _HANDLING,
}  # fmt: skip
_LABEL = re.compile(
    "(?:" + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in LABELS.items()) + r")\s*(?P<colon>[:：]|$)\s*(?P<value>.*)",
    re.IGNORECASE,
)  # fmt: skip
_INNER = r"(?<=\w) (?=(?:Wards?|Agenda [Ii]tem|Report (?:[Oo]f|[Bb]y|[Aa]uthor|[Tt]o|[Nn]umber|[Rr]ef)|Key [Dd]ecision|Classification|Meeting [Dd]ate|Lead [Oo]fficer) ?:)"
_NUMBERED = re.compile(r"^\d{1,2}[.)]?\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the opening as a person reads it; `block` counts from 0 among the blocks of the document."""

    text: str
    kind: BlockKind
    level: int | None
    page: int | None
    number: str | None
    block: int
    flags: tuple[str, ...] = ()
    cell: bool = False
    stacked: bool = False
    parts: tuple[str, ...] = ()  # of a heading that stands on several lines

    @property
    def n_words(self) -> int:
        return self.text.count(" ") + 1


@dataclass(frozen=True, slots=True)
class Label:
    """ "Subject: Fees for the year": what kind of field it is, as written, its value, and the line it stands on."""

    kind: str
    written: str
    value: str
    page: int | None
    line: int


@dataclass(frozen=True, slots=True)
class Opening:
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    running: tuple[str, ...]
    closing: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def labelled(self, *kinds: str) -> list[Label]:
        return [label for label in self.labels if label.kind in kinds]

    @property
    def cover(self) -> int | None:
        """The page on which the paper begins."""
        return next((line.page for line in self.lines), None)


def opening(reading: Reading, blocks: Sequence[Block]) -> Opening:
    lines: list[Line] = []
    labels: list[Label] = []
    for n, block in enumerate(blocks[:FIRST_BLOCKS]):
        if block.kind == "furniture":
            continue
        first = len(lines)
        lines += _lines(reading.text, block, n)
        labels += _labels(reading.text, block, first)
    last = max(FIRST_BLOCKS, len(blocks) - LAST_BLOCKS)
    closing = [
        line for n, block in enumerate(blocks[last:], last) if block.kind != "furniture" for line in _lines(reading.text, block, n)
    ]  # fmt: skip
    cover = next((line.page for line in lines), None) or 1
    labels = [
        label for label in labels if (label.page or 1) <= cover + 1
    ]  # a later page's are another's: a project's, an item's
    return Opening(tuple(lines), tuple(_filled(labels, lines)), tuple(_running(reading.text, blocks)), tuple(closing))


def where(page: int | None) -> str:
    """ " on page 3", or "" where the format has no pages."""
    return f" on page {page}" if page else ""


def _clean(words: str) -> str:
    return visible(words, markup=True).lstrip("#*>_ ").rstrip("*_ ")


def _cells(source: str) -> list[str]:
    source = source.strip()
    if source.startswith("|"):
        return [_clean(cell) for cell in source.strip("|").split("|")]
    return [_clean(cell) for cell in source.split("\t")]


def _lines(text: str, block: Block, n: int) -> list[Line]:
    source = block.span.of(text)[:LONGEST_BLOCK]
    made = {
        "kind": block.kind,
        "level": block.level,
        "page": block.page,
        "number": block.number,
        "block": n,
        "flags": block.flags,
    }
    if block.kind == "table_row":
        return [Line(cell, cell=True, **made) for cell in _cells(source.replace("\n", " ")) if cell]  # type: ignore[arg-type]
    parts = [part for part in (_clean(part) for part in source.split("\n")) if part]
    letters = sum(len(part) for part in parts)
    if block.kind not in ("heading", "contents") and len(parts) > 1 and letters / len(parts) < STACKED:
        return [Line(part, stacked=True, **made) for part in parts]  # type: ignore[arg-type]
    whole = _clean(source)
    several = tuple(parts) if block.kind == "heading" and len(parts) > 1 else ()
    return [Line(whole, parts=several, **made)] if whole else []  # type: ignore[arg-type]


def _labels(text: str, block: Block, line: int) -> list[Label]:
    """The fields of one block; a value runs on over the lines of its block up to the next label."""
    found: list[Label] = []
    source = block.span.of(text)[:LONGEST_BLOCK]
    cells = _cells(source) if block.kind == "table_row" or "\t" in source else []
    for n, (label, value) in enumerate(itertools.pairwise(cells)):
        match = _LABEL.fullmatch(_NUMBERED.sub("", label))
        if n and match and not match["colon"]:
            continue  # the heading of a column: "Member | Council | Region"
        if match and not match["value"] and not _LABEL.fullmatch(value):
            found.append(Label(_kind(match), label.rstrip(" :"), value, block.page, line))
    if found:
        return found
    parts = cells if len(cells) > 1 else [_clean(part) for part in re.split(rf"\n|\t| {{3,}}|{_INNER}", source)]
    for n, part in enumerate(part for part in parts if part):
        words = _NUMBERED.sub("", part)
        match = _LABEL.fullmatch(words)
        if match and n and len(cells) > 1 and not match["colon"]:
            continue
        if match and (match["colon"] or not found):
            written = words[: match.end("colon") if match["colon"] else None].rstrip(" :")
            found.append(Label(_kind(match), written, match["value"], block.page, line + (0 if cells else n)))
        elif found and len(cells) < 2 and len(found[-1].value) + len(words) < 240:
            last = found[-1]
            found[-1] = Label(last.kind, last.written, f"{last.value} {words}".strip(), last.page, last.line)
        elif not found and words.count(" ") > 12:
            return []  # prose that happens to hold a label
    return found


def _kind(match: re.Match[str]) -> str:
    return next(name for name in LABELS if match[name.replace(" ", "_")] is not None)


def _filled(labels: Sequence[Label], lines: Sequence[Line]) -> list[Label]:
    """A label that stands alone takes the next line as its value, unless that is a label too."""
    made = []
    for label in labels:
        if not label.value and label.line + 1 < len(lines):
            value = lines[label.line + 1].text
            if _LABEL.fullmatch(value) is None and len(value) <= 240:
                label = Label(label.kind, label.written, value, label.page, label.line)
        made.append(label)
    return made


def is_label(words: str) -> bool:
    match = _LABEL.fullmatch(_NUMBERED.sub("", words))
    return match is not None and (bool(match["colon"]) or not match["value"])


def _running(text: str, blocks: Sequence[Block]) -> list[str]:
    found: dict[str, None] = {}
    for block in blocks:
        if block.kind == "furniture" and block.span.end - block.span.start <= 400:
            found.update(dict.fromkeys(part for part in map(_clean, re.split(r"[\t\n|]", block.span.of(text))) if part))
            if len(found) >= MOST_RUNNING:
                break
    return list(found)
