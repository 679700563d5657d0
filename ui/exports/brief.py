"""A topic brief for a board paper: one page of Word with what the documents say on a topic, word for word, and what they do not.

What stands in its tables and between its quotation marks stands in a document: the sources at the end say where, and `verify`
checks them. The page is filled row by row, the best of each part in turn, by an estimate of the lines that each row takes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.documents import Document, Location
from core.errors import UsageError
from ui.exports.columns import with_sha256
from ui.exports.hits import Citing, Described
from ui.exports.word import Column, add_sources, add_table
from ui.exports.workbook import CONTROL
from ui.viewdata.places import one_line, shown_date, shown_page

if TYPE_CHECKING:
    from index.topic import Row, Topic

LINES_A_PAGE = 66  # of 9 point Arial on A4 with 1.8 cm above and below, measured on pages that LibreOffice made
CHARACTERS_A_CM = 6.3  # of 9 point Arial, mean of English text
TEXT_CM = 17.4
LONGEST = 420  # characters of a quote on the page; the whole stands among the sources
MOST_PAGES = 20
COMMITMENTS = (
    Column("Who", 2.7), Column("What was said", 7.9), Column("By when", 2.4), Column("How much", 2.0), Column("Where", 2.4),
)  # fmt: skip
FINDINGS = (Column("Value", 2.7), Column("What was found", 9.6), Column("Base", 2.7), Column("Where", 2.4))
NOT_STATED = "Not stated"


@dataclass(slots=True)
class Brief:
    """The brief as bytes of a .docx file and what is in it; `left_out`: rows for which the page had no room."""

    data: bytes
    commitments: int
    findings: int
    quotes: int
    left_out: int
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    """Rows chosen for the page: the cells and the place of each, in the order of the topic."""

    commitments: list[tuple[list[str], Location]] = field(default_factory=list)
    findings: list[tuple[list[str], Location]] = field(default_factory=list)
    answers: list[tuple[str, Location]] = field(default_factory=list)
    quotes: list[tuple[str, Location]] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)


def check_brief_format(path: Path) -> None:
    """Raises UsageError unless the file is a Word document: asked before the work, not after."""
    if path.suffix.lower() != ".docx":
        raise UsageError(f"{path.name}: a brief is a Word file; give a name that ends with .docx.")


def brief(
    topic: Topic, described: Described, sha256: Mapping[str, str], pages: int = 1, made: date | None = None,
    limits: Sequence[str] = (),
) -> Brief:  # fmt: skip
    """The brief on a topic. `pages`: how many it may fill, the sources apart; `limits`: the filters that were set, in words;
    `made`: the day on it (default: today)."""
    citing = Citing(described)
    names: dict[str, str] = {}
    page = _chosen(topic, pages, names, citing)
    paper = _paper(topic.query)
    day = made or date.today()
    _line(paper, f"Made on {shown_date(day.isoformat())} with Verbatim. {_searched(topic, limits)}")
    number = 0
    if page.answers:
        number = _quotes(paper, "What the documents answer", page.answers, names, number)
    number = _table(paper, "Commitments", COMMITMENTS, page.commitments, names, number)
    number = _table(paper, "Findings", FINDINGS, page.findings, names, number)
    if page.quotes:
        number = _quotes(paper, "In the words of the documents", page.quotes, names, number)
    ordered = [place for _, place in (*page.answers, *page.commitments, *page.findings, *page.quotes)]
    absent = _absent(topic)
    if absent:
        paper.add_heading("What was not found", level=2)
        for text in absent:
            _line(paper, text, style="List Bullet")
    _documents(paper, names, citing)
    left = sum(page.left.values())
    if left:
        more = ", ".join(f"{n:,} {name}" for name, n in page.left.items() if n)
        _line(paper, f"Left out for want of room: {more}.")
    add_sources(paper, with_sha256([place.record() for place in ordered], sha256), TEXT_CM)
    stream = io.BytesIO()
    paper.save(stream)
    assert len(ordered) == number
    return Brief(
        stream.getvalue(), len(page.commitments), len(page.findings), len(page.answers) + len(page.quotes), left, topic.missing
    )  # fmt: skip


# What goes on the page ------------------------------------------------------------------------------------------------


def _chosen(topic: Topic, pages: int, names: dict[str, str], citing: Citing) -> _Page:
    """The rows that fit, the best of each part in turn: a commitment, a finding, a quote, and again."""
    page = _Page()
    room: float = LINES_A_PAGE * max(1, min(pages, MOST_PAGES)) - 6 - 3 * 3 - 2 - 2 * len(_absent(topic))
    queues: dict[str, list[Any]] = {
        "answers": list(topic.quotes[: topic.answered]), "commitments": list(topic.commitments),
        "findings": list(topic.findings), "quotes": list(topic.quotes[topic.answered :]),
    }  # fmt: skip
    full: set[str] = set()
    while len(full) < len(queues):
        for name, queue in queues.items():
            if name in full:
                continue
            if not queue:
                full.add(name)
                continue
            cost, add = _row(name, queue[0], page, names, citing)
            empty = not (page.answers or page.commitments or page.findings or page.quotes)
            if cost > room and not empty:
                full.add(name)
                continue
            add()
            queue.pop(0)
            room -= cost
    page.left = {name: len(queues[name]) for name in ("commitments", "findings", "quotes")}
    page.left["quotes"] += len(queues["answers"])
    return page


def _row(name: str, row: Any, page: _Page, names: dict[str, str], citing: Citing) -> tuple[float, Any]:
    """The lines that a row takes, its document's line at the foot included, and what puts it on the page."""
    place: Location = row if isinstance(row, Location) else row.hit.location
    foot = 0 if place.document in names else _lines(_described(citing.document(place.document)), TEXT_CM)
    letter = names.get(place.document) or _letter(len(names))

    def keep(rows: list[tuple[Any, Location]], cells: Any) -> Any:
        def add() -> None:
            names.setdefault(place.document, letter)
            rows.append((cells, place))

        return add

    if isinstance(row, Location):
        text = _shown(place.quote)
        return _lines(text + _where(place, letter, 99), TEXT_CM) + 0.4 + foot, keep(
            page.answers if name == "answers" else page.quotes, text
        )
    commitment = name == "commitments"
    columns, cells = (COMMITMENTS, _commitment(row)) if commitment else (FINDINGS, _finding(row))
    rows = page.commitments if commitment else page.findings
    texts = [*cells, _where(place, letter, 99)]
    height = max(_lines(text, column.width_cm - 0.4) for text, column in zip(texts, columns, strict=True))
    return height + 0.15 + foot, keep(rows, cells)


def _commitment(row: Row) -> list[str]:
    return [
        one_line(row.who) or NOT_STATED, _shown(row.hit.location.quote), one_line(row.when) or NOT_STATED,
        one_line(row.much) or NOT_STATED,
    ]  # fmt: skip


def _finding(row: Row) -> list[str]:
    return [one_line(row.value) or NOT_STATED, _shown(row.hit.location.quote), one_line(row.base) or NOT_STATED]


def _shown(quote: str) -> str:
    text = one_line(quote)
    if len(text) > LONGEST:
        text = text[: text.rfind(" ", 0, LONGEST) if " " in text[:LONGEST] else LONGEST].rstrip() + " …"
    return f"“{text}”"


def _where(place: Location, letter: str, number: int) -> str:
    """ "A, item 5, paragraph 3.10, page 12 [3]": the document's letter, the place in it, the number among the sources."""
    item = place.item.number if place.item else None
    parts = [
        letter, f"item {item}" if item else "", f"para {place.paragraph}" if place.paragraph else "",
        shown_page(place.page, place.page_label),
    ]  # fmt: skip
    return f"{', '.join(one_line(part) for part in parts if part)} [{number}]"


def _letter(n: int) -> str:
    return (_letter(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _lines(text: str, width_cm: float) -> int:
    return max(1, math.ceil(len(text) / max(1.0, width_cm * CHARACTERS_A_CM)))


def _described(document: Document) -> str:
    """A document as a list of references names it."""
    parts = [document.organisation, f"“{one_line(document.title)}”", shown_date(document.written_date)]
    said = ", ".join(one_line(part) for part in parts if part)
    return f"{said}. {document.source_url}" if document.source_url else f"{said}."


def _searched(topic: Topic, limits: Sequence[str]) -> str:
    searched = topic.searched
    terms = f" for {', '.join(f'“{term}”' for term in searched.terms)}" if searched.terms else ""
    within = f" (only {'; '.join(limits)})" if limits else ""
    return (
        f"Searched {searched.passages:,} {'passage' if searched.passages == 1 else 'passages'} in {searched.documents:,} "
        f"{'document' if searched.documents == 1 else 'documents'}{within}{terms}. Everything between quotation marks and in "
        "the tables stands word for word in the documents."
    )


def _absent(topic: Topic) -> list[str]:
    made = []
    if topic.empty:
        made.append(topic.reason or "No passage is about this.")
    if not topic.commitments:
        made.append("No commitment in the register is about this.")
    if not topic.findings:
        made.append("No finding in the register is about this.")
    if topic.missing:
        made.append(f"No passage bears the words: {', '.join(f'“{word}”' for word in topic.missing)}.")
    if topic.query.rstrip().endswith("?") and not topic.answered:
        made.append("No sentence answers the question.")
    return made


# Word -----------------------------------------------------------------------------------------------------------------


def _paper(query: str) -> Any:
    from docx import Document as WordDocument
    from docx.shared import Cm, Pt, RGBColor

    paper = WordDocument()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    title = f"Briefing: {CONTROL.sub('', one_line(query))}"
    paper.core_properties.title, paper.core_properties.author = title[:250], "Verbatim"
    paper.core_properties.language = "en-GB"
    styles: Any = paper.styles
    for name, size, before, after in (
        ("Normal", 9, 0, 2), ("List Bullet", 9, 0, 1), ("Heading 1", 15, 0, 3), ("Heading 2", 11, 5, 2),
    ):  # fmt: skip
        style = styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.element.rPr.rFonts.attrib.clear()
        style.font.name = "Arial"
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
    paper.add_heading(title, level=1)
    return paper


def _line(paper: Any, text: str, style: str | None = None) -> None:
    paper.add_paragraph(CONTROL.sub("", text), style=style)


def _table(
    paper: Any, title: str, columns: Sequence[Column], rows: Sequence[tuple[list[str], Location]], names: dict[str, str], number: int
) -> int:  # fmt: skip
    if not rows:
        return number
    paper.add_heading(title, level=2)
    filled = [
        [*cells, _where(place, names[place.document], n)] for n, (cells, place) in enumerate(rows, number + 1)
    ]  # fmt: skip
    add_table(paper, columns, filled, tight=True)
    return number + len(rows)


def _quotes(paper: Any, title: str, rows: Sequence[tuple[str, Location]], names: dict[str, str], number: int) -> int:
    paper.add_heading(title, level=2)
    for n, (text, place) in enumerate(rows, number + 1):
        _line(paper, f"{text} {_where(place, names[place.document], n)}")
    return number + len(rows)


def _documents(paper: Any, names: Mapping[str, str], citing: Citing) -> None:
    if names:
        paper.add_heading("Documents quoted", level=2)
    for name, letter in names.items():
        _line(paper, f"{letter}. {_described(citing.document(name))}")
