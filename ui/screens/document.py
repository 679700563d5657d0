"""What was understood of one document: its headings, or every block, each a link to its place."""

from __future__ import annotations

import streamlit as st

from ui import components
from ui.services import Services
from ui.viewdata.library import facts_of, kinds, outline

TITLE, PATH = "What was understood", "document"
LINES_A_PAGE = 100


def render(services: Services) -> None:
    st.title(TITLE)
    name = st.query_params.get("document")
    if not name:
        components.bordered("No document was named", "Open this screen from the list of documents.")
        components.link("documents", "Documents")
        return
    document, blocks = services.document(name)
    components.heading(document.title, 2)
    components.facts(facts_of(document))
    components.link("documents", "Back to the documents")
    st.header("Its structure")
    everything = st.toggle("Show every paragraph, list item and table row", key="outline-all")
    lines = outline(document, blocks, headings_only=not everything)
    if not lines:
        components.note("No headings were found." if not everything else "The document holds no text.")
        return
    pages = (len(lines) - 1) // LINES_A_PAGE + 1
    page = st.pagination(pages, key="outline-page") if pages > 1 else 1
    shown = lines[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE]
    components.lines((line.kind if everything else "", line.text, line.depth) for line in shown)
    st.header("How many of each kind")
    components.facts(kinds(blocks))
