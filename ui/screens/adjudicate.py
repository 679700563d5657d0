"""Decide what coders coded differently, by keyboard; the agreed coding stands beside theirs, which stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.codebooks import Codebook
from core.errors import NotFoundError, UserError
from core.responses import Question
from ui import components
from ui.components.adjudication_area import adjudication_area, decisions_of
from ui.components.question import choose_question
from ui.services import Services
from ui.viewdata.adjudication import BATCH, decided_rows, message, received, standing_lines
from ui.viewdata.agreement import unfinished
from ui.viewdata.coding_area import scope_of
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from coding.rounds.disagreements import Disagreement

TITLE, PATH = "Adjudicate", "adjudicate"
FEW = 20


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    try:
        frame = services.codebook(question.id)
    except NotFoundError:
        components.bordered("There is no code frame yet", "Codes come from the question's code frame. Add it first.")
        components.link("frame", "Code frame")
        return
    standing = services.adjudication(question.id)
    if not standing.double_coded:
        components.bordered("There is nothing to decide yet", "No response was coded by two people.")
        components.link("coders", "Say who codes what")
        return
    labels = {code.code: code.label for code in frame.codes}
    if services.round_of(question.id).blind:
        components.facts(standing_lines(standing, {})[:3])
        _begin(services, question)
        return
    who, code, machine = _choices(services, question, labels, standing.by_code)
    st.session_state["adjudication-fresh"] = True
    _area(services, question, frame, who, code, machine)
    if standing.agreed_open:
        components.note("Where coders agree, the agreed coding is what they said.")
        if st.button(f"Take over {counted(standing.agreed_open, 'response')} on which they agree", key="adopt"):
            n = services.adopt_agreed(question.id, who)
            st.session_state["adopted"] = n
            st.rerun()
    adopted = st.session_state.pop("adopted", None)
    if adopted is not None:
        components.success(
            f"{counted(adopted, 'agreed coding')} taken over."
            + (" The others still wait for a coder." if not adopted else "")
        )
    with st.expander("How far it is"):
        components.facts(standing_lines(services.adjudication(question.id), labels))
    _decided(services, question, labels, who)


def _begin(services: Services, question: Question) -> None:
    left = unfinished(services.allocation(question.id).progress)
    components.bordered(
        "Coding is still blind",
        "To decide is to see what each coder said. Codings that are changed after that count in no agreement figure."
        + (f" Not finished: {left}." if left else " Everybody has finished."),
    )
    if st.button("End blind coding and begin", key="begin", type="secondary" if left else "primary"):
        services.close_round(question.id)
        st.rerun()


def _choices(
    services: Services, question: Question, labels: dict[str, str], by_code: dict[str, int]
) -> tuple[str, str | None, bool]:
    """(who decides, a code or None for all, whether with suggestions)."""
    first, second, third = st.columns([2, 2, 2], vertical_alignment="bottom")
    names = list(dict.fromkeys([services.settings.who, *services.coder_names(question.id)]))
    before = st.session_state.get("adjudicator-before")
    who = first.selectbox(
        "Who decides", names, names.index(before) if before in names else 0, accept_new_options=True, key="adjudicator"
    )
    st.session_state["adjudicator-before"] = who
    ordered = sorted(by_code, key=lambda code: -by_code[code])
    code = second.selectbox(
        "Only about", ["", *ordered], format_func=lambda c: f"{labels.get(c, c)} ({by_code.get(c, 0):,})" if c else "All codes",
        key=f"about-{question.id}",
    )  # fmt: skip
    machine = third.checkbox("Show the program's suggestions", key="adjudication-machine")
    return " ".join((who or "").split()) or services.settings.who, code or None, machine


@st.fragment
def _area(services: Services, question: Question, frame: Codebook, who: str, code: str | None, machine: bool) -> None:
    scope = scope_of(question.id, f"adjudicate\x1f{who}\x1f{code or ''}")
    key = f"adjudication-{scope}"
    made, left = _queue(services, question, code, machine, scope)
    data = message(made, frame.codes, left, st.session_state.get(f"acks-{scope}", {}), scope=scope)
    if not made and f"acks-{scope}" not in st.session_state:
        components.bordered("Nothing left to decide", "Every response that two people coded is agreed or decided.")
        components.link("counts", "Counts")
        return
    adjudication_area(data, key, lambda: apply(services, question.id, who, scope, key, [c.code for c in frame.codes]))
    wrong = st.session_state.pop(f"problem-{scope}", None)
    if wrong:
        components.problem(wrong)


def _queue(
    services: Services, question: Question, code: str | None, machine: bool, scope: str
) -> tuple[list[Disagreement], int]:
    """The next disagreements and how many there are. Kept while decisions come in, and asked anew when few are left or the
    whole page is drawn: asking costs seconds where there are tens of thousands of responses."""
    key = f"queue-{scope}"
    fresh = st.session_state.pop("adjudication-fresh", False)
    kept: tuple[list[Disagreement], int] | None = st.session_state.get(key)
    if kept is None or fresh or (len(kept[0]) < FEW and len(kept[0]) < kept[1]):
        standing = services.adjudication(question.id)
        left = standing.open if code is None else standing.by_code.get(code, 0)
        kept = services.disagreements(question.id, code=code, machine=machine, limit=BATCH), left
        st.session_state[key] = kept
    return kept


def apply(services: Services, question: str, who: str, scope: str, key: str, codes: list[str]) -> None:
    """Takes the decisions that the browser sent into the database; a decision that was sent before changes nothing."""
    acks = dict(st.session_state.get(f"acks-{scope}", {}))
    for sent in received(decisions_of(key), codes):
        highest = max(acks.get(sent.client, 0), sent.skipped)
        fresh = [one for one in sent.pressed if one.seq > acks.get(sent.client, 0)]
        try:
            for one in fresh:  # the same response may have been decided twice: each in its turn
                report = services.decide(question, [one.decision], who)
                made, left = st.session_state.get(f"queue-{scope}", ([], 0))
                rest = [other for other in made if other.response != one.decision.response]
                st.session_state[f"queue-{scope}"] = (rest, left - (len(made) - len(rest)))
                for row in report.refused:
                    st.session_state[f"problem-{scope}"] = f"The decision on {row.id} was not taken: {row.message}"
                if one.example and not report.refused:
                    services.save_example(question, one.example, one.decision.response, who)
                highest = max(highest, one.seq)
        except UserError as error:
            st.session_state[f"problem-{scope}"] = f"The last decisions are not saved yet: {error}"
        acks[sent.client] = highest
    st.session_state[f"acks-{scope}"] = acks


def _decided(services: Services, question: Question, labels: dict[str, str], who: str) -> None:
    made = services.decisions(question.id)
    with st.expander(f"Decided so far ({len(made):,})"):
        if not made:
            components.note("Nothing is decided yet.")
            return
        st.dataframe(
            pd.DataFrame(decided_rows(made, labels)), hide_index=True, alt="Decisions, newest first", row_height=60
        )
        ids = {one.response: one for one in made}
        first, second = st.columns([3, 1], vertical_alignment="bottom")
        chosen = first.selectbox(
            "Take a decision back", list(ids), None, key="reopen-id", placeholder="Id of the response"
        )
        if second.button("Take back", key="reopen", disabled=chosen is None) and chosen is not None:
            services.reopen_adjudication(question.id, chosen, who)
            st.rerun()
