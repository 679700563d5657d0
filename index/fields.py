"""Field words looked up: org: type: after: before: doc: become documents; a value that nothing has is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.facets import DocumentFacts
from index.query import Both, Either, Field, Inside, Node, Query, Without

LISTED = 6


@dataclass(frozen=True, slots=True)
class Resolved:
    """query: with what is left of its demands; scope: the documents that field words leave (None: no such word);
    wrong: None, or which value nothing has; read: how the field words were understood."""

    query: Query
    scope: frozenset[str] | None = None
    wrong: str | None = None
    read: tuple[str, ...] = ()


def resolved(query: Query, facts: Mapping[str, DocumentFacts]) -> Resolved:
    """The query with its field words looked up among the documents."""
    demanded = query.demanded
    parts = demanded.parts if isinstance(demanded, Both) else (demanded,) if demanded is not None else ()
    if not any(_has_field(part) for part in parts):
        return Resolved(query)
    read: list[str] = []
    wrong: list[str] = []
    scope: frozenset[str] | None = None
    left: list[Node] = []
    for part in parts:
        found = _looked_up(part, facts, read, wrong)
        if isinstance(part, Field) and isinstance(found, Inside):
            scope = frozenset(found.documents) if scope is None else scope & frozenset(found.documents)
        else:
            left.append(found)
    if not left and not query.words and not query.prefixes and scope is not None:
        left.append(Inside(tuple(sorted(scope))))  # only field words: everything that stands there
    node = None if not left else left[0] if len(left) == 1 else Both(tuple(left))
    return Resolved(replace(query, demanded=node), scope, wrong[0] if wrong else None, tuple(dict.fromkeys(read)))


def _has_field(node: Node) -> bool:
    match node:
        case Field():
            return True
        case Both(parts) | Either(parts):
            return any(_has_field(part) for part in parts)
        case Without(part):
            return _has_field(part)
    return False


def _looked_up(node: Node, facts: Mapping[str, DocumentFacts], read: list[str], wrong: list[str]) -> Node:
    match node:
        case Field(name, value):
            return _field(name, value, facts, read, wrong) or node
        case Both(parts):
            return Both(tuple(_looked_up(part, facts, read, wrong) for part in parts))
        case Either(parts):
            return Either(tuple(_looked_up(part, facts, read, wrong) for part in parts))
        case Without(part):
            return Without(_looked_up(part, facts, read, wrong))
    return node


def _field(
    name: str, value: str, facts: Mapping[str, DocumentFacts], read: list[str], wrong: list[str]
) -> Inside | None:
    """The documents that a field word names; None for a place within documents (item, paragraph, page)."""
    wanted = value.casefold()
    match name:
        case "organisation":
            kept = [f.id for f in facts.values() if _called(wanted, f.organisation or "")]
            names = {f.organisation for f in facts.values() if f.organisation}
            missing = f"No document here is of an organisation called “{value}”{_there_are(names)}"
            read.append(f"of an organisation called “{value}”")
        case "type":
            plain = re.sub(r"[\s-]+", "_", wanted)
            kept = [f.id for f in facts.values() if plain in f.type or plain.removesuffix("s") in f.type]
            missing = f"No document here is of the type “{value}”{_there_are({f.type for f in facts.values()})}"
            read.append(f"of the type “{value}”")
        case "document":
            kept = [f.id for f in facts.values() if f.id == value or wanted in f.title.casefold()]
            missing = f"No document here is called “{value}”. Part of a title is enough, in quotes where it has spaces."
            read.append(f"in a document called “{value}”")
        case "since" | "until":
            day = _first_day(value)
            if day is None:
                wrong.append(f"“{value}” is not a date. Write it as 2023-03-14, 2023-03 or 2023.")
                return Inside(())
            limit = day if name == "since" else day - timedelta(days=1)
            kept = [f.id for f in facts.values() if f.date and _within(f.date, name, limit.isoformat())]
            which = "or later" if name == "since" else "or earlier"
            read.append(f"dated {limit.isoformat()} {which}")
            years = {f.date[:4] for f in facts.values() if f.date}
            missing = f"No document here is dated {limit.isoformat()} {which}{_there_are(years)}"
        case _:
            return None
    if not kept:
        wrong.append(missing)
    return Inside(tuple(kept))


def _called(wanted: str, organisation: str) -> bool:
    """Whether the words are part of the name, or its initials ("LGA")."""
    initials = "".join(word[0] for word in re.findall(r"\w+", organisation) if word[0].isupper()).casefold()
    return wanted in organisation.casefold() or wanted == initials


def _within(known: str, name: str, limit: str) -> bool:
    return known >= limit[: len(known)] if name == "since" else known <= limit


def _first_day(value: str) -> date | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", value.strip().rstrip("."), re.ASCII)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _there_are(names: set[str | None] | set[str]) -> str:
    held = sorted(str(name) for name in names if name)
    if not held:
        return "."
    more = f" and {len(held) - LISTED} more" if len(held) > LISTED else ""
    return f"; there are: {', '.join(held[:LISTED])}{more}."
