"""The match rules of docs/contracts.md, section 5, by which predictions are compared with gold quotes."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher

from core.text import fold

LONGEST_QUOTE = 600
SHORTEST_CONTAINED = 20
COMMON_SHARE = 0.6


def overlap(predicted: str, gold: str) -> float:
    """0 where the two quotes do not match, else the length of what they share over the length of the longer (0-1].

    After folding, one contains the other (a contained prediction has at least 20 characters or is the whole gold quote),
    or their longest common block covers at least 0.6 of the shorter. A prediction over 600 characters matches nothing."""
    if len(predicted) > LONGEST_QUOTE:
        return 0.0
    a, b = fold(predicted), fold(gold)
    if not a or not b:
        return 0.0
    longer = max(len(a), len(b))
    if a in b:
        return len(a) / longer if len(a) >= SHORTEST_CONTAINED or a == b else 0.0
    if b in a:
        return len(b) / longer
    block = SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b))
    return block.size / longer if block.size >= COMMON_SHARE * min(len(a), len(b)) else 0.0


def one_to_one(n_predicted: int, n_gold: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pairs (predicted, gold), one to one, best overlap first; `score` 0 means no match. Ties go to the earlier pair."""
    scored = [(-value, p, g) for p in range(n_predicted) for g in range(n_gold) if (value := score(p, g)) > 0]
    taken_p: set[int] = set()
    taken_g: set[int] = set()
    pairs = []
    for _, p, g in sorted(scored):
        if p not in taken_p and g not in taken_g:
            taken_p.add(p)
            taken_g.add(g)
            pairs.append((p, g))
    return pairs
