"""A publication as a Word report: what was found in a few sentences, a chart with its data beside it, chosen quotations, the
other tables, and how the figures came about."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.exports.bar_picture import Bar, bar_picture
from ui.exports.pack import (
    MULTIPLE,
    NOT_APPLICABLE,
    SUPPRESSED,
    UNRELIABLE,
    PackSheet,
    attributes,
    caption,
    ends,
    notes,
    number,
    percent_cell,
    plain,
    reliability,
    sheets,
    table_title,
    title,
)
from ui.exports.word import Column, add_table

if TYPE_CHECKING:
    from coding.counts import CountRow, CountTable
    from coding.differences import Difference
    from coding.publication import Publication

PAGE_CM = 17.0
MOST_BARS, MOST_ROWS, MOST_ACROSS = 30, 400, 10


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
    for table in made.tables[1:]:
        _groups(paper, table)
    for name, differences in made.differences:
        _differing(paper, name, [one for one in differences if one.differs], len(differences))
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
    order = {plain(row.label) or row.code: n for n, row in enumerate(rows)}
    _table(paper, replace(whole, rows=tuple(sorted(whole.rows, key=lambda row: order.get(str(row[0]), len(order))))))


def _quotations(paper: Any, made: Publication) -> None:
    if not any(made.quotes.values()):
        return
    paper.add_heading("In respondents' words", level=2)
    paper.add_paragraph(plain(made.quotes_note))
    for code in made.codebook.codes:
        chosen = made.quotes.get(code.code, ())
        if chosen:
            paper.add_heading(plain(code.label) or code.code, level=3)
            for quote in chosen:
                paper.add_paragraph(f"“{plain(quote.text)}”", style="Quote")


def _groups(paper: Any, table: CountTable) -> None:
    """A table by groups as people read it: a row a theme (and group of the first of two attributes), a column a group."""
    names = attributes(table)
    across = list(dict.fromkeys(row.group[-1][1] for row in table.rows))
    paper.add_heading(table_title(table), level=2)
    paper.add_paragraph(f"Percentages. {caption(table)}")
    if len(across) > MOST_ACROSS:
        paper.add_paragraph(f"{len(across)} groups are too many for this page; the table pack has them.")
        return
    lines: dict[tuple[str, ...], dict[str, str]] = {}
    bases: dict[tuple[str, ...], dict[str, str]] = {}
    for row in table.rows:
        down = tuple(plain(value) for _, value in row.group[:-1])
        mark = f" {UNRELIABLE}" if reliability(row) == UNRELIABLE else ""
        lines.setdefault((plain(row.label), *down), {})[row.group[-1][1]] = f"{percent_cell(row, row.percent)}{mark}"
        bases.setdefault(("Base (n)", *down), {})[row.group[-1][1]] = str(number(row.base))
    everything = [*lines.items(), *bases.items()]
    texts = len(names)
    width = min(1.9, 11.0 / max(1, len(across)))
    first = (PAGE_CM - width * len(across)) / texts
    columns = [Column(name, first) for name in ("Theme", *names[:-1])] + [Column(plain(name), width) for name in across]
    rows = [[*key, *(cells.get(name, SUPPRESSED) for name in across)] for key, cells in everything[:MOST_ROWS]]
    add_table(paper, columns, rows, size_pt=8, tight=True)


def _differing(paper: Any, name: str, found: Sequence[Difference], tested: int) -> None:
    paper.add_heading(f"Differences by {plain(name)}", level=2)
    if not found:
        paper.add_paragraph(
            f"None of {tested} comparisons shows a difference that holds (Fisher's exact test, corrected for their number)."
        )
        return
    for one in found:
        interval = "" if one.low is None or one.low == one.high else f" (95% interval {one.low:.0f} to {one.high:.0f})"
        more = "more" if (one.difference or 0) > 0 else "fewer"
        paper.add_paragraph(
            f"{plain(one.label)}: {plain(one.value)} {one.percent:.0f}%, {plain(one.against)} {one.percent_against:.0f}%: "
            f"{abs(one.difference or 0):.0f} points {more}{interval}.",
            style="List Bullet",
        )


def _others(paper: Any, found: list[PackSheet]) -> None:
    for sheet in found:
        if sheet.name in ("Ranks", "Bases"):
            paper.add_heading(sheet.title, level=2)
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
