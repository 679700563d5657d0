"""Which of two papers that say nearly the same is a version of the other, by "draft", "final", "v2", "revised" and dates in their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from core.documents import Document
from ingest.likeness import NEAR

RELATED = 0.5  # share of the longer text that both have, from which names may tell versions; our choice
_VERSION = re.compile(r"\b(?:v|ver|version|rev|revision|issue|draft)\.? ?(\d{1,3}(?:\.\d{1,3})*)\b", re.IGNORECASE)
_STAGE = re.compile(
    r"\b(?P<draft>(?:first |second |consultation |initial |early |working )?draft|unconfirmed|unapproved|proposed)\b"
    r"|\b(?P<final>final|approved|adopted|signed|published|confirmed)\b|\b(?P<revised>revised|updated|amended|corrected)\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:copy|clean|tracked(?: changes)?|version|for (?:consultation|approval|publication|cabinet|web|website))\b|\(\d\)",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(?P<y>(?:19|20)\d\d) ?(?P<m>0[1-9]|1[0-2]) ?(?P<d>0[1-9]|[12]\d|3[01])\b")
_DAY_FIRST = re.compile(r"\b(?P<d>0?[1-9]|[12]\d|3[01]) (?P<m>0?[1-9]|1[0-2]) (?P<y>(?:19|20)\d\d)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UPLOAD = re.compile(r"/uploads/[0-9a-f]{16}/([^/]+)$")
_MEETINGS = frozenset(["minutes", "agenda_pack"])


@dataclass(frozen=True, slots=True)
class Named:
    """A name without its marks of version, and the marks: compare `order` to know which comes later."""

    core: str
    order: tuple[int, tuple[int, ...], int, str]
    marked: bool
    dated: bool


def named(name: str) -> Named:
    """What a file's or a paper's name says of its version: draft before unmarked before final, then number, revision, date."""
    words = " ".join(re.sub(r"[_\-–—.,()\[\]:]+", " ", re.sub(r"(?<=\d)\.(?=\d)", "\x00", name)).split()).replace(
        "\x00", "."
    )
    day = _DAY.search(words) or _DAY_FIRST.search(words)
    when = f"{int(day['y']):04d}-{int(day['m']):02d}-{int(day['d']):02d}" if day else ""
    if day:
        words = f"{words[: day.start()]} {words[day.end() :]}"
    number: tuple[int, ...] = ()
    stages = [match.lastgroup for match in _STAGE.finditer(words)]
    for match in _VERSION.finditer(words):
        number = tuple(int(part) for part in match[1].split("."))
        if match.group().casefold().startswith("draft"):
            stages.append("draft")
    words = _FILLER.sub(" ", _STAGE.sub(" ", _VERSION.sub(" ", words)))
    stage = 0 if "draft" in stages else 2 if "final" in stages else 1
    core = " ".join(words.casefold().split())
    return Named(core, (stage, number, int("revised" in stages), when), bool(stages or number), bool(when))


def related(one: Document, other: Document, share: float) -> bool:
    """Whether two documents whose texts share so much are versions of one paper, going by their files' names and titles.

    Papers of different meetings or of different years are not, however alike; a date alone tells versions only of near duplicates."""
    if share < RELATED or _years(one) != _years(other):
        return False
    if _uploaded(one) is not None and _uploaded(one) == _uploaded(other):
        return True
    if one.type in _MEETINGS and other.type in _MEETINGS and one.date != other.date:
        return False
    for mine, its in ((_file(one), _file(other)), (named(one.title), named(other.title))):
        if mine.core == its.core and mine.core and mine.order != its.order:
            if mine.marked or its.marked:
                return True
            if (mine.dated or its.dated) and share >= NEAR:
                return True
    return False


def oldest_first(documents: Sequence[Document]) -> list[Document]:
    """Versions of one paper (given in the order in which they came in) by what their files' names and titles say."""

    def order(document: Document) -> tuple[int, tuple[int, ...], int, str]:
        stage, number, revised, when = _file(document).order
        titled = named(document.title)
        if stage == 1:  # the file says neither draft nor final; the title may
            stage = titled.order[0]
        return stage, number or titled.order[1], revised or titled.order[2], when

    return sorted(documents, key=order)


def _uploaded(document: Document) -> str | None:
    """The name of a file that came through the browser: each content is kept in a folder of its own, so its path says nothing."""
    match = _UPLOAD.search(document.path.replace("\\", "/"))
    return match[1].casefold() if match else None


def _file(document: Document) -> Named:
    return named(PurePath(document.path.replace("\\", "/")).stem)


def _years(document: Document) -> frozenset[str]:
    """Years in the title: "Annual report 2022" and "Annual report 2023" are two papers."""
    return frozenset(_YEAR.findall(document.title)) | frozenset(re.findall(r"\b\d\d/\d\d\b", document.title))
