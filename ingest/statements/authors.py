"""Whose plan a section is: the actor of items that name nobody ("Publish the guide in May", "Twelve reviews").

A section that states its actors mostly as one body speaks of that body's plan. A paper's own next steps and its own
proposed activity are its organisation's. Both are marked as inherited; elsewhere nobody is named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.documents import Document
from core.statements import Actor, Commitment
from ingest.statements.actors import GOVERNMENT, ActorTable
from ingest.statements.modes import Mode

FEWEST_STATED = 3
MOST_OF_THEM = 0.6
"""A section's own actor: named at least three times and in at least three of five of its stated undertakings."""
_OWN_PAPERS = frozenset(["board_paper", "strategy", "report", "other"])
_DEPARTMENTS = ("Department ", "Ministry ", "HM Treasury", GOVERNMENT)


@dataclass(frozen=True, slots=True)
class Implied:
    """A commitment with the mode of its section and whether its own words leave room for an actor."""

    commitment: Commitment
    mode: Mode
    listed: bool


def with_authors(document: Document, made: Sequence[Implied], actors: ActorTable) -> list[Commitment]:
    """The commitments, those that name nobody with the actor of their section where it is plain."""
    stated: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for item in made:
        actor = item.commitment.actor
        if actor is not None and actor.basis == "stated":
            section = item.commitment.location.section
            for depth in range(1, len(section) + 1):
                stated[section[:depth]][actor.name] += 1
    whose = {section: _own(names) for section, names in stated.items()}
    return [_named(document, item, whose, actors) for item in made]


def _own(names: Counter[str]) -> str | None:
    total = sum(names.values())
    public = [name for name in names if name.startswith(_DEPARTMENTS)]
    together = sum(names[name] for name in public)
    if together >= FEWEST_STATED and together >= MOST_OF_THEM * total:
        return public[0] if len(public) == 1 else GOVERNMENT
    name, count = names.most_common(1)[0]
    return name if count >= FEWEST_STATED and count >= MOST_OF_THEM * total else None


def _named(
    document: Document, item: Implied, whose: dict[tuple[str, ...], str | None], actors: ActorTable
) -> Commitment:
    commitment = item.commitment
    if commitment.actor is not None or item.mode not in ("commitments", "next_steps"):
        return commitment
    section = commitment.location.section
    name = whose.get(section)
    if name is None and item.mode == "commitments":
        name = next((whose[section[:n]] for n in range(len(section) - 1, 1, -1) if whose.get(section[:n])), None)
    if name is None and document.type in _OWN_PAPERS and item.listed:
        name = actors.organisation
    return replace(commitment, actor=Actor(name, name, "inherited")) if name else commitment
