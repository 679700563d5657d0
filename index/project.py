"""What search asks of a project, and in what it is answered. `index.source` answers from the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from core.documents import Block, Document, Passage, Span
from index.facets import DocumentFacts

if TYPE_CHECKING:
    from index.registers import Keyed

StatementName = Literal["commitment", "finding"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents and agenda item may be searched. Dates are ISO and inclusive; a document without a date is outside
    any range. `organisation` is any part of the name, whatever the case; `document` one id or several."""

    document: str | tuple[str, ...] | None = None
    item: str | None = None
    organisation: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None

    @property
    def none(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Statement:
    """A register row as search shows it: its record, with what people decided; `hidden` where somebody rejected it."""

    row: int
    id: str
    document: str
    span: Span
    fields: dict[str, Any]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A document with its blocks."""

    document: Document
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The search files that stand now."""

    number: int
    model: str
    folder: Path


class Source(Protocol):
    """What search asks of the project (index.source.StoreSource)."""

    def files(self) -> Files | None: ...
    def allowed(self, filters: Filters) -> tuple[str, ...]: ...
    def passages(self, rows: Sequence[int]) -> dict[int, Passage]: ...
    def statements(self, rows: Sequence[int]) -> dict[int, tuple[Statement, ...]]: ...
    def document(self, document: str) -> Document: ...
    def documents(self, names: Iterable[str]) -> dict[str, Document]: ...
    def facts(self) -> Mapping[str, DocumentFacts]: ...
    def place(self, document: str) -> Place: ...
    def registered(
        self, documents: Sequence[str], kinds: Sequence[StatementName], having: Sequence[str]
    ) -> dict[str, list[Span]]: ...
    def passage_count(self, documents: Iterable[str]) -> int: ...
    def keyed(self) -> Keyed: ...
