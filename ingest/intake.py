"""Files and folders into the project: the only module of this package that stores.

Files are prepared in this process or in several beside it (`ingest.preparing`) and stored here, one after another in the
order given. Each is its own transaction with one event, so that a kill half way leaves what was done and the next run goes
on; what another program stored meanwhile is looked up again inside the transaction, so that two runs at once store nothing
twice. What cannot be read is named with a code and stays listed.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from pathlib import Path

import sqlalchemy as sa

from core.documents import Block, Document
from core.errors import ModelMissing
from core.jobs import Progress
from core.store import Store, schema
from core.store import documents as stored
from core.store import files as stored_files
from core.store import statements as stored_statements
from core.store import versions as stored_versions
from core.store.files import FileRecord
from ingest import likeness, statements, versions
from ingest.likeness import Sketch
from ingest.preparing import Beside, Here, Prepared, Refusal, Request, find_statements, processes
from ingest.readers.sniff import LEGACY_SUFFIXES, SUFFIXES

READER_VERSION = "3"
_log = logging.getLogger(__name__)
_CHUNK = 1 << 20
AHEAD = 3  # files a process that may be read before those in front of them are stored
_MENDED_BY_OCR = frozenset(["needs_ocr", "garbled_text"])
STATED_BY = ("organisation", "date", "type")  # what deadlines and actors are read by
_NEVER = frozenset([".db", ".db-wal", ".db-shm", ".lock", ".tmp", ".part", ".crdownload"])


@dataclass(frozen=True, slots=True)
class _Given:
    path: Path
    named: bool  # on the command line, not found in a folder


@dataclass(frozen=True, slots=True)
class _Look:
    """What is known of a file before it is read. `record`: there is no need to read it; else its bytes' hash."""

    record: FileRecord | None
    sha256: str = ""


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
    run = _Run(store, given, ocr, password, progress)
    try:
        return run.all()
    finally:
        run.stop()


def refused_paths(store: Store) -> list[Path]:
    """Files that could not be read when they were last given, and are still there: what a retry is for."""
    with store.read() as connection:
        return [
            Path(made.path)
            for made in stored_files.all_files(connection)
            if made.status == "refused" and Path(made.path).is_file()
        ]


def restate(store: Store, name: str) -> None:
    """Looks for the statements of a document again, by what a person said of its date, type and organisation.

    Raises NotFoundError; ModelMissing where what finds them is not on this machine."""
    with store.read() as connection:
        document, blocks = stored.document(connection, name), stored.blocks_of(connection, name)
    commitments, findings, missing = find_statements(document, blocks)
    if missing:
        raise ModelMissing(" ".join(missing))
    with store.write() as connection:
        stored_statements.replace_statements(connection, name, commitments, findings)
        stored.set_reader(connection, name, reader_version())


class _Run:
    """One ingest: looks at the files in order, has them prepared ahead, stores them in order."""

    def __init__(
        self, store: Store, given: Sequence[_Given], ocr: bool, password: str | None, progress: Progress
    ) -> None:
        self.store, self.given, self.ocr, self.password, self.progress = store, given, ocr, password, progress
        self.most = processes([(file.path.suffix.lower(), _size(file.path)) for file in given if _readable(file)])
        self.here = Here()
        self.beside: list[Beside] = []
        self.looked: dict[int, _Look] = {}
        self.ready: dict[int, Prepared | Refusal | None] = {}

    def stop(self) -> None:
        self.here.stop()
        for process in self.beside:
            process.stop()

    def all(self) -> list[FileRecord]:
        made: list[FileRecord] = []
        ahead = 0
        for n, file in enumerate(self.given):
            self.progress.report(n, len(self.given), file.path.name)
            if self.most > 1:
                while n not in self.ready or self._free():
                    ahead = self._send(n, max(n, ahead))
                    if n in self.ready or n not in self._asked():
                        break
                    self._collect(n)
            made.append(self._store(n))
            self.looked.pop(n, None)
        self.progress.report(len(self.given), len(self.given), "done")
        return made

    def _asked(self) -> set[int]:
        return {process.turn for process in self.beside if process.turn is not None}

    def _free(self) -> bool:
        return len(self.beside) < self.most or any(process.turn is None for process in self.beside)

    def _send(self, now: int, ahead: int) -> int:
        """Gives free processes the next files that need reading; returns the first file that was not looked at."""
        while ahead < min(len(self.given), now + AHEAD * self.most) and self._free():
            look = self._look(ahead)
            others = (self._asked() | self.ready.keys()) - {ahead}
            same = any(self.looked[other].sha256 == look.sha256 for other in others if other in self.looked)
            if look.record is None and not same and self._needed(self.given[ahead], look.sha256):
                process = next((process for process in self.beside if process.turn is None), None)
                if process is None:
                    process = Beside()
                    self.beside.append(process)
                process.ask(ahead, self._request(ahead))
            ahead += 1
        return ahead

    def _collect(self, now: int) -> None:
        """Takes answers until the file that is to be stored next has one; reports on the way, so that a wish to stop is heard."""
        while now not in self.ready:
            busy = {process.connection: process for process in self.beside if process.turn is not None}
            for connection in wait(list(busy), timeout=0.5):
                process = busy[connection]  # type: ignore[index]
                turn = process.turn
                assert turn is not None
                answer = process.answer()
                self.ready[turn] = answer
                if answer is None:
                    process.stop()
                    self.beside.remove(process)
                    _log.warning("a reading process ended early; its file is read again in this one")
            self.progress.report(now, len(self.given), self.given[now].path.name)

    def _request(self, n: int) -> Request:
        """What was once read by OCR is so again: a newer reader must not lose it."""
        sha256 = self._look(n).sha256
        with self.store.read() as connection:
            ocr = self.ocr or stored.read_by_ocr(connection, sha256)
            said = _said(connection, str(self.given[n].path), sha256)
        return Request(self.given[n].path, self.password, ocr, tuple(said.items()))

    def _look(self, n: int) -> _Look:
        if n not in self.looked:
            self.looked[n] = _look(self.given[n])
        return self.looked[n]

    def _needed(self, given: _Given, sha256: str) -> bool:
        with self.store.read() as connection:
            return not _fresh(connection, sha256, self.ocr)

    def _store(self, n: int) -> FileRecord:
        given, look = self.given[n], self._look(n)
        if look.record is not None:
            return _note(self.store, look.record)
        prepared = self.ready.pop(n, None)
        if prepared is None:
            if not self._needed(given, look.sha256):
                return _seen(self.store, given, look.sha256)
            prepared = self.here.prepare(self._request(n))
        if isinstance(prepared, Refusal):
            return _note(
                self.store,
                FileRecord(
                    str(given.path), "refused", code=prepared.code, message=prepared.message, sha256=look.sha256
                ),
            )
        return _keep(self.store, given, prepared, self.ocr)


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


def _readable(given: _Given) -> bool:
    suffix = given.path.suffix.lower()
    return given.named or suffix in SUFFIXES or suffix in LEGACY_SUFFIXES


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _look(given: _Given) -> _Look:
    path = str(given.path)
    if not _readable(given):
        message = f"Files of type {given.path.suffix.lower() or '(none)'} found in a folder are not read."
        return _Look(FileRecord(path, "skipped", code="unsupported_type", message=message))
    try:
        return _Look(None, _sha256(given.path))
    except FileNotFoundError:
        return _Look(FileRecord(path, "refused", message=f"There is no file {path}. Check the name."))
    except OSError as error:
        message = f"{path} cannot be opened ({error.strerror or error}). Close it elsewhere or check your rights, and try again."
        return _Look(FileRecord(path, "refused", message=message))


def _fresh(connection: sa.Connection, sha256: str, ocr: bool) -> bool:
    """Whether these bytes are in, read by this reader; `--ocr` reads again what has pages without words."""
    known = stored.by_sha256(connection, sha256)
    if known is None or known[1] != reader_version():
        return False
    return not (ocr and set(stored.warnings_of(connection, known[0])) & _MENDED_BY_OCR)


def _said(connection: sa.Connection, path: str, sha256: str) -> dict[str, str | None]:
    """What a person said of the document with these bytes, or of the one that it is a new version of, that statements go by."""
    known = stored.by_sha256(connection, sha256)
    if known is not None:
        said = stored.said_of(connection, known[0])
        return {field: said[field] for field in STATED_BY if field in said}
    before = stored_files.file_record(connection, path)
    if before is None or before.document is None or not _stood_at(connection, before.document, path):
        return {}
    said = stored.said_of(connection, before.document)
    return {field: said[field] for field in STATED_BY if field in said and field != "date"}


def _note(store: Store, record: FileRecord) -> FileRecord:
    """Lists a file from which nothing was stored."""
    with store.action("ingest", record.path) as action:
        stored_files.record_file(action.connection, record)
        action.after = {"status": record.status, "code": record.code}
    return record


def _seen(store: Store, given: _Given, sha256: str) -> FileRecord:
    """The record of a file whose bytes are in already: unchanged here, moved, a duplicate elsewhere, or an earlier version back."""
    path = str(given.path)
    with store.action("move", path) as action:
        action.silent = True
        connection = action.connection
        known = stored.by_sha256(connection, sha256)
        assert known is not None
        standing = stored.document(connection, known[0])
        before = stored_files.file_record(connection, path)
        count = stored.count(connection, schema.passages, schema.passages.c.document == standing.id)
        record = FileRecord(
            path, "unchanged", standing.id, warnings=stored.warnings_of(connection, standing.id), pages=standing.pages,
            passages=count, sha256=sha256, ocr_pages=before.ocr_pages if before is not None else 0,
        )  # fmt: skip
        replaced = before.document if before is not None and before.sha256 != sha256 else None
        if replaced is not None and replaced != standing.id:
            _restore(connection, standing.id, replaced)
            record = replace(
                record, status="new_version", message="These bytes were in before; they are current again."
            )
        elif not _same_place(path, standing.path) and not Path(standing.path).exists():
            stored.moved(connection, standing.id, path)
            status = "duplicate" if before is None else "unchanged"
            record = replace(record, status=status, message=f"Moved or renamed from {standing.path}")
            action.silent, action.object = False, standing.id
            action.before, action.after = {"path": standing.path}, {"path": path}
        elif before is None and not _same_place(path, standing.path):
            record = replace(record, status="duplicate", message=f"The same bytes as {standing.path}")
        if record.status != "unchanged" or record.message or before is None or before.status == "refused":
            stored_files.record_file(connection, record)
    return record


def _restore(connection: sa.Connection, current: str, replaced: str) -> None:
    """Makes an older version current again in place of the one that had replaced it at its path."""
    table = schema.documents
    connection.execute(table.update().where(table.c.id == current).values(superseded_by=None))
    connection.execute(table.update().where(table.c.id == replaced).values(superseded_by=current))


def _same_place(one: str, other: str) -> bool:
    return os.path.normcase(Path(one).absolute()) == os.path.normcase(Path(other).absolute())


def _keep(store: Store, given: _Given, prepared: Prepared, ocr: bool) -> FileRecord:
    """Stores a reading: a document that is new, a new version of the one at this path, or one that is read again."""
    document, result = prepared.result.document, prepared.result
    path = str(given.path)
    _copy(given.path, store.folder / "documents" / f"{document.sha256}{given.path.suffix.lower()}")
    with store.action("ingest", document.id) as action:
        connection = action.connection
        if _fresh(connection, document.sha256, ocr):  # another program was quicker
            action.silent = True
        else:
            record = _kept(connection, document, path, prepared, given)
            action.after = {"path": path, "status": record.status, "title": result.document.title}
    return _seen(store, given, document.sha256) if action.silent else record


def _kept(connection: sa.Connection, document: Document, path: str, prepared: Prepared, given: _Given) -> FileRecord:
    result = prepared.result
    before = stored_files.file_record(connection, path)
    again = stored.by_sha256(connection, document.sha256)
    status, message = "added", ""
    if again is not None:
        standing = stored.document(connection, again[0])
        document = replace(document, path=standing.path, version_of=standing.version_of)
        status = "unchanged"
        message = "Read again by a newer reader." if again[1] != reader_version() else "Read again with OCR."
    elif before is not None and before.document is not None and _stood_at(connection, before.document, path):
        document = replace(document, version_of=before.document)
        status = "new_version"
    reader = reader_version() if not prepared.missing else f"{READER_VERSION}+none"
    keep = stored.replace_reading if again is not None else stored.add_document
    keep(connection, document, result.blocks, prepared.passages, reader, result.warnings)
    stored_statements.replace_statements(connection, document.id, list(prepared.commitments), list(prepared.findings))
    near = _near(connection, document, prepared.sketch, result.blocks)
    if again is None and (linked := _linked(connection, document, near)) is not None:
        status, message = linked
    record = FileRecord(
        path, status, document.id, None, " ".join([message, *result.notes, *prepared.missing]).strip(), result.warnings,
        document.pages, result.ocr_pages, len(prepared.passages), document.sha256,
    )  # fmt: skip
    stored_files.record_file(connection, record)
    return record


def _stood_at(connection: sa.Connection, name: str, path: str) -> bool:
    """Whether the document is this path's own, and not one whose bytes were only copied here."""
    standing = stored.document(connection, name)
    return _same_place(standing.path, path) or not Path(standing.path).exists()


def _near(
    connection: sa.Connection, document: Document, made: Sketch | None, blocks: Sequence[Block]
) -> dict[str, float]:
    """Documents that share at least `versions.RELATED` of the longer text with this one; near duplicates are stored."""
    if made is None:
        return {}
    others = [
        (name, Sketch(n, values)) for name, n, values in stored_versions.sketches(connection) if name != document.id
    ]
    stored_versions.keep_sketch(connection, document.id, made.n, made.values)
    shares: dict[str, float] = {}
    mine = None
    for (name, _), estimate in zip(others, likeness.estimates(made, [other for _, other in others]), strict=True):
        if estimate < versions.RELATED - likeness.SLACK:
            continue
        mine = likeness.shingles(likeness.body(document.text, blocks)) if mine is None else mine
        share = likeness.share(mine, likeness.shingles(_body(connection, name)))
        if share >= versions.RELATED:
            shares[name] = round(share, 3)
    stored_versions.keep_near_duplicates(
        connection, document.id, {name: s for name, s in shares.items() if s >= likeness.NEAR}
    )
    return shares


def _body(connection: sa.Connection, name: str) -> str:
    text = stored.document(connection, name).text
    return likeness.body(text, stored.blocks_of(connection, name))


def _linked(connection: sa.Connection, document: Document, shares: dict[str, float]) -> tuple[str, str] | None:
    """Links the document with the papers of which it is a version by name; (status, message), or None where there are none."""
    decided = stored_versions.decided_versions(connection)
    found = [
        other for name in sorted(shares, key=lambda name: -shares[name])
        if name not in decided and versions.related(document, other := stored.document(connection, name), shares[name])
    ]  # fmt: skip
    chain = stored_versions.chain_of(connection, document.id)
    if document.id in decided or all(other.id in chain for other in found):
        return None
    for other in found:
        chain += [name for name in stored_versions.chain_of(connection, other.id) if name not in chain]
    ordered = versions.oldest_first([stored.document(connection, name) for name in chain])
    stored_versions.link_versions(connection, [other.id for other in ordered])
    at = [other.id for other in ordered].index(document.id)
    undo = f"If it is another paper: verbatim document {document.id} --version-of none"
    if at == len(ordered) - 1:
        return "new_version", f"Taken for a newer version of {ordered[at - 1].path}. {undo}"
    return (
        "added",
        f"Taken for an earlier version of {ordered[at + 1].path}, which is searched in its place. {undo}",
    )


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
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    with source.open("rb") as read, part.open("wb") as write:
        while chunk := read.read(_CHUNK):
            write.write(chunk)
    part.replace(target)
