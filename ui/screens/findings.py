"""The register of findings: every figure with its base, and the themes of open text; confirmed, corrected or rejected."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import NotFoundError, UserError
from ui import components
from ui.screens.register import Register, render_register
from ui.services import Services
from ui.viewdata.registers import UNITS, finding_changes, finding_facts, finding_line
from ui.viewdata.taken import code_of, first_definition, own_count, taken_as

if TYPE_CHECKING:
    from index.registers import RegisterRow

TITLE, PATH = "Findings", "findings"


def render(services: Services) -> None:
    st.title(TITLE)
    render_register(
        services,
        Register(
            "findings", "finding", "Findings are read from survey reports as they come in. Add a report.",
            lambda s, as_at: s.findings(rejected=True, as_at=as_at), finding_line, finding_facts, form,
            ("quantitative", "qualitative"), beside=into_frame,
        ),
    )  # fmt: skip


def into_frame(services: Services, row: RegisterRow) -> None:
    """A theme of open text taken into a code frame as a code; where it was, our own count beside the report's words."""
    fields = row.fields
    questions = services.questions()
    if fields.get("kind") != "qualitative" or not questions:
        return
    frames = []
    for question in questions:
        with contextlib.suppress(NotFoundError):
            frames.append(services.codebook(question.id))
    names = {question.id: question.text for question in questions}
    for coded, code in taken_as(fields, frames):
        table = services.counts(coded)
        counted = next((made for made in table.rows if made.code == code.code and not made.group), None)
        components.facts(
            [
                ("In the report", str(fields.get("prominence") or "not said how many")),
                ("Our count", f"{own_count(counted)}: {code.label}, {names[coded]}"),
            ]
        )
    with st.expander("Take it into a code frame"), st.form(f"take-{row.id}", border=False):
        chosen = st.selectbox("Question", list(names), format_func=names.__getitem__)
        label = st.text_input("Label", str(fields.get("theme") or ""))
        definition = st.text_area("Definition", first_definition(fields), height=110)
        sent = st.form_submit_button("Add it as a code")
    if sent and not label.strip():
        components.problem("A code needs a label.")
    elif sent:
        try:
            made = services.add_code(chosen, code_of(fields, label, definition))
        except UserError as error:
            components.problem(str(error))
            return
        components.success(f"Added to the code frame, version {made.version}. Codings stay as they are.")


def form(row: RegisterRow) -> dict[str, Any] | None:
    """The correction form; what was changed once it is sent, None until then."""
    fields = row.fields
    value, base = fields.get("value") or {}, fields.get("base") or {}
    units = list(dict.fromkeys([*([value["unit"]] if value else []), *UNITS]))
    with st.form(f"finding-{row.id}", border=False):
        subject = st.text_area("What", fields.get("subject") or "", height=90)
        theme = (
            st.text_input("Theme", fields.get("theme") or "")
            if fields.get("kind") == "qualitative"
            else fields.get("theme") or ""
        )
        first, second = st.columns(2)
        number = first.text_input("Value", "" if not value else str(value["low"]))
        unit = second.selectbox("Unit", units, format_func=lambda u: UNITS.get(u, u))
        population = st.text_input("Of whom", fields.get("population") or "")
        n = first.text_input("Base", "" if base.get("n") is None else str(base["n"]), help="How many answered")
        figure = second.text_input("Figure or table", fields.get("figure") or "")
        if not st.form_submit_button("Save the correction"):
            return None
    try:
        return finding_changes(
            fields, subject=subject, theme=theme, value=number, unit=unit, population=population, base=n, figure=figure
        )
    except ValueError:
        components.problem("Value and base must be numbers, such as 62 or 1,204, or empty.")
        return None
