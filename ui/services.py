"""The composition root: one object over a project's store, encoder and index, used by the commands and the screens.

It wires and nothing else: what is worked out is worked out in ingest, index and coding.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import jobs
from core.documents import Block, Document, Location, Passage, Span, locate
from core.encoder import Encoder, load_encoder
from core.events import Event
from core.jobs import Job, Progress
from core.reranker import CrossEncoderReranker, Reranker
from core.store import Store, schema, understood
from core.store import connection as store_connection
from core.store import documents as stored
from core.store import files as stored_files
from core.store import versions as stored_versions
from core.store.files import FileRecord as FileRecord  # the screens know it from here
from core.store.statements import Review
from core.store.understood import Numbered as Numbered
from ui.coding_services import CodingServices
from ui.settings import Settings

if TYPE_CHECKING:
    from core.answers import Answer, Hit
    from core.store.builds import Generation
    from index.changes import Change
    from index.registers import Decision, RegisterRow
    from index.search import Filters, Found, SearchIndex


@dataclass(frozen=True, slots=True)
class Contents:
    """What a project holds, for the first screen."""

    documents: int
    passages: int
    commitments: int
    findings: int
    questions: int
    responses: int
    coded: int
    refused: int
    index_stale: bool


@dataclass
class Services(CodingServices):
    """Open once a process (or once an app) and share between threads: the store opens a connection a call."""

    settings: Settings
    store: Store
    _encoder: Encoder | None = None
    _encoder_loaded: bool = False
    _index: SearchIndex | None = None
    _reranker: CrossEncoderReranker | None = None
    _looked_at: int = -1  # the state of the database at which the index was last seen to be up to date
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def open(cls, made: Settings) -> Services:
        return cls(made, Store(made.project, made.who))

    def acting_as(self, who: str) -> Store:
        """A store whose actions are recorded as `who`'s, on the same database (the screens know who is coding)."""
        import copy

        other = copy.copy(self.store)
        other.who = who
        return other

    @property
    def encoder(self) -> Encoder | None:
        with self._lock:
            if not self._encoder_loaded:
                self._encoder = load_encoder(self.settings.model, self.settings.models_folder)
                self._encoder_loaded = True
            return self._encoder

    def reranker(self, folder: Path | None = None) -> Reranker | None:
        """The cross-encoder in `folder`, else the one of the settings, or None where neither names one. Raises ModelMissing."""
        wanted = folder or self.settings.rerank
        with self._lock:
            if wanted is not None and (self._reranker is None or self._reranker.folder != wanted):
                self._reranker = CrossEncoderReranker(wanted)
            return self._reranker if wanted is not None else None

    # Documents ---------------------------------------------------------------------------------------------------

    def ingest(
        self, paths: Sequence[Path], *, ocr: bool = False, password: str | None = None, progress: Progress | None = None
    ) -> list[FileRecord]:
        """Reads files and folders into the project; the search files are brought up to date by `refresh_index`."""
        from ingest.intake import ingest

        return ingest(self.store, paths, ocr=ocr, password=password, progress=progress or Progress())

    def refresh_index(self, progress: Progress | None = None) -> None:
        """Brings the search files up to date where documents or statements have moved."""
        if self.index_is_stale():
            self.build_index(progress)

    def retry(
        self, *, ocr: bool = False, password: str | None = None, progress: Progress | None = None
    ) -> list[FileRecord]:
        """Reads again every file that could not be read and is still there."""
        return self.ingest(self.refused_paths(), ocr=ocr, password=password, progress=progress)

    def refused_paths(self) -> list[Path]:
        """Files that could not be read when they were last given, and are still on the disk."""
        from ingest.intake import refused_paths

        return refused_paths(self.store)

    def documents(self, *, superseded: bool = False) -> list[Document]:
        """The current documents in the order in which they came in; with older versions where asked for."""
        with self.store.read() as connection:
            return stored.all_documents(connection, superseded=superseded)

    def near_duplicates(self) -> dict[str, list[tuple[str, float]]]:
        """Document -> (other, share of the longer text that both have) of those that say nearly the same, nearest first."""
        with self.store.read() as connection:
            return stored_versions.near_duplicates(connection)

    def versions(self, name: str) -> list[Document]:
        """The versions of one paper that a document belongs to, oldest first; itself alone where there are no others."""
        with self.store.read() as connection:
            chain = [stored.document(connection, other) for other in stored_versions.chain_of(connection, name)]
        made: list[Document] = []
        while chain:  # each after the one that it is a version of
            known = {document.id for document in made}
            following = [
                d for d in chain if d.version_of in known or d.version_of not in {c.id for c in chain}
            ] or chain[:1]
            made += following
            chain = [document for document in chain if document not in following]
        return made

    def set_version(self, name: str, older: str | None, who: str | None = None) -> None:
        """A person says of which document this one is a newer version, or (None) that it is a paper of its own. The program
        links it to no other by itself any more. Raises NotFoundError, UsageError."""
        with self.store.action("set version", name, who) as action:
            action.before = {
                "version_of": stored_versions.decide_version(action.connection, name, older, who or self.store.who)
            }
            action.after = {"version_of": older}

    def files(self) -> list[FileRecord]:
        """Every path that was given, with what became of it."""
        with self.store.read() as connection:
            return stored_files.all_files(connection)

    def document(self, name: str) -> tuple[Document, list[Block]]:
        with self.store.read() as connection:
            return stored.document(connection, name), stored.blocks_of(connection, name)

    def described(self, name: str) -> Document:
        """The document without its blocks, which may be a hundred thousand."""
        with self.store.read() as connection:
            return stored.document(connection, name)

    def blocks_within(self, name: str, start: int, end: int, most: int) -> list[Numbered]:
        """The blocks that stand in this range of the document's text, with their places in it; at most `most`."""
        with self.store.read() as connection:
            return understood.blocks_within(connection, name, start, end, most)

    def count_within(self, name: str, start: int, end: int) -> int:
        """How many blocks stand in this range of the document's text."""
        with self.store.read() as connection:
            return understood.count_within(connection, name, start, end)

    def blocks_from(self, name: str, first: int, most: int) -> list[Numbered]:
        """The blocks from the `first` (0-based) on; at most `most`."""
        with self.store.read() as connection:
            return understood.blocks_from(connection, name, first, most)

    def headings(self, name: str, skip: int = 0, most: int | None = None) -> list[Numbered]:
        """`most` of the document's headings after the first `skip`."""
        with self.store.read() as connection:
            return understood.headings(connection, name, skip, most)

    def heading_count(self, name: str, before: int | None = None) -> int:
        """How many headings the document has, or how many begin before this offset."""
        with self.store.read() as connection:
            return understood.count_headings(connection, name, before)

    def kinds_of_blocks(self, name: str) -> dict[str, int]:
        """Kind -> how many blocks of it the document has, the most frequent first."""
        with self.store.read() as connection:
            return understood.kinds(connection, name)

    def pages_flagged(self, name: str, flag: str) -> list[int]:
        """The pages that hold a block with this flag ("hidden", "ocr_uncertain")."""
        with self.store.read() as connection:
            return understood.pages_flagged(connection, name, flag)

    def reading_of(self, name: str) -> tuple[tuple[str, ...], list[FileRecord]]:
        """The document's warnings, and the paths under which it was given with what was said of each, the latest first."""
        with self.store.read() as connection:
            return stored.warnings_of(connection, name), understood.files_of(connection, name)

    def passages(self, name: str | None = None) -> Iterable[tuple[Document, list[Block], list[Passage]]]:
        """Document by document: the document, its blocks and its passages."""
        with self.store.read() as connection:
            wanted = [stored.document(connection, name)] if name else stored.all_documents(connection)
            for document in wanted:
                blocks = stored.blocks_of(connection, document.id)
                yield document, blocks, [passage for _, passage in stored.passage_rows(connection, document.id)]

    def edit_document(self, name: str, changes: dict[str, str | None], who: str | None = None) -> None:
        """What a person says of a document (title, organisation, date, type, source_url, reference, isbn; None for "has none")
        wins over what was guessed, now, when it is read again and in its next version. A date is an ISO day, month or year.

        Raises UsageError, with what to write instead, on a value that cannot be."""
        with self.store.action("edit document", name, who) as action:
            action.before = stored.edit(action.connection, name, changes, who or self.store.who)
            action.after = changes
            if {"organisation", "date", "type"} & changes.keys():  # deadlines and actors go by them
                stored.set_reader(action.connection, name, "edited")

    def restate(self, name: str) -> None:
        """Looks for a document's commitments and findings again, by its date, type and organisation as they are now; without
        this it happens on the next ingest of its file. Raises ModelMissing."""
        from ingest.intake import restate

        restate(self.store, name)

    def location(self, name: str, start: int, end: int) -> Location:
        document, blocks = self.document(name)
        return locate(document, blocks, Span(start, end))

    def original(self, document: Document) -> Path | None:
        """The stored copy of the document's file, or None where it is gone."""
        found = sorted((self.store.folder / "documents").glob(f"{document.sha256}*"))
        return found[0] if found else None

    # Search ------------------------------------------------------------------------------------------------------

    def build_index(self, progress: Progress | None = None) -> Generation:
        """Writes a new generation of search files; texts that were encoded before are not encoded again."""
        from index.build import build

        return build(self.store, self.encoder, progress or Progress())

    def index_is_stale(self) -> bool:
        from index.build import is_stale

        return is_stale(self.store, self.encoder)

    @property
    def index(self) -> SearchIndex:
        """The newest finished index; built first where there is none or it is out of date."""
        from index.build import open_index

        with self._lock:
            if self._index is None or self._looked_at != self.store.moved():
                if self.index_is_stale():
                    self.build_index()
                if self._index is None:
                    self._index = open_index(self.store, self.encoder)
                self._looked_at = self.store.moved()
            self._index.refresh()
            return self._index

    def search(
        self, query: str, k: int = 10, kinds: Sequence[str] = ("passage",), filters: Filters | None = None
    ) -> list[Hit]:
        from index.search import Filters

        return self.index.search(query, k=k, kinds=tuple(kinds), filters=filters or Filters())  # type: ignore[arg-type]

    def find(
        self,
        query: str,
        k: int = 10,
        kinds: Sequence[str] = ("passage",),
        filters: Filters | None = None,
        *,
        meaning: bool = True,
        facets: bool = False,
        rerank: Path | None = None,
    ) -> Found:
        """As `search`, with the reason where nothing is found and how the query was read; `facets` counts what the matches
        can be narrowed to; without `meaning` words alone rank and the query is not encoded; `rerank`: the folder of a
        cross-encoder, instead of that of the settings."""
        return self.index.find(
            query,
            k,
            tuple(kinds),  # type: ignore[arg-type]
            filters,
            meaning=meaning,
            facets=facets,
            reranker=self.reranker(rerank),
        )

    def find_stages(
        self,
        query: str,
        k: int = 10,
        kinds: Sequence[str] = ("passage",),
        filters: Filters | None = None,
        *,
        facets: bool = False,
    ) -> Iterator[Found]:
        """The keyword results at once, then all results (`complete`)."""
        yield from self.index.stages(query, k, tuple(kinds), filters, facets=facets, reranker=self.reranker())  # type: ignore[arg-type]

    def ask(self, question: str, filters: Filters | None = None) -> Answer:
        from index.answer import answer

        return answer(self.index, question, filters)

    # Registers ---------------------------------------------------------------------------------------------------

    def commitments(self, **where: Any) -> list[RegisterRow]:
        from index.registers import commitments

        return commitments(self.store, **where)

    def findings(self, **where: Any) -> list[RegisterRow]:
        from index.registers import findings

        return findings(self.store, **where)

    def changes(self, since: str | None = None, organisation: str | None = None) -> list[Change]:
        """What changed between papers, the oldest change first."""
        from index.registers import changes

        return changes(self.store, since, organisation)

    def split(self, row: str, actions: Sequence[str], who: str | None = None) -> list[str]:
        """Splits one commitment into as many as there are actions; the ids of the rows."""
        from index.registers import split

        return split(self.store, row, [{"action": action} for action in actions], who or self.store.who)

    def merge(self, a: str, b: str, *, same: bool, who: str | None = None) -> None:
        """Records that two commitments (or mentions) are, or are not, one."""
        from index.registers import merge

        merge(self.store, a, b, same=same, who=who or self.store.who)

    def review(
        self, statement: str, decision: Decision, fields: dict[str, Any] | None = None, who: str | None = None
    ) -> None:
        from index.registers import review

        review(self.store, statement, decision, fields or {}, who or self.store.who)

    def unattached(self, kind: Any) -> list[Review]:
        """Decisions on rows of this kind ("commitment", "finding") whose words stand in no current document any more."""
        from index.registers import unattached

        return unattached(self.store, kind)

    # The project -------------------------------------------------------------------------------------------------

    def contents(self) -> Contents:
        from index.build import is_stale

        with self.store.read() as connection:
            current = schema.documents.c.superseded_by.is_(None)
            counted = stored.count
            return Contents(
                documents=counted(connection, schema.documents, current),
                passages=counted(connection, schema.passages.join(schema.documents), current),
                commitments=counted(connection, schema.statements, schema.statements.c.kind == "commitment"),
                findings=counted(connection, schema.statements, schema.statements.c.kind == "finding"),
                questions=counted(connection, schema.questions),
                responses=counted(connection, schema.responses),
                coded=counted(connection, schema.coding_states, schema.coding_states.c.source == "human"),
                refused=counted(connection, schema.files, schema.files.c.status == "refused"),
                index_stale=is_stale(self.store),
            )

    def events(self, obj: str | None = None, limit: int = 200) -> list[Event]:
        with self.store.read() as connection:
            return store_connection.events(connection, obj, limit)

    def start_job(self, kind: str, arguments: Sequence[str]) -> Job:
        return jobs.start(self.store, kind, arguments)

    def job(self, name: str) -> Job:
        return jobs.find(self.store, name)

    def jobs(self) -> list[Job]:
        return jobs.recent(self.store)

    def cancel_job(self, name: str) -> None:
        jobs.cancel(self.store, name)
