"""A qualitative finding taken into a code frame as a code, and what our own counts then say beside the report's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from core.codebooks import Code
from ui.exports.places import cited
from ui.viewdata.places import one_line

if TYPE_CHECKING:
    from coding.counts import CountRow
    from core.codebooks import Codebook

LONGEST_NAME = 40


def code_name(label: str) -> str:
    """A name for a code from its label: "Lack of money" becomes "lack_of_money"."""
    return re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")[:LONGEST_NAME].rstrip("_") or "code"


def code_of(fields: Mapping[str, Any], label: str, definition: str) -> Code:
    """The code that a finding becomes: where it comes from stands in its definition, so that a reader of the frame sees it."""
    source = f"Taken from {cited(fields)} [{fields['id']}]."
    return Code(code_name(label), one_line(label), f"{one_line(definition)} {source}".strip())


def first_definition(fields: Mapping[str, Any]) -> str:
    """What the form proposes as the definition: the report's own words."""
    return f"The report says: “{one_line(str(fields.get('quote') or ''))}”"


def taken_as(fields: Mapping[str, Any], frames: Iterable[Codebook]) -> list[tuple[str, Code]]:
    """(question id, code) of every code that this finding was taken into."""
    mark = f"[{fields['id']}]"
    return [(frame.question, code) for frame in frames for code in frame.codes if mark in code.definition]


def own_count(row: CountRow | None) -> str:
    """Our count of a code in words, to stand beside the report's."""
    if row is not None and row.suppressed:
        return "not shown: a small number"
    if row is None or not row.base or row.n is None or row.percent is None:
        return "nothing counted yet"
    interval = (
        f", 95% interval {row.low:.0f}% to {row.high:.0f}%"
        if row.low is not None and row.high is not None and row.low != row.high
        else ""
    )
    return f"{row.n:,} of {row.base:,} ({row.percent:.0f}%{interval})"
