"""Statistics in the cells of captioned tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.documents import Block, Document, Span, content_id, locate
from core.statements import Finding, SampleBase, Value
from ingest.statements.cells import cells, filled
from ingest.statements.modes import Modes
from ingest.statements.survey import Figure, Survey, wave_number

_NUMERIC_CELL = re.compile(
    r"^\W*(?P<pound>£)?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>%|per cent|m|bn|k)?[\s*)\]]*$"
)


_BASE_LABEL = re.compile(
    r"^\W*(?:(?:un)?weighted\s+)?(?:bases?(?:\s+sizes?)?|sample(?:\s+sizes?)?|n|\(n\)|number of (?:respondents|responses|cases)|total (?:respondents|responses)|no\.? of (?:respondents|responses))\b(?:\s*\(?\s*(?:n|=|unweighted|weighted|all)\b.*)?\W*$",
    re.I,
)
_SHARE = re.compile(r"%|\bper\s?cent\b|\bpercent(?:age)?s?\b|\bproportion\b", re.I)
_COUNT_COLUMN = re.compile(
    r"^\W*(?:n|no\.?|count|number|total|frequency|responses|respondents|mentions|all)\b(?!.*%)|\(n\)|\b(?:number|count|frequency|no\.) of\b|\bnumbers?\b|\bcount\b",
    re.I,
)
_SCORE = re.compile(r"\b(?:scores?|ratings?|mean|average|median)\b", re.I)
_HEADER_N = re.compile(
    r"\(\s*(?:base\s*[:=]?\s*)?(?:n\s*=\s*)?(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6})\s*\)|\bn\s*=\s*(?P<m>\d[\d,]*)", re.I
)
_RESULT_HEADER = re.compile(
    r"%|per\s?cent|percentage|\bnumber\b|\bcount\b|\bresponses?\b|\brespondents\b|\bfrequency\b|\bmentions\b|\bn\b|\bagree\b|\bscore\b|\bmean\b",
    re.I,
)

_YEAR = re.compile(r"^\W*(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?\s*[(]?\s?%?[)]?\W*$")

_Row = list[tuple[str, Span]]


@dataclass(slots=True)
class _Table:
    """The rows of one table as they stand, with its caption where it has one."""

    caption: Figure | None
    title: str
    rows: list[tuple[int, _Row]] = field(default_factory=list)


def table_findings(document: Document, blocks: Sequence[Block], survey: Survey, modes: Modes) -> list[Finding]:
    """Every number in a cell of a captioned table, with its row's label and its column's heading; in a report of a survey
    also of a table without a caption whose heading says that it counts answers or gives shares of them. A row or column
    of bases is the base of the cells beside it and no finding; suppressed cells ("[c]", "*", "-") are none."""
    made: list[Finding] = []
    for table in _tables(document, blocks, survey):
        if table.caption is None:
            told = modes.survey_document or survey.line_above(table.rows[0][0]) is not None
            if not (told and _counts_answers(table)):
                continue
        made.extend(_cells_of(document, blocks, survey, table))
    return made


def _tables(document: Document, blocks: Sequence[Block], survey: Survey) -> list[_Table]:
    found: list[_Table] = []
    open_table: _Table | None = None
    captions = {figure.block: figure for figure in survey.figures}
    caption: Figure | None = None
    for index, block in enumerate(blocks):
        if block.kind == "caption":
            caption, open_table = captions.get(index), None
        elif block.kind in ("heading", "paragraph"):
            caption, open_table = None, None
        elif block.kind == "table_row":
            row = cells(document.text, block)
            if len(row) < 2 or set("".join(words for words, _ in row)) <= set("-:| "):
                continue
            if open_table is None:
                title = caption.title if caption else block.section[-1] if block.section else ""
                open_table = _Table(caption, title)
                found.append(open_table)
            open_table.rows.append((index, row))
    return found


def _counts_answers(table: _Table) -> bool:
    row = table.rows[0][1]
    first = [words for words, _ in row]
    if _numbers(row):
        return False
    return any(_RESULT_HEADER.search(words) for words in first[1:]) or any(
        "%" in words for _, row in table.rows for words, _ in row[1:]
    )


def _label(row: _Row) -> str:
    """What a row is called: its first cell that holds something (a bar at the left edge leaves an empty one)."""
    return next((words for words, _ in row if words), "")


def _numbers(row: _Row) -> list[tuple[int, str, Span, re.Match[str]]]:
    """The cells of a row that hold numbers, with their columns; none in a row of years, which heads its columns."""
    found = [
        (n, words, span, match) for n, (words, span) in enumerate(row) if n and (match := _NUMERIC_CELL.match(words))
    ]
    return [] if found and all(_YEAR.match(words) for _, words, _, _ in found) else found


def _bases(table: _Table) -> tuple[dict[int, SampleBase], int | None]:
    """Bases by column, from a row of bases or from the headings, and the column that holds the rows' own bases."""
    by_column: dict[int, SampleBase] = {}
    base_column: int | None = None
    for _, row in table.rows:
        if _BASE_LABEL.match(_label(row)) and _numbers(row):
            for n, (words, _) in enumerate(row[1:], 1):
                match = _NUMERIC_CELL.match(words)
                if (
                    match
                    and not match["pound"]
                    and match["unit"] is None
                    and float(match["number"].replace(",", "")) >= 1
                ):
                    by_column[n] = SampleBase(int(float(match["number"].replace(",", ""))), f"{_label(row)}: {words}")
        elif not _numbers(row):
            for n, (words, _) in enumerate(row):
                printed = _HEADER_N.search(words)
                if n and printed:
                    by_column.setdefault(n, SampleBase(int((printed["n"] or printed["m"]).replace(",", "")), words))
                if n and re.match(r"^\W*(?:(?:un)?weighted\s+)?(?:bases?|sample)\b", words, re.I):
                    base_column = n
    return by_column, base_column


def _cells_of(document: Document, blocks: Sequence[Block], survey: Survey, table: _Table) -> list[Finding]:
    made: list[Finding] = []
    header: list[str] = []
    labels: list[str] = []
    by_column, base_column = _bases(table)
    caption = table.caption
    title_says_share = bool(_SHARE.search(table.title)) and not re.search(r"\bnumbers? and\b", table.title, re.I)
    for index, row_cells in table.rows:
        numeric = _numbers(row_cells)
        if not numeric:
            header = [words for words, _ in row_cells] if any(words for words, _ in row_cells[1:]) else header
            continue
        if by_column and _BASE_LABEL.match(_label(row_cells)):
            continue
        row = locate(document, blocks, filled(row_cells))
        first = numeric[0][0]
        labels = [label or above for (label, _), above in zip(row_cells[:first], labels or [""] * first)]
        own = next((m for n, _, _, m in numeric if n == base_column), None)
        row_base = (
            SampleBase(int(float(own["number"].replace(",", ""))), f"{header[base_column or 0]}: {own['number']}")
            if own
            else None
        )
        for n, words, span, match in numeric:
            if n == base_column:
                continue
            number = float(match["number"].replace(",", ""))
            column = header[n] if n < len(header) else ""
            stub = next((words for words in header if words), "")
            counted = bool(_COUNT_COLUMN.search(column))
            share = match["unit"] in ("%", "per cent") or bool(_SHARE.search(column))
            share = share or ((title_says_share or bool(_SHARE.search(stub))) and not counted and number <= 100)
            scored = not share and bool(_SCORE.search(column) or (_SCORE.search(table.title) and not counted))
            unit = "gbp" if match["pound"] else "percent" if share else "score" if scored else "count"
            wave = wave_number(column)
            base = by_column.get(n) or row_base or (caption.base if caption else survey.section_base(index))
            made.append(
                Finding(
                    id=content_id("f", document.id, span.start, span.end, "cell", words),
                    location=row,
                    kind="quantitative",
                    subject=", ".join(part for part in (*labels, column) if part),
                    value=Value(words.strip(), number, number, unit),
                    figure=caption.label if caption else None,
                    survey_question=(caption.question if caption else None) or survey.headed_question(index),
                    base=base,
                    wave=f"Wave {wave}" if wave else None,
                    in_summary=index in survey.summary,
                    rule="table row",
                )
            )
    return made
