"""How often each theme was given: chart, table, downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core.errors import NotFoundError
from ui import components
from ui.components.question import choose_question
from ui.services import Services
from ui.viewdata.counts import (
    BASES,
    bar_chart,
    caption,
    chart_description,
    chart_points,
    count_lines,
    file_stem,
    interval_note,
    table_rows,
    without_codings,
)

if TYPE_CHECKING:
    from coding.counts import CountTable
    from core.responses import Question

TITLE, PATH = "Counts", "counts"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    try:
        services.codebook(question.id)
    except NotFoundError:
        components.bordered(
            "There is no code frame yet", "Add the code frame of this question, then code responses; the counts follow."
        )
        components.link("frame", "Code frame")
        return
    table = _table(services, question)
    lines = count_lines(table)
    if without_codings(table):
        components.bordered(
            "Nothing is coded yet", "Code some responses first. The chart and the table then appear here."
        )
        components.link("code", "Code")
        return
    grouped = any(row.group for row in table.rows)
    st.header("How often each theme was given")
    if not grouped:
        points = chart_points(lines)
        if points and any(point.percent for point in points):
            st.altair_chart(bar_chart(points), theme=None, alt=chart_description(points), width="stretch")
        else:
            components.note("No theme was given to any response, so there is no chart.")
        components.note(interval_note(lines))
    components.note(caption(table))
    st.header("Table")
    st.dataframe(
        pd.DataFrame(table_rows(lines, grouped=grouped)), hide_index=True, alt="Theme counts, the numbers of the chart", row_height=36,
        height="content" if len(lines) <= 25 else 600,
    )  # fmt: skip
    for note in table.notes:
        components.note(note)
    if any(line.suppressed for line in lines):
        components.note("[c]: suppressed, so that nobody can be recognised.")
    with st.container(horizontal=True):
        _download(table, question, ".csv", "text/csv", "Download CSV")
        _download(table, question, ".xlsx", XLSX, "Download Excel (XLSX)")


def _table(services: Services, question: Question) -> CountTable:
    first, second, third = st.columns(3)
    base = first.selectbox("Percent of", list(BASES), format_func=BASES.__getitem__, key="base")
    by = second.multiselect(
        "Break down by", services.attribute_names(question.id), key=f"by-{question.id}", max_selections=2
    )
    coder = None
    coders = services.coders(question.id)
    if len(coders) > 1:
        coder = third.selectbox(
            "Where coders differ, count the codes of", coders, key=f"coder-{question.id}",
            help="Responses that were adjudicated count as adjudicated, whoever is chosen here.",
        )  # fmt: skip
    return services.counts(question.id, base=base, by=by, coder=coder)


def _download(table: CountTable, question: Question, suffix: str, mime: str, label: str) -> None:
    def made() -> Any:
        from ui.exports.counts import counts_bytes

        return counts_bytes(suffix, table)

    st.download_button(
        label, made, f"{file_stem(question.text)}{suffix}", mime, on_click="ignore", key=f"download{suffix}"
    )
