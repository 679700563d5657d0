"""Rows of the registers: mentions of one commitment as one record, people's decisions applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.store import Store, schema
from core.store import statements as stored
from core.store.statements import Mention, Part, Review, StatementKind
from index.mentions import merged, said
from index.registers.decisions import attach, decided_pairs, loose_pairs, placed_parts
from index.registers.filled import filled
from index.registers.kept import kept

LOCATION = (
    "document", "title", "path", "page", "page_label", "item", "section", "paragraph", "start", "end", "quote",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a register. `fields`: the contract's record with people's edits applied; `mentions`: ids, the first of
    them the row's own; `decision`, `who`, `at`: the newest decision about it, or None; `edited`: the fields that a person
    changed."""

    id: str
    kind: StatementKind
    document: str
    fields: dict[str, Any]
    mentions: tuple[str, ...]
    decision: str | None = None
    who: str | None = None
    at: str | None = None
    edited: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """The record of docs/contracts.md."""
        return dict(self.fields)


@dataclass(frozen=True, slots=True)
class Register:
    """Rows, and the decisions for which no row was found again."""

    rows: tuple[RegisterRow, ...]
    unattached: tuple[Review, ...]


def commitments(
    store: Store,
    actor: str | None = None,
    due_before: str | None = None,
    as_at: str | None = None,
    status: str | None = None,
    *,
    rejected: bool = False,
) -> list[RegisterRow]:
    """The commitments, each once, in the order of documents (by date) and pages.

    actor: part of a name, whatever the case. due_before: those whose deadline ends before this ISO date (begins before it,
    where it has no end). as_at: only what documents dated up to this ISO date say (undated ones are kept). status: as a
    person recorded it. rejected: also those that somebody rejected."""
    rows = register(store, "commitment", as_at=as_at).rows
    return [
        row
        for row in rows
        if (rejected or row.decision != "rejected")
        and (actor is None or _is_of(row.fields, actor))
        and (due_before is None or _due_before(row.fields, due_before))
        and (status is None or row.fields.get("status") == status)
    ]


def findings(store: Store, as_at: str | None = None, *, rejected: bool = False) -> list[RegisterRow]:
    """The findings in the order of documents (by date) and pages; also the rejected ones where asked."""
    rows = register(store, "finding", as_at=as_at).rows
    return [row for row in rows if rejected or row.decision != "rejected"]


def unattached(store: Store, kind: StatementKind) -> list[Review]:
    """Decisions whose words stand in no current document any more; nothing of them is dropped."""
    return list(register(store, kind).unattached)


def register(store: Store, kind: StatementKind, as_at: str | None = None) -> Register:
    """The whole register of one kind, rejected rows too. Kept until the project changes: rows are not to be altered."""
    return kept(store, ("register", kind, as_at), lambda: _register(store, kind, as_at))


def _register(store: Store, kind: StatementKind, as_at: str | None) -> Register:
    with store.read() as connection:
        found = stored.mentions(connection, kind)
        order = _document_order(connection)
        reviews = stored.reviews(connection, kind)
        decisions = decided_pairs(connection, found) if kind == "commitment" else {}
        parts = stored.parts(connection) if kind == "commitment" else []
        pairs = loose_pairs(connection, found) if kind == "commitment" else []
    attached, loose = attach(found, reviews.values())
    over, gone = placed_parts(parts, found)
    if as_at is not None:
        found = [mention for mention in found if (order[mention.document][0] or "") <= as_at]
    found.sort(key=lambda mention: (order[mention.document][1], mention.start, mention.row))
    by_id = {mention.id: mention for mention in found}
    groups = [[mention.id] for mention in found]
    if kind == "commitment":
        groups = merged([said(m.id, m.document, m.start, m.end, m.fields) for m in found], decisions)
    rows = []
    for group in groups:
        row = _row(kind, [by_id[name] for name in group], attached)
        rows += [row, *(_part(row, part) for name in group for part in over.get(name, []))]
    return Register(tuple(rows), (*loose, *gone, *pairs))


def _part(row: RegisterRow, part: Part) -> RegisterRow:
    """A row that a person split off another: its words and place, fields of its own, what became of it left out."""
    fields = {**row.fields, "status": None, "status_evidence": None, "status_date": None, **part.fields, "id": part.id}
    said_in = {name: came for name, came in fields.pop("from_mentions", {}).items() if name not in part.fields}
    if said_in:
        fields["from_mentions"] = said_in
    fields["trackability"] = trackability(fields)
    return RegisterRow(
        part.id, row.kind, row.document, fields, (part.id,), "edited", part.who, part.at, tuple(sorted(part.fields))
    )  # fmt: skip


def _document_order(connection: Connection) -> dict[str, tuple[str | None, int]]:
    """(date, place) of each current document: dated ones first, by date, then as they came in."""
    table, edits = schema.documents, schema.document_edits
    dates = {row.document: row.value for row in connection.execute(sa.select(edits).where(edits.c.field == "date"))}
    rows = connection.execute(
        sa.select(table.c.id, table.c.date, table.c.added_at).where(table.c.superseded_by.is_(None))
    ).all()
    placed = sorted(rows, key=lambda row: (dates.get(row.id, row.date) or "9999", row.added_at, row.id))
    return {row.id: (dates.get(row.id, row.date), n) for n, row in enumerate(placed)}


def _row(kind: StatementKind, group: Sequence[Mention], attached: Mapping[str, Review]) -> RegisterRow:
    first = group[0]
    decided = sorted((attached[m.id] for m in group if m.id in attached), key=lambda review: review.at)
    newest = decided[-1] if decided else None
    fields = {name: value for name, value in first.fields.items() if name != "rule"}
    more = filled([mention.fields for mention in group]) if kind == "commitment" else {}
    fields |= {name: one.value for name, one in more.items()}
    changed: set[str] = set()
    for review in decided:
        if review.decision != "rejected":
            fields |= review.fields
            changed |= review.fields.keys()
    fields["id"] = first.id
    if kind == "commitment":
        fields["mentions"] = [_location(mention.fields) for mention in group]
        said_in = {name: one.mention for name, one in more.items() if name not in changed}
        if said_in:
            fields["from_mentions"] = said_in
        for name in ("status", "status_evidence", "status_date"):
            fields.setdefault(name, None)
        fields["trackability"] = trackability(fields)
    return RegisterRow(
        first.id,
        kind,
        first.document,
        fields,
        tuple(mention.id for mention in group),
        newest.decision if newest else None,
        newest.who if newest else None,
        newest.at if newest else None,
        tuple(sorted(changed)),
    )


def _location(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields.get(name) for name in LOCATION}


def trackability(fields: Mapping[str, Any]) -> list[str]:
    """What a tracker would miss (as core.statements.Commitment.trackability, after people's edits)."""
    deadline = fields.get("deadline") or {}
    missing = [] if fields.get("actor") else ["actor"]
    if not (deadline.get("start") or deadline.get("end")):
        missing.append("deadline")
    if not fields.get("amount") and not any(character.isdigit() for character in str(fields.get("action") or "")):
        missing.append("measure")
    return missing


def _is_of(fields: Mapping[str, Any], actor: str) -> bool:
    held = fields.get("actor") or {}
    return any(actor.casefold() in str(held.get(name) or "").casefold() for name in ("name", "text"))


def _due_before(fields: Mapping[str, Any], date: str) -> bool:
    deadline = fields.get("deadline") or {}
    due = deadline.get("end") or deadline.get("start")
    return bool(due) and str(due) < date


def search_text(fields: Mapping[str, Any]) -> str:
    """What a statement is searched by: its own words, who and what it is about, and the heading it stands under."""
    actor = fields.get("actor") or {}
    parts = [
        *(fields.get("section") or [])[-1:],
        actor.get("name"),
        fields.get("survey_question"),
        fields.get("quote"),
        fields.get("action"),
        fields.get("theme"),
        fields.get("population"),
    ]
    return ". ".join(dict.fromkeys(str(part) for part in parts if part))
