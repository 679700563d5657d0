"""Runs of the machine with the files that repeat them, and proposed themes with what people decided about them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection

from core.errors import StoreError
from core.events import now
from core.store import schema

ThemeState = Literal["proposed", "accepted", "merged", "rejected"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its manifest."""

    id: str
    question: str
    manifest: dict[str, Any]
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class RunFile:
    """A file kept with a run; `sha256` of its content."""

    name: str
    sha256: str
    content: bytes


def run(connection: Connection, name: str) -> Run | None:
    row = connection.execute(sa.select(schema.runs).where(schema.runs.c.id == name)).first()
    return Run(row.id, row.question, row.manifest, row.who, row.at) if row else None


def put_run_file(connection: Connection, run: str, name: str, content: bytes) -> str:
    """Keeps the file, compressed, and returns the sha256 of its content."""
    sha256 = hashlib.sha256(content).hexdigest()
    connection.execute(
        schema.run_files.insert().values(run=run, name=name, sha256=sha256, content=zlib.compress(content, 6))
    )
    return sha256


def replace_run_file(connection: Connection, run: str, name: str, content: bytes) -> str:
    """As put_run_file, in the place of a file of that name."""
    table = schema.run_files
    connection.execute(table.delete().where(table.c.run == run, table.c.name == name))
    return put_run_file(connection, run, name, content)


def run_file(connection: Connection, run: str, name: str) -> RunFile | None:
    """The kept file, None where there is none. Raises StoreError where its content is not what was kept."""
    table = schema.run_files
    row = connection.execute(sa.select(table).where(table.c.run == run, table.c.name == name)).first()
    if row is None:
        return None
    try:
        content = zlib.decompress(row.content)
    except zlib.error:
        content = b""
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise StoreError(
            f"The file {name!r} that is kept with the run {run} is damaged. Train again, or restore a backup."
        )
    return RunFile(name, row.sha256, content)


def accepted(connection: Connection, question: str) -> set[str]:
    """Responses that bear a person's coding which came from a run: accepted in bulk."""
    table = schema.codings
    query = sa.select(table.c.response).where(
        table.c.question == question, table.c.source == "human", table.c.run.is_not(None)
    )
    return set(connection.execute(query.distinct()).scalars())


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """A group of responses that no code fitted; `members` nearest the centre first; `code`: what it became."""

    id: str
    n: int
    label: str
    members: tuple[str, ...]
    seed: int
    state: ThemeState = "proposed"
    code: str | None = None


def themes(connection: Connection, question: str) -> list[ProposedTheme]:
    """The open ones in the order of the newest proposal, and those that were decided on."""
    table = schema.proposed_themes
    query = sa.select(table).where(table.c.question == question).order_by(table.c.n, table.c.id)
    return [
        ProposedTheme(row.id, row.n, row.label, tuple(row.members), row.seed, row.state, row.code)
        for row in connection.execute(query)
    ]


def replace_open_themes(connection: Connection, question: str, made: Sequence[ProposedTheme], who: str) -> None:
    """Puts a new proposal in the place of the open themes; what was decided on stays."""
    table = schema.proposed_themes
    connection.execute(table.delete().where(table.c.question == question, table.c.state == "proposed"))
    decided = {theme.id for theme in themes(connection, question)}
    _insert(connection, question, (theme for theme in made if theme.id not in decided), who)


def put_theme(connection: Connection, question: str, theme: ProposedTheme, who: str) -> None:
    """Writes the theme as it now is."""
    table = schema.proposed_themes
    connection.execute(table.delete().where(table.c.question == question, table.c.id == theme.id))
    _insert(connection, question, [theme], who)


def _insert(connection: Connection, question: str, made: Iterable[ProposedTheme], who: str) -> None:
    rows = [
        {
            "question": question,
            "id": theme.id,
            "n": theme.n,
            "label": theme.label,
            "members": list(theme.members),
            "seed": theme.seed,
            "state": theme.state,
            "code": theme.code,
            "who": who,
            "at": now(),
        }
        for theme in made
    ]
    if rows:
        connection.execute(schema.proposed_themes.insert(), rows)
