"""One place in its document: the words in their context, and the page with the words boxed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.documents import Block, Document, Location, Span, locate
from core.errors import NotFoundError
from ui import components
from ui.components.copying import Copy, address, copying
from ui.page_image import PageImage, render_page
from ui.services import Services
from ui.viewdata.places import (
    Sought,
    citation,
    context,
    link_query,
    page_range,
    pages_of,
    parts_on_page,
    place,
    shown_page,
    sought_in,
)
from ui.viewdata.understood import scanned_lines

TITLE, PATH = "Source", "source"
MOST_PAGES = 3  # pages that are drawn at once for words that go on over their ends
PDF = ".pdf"


def render(services: Services) -> None:
    st.title(TITLE)
    name = st.query_params.get("document")
    if not name:
        components.bordered("No place was named", "Open this screen from a search result or a register.")
        components.link("find", "Find")
        return
    try:
        document, blocks = services.document(name)
    except NotFoundError:
        _gone("This document is not in the project any more", "It was removed, or the link is from another project.")
        return
    sought = sought_in(
        document.text, st.query_params.get("start"), st.query_params.get("end"), st.query_params.get("words", "")
    )
    components.heading(document.title, 2)
    _versions(services, document, sought)
    if sought.span is None:
        _gone(*sought.said)
        components.link("document", "The whole document", document=document.id)
        return
    if sought.said:
        components.bordered(*sought.said)
    location = locate(document, blocks, sought.span)
    components.note(place(location))
    _to_copy(document, location)
    if not document.pages:
        components.note("This kind of file has no pages. The words stand between these paragraphs:")
        _words(document, blocks, location)
        return
    words, page = st.columns([1, 1], gap="large")
    with words:
        _words(document, blocks, location)
    with page:
        _pages(services, document, blocks, location)


def _gone(title: str, text: str) -> None:
    """Says that what an address names is not there, and offers to look for its words."""
    components.bordered(title, text)
    words = st.query_params.get("words", "")
    if words:
        components.quote(words)
        components.link("find", "Look for these words in all documents", q=f'"{words.replace(chr(34), " ")}"')
    else:
        components.link("find", "Find")


def _versions(services: Services, document: Document, sought: Sought) -> None:
    """Where a newer version of the paper is in, says so, and leads to the same words there."""
    versions = services.versions(document.id)
    newest = versions[-1] if versions else document
    if newest.id == document.id:
        return
    there = sought.again_in(newest.text)
    if there is not None:
        components.note("This is an older version of the paper. The newer one says the same.")
        components.link(PATH, "The same words in the newer version", **link_query(locate(newest, (), there)))
    else:
        components.note("This is an older version of the paper. The newer one does not hold these words.")
        components.link("document", "The newer version", document=newest.id)


def _to_copy(document: Document, location: Location) -> None:
    """The citation, to be copied, and the address of this place."""
    text = citation(document, location)
    components.passage(text)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="source-actions"):
        components.link("document", "The whole document", document=document.id)
        copying(
            Copy("Copy citation", text=text),
            Copy("Copy quote and citation", text=f"“{' '.join(location.quote.split())}” ({text})"),
            Copy("Copy link", address=address(PATH, **link_query(location))),
            key="copy-place",
        )


def _words(document: Document, blocks: list[Block], location: Location) -> None:
    components.heading("The words in their context", 2)
    for block in context(document, blocks, _span(location)):
        if block.holds:
            components.quote(block.text.text, block.text.marks)
        else:
            components.passage(block.text.text, strong=block.kind == "heading")


def _pages(services: Services, document: Document, blocks: list[Block], location: Location) -> None:
    """The page that was turned to, or the pages on which the words stand."""
    held = pages_of(document, _span(location))
    turned = _turned_to(document)
    shown = [turned] if turned is not None else held[:MOST_PAGES]
    if turned is not None and turned not in held:
        components.note("The words do not stand on this page.")
    elif turned is None and len(held) > 1:
        components.note(f"The words go on over {len(held) - 1} page end{'s' if len(held) > 2 else ''}.")
    _turn(document, location, shown[0], shown[-1], held)
    for page in shown:
        _page(services, document, blocks, location, page)


def _page(services: Services, document: Document, blocks: list[Block], location: Location, page: int) -> None:
    label = shown_page(page, document.label_of(page))
    components.heading(f"{label[:1].upper()}{label[1:]} of {document.pages}", 2)
    path = services.original(document)
    if path is None:
        components.note("The page cannot be shown: the file is not in the project any more. Its words are kept.")
        return
    if path.suffix.casefold() != PDF:
        components.note("There is no picture of the page: only PDF files have one.")
        return
    image = _image(document, blocks, location, page, path)
    if image is None:
        components.note("The page cannot be shown: the file is protected, or the page cannot be drawn.")
        return
    if image.boxes:
        components.note("The words are boxed.")
    elif parts_on_page(document, blocks, _span(location), page):
        components.note("The words could not be located on the picture of this page. They stand in the text beside it.")
    st.image(image.png, alt=f"Picture of {label}; its text is given beside it", width="stretch")


def _turned_to(document: Document) -> int | None:
    try:
        page = int(st.query_params["page"])
    except (KeyError, ValueError):
        return None
    return page if 1 <= page <= (document.pages or 0) else None


def _turn(document: Document, location: Location, first: int, last: int, held: list[int]) -> None:
    query = link_query(location)
    with st.container(horizontal=True, key="source-turn"):
        if first > 1:
            components.link(PATH, "Page before", **query, page=first - 1)
        if last < (document.pages or 0):
            components.link(PATH, "Page after", **query, page=last + 1)
        if not set(range(first, last + 1)) & set(held):
            components.link(PATH, "Back to the words", **query)


def _image(document: Document, blocks: list[Block], location: Location, page: int, path: Path) -> PageImage | None:
    here = page_range(document, page)
    text = here.of(document.text) if here is not None else ""
    parts = parts_on_page(document, blocks, _span(location), page)
    return render_page(path, page, text, parts, scanned_lines(document, blocks, _span(location), page))


def _span(location: Location) -> Span:
    return Span(location.start, location.end)
