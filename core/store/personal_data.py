"""Personal data found in responses, its pseudonyms and what people decided about it, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.documents import content_id
from core.events import now
from core.personal_data import Decision, Kind, PersonalDatum
from core.store import schema

BATCH = 5_000
IDS_IN_A_QUERY = 500


class Place(NamedTuple):
    """A datum before it is stored; `key`: what it is, spelling apart, by which its pseudonym is found."""

    response: str
    kind: Kind
    start: int
    end: int
    confidence: str
    rule: str
    key: str


def datum_id(question: str, response: str, kind: str, start: int, end: int) -> str:
    return content_id("x", question, response, kind, start, end)


# Searching ----------------------------------------------------------------------------------------------------------


def unsearched(connection: Connection, question: str, rules: int) -> list[tuple[str, str]]:
    """(id, text) of the responses that were not searched with these rules, in order; texts without a letter are left out."""
    responses, searches = schema.responses, schema.personal_data_searches
    done = sa.select(searches.c.response).where(searches.c.question == question, searches.c.rules == rules)
    rows = connection.execute(
        sa.select(responses.c.id, responses.c.text)
        .where(responses.c.question == question, responses.c.id.not_in(done))
        .order_by(responses.c.n)
    )
    return [(row.id, row.text) for row in rows if row.text.strip()]


def put_found(
    connection: Connection, question: str, rules: int, responses: Sequence[str], found: Sequence[Place]
) -> int:
    """Stores what was found in these responses in place of earlier suggestions; what people decided, and what they marked,
    stays, and nothing is suggested over it. Returns how many are new."""
    table, searches = schema.personal_data, schema.personal_data_searches
    decided: dict[str, list[tuple[int, int]]] = {}
    for low in range(0, len(responses), IDS_IN_A_QUERY):
        names = responses[low : low + IDS_IN_A_QUERY]
        here = sa.and_(table.c.question == question, table.c.response.in_(names))
        connection.execute(table.delete().where(here, table.c.decision == "suggested"))
        for row in connection.execute(sa.select(table.c.response, table.c.start, table.c.end).where(here)):
            decided.setdefault(row.response, []).append((row.start, row.end))
        connection.execute(searches.delete().where(searches.c.question == question, searches.c.response.in_(names)))
    fresh = [
        place
        for place in found
        if not any(place.start < end and start < place.end for start, end in decided.get(place.response, ()))
    ]
    marks = [{"question": question, "response": name, "rules": rules} for name in responses]
    for low in range(0, len(marks), BATCH):
        connection.execute(searches.insert(), marks[low : low + BATCH])
    return put_suggestions(connection, question, fresh)


def put_suggestions(connection: Connection, question: str, places: Sequence[Place]) -> int:
    """Stores suggestions beside those there are; none may overlap another. Returns how many."""
    numbers = pseudonym_numbers(connection, [(place.kind, place.key) for place in places])
    rows = [
        {
            "id": datum_id(question, place.response, place.kind, place.start, place.end),
            "question": question,
            "number": numbers[place.kind, place.key],
            "decision": "suggested",
            **{name: value for name, value in place._asdict().items() if name != "key"},
        }
        for place in places
    ]
    for low in range(0, len(rows), BATCH):
        connection.execute(schema.personal_data.insert(), rows[low : low + BATCH])
    return len(rows)


def pseudonym_numbers(connection: Connection, wanted: Iterable[tuple[Kind, str]]) -> dict[tuple[Kind, str], int]:
    """The number of each (kind, key): the one it has in this project, or the next of its kind."""
    table = schema.pseudonyms
    numbers: dict[tuple[Kind, str], int] = {}
    highest: dict[Kind, int] = {}
    fresh = []
    for row in connection.execute(sa.select(table)):
        numbers[row.kind, row.key] = row.number
        highest[row.kind] = max(row.number, highest.get(row.kind, 0))
    for kind, key in wanted:
        if (kind, key) not in numbers:
            highest[kind] = numbers[kind, key] = highest.get(kind, 0) + 1
            fresh.append({"kind": kind, "key": key, "number": numbers[kind, key]})
    for low in range(0, len(fresh), BATCH):
        connection.execute(table.insert(), fresh[low : low + BATCH])
    return numbers


# What was found -----------------------------------------------------------------------------------------------------


def personal_data(
    connection: Connection,
    question: str,
    *,
    decisions: Sequence[Decision] = (),
    kinds: Sequence[Kind] = (),
    responses: Sequence[str] | None = None,
) -> list[PersonalDatum]:
    """What was found in the question's responses, in their order and the order of the text."""
    table, texts = schema.personal_data, schema.responses
    query = (
        sa.select(table)
        .join(texts, sa.and_(texts.c.question == table.c.question, texts.c.id == table.c.response))
        .where(table.c.question == question)
        .order_by(texts.c.n, table.c.start)
    )
    if decisions:
        query = query.where(table.c.decision.in_(decisions))
    if kinds:
        query = query.where(table.c.kind.in_(kinds))
    if responses is not None:
        query = query.where(table.c.response.in_(responses))
    return [
        PersonalDatum(
            row.id, row.question, row.response, row.kind, row.start, row.end, row.confidence, row.rule, row.number,
            row.decision, row.who, row.at,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def decide(connection: Connection, ids: Sequence[str], decision: Decision, who: str) -> None:
    table, at = schema.personal_data, now()
    for low in range(0, len(ids), IDS_IN_A_QUERY):
        connection.execute(
            table.update()
            .where(table.c.id.in_(ids[low : low + IDS_IN_A_QUERY]))
            .values(decision=decision, who=who, at=at)
        )


def put_marked(connection: Connection, question: str, place: Place, who: str) -> str:
    """Something that a person marked: accepted, in place of what it overlaps. Returns its id."""
    table = schema.personal_data
    connection.execute(
        table.delete().where(
            table.c.question == question,
            table.c.response == place.response,
            table.c.start < place.end,
            table.c.end > place.start,
        )
    )
    number = pseudonym_numbers(connection, [(place.kind, place.key)])[place.kind, place.key]
    name = datum_id(question, place.response, place.kind, place.start, place.end)
    values = {field: value for field, value in place._asdict().items() if field != "key"}
    connection.execute(
        table.insert().values(
            id=name, question=question, number=number, decision="accepted", who=who, at=now(), **values
        )
    )
    return name


def set_pseudonymised(connection: Connection, question: str, on: bool, who: str) -> None:
    table = schema.pseudonymised
    connection.execute(table.delete().where(table.c.question == question))
    if on:
        connection.execute(table.insert().values(question=question, who=who, at=now()))


def is_pseudonymised(connection: Connection, question: str) -> bool:
    table = schema.pseudonymised
    return connection.execute(sa.select(table.c.question).where(table.c.question == question)).first() is not None


# Texts that were corrected ------------------------------------------------------------------------------------------


class Correction(NamedTuple):
    """A response whose text is another now; `codings`: what the correction took away, by coder and source."""

    response: str
    before: str
    after: str
    codings: list[dict[str, object]]


def put_corrections(connection: Connection, question: str, made: Sequence[Correction], who: str) -> None:
    """Records what the responses said before, and moves what was decided on personal data to where the same words stand now;
    what no longer stands in the text goes. The responses are searched again."""
    revisions, table, searches = schema.response_revisions, schema.personal_data, schema.personal_data_searches
    for correction in made:
        here = sa.and_(table.c.question == question, table.c.response == correction.response)
        if correction.before.strip() or correction.codings:
            last = connection.execute(
                sa.select(sa.func.max(revisions.c.n)).where(
                    revisions.c.question == question, revisions.c.response == correction.response
                )
            ).scalar()
            connection.execute(
                revisions.insert().values(
                    question=question,
                    response=correction.response,
                    n=(last or 0) + 1,
                    text=correction.before,
                    codings=correction.codings,
                    who=who,
                    at=now(),
                )
            )
        old = connection.execute(sa.select(table).where(here).order_by(table.c.start)).mappings().all()
        connection.execute(table.delete().where(here))
        free = 0
        for row in old:
            words = correction.before[row["start"] : row["end"]]
            start = correction.after.find(words, free)
            if start >= 0:
                free = start + len(words)
                name = datum_id(question, correction.response, row["kind"], start, free)
                connection.execute(table.insert().values({**row, "id": name, "start": start, "end": free}))
        connection.execute(
            searches.delete().where(searches.c.question == question, searches.c.response == correction.response)
        )


def revisions(connection: Connection, question: str) -> Mapping[str, int]:
    """How often each response's text was corrected; those that never were are left out."""
    table = schema.response_revisions
    rows = connection.execute(
        sa.select(table.c.response, sa.func.count()).where(table.c.question == question).group_by(table.c.response)
    )
    return {row[0]: row[1] for row in rows}
