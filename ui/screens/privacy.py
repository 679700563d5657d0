"""Privacy: personal data that was found in responses, reviewed by a person, replaced by pseudonyms on request."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.errors import UserError
from core.jobs import ACTIVE
from core.personal_data import KINDS, Decision
from core.responses import Question
from ui import components
from ui.components.question import choose_question
from ui.services import Services
from ui.viewdata.library import job_line, job_share
from ui.viewdata.privacy import DECISIONS, KIND_NAMES, SURE, changed_line, chosen, found_rows, kind_rows, state_facts

TITLE, PATH = "Privacy", "privacy"
SHOWN = 500
REPLACE = "Show pseudonyms such as [name 1] in the place of what is accepted, on screens and in exports"


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    said = st.session_state.pop("privacy-said", None)
    if said:
        components.success(said)
    state = services.privacy_state(question.id)
    components.facts(state_facts(state))
    components.note(
        "The search finds most personal data and never all. Suggestions change nothing until you accept them."
    )
    if not _searched(services, question, state.whole):
        return
    data = services.personal_data(question.id)
    if data:
        _replace(services, question, state.pseudonymised)
        _review(services, question, data)
    else:
        components.bordered("Nothing was found", "Read a few responses yourself: what no rule knows is not found.")
    _mark(services, question)


def _searched(services: Services, question: Question, whole: bool) -> bool:
    """Whether there is something to review; the search's progress, or the press that starts it."""
    running = [j for j in services.jobs() if j.kind == "privacy" and question.id in j.arguments and j.state in ACTIVE]
    if running:
        _progress(services, running[0].id)
        return False
    if not whole and st.button("Search the responses", type="primary", key="privacy-search"):
        services.start_job("privacy", ["privacy", "search", "--question", question.id])
        st.rerun()
    return True


@st.fragment(run_every=1.0)
def _progress(services: Services, name: str) -> None:
    job = services.job(name)
    if job.state not in ACTIVE:
        st.rerun()
    st.progress(job_share(job), text="Progress")
    st.text(job_line(job))
    if st.button("Stop", key="privacy-stop"):
        services.cancel_job(job.id)


def _replace(services: Services, question: Question, on: bool) -> None:
    wanted = st.checkbox(
        REPLACE, on, key=f"privacy-replace-{question.id}",
        help="The responses stay in the project as they came in; take the tick away and they are shown so again.",
    )  # fmt: skip
    if wanted != on:
        services.set_pseudonymised(question.id, wanted)
        st.rerun()


def _review(services: Services, question: Question, data: list[Any]) -> None:
    st.header("By kind")
    st.dataframe(
        pd.DataFrame(kind_rows(data)), hide_index=True, alt="How much was found of each kind, and what was decided"
    )
    likely = sum(d.confidence == "likely" and d.decision == "suggested" for d, _ in data)
    if likely and st.button("Accept everything likely", key="privacy-accept-likely"):
        _decide(services, question, "accepted", confidence="likely")
    st.header("One by one")
    first, second, third = st.columns(3)
    kinds = [kind for kind in KINDS if any(d.kind == kind for d, _ in data)]
    kind = first.selectbox(
        "Kind", ["", *kinds], format_func=lambda k: KIND_NAMES[k] if k else "All", key="privacy-kind"
    )
    sure = second.selectbox("How sure", ["", *SURE], format_func=lambda s: SURE.get(s, "All"), key="privacy-sure")
    decision = third.selectbox(
        "Decision", ["", *DECISIONS], 1, format_func=lambda d: DECISIONS.get(d, "All"), key="privacy-decision"
    )
    shown = chosen(data, kind, sure, decision)
    if not shown:
        components.note("Nothing left here. Choose another kind or decision to look again.")
        return
    rows = shown[:SHOWN]
    more = f" The first {SHOWN:,} are below." if len(shown) > SHOWN else ""
    components.note(
        f"{len(shown):,} shown.{more} Tick rows, then accept or reject them; without a tick the presses are for all that are shown."
    )
    event = st.dataframe(
        pd.DataFrame(found_rows(rows)), hide_index=True, height=420, on_select="rerun", selection_mode="multi-row",
        key=f"privacy-rows-{question.id}-{kind}-{sure}-{decision}-{len(data)}", alt="What was found, with the words about it",
        column_config={
            "In the response": st.column_config.TextColumn(width=430), "Found": st.column_config.TextColumn(width=150),
            "Would read": st.column_config.TextColumn(width=110), "How sure": st.column_config.TextColumn(width=170),
            "Response": st.column_config.TextColumn(width=70), "Decision": st.column_config.TextColumn(width=80),
        },
    )  # fmt: skip
    ticked = [rows[n][0].id for n in event.selection.rows if n < len(rows)]
    ids = ticked or [datum.id for datum, _ in shown]
    with st.container(horizontal=True):
        if st.button("Accept the ticked" if ticked else "Accept all shown", key="privacy-accept"):
            _decide(services, question, "accepted", ids=ids)
        if st.button("Reject the ticked" if ticked else "Reject all shown", key="privacy-reject"):
            _decide(services, question, "rejected", ids=ids)
        if decision != "suggested" and st.button("Review again", key="privacy-reopen"):
            _decide(services, question, "suggested", ids=ids)


def _decide(services: Services, question: Question, decision: Decision, **which: Any) -> None:
    n = services.decide_personal_data(question.id, decision, **which)
    st.session_state["privacy-said"] = changed_line(n, decision)
    st.rerun()


def _mark(services: Services, question: Question) -> None:
    """Something that the search missed."""
    with st.expander("Mark something that was missed"), st.form("privacy-mark", border=False, clear_on_submit=True):
        first, second = st.columns(2)
        response = first.text_input("Id of the response")
        kind = second.selectbox("What it is", KINDS, format_func=KIND_NAMES.__getitem__)
        words = st.text_input("The words, as they stand in the response")
        if not st.form_submit_button("Mark them"):
            return
    try:
        made = services.mark_personal_data(question.id, response.strip(), kind, words)
    except UserError as error:
        components.problem(str(error))
        return
    st.session_state["privacy-said"] = changed_line(len(made), "accepted")
    st.rerun()
