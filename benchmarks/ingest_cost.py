"""What reading costs: CPU time against the format's bare library on the same files, and memory over the idle process.

CPU seconds, not wall time: those of the parent and of every child (RUSAGE_SELF and RUSAGE_CHILDREN), less what the same
process and its child spent on one line of text before (imports, the database's first tables). Statements and embedding
are left out. Each measurement has a fresh process; the least of the repeats counts, in turns with the library's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
INTERVAL = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """`units`: pages or words. `seconds`: of CPU. `start_seconds`: what starting parent and child took, not in `seconds`.
    `wall`: elapsed. `idle`, `peak`: resident bytes of parent and children together."""

    units: int
    seconds: float
    start_seconds: float = 0.0
    wall: float = 0.0
    idle: int = 0
    peak: int = 0


class Watch:
    """Samples the resident memory of this process and its children while it is open: `peak`, in bytes."""

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        here = psutil.Process()
        family = [here]
        looks = 0
        while True:
            if looks % 5 == 0:
                family = [here, *here.children(recursive=True)]
            looks += 1
            self.peak = max(self.peak, sum(map(_resident, family)))
            if self._done.wait(INTERVAL):
                return


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def without_statements() -> None:
    """Leaves the search for commitments and findings out of `ingest.intake`, which is measured elsewhere, and with it
    the processes beside this one that share that work out: reading itself stays in its child process."""
    from ingest import intake, statements

    statements.find_statements = lambda document, blocks: ([], [])  # type: ignore[assignment]
    intake.processes = lambda sizes: 1


def cpu() -> float:
    """CPU seconds so far of this process and of its children that have ended."""
    import resource

    used = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        used += usage.ru_utime + usage.ru_stime
    return used


def measured(what: str, files: Sequence[Path], memory: bool = False) -> Cost:
    """One measurement in a fresh process. `what`: read, pdfium, docx, lxml. With `memory` sampled, CPU is not to be used."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ingest_cost", what, *(["--memory"] if memory else [])],
        input=json.dumps([str(file.absolute()) for file in files]), capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"measuring {what} failed: {done.stderr[-2000:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def least(what: str, against: str, files: Sequence[Path], repeats: int) -> tuple[Cost, Cost]:
    """The cheapest of `repeats` measurements of each of two, taken in turns."""
    pairs = [(measured(what, files), measured(against, files)) for _ in range(repeats)]
    return min((a for a, _ in pairs), key=lambda c: c.seconds), min((b for _, b in pairs), key=lambda c: c.seconds)


def _read(files: Sequence[Path], memory: bool) -> dict[str, Any]:
    """Files to stored blocks and passages through `ingest.intake`."""
    from core.store import Store
    from ingest.intake import ingest

    without_statements()
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch) / "project", "benchmark")
        line = Path(scratch) / "line.txt"
        line.write_text("One line.", "utf-8")
        begun = cpu()
        idle = _watched(lambda: ingest(store, [line]), memory)
        started = cpu()
        clock = time.monotonic()
        records: list[Any] = []
        peak = _watched(lambda: records.extend(ingest(store, files)), memory)
        wall = time.monotonic() - clock
        spent = cpu() - started
        store.close()
    start = started - begun
    units = sum(record.pages or 0 for record in records)
    return {"units": units, "seconds": spent - start, "start_seconds": start, "wall": wall, "idle": idle, "peak": peak}


def _watched(work: Any, memory: bool) -> int:
    if not memory:
        work()
        return 0
    with Watch() as watch:
        work()
    return watch.peak


def _pdfium(files: Sequence[Path]) -> dict[str, Any]:
    """The text of every page by pypdfium2's own helper, and nothing else."""
    import pypdfium2

    begun = time.process_time()
    pages = 0
    for file in files:
        pdf = pypdfium2.PdfDocument(file)
        for n in range(len(pdf)):
            page = pdf[n]
            text_page = page.get_textpage()
            text_page.get_text_range()
            text_page.close()
            page.close()
            pages += 1
        pdf.close()
    return {"units": pages, "seconds": time.process_time() - begun}


def _docx(files: Sequence[Path]) -> dict[str, Any]:
    """The text, order, numbers and tables of Word files by the project's reader alone, in this process."""
    from ingest.readers.docx import read_docx

    begun = time.process_time()
    words = 0
    for file in files:
        words += len(read_docx(file.read_bytes(), file.name).text.split())
    return {"units": words, "seconds": time.process_time() - begun}


def _lxml(files: Sequence[Path]) -> dict[str, Any]:
    """The words of every w:t of a Word file's main part, by zipfile and lxml, and nothing else."""
    import zipfile

    from lxml import etree

    begun = time.process_time()
    words = 0
    for file in files:
        with zipfile.ZipFile(file) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        paragraphs = ("".join(t.text or "" for t in p.iter(f"{name}t")) for p in root.iter(f"{name}p"))
        words += sum(len(text.split()) for text in paragraphs)
    return {"units": words, "seconds": time.process_time() - begun}


def main(arguments: Sequence[str]) -> None:
    what, memory = arguments[0], "--memory" in arguments
    files = [Path(name) for name in json.loads(sys.stdin.read())]
    os.chdir(ROOT)
    measures = {
        "read": lambda: _read(files, memory),
        "pdfium": lambda: _pdfium(files),
        "docx": lambda: _docx(files),
        "lxml": lambda: _lxml(files),
    }
    made = measures[what]()
    print(json.dumps(made))


if __name__ == "__main__":
    main(sys.argv[1:])
