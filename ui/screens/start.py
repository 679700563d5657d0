"""What is here, and what to do next."""

from __future__ import annotations

import streamlit as st

from ui import components
from ui.services import Services
from ui.viewdata.start import holdings, is_empty, next_steps

TITLE, PATH = "Start", "start"


def render(services: Services) -> None:
    st.title("Verbatim")
    components.note(
        "Codes open-text survey answers into themes, and finds commitments and findings in policy documents. "
        "Everything it says, it can show word for word in the source."
    )
    contents = services.contents()
    if is_empty(contents):
        st.header("This project is empty")
        components.note("Begin with either of these. You can do the other one later.")
    else:
        st.header("What is in this project")
        components.facts(holdings(contents))
        st.header("What to do next")
    columns = st.columns(2)
    for number, step in enumerate(next_steps(contents)):
        with columns[number % 2], st.container(border=True, key=f"step-{number}", gap="xxsmall"):
            components.link(step.path, step.label)
            components.note(step.text)
