"""What is new to a saved search: only what stands in documents that came in since, and was not said before."""

from __future__ import annotations

import sqlalchemy as sa

from core.jobs import Progress
from core.store import Store, schema
from index.build import build, open_index
from index.saved import News, news, open_news, save, saved
from index.search import Filters, SearchIndex
from tests.index.corpus import add


def opened(store: Store) -> SearchIndex:
    build(store, None, Progress())
    return open_index(store, None)


def test_of_a_new_version_only_what_the_older_one_did_not_say_is_new(store: Store) -> None:
    said, added = "Family hubs will open in every town.", "Family hubs will have a reading room."
    old = add(store, said, "Roads are mended.", sha256="1" * 64, path="plan.md")
    save(store, "Hubs", "family hubs")
    new = add(store, said, added, "Roads are mended.", sha256="2" * 64, path="plan.md", version_of=old.id)
    found = open_news(opened(store), store, "hubs")
    assert [(hit.location.document, hit.text) for hit in found.hits] == [(new.id, added)]
    assert news(opened(store), store, saved(store)[0]).hits == ()


def test_a_passage_that_bears_half_of_the_words_is_not_new(store: Store) -> None:
    add(store, "Nothing of the kind.", sha256="1" * 64)
    save(store, "Hubs", "family hubs")
    add(store, "A family lives here.", "Families use the hub.", sha256="2" * 64)
    found = news(opened(store), store, saved(store)[0])
    assert [hit.text for hit in found.hits] == ["Families use the hub."]


def test_filters_hold_and_are_kept_as_given(store: Store) -> None:
    add(store, "Nothing of the kind.", sha256="1" * 64)
    made = save(
        store, " Norham  hubs ", "family hubs", ("passage",), Filters(organisation="Norham", document=("d1", "d2"))
    )
    assert (made.name, made.filters) == ("Norham hubs", {"organisation": "Norham", "document": ["d1", "d2"]})
    save(store, "Elsewhere", "family hubs", ("passage",), Filters(organisation="Norham"))
    add(store, "Family hubs open.", sha256="2" * 64, organisation="Melbury Council")
    add(store, "Family hubs close.", sha256="3" * 64, organisation="Norham Council")
    index = opened(store)
    by_name: dict[str, News] = {one.name: news(index, store, one) for one in saved(store)}
    assert [hit.text for hit in by_name["Elsewhere"].hits] == ["Family hubs close."]
    assert by_name["Norham hubs"].hits == ()


def test_saving_the_same_again_is_no_event(store: Store) -> None:
    for _ in range(2):
        save(store, "Hubs", "family hubs")
    with store.read() as connection:
        actions = connection.execute(sa.select(schema.events.c.action)).scalars().all()
    assert actions == ["save search"]
