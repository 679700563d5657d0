"""The adjudication area: disagreements decided by keyboard in the browser, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).resolve().parent


def adjudication_area(data: dict[str, Any], key: str, on_batches: Callable[[], None]) -> None:
    """Draws the area; `on_batches` is called when the browser sent decisions, then to be read by `decisions_of(key)`."""
    mount = st.components.v2.component(
        "verbatim_adjudication_area",
        css=(HERE / "adjudication_area.css").read_text(encoding="utf-8"),
        js=(HERE / "adjudication_area.js").read_text(encoding="utf-8"),
    )
    mount(data=data, key=key, on_batches_change=on_batches)


def decisions_of(key: str) -> object:
    """The area's state value as the browser sent it, unchecked."""
    state = st.session_state.get(key)
    return state.get("batches") if state is not None else None
