"""Buttons that copy: a citation, the address of a place. They work by keyboard and say "Copied"."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Copy:
    """A button: what it says, what a screen reader says after it, and the text that it copies, or the screen with its query
    whose address it copies ("source?document=..."), made whole in the browser."""

    label: str
    name: str = ""
    text: str = ""
    address: str = ""


def address(path: str, **query: str | int | None) -> str:
    """The screen at `path` with this query, for `Copy.address`."""
    return f"{path}?" + urlencode({name: str(value) for name, value in query.items() if value not in (None, "")})


def copying(*buttons: Copy, key: str) -> None:
    """Draws the buttons in a row."""
    mount = st.components.v2.component("verbatim_copying", css=_asset("copying.css"), js=_asset("copying.js"))
    mount(data={"buttons": [asdict(button) for button in buttons]}, key=key)


@cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
