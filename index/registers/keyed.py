"""The rows of the registers by the words that they rest on: what a quoted sentence states, found without reading every row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.documents import Span
from core.store import Store
from core.store.statements import StatementKind
from index.registers.kept import kept
from index.registers.rows import RegisterRow, register


@dataclass(frozen=True, slots=True)
class Standing:
    """A row, and one of the places that say it."""

    span: Span
    row: RegisterRow


@dataclass(frozen=True, slots=True)
class Keyed:
    """The rows that nobody rejected: `rows` in the order of each register, `by_id`, and by place."""

    rows: Mapping[StatementKind, tuple[RegisterRow, ...]]
    by_id: Mapping[str, RegisterRow]
    places: Mapping[str, tuple[Standing, ...]]
    starts: Mapping[str, tuple[int, ...]]
    longest: Mapping[str, int] = field(default_factory=dict)

    def resting_on(self, document: str, span: Span) -> list[RegisterRow]:
        """The rows whose words overlap these, each once, in the order of the text."""
        starts = self.starts.get(document, ())
        first = bisect_left(starts, span.start - self.longest.get(document, 0))
        made: dict[str, RegisterRow] = {}
        for one in self.places.get(document, ())[first : bisect_left(starts, span.end)]:
            if one.span.overlaps(span):
                made.setdefault(one.row.id, one.row)
        return list(made.values())


def keyed(store: Store) -> Keyed:
    """Both registers by place. Kept until the project changes: it is not to be altered."""
    return kept(store, "keyed", lambda: _keyed(store))


def _keyed(store: Store) -> Keyed:
    rows = {kind: _standing(store, kind) for kind in ("commitment", "finding")}
    places: dict[str, list[Standing]] = {}
    for row in (*rows["commitment"], *rows["finding"]):
        for document, span in _said_at(row):
            places.setdefault(document, []).append(Standing(span, row))
    ordered = {name: tuple(sorted(held, key=lambda one: one.span.start)) for name, held in places.items()}
    return Keyed(
        {"commitment": rows["commitment"], "finding": rows["finding"]},
        {row.id: row for held in rows.values() for row in held},
        ordered,
        {name: tuple(one.span.start for one in held) for name, held in ordered.items()},
        {name: max(one.span.end - one.span.start for one in held) for name, held in ordered.items()},
    )


def _standing(store: Store, kind: str) -> tuple[RegisterRow, ...]:
    return tuple(row for row in register(store, kind).rows if row.decision != "rejected")  # type: ignore[arg-type]


def _said_at(row: RegisterRow) -> list[tuple[str, Span]]:
    """Every place that says it: all mentions of a commitment; of a row that a person split off, the words it was split from."""
    mentions = row.fields.get("mentions") or () if len(row.mentions) > 1 else ()
    said = [(str(place["document"]), Span(int(place["start"]), int(place["end"]))) for place in mentions]
    return said or [(row.document, Span(int(row.fields["start"]), int(row.fields["end"])))]
