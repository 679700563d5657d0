"""Checks: places of a paper that disagree, both quotes beside each other; dismissed with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core.documents import Location
from ui import components
from ui.services import Services
from ui.viewdata.checks import (
    KINDS,
    REVIEWS,
    SEVERITIES,
    WantedChecks,
    check_facts,
    check_line,
    chosen_checks,
    next_open,
)
from ui.viewdata.places import one_line, place
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from index.papers import CheckRow

TITLE, PATH = "Checks", "checks"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(services: Services) -> None:
    from index.papers import checks

    st.title(TITLE)
    rows = checks(services.store, dismissed=True)
    if not rows:
        components.bordered(
            "Nothing disagrees",
            "Figures, bases, captions, references, sums, dates and names of each paper are compared with each other. "
            "Where the papers are few, that may be all there is to find.",
        )
        components.link("add", "Add documents")
        return
    said = st.session_state.pop("checks-said", None)
    shown = chosen_checks(rows, _filters(services))
    dismissed = sum(row.status == "dismissed" for row in rows)
    components.note(f"{counted(len(shown), 'check')} shown. {dismissed:,} of {len(rows):,} dismissed.")
    if not shown:
        components.bordered("No row fits", "Take a filter away to see more.")
        return
    table, beside = st.columns([31, 20], gap="medium")
    with table:
        row = _table(shown)
        _downloads(services, shown)
    with beside:
        if said:
            components.success(said)
        _row(services, row, shown)


def _filters(services: Services) -> WantedChecks:
    titles = {d.id: d.title for d in services.documents()}
    first, second, third, fourth, fifth = st.columns([3, 3, 2, 2, 2])
    text = first.text_input("Words", key="checks-words", bind="query-params")
    document = second.selectbox(
        "Document", ["", *titles], format_func=lambda d: titles.get(d, "All documents"), key="checks-document"
    )
    kind = third.selectbox("What", ["", *KINDS], format_func=lambda k: KINDS.get(k, "All"), key="checks-kind")
    severity = fourth.selectbox(
        "Severity", ["", *SEVERITIES], format_func=lambda s: SEVERITIES.get(s, "All"), key="checks-severity"
    )
    status = fifth.selectbox("Review", list(REVIEWS), format_func=REVIEWS.__getitem__, key="checks-status")
    return WantedChecks(text or "", document, kind, severity, status)


def _table(rows: list[CheckRow]) -> CheckRow:
    """The table; the row that is chosen in it, or named by the address, or the first."""
    ids = [row.check.id for row in rows]
    linked = st.query_params.get("row")
    if linked and linked != st.session_state.get("checks-row"):
        st.session_state["checks-row"] = linked
        st.session_state["checks-turn"] = st.session_state.get("checks-turn", 0) + 1
    wanted, turn = st.session_state.get("checks-row"), st.session_state.get("checks-turn", 0)
    key = f"checks-table-{turn}-{abs(hash(tuple(ids)))}"
    starts = st.session_state.setdefault("checks-starts", {})
    start = starts.setdefault(key, ids.index(wanted) if wanted in ids else 0)
    st.session_state["checks-starts"] = {key: start}
    picked = st.dataframe(
        pd.DataFrame([check_line(row) for row in rows]), hide_index=True, on_select="rerun", selection_mode="single-row",
        selection_default={"selection": {"rows": [start]}}, key=key, height=590, row_height=80, alt="Checks",
        column_config={
            "What": st.column_config.TextColumn(width=112),
            "What differs": st.column_config.TextColumn(width=310),
            "Severity": st.column_config.TextColumn(width=70),
            "Review": st.column_config.TextColumn(width=84),
        },
    )  # fmt: skip
    marked = picked["selection"]["rows"]
    row = rows[marked[0] if marked and marked[0] < len(rows) else start]
    _remember(row.check.id)
    return row


def _remember(row: str) -> None:
    st.session_state["checks-row"] = row
    if st.query_params.get("row") != row:
        st.query_params["row"] = row


def _row(services: Services, row: CheckRow, rows: list[CheckRow]) -> None:
    check = row.check
    components.heading(KINDS[check.kind], 2)
    components.passage(check.explanation)
    sides = [("One place" if check.b else "The place", check.a), *([("The other place", check.b)] if check.b else [])]
    for label, location in sides:
        _side(label, location)
    components.facts(check_facts(row))
    _decide(services, row, rows)


def _side(label: str, location: Location) -> None:
    components.heading(label, 3)
    components.quote(one_line(location.quote), (), f"{one_line(location.title)} · {place(location)}")
    components.link(
        "source", "Show in the document", document=location.document, start=location.start, end=location.end
    )


def _decide(services: Services, row: CheckRow, rows: list[CheckRow]) -> None:
    from index.papers import dismiss, reopen

    name = row.check.id
    if row.status == "dismissed":
        if st.button("Take the dismissal back", key=f"reopen-{name}"):
            reopen(services.store, name)
            _said("The check is open again.", name)
        return
    with st.form(f"dismiss-{name}", border=False):
        reason = st.text_input("Reason", help="Why it is no mistake, or one that is known")
        sent = st.form_submit_button("Dismiss")
    if sent and not reason.strip():
        components.problem("Say why: a check is dismissed with a reason.")
    elif sent:
        dismiss(services.store, name, reason)
        _said("Dismissed. It is listed under Review: Dismissed.", next_open(rows, name))


def _said(text: str, row: str) -> None:
    st.session_state["checks-said"] = text
    _remember(row)
    st.session_state["checks-turn"] = st.session_state.get("checks-turn", 0) + 1
    st.rerun()


def _downloads(services: Services, rows: list[CheckRow]) -> None:
    def made(suffix: str) -> Callable[[], Any]:
        def write() -> Any:
            from index.verify import fingerprints
            from ui.exports.checks import CHECK_COLUMNS, CHECKS_NOTES
            from ui.exports.columns import with_sha256
            from ui.exports.files import records_bytes

            records = with_sha256([row.record() for row in rows], fingerprints(services.store))
            return records_bytes(suffix, "Checks", records, CHECKS_NOTES, CHECK_COLUMNS)

        return write

    with st.container(horizontal=True):
        st.download_button("Download CSV", made(".csv"), "checks.csv", "text/csv", on_click="ignore", key="checks-csv")
        st.download_button(
            "Download Excel (XLSX)", made(".xlsx"), "checks.xlsx", XLSX, on_click="ignore", key="checks-xlsx"
        )
