from __future__ import annotations

from core.encoder import HashingEncoder
from core.store import Store
from index.build import build, open_index
from index.duplicates import groups
from tests.index.corpus import add

STANDING = (
    "There are no direct financial implications of this paper for the harbour board beyond the costs of staff in ports."
)


def test_texts_that_say_the_same_share_a_number() -> None:
    made = groups([STANDING, "Lamps are painted white.", STANDING.upper(), STANDING.replace("costs", "wages")])
    assert made.tolist() == [0, 1, 0, 3]


def test_other_figures_are_another_statement() -> None:
    one = "In the survey of harbour masters of the eastern coast as a whole 96% of 90 said that they were content with the pilots."
    assert groups([one, one.replace("96%", "94%"), one]).tolist() == [0, 1, 0]


def test_short_texts_stand_alone() -> None:
    assert groups(["Summary", "Summary"]).tolist() == [0, 1]


def test_what_is_said_again_is_shown_once_with_its_places(store: Store) -> None:
    for name in ("a", "b", "c"):
        add(store, STANDING, f"Paper {name} is about ferries.", path=f"{name}.txt", title=name)
    build(store, HashingEncoder())
    index = open_index(store, HashingEncoder())
    found = index.find("financial implications for the harbour board")
    first = found.hits[0]
    assert first.text == STANDING
    assert sum(hit.text == STANDING for hit in found.hits) == 1
    assert {first.location.title, *(place.title for place in first.duplicates)} == {"a", "b", "c"}
    assert all(place.quote == STANDING for place in first.duplicates)
