"""The page area: the picture of a page with its blocks outlined, beside the list of its blocks; turning pages by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).resolve().parent


def page_area(data: dict[str, Any], key: str, on_go: Callable[[], None]) -> None:
    """Draws the area; `on_go` is called when a person asked for another page or heading, then to be read by `wish_in(key)`."""
    mount = st.components.v2.component(
        "verbatim_page_area",
        css=(HERE / "page_area.css").read_text(encoding="utf-8"),
        js=(HERE / "page_area.js").read_text(encoding="utf-8"),
    )
    mount(data=data, key=key, on_go_change=on_go)


def wish_in(key: str) -> object:
    """What the browser sent, unchecked."""
    state = st.session_state.get(key)
    return state.get("go") if state is not None else None
