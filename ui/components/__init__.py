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
    project_note,
    quote,
    success,
)
from ui.components.links import link
from ui.components.style import style

__all__ = [
    "bordered",
    "card",
    "facts",
    "heading",
    "lines",
    "link",
    "note",
    "passage",
    "problem",
    "project_note",
    "quote",
    "style",
    "success",
]
