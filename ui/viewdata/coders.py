"""Plans in plain words."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from ui.viewdata.start import counted

if TYPE_CHECKING:
    from coding.rounds.allocation import Allocation

PLANS = {
    "all": "Everybody codes everything",
    "second": "The first coder codes everything, the others a random share",
    "split": "Everybody codes a share of their own, and a random part is coded by all",
}


def plan_lines(made: Allocation) -> list[tuple[str, str]]:
    """The plan in force, as names and sentences."""
    plan = made.plan
    if plan is None:
        return [("Plan", "None: everybody codes everything.")]
    lines = [("Plan", PLANS.get(plan.kind, "As a list that was brought in says") + ".")]
    if plan.seed is not None:
        lines.append(("Coded twice", f"{plan.overlap:.0%}, drawn at random with seed {plan.seed}."))
    if made.unallocated:
        lines.append(("Nobody's", f"{counted(made.unallocated, 'response')} came after the draw."))
    return lines


def shown_day(at: str) -> str:
    """ "2026-03-14T09:30:00.000+00:00" as "14 March 2026"."""
    day = dt.datetime.fromisoformat(at).date()
    return f"{day.day} {day:%B %Y}"


def names_of(written: str) -> list[str]:
    """Names separated by commas or semicolons, each once."""
    names = [" ".join(name.split()) for name in re.split(r"[,;\n]", written)]
    return list(dict.fromkeys(name for name in names if name))


def sheet_name(question: str, coder: str) -> str:
    """A file name for a coder's sheet."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", f"{coder} {question}").strip("-").lower()[:60]
    return f"coding-{stem or 'sheet'}.xlsx"
