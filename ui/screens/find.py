"""One box: the answer above with its quotes, the results below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import components
from ui.services import Services
from ui.viewdata.find import (
    KINDS,
    RESULTS,
    RESULTS_A_PAGE,
    Place,
    Quoted,
    answer_view,
    is_question,
    organisations,
    results,
    types,
    years,
)
from ui.viewdata.library import shown_type
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from core.documents import Document
    from index.search import Filters

TITLE, PATH = "Find", "find"
ANY = ""


def render(services: Services) -> None:
    st.title(TITLE)
    documents = services.documents()
    if not documents:
        components.bordered("There is nothing to search yet", "Add documents first; then search them here.")
        components.link("add", "Add documents")
        return
    query = st.text_input(
        "Words to search for, or a question", key="q", bind="query-params", type="search", max_chars=1000,
        help='Words find passages that bear them or mean the same. "Quoted words" are found as they stand; AND, OR, NOT '
        "and kin* (any ending) work too.",
    )  # fmt: skip
    kinds = st.pills(
        "Search in", list(KINDS), selection_mode="multi", default=["passage"], format_func=KINDS.__getitem__, key="kinds",
        bind="query-params",
    )  # fmt: skip
    filters = _filters(documents)
    if not (query or "").strip():
        components.note(
            "For example: a topic in two or three words, or a whole question that ends with a question mark."
        )
        return
    assert query is not None
    answer_place = st.container()
    _results(services, query, kinds or ["passage"], filters)
    if is_question(query):
        with answer_place:
            _answer(services, query)


def _filters(documents: list[Document]) -> Filters:
    from index.search import Filters

    titles = {d.id: d.title for d in documents}
    with st.expander("Filters"):
        first, second = st.columns(2)
        document = first.selectbox(
            "Document",
            [ANY, *titles],
            format_func=lambda d: titles.get(d, "All documents"),
            key="in",
            bind="query-params",
        )
        organisation = second.selectbox(
            "Organisation", [ANY, *organisations(documents)], format_func=lambda o: o or "All organisations", key="by",
            bind="query-params",
        )  # fmt: skip
        third, fourth, fifth = st.columns([2, 1, 1])
        kind = third.selectbox(
            "Type of document", [ANY, *types(documents)], format_func=lambda t: shown_type(t) if t else "All types", key="type",
            bind="query-params",
        )  # fmt: skip
        since = fourth.selectbox(
            "From year", [ANY, *years(documents)], format_func=lambda y: y or "Any", key="since", bind="query-params"
        )
        until = fifth.selectbox(
            "To year", [ANY, *years(documents)], format_func=lambda y: y or "Any", key="until", bind="query-params"
        )
    return Filters(
        document=document or None,
        organisation=organisation or None,
        type=kind or None,
        since=f"{since}-01-01" if since else None,
        until=f"{until}-12-31" if until else None,
    )


def _answer(services: Services, question: str) -> None:
    st.header("Answer")
    view = answer_view(services.ask(question))
    if view.quotes:
        components.note("Quoted word for word from the documents.")
        for number, quoted in enumerate(view.quotes):
            _quoted(quoted, f"answer-{number}")
    else:
        components.bordered("No answer was found", view.reason)
        if view.nearest:
            with st.expander("What came nearest"):
                for number, quoted in enumerate(view.nearest):
                    _quoted(quoted, f"nearest-{number}")
    components.note(view.receipt)


def _quoted(quoted: Quoted, key: str) -> None:
    with st.container(key=key, gap="xxsmall"):
        components.quote(quoted.text, (), " · ".join(v for v in (quoted.place.title, quoted.place.place) if v))
        _source_link(quoted.place)


def _source_link(place: Place) -> None:
    components.link("source", "Show in the document", document=place.document, start=place.start, end=place.end)


def _results(services: Services, query: str, kinds: list[str], filters: Filters) -> None:
    answered = services.find(query, k=RESULTS, kinds=kinds, filters=filters)
    found = results(answered.hits)
    st.header("Results")
    if answered.note:
        components.note(answered.note)
    if not found:
        why = answered.reason or "Nothing matches."
        components.bordered("Nothing was found", f"{why} Try fewer or other words, or take filters away.")
        return
    which = f"The {RESULTS} best results" if len(found) == RESULTS else counted(len(found), "result")
    components.note(f"{which}, the best first. The words you searched for are marked.")
    pages = (len(found) - 1) // RESULTS_A_PAGE + 1
    where = st.container()
    page = st.pagination(pages, key="results-page") if pages > 1 else 1
    with where:
        for number, result in enumerate(found[(page - 1) * RESULTS_A_PAGE : page * RESULTS_A_PAGE]):
            with st.container(border=True, key=f"result-{number}", gap="xxsmall"):
                components.card(
                    result.place.title, result.place.place, result.words.text, result.words.marks, result.kind
                )
                with st.container(horizontal=True):
                    _source_link(result.place)
                    if result.register:
                        components.link(result.register, "Open in the register", row=result.id)
