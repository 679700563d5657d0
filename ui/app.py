"""The page script: page settings, the project's services (opened once), the menu, and the screen that was asked for.

Streamlit runs this file from top to bottom for every press of a key or a button, so it does nothing else.
"""

from __future__ import annotations

import logging
import threading

import streamlit as st

from core.errors import UserError
from ui import components
from ui.screens import SECTIONS, pages_of
from ui.services import Services
from ui.settings import settings

LOG = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def open_services() -> Services:
    """The project that the environment names, opened once for all visitors; what a search needs is loaded meanwhile."""
    services = Services.open(settings())
    threading.Thread(target=warm, args=(services,), daemon=True, name="warm").start()
    return services


def warm(services: Services) -> None:
    """Loads encoder and index in the background, so that the first search does not wait for them."""
    try:
        if services.contents().passages:
            services.search("warm", k=1)
    except Exception as error:  # the screen that needs it will meet the same error and say so
        LOG.info("warming stopped: %s", error.__class__.__name__)


def main() -> None:
    st.set_page_config(page_title="Verbatim", layout="wide", initial_sidebar_state=240)
    components.style()
    try:
        services = open_services()
    except UserError as error:
        st.title("The project cannot be opened")
        components.problem(str(error))
        return
    pages = {section: pages_of(screens, services) for section, screens in SECTIONS.items()}
    page = st.navigation(pages, position="hidden")
    components.menu(pages, services.settings.project.name)
    try:
        page.run()
    except UserError as error:
        components.problem(str(error))
    except Exception:
        # the log holds the traceback, which names lines of the program and no text of a document or a response
        LOG.exception("a screen failed")
        components.problem(
            "Something went wrong in this screen. What you saved is safe. Reload the page; if it happens again, "
            "look at the lines that the program printed where it was started, and report them."
        )


main()
