"""Add responses: choose a file, say which column is what, look at the report, bring them in."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.errors import UserError
from ui import components
from ui.coding_services.import_check import AskedColumn, ImportPlan
from ui.components.upload import uploaded_file
from ui.services import Services
from ui.viewdata.import_check import (
    check_views,
    column_names,
    guess_columns,
    plan_name,
    plan_problem,
    preview_rows,
    question_of,
    values_of,
)
from ui.viewdata.responses import report_view

TITLE, PATH = "Add responses", "add-responses"
TYPES = ["csv", "tsv", "xlsx", "ods", "sav", "zsav"]
RESPONDENTS = {
    "organisations": "Organisations (councils, charities, firms)",
    "people": "People (their answers are personal data)",
}
QUESTION = "The question, as the survey asked it"
QUESTIONS = (
    "First question", "Second question", "Third question", "Fourth question", "Fifth question",
    "Sixth question", "Seventh question", "Eighth question", "Ninth question", "Tenth question",
)  # fmt: skip
NEW_WORDS = "Take the new texts of responses that people have coded: their codings are kept in the record and they are coded again"


def render(services: Services) -> None:
    st.title(TITLE)
    flow(services)


def flow(services: Services) -> None:
    """The steps, each below the one before it."""
    uploaded = st.file_uploader(
        "CSV, Excel, OpenDocument or SPSS file, one respondent a row", type=TYPES, key="responses-file"
    )
    if uploaded is None:
        components.note("Nothing is stored until you have seen what the file holds and say yes.")
        return
    table = _table(services, uploaded)
    if table is None:
        return
    components.note(f"{len(table.rows):,} rows. The first of them:")
    st.dataframe(pd.DataFrame(preview_rows(table)), hide_index=True, alt="The first rows of the file")
    for said in table.notes:
        components.note(said)
    plan = _mapping(services, table)
    if plan is not None:
        _report(services, uploaded, plan)


def _table(services: Services, uploaded: Any) -> Any:
    """The file as it was read, kept while the page stands: a large file is not read again for every press."""
    with st.expander("The first rows look wrong?"):
        rows = st.number_input(
            "Rows at the top that name the columns", 0, 5, 0, key="responses-header-rows",
            help="0: told from the file. Survey programs write two or three.",
        )  # fmt: skip
    key = (uploaded.file_id, rows)
    kept = st.session_state.get("responses-table")
    if kept is not None and kept[0] == key:
        return kept[1]
    try:
        with uploaded_file(uploaded) as path:
            table = services.table(path, int(rows) or None)
    except UserError as error:
        components.problem(str(error))
        return None
    if not table.rows:
        components.problem("The file has a header and no rows. Choose a file with at least one response.")
        return None
    st.session_state["responses-table"] = (key, table)
    return table


def _mapping(services: Services, table: Any) -> ImportPlan | None:
    """Which column is what, as a person chose it; None until it can be used."""
    st.header("Which column is what")
    guess, names = guess_columns(table), column_names(table)
    places = list(range(len(names)))
    known = [question.text for question in services.questions()]
    texts = st.multiselect(
        "Columns with the answers, in people's own words", places, list(guess.texts)[: len(QUESTIONS)],
        format_func=names.__getitem__, max_selections=len(QUESTIONS), key="responses-texts",
    )  # fmt: skip
    columns = []
    for n, at in enumerate(texts):
        given = question_of(table, at) or (known[0] if len(known) == len(texts) == 1 else "")
        if len(texts) > 1:
            components.note(f"Column {names[at]}")
        question = st.text_area(
            QUESTIONS[n] if len(texts) > 1 else QUESTION, given, height=70, key=f"responses-question-{at}"
        )
        columns.append(AskedColumn(plan_name(table, at), question))
    first, second = st.columns(2)
    identifier = first.selectbox(
        "Column with the respondent's id", places, guess.id, format_func=names.__getitem__, key="responses-id"
    )
    weight = second.selectbox(
        "Column of survey weights", [None, *places], 0 if guess.weight is None else guess.weight + 1,
        format_func=lambda at: "None" if at is None else names[at], key="responses-weight",
    )  # fmt: skip
    attributes = st.multiselect(
        "Columns to compare by, such as region",
        places,
        list(guess.attributes),
        format_func=names.__getitem__,
        key="responses-attributes",
    )
    route = _routing(table, names, first, second)
    respondents = st.radio(
        "Who answered", list(RESPONDENTS), index=None, format_func=RESPONDENTS.__getitem__, key="responses-respondents"
    )
    asked = tuple(AskedColumn(column.column, column.question, route) for column in columns)
    chosen = [plan_name(table, at) for at in attributes]
    wrong = plan_problem(asked, plan_name(table, identifier), chosen)
    fresh = [column.question for column in asked if " ".join(column.question.split()) not in known]
    if wrong is None and respondents is None and fresh:
        wrong = "Say who answered: people, or organisations."
    if wrong is not None:
        components.note(wrong)
        return None
    return ImportPlan(
        asked, plan_name(table, identifier), respondents, tuple(chosen),  # type: ignore[arg-type]
        None if weight is None else plan_name(table, weight), header_rows=int(st.session_state["responses-header-rows"]) or None,
    )  # fmt: skip


def _routing(table: Any, names: list[str], first: Any, second: Any) -> str | None:
    """Who was asked, as "COLUMN=VALUE"; None: everybody."""
    at = first.selectbox(
        "Who was asked", [None, *range(len(names))],
        format_func=lambda at: "Everybody" if at is None else f"Those with a certain value of: {names[at]}", key="responses-route",
    )  # fmt: skip
    if at is None:
        return None
    value = second.selectbox(
        "The value of those who were asked", values_of(table, at), key=f"responses-route-value-{at}"
    )
    return f"{plan_name(table, at)}={value}"


def _report(services: Services, uploaded: Any, plan: ImportPlan) -> None:
    """The report on the file, and the press that brings it in."""
    st.header("What would come in")
    key = (uploaded.file_id, plan)
    kept = st.session_state.get("responses-check")
    if kept is None or kept[0] != key:
        if not st.button("Check the file", type="primary", key="responses-check-press"):
            components.note("The check reads every row and stores nothing.")
            return
        try:
            with uploaded_file(uploaded) as path, st.spinner("Checking every row"):
                kept = (key, services.check_import(path, plan))
        except UserError as error:
            components.problem(str(error))
            return
        st.session_state["responses-check"] = kept
        st.rerun()
    check = kept[1]
    views = check_views(check)
    for view in views:
        if len(views) > 1:
            components.heading(view.question, 3)
        components.facts(view.facts)
        if view.cautions:
            components.cautions(view.cautions)
        if view.attributes:
            st.dataframe(
                pd.DataFrame(list(view.attributes)), hide_index=True, alt="Columns to compare by, with their values"
            )
        if view.refused:
            components.note("Rows that would be refused; the others come in.")
            st.dataframe(
                pd.DataFrame(list(view.refused)), hide_index=True, alt="Rows that would be refused, with the reason"
            )
    for said in check.notes:
        components.note(said)
    if check.unused:
        components.note("Columns that are not taken: " + ", ".join(column.shown for column in check.unused))
    accept = any(view.changed for view in views) and st.checkbox(NEW_WORDS, key="responses-accept-changed")
    if not any(view.usable for view in views) and not accept:
        components.problem(
            "No row of this file can be used as it is mapped. Mend what the table names, or choose other columns."
        )
        return
    if st.button("Bring these responses in", type="primary", key="responses-bring-in"):
        _bring_in(services, uploaded, plan, accept)


def _bring_in(services: Services, uploaded: Any, plan: ImportPlan, accept: bool) -> None:
    """Stores them, starts the searches that follow an import, and goes to the list."""
    from dataclasses import replace

    try:
        with uploaded_file(uploaded) as path, st.spinner("Bringing the responses in"):
            reports = services.bring_in(path, replace(plan, accept_changed=accept))
    except UserError as error:
        components.problem(str(error))
        return
    for made in reports:
        if made.count("added") or made.count("updated"):
            services.start_job("repeats", ["responses", "repeats", "--question", made.question.id])
            services.start_job("privacy", ["privacy", "search", "--question", made.question.id])
    st.session_state["responses-report"] = [(made.question.text, report_view(made)) for made in reports]
    st.session_state["question-before"] = reports[0].question.id
    for name in ("responses-check", "responses-table"):
        st.session_state.pop(name, None)
    st.switch_page(st.Page(_nothing, url_path="responses", title="Responses"))


def _nothing() -> None:
    """Stands for the page that the menu registered under the same address."""
