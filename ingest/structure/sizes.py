"""What the letters say: the size of the body, and the heading ranks of the sizes above it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ingest.structure.draft import Draft
from ingest.structure.headings import may_head
from ingest.structure.units import Unit

LARGER = 1.06  # a bold heading's letters against the body's
MUCH_LARGER = 1.15  # those of one that is not bold
SAME_SIZE = 0.3  # points
COMMON_SIZE = 0.15  # share of the text above which a slightly larger size is a second body size, not a heading's


def body_size(units: Sequence[Unit]) -> float | None:
    """The letter size of most of the text, in points, or None where the format has no sizes."""
    weight: Counter[float] = Counter()
    for unit in units:
        if unit.size is not None:
            weight[unit.size] += len(unit.text)
    return weight.most_common(1)[0][0] if weight else None


def size_ranks(units: Sequence[Unit], furniture: Sequence[bool], size: float | None) -> dict[float, float]:
    """Heading ranks of the letter sizes above the body's, largest first."""
    if size is None:
        return {}
    weight: Counter[float] = Counter()
    for unit in units:
        weight[unit.size or 0.0] += len(unit.text)
    common = {value for value, n in weight.items() if n > COMMON_SIZE * weight.total() and value < size * 1.35}
    sizes = sorted(
        {
            u.size
            for n, u in enumerate(units)
            if u.size
            and u.size > size * (LARGER if u.bold else MUCH_LARGER)
            and (u.bold or u.size not in common)
            and not furniture[n]
            and may_head(u)
        },
        reverse=True,
    )
    ranks: dict[float, float] = {}
    rank, last = 0.0, None
    for value in sizes:
        if last is None or last - value > 0.4:
            rank += 1
            last = value
        ranks[value] = rank
    return ranks


def dense_ranks(drafts: Sequence[Draft]) -> None:
    """Ranks that come from letters alone, renumbered 1, 2, 3 ... without those that no heading has; in a file that marks
    headings too, set among the marked ones by their letters."""
    styled = [
        draft for draft in drafts if draft.kind == "heading" and draft.rank is not None and draft.unit.kind is None
    ]
    if not any(draft.unit.size is not None for draft in styled):
        return
    marked = _marked_levels(drafts)
    order = {
        rank: float(n) for n, rank in enumerate(sorted({draft.rank for draft in styled if draft.rank is not None}), 1)
    }
    for draft in styled:
        if draft.rank is not None:
            place = order[draft.rank]
            draft.rank = _among(draft.unit, marked, place, len(order)) if marked else place


def _marked_levels(drafts: Sequence[Draft]) -> dict[float, tuple[float, bool]]:
    """For each heading level that the format states, the usual letters of its headings: size and whether bold."""
    letters: dict[float, Counter[tuple[float, bool]]] = defaultdict(Counter)
    for draft in drafts:
        if draft.kind == "heading" and draft.unit.kind == "heading" and draft.unit.level and draft.unit.size:
            letters[float(draft.unit.level)][draft.unit.size, draft.unit.bold] += 1
    return {level: count.most_common(1)[0][0] for level, count in letters.items()}


def _among(unit: Unit, marked: Mapping[float, tuple[float, bool]], place: float, of: int) -> float:
    """The rank of a heading known by its letters alone: that of the level whose letters it has, else just below the
    lowest level whose letters are larger."""
    size = unit.size or 0.0
    for level, (other, bold) in sorted(marked.items(), reverse=True):
        if abs(other - size) <= SAME_SIZE and bold == unit.bold:
            return level
    above = [
        level
        for level, (other, bold) in marked.items()
        if other > size + SAME_SIZE or (abs(other - size) <= SAME_SIZE and bold and not unit.bold)
    ]
    return max(above, default=min(marked) - 1.0 if min(marked) > 1 else 0.0) + place / (of + 1)
