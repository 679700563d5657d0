"""Code responses by keyboard; every press is saved at once, each coder sees only their own codes."""

from __future__ import annotations

import streamlit as st

from core.codebooks import Codebook
from core.errors import NotFoundError, UserError
from core.jobs import ACTIVE
from core.responses import Question
from ui import components
from ui.components.coding_area import batches_of, coding_area
from ui.components.question import choose_question
from ui.services import Services
from ui.viewdata.coding_area import acknowledged, message, received, scope_of, window
from ui.viewdata.library import job_line, job_share

TITLE, PATH = "Code", "code"


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    try:
        codebook = services.codebook(question.id)
    except NotFoundError:
        components.bordered("There is no code frame yet", "Codes come from the question's code frame. Add it first.")
        components.link("frame", "Code frame")
        return
    coder, suggestions = _who(services, question)
    if not coder:
        components.note("Type or choose who is coding to begin.")
        return
    _area(services, question, codebook, coder, suggestions)
    _suggest(services, question)
    with st.expander("The codes and their definitions"):
        components.facts((code.label, code.definition or "No definition yet.") for code in codebook.codes)


def _who(services: Services, question: Question) -> tuple[str, bool]:
    """Who is coding, and whether to show the program's suggestions."""
    names = list(dict.fromkeys([services.settings.who, *services.coders(question.id)]))
    before = st.session_state.get("coder-before")  # the choice outlives a visit to another screen, the address a reload
    for known in (before, st.query_params.get("coder")):
        if known and known not in names:
            names.append(known)
    who, place, show = st.columns([2, 1, 2], vertical_alignment="bottom")
    coder = who.selectbox(
        "Who is coding",
        names,
        names.index(before) if before in names else 0,
        accept_new_options=True,
        key="coder",
        bind="query-params",
        help="Choose your name or type it. You see your own codes only.",
    )
    coder = " ".join((coder or "").split())
    st.session_state["coder-before"] = coder
    place.number_input(
        "Go to response",
        1,
        None,
        None,
        key=_jump_key(question, coder),
        placeholder="number",
        on_change=_jumped,
        args=(question.id, coder),
    )
    suggestions = show.checkbox(
        "Show the program's suggestions", key="suggestions",
        help="Off, so that they do not sway you. They are never counted unless a person gives the code.",
    )  # fmt: skip
    return coder, suggestions


def _suggest(services: Services, question: Question) -> None:
    """Training the program on what people coded, as a job; what it suggests is shown only on request, never counted."""
    jobs = [job for job in services.jobs() if job.kind == "suggest" and question.id in job.arguments]
    with st.expander("Suggestions from the program", expanded=bool(jobs and jobs[0].state in ACTIVE)):
        components.note(
            "The program can learn from the responses that people have coded and suggest codes for the others. "
            "Suggestions are hidden until you switch them on, and are never counted: only the codes that people give are."
        )
        if jobs and jobs[0].state in ACTIVE:
            _progress(services, jobs[0].id)
        else:
            if jobs:
                components.note(f"Last time: {job_line(jobs[0])}")
            if st.button("Learn and suggest", key="suggest"):
                services.start_job("suggest", ["code", "--question", question.id])
                st.rerun()


@st.fragment(run_every=1.0)
def _progress(services: Services, name: str) -> None:
    job = services.job(name)
    if job.state not in ACTIVE:
        st.rerun()
    st.progress(job_share(job), text="Progress")
    st.text(job_line(job))


def _jump_key(question: Question, coder: str) -> str:
    return f"jump-{scope_of(question.id, coder)}"


def _jumped(question: str, coder: str) -> None:
    """Sends the area to the response that was typed."""
    scope = scope_of(question, coder)
    wanted = st.session_state.get(f"jump-{scope}")
    if wanted:
        st.session_state[f"at-{scope}"] = int(wanted) - 1
        st.session_state[f"jumps-{scope}"] = st.session_state.get(f"jumps-{scope}", 0) + 1


@st.fragment
def _area(services: Services, question: Question, codebook: Codebook, coder: str, suggestions: bool) -> None:
    scope = scope_of(question.id, coder)
    key = f"area-{scope}"
    if f"at-{scope}" not in st.session_state:
        st.session_state[f"at-{scope}"] = services.coding_position(question.id, coder)
    at = st.session_state[f"at-{scope}"]
    first, n = window(at)
    items, total = services.coding_queue(question.id, coder, first, n)
    if not total:
        components.bordered("There is nothing to code", "All responses to this question are blank.")
        return
    if not items:  # the place is beyond the end
        at = total - 1
        st.session_state[f"at-{scope}"] = at
        first, n = window(at)
        items, total = services.coding_queue(question.id, coder, first, n)
    data = message(
        items, total, codebook.codes, at, st.session_state.get(f"acks-{scope}", {}),
        scope=scope, jump=st.session_state.get(f"jumps-{scope}"), suggestions=suggestions,
    )  # fmt: skip
    coding_area(data, key, lambda: apply(services, question.id, coder, scope, key))
    wrong = st.session_state.pop(f"problem-{scope}", None)
    if wrong:
        components.problem(f"The last codes are not saved yet: {wrong} They are kept in this browser and sent again.")


def apply(services: Services, question: str, coder: str, scope: str, key: str) -> None:
    """Takes what the browser sent into the database, and keeps what it said for the next drawing."""
    sent = received(batches_of(key))
    if sent.at is not None:
        st.session_state[f"at-{scope}"] = sent.at
    acks = st.session_state.get(f"acks-{scope}", {})
    for batch in sent.batches:
        try:
            acks = acknowledged(acks, batch, services.apply_coding_events(question, coder, batch.client, batch.events))
        except UserError as error:
            st.session_state[f"problem-{scope}"] = str(error)
    st.session_state[f"acks-{scope}"] = acks
