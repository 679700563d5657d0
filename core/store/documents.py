"""Documents, their blocks and passages, in the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.documents import DOCUMENT_TYPES, AgendaItem, Block, Document, Passage, Span, dated
from core.errors import NotFoundError, UsageError
from core.events import now
from core.store import schema

if TYPE_CHECKING:
    from core.store.connection import Store

EDITABLE = ("title", "organisation", "date", "type", "source_url", "reference", "isbn")
_OF_ONE_VERSION = frozenset(["date", "reference", "isbn"])  # what a new version may well have of its own


def add_document(
    connection: Connection,
    document: Document,
    blocks: Sequence[Block],
    passages: Sequence[Passage],
    reader: str,
    warnings: Sequence[str],
) -> None:
    """Stores a document whole; where it is a new version, the older one is marked superseded (and kept)."""
    connection.execute(
        schema.documents.insert().values(
            id=document.id,
            sha256=document.sha256,
            path=document.path,
            version_of=document.version_of,
            reader=reader,
            warnings=list(warnings),
            added_at=now(),
            **_read_columns(document),
        )
    )
    if document.version_of:
        connection.execute(
            schema.documents.update()
            .where(schema.documents.c.id == document.version_of)
            .values(superseded_by=document.id)
        )
        _carry_edits(connection, document.version_of, document)
    if blocks:
        connection.execute(
            schema.blocks.insert(), [_block_row(document.id, n, block) for n, block in enumerate(blocks)]
        )
    if passages:
        connection.execute(schema.passages.insert(), [_passage_row(n, passage) for n, passage in enumerate(passages)])


def replace_reading(
    connection: Connection,
    document: Document,
    blocks: Sequence[Block],
    passages: Sequence[Passage],
    reader: str,
    warnings: Sequence[str],
) -> None:
    """Stores a fresh reading of a document that is in already (a newer reader, or `--ocr`)."""
    for table in (schema.passages, schema.blocks):
        connection.execute(table.delete().where(table.c.document == document.id))
    connection.execute(
        schema.documents.update()
        .where(schema.documents.c.id == document.id)
        .values(reader=reader, warnings=list(warnings), **_read_columns(document))
    )
    if blocks:
        connection.execute(
            schema.blocks.insert(), [_block_row(document.id, n, block) for n, block in enumerate(blocks)]
        )
    if passages:
        connection.execute(schema.passages.insert(), [_passage_row(n, passage) for n, passage in enumerate(passages)])


def _read_columns(document: Document) -> dict[str, Any]:
    """What the program read: replaced whenever it reads again."""
    return {
        "title": document.title,
        "organisation": document.organisation,
        "date": document.date,
        "type": document.type,
        "source_url": document.source_url,
        "text": document.text,
        "page_starts": list(document.page_starts),
        "page_labels": list(document.page_labels),
        "reference": document.reference,
        "isbn": document.isbn,
        "date_precision": document.date_precision,
        "found": dict(document.found),
    }


def _carry_edits(connection: Connection, older: str, newer: Document) -> None:
    """What a person said of the older version holds for the newer one; its date, reference and ISBN only where the file
    says the same of itself as the older one did."""
    table, edits = schema.documents, schema.document_edits
    before = connection.execute(sa.select(table).where(table.c.id == older)).one()
    for row in connection.execute(sa.select(edits).where(edits.c.document == older)).all():
        if row.field not in EDITABLE:
            continue
        if row.field in _OF_ONE_VERSION and getattr(before, row.field) != getattr(newer, row.field):
            continue
        connection.execute(
            edits.insert().values(document=newer.id, field=row.field, value=row.value, who=row.who, at=row.at)
        )


def _block_row(document: str, n: int, block: Block) -> dict[str, Any]:
    return {
        "document": document,
        "n": n,
        "start": block.span.start,
        "end": block.span.end,
        "kind": block.kind,
        "level": block.level,
        "number": block.number,
        "paragraph": block.paragraph,
        "section": list(block.section),
        "item": block.item.record() if block.item else None,
        "page": block.page,
        "boxes": [list(box) for box in block.boxes],
        "flags": list(block.flags),
        "lead_in": [block.lead_in.start, block.lead_in.end] if block.lead_in else None,
    }


def _passage_row(n: int, passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "document": passage.document,
        "n": n,
        "kind": passage.kind,
        "text": passage.text,
        "spans": [[span.start, span.end] for span in passage.spans],
        "blocks": list(passage.blocks),
        "section": list(passage.section),
        "paragraph": passage.paragraph,
        "item": passage.item.record() if passage.item else None,
        "page": passage.page,
    }


def _item(value: dict[str, str | None] | None) -> AgendaItem | None:
    return AgendaItem(**value) if value else None


def _document(row: Any, edits: dict[str, tuple[str | None, str]]) -> Document:
    made = Document(
        id=row.id,
        title=row.title,
        text=row.text,
        sha256=row.sha256,
        path=row.path,
        organisation=row.organisation,
        date=row.date,
        type=row.type,
        source_url=row.source_url,
        page_starts=tuple(row.page_starts),
        page_labels=tuple(row.page_labels),
        version_of=row.version_of,
        reference=row.reference,
        isbn=row.isbn,
        date_precision=row.date_precision,
        found=tuple(row.found.items()),
    )
    values: dict[str, Any] = {name: value for name, (value, _) in edits.items() if name in EDITABLE}
    if not values:
        return made
    if "date" in values:
        written = values["date"]
        values["date"], values["date_precision"] = dated(written) if written else (None, None)
    found = dict(made.found) | {name: f"edited by {edits[name][1]}" for name in EDITABLE if name in edits}
    return replace(made, found=tuple(found.items()), **values)


def _edits(connection: Connection, name: str | None = None) -> dict[str, dict[str, tuple[str | None, str]]]:
    """Document -> field -> (value, who said so)."""
    query = sa.select(schema.document_edits).order_by(schema.document_edits.c.at)
    found: dict[str, dict[str, tuple[str | None, str]]] = {}
    for row in connection.execute(query if name is None else query.where(schema.document_edits.c.document == name)):
        found.setdefault(row.document, {})[row.field] = (row.value, row.who)
    return found


def all_documents(connection: Connection, *, superseded: bool = False) -> list[Document]:
    """The documents in the order in which they came in, with what people changed; current versions only by default."""
    query = sa.select(schema.documents).order_by(schema.documents.c.added_at, schema.documents.c.id)
    if not superseded:
        query = query.where(schema.documents.c.superseded_by.is_(None))
    edits = _edits(connection)
    return [_document(row, edits.get(row.id, {})) for row in connection.execute(query)]


def document(connection: Connection, name: str) -> Document:
    """The document with this id. Raises NotFoundError."""
    row = connection.execute(sa.select(schema.documents).where(schema.documents.c.id == name)).first()
    if row is None:
        raise NotFoundError(f"There is no document {name!r} in this project. `verbatim documents` lists what is in.")
    return _document(row, _edits(connection, name).get(row.id, {}))


def warnings_of(connection: Connection, name: str) -> tuple[str, ...]:
    found = connection.execute(sa.select(schema.documents.c.warnings).where(schema.documents.c.id == name)).scalar()
    return tuple(found or ())


def by_sha256(connection: Connection, sha256: str) -> tuple[str, str] | None:
    """(document id, reader version) of the document with these bytes, or None."""
    row = connection.execute(
        sa.select(schema.documents.c.id, schema.documents.c.reader).where(schema.documents.c.sha256 == sha256)
    ).first()
    return (row.id, row.reader) if row else None


def read_by_ocr(connection: Connection, sha256: str) -> bool:
    """Whether pages of the file with these bytes were read by OCR."""
    table = schema.files
    query = sa.select(table.c.path).where(table.c.sha256 == sha256, table.c.ocr_pages > 0).limit(1)
    return connection.execute(query).first() is not None


def blocks_of(connection: Connection, name: str) -> list[Block]:
    query = sa.select(schema.blocks).where(schema.blocks.c.document == name).order_by(schema.blocks.c.n)
    return [block_from(row) for row in connection.execute(query)]


def block_from(row: Any) -> Block:
    return Block(
        span=Span(row.start, row.end),
        kind=row.kind,
        level=row.level,
        number=row.number,
        paragraph=row.paragraph,
        section=tuple(row.section),
        item=_item(row.item),
        page=row.page,
        boxes=tuple((int(b[0]), b[1], b[2], b[3], b[4]) for b in row.boxes),
        flags=tuple(row.flags),
        lead_in=Span(*row.lead_in) if row.lead_in else None,
    )


def passage_rows(
    connection: Connection, name: str | None = None, rows: Sequence[int] | None = None
) -> Iterator[tuple[int, Passage]]:
    """(row number, passage) of current documents: of one document, or those with these row numbers, or all."""
    table = schema.passages
    query = sa.select(table).order_by(table.c.row)
    if rows is not None:
        query = query.where(table.c.row.in_(rows))
    elif name is not None:
        query = query.where(table.c.document == name)
    else:
        query = query.join(schema.documents, schema.documents.c.id == table.c.document).where(
            schema.documents.c.superseded_by.is_(None)
        )
    for row in connection.execute(query):
        yield (
            row.row,
            Passage(
                id=row.id,
                document=row.document,
                kind=row.kind,
                text=row.text,
                spans=tuple(Span(*span) for span in row.spans),
                blocks=tuple(row.blocks),
                section=tuple(row.section),
                paragraph=row.paragraph,
                item=_item(row.item),
                page=row.page,
            ),
        )


def passages_at(store: Store, rows: Sequence[int]) -> dict[int, Passage]:
    """The passages with these row numbers, by number: as `passage_rows`, for what each search asks. JSON is read here, all of
    a passage's at once."""
    found: list[tuple[Any, ...]] = []
    for part in chunks(rows):
        found += store.quick(_passages_at(store.engine.dialect, len(part)), list(part))
    made: dict[int, Passage] = {}
    for row, name, document_id, kind, text, paragraph, page, *structure in found:
        spans, blocks, section, item = json.loads(f"[{','.join(part or 'null' for part in structure)}]")
        made[row] = Passage(
            id=name,
            document=document_id,
            kind=kind,
            text=text,
            spans=tuple(Span(*span) for span in spans),
            blocks=tuple(blocks),
            section=tuple(section),
            paragraph=paragraph,
            item=_item(item),
            page=page,
        )
    return made


@lru_cache(maxsize=32)
def _passages_at(dialect: sa.Dialect, n: int) -> str:
    """The statement for `n` row numbers, put together once: that takes longer than running it."""
    made = schema.passages.c
    query = sa.select(
        made.row, made.id, made.document, made.kind, made.text, made.paragraph, made.page,
        made.spans, made.blocks, made.section, made.item,
    )  # fmt: skip
    places = [sa.bindparam(f"row{number}", type_=sa.Integer) for number in range(n)]
    return str(query.where(made.row.in_(places)).order_by(made.row).compile(dialect=dialect))


def edit(connection: Connection, name: str, changes: dict[str, str | None], who: str) -> dict[str, str | None]:
    """Records what a person says of a document; returns the values before. Dates are ISO days, months or years.

    Raises UsageError, with what to write instead, on a value that cannot be; ValueError on an unknown field."""
    current = document(connection, name)
    before: dict[str, str | None] = {}
    for field, value in changes.items():
        if field not in EDITABLE:
            raise ValueError(f"{field} cannot be edited")
        value = " ".join(value.split()) or None if value is not None else None
        _check(field, value)
        before[field] = current.written_date if field == "date" else getattr(current, field)
        decide(connection, name, field, value, who)
    return before


def said_of(connection: Connection, name: str) -> dict[str, str | None]:
    """What a person said of a document, by field; a date is its first day."""
    edits = _edits(connection, name).get(name, {})
    made = document(connection, name)
    return {field: getattr(made, field) for field in EDITABLE if field in edits}


def set_reader(connection: Connection, name: str, reader: str) -> None:
    """What a document counts as read with: a version that is not the program's has it read again on the next ingest."""
    connection.execute(schema.documents.update().where(schema.documents.c.id == name).values(reader=reader))


def _check(field: str, value: str | None) -> None:
    if field == "title" and not value:
        raise UsageError("A document needs a title.")
    if field == "type" and value not in DOCUMENT_TYPES:
        raise UsageError(f"There is no document type {value!r}. Types: {', '.join(sorted(DOCUMENT_TYPES))}.")
    if field == "date" and value:
        try:
            dated(value)
        except (ValueError, TypeError):
            raise UsageError(
                f"{value!r} is no date. Write a day as 2023-03-14, a month as 2023-03, a year as 2023."
            ) from None


def decide(connection: Connection, name: str, field: str, value: str | None, who: str) -> None:
    """Keeps what a person said of one field of a document, in place of what was said before."""
    table = schema.document_edits
    connection.execute(table.delete().where(table.c.document == name, table.c.field == field))
    connection.execute(table.insert().values(document=name, field=field, value=value, who=who, at=now()))


def moved(connection: Connection, name: str, path: str) -> None:
    """The file of a document is somewhere else now; what was listed under its old path is listed no more."""
    old = connection.execute(sa.select(schema.documents.c.path).where(schema.documents.c.id == name)).scalar_one()
    connection.execute(schema.files.delete().where(schema.files.c.path == old, schema.files.c.document == name))
    connection.execute(schema.documents.update().where(schema.documents.c.id == name).values(path=path))


def count(connection: Connection, table: sa.FromClause, *where: Any) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())


def chunks(values: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    """Pieces small enough for one SQL statement's parameters."""
    for first in range(0, len(values), size):
        yield values[first : first + size]
