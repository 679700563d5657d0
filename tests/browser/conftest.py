"""The sample project served by the real server, and a real Chromium that reports what it asked for and complained of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from docs.screenshots import CHROMIUM, SIZE, serving, settled
from ui.sample_project import build
from ui.services import Services
from ui.settings import settings

# Streamlit's own: an inline script that the Content-Security-Policy blocks, and probing for a base path below a page
KNOWN_ERRORS = (
    "Executing inline script violates",
    "Failed to load resource: the server responded with a status of 404",
)
KNOWN_MISSING = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Visit:
    """A browser page on the app, and what it did."""

    page: Any
    address: str
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/{path}")
        settled(self.page)

    def settle(self) -> None:
        settled(self.page)

    def assert_quiet(self) -> None:
        """Nothing left the machine, and nothing went wrong in the browser."""
        assert self.hosts <= {"127.0.0.1", "this page"}
        assert [text for text in self.errors if not text.startswith(KNOWN_ERRORS)] == []
        assert [path for path in self.missing if not path.endswith(KNOWN_MISSING)] == []


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The sample project with the deterministic encoder."""
    return build(settings(project=str(tmp_path_factory.mktemp("browser") / "sample"), who="Tester", model="hashing"))


@pytest.fixture(scope="session")
def address(sample: Services) -> Iterator[str]:
    with serving(sample.settings.project, "hashing") as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    executable = next((path for path in CHROMIUM if Path(path).exists()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    context = chromium.new_context(viewport=SIZE, accept_downloads=True, locale="en-GB")
    page = context.new_page()
    made = Visit(page, address)
    page.on("request", lambda request: made.hosts.add(_host(request.url)))
    page.on("console", lambda message: made.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    page.on("response", lambda r: made.missing.append(urlsplit(r.url).path) if r.status >= 400 else None)
    yield made
    context.close()


def _host(url: str) -> str:
    """The host that a request goes to; blob: and data: addresses are the page's own memory."""
    parts = urlsplit(url)
    return "this page" if parts.scheme in ("blob", "data") else str(parts.hostname)
