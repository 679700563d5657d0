"""The child process that reads files: a hang, a crash or a memory bomb costs one file, never the batch.

Parent and child speak JSON, one message a line: nothing that a damaged file leads the child to say is ever run.
Child: `{"ready"}`, `{"page": n}` before each PDF page, then `{"blocks": [...]}` in pieces and `{"result": ...}`, or
`{"refused": [code, message]}`, or `{"failed": reason}`.

A page on which the child hangs or dies is left out of the next attempt and named; where there are many such pages, what
stands before the last of them is kept and the rest is named as not read.
"""

from __future__ import annotations

import gc
import json
import math
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import IO, Any

from core.documents import AgendaItem, Block, Document, ReadResult, Span
from core.errors import RefusedFile
from ingest.readers import ReadOptions, read_with

MEMORY_LIMIT = 3_000_000_000  # bytes of address space for the child, where the system can limit it
RESIDENT_LIMIT = 1_500_000_000  # bytes in memory at which the parent ends the child, on any system
SECONDS = 15.0  # for a small file; a file that hangs is given up before 20 s
SECONDS_A_MEGABYTE = 12.0
SECONDS_A_PAGE = 7.0  # of the processor
SECONDS_A_PAGE_AGAIN = 2.5  # once it has hung on one
BY_THE_CLOCK = 1.5  # times as long, on a busy machine
SECONDS_A_PAGE_OF_OCR = 60.0
START_SECONDS = 60.0
MOST_HUNG_PAGES = 3  # pages that may hang before the rest of the file is given up
MOST_LOST_PAGES = 25  # pages that may hang or crash
MOST_PAGES = 50_000
WATCH_SECONDS = 0.5  # between two looks at the child's memory
BLOCKS_A_MESSAGE = 500


class ReadFailed(Exception):
    """The child hung or died on a file; `page` is the one it was on, or None."""

    def __init__(self, reason: str, page: int | None, *, hung: bool = False) -> None:
        super().__init__(reason)
        self.page = page
        self.hung = hung


class Worker:
    """A child process that reads one file after another; restarted when it has been killed. Use as a context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read(
        self, path: Path, *, password: str | None = None, ocr: bool = False, seconds: float | None = None
    ) -> ReadResult:
        """The reading of one file. Raises RefusedFile; ReadFailed where hanging pages cannot be worked round."""
        limit = seconds if seconds is not None else SECONDS + SECONDS_A_MEGABYTE * path.stat().st_size / 1e6
        begun = time.monotonic()
        skip: set[int] = set()
        hung = 0
        while True:
            patience = min(SECONDS_A_PAGE_AGAIN if hung else SECONDS_A_PAGE, limit)
            try:
                return self._attempt(path, password, ocr, skip, limit, patience)
            except ReadFailed as failure:
                if failure.page is None or failure.page in skip:
                    raise
                skip.add(failure.page)
                hung += failure.hung
                if (
                    hung >= MOST_HUNG_PAGES
                    or len(skip) >= MOST_LOST_PAGES
                    or (hung > 1 and time.monotonic() - begun > limit)
                ):
                    skip.update(range(failure.page, MOST_PAGES + 1))

    def _attempt(
        self, path: Path, password: str | None, ocr: bool, skip: set[int], limit: float, patience: float
    ) -> ReadResult:
        process = self._started()
        request = {"path": str(path.absolute()), "password": password, "ocr": ocr, "skip": sorted(skip)}
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            self.stop()
            raise ReadFailed("the reading process ended", None) from error
        deadline = time.monotonic() + limit
        page = 0  # that the child is on; 0 before and after
        by_eye = False  # the pages have been gone through once, and come again for OCR
        blocks: list[Block] = []
        while True:
            message = json.loads(self._next(page, deadline, math.inf if by_eye else patience))
            if "page" in message:
                by_eye = by_eye or 0 < message["page"] <= page
                page = message["page"]
                if by_eye:
                    deadline = max(deadline, time.monotonic() + SECONDS_A_PAGE_OF_OCR)
            elif "blocks" in message:
                blocks += blocks_from(message["blocks"], blocks[-1].span.end if blocks else 0)
            elif "refused" in message:
                raise RefusedFile(*message["refused"])
            elif "failed" in message:
                raise ReadFailed(message["failed"], None)
            elif "result" in message:
                return result_from(message["result"], blocks)

    def _next(self, page: int, deadline: float, patience: float, starting: bool = False) -> bytes:
        """The child's next line. Raises ReadFailed, after ending it, where it is dead, late, too large, or has been
        working on a page for longer than `patience` (seconds of CPU, as the machine may be busy; BY_THE_CLOCK times that by the clock)."""
        asked = time.monotonic()
        if page:
            deadline = min(deadline, asked + BY_THE_CLOCK * patience)
        used: float | None = None
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, min(WATCH_SECONDS, deadline - time.monotonic())))
            except queue.Empty:
                now_used, resident = self._usage()
                used = now_used if used is None else used
                hung = time.monotonic() >= deadline or (page > 0 and now_used - used + WATCH_SECONDS > patience)
                if hung:
                    reason = "it took too long"
                elif resident > RESIDENT_LIMIT and not starting:
                    reason = "it needs too much memory"
                else:
                    continue
            else:
                if line is not None:
                    return line
                hung, reason = False, "the reading process ended"
            self.stop()
            raise ReadFailed(reason, page or None, hung=hung)

    def _usage(self) -> tuple[float, int]:
        """The child's CPU seconds and resident bytes; nothing where it has just ended."""
        import psutil

        assert self._process is not None
        try:
            child = psutil.Process(self._process.pid)
            times = child.cpu_times()
            return times.user + times.system, child.memory_info().rss
        except psutil.Error:
            return 0.0, 0

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parent.parent,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert process.stdout is not None
        threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
        self._process, self._lines = process, lines
        try:
            self._next(0, time.monotonic() + START_SECONDS, math.inf, starting=True)
        except ReadFailed as failure:
            raise ReadFailed("the reading process did not start", None) from failure
        return process

    def stop(self) -> None:
        """Ends the child, if there is one; the next file starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None


def _pump(stream: IO[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    try:
        for line in stream:
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(None)


def messages(result: ReadResult) -> Iterator[dict[str, Any]]:
    """What the child says of a reading: its blocks in pieces, then the document."""
    records = map(_block_record, result.blocks)
    while piece := list(islice(records, BLOCKS_A_MESSAGE)):
        yield {"blocks": piece}
    yield {"result": _result_record(result)}


def _result_record(result: ReadResult) -> dict[str, Any]:
    document = {field.name: getattr(result.document, field.name) for field in fields(result.document)}
    return {"document": document, "warnings": result.warnings, "notes": result.notes, "ocr_pages": result.ocr_pages}


def _block_record(block: Block) -> list[Any]:
    return [
        block.span.end, block.kind, block.level, block.number, block.paragraph, block.section,
        list(block.item.record().values()) if block.item else None, block.page, block.boxes, block.flags,
        [block.lead_in.start, block.lead_in.end] if block.lead_in else None,
    ]  # fmt: skip


def result_from(record: dict[str, Any], blocks: list[Block]) -> ReadResult:
    """The reading from what the child said of the document, and the blocks that came before."""
    values = {name: _frozen(value) for name, value in record["document"].items()}
    return ReadResult(
        Document(**values), tuple(blocks), tuple(record["warnings"]), tuple(record["notes"]), record["ocr_pages"]
    )


def _frozen(value: Any) -> Any:
    """Lists, which JSON makes of tuples, as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def blocks_from(records: list[list[Any]], start: int) -> Iterator[Block]:
    """The blocks of one message, of which the first begins at `start`; equal sections and agenda items are held once."""
    section: tuple[str, ...] = ()
    item: AgendaItem | None = None
    item_values: list[Any] | None = None
    for end, kind, level, number, paragraph, path, item_record, page, boxes, flags, lead_in in records:
        if len(path) != len(section) or tuple(path) != section:
            section = tuple(path)
        if item_record != item_values:
            item, item_values = AgendaItem(*item_record) if item_record else None, item_record
        yield Block(
            Span(start, end), kind, level, number, paragraph, section, item, page,
            tuple([tuple(box) for box in boxes]), tuple(flags), Span(*lead_in) if lead_in else None,
        )  # fmt: skip
        start = end


def main() -> None:
    """Reads requests from stdin until it closes."""
    _limit_memory()
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but messages goes to the pipe
    gc.freeze()  # what is loaded stays; and a reading makes many objects, hardly any in cycles
    gc.set_threshold(50_000, 20, 20)

    def say(message: dict[str, Any]) -> None:
        out.write(json.dumps(message).encode() + b"\n")
        out.flush()

    def on_page(page: int) -> None:
        out.write(b'{"page": %d}\n' % page)
        out.flush()

    say({"ready": True})
    for line in sys.stdin.buffer:
        request = json.loads(line)
        path = Path(request["path"])
        options = ReadOptions(request["password"], request["ocr"], frozenset(request["skip"]))
        try:
            result = read_with(path, options, on_page)
            on_page(0)  # the pages are done
            for message in messages(result):
                say(message)
            del result
        except RefusedFile as refusal:
            say({"refused": [refusal.code, str(refusal)]})
        except RecursionError:
            say({"refused": ["too_deep", f"{path.name} is nested too deeply to be read."]})
        except MemoryError:
            say({"refused": ["too_large", f"{path.name} needs more memory than reading may take. Split it."]})
        except Exception as error:  # whatever a stranger's file leads a library to: it costs this file
            say({"failed": f"{type(error).__name__} while reading it"})


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    main()
