"""What the screens share.

escaped: the one place where text of documents, responses and people becomes HTML, escaped first. links: links between
screens. coding_area: coding by keyboard, in the browser. style: the look.
"""

from ui.components.escaped import (
    bordered,
    card,
    facts,
    heading,
    lines,
    note,
    passage,
    problem,
    quote,
    success,
)
from ui.components.links import link, menu
from ui.components.style import style

__all__ = [
    "bordered",
    "card",
    "facts",
    "heading",
    "lines",
    "link",
    "menu",
    "note",
    "passage",
    "problem",
    "quote",
    "style",
    "success",
]
