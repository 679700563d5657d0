"""A project's papers as checks and waves read them, and what people decided about checks: the module that touches the store.

A check is dismissed with a reason. The decision is kept by the check's id and by both quotes, so that it is found again
after a document is read anew or comes in a new version; it is undone, not deleted, in the event log.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

from core.documents import Document
from core.errors import NotFoundError, UsageError
from core.events import now
from core.store import Store
from core.store import documents as stored_documents
from core.store import statements as stored
from core.store.statements import Mention, Review
from core.text import fold
from index.checks import Check, Paper, check_paper
from index.checks.paper import statistics_of, undertakings_of
from index.registers import attach, findings
from index.waves import Wave, compare

CheckStatus = Literal["open", "dismissed"]
KEPT = 400  # papers whose checks are kept in memory


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with what people decided: `status` open or dismissed, with the reason, who and when."""

    check: Check
    status: CheckStatus = "open"
    reason: str | None = None
    who: str | None = None
    at: str | None = None

    def record(self) -> dict[str, Any]:
        """The record of docs/contracts.md."""
        return {**self.check.record(), "status": self.status, "reason": self.reason}


def papers(store: Store, document: str | None = None) -> Iterator[Paper]:
    """The current documents (or one) with their blocks, findings and commitments, people's edits applied and rejected rows
    left out. Raises NotFoundError for an unknown document."""
    with store.read() as connection:
        wanted = (
            [stored_documents.document(connection, document)]
            if document
            else stored_documents.all_documents(connection)
        )
        mentions = stored.mentions(connection, "commitment")
        reviews = stored.reviews(connection, "commitment")
    attached, _ = attach(mentions, reviews.values())
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in findings(store):
        rows.setdefault(row.document, []).append(row.fields)
    said: dict[str, list[Mapping[str, Any]]] = {}
    for mention in mentions:
        decided = attached.get(mention.id)
        if decided is None or decided.decision != "rejected":
            said.setdefault(mention.document, []).append(_fields(mention, decided))
    for one in wanted:
        with store.read() as connection:
            blocks = stored_documents.blocks_of(connection, one.id)
        yield Paper(one, tuple(blocks), statistics_of(rows.get(one.id, ())), undertakings_of(said.get(one.id, ())))


def _fields(mention: Mention, decided: Review | None) -> Mapping[str, Any]:
    return {**mention.fields, **(decided.fields if decided else {})}


# Checks --------------------------------------------------------------------------------------------------------------

_found: OrderedDict[tuple[Any, ...], list[Check]] = OrderedDict()
_lock = Lock()


def checks(store: Store, document: str | None = None, *, dismissed: bool = False) -> list[CheckRow]:
    """What disagrees in the papers, in their order; the dismissed ones only where asked. What was worked out for a paper
    is kept as long as its text, findings and commitments stay as they are."""
    with store.read() as connection:
        decisions = list(stored.reviews(connection, "check").values())
    by_id = {one.statement: one for one in decisions}
    by_quotes = {_quotes(one): one for one in decisions}
    made = []
    for paper in papers(store, document):
        for found in _checked(paper):
            decided = by_id.get(found.id) or by_quotes.get((found.kind, fold(found.a.quote), _folded(found)))
            row = (
                CheckRow(found, "dismissed", decided.fields.get("reason"), decided.who, decided.at)
                if decided
                else CheckRow(found)
            )
            if dismissed or row.status == "open":
                made.append(row)
    return made


def _checked(paper: Paper) -> list[Check]:
    document = paper.document
    key = (
        document.id, document.title, document.path, document.date, hash(document.text), hash(paper.blocks), hash(paper.statistics),
        hash(paper.undertakings),
    )  # fmt: skip
    with _lock:
        if key in _found:
            _found.move_to_end(key)
            return _found[key]
    made = check_paper(paper)
    with _lock:
        _found[key] = made
        while len(_found) > KEPT:
            _found.popitem(last=False)
    return made


def _folded(check: Check) -> str:
    return fold(check.b.quote) if check.b else ""


def _quotes(review: Review) -> tuple[str, str, str]:
    return (
        str(review.fields.get("kind") or ""), fold(review.quote), fold(str(review.fields.get("quote_b") or ""))
    )  # fmt: skip


def dismiss(store: Store, check_id: str, reason: str, who: str | None = None) -> None:
    """Records that a check is no mistake of the paper, or one that is known, with the reason.

    Raises NotFoundError for an unknown check and UsageError without a reason."""
    if not reason.strip():
        raise UsageError("Say why: a check is dismissed with a reason.")
    row = _row(store, check_id)
    with store.action("dismiss check", check_id, who) as action:
        action.before = {"status": row.status, "reason": row.reason}
        action.after = {"status": "dismissed", "reason": reason.strip()}
        _drop(action.connection, row)
        made = row.check
        fields = {"reason": reason.strip(), "kind": made.kind, "quote_b": made.b.quote if made.b else None}
        stored.put_review(
            action.connection,
            Review(
                made.id, "check", "rejected", fields, made.a.path, made.a.paragraph, made.a.quote, who or store.who, now()
            ),
        )  # fmt: skip


def reopen(store: Store, check_id: str, who: str | None = None) -> None:
    """Takes a dismissal back. Raises NotFoundError for an unknown check."""
    row = _row(store, check_id)
    with store.action("reopen check", check_id, who) as action:
        action.before = {"status": row.status, "reason": row.reason}
        action.after = {"status": "open"}
        _drop(action.connection, row)


def _row(store: Store, check_id: str) -> CheckRow:
    row = next((one for one in checks(store, dismissed=True) if one.check.id == check_id), None)
    if row is None:
        raise NotFoundError(f"There is no check {check_id!r} in the current documents. `verbatim checks` lists them.")
    return row


def _drop(connection: Any, row: CheckRow) -> None:
    """Drops the decision on this check, also one that was made under the id of an earlier version of the document."""
    wanted = (row.check.kind, fold(row.check.a.quote), _folded(row.check))
    for one in stored.reviews(connection, "check").values():
        if one.statement == row.check.id or _quotes(one) == wanted:
            stored.drop_review(connection, one.statement)


def find_document(store: Store, name: str) -> Document:
    """The current document with this id, title (or the only one whose title or file name holds these words).

    Raises NotFoundError where there is none, or more than one."""
    with store.read() as connection:
        known = stored_documents.all_documents(connection)
    exact = [one for one in known if one.id == name or fold(one.title) == fold(name) or one.path == name]
    near = exact or [one for one in known if fold(name) in fold(f"{one.title}\n{one.path}")]
    if len(near) == 1:
        return near[0]
    if not near:
        raise NotFoundError(f"There is no document {name!r} in this project. `verbatim documents` lists what is in.")
    raise NotFoundError(
        f"{name!r} fits {len(near)} documents: {', '.join(f'{one.id} ({one.title})' for one in near[:5])}. Give the id."
    )


def waves(store: Store, first: str, second: str) -> tuple[Document, Document, list[Wave]]:
    """The two documents and the same questions of both, side by side; `first` and `second` as `find_document` takes them.

    Raises NotFoundError for an unknown document and UsageError where both are one."""
    a, b = find_document(store, first), find_document(store, second)
    if a.id == b.id:
        raise UsageError(f"Both names are of one document, {a.id} ({a.title}). Name two reports.")
    rows: dict[str, list[Mapping[str, Any]]] = {a.id: [], b.id: []}
    for row in findings(store):
        if row.document in rows:
            rows[row.document].append(row.record())
    return a, b, compare(rows[a.id], rows[b.id])
