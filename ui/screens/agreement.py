"""How far coders agree, in plain words; who gives a code more often; codes that are taken for one another, with the texts."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from core.errors import NotFoundError, UserError
from core.responses import Question
from ui import components
from ui.components.question import choose_question
from ui.services import Services
from ui.viewdata.agreement import (
    agreement_rows,
    example_place,
    lead,
    over_coders,
    pair_title,
    unfinished,
    use_rows,
)

TITLE, PATH = "Agreement", "agreement"
PAIRS, EXAMPLES = 8, 5


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    try:
        labels = {code.code: code.label for code in services.codebook(question.id).codes}
    except NotFoundError:
        components.bordered("There is no code frame yet", "Codes come from the question's code frame. Add it first.")
        components.link("frame", "Code frame")
        return
    as_at, overlap = _choices(services, question)
    try:
        made = services.compare(question.id, as_at=as_at, overlap=overlap)
    except NotFoundError as error:
        components.bordered("There is nothing to compare yet", str(error).split(" Add a second")[0])
        components.link("coders", "Say who codes what")
        return
    except UserError as error:
        components.problem(str(error))
        return
    rows, uses = [row.record() for row in made.rows], made.uses
    components.facts(lead(rows, labels))
    st.header("Code by code")
    components.note(
        "The weakest first. “Given to”: of all decisions, how many say yes. Rare codes make kappa and alpha jump."
    )
    st.dataframe(
        pd.DataFrame(agreement_rows(rows, labels)), hide_index=True, alt="Agreement on each code, the weakest first", row_height=36,
        height="content" if len(rows) <= 20 else 640,
    )  # fmt: skip
    if rows[0]["note"]:
        components.note(rows[0]["note"])
    if services.round_of(question.id).blind:
        _blind(services, question)
        return
    st.header("Who gives a code more often")
    sentences = over_coders(uses, labels)
    for said in sentences:
        components.note(said)
    if not sentences:
        components.note("Nobody gives any code more often than chance would explain.")
    with st.expander("How often each coder gave each code"):
        st.dataframe(pd.DataFrame(use_rows(uses, labels)), hide_index=True, alt="How often each coder gave each code")
        components.note(
            "McNemar's exact test for two coders, Cochran's Q for more, adjusted for the number of codes (Holm)."
        )
    _pairs(services, question, labels)


def _choices(services: Services, question: Question) -> tuple[str | None, bool]:
    """(a date or None, only what the plan gives to several coders)."""
    plan = services.allocation(question.id).plan
    with st.expander("At an earlier date, or on part of the responses"):
        first, second = st.columns(2, vertical_alignment="bottom")
        day = first.date_input(
            "As it stood at the end of", None, max_value=dt.date.today(), format="DD/MM/YYYY", key="agreement-day"
        )
        overlap = second.checkbox(
            "Only responses that the plan gives to several coders", disabled=plan is None or plan.kind == "all", key="overlap"
        )  # fmt: skip
    return (day.isoformat() if isinstance(day, dt.date) else None), bool(overlap)


def _blind(services: Services, question: Question) -> None:
    """What coders said stays hidden until somebody ends blind coding."""
    left = unfinished(services.allocation(question.id).progress)
    components.bordered(
        "Coding is still blind",
        "Who said what is hidden until you end blind coding. Codings that are changed after that count in no agreement figure."
        + (f" Not finished: {left}." if left else " Everybody has finished."),
    )
    if st.button("End blind coding", key="end-blind", type="secondary" if left else "primary"):
        services.close_round(question.id)
        st.rerun()


def _pairs(services: Services, question: Question, labels: dict[str, str]) -> None:
    st.header("Codes taken for one another")
    pairs = services.confused_pairs(question.id, most=PAIRS, examples=EXAMPLES)
    if not pairs:
        components.note("None: wherever two people coded a response they gave the same codes.")
        return
    components.note(
        "One coder gave the first code where another gave the second. Read the responses, then sharpen the definitions."
    )
    for n, pair in enumerate(pairs):
        components.heading(pair_title(pair, labels), 3)
        with st.expander(f"Read {len(pair.examples)} of {pair.n:,}", key=f"pair-{n}"):
            for example in pair.examples:
                components.quote(example.text, place=example_place(example.first, example.second, pair, labels))
    components.link("adjudicate", "Decide them one by one")
    components.link("frame", "Change the definitions")
