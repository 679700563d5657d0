"""Files that break readers, each with the outcome that its MANIFEST.tsv asks for, written out as a check.

    python -m benchmarks.ingest_bad BAD_DIR

Every file is taken in by `ingest.intake` in a process of its own that is watched from outside: a file is right when its
check holds, and a hang (over 20 s) or the death of that process is counted apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.ingest_cost import Watch, cpu, without_statements

HANG = 20.0  # seconds
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `seconds`: by the clock; `work`: of the processor. `blocks`: (kind, number, text); `peak`: MB of parent and child; `stray`: files written
    outside the project; `opened`: status with the password that the manifest names, where it names one."""

    file: str
    status: str
    code: str | None = None
    message: str = ""
    warnings: list[str] = field(default_factory=list)
    pages: int | None = None
    text: str = ""
    blocks: list[tuple[str, str | None, str]] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    seconds: float = 0.0
    work: float = 0.0
    peak: float = 0.0
    stray: list[str] = field(default_factory=list)
    opened: str | None = None

    @property
    def body(self) -> str:
        return "\n".join(text for kind, _, text in self.blocks if kind != "furniture")

    @property
    def added(self) -> bool:
        return self.status == "added"


Check = Callable[[Outcome], bool]


def _refused(*codes: str) -> Check:
    return lambda o: o.status == "refused" and o.code in codes and bool(o.message)


def _in_order(text: str, *pieces: str) -> bool:
    position = 0
    for piece in pieces:
        position = text.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return True


def _pages(n: int, *warnings: str) -> Check:
    return lambda o: o.added and o.pages == n and set(warnings) <= set(o.warnings)


def _three_recovered(o: Outcome) -> bool:
    return _pages(3)(o) and all(f"{n}.1 Paragraph on page {n} of the report." in o.body for n in (1, 2, 3))


def _running_headers(o: Outcome) -> bool:
    numbered = [text for kind, number, text in o.blocks if kind != "furniture" and number]
    furniture = [text for kind, _, text in o.blocks if kind == "furniture"]
    running = ("Children and Young People Board", "14 March 2023", "Page ")
    return (
        o.added
        and len(numbered) == 240
        and not any(words in passage.split("\n", 1)[-1] for passage in o.passages for words in running)
        and not any(words in text for text in numbered for words in running)
        and sum("Children and Young People Board" in text for text in furniture) == 40
    )


def _hyphenation(o: Outcome) -> bool:
    words = " ".join(" ".join(o.passages).split())
    wanted = ("local authority", "long-term", "cooperation agreement", "non-statutory", "post-16")
    return o.added and all(word in words.replace("co-operation", "cooperation") for word in wanted)


def _rotated(o: Outcome) -> bool:
    lines = [line.strip() for line in o.text.split("\n") if line.strip()]
    wanted = [line for n in range(1, 5) for line in (r"Rotated page \d text line one\.", r"Line two\.")]
    return o.added and len(lines) == len(wanted) and all(re.fullmatch(w, line) for w, line in zip(wanted, lines))


def _rtl(o: Outcome) -> bool:
    hebrew = [line for line in o.text.split("\n") if re.search("[\u0590-\u05ff]", line)]
    return o.added and len(hebrew) == 1 and "English line after RTL." in o.text.split("\n")


def _clean_controls(o: Outcome) -> bool:
    return o.added and not _CONTROL.search(o.text + "".join(o.passages)) and "Page two" in o.text and o.pages == 2


def _huge_table(o: Outcome) -> bool:
    whole = len(o.body.split()) == 180_000 and len(o.passages) > 1_000
    return o.added and whole and o.seconds < HANG and max(map(len, o.passages), default=0) < 20_000


CHECKS: dict[str, Check] = {
    "zero_bytes.pdf": _refused("empty_file"),
    "zero_bytes.docx": _refused("empty_file"),
    "html_named.pdf": lambda o: o.added and "extension_mismatch" in o.warnings and "The page has moved." in o.text,
    "docx_named.txt": lambda o: o.added and "extension_mismatch" in o.warnings and "\x00" not in o.text,
    "legacy_doc_ole.doc": lambda o: _refused("unsupported_legacy_word")(o) and ".docx" in o.message,
    "rtf_named.docx": _refused("unsupported_rtf"),
    "random_bytes.pdf": _refused("not_a_pdf"),
    "png_named.pdf": _refused("unsupported_image"),
    "encrypted_user_password.pdf": lambda o: _refused("password_required")(o) and o.opened == "added",
    "encrypted_rc4_40.pdf": _refused("password_required"),
    "encrypted_office.docx": _refused("password_required"),
    "broken_xref.pdf": lambda o: _three_recovered(o) and "repaired" in o.warnings,
    "wrong_xref_offsets.pdf": lambda o: _three_recovered(o) and "repaired" in o.warnings,
    "junk_after_eof.pdf": _three_recovered,
    "missing_eof.pdf": _three_recovered,
    "page_count_lies.pdf": lambda o: _pages(1)(o) and o.peak < 600,
    "flate_bomb_200MB.pdf": lambda o: _pages(1, "failed_or_empty")(o) and o.peak < 600 and o.seconds < HANG,
    "xobject_self_reference.pdf": lambda o: _pages(1)(o) and o.seconds < HANG,
    "utf16_broken_tounicode.pdf": _pages(1, "garbled_text"),
    "two_columns.pdf": lambda o: o.added and _in_order(o.text, *(f"{side}{n:02} " for side in "LR" for n in range(30))),
    "rotated_0_90_180_270.pdf": _rotated,
    "rotated_text_matrix.pdf": lambda o: (
        {"Text drawn sideways 90 degrees.", "Second sideways line."} <= {line.strip() for line in o.text.split("\n")}
    ),
    "running_headers_40p.pdf": _running_headers,
    "hyphenation.pdf": _hyphenation,
    "rtl_text.pdf": _rtl,
    "fake_bold_triple.pdf": lambda o: o.added and o.body.count("Fake bold heading") == 1,
    "blank_pages.pdf": lambda o: _pages(5, "no_text")(o) and not o.passages and "needs_ocr" not in o.warnings,
    "scanned_image_only.pdf": lambda o: o.added and "needs_ocr" in o.warnings and bool(re.search(r"\b1\b", o.message)),
    "pages_10000.pdf": lambda o: _pages(10_000)(o) and o.peak < 400 and o.seconds < 60,
    "huge_table_100p.pdf": _huge_table,
    "tiny_mediabox.pdf": lambda o: o.added,
    "javascript_and_attachment.pdf": lambda o: _pages(3, "active_content")(o),
    "truncated.docx": _refused("damaged_docx"),
    "xxe_external.docx": lambda o: (o.status == "refused" and bool(o.code)) or (o.added and "root:" not in o.text),
    "billion_laughs.docx": lambda o: o.status == "refused" and bool(o.code) and o.peak < 300 and o.work < 5,
    "xml_bomb_300MB.docx": lambda o: _refused("too_large")(o) and o.peak < 400,
    "path_traversal.docx": lambda o: o.added and bool(o.passages),
    "lxml_huge_text_node.docx": lambda o: _refused("too_large")(o) or (o.added and len(o.text) > 10_000_000),
    "tracked_changes_sdt.docx": lambda o: (
        o.added and "INSERTED" in o.text and "DELETED" not in o.text and "tracked_changes" in o.warnings
    ),
    "table_3000x10.docx": lambda o: o.added and o.work < 5,  # its cells are empty
    "deep_nesting.html": lambda o: (o.added and "deep" in o.text) or _refused("too_deep")(o),
    "cp1252_no_charset.html": lambda o: "Council’s “plan” – £1,500" in o.text,
    "utf16le_bom.txt": lambda o: o.text.startswith("1. Purpose\r\n\r\n1.1 The board agreed £5m."),
    "nul_and_controls.txt": _clean_controls,
    "regex_trap.txt": lambda o: o.added and o.work < 3,
    "name with £ & spaces – final (v2).txt": lambda o: o.added and bool(o.passages),
}
"""The manifest's last column, row by row. Every outcome besides writes nothing outside the project."""

PASSWORDS = {"encrypted_user_password.pdf": "secret"}


@dataclass(frozen=True, slots=True)
class BadReport:
    """`wrong`: file to what came instead; `unchecked`: files of the manifest for which there is no check."""

    right: list[str]
    wrong: dict[str, str]
    unchecked: list[str]
    hangs: list[str]
    crashes: list[str]


def run(folder: Path) -> BadReport:
    """Every file of MANIFEST.tsv in `folder`, taken in and judged."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        names = [row["file"] for row in csv.DictReader(stream, delimiter="\t")]
    return judge(names, outcomes([folder / name for name in names if (folder / name).exists()]))


def judge(names: Sequence[str], found: dict[str, Outcome | None]) -> BadReport:
    """The report over `names`; an outcome of None is a process that died on the file."""
    right: list[str] = []
    wrong: dict[str, str] = {}
    for name in names:
        if name not in CHECKS:
            continue
        outcome = found.get(name)
        if outcome is None:
            wrong[name] = "the process died" if name in found else "the file is missing"
        elif outcome.stray:
            wrong[name] = f"wrote {', '.join(outcome.stray)}"
        elif CHECKS[name](outcome):
            right.append(name)
        else:
            wrong[name] = (
                f"{outcome.status} {outcome.code or ''} pages={outcome.pages} {' '.join(outcome.warnings)} "
                f"{outcome.seconds:.1f} s {outcome.peak:.0f} MB: {outcome.message[:120]}"
            )
    return BadReport(
        right,
        wrong,
        [name for name in names if name not in CHECKS],
        [
            name
            for name, outcome in found.items()
            if outcome is not None and outcome.seconds > HANG and name != "pages_10000.pdf"
        ],
        [name for name, outcome in found.items() if outcome is None],
    )


def outcomes(files: Sequence[Path], each: Callable[[Outcome], None] = lambda _: None) -> dict[str, Outcome | None]:
    """Outcome by file name; None where the process that took the file in died. A process that died is started again."""
    waiting = list(files)
    found: dict[str, Outcome | None] = {}
    while waiting:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.ingest_bad", "--runner"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parent.parent,
        )  # fmt: skip
        given = "".join(json.dumps(str(file.absolute())) + "\n" for file in waiting)
        out, _ = process.communicate(given)
        ready, *lines = out.splitlines() or [""]
        if ready != "ready":
            raise RuntimeError("the program does not start")
        for line in lines:
            record = json.loads(line)
            record["blocks"] = [tuple(block) for block in record["blocks"]]
            outcome = Outcome(**record)
            found[outcome.file] = outcome
            each(outcome)
            waiting.pop(0)
        if waiting:
            found[waiting.pop(0).name] = None
    return found


def _runner() -> None:
    """The watched process: takes in the files named on stdin, each in a project of its own; one outcome a line."""
    from core.store import Store
    from ingest.intake import ingest

    without_statements()
    print("ready", flush=True)
    for line in sys.stdin.read().splitlines():
        file = Path(json.loads(line))
        with tempfile.TemporaryDirectory() as scratch:
            outside = Path(scratch)
            store = Store(outside / "project", "benchmark")
            with Watch() as watch:
                begun, used = time.monotonic(), cpu()
                record = ingest(store, [file])[0]
                seconds, work = time.monotonic() - begun, cpu() - used
            opened = None
            made: dict[str, Any] = _content(store, record.document) if record.document else {}
            if file.name in PASSWORDS:
                opened = ingest(store, [file], password=PASSWORDS[file.name])[0].status
            store.close()
            outcome = Outcome(
                file.name, record.status, record.code, record.message, list(record.warnings), record.pages,
                seconds=seconds, work=work, peak=watch.peak / 1e6, opened=opened,
                stray=[path.name for path in outside.iterdir() if path.name != "project"], **made,
            )  # fmt: skip
        print(json.dumps(asdict(outcome)), flush=True)


def _content(store: Any, name: str) -> dict[str, Any]:
    from core.store import documents as stored

    with store.read() as connection:
        document = stored.document(connection, name)
        blocks = stored.blocks_of(connection, name)
        passages = [passage.text for _, passage in stored.passage_rows(connection, name)]
    rows = [(block.kind, block.number, block.span.of(document.text)) for block in blocks]
    return {"text": document.text, "blocks": rows, "passages": passages}


def show(report: BadReport) -> None:
    of = len(report.right) + len(report.wrong)
    print(f"bad files with the outcome of their manifest: {len(report.right)} of {of}")
    for name, reason in report.wrong.items():
        print(f"  {name}: {reason}")
    if report.unchecked:
        print(f"  without a check in benchmarks/ingest_bad.py: {', '.join(report.unchecked)}")
    print(f"hangs over {HANG:.0f} s: {len(report.hangs)} {' '.join(report.hangs)}")
    print(f"crashes of the parent: {len(report.crashes)} {' '.join(report.crashes)}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--runner", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.runner:
        _runner()
    elif options.folder is None:
        parser.error("name the folder of bad files")
    else:
        show(run(options.folder))


if __name__ == "__main__":
    main(sys.argv[1:])
