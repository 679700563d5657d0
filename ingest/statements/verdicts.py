"""A verdict on a sentence and the setting in which it is given."""

from __future__ import annotations

from dataclasses import dataclass

from core.statements import Certainty
from ingest.statements.actors import can_act
from ingest.statements.constructions import Clause
from ingest.statements.modes import Mode


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a sentence is taken: `rule` for the register, `certainty`, and the undertaking clause (None: the whole words)."""

    rule: str
    certainty: Certainty
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a sentence."""

    mode: Mode
    minutes: bool
    survey: bool
    listed: bool
    first: bool
    previous_taken: bool
    lead_in: str
    previous: str = ""
    past: bool = False
    present: bool = False
    heading: str = ""
    to_the_reader: bool = False
    letter: bool = False


def names_a_doer(text: str, clause: Clause) -> bool:
    """Whether the subject of a clause is somebody who can act."""
    subject = words_at(text, clause.subject)
    return bool(subject) and can_act(subject, proper=clause.subject_is_proper, person=clause.subject_is_person)


def words_at(text: str, place: tuple[int, int] | None) -> str:
    """The words at a range, or none."""
    return text[place[0] : place[1]].strip() if place else ""
