"""Saved searches, and what is new since a person last looked. The module that touches the store.

New is what stands in documents that were not in when the search was last looked at. A document's id is made of its file's
bytes, so building the index again or reading the same file again makes nothing new; a new version is a new document, and of
it only what the older version did not say is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.answers import Hit, HitKind
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store import searches as stored
from core.store import sources as stored_sources
from core.store.searches import SavedSearch as SavedSearch
from index.requoting import Words
from index.search import Filters, SearchIndex
from index.topic import about

LOOKED_AT = 200  # results of the new documents that are looked at
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class News:
    """A saved search with the hits that are new, best first, and of how many documents."""

    search: SavedSearch
    hits: tuple[Hit, ...]

    @property
    def documents(self) -> int:
        return len({hit.location.document for hit in self.hits})

    def record(self) -> dict[str, Any]:
        """The record of docs/contracts.md."""
        made = self.search
        return {
            "name": made.name, "query": made.query, "kinds": list(made.kinds), "filters": made.filters, "new": len(self.hits),
            "new_documents": self.documents, "since": made.seen_at, "created": made.created_at,
        }  # fmt: skip


def save(
    store: Store, name: str, query: str, kinds: Sequence[str] = ("passage",), filters: Filters | None = None,
    who: str | None = None,
) -> SavedSearch:  # fmt: skip
    """Saves a search under a name of the person's; what is in now counts as seen. Raises UsageError for a name that is empty,
    too long, or taken by another search of the same person."""
    name, query, who = " ".join(name.split()), query.strip(), who or store.who
    if not name or not query:
        raise UsageError("A saved search has a name and words to search for.")
    if len(name) > LONGEST_NAME:
        raise UsageError(f"The name has more than {LONGEST_NAME} characters. Choose a shorter one.")
    kept = {field: value for field, value in asdict(filters or Filters()).items() if value is not None}
    kept = {field: list(value) if isinstance(value, tuple) else value for field, value in kept.items()}
    with store.action("save search", name, who) as action:
        known = stored.search(action.connection, who, name)
        if known is not None and (known.query, known.kinds, known.filters) != (query, tuple(kinds), kept):
            raise UsageError(
                f"You have another search called {name!r} ({known.query}). Choose another name, or remove that one first: "
                f"verbatim searches remove {name!r}"
            )
        if known is None:
            stored.put_search(action.connection, who, name, query, kinds, kept)
            action.after = {"query": query}
        action.silent = known is not None
    return _named(store, name, who)


def remove(store: Store, name: str, who: str | None = None) -> None:
    """Forgets a saved search. Raises NotFoundError."""
    made = _named(store, name, who or store.who)
    with store.action("remove search", made.name, made.who) as action:
        action.before = {"query": made.query}
        stored.drop_search(action.connection, made.who, made.name)


def saved(store: Store, who: str | None = None) -> list[SavedSearch]:
    """The searches that this person saved, by name."""
    with store.read() as connection:
        return stored.all_searches(connection, who or store.who)


def news(index: SearchIndex, store: Store, made: SavedSearch) -> News:
    """What is new to a saved search: the hits in documents that were not in when it was last looked at."""
    with store.read() as connection:
        sources = {source.id: source for source in stored_sources.all_sources(connection)}
    wanted = made.filters.get("document")
    fresh = [
        source.id
        for source in sources.values()
        if source.id not in made.seen and source.superseded_by is None and (wanted is None or source.id in wanted)
    ]
    if not fresh:
        return News(made, ())
    filters = Filters(**{**made.filters, "document": tuple(fresh)})
    kinds: tuple[HitKind, ...] = made.kinds  # type: ignore[assignment]
    hits = about(index, index.find(made.query, LOOKED_AT, kinds, filters))
    before = _seen_versions(store, sources, made)
    return News(made, tuple(hit for hit in hits if not _said_before(hit, before.get(hit.location.document))))


def open_news(index: SearchIndex, store: Store, name: str, who: str | None = None) -> News:
    """What is new to the search of this name, which counts as seen from now on. Raises NotFoundError."""
    made = _named(store, name, who or store.who)
    found = news(index, store, made)
    with store.write() as connection:
        stored.mark_seen(connection, made.who, made.name)
    return found


def _seen_versions(store: Store, sources: dict[str, stored_sources.Source], made: SavedSearch) -> dict[str, Words]:
    """Of each document the text of its versions that were seen, where there were any."""
    texts: dict[str, list[str]] = {}
    for name in sorted(made.seen & sources.keys()):
        newest, steps = sources[name], 0
        while newest.superseded_by in sources and steps < len(sources):
            newest, steps = sources[str(newest.superseded_by)], steps + 1
        if newest.id not in made.seen:
            with store.read() as connection:
                texts.setdefault(newest.id, []).append(stored_sources.text_of(connection, name))
    return {name: Words("\n\n".join(seen)) for name, seen in texts.items()}


def _said_before(hit: Hit, before: Words | None) -> bool:
    return before is not None and before.find(hit.location.quote) is not None


def _named(store: Store, name: str, who: str) -> SavedSearch:
    with store.read() as connection:
        known = stored.all_searches(connection, who)
    found = [one for one in known if one.name == name] or [
        one for one in known if one.name.casefold() == name.casefold()
    ]
    if len(found) != 1:
        listed = ", ".join(repr(one.name) for one in known) or "none"
        raise NotFoundError(f"You have no saved search called {name!r}. Your saved searches: {listed}")
    return found[0]
