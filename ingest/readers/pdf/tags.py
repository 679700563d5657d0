"""The structure tree of a tagged PDF page: for each piece of marked content, the block that it belongs to and its kind."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2.raw as pdfium

TagKind = Literal["heading", "paragraph", "list_item", "table_row", "caption", "footnote", "contents", "quotation"]
DEEPEST = 60  # levels of the tree; hostile files nest without end
MOST_ELEMENTS = 20_000  # of one page


@dataclass(frozen=True, slots=True)
class Tag:
    """`block` is the same for all content of one block on this page; `cell` counts the cells of a row."""

    block: int
    kind: TagKind
    level: int | None = None
    cell: int = 0
    header: bool = False
    table: int = 0
    label: bool = False


_SIMPLE: dict[str, TagKind] = {
    "P": "paragraph",
    "Caption": "caption",
    "Note": "footnote",
    "BlockQuote": "quotation",
    "TOCI": "contents",
    "Title": "heading",
}


class _Walk:
    def __init__(self) -> None:
        self.tags: dict[int, Tag] = {}
        self.blocks = 0
        self.tables = 0
        self.elements = 0

    def next_block(self) -> int:
        self.blocks += 1
        return self.blocks


def page_tags(page: Any) -> dict[int, Tag]:
    """Marked-content id to tag; empty where the page has no tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    walk = _Walk()
    try:
        for n in range(min(pdfium.FPDF_StructTree_CountChildren(tree), MOST_ELEMENTS)):
            element = pdfium.FPDF_StructTree_GetChildAtIndex(tree, n)
            if element:
                _visit(walk, element, Tag(0, "paragraph"), 0, 0)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return walk.tags


def _type(element: Any) -> str:
    buffer = ctypes.create_string_buffer(128)
    size = pdfium.FPDF_StructElement_GetType(element, buffer, 128)
    return buffer.raw[: max(0, min(size, 128) - 2)].decode("utf-16-le", "replace")


def _visit(walk: _Walk, element: Any, above: Tag, lists: int, depth: int) -> None:
    walk.elements += 1
    if depth > DEEPEST or walk.elements > MOST_ELEMENTS:
        return
    name = _type(element)
    here = _tag(walk, name, above, lists)
    lists += name == "L"
    cells = 0
    for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, n)
        if child:
            passed = here
            if name == "TR":
                passed = Tag(here.block, "table_row", cell=cells, header=_type(child) == "TH", table=here.table)
                cells += 1
            _visit(walk, child, passed, lists, depth + 1)
        else:
            mcid = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, n)
            if mcid >= 0:
                walk.tags[mcid] = here


def _tag(walk: _Walk, name: str, above: Tag, lists: int) -> Tag:
    if above.kind == "table_row" and name != "TR":
        return above  # whatever stands in a cell belongs to the row
    if name == "Table":
        walk.tables += 1
        return Tag(walk.next_block(), "paragraph", table=walk.tables)
    if name == "TR":
        return Tag(walk.next_block(), "table_row", table=above.table or walk.tables)
    if len(name) == 2 and name[0] == "H" and name[1].isdigit():
        return Tag(walk.next_block(), "heading", int(name[1]))
    if name == "H":
        return Tag(walk.next_block(), "heading", None)
    if name == "LI":
        return Tag(walk.next_block(), "list_item", max(1, lists))
    if name in ("Lbl", "LBody") and above.kind == "list_item":
        return above
    if name == "P" and above.kind in ("list_item", "contents", "footnote", "quotation"):
        return above
    if name in _SIMPLE:
        return Tag(walk.next_block(), _SIMPLE[name], 1 if name == "Title" else None)
    if name in ("Span", "Link", "Reference", "Em", "Strong", "Quote", "Code", "Annot", "Sub", "BibEntry"):
        return above
    return Tag(walk.next_block(), "paragraph", table=above.table)
