"""What search asks of the project, from the database. Everything is kept in memory until anything is committed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from core.documents import Document, Passage, Span
from core.store import Store, builds, documents, schema, statements
from index import generation as files_
from index import registers
from index.facets import DocumentFacts
from index.project import Files, Filters, Place, Statement, StatementName
from index.registers import Keyed, RegisterRow

CHARACTERS_KEPT = 100_000_000  # of documents
PASSAGES_KEPT = 5_000


@dataclass(slots=True)
class _Kept:
    """What was read at one state of the database (`Store.moved`)."""

    moved: int
    files: Files | None = None
    documents: dict[str, Document] = field(default_factory=dict)
    characters: int = 0
    places: dict[str, Place] = field(default_factory=dict)
    passages: dict[int, Passage] = field(default_factory=dict)
    allowed: dict[Filters, tuple[str, ...]] = field(default_factory=dict)
    facts: dict[str, DocumentFacts] | None = None
    registers: dict[StatementName, dict[str, tuple[RegisterRow, ...]]] = field(default_factory=dict)


class StoreSource:
    """Search's view of a project. Safe to share between threads: what is kept is only ever added to or thrown away."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._now = _Kept(store.moved())

    def _kept(self) -> _Kept:
        moved = self.store.moved()
        if self._now.moved != moved:
            self._now = _Kept(moved)
        return self._now

    def files(self) -> Files | None:
        """The newest generation of search files that is whole."""
        kept = self._kept()
        if kept.files is None:
            with self.store.read() as connection:
                for made in builds.all_generations(connection):
                    folder = self.store.folder / made.folder
                    if files_.is_whole(folder):
                        kept.files = Files(made.number, made.model, folder)
                        break
        return kept.files

    def facts(self) -> dict[str, DocumentFacts]:
        """What filters go by, of every document that is searched, by its id; in the order in which they came in."""
        kept = self._kept()
        if kept.facts is None:
            table, edits = schema.documents, schema.document_edits
            query = sa.select(
                table.c.id, table.c.title, table.c.organisation, table.c.date, table.c.type, table.c.date_precision
            ).where(table.c.superseded_by.is_(None))
            with self.store.read() as connection:
                rows = connection.execute(query).all()
                edited = {(row.document, row.field): row.value for row in connection.execute(sa.select(edits))}
            kept.facts = {
                row.id: DocumentFacts(
                    row.id,
                    edited.get((row.id, "title"), row.title) or row.title,
                    edited.get((row.id, "organisation"), row.organisation),
                    edited.get((row.id, "date"), row.date),
                    edited.get((row.id, "type"), row.type) or row.type,
                )
                for row in rows
            }
        return kept.facts

    def allowed(self, filters: Filters) -> tuple[str, ...]:
        """The documents that the filters leave."""
        kept = self._kept()
        found = kept.allowed.get(filters)
        if found is None:
            found = tuple(name for name, fact in self.facts().items() if _allows(filters, fact))
            kept.allowed[filters] = found
        return found

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The passages with these row numbers, by number; those that are gone are left out."""
        kept = self._kept()
        missing = [row for row in rows if row not in kept.passages]
        if missing:
            if len(kept.passages) > PASSAGES_KEPT:
                kept.passages = {}
                missing = list(rows)
            kept.passages.update(documents.passages_at(self.store, missing))
        held = kept.passages
        return {row: held[row] for row in rows if row in held}

    def statements(self, rows: Sequence[int]) -> dict[int, tuple[Statement, ...]]:
        """By the numbers of mentions: the register row that each belongs to, then what people split off it."""
        if not rows:
            return {}
        with self.store.read() as connection:
            found = [m for part in documents.chunks(rows) for m in statements.mentions(connection, rows=part)]
        return {
            mention.row: tuple(_statement(mention.row, row) for row in held)
            for mention in found
            if (held := self._register(mention.kind).get(mention.id))
        }

    def _register(self, kind: StatementName) -> dict[str, tuple[RegisterRow, ...]]:
        """The rows of a register by the id of each of their mentions: the row itself, then the parts that were split off
        this mention."""
        kept = self._kept()
        if kind not in kept.registers:
            rows = registers.register(self.store, kind).rows
            with self.store.read() as connection:
                spans = {m.id: Span(m.start, m.end) for m in statements.mentions(connection, kind)}
            made: dict[str, tuple[RegisterRow, ...]] = {}
            whole: RegisterRow | None = None
            for row in rows:
                if any(name in spans for name in row.mentions):
                    whole = row
                    for name in row.mentions:
                        made[name] = (row, *made.get(name, ())[1:])
                elif whole is not None:  # split off one of the mentions of the row before
                    span = _span(row)
                    for name in whole.mentions:
                        if name in spans and spans[name].overlaps(span):
                            made[name] = (*made[name], row)
                            break
            kept.registers[kind] = made
        return kept.registers[kind]

    def document(self, name: str) -> Document:
        return self.documents([name])[name]

    def documents(self, names: Iterable[str]) -> dict[str, Document]:
        """The documents with these ids. Raises NotFoundError where one is not there."""
        kept = self._kept()
        wanted = list(dict.fromkeys(names))
        found = {name: kept.documents[name] for name in wanted if name in kept.documents}
        missing = [name for name in wanted if name not in found]
        if missing:
            with self.store.read() as connection:
                for name in missing:
                    found[name] = documents.document(connection, name)
            if kept.characters > CHARACTERS_KEPT:
                kept.documents, kept.places, kept.characters = {}, {}, 0
            for name in missing:
                kept.documents[name] = found[name]
                kept.characters += len(found[name].text)
        return found

    def place(self, document: str) -> Place:
        kept = self._kept()
        found = kept.places.get(document)
        if found is None:
            with self.store.read() as connection:
                found = Place(self.document(document), tuple(documents.blocks_of(connection, document)))
            kept.places[document] = found
        return found

    def registered(
        self, names: Sequence[str], kinds: Sequence[StatementName], having: Sequence[str]
    ) -> dict[str, list[Span]]:
        """Spans of the register rows of these kinds in these documents that have one of the fields `having`."""
        table = schema.statements
        made: dict[str, list[Span]] = {}
        if not names or not kinds:
            return made
        query = sa.select(table).where(table.c.document.in_(names), table.c.kind.in_(kinds))
        with self.store.read() as connection:
            for row in connection.execute(query):
                if any(row.fields.get(field) for field in having):
                    made.setdefault(row.document, []).append(Span(row.start, row.end))
        return made

    def keyed(self) -> Keyed:
        """Both registers by place, what people rejected left out."""
        return registers.keyed(self.store)

    def passage_count(self, names: Iterable[str]) -> int:
        wanted = list(names)
        with self.store.read() as connection:
            return sum(
                documents.count(connection, schema.passages, schema.passages.c.document.in_(part))
                for part in documents.chunks(wanted)
            )


def _allows(filters: Filters, fact: DocumentFacts) -> bool:
    if filters.document is not None:
        wanted = (filters.document,) if isinstance(filters.document, str) else filters.document
        if fact.id not in wanted:
            return False
    if filters.organisation and filters.organisation.casefold() not in (fact.organisation or "").casefold():
        return False
    if filters.type and fact.type != filters.type:
        return False
    date = fact.date
    if (filters.since or filters.until) and not date:
        return False
    if filters.since and date and date < filters.since[: len(date)]:
        return False
    return not (filters.until and date and date[: len(filters.until)] > filters.until)


def _span(row: RegisterRow) -> Span:
    return Span(int(row.fields["start"]), int(row.fields["end"]))


def _statement(number: int, row: RegisterRow) -> Statement:
    return Statement(number, row.id, row.document, _span(row), row.fields, row.decision == "rejected")
