"""Statistics in the cells of captioned tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.documents import Block, Document, content_id, locate
from core.statements import Finding, Value
from ingest.statements.cells import cells, filled
from ingest.statements.modes import Modes
from ingest.statements.survey import Figure, Survey, wave_number

_NUMERIC_CELL = re.compile(
    r"^\W*(?P<pound>£)?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>%|per cent|m|bn|k)?[\s*)\]]*$"
)


def table_findings(document: Document, blocks: Sequence[Block], survey: Survey, modes: Modes) -> list[Finding]:
    """Every number in a cell of a captioned table, with its row's label and its column's heading."""
    made: list[Finding] = []
    header: list[str] = []
    labels: list[str] = []
    table: Figure | None = None
    for index, block in enumerate(blocks):
        if block.kind == "caption":
            table = next((f for f in survey.figures if f.block == index), None)
            header, labels = [], []
            continue
        if block.kind == "furniture":
            continue
        if block.kind != "table_row":
            if block.kind in ("heading", "paragraph"):
                header, table = [], None
            continue
        if table is None:
            continue
        row_cells = cells(document.text, block)
        if len(row_cells) < 2 or set("".join(words for words, _ in row_cells)) <= set("-:| "):
            continue
        numeric = [
            (n, words, span, match)
            for n, (words, span) in enumerate(row_cells)
            if n and (match := _NUMERIC_CELL.match(words))
        ]
        if not numeric:
            header = [words for words, _ in row_cells]
            continue
        row = locate(document, blocks, filled(row_cells))
        first = numeric[0][0]
        labels = [label or above for (label, _), above in zip(row_cells[:first], labels or [""] * first)]
        for n, words, span, match in numeric:
            number = float(match["number"].replace(",", ""))
            column = header[n] if n < len(header) else ""
            unit = (
                "gbp"
                if match["pound"]
                else "percent"
                if match["unit"] in ("%", "per cent") or "%" in column or "per cent" in column.lower()
                else "count"
            )
            wave = wave_number(column)
            made.append(
                Finding(
                    id=content_id("f", document.id, span.start, span.end, "cell", words),
                    location=row,
                    kind="quantitative",
                    subject=", ".join(part for part in (*labels, column) if part),
                    value=Value(words.strip(), number, number, unit),
                    figure=table.label,
                    survey_question=table.question,
                    base=table.base,
                    wave=f"Wave {wave}" if wave else None,
                    in_summary=index in survey.summary,
                    rule="table row",
                )
            )
    return made
