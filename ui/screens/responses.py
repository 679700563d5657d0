"""Responses: what is in, and bringing more in from a CSV or Excel file."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.errors import NotFoundError, UserError
from ui import components
from ui.components.downloads import PROJECT_FILES, download_row
from ui.components.question import choose_question
from ui.components.upload import uploaded_file
from ui.services import Services
from ui.viewdata.responses import (
    STATES,
    guess_columns,
    mapping_problem,
    preview_rows,
    report_view,
    response_rows,
    state_lines,
)

TITLE, PATH = "Responses", "responses"
NEITHER = "Choose one"
RESPONDENTS = {
    "organisations": "Organisations (councils, charities, firms)",
    "people": "People (their answers are personal data)",
}


def render(services: Services) -> None:
    st.title(TITLE)
    said = st.session_state.pop("responses-report", None)
    if said is not None:
        report(said)
    if services.questions():
        question = choose_question(services)
        assert question is not None
        st.header("What is in")
        components.facts(state_lines(services.response_states(question.id)))
        _browse(services, question.id)
        _downloads(services, question.id)
        with st.expander("Add responses from a file", expanded=False):
            _add(services)
    else:
        components.note(
            "Add the answers to an open survey question: a CSV, Excel, OpenDocument or SPSS file with one respondent a row."
        )
        _add(services)


def _browse(services: Services, question: str) -> None:
    st.header("Read them")
    first, second = st.columns([2, 1])
    needle = first.text_input("Only responses that hold these words", key="response-words")
    state = second.selectbox("State", ["", *STATES], format_func=lambda s: STATES.get(s, "All"), key="response-state")
    rows = response_rows(services.responses(question), needle, state)
    if not rows:
        components.note("No response fits. Take words or the state away.")
        return
    components.note(f"{len(rows):,} shown.")
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=420, row_height=70, alt="Responses, with their state and attributes",
        column_config={"Response": st.column_config.TextColumn(width=560), "Id": st.column_config.TextColumn(width="small")},
    )  # fmt: skip


def _downloads(services: Services, question: str) -> None:
    st.header("Take the codings elsewhere")
    try:
        services.codebook(question)
    except NotFoundError:
        components.note("Add a code frame first: a project for other programs needs its codes.")
        return
    download_row(services, question, PROJECT_FILES, "responses")


def _add(services: Services) -> None:
    uploaded = st.file_uploader(
        "CSV, Excel, OpenDocument or SPSS file", type=["csv", "tsv", "xlsx", "ods", "sav", "zsav"], key="responses-file"
    )
    if uploaded is None:
        return
    try:
        with uploaded_file(uploaded) as path:
            table = services.table(path)
    except UserError as error:
        components.problem(str(error))
        return
    if not table.rows:
        components.problem("The file has a header and no rows. Choose a file with at least one response.")
        return
    components.note(f"{len(table.rows):,} rows. The first of them:")
    st.dataframe(pd.DataFrame(preview_rows(table)), hide_index=True, alt="The first rows of the file")
    _mapping(services, uploaded, table)


def _mapping(services: Services, uploaded: Any, table: Any) -> None:
    guess = guess_columns(table)
    columns = list(table.columns)
    known = [question.text for question in services.questions()]
    with st.form("responses-mapping", border=False):
        question = st.text_area("The question, as the survey asked it", known[0] if len(known) == 1 else "", height=70)
        first, second = st.columns(2)
        text = first.selectbox("Column with the answers", columns, columns.index(guess.text))
        identifier = second.selectbox("Column with the respondent's id", columns, columns.index(guess.id))
        attributes = st.multiselect("Columns to compare by, such as region", columns, list(guess.attributes))
        respondents = st.radio("Who answered", list(RESPONDENTS), index=None, format_func=RESPONDENTS.__getitem__)
        weight = st.selectbox("Column of survey weights", ["", *columns], format_func=lambda c: c or "None")
        if not st.form_submit_button("Add these responses", type="primary"):
            return
    wrong = mapping_problem(question, text, identifier, attributes)
    if wrong is None and respondents is None:
        wrong = "Say who answered: people, or organisations."
    if wrong is not None:
        components.problem(wrong)
        return
    assert respondents is not None
    try:
        with uploaded_file(uploaded) as path:
            made = services.add_responses(
                path, question, text_column=text, id_column=identifier, respondents=respondents,  # type: ignore[arg-type]
                attributes=attributes, weight_column=weight or None,
            )  # fmt: skip
    except UserError as error:
        components.problem(str(error))
        return
    st.session_state["responses-report"] = report_view(made)
    st.session_state["question-before"] = made.question.id
    st.rerun()


def report(view: Any) -> None:
    """What became of an import."""
    if view.usable:
        components.success(view.summary)
    else:
        components.problem(view.summary)
    for text in view.notes:
        components.note(text)
    if view.refused:
        components.note("Rows that were refused; the others are in.")
        st.dataframe(pd.DataFrame(list(view.refused)), hide_index=True, alt="Rows that were refused, with the reason")
