"""A publication as a Word report: what was found in a few sentences, a chart with its data beside it, chosen quotations, the
other tables, and how the figures came about."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ui.exports.bar_picture import Bar, bar_picture
from ui.exports.pack import (
    MULTIPLE,
    NOT_APPLICABLE,
    PackSheet,
    caption,
    ends,
    notes,
    percent_cell,
    plain,
    sheets,
    title,
)
from ui.exports.word import Column, add_table

if TYPE_CHECKING:
    from coding.counts import CountRow
    from coding.publication import Publication

PAGE_CM = 17.0
MOST_BARS, MOST_ROWS = 30, 400


def report_docx(made: Publication) -> bytes:
    """A .docx file, headings in order, tables with heading rows that repeat, the chart with a text alternative."""
    from docx import Document
    from docx.shared import Cm, Pt

    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)
    paper.core_properties.title = title(made)[:250]
    paper.core_properties.author = "Verbatim"
    paper.core_properties.language = "en-GB"
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    paper.add_heading(title(made), level=1)
    for sentence in findings(made):
        paper.add_paragraph(sentence)
    found = sheets(made)
    _chart(paper, made, found[0])
    _quotations(paper, made)
    _others(paper, found)
    paper.add_heading("How these figures came about", level=2)
    for heading, text in made.methods:
        paper.add_heading(plain(heading), level=3)
        paper.add_paragraph(plain(text))
    paper.add_heading("Notes", level=2)
    for note in notes(made):
        paper.add_paragraph(note, style="List Bullet")
    paper.add_paragraph("; ".join(f"{name}: {plain(value)}" for name, value in made.about))
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def findings(made: Publication) -> list[str]:
    """The most frequent themes, and how far their order can be trusted, in sentences."""
    shown = ordered(made)
    if not shown:
        return ["Nothing can be said of how often the themes were given."]
    said = [caption(made.tables[0])]
    parts = []
    for row in shown[:3]:
        low, high = ends(row)
        interval = "" if low == NOT_APPLICABLE or row.low is None else f" (95% interval {low}% to {high}%)"
        parts.append(f"{plain(row.label)}, {percent_cell(row, row.percent)}%{interval}")
    said.append("Given most often: " + "; ".join(parts) + ".")
    first = made.ranks[0] if made.ranks else None
    if first is not None and first.low is not None:
        if first.high == 1:
            said.append(f"{plain(first.label)} is the most frequent theme; no other can be.")
        else:
            names = {rank.code: plain(rank.label) for rank in made.ranks}
            near = ", ".join(names[code] for code in first.not_told_apart)
            said.append(
                f"Which theme is the most frequent cannot be told: {plain(first.label)} cannot be told apart from {near}."
                if near
                else f"{plain(first.label)} shares the first place with another theme."
            )
    said.append(MULTIPLE)
    return said


def ordered(made: Publication) -> list[CountRow]:
    """The rows of the whole that say something, the most frequent first."""
    rows = [row for row in made.tables[0].rows if row.percent is not None and not row.suppressed]
    return sorted(rows, key=lambda row: -(row.percent or 0.0))


def _chart(paper: Any, made: Publication, whole: PackSheet) -> None:
    from docx.shared import Cm

    paper.add_heading("How often each theme was given", level=2)
    rows = ordered(made)[:MOST_BARS]
    if any(row.percent for row in rows):
        bars = [
            Bar(plain(row.label), row.percent or 0.0, row.low, row.high, f"{percent_cell(row, row.percent)}%")
            for row in rows
        ]
        paper.add_picture(io.BytesIO(bar_picture(bars)), width=Cm(PAGE_CM))
        described = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
        drawn = paper.inline_shapes[-1]._inline.docPr
        drawn.set("title", "Bar chart")
        drawn.set(
            "descr",
            f"Bar chart of the percentage of each theme, the most frequent first: {described}. The table below has the same numbers.",
        )
        lines = "The lines on the bars are 95% intervals. " if any(b.low != b.high for b in bars) else ""
        paper.add_paragraph(f"{lines}{caption(made.tables[0])}")
    _table(paper, whole)


def _quotations(paper: Any, made: Publication) -> None:
    if not any(made.quotes.values()):
        if made.quotes_note:
            paper.add_paragraph(plain(made.quotes_note))
        return
    paper.add_heading("In respondents' words", level=2)
    paper.add_paragraph(plain(made.quotes_note))
    for code in made.codebook.codes:
        chosen = made.quotes.get(code.code, ())
        if chosen:
            paper.add_heading(plain(code.label) or code.code, level=3)
            for quote in chosen:
                paper.add_paragraph(f"“{plain(quote.text)}”", style="Quote")


def _others(paper: Any, found: list[PackSheet]) -> None:
    for sheet in found[1:]:
        if sheet.name in ("Methods", "Quotations"):
            continue
        paper.add_heading(sheet.title, level=2)
        if sheet.caption:
            paper.add_paragraph(sheet.caption)
        _table(paper, sheet)


def _table(paper: Any, sheet: PackSheet) -> None:
    kept = [n for n, name in enumerate(sheet.columns) if name not in ("Method", "Coded by people")]
    text, rest = [n for n in kept if n < sheet.texts], [n for n in kept if n >= sheet.texts]
    wide = PAGE_CM - 1.9 * len(rest)
    columns = [Column(sheet.columns[n], max(2.4, wide / max(1, len(text))) if n in text else 1.9) for n in kept]
    rows = [[str(row[n]) for n in kept] for row in sheet.rows[:MOST_ROWS]]
    add_table(paper, columns, rows, size_pt=8, tight=True)
    if len(sheet.rows) > MOST_ROWS:
        paper.add_paragraph(f"The first {MOST_ROWS} of {len(sheet.rows)} rows; the table pack has all of them.")
