"""The screens, a module each: TITLE, PATH and `render(services)`. `SECTIONS` is the menu, in its order.

start; find, saved (searches), questions (a list of them), source (one place in its document, reached by links); commitments, findings (both drawn by register); changes (between papers);
checks (figures that disagree), waves (the same question in two reports);
library, document, add, verify (quotes of an export); responses, frame, coders, code, agreement, adjudicate, machine, themes (proposed codes), counts, history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.screens import (
    add,
    add_responses,
    adjudicate,
    agreement,
    changes,
    checks,
    code,
    coders,
    commitments,
    counts,
    document,
    find,
    findings,
    frame,
    history,
    library,
    machine,
    privacy,
    questions,
    responses,
    saved,
    source,
    start,
    themes,
    verify,
    waves,
)

if TYPE_CHECKING:
    from ui.services import Services

SECTIONS: dict[str, tuple[ModuleType, ...]] = {
    "": (start, find, saved, questions),
    "Registers": (commitments, changes, findings, checks, waves),
    "Documents": (library, add, verify, document, source),
    "Coding": (
        responses,
        add_responses,
        privacy,
        frame,
        coders,
        code,
        agreement,
        adjudicate,
        machine,
        themes,
        counts,
        history,
    ),
}
SCREENS: tuple[ModuleType, ...] = tuple(screen for screens in SECTIONS.values() for screen in screens)
HIDDEN = (document, source, add_responses)


def pages_of(screens: Sequence[ModuleType], services: Services) -> list[Any]:
    """Streamlit's pages for these screens; those in `HIDDEN` have an address and no line in the menu."""
    return [
        st.Page(
            _drawing(screen.render, services),
            title=screen.TITLE,
            url_path=screen.PATH,
            default=screen is start,
            visibility="hidden" if screen in HIDDEN else "visible",
        )
        for screen in screens
    ]


def _drawing(render: Callable[[Services], None], services: Services) -> Callable[[], None]:
    return lambda: render(services)
