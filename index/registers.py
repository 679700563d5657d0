"""The registers: mentions of commitments and findings as records, with what people decided about them.

Commitments said again are one record with its mentions; each finding is a record of its own (a figure of the summary and
its twin in the body are both wanted). What a person confirmed, edited, rejected or merged is kept apart from what programs
read, found again by quote and paragraph after a document is read anew, and listed where it cannot be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection

from core.errors import NotFoundError, UsageError
from core.events import now
from core.statements import COMMITMENT_STATUSES
from core.store import Store, schema
from core.store import statements as stored
from core.store.statements import Mention, Review, StatementKind
from core.text import fold
from index.mentions import merged, said

Decision = Literal["confirmed", "edited", "rejected", "undecided"]
LOCATION = (
    "document", "title", "path", "page", "page_label", "item", "section", "paragraph", "start", "end", "quote",
)  # fmt: skip
COMMITMENT_FIELDS = frozenset(
    [
        "actor",
        "action",
        "certainty",
        "kind",
        "strength",
        "deadline",
        "amount",
        "status",
        "status_evidence",
        "status_date",
    ]
)
FINDING_FIELDS = frozenset(
    [
        "kind",
        "value",
        "prominence",
        "population",
        "base",
        "subject",
        "survey_question",
        "figure",
        "comparison",
        "wave",
        "in_summary",
        "theme",
    ]
)
EDITABLE: dict[StatementKind, frozenset[str]] = {"commitment": COMMITMENT_FIELDS, "finding": FINDING_FIELDS}
NEARLY = 0.92  # share of a quote's characters that must agree for a decision to follow a quote that was reworded


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a register. `fields`: the contract's record with people's edits applied; `mentions`: ids, the first of
    them the row's own; `decision`, `who`, `at`: the newest decision about it, or None."""

    id: str
    kind: StatementKind
    document: str
    fields: dict[str, Any]
    mentions: tuple[str, ...]
    decision: str | None = None
    who: str | None = None
    at: str | None = None

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
    """The whole register of one kind, rejected rows too."""
    with store.read() as connection:
        found = stored.mentions(connection, kind)
        order = _document_order(connection)
        reviews = stored.reviews(connection, kind)
        decisions = _merges(connection, found) if kind == "commitment" else {}
    attached, loose = attach(found, reviews.values())
    if as_at is not None:
        found = [mention for mention in found if (order[mention.document][0] or "") <= as_at]
    found.sort(key=lambda mention: (order[mention.document][1], mention.start, mention.row))
    by_id = {mention.id: mention for mention in found}
    groups = [[mention.id] for mention in found]
    if kind == "commitment":
        groups = merged([said(m.id, m.document, m.start, m.end, m.fields) for m in found], decisions)
    rows = tuple(_row(kind, [by_id[name] for name in group], attached) for group in groups)
    return Register(rows, tuple(loose))


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
    for review in decided:
        fields |= review.fields if review.decision != "rejected" else {}
    fields["id"] = first.id
    if kind == "commitment":
        fields["mentions"] = [_location(mention.fields) for mention in group]
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


# Decisions -----------------------------------------------------------------------------------------------------------


def attach(mentions: Iterable[Mention], reviews: Iterable[Review]) -> tuple[dict[str, Review], list[Review]]:
    """Decisions by the id of the mention that they are about now, and those for which there is none.

    By id; else by the same words in the same paragraph of the same file, of any file, then the same words alone, then
    nearly the same words in the same paragraph of the same file."""
    current = list(mentions)
    ids = {mention.id for mention in current}
    waiting = [review for review in reviews if review.statement not in ids]
    attached = {review.statement: review for review in reviews if review.statement in ids}
    loose: list[Review] = []
    if not waiting:
        return attached, loose
    free = [mention for mention in current if mention.id not in attached]
    quotes = {mention.id: fold(str(mention.fields.get("quote") or "")) for mention in free}
    for review in sorted(waiting, key=lambda one: (one.at, one.statement)):
        same_kind = [m for m in free if m.kind == review.kind and m.id not in attached]
        chosen = _again(review, same_kind, quotes)
        if chosen is None:
            loose.append(review)
        else:
            attached[chosen.id] = review
    return attached, loose


def _again(review: Review, free: Sequence[Mention], quotes: Mapping[str, str]) -> Mention | None:
    from rapidfuzz.fuzz import ratio

    quote = fold(review.quote)
    same = [m for m in free if quotes[m.id] == quote]
    in_file = [m for m in same if m.fields.get("path") == review.path]
    in_paragraph = [m for m in same if m.fields.get("paragraph") == review.paragraph]
    both = [m for m in in_file if m in in_paragraph]
    for candidates in (both, in_file, in_paragraph, same):
        if len(candidates) == 1 or (candidates and candidates is both):
            return candidates[0]
    near = [
        (ratio(quotes[m.id], quote) / 100, m)
        for m in free
        if m.fields.get("path") == review.path and m.fields.get("paragraph") == review.paragraph
    ]
    best = max(near, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= NEARLY else None


def _merges(connection: Connection, found: Sequence[Mention]) -> dict[tuple[str, str], bool]:
    """People's decisions on pairs. A mention of an older version of a document stands for its words in the newer one."""
    decided = stored.merges(connection)
    current = {mention.id for mention in found}
    gone = sorted({name for pair in decided for name in pair} - current)
    table = schema.statements
    instead: dict[str, str] = {}
    if gone:
        quotes = {mention.id: fold(str(mention.fields.get("quote") or "")) for mention in found}
        for row in connection.execute(sa.select(table).where(table.c.id.in_(gone[:500]))):
            old = Review(
                row.id, row.kind, "confirmed", {}, str(row.fields.get("path")), row.fields.get("paragraph"),
                str(row.fields.get("quote")), "", "",
            )  # fmt: skip
            again = _again(old, found, quotes)
            if again is not None:
                instead[row.id] = again.id
    made: dict[tuple[str, str], bool] = {}
    for (a, b), same in decided.items():
        first, second = sorted((instead.get(a, a), instead.get(b, b)))
        if first != second:
            made[(first, second)] = same
    return made


def review(
    store: Store,
    statement_id: str,
    decision: Decision,
    fields: Mapping[str, Any] | None = None,
    who: str | None = None,
) -> None:
    """Records what a person decided of a row: confirmed, edited (with the fields that change), rejected, or undecided
    (takes an earlier decision back). Fields of earlier edits stay unless they are changed again.

    Raises NotFoundError for an unknown row and UsageError for a field or status that there is not."""
    changes = dict(fields or {})
    if decision not in ("confirmed", "edited", "rejected", "undecided"):
        raise UsageError(f"A decision is confirmed, edited, rejected or undecided, not {decision!r}.")
    with store.read() as connection:
        mention = next((m for m in stored.mentions(connection) if m.id == statement_id), None)
        if mention is None:
            raise NotFoundError(f"There is no register row {statement_id!r} in the current documents.")
        attached, _ = attach(
            stored.mentions(connection, mention.kind), stored.reviews(connection, mention.kind).values()
        )
    before = attached.get(statement_id)
    _check(mention.kind, changes)
    with store.action("review", statement_id, who) as action:
        action.before = {"decision": before.decision, "fields": before.fields} if before else None
        if before is not None:
            stored.drop_review(action.connection, before.statement)
        if decision == "undecided":
            return
        kept = {**before.fields, **changes} if before is not None else changes
        action.after = {"decision": decision, "fields": kept}
        made = Review(
            statement_id, mention.kind, decision, kept, str(mention.fields.get("path") or ""),
            mention.fields.get("paragraph"), str(mention.fields.get("quote") or ""), who or store.who, now(),
        )  # fmt: skip
        stored.put_review(action.connection, made)


def _check(kind: StatementKind, changes: Mapping[str, Any]) -> None:
    unknown = sorted(changes.keys() - EDITABLE[kind])
    if unknown:
        raise UsageError(f"A {kind} has no field that can be edited called {', '.join(unknown)}.")
    status = changes.get("status")
    if status is not None and status not in COMMITMENT_STATUSES:
        raise UsageError(f"A status is one of {', '.join(COMMITMENT_STATUSES)}, not {status!r}.")


def merge(store: Store, a: str, b: str, *, same: bool, who: str | None = None) -> None:
    """Records that two rows (or mentions) are, or are not, one commitment. Raises NotFoundError for an unknown one."""
    with store.read() as connection:
        known = {mention.id for mention in stored.mentions(connection, "commitment")}
    for name in (a, b):
        if name not in known:
            raise NotFoundError(f"There is no commitment {name!r} in the current documents.")
    if a == b:
        raise UsageError("A commitment cannot be merged with itself.")
    with store.action("merge" if same else "separate", a, who) as action:
        action.after = {"with": b}
        stored.put_merge(action.connection, a, b, same, who or store.who)


# For search ----------------------------------------------------------------------------------------------------------


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
