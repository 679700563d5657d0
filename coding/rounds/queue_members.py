"""Which responses are in a coder's list, and in which order: filters and orders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

import numpy as np
from sqlalchemy import Connection

from coding.rounds.alike import bare, by_likeness
from coding.rounds.allocation import allocated_in
from core.encoder import Vectors
from core.errors import UsageError
from core.responses import Response
from core.store import builds, frame_maps
from core.store import codings as table
from core.store import responses as response_table

Show = Literal["all", "undecided", "decided", "flagged", "noted", "recode"]
Order = Literal["given", "random", "longest", "like", "uncertain"]
SHOWS: tuple[str, ...] = get_args(Show)
ORDERS: tuple[str, ...] = get_args(Order)
_WORDS = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """What a list holds. `show`: by what this coder has done (`recode`: to look at again after a change of the code frame);
    `code`: this coder gave it; `attribute` has `value`; `words`: all are in the text (quoted ones as a phrase, a star at
    the end for any ending). `seed` for random; `like`: the response that the others are compared with."""

    show: Show = "all"
    code: str = ""
    attribute: str = ""
    value: str = ""
    words: str = ""
    order: Order = "given"
    seed: int = 1
    like: str = ""

    def __post_init__(self) -> None:
        if self.show not in SHOWS or self.order not in ORDERS:
            raise ValueError("no such list")

    @property
    def plain(self) -> bool:
        """Whether it is every response that is this coder's, in the given order."""
        return self == QueueSpec()

    def record(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> QueueSpec:
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in record.items() if name in known})


def given_order(connection: Connection, question: str, coder: str) -> list[str]:
    """The answered responses that are this coder's to code, those of the recorded random samples first, in the order drawn."""
    states = response_table.response_states(connection, question)
    drawn = dict.fromkeys(
        name for sample in table.samples(connection, question) if sample.seed is not None for name in sample.members
    )
    mine = allocated_in(connection, question, coder)
    wanted = states.keys() if mine is None else set(mine)
    answered = [name for name, state in states.items() if state == "uncoded" and name in wanted]
    first = [name for name in drawn if states.get(name) == "uncoded" and name in wanted]
    return first + [name for name in answered if name not in drawn]


def decided(connection: Connection, question: str, coder: str) -> set[str]:
    """The responses that this coder has coded or found uncodable."""
    return {
        row.response
        for row in table.states(connection, question, coder=coder)
        if row.source == "human" and row.state in ("coded", "uncodable")
    }


def filtered(connection: Connection, question: str, coder: str, spec: QueueSpec, order: list[str]) -> list[str]:
    wanted = order
    if spec.show != "all":
        chosen = _shown(connection, question, coder, spec.show)
        wanted = [name for name in wanted if (name in chosen) == (spec.show != "undecided")]
    if spec.code:
        bearing = {
            response
            for response, code, who, _, value in table.judgements(connection, question, source="human")
            if who == coder and value and code == spec.code
        }
        wanted = [name for name in wanted if name in bearing]
    if spec.attribute or spec.words.strip():
        fits = _matcher(spec.words)
        known = {made.id: made for made in response_table.responses(connection, question)}
        wanted = [name for name in wanted if _has(known[name], spec) and fits(known[name].text)]
    return wanted


def _shown(connection: Connection, question: str, coder: str, show: Show) -> set[str]:
    """The responses of a kind; for `undecided` those that are not."""
    if show in ("undecided", "decided"):
        return decided(connection, question, coder)
    if show == "recode":
        return {response for response, _ in frame_maps.to_recode(connection, question, coder)}
    return {
        row.response
        for row in table.states(connection, question, coder=coder)
        if row.source == "human" and (row.flagged if show == "flagged" else bool(row.note))
    }


def _has(made: Response, spec: QueueSpec) -> bool:
    return not spec.attribute or made.attributes.get(spec.attribute, "") == spec.value


def _matcher(words: str) -> Callable[[str], bool]:
    """Whether a text holds all of the words, case and accents apart."""
    patterns = []
    for phrase, word in _WORDS.findall(words):
        wanted = bare(phrase or word)
        star = wanted.endswith("*") and not phrase
        letters = r"\s+".join(re.escape(part) for part in wanted.rstrip("*" if star else "").split())
        if letters:
            left = r"(?<!\w)" if re.match(r"\w", wanted) else ""
            right = "" if star or not re.search(r"\w$", wanted) else r"(?!\w)"
            patterns.append(re.compile(left + letters + right))

    def fits(text: str) -> bool:
        folded = bare(text)
        return all(pattern.search(folded) for pattern in patterns)

    return fits


# Orders -------------------------------------------------------------------------------------------------------------


def ordered(connection: Connection, question: str, spec: QueueSpec, members: list[str], model: str) -> list[str]:
    if spec.order == "given":
        return members
    if spec.order == "random":
        return [members[n] for n in np.random.default_rng(spec.seed).permutation(len(members))]
    if spec.order == "uncertain":
        return _least_sure(connection, question, members)
    known = {made.id: made for made in response_table.responses(connection, question)}
    if spec.order == "longest":
        return sorted(members, key=lambda name: -len(known[name].text))
    if spec.like not in known:
        raise UsageError("The response that the others are to be compared with is not there. Choose it again.")
    names = [spec.like, *(name for name in members if name != spec.like)]
    texts = [known[name].text for name in names]
    inside = set(members)
    return [names[n] for n in by_likeness(texts, 0, _kept_vectors(connection, model, texts)) if names[n] in inside]


def _kept_vectors(connection: Connection, model: str, texts: Sequence[str]) -> Vectors | None:
    """The texts' vectors where the project holds all of them; encoding them now would keep the coder waiting."""
    if not model:
        return None
    hashes = [builds.text_sha256(text) for text in texts]
    kept = builds.vectors_of(connection, model, list(dict.fromkeys(hashes)))
    if len(kept) < len(set(hashes)):
        return None
    return np.stack([np.frombuffer(kept[name], dtype="<f4") for name in hashes]).astype(np.float32)


def _least_sure(connection: Connection, question: str, members: list[str]) -> list[str]:
    """Those first where the program could choose no code, then by how near to a half its nearest probability is (margin
    sampling: Lewis and Gale 1994), then those it has not judged. Raises UsageError where it has judged none."""
    states = {
        row.response: row.state
        for row in table.states(connection, question, coder="machine")
        if row.source == "machine"
    }
    if not states:
        raise UsageError(
            "The program has not judged any response yet, so there is no most uncertain one. Let it learn first: "
            "“Suggestions from the program”, below."
        )
    margin: dict[str, float] = {}
    for response, _, probability in table.probabilities(connection, question):
        margin[response] = min(margin.get(response, 1.0), abs(probability - 0.5))

    def key(pair: tuple[int, str]) -> tuple[int, float, int]:
        at, name = pair
        judged = states.get(name)
        return (2 if judged is None else 0 if judged == "abstained" else 1, margin.get(name, 1.0), at)

    return [name for _, name in sorted(enumerate(members), key=key)]
