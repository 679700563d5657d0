"""Saved searches: what is new since the reader last looked; and, below the results of Find, saving and taking them along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.answers import Hit
from core.errors import UserError
from ui import components
from ui.services import Services
from ui.viewdata.find import results
from ui.viewdata.saved import find_query, since
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from index.saved import News
    from index.search import Filters

TITLE, PATH = "Saved searches", "saved"
SHOWN = 50
LABELS = {".csv": "Download CSV", ".xlsx": "Download Excel (XLSX)", ".docx": "Download Word table"}
MEDIA_TYPES = {
    ".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def render(services: Services) -> None:
    from index.saved import news, open_news, remove, saved

    st.title(TITLE)
    searches = saved(services.store)
    if not searches:
        components.bordered(
            "No search is saved yet", "Search for something in Find, and press “Save this search” below the results."
        )
        components.link("find", "Find")
        return
    components.note("New is what stands in documents that came in since you last opened the search.")
    opened: dict[str, News] = st.session_state.setdefault("saved-opened", {})
    for search in searches:
        found = news(services.index, services.store, search)
        with st.container(border=True, key=f"saved-{abs(hash(search.name))}", gap="xxsmall"):
            components.heading(search.name, 2)
            components.passage(search.query)
            said = since(len(found.hits), search.seen_at)
            components.note(f"{said[0].upper()}{said[1:]}.")
            with st.container(horizontal=True):
                if st.button("Show what is new", key=f"open-{search.name}", disabled=not found.hits):
                    opened[search.name] = open_news(services.index, services.store, search.name)
                    st.rerun()
                components.link("find", "Open in Find", **find_query(search.query, search.kinds, search.filters))
                if st.button("Remove", key=f"remove-{search.name}"):
                    remove(services.store, search.name)
                    st.rerun()
            shown = opened.get(search.name)
            if shown is not None and shown.hits:
                _new(shown)


def _new(shown: News) -> None:
    components.note(f"{counted(len(shown.hits), 'result')} that you had not seen:")
    for number, result in enumerate(results(shown.hits[:SHOWN])):
        with st.container(key=f"new-{abs(hash(shown.search.name))}-{number}", gap="xxsmall"):
            components.quote(result.words.text, result.words.marks, f"{result.place.title} · {result.place.place}")
            place = result.place
            components.link("source", "Show in the document", document=place.document, start=place.start, end=place.end)


def below_results(services: Services, query: str, kinds: Sequence[str], filters: Filters, hits: Sequence[Hit]) -> None:
    """What can be done with the results of Find: take them along as a file, make a topic brief, save the search."""
    with st.expander("Save, download, topic brief"):
        with st.container(horizontal=True):
            for suffix in LABELS:
                st.download_button(
                    LABELS[suffix], _file(services, suffix, query, hits), f"results{suffix}", MEDIA_TYPES[suffix],
                    on_click="ignore", key=f"hits-{suffix[1:]}",
                )  # fmt: skip
            st.download_button(
                "Topic brief (Word)", _brief(services, query, filters), "brief.docx", MEDIA_TYPES[".docx"], on_click="ignore",
                key="hits-brief", help="A page for a board paper: commitments, findings and quotes, each with its place",
            )  # fmt: skip
        with st.form("save-search", border=False):
            name = st.text_input("Name", query[:60], help="Saved searches tell you what is new since you last looked")
            sent = st.form_submit_button("Save this search")
    if sent:
        from index.saved import save

        try:
            save(services.store, name or "", query, tuple(kinds), filters)
        except UserError as error:
            components.problem(str(error))
        else:
            components.success("Saved.")
            components.link(PATH, TITLE)


def _file(services: Services, suffix: str, query: str, hits: Sequence[Hit]) -> Callable[[], Any]:
    def made() -> Any:
        from index.verify import fingerprints
        from ui.exports.hits import Citing, hits_bytes

        return hits_bytes(suffix, query, hits, Citing(services.described), fingerprints(services.store))

    return made


def _brief(services: Services, query: str, filters: Filters) -> Callable[[], Any]:
    def made() -> Any:
        from index.topic import topic
        from index.verify import fingerprints
        from ui.exports.brief import brief

        return brief(topic(services.index, query, filters), services.described, fingerprints(services.store)).data

    return made
