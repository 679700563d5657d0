"""The open question that the coding screens are about; kept in the address and from screen to screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.components.escaped import bordered, heading
from ui.components.links import link

if TYPE_CHECKING:
    from core.responses import Question
    from ui.services import Services


def choose_question(services: Services) -> Question | None:
    """The question chosen on this page; None, with what to do, where there is none yet."""
    questions = services.questions()
    if not questions:
        bordered("No responses yet", "Add the answers to an open survey question first, from a CSV or Excel file.")
        link("responses", "Responses")
        return None
    names = {question.id: question.text for question in questions}
    if len(questions) == 1:
        heading(questions[0].text, 2)
        return questions[0]
    before = st.session_state.get("question-before")  # outlives a visit to another screen
    start = list(names).index(before) if before in names else 0
    chosen = st.selectbox(
        "Question", list(names), start, format_func=names.__getitem__, key="question", bind="query-params"
    )
    st.session_state["question-before"] = chosen
    return next(question for question in questions if question.id == chosen)
