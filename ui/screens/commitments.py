"""The register of commitments: who will do what, by when, with how much money; confirmed, corrected or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import components
from ui.screens.register import Register, render_register
from ui.services import Services
from ui.viewdata.registers import (
    KINDS,
    STATUSES,
    STRENGTHS,
    commitment_changes,
    commitment_facts,
    commitment_line,
    date_problem,
    status_changes,
    status_problem,
    words,
)

if TYPE_CHECKING:
    from index.registers import RegisterRow

TITLE, PATH = "Commitments", "commitments"


def render(services: Services) -> None:
    st.title(TITLE)
    render_register(
        services,
        Register(
            "commitments", "commitment", "Commitments are found in documents as they are read. Add a strategy or board papers.",
            lambda s, as_at: s.commitments(rejected=True, as_at=as_at), commitment_line, commitment_facts, form, KINDS,
            outcome=outcome, dated=True,
        ),
    )  # fmt: skip


def outcome(row: RegisterRow) -> dict[str, Any] | None:
    """The form for what became of it: what was changed once it is sent, None until then. Only people record this."""
    fields = row.fields
    with st.form(f"outcome-{row.id}", border=False):
        first, second = st.columns(2)
        status = first.selectbox(
            "Status",
            STATUSES,
            _at(STATUSES, fields.get("status") or ""),
            format_func=lambda s: words(s).capitalize() or "Not recorded",
        )
        on = second.text_input("As at", fields.get("status_date") or "", help="2025-03-31")
        evidence = st.text_area(
            "Evidence", fields.get("status_evidence") or "", height=70, help="From what this is known"
        )
        if not st.form_submit_button("Record it"):
            return None
    wrong = status_problem(status, evidence, on)
    if wrong is not None:
        components.problem(wrong)
        return None
    return status_changes(fields, status=status, evidence=evidence, on=on)


def form(row: RegisterRow) -> dict[str, Any] | None:
    """The correction form; what was changed once it is sent, None until then."""
    fields = row.fields
    actor, deadline, amount = fields.get("actor") or {}, fields.get("deadline") or {}, fields.get("amount") or {}
    with st.form(f"commitment-{row.id}", border=False):
        who = st.text_input("Who", actor.get("name") or "")
        what = st.text_area("What", fields.get("action") or "", height=90)
        when = st.text_input("By when, in words", deadline.get("text") or "")
        first, second = st.columns(2)
        start = first.text_input("First date", deadline.get("start") or "", help="2025-03-31, or empty")
        end = second.text_input("Last date", deadline.get("end") or "", help="2025-03-31, or empty")
        much = first.text_input("How much, in words", amount.get("text") or "")
        low = second.text_input("In pounds", "" if amount.get("low") is None else str(amount["low"]))
        kind = first.selectbox("Kind", KINDS, _at(KINDS, fields.get("kind")), format_func=words)
        strength = second.selectbox("Strength", STRENGTHS, _at(STRENGTHS, fields.get("strength")), format_func=words)
        if not st.form_submit_button("Save the correction"):
            return None
    wrong = date_problem(start, end)
    try:
        made = commitment_changes(
            fields, actor=who, action=what, deadline=when, start=start, end=end, amount=much, low=low, kind=kind,
            strength=strength,
        )  # fmt: skip
    except ValueError:
        wrong = wrong or "The sum in pounds must be a number, such as 45000000, or empty."
    if wrong is None and not what.strip():
        wrong = "A commitment needs its action. To take the row out, use Reject."
    if wrong is not None:
        components.problem(wrong)
        return None
    return made


def _at(values: tuple[str, ...], value: str | None) -> int:
    return values.index(value) if value in values else 0
