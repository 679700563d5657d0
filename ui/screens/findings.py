"""The register of findings: every figure with its base, and the themes of open text; confirmed, corrected or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import components
from ui.screens.register import Register, render_register
from ui.services import Services
from ui.viewdata.registers import UNITS, finding_changes, finding_facts, finding_line

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
            ("quantitative", "qualitative"),
        ),
    )  # fmt: skip


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
