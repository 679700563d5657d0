"""The structure tree of a tagged PDF page: for each piece of marked content, the block that it belongs to and its kind."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2.raw as pdfium

from ingest.readers.pdf import calls

TagKind = Literal["heading", "paragraph", "list_item", "table_row", "caption", "footnote", "contents", "quotation"]
DEEPEST = 60  # levels of the tree; hostile files nest without end
MOST_ELEMENTS = 20_000  # of one page
LONGEST_NAME = 128  # bytes of an element's type


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
        self.buffer = ctypes.create_string_buffer(LONGEST_NAME)
        self.names: dict[bytes, str] = {}

    def next_block(self) -> int:
        self.blocks += 1
        return self.blocks

    def type(self, element: int) -> str:
        """The element's type ("P", "TR" ...); read once for each different one."""
        size = calls.element_type(element, self.buffer, LONGEST_NAME)
        raw = self.buffer.raw[: max(0, min(size, LONGEST_NAME) - 2)]
        name = self.names.get(raw)
        if name is None:
            name = self.names[raw] = raw.decode("utf-16-le", "replace")
        return name


def page_tags(page: Any) -> dict[int, Tag]:
    """Marked-content id to tag; empty where the page has no tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    walk = _Walk()
    try:
        for n in range(min(pdfium.FPDF_StructTree_CountChildren(tree), MOST_ELEMENTS)):
            element = calls.tree_child(calls.address(tree), n)
            if element:
                _visit(walk, element, walk.type(element), Tag(0, "paragraph"), 0, 0)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return walk.tags


def _visit(walk: _Walk, element: int, name: str, above: Tag, lists: int, depth: int) -> None:
    walk.elements += 1
    if depth > DEEPEST or walk.elements > MOST_ELEMENTS:
        return
    here = _tag(walk, name, above, lists)
    lists += name == "L"
    cells = 0
    for n in range(calls.element_children(element)):
        content = calls.element_content(element, n)
        if content >= 0:
            walk.tags[content] = here
            continue
        child = calls.element_child(element, n)
        if not child:
            continue
        child_name = walk.type(child)
        if name == "TR":
            cell = Tag(here.block, "table_row", cell=cells, header=child_name == "TH", table=here.table)
            cells += 1
            _visit(walk, child, child_name, cell, lists, depth + 1)
        else:
            _visit(walk, child, child_name, here, lists, depth + 1)


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
