"""What changed between the papers of a project, from the mentions stored and what people decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.store import Store, schema
from core.store import statements as stored
from index.changes import Change, Paper
from index.changes import changes as compared
from index.registers.decisions import attach, decided_pairs
from index.registers.kept import kept


def changes(store: Store, since: str | None = None, organisation: str | None = None) -> list[Change]:
    """What changed between papers, oldest change first; mentions that a person rejected are left out.

    since: only changes that a paper dated on or after this ISO date made. organisation: only those made by papers of this
    organisation (part of its name, whatever the case)."""
    made, papers = kept(store, "changes", lambda: _all(store))
    return [change for change in made if _wanted(change, papers, since, organisation)]


def _all(store: Store) -> tuple[list[Change], dict[str, Paper]]:
    with store.read() as connection:
        found = stored.mentions(connection, "commitment", superseded=True)
        current = stored.mentions(connection, "commitment")
        attached, _ = attach(current, stored.reviews(connection, "commitment").values())
        pairs = decided_pairs(connection, current)
        papers = _papers(connection)
    records: list[Mapping[str, Any]] = []
    for mention in found:
        review = attached.get(mention.id)
        if review is not None and review.decision == "rejected":
            continue
        records.append({**mention.fields, **(review.fields if review else {}), "id": mention.id})
    apart = {pair for pair, same in pairs.items() if not same}
    return compared(records, papers, [pair for pair, same in pairs.items() if same], apart), papers


def _wanted(change: Change, papers: Mapping[str, Paper], since: str | None, organisation: str | None) -> bool:
    later = papers[str((change.b or change.a)["document"])]
    if change.b is None:  # dropped by the current version of the paper
        later = next(paper for paper in papers.values() if paper.lineage == later.lineage and paper.current)
    if since is not None and (later.date or "") < since:
        return False
    return organisation is None or organisation.casefold() in (later.organisation or "").casefold()


def _papers(connection: Connection) -> dict[str, Paper]:
    table, edits = schema.documents, schema.document_edits
    said: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(sa.select(edits)):
        said.setdefault(row.document, {})[row.field] = row.value
    rows = connection.execute(
        sa.select(
            table.c.id, table.c.title, table.c.date, table.c.organisation, table.c.version_of, table.c.superseded_by
        )
    ).all()
    before = {row.id: row.version_of for row in rows}
    made = {}
    for row in rows:
        chain = [row.id]
        while (older := before.get(chain[-1])) is not None and older not in chain:
            chain.append(older)
        values = {"title": row.title, "date": row.date, "organisation": row.organisation, **said.get(row.id, {})}
        made[row.id] = Paper(
            row.id, values["title"] or row.title, values["date"], values["organisation"], chain[-1], len(chain),
            row.superseded_by is None,
        )  # fmt: skip
    return made
