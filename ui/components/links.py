"""Links between screens: real links with an address, so that they can be copied, bookmarked and opened in a new tab."""

from __future__ import annotations

import streamlit as st


def link(path: str, label: str, **query: str | int | None) -> None:
    """A link to the screen at `path` with this query; `label` is our own words, never a document's."""
    given = {name: str(value) for name, value in query.items() if value is not None}
    st.page_link(st.Page(_nothing, url_path=path, title=label), label=label, query_params=given or None)


def _nothing() -> None:
    """Stands for the page that the menu registered under the same address."""
