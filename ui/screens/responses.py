"""Responses: what is in, reading them, texts that came more than once, taking them elsewhere."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.errors import NotFoundError
from core.jobs import ACTIVE
from core.responses import Question
from ui import components
from ui.components.downloads import PROJECT_FILES, download_row
from ui.components.question import choose_question
from ui.screens import add_responses
from ui.services import Services
from ui.viewdata.library import job_line, job_share
from ui.viewdata.responses import STATES, code_repeat_rows, repeat_rows, response_rows, state_lines

TITLE, PATH = "Responses", "responses"


def render(services: Services) -> None:
    st.title(TITLE)
    said = st.session_state.pop("responses-report", ())
    for question, view in said:
        if len(said) > 1:
            components.note(question)
        report(view)
    if not services.questions():
        components.note(
            "Add the answers to open survey questions: a CSV, Excel, OpenDocument or SPSS file with one respondent a row."
        )
        add_responses.flow(services)
        return
    question = choose_question(services)
    assert question is not None
    st.header("What is in")
    components.facts(state_lines(services.response_states(question.id)))
    components.link(add_responses.PATH, "Add responses from a file")
    components.link("privacy", "Personal data in these responses", question=question.id)
    _browse(services, question.id)
    _repeats(services, question)
    _downloads(services, question.id)


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


def _repeats(services: Services, question: Question) -> None:
    """Groups of texts that came more than once, and how much of each theme they make."""
    st.header("Texts that came more than once")
    running = [j for j in services.jobs() if j.kind == "repeats" and question.id in j.arguments and j.state in ACTIVE]
    if running:
        _progress(services, running[0].id)
        return
    groups = services.repeats(question.id)
    if groups is None:
        components.note(
            "Campaign texts, pasted answers and people who answered twice. Nobody has looked since responses last came in."
        )
        if st.button("Look for them", key="repeats-look"):
            services.start_job("repeats", ["responses", "repeats", "--question", question.id])
            st.rerun()
        return
    if not groups:
        components.note("No text of eight words and more came twice.")
        return
    n = sum(group.size for group in groups)
    components.note(
        f"{len(groups):,} {'group' if len(groups) == 1 else 'groups'}, {n:,} responses. Each response counts; the second table says how much of a theme they are."
    )
    st.dataframe(
        pd.DataFrame(repeat_rows(groups)), hide_index=True, row_height=70, alt="Groups of repeated texts, the largest first",
        column_config={"Text": st.column_config.TextColumn(width=640)},
    )  # fmt: skip
    rows = code_repeat_rows(services.repeats_by_code(question.id))
    if rows:
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, alt="For each code, how many of its responses bear a repeated text"
        )


@st.fragment(run_every=1.0)
def _progress(services: Services, name: str) -> None:
    job = services.job(name)
    if job.state not in ACTIVE:
        st.rerun()
    st.progress(job_share(job), text="Progress")
    st.text(job_line(job))


def _downloads(services: Services, question: str) -> None:
    st.header("Take the codings elsewhere")
    try:
        services.codebook(question)
    except NotFoundError:
        components.note("Add a code frame first: a project for other programs needs its codes.")
        return
    download_row(services, question, PROJECT_FILES, "responses")


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
