"""A project of many short answers and a code frame of 60 codes under ten headings, made of words alone, for `keys`."""

from __future__ import annotations

import random
from pathlib import Path

from coding import rounds
from core.codebooks import Code
from core.responses import Response
from core.store import Store

QUESTION = "What should the council do next about travel in your area?"
HEADINGS = (
    "Buses", "Trains", "Cycling", "Walking", "Roads", "Parking", "Air and noise", "Money", "Being heard", "Other",
)  # fmt: skip
ASPECTS = ("cost", "reliability", "safety", "access", "information", "more of it")
PLACES = ("the high street", "the station", "our estate", "the school", "the ring road", "the hospital")
WISHES = (
    "There should be more of it early in the morning near {place}.", "It costs too much for families like ours.",
    "Please mend what is there before anything new is built at {place}.", "I stopped going to {place} because of it 🚌.",
    "Nobody tells us when it changes.", "It is fine as it is.", "My mother cannot get to {place} on her own.",
    "The one at {place} was taken away and we were not asked.",
)  # fmt: skip


def frame() -> list[Code]:
    return [
        Code(f"{heading[:3].lower()}{n}", f"{heading}: {aspect}", f"Says something on {aspect} of {heading.lower()}.", parent=heading)
        for heading in HEADINGS
        for n, aspect in enumerate(ASPECTS, 1)
    ]  # fmt: skip


def texts(n: int, seed: int = 5) -> list[str]:
    chance = random.Random(seed)
    return [
        " ".join(wish.format(place=chance.choice(PLACES)) for wish in chance.sample(WISHES, chance.randint(1, 4)))
        for _ in range(n)
    ]


def make(folder: Path, n: int) -> Store:
    """The project with `n` responses, in the folder."""
    store = Store(folder, who="Tester")
    chance = random.Random(6)
    responses = [
        Response(
            f"R{at:05}", "q", text,
            {"region": chance.choice(("North", "South", "East", "West")), "age": chance.choice(("16-34", "35-64", "65+"))},
        )
        for at, text in enumerate(texts(n), 1)
    ]  # fmt: skip
    rounds.add_responses(store, QUESTION, "people", responses)
    rounds.add_codebook(store, QUESTION, frame())
    return store
