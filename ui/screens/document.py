"""What was understood of one document: a page beside its blocks, what to watch out for, and what is known of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.documents import Document
from core.errors import UsageError
from core.jobs import ACTIVE
from ui import components
from ui.components.page_area import page_area, wish_in
from ui.page_image import PagePicture, page_picture
from ui.services import Services
from ui.viewdata.library import TYPES, edit_problem, file_name, job_line, shown_type
from ui.viewdata.places import block_kind, shown_date
from ui.viewdata.reading_warnings import remarks_of, warnings_of
from ui.viewdata.understood import (
    BLOCKS_A_PART,
    FIELDS,
    HEADINGS_SHOWN,
    MOST_BLOCKS,
    HeadingWindow,
    Stretch,
    changed,
    facts,
    headings_with,
    message,
    page_named,
    stretch,
    window_start,
    wish_of,
)

TITLE, PATH = "What was understood", "document"
POLL_SECONDS = 1.0
MENDED_BY_READING_AGAIN = ("needs_ocr", "garbled_text", "failed_or_empty")
SHOWN = {"date": shown_date, "type": shown_type}


def render(services: Services) -> None:
    st.title(TITLE)
    name = st.query_params.get("document")
    if not name:
        components.bordered("No document was named", "Open this screen from the list of documents.")
        components.link("documents", "Documents")
        return
    document = services.described(name)
    components.heading(document.title, 2)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        components.note(_line(document))
        components.link("documents", "Back to the documents")
    _cautions(services, document)
    _known(services, document)
    _pages(services, document)


def _line(document: Document) -> str:
    """Whose, when, what kind, which file."""
    parts = [
        document.organisation,
        shown_date(document.written_date),
        shown_type(document.type),
        file_name(document.path),
    ]
    pages = f"{document.pages:,} page{'' if document.pages == 1 else 's'}" if document.pages else None
    return " · ".join(part for part in (*parts, pages) if part)


# What to watch out for --------------------------------------------------------------------------------------------


def _cautions(services: Services, document: Document) -> None:
    codes, files = services.reading_of(document.id)
    hidden = services.pages_flagged(document.id, "hidden") if "hidden_text" in codes else []
    scanned = any(made.ocr_pages for made in files)
    uncertain = services.pages_flagged(document.id, "ocr_uncertain") if scanned else []
    cautions = warnings_of(document, codes, hidden, uncertain)
    remarks = remarks_of(files)
    if cautions:
        st.header("To check")
        components.cautions((caution.title, caution.advice) for caution in cautions)
    if remarks:
        components.note(f"What the reader said: {remarks}")
    if set(codes) & set(MENDED_BY_READING_AGAIN):
        _again(services, document)


def _again(services: Services, document: Document) -> None:
    """Reads the file again with OCR, as a job, where it still is where it was."""
    path = Path(document.path)
    if not path.is_file():
        components.note("The file is no longer where it was added from. Add it again to have it read again.")
        components.link("add", "Add documents")
        return
    arguments = ["ingest", str(path.absolute()), "--ocr"]
    jobs = [job for job in services.jobs() if job.kind == "ingest" and list(job.arguments) == arguments]
    if jobs and jobs[0].state in ACTIVE:
        _watch(services, jobs[0].id)
        return
    if jobs and jobs[0].state == "failed":
        components.problem(job_line(jobs[0]))
    if st.button("Read the file again with OCR", key="read-again"):
        services.start_job("ingest", arguments)
        st.rerun()


@st.fragment(run_every=POLL_SECONDS)
def _watch(services: Services, name: str) -> None:
    job = services.job(name)
    if job.state not in ACTIVE:
        st.rerun()
    st.text("Reading the file again. " + job_line(job))
    if st.button("Stop", key="stop-reading"):
        services.cancel_job(name)


# What is known of the document ------------------------------------------------------------------------------------


def _known(services: Services, document: Document) -> None:
    saved = st.session_state.pop("document-saved", None) == document.id
    if saved:
        components.success("Saved. It holds for the next reading and the next version of this document too.")
    with st.expander("Title, organisation, date and type: how they were found, and correct them", expanded=saved):
        components.found_facts((fact.label, fact.value, fact.found) for fact in facts(document, SHOWN))
        with st.form(f"document-form-{document.id}", border=False):
            values = {
                "title": st.text_input("Title", document.title),
                "organisation": st.text_input("Organisation", document.organisation or ""),
                "date": st.text_input("Date", document.written_date or "", help="2023-03-14, or 2023-03, or 2023"),
                "type": st.selectbox("Type", TYPES, TYPES.index(document.type), format_func=shown_type),
                "reference": st.text_input("Reference", document.reference or ""),
                "isbn": st.text_input("ISBN", document.isbn or ""),
                "source_url": st.text_input("Web address of the source", document.source_url or ""),
            }
            if st.form_submit_button("Save", type="primary"):
                _save(services, document, values)


def _save(services: Services, document: Document, values: dict[str, str]) -> None:
    wrong = edit_problem(values["title"], values["date"])
    if wrong:
        components.problem(wrong)
        return
    changes = changed(document, {name: values[name] for name in FIELDS})
    if not changes:
        components.note("Nothing was changed.")
        return
    try:
        services.edit_document(document.id, changes)
    except UsageError as error:
        components.problem(str(error))
        return
    st.session_state["document-saved"] = document.id
    st.rerun()


# The page and its blocks ------------------------------------------------------------------------------------------


def _pages(services: Services, document: Document) -> None:
    kinds = services.kinds_of_blocks(document.id)
    total = sum(kinds.values())
    shown = stretch(document, _asked("page") or _page_of(services, document, _asked("block")) or 1, total)
    if shown.paged:
        blocks, standing = [], 0
        if shown.range is not None:
            start, end = shown.range.start, shown.range.end
            blocks = services.blocks_within(document.id, start, end, MOST_BLOCKS)
            standing = len(blocks) if len(blocks) < MOST_BLOCKS else services.count_within(document.id, start, end)
    else:
        blocks = services.blocks_from(document.id, shown.first_block, BLOCKS_A_PART)
        standing = len(blocks)
    state = st.session_state.setdefault(
        f"page-state-{document.id}", {"said": "", "skip": None, "sought": "", "jump": 0}
    )
    key = f"page-area-{document.id}"
    page_area(
        message(
            document, shown, blocks, _picture(services, document, shown), _window(services, document, shown, state),
            selected=_asked("block"), jump=state["jump"], said=state["said"], total=standing,
        ),
        key,
        lambda: _go(services, document, shown, key),
    )  # fmt: skip
    state["said"] = ""
    if kinds:
        with st.expander("How many blocks of each kind"):
            components.facts((block_kind(kind).capitalize(), f"{n:,}") for kind, n in kinds.items())


def _asked(name: str) -> int | None:
    value = st.query_params.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 9 else None


def _page_of(services: Services, document: Document, block: int | None) -> int | None:
    """The page, or the part, that a block stands in."""
    if block is None:
        return None
    found = services.blocks_from(document.id, block, 1)
    if not found or found[0].n != block:
        return None
    return document.page_at(found[0].block.span.start) if document.pages else block // BLOCKS_A_PART + 1


def _window(services: Services, document: Document, shown: Stretch, state: dict[str, object]) -> HeadingWindow:
    """The headings round the page that is shown, or those that were asked for."""
    skip = state["skip"] if isinstance(state["skip"], int) else None
    sought = str(state["sought"])
    if sought:
        return headings_with(document, services.headings(document.id), sought, skip or 0)
    total = services.heading_count(document.id)
    if skip is None:
        end = shown.range.end if shown.range else 0
        if shown.paged and end == 0:
            end = document.page_starts[shown.at - 1] + 1
        first_there = services.blocks_from(document.id, shown.first_block + BLOCKS_A_PART, 1) if not shown.paged else []
        if not shown.paged:
            end = first_there[0].block.span.start if first_there else len(document.text) + 1
        skip = window_start(services.heading_count(document.id, end), total)
    skip = min(max(0, skip), max(0, total - 1))
    return HeadingWindow(tuple(services.headings(document.id, skip, HEADINGS_SHOWN)), skip, total)


def _go(services: Services, document: Document, shown: Stretch, key: str) -> None:
    """Does what the page area asked for; the address then names the page, so that it can be copied."""
    wish = wish_of(wish_in(key))
    state = st.session_state[f"page-state-{document.id}"]
    if wish is None:
        return
    page: int | None = None
    if wish.page is not None:
        page = wish.page
    elif wish.typed is not None:
        page, state["said"] = page_named(document, wish.typed, shown.count)
    elif wish.block is not None:
        page = _page_of(services, document, wish.block)
    elif wish.sought is not None:
        state["sought"], state["skip"] = wish.sought.strip(), 0 if wish.sought.strip() else None
    elif wish.skip is not None:
        state["skip"] = wish.skip
    if page is None:
        return
    st.query_params["page"] = str(min(max(1, page), shown.count))
    if wish.block is not None:
        st.query_params["block"] = str(wish.block)
    elif "block" in st.query_params:
        del st.query_params["block"]
    state["jump"] += 1
    if not state["sought"]:
        state["skip"] = None


def _picture(services: Services, document: Document, shown: Stretch) -> PagePicture | None:
    if not shown.paged:
        return None
    path = services.original(document)
    if path is None or path.suffix.lower() != ".pdf":
        return None
    return _drawn(str(path), shown.at)


@st.cache_data(max_entries=40, show_spinner=False)
def _drawn(path: str, page: int) -> PagePicture | None:
    """Kept by file, whose name is its content's hash, and page."""
    return page_picture(Path(path), page)
