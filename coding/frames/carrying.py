"""What becomes of codings when codes are merged and split.

Merging: each coder's judgement on a response is counted once. It is true where any of the merged codes was; false where at
least one was judged and none was true. Splitting: a response that a coder held not to bear the code bears none of its
parts; one that bore it has to be looked at again. What people wrote stays in the record under the code that they used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from core.codebooks import Coding


@dataclass(frozen=True, slots=True)
class Effect:
    """People's codings (a code on a response, by one coder) when a frame changes.

    stand: as they were. carried: of merged codes; carried_as: what they come to, each coder and response counted once.
    go_back: responses, coder by coder, to be looked at again. not_counted: of codes that left the frame, kept in the record.
    come_back: of codes that are in the frame again. machine: suggestions carried over."""

    stand: int = 0
    carried: int = 0
    carried_as: int = 0
    go_back: int = 0
    not_counted: int = 0
    come_back: int = 0
    machine: int = 0

    def record(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def carried_by_merge(codings: Iterable[Coding], into: str) -> list[Coding]:
    """One coding of `into` for each response and coder of the codings of the merged codes (and of `into` itself, where it
    was in the frame): true where one of them is."""
    units: dict[tuple[str, str, str], list[Coding]] = {}
    for coding in codings:
        units.setdefault((coding.source, coding.coder, coding.response), []).append(coding)
    return [_one(group, into) for group in units.values()]


def _one(group: Sequence[Coding], into: str) -> Coding:
    first = group[0]
    value = any(coding.value for coding in group)
    chances = [coding.probability for coding in group if coding.probability is not None and coding.value]
    designs = {coding.design for coding in group}
    return Coding(
        first.response,
        into,
        value,
        first.coder,
        first.source,
        max(coding.at for coding in group),
        designs.pop() if len(designs) == 1 else None,
        max(chances) if chances else None,  # P(A or B) is at least the larger of the two
    )


def carried_by_split(codings: Iterable[Coding], into: Sequence[str]) -> list[Coding]:
    """For each person's coding that says the split code does not apply: that none of its parts does."""
    return [
        Coding(coding.response, part, False, coding.coder, coding.source, coding.at, coding.design)
        for coding in codings
        if not coding.value and coding.source != "machine"
        for part in into
    ]
