"""Links between screens: real links with an address, so that they can be copied, bookmarked and opened in a new tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui.components.escaped import menu_section, project_note


def link(path: str, label: str, **query: str | int | None) -> None:
    """A link to the screen at `path` with this query; `label` is our own words, never a document's."""
    given = {name: str(value) for name, value in query.items() if value is not None}
    st.page_link(st.Page(_nothing, url_path=path, title=label), label=label, query_params=given or None)


def _nothing() -> None:
    """Stands for the page that the menu registered under the same address."""


def menu(sections: Mapping[str, Sequence[Any]], project: str) -> None:
    """The menu at the side. Drawn by us: Streamlit's own puts its section names where a list may hold only items."""
    with st.sidebar:
        for section, pages in sections.items():
            menu_section(section)
            for page in pages:
                if page.visibility == "visible":
                    st.page_link(page, width="stretch")
        project_note(project)
