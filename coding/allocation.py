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


def give_out(plan: Plan, population: Sequence[str], held: Given, draw: int = 1) -> dict[str, tuple[str, ...]]:
    """Response -> its coders, in order of the plan, for all of `population` that the plan gives to somebody new.

    `held`: what coders have already; they keep it. Loads differ by at most one response within a draw, where what is held
    allows. The same plan, population in the same order, `held` and `draw` give the same (NumPy's PCG64, seeded with the
    pair). Nothing is given out under a `list`."""
    if plan.kind == "list":
        return {}
    if plan.kind == "all":
        everybody = dict.fromkeys(population, plan.coders)
        return {name: who for name, who in everybody.items() if set(who) - set(held.get(name, ()))}
    fresh = [name for name in population if not held.get(name)]
    order = [fresh[int(at)] for at in np.random.default_rng([plan.seed or 0, draw]).permutation(len(fresh))]
    doubled = sum(len(set(held.get(name, ()))) > 1 for name in population)
    wanted = min(len(order), max(0, math.floor(plan.overlap * len(population) + 0.5) - doubled))
    return _split(plan, population, held, order, wanted) if plan.kind == "split" else _second(plan, population, held, order, wanted)  # fmt: skip


def _split(
    plan: Plan, population: Sequence[str], held: Given, order: Sequence[str], wanted: int
) -> dict[str, tuple[str, ...]]:
    made = dict.fromkeys(order[:wanted], plan.coders)
    lightest = _loads(plan.coders, population, held)
    for name in order[wanted:]:
        made[name] = (_to_lightest(lightest, plan.coders),)
    return made


def _second(
    plan: Plan, population: Sequence[str], held: Given, order: Sequence[str], wanted: int
) -> dict[str, tuple[str, ...]]:
    first, others = plan.coders[0], plan.coders[1:]
    made = {name: _in_order(plan, {first, *held[name]}) for name in population if held.get(name) and first not in held[name]}  # fmt: skip
    lightest = _loads(others, population, held)
    for name in order[:wanted]:
        made[name] = (first, _to_lightest(lightest, others))
    return made | dict.fromkeys(order[wanted:], (first,))


def _in_order(plan: Plan, names: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in plan.coders if name in names)


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
