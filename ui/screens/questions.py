"""A list of questions: upload a table, watch the job, download the answers with their places."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.jobs import ACTIVE, Job
from ui import components
from ui.screens.add import POLL_SECONDS, save_uploads
from ui.services import Services
from ui.viewdata.library import job_line, job_share

TITLE, PATH = "Many questions", "questions"
KIND = "ask"
FORMATS = {".xlsx": "Excel (XLSX)", ".csv": "CSV"}
LABELS = {".xlsx": "Download Excel (XLSX)", ".csv": "Download CSV"}
MEDIA_TYPES = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".csv": "text/csv"}


def render(services: Services) -> None:
    st.title(TITLE)
    components.note(
        "Choose a CSV or Excel file with a column named question. Each answer is a sentence of the documents with its "
        "place, a row for each; where there is none, the row says why."
    )
    with st.form("questions", clear_on_submit=True):
        file = st.file_uploader("File with questions", type=["csv", "xlsx"], key="questions-file")
        suffix = st.selectbox("Answers as", list(FORMATS), format_func=FORMATS.__getitem__)
        sent = st.form_submit_button("Answer them", type="primary")
    if sent and file is None:
        components.problem("No file was chosen. Choose one first.")
    elif sent and file is not None:
        path = save_uploads(services.store.folder / "uploads", [(file.name, file.getvalue())])[0]
        out = path.with_name(f"answers{suffix}")
        services.start_job(KIND, ["ask", "--batch", str(path), "--out", str(out)])
    jobs = [job for job in services.jobs() if job.kind == KIND]
    if any(job.state in ACTIVE for job in jobs):
        _watch(services)
    elif jobs:
        _outcome(services, jobs[0])


@st.fragment(run_every=POLL_SECONDS)
def _watch(services: Services) -> None:
    """The progress of the answering; draws itself again every second until it is done."""
    running = [job for job in services.jobs() if job.kind == KIND and job.state in ACTIVE]
    if not running:
        st.rerun()
    for job in running:
        st.header("Answering")
        st.progress(job_share(job), text="Progress")
        st.text(job_line(job))
        if st.button("Stop", key=f"stop-{job.id}", help="What was answered is kept"):
            services.cancel_job(job.id)


def _outcome(services: Services, job: Job) -> None:
    """The answers of the newest list, or why there are none and how to go on."""
    out = Path(job.arguments[-1])
    st.header("The list you asked last")
    if job.state == "done" and out.is_file():
        st.download_button(
            LABELS[out.suffix], out.read_bytes(), out.name, MEDIA_TYPES[out.suffix], on_click="ignore", key="answers"
        )
        components.note("Each row can be checked again later, in Verify.")
        return
    components.problem(job.message or "The work stopped before it was done.")
    if st.button("Go on where it stopped", key=f"again-{job.id}"):
        services.start_job(KIND, list(job.arguments))
        st.rerun()
