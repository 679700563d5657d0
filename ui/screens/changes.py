"""What changed between papers: commitments that slipped, weakened, got another sum or were dropped, both quotes shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ui import components
from ui.exports.files import records_bytes
from ui.screens.register import table_height
from ui.services import Services
from ui.viewdata.changes import KINDS, change_line, counted_kinds, dated_title, made_by, papers_with, sides
from ui.viewdata.places import one_line
from ui.viewdata.registers import place_of
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from index.changes import Change

TITLE, PATH = "Changes", "changes"


def render(services: Services) -> None:
    st.title(TITLE)
    documents = services.documents()
    bodies = sorted({d.organisation for d in documents if d.organisation})
    dates = {d.id: d.date for d in documents}
    first, fourth, second, third = st.columns([3, 4, 2, 2])
    body = first.selectbox(
        "Papers of", ["", *bodies], format_func=lambda b: b or "All organisations", key="changes-organisation"
    )
    since = third.date_input(
        "Since", None, key="changes-since", format="DD/MM/YYYY", min_value="1990-01-01", max_value="2100-12-31"
    )
    day = since.isoformat() if isinstance(since, date) else None
    found = services.changes(since=day, organisation=body or None)
    papers = papers_with(found, dates)
    paper = fourth.selectbox(
        "Paper", ["", *papers], format_func=lambda p: f"{papers[p][0]} ({papers[p][1]:,})" if p in papers else "All papers",
        key="changes-paper", help="The newest first: what it says otherwise than the papers before it",
    )  # fmt: skip
    found = [change for change in found if not paper or made_by(change, paper)]
    counts = counted_kinds(found)
    kind = second.selectbox(
        "Change", ["", *counts], format_func=lambda k: f"{KINDS[k]} ({counts[k]:,})" if k else "All", key="changes-kind"
    )
    shown = [change for change in found if kind in ("", change.kind)]
    if not shown:
        components.bordered(
            "No change was found",
            "The same commitment in two dated papers, or in two versions of one, is compared: dates, sums and how firmly it is put.",
        )
        return
    components.note(
        f"{counted(len(shown), 'change')} between papers. A paper that is silent drops nothing; a new version can."
    )
    table, beside = st.columns([31, 20], gap="medium")
    with table:
        change = _table(shown, dates)
        st.download_button(
            "Download Excel (XLSX)",
            _workbook(services, shown),
            "changes.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key="changes-xlsx",
        )
    with beside:
        _change(change, dates)


def _workbook(services: Services, shown: list[Change]) -> Callable[[], Any]:
    def made() -> Any:
        from index.verify import fingerprints
        from ui.exports.columns import with_sha256

        records = with_sha256([change.record() for change in shown], fingerprints(services.store))
        return records_bytes(".xlsx", "Changes between papers", records, first=("id", "kind", "explanation"))

    return made


def _table(shown: list[Change], dates: Mapping[str, str | None]) -> Change:
    picked = st.dataframe(
        pd.DataFrame([change_line(change, dates) for change in shown]), hide_index=True, on_select="rerun",
        selection_mode="single-row", selection_default={"selection": {"rows": [0]}}, row_height=80, height=table_height(len(shown)),
        key=f"changes-table-{hash(tuple(change.id for change in shown))}", alt="Changes between papers",
        column_config={
            "Change": st.column_config.TextColumn(width=84),
            "Who": st.column_config.TextColumn(width=96),
            "What": st.column_config.TextColumn(width=170),
            "How": st.column_config.TextColumn(width=150),
            "Said in": st.column_config.TextColumn(width=84),
        },
    )  # fmt: skip
    rows = picked["selection"]["rows"]
    return shown[rows[0] if rows and rows[0] < len(shown) else 0]


def _change(change: Change, dates: Mapping[str, str | None]) -> None:
    components.heading(KINDS[change.kind], 2)
    components.passage(change.explanation)
    for label, place in sides(change):
        components.heading(label, 3)
        quote = one_line(str(place["quote"]))
        where = " · ".join(part for part in (dated_title(place, dates), place_of(place)) if part)
        components.quote(quote, ((0, len(quote)),), where)
        components.link("commitments", "Open in the register", row=str(place["id"]))
