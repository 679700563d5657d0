"""Agreement between the coders of a question, where they part, and on what. Samples and counts are in `counting`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection

from coding import agreement as agreeing
from coding import confusions as confusing
from coding.judgements import NO_JUDGEMENT, NONE, Judgements
from coding.rounds.allocation import both_coded
from coding.rounds.blind import Blind, blind_judgements, disclose
from coding.rounds.counting import NO_FRAME as NO_FRAME
from coding.rounds.counting import sample_digest as sample_digest
from coding.rounds.counting import usable_sample as usable_sample
from core.errors import NotFoundError, UsageError
from core.store import Store
from core.store import allocation as allocation_table
from core.store import responses as response_table


def agreement(
    store: Store, question: str, *, as_at: str | None = None, overlap: bool = False
) -> list[agreeing.Agreement]:
    """Agreement between all coders, for all codes pooled and then for each code, of what they said while coding blind.
    Adjudicated codings take no part, nor what a coder made or changed after others' work was shown.

    as_at: an ISO date (its end) or time: as it stood then. overlap: only responses that the plan gives to several coders.
    Raises NotFoundError where fewer than two people have coded, UsageError (no plan; no date)."""
    return compare(store, question, as_at=as_at, overlap=overlap).rows


def coder_uses(store: Store, question: str, *, as_at: str | None = None, overlap: bool = False) -> list[confusing.Use]:
    """Who gives which code how often, on the responses that all of them coded, with a test. Raises as `agreement`."""
    with store.read() as connection:
        found = _compared(connection, question, as_at, overlap)
    return confusing.uses(found.codes, found.coders)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Agreement and uses of the codes, out of one reading of the codings."""

    rows: list[agreeing.Agreement]
    uses: list[confusing.Use]


def compare(store: Store, question: str, *, as_at: str | None = None, overlap: bool = False) -> Comparison:
    """Both at once. Raises as `agreement`."""
    with store.read() as connection:
        found = _compared(connection, question, as_at, overlap)
    rows = agreeing.agreement(found.question.id, found.codes, found.coders)
    if found.left_out and rows:
        said = f"{found.left_out} codings were made or changed after others' were shown; they count as they were before, or not."
        rows[0] = replace(rows[0], note=" ".join(filter(None, [rows[0].note, said])))
    return Comparison(rows, confusing.uses(found.codes, found.coders))


@dataclass(frozen=True, slots=True)
class ConfusedExample:
    """One response that coders put under different codes: `first` gave the pair's first code, `second` the other."""

    response: str
    text: str
    first: str
    second: str

    def record(self) -> dict[str, Any]:
        return {"response": self.response, "text": self.text, "first": self.first, "second": self.second}


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two codes that stood in one another's place on `n` of `either` responses; `b` None: nothing stood in its place."""

    a: str
    b: str | None
    n: int
    either: int
    examples: tuple[ConfusedExample, ...]

    def record(self) -> dict[str, Any]:
        return {
            "a": self.a, "b": self.b, "n": self.n, "either": self.either,
            "examples": [example.record() for example in self.examples],
        }  # fmt: skip


def confused_pairs(store: Store, question: str, *, most: int = 20, examples: int = 5) -> list[ConfusedPair]:
    """The codes that coders take for one another, most frequent first, with responses on which they did. It shows what
    coders said, so that the responses shown are recorded as shown. Raises as `agreement`."""
    with store.read() as connection:
        found = _compared(connection, question, None, False)
    pairs = [
        ConfusedPair(
            made.a, made.b, made.n, made.either,
            tuple(
                ConfusedExample(found.responses[e.row].id, found.responses[e.row].text, e.first, e.second)
                for e in made.examples
            ),
        )
        for made in confusing.confusions(found.codes, found.coders, most=most, examples=examples)
    ]  # fmt: skip
    show(store, found.question.id, {example.response for pair in pairs for example in pair.examples})
    return pairs


def show(store: Store, question: str, responses: set[str]) -> int:
    """Records that people's codings of these responses are shown to others from now on; how many newly are."""
    with store.read() as connection:
        if responses <= allocation_table.disclosed(connection, question):
            return 0
    with store.action("show codings", question) as action:
        shown = disclose(action.connection, question, responses)
        action.after = {"responses": shown}
        action.silent = not shown
    return shown


def _compared(connection: Connection, question: str, as_at: str | None, overlap: bool) -> Blind:
    asked = response_table.find_question(connection, question)
    found = blind_judgements(connection, asked, as_at)
    if len(found.coders) < 2:
        named = f"only {found.coders[0].coder} has" if found.coders else "nobody has"
        when = f" by {as_at}" if as_at else ""
        raise NotFoundError(
            f"Agreement needs two coders; {named} coded this question{when}. "
            "Add a second coder's codings: verbatim codings add FILE --coder NAME --question ..."
        )
    if not overlap:
        return found
    both = both_coded(connection, asked.id)
    if not both:
        raise UsageError(
            "No plan gives a response to two coders here. Leave --overlap out, or make one: verbatim allocate"
        )
    outside = np.array([made.id not in both for made in found.responses], dtype=bool)
    return replace(found, coders=[_without(made, outside) for made in found.coders])


def _without(made: Judgements, rows: np.ndarray[Any, np.dtype[np.bool_]]) -> Judgements:
    values, states = made.values.copy(), made.states.copy()
    values[rows], states[rows] = NO_JUDGEMENT, NONE
    return Judgements(made.coder, values, states)
