"""Who codes which responses: plans drawn at random with a seed, balanced, and extended without redrawing."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from coding.sampling import MAX_SEED
from core.errors import UsageError

PlanKind = Literal["all", "split", "second", "list"]
PLAN_KINDS: tuple[str, ...] = get_args(PlanKind)
DEFAULT_OVERLAP = 0.2  # a fifth: what the field codes twice as a rule (O'Connor and Joffe 2020 report 10% to 25%)
Given = Mapping[str, Collection[str]]  # response -> the coders who have it


@dataclass(frozen=True, slots=True)
class Plan:
    """`all`: everybody codes everything. `split`: everybody codes a share of their own, and the overlap. `second`: the first
    coder codes everything, the others share the overlap. `list`: as given. overlap: the share coded twice, 0-1."""

    kind: PlanKind
    coders: tuple[str, ...]
    overlap: float = 0.0
    seed: int | None = None

    def having(self, names: Collection[str]) -> tuple[str, ...]:
        """Those of `names` that are coders of the plan, in its order."""
        return tuple(name for name in self.coders if name in names)

    def __post_init__(self) -> None:
        if self.kind not in PLAN_KINDS:
            raise UsageError(f"--plan is one of {', '.join(PLAN_KINDS)}, not {self.kind!r}.")
        if len({name.casefold() for name in self.coders}) < len(self.coders) or not all(self.coders):
            raise UsageError("Name each coder once: --coders Ann,Bob.")
        if len(self.coders) < (1 if self.kind in ("all", "list") else 2):
            raise UsageError(f"The plan {self.kind!r} needs at least two coders: --coders Ann,Bob.")
        if not 0 <= self.overlap <= 1:
            raise UsageError("--overlap is a share between 0% and 100%.")
        if self.kind in ("split", "second") and self.seed is None:
            raise UsageError("The plan is drawn at random: it needs a seed (--seed 1).")
        if self.seed is not None and not 0 <= self.seed <= MAX_SEED:
            raise UsageError(f"--seed is a whole number from 0 to {MAX_SEED}, not {self.seed}.")


def give_out(
    plan: Plan, population: Sequence[str], drawn: Given, coded: Given | None = None, draw: int = 1
) -> dict[str, tuple[str, ...]]:
    """Response -> its coders, in order of the plan, for all of `population` that were not drawn before.

    drawn: what was given out under this plan: it stays as it is. coded: who of the plan's coders has coded what already: it
    stays theirs, and counts towards the overlap. Loads differ by at most one response, where that allows it. The same
    arguments in the same order give the same (NumPy's PCG64, seeded with the seed and `draw`). A `list` gives out nothing."""
    if plan.kind == "list":
        return {}
    had = coded or {}
    fresh = [name for name in population if not drawn.get(name)]
    if plan.kind == "all":
        return dict.fromkeys(fresh, plan.coders)
    order = [fresh[int(at)] for at in np.random.default_rng([plan.seed or 0, draw]).permutation(len(fresh))]
    made = {name: plan.having(had.get(name, ())) for name in order}
    first = plan.coders[:1] if plan.kind == "second" else ()
    made = {name: plan.having({*who, *first}) for name, who in made.items()}
    doubled = sum(len(set(drawn.get(name, ()))) > 1 for name in population) + sum(len(who) > 1 for who in made.values())
    wanted = max(0, math.floor(plan.overlap * len(population) + 0.5) - doubled)
    twice = [name for name in order if len(made[name]) < 2][:wanted]
    if plan.kind == "split":
        made |= dict.fromkeys(twice, plan.coders)
        open_ones = [name for name in order if not made[name]]
        lightest = _loads(plan.coders, population, {**drawn, **made})
        return made | {name: (_to_lightest(lightest, plan.coders),) for name in open_ones}
    others = plan.coders[1:]
    lightest = _loads(others, population, {**drawn, **made})
    return made | {name: (plan.coders[0], _to_lightest(lightest, others)) for name in twice}


def _loads(coders: Sequence[str], population: Sequence[str], held: Given) -> list[tuple[int, int]]:
    """A heap of (how many responses, place) a coder."""
    counted = dict.fromkeys(coders, 0)
    for name in population:
        for coder in held.get(name, ()):
            if coder in counted:
                counted[coder] += 1
    loads = [(counted[name], at) for at, name in enumerate(coders)]
    heapq.heapify(loads)
    return loads


def _to_lightest(loads: list[tuple[int, int]], coders: Sequence[str]) -> str:
    load, at = loads[0]
    heapq.heapreplace(loads, (load + 1, at))
    return coders[at]


def overlap_share(written: str) -> float:
    """ "20%", "20" and "0.2" are all a fifth. Raises UsageError where it is no share."""
    bare = written.strip()
    try:
        value = float(bare.removesuffix("%").strip())
    except ValueError:
        value = math.nan
    share = value / 100 if bare.endswith("%") or value > 1 else value
    if not 0 <= share <= 1:
        raise UsageError(f"--overlap is a share such as 20%, not {written!r}.")
    return share


def spelled(name: str, known: Sequence[str]) -> str:
    """The name as it is known: "ann" is "Ann" where there is an Ann; the name itself where nobody is called so. Spaces that
    surround it or repeat are left out."""
    bare = " ".join(name.split())
    if bare in known:
        return bare
    return next((other for other in known if " ".join(other.split()).casefold() == bare.casefold()), bare)
