"""What both registers share: filters, the table, the row beside it with its quote, decisions, downloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core.documents import Span
from ui import components
from ui.exports.registers import FORMATS, RegisterName
from ui.services import Services
from ui.viewdata.places import Marked, context, one_line
from ui.viewdata.registers import (
    DECISIONS,
    MISSING,
    STANDING,
    STRENGTHS,
    Wanted,
    actors,
    chosen,
    money_words,
    next_to_review,
    place_of,
    progress,
    row_label,
    standings,
    state_of,
    words,
)
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from index.registers import RegisterRow

LABELS = {
    ".csv": "Download CSV",
    ".xlsx": "Download Excel (XLSX)",
    ".docx": "Download Word table",
    ".ics": "Download calendar (ICS)",
}
MEDIA_TYPES = {
    ".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".ics": "text/calendar",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """One register as a screen: how to read, show and correct its rows. rows: as at an ISO date, or as things are (None).
    outcome: the form for what became of a row. beside: what else can be done with it. dated: whether rows fall due."""

    name: RegisterName
    one: str
    empty: str
    rows: Callable[[Services, str | None], list[RegisterRow]]
    line: Callable[[RegisterRow, date], dict[str, str]]
    facts: Callable[[RegisterRow], list[tuple[str, str]]]
    form: Callable[[RegisterRow], dict[str, Any] | None]
    kinds: Sequence[str]
    outcome: Callable[[RegisterRow], dict[str, Any] | None] | None = None
    beside: Callable[[Services, RegisterRow], None] | None = None
    dated: bool = False


def render_register(services: Services, register: Register) -> None:
    places = st.columns([3, 3, 3, 2, 2] if register.dated else [3, 3, 2, 2])
    as_at = _day(places[4]) if register.dated else None
    rows = register.rows(services, as_at.isoformat() if as_at is not None and as_at != date.today() else None)
    if not rows:
        components.bordered(f"No {register.name} yet", register.empty)
        components.link("add", "Add documents")
        return
    said = st.session_state.pop(f"{register.name}-said", None)
    day = as_at or date.today()
    wanted = _filters(services, register, places, rows, day)
    shown = chosen(rows, wanted)
    components.note(f"{counted(len(shown), register.one)} shown. {progress(rows)}")
    _gone(register, rows, shown)
    if not shown:
        components.bordered("No row fits", "Take a filter away to see more.")
    else:
        table, beside = st.columns([31, 20], gap="medium")
        with table:
            row = _table(register, shown, day)
            money = money_words(shown) if register.dated else None
            if money:
                components.note(money)
            _downloads(services, register, shown)
        with beside:
            if said:
                components.success(said)
            _row(services, register, row, shown)
    _unattached(services, register)


def _gone(register: Register, rows: list[RegisterRow], shown: list[RegisterRow]) -> None:
    """Says so where the row that a link names is not among those shown; the table then opens another one."""
    name, linked = register.name, st.query_params.get("row")
    if linked and linked != st.session_state.get(f"{name}-row"):  # the reader came by a link
        st.session_state[f"{name}-sought"] = linked
    sought = st.session_state.get(f"{name}-sought")
    if sought is None:
        return
    if any(row.id == sought for row in shown):
        del st.session_state[f"{name}-sought"]
        return
    held = next((row for row in rows if row.id == sought), None)
    if held is None:
        why = f"The {register.one} that the link names is not in the register any more: its paper was removed, or is read differently now."
    elif held.decision == "rejected":
        why = f"The {register.one} that the link names was rejected. It is listed under Review: Rejected."
    else:
        why = f"The {register.one} that the link names is hidden by a filter. Take the filters away to see it."
    components.bordered("That row is not here", why)


def _day(place: DeltaGenerator) -> date | None:
    """The day as at which the register is looked at: papers dated later are left out, and dates are judged from it."""
    day = place.date_input(
        "As at", "today", key="register-as-at", format="DD/MM/YYYY", min_value="1990-01-01", max_value="2100-12-31"
    )
    return day if isinstance(day, date) else None


def _filters(
    services: Services, register: Register, places: list[DeltaGenerator], rows: list[RegisterRow], day: date
) -> Wanted:
    titles = {d.id: d.title for d in services.documents()}
    name = register.name
    first, second, third, fourth = places[:4]
    text = first.text_input("Words", key=f"{name}-words", bind="query-params") or ""
    document = second.selectbox(
        "Document", ["", *titles], format_func=lambda d: titles.get(d, "All documents"), key=f"{name}-document"
    )
    if not register.dated:
        kind = third.selectbox(
            "Kind", ["", *register.kinds], format_func=lambda k: k.capitalize() or "All", key=f"{name}-kind"
        )
        return Wanted(text, document, _decision(fourth, name), kind)
    counts = standings(rows, day)
    when = third.selectbox(
        "Standing", ["", *counts], format_func=lambda s: f"{STANDING[s]} ({counts[s]:,})" if s else STANDING[s],
        key=f"{name}-standing",
    )  # fmt: skip
    decision = _decision(fourth, name)
    with st.expander("More filters"):
        first, second, third, fourth, fifth = st.columns([3, 2, 2, 2, 2])
        who = dict(actors(rows))
        actor = first.selectbox(
            "Who", ["", *who], format_func=lambda a: f"{a} ({who[a]:,})" if a else "Anybody", key=f"{name}-actor"
        )
        kind = second.selectbox(
            "Kind", ["", *register.kinds], format_func=lambda k: words(k).capitalize() or "All", key=f"{name}-kind"
        )
        strength = third.selectbox(
            "Strength", ["", *STRENGTHS], format_func=lambda s: s.capitalize() or "All", key=f"{name}-strength"
        )
        missing = fourth.selectbox("Missing", list(MISSING), format_func=MISSING.__getitem__, key=f"{name}-missing")
        least = fifth.number_input("At least, in pounds", min_value=0, value=None, step=1000, key=f"{name}-least")
    return Wanted(text, document, decision, kind, actor, strength, when, missing, least, day)


def _decision(column: DeltaGenerator, name: str) -> str:
    return str(column.selectbox("Review", list(DECISIONS), format_func=DECISIONS.__getitem__, key=f"{name}-decision"))


def _table(register: Register, rows: list[RegisterRow], day: date) -> RegisterRow:
    """The table; the row that is chosen in it, or named by the address, or the first."""
    name = register.name
    ids = [row.id for row in rows]
    linked = st.query_params.get("row")
    if linked and linked != st.session_state.get(f"{name}-row"):  # the reader came by a link
        st.session_state[f"{name}-row"] = linked
        st.session_state[f"{name}-turn"] = st.session_state.get(f"{name}-turn", 0) + 1
    wanted = st.session_state.get(f"{name}-row")
    turn = st.session_state.get(f"{name}-turn", 0)
    key = f"{name}-table-{turn}-{abs(hash(tuple(ids)))}"
    starts = st.session_state.setdefault(f"{name}-starts", {})
    start = starts.setdefault(key, ids.index(wanted) if wanted in ids else 0)
    st.session_state[f"{name}-starts"] = {key: start}
    picked = st.dataframe(
        pd.DataFrame([register.line(row, day) for row in rows]), hide_index=True, on_select="rerun", selection_mode="single-row",
        selection_default={"selection": {"rows": [start]}}, key=key, height=table_height(len(rows)),
        row_height=80, alt=f"Register of {name}",
        column_config={
            "Who": st.column_config.TextColumn(width=92),
            "What": st.column_config.TextColumn(width=172 if register.dated else 200),
            "By when": st.column_config.TextColumn(width=84),
            "How much": st.column_config.TextColumn(width=72),
            "Value": st.column_config.TextColumn(width=105),
            "Of whom": st.column_config.TextColumn(width=124),
            "Base": st.column_config.TextColumn(width=52),
            "Standing": st.column_config.TextColumn(width=74),
            "Review": st.column_config.TextColumn(width=80),
        },
    )  # fmt: skip
    marked = picked["selection"]["rows"]
    row = rows[marked[0] if marked and marked[0] < len(rows) else start]
    if row.id != rows[start].id:
        st.session_state.pop(f"{name}-sought", None)  # another row was chosen since
    _remember(name, row.id)
    return row


def table_height(rows: int) -> int:
    """The height of a table in pixels: of its rows, up to what fits under the filters on a laptop's screen."""
    return min(590, 38 + 80 * rows)


def _remember(name: str, row: str) -> None:
    """Keeps which row is open, in the address too, so that it can be copied."""
    st.session_state[f"{name}-row"] = row
    if st.query_params.get("row") != row:
        st.query_params["row"] = row


def _row(services: Services, register: Register, row: RegisterRow, rows: list[RegisterRow]) -> None:
    fields = row.fields
    components.heading("The words", 2)
    _words(services, fields)
    components.link(
        "source", "Show in the document", document=fields["document"], start=fields["start"], end=fields["end"]
    )
    _decide(services, register, row, rows)
    components.heading("What was read from them", 2)
    components.facts(register.facts(row))
    if register.dated:
        _mentions(services, register, row, rows)
        _split(services, register, row)
    if register.beside is not None:
        register.beside(services, row)
    if register.outcome is not None:
        with st.expander("Record what became of it"):
            recorded = register.outcome(row)
        _keep(services, register, row, recorded, "Recorded.")
    with st.expander("Correct it"):
        changes = register.form(row)
    _keep(services, register, row, changes, "Corrected and kept.")


def _keep(services: Services, register: Register, row: RegisterRow, changes: dict[str, Any] | None, said: str) -> None:
    if changes is None:
        return
    if not changes:
        components.note("Nothing was changed.")
        return
    services.review(row.id, "edited", changes)
    _said(register, row, said)


def _mentions(services: Services, register: Register, row: RegisterRow, rows: list[RegisterRow]) -> None:
    """Where else it is said, each mention to be taken out again; and another row to be made one with this one."""
    if len(row.mentions) > 1:
        with st.expander("Everywhere it is said"):
            for name, place in zip(row.mentions, row.fields["mentions"], strict=True):
                components.quote(
                    one_line(str(place["quote"])), (), f"{one_line(str(place['title']))} · {place_of(place)}"
                )
                if name != row.id and st.button("This is another commitment", key=f"apart-{row.id}-{name}"):
                    for other in row.mentions:
                        if other != name:
                            services.merge(other, name, same=False)
                    _said(register, row, "Taken out: it is a row of its own now.")
    with st.expander("The same as another row"):
        others = {other.id: other for other in rows if other.id != row.id}
        chosen_row = st.selectbox(
            "Row", ["", *others], format_func=lambda r: row_label(others[r].fields) if r else "Choose a row",
            key=f"same-{row.id}",
        )  # fmt: skip
        if st.button("Make them one", key=f"merge-{row.id}", disabled=not chosen_row):
            services.merge(row.id, chosen_row, same=True)
            _said(register, row, "Made one. Every mention is kept, and can be taken out again.")


def _split(services: Services, register: Register, row: RegisterRow) -> None:
    """One row that holds several commitments becomes several, over the same words."""
    with st.expander("It is more than one commitment"), st.form(f"split-{row.id}", border=False):
        lines = st.text_area("What is promised, a line for each", str(row.fields.get("action") or ""), height=110)
        sent = st.form_submit_button("Split it")
    actions = [line.strip() for line in (lines or "").splitlines() if line.strip()]
    if sent and len(actions) < 2:
        components.problem("Write each commitment on a line of its own: two lines or more.")
    elif sent:
        services.split(row.id, actions)
        _said(register, row, f"Split into {len(actions)} rows. Reject one that was split off to take it back.")


def _words(services: Services, fields: dict[str, Any]) -> None:
    """The paragraph in which the words stand, with them marked; the words alone where the document is gone."""
    place = " · ".join(part for part in (one_line(str(fields["title"])), place_of(fields)) if part)
    document, blocks = services.document(fields["document"])
    span = Span(fields["start"], fields["end"])
    around = [block.text for block in context(document, blocks, span, around=0)]
    for text in around[:-1]:
        components.quote(text.text, text.marks)
    last = around[-1] if around else Marked(one_line(str(fields["quote"])), ())
    components.quote(last.text, last.marks, place)


def _decide(services: Services, register: Register, row: RegisterRow, rows: list[RegisterRow]) -> None:
    if row.decision is not None:
        by = f" by {row.who}" if row.who else ""
        components.note(f"{state_of(row)}{by}.")
    with st.container(horizontal=True):
        if st.button("Confirm", type="primary", key=f"confirm-{row.id}", disabled=row.decision == "confirmed"):
            services.review(row.id, "confirmed")
            _said(register, row, "Confirmed.", next_to_review(rows, row.id))
        if st.button(
            "Reject", key=f"reject-{row.id}", disabled=row.decision == "rejected", help=f"This is no {register.one}"
        ):
            services.review(row.id, "rejected")
            _said(register, row, "Rejected. It is listed under Review: Rejected.", next_to_review(rows, row.id))
        if row.decision is not None and st.button("Take the decision back", key=f"undo-{row.id}"):
            services.review(row.id, "undecided")
            _said(register, row, "The decision was taken back.")


def _said(register: Register, row: RegisterRow, text: str, next_row: str | None = None) -> None:
    """Keeps what to say and which row comes next, and draws the screen again."""
    name = register.name
    st.session_state[f"{name}-said"] = text
    _remember(name, next_row or row.id)
    st.session_state[f"{name}-turn"] = st.session_state.get(f"{name}-turn", 0) + 1
    st.rerun()


def _downloads(services: Services, register: Register, rows: list[RegisterRow]) -> None:
    def made(suffix: str) -> Callable[[], Any]:
        def write() -> Any:
            from index.verify import fingerprints
            from ui.exports.columns import with_sha256
            from ui.exports.registers import register_bytes

            records = with_sha256([row.record() for row in rows], fingerprints(services.store))
            return register_bytes(register.name, suffix, records)

        return write

    with st.container(horizontal=True):
        for suffix in FORMATS[register.name]:
            st.download_button(
                LABELS[suffix],
                made(suffix),
                f"{register.name}{suffix}",
                MEDIA_TYPES[suffix],
                on_click="ignore",
                key=f"{register.name}-{suffix[1:]}",
            )


def _unattached(services: Services, register: Register) -> None:
    loose = services.unattached(register.one)
    if not loose:
        return
    st.header("Decisions whose words are gone")
    components.note("These words stand in no current document any more. The decisions are kept.")
    st.dataframe(
        pd.DataFrame([{"Decision": DECISIONS[r.decision], "By": r.who, "Words": one_line(r.quote)} for r in loose]),
        hide_index=True, alt="Decisions whose words stand in no current document",
    )  # fmt: skip
