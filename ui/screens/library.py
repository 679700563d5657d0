"""The documents in the project, what is known of each, and the files that could not be read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.documents import Document
from core.jobs import ACTIVE
from ui import components
from ui.services import Services
from ui.viewdata.library import (
    TYPES,
    Near,
    changes,
    edit_problem,
    facts_of,
    job_line,
    library_rows,
    refused_rows,
    shown_type,
    version_line,
)

TITLE, PATH = "Documents", "documents"
POLL_SECONDS = 1.0
_RETRYING = "library-retrying"


def render(services: Services) -> None:
    st.title(TITLE)
    documents = services.documents()
    files = services.files()
    if not documents:
        components.bordered(
            "No documents yet",
            "Add board papers, strategies or survey reports as PDF, Word, HTML, Markdown or text files.",
        )
        components.link("add", "Add documents")
    else:
        table, form = st.columns([3, 2], gap="large")
        with table:
            chosen = _table(documents, services.near_duplicates())
            components.link("add", "Add documents")
        with form:
            _form(services, chosen)
    refused = refused_rows(files)
    if refused:
        st.header("Files that could not be read")
        components.note("The other files are in. Mend these where they are, and try them again.")
        st.dataframe(
            pd.DataFrame([{"File": r.file, "Reason": r.reason, "What to do": r.message} for r in refused]),
            hide_index=True,
            alt="Files that could not be read, with the reason and what to do",
        )
        if services.refused_paths():
            _retry(services)


@st.fragment(run_every=POLL_SECONDS)
def _retry(services: Services) -> None:
    """Reads the refused files that are still there again, as a job; draws itself until it is done."""
    running = [job for job in services.jobs() if job.kind == "ingest" and job.state in ACTIVE]
    if running:
        st.session_state[_RETRYING] = True
        st.text(job_line(running[0]))
    elif st.session_state.pop(_RETRYING, False):
        st.rerun()
    elif st.button("Try these files again"):
        services.start_job("ingest", ["ingest", "--retry"])
        st.rerun(scope="fragment")


def _table(documents: list[Document], near: Near) -> Document:
    """The table of documents; the row that is chosen, the first one until then."""
    rows = library_rows(documents, near)
    frame = pd.DataFrame(
        [
            {
                "Title": r.title,
                "Organisation": r.organisation,
                "Date": r.date,
                "Type": r.type,
                "Pages": r.pages,
                "Says nearly the same as": r.alike,
            }
            for r in rows
        ]
    )
    components.note("Choose a row to see or correct what is known of the document.")
    picked = st.dataframe(
        frame,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="library-table",
        alt="Documents in the project",
        column_config={
            "Title": st.column_config.TextColumn(width=250),
            "Organisation": st.column_config.TextColumn(width=150),
            "Pages": st.column_config.NumberColumn(width="small"),
        },
        selection_default={"selection": {"rows": [0]}},
    )
    marked = picked["selection"]["rows"]
    return documents[marked[0] if marked and marked[0] < len(documents) else 0]


def _form(services: Services, document: Document) -> None:
    components.heading(document.title, 2)
    components.facts(facts_of(document))
    components.link("document", "See what was understood", document=document.id)
    _versions(services, document)
    with st.expander("Correct what is known of it"), st.form(f"document-{document.id}", border=False):
        title = st.text_input("Title", document.title)
        organisation = st.text_input("Organisation", document.organisation or "")
        date = st.text_input("Date", document.written_date or "", help="2023-03-14, or 2023-03, or 2023")
        kind = st.selectbox("Type", TYPES, TYPES.index(document.type), format_func=shown_type)
        reference = st.text_input("Reference", document.reference or "")
        isbn = st.text_input("ISBN or ISSN", document.isbn or "")
        source_url = st.text_input("Web address of the source", document.source_url or "")
        if st.form_submit_button("Save", type="primary"):
            wrong = edit_problem(title, date)
            if wrong:
                components.problem(wrong)
                return
            values = {
                "title": title,
                "organisation": organisation,
                "date": date,
                "type": kind,
                "source_url": source_url,
                "reference": reference,
                "isbn": isbn,
            }
            changed = changes(document, values)
            if changed:
                services.edit_document(document.id, changed)
                st.rerun()
            components.note("Nothing was changed.")


def _versions(services: Services, document: Document) -> None:
    """The older versions, which are kept and not searched; and a way to say that they are other papers."""
    older = [version for version in services.versions(document.id) if version.id != document.id]
    if not older:
        return
    components.heading("Older versions", 3)
    components.note("They are kept and can be read; search uses the newest version only.")
    for version in older:
        st.text(version_line(version))
        components.link("document", "See this version", document=version.id)
    if st.button("These are other papers", key=f"separate-{document.id}"):
        services.set_version(document.id, None)
        st.rerun()
