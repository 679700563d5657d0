"""What the screens share.

escaped: the one place where text of documents, responses and people becomes HTML, escaped first. links: links between
screens. copying: buttons that copy a citation or an address. coding_area: coding by keyboard, in the browser. page_area: a page and its blocks. style: the look.
"""

from ui.components.escaped import (
    bordered,
    card,
    cards,
    cautions,
    facts,
    found_facts,
    heading,
    lines,
    note,
    passage,
    problem,
    quote,
    reading,
    success,
    waiting,
)
from ui.components.links import link, menu
from ui.components.style import style

__all__ = [
    "bordered",
    "card",
    "cards",
    "cautions",
    "facts",
    "found_facts",
    "heading",
    "lines",
    "link",
    "menu",
    "note",
    "passage",
    "problem",
    "quote",
    "reading",
    "style",
    "success",
    "waiting",
]
