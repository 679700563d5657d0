"""Code responses by keyboard: who, which list, the area; below it the same codes on a whole list, keys, suggestions."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.codebooks import Codebook
from core.errors import NotFoundError, UserError
from core.jobs import ACTIVE
from core.responses import Question
from ui import components
from ui.components.coding_area import batches_of, coding_area, wake_area
from ui.components.question import choose_question
from ui.screens import code_lists
from ui.services import Services
from ui.viewdata.coding_area import (
    Sent,
    Shown,
    acknowledged,
    message,
    received,
    same_message,
    scope_of,
    wanted,
    window,
)
from ui.viewdata.coding_keys import keys_of
from ui.viewdata.coding_list import list_line
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
    who, lists, place = st.columns([2, 2.4, 1], vertical_alignment="bottom")
    coder = _who(services, question, who)
    if not coder:
        components.note("Type or choose who is coding to begin.")
        return
    scope = scope_of(question.id, coder)
    queue = code_lists.current(services, question, coder, scope)
    if not queue.members:
        components.bordered("There is nothing to code", "All responses to this question are blank, or none is yours.")
        return
    code_lists.chooser(services, question, coder, scope, queue, codebook, lists)
    place.number_input(
        "Go to response",
        1,
        None,
        None,
        key=f"jump-{scope}",
        placeholder="number",
        on_change=_jumped,
        args=(scope,),
    )
    if not queue.spec.plain:
        labels = {code.code: code.label for code in codebook.codes}
        components.note(f"The list: {list_line(queue.spec, len(queue.members), labels)}.")
    _count(services, question, coder, scope, queue.id)
    _area(services, question, coder, scope)
    code_lists.same_way(services, question, coder, scope, queue, codebook)
    code_lists.keys(services, question, coder, scope, codebook)
    _suggest(services, question)
    with st.expander("The codes and their definitions"):
        components.facts((code.label, code.definition or "No definition yet.") for code in codebook.codes)
    wake_area()


def _who(services: Services, question: Question, where: Any) -> str:
    """Who is coding."""
    names = list(dict.fromkeys([services.settings.who, *services.coders(question.id)]))
    before = st.session_state.get("coder-before")  # the choice outlives a visit to another screen, the address a reload
    for known in (before, st.query_params.get("coder")):
        if known and known not in names:
            names.append(known)
    coder = where.selectbox(
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
    return coder


def _suggest(services: Services, question: Question) -> None:
    """Training the program on what people coded, as a job; what it suggests is shown only on request, never counted."""
    jobs = [job for job in services.jobs() if job.kind == "suggest" and question.id in job.arguments]
    with st.expander("Suggestions from the program", expanded=bool(jobs and jobs[0].state in ACTIVE)):
        st.checkbox(
            "Show the program's suggestions before I decide", key="suggestions",
            help="Off, so that they do not sway you: you see them once you have decided on a response.",
        )  # fmt: skip
        components.note(
            "The program can learn from the responses that people have coded and suggest codes for the others. What you "
            "were shown is kept with each code that you give. Suggestions are never counted: only the codes that people give are."
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


def _jumped(scope: str) -> None:
    """Sends the area to the response that was typed."""
    typed = st.session_state.get(f"jump-{scope}")
    if typed:
        code_lists.go_to(scope, int(typed) - 1)


def _count(services: Services, question: Question, coder: str, scope: str, queue: str) -> None:
    """How far the coder is, counted anew whenever the whole page is drawn; and the whole window is sent again."""
    st.session_state[f"pace-{scope}"] = services.coding_pace(question.id, coder, queue)
    st.session_state[f"counted-{scope}"] = st.session_state.get(f"counted-{scope}", 0) + 1
    st.session_state[f"resend-{scope}"] = True


@st.fragment
def _area(services: Services, question: Question, coder: str, scope: str) -> None:
    codebook = services.codebook(question.id)  # as it is now: others may change it meanwhile
    state, key = st.session_state, f"area-{scope}"
    queue, at = state[f"queue-{scope}"], state[f"at-{scope}"]
    pace = state[f"pace-{scope}"]
    at = state[f"at-{scope}"] = min(at, pace.total - 1)
    sent = received(batches_of(key))
    fresh = state.pop(f"resend-{scope}", False) or sent.queue != queue
    runs = [window(at)] if fresh else wanted(at, sent.held)
    items = [
        item
        for start, n in runs
        for item in services.coding_queue_items(question.id, coder, queue, start, n)
    ]  # fmt: skip
    shown = Shown(
        scope, queue, pace.total, at, pace.decided, state[f"counted-{scope}"], state.get(f"jumps-{scope}"),
        bool(state.get("suggestions")), state.get(f"said-{scope}"),
    )  # fmt: skip
    keys = keys_of(codebook.codes, services.coder_keys(question.id, coder))
    same = _same(services, question, codebook, coder, sent)
    data = message(items, codebook.codes, keys, state.get(f"acks-{scope}", {}), shown, same)
    coding_area(data, key, lambda: apply(services, question.id, coder, scope, key))
    wrong = state.pop(f"problem-{scope}", None)
    if wrong:
        components.problem(f"The last codes are not saved yet: {wrong} They are kept in this browser and sent again.")


def _same(services: Services, question: Question, codebook: Codebook, coder: str, sent: Sent) -> dict[str, Any] | None:
    """What the browser asked for with the key for others that say the same."""
    if sent.same is None:
        return None
    labels = {code.code: code.label for code in codebook.codes}
    try:
        found = services.same_responses(question.id, coder, sent.same.of)
    except UserError:
        found = []
    return same_message(sent.same, found, labels)


def apply(services: Services, question: str, coder: str, scope: str, key: str) -> None:
    """Takes what the browser sent into the database, and keeps what it said for the next drawing."""
    state = st.session_state
    sent = received(batches_of(key))
    queue = state.get(f"queue-{scope}", "")
    moved = sent.at is not None and sent.queue == queue and sent.at != state.get(f"at-{scope}")
    if moved:
        state[f"at-{scope}"] = sent.at
    acks = state.get(f"acks-{scope}", {})
    for batch in sent.batches:
        fresh = [event for event in batch.events if event.seq > acks.get(batch.client, 0)]
        try:
            made = services.apply_coding_events(question, coder, batch.client, fresh)
        except UserError as error:
            state[f"problem-{scope}"] = str(error)
            continue
        acks = acknowledged(acks, batch, made)
        if made.refused:  # the browser took them for done
            state[f"resend-{scope}"] = True
            code_lists.say(scope, next(reversed(made.refused.values())))
        asked = [event for event in fresh if event.action in ("undo", "redo") and not event.response]
        if asked and made.undone and asked[-1].seq not in made.refused:
            there = services.coding_place(queue, made.undone)
            code_lists.say(scope, f"{'Taken back' if asked[-1].action == 'undo' else 'Made again'} on {made.undone}")
            state[f"resend-{scope}"] = True
            if there is not None:
                code_lists.go_to(scope, there)
    state[f"acks-{scope}"] = acks
    if moved or sent.batches:  # after the presses, which say where they were made
        services.keep_coding_place(coder, queue, state[f"at-{scope}"])
