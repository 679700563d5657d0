"""How well and how fast files are read: every figure of the table in benchmarks/README.md, n of N.

    python -m benchmarks.ingest DOCS [--bad BAD] [--peers PYTHON] [--files] [--misses] [--repeats N]

DOCS is read with its folders. The real read is measured (`ingest.intake` with its child processes, into a throw-away
project, without statements and embedding) beside the format's bare library on the same files in the same run. `--bad`: a
folder of files that break readers, with its MANIFEST.tsv. `--peers`: a Python in which other libraries are installed
(benchmarks/ingest_peers.py says how); what it lacks is printed as not installed. `--files`: cost by file, too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import ingest_bad, ingest_truth
from benchmarks.ingest_cost import Cost, least, measured, without_statements
from benchmarks.ingest_peers import ENGINES
from benchmarks.ingest_truth import Share, Stored
from core.store import Store
from ingest.intake import ingest

NAMED = ("financial_regulations", "standing_orders")  # papers full of printed numbers, shown by themselves
LARGE = "pages_10000.pdf"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--bad", type=Path, help="folder of bad files with MANIFEST.tsv")
    parser.add_argument(
        "--peers", nargs="?", const=sys.executable, metavar="PYTHON", help="also measure other libraries"
    )
    parser.add_argument("--files", action="store_true", help="the cost of each PDF, dearest first")
    parser.add_argument("--misses", action="store_true", help="what was wrong, one a line")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=["cost", "truth", "bad"], action="append", help="one part of it")
    options = parser.parse_args(arguments)
    parts = options.only or ["cost", "truth", "bad"]
    files = sorted(path for path in options.documents.rglob("*") if path.is_file())
    if "cost" in parts:
        cost(files, options.repeats, options.files)
        large = (options.bad or options.documents) / LARGE
        if large.is_file():
            memory_of_large(large)
        if options.peers:
            peers(options.peers, [path for path in files if path.suffix == ".pdf"])
    if "truth" in parts:
        truth(options.documents, files, options.misses)
    if "bad" in parts and options.bad:
        ingest_bad.show(ingest_bad.run(options.bad))


def cost(files: Sequence[Path], repeats: int, by_file: bool) -> None:
    pdfs = [path for path in files if path.suffix == ".pdf"]
    words = [path for path in files if path.suffix == ".docx"]
    if pdfs:
        ours, bare = least("read", "pdfium", pdfs, repeats)
        _costs(
            f"PDF to stored blocks and passages, {len(pdfs)} files, {bare.units} pages", ours, bare, "pages", bare.units
        )
        if by_file:
            rows = [(path, *least("read", "pdfium", [path], repeats)) for path in pdfs]
            for path, one, other in sorted(rows, key=lambda row: -row[1].seconds / max(1e-9, row[2].seconds)):
                print(
                    f"  {one.seconds / other.seconds:5.1f} times  {other.units:5} pages  {one.seconds:.2f} s  {path.name}"
                )
    if words:
        whole = measured("read", words)
        ours, bare = least("docx", "lxml", words, repeats)
        print(f"Word files, {len(words)} files, {bare.units} words: the reader alone {ours.seconds:.3f} CPU s")
        print(f"  {ours.units / ours.seconds:,.0f} words per CPU second; raw lxml {bare.units / bare.seconds:,.0f}")
        print(f"  {bare.seconds / ours.seconds:.2f} of raw lxml; to stored passages {whole.seconds:.2f} CPU s")
    used = measured("read", [path for path in files if path.suffix in (".pdf", ".docx", ".html", ".txt")], memory=True)
    print(
        f"memory, whole folder: {(used.peak - used.idle) / 1e6:.0f} MB over the idle process and its child "
        f"({used.idle / 1e6:.0f} MB idle, peak {used.peak / 1e6:.0f} MB)"
    )


def _costs(what: str, ours: Cost, bare: Cost, units: str, count: int) -> None:
    print(f"{what}: {ours.seconds:.2f} CPU s (starting parent and child: {ours.start_seconds:.2f} s, not counted)")
    print(f"  {count / ours.seconds:,.0f} {units} per CPU second; bare library {count / bare.seconds:,.0f}")
    print(f"  {ours.seconds / bare.seconds:.2f} times the bare library's {bare.seconds:.2f} CPU s")


def memory_of_large(file: Path) -> None:
    used = measured("read", [file], memory=True)
    with tempfile.TemporaryDirectory() as scratch:
        without_statements()
        store = Store(Path(scratch) / "project", "benchmark")
        ingest(store, [file])
        (stored,) = ingest_truth.read_back(store, [file])
        right = ingest_truth.page_numbers(stored, step=97)
        store.close()
    print(
        f"{file.name}: {used.wall:.0f} s, peak {used.peak / 1e6:.0f} MB ({(used.peak - used.idle) / 1e6:.0f} MB over idle), "
        f"{used.units} pages; page numbers right on every 97th: {right}"
    )


def peers(python: str, pdfs: Sequence[Path]) -> None:
    print(f"other libraries on the same {len(pdfs)} PDF files (CPU s; times pypdfium2's text in the same Python)")
    given = json.dumps([str(path.absolute()) for path in pdfs])
    base = 0.0
    for engine in ENGINES:
        done = subprocess.run(
            [python, str(Path(__file__).with_name("ingest_peers.py")), engine],
            input=given, capture_output=True, text=True, check=False,
        )  # fmt: skip
        made = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout.strip() else None
        if made is None:
            print(f"  {engine:<12}" + ("not installed" if done.returncode == 0 else f"failed: {done.stderr[-200:]}"))
            continue
        base = base or made["seconds"]
        failed = f"; failed on {len(made['failed'])}: {', '.join(made['failed'][:3])}" if made["failed"] else ""
        print(f"  {engine:<12}{made['seconds']:.2f} s, {made['seconds'] / base:.1f} times{failed}")


def truth(folder: Path, files: Sequence[Path], misses: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        without_statements()
        store = Store(Path(scratch) / "project", "benchmark")
        ingest(store, files)
        read = ingest_truth.read_back(store, files)
        store.close()
    wrong: list[str] = []
    by_name = {str(one.file.relative_to(folder)): one for one in read}
    for version in ingest_truth.VERSIONS:
        made = [
            (name, ingest_truth.layout(by_name[f"layout_truth/{name}.{version}"], items, name))
            for name, items in ingest_truth.truths(folder)
            if f"layout_truth/{name}.{version}" in by_name
        ]
        if not made:
            continue
        figures = [one for _, one in made]
        print(f"layout truth, {version} ({len(made)} papers)")
        for title, part in (
            ("printed numbers right, as a field", "numbers"), ("headings: recall", "recall"), ("headings: precision", "precision"),
            ("headings: level", "levels"), ("table rows whole", "rows"), ("body paragraphs lost", "lost"),
            ("running strings in body text, of pages", "leaks"),
        ):  # fmt: skip
            print(f"  {title:<40}{sum((getattr(one, part) for one in figures), Share(0, 0))}")
        wrong += [f"{name}.{version}: {miss}" for name, one in made for miss in one.misses]
    _numbers(read, wrong)
    _places(read, wrong)
    if misses:
        print("\n".join(wrong))


def _numbers(read: Sequence[Stored], wrong: list[str]) -> None:
    total = Share(0, 0)
    print("numbers of two and more parts that begin a line (pdftotext and pypdfium2 together), borne by a block")
    for one in read:
        if one.file.suffix != ".pdf":
            continue
        share, missing = ingest_truth.numbers_found(one)
        total += share
        if any(name in one.file.name for name in NAMED):
            print(f"  {one.file.name:<40}{share}")
        wrong += [f"{one.file.name}: number {number} on no block" for number in missing]
    print(f"  {'all PDF files':<40}{total}")


def _places(read: Sequence[Stored], wrong: list[str]) -> None:
    blocks = passages = own = under = Share(0, 0)
    for one in read:
        of_blocks, of_passages = ingest_truth.quotes(one)
        blocks, passages = blocks + of_blocks, passages + of_passages
        if of_blocks.n < of_blocks.of or of_passages.n < of_passages.of:
            wrong.append(f"{one.file.name}: quotes: blocks {of_blocks}, passages {of_passages}")
        if one.file.suffix == ".pdf":
            mine, theirs = ingest_truth.words_under(one)
            own, under = own + mine, under + theirs
            if mine.of and (mine.n < 0.99 * mine.of or theirs.n < 0.99 * theirs.of):
                wrong.append(f"{one.file.name}: words under boxes: own {mine}, of those under {theirs}")
    print(f"quotes equal to the text at their offsets, {len(read)} files: blocks {blocks}, passages {passages}")
    print(f"words of blocks that lie under their boxes {own}; words under a block's boxes that are its own {under}")


if __name__ == "__main__":
    main(sys.argv[1:])
