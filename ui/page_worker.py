"""The child process that draws pages: a page that hangs or crashes its library costs its own picture, never the app.

Parent and child speak one JSON line a request; the answer is a JSON line, and behind it as many bytes as it says.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from typing import IO, Any

from core.platform import CHECKOUT

SECONDS = 20.0  # to draw a page; the largest of the measured papers take 0.3
MEMORY_LIMIT = 2_000_000_000  # bytes of address space, where the system can limit it


class PageWorker:
    """Draws one page after another in a child process, which is started on first use and again after it was lost."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="page-picture")

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes] | None:
        """The child's answer and its bytes; None where the page cannot be drawn, or not in time."""
        with self._lock:
            process = self._started()
            try:
                assert process.stdin is not None and process.stdout is not None
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
                answer = self._reader.submit(_answer, process.stdout)
                return answer.result(self.seconds)
            except (OSError, ValueError, TooLong):
                self._stop()
                return None

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ui.page_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=CHECKOUT,
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()


def _answer(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    line = stream.readline()
    if not line:
        raise OSError("the drawing process ended")
    said: dict[str, Any] = json.loads(line)
    data = stream.read(said["bytes"])
    return (said, data) if said["drawn"] else None


def main() -> None:
    """Draws what stdin asks for until it closes."""
    from ui.page_image import draw

    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    except ImportError:  # Windows has no such limit; the time limit holds there too
        pass
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    for line in sys.stdin.buffer:
        try:
            drawn = draw(**json.loads(line))
        except MemoryError:
            drawn = None
        said, data = drawn if drawn is not None else ({}, b"")
        out.write(json.dumps({**said, "drawn": drawn is not None, "bytes": len(data)}).encode() + b"\n" + data)
        out.flush()


if __name__ == "__main__":
    main()
