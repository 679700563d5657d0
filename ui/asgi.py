"""The app as Streamlit serves it: the page script behind the security headers. Run by `ui.server.command`."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:  # Streamlit puts this file's folder on the path; the packages are one above
    sys.path.insert(0, str(HERE.parent))

from ui.server import SecurityHeaders  # noqa: E402

app = st.App(HERE / "app.py", middleware=[Middleware(SecurityHeaders)])
