"""Quotes that were checked again, as the Verify screen says them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ui.viewdata.places import one_line
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from index.verify import Checked

STATUSES = {"gone": "Gone", "changed": "Changed", "moved": "Moved", "found": "Found"}
"""In the order in which a reader looks at them: what is wrong first."""
SHOWN = 200


def worst_first(checked: Iterable[Checked]) -> list[Checked]:
    order = {status: n for n, status in enumerate(STATUSES)}
    return sorted(checked, key=lambda one: (order[one.status], one.quoted.row))


def summary(checked: Sequence[Checked], without: int) -> str:
    """ "12 quotes: 10 found, 1 moved, 1 gone. 2 rows have no quote." """
    counts: Counter[str] = Counter(one.status for one in checked)
    told = ", ".join(f"{counts[s]:,} {STATUSES[s].lower()}" for s in reversed(STATUSES) if counts[s])
    rest = f" {counted(without, 'row')} without a quote." if without else ""
    return f"{counted(len(checked), 'quote')}: {told}.{rest}"


def checked_line(one: Checked) -> dict[str, str]:
    quote = one_line(one.quoted.quote)
    place = f" ({one.quoted.place})" if one.quoted.place else ""
    return {
        "Row": f"{one.quoted.row}{place}",
        "Status": STATUSES[one.status],
        "Quote": quote[:SHOWN] + ("…" if len(quote) > SHOWN else ""),
    }
