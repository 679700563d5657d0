"""Quotes of an export set against the project as it is now: found, moved, changed or gone. The module that touches the store.

found: the same words at the same offsets of the document with these bytes, and no newer version of it is in (a row without
offsets is found where its words stand). moved: the words stand elsewhere, or in the newer version. changed: only something
near them stands there. gone: nothing does, or the document is not in the project and its words are in no other.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from core.documents import Location, locate
from core.jobs import Progress
from core.store import Store
from core.store import documents as stored
from core.store import sources as stored_sources
from core.store.sources import Source
from index.requoting import Words

Status = Literal["found", "moved", "changed", "gone"]
STATUSES: tuple[Status, ...] = ("found", "moved", "changed", "gone")
KEPT_CHARACTERS = 20_000_000  # of documents' texts that are kept ready at a time
REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as a file gives it. row: 1-based row of the file, the header counted. place: which of the row's quotes ("" the
    only one, "a", "b", "mentions.2"). cut: the file holds only the beginning of it."""

    row: int
    quote: str
    place: str = ""
    sha256: str | None = None
    document: str | None = None
    start: int | None = None
    end: int | None = None
    title: str = ""
    path: str = ""
    cut: bool = False
    alternative: str | None = None  # the quote without an apostrophe that may have been put before a formula


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a quote. `document`, `start`, `end`: where it, or what is near it, stands now; None where nothing does.
    words: what stands there, where that differs; note: why, in a sentence."""

    quoted: Quoted
    status: Status
    document: str | None = None
    start: int | None = None
    end: int | None = None
    words: str | None = None
    note: str = ""

    def record(self) -> dict[str, Any]:
        """The record of docs/contracts.md."""
        return {
            "row": self.quoted.row, "document": self.document, "status": self.status, "start": self.start, "end": self.end,
            "place": self.quoted.place or None, "title": self.quoted.title or None, "quote": self.quoted.quote,
            "words": self.words, "note": self.note or None,
        }  # fmt: skip


def fingerprints(store: Store) -> dict[str, str]:
    """Document id -> sha256 of its bytes, older versions too: what every exported row carries."""
    with store.read() as connection:
        return {source.id: source.sha256 for source in stored_sources.all_sources(connection)}


def place_of(store: Store, checked: Checked) -> Location | None:
    """Where a checked quote stands now, with page, section and paragraph; None where it is gone."""
    if checked.document is None or checked.start is None or checked.end is None:
        return None
    from core.documents import Span

    with store.read() as connection:
        document = stored.document(connection, checked.document)
        return locate(document, stored.blocks_of(connection, document.id), Span(checked.start, checked.end))


def verify(store: Store, quotes: Iterable[Quoted], progress: Progress | None = None) -> Iterator[Checked]:
    """Each quote with what became of it, in order."""
    checking = _Checking(store)
    listed = list(quotes)
    for n, quoted in enumerate(listed):
        if progress is not None and n and n % REPORT_EVERY == 0:
            progress.report(n, len(listed), "quotes checked")
        yield checking.check(quoted)


class _Checking:
    def __init__(self, store: Store) -> None:
        self.store = store
        with store.read() as connection:
            self.sources = {source.id: source for source in stored_sources.all_sources(connection)}
        self.by_sha = {source.sha256: source for source in self.sources.values()}
        self.current = [source for source in self.sources.values() if source.superseded_by is None]
        self._words: OrderedDict[str, Words] = OrderedDict()

    def check(self, quoted: Quoted) -> Checked:
        source = (
            self.by_sha.get(quoted.sha256.strip().lower()) if quoted.sha256 else self.sources.get(quoted.document or "")
        )
        if source is None:
            return self._without_document(quoted)
        newest = self._newest(source)
        if newest is source:
            placed = self._at_its_place(quoted, source)
            return placed or self._elsewhere(quoted, source, "")
        return self._elsewhere(quoted, newest, "The document has a newer version.")

    def _at_its_place(self, quoted: Quoted, source: Source) -> Checked | None:
        if quoted.start is None or quoted.end is None:
            for text in _readings(quoted):
                span = None if quoted.cut else self.words(source).find(text)
                if span is not None:
                    return Checked(quoted, "found", source.id, span.start, span.end)
            return None
        for text in _readings(quoted):
            if self.words(source).stands_at(text, quoted.start, quoted.end, cut=quoted.cut):
                return Checked(quoted, "found", source.id, quoted.start, quoted.end)
        return None

    def _elsewhere(self, quoted: Quoted, source: Source, why: str) -> Checked:
        """What a document other than the quoted one, or another place of it, has of the quote."""
        words = self.words(source)
        for text in _readings(quoted):
            span = words.find(text, quoted.start)
            if span is not None:
                there = words.text[span.start : span.end]
                note = why or "The words stand at another place than the file says."
                return Checked(quoted, "moved", source.id, span.start, span.end, None if there == text else there, note)
        near = words.nearest(quoted.quote)
        if near is not None:
            span, _ = near
            there = words.text[span.start : span.end]
            note = (why + " " if why else "") + "Only something near the quote stands there."
            return Checked(quoted, "changed", source.id, span.start, span.end, there, note)
        return Checked(quoted, "gone", note=(why + " " if why else "") + "Nothing like the quote stands in it.")

    def _without_document(self, quoted: Quoted) -> Checked:
        """The row names no document, or one whose bytes are not in the project: one of the same path or title may be its
        successor; else the words alone are looked for."""
        named = bool(quoted.sha256 or quoted.document)
        why = "The project has no document with these bytes." if named else ""
        alike = [source for source in self.current if _same_paper(quoted, source)]
        checked = [self._elsewhere(quoted, source, why) for source in alike]
        for wanted in ("moved", "changed"):
            for one in checked:
                if one.status == wanted:
                    return self._unnamed(one) if not named else one
        for source in self.current:
            for text in _readings(quoted):
                span = None if source in alike else self.words(source).find(text)
                if span is not None:
                    note = f"{why} The words stand in another document." if named else ""
                    return Checked(quoted, "moved" if named else "found", source.id, span.start, span.end, note=note)
        return Checked(quoted, "gone", note=why or "The words stand in no current document.")

    def _unnamed(self, one: Checked) -> Checked:
        """A row that names its paper by title alone is found where its words stand."""
        same_place = one.quoted.start in (None, one.start)
        if one.status == "moved" and same_place:
            return Checked(one.quoted, "found", one.document, one.start, one.end)
        return one

    def _newest(self, source: Source) -> Source:
        seen = {source.id}
        while source.superseded_by in self.sources and source.superseded_by not in seen:
            seen.add(str(source.superseded_by))
            source = self.sources[str(source.superseded_by)]
        return source

    def words(self, source: Source) -> Words:
        kept = self._words.get(source.id)
        if kept is None:
            with self.store.read() as connection:
                kept = self._words[source.id] = Words(stored_sources.text_of(connection, source.id))
            while len(self._words) > 1 and sum(len(one.text) for one in self._words.values()) > KEPT_CHARACTERS:
                self._words.popitem(last=False)
        self._words.move_to_end(source.id)
        return kept


def _readings(quoted: Quoted) -> tuple[str, ...]:
    return (quoted.quote,) if quoted.alternative is None else (quoted.quote, quoted.alternative)


def _same_paper(quoted: Quoted, source: Source) -> bool:
    name = PurePosixPath(quoted.path.replace("\\", "/")).name.casefold()
    if name and name == PurePosixPath(source.path.replace("\\", "/")).name.casefold():
        return True
    title = " ".join(quoted.title.split()).casefold()
    return bool(title) and title == " ".join(source.title.split()).casefold()
