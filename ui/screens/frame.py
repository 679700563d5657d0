"""The code frame: the themes of a question with their definitions, changed here or in a file; its versions and its check."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import NotFoundError, UserError
from ui import components
from ui.components.downloads import FRAME_FILES, download_row
from ui.components.question import choose_question
from ui.components.upload import uploaded_file
from ui.screens import frame_changes
from ui.screens.responses import report
from ui.services import Services
from ui.viewdata.frame import check_rows, code_rows, former_rows, version_rows
from ui.viewdata.responses import report_view
from ui.viewdata.start import counted

TITLE, PATH = "Code frame", "frame"
ONE_LINE = 45  # characters of a cell that fit one line
UPLOADS = ["csv", "tsv", "xlsx", "ods", "sav", "json", "qdc", "qdpx"]


def render(services: Services) -> None:
    st.title(TITLE)
    question = choose_question(services)
    if question is None:
        return
    said = st.session_state.pop("frame-report", None)
    if said is not None:
        report(said)
    try:
        codebook = services.codebook(question.id)
    except NotFoundError:
        components.bordered("There is no code frame yet", "Add one from a file below: one theme a row.")
        _add(services, question.id)
        with st.expander("Or write the first code here"):
            frame_changes.add(services, question.id, ())
        return
    uses = services.frame_uses(question.id)
    waiting = services.waiting_totals(question.id)
    components.note(f"{counted(len(codebook.codes), 'code').capitalize()}, version {codebook.version}.")
    if waiting:
        said = ", ".join(f"{coder} {n:,}" for coder, n in waiting.items())
        components.note(f"To be looked at again since a code was split: {said}. They stand first under Code.")
    rows = code_rows(codebook.codes, uses)
    long = any(len(cell) > ONE_LINE for row in rows for cell in row.values())
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, row_height=90 if long else None, alt="The codes with their definitions",
        height="content" if len(codebook.codes) <= 12 else 700,
        column_config={
            "Label": st.column_config.TextColumn(width=190), "Definition": st.column_config.TextColumn(width=330),
            "Codings": st.column_config.TextColumn(width=80),
        },
    )  # fmt: skip
    components.link("code", "Code responses with it")
    st.header("Change it")
    done = st.session_state.pop("frame-done", None)
    if done:
        components.success(done)
    components.note(
        "Each change is a new version. What people coded is kept; you see what becomes of it before you decide."
    )
    frame_changes.change(services, question.id, codebook, uses)
    with st.expander("Add a code"):
        frame_changes.add(services, question.id, codebook.codes)
    with st.expander("Bring the frame in from a file, as a new version"):
        _add(services, question.id)
    st.header("Look at it again")
    _check(services, question.id)
    _versions(services, question.id)
    st.header("Files")
    download_row(services, question.id, FRAME_FILES, "frame")


def _check(services: Services, question: str) -> None:
    """Codes too alike, never used, used on everything, used together, undefined: on request, as it asks the encoder."""
    if not st.button(
        "Check the frame", key="frame-check", help="Codes that are alike, unused, too wide, or used together."
    ):
        return
    with st.spinner("Comparing the codes and how they were used"):
        checks = services.check_frame(question)
    if not checks:
        components.success("Nothing to look at again: no two codes are too alike, and each is defined and in use.")
        return
    st.dataframe(
        pd.DataFrame(check_rows(checks)), hide_index=True, row_height=70, alt="What the check of the frame found",
        column_config={"Look at": st.column_config.TextColumn(width=430)},
    )  # fmt: skip


def _versions(services: Services, question: str) -> None:
    maps, labels = services.frame_versions(question), services.frame_labels(question)
    with st.expander("Versions"):
        st.dataframe(
            pd.DataFrame(version_rows(maps, labels)), hide_index=True, row_height=70,
            alt="How each version came from the one before",
            column_config={
                "What changed": st.column_config.TextColumn(width=330), "Codings": st.column_config.TextColumn(width=330),
            },
        )  # fmt: skip
        components.link("history", "History: take a change back, see the frame on a past date")
    former = services.former_codes(question)
    if not former:
        return
    with st.expander("Codes that have left the frame"):
        st.dataframe(pd.DataFrame(former_rows(former, labels)), hide_index=True, alt="Codes that have left the frame")
        frame_changes.reinstate(services, question, former)


def _add(services: Services, question: str) -> None:
    components.note(
        "A code book of NVivo, ATLAS.ti, MAXQDA or QualCoder (.qdc), JSON, or a CSV or Excel file with the columns code, label and definition and, if you have them, include, exclude, typical, "
        "borderline, parent, colour and key. A code keeps its codings by what stands under 'code', whatever its label; one that is no longer there is kept and not counted."
    )
    with st.form("frame-form", border=False):
        uploaded = st.file_uploader(
            "CSV, Excel, OpenDocument, SPSS, JSON or REFI-QDA file", type=UPLOADS, key="frame-file"
        )
        sent = st.form_submit_button("Add this code frame", type="primary")
    if not sent:
        return
    if uploaded is None:
        components.problem("No file was chosen. Choose the file with the code frame first.")
        return
    try:
        with uploaded_file(uploaded) as path:
            made = services.add_codebook(path, question)
    except UserError as error:
        components.problem(str(error))
        return
    st.session_state["frame-report"] = report_view(made)
    st.rerun()
