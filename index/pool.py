"""Ranked entries of several kinds in one order, without those that are far from the query or say the same again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.answers import HitKind
from index.ranking import Positions, Ranked, Scores

UNRELATED = 0.2  # below this cosine, a passage that shares no word with the query is not shown


@dataclass(frozen=True, slots=True)
class Pool:
    """Entries, best first: `kinds[n]` is the place in `names` of the kind of the nth. `groups`: of each entry, those that say
    the same have the same number; each group stands here once, `repeated` holds its other positions, best first."""

    names: tuple[HitKind, ...]
    kinds: NDArray[np.int8]
    positions: Positions
    scores: Scores
    repeated: Mapping[int, Sequence[int]]

    def __len__(self) -> int:
        return len(self.positions)

    def part(self, first: int, last: int) -> list[tuple[HitKind, int, float]]:
        """Kind, position and score of the entries from `first` to before `last`."""
        return [
            (self.names[kind], position, score)
            for kind, position, score in zip(
                self.kinds[first:last].tolist(),
                self.positions[first:last].tolist(),
                self.scores[first:last].tolist(),
                strict=True,
            )
        ]


def pooled(ranked: Mapping[HitKind, Ranked], groups: NDArray[np.int32], *, demanding: bool, hybrid: bool) -> Pool:
    """One order of what was ranked, kind by kind. In a search over several kinds, each kind's scores (which are relative to its
    own best) are brought to one measure by the best cosine.

    groups: of all passages, by position; demanding: whether the query's demands were met by all that was ranked, however
    far in meaning; hybrid: whether there are cosines."""
    names = tuple(ranked)
    kept = {name: _shown(one, demanding=demanding, hybrid=hybrid) for name, one in ranked.items()}
    scale = {
        name: max(0.01, float(one.cosine.max(initial=0.01))) if hybrid and len(names) > 1 else 1.0
        for name, one in ranked.items()
    }
    scores = np.concatenate([one.scores[kept[name]] * scale[name] for name, one in ranked.items()])
    positions = np.concatenate([one.positions[kept[name]] for name, one in ranked.items()])
    kinds = np.repeat(np.arange(len(names), dtype=np.int8), [int(kept[name].sum()) for name in names])
    if len(names) > 1:
        order = np.argsort(-scores, kind="stable")
        scores, positions, kinds = scores[order], positions[order], kinds[order]
    repeated: dict[int, list[int]] = {}
    if "passage" in names:
        places = np.flatnonzero(kinds == names.index("passage"))
        of_groups = groups[positions[places]]
        in_order = np.sort(of_groups)
        if (in_order[1:] == in_order[:-1]).any():
            _, first, group = np.unique(of_groups, return_index=True, return_inverse=True)
            again = np.ones(len(places), bool)
            again[first] = False
            for n in np.flatnonzero(again).tolist():
                leader = int(positions[places[first[group[n]]]])
                repeated.setdefault(leader, []).append(int(positions[places[n]]))
            once = np.ones(len(positions), bool)
            once[places[again]] = False
            scores, positions, kinds = scores[once], positions[once], kinds[once]
    return Pool(names, kinds, positions, scores, repeated)


def _shown(ranked: Ranked, *, demanding: bool, hybrid: bool) -> NDArray[np.bool_]:
    """Which entries are near enough to be shown."""
    if demanding:
        return np.ones(len(ranked.positions), bool)
    near = ranked.words > 0
    return near | (ranked.cosine >= UNRELATED) if hybrid else near
