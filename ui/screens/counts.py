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
from ui.viewdata.publishing import effort_rows, rank_rows, ranks_sentence

if TYPE_CHECKING:
    from coding.counts import CountTable
    from core.responses import Question

TITLE, PATH = "Counts", "counts"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PEOPLE_THRESHOLD = 10  # as coding.table_notes has it, which is not imported for a number
PACK_KINDS = {
    "Excel workbook": (".xlsx", XLSX),
    "OpenDocument spreadsheet": (".ods", "application/vnd.oasis.opendocument.spreadsheet"),
    "Word report": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "Tidy table (CSV)": (".csv", "text/csv"),
}


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
    _pack(services, question, table)
    if not grouped:
        _beside(services, question)


def _pack(services: Services, question: Question, table: CountTable) -> None:
    """One button for everything that may be published; the rest has a sensible answer already."""
    by = list(dict.fromkeys(attribute for row in table.rows for attribute, _ in row.group))
    people = question.respondents == "people"
    st.header("Publish")
    control = (
        f"Counts under {PEOPLE_THRESHOLD} are suppressed in it, and others that would give one away."
        if people
        else "The respondents are organisations, so small counts are shown."
    )
    tables = (
        f"the whole, by {' and '.join(by)}" if by else "the whole (choose what to break down by above to add tables)"
    )
    components.note(f"One pack with notes, bases, ranks and how it was done. Tables: {tables}. {control}")
    kind = st.radio("As", list(PACK_KINDS), horizontal=True, key=f"pack-kind-{question.id}")
    suffix, mime = PACK_KINDS[kind]

    def made() -> Any:
        from ui.exports.publication import publication_bytes

        wanted = [[name] for name in by] + ([by] if len(by) == 2 else [])
        return publication_bytes(suffix, services.publication(question.id, by=wanted, base=table.base_kind))

    name = f"{file_stem(question.text)}-pack{suffix}"
    st.download_button(
        "Download the table pack", made, name, mime, on_click="ignore", type="primary", key="download-pack"
    )


def _beside(services: Services, question: Question) -> None:
    st.header("Is the top theme really top?")
    ranks = services.rank_themes(question.id)
    components.note(ranks_sentence(ranks))
    st.dataframe(pd.DataFrame(rank_rows(ranks)), hide_index=True, alt="Ranks of the themes", row_height=36)
    effort = services.coding_effort(question.id)
    if any(one.more for one in effort):
        st.header("How many more to code for ±3 points")
        components.note(
            "More responses that must be coded, drawn at random, for the 95% interval to be at most 3 points to each side."
        )
        st.dataframe(pd.DataFrame(effort_rows(effort)), hide_index=True, alt="Coding effort by theme", row_height=36)


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
