"""The machine's suggestions: learn, how good they are, what more coding would bring, accept in bulk, look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import streamlit as st

from core.errors import NotFoundError, UserError
from core.jobs import ACTIVE
from core.responses import Question
from ui import components
from ui.components.question import choose_question
from ui.services import Services
from ui.viewdata.library import job_line, job_share
from ui.viewdata.machine import ACCEPT_FROM, curve_points, prospect_rows, prospects_lead, run_facts

if TYPE_CHECKING:
    from coding.rounds.accepting import AcceptPreview
    from coding.rounds.kept_advice import Advice

TITLE, PATH = "Machine", "machine"
LOOKED_AT = 12


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
    labels = {code.code: code.label for code in codebook.codes}
    components.note(
        "The program learns from the responses that people coded and suggests codes for the others. Suggestions are never "
        "counted as codes: a published share rests on people's codes, or on a random sample of them that corrects the program."
    )
    running = _learn(services, question)
    made = services.runs(question.id)
    if not made or running:
        return
    components.facts(run_facts(made[0]))
    components.link("themes", "What no code fits: themes to propose")
    advice = services.advice(question.id)
    if advice is None:
        components.bordered(
            "How good are the suggestions?",
            "That is worked out from 40 coded responses on, when the program learns with the button above.",
        )
        return
    _prospects(services, question, advice)
    _accept(services, question, advice.accept)
    _look_again(services, question, advice.look_again, labels)


def _learn(services: Services, question: Question) -> bool:
    """The button that starts a run as a job, or its progress; whether one is at work."""
    jobs = [job for job in services.jobs() if job.kind == "suggest" and question.id in job.arguments]
    if jobs and jobs[0].state in ACTIVE:
        _progress(services, jobs[0].id)
        return True
    if jobs and jobs[0].state != "done":
        components.note(f"Last time: {job_line(jobs[0])}")
    button, box = st.columns([1, 2.5], vertical_alignment="center")
    refine = box.checkbox(
        "Refine the encoder on these codes first (about half a minute more)", key="refine",
        help="Usually better suggestions. Needs torch, and 40 coded responses outside the random sample.",
    )  # fmt: skip
    if button.button("Learn and suggest", key="learn", type="primary"):
        services.start_job(
            "suggest", ["code", "--question", question.id, "--advise", *(["--refine"] if refine else [])]
        )
        st.rerun()
    return False


@st.fragment(run_every=1.0)
def _progress(services: Services, name: str) -> None:
    job = services.job(name)
    if job.state not in ACTIVE:
        st.rerun()
    st.progress(job_share(job), text="Progress")
    st.text(job_line(job))


def _prospects(services: Services, question: Question, advice: Advice) -> None:
    st.header("How good, and would more coding help?")
    components.note(
        f"Tried on {advice.coded:,} responses that people coded, each judged by a model that had not seen it. {prospects_lead(advice.codes)}"
    )
    st.dataframe(
        pd.DataFrame(prospect_rows(advice.codes, _between_people(services, question))), hide_index=True,
        alt="How good the suggestions are, code by code, the weakest first", height="content",
    )  # fmt: skip
    points = pd.DataFrame(curve_points(advice.curve))
    if len(points):
        long = points.melt("Coded responses learnt from", var_name="F1", value_name="Value")
        chart = (
            alt.Chart(long)
            .mark_line(point=True)
            .encode(
                x=alt.X("Coded responses learnt from:Q", scale=alt.Scale(zero=True)),
                y=alt.Y("Value:Q", title="F1", scale=alt.Scale(domain=[0, 1])),
                strokeDash=alt.StrokeDash("F1:N", title=None),
                color=alt.Color("F1:N", title=None, scale=alt.Scale(range=["#1d70b8", "#b84300"])),
            )
            .properties(height=220)
        )
        with st.expander("The learning curve"):
            st.altair_chart(chart, width="stretch")
            st.dataframe(points, hide_index=True, alt="The learning curve as a table")


def _between_people(services: Services, question: Question) -> dict[str, float | None]:
    """Kappa between coders by code, where two have coded and coding is no longer blind."""
    try:
        rows = services.agreement(question.id)
    except UserError:
        return {}
    return {row["code"]: None if row["kappa"] is None else round(row["kappa"], 3) for row in rows if row["code"]}


def _accept(services: Services, question: Question, costs: Sequence[AcceptPreview]) -> None:
    st.header("Accept sure suggestions")
    said = st.session_state.pop(f"accepted-{question.id}", None)
    if said:
        components.success(said)
    offered = {cost.threshold: cost for cost in costs}
    if not set(ACCEPT_FROM) <= offered.keys():
        return
    threshold = st.radio(
        "Accept responses whose every suggestion is at least", list(ACCEPT_FROM), index=len(ACCEPT_FROM) - 2, horizontal=True,
        format_func=lambda value: f"{value:.0%} sure", key="accept-from",
    )  # fmt: skip
    cost = offered[threshold]
    components.note(cost.sentence())
    components.note(
        f"They become codings of {services.settings.who}, marked as accepted. Members of a random sample and what people coded stay as they are."
    )
    if cost.responses and st.button(f"Accept for {cost.responses:,} responses", key="accept"):
        n = services.accept_suggestions(question.id, services.settings.who, threshold)
        st.session_state[f"accepted-{question.id}"] = f"{n:,} responses are coded now. To take it back: History."
        st.rerun()


def _look_again(
    services: Services, question: Question, doubtful: Sequence[Mapping[str, Any]], labels: Mapping[str, str]
) -> None:
    st.header("Codings to look at again")
    if not doubtful:
        components.note("None: the program would have coded these responses as people did.")
        return
    components.note(
        f"{len(doubtful)} codings that the program would have made otherwise, the most doubtful first. Some are slips; others are "
        "right, and show the program where it is weak."
    )
    texts = {name: shown.text for name, shown in services.shown_texts(question.id).items()}
    for one in doubtful[:LOOKED_AT]:
        label = labels.get(one["code"], one["code"])
        said = f"“{label}” was put on" if one["given"] else f"“{label}” was left off"
        components.quote(texts.get(one["response"], ""), place=f"Response {one['response']}: {said}")
    if len(doubtful) > LOOKED_AT:
        components.note(f"{len(doubtful) - LOOKED_AT} more: verbatim look-again --question {question.id} --out FILE")
