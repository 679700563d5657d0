"""Waves: the same question in two reports side by side, with intervals, the words that changed, and what is not compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ui import components
from ui.services import Services
from ui.viewdata.places import one_line
from ui.viewdata.registers import place_of
from ui.viewdata.start import counted
from ui.viewdata.waves import SHOWN, chosen_waves, is_clear, questions, wave_facts, wave_line

if TYPE_CHECKING:
    from core.documents import Document
    from index.waves import Wave

TITLE, PATH = "Waves", "waves"
FEWEST = 2  # percentages that a report must state to be offered
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(services: Services) -> None:
    st.title(TITLE)
    stated = Counter(
        row.document for row in services.findings() if (row.fields.get("value") or {}).get("unit") == "percent"
    )
    reports = {d.id: d for d in services.documents() if stated[d.id] >= FEWEST}
    if len(reports) < 2:
        components.bordered(
            "Two reports are needed",
            "The same question is compared in two reports that state percentages. Add an earlier or a later report.",
        )
        components.link("add", "Add documents")
        return
    fullest = {name for name, _ in stated.most_common(2)}
    chosen = _choice(reports, fullest)
    if chosen is None:
        return
    first, second, only = chosen
    rows = _compared(services, first, second)
    if not rows:
        components.bordered("No question is in both", "No two figures of these reports are about the same thing.")
        return
    refused = sum(row.refused is not None for row in rows)
    clear = sum(is_clear(row) for row in rows)
    components.note(
        f"{counted(len(rows), 'figure')} in both. {refused:,} not compared, with the reason. {clear:,} with a difference clear of "
        "zero. Shares are taken as printed and as simple random samples."
    )
    shown = chosen_waves(rows, only)
    if not shown:
        components.bordered("No row fits", "Choose another kind of row.")
        return
    table, beside = st.columns([31, 20], gap="medium")
    with table:
        row = _table(shown)
        _downloads(services, shown, reports[first], reports[second])
    with beside:
        _row(row)


def _choice(reports: dict[str, Document], fullest: set[str]) -> tuple[str, str, str] | None:
    """The two reports, by date; at first the two with the most percentages."""
    order = sorted(reports, key=lambda name: (reports[name].date or "9999", reports[name].title))
    start = [n for n, name in enumerate(order) if name in fullest]
    one, two, three = st.columns([4, 4, 3])

    def title(name: str) -> str:
        report = reports[name]
        return f"{one_line(report.title)} ({report.date})" if report.date else one_line(report.title)

    first = one.selectbox("First report", order, start[0], format_func=title, key="waves-a")
    second = two.selectbox("Second report", order, start[1], format_func=title, key="waves-b")
    only = three.selectbox("Rows", list(SHOWN), format_func=SHOWN.__getitem__, key="waves-shown")
    if first == second:
        components.bordered("Choose two reports", "Both names are of one report.")
        return None
    return first, second, only


def _compared(services: Services, first: str, second: str) -> list[Wave]:
    from index.papers import waves

    return waves(services.store, first, second)[2]


def _table(rows: list[Wave]) -> Wave:
    key = f"waves-table-{abs(hash(tuple(str(row.a['id']) + str(row.b['id']) for row in rows)))}"
    picked = st.dataframe(
        pd.DataFrame([wave_line(row) for row in rows]), hide_index=True, on_select="rerun", selection_mode="single-row",
        selection_default={"selection": {"rows": [0]}}, key=key, height=590, row_height=80, alt="The same figures in two reports",
        column_config={
            "What": st.column_config.TextColumn(width=250),
            "First": st.column_config.TextColumn(width=92),
            "Second": st.column_config.TextColumn(width=92),
            "Difference": st.column_config.TextColumn(width=142),
        },
    )  # fmt: skip
    marked = picked["selection"]["rows"]
    return rows[marked[0] if marked and marked[0] < len(rows) else 0]


def _row(row: Wave) -> None:
    components.facts(wave_facts(row))
    before, after = questions(row)
    for label, fields, asked in (("First report", row.a, before), ("Second report", row.b, after)):
        components.heading(label, 2)
        components.quote(one_line(str(fields["quote"])), (), f"{one_line(str(fields['title']))} · {place_of(fields)}")
        if asked is not None:
            components.note("Its question:")
            components.quote(asked.text, asked.marks)
        components.link(
            "source", "Show in the document", document=fields["document"], start=fields["start"], end=fields["end"]
        )


def _downloads(services: Services, rows: list[Wave], first: Document, second: Document) -> None:
    def made(suffix: str) -> Callable[[], Any]:
        def write() -> Any:
            from index.verify import fingerprints
            from ui.exports.checks import WAVE_COLUMNS, WAVES_NOTES
            from ui.exports.columns import with_sha256
            from ui.exports.files import records_bytes

            records = with_sha256([row.record() for row in rows], fingerprints(services.store))
            notes = (f"a: {first.title}", f"b: {second.title}", *WAVES_NOTES)
            return records_bytes(suffix, "Waves", records, notes, WAVE_COLUMNS)

        return write

    with st.container(horizontal=True):
        st.download_button("Download CSV", made(".csv"), "waves.csv", "text/csv", on_click="ignore", key="waves-csv")
        st.download_button(
            "Download Excel (XLSX)", made(".xlsx"), "waves.xlsx", XLSX, on_click="ignore", key="waves-xlsx"
        )
