"""Sockets are blocked except in tests marked `browser` or `server`; the shared documents are found, or their absence said."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_socket

from core.store import Store

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") or item.get_closest_marker("server"):
        pytest_socket.enable_socket()
    else:
        pytest_socket.disable_socket(allow_unix_socket=True)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "project", who="tester")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and gold data beside the checkout; tests that use it skip, and say so, without it."""
    if not (SHARED / "documents").is_dir():
        pytest.skip("the shared documents are not beside this checkout")
    return SHARED
