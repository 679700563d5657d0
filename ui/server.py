"""How the app is served: the command line, and the security headers that Streamlit does not send itself.

Knows Streamlit's options and nothing of Streamlit: `ui.asgi` holds the application.
"""

from __future__ import annotations

import socket
import sys
import tomllib
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SETTINGS = HERE / "streamlit.toml"

# No inline or evaluated script, nothing from other hosts, no framing. 'wasm-unsafe-eval' and blob: are what Streamlit's
# own tables and components need; without 'unsafe-inline' an injected script does not run even where markup gets through.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ]
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

Message = MutableMapping[str, Any]


class SecurityHeaders:
    """ASGI middleware that adds `HEADERS` to every response."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)


def options() -> Iterator[str]:
    """The settings of `streamlit.toml` as command-line options."""
    with SETTINGS.open("rb") as stream:
        yield from _flattened(tomllib.load(stream), "--")


def _flattened(table: dict[str, Any], prefix: str) -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            for entry in value:
                yield f"{prefix}{name}={entry}"
        else:
            yield f"{prefix}{name}={str(value).lower() if isinstance(value, bool) else value}"


def command(port: int = 8501) -> list[str]:
    """The command line that serves the app at http://127.0.0.1:`port`. Run it in the environment of
    `ui.settings.child_environment`, from any folder."""
    return [sys.executable, "-m", "streamlit", "run", str(HERE / "asgi.py"), f"--server.port={port}", *options()]


def port_is_free(port: int) -> bool:
    """Whether the app can listen on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # on Windows this option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
