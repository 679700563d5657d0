"""Open questions and the responses to them, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.errors import NotFoundError
from core.events import now
from core.responses import Question, Response
from core.store import schema

BATCH = 5_000
IDS_IN_A_QUERY = 500


def questions(connection: Connection) -> list[Question]:
    """All open questions, in the order in which they came in."""
    table = schema.questions
    rows = connection.execute(sa.select(table).order_by(table.c.created_at, table.c.id))
    return [Question(row.id, row.text, row.respondents) for row in rows]


def find_question(connection: Connection, name: str) -> Question:
    """The question with this id or exactly this text (repeated whitespace apart). Raises NotFoundError that lists them."""
    known = questions(connection)
    wanted = " ".join(name.split())
    for question in known:
        if name == question.id or wanted == " ".join(question.text.split()):
            return question
    if not known:
        raise NotFoundError("This project has no open question yet. Add responses with `verbatim responses add FILE`.")
    listed = "\n".join(f"  {question.id}  {question.text}" for question in known)
    raise NotFoundError(f"There is no question {name!r} in this project. The questions are:\n{listed}")


def put_question(connection: Connection, question: Question, attributes: Sequence[str]) -> None:
    connection.execute(
        schema.questions.insert().values(
            id=question.id,
            text=question.text,
            respondents=question.respondents,
            attributes=list(attributes),
            created_at=now(),
        )
    )


def attribute_names(connection: Connection, question: str) -> tuple[str, ...]:
    found = connection.execute(
        sa.select(schema.questions.c.attributes).where(schema.questions.c.id == question)
    ).scalar()
    return tuple(found or ())


def set_attribute_names(connection: Connection, question: str, names: Sequence[str]) -> None:
    connection.execute(
        schema.questions.update().where(schema.questions.c.id == question).values(attributes=list(names))
    )


def responses(connection: Connection, question: str) -> list[Response]:
    """The question's responses in the order in which they came in; `state` as it was known on import."""
    table = schema.responses
    rows = connection.execute(
        sa.select(table.c.id, table.c.text, table.c.attributes, table.c.weight, table.c.state)
        .where(table.c.question == question)
        .order_by(table.c.n)
    )
    return [Response(row.id, question, row.text, row.attributes, row.weight, row.state) for row in rows]


def responses_of(connection: Connection, question: str, names: Sequence[str]) -> list[Response]:
    """The responses with these ids, in the order in which they came in; ids that are not there are left out."""
    table = schema.responses
    made: list[tuple[int, Response]] = []
    for low in range(0, len(names), IDS_IN_A_QUERY):
        rows = connection.execute(
            sa.select(table).where(table.c.question == question, table.c.id.in_(names[low : low + IDS_IN_A_QUERY]))
        )
        made += [(row.n, Response(row.id, question, row.text, row.attributes, row.weight, row.state)) for row in rows]
    return [response for _, response in sorted(made, key=lambda pair: pair[0])]


def response_states_of(connection: Connection, question: str, names: Sequence[str]) -> dict[str, str]:
    """Import states of the responses with these ids (a few)."""
    table = schema.responses
    query = sa.select(table.c.id, table.c.state).where(table.c.question == question, table.c.id.in_(names))
    return {row.id: row.state for row in connection.execute(query)}


def response_states(connection: Connection, question: str) -> dict[str, str]:
    """Import states by response id, in order."""
    table = schema.responses
    rows = connection.execute(
        sa.select(table.c.id, table.c.state).where(table.c.question == question).order_by(table.c.n)
    )
    return {row.id: row.state for row in rows}


def count_responses(connection: Connection, question: str) -> int:
    query = sa.select(sa.func.count()).select_from(schema.responses).where(schema.responses.c.question == question)
    return int(connection.execute(query).scalar_one())


def add_responses(connection: Connection, question: str, fresh: Sequence[Response]) -> None:
    """Appends responses after those that are in."""
    first = connection.execute(
        sa.select(sa.func.max(schema.responses.c.n)).where(schema.responses.c.question == question)
    ).scalar()
    start = 0 if first is None else int(first) + 1
    insert = schema.responses.insert()
    for low in range(0, len(fresh), BATCH):
        connection.execute(
            insert, [_row(question, start + low + n, made) for n, made in enumerate(fresh[low : low + BATCH])]
        )


def update_response(connection: Connection, question: str, made: Response) -> None:
    """New attributes, weight, state and (for one that was blank) text for a response that is in."""
    table = schema.responses
    connection.execute(
        table.update()
        .where(table.c.question == question, table.c.id == made.id)
        .values(text=made.text, attributes=made.attributes, weight=made.weight, state=made.state)
    )


def _row(question: str, n: int, made: Response) -> dict[str, Any]:
    return {
        "question": question,
        "id": made.id,
        "n": n,
        "text": made.text,
        "attributes": made.attributes,
        "weight": made.weight,
        "state": made.state,
    }
