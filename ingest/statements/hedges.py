"""Words before a number that make it an interval: "around a third", "almost 60%", "fewer than one in ten"."""

from __future__ import annotations

import re

HEDGES = {
    "around": "around", "about": "around", "approximately": "around", "approx": "around", "roughly": "around",
    "some": "around", "circa": "around", "almost": "almost", "nearly": "almost", "just under": "almost",
    "slightly under": "almost", "close to": "almost", "just below": "almost", "slightly less than": "almost",
    "just over": "over a little", "slightly over": "over a little", "slightly more than": "over a little",
    "just above": "over a little", "little over": "over a little", "a little over": "over a little",
    "over": "over", "more than": "over", "at least": "over", "under": "under", "fewer than": "under",
    "less than": "under", "below": "under", "up to": "under", "no more than": "under", "not more than": "under",
}  # fmt: skip
HEDGE = "|".join(sorted((re.escape(word).replace(r"\ ", r"\s+") for word in HEDGES), key=len, reverse=True))


def fraction_value(k: float, of: float, hedge: str | None) -> tuple[float, float] | None:
    """Percent interval of a fraction in words, hedged or not; None where it is no share."""
    if of <= 0 or k > of:
        return None
    return hedged(100.0 * k / of, hedge, words=True)


def hedged(percent: float, hedge: str | None, *, words: bool) -> tuple[float, float]:
    """The interval that a hedge makes of a share. Conventions: "around" words: 3.3 points either way (a third = 30..36);
    "almost": five points below; "just over": five above; "under", "fewer than": from 0; "over", "more than": to 100."""
    exact = round(percent, 1)
    if hedge is None:
        return exact, exact
    kind = HEDGES[" ".join(hedge.lower().split())]
    if kind == "around":
        spread = 3.0 if words else 2.0
        low = round(percent) - spread if words else exact - spread
        return max(0.0, low), min(100.0, (round(percent) if words else exact) + spread)
    if kind == "almost":
        return max(0.0, exact - 5.0), exact
    if kind == "over a little":
        return exact, min(100.0, exact + 5.0)
    if kind == "over":
        return exact, 100.0
    return 0.0, exact
