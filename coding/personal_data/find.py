"""Everything that the rules find in texts, each place once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coding.personal_data import contacts, dates, names, numbers, places, vehicles
from coding.personal_data.found import Found
from coding.personal_data.ner import NameFinder
from core.personal_data import KINDS

RULES = 1
"""Moves when the rules find other things: responses searched with older rules are searched again."""
_ORDER = (
    "email", "national_insurance", "nhs_number", "bank_details", "phone", "date_of_birth", "postcode", "address", "vehicle_registration", "name",
)  # fmt: skip
assert set(_ORDER) == set(KINDS)


def find_personal_data(texts: Sequence[str], name_finder: NameFinder | None = None) -> Iterator[list[Found]]:
    """What may be personal data in each text, in order, none over another. `name_finder`: an entity recogniser that adds
    names which no rule knows (`spacy_names`); None: rules alone."""
    ranges = name_finder(texts) if name_finder is not None else iter([[] for _ in texts])
    for text, people in zip(texts, ranges):
        yield find_in(text, people)


def find_in(text: str, people: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """As `find_personal_data`, of one text; `people`: names as a recogniser sees them."""
    found: list[Found] = []
    if any(character.isdigit() for character in text):
        for rule in (numbers.national_insurance, numbers.nhs_numbers, numbers.bank_details, contacts.phones):
            found += rule(text)
        for rule in (dates.dates_of_birth, places.postcodes, places.addresses, vehicles.vehicle_registrations):
            found += rule(text)
    else:
        found += places.addresses(text)
    found += contacts.emails(text)
    found += names.names_in(text, people)
    found += dates.dates_beside(text, [one for one in found if one.kind == "name"])
    return _apart([*found, *names.parts_of_names(text, found)])


def _apart(found: Sequence[Found]) -> list[Found]:
    """Where two overlap, the likely one; else the one of the kind that is told most surely; else the longer. In order of the text."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.confidence != "likely", _ORDER.index(f.kind), f.start - f.end, f.start)):
        if all(one.start >= other.end or other.start >= one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
