"""The code frame, people's and the machine's codings, samples and runs, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from core.codebooks import Code, Codebook, Coding
from core.events import now
from core.store import coding_journal as journal
from core.store import schema

BATCH = 20_000
IDS_IN_A_QUERY = 500


# The code frame -----------------------------------------------------------------------------------------------------


def codebook(connection: Connection, question: str, version: int | None = None) -> Codebook | None:
    """The newest version of the question's code frame, or the one asked for; None where there is none."""
    table = schema.codebooks
    query = sa.select(table).where(table.c.question == question).order_by(table.c.version.desc()).limit(1)
    if version is not None:
        query = query.where(table.c.version == version)
    row = connection.execute(query).first()
    return Codebook(question, row.version, tuple(Code(**code) for code in row.codes)) if row else None


def standing_codes(connection: Connection, question: str) -> frozenset[str] | None:
    """The codes of the newest frame: codings of other codes are kept and do not count. None where there is no frame."""
    newest = codebook(connection, question)
    return None if newest is None else frozenset(code.code for code in newest.codes)


def put_codebook(connection: Connection, made: Codebook, who: str) -> None:
    newest = connection.execute(
        sa.select(sa.func.max(schema.codebooks.c.version)).where(schema.codebooks.c.question == made.question)
    ).scalar()
    connection.execute(
        schema.codebooks.insert().values(
            question=made.question,
            version=made.version,
            codes=[code.record() for code in made.codes],
            who=who,
            at=now(),
        )
    )
    journal.record_frame(connection, made.question, newest, made.version)


# Coders -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes this question, `n` in order of first coding; `position` is where they stopped."""

    name: str
    n: int
    position: int
    last_seq: Mapping[str, int]


def coders(connection: Connection, question: str) -> list[Coder]:
    table = schema.coders
    rows = connection.execute(sa.select(table).where(table.c.question == question).order_by(table.c.n))
    return [Coder(row.name, row.n, row.position, row.last_seq) for row in rows]


def ensure_coder(connection: Connection, question: str, name: str) -> Coder:
    known = coders(connection, question)
    for coder in known:
        if coder.name == name:
            return coder
    made = Coder(name, 1 + max((coder.n for coder in known), default=-1), 0, {})
    connection.execute(schema.coders.insert().values(question=question, name=name, n=made.n, position=0, last_seq={}))
    return made


def update_coder(connection: Connection, question: str, coder: Coder) -> None:
    table = schema.coders
    connection.execute(
        table.update()
        .where(table.c.question == question, table.c.name == coder.name)
        .values(position=coder.position, last_seq=dict(coder.last_seq))
    )


# Judgements ---------------------------------------------------------------------------------------------------------


class StateRow(NamedTuple):
    """That a coder has dealt with a response: `coded`, `open` (codes chosen, not finished), `uncodable`; the machine's
    are `coded` and `abstained`."""

    response: str
    coder: str
    source: str
    state: str
    design: str | None = None
    note: str = ""
    flagged: bool = False


def states(
    connection: Connection, question: str, *, coder: str | None = None, responses: Sequence[str] | None = None
) -> Iterator[StateRow]:
    table = schema.coding_states
    query = sa.select(
        table.c.response,
        table.c.coder,
        table.c.source,
        table.c.state,
        table.c.design,
        table.c.note,
        table.c.flagged,
    ).where(table.c.question == question)
    if coder is not None:
        query = query.where(table.c.coder == coder)
    if responses is not None:
        query = query.where(table.c.response.in_(responses))
    for row in connection.execute(query):
        yield StateRow(*row)


def put_states(connection: Connection, question: str, made: Iterable[StateRow]) -> None:
    """Stores each row in place of the one with the same response, coder and source."""
    at = now()
    rows = [journal.StateFull(*row, at) for row in made]
    before: list[journal.StateFull] = []
    for coder, source, names in _by_coder(rows):
        if journal.has_dealt(connection, schema.coding_states, question, coder, source):
            before += journal.state_rows(connection, question, coder=coder, source=source, responses=names)
    journal.replace_state_rows(connection, question, before, rows)


def _by_coder(rows: Iterable[Any]) -> Iterator[tuple[str, str, list[str]]]:
    """(coder, source, their responses) of rows that have all three."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        found.setdefault((row.coder, row.source), {})[row.response] = None
    for (coder, source), names in found.items():
        yield coder, source, list(names)


class Judgement(NamedTuple):
    """A coding without what the store adds."""

    response: str
    code: str
    coder: str
    source: str
    value: bool
    design: str | None = None
    probability: float | None = None


def put_codings(
    connection: Connection, question: str, made: Sequence[Judgement], version: int, run: str | None = None
) -> None:
    """Stores judgements in place of all that the same coders made, from the same source, on the same responses; what they
    said of codes that are no longer in the frame is kept."""
    at = now()
    standing = standing_codes(connection, question)
    for part in _parts(made):
        rows = [
            journal.CodingRow(r.response, r.code, r.coder, r.source, r.value, r.design, r.probability, version, run, at)
            for r in part
        ]
        given = standing and standing.union(row.code for row in rows)
        before: list[journal.CodingRow] = []
        for coder, source, names in _by_coder(rows):
            if journal.has_dealt(connection, schema.codings, question, coder, source):
                before += journal.coding_rows(
                    connection, question, coder=coder, source=source, responses=names, codes=given
                )
        journal.replace_coding_rows(connection, question, before, rows)


def _parts(made: Sequence[Judgement]) -> Iterator[Sequence[Judgement]]:
    """Judgements in parts of about 2 x BATCH, what one coder said of one response never divided."""
    if len(made) <= 2 * BATCH:
        yield made
        return
    ordered = sorted(made, key=lambda row: (row.source, row.coder, row.response))
    low = 0
    while low < len(ordered):
        high = min(low + 2 * BATCH, len(ordered))
        while (
            high < len(ordered)
            and ordered[high][:1] + ordered[high][2:4] == ordered[high - 1][:1] + ordered[high - 1][2:4]
        ):
            high += 1
        yield ordered[low:high]
        low = high


def drop_judgements(connection: Connection, question: str, response: str, coder: str, source: str) -> None:
    """As if this coder had never dealt with the response."""
    if source == "human":
        marks = schema.text_marks
        connection.execute(
            marks.delete().where(marks.c.question == question, marks.c.response == response, marks.c.coder == coder)
        )
    codings_before = journal.coding_rows(connection, question, coder=coder, source=source, responses=[response])
    states_before = journal.state_rows(connection, question, coder=coder, source=source, responses=[response])
    journal.replace_coding_rows(connection, question, codings_before, [])
    journal.replace_state_rows(connection, question, states_before, [])


def drop_machine(connection: Connection, question: str) -> None:
    """Takes the suggestions of an earlier run away; people's codings stay."""
    journal.record_codings(connection, question, journal.coding_rows(connection, question, source="machine"), [])
    journal.record_states(connection, question, journal.state_rows(connection, question, source="machine"), [])
    for table in (schema.codings, schema.coding_states):
        connection.execute(table.delete().where(table.c.question == question, table.c.source == "machine"))


def judgements(
    connection: Connection, question: str, *, source: str | None = None, responses: Sequence[str] | None = None
) -> Iterator[tuple[str, str, str, str, bool]]:
    """(response, code, coder, source, value) of every coding of a code of the newest frame, unordered."""
    table = schema.codings
    standing = standing_codes(connection, question)
    query = sa.select(table.c.response, table.c.code, table.c.coder, table.c.source, table.c.value).where(
        table.c.question == question
    )
    if source is not None:
        query = query.where(table.c.source == source)
    if responses is not None:
        query = query.where(table.c.response.in_(responses))
    for row in connection.execute(query):
        if standing is None or row.code in standing:
            yield row.response, row.code, row.coder, row.source, row.value


def codings(
    connection: Connection, question: str, *, source: str | None = None, coder: str | None = None
) -> Iterator[Coding]:
    """Codings of the codes of the newest frame by response, coder and code, responses in the order in which they came in."""
    table = schema.codings
    standing = standing_codes(connection, question)
    query = (
        sa.select(table)
        .join(
            schema.responses,
            sa.and_(schema.responses.c.question == table.c.question, schema.responses.c.id == table.c.response),
        )
        .where(table.c.question == question)
        .order_by(schema.responses.c.n, table.c.source, table.c.coder, table.c.code)
    )
    if source is not None:
        query = query.where(table.c.source == source)
    if coder is not None:
        query = query.where(table.c.coder == coder)
    for row in connection.execute(query):
        if standing is not None and row.code not in standing:
            continue
        yield Coding(row.response, row.code, row.value, row.coder, row.source, row.at, row.design, row.probability)


def probabilities(
    connection: Connection, question: str, responses: Sequence[str] | None = None
) -> Iterator[tuple[str, str, float]]:
    """(response, code, probability) of the machine's suggestions of codes of the newest frame."""
    table = schema.codings
    standing = standing_codes(connection, question)
    query = sa.select(table.c.response, table.c.code, table.c.probability).where(
        table.c.question == question, table.c.source == "machine", table.c.value.is_(True)
    )
    if responses is not None:
        query = query.where(table.c.response.in_(responses))
    for row in connection.execute(query):
        if standing is None or row.code in standing:
            yield row.response, row.code, float(row.probability or 0.0)


# Events of the coding area ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClientEvent:
    client: str
    seq: int
    response: str
    payload: dict[str, Any]


def has_client_event(connection: Connection, client: str, seq: int) -> bool:
    table = schema.client_events
    query = sa.select(table.c.seq).where(table.c.client == client, table.c.seq == seq)
    return connection.execute(query).first() is not None


def put_client_event(connection: Connection, question: str, coder: str, made: ClientEvent) -> None:
    """Raises sqlalchemy's IntegrityError where the client has sent this number before."""
    connection.execute(
        schema.client_events.insert().values(
            client=made.client,
            seq=made.seq,
            question=question,
            coder=coder,
            response=made.response,
            payload=made.payload,
            at=now(),
        )
    )


def set_payload(connection: Connection, made: ClientEvent) -> None:
    table = schema.client_events
    connection.execute(
        table.update().where(table.c.client == made.client, table.c.seq == made.seq).values(payload=made.payload)
    )


def client_events(connection: Connection, question: str, coder: str, limit: int, offset: int = 0) -> list[ClientEvent]:
    """A coder's newest events first."""
    table = schema.client_events
    query = (
        sa.select(table)
        .where(table.c.question == question, table.c.coder == coder)
        .order_by(table.c.at.desc(), table.c.seq.desc())
        .limit(limit)
        .offset(offset)
    )
    return [ClientEvent(row.client, row.seq, row.response, row.payload) for row in connection.execute(query)]


# Samples ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sample:
    """A recorded draw: `members` in the order drawn, from the `population` responses that were answered at the time."""

    id: str
    design: str
    seed: int | None
    population: int
    members: tuple[str, ...]


def put_sample(connection: Connection, question: str, made: Sample, who: str) -> None:
    connection.execute(
        schema.samples.insert().values(
            id=made.id,
            question=question,
            design=made.design,
            seed=made.seed,
            n=len(made.members),
            population=made.population,
            who=who,
            at=now(),
        )
    )
    rows = [{"sample": made.id, "response": name, "n": n} for n, name in enumerate(made.members)]
    for low in range(0, len(rows), BATCH):
        connection.execute(schema.sample_members.insert(), rows[low : low + BATCH])


def samples(connection: Connection, question: str) -> list[Sample]:
    """Recorded draws, oldest first."""
    table, members = schema.samples, schema.sample_members
    found: dict[str, list[str]] = {}
    for row in connection.execute(
        sa.select(members.c.sample, members.c.response)
        .join(table, table.c.id == members.c.sample)
        .where(table.c.question == question)
        .order_by(members.c.sample, members.c.n)
    ):
        found.setdefault(row.sample, []).append(row.response)
    rows = connection.execute(sa.select(table).where(table.c.question == question).order_by(table.c.at, table.c.id))
    return [Sample(row.id, row.design, row.seed, row.population, tuple(found.get(row.id, ()))) for row in rows]


def drawn(connection: Connection, question: str, responses: Sequence[str]) -> set[str]:
    """Which of the responses (a few) are members of a recorded random draw."""
    table, members = schema.samples, schema.sample_members
    query = (
        sa.select(members.c.response)
        .join(table, table.c.id == members.c.sample)
        .where(table.c.question == question, table.c.design == "random", members.c.response.in_(responses))
    )
    return set(connection.execute(query).scalars())


# Runs ---------------------------------------------------------------------------------------------------------------


def put_run(connection: Connection, name: str, question: str, manifest: dict[str, Any], who: str) -> None:
    connection.execute(schema.runs.insert().values(id=name, question=question, manifest=manifest, who=who, at=now()))


def runs(connection: Connection, question: str) -> list[tuple[str, dict[str, Any]]]:
    """(id, manifest), newest first."""
    table = schema.runs
    query = sa.select(table).where(table.c.question == question).order_by(table.c.at.desc(), table.c.id)
    return [(row.id, row.manifest) for row in connection.execute(query)]
