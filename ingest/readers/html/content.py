"""Where the content of a page stands: what the page itself marks as its main part, else its densest part."""

from __future__ import annotations

from typing import Any

from ingest.readers.html.clutter import DROPPED, is_clutter

_MARKED = ("main", "[role=main]", "#mainContent", "#main-content", "#maincontent", ".mgContent", "#content", "article")
_TABLE_PARTS = frozenset(["tbody", "tr"])
_HOLDERS = _TABLE_PARTS | {"div", "section", "form", "center", "article", "table", "td"}
LEAST = 200  # characters; a marked main part that holds fewer, on a page with more, holds only the title
SHARE_OF_CONTENT = 0.25  # of the page's running text, that a marked main part holds at the least
DENSE = 0.8  # of the running text of an element that one child holds, for the search to go on into that child
MOST_LOOKED_AT = 400_000  # nodes


def main_content(tree: Any) -> tuple[Any, bool]:
    """(the element that holds the content, whether it is the page as a whole)"""
    body = tree.body or tree.root
    if body is None:
        return None, True
    weights = _weights(body)
    total = weights.get(body.mem_id, 0)
    for selector in _MARKED:
        found = tree.css(selector)
        best = max(found, key=lambda node: weights.get(node.mem_id, 0), default=None)
        if best is None:
            continue
        weight = weights.get(best.mem_id, 0)
        if weight >= SHARE_OF_CONTENT * total and (weight >= LEAST or total < 2 * LEAST):
            return _with_title(tree, best, weights), False
    node = body
    while True:
        heaviest = max(_children(node), key=lambda child: weights.get(child.mem_id, 0), default=None)
        if heaviest is None or heaviest.tag not in _HOLDERS:
            break
        if weights.get(heaviest.mem_id, 0) < DENSE * weights.get(node.mem_id, 0) or not total:
            break
        node = heaviest
    while node.tag in _TABLE_PARTS and node.parent is not None:
        node = node.parent
    if node is body or weights.get(node.mem_id, 0) < LEAST:
        return body, True
    return _with_title(tree, node, weights), False


def _with_title(tree: Any, node: Any, weights: dict[int, int]) -> Any:
    """The element, or the one above it that also holds the page's first-level heading, where that adds little else."""
    title = tree.css_first("h1")
    if title is None or node.css_first("h1") is not None:
        return node
    above = node.parent
    for _ in range(4):
        if above is None or above.tag in ("html", "body", "-document"):
            return node
        if any(found.mem_id == title.mem_id for found in above.css("h1")):
            grown = weights.get(above.mem_id, 0) - weights.get(node.mem_id, 0)
            return above if grown <= max(LEAST, 0.3 * weights.get(node.mem_id, 0)) else node
        above = above.parent
    return node


def _children(node: Any) -> list[Any]:
    found = []
    child = node.child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _weights(body: Any) -> dict[int, int]:
    """Characters of running text (outside links and clutter) under each element, by its identity."""
    weights: dict[int, int] = {}
    stack: list[tuple[Any, Any, bool]] = [(body, None, False)]
    looked = 0
    order: list[tuple[int, int | None]] = []
    while stack and looked < MOST_LOOKED_AT:
        node, parent, linked = stack.pop()
        looked += 1
        tag = node.tag
        if tag == "-text":
            if not linked and parent is not None:
                weights[parent] = weights.get(parent, 0) + len((node.text(deep=False) or "").strip())
            continue
        if tag is None or tag.startswith(("-", "_", "!")) or tag in DROPPED:
            continue
        if tag != "body" and is_clutter(tag, node.attributes, inside_main=True):
            continue
        order.append((node.mem_id, parent))
        linked = linked or tag in ("a", "button", "label")
        stack.extend((child, node.mem_id, linked) for child in _children(node))
    for identity, parent in reversed(order):
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + weights.get(identity, 0)
    return weights
