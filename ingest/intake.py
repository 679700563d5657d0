"""Files and folders into the project: the only module of this package that stores.

Each file is its own transaction with one event, so that a kill half way leaves what was done and the next run goes on.
Files are read in a child process with limits (`ingest.worker`); what cannot be read is named with a code and stays listed.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from core.documents import Block, Document, ReadResult
from core.errors import ModelMissing, RefusedFile
from core.jobs import Progress
from core.statements import Commitment, Finding
from core.store import Store, schema
from core.store import documents as stored
from core.store import statements as stored_statements
from core.store.documents import FileRecord
from ingest import statements
from ingest.passages import split
from ingest.readers import renamed
from ingest.readers.sniff import LEGACY_SUFFIXES, SUFFIXES
from ingest.worker import ReadFailed, Worker

READER_VERSION = "2"
_log = logging.getLogger(__name__)
_CHUNK = 1 << 20
LONGEST_STATED = 50_000  # characters; a longer block is no prose, and the parser would work on it for minutes
_NEVER = frozenset([".db", ".db-wal", ".db-shm", ".lock", ".tmp", ".part", ".crdownload"])
_DAMAGED = {".pdf": "damaged_pdf", ".docx": "damaged_docx"}


@dataclass(frozen=True, slots=True)
class _Given:
    path: Path
    named: bool  # on the command line, not found in a folder


def reader_version() -> str:
    """What a document was read with: a newer reader, or newer rules for statements, reads it again on the next ingest."""
    return f"{READER_VERSION}+{statements.RULES_VERSION}"


def ingest(
    store: Store,
    paths: Sequence[Path],
    *,
    ocr: bool = False,
    password: str | None = None,
    progress: Progress = Progress(),  # noqa: B008 - says nothing and holds no state
) -> list[FileRecord]:
    """What became of every file given or found in a folder given, in order. Unchanged bytes are not read again.

    Raises core.jobs.Cancelled where somebody asked the work to stop; what is in stays in."""
    given = list(_walk(paths))
    made: list[FileRecord] = []
    with Worker() as worker:
        for n, file in enumerate(given):
            progress.report(n, len(given), file.path.name)
            made.append(_one(store, worker, file, ocr, password))
    progress.report(len(given), len(given), "done")
    return made


def _walk(paths: Sequence[Path]) -> Iterator[_Given]:
    seen: set[str] = set()
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    file = Path(folder) / name
                    if name.startswith((".", "~$")) or file.suffix.lower() in _NEVER or str(file) in seen:
                        continue
                    seen.add(str(file))
                    yield _Given(file, named=False)
        elif str(path) not in seen:
            seen.add(str(path))
            yield _Given(path, named=True)


def _one(store: Store, worker: Worker, given: _Given, ocr: bool, password: str | None) -> FileRecord:
    path = str(given.path)
    suffix = given.path.suffix.lower()
    if not given.named and suffix not in SUFFIXES and suffix not in LEGACY_SUFFIXES:
        message = f"Files of type {suffix or '(none)'} found in a folder are not read."
        return _note(store, FileRecord(path, "skipped", code="unsupported_type", message=message))
    try:
        sha256 = _sha256(given.path)
    except FileNotFoundError:
        return _note(store, FileRecord(path, "refused", message=f"There is no file {path}. Check the name."))
    except OSError as error:
        return _note(
            store,
            FileRecord(
                path,
                "refused",
                message=f"{path} cannot be opened ({error.strerror or error}). Close it elsewhere or check your rights, and try again.",
            ),
        )
    with store.read() as connection:
        known = stored.by_sha256(connection, sha256)
        before = stored.file_record(connection, path)
        standing = stored.document(connection, known[0]) if known else None
    fresh = standing is not None and known is not None and known[1] == reader_version()
    if fresh and standing is not None and not (ocr and before is not None and "needs_ocr" in before.warnings):
        return _seen(store, given, sha256, standing, before)
    try:
        result = renamed(worker.read(given.path, password=password, ocr=ocr), path)
        return _keep(store, given.path, result, before, again=standing)
    except RefusedFile as refusal:
        return _note(store, FileRecord(path, "refused", code=refusal.code, message=str(refusal), sha256=sha256))
    except ReadFailed as failure:
        code = _DAMAGED.get(suffix, "too_large")
        message = f"{given.path.name} could not be read: {failure}. Open it in its own program, save it again, and add that file."
        return _note(store, FileRecord(path, "refused", code=code, message=message, sha256=sha256))
    except OSError as error:
        return _note(
            store,
            FileRecord(path, "refused", message=f"{path} cannot be read ({error.strerror or error}).", sha256=sha256),
        )


def _note(store: Store, record: FileRecord) -> FileRecord:
    """Lists a file from which nothing was stored."""
    with store.action("ingest", record.path) as action:
        stored.record_file(action.connection, record)
        action.after = {"status": record.status, "code": record.code}
    return record


def _seen(store: Store, given: _Given, sha256: str, standing: Document, before: FileRecord | None) -> FileRecord:
    """The record of a file whose bytes are in already: unchanged here, a duplicate elsewhere, or an earlier version back."""
    path = str(given.path)
    with store.write() as connection:
        count = stored.count(connection, schema.passages, schema.passages.c.document == standing.id)
        warnings = stored.warnings_of(connection, standing.id)
        record = FileRecord(
            path, "unchanged", standing.id, warnings=warnings, pages=standing.pages, passages=count, sha256=sha256,
            ocr_pages=before.ocr_pages if before is not None else 0,
        )  # fmt: skip
        replaced = before.document if before is not None and before.sha256 != sha256 else None
        if replaced is not None and replaced != standing.id:
            _restore(connection, standing.id, replaced)
            record = replace(
                record, status="new_version", message="These bytes were in before; they are current again."
            )
        elif before is None and not _same_place(path, standing.path):
            gone = not Path(standing.path).exists()
            record = replace(
                record,
                status="duplicate",
                message=("Moved or renamed from " if gone else "The same bytes as ") + standing.path,
            )
        if record.status != "unchanged" or before is None or before.status == "refused":
            stored.record_file(connection, record)
    return record


def _restore(connection: sa.Connection, current: str, replaced: str) -> None:
    """Makes an older version current again in place of the one that had replaced it at its path."""
    table = schema.documents
    connection.execute(table.update().where(table.c.id == current).values(superseded_by=None))
    connection.execute(table.update().where(table.c.id == replaced).values(superseded_by=current))


def _same_place(one: str, other: str) -> bool:
    return os.path.normcase(Path(one).absolute()) == os.path.normcase(Path(other).absolute())


def _keep(
    store: Store, path: Path, result: ReadResult, before: FileRecord | None, again: Document | None
) -> FileRecord:
    """Stores a reading: a document that is new, a new version of the one at this path, or one that is read again."""
    document = result.document
    status, message = "added", ""
    if again is not None:
        document = replace(
            document, path=again.path, version_of=again.version_of, source_url=again.source_url or document.source_url
        )
        status, message = "unchanged", "Read again by a newer reader."
    elif before is not None and before.document is not None and before.document != document.id:
        document = replace(document, version_of=before.document)
        status = "new_version"
    passages = split(document, result.blocks)
    commitments, findings, missing = _statements(document, result.blocks)
    _copy(path, store.folder / "documents" / f"{document.sha256}{path.suffix.lower()}")
    record = FileRecord(
        str(path), status, document.id, None, " ".join([message, *result.notes, *missing]).strip(), result.warnings,
        document.pages, result.ocr_pages, len(passages), document.sha256,
    )  # fmt: skip
    reader = reader_version() if not missing else f"{READER_VERSION}+none"
    with store.action("ingest", document.id) as action:
        keep = stored.replace_reading if again is not None else stored.add_document
        keep(action.connection, document, result.blocks, passages, reader, result.warnings)
        stored_statements.replace_statements(action.connection, document.id, commitments, findings)
        stored.record_file(action.connection, record)
        action.after = {"path": str(path), "status": status, "title": document.title}
    return record


def _statements(document: Document, blocks: Sequence[Block]) -> tuple[list[Commitment], list[Finding], list[str]]:
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


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _copy(source: Path, target: Path) -> None:
    """Keeps the original beside the database; whole or not at all."""
    if target.exists():
        return
    part = target.with_name(target.name + ".part")
    with source.open("rb") as read, part.open("wb") as write:
        while chunk := read.read(_CHUNK):
            write.write(chunk)
    part.replace(target)
