"""Tables that do not add up or whose rows are displaced, and shares that the counts beside them do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.documents import Span
from index.checks.paper import Paper
from index.checks.records import Check
from index.checks.tables import Cell, Row, Table

_TOTAL = re.compile(r"^(?:(?:grand|overall|gross|net)\s)?totals?\b(?!\s+(?:per|rate|%))", re.IGNORECASE)
_PART = re.compile(
    r"^(?:of which|sub-?\s?totals?\b|total\b|net\b|gross\b|all\b|less\b|overall\b|average|mean\b|median)", re.IGNORECASE
)
_NO_SUM = re.compile(
    r"\b(?:rate|average|mean|median|per|ratio|rank|score|index|year|date|%|percent|percentage|change|variance|difference|no\.|ref|page|item)\b|%",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?P<k>\d{1,3}(?:,\d{3})+|\d+)\s(?:out\s)?of\s(?:the\s|a\stotal\sof\s|all\s)?(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?P<between>[^.;%()£]{0,60}?)"
    r"(?:\s\((?P<p>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)\)|,\s(?P<q>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)[,.;])",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    r"£|\b000\b|'000|[’']000|\bFTE|\bmillions?\b|\bthousands?\b|\bweighted\b|\b[£€$]?(?:m|k|bn)\b|\bhectares\b|\btonnes\b|\brounded\b",
    re.IGNORECASE,
)
_COUNTED_OFF = re.compile(
    r"\b(?:phase|stage|part|step|page|item|tranche|round|wave|day|week|month|year|question|option|lot|figure|table|priority|volume|slide|version)\s$",
    re.IGNORECASE,
)
_SHARES = 0.6  # of the rows that must fit before a row that does not is wrong
FEWEST_ROWS = 3
LIKELY_MISS = 0.2  # of a lone column's total: more than this is another structure, not a slip


def check_sums(paper: Paper) -> Iterator[Check]:
    """Totals, shares and counts that do not agree."""
    for table in paper.tables:
        yield from _totals(paper, table)
        yield from _rates(paper, table)
    yield from _shares_in_text(paper)


def _column(rows: Sequence[Row], column: int) -> list[Cell]:
    return [row.cells[column] if column < len(row.cells) else Cell("") for row in rows]


def _totals(paper: Paper, table: Table) -> Iterator[Check]:
    """A row "Total" that is not the sum of the rows above it, where the others of its columns are, or nearly is."""
    if not table.regular:
        return
    body = table.body
    at = next((n for n, row in enumerate(body) if _TOTAL.match(row.cells[0].text)), None)
    if at is None or at < FEWEST_ROWS - 1:
        return
    above, total = body[:at], body[at]
    if any(_PART.match(row.cells[0].text) or not row.cells[0].text for row in above):
        return
    header = table.header
    right: list[int] = []
    wrong: list[tuple[int, float]] = []
    for column in range(1, table.width):
        title = header.cells[column].text if header and column < len(header.cells) else ""
        cells = _column(above, column)
        printed = total.cells[column]
        if printed.value is None or any(cell.value is None and cell.text not in ("", "-", "–", "—") for cell in cells):
            continue
        values = [cell.value for cell in cells if cell.value is not None]
        if (
            len(values) < 2
            or (_NO_SUM.search(title) and not printed.percent)
            or len({c.percent for c in cells if c.value is not None} | {printed.percent}) > 1
        ):
            continue
        if printed.percent and abs(printed.value - 100) > 0.5:
            continue
        step = 10.0 ** -max(cell.decimals for cell in [*cells, printed])
        rounded = step < 1 or printed.percent or printed.money or _ROUNDED.search(f"{title} {_caption(paper, table)}")
        slack = 0.5 * step * (len(values) + 1) if rounded else 0.0
        if abs(sum(values) - printed.value) <= slack + 1e-6:
            right.append(column)
        else:
            wrong.append((column, sum(values)))
    for column, found in wrong:
        printed_value = total.cells[column].value or 0.0
        near = abs(found - printed_value) <= LIKELY_MISS * max(abs(printed_value), 1.0)
        if len(wrong) > max(1, len(right)) or not near or (not right and len(wrong) > 1):
            continue
        title = header.cells[column].text if header else f"column {column + 1}"
        yield paper.raised(
            "sum",
            "total against its rows",
            f"The rows under “{title}” add up to {_plain(found)}; the total printed is {total.cells[column].text}.",
            total.span,
            Span(above[0].span.start, above[-1].span.end),
            certainty="certain" if right else "check",
        )


def _caption(paper: Paper, table: Table) -> str:
    return paper.lines[table.caption].text if table.caption is not None else ""


def _rates(paper: Paper, table: Table) -> Iterator[Check]:
    """Columns of which one is another as a share of a third in most rows, and the run of rows where it is not: displaced."""
    if not table.regular or table.width < 4:
        return
    body = [row for row in table.body if any(cell.value is not None for cell in row.cells)]
    if len(body) < FEWEST_ROWS + 1:
        return
    columns = range(1, table.width)
    percents = [c for c in columns if _all(body, c, percent=True)]
    counts = [c for c in columns if _all(body, c, percent=False)]
    for share in percents:
        for part in counts:
            for whole in counts:
                if part == whole:
                    continue
                fits = [_fits(row.cells[part], row.cells[whole], row.cells[share]) for row in body]
                if sum(fits) < max(FEWEST_ROWS, _SHARES * len(body)) * 1.0 and not _runs_fit(fits):
                    continue
                if all(fits):
                    continue
                yield from _displaced(paper, table, body, fits, (part, whole, share))
                return


def _displaced(
    paper: Paper, table: Table, body: Sequence[Row], fits: Sequence[bool], columns: tuple[int, int, int]
) -> Iterator[Check]:
    """One alert for each group of rows (under one entry of the first column) that holds rows which do not fit."""
    part, whole, share = columns
    header = table.header
    titles = [header.cells[c].text if header else f"column {c + 1}" for c in columns]
    groups: dict[int, list[Row]] = {}
    group = 0
    blank = any(not row.cells[0].text for row in body)
    for n, (row, fit) in enumerate(zip(body, fits)):
        if blank and row.cells[0].text:
            group = n
        if not fit:
            groups.setdefault(group, []).append(row)
    for wrong in groups.values():
        row = wrong[0]
        share_found = 100 * (row.cells[part].value or 0) / (row.cells[whole].value or 1)
        others = f" Neither do the {len(wrong) - 1} rows after it." if len(wrong) > 1 else ""
        yield paper.raised(
            "sum",
            "share against its counts",
            f"“{titles[2]}” should be “{titles[0]}” as a share of “{titles[1]}”, as in {sum(fits)} of the {len(body)} rows; here "
            f"{row.cells[part].text} of {row.cells[whole].text} is {share_found:.0f}%, and {row.cells[share].text} is printed.{others}",
            row.span,
            Span(wrong[1].span.start, wrong[-1].span.end) if len(wrong) > 1 else (header or table.rows[0]).span,
            certainty="certain",
        )


def _runs_fit(fits: Sequence[bool]) -> bool:
    """At least half of the rows, five or more, and the misses stand together: a block of rows that was displaced."""
    misses = [n for n, fit in enumerate(fits) if not fit]
    return sum(fits) >= max(5, len(fits) // 2) and bool(misses) and misses[-1] - misses[0] < 2 * len(misses)


def _all(rows: Sequence[Row], column: int, *, percent: bool) -> bool:
    cells = _column(rows, column)
    return all(cell.value is not None and cell.percent is percent and not cell.money for cell in cells)


def _fits(part: Cell, whole: Cell, share: Cell) -> bool:
    if not whole.value or part.value is None or share.value is None:
        return False
    return abs(100 * part.value / whole.value - share.value) <= 0.5 * 10.0**-share.decimals + 0.051


def _shares_in_text(paper: Paper) -> Iterator[Check]:
    """ "41 of 90 (52%)": a share that the counts beside it do not give."""
    for sentence in paper.sentences:
        for match in _OF.finditer(sentence.text):
            if _COUNTED_OFF.search(sentence.text[: match.start()]):
                continue
            k, n = (int(match[name].replace(",", "")) for name in ("k", "n"))
            share = match["p"] or match["q"]
            printed, decimals = float(share), len(share.partition(".")[2])
            if n < 2 or k > n or re.search(r"\d", match["between"]) or match["between"].count(",") > 1:
                continue
            exact = 100 * k / n
            if abs(exact - printed) > (1.0 if decimals == 0 else 0.6):  # a point for rounding twice
                yield paper.raised(
                    "impossible_percentage",
                    "share against its counts",
                    f"{match['k']} of {match['n']} is {exact:.1f}%; the text gives {share}%.",
                    sentence.span,
                    certainty="certain",
                )


def _plain(value: float) -> str:
    return (
        f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:,.2f}".rstrip("0").rstrip(".")
    )
