"""Add documents: upload, watch the job, see what became of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.jobs import ACTIVE, Job
from ui import components
from ui.services import Services
from ui.viewdata.library import clean_name, file_name, job_line, job_share, refused_rows, warnings_text

TITLE, PATH = "Add documents", "add"
KINDS = ["pdf", "docx", "html", "htm", "md", "txt"]
POLL_SECONDS = 1.0


def render(services: Services) -> None:
    st.title(TITLE)
    components.note(
        "Choose PDF, Word (.docx), HTML, Markdown or text files. They are read on this machine and nothing is sent "
        "anywhere. A file that is in already is skipped."
    )
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader("Files", type=KINDS, accept_multiple_files=True, key="upload-files")
        sent = st.form_submit_button("Add these files", type="primary")
    if sent and not files:
        components.problem("No file was chosen. Choose one or more files first.")
    elif sent:
        paths = save_uploads(services.store.folder / "uploads", ((f.name, f.getvalue()) for f in files))
        services.start_job("ingest", ["ingest", *map(str, paths)])
    jobs = [job for job in services.jobs() if job.kind == "ingest"]
    if any(job.state in ACTIVE for job in jobs):
        _watch(services)
    elif jobs:
        _outcome(services, jobs[0])


def save_uploads(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Writes each file under a folder named by its content, with a cleaned name; equal content is written once."""
    paths = []
    for name, content in files:
        path = folder / hashlib.sha256(content).hexdigest()[:16] / clean_name(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            partial = path.with_name(path.name + ".part")
            partial.write_bytes(content)
            partial.replace(path)
        paths.append(path)
    return paths


@st.fragment(run_every=POLL_SECONDS)
def _watch(services: Services) -> None:
    """The progress of what is being read; draws itself again every second until all is done."""
    running = [job for job in services.jobs() if job.kind == "ingest" and job.state in ACTIVE]
    if not running:
        st.rerun()
    for job in running:
        st.header("Reading the files")
        st.progress(job_share(job), text="Progress")
        st.text(job_line(job))
        if st.button("Stop", key=f"stop-{job.id}"):
            services.cancel_job(job.id)


def _outcome(services: Services, job: Job) -> None:
    """What became of each file of the newest job."""
    given = set(job.arguments[1:])
    records = [record for record in services.files() if record.path in given]
    st.header("The files you added last")
    if job.state != "done" and job.message and not records:
        components.problem(job.message)
        return
    if job.state in ("failed", "cancelled"):
        components.note(job_line(job))
    read = [record for record in records if record.status != "refused"]
    if read:
        st.dataframe(
            pd.DataFrame([_row(record) for record in read]),
            hide_index=True,
            alt="Files that were read, with the number of passages",
        )
        components.link("documents", "See the documents")
        components.link("find", "Search them")
    refused = refused_rows(records)
    if refused:
        st.header("Could not be read")
        st.dataframe(
            pd.DataFrame([{"File": r.file, "Reason": r.reason, "What to do": r.message} for r in refused]),
            hide_index=True,
            alt="Files that could not be read, with the reason",
        )


STATUSES = {
    "added": "Added",
    "unchanged": "In already",
    "new_version": "Added as a new version",
    "duplicate": "The same as another file",
    "skipped": "Skipped",
}


def _row(record: Any) -> dict[str, Any]:
    return {
        "File": file_name(record.path),
        "Result": STATUSES.get(record.status, record.status),
        "Pages": record.pages,
        "Passages": record.passages,
        "Remarks": warnings_text(record.warnings),
    }
