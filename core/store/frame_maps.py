"""How each version of a code frame came from the one before, and which codings wait to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.codebooks import Code, Codebook, FrameMap, FrameStep
from core.store import schema

IDS_IN_A_QUERY = 500


def put_map(
    connection: Connection,
    question: str,
    version: int,
    came_from: int | None,
    steps: Sequence[FrameStep],
    effect: Mapping[str, int],
) -> None:
    connection.execute(
        schema.frame_maps.insert().values(
            question=question,
            version=version,
            came_from=came_from,
            steps=[step.record() for step in steps],
            effect=dict(effect),
        )
    )


def maps(connection: Connection, question: str) -> list[FrameMap]:
    """One a version, oldest first; a version from before maps were kept has no step."""
    books, made = schema.codebooks, schema.frame_maps
    query = (
        sa.select(books.c.version, books.c.who, books.c.at, made.c.came_from, made.c.steps, made.c.effect)
        .outerjoin(made, sa.and_(made.c.question == books.c.question, made.c.version == books.c.version))
        .where(books.c.question == question)
        .order_by(books.c.version)
    )
    return [
        FrameMap(
            row.version,
            row.came_from,
            tuple(FrameStep(s["kind"], tuple(s["before"]), tuple(s["after"])) for s in row.steps or ()),
            row.effect or {},
            row.who,
            row.at,
        )
        for row in connection.execute(query)
    ]


def frames(connection: Connection, question: str) -> list[Codebook]:
    """Every version of the frame, oldest first."""
    table = schema.codebooks
    query = sa.select(table).where(table.c.question == question).order_by(table.c.version)
    return [
        Codebook(question, row.version, tuple(Code(**code) for code in row.codes)) for row in connection.execute(query)
    ]


def version_at(connection: Connection, question: str, at: str) -> int | None:
    """The version that was the newest at a time; None where there was no frame yet."""
    table = schema.codebooks
    query = sa.select(sa.func.max(table.c.version)).where(table.c.question == question, table.c.at <= at)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def former_codes(connection: Connection, question: str) -> dict[str, FrameStep]:
    """Each code that has left the frame, and the step by which it left; a deleted one, of which nothing is kept, is none."""
    newest = frames(connection, question)
    standing = {code.code for code in newest[-1].codes} if newest else set()
    left = steps_by_which_codes_left(maps(connection, question))
    return {code: step for code, step in left.items() if code not in standing and step.kind != "delete"}


def steps_by_which_codes_left(made: Sequence[FrameMap]) -> dict[str, FrameStep]:
    """Of each code that ever left the frame, the last step by which it did."""
    left: dict[str, FrameStep] = {}
    for version in made:
        for step in version.steps:
            if step.kind in ("merge", "split", "retire", "delete"):
                left.update(dict.fromkeys(step.before, step))
    return left


# What waits to be looked at again -------------------------------------------------------------------------------------


def bearers(
    connection: Connection, question: str, codes: Iterable[str], *, coder: str | None = None, source: str = "human"
) -> dict[tuple[str, str], list[str]]:
    """(response, coder) -> those of the codes (standing or former) that the coder put on the response."""
    t = schema.codings
    query = sa.select(t.c.response, t.c.coder, t.c.code).where(
        t.c.question == question, t.c.source == source, t.c.value.is_(True), t.c.code.in_(list(codes))
    )
    if coder is not None:
        query = query.where(t.c.coder == coder)
    found: dict[tuple[str, str], list[str]] = {}
    for row in connection.execute(query):
        found.setdefault((row.response, row.coder), []).append(row.code)
    return found


def to_recode(
    connection: Connection, question: str, coder: str | None = None, source: str = "human"
) -> dict[tuple[str, str], list[str]]:
    """(response, coder) -> the former codes to show: responses that bore a code that was split and have not been finished
    since. Splitting a code opens the coder's work on the response again (state `open`); finishing it is all that is needed
    to settle it, and taking that back opens it again. In the order in which the responses came in."""
    split = [code for code, step in former_codes(connection, question).items() if step.kind == "split"]
    if not split:
        return {}
    s, r = schema.coding_states, schema.responses
    query = (
        sa.select(s.c.response, s.c.coder)
        .join(r, sa.and_(r.c.question == s.c.question, r.c.id == s.c.response))
        .where(s.c.question == question, s.c.source == source, s.c.state == "open")
        .order_by(r.c.n, s.c.coder)
    )
    if coder is not None:
        query = query.where(s.c.coder == coder)
    bore = bearers(connection, question, split, coder=coder, source=source)
    return {
        (row.response, row.coder): bore[row.response, row.coder]
        for row in connection.execute(query)
        if (row.response, row.coder) in bore
    }


# How often codes were used --------------------------------------------------------------------------------------------


class Use(NamedTuple):
    """`n` responses bear the code in the codings of this coder."""

    code: str
    source: str
    coder: str
    n: int


def uses(connection: Connection, question: str) -> list[Use]:
    """How often each coder put each code, standing or former, on a response; the machine's suggestions too."""
    t = schema.codings
    query = (
        sa.select(t.c.code, t.c.source, t.c.coder, sa.func.count().label("n"))
        .where(t.c.question == question, t.c.value.is_(True))
        .group_by(t.c.code, t.c.source, t.c.coder)
    )
    return [Use(row.code, row.source, row.coder, row.n) for row in connection.execute(query)]


def carried_to(connection: Connection, question: str) -> dict[str, str]:
    """Each code that was merged into another -> the code of the newest frame that it has come to; codes that came to none
    are left out. For what is kept beside codings under the name of a code."""
    gone = former_codes(connection, question)
    made: dict[str, str] = {}
    for code in gone:
        name, seen = code, set()
        while name in gone and gone[name].kind == "merge" and name not in seen:
            seen.add(name)
            name = gone[name].after[0]
        if name not in gone:
            made[code] = name
    return made
