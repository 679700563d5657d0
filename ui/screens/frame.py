"""The code frame: the themes of a question with their definitions; brought in from a file, agreement between coders."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import NotFoundError, UserError
from ui import components
from ui.components.downloads import FRAME_FILES, download_row
from ui.components.question import choose_question
from ui.components.upload import uploaded_file
from ui.screens.responses import report
from ui.services import Services
from ui.viewdata.responses import frame_rows, report_view
from ui.viewdata.start import counted

TITLE, PATH = "Code frame", "frame"


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
        return
    components.note(f"{counted(len(codebook.codes), 'code').capitalize()}, version {codebook.version}.")
    st.dataframe(
        pd.DataFrame(frame_rows(codebook)), hide_index=True, row_height=90, alt="The codes with their definitions",
        height="content" if len(codebook.codes) <= 12 else 700,
        column_config={"Label": st.column_config.TextColumn(width=190), "Definition": st.column_config.TextColumn(width=330)},
    )  # fmt: skip
    components.link("code", "Code responses with it")
    download_row(services, question.id, FRAME_FILES, "frame")
    with st.expander("Add a new version from a file"):
        _add(services, question.id)


def _add(services: Services, question: str) -> None:
    components.note(
        "A code book of NVivo, ATLAS.ti, MAXQDA or QualCoder (.qdc), or a CSV or Excel file with the columns code, label and definition and, if you have them, include, exclude, typical, "
        "borderline and parent. Codings stay; a code that is no longer in the frame is kept and not counted."
    )
    with st.form("frame-form", border=False):
        uploaded = st.file_uploader(
            "CSV, Excel, OpenDocument, SPSS or REFI-QDA file",
            type=["csv", "tsv", "xlsx", "ods", "sav", "qdc", "qdpx"], key="frame-file",
        )  # fmt: skip
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
