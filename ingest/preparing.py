"""From a file to all that is stored of it, in this process or in several beside it. Touches no store.

Each process drives a reading child of its own (`ingest.worker`), so that a file that hangs or crashes its library costs
itself alone; what is expensive after reading (finding statements) runs in the process too.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.documents import Block, Document, Passage, ReadResult
from core.errors import ModelMissing, RefusedFile
from core.statements import Commitment, Finding
from ingest import statements
from ingest.likeness import Sketch, body, sketch
from ingest.passages import split
from ingest.readers import renamed
from ingest.worker import ReadFailed, Worker

MOST_PROCESSES = 4
WORTH_PROCESSES = 1_000_000  # bytes of PDF or Word to be read, from which processes of their own pay for their start
PROCESS_MEMORY = 900_000_000  # bytes that a process with its reading child and the model for statements may take
SIZES_IN_MEMORY = 10  # times its bytes a file may take while it is read
STOP_SECONDS = 5.0
TEXT_COUNTS = 10  # a byte of plain text is as much work as so many of a PDF
LONGEST_STATED = 50_000  # characters; a longer block is no prose, and the parser would work on it for minutes
_DAMAGED = {".pdf": "damaged_pdf", ".docx": "damaged_docx"}
_PACKED = frozenset([".pdf", ".docx"])


@dataclass(frozen=True, slots=True)
class Request:
    """`said`: what a person said of the document (organisation, date, type), which statements are read by."""

    path: Path
    password: str | None = None
    ocr: bool = False
    said: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading with its passages and statements. `missing`: what could not be looked for, and why."""

    result: ReadResult
    passages: tuple[Passage, ...]
    commitments: tuple[Commitment, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    sketch: Sketch | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that cannot be read: the code of docs/contracts.md, and a sentence with what to do."""

    code: str | None
    message: str


def prepare(worker: Worker, request: Request) -> Prepared | Refusal:
    path = request.path
    try:
        result = renamed(worker.read(path, password=request.password, ocr=request.ocr), str(path))
    except RefusedFile as refusal:
        return Refusal(refusal.code, str(refusal))
    except ReadFailed as failure:
        code = _DAMAGED.get(path.suffix.lower(), "too_large")
        return Refusal(
            code,
            f"{path.name} could not be read: {failure}. Open it in its own program, save it again, and add that file.",
        )
    except OSError as error:
        return Refusal(None, f"{path} cannot be read ({error.strerror or error}).")
    passages = split(result.document, result.blocks)
    commitments, findings, missing = find_statements(_as_said(result.document, request.said), result.blocks)
    words = body(result.document.text, result.blocks)
    return Prepared(result, tuple(passages), tuple(commitments), tuple(findings), tuple(missing), sketch(words))


def _as_said(document: Document, said: Sequence[tuple[str, str | None]]) -> Document:
    values: dict[str, Any] = dict(said)
    return replace(document, **values) if values else document


def find_statements(document: Document, blocks: Sequence[Block]) -> tuple[list[Commitment], list[Finding], list[str]]:
    """The commitments and findings, and a note where the model for them is not on this machine."""
    find = getattr(statements, "find_statements", None)
    if find is None:
        return [], [], []
    long = [block.span for block in blocks if block.span.end - block.span.start > LONGEST_STATED]
    if long:  # out of the text too, in place: whatever looks through all of it would take as long
        text = document.text
        for span in long:
            text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
        document = replace(document, text=text)
        blocks = [block for block in blocks if block.span not in long]
    try:
        commitments, findings = find(document, blocks)
    except ModelMissing as error:
        return [], [], [str(error)]
    return commitments, findings, []


def processes(sizes: Sequence[tuple[str, int]]) -> int:
    """How many processes these files (suffix, bytes) are worth: at most one a core, four, one a
    file, and as many as have room in the memory that is free beside the largest file; 1 is this process."""
    work = sum(size * (1 if suffix in _PACKED else TEXT_COUNTS) for suffix, size in sizes)
    if work < WORTH_PROCESSES:
        return 1
    room = _memory_to_spare() // (PROCESS_MEMORY + SIZES_IN_MEMORY * max(size for _, size in sizes))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MOST_PROCESSES, len(sizes), room))


def _memory_to_spare() -> int:
    """Bytes of memory that are free or can be freed at once."""
    import psutil

    return int(psutil.virtual_memory().available)


class Here:
    """Prepares in this process, when it is asked for the answer."""

    def __init__(self) -> None:
        self._worker = Worker()

    def prepare(self, request: Request) -> Prepared | Refusal:
        return prepare(self._worker, request)

    def stop(self) -> None:
        self._worker.stop()


class Beside:
    """Prepares in a process of its own: `ask`, and `answer` when `connection` has something. It ends when this one does."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, its = context.Pipe()
        self._process = context.Process(target=_serve, args=(its,), daemon=True, name="verbatim-reader")
        self._process.start()
        its.close()
        self.turn: int | None = None  # which file it is on

    def ask(self, turn: int, request: Request) -> None:
        self.turn = turn
        with contextlib.suppress(OSError):  # the answer says that it has ended
            self.connection.send(request)

    def answer(self) -> Prepared | Refusal | None:
        """None where the process has ended (it may have been killed for want of memory)."""
        self.turn = None
        try:
            made: Prepared | Refusal = self.connection.recv()
        except (EOFError, OSError):
            return None
        return made

    def stop(self) -> None:
        self._process.terminate()
        self._process.join(STOP_SECONDS)
        self._process.kill()
        self._process.join()
        self.connection.close()


def _serve(connection: Connection[Any, Any]) -> None:
    worker = Worker()

    def end(*_: object) -> None:
        worker.stop()
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            connection.send(prepare(worker, connection.recv()))
    worker.stop()
