"""One place in its document: the words in their context, and the page with the words boxed."""

from __future__ import annotations

import streamlit as st

from core.documents import Block, Document, Location, Span, locate
from ui import components
from ui.page_image import PageImage, render_page
from ui.services import Services
from ui.viewdata.places import citation, context, page_range, parts_on_page, place, shown_page
from ui.viewdata.understood import scanned_lines

TITLE, PATH = "Source", "source"


def render(services: Services) -> None:
    st.title(TITLE)
    name = st.query_params.get("document")
    if not name:
        components.bordered("No place was named", "Open this screen from a search result or a register.")
        components.link("find", "Find")
        return
    document, blocks = services.document(name)
    span = _span(document)
    if span is None:
        components.problem("The address does not name a place in this document. Search for the words again.")
        components.link("find", "Find")
        return
    location = locate(document, blocks, span)
    components.heading(document.title, 2)
    components.note(place(location))
    if location.page is None:
        components.note("This kind of file has no pages.")
        _words(document, blocks, span, location)
        return
    words, page = st.columns([1, 1], gap="large")
    with words:
        _words(document, blocks, span, location)
    with page:
        _page(services, document, blocks, span, location)


def _span(document: Document) -> Span | None:
    try:
        start, end = int(st.query_params["start"]), int(st.query_params["end"])
    except (KeyError, ValueError):
        return None
    return Span(start, end) if 0 <= start < end <= len(document.text) else None


def _words(document: Document, blocks: list[Block], span: Span, location: Location) -> None:
    components.heading("The words in their context", 2)
    for block in context(document, blocks, span):
        if block.holds:
            components.quote(block.text.text, block.text.marks)
        else:
            components.passage(block.text.text, strong=block.kind == "heading")
    components.heading("Citation to copy", 2)
    st.code(citation(document, location), language=None, wrap_lines=True)
    components.link("document", "The whole document", document=document.id)


def _page(services: Services, document: Document, blocks: list[Block], span: Span, location: Location) -> None:
    assert location.page is not None
    chosen = _chosen_page(document, location.page)
    label = shown_page(chosen, document.label_of(chosen))
    components.heading(label[:1].upper() + label[1:] + f" of {document.pages}", 2)
    image = _image(services, document, blocks, chosen, span)
    if image is None:
        components.note(
            "The page cannot be shown: the file is not a PDF, is protected, or is no longer in the project."
        )
    else:
        here = page_range(document, chosen)
        if image.boxes:
            components.note("The words are boxed.")
        elif here and here.overlaps(span):
            components.note(
                "The words could not be located on the picture of this page. They stand in the text beside it."
            )
        st.image(image.png, alt=f"Picture of {label}; its text is given beside it", width="stretch")
    _turn(document, chosen, span)


def _chosen_page(document: Document, first: int) -> int:
    try:
        page = int(st.query_params.get("page", first))
    except ValueError:
        return first
    return page if 1 <= page <= (document.pages or 0) else first


def _turn(document: Document, page: int, span: Span) -> None:
    with st.container(horizontal=True):
        if page > 1:
            components.link(PATH, "Page before", document=document.id, start=span.start, end=span.end, page=page - 1)
        if page < (document.pages or 0):
            components.link(PATH, "Page after", document=document.id, start=span.start, end=span.end, page=page + 1)


def _image(services: Services, document: Document, blocks: list[Block], page: int, span: Span) -> PageImage | None:
    path = services.original(document)
    if path is None:
        return None
    here = page_range(document, page)
    lines = scanned_lines(document, blocks, span, page)
    text = here.of(document.text) if here is not None else ""
    return render_page(path, page, text, parts_on_page(document, blocks, span, page), lines)
