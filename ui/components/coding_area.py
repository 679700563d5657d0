"""The coding area: responses coded by keyboard in the browser, without a round trip for each key."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).resolve().parent
ROOMS = ("coding_area_kept", "coding_area_text", "coding_area_codes", "coding_area_dialogs", "coding_area")


@cache
def script() -> str:
    """The rooms of the script as one, in the order in which they are read."""
    return "\n".join((HERE / f"{room}.js").read_text(encoding="utf-8") for room in ROOMS)


@cache
def look() -> str:
    return (HERE / "coding_area.css").read_text(encoding="utf-8")


def coding_area(data: dict[str, Any], key: str, on_batches: Callable[[], None]) -> None:
    """Draws the area; `on_batches` is called when the browser sent something, then to be read by `batches_of(key)`."""
    mount = st.components.v2.component("verbatim_coding_area", css=look(), js=script())
    mount(data=data, key=key, on_batches_change=on_batches)


def batches_of(key: str) -> object:
    """The area's state value as the browser sent it, unchecked."""
    state = st.session_state.get(key)
    return state.get("batches") if state is not None else None
