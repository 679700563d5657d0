"""The coding area: responses coded by keyboard in the browser, without a round trip for each key."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).resolve().parent
ROOMS = (
    "coding_area_kept",
    "coding_area_text",
    "coding_area_codes",
    "coding_area_dialogs",
    "coding_area_changes",
    "coding_area_view",
    "coding_area",
)


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


WAKE = """export default function ({ setTriggerValue }) {
  const wake = () => setTriggerValue("wake", Date.now());
  globalThis.verbatimWake = wake;
  return () => { if (globalThis.verbatimWake === wake) delete globalThis.verbatimWake; };
}"""


def wake_area() -> None:
    """Lets the area ask for the whole page, from outside the area's fragment: a server that was started again does not know
    the fragment until the page has been drawn once, and would leave what it sends unanswered."""
    mount = st.components.v2.component("verbatim_coding_wake", js=WAKE)
    mount(key="coding-wake", on_wake_change=lambda: None)


def batches_of(key: str) -> object:
    """The area's state value as the browser sent it, unchecked."""
    state = st.session_state.get(key)
    return state.get("batches") if state is not None else None
