"""Themes that the code frame lacks: groups of like responses that no code fits; each is accepted, merged, renamed or rejected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import NotFoundError, UserError
from core.jobs import ACTIVE
from core.responses import Question
from ui import components
from ui.components.question import choose_question
from ui.services import Services
from ui.viewdata.library import job_line, job_share
from ui.viewdata.machine import theme_line

if TYPE_CHECKING:
    from coding.rounds.themes import ProposedTheme

TITLE, PATH = "Themes", "themes"
EXAMPLES = 5


def render(services: Services) -> None:
    st.title("Themes to propose")
    question = choose_question(services)
    if question is None:
        return
    try:
        labels = {code.code: code.label for code in services.codebook(question.id).codes}
    except NotFoundError:
        labels = {}
    fit = services.frame_fit(question.id)
    components.note(
        f"Of {fit.answered:,} answered responses, {fit.without_a_code:,} bear no code"
        + (f" and {fit.uncoded:,} have not been looked at, by people or the program." if fit.uncoded else ".")
        + " What they have in common is proposed here, in the respondents' own words."
    )
    if _propose(services, question):
        return
    said = st.session_state.pop(f"theme-said-{question.id}", None)
    if said:
        components.success(said)
    themes = services.proposed_themes(question.id)
    for theme in themes:
        if theme.state == "proposed":
            _theme(services, question, theme, labels)
    decided = [theme for theme in themes if theme.state != "proposed"]
    if decided:
        with st.expander(f"Decided: {len(decided)}"):
            components.lines(
                (*theme_line(theme.state, theme.label, theme.code, len(theme.members)), 0) for theme in decided
            )


def _propose(services: Services, question: Question) -> bool:
    """The button that starts the search for themes as a job, or its progress; whether it is at work."""
    jobs = [job for job in services.jobs() if job.kind == "themes" and question.id in job.arguments]
    if jobs and jobs[0].state in ACTIVE:
        _progress(services, jobs[0].id)
        return True
    if jobs and jobs[0].state != "done":
        components.note(f"Last time: {job_line(jobs[0])}")
    if st.button("Look for themes", key="propose", type="primary"):
        services.start_job("themes", ["themes", "--question", question.id])
        st.rerun()
    return False


@st.fragment(run_every=1.0)
def _progress(services: Services, name: str) -> None:
    job = services.job(name)
    if job.state not in ACTIVE:
        st.rerun()
    st.progress(job_share(job), text="Progress")
    st.text(job_line(job))


def _theme(services: Services, question: Question, theme: ProposedTheme, labels: dict[str, str]) -> None:
    with st.container(border=True):
        components.heading(f"{theme.label} ({len(theme.members)} responses)", 3)
        for text in services.theme_texts(question.id, theme.id, EXAMPLES):
            components.quote(text)
        name, add, into, merge, no = st.columns([3, 1.4, 2.2, 1.2, 1], vertical_alignment="bottom")
        label = name.text_input("Label", theme.label, key=f"label-{theme.id}")
        if add.button("Add as a code", key=f"accept-{theme.id}"):
            _done(
                question, lambda: f"“{services.accept_theme(question.id, theme.id, label).label}” is in the code frame."
            )
        code = into.selectbox(
            "Or it is the code", list(labels), index=None, format_func=lambda code: labels[code], key=f"into-{theme.id}",
            placeholder="Choose a code",
        )  # fmt: skip
        if merge.button("Take it for that", key=f"merge-{theme.id}", disabled=code is None) and code is not None:
            _done(question, lambda: f"Taken for “{services.merge_theme(question.id, theme.id, code).label}”.")
        if no.button("Reject", key=f"reject-{theme.id}"):
            _done(question, lambda: f"“{services.reject_theme(question.id, theme.id).label}” is not proposed again.")


def _done(question: Question, act: Callable[[], str]) -> None:
    """Decides, and says so at the top of the page when it is drawn again; what cannot be done is said here."""
    try:
        st.session_state[f"theme-said-{question.id}"] = act()
    except UserError as error:
        components.problem(str(error))
        return
    st.rerun()
