"""Action tables: rows of (action, owner, deadline), as action logs of minutes and action plans print them.

A table is read so where its heading row names an action and an owner or a deadline. A row quotes its action, owner and
deadline cells as they stand; a row whose status says that it is done is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.documents import Block, Document, Span, content_id, locate
from core.statements import Actor, Commitment
from ingest.statements.actors import ActorTable
from ingest.statements.amounts import find_amounts
from ingest.statements.cells import cells
from ingest.statements.dates import find_deadlines
from ingest.statements.sentences import LONGEST_QUOTE

_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("status", re.compile(r"\b(?:status|rag|outcome|progress|update|comments?|complete[d?]*)\b", re.I)),
    ("deadline", re.compile(r"\b(?:deadlines?|due|by when|when|timescales?|target date|completion|complete by|timing|date)\b", re.I)),
    ("owner", re.compile(r"\b(?:owners?|leads?|lead officer|who|by whom|responsib\w+|assigned|officer|action by|for action|person)\b", re.I)),
    ("action", re.compile(r"\b(?:actions?|what|tasks?|activit\w+|commitments?|steps?|deliverables?|measures?)\b", re.I)),
)  # fmt: skip
_DONE = re.compile(r"^\W*(?:completed?|closed|done|discharged|actioned|achieved|yes)\b", re.I)
_NO_ONE = re.compile(r"^\W*(?:tbc|tba|n/?a|none|to be (?:confirmed|agreed)|all|-|–)?\W*$", re.I)


@dataclass(frozen=True, slots=True)
class _Columns:
    action: int
    owner: int | None
    deadline: int | None
    status: int | None


def find_table_actions(
    document: Document, blocks: Sequence[Block], actors: ActorTable, reference: date | None
) -> Iterator[Commitment]:
    """The actions that the tables of `document` list, in order of place; dates without a year count from `reference`."""
    columns: _Columns | None = None
    width = 0
    for block in blocks:
        if block.kind == "furniture":
            continue
        if block.kind != "table_row":
            columns = None
            continue
        row = cells(document.text, block)
        named = _columns([words for words, _ in row])
        if named is not None:
            columns, width = named, len(row)
            continue
        if columns is None or not 2 <= len(row) <= width or len(row) <= columns.action:
            continue
        made = _record(document, blocks, row, columns, actors, reference)
        if made is not None:
            yield made


def _columns(heads: Sequence[str]) -> _Columns | None:
    found: dict[str, int] = {}
    for n, words in enumerate(heads):
        if len(words) > 40:
            return None
        for name, pattern in _HEADS:
            if name not in found and pattern.search(words):
                found[name] = n
                break
    if "action" not in found or not {"owner", "deadline"} & set(found):
        return None
    return _Columns(found["action"], found.get("owner"), found.get("deadline"), found.get("status"))


def _record(
    document: Document, blocks: Sequence[Block], row: Sequence[tuple[str, Span]], columns: _Columns,
    actors: ActorTable, reference: date | None,
) -> Commitment | None:  # fmt: skip
    def cell(index: int | None) -> str:
        return row[index][0].strip() if index is not None and index < len(row) else ""

    action, action_span = row[columns.action]
    if len(action.split()) < 3 or _DONE.match(cell(columns.status)):
        return None
    spans = [action_span]
    owner, due = cell(columns.owner), cell(columns.deadline)
    actor: Actor | None = None
    if owner and not _NO_ONE.match(owner) and columns.owner is not None:
        actor = actors.actor(owner)
        spans.append(row[columns.owner][1])
    dates = [phrase for phrase in find_deadlines(due, reference) if phrase.dated] if due else []
    if dates and columns.deadline is not None:
        spans.append(row[columns.deadline][1])
    within = [] if dates else [phrase for phrase in find_deadlines(action, reference) if phrase.dated]
    deadline = next((phrase.deadline for phrase in (*dates, *within)), None)
    whole = Span(min(span.start for span in spans), max(span.end for span in spans))
    quoted = whole if whole.end - whole.start <= LONGEST_QUOTE else action_span
    if quoted.end - quoted.start > LONGEST_QUOTE:
        return None
    sums = find_amounts(action)
    return Commitment(
        id=content_id("c", document.id, quoted.start, quoted.end, action),
        location=locate(document, blocks, quoted),
        action=action.strip(" .;,:"),
        kind="organisational_action",
        strength="firm",
        certainty="certain" if actor or deadline else "check",
        actor=actor,
        deadline=deadline,
        amount=sums[0].amount if sums else None,
        rule="action table row",
    )
