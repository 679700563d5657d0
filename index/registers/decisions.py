"""What people decided about register rows: confirmed, edited, rejected, merged, kept apart; found again after a re-reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection

from core.documents import content_id
from core.errors import NotFoundError, UsageError
from core.events import now
from core.statements import COMMITMENT_STATUSES
from core.store import Store
from core.store import statements as stored
from core.store.statements import Mention, Part, Review, StatementKind
from core.text import fold

Decision = Literal["confirmed", "edited", "rejected", "undecided"]
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


def decided_pairs(connection: Connection, found: Sequence[Mention]) -> dict[tuple[str, str], bool]:
    """People's decisions on pairs. A mention of an older version of a document stands for its words in the newer one."""
    decided = stored.merges(connection)
    current = {mention.id for mention in found}
    gone = sorted({name for pair in decided for name in pair} - current)
    instead: dict[str, str] = {}
    if gone:
        quotes = {mention.id: fold(str(mention.fields.get("quote") or "")) for mention in found}
        said = stored.merge_words(connection)
        for name in gone:
            words = said.get(name)
            if words is None:
                continue
            old = Review(
                name, "commitment", "confirmed", {}, str(words["path"]), words["paragraph"], str(words["quote"]), "", ""
            )
            again = _again(old, found, quotes)
            if again is not None:
                instead[name] = again.id
    made: dict[tuple[str, str], bool] = {}
    for (a, b), same in decided.items():
        first, second = sorted((instead.get(a, a), instead.get(b, b)))
        if first != second:
            made[(first, second)] = same
    return made


def loose_pairs(connection: Connection, found: Sequence[Mention]) -> list[Review]:
    """Decisions on pairs of which a mention's words stand in no current document any more, to be listed: confirmed where
    somebody made the two one, rejected where somebody kept them apart, with the words that are gone."""
    known = {mention.id for mention in found}
    quotes = {mention.id: fold(str(mention.fields.get("quote") or "")) for mention in found}
    said = stored.merge_words(connection)
    made = []
    for pair, same in stored.merges(connection).items():
        for name in pair:
            words = said.get(name)
            if name in known or words is None:
                continue
            decision: Literal["confirmed", "rejected"] = "confirmed" if same else "rejected"
            other = pair[0] if name == pair[1] else pair[1]
            fields = {"same": same, "other": str((said.get(other) or {}).get("quote") or "")}
            one = Review(
                name,
                "commitment",
                decision,
                fields,
                str(words["path"]),
                words["paragraph"],
                str(words["quote"]),
                "",
                "",
            )
            if _again(one, found, quotes) is None:
                made.append(one)
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
        part = next((p for p in stored.parts(connection) if p.id == statement_id), None) if mention is None else None
        if part is not None:
            _review_part(store, part, decision, changes, who)
            return
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


def _review_part(store: Store, part: Part, decision: Decision, changes: Mapping[str, Any], who: str | None) -> None:
    """A row that a person made by splitting is kept or corrected like any other; rejected, it is taken back."""
    _check("commitment", changes)
    if decision in ("rejected", "undecided"):
        unsplit(store, part.id, who)
        return
    with store.action("review", part.id, who) as action:
        action.before = {"fields": part.fields}
        kept = {**part.fields, **changes}
        action.after = {"decision": decision, "fields": kept}
        stored.put_part(action.connection, replace(part, fields=kept, who=who or store.who))


def _check(kind: StatementKind, changes: Mapping[str, Any]) -> None:
    unknown = sorted(changes.keys() - EDITABLE[kind])
    if unknown:
        raise UsageError(f"A {kind} has no field that can be edited called {', '.join(unknown)}.")
    if changes.get("status_date") is not None:
        try:
            date.fromisoformat(str(changes["status_date"]))
        except ValueError as error:
            raise UsageError(f"{changes['status_date']!r} is no date. Write it as 2025-03-31.") from error
    status = changes.get("status")
    if status is not None and status not in COMMITMENT_STATUSES:
        raise UsageError(f"A status is one of {', '.join(COMMITMENT_STATUSES)}, not {status!r}.")


def merge(store: Store, a: str, b: str, *, same: bool, who: str | None = None) -> None:
    """Records that two rows (or mentions) are, or are not, one commitment. Raises NotFoundError for an unknown one."""
    with store.read() as connection:
        known = {mention.id: mention for mention in stored.mentions(connection, "commitment")}
    for name in (a, b):
        if name not in known:
            raise NotFoundError(f"There is no commitment {name!r} in the current documents.")
    if a == b:
        raise UsageError("A commitment cannot be merged with itself.")
    with store.action("merge" if same else "separate", a, who) as action:
        action.after = {"with": b}
        stored.put_merge(action.connection, known[a], known[b], same, who or store.who)


def split(store: Store, statement_id: str, parts: Sequence[Mapping[str, Any]], who: str | None = None) -> list[str]:
    """Splits one commitment into as many as `parts` has records of changed fields: the row itself takes the first, each of
    the others becomes a row of its own over the same words. The ids of all rows, in that order. `unsplit` takes it back.

    Raises NotFoundError for an unknown row and UsageError for fewer than two parts or a field that there is not."""
    if len(parts) < 2:
        raise UsageError("A commitment is split into two or more.")
    for fields in parts:
        _check("commitment", fields)
    with store.read() as connection:
        known = {mention.id: mention for mention in stored.mentions(connection, "commitment")}
    mention = known.get(statement_id)
    if mention is None:
        raise NotFoundError(f"There is no commitment {statement_id!r} in the current documents.")
    review(store, statement_id, "edited", parts[0], who)
    made = [
        Part(
            content_id("c", "part", statement_id, n, now()), statement_id, dict(fields), str(mention.fields.get("path") or ""),
            mention.fields.get("paragraph"), str(mention.fields.get("quote") or ""), who or store.who, now(),
        )
        for n, fields in enumerate(parts[1:], 2)
    ]  # fmt: skip
    with store.action("split", statement_id, who) as action:
        action.after = {"into": [statement_id, *(part.id for part in made)]}
        for part in made:
            stored.put_part(action.connection, part)
    return [statement_id, *(part.id for part in made)]


def unsplit(store: Store, part_id: str, who: str | None = None) -> None:
    """Takes one commitment that was split off back. Raises NotFoundError where there is none of this id."""
    with store.read() as connection:
        part = next((one for one in stored.parts(connection) if one.id == part_id), None)
    if part is None:
        raise NotFoundError(f"{part_id!r} was not split off another commitment.")
    with store.action("unsplit", part_id, who) as action:
        action.before = {"of": part.statement, "fields": part.fields}
        stored.drop_part(action.connection, part_id)


def placed_parts(parts: Sequence[Part], found: Sequence[Mention]) -> tuple[dict[str, list[Part]], list[Review]]:
    """Parts by the id of the mention that they stand over now, and those whose words are gone, as decisions to be listed."""
    current = {mention.id for mention in found}
    quotes = {mention.id: fold(str(mention.fields.get("quote") or "")) for mention in found} if parts else {}
    over: dict[str, list[Part]] = {}
    loose = []
    for part in parts:
        name: str | None = part.statement if part.statement in current else None
        words = Review(
            part.id, "commitment", "edited", part.fields, part.path, part.paragraph, part.quote, part.who, part.at
        )
        if name is None:
            again = _again(words, found, quotes)
            name = again.id if again is not None else None
        if name is None:
            loose.append(words)
        else:
            over.setdefault(name, []).append(part)
    return over, loose
