"""Who codes what: the plan, how far each coder is, coding sheets out and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core.errors import NotFoundError, UserError
from core.responses import Question
from ui import components
from ui.components.question import choose_question
from ui.components.upload import uploaded_file
from ui.screens.responses import report
from ui.services import Services
from ui.viewdata.agreement import progress_rows
from ui.viewdata.coders import PLANS, names_of, plan_lines, sheet_name, shown_day
from ui.viewdata.responses import report_view

if TYPE_CHECKING:
    from coding.rounds.allocation import Allocation

TITLE, PATH = "Coders", "coders"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    said = st.session_state.pop("coders-said", None)
    if said:
        components.success(said)
    made = services.allocation(question.id)
    st.header("Who codes what")
    components.facts(plan_lines(made))
    if made.progress:
        st.dataframe(
            pd.DataFrame(progress_rows(made.progress, planned=made.plan is not None)), hide_index=True, alt="How far each coder is"
        )  # fmt: skip
    if (
        made.unallocated
        and made.plan is not None
        and st.button(f"Give out {made.unallocated:,} more", type="primary", key="extend")
    ):
        _try(
            lambda: services.extend_allocation(question.id),
            "Given out: {fresh:,} responses. What was drawn before stays.",
        )
    with st.expander("Make a plan" if made.plan is None else "Draw another plan", expanded=made.plan is None):
        _plan(services, question, made)
    _blindness(services, question)
    st.header("Code in Excel")
    try:
        services.codebook(question.id)
    except NotFoundError:
        components.note("Add a code frame first: a sheet needs its codes.")
        components.link("frame", "Code frame")
        return
    _sheets(services, question)
    _returned(services, question)


def _blindness(services: Services, question: Question) -> None:
    """When coding blind ended, and the way back for those who code what nobody has seen."""
    now = services.round_of(question.id)
    if now.blind or now.closed_at is None:
        return
    components.note(
        f"Blind coding ended on {shown_day(now.closed_at)} ({now.closed_by}): coders' work can be seen under Agreement."
    )
    if st.button(
        "Let coders go on blind",
        key="reopen-round",
        help="Hides it again while late returns are coded. What was seen stays seen.",
    ):
        services.reopen_round(question.id)
        st.rerun()


def _plan(services: Services, question: Question, made: Allocation) -> None:
    if made.plan is not None:
        components.note("Codings stay. What a coder has coded already stays theirs; the rest is drawn anew.")
    known = services.coder_names(question.id)
    with st.form("plan-form", border=False):
        names = st.text_input("Coders, separated by commas", ", ".join(known), placeholder="Ann, Bob", key="plan-names")
        kind = st.radio("How the responses are given out", list(PLANS), format_func=PLANS.__getitem__, key="plan-kind")
        first, second = st.columns(2)
        overlap = first.number_input(
            "Coded twice, in percent", 0, 100, 20, key="plan-overlap", help="Not used where everybody codes everything."
        )
        seed = second.number_input(
            "Seed of the draw", 0, 2**31 - 1, 1, key="plan-seed", help="The same seed draws the same again."
        )
        sent = st.form_submit_button("Draw this plan", type="primary")
    if not sent:
        return
    coders = names_of(names)
    if not coders:
        components.problem("Name the coders, separated by commas.")
        return
    random = kind != "all"
    _try(
        lambda: services.allocate(
            question.id, kind, coders, overlap=overlap / 100 if random else None, seed=int(seed) if random else None,  # type: ignore[arg-type]
            replace=made.plan is not None,
        ),
        "The plan is drawn: {fresh:,} responses given out.",
    )  # fmt: skip


def _try(act: Any, said: str) -> None:
    try:
        made = act()
    except UserError as error:
        components.problem(str(error))
        return
    st.session_state["coders-said"] = said.format(fresh=made.fresh)
    st.rerun()


def _sheets(services: Services, question: Question) -> None:
    components.note(
        "A workbook holds the responses that are a coder's, what they have said so far, the code frame and instructions. It holds "
        "nobody else's codes. Responses are personal data: send it only to the coder."
    )
    names = services.coder_names(question.id) or [services.settings.who]
    first, second, third = st.columns([2, 2, 2], vertical_alignment="bottom")
    coder = first.selectbox("For", names, accept_new_options=True, key="sheet-coder")
    columns = second.selectbox(
        "With",
        [False, True],
        format_func=lambda c: "One 0/1 column a code" if c else "Drop-down lists",
        key="sheet-kind",
    )
    coder = " ".join((coder or "").split())
    if not coder:
        return
    if services.allocated(question.id, coder) == ():
        components.note(f"The plan gives {coder} nothing to code.")
        return
    third.download_button(
        "Download the coding sheet", partial(_bytes, services, question.id, coder, columns), sheet_name(question.text, coder), XLSX,
        on_click="ignore", key="sheet-download",
    )  # fmt: skip


def _bytes(services: Services, question: str, coder: str, columns: bool) -> bytes:
    return services.coding_sheet(question, coder, lists=None if columns else 5)[0]


def _returned(services: Services, question: Question) -> None:
    said = st.session_state.pop("sheet-report", None)
    if said is not None:
        report(said)
    with st.form("sheet-form", border=False, clear_on_submit=True):
        uploaded = st.file_uploader("A coding sheet that came back", type=["xlsx", "ods"], key="sheet-file")
        sent = st.form_submit_button("Bring it in")
    if not sent:
        return
    if uploaded is None:
        components.problem("No file was chosen. Choose the sheet that came back first.")
        return
    try:
        with uploaded_file(uploaded) as path:
            from ingest.tables.coding_sheets import read_coding_sheet

            if read_coding_sheet(path) is None:
                components.problem(
                    "This is no coding sheet of this program. Other tables of codings: verbatim codings add FILE --coder NAME."
                )
                return
            made = services.add_codings(path, question.id, None)
    except UserError as error:
        components.problem(str(error))
        return
    st.session_state["sheet-report"] = report_view(made)
    st.rerun()
