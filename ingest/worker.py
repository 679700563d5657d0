"""The child process that reads files: a hang, a crash or a memory bomb costs one file, never the batch.

Parent and child speak JSON, one message a line: nothing that a damaged file leads the child to say is ever run.
Child: `{"ready"}`, `{"page": n}` before each PDF page, then `{"result": ...}` or `{"refused": [code, message]}`.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from core.documents import AgendaItem, Block, Document, ReadResult, Span
from core.errors import RefusedFile
from ingest.readers import ReadOptions, read_with

MEMORY_LIMIT = 3_000_000_000  # bytes of address space for the child, where the system can limit it
SECONDS = 15.0  # for a small file; a file that hangs is given up before 20 s
SECONDS_A_MEGABYTE = 12.0
SECONDS_A_PAGE_OF_OCR = 60.0
START_SECONDS = 60.0
MOST_SKIPPED_PAGES = 3  # pages that may hang or crash before the rest of the file is given up


class ReadFailed(Exception):
    """The child hung or died on a file; `page` is the one it was on, or None."""

    def __init__(self, reason: str, page: int | None) -> None:
        super().__init__(reason)
        self.page = page


class Worker:
    """A child process that reads one file after another; restarted when it has been killed. Use as a context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes | None] = queue.Queue()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read(
        self, path: Path, *, password: str | None = None, ocr: bool = False, seconds: float | None = None
    ) -> ReadResult:
        """The reading of one file. Raises RefusedFile; ReadFailed where hanging pages cannot be worked round."""
        limit = seconds if seconds is not None else SECONDS + SECONDS_A_MEGABYTE * path.stat().st_size / 1e6
        skip: list[int] = []
        while True:
            try:
                return self._attempt(path, password, ocr, skip, limit)
            except ReadFailed as failure:
                if failure.page is None or len(skip) >= MOST_SKIPPED_PAGES or failure.page in skip:
                    raise
                skip.append(failure.page)
                limit = min(limit, SECONDS) if len(skip) > 1 else limit

    def _attempt(self, path: Path, password: str | None, ocr: bool, skip: list[int], limit: float) -> ReadResult:
        process = self._started()
        request = {"path": str(path.absolute()), "password": password, "ocr": ocr, "skip": skip}
        assert process.stdin is not None
        page: int | None = None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            self.stop()
            raise ReadFailed("the reading process ended", None) from error
        deadline = time.monotonic() + limit
        while True:
            line = self._next(deadline)
            if line is None:
                hung = self._process is not None and self._process.poll() is None
                self.stop()
                raise ReadFailed("it took too long" if hung else "the reading process ended", page)
            message = json.loads(line)
            if "page" in message:
                page = message["page"]
                if ocr:
                    deadline = max(deadline, time.monotonic() + SECONDS_A_PAGE_OF_OCR)
            elif "refused" in message:
                raise RefusedFile(*message["refused"])
            elif "failed" in message:
                raise ReadFailed(message["failed"], None)
            elif "result" in message:
                return result_from(message["result"])

    def _next(self, deadline: float) -> bytes | None:
        try:
            return self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        lines: queue.Queue[bytes | None] = queue.Queue()
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parent.parent,
        )
        assert process.stdout is not None
        threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
        self._process, self._lines = process, lines
        if self._next(time.monotonic() + START_SECONDS) is None:
            self.stop()
            raise ReadFailed("the reading process did not start", None)
        return process

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None


def _pump(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    try:
        for line in stream:
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(None)


def result_record(result: ReadResult) -> dict[str, Any]:
    document = result.document
    return {
        "document": {
            "id": document.id, "title": document.title, "text": document.text, "sha256": document.sha256, "path": document.path,
            "organisation": document.organisation, "date": document.date, "type": document.type, "source_url": document.source_url,
            "page_starts": document.page_starts, "page_labels": document.page_labels, "reference": document.reference,
            "isbn": document.isbn, "date_precision": document.date_precision, "found": document.found,
        },
        "blocks": [_block_record(block) for block in result.blocks],
        "warnings": result.warnings, "notes": result.notes, "ocr_pages": result.ocr_pages,
    }  # fmt: skip


def _block_record(block: Block) -> list[Any]:
    return [
        block.span.end, block.kind, block.level, block.number, block.paragraph, block.section,
        list(block.item.record().values()) if block.item else None, block.page, block.boxes, block.flags,
        [block.lead_in.start, block.lead_in.end] if block.lead_in else None,
    ]  # fmt: skip


def result_from(record: dict[str, Any]) -> ReadResult:
    values = dict(record["document"])
    values["page_starts"] = tuple(values["page_starts"])
    values["page_labels"] = tuple(values["page_labels"])
    values["found"] = tuple((field, how) for field, how in values["found"])
    blocks: list[Block] = []
    start = 0
    for end, kind, level, number, paragraph, section, item, page, boxes, flags, lead_in in record["blocks"]:
        blocks.append(
            Block(
                Span(start, end), kind, level, number, paragraph, tuple(section), AgendaItem(*item) if item else None, page,
                tuple((box[0], box[1], box[2], box[3], box[4]) for box in boxes), tuple(flags), Span(*lead_in) if lead_in else None,
            )
        )  # fmt: skip
        start = end
    return ReadResult(
        Document(**values), tuple(blocks), tuple(record["warnings"]), tuple(record["notes"]), record["ocr_pages"]
    )


def main() -> None:
    """Reads requests from stdin until it closes."""
    _limit_memory()
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but messages goes to the pipe

    def say(**message: Any) -> None:
        out.write(json.dumps(message, ensure_ascii=True).encode() + b"\n")
        out.flush()

    say(ready=True)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        options = ReadOptions(request["password"], request["ocr"], frozenset(request["skip"]))
        try:
            result = read_with(Path(request["path"]), options, lambda page: say(page=page))
            say(result=result_record(result))
        except RefusedFile as refusal:
            say(refused=[refusal.code, str(refusal)])
        except RecursionError:
            say(refused=["too_deep", f"{Path(request['path']).name} is nested too deeply to be read."])
        except (MemoryError, OSError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError) as error:
            say(failed=f"{type(error).__name__} while reading it")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    main()
