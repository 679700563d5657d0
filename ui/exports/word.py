"""Word tables for a board paper: landscape, a header row that repeats, every row with its words and its place."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.exports.places import cited
from ui.exports.workbook import CONTROL

if TYPE_CHECKING:
    from docx.document import Document as Paper

LONGEST_QUOTE = 900  # characters of one cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading and its width in centimetres."""

    heading: str
    width_cm: float


COMMITMENTS = (
    Column("Who", 3.6), Column("What was said", 10.2), Column("By when", 3.4), Column("How much", 2.6),
    Column("Where", 4.2), Column("Status", 2.2),
)  # fmt: skip
SOURCES = (
    Column("No", 0.9), Column("id", 2.3), Column("page", 1.1), Column("start", 1.5), Column("end", 1.5), Column("document", 2.6),
    Column("sha256", 5.2), Column("quote", 11.2),
)  # fmt: skip
"""The columns of the sources at the end: what `verify` reads back."""
FINDINGS = (
    Column("Value", 2.6), Column("What was found", 11.4), Column("Of whom", 4.0), Column("Base", 2.4), Column("Where", 5.8),
)  # fmt: skip


def commitment_cells(record: Mapping[str, Any]) -> list[str]:
    """A commitment as the cells of `COMMITMENTS`."""
    actor, deadline, amount = record.get("actor"), record.get("deadline"), record.get("amount")
    who = "Not stated" if not actor else str(actor["name"])
    if actor and actor.get("basis") == "inherited":
        who += " (from the context)"
    when = _line(deadline["text"]) if deadline else "Not stated"
    if deadline and (deadline.get("start") or deadline.get("end")):
        when += f" ({_interval(deadline.get('start'), deadline.get('end'))})"
    status = _line(str(record["status"]).replace("_", " ")) if record.get("status") else "None recorded"
    return [who, quoted(record), when, _line(amount["text"]) if amount else "Not stated", cited(record), status]


def finding_cells(record: Mapping[str, Any]) -> list[str]:
    """A finding as the cells of `FINDINGS`."""
    value, base = record.get("value"), record.get("base")
    return [
        _line(value["text"]) if value else _line(record.get("prominence") or "Not stated"),
        quoted(record),
        _line(record.get("population") or "Not stated"),
        f"n = {base['n']:,}" if base and base.get("n") is not None else "Not stated",
        cited(record),
    ]


def _line(text: Any) -> str:
    return " ".join(str(text).split())


def quoted(record: Mapping[str, Any]) -> str:
    """The record's words on one line in quotation marks; of very long ones the beginning."""
    quote = _line(record.get("quote") or "")
    return f"“{quote[:LONGEST_QUOTE].rstrip()} …”" if len(quote) > LONGEST_QUOTE else f"“{quote}”"


def _interval(start: str | None, end: str | None) -> str:
    if start and end:
        return _date(start) if start == end else f"{_date(start)} to {_date(end)}"
    return f"by {_date(end)}" if end else f"from {_date(start or '')}"


def _date(iso: str) -> str:
    from datetime import date

    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"


def table_bytes(
    title: str, notes: Sequence[str], columns: Sequence[Column], rows: Sequence[Sequence[str]],
    sources: Sequence[Mapping[str, Any]] = (),
) -> bytes:  # fmt: skip
    """A .docx file: the title, the notes, one table, and the `sources` (records with `sha256`) of its rows at the end. Text
    from documents goes in as text, control characters left out."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    paper = Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.8)
    paper.core_properties.title = CONTROL.sub("", title)[:250]
    paper.core_properties.author = "Verbatim"
    paper.core_properties.language = "en-GB"
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(9)
    paper.add_heading(CONTROL.sub("", title), level=1)
    for note in notes:
        paper.add_paragraph(CONTROL.sub("", note))
    add_table(paper, columns, rows)
    add_sources(paper, sources)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def add_sources(paper: Paper, records: Sequence[Mapping[str, Any]], width_cm: float = 0) -> None:
    """Appends the sources of what was quoted as a table in small print, where any record names its document's `sha256`.

    Offsets are code points of the document's text; the quote is whole. `width_cm`: of the page's text, where it is less."""
    kept = [record for record in records if record.get("sha256") and record.get("quote")]
    if not kept:
        return
    paper.add_heading("Sources", level=2)
    paper.add_paragraph(
        "Where every quote stands. “verbatim verify” with this file tells whether they still stand there."
    )
    whole = sum(column.width_cm for column in SOURCES)
    share = width_cm / whole if width_cm and width_cm < whole else 1.0
    columns = [Column(column.heading, column.width_cm * share) for column in SOURCES]
    rows = [
        [
            str(n), *(str(record.get(name) if record.get(name) is not None else "") for name in ("id", "page", "start", "end", "document", "sha256")),
            str(record["quote"]),
        ]
        for n, record in enumerate(kept, 1)
    ]  # fmt: skip
    add_table(paper, columns, rows, size_pt=6)


def add_table(
    paper: Paper,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    size_pt: float | None = None,
    *,
    tight: bool = False,
) -> None:
    """Appends a table with a header row that repeats on every page and rows that no page break cuts; `tight`: no space
    below the words of a cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    table = paper.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    head = table.rows[0]
    properties = head._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    properties.append(repeated)
    for place, column in zip(table.columns, columns, strict=True):
        place.width = Cm(column.width_cm)
    filled = [(head, [column.heading for column in columns])]
    for values in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        filled.append((row, list(values)))
    for row, texts in filled:
        for cell, column, text in zip(row.cells, columns, texts, strict=True):
            cell.width = Cm(column.width_cm)
            run = cell.paragraphs[0].add_run(CONTROL.sub("", text))
            run.bold = row is head or None
            if tight:
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            if size_pt is not None:
                run.font.size = Pt(size_pt)
