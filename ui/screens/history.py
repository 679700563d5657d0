"""What happened to the code frame and the codings: by whom, when; take it back, see a past date, keep the log as a file."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.errors import UserError
from ui import components
from ui.components.question import choose_question
from ui.exports.files import records_bytes
from ui.services import Services
from ui.viewdata.history import KINDS, history_records, history_rows, kind_of, sentence
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from coding.rounds import HistoryEntry

TITLE, PATH = "History", "history"
FILES = {".xlsx": "Excel", ".csv": "CSV", ".jsonl": "JSON Lines"}
SHOWN = 200
READ = 5_000


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    done = st.session_state.pop("history-done", None)
    if done:
        components.success(done)
    entries = services.history(question.id, limit=READ)
    if not entries:
        components.bordered("Nothing happened yet", "Bring in responses and a code frame first.")
        return
    labels = services.frame_labels(question.id)
    blind = services.round_of(question.id).blind
    shown, codes = _filtered(entries, blind)
    components.note(
        f"{counted(len(shown), 'action')}, newest first."
        + (f" The newest {SHOWN} are shown." if len(shown) > SHOWN else "")
        + (f" Only the newest {READ:,} are looked through here; the files hold all." if len(entries) == READ else "")
    )
    st.dataframe(
        pd.DataFrame(history_rows(shown[:SHOWN], labels, codes=codes)), hide_index=True, alt="What happened, newest first",
        height="content" if len(shown) <= 10 else 420,
        column_config={"What": st.column_config.TextColumn(width=460), "No.": st.column_config.TextColumn(width=60)},
    )  # fmt: skip
    _take_back(services, question.id, shown[:SHOWN], labels, codes)
    _past(services, question.id)
    st.header("The log as a file")
    components.note("Every action with what was before and after. It holds no text of a response.")
    with st.container(horizontal=True):
        for suffix in FILES:
            st.download_button(
                FILES[suffix],
                partial(log_bytes, services, question.id, suffix), f"history-{question.id[:9]}{suffix}",
                "application/octet-stream", key=f"history-{suffix}", on_click="ignore",
            )  # fmt: skip


def _filtered(entries: list[HistoryEntry], blind: bool) -> tuple[list[HistoryEntry], bool]:
    kinds, people, since = st.columns(3, vertical_alignment="bottom")
    kind = kinds.selectbox("About", list(KINDS), format_func=KINDS.__getitem__, key="history-kind")
    names = sorted({name for entry in entries for name in (entry.who, entry.coder) if name})
    who = people.selectbox("Who", ["", *names], format_func=lambda name: name or "Everybody", key="history-who")
    day = since.date_input("Since", None, format="DD/MM/YYYY", key="history-since")
    codes = not blind or st.checkbox(
        "Show which codes people chose", key="history-codes",
        help="Coding is blind at present. Leave it off if you are still to code these responses.",
    )  # fmt: skip
    first = day.isoformat() if isinstance(day, date) else ""
    return [
        entry
        for entry in entries
        if (not kind or kind_of(entry) == kind)
        and (not who or who in (entry.who, entry.coder))
        and (not first or entry.at >= first)
    ], bool(codes)


def _take_back(
    services: Services, question: str, entries: list[HistoryEntry], labels: dict[str, str], codes: bool
) -> None:
    """Undo or redo of one action, refused where later work stands on it."""
    st.header("Take an action back, or make it again")
    known = {entry.event: entry for entry in entries if entry.reversible}
    if not known:
        components.note("None of these actions changed codings or the frame.")
        return

    def said(event: int) -> str:
        entry = known[event]
        state = " (undone)" if entry.undone_by else ""
        return f"{event}{state}: {entry.who}, {sentence(entry, labels, codes=codes)}"

    chosen = st.selectbox(
        "Action", list(known), None, format_func=said, placeholder="Choose an action", key="history-event"
    )
    if chosen is None or chosen not in known:
        return
    entry = known[chosen]
    mine = {services.store.who, st.session_state.get("coder-before")}
    agreed = entry.who in mine or st.checkbox(
        "This is somebody else's action. I mean to change it.", key=f"mean-{chosen}"
    )
    back = entry.undone_by is None
    if not st.button("Undo it" if back else "Make it again", type="primary", disabled=not agreed, key="history-do"):
        return
    try:
        act = services.undo if back else services.redo
        act(question, chosen, confirmed=True)
    except UserError as error:
        for n, line in enumerate(str(error).splitlines()):
            components.problem(line) if n == 0 else components.note(line.strip())
        return
    st.session_state["history-done"] = (
        f"Event {chosen} is taken back; nothing was deleted, and it can be made again."
        if back
        else f"Event {chosen} stands again."
    )
    st.rerun()


def _past(services: Services, question: str) -> None:
    st.header("As it was on a past date")
    day = st.date_input("Date (at its end, UTC)", None, format="DD/MM/YYYY", max_value=date.today(), key="history-day")
    if not isinstance(day, date):
        return
    past = services.as_of(question, day.isoformat())
    if past.codebook is None:
        components.note("There was no code frame yet.")
        return
    people = sum(coding.value for coding in past.codings if coding.source != "machine")
    components.note(
        f"Version {past.codebook.version} of the frame with {counted(len(past.codebook.codes), 'code')}; "
        f"{counted(people, 'coding')} of people."
    )
    for note in past.notes:
        components.note(note)
    st.dataframe(
        pd.DataFrame([{"Code": c.code, "Label": c.label, "Definition": c.definition} for c in past.codebook.codes]),
        hide_index=True, alt="The code frame on that date",
    )  # fmt: skip
    st.download_button(
        "Codings on that date (CSV)",
        lambda: records_bytes(".csv", "Codings", [coding.record() for coding in past.codings]),
        f"codings-{day.isoformat()}.csv", "text/csv", key="history-past", on_click="ignore",
    )  # fmt: skip


def log_bytes(services: Services, question: str, suffix: str) -> bytes:
    """The whole log of the question as a file."""
    records = history_records(services.history(question), services.frame_labels(question))
    if suffix == ".jsonl":
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    for record in records:
        for side in ("before", "after"):
            record[side] = None if record[side] is None else json.dumps(record[side], ensure_ascii=False)
    return records_bytes(suffix, "History", records)
