"""Code frames that change: what becomes of the codings, and what coders have to look at again."""

from __future__ import annotations

from core.codebooks import Code
from core.store import Store, frame_maps
from core.store import codings as table
from core.store import responses as response_table


def to_recode(store: Store, question: str, coder: str, source: str = "human") -> list[str]:
    """Ids of the responses that this coder is to look at again because a code that they put on them was split, in the order
    in which they came in. A response leaves the list when the coder finishes it (its state is `coded` or `uncodable`
    again), by keyboard or by a returned sheet, and comes back when that is undone. `source` adjudicated: decisions that
    are to be made again."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        return [response for response, _ in frame_maps.to_recode(connection, found.id, coder, source)]


def codes_before(store: Store, question: str, coder: str, source: str = "human") -> dict[str, tuple[Code, ...]]:
    """Of each response in `to_recode`, the former codes that the coder had put on it, as they were when they left the frame."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        waiting = frame_maps.to_recode(connection, found.id, coder, source)
        known: dict[str, Code] = {}
        for version in frame_maps.frames(connection, found.id):
            known.update({code.code: code for code in version.codes})
    return {
        response: tuple(known.get(name, Code(name, name)) for name in sorted(names))
        for (response, _), names in waiting.items()
    }


def waiting_totals(store: Store, question: str) -> dict[str, int]:
    """How many responses each coder is to look at again; coders with none are left out."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        totals: dict[str, int] = {coder.name: 0 for coder in table.coders(connection, found.id)}
        for _, coder in frame_maps.to_recode(connection, found.id):
            totals[coder] = totals.get(coder, 0) + 1
    return {name: n for name, n in totals.items() if n}
