"""Pictures of every screen of the app on a project, for the README: python -m docs.screenshots --project DIR [--out DIR]."""

from __future__ import annotations

import argparse
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.platform import CHECKOUT
from ui.server import command
from ui.settings import child_environment, settings

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
SIZE = {"width": 1366, "height": 768}
QUESTION = "When will draft regulations be laid before Parliament?"
WORDS = "agency social workers"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(project: Path, model: str | None = None, who: str | None = None) -> Iterator[str]:
    """The app over `project` on a free port; its address."""
    port = free_port()
    server = subprocess.Popen(
        command(port),
        env=child_environment(settings(project=str(project), model=model, who=who)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def wait_until_healthy(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {seconds:.0f} seconds")


def settled(page: Any) -> None:
    """Waits until the script has run and the page stands still."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=30_000)
    page.wait_for_timeout(700)


SHOTS: tuple[tuple[str, str], ...] = (
    ("start", ""),
    ("find", f"find?q={WORDS.replace(' ', '+')}"),
    ("answer", f"find?q={QUESTION.replace(' ', '+').replace('?', '%3F')}"),
    ("commitments", "commitments"),
    ("changes", "changes"),
    ("findings", "findings"),
    ("checks", "checks"),
    ("waves", "waves"),
    ("documents", "documents"),
    ("add", "add"),
    ("responses", "responses"),
    ("privacy", "privacy"),
    ("frame", "frame"),
    ("coders", "coders"),
    ("code", "code"),
    ("agreement", "agreement"),
    ("adjudicate", "adjudicate"),
    ("machine", "machine"),
    ("themes", "themes"),
    ("history", "history"),
    ("counts", "counts"),
)


def take(address: str, out: Path, *, whole: bool = False, only: str | None = None) -> None:
    """Writes a PNG of every screen to `out`; `whole`: the page to its foot, not just what a laptop shows."""
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    executable = next((path for path in CHROMIUM if Path(path).exists()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for name, path in SHOTS:
            if only and only not in name:
                continue
            page.goto(f"{address}/{path}")
            settled(page)
            _shoot(page, out / f"{name}.png", whole)
        if not only or only in "source document":
            page.goto(f"{address}/find?q={WORDS.replace(' ', '+')}")
            settled(page)
            page.get_by_role("link", name="Show in the document").first.click()
            page.get_by_role("heading", name="Source").wait_for()
            settled(page)
            _shoot(page, out / "source.png", whole)
            page.get_by_role("link", name="The whole document").click()
            page.get_by_role("heading", name="What was understood").wait_for()
            settled(page)
            _shoot(page, out / "document.png", whole)
        browser.close()


def _shoot(page: Any, path: Path, whole: bool) -> None:
    if whole:
        height = page.evaluate(
            "Math.max(768, document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight + 40)"
        )
        page.set_viewport_size({"width": SIZE["width"], "height": min(int(height), 4000)})
        page.wait_for_timeout(500)
    page.screenshot(path=str(path))
    if whole:
        page.set_viewport_size(SIZE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=CHECKOUT / "docs" / "images")
    parser.add_argument("--whole", action="store_true", help="whole pages")
    parser.add_argument("--only", help="only screens whose name holds this")
    given = parser.parse_args()
    with serving(given.project, who="Researcher") as address:
        take(address, given.out, whole=given.whole, only=given.only)


if __name__ == "__main__":
    main()
